//! Figures about documents: how many elements of each kind, and what follows from the model.

use edmund_model::{Model, derived_counts};
use serde_json::{Map, Value};

use crate::Document;

/// The kinds of element that are counted.
const COUNTED: &[&str] = &[
    "Action",
    "ActionImport",
    "Annotation",
    "Annotations",
    "Collection",
    "ComplexType",
    "EntityContainer",
    "EntitySet",
    "EntityType",
    "EnumType",
    "Function",
    "FunctionImport",
    "Include",
    "IncludeAnnotations",
    "Member",
    "NavigationProperty",
    "NavigationPropertyBinding",
    "OnDelete",
    "Parameter",
    "Property",
    "PropertyRef",
    "PropertyValue",
    "Record",
    "Reference",
    "ReferentialConstraint",
    "ReturnType",
    "Schema",
    "Singleton",
    "Term",
    "TypeDefinition",
];

/// Counts the elements of documents, by name, and under `derived` what [`derived_counts`] says about their model.
/// A kind that does not occur is left out.
pub fn counts(documents: &[Document], model: &Model) -> Value {
    let mut counts = Map::new();
    for element in documents.iter().flat_map(Document::elements).filter(|element| COUNTED.contains(&element.name)) {
        let count = counts.entry(element.name).or_insert(Value::from(0_u64));
        *count = Value::from(count.as_u64().unwrap_or(0) + 1);
    }
    let mut derived: Map<String, Value> =
        derived_counts(model).into_iter().map(|(name, count)| (name.to_owned(), Value::from(count))).collect();
    // What a collection does not say about its items is told from what it denies only in the document.
    let properties = documents.iter().flat_map(Document::elements).filter(|element| element.name == "Property");
    derived.insert(
        "nonNullableProps".to_owned(),
        Value::from(properties.filter(|property| !property.flag("Nullable", true)).count()),
    );
    counts.insert("derived".to_owned(), derived.into());
    Value::Object(counts)
}
