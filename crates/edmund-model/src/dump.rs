//! The model as JSON that people read and compare: names instead of ids, defaults left out, no origins.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    Annotation, Binding, Container, Docs, Enum, KeyPart, Member, Model, Navigation, NavigationSource, Operation, OperationImport,
    Parameter, Property, Request, Schema, Struct, StructId, Term, TypeDefinition, TypeRef,
};

/// Writes a model down.
///
/// Lists are sorted by name where order means nothing (types, operations, containers) and keep the order of the source where it may
/// mean something (properties, enum members, parameters). What is false, empty or absent is left out, so equal dumps mean equal models
/// up to their origins.
pub fn dump(model: &Model) -> Value {
    let mut object = Object::default();
    object.list("schemas", sorted(&model.schemas, |item| item.namespace.clone()).into_iter().map(schema));
    object.list("types", sorted(&model.structs, |item| item.name.to_string()).into_iter().map(|item| structure(model, item)));
    object.list("enums", sorted(&model.enums, |item| item.name.to_string()).into_iter().map(enumeration));
    object.list("typeDefinitions", sorted(&model.definitions, |item| item.name.to_string()).into_iter().map(definition));
    object.list("operations", sorted(&model.operations, |item| item.name.to_string()).into_iter().map(|it| operation(model, it)));
    object.list("terms", sorted(&model.terms, |item| item.name.to_string()).into_iter().map(|item| term(model, item)));
    object.list("containers", sorted(&model.containers, |item| item.name.to_string()).into_iter().map(|it| container(model, it)));
    object.list("annotations", sorted(&model.external, |item| item.target.clone()).into_iter().map(json));
    object.list("requests", model.requests.iter().map(|item| request(model, item)));
    object.value()
}

fn sorted<T>(items: &[T], key: impl Fn(&T) -> String) -> Vec<&T> {
    let mut items: Vec<&T> = items.iter().collect();
    items.sort_by_cached_key(|item| key(item));
    items
}

/// A JSON object under construction, which takes only what says something.
#[derive(Default)]
struct Object(Map<String, Value>);

impl Object {
    fn put(&mut self, name: &str, value: Value) {
        let says_nothing = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
            _ => false,
        };
        if !says_nothing {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn list(&mut self, name: &str, items: impl Iterator<Item = Value>) {
        self.put(name, items.collect());
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.put(name, Value::Bool(value));
    }

    fn text(&mut self, name: &str, value: Option<&str>) {
        self.put(name, value.map_or(Value::Null, Value::from));
    }

    /// What nearly every element ends with.
    fn written(&mut self, annotations: &[Annotation], docs: &Docs) {
        self.annotations(annotations);
        self.text("summary", docs.summary.as_deref());
        self.text("details", docs.details.as_deref());
        self.put("deprecation", json(&docs.deprecation));
    }

    fn annotations(&mut self, annotations: &[Annotation]) {
        self.list("annotations", annotations.iter().map(json));
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }
}

/// Parts without ids serialise as they are; empty members say nothing here either.
fn json(part: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(part).unwrap_or(Value::Null);
    prune(&mut value);
    value
}

fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(prune);
            members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()));
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

fn named(name: &impl ToString) -> Object {
    let mut object = Object::default();
    object.put("name", Value::String(name.to_string()));
    object
}

fn schema(item: &Schema) -> Value {
    let mut object = named(&item.namespace);
    object.text("alias", item.alias.as_deref());
    object.annotations(&item.annotations);
    object.value()
}

fn type_text(model: &Model, ty: &TypeRef) -> String {
    let name = model.type_name(ty.ty);
    if ty.collection { format!("Collection({name})") } else { name }
}

/// Type, nullability and facets.
fn typed(object: &mut Object, model: &Model, ty: &TypeRef) {
    object.put("type", Value::String(type_text(model, ty)));
    object.flag("nullable", ty.nullable);
    if let Some(facets) = &ty.facets {
        object.put("facets", json(facets));
    }
}

fn struct_name(model: &Model, id: Option<StructId>) -> Value {
    id.map_or(Value::Null, |id| Value::String(model.structure(id).name.to_string()))
}

