//! Actions and functions that only pages describe.

use edmund_model::{
    Docs, Method, Operation, OperationId, OperationImport, OperationKind, Parameter, Primitive, QualifiedName, ReturnType,
    StructId, Type, TypeRef,
};

use super::path::{Place, stem};
use super::{Lowering, docs};
use crate::catalog::namespace;
use crate::json::Value;
use crate::message::{Message, collection_item};
use crate::page::{Field, Page, ParameterPlace};
use crate::stock::Need;
use crate::template::{Segment, SegmentKind, Template};
use crate::type_cell;

/// Whether a title names an operation: `user: delta`, `assign action`.
pub(super) fn is_operation_title(page: &Page) -> bool {
    page.heading().is_some_and(|title| title.contains(": ") || title.ends_with(" function") || title.ends_with(" action"))
}

/// Whether a page is about an operation that is called at the root: its title says so, or is nothing but the name.
pub(super) fn is_import(page: &Page, segment: &Segment) -> bool {
    let name = match &segment.kind {
        SegmentKind::Call { name, .. } => name,
        _ => &segment.text,
    };
    is_operation_title(page) || page.heading() == Some(name)
}

/// Whether the last segment of a path calls an operation.
pub(super) fn is_operation(page: &Page, method: Method, segment: &Segment) -> bool {
    let called = matches!(segment.kind, SegmentKind::Call { .. } | SegmentKind::Qualified);
    let created = page.response.as_ref().is_some_and(|response| response.statuses.iter().any(|status| status.value.0 == 201));
    let titled = page
        .title
        .as_ref()
        .is_some_and(|title| ["Create", "Add", "Post", "New"].iter().any(|verb| title.value.starts_with(verb)));
    match method {
        Method::Get => called || is_operation_title(page),
        Method::Post => called || is_operation_title(page) || !(created || titled),
        _ => false,
    }
}

impl<'a> Lowering<'a> {
    /// Adds an operation bound to a type.
    pub(super) fn add_operation(
        &mut self,
        page: &'a Page,
        method: Method,
        segment: &Segment,
        owner: StructId,
        many: bool,
    ) -> Option<OperationId> {
        let binding = Type::Struct(self.bound_to(page, owner));
        let ty = if many { TypeRef::collection(binding) } else { TypeRef::new(binding) };
        let binding = parameter("bindingParameter", TypeRef { nullable: false, ..ty }, Docs::default(), segment);
        self.operation(page, method, segment, Some(binding))
    }

    /// The type that an operation is bound to: a title such as `directoryObject: restore` may name a base of what the path addresses.
    fn bound_to(&self, page: &Page, owner: StructId) -> StructId {
        let named =
            page.heading().and_then(|title| title.split_once(": ")).and_then(|(name, _)| self.names.resolve(name, None, page));
        match named {
            Some(Type::Struct(base)) if self.model.is_a(owner, base) => base,
            _ => owner,
        }
    }

    /// Adds an operation that is called at the root, and its import.
    pub(super) fn add_import(&mut self, page: &'a Page, method: Method, segment: &Segment) -> Option<OperationId> {
        if !matches!(method, Method::Get | Method::Post) {
            return None;
        }
        let id = self.operation(page, method, segment, None)?;
        let container = self.container(page, segment.origin);
        let name = self.model.operation(id).name.name.clone();
        self.model.containers[container].imports.push(OperationImport {
            name,
            operations: vec![id],
            entity_set: None,
            in_service_document: false,
            annotations: Vec::new(),
            origin: segment.origin,
        });
        Some(id)
    }

    /// Adds an operation to the model; bound when there is a parameter for what it is bound to.
    fn operation(
        &mut self,
        page: &'a Page,
        method: Method,
        segment: &Segment,
        binding: Option<Parameter>,
    ) -> Option<OperationId> {
        let (written, arguments) = match &segment.kind {
            SegmentKind::Call { name, arguments } => (name.as_str(), arguments.as_slice()),
            _ => (segment.text.as_str(), &[][..]),
        };
        let simple = written.rsplit('.').next().filter(|name| edmund_model::is_identifier(name))?;
        let name = QualifiedName::new(namespace(page), simple);
        let kind = if method == Method::Get { OperationKind::Function } else { OperationKind::Action };
        let bound = binding.is_some();
        let mut parameters: Vec<Parameter> = binding.into_iter().collect();
        parameters.extend(self.parameters(&name, page, kind, arguments, segment));
        let returns = self.returned(page).map(|ty| ReturnType { ty, annotations: Vec::new(), origin: segment.origin });
        // A function returns something; one whose result is not known returns anything.
        let untyped = || ReturnType {
            ty: TypeRef::new(Type::Primitive(Primitive::Untyped)),
            annotations: Vec::new(),
            origin: segment.origin,
        };
        let returns = if kind == OperationKind::Function { returns.or_else(|| Some(untyped())) } else { returns };
        Some(self.model.add_operation(Operation {
            name,
            kind,
            bound,
            composable: false,
            entity_set_path: None,
            parameters,
            returns,
            annotations: Vec::new(),
            docs: docs::of_page(page),
            origin: segment.origin,
        }))
    }

