//! Types: declared by their pages, or by the table of a request when they have no page.

use std::collections::HashSet;

use edmund_model::{
    Docs, KeyPart, Method, Origin, Primitive, Property, QualifiedName, Struct, StructId, StructKind, Type, TypeRef, is_identifier,
};

use super::{Had, Lowering, docs};
use crate::catalog::{namespace, resource_name};
use crate::json::Value;
use crate::page::{Field, Link, Page};
use crate::read::is_type_link;

impl<'a> Lowering<'a> {
    /// Declares all types, then says which derive from which and which are entities.
    pub(super) fn types(&mut self) {
        for &page in self.pages {
            if let Some(name) = resource_name(page) {
                self.declare(name, page);
            }
        }
        self.types_of_tables();
        self.bases();
        self.kinds();
    }

    fn declare(&mut self, name: QualifiedName, page: &'a Page) {
        let (id, had) = match self.names.same(&name) {
            Some(Type::Struct(id)) => {
                let first = self.described.iter().any(|(other, _, _)| *other == id);
                if first {
                    return;
                }
                (id, Had::Before)
            }
            Some(_) => return,
            None => {
                let origin = page.title.as_ref().map_or(Origin::new(page.file, 0, 0), |title| title.origin);
                (self.add_type(name, docs::of_page(page), origin), Had::No)
            }
        };
        if had == Had::Before {
            docs::fill(&mut self.model.structs[id.index()].docs, docs::of_page(page));
        } else {
            let item = &mut self.model.structs[id.index()];
            item.is_abstract = page.resource.is_abstract;
            let annotations = page.resource.representations.iter().map(|found| &found.annotation);
            item.open = annotations.clone().any(|annotation| annotation.flag("openType"));
            item.has_stream = annotations.clone().any(|annotation| annotation.flag("isMediaEntity"));
        }
        self.names.add_file(&page.path, Type::Struct(id));
        self.described.push((id, page, had));
    }

    /// Adds an empty complex type; what it really is follows.
    pub(super) fn add_type(&mut self, name: QualifiedName, docs: Docs, origin: Origin) -> StructId {
        self.schema(&name.namespace, origin);
        let id = self.model.add_struct(Struct {
            name: name.clone(),
            kind: StructKind::Complex,
            base: None,
            is_abstract: false,
            open: false,
            has_stream: false,
            key: Vec::new(),
            properties: Vec::new(),
            navigations: Vec::new(),
            annotations: Vec::new(),
            docs,
            origin,
        });
        self.names.add(name, Type::Struct(id));
        id
    }

    /// A page that creates something of a type without a page of its own describes the type by its table.
    fn types_of_tables(&mut self) {
        let mut pages: Vec<&'a Page> = self.operations().collect();
        // A create lists all properties, an update those that can change.
        pages.sort_by_key(|page| !page.requests().any(|(method, _)| method == Method::Post));
        for page in pages {
            if !page.body.as_ref().is_some_and(|body| !body.is_parameters && !body.fields.is_empty()) {
                continue;
            }
            let id = match body_link(page) {
                Some(link) => self.add_linked(link, page),
                None => self.add_sent(page),
            };
            self.described.extend(id.map(|id| (id, page, Had::OnlyTable)));
        }
    }

    /// The type that the prose of a request body links to, unless it is known.
    fn add_linked(&mut self, link: &Link, page: &Page) -> Option<StructId> {
        let text = link.text.trim_matches(['*', '`']);
        if self.names.resolve(text, Some(link), page).is_some() || !is_identifier(text.rsplit('.').next().unwrap_or("")) {
            return None;
        }
        let name = body_name(page, text).unwrap_or_else(|| QualifiedName::new(namespace(page), text.to_owned()));
        let id = self.add_type(name, Docs::default(), link.origin);
        self.names.add_file(&link.target.value, Type::Struct(id));
        Some(id)
    }

