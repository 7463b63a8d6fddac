//! Annotations.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    warning(
        "unresolved-annotation-target",
        "The target of annotations exists.",
        "CSDL 4.01, section 14.2",
        r#"<ComplexType Name="address" />
<Annotations Target="«self.address/city»">
  <Annotation Term="Org.OData.Core.V1.Description" String="…" />
</Annotations>"#,
    ),
    warning(
        "empty-annotations",
        "`Annotations` holds at least one.",
        "CSDL XML 4.01, section 5.2",
        r#"<ComplexType Name="address" />
«<Annotations Target="self.address" />»"#,
    ),
    warning(
        "unresolved-term",
        "A term of a namespace that is here is declared there; of an OASIS vocabulary that is not here, names that miss a term by a slip are found.",
        "CSDL 4.01, section 14.1",
        r#"<ComplexType Name="address">
  <Annotation Term="«Org.OData.Core.V1.Descripton»" String="…" />
</ComplexType>"#,
    ),
    warning(
        "duplicate-annotation",
        "An element has one annotation of a term and qualifier.",
        "CSDL 4.01, section 14.3",
        r#"<ComplexType Name="address">
  <Annotation Term="Org.OData.Core.V1.Description" String="…" />
  <Annotation Term="«Org.OData.Core.V1.Description»" String="…" />
</ComplexType>"#,
    ),
    error(
        "annotation-multiple-expressions",
        "An annotation, or a member of a record, has one value.",
        "CSDL XML 4.01, section 14.2",
        r#"<ComplexType Name="address">
  <Annotation Term="Org.OData.Core.V1.Description" String="…">
    «<String>»…</String>
  </Annotation>
</ComplexType>"#,
    ),
    warning(
        "annotation-not-applicable",
        "A term stands on the kinds of element that it is made for. What is said of sets may also be said of types, navigation properties and operations, and what is said of properties of whatever has a value.",
        "CSDL 4.01, section 14.1.2",
        r#"<ComplexType Name="address">
  <Annotation Term="«Org.OData.Core.V1.OptionalParameter»" />
</ComplexType>"#,
    ),
    warning(
        "annotation-type-mismatch",
        "The value of an annotation, of a record's member or of an item is one of the type that the term says.",
        "CSDL 4.01, sections 14.3 and 14.4",
        r#"<ComplexType Name="address">
  <Annotation Term="Org.OData.Core.V1.Description" Int="«1»" />
</ComplexType>"#,
    ),
    warning(
        "unknown-record-property",
        "A record has the properties of its type. Of an OASIS vocabulary that is not here, names that miss a property by a slip are found.",
        "CSDL 4.01, section 14.4.12",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions">
    <Record><PropertyValue Property="«Insertible»" Bool="false" /></Record>
  </Annotation>
</EntityType>"#,
    ),
];
