//! Entity containers.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    error(
        "multiple-containers",
        "A document has one entity container, apart from those that it extends.",
        "CSDL 4.01, section 13",
        r#"<EntityContainer Name="one" />
<EntityContainer Name="«two»" />"#,
    ),
    error(
        "duplicate-container-member",
        "The names in a container differ.",
        "CSDL 4.01, section 13",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<EntityContainer Name="service">
  <EntitySet Name="people" EntityType="self.person" />
  <Singleton Name="«people»" Type="self.person" />
</EntityContainer>"#,
    ),
    error(
        "container-type-not-entity",
        "Sets and singletons hold entities.",
        "CSDL 4.01, sections 13.2 and 13.3",
        r#"<ComplexType Name="address" />
<EntityContainer Name="service">
  <EntitySet Name="homes" EntityType="«self.address»" />
</EntityContainer>"#,
    ),
    error(
        "container-type-builtin-abstract",
        "Sets and singletons do not hold `Edm.EntityType`.",
        "CSDL 4.01, sections 13.2 and 13.3",
        r#"<EntityContainer Name="service">
  <Singleton Name="anything" Type="«Edm.EntityType»" />
</EntityContainer>"#,
    ),
    error(
        "unresolved-container",
        "The container that is extended, or that `$EntityContainer` names, exists.",
        "CSDL 4.01, section 13.1",
        r#"<EntityContainer Name="service" Extends="«self.base»" />"#,
    ),
    error(
        "cyclic-container",
        "A container does not extend itself.",
        "CSDL 4.01, section 13.1",
        r#"<EntityContainer Name="service" Extends="«self.service»" />"#,
    ),
    error(
        "unresolved-operation",
        "The operation that is imported exists.",
        "CSDL 4.01, sections 13.5 and 13.6",
        r#"<EntityContainer Name="service">
  <FunctionImport Name="now" Function="«self.now»" />
</EntityContainer>"#,
    ),
    error(
        "import-of-bound-operation",
        "An operation that is imported is not bound.",
        "CSDL 4.01, sections 13.5 and 13.6",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<Action Name="archive" IsBound="true"><Parameter Name="it" Type="self.person" /></Action>
<EntityContainer Name="service">
  <ActionImport Name="archive" Action="«self.archive»" />
</EntityContainer>"#,
    ),
    error(
        "unresolved-entity-set",
        "The entity set of an import exists.",
        "CSDL 4.01, sections 13.5 and 13.6",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<Function Name="first"><ReturnType Type="self.person" /></Function>
<EntityContainer Name="service">
  <FunctionImport Name="first" Function="self.first" EntitySet="«people»" />
</EntityContainer>"#,
    ),
    warning(
        "unresolved-binding-path",
        "A binding begins at a navigation property.",
        "CSDL 4.01, section 13.4",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" />
</EntityType>
<EntityContainer Name="service">
  <EntitySet Name="people" EntityType="self.person">
    <NavigationPropertyBinding Path="«freinds»" Target="people" />
  </EntitySet>
</EntityContainer>"#,
    ),
    warning(
        "unresolved-binding-target",
        "A binding ends at a set or singleton.",
        "CSDL 4.01, section 13.4.2",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" />
</EntityType>
<EntityContainer Name="service">
  <EntitySet Name="people" EntityType="self.person">
    <NavigationPropertyBinding Path="friends" Target="«users»" />
  </EntitySet>
</EntityContainer>"#,
    ),
    warning(
        "binding-type-mismatch",
        "The set that a binding leads to holds what the navigation property leads to.",
        "CSDL 4.01, section 13.4",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" />
</EntityType>
<EntityType Name="place">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<EntityContainer Name="service">
  <EntitySet Name="people" EntityType="self.person">
    <NavigationPropertyBinding Path="friends" Target="«places»" />
  </EntitySet>
  <EntitySet Name="places" EntityType="self.place" />
</EntityContainer>"#,
    ),
    warning(
        "collection-binding-to-singleton",
        "A collection is not bound to a singleton.",
        "CSDL 4.01, section 13.4",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" />
</EntityType>
<EntityContainer Name="service">
  <Singleton Name="me" Type="self.person">
    <NavigationPropertyBinding Path="friends" Target="«me»" />
  </Singleton>
</EntityContainer>"#,
    ),
    warning(
        "duplicate-binding",
        "A navigation property is bound once.",
        "CSDL 4.01, section 13.4",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" />
</EntityType>
<EntityContainer Name="service">
  <EntitySet Name="people" EntityType="self.person">
    <NavigationPropertyBinding Path="friends" Target="people" />
    <NavigationPropertyBinding Path="«friends»" Target="people" />
  </EntitySet>
</EntityContainer>"#,
    ),
];
