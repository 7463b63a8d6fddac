//! Documents.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    error("empty-file", "The file has no content.", "what cannot be read cannot be checked", ""),
    error("xml-malformed", "The text is not well-formed XML.", "CSDL XML 4.01, section 2", r#"<edmx:Edmx Version="4.0«&»" />"#),
    error(
        "xml-doctype",
        "The document has a document type definition. CSDL needs none, and reading one is unsafe.",
        "CSDL XML 4.01, section 2",
        r#"«<!DOCTYPE» edmx>
<edmx />"#,
    ),
    error(
        "xml-entity-declaration",
        "The document declares entities of its own, which can be made to grow without limit.",
        "CSDL XML 4.01, section 2",
        r#"<!DOCTYPE edmx [
  «<!ENTITY» a "b">
]>
<edmx>&a;</edmx>"#,
    ),
    error(
        "xml-too-deep",
        "Elements are nested more than 128 deep; no CSDL document needs that.",
        "a limit of ours, which keeps reading safe",
        "",
    ),
    error(
        "json-malformed",
        "The text is not JSON.",
        "RFC 8259",
        r#"{
  "$Version": "4.01",
  "people": {}«,»
}"#,
    ),
    error(
        "json-too-deep",
        "Objects and arrays, or annotations on annotations, are nested more than 128 deep; no CSDL document needs that.",
        "a limit of ours, which keeps reading safe",
        "",
    ),
    error(
        "json-unexpected-value",
        "A member of a JSON document has a value of another kind than it must have.",
        "CSDL JSON 4.01, sections 4 to 14",
        r#"{
  "$Version": "4.01",
  "people": {
    "address": { "$Kind": "ComplexType", "city": «"Edm.String"» }
  }
}"#,
    ),
    error("unexpected-root", "The document is no CSDL, or CSDL of OData V2 or V3.", "CSDL XML 4.01, section 4", r#"«<html />»"#),
    error(
        "unknown-edmx-version",
        "The document is of a version of OData that is not supported.",
        "CSDL 4.01, section 4",
        r#"<edmx:Edmx Version="«5.0»" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices><Schema Namespace="people" xmlns="http://docs.oasis-open.org/odata/ns/edm" /></edmx:DataServices>
</edmx:Edmx>"#,
    ),
    error(
        "dataservices-count",
        "A document has exactly one `edmx:DataServices` element.",
        "CSDL XML 4.01, section 4",
        r#"«<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">»</edmx:Edmx>"#,
    ),
    error(
        "no-schema",
        "A document has at least one schema.",
        "CSDL 4.01, section 5",
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">«<edmx:DataServices />»</edmx:Edmx>"#,
    ),
    error(
        "empty-reference",
        "A reference includes a schema or annotations.",
        "CSDL 4.01, section 4.1",
        r#"«<edmx:Reference Uri="other.xml" />»
<Schema Namespace="people" />"#,
    ),
    warning(
        "unexpected-element",
        "An element, JSON member or text stands where CSDL has no place for it.",
        "CSDL XML 4.01, sections 4 to 14",
        r#"«<Association />»"#,
    ),
    warning(
        "unknown-attribute",
        "An attribute or JSON member is none that the element has.",
        "CSDL XML 4.01, sections 4 to 14",
        r#"<ComplexType Name="address" «OpnType»="true" />"#,
    ),
    error(
        "missing-attribute",
        "An element lacks an attribute, or a JSON object a member, that it needs.",
        "CSDL XML 4.01, sections 4 to 14",
        r#"«<ComplexType />»"#,
    ),
];
