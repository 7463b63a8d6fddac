//! Operations.

use super::{Rule, error, warning};

pub(super) static RULES: &[Rule] = &[
    error(
        "function-without-return-type",
        "A function returns something.",
        "CSDL 4.01, section 12.3",
        r#"<Function Name="«now»" />"#,
    ),
    error(
        "bound-operation-without-parameter",
        "A bound operation has a parameter that it is bound to.",
        "CSDL 4.01, section 12.5",
        r#"<Action Name="«archive»" IsBound="true" />"#,
    ),
    error(
        "duplicate-parameter",
        "An operation has each parameter once.",
        "CSDL 4.01, section 12.9",
        r#"<Action Name="mix">
  <Parameter Name="colour" Type="Edm.String" />
  <Parameter Name="«colour»" Type="Edm.String" />
</Action>"#,
    ),
    error(
        "duplicate-action",
        "Actions of one name are bound to different types; one may be unbound.",
        "CSDL 4.01, section 12.2",
        r#"<Action Name="archive" />
<Action Name="«archive»" />"#,
    ),
    error(
        "duplicate-function-overload",
        "Overloads of a function differ in the names of their parameters.",
        "CSDL 4.01, section 12.4",
        r#"<Function Name="now"><ReturnType Type="Edm.String" /></Function>
<Function Name="«now»"><ReturnType Type="Edm.String" /></Function>"#,
    ),
    warning(
        "ambiguous-function-overload",
        "Overloads of a function differ in the types of their parameters.",
        "CSDL 4.01, section 12.4",
        r#"<Function Name="find"><Parameter Name="a" Type="Edm.String" /><ReturnType Type="Edm.String" /></Function>
<Function Name="«find»"><Parameter Name="b" Type="Edm.String" /><ReturnType Type="Edm.String" /></Function>"#,
    ),
    warning(
        "function-overload-return-type",
        "Overloads of a function return the same.",
        "CSDL 4.01, section 12.4",
        r#"<Function Name="now"><ReturnType Type="Edm.String" /></Function>
<Function Name="«now»"><Parameter Name="zone" Type="Edm.String" /><ReturnType Type="Edm.Date" /></Function>"#,
    ),
    warning(
        "required-after-optional",
        "No required parameter of a function stands behind an optional one.",
        "Core vocabulary, term `OptionalParameter`",
        r#"<Function Name="find">
  <Parameter Name="from" Type="Edm.Date"><Annotation Term="Org.OData.Core.V1.OptionalParameter" /></Parameter>
  <Parameter Name="«text»" Type="Edm.String" />
  <ReturnType Type="Edm.String" />
</Function>"#,
    ),
    error(
        "entitysetpath-on-unbound",
        "Only a bound operation has a path from its binding parameter.",
        "CSDL 4.01, section 12.6",
        r#"<Action Name="find" EntitySetPath="«it/friends»" />"#,
    ),
    error(
        "entitysetpath-first-segment",
        "The path begins with the binding parameter.",
        "CSDL 4.01, section 12.6",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<Action Name="find" IsBound="true" EntitySetPath="«that/friends»">
  <Parameter Name="it" Type="self.person" />
  <ReturnType Type="self.person" />
</Action>"#,
    ),
    error(
        "entitysetpath-unresolved",
        "The path leads through navigation properties.",
        "CSDL 4.01, section 12.6",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
</EntityType>
<Action Name="find" IsBound="true" EntitySetPath="«it/friends»">
  <Parameter Name="it" Type="self.person" />
  <ReturnType Type="self.person" />
</Action>"#,
    ),
    error(
        "entitysetpath-return-not-entity",
        "An operation with such a path returns entities.",
        "CSDL 4.01, section 12.6",
        r#"<EntityType Name="person">
  <Key><PropertyRef Name="id" /></Key>
  <Property Name="id" Type="Edm.String" Nullable="false" />
  <NavigationProperty Name="friends" Type="Collection(self.person)" />
</EntityType>
<Action Name="find" IsBound="true" EntitySetPath="«it/friends»">
  <Parameter Name="it" Type="self.person" />
  <ReturnType Type="Edm.String" />
</Action>"#,
    ),
];
