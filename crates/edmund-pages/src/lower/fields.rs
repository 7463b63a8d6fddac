//! Members of types.

use std::collections::HashSet;

use edmund_model::{Finding, Navigation, Property, QualifiedName, Severity, StructId, StructKind, Type, TypeRef, is_identifier};

use super::{Had, Lowering, docs, queries};
use crate::page::{Field, Page};
use crate::read::is_type_link;
use crate::type_cell::{TypeName, TypeSpelling};

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Property,
    Relationship,
}

impl<'a> Lowering<'a> {
    /// Gives all types their members; types that the model had get descriptions only.
    pub(super) fn fields(&mut self) {
        for (id, page, had) in self.described.clone() {
            match had {
                Had::Before => {
                    self.describe(id, page);
                    self.complete(id, page);
                }
                Had::OnlyTable => {
                    let fields = page.body.as_ref().map_or(&[][..], |body| &body.fields);
                    self.add_fields(id, fields, Role::Property, page);
                }
                Had::No => {
                    self.add_fields(id, &page.resource.properties, Role::Property, page);
                    self.add_fields(id, &page.resource.relationships, Role::Relationship, page);
                }
            }
        }
        self.drop_inherited();
    }

    fn describe(&mut self, id: StructId, page: &Page) {
        for field in page.resource.properties.iter().chain(&page.resource.relationships) {
            let own = self.model.structure(id).properties.iter().find(|property| property.name == field.name.value);
            let found = docs::of_field(field, own.and_then(|property| docs::members(self.model, &property.ty)));
            let item = &mut self.model.structs[id.index()];
            if let Some(property) = item.properties.iter_mut().find(|property| property.name == field.name.value) {
                docs::fill(&mut property.docs, found);
                queries::add(&mut property.annotations, queries::documented(field));
            } else if let Some(navigation) = item.navigations.iter_mut().find(|navigation| navigation.name == field.name.value) {
                docs::fill(&mut navigation.docs, found);
                queries::add(&mut navigation.annotations, queries::documented(field));
            }
        }
    }

    /// Adds what the model lacks and the page knows with a type that resolves.
    fn complete(&mut self, id: StructId, page: &'a Page) {
        for field in page.resource.properties.iter().chain(&page.resource.relationships) {
            let name = field.name.value.as_str();
            let same = |other: &String| other.eq_ignore_ascii_case(name);
            let known = self.model.properties(id).iter().any(|property| same(&property.name))
                || self.model.navigations(id).iter().any(|navigation| same(&navigation.name));
            let Some(spelling) = field.ty.as_ref().filter(|_| !known && is_identifier(name)) else { continue };
            let resolved = match &spelling.name {
                TypeName::Primitive(_) => true,
                TypeName::Named(name) => self.names.resolve(name, spelling.link.as_ref(), page).is_some(),
                _ => false,
            };
            if resolved {
                self.add_fields(id, std::slice::from_ref(field), Role::Property, page);
            }
        }
    }

    fn add_fields(&mut self, id: StructId, fields: &'a [Field], role: Role, page: &'a Page) {
        for field in fields {
            let name = field.name.value.as_str();
            let item = self.model.structure(id);
            let taken =
                item.properties.iter().any(|other| other.name == name) || item.navigations.iter().any(|other| other.name == name);
            // Annotations such as `@odata.type` are no properties.
            if taken || !is_identifier(name) {
                continue;
            }
            let owner = item.name.clone();
            let ty = self.field_type(&owner, field, page);
            match ty.ty {
                Type::Struct(target) if self.is_entity(target) => self.add_navigation(id, field, target, ty.collection),
                // A relationship whose type is not known is a navigation property all the same.
                Type::Unknown if role == Role::Relationship => self.add_unknown_navigation(id, field, ty.collection),
                _ => self.add_property(id, field, ty),
            }
        }
    }

    fn is_entity(&self, id: StructId) -> bool {
        self.model.structure(id).kind == StructKind::Entity
    }

    fn add_property(&mut self, id: StructId, field: &Field, mut ty: TypeRef) {
        let docs = docs::of_field(field, docs::members(self.model, &ty));
        let item = &mut self.model.structs[id.index()];
        if item.key.iter().any(|part| part.path == field.name.value) {
            ty.nullable = false;
        }
        item.properties.push(Property {
            name: field.name.value.clone(),
            ty,
            default: None,
            annotations: queries::documented(field),
            docs,
            origin: field.name.origin,
        });
    }

    fn add_navigation(&mut self, id: StructId, field: &Field, target: StructId, collection: bool) {
        let navigation = navigation(field, Some(target), collection);
        self.model.structs[id.index()].navigations.push(navigation);
    }

