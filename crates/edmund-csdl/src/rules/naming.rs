//! Names and values.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    error(
        "invalid-identifier",
        "A name is a letter or underscore, then letters, digits and underscores, at most 128 in all.",
        "CSDL 4.01, section 15.2",
        r#"<ComplexType Name="«1st»" />"#,
    ),
    error(
        "invalid-namespace",
        "A namespace is identifiers with single dots between them.",
        "CSDL 4.01, section 15.1",
        r#"<Schema Namespace="«people..here»" />"#,
    ),
    error("namespace-too-long", "A namespace has at most 511 characters.", "CSDL 4.01, section 15.1", ""),
    error(
        "reserved-namespace",
        "`Edm`, `odata`, `System` and `Transient` belong to the specification.",
        "CSDL 4.01, section 5",
        r#"<Schema Namespace="«Transient»" />"#,
    ),
    error(
        "invalid-alias",
        "An alias is an identifier, and none of the reserved namespaces.",
        "CSDL 4.01, section 5.1",
        r#"<Schema Namespace="people" Alias="«odata»" />"#,
    ),
    error(
        "duplicate-alias",
        "An alias stands for one namespace.",
        "CSDL 4.01, section 5.1",
        r#"<Schema Namespace="people" Alias="x" />
<Schema Namespace="places" Alias="«x»" />"#,
    ),
    error(
        "alias-equals-namespace",
        "An alias is not also a namespace in the document. A warning when it is the schema's own.",
        "CSDL 4.01, section 5.1",
        r#"<Schema Namespace="people" Alias="«places»" />
<Schema Namespace="places" />"#,
    ),
    error(
        "duplicate-schema-element",
        "A name is declared once in a namespace. A warning when one of the two is an operation.",
        "CSDL 4.01, section 5",
        r#"<ComplexType Name="address" />
<ComplexType Name="«address»" />"#,
    ),
    error(
        "invalid-boolean",
        "A Boolean is `true` or `false`, in exactly this case.",
        "OData ABNF, rule `booleanValue`",
        r#"<ComplexType Name="address" OpenType="«True»" />"#,
    ),
    warning(
        "invalid-qualifier",
        "A qualifier is an identifier.",
        "CSDL 4.01, section 14.2.1",
        r#"<ComplexType Name="address">
  <Annotation Term="Org.OData.Core.V1.Description" Qualifier="«a.b»" String="…" />
</ComplexType>"#,
    ),
    error(
        "invalid-facet",
        "A facet is a non-negative integer or one of its words. A warning when only the case of the word is wrong.",
        "CSDL 4.01, section 7.2",
        r#"<ComplexType Name="address">
  <Property Name="city" Type="Edm.String" MaxLength="«-1»" />
</ComplexType>"#,
    ),
    warning(
        "facet-not-applicable",
        "A facet stands on types that it says something about.",
        "CSDL 4.01, section 7.2",
        r#"<ComplexType Name="address">
  <Property Name="floor" Type="Edm.Int32" MaxLength="«3»" />
</ComplexType>"#,
    ),
    error(
        "scale-exceeds-precision",
        "There are not more digits behind the point than there are digits.",
        "CSDL 4.01, section 7.2.4",
        r#"<ComplexType Name="offer">
  <Property Name="price" Type="Edm.Decimal" Precision="2" Scale="«3»" />
</ComplexType>"#,
    ),
    error(
        "invalid-default-value",
        "A default value is a value of the type.",
        "CSDL 4.01, section 7.2.7",
        r#"<ComplexType Name="address">
  <Property Name="floor" Type="Edm.Int32" DefaultValue="«first»" />
</ComplexType>"#,
    ),
    error(
        "invalid-ondelete",
        "What happens on deletion is `Cascade`, `None`, `SetNull` or `SetDefault`.",
        "CSDL 4.01, section 8.6",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friend" Type="self.person">
    <OnDelete Action="«Explode»" />
  </NavigationProperty>
</EntityType>"#,
    ),
    warning(
        "invalid-appliesto",
        "A term applies to kinds of element that there are.",
        "CSDL 4.01, section 14.1.2",
        r#"<Term Name="colour" Type="Edm.String" AppliesTo="«Propertie»" />"#,
    ),
    error(
        "invalid-constant",
        "A constant of an annotation is one of its kind.",
        "CSDL 4.01, section 14.3",
        r#"<ComplexType Name="address">
  <Annotation Term="other.term" Int="«1.5»" />
</ComplexType>"#,
    ),
];