    fn parameters(
        &mut self,
        owner: &QualifiedName,
        page: &'a Page,
        kind: OperationKind,
        arguments: &[(String, String)],
        segment: &Segment,
    ) -> Vec<Parameter> {
        let place = if kind == OperationKind::Function { ParameterPlace::Path } else { ParameterPlace::Body };
        let listed = page.parameters.iter().filter(|parameter| parameter.place == place).map(|parameter| &parameter.field);
        let is_argument = |name: &str| arguments.iter().any(|(argument, _)| argument == name);
        let listed = listed.filter(|field| is_argument(&field.name.value) || !is_key(page, &field.name.value));
        let mut fields: Vec<&'a Field> = listed.collect();
        if let Some(body) = page.body.as_ref().filter(|_| fields.is_empty()) {
            fields.extend(&body.fields);
        }
        // A part of the key may be called as an argument is; arguments are described behind it.
        let names: Vec<&str> = fields.iter().map(|field| field.name.value.as_str()).collect();
        let is_part = |index: usize| names[index + 1..].contains(&names[index]) && is_key(page, names[index]);
        let mut found: Vec<Parameter> = Vec::new();
        for (_, field) in fields.iter().enumerate().filter(|(index, _)| !is_part(*index)) {
            let name = field.name.value.as_str();
            if edmund_model::is_identifier(name) && !found.iter().any(|other| other.name == name) {
                found.push(self.parameter(owner, field, page, segment));
            }
        }
        for (name, value) in arguments {
            if edmund_model::is_identifier(name) && !found.iter().any(|other| other.name.eq_ignore_ascii_case(name)) {
                // Quotes are the only evidence of a type that is not described.
                let primitive = if value.starts_with('\'') { Primitive::String } else { Primitive::Untyped };
                found.push(parameter(name, TypeRef::new(Type::Primitive(primitive)), Docs::default(), segment));
            }
        }
        for parameter in &mut found {
            parameter.optional |= may_be_left_out(page, segment, &parameter.name);
        }
        found
    }

    /// A parameter as its row describes it: whether it must be given is said at the end of the description, or at its beginning.
    fn parameter(&mut self, owner: &QualifiedName, field: &'a Field, page: &'a Page, segment: &Segment) -> Parameter {
        let mut ty = self.field_type(owner, field, page);
        let (text, need) = Need::split(field.description.prose());
        let need = need.or_else(|| Need::at_start(text));
        if let Some(need) = need.filter(|_| !ty.collection) {
            ty.nullable = need.nullable;
        }
        let docs = docs::of_text(text, field, docs::members(self.model, &ty));
        let optional = need.is_some_and(|need| need.optional);
        Parameter { optional, ..parameter(&field.name.value, ty, docs, segment) }
    }

    /// What is returned: by the section `Response` and the annotation of an answer, else by what an answer says of itself.
    pub(super) fn returned(&self, page: &Page) -> Option<TypeRef> {
        self.said_to_return(page).or_else(|| {
            let bodies = success(page).filter_map(|message| message.body.as_ref()?.json.as_ref());
            bodies.into_iter().find_map(|json| self.shown_to_return(page, json))
        })
    }

    fn shown_to_return(&self, page: &Page, json: &Value) -> Option<TypeRef> {
        let set = || match shown_set(json) {
            Some((name, is_item)) => match self.root(name)? {
                Place::Many(id, _) => Some((Type::Struct(id), !is_item)),
                place => Some((Type::Struct(place.entity()?), false)),
            },
            None => None,
        };
        let named = shown_type(json).and_then(|(name, is_collection)| {
            let simple = name.strip_prefix("Edm.").unwrap_or(name);
            let built_in = || Primitive::from_name(simple).map(Type::Primitive);
            Some((self.names.resolve(name, None, page).or_else(built_in)?, is_collection))
        });
        let (ty, is_collection) = named.or_else(set)?;
        Some(if is_collection { TypeRef::collection(ty) } else { TypeRef::new(ty) })
    }

