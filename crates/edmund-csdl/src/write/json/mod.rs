//! From the model back to CSDL JSON.

mod container;
mod expressions;
mod operations;
mod text;
mod types;

use std::cell::RefCell;
use std::collections::BTreeSet;

use edmund_model::Model;

use super::{alias, home, namespaces, target_namespace};
use crate::vocabulary::Vocabularies;
use text::{Json, Object};

/// Writes a model as one CSDL JSON document.
///
/// Reading the document gives a model with the same [`edmund_model::dump`], apart from what CSDL JSON has no words for: what
/// [`write_xml`](crate::write_xml) cannot write either, members of records that have no value, and constants that are none.
/// A constant whose kind does not follow from a known term is written as a cast to its type.
///
/// Source: OData CSDL JSON 4.01.
pub fn write_json(model: &Model) -> String {
    let writer = Writer { model, vocabularies: Vocabularies::new(model, []), namespaces: RefCell::new(BTreeSet::new()) };
    let own = namespaces(model);
    let schemas: Vec<(String, Json)> =
        own.iter().map(|namespace| ((*namespace).to_owned(), writer.schema(namespace).into())).collect();
    let mut document = Object::default();
    document.push("$Version", "4.01");
    let used = writer.namespaces.into_inner();
    let mut references = Object::default();
    for (uri, namespaces) in super::references(model, &own, &used, "json") {
        let include = |namespace: &String| {
            let mut include = Object::default();
            include.push("$Namespace", namespace.as_str());
            include.into()
        };
        let mut reference = Object::default();
        reference.push("$Include", Json::Array(namespaces.iter().map(include).collect()));
        references.push(uri, reference);
    }
    document.object("$Reference", references);
    document.maybe("$EntityContainer", model.containers.first().map(|container| container.name.to_string()).as_deref());
    document.0.extend(schemas);
    Json::from(document).print()
}

/// What writing needs to know.
struct Writer<'m> {
    model: &'m Model,
    vocabularies: Vocabularies<'m>,
    /// Namespaces that terms and targets refer to.
    namespaces: RefCell<BTreeSet<String>>,
}

impl Writer<'_> {
    fn schema(&self, namespace: &str) -> Object {
        let schema = self.model.schemas.iter().find(|schema| schema.namespace == namespace);
        let mut object = Object::default();
        object.maybe("$Alias", schema.and_then(|schema| alias(self.model, schema)));
        if let Some(schema) = schema {
            self.annotations(&mut object, "", &schema.annotations);
        }
        self.types(&mut object, namespace);
        self.operations(&mut object, namespace);
        self.terms(&mut object, namespace);
        self.containers(&mut object, namespace);
        let mut external = Object::default();
        for item in self.model.external.iter().filter(|item| home(self.model, item) == namespace) {
            self.refer(target_namespace(&item.target));
            let mut annotations = Object::default();
            self.annotations(&mut annotations, "", &item.annotations);
            external.push(&*item.target, annotations);
        }
        object.object("$Annotations", external);
        object
    }

    /// Remembers that a name of a namespace has been written.
    fn refer(&self, namespace: &str) {
        let mut namespaces = self.namespaces.borrow_mut();
        if !namespace.is_empty() && !namespaces.contains(namespace) {
            namespaces.insert(namespace.to_owned());
        }
    }
}
