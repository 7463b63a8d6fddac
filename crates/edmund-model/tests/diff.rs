//! What changed between two schemas, and how bad that is.

mod support;

use edmund_model::diff::{Change, ChangeKind, Class, diff, render};
use expect_test::{Expect, expect};
use support::{model, read, shared};

fn changes(old: &str, new: &str) -> Vec<Change> {
    diff(&model(old).1, &model(new).1)
}

fn lines(changes: &[Change]) -> String {
    let line = |change: &Change| {
        let class = if change.class == Class::Documentation { "docs" } else { change.class.as_str() };
        format!("{class} {} {}: {}\n", change.kind.id(), change.path, change.message)
    };
    changes.iter().map(line).collect()
}

fn check(old: &str, new: &str, expect: Expect) {
    expect.assert_eq(&lines(&changes(old, new)));
    assert_eq!(lines(&changes(old, old)), "", "a model does not differ from itself");
    assert_eq!(lines(&changes(new, new)), "", "a model does not differ from itself");
}

/// An entity type `user` with these members.
fn user(members: &str) -> String {
    format!(
        r#"<EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>{members}</EntityType>"#
    )
}

fn check_user(old: &str, new: &str, expect: Expect) {
    check(&user(old), &user(new), expect);
}

#[test]
fn types_come_and_go_and_are_renamed() {
    check(
        r#"<ComplexType Name="old"><Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.String"/></ComplexType>
           <EnumType Name="Colour"><Member Name="red"/></EnumType>
           <ComplexType Name="house"><Property Name="colour" Type="ns.Colour"/></ComplexType>
           <ComplexType Name="kind"/>"#,
        r#"<ComplexType Name="young"><Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.String"/></ComplexType>
           <EnumType Name="colour"><Member Name="red"/></EnumType>
           <ComplexType Name="house"><Property Name="colour" Type="ns.colour"/></ComplexType>
           <EnumType Name="kind"><Member Name="a"/></EnumType>"#,
        expect![[r#"
            breaking type-casing ns.Colour: the type is now called `ns.colour`
            breaking type-kind-changed ns.kind: was a complex type and is now an enumeration type
            breaking type-removed ns.old: the complex type is gone; `ns.young` is new and has the same members
            compatible type-added ns.young: the complex type is new
        "#]],
    );
}

#[test]
fn types_change_themselves() {
    check(
        r#"<EntityType Name="entity"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
           <EntityType Name="mid" BaseType="ns.entity"/><EntityType Name="other"/>
           <EntityType Name="a" BaseType="ns.entity" OpenType="true" HasStream="true"/>
           <EntityType Name="b" BaseType="ns.entity" Abstract="true"/>
           <EntityType Name="c"><Key><PropertyRef Name="x"/></Key><Property Name="x" Type="Edm.String"/><Property Name="y" Type="Edm.String"/></EntityType>
           <EntityType Name="d"/>"#,
        r#"<EntityType Name="entity"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
           <EntityType Name="mid" BaseType="ns.entity"/><EntityType Name="other"/>
           <EntityType Name="a" BaseType="ns.mid"/>
           <EntityType Name="b" BaseType="ns.other" OpenType="true"/>
           <EntityType Name="c"><Key><PropertyRef Name="y"/></Key><Property Name="x" Type="Edm.String"/><Property Name="y" Type="Edm.String"/></EntityType>
           <EntityType Name="d"><Key><PropertyRef Name="y"/></Key><Property Name="y" Type="Edm.String"/></EntityType>"#,
        expect![[r#"
            compatible base-type-extended ns.a: the base type changed from `ns.entity` to `ns.mid`
            breaking became-closed ns.a: is no longer open
            breaking stream-removed ns.a: is no longer a media stream
            breaking base-type-changed ns.b: the base type changed from `ns.entity` to `ns.other`
            compatible became-concrete ns.b: is no longer abstract
            compatible became-open ns.b: is now open
            breaking key-changed ns.c: the key changed from `x` to `y`
            compatible key-added ns.d: the key changed from nothing to `y`
            compatible property-added ns.d/y: the property is new
        "#]],
    );
}

#[test]
fn properties_change() {
    check_user(
        r#"<Property Name="gone" Type="Edm.String"/><Property Name="eMail" Type="Edm.String"/><Property Name="age" Type="Edm.Int32"/>
           <Property Name="tags" Type="Edm.String"/><Property Name="displayName" Type="Edm.String"/><Property Name="becomes" Type="Edm.String"/>"#,
        r#"<Property Name="email" Type="Edm.String"/><Property Name="age" Type="Edm.Int64"/>
           <Property Name="tags" Type="Collection(Edm.String)"/><Property Name="displayNames" Type="Edm.String"/>
           <Property Name="needed" Type="Edm.String" Nullable="false"/><Property Name="listed" Type="Collection(Edm.String)" Nullable="false"/>
           <Property Name="defaulted" Type="Edm.Boolean" Nullable="false" DefaultValue="false"/>
           <NavigationProperty Name="becomes" Type="ns.user"/>"#,
        expect![[r#"
            breaking property-retyped ns.user/age: the type changed from `Edm.Int32` to `Edm.Int64`
            breaking property-became-navigation ns.user/becomes: is now a navigation property
            compatible property-added ns.user/defaulted: the property is new
            breaking property-removed ns.user/displayName: the property is gone; `displayNames` is new and of the same type
            compatible property-added ns.user/displayNames: the property is new
            breaking property-casing ns.user/eMail: is now called `email`
            breaking property-removed ns.user/gone: the property is gone
            compatible property-added ns.user/listed: the property is new
            breaking required-property-added ns.user/needed: the property is new, takes no null and has no default
            breaking property-retyped ns.user/tags: the type changed from `Edm.String` to `Collection(Edm.String)`
        "#]],
    );
}

#[test]
fn the_direction_of_a_value_decides_what_its_nullability_means() {
    let schema = |nullable: (&str, &str)| {
        let (a, b) = nullable;
        format!(
            r#"<ComplexType Name="sent"><Property Name="a" Type="Edm.String" Nullable="{a}"/><Property Name="b" Type="Edm.String" Nullable="{b}"/>
               <Property Name="c" Type="Edm.String" Nullable="{a}"><Annotation Term="Org.OData.Core.V1.Computed"/></Property></ComplexType>
               <ComplexType Name="answered"><Property Name="a" Type="Edm.String" Nullable="{a}"/><Property Name="b" Type="Edm.String" Nullable="{b}"/></ComplexType>
               <Function Name="f"><Parameter Name="p" Type="ns.sent" Nullable="{a}"/><Parameter Name="q" Type="Edm.String" Nullable="{b}"/>
               <ReturnType Type="ns.answered" Nullable="{a}"/></Function>"#
        )
    };
    check(
        &schema(("true", "false")),
        &schema(("false", "true")),
        expect![[r#"
        compatible null-no-longer-returned ns.answered/a: is no longer nullable; it is only answered
        breaking null-returned ns.answered/b: is now nullable
        compatible null-no-longer-returned ns.f(ns.sent,Edm.String)/$ReturnType: is no longer nullable; it is only answered
        breaking null-refused ns.f(ns.sent,Edm.String)/p: is no longer nullable
        compatible null-accepted ns.f(ns.sent,Edm.String)/q: is now nullable
        breaking null-refused ns.sent/a: is no longer nullable
        breaking null-returned ns.sent/b: is now nullable
        compatible null-no-longer-returned ns.sent/c: is no longer nullable; it is only answered
    "#]],
    );
}

#[test]
fn facets_narrow_and_widen() {
    check_user(
        r#"<Property Name="a" Type="Edm.String" MaxLength="10"/><Property Name="b" Type="Edm.String"/><Property Name="c" Type="Edm.Decimal" Scale="2" Precision="5"/>
           <Property Name="d" Type="Edm.String" Unicode="false"/><Property Name="e" Type="Edm.GeographyPoint" SRID="1"/><Property Name="f" Type="Edm.Int32" DefaultValue="1"/>"#,
        r#"<Property Name="a" Type="Edm.String" MaxLength="max"/><Property Name="b" Type="Edm.String" MaxLength="5"/><Property Name="c" Type="Edm.Decimal" Scale="variable" Precision="4"/>
           <Property Name="d" Type="Edm.String"/><Property Name="e" Type="Edm.GeographyPoint" SRID="2"/><Property Name="f" Type="Edm.Int32" DefaultValue="2"/>"#,
        expect![[r#"
            compatible facets-widened ns.user/a: MaxLength changed from `10` to nothing
            breaking facets-narrowed ns.user/b: MaxLength changed from nothing to `5`
            breaking facets-narrowed ns.user/c: Precision changed from `5` to `4`
            compatible facets-widened ns.user/c: Scale changed from `2` to `variable`
            compatible facets-widened ns.user/d: may now hold characters beyond ASCII
            breaking facets-narrowed ns.user/e: SRID changed from `1` to `2`
            compatible default-changed ns.user/f: the default changed from `1` to `2`
        "#]],
    );
}

#[test]
fn what_moves_to_a_base_type_is_still_there() {
    check(
        r#"<ComplexType Name="base"/><ComplexType Name="d" BaseType="ns.base"><Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.String"/></ComplexType>"#,
        r#"<ComplexType Name="base"><Property Name="a" Type="Edm.String"/><Property Name="b" Type="Edm.Int32"/></ComplexType><ComplexType Name="d" BaseType="ns.base"/>"#,
        expect![[r#"
            compatible property-added ns.base/a: the property is new
            compatible property-added ns.base/b: the property is new
            compatible property-moved-to-base ns.d/a: is now declared by a base type
            compatible property-moved-to-base ns.d/b: is now declared by a base type
            breaking property-retyped ns.d/b: the type changed from `Edm.String` to `Edm.Int32`
        "#]],
    );
}

#[test]
fn navigations_change() {
    check_user(
        r#"<NavigationProperty Name="manager" Type="ns.user"/><NavigationProperty Name="reports" Type="Collection(ns.user)"/>
           <NavigationProperty Name="mails" Type="Collection(ns.user)" ContainsTarget="true"/><NavigationProperty Name="gone" Type="ns.user"/>
           <NavigationProperty Name="boss" Type="ns.user" Partner="reports"/>"#,
        r#"<NavigationProperty Name="manager" Type="Collection(ns.user)"/><NavigationProperty Name="reports" Type="Collection(ns.user)" ContainsTarget="true"/>
           <NavigationProperty Name="mails" Type="Collection(ns.user)"/><NavigationProperty Name="Boss" Type="ns.user" Nullable="false"/>
           <NavigationProperty Name="fresh" Type="ns.user"/>"#,
        expect![[r#"
            breaking null-refused ns.user/boss: is no longer nullable
            breaking navigation-casing ns.user/boss: is now called `Boss`
            compatible relationship-changed ns.user/boss: partner, constraints or delete behaviour changed
            compatible navigation-added ns.user/fresh: the navigation property is new
            breaking navigation-removed ns.user/gone: the navigation property is gone
            breaking containment-removed ns.user/mails: is no longer contained
            breaking navigation-retyped ns.user/manager: the target changed from `ns.user` to `Collection(ns.user)`
            breaking containment-added ns.user/reports: is now contained
        "#]],
    );
}

#[test]
fn enumerations_are_open() {
    check(
        r#"<EnumType Name="e"><Member Name="a" Value="0"/><Member Name="b" Value="1"/><Member Name="c" Value="2"/><Member Name="dD" Value="3"/></EnumType>
           <EnumType Name="f" UnderlyingType="Edm.Byte"><Member Name="a" Value="1"/></EnumType>"#,
        r#"<EnumType Name="e"><Member Name="a" Value="0"/><Member Name="c" Value="5"/><Member Name="x" Value="1"/><Member Name="dd" Value="3"/></EnumType>
           <EnumType Name="f" IsFlags="true"><Member Name="a" Value="1"/></EnumType>"#,
        expect![[r#"
            breaking enum-member-removed ns.e/b: the member is gone; `x` is new and has the same value
            breaking enum-member-renumbered ns.e/c: the value changed from 2 to 5
            breaking enum-member-casing ns.e/dD: is now called `dd`
            compatible enum-member-added ns.e/x: the member is new, with value 1
            breaking enum-became-flags ns.f: is now a set of flags
            compatible enum-underlying-type-changed ns.f: the integer type changed from `Edm.Byte` to `Edm.Int32`
        "#]],
    );
}

#[test]
fn operations_are_matched_overload_by_overload() {
    let function = |parameters: &str| {
        format!(
            r#"<Function Name="f" IsBound="true"><Parameter Name="it" Type="ns.user"/>{parameters}<ReturnType Type="Edm.String"/></Function>"#
        )
    };
    let parameter = |name: &str| format!(r#"<Parameter Name="{name}" Type="Edm.String" Nullable="false"/>"#);
    check(
        &(user("") + &function("") + &function(&parameter("a")) + &function(&(parameter("b") + &parameter("c")))),
        &(user("")
            + &function("")
            + &function(&parameter("A"))
            + &function(&(parameter("b") + &parameter("c") + &parameter("d")))
            + &function(&parameter("z"))),
        expect![[r#"
            compatible overload-added ns.f(ns.user,Edm.String): the function with `z` is new
            breaking parameter-casing ns.f(ns.user,Edm.String)/a: is now called `A`
            breaking required-parameter-added ns.f(ns.user,Edm.String,Edm.String)/d: the parameter is new and required
        "#]],
    );
}

#[test]
fn operations_change() {
    let optional = r#"<Annotation Term="Org.OData.Core.V1.OptionalParameter"/>"#;
    check(
        &format!(
            r#"{}<Action Name="send" IsBound="true"><Parameter Name="it" Type="ns.user"/><Parameter Name="to" Type="Edm.String" Nullable="false">{optional}</Parameter>
               <Parameter Name="x" Type="Edm.String" Nullable="false"/><Parameter Name="y" Type="Edm.String" Nullable="false"/></Action>
               <Action Name="stop"/><Function Name="Count" IsComposable="true"><ReturnType Type="Edm.Int32"/></Function>
               <Action Name="turn"><ReturnType Type="Edm.String"/></Action>"#,
            user("")
        ),
        &format!(
            r#"{}<Action Name="send" IsBound="true"><Parameter Name="me" Type="ns.user"/><Parameter Name="y" Type="Edm.Int32" Nullable="false"/>
               <Parameter Name="x" Type="Edm.String" Nullable="false"/><Parameter Name="to" Type="Edm.String" Nullable="false"/>
               <Parameter Name="must" Type="Edm.String" Nullable="false"/><Parameter Name="may" Type="Edm.String"/><ReturnType Type="Edm.String"/></Action>
               <Action Name="start"/><Function Name="count"><ReturnType Type="Edm.Int64"/></Function>
               <Function Name="turn"><ReturnType Type="Edm.String" Nullable="false"/></Function>"#,
            user("")
        ),
        expect![[r#"
            breaking operation-casing ns.Count: is now called `ns.count`
            breaking composable-removed ns.Count(): is no longer composable
            breaking return-retyped ns.Count()/$ReturnType: the type changed from `Edm.Int32` to `Edm.Int64`
            breaking parameter-order-changed ns.send(ns.user): the parameters that both have stand in another order
            breaking return-added ns.send(ns.user)/$ReturnType: returned nothing and now returns `Edm.String`
            compatible optional-parameter-added ns.send(ns.user)/may: the parameter is new and may be left out
            breaking required-parameter-added ns.send(ns.user)/must: the parameter is new and required
            breaking parameter-became-required ns.send(ns.user)/to: is no longer optional
            breaking parameter-retyped ns.send(ns.user)/y: the type changed from `Edm.String` to `Edm.Int32`
            compatible operation-added ns.start(): the action without parameters is new
            breaking operation-removed ns.stop(): the action without parameters is gone
            breaking operation-kind-changed ns.turn(): was an action and is now a function
            compatible null-no-longer-returned ns.turn()/$ReturnType: is no longer nullable; it is only answered
        "#]],
    );
}

#[test]
fn containers_change() {
    check(
        &(user(r#"<NavigationProperty Name="manager" Type="ns.user"/>"#)
            + r#"<Function Name="f"><ReturnType Type="Edm.String"/></Function><Function Name="g"><ReturnType Type="Edm.String"/></Function>
               <EntityContainer Name="c"><EntitySet Name="users" EntityType="ns.user"><NavigationPropertyBinding Path="manager" Target="users"/></EntitySet>
               <EntitySet Name="People" EntityType="ns.user"/><EntitySet Name="one" EntityType="ns.user"/><Singleton Name="me" Type="ns.user"/>
               <FunctionImport Name="f" Function="ns.f"/><FunctionImport Name="h" Function="ns.f"/></EntityContainer>"#),
        &(user(r#"<NavigationProperty Name="manager" Type="ns.user"/>"#)
            + r#"<EntityType Name="guest" BaseType="ns.user"/><Function Name="f"><ReturnType Type="Edm.String"/></Function><Function Name="g"><ReturnType Type="Edm.String"/></Function>
               <EntityContainer Name="service"><EntitySet Name="users" EntityType="ns.guest"><NavigationPropertyBinding Path="manager" Target="people"/></EntitySet>
               <EntitySet Name="people" EntityType="ns.user"/><Singleton Name="one" Type="ns.user"/><EntitySet Name="more" EntityType="ns.user"/>
               <FunctionImport Name="f" Function="ns.g"/><FunctionImport Name="i" Function="ns.f"/></EntityContainer>"#),
        expect![[r#"
            breaking container-renamed ns.c: the container is now called `ns.service`
            breaking source-casing ns.c/People: is now called `people`
            breaking import-retargeted ns.c/f: calls `ns.g` instead of `ns.f`
            breaking import-removed ns.c/h: the import is gone
            compatible import-added ns.c/i: the import is new
            breaking source-removed ns.c/me: the singleton is gone
            compatible source-added ns.c/more: the entity set is new
            breaking source-kind-changed ns.c/one: was an entity set and is now a singleton
            breaking source-retyped ns.c/users: the type changed from `ns.user` to `ns.guest`
            compatible binding-changed ns.c/users/manager: the binding changed from `users` to `people`
            compatible type-added ns.guest: the entity type is new
        "#]],
    );
}

fn annotated(annotations: &str) -> String {
    user(&format!(r#"<Property Name="a" Type="Edm.String">{annotations}</Property>"#))
}

#[test]
fn write_access_and_deprecation_come_from_annotations() {
    check(
        &annotated(r#"<Annotation Term="Org.OData.Core.V1.Description" String="one"/>"#),
        &annotated(
            r#"<Annotation Term="Org.OData.Core.V1.Description" String="two"/><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/>
               <Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record><PropertyValue Property="Version" String="2"/>
               <PropertyValue Property="Kind"><EnumMember>Org.OData.Core.V1.RevisionKind/Deprecated</EnumMember></PropertyValue>
               <PropertyValue Property="Description" String="use b"/></Record></Collection></Annotation>"#,
        ),
        expect![[r#"
            breaking write-refused ns.user/a: was writable and is now read-only
            compatible deprecated ns.user/a: is now deprecated: use b
            docs description-changed ns.user/a: the description changed
        "#]],
    );
    check(
        &annotated(
            r#"<Annotation Term="Org.OData.Core.V1.Permissions"><EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation>"#,
        ),
        &annotated(r#"<Annotation Term="Org.OData.Core.V1.Immutable"/>"#),
        expect![[r#"
            compatible write-accepted ns.user/a: was read-only and is now writable on creation only
        "#]],
    );
}

#[test]
fn capabilities_are_compared_with_their_defaults() {
    let term = |term: &str, value: &str| format!(r#"<Annotation Term="Org.OData.Capabilities.V1.{term}">{value}</Annotation>"#);
    let record = |members: &str| format!("<Record>{members}</Record>");
    let flag = |name: &str, value: bool| format!(r#"<PropertyValue Property="{name}" Bool="{value}"/>"#);
    let scope = |scope: &str| {
        format!(
            r#"<PropertyValue Property="Permissions"><Collection><Record><PropertyValue Property="SchemeName" String="Application"/>
                   <PropertyValue Property="Scopes"><Collection><Record><PropertyValue Property="Scope" String="{scope}"/></Record></Collection></PropertyValue>
                   </Record></Collection></PropertyValue>"#
        )
    };
    let header = |required: bool| {
        format!(
            r#"<PropertyValue Property="CustomHeaders"><Collection><Record><PropertyValue Property="Name" String="If-Match"/>{}</Record></Collection></PropertyValue>"#,
            flag("Required", required)
        )
    };
    let names = |property: &str, name: &str| {
        format!(
            r#"<PropertyValue Property="{property}"><Collection><PropertyPath>{name}</PropertyPath></Collection></PropertyValue>"#
        )
    };
    check(
        &annotated(
            &(term("InsertRestrictions", &record(&flag("Insertable", true)))
                + &term(
                    "ReadRestrictions",
                    &record(&(scope("A.Read") + r#"<PropertyValue Property="Description" String="one"/>"#)),
                )
                + &term("UpdateRestrictions", &record(&header(false)))
                + &term("FilterRestrictions", &record(&names("NonFilterableProperties", "a")))
                + &term("ExpandRestrictions", &record(&flag("Expandable", false)))),
        ),
        &annotated(
            &(term("InsertRestrictions", &record(&flag("Insertable", false)))
                + &term(
                    "ReadRestrictions",
                    &record(&(scope("B.Read") + r#"<PropertyValue Property="Description" String="two"/>"#)),
                )
                + &term("UpdateRestrictions", &record(&(header(true) + &flag("Upsertable", true))))
                + &term("FilterRestrictions", &record(&names("NonFilterableProperties", "b")))
                + r#"<Annotation Term="Org.OData.Capabilities.V1.TopSupported" Bool="false"/><Annotation Term="ns.mark" Qualifier="q" String="x"/>"#),
        ),
        expect![[r#"
            compatible capability-added ns.user/a@Org.OData.Capabilities.V1.ExpandRestrictions: `ExpandRestrictions/Expandable` is now true
            breaking capability-removed ns.user/a@Org.OData.Capabilities.V1.FilterRestrictions: `FilterRestrictions/NonFilterableProperties` now names `b`
            compatible capability-added ns.user/a@Org.OData.Capabilities.V1.FilterRestrictions: `FilterRestrictions/NonFilterableProperties` no longer names `a`
            breaking capability-removed ns.user/a@Org.OData.Capabilities.V1.InsertRestrictions: `InsertRestrictions/Insertable` is now false
            breaking permission-removed ns.user/a@Org.OData.Capabilities.V1.ReadRestrictions: `A.Read` (Application) no longer suffices
            compatible permission-added ns.user/a@Org.OData.Capabilities.V1.ReadRestrictions: `B.Read` (Application) suffices
            docs description-changed ns.user/a@Org.OData.Capabilities.V1.ReadRestrictions: `ReadRestrictions/Description` changed
            breaking capability-removed ns.user/a@Org.OData.Capabilities.V1.TopSupported: `TopSupported` is now false
            compatible capability-added ns.user/a@Org.OData.Capabilities.V1.UpdateRestrictions: `UpdateRestrictions/Upsertable` is now true
            breaking requirement-added ns.user/a@Org.OData.Capabilities.V1.UpdateRestrictions: `UpdateRestrictions/CustomHeaders[If-Match]/Required` is now true
            compatible annotation-added ns.user/a@ns.mark#q: the annotation is new
        "#]],
    );
}

#[test]
fn terms_and_definitions_change() {
    check(
        r#"<Term Name="a" Type="Edm.String" AppliesTo="Property"/><Term Name="b" Type="Edm.String"/><TypeDefinition Name="t" UnderlyingType="Edm.String" MaxLength="5"/>"#,
        r#"<Term Name="a" Type="Edm.Int32" AppliesTo="EntityType"/><Term Name="c" Type="Edm.String"/><TypeDefinition Name="t" UnderlyingType="Edm.Binary" MaxLength="4"/>"#,
        expect![[r#"
            breaking term-retyped ns.a: the type changed from `Edm.String` to `Edm.Int32`
            compatible term-changed ns.a: base term, default or applicability changed
            breaking term-removed ns.b: the term is gone
            compatible term-added ns.c: the term is new
            breaking facets-narrowed ns.t: MaxLength changed from `5` to `4`
            breaking type-definition-retyped ns.t: the type below changed from `Edm.String` to `Edm.Binary`
        "#]],
    );
}

/// Names that would do harm where they are shown.
const HOSTILE: (&str, &str) = (
    r#"<ComplexType Name="c"><Property Name="a" Type="Edm.String" DefaultValue="&lt;script&gt;``[x](y)``"/></ComplexType>"#,
    r#"<ComplexType Name="c"><Property Name="a" Type="Edm.String" DefaultValue="`&#10;# heading|"/><Property Name="b" Type="Edm.String"/></ComplexType>"#,
);

#[test]
fn changes_are_rendered() {
    let (old_sources, old) = model(HOSTILE.0);
    let (new_sources, new) = model(HOSTILE.1);
    let changes = diff(&old, &new);
    let files = render::Files { old: &old_sources, new: &new_sources };
    expect![[r#"
        compatible[default-changed]: ns.c/a: the default changed from `<script>``[x](y)``` to ``\u{a}# heading|`
          --> in.xml:1:192
          --> in.xml:1:192
        compatible[property-added]: ns.c/b: the property is new
          --> in.xml:1:262
        0 breaking, 2 compatible, 0 documentation
    "#]]
    .assert_eq(&render::text(&changes, files));
    expect![[r#"
        {"class":"compatible","kind":"default-changed","path":"ns.c/a","message":"the default changed from `<script>``[x](y)``` to ``\n# heading|`","old":{"file":"in.xml","line":1,"column":192},"new":{"file":"in.xml","line":1,"column":192}}
        {"class":"compatible","kind":"property-added","path":"ns.c/b","message":"the property is new","old":null,"new":{"file":"in.xml","line":1,"column":262}}
    "#]].assert_eq(&render::json(&changes, files));
    expect![[r#"
        # Changes

        ## Compatible changes

        ### `ns`

        - `c`
          - `ns.c/a`: the default changed from \`&lt;script&gt;\`\`\[x\](y)\`\`\` to \`\` \# heading\|\`
          - `ns.c/b`: the property is new
    "#]]
    .assert_eq(&render::markdown(&changes));
    expect![[r#"
        # Changes

        Nothing changed.
    "#]]
    .assert_eq(&render::markdown(&[]));
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    let ids: std::collections::HashSet<_> = ChangeKind::ALL.iter().map(|kind| kind.id()).collect();
    assert_eq!(ids.len(), ChangeKind::ALL.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
}

/// Another cloud of the same service is a large real difference; taking an element away and putting it back are opposites.
#[test]
fn graph_differs_from_its_smaller_sibling() {
    let (Some(old), Some(new)) = (shared("corpus/csdl/graph/v1.0-Prod.csdl"), shared("corpus/csdl/graph/v1.0-GovSG.csdl")) else {
        return;
    };
    let (_, old, _) = read("old.xml", old);
    let (_, new, _) = read("new.xml", new);
    assert_eq!(diff(&old, &old), []);
    let (forth, back) = (diff(&old, &new), diff(&new, &old));
    let count = |changes: &[Change], kind| changes.iter().filter(|change| change.kind == kind).count();
    for (removed, added) in [
        (ChangeKind::TypeRemoved, ChangeKind::TypeAdded),
        (ChangeKind::NavigationRemoved, ChangeKind::NavigationAdded),
        (ChangeKind::MemberRemoved, ChangeKind::MemberAdded),
        (ChangeKind::OverloadRemoved, ChangeKind::OverloadAdded),
        (ChangeKind::OperationRemoved, ChangeKind::OperationAdded),
        (ChangeKind::SourceRemoved, ChangeKind::SourceAdded),
    ] {
        assert_eq!(count(&forth, removed), count(&back, added), "{removed:?}");
        assert_eq!(count(&forth, added), count(&back, removed), "{added:?}");
    }
    expect![[r#"
        4956 breaking
        30 compatible
        0 documentation
    "#]]
    .assert_eq(&totals(&forth));
}

fn totals(changes: &[Change]) -> String {
    Class::ALL.iter().map(|class| format!("{} {}\n", render::count(changes, *class), class.as_str())).collect()
}