    /// The type that a page without links says it sends: in an annotation, or in the example itself.
    fn add_sent(&mut self, page: &Page) -> Option<StructId> {
        let annotated = page.messages.iter().find_map(|message| message.annotation.as_ref()?.odata_type());
        let name = annotated.map(|ty| ty.value).or_else(|| {
            let bodies = page.messages.iter().filter_map(|message| message.body.as_ref()?.json.as_ref());
            bodies.filter_map(|json| json.get("@odata.type")?.as_str()).map(|ty| ty.trim_start_matches('#').to_owned()).next()
        })?;
        if self.names.resolve(&name, None, page).is_some() {
            return None;
        }
        let name = QualifiedName::parse(&name).filter(|name| is_identifier(&name.name))?;
        let origin = page.title.as_ref().map_or(Origin::new(page.file, 0, 0), |title| title.origin);
        Some(self.add_type(name, docs::of_page(page), origin))
    }

    /// Sets base types, leaving out what would be a circle.
    fn bases(&mut self) {
        for (id, page, had) in self.described.clone() {
            if had != Had::No {
                continue;
            }
            let annotated = page.resource.representations.first().and_then(|found| found.annotation.text("baseType"));
            let annotated = annotated.filter(|name| !name.value.is_empty());
            let base = match (&annotated, &page.resource.inherits) {
                (Some(name), _) => self.names.resolve(&name.value, None, page),
                (None, Some(link)) => self.names.resolve(&link.text, Some(link), page),
                (None, None) => None,
            };
            if let Some(Type::Struct(base)) = base
                && !self.model.is_a(base, id)
            {
                self.model.structs[id.index()].base = Some(base);
            }
        }
    }

    /// A type is an entity when it says what its key is, when requests address it, or when its base is one.
    fn kinds(&mut self) {
        let addressed = self.addressed();
        for (id, page, had) in self.described.clone() {
            if had == Had::Before {
                continue;
            }
            let annotated = page.resource.representations.first().and_then(|found| found.annotation.text("keyProperty"));
            let fields = if had == Had::OnlyTable {
                page.body.as_ref().map_or(&[][..], |body| &body.fields)
            } else {
                &page.resource.properties
            };
            let named = annotated.map(|key| key.value).filter(|key| !key.is_empty());
            let by_use = addressed.contains(&id) && fields.iter().any(|field| field.name.value == "id");
            let key = named.or_else(|| by_use.then(|| "id".to_owned()));
            if key.is_none() && !addressed.contains(&id) {
                continue;
            }
            self.model.structs[id.index()].kind = StructKind::Entity;
            if had == Had::OnlyTable && key.is_none() {
                self.add_answered_id(id, page);
            }
            if let Some(field) = key.and_then(|key| fields.iter().find(|field| field.name.value.eq_ignore_ascii_case(&key))) {
                self.set_key(id, field);
            }
        }
        self.entities_by_base();
    }

    fn set_key(&mut self, id: StructId, field: &Field) {
        let inherited = self.model.structure(id).base.is_some_and(|base| !self.model.key(base).is_empty());
        if !inherited {
            let part = KeyPart { path: field.name.value.clone(), alias: None, origin: field.name.origin };
            self.model.structs[id.index()].key = vec![part];
        }
    }

    /// A table of what to send has no `id` where the service gives it: the example of the answer shows that there is one.
    fn add_answered_id(&mut self, id: StructId, page: &Page) {
        let answers = page.messages.iter().filter(|message| message.status().is_some());
        let mut bodies = answers.filter_map(|message| message.body.as_ref()?.json.as_ref());
        let Some(origin) = bodies.find_map(|json| json.member("id")).map(|member| member.key_origin) else { return };
        let item = &mut self.model.structs[id.index()];
        let string = Type::Primitive(Primitive::String);
        item.key = vec![KeyPart { path: "id".to_owned(), alias: None, origin }];
        item.properties.push(Property {
            name: "id".to_owned(),
            ty: TypeRef { nullable: false, ..TypeRef::new(string) },
            default: None,
            annotations: Vec::new(),
            docs: Docs::default(),
            origin,
        });
    }