fn structure(model: &Model, item: &Struct) -> Value {
    let mut object = named(&item.name);
    object.put("kind", json(&item.kind));
    object.put("base", struct_name(model, item.base));
    object.flag("abstract", item.is_abstract);
    object.flag("open", item.open);
    object.flag("hasStream", item.has_stream);
    object.list("key", item.key.iter().map(key_part));
    object.list("properties", item.properties.iter().map(|item| property(model, item)));
    object.list("navigations", item.navigations.iter().map(|item| navigation(model, item)));
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn key_part(item: &KeyPart) -> Value {
    let mut object = Object::default();
    object.text("path", Some(&item.path));
    object.text("alias", item.alias.as_deref());
    object.value()
}

fn property(model: &Model, item: &Property) -> Value {
    let mut object = named(&item.name);
    typed(&mut object, model, &item.ty);
    object.text("default", item.default.as_deref());
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn navigation(model: &Model, item: &Navigation) -> Value {
    let mut object = named(&item.name);
    object.put("target", struct_name(model, item.target));
    object.flag("collection", item.collection);
    object.flag("nullable", item.nullable);
    object.flag("contains", item.contains);
    object.text("partner", item.partner.as_deref());
    object.list("constraints", item.constraints.iter().map(json));
    object.text("onDelete", item.on_delete.as_deref());
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn enumeration(item: &Enum) -> Value {
    let mut object = named(&item.name);
    object.put("underlying", json(&item.underlying));
    object.flag("flags", item.is_flags);
    object.list("members", item.members.iter().map(member));
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn member(item: &Member) -> Value {
    let mut object = named(&item.name);
    object.put("value", Value::from(item.value));
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn definition(item: &TypeDefinition) -> Value {
    let mut object = named(&item.name);
    object.put("underlying", json(&item.underlying));
    object.put("facets", json(&item.facets));
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn operation(model: &Model, item: &Operation) -> Value {
    let mut object = named(&item.name);
    object.put("kind", json(&item.kind));
    object.flag("bound", item.bound);
    object.flag("composable", item.composable);
    object.text("entitySetPath", item.entity_set_path.as_deref());
    object.list("parameters", item.parameters.iter().map(|item| parameter(model, item)));
    if let Some(returns) = &item.returns {
        let mut result = Object::default();
        typed(&mut result, model, &returns.ty);
        result.annotations(&returns.annotations);
        object.put("returns", result.value());
    }
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn parameter(model: &Model, item: &Parameter) -> Value {
    let mut object = named(&item.name);
    typed(&mut object, model, &item.ty);
    object.flag("optional", item.optional);
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn term(model: &Model, item: &Term) -> Value {
    let mut object = named(&item.name);
    typed(&mut object, model, &item.ty);
    object.text("base", item.base.as_deref());
    object.put("appliesTo", json(&item.applies_to));
    object.text("default", item.default.as_deref());
    object.annotations(&item.annotations);
    object.value()
}

fn container(model: &Model, item: &Container) -> Value {
    let mut object = named(&item.name);
    object.text("extends", item.extends.as_deref());
    object.list("sources", item.sources.iter().map(|item| source(model, item)));
    object.list("imports", item.imports.iter().map(|item| import(model, item)));
    object.annotations(&item.annotations);
    object.value()
}

fn source(model: &Model, item: &NavigationSource) -> Value {
    let mut object = named(&item.name);
    object.put("kind", json(&item.kind));
    object.put("type", struct_name(model, item.ty));
    object.flag("nullable", item.nullable);
    object.flag("inServiceDocument", item.in_service_document);
    object.list("bindings", item.bindings.iter().map(binding));
    object.written(&item.annotations, &item.docs);
    object.value()
}

fn binding(item: &Binding) -> Value {
    json(item)
}

fn import(model: &Model, item: &OperationImport) -> Value {
    let mut object = named(&item.name);
    let operation = item.operations.first().map(|id| model.operation(*id));
    object.put("operation", operation.map_or(Value::Null, |operation| Value::String(operation.name.to_string())));
    object.put("overloads", Value::from(item.operations.len()));
    object.text("entitySet", item.entity_set.as_deref());
    object.flag("inServiceDocument", item.in_service_document);
    object.annotations(&item.annotations);
    object.value()
}

fn request(model: &Model, item: &Request) -> Value {
    let mut object = Object::default();
    object.put("method", json(&item.method));
    object.text("template", Some(&item.template));
    object.put("kind", json(&item.kind));
    let operation = item.operation.map(|id| model.operation(id).name.to_string());
    object.text("operation", operation.as_deref());
    object.text("body", item.body.as_ref().map(|ty| type_text(model, ty)).as_deref());
    object.text("response", item.response.as_ref().map(|ty| type_text(model, ty)).as_deref());
    object.put("status", Value::from(item.status));
    object.flag("versioned", item.versioned);
    let permissions = serde_json::to_value(&item.permissions).unwrap_or(Value::Null);
    object.put("permissions", permissions);
    object.written(&[], &item.docs);
    object.value()
}
