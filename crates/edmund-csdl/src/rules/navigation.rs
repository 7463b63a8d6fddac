//! Navigation properties.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    error(
        "navigation-type-not-entity",
        "A navigation property leads to entities.",
        "CSDL 4.01, section 8.1",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="name" Type="«Edm.String»" />
</EntityType>"#,
    ),
    warning(
        "collection-navigation-nullable",
        "A navigation property to a collection says nothing about null.",
        "CSDL 4.01, section 8.2",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" «Nullable="true"» />
</EntityType>"#,
    ),
    error(
        "unresolved-partner",
        "The partner is a navigation property of the target.",
        "CSDL 4.01, section 8.3",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="boss" Type="self.person" Partner="«reports»" />
</EntityType>"#,
    ),
    error(
        "unresolved-constraint-property",
        "Both ends of a constraint are properties.",
        "CSDL 4.01, section 8.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="boss" Type="self.person">
    <ReferentialConstraint Property="«bossId»" ReferencedProperty="id" />
  </NavigationProperty>
</EntityType>"#,
    ),
    warning(
        "constraint-type-mismatch",
        "Both ends of a constraint have the same type.",
        "CSDL 4.01, section 8.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <Property Name="bossId" Type="Edm.Int32" />
  <NavigationProperty Name="boss" Type="self.person">
    «<ReferentialConstraint Property="bossId" ReferencedProperty="id" />»
  </NavigationProperty>
</EntityType>"#,
    ),
    error(
        "duplicate-dependent-property",
        "A property is constrained once.",
        "CSDL 4.01, section 8.5",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <Property Name="bossId" Type="Edm.String" />
  <NavigationProperty Name="boss" Type="self.person">
    <ReferentialConstraint Property="bossId" ReferencedProperty="id" />
    <ReferentialConstraint Property="«bossId»" ReferencedProperty="id" />
  </NavigationProperty>
</EntityType>"#,
    ),
    error(
        "recursive-containment-required",
        "An entity does not have to contain another of its type.",
        "Microsoft.OData.Edm, rule NavigationPropertyWithRecursiveContainmentTargetMustBeOptional",
        r#"<EntityType Name="part">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="inner" Type="self.part" ContainsTarget="true" Nullable="«false»" />
</EntityType>"#,
    ),
];
