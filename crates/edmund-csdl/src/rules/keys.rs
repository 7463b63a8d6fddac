//! Keys.

use super::{Rule, error, info, warning};

pub(super) static RULES: &[Rule] = &[
    error(
        "unresolved-key-property",
        "A property of the key is one that the type has.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="«ident»" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>"#,
    ),
    error(
        "invalid-key-type",
        "A property of the key has a type whose values can be compared. Floating-point numbers and binary values are a warning.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="«id»" /></Key>
  <Property Name="id" Type="Edm.Stream" Nullable="false" />
</EntityType>"#,
    ),
    warning(
        "nullable-key",
        "A property of the key cannot be null.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="«id»" /></Key>
  <Property Name="id" Type="Edm.String" />
</EntityType>"#,
    ),
    error(
        "duplicate-key-property",
        "A key has each property once.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" />«<PropertyRef Name="id" />»</Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>"#,
    ),
    error(
        "key-path-without-alias",
        "A path in a key has an alias, because its slashes cannot stand in URLs.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="«where/id»" /></Key>
  <Property Name="where" Type="self.place" Nullable="false" />
</EntityType>
<ComplexType Name="place">
  <Property Name="id" Type="Edm.String" Nullable="false" />
</ComplexType>"#,
    ),
    error(
        "key-redeclared",
        "One type in a line of inheritance declares the key.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<EntityType Name="user" BaseType="self.person">
  <Key>«<PropertyRef Name="mail" />»</Key>
  <Property Name="mail" Type="Edm.String" Nullable="false" />
</EntityType>"#,
    ),
    error(
        "empty-key",
        "A key has at least one property.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  «<Key />»
</EntityType>"#,
    ),
    error(
        "multiple-keys",
        "A type has at most one key; its properties stand in it together.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  «<Key>»<PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>"#,
    ),
    info(
        "entity-without-key",
        "An entity type without key can only stand behind singletons and single-valued navigation properties.",
        "CSDL 4.01, section 6.5",
        r#"<EntityType Name="«root»" />"#,
    ),
    error(
        "entityset-type-without-key",
        "The entities of a set have a key.",
        "CSDL 4.01, section 13.2",
        r#"<EntityType Name="root" />
<EntityContainer Name="service">
  <EntitySet Name="roots" EntityType="«self.root»" />
</EntityContainer>"#,
    ),
    error(
        "contained-collection-without-key",
        "The entities of a contained collection have a key.",
        "CSDL 4.01, section 8.4",
        r#"<EntityType Name="root" />
<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="roots" Type="«Collection(self.root)»" ContainsTarget="true" />
</EntityType>"#,
    ),
];
