//! From the model back to CSDL.

mod annotations;
mod container;
mod docs;
mod json;
mod operations;
mod types;
mod xml;

use std::collections::{BTreeSet, HashMap};

use edmund_model::{ExternalAnnotations, Model, Schema};

use crate::grammar::{EDM_NAMESPACE, EDMX_NAMESPACE};
pub use json::write_json;
use xml::Xml;

/// Writes a model as one CSDL XML document, as a service serves it at `$metadata`.
///
/// Reading the document gives a model with the same [`edmund_model::dump`], apart from what CSDL has no words for: requests that pages
/// document, names that were not resolved, and aliases that several documents share. Documentation that came from pages is written as annotations of the Core vocabulary.
pub fn write_xml(model: &Model) -> String {
    let mut writer = Writer { model, xml: Xml::new(2), namespaces: BTreeSet::new() };
    let own = namespaces(model);
    for namespace in &own {
        writer.schema(namespace);
    }
    let Writer { xml: schemas, namespaces: used, .. } = writer;
    let mut document = Xml::new(0);
    document.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    document.open("edmx:Edmx", &[("Version", version(model)), ("xmlns:edmx", EDMX_NAMESPACE)]);
    for (uri, namespaces) in references(model, &own, &used, "xml") {
        document.open("edmx:Reference", &[("Uri", &uri)]);
        namespaces.iter().for_each(|namespace| document.empty("edmx:Include", &[("Namespace", namespace)]));
        document.close("edmx:Reference");
    }
    document.open("edmx:DataServices", &[]);
    document.append(schemas);
    document.close("edmx:DataServices");
    document.close("edmx:Edmx");
    document.finish()
}

/// The namespaces of all elements, those of schemas first.
fn namespaces(model: &Model) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let schemas = model.schemas.iter().map(|schema| schema.namespace.as_str());
    let names = (model.structs.iter().map(|item| &item.name))
        .chain(model.enums.iter().map(|item| &item.name))
        .chain(model.definitions.iter().map(|item| &item.name))
        .chain(model.operations.iter().map(|item| &item.name))
        .chain(model.terms.iter().map(|item| &item.name))
        .chain(model.containers.iter().map(|item| &item.name));
    schemas.chain(names.map(|name| name.namespace.as_str())).filter(|namespace| seen.insert(*namespace)).collect()
}

/// Which version of CSDL the model needs: 4.01 has optional singletons and facets with names.
fn version(model: &Model) -> &'static str {
    let optional_singleton = model.containers.iter().flat_map(|container| &container.sources).any(|source| source.nullable);
    if optional_singleton { "4.01" } else { "4.0" }
}

/// The documents to refer to: those that the model's documents refer to, and one for each namespace that is used besides.
fn references(model: &Model, own: &[&str], used: &BTreeSet<String>, form: &str) -> Vec<(String, Vec<String>)> {
    let mut given: BTreeSet<&str> = own.iter().copied().collect();
    let mut references: Vec<(String, Vec<String>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for reference in &model.references {
        let new = reference.namespaces.iter().filter(|namespace| given.insert(namespace.as_str()));
        let namespaces: Vec<String> = new.cloned().collect();
        if namespaces.is_empty() {
            continue;
        }
        let at = *places.entry(&reference.uri).or_insert(references.len());
        match references.get_mut(at) {
            Some((_, others)) => others.extend(namespaces),
            None => references.push((reference.uri.clone(), namespaces)),
        }
    }
    let rest = used.iter().filter(|namespace| !given.contains(namespace.as_str()));
    references.extend(rest.map(|namespace| (location(namespace, form), vec![namespace.clone()])));
    references
}

/// Where a namespace is described: the OASIS vocabularies at their published place, others beside this document.
fn location(namespace: &str, form: &str) -> String {
    if namespace.starts_with("Org.OData.") {
        format!("https://oasis-tcs.github.io/odata-vocabularies/vocabularies/{namespace}.{form}")
    } else {
        format!("{namespace}.{form}")
    }
}

/// A document under construction.
struct Writer<'m> {
    model: &'m Model,
    xml: Xml,
    /// Namespaces that names refer to.
    namespaces: BTreeSet<String>,
}

impl<'m> Writer<'m> {
    fn schema(&mut self, namespace: &str) {
        let schema = self.model.schemas.iter().find(|schema| schema.namespace == namespace);
        let mut attributes = vec![("Namespace", namespace)];
        attributes.extend(schema.and_then(|schema| alias(self.model, schema)).map(|alias| ("Alias", alias)));
        attributes.push(("xmlns", EDM_NAMESPACE));
        self.xml.open("Schema", &attributes);
        self.enums(namespace);
        self.definitions(namespace);
        self.structs(namespace);
        self.operations(namespace);
        self.terms(namespace);
        self.containers(namespace);
        let model = self.model;
        for item in model.external.iter().filter(|item| home(model, item) == namespace) {
            self.external(item);
        }
        if let Some(schema) = schema {
            self.annotations(&schema.annotations);
        }
        self.xml.close("Schema");
    }

    fn external(&mut self, item: &ExternalAnnotations) {
        self.namespaces.insert(target_namespace(&item.target).to_owned());
        self.element("Annotations", &[("Target", &item.target)], |writer| writer.annotations(&item.annotations));
    }

    /// An element whose content decides whether it has an end tag.
    fn element(&mut self, name: &'static str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self)) {
        let mark = self.xml.open(name, attributes);
        content(self);
        self.xml.close_or_shorten(name, mark);
    }
}

/// The alias of a schema, unless an earlier schema has the same: documents that are apart may share one, a single document may not.
fn alias<'s>(model: &Model, schema: &'s Schema) -> Option<&'s str> {
    let alias = schema.alias.as_deref()?;
    let first = model.schemas.iter().find(|other| other.alias.as_deref() == Some(alias))?;
    (first.namespace == schema.namespace).then_some(alias)
}

/// The schema that holds external annotations: the target's own, else the first.
fn home<'m>(model: &'m Model, item: &ExternalAnnotations) -> &'m str {
    let namespace = target_namespace(&item.target);
    let mut schemas = model.schemas.iter().map(|schema| schema.namespace.as_str());
    let first = schemas.clone().next().unwrap_or_default();
    schemas.find(|schema| *schema == namespace).unwrap_or(first)
}

fn target_namespace(target: &str) -> &str {
    let end = target.find(['(', '/']).unwrap_or(target.len());
    target[..end].rsplit_once('.').map_or("", |(namespace, _)| namespace)
}