    fn add_unknown_navigation(&mut self, id: StructId, field: &Field, collection: bool) {
        self.model.structs[id.index()].navigations.push(navigation(field, None, collection));
    }

    /// The type of a row; what cannot be resolved is reported and stays unknown.
    pub(super) fn field_type(&mut self, owner: &QualifiedName, field: &Field, page: &Page) -> TypeRef {
        let Some(spelling) = &field.ty else {
            return TypeRef::new(Type::Primitive(edmund_model::Primitive::Untyped));
        };
        let ty = match &spelling.name {
            TypeName::Primitive(primitive) => Some(Type::Primitive(*primitive)),
            // A bare name with a list of values is an enumeration without a page, whatever other namespaces have of that name.
            TypeName::Named(name) if spelling.link.is_none() && !field.listed().is_empty() => {
                self.names.near(name, page).or_else(|| self.listed_enum(owner, field, page))
            }
            TypeName::Named(name) => self.names.resolve(name, spelling.link.as_ref(), page),
            TypeName::Enumeration => self.listed_enum(owner, field, page),
            TypeName::Unreadable => None,
        };
        let ty = ty.unwrap_or_else(|| {
            self.unresolved(spelling);
            Type::Unknown
        });
        if spelling.collection { TypeRef::collection(ty) } else { TypeRef::new(ty) }
    }

    /// GD201: every type is known. A link to a page that was not given is less than an error: the page may well exist.
    ///
    /// So is a name without a link as long as other types are missing too: the pages are a part of a larger set.
    fn unresolved(&mut self, spelling: &TypeSpelling) {
        let linked = spelling.link.as_ref().filter(|link| is_type_link(link));
        let may_exist = matches!(spelling.name, TypeName::Named(_)) && (linked.is_some() || !self.is_whole());
        let severity = if may_exist { Severity::Warning } else { Severity::Error };
        let mut finding = Finding::new("GD201", severity, spelling.origin, format!("type `{}` is not known", spelling.text))
            .with_note("the property is kept, as a value of any type");
        if let TypeName::Named(name) = &spelling.name
            && let Some(near) = edmund_model::nearest(name, self.names.all())
        {
            finding = finding.with_note(format!("a type `{near}` exists"));
        }
        let help = match linked {
            Some(link) => format!("give the page `{}` too, or metadata that defines the type", link.target.value),
            None if spelling.text.is_empty() => "name a type".to_owned(),
            None => "correct the name, or add a page or metadata that defines the type".to_owned(),
        };
        self.report(finding.with_help(help));
    }

    /// Whether the types of properties are known, but for one in ten: what is missing then is a mistake.
    fn is_whole(&mut self) -> bool {
        if let Some(whole) = self.whole {
            return whole;
        }
        let (mut known, mut unknown) = (HashSet::new(), HashSet::new());
        for &page in self.pages {
            for field in page.resource.properties.iter().chain(&page.resource.relationships) {
                let Some(spelling) = &field.ty else { continue };
                let TypeName::Named(name) = &spelling.name else { continue };
                match self.names.resolve(name, spelling.link.as_ref(), page) {
                    Some(_) => known.insert(name.to_lowercase()),
                    None if field.values.is_empty() => unknown.insert(name.to_lowercase()),
                    None => false,
                };
            }
        }
        *self.whole.insert(unknown.len() * 10 <= known.len())
    }

    /// Some pages repeat the members of the base type.
    fn drop_inherited(&mut self) {
        for (id, _, had) in self.described.clone() {
            let Some(base) = self.model.structure(id).base.filter(|_| had == Had::No) else { continue };
            let inherited: Vec<String> = self
                .model
                .properties(base)
                .into_iter()
                .map(|property| property.name.clone())
                .chain(self.model.navigations(base).into_iter().map(|navigation| navigation.name.clone()))
                .collect();
            let item = &mut self.model.structs[id.index()];
            item.properties.retain(|property| !inherited.contains(&property.name));
            item.navigations.retain(|navigation| !inherited.contains(&navigation.name));
            item.key.retain(|part| !inherited.contains(&part.path));
        }
    }
}

fn navigation(field: &Field, target: Option<StructId>, collection: bool) -> Navigation {
    Navigation {
        name: field.name.value.clone(),
        target,
        collection,
        nullable: true,
        contains: false,
        partner: None,
        constraints: Vec::new(),
        on_delete: None,
        annotations: Vec::new(),
        docs: docs::of_field(field, None),
        origin: field.name.origin,
    }
}
