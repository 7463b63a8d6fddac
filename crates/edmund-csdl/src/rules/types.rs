//! Types and properties.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    error(
        "unresolved-type",
        "A type is declared, or in a namespace that is included.",
        "CSDL 4.01, section 7.1",
        r#"<ComplexType Name="person">
  <Property Name="home" Type="«self.adress»" />
</ComplexType>"#,
    ),
    error(
        "unqualified-type-name",
        "The name of a type has its namespace, or an alias, in front.",
        "CSDL 4.01, section 15.3",
        r#"<ComplexType Name="address">
  <Property Name="city" Type="«String»" />
</ComplexType>"#,
    ),
    error(
        "unknown-primitive-type",
        "The namespace `Edm` has the primitive types of the specification and no others.",
        "CSDL 4.01, section 3.3",
        r#"<ComplexType Name="address">
  <Property Name="city" Type="«Edm.Sting»" />
</ComplexType>"#,
    ),
    error(
        "nested-collection",
        "There are no collections of collections.",
        "CSDL 4.01, section 7.1",
        r#"<ComplexType Name="table">
  <Property Name="rows" Type="«Collection(Collection(Edm.String))»" />
</ComplexType>"#,
    ),
    warning(
        "collection-of-abstract-type",
        "A property of an entity type is no collection of `Edm.PrimitiveType`, `Edm.ComplexType` or `Edm.EntityType`.",
        "Microsoft.OData.Edm, rule PropertyTypeCannotBeCollectionOfAbstractType",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <Property Name="values" Type="«Collection(Edm.PrimitiveType)»" />
</EntityType>"#,
    ),
    error(
        "structural-property-entity-type",
        "A structural property has no entity type; navigation properties lead to entities.",
        "CSDL 4.01, section 7.1",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<ComplexType Name="house">
  <Property Name="owner" Type="«self.person»" />
</ComplexType>"#,
    ),
    error(
        "recursive-complex-not-nullable",
        "A complex value does not have to contain another of its type.",
        "Microsoft.OData.Edm, rule RecursiveComplexTypedPropertyMustBeOptional",
        r#"<ComplexType Name="box">
  <Property Name="inner" Type="self.box" Nullable="«false»" />
</ComplexType>"#,
    ),
    error(
        "cyclic-base-type",
        "A type does not derive from itself.",
        "CSDL 4.01, section 6.1",
        r#"<ComplexType Name="a" BaseType="«self.b»" />
<ComplexType Name="b" BaseType="self.a" />"#,
    ),
    error(
        "base-type-kind-mismatch",
        "An entity type derives from an entity type, a complex type from a complex type.",
        "CSDL 4.01, sections 6.1 and 9.1",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<ComplexType Name="address" BaseType="«self.person»" />"#,
    ),
    error(
        "base-type-builtin-abstract",
        "Nothing derives from the abstract types of `Edm`.",
        "CSDL 4.01, section 3.5",
        r#"<ComplexType Name="address" BaseType="«Edm.ComplexType»" />"#,
    ),
    error(
        "open-type-closed-derived",
        "A type that derives from an open type is open.",
        "CSDL 4.01, sections 6.3 and 9.3",
        r#"<ComplexType Name="bag" OpenType="true" />
<ComplexType Name="box" BaseType="self.bag" OpenType="«false»" />"#,
    ),
    error(
        "duplicate-property",
        "A type has each property once.",
        "CSDL 4.01, section 7",
        r#"<ComplexType Name="address">
  <Property Name="city" Type="Edm.String" />
  <Property Name="«city»" Type="Edm.Int32" />
</ComplexType>"#,
    ),
    error(
        "property-redeclared",
        "A type does not declare what it inherits.",
        "CSDL 4.01, section 6.1",
        r#"<ComplexType Name="address">
  <Property Name="city" Type="Edm.String" />
</ComplexType>
<ComplexType Name="home" BaseType="self.address">
  <Property Name="«city»" Type="Edm.String" />
</ComplexType>"#,
    ),
    warning(
        "property-named-like-type",
        "A property is not called like its type: in some languages such a member is a constructor.",
        "Microsoft.OData.Edm, rule StructuredTypeInvalidMemberNameMatchesTypeName",
        r#"<ComplexType Name="list">
  <Property Name="«list»" Type="Edm.String" />
</ComplexType>"#,
    ),
    error(
        "invalid-typedef-underlying-type",
        "A type definition stands for a primitive type.",
        "CSDL 4.01, section 11.1",
        r#"<TypeDefinition Name="length" UnderlyingType="«self.metre»" />"#,
    ),
];