    /// A page without that section may have the annotation.
    fn said_to_return(&self, page: &Page) -> Option<TypeRef> {
        let response = page.response.as_ref();
        let mut annotations = success(page).filter_map(|message| message.annotation.as_ref());
        let annotation = annotations.find(|annotation| annotation.odata_type().is_some());
        let linked =
            response.and_then(|response| response.ty.as_ref()).and_then(|link| self.names.resolve(&link.text, Some(link), page));
        let annotated = || {
            let name = annotation?.odata_type()?;
            let simple = name.value.strip_prefix("Edm.").unwrap_or(&name.value);
            self.names.resolve(&name.value, None, page).or_else(|| type_cell::primitive(simple).map(Type::Primitive))
        };
        let named = || response?.primitive.as_ref().and_then(|name| Primitive::from_name(&name.value)).map(Type::Primitive);
        let ty = linked.or_else(annotated).or_else(named)?;
        let collection = response.is_some_and(|response| response.collection)
            || annotation.is_some_and(|annotation| annotation.is_collection());
        Some(if collection { TypeRef::collection(ty) } else { TypeRef::new(ty) })
    }
}

/// The answers that say that a request succeeded.
fn success(page: &Page) -> impl Iterator<Item = &Message> {
    page.messages.iter().filter(|message| message.status().is_some_and(|status| status.value < 300))
}

/// The type that an answer names, and whether it is a collection of it: in its context URL, where that names a type and no entity set
/// (OData Protocol 4.01, sections 10.7 to 10.18), or in the object or the first item itself.
fn shown_type(json: &Value) -> Option<(&str, bool)> {
    if let Some(named) = context(json) {
        let named = named.strip_suffix("/$entity").unwrap_or(named);
        let (name, is_collection) = collection_item(named).map_or((named, false), |item| (item, true));
        let is_type = is_collection || Primitive::from_name(name).is_some() || name.contains('.') && !name.contains(['/', '(']);
        if is_type {
            return Some((name, is_collection));
        }
    }
    own_type(json).map(|name| (name, false)).or_else(|| {
        let first = json.get("value")?.items()?.first()?;
        Some((own_type(first)?, true))
    })
}

/// The entity set or singleton that an answer's context URL names, and whether it is one of its items.
fn shown_set(json: &Value) -> Option<(&str, bool)> {
    let named = context(json)?;
    let (name, is_item) = named.strip_suffix("/$entity").map_or((named, false), |name| (name, true));
    Some((name.split('(').next().unwrap_or(name), is_item))
}

fn context(json: &Value) -> Option<&str> {
    json.get("@odata.context")?.as_str()?.rsplit_once("$metadata#").map(|(_, named)| named)
}

fn own_type(json: &Value) -> Option<&str> {
    Some(json.get("@odata.type")?.as_str()?.trim_start_matches('#'))
}

/// Whether a page shows a call of the function without a parameter.
fn may_be_left_out(page: &Page, segment: &Segment, name: &str) -> bool {
    let SegmentKind::Call { name: function, .. } = &segment.kind else { return false };
    let calls = page.requests().filter(|(method, _)| *method == Method::Get).filter_map(|(_, template)| stem(template).last());
    let lacks = |last: &Segment| match &last.kind {
        SegmentKind::Call { name: other, arguments } => {
            simple(other) == simple(function) && !arguments.iter().any(|(argument, _)| argument.eq_ignore_ascii_case(name))
        }
        SegmentKind::Name | SegmentKind::Qualified => simple(&last.text) == simple(function),
        _ => false,
    };
    calls.into_iter().any(lacks)
}

fn simple(name: &str) -> &str {
    let name = name.trim_end_matches("()");
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether a path parameter stands for a key before the operation: `{id}` of `/things/{id}/f`, or `part` of `/things(id={id},part={part})/f`.
fn is_key(page: &Page, name: &str) -> bool {
    let before = |template: &'_ Template| stem(template).split_last().map_or(0, |(_, before)| before.len());
    page.templates.iter().flat_map(|template| &template.segments[..before(template)]).any(|segment| match &segment.kind {
        SegmentKind::Call { arguments, .. } => arguments.iter().any(|(part, _)| part == name),
        SegmentKind::Key => segment.text.trim_matches(['{', '}', '<', '>']) == name,
        _ => false,
    })
}

fn parameter(name: &str, ty: TypeRef, docs: Docs, segment: &Segment) -> Parameter {
    Parameter { name: name.to_owned(), ty, optional: false, annotations: Vec::new(), docs, origin: segment.origin }
}
