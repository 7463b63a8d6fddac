//! What a description says of a property in queries: "Supports `$filter` (`eq`, `ne`, `NOT`, `startsWith`) and `$orderBy`."

use edmund_model::{Annotation, Expression, Origin, QualifiedName};

use crate::page::{Field, Text};

/// The vocabulary of what only documentation says.
const VOCABULARY: &str = "Edmund.Documentation.V1";

/// The operators and functions of `$filter` that pages name.
const OPERATORS: [&str; 16] =
    ["eq", "ne", "gt", "ge", "lt", "le", "not", "in", "has", "startswith", "endswith", "contains", "any", "all", "and", "or"];

/// The query options that a property is said to support, and how it can be filtered.
pub(super) fn documented(field: &Field) -> Vec<Annotation> {
    let words = supported(&field.description);
    let mut filter = None;
    let mut found = Vec::new();
    for word in words {
        match word.to_ascii_lowercase().as_str() {
            "$filter" => {
                filter.get_or_insert_with(Vec::new);
            }
            "$orderby" => found.push(annotation("OrderBy", None, field.origin)),
            "$search" => found.push(annotation("Search", None, field.origin)),
            "$expand" => found.push(annotation("Expand", None, field.origin)),
            operator if OPERATORS.contains(&operator) => {
                let operator = Expression::String(operator.to_owned());
                if let Some(operators) = filter.as_mut().filter(|operators| !operators.contains(&operator)) {
                    operators.push(operator);
                }
            }
            _ => {}
        }
    }
    let filter = filter.map(|operators| annotation("Filter", Some(Expression::Collection(operators)), field.origin));
    filter.into_iter().chain(found).collect()
}

/// Adds what an element is not annotated with yet.
pub(super) fn add(annotations: &mut Vec<Annotation>, documented: Vec<Annotation>) {
    for annotation in documented {
        if !annotations.iter().any(|there| there.term == annotation.term) {
            annotations.push(annotation);
        }
    }
}

/// The code spans of the sentences that say what is supported.
fn supported(text: &Text) -> impl Iterator<Item = &str> {
    let sentences = text.prose().split_inclusive(". ").filter(|sentence| {
        let lower = sentence.to_lowercase();
        lower.contains("supports `$") || lower.contains("supports only `$") || lower.contains("supported `$")
    });
    sentences.flat_map(|sentence| sentence.split('`').skip(1).step_by(2))
}

fn annotation(term: &str, value: Option<Expression>, origin: Origin) -> Annotation {
    Annotation { term: QualifiedName::new(VOCABULARY, term), qualifier: None, value, annotations: Vec::new(), origin }
}