    /// A base and what derives from it are of one kind.
    fn entities_by_base(&mut self) {
        for (id, _, _) in self.described.clone() {
            let lineage: Vec<StructId> = self.model.lineage(id).collect();
            if lineage.iter().any(|id| self.model.structure(*id).kind == StructKind::Entity) {
                let own = lineage
                    .into_iter()
                    .filter(|id| self.described.iter().any(|(other, _, had)| other == id && *had != Had::Before));
                for id in own.collect::<Vec<_>>() {
                    self.model.structs[id.index()].kind = StructKind::Entity;
                }
            }
        }
        // An entity above may have become one only now: those below follow.
        for (id, _, had) in self.described.clone() {
            let entity = self.model.lineage(id).any(|id| self.model.structure(id).kind == StructKind::Entity);
            if had != Had::Before && entity {
                self.model.structs[id.index()].kind = StructKind::Entity;
            }
        }
    }

    /// The types that requests list, create, change or remove: not those that operations return.
    fn addressed(&self) -> HashSet<StructId> {
        let mut found = HashSet::new();
        for page in self.operations().filter(|page| !super::operation::is_operation_title(page)) {
            if let Some(Type::Struct(id)) = self.subject(page) {
                found.insert(id);
            }
        }
        found
    }

    /// The type that a page's requests are about: what is returned, else what is sent, else what the title names.
    pub(super) fn subject(&self, page: &Page) -> Option<Type> {
        let answered = page.response.as_ref().and_then(|response| response.ty.as_ref());
        let by_link = answered.and_then(|link| self.names.resolve(&link.text, Some(link), page));
        let success = page.messages.iter().filter(|message| message.status().is_some_and(|status| status.value < 300));
        let mut annotated = success.filter_map(|message| message.annotation.as_ref()?.odata_type());
        by_link
            .or_else(|| annotated.find_map(|ty| self.names.resolve(&ty.value, None, page)))
            .or_else(|| body_link(page).and_then(|link| self.names.resolve(&link.text, Some(link), page)))
            .or_else(|| page.lead.iter().flat_map(|text| &text.links).find_map(|link| self.linked(link, page)))
            .or_else(|| {
                let title = page.title.as_ref()?;
                title.value.split_whitespace().skip(1).find_map(|word| self.by_word(word))
            })
    }

    fn linked(&self, link: &Link, page: &Page) -> Option<Type> {
        is_type_link(link).then(|| self.names.resolve(&link.text, Some(link), page)).flatten()
    }

    /// A type by its name, or by the plural of it.
    pub(super) fn by_word(&self, word: &str) -> Option<Type> {
        self.names.simple(word).or_else(|| self.names.simple(&singular(word)))
    }
}

/// The link of "supply a JSON representation of the [x](x.md) object".
fn body_link(page: &Page) -> Option<&Link> {
    page.body.as_ref()?.prose.iter().flat_map(|text| &text.links).find(|link| is_type_link(link))
}

/// The full name that the example body gives a type.
fn body_name(page: &Page, simple: &str) -> Option<QualifiedName> {
    let bodies = page.messages.iter().filter_map(|message| message.body.as_ref()?.json.as_ref());
    let mut names =
        bodies.filter_map(|json| QualifiedName::parse(json.get("@odata.type").and_then(Value::as_str)?.trim_start_matches('#')));
    names.find(|name| name.name.eq_ignore_ascii_case(simple))
}

/// The singular of a plural name, by the rules that names of collections follow.
pub(super) fn singular(word: &str) -> String {
    for (plural, single) in [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")] {
        if let Some(stem) = word.strip_suffix(plural) {
            return format!("{stem}{single}");
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !word.ends_with("ss") && !stem.is_empty() => stem.to_owned(),
        _ => word.to_owned(),
    }
}
