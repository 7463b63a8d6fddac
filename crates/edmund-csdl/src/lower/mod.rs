//! From documents to the model.
//!
//! Types are declared first, so that every name can be resolved whatever the order of files and elements; then their members follow,
//! the operations, the containers, and last the annotations that stand apart from what they annotate.

mod annotations;
mod bases;
mod container;
mod docs;
mod enums;
pub(crate) mod extension;
mod names;
mod operations;
mod targets;
mod types;
pub(crate) mod typing;

use std::collections::{HashMap, HashSet};

use edmund_model::{Finding, Model, QualifiedName, Reference, Schema, StructId};

use crate::{Document, Element, check};
pub(crate) use names::{Scope, item_type};

/// Makes one model from documents that belong together.
///
/// The order of the documents decides nothing but the order of the model's lists. Names are resolved across all of them; aliases hold
/// inside one document. A type that a document includes from one that is not there becomes [`edmund_model::Type::Unknown`] silently.
pub fn lower(documents: &[Document]) -> (Model, Vec<Finding>) {
    let scopes: Vec<Scope<'_>> = documents.iter().map(Scope::new).collect();
    let mut lowering = Lowering::default();
    let declared = lowering.declare(&scopes);
    lowering.fill(&declared);
    bases::resolve(&mut lowering, &declared);
    lowering.operations(&declared.rest);
    lowering.containers(&declared.rest);
    targets::attach(&mut lowering, &scopes);
    typing::settle(&mut lowering, &scopes);
    docs::attach(&mut lowering.model);
    lowering.model.references = documents.iter().flat_map(references).collect();
    let Lowering { mut model, mut findings, .. } = lowering;
    // What a container takes over has been checked where it stands.
    findings.extend(check::check(&scopes, &model));
    extension::merge(&mut model);
    findings.sort_by_key(|finding| (finding.origin, finding.code));
    (model, findings)
}

/// The documents that a document refers to.
fn references(document: &Document) -> impl Iterator<Item = Reference> {
    document.references.iter().filter_map(|element| {
        let namespaces = element.all("Include").filter_map(|include| include.get("Namespace")).map(str::to_owned).collect();
        Some(Reference { uri: element.get("Uri")?.to_owned(), namespaces, origin: element.origin })
    })
}

/// The model under construction.
#[derive(Default)]
struct Lowering<'a> {
    model: Model,
    findings: Vec<Finding>,
    /// Namespaces that have a schema, with its position in the model.
    namespaces: HashMap<&'a str, usize>,
    /// Qualified names of terms.
    terms: HashSet<QualifiedName>,
    /// How many names have been searched for one that was mistyped; searching is slow, and nobody reads a thousand suggestions.
    searched: usize,
}

/// An element that declares something, with the schema it stands in.
#[derive(Clone, Copy)]
struct Declaration<'a> {
    scope: &'a Scope<'a>,
    namespace: &'a str,
    element: &'a Element,
    name: &'a str,
}

impl Declaration<'_> {
    fn qualified(&self) -> QualifiedName {
        QualifiedName::new(self.namespace, self.name)
    }

    fn is_type(&self) -> bool {
        ["EntityType", "ComplexType", "EnumType", "TypeDefinition"].contains(&self.element.name)
    }
}

/// Declarations that are filled later: types with their ids, the others in the order of the documents.
#[derive(Default)]
struct Declared<'a> {
    structs: Vec<(StructId, Declaration<'a>)>,
    rest: Vec<Declaration<'a>>,
}

impl<'a> Lowering<'a> {
    /// Gives every type its id.
    fn declare(&mut self, scopes: &'a [Scope<'a>]) -> Declared<'a> {
        let mut all = Vec::new();
        for scope in scopes {
            for schema in &scope.document.schemas {
                let namespace = schema.get("Namespace").unwrap_or_default();
                self.schema(namespace, schema, scope);
                let named = schema.children.iter().filter_map(|element| Some((element, element.get("Name")?)));
                all.extend(named.map(|(element, name)| Declaration { scope, namespace, element, name }));
            }
        }
        self.drop_duplicates(&mut all);
        let mut declared = Declared::default();
        for declaration in all {
            self.declaration(declaration, &mut declared);
        }
        declared
    }

    /// The names of types are unique within a namespace (CSDL 4.01, section 5). Of two with one name the last counts.
    fn drop_duplicates(&mut self, all: &mut Vec<Declaration<'a>>) {
        let mut last: HashMap<(&str, &str), usize> = HashMap::new();
        let mut dropped = HashSet::new();
        for (index, declaration) in all.iter().enumerate().filter(|(_, declaration)| declaration.is_type()) {
            let Some(earlier) = last.insert((declaration.namespace, declaration.name), index) else { continue };
            let message = format!("`{}` is declared twice", declaration.qualified());
            let finding = Finding::error("duplicate-schema-element", declaration.element.place("Name"), message);
            let finding = finding.with_other(all[earlier].element.place("Name"), "declared here first");
            self.findings.push(finding.with_help("rename one of them, or merge them"));
            dropped.insert(earlier);
        }
        let mut index = 0;
        all.retain(|_| {
            index += 1;
            !dropped.contains(&(index - 1))
        });
    }

    /// Schemas of one namespace, in whatever documents, become one.
    fn schema(&mut self, namespace: &'a str, element: &'a Element, scope: &Scope<'a>) {
        let annotations = self.annotations(scope, element);
        let alias = element.get("Alias").map(str::to_owned);
        if let Some(index) = self.namespaces.get(namespace) {
            let schema = &mut self.model.schemas[*index];
            schema.alias = schema.alias.take().or(alias);
            schema.annotations.extend(annotations);
        } else {
            self.namespaces.insert(namespace, self.model.schemas.len());
            let origin = element.origin;
            self.model.schemas.push(Schema { namespace: namespace.to_owned(), alias, annotations, origin });
        }
    }

    fn declaration(&mut self, declaration: Declaration<'a>, declared: &mut Declared<'a>) {
        match declaration.element.name {
            "EntityType" | "ComplexType" => {
                let id = self.model.add_struct(types::shell(&declaration));
                declared.structs.push((id, declaration));
            }
            "EnumType" => {
                let item = self.enumeration(&declaration);
                self.model.add_enum(item);
            }
            "TypeDefinition" => {
                let item = self.type_definition(&declaration);
                self.model.add_definition(item);
            }
            "Term" => {
                self.terms.insert(declaration.qualified());
                declared.rest.push(declaration);
            }
            "Action" | "Function" | "EntityContainer" => declared.rest.push(declaration),
            _ => {}
        }
    }

    /// Reads what stands inside types and terms, now that all names are known.
    fn fill(&mut self, declared: &Declared<'a>) {
        for (id, declaration) in &declared.structs {
            self.members(*id, declaration);
        }
        for declaration in declared.rest.iter().filter(|declaration| declaration.element.name == "Term") {
            let term = self.term(declaration);
            self.model.terms.push(term);
        }
    }
}
