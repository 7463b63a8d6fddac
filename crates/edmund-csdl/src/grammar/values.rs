//! What single values must look like.

use edmund_model::{Finding, Origin, is_identifier};

use super::Value;
use super::literals;

/// A namespace may have this many characters (CSDL 4.01, section 15.1).
const LONGEST_NAMESPACE: usize = 511;

/// Names that mean something in every document (CSDL 4.01, sections 5.1 and 5.1.1).
const RESERVED: &[&str] = &["Edm", "odata", "System", "Transient"];

/// Checks one value.
pub(crate) fn check(value: Value, name: &str, text: &str, place: Origin, findings: &mut Vec<Finding>) {
    let finding = match value {
        Value::Text => None,
        Value::Identifier => identifier(name, text, place),
        Value::Alias => alias(text, place),
        Value::Namespace => namespace(text, place),
        Value::OwnNamespace => namespace(text, place).or_else(|| reserved(text, place)),
        Value::Boolean => boolean(name, text, place),
        Value::Qualifier => qualifier(text, place),
        Value::MaxLength => facet(name, text, place, &["max"]),
        Value::Precision => facet(name, text, place, &[]),
        Value::Scale => facet(name, text, place, &["variable", "floating"]),
        Value::Srid => facet(name, text, place, &["variable"]),
        Value::OnDelete => on_delete(text, place),
        Value::AppliesTo => applies_to(text, place),
        Value::Version => version(text, place),
        Value::Constant(kind) => (!literals::is_constant(kind, text.trim())).then(|| {
            let message = format!("`{text}` is not a constant of the kind `{name}`");
            Finding::error("invalid-constant", place, message).with_help(format!("write {}", literals::looks_like(kind)))
        }),
    };
    findings.extend(finding);
}

/// A simple identifier: a letter or underscore, then letters, digits, underscores; at most 128 (CSDL 4.01, section 15.2).
fn identifier(name: &str, text: &str, place: Origin) -> Option<Finding> {
    (!is_identifier(text)).then(|| {
        Finding::error("invalid-identifier", place, format!("the value of `{name}` is no identifier: {text:?}"))
            .with_help("begin with a letter or underscore, go on with letters, digits and underscores; at most 128 of them")
    })
}

/// An alias is a simple identifier and not reserved (CSDL 4.01, section 5.1).
fn alias(text: &str, place: Origin) -> Option<Finding> {
    if !is_identifier(text) {
        return Some(Finding::error("invalid-alias", place, format!("{text:?} is no identifier and cannot be an alias")));
    }
    RESERVED.contains(&text).then(|| {
        Finding::error("invalid-alias", place, format!("`{text}` is reserved and cannot be an alias"))
            .with_help("choose another alias")
    })
}

/// A namespace is one or more identifiers with dots between them (CSDL 4.01, section 15.1).
fn namespace(text: &str, place: Origin) -> Option<Finding> {
    if text.chars().count() > LONGEST_NAMESPACE {
        let message = format!("the namespace has more than {LONGEST_NAMESPACE} characters");
        return Some(Finding::error("namespace-too-long", place, message));
    }
    (!text.split('.').all(is_identifier)).then(|| {
        Finding::error("invalid-namespace", place, format!("{text:?} is no namespace"))
            .with_help("write identifiers with single dots between them")
    })
}

/// The reserved namespaces belong to the specification (CSDL 4.01, section 5).
fn reserved(text: &str, place: Origin) -> Option<Finding> {
    RESERVED.contains(&text).then(|| {
        let message = format!("the namespace `{text}` is reserved");
        Finding::error("reserved-namespace", place, message).with_help("choose a namespace of your own")
    })
}

/// Booleans are `true` or `false`, in exactly this case (OData ABNF, rule `booleanValue`).
fn boolean(name: &str, text: &str, place: Origin) -> Option<Finding> {
    let text = text.trim();
    if text == "true" || text == "false" {
        return None;
    }
    let finding = Finding::error("invalid-boolean", place, format!("`{name}` is `true` or `false`, not {text:?}"));
    let lower = text.to_lowercase();
    Some(match ["true", "false"].contains(&lower.as_str()) {
        true => finding.with_help(format!("write `{lower}`")).with_fix(format!("write `{lower}`"), place, lower),
        false => finding.with_help("write `true` or `false`"),
    })
}

/// A qualifier is a simple identifier (CSDL 4.01, section 14.2.1). Services in use break this, and nothing else depends on it.
fn qualifier(text: &str, place: Origin) -> Option<Finding> {
    (!is_identifier(text)).then(|| {
        Finding::warning("invalid-qualifier", place, format!("the qualifier {text:?} is no identifier"))
            .with_help("write letters, digits and underscores only")
    })
}

/// A facet is a non-negative integer or one of its words (CSDL 4.01, section 7.2). Words in another case are common and clear.
fn facet(name: &str, text: &str, place: Origin, words: &[&str]) -> Option<Finding> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || words.contains(&text) {
        return None;
    }
    if let Some(word) = words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
        let finding = Finding::warning("invalid-facet", place, format!("`{name}` is written `{word}`, not `{text}`"));
        return Some(finding.with_fix(format!("write `{word}`"), place, *word));
    }
    let words: String = words.iter().map(|word| format!(" or `{word}`")).collect();
    let message = format!("`{text}` is no value of `{name}`");
    Some(Finding::error("invalid-facet", place, message).with_help(format!("write a non-negative integer{words}")))
}

/// CSDL 4.01, section 8.6.
fn on_delete(text: &str, place: Origin) -> Option<Finding> {
    (!["Cascade", "None", "SetNull", "SetDefault"].contains(&text)).then(|| {
        Finding::error("invalid-ondelete", place, format!("`{text}` is no action on deletion"))
            .with_help("write `Cascade`, `None`, `SetNull` or `SetDefault`")
    })
}

/// The kinds of element that a term may be limited to (CSDL 4.01, section 14.1.2).
const APPLICABLE: &[&str] = &[
    "Action",
    "ActionImport",
    "Annotation",
    "Apply",
    "Cast",
    "Collection",
    "ComplexType",
    "EntityContainer",
    "EntitySet",
    "EntityType",
    "EnumType",
    "Function",
    "FunctionImport",
    "If",
    "Include",
    "IsOf",
    "LabeledElement",
    "Member",
    "NavigationProperty",
    "Null",
    "OnDelete",
    "Parameter",
    "Property",
    "PropertyValue",
    "Record",
    "Reference",
    "ReferentialConstraint",
    "ReturnType",
    "Schema",
    "Singleton",
    "Term",
    "TypeDefinition",
    "UrlRef",
];

fn applies_to(text: &str, place: Origin) -> Option<Finding> {
    let wrong = text.split_whitespace().find(|kind| !APPLICABLE.contains(kind))?;
    let message = format!("`{wrong}` is no kind of element that a term can apply to");
    let finding = Finding::warning("invalid-appliesto", place, message);
    Some(match edmund_model::nearest(wrong, APPLICABLE.iter().copied()) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding.with_help("name kinds of element such as `EntityType` or `Property`, with blanks between them"),
    })
}

/// CSDL XML 4.01, section 4.
fn version(text: &str, place: Origin) -> Option<Finding> {
    (!["4.0", "4.01", "4.02"].contains(&text)).then(|| {
        let finding = Finding::error("unknown-edmx-version", place, format!("`{text}` is no version of OData that is supported"));
        finding.with_help("supported are 4.0, 4.01 and 4.02")
    })
}
