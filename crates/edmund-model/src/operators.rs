//! Which operators of a query a property supports, by what its schema and its documentation say.

use crate::{Annotation, Expression, annotation};

/// The operators that are told apart, by their names in a URL: `ge` stands for `le` too, `gt` for `lt`.
pub const OPERATORS: [&str; 9] = ["eq", "ne", "ge", "gt", "in", "startswith", "endswith", "contains", "orderby"];

/// The operators that a property supports; `None` when nothing is said, or nothing is forbidden.
///
/// `ty` are the annotations of the type that the property is read from, `property` its own. Restrictions of `Org.OData.Capabilities.V1` forbid, and
/// what documentation names (`Edmund.Documentation.V1.Filter`) is all that there is of `$filter`: pages list the operators of a property
/// completely. That a page says nothing of `$orderby` forbids nothing.
pub fn supported_operators(ty: &[Annotation], property: &[Annotation], name: &str) -> Option<Vec<&'static str>> {
    let named = documented(property);
    let is_supported = |operator: &&str| match *operator {
        "orderby" => !is_restricted(ty, "SortRestrictions", "Sortable", "NonSortableProperties", name),
        operator => {
            let denied = is_restricted(ty, "FilterRestrictions", "Filterable", "NonFilterableProperties", name);
            let allowed = allowed_expressions(ty, name).is_none_or(|allowed| is_in(allowed, operator));
            !denied && allowed && named.as_ref().is_none_or(|named| named.iter().any(|word| stands_for(word, operator)))
        }
    };
    let supported: Vec<&str> = OPERATORS.into_iter().filter(is_supported).collect();
    (supported.len() < OPERATORS.len()).then_some(supported)
}

/// What documentation names; `None` if it names no operator.
fn documented(property: &[Annotation]) -> Option<Vec<&str>> {
    let filter = annotation(property, "Edmund.Documentation.V1.Filter")?.value.as_ref()?;
    let words: Vec<&str> = filter.items().iter().filter_map(Expression::as_str).collect();
    words.iter().any(|word| OPERATORS.iter().any(|operator| stands_for(word, operator))).then_some(words)
}

fn stands_for(word: &str, operator: &str) -> bool {
    word == operator || matches!((word, operator), ("le", "ge") | ("lt", "gt"))
}

/// Whether a restriction says no to everything, or lists the property.
fn is_restricted(ty: &[Annotation], term: &str, switch: &str, list: &str, name: &str) -> bool {
    restriction(ty, term).is_some_and(|record| {
        let names = record.member(list).map_or(&[][..], Expression::items);
        record.member(switch).and_then(Expression::as_bool) == Some(false) || names.iter().any(|item| is_path(item, name))
    })
}

/// `FilterRestrictions/FilterExpressionRestrictions`: which kind of expression a property stands in.
fn allowed_expressions<'a>(ty: &'a [Annotation], name: &str) -> Option<&'a str> {
    let restrictions = restriction(ty, "FilterRestrictions")?.member("FilterExpressionRestrictions")?.items();
    let own = restrictions.iter().find(|item| item.member("Property").is_some_and(|path| is_path(path, name)))?;
    own.member("AllowedExpressions").and_then(Expression::as_str)
}

/// The kinds of expression that the vocabulary names.
const KINDS: [&str; 6] =
    ["SingleValue", "MultiValue", "SingleRange", "MultiRange", "SearchExpression", "MultiRangeOrSearchExpression"];

/// Whether an operator belongs to a kind of expression (`Org.OData.Capabilities.V1.FilterExpressionType`).
fn is_in(allowed: &str, operator: &str) -> bool {
    let (is_range, is_search) = (allowed.contains("Range"), allowed.contains("SearchExpression"));
    match operator {
        "eq" | "in" => true,
        "ge" | "gt" if KINDS.contains(&allowed) => is_range,
        "startswith" | "endswith" | "contains" if KINDS.contains(&allowed) => is_search,
        // A service's own kind of expression forbids nothing that we know.
        _ => !KINDS.contains(&allowed),
    }
}

fn restriction<'a>(ty: &'a [Annotation], term: &str) -> Option<&'a Expression> {
    annotation(ty, &format!("Org.OData.Capabilities.V1.{term}"))?.value.as_ref()
}

fn is_path(item: &Expression, name: &str) -> bool {
    matches!(item, Expression::Path(_, path) | Expression::String(path) if path == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Origin, PathKind, PropertyValue, QualifiedName};

    fn term(vocabulary: &str, name: &str, value: Expression) -> Annotation {
        let term = QualifiedName::new(vocabulary, name);
        Annotation { term, qualifier: None, value: Some(value), annotations: Vec::new(), origin: Origin::default() }
    }

    fn record(members: Vec<(&str, Expression)>) -> Expression {
        let value = |(name, value): (&str, Expression)| PropertyValue {
            name: name.to_owned(),
            value: Some(value),
            annotations: Vec::new(),
            origin: Origin::default(),
        };
        Expression::Record { ty: None, properties: members.into_iter().map(value).collect(), annotations: Vec::new() }
    }

    fn words(words: &[&str]) -> Expression {
        Expression::Collection(words.iter().map(|word| Expression::String((*word).to_owned())).collect())
    }

    #[test]
    fn nothing_said_is_nothing_forbidden() {
        assert_eq!(supported_operators(&[], &[], "name"), None);
    }

    #[test]
    fn documentation_names_the_operators_of_a_filter() {
        let property = [term("Edmund.Documentation.V1", "Filter", words(&["eq", "le", "not", "startswith"]))];
        assert_eq!(supported_operators(&[], &property, "name"), Some(vec!["eq", "ge", "startswith", "orderby"]));
        let only_said_to_be_filtered = [term("Edmund.Documentation.V1", "Filter", words(&[]))];
        assert_eq!(supported_operators(&[], &only_said_to_be_filtered, "name"), None);
    }

    #[test]
    fn restrictions_forbid() {
        let path = |name: &str| Expression::Path(PathKind::PropertyPath, name.to_owned());
        let filter = record(vec![
            ("NonFilterableProperties", Expression::Collection(vec![path("secret")])),
            (
                "FilterExpressionRestrictions",
                Expression::Collection(vec![record(vec![
                    ("Property", path("code")),
                    ("AllowedExpressions", Expression::String("MultiValue".to_owned())),
                ])]),
            ),
        ]);
        let sort = record(vec![("Sortable", Expression::Bool(false))]);
        let ty = [
            term("Org.OData.Capabilities.V1", "FilterRestrictions", filter),
            term("Org.OData.Capabilities.V1", "SortRestrictions", sort),
        ];
        assert_eq!(supported_operators(&ty, &[], "secret"), Some(vec![]));
        assert_eq!(supported_operators(&ty, &[], "code"), Some(vec!["eq", "in"]));
        assert_eq!(supported_operators(&ty, &[], "name").map(|operators| operators.len()), Some(8));
    }
}
