//! Fix-ups of a model, and what is said about those that are wrong.

mod support;

use edmund_model::diff::diff;
use edmund_model::overlay::{Entry, apply};
use edmund_model::{Model, Origin, Severity, Sources, dump};
use expect_test::{Expect, expect};
use serde_json::Value;
use support::{model, read, shared};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    overlay: Vec<toml::Spanned<Entry>>,
}

/// The entries of a file, each with its place in it.
fn entries(text: &str) -> (Sources, Vec<Entry>) {
    let mut sources = Sources::default();
    let file = sources.add("edmund.toml", text);
    let parsed: File = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    let place = |spanned: toml::Spanned<Entry>| {
        let span = spanned.span();
        Entry { origin: Origin::new(file, span.start, span.end), ..spanned.into_inner() }
    };
    (sources, parsed.overlay.into_iter().map(place).collect())
}

/// Prose differs by intent; the order of annotations, and of a record's members, means nothing.
fn normalised(value: &Value) -> Value {
    const PROSE: [&str; 3] = ["Description", "LongDescription", "DocumentationURL"];
    match value {
        Value::Object(members) => {
            let is_prose = members.get("name").and_then(Value::as_str).is_some_and(|name| PROSE.contains(&name));
            let member = |(key, value): (&String, &Value)| {
                let value = if is_prose && key == "value" { Value::Null } else { normalised(value) };
                (key.clone(), if key == "annotations" || key == "properties" { sorted(value) } else { value })
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => items.iter().map(normalised).collect(),
        other => other.clone(),
    }
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        other => other,
    }
}

/// The official transformation of Graph's schema as an overlay: applied to its test input it gives the model of its test output.
#[test]
fn an_overlay_does_what_the_official_transformation_does() {
    let (Some(input), Some(output)) =
        (shared("corpus/csdl/graph/preprocess_test_input.xml"), shared("corpus/csdl/graph/preprocess_test_output.xml"))
    else {
        return;
    };
    let (_, mut actual, _) = read("input.xml", input);
    let (_, wanted, _) = read("output.xml", output);
    let (sources, entries) = entries(include_str!("fixtures/graph-preprocess.toml"));
    let findings = apply(&mut actual, &entries);
    let lines: Vec<_> =
        findings.iter().map(|it| format!("{}: {} ({})", sources.locate(it.origin).1.line, it.message, it.code)).collect();
    assert_eq!(lines, Vec::<String>::new());
    let (actual, wanted) = (normalised(&dump(&actual)), normalised(&dump(&wanted)));
    similar(&actual, &wanted);
    assert_eq!(actual, wanted);
}

/// Says what is different in fewer words than comparing all of it would.
fn similar(actual: &Value, wanted: &Value) {
    for (list, wanted) in wanted.as_object().into_iter().flatten() {
        let actual = actual.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        for item in wanted.as_array().into_iter().flatten() {
            let same_name = || actual.iter().find(|other| other["name"] == item["name"]);
            assert!(actual.contains(item), "{list}: wanted {item:#}, got {:#?}", same_name());
        }
    }
}

/// A service with a bit of everything.
const SCHEMA: &str = r#"
    <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
    <EntityType Name="user" BaseType="ns.entity">
      <Property Name="mail" Type="Edm.String" MaxLength="10"/><Property Name="address" Type="ns.address"/>
      <NavigationProperty Name="manager" Type="ns.user" Partner="reports"/><NavigationProperty Name="reports" Type="Collection(ns.user)"/>
    </EntityType>
    <ComplexType Name="address"><Property Name="city" Type="Edm.String"/></ComplexType>
    <ComplexType Name="unused"/><EntityType Name="log"><Property Name="at" Type="Edm.DateTimeOffset"/></EntityType>
    <EnumType Name="colour"><Member Name="red" Value="0"/><Member Name="blue" Value="1"/></EnumType>
    <Action Name="send" IsBound="true"><Parameter Name="it" Type="ns.user"/><Parameter Name="text" Type="Edm.String"/></Action>
    <Function Name="delta" IsBound="true"><Parameter Name="it" Type="Collection(ns.user)"/><ReturnType Type="Collection(ns.user)"/></Function>
    <Function Name="delta" IsBound="true"><Parameter Name="it" Type="Collection(ns.user)"/><Parameter Name="token" Type="Edm.String"/>
      <ReturnType Type="Collection(ns.user)"/></Function>
    <Function Name="ping"><ReturnType Type="Edm.String"/></Function>
    <EntityContainer Name="service"><EntitySet Name="users" EntityType="ns.user"><NavigationPropertyBinding Path="manager" Target="users"/></EntitySet>
      <Singleton Name="me" Type="ns.user"/><FunctionImport Name="ping" Function="ns.ping"/></EntityContainer>
    <Annotations Target="ns.user/mail"><Annotation Term="Org.OData.Core.V1.Description" String="where to write"/>
      <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="true"/></Record></Annotation></Annotations>"#;

fn entry(body: &str) -> String {
    format!("[[overlay]]\nreason = \"because\"\n{body}\n")
}

/// What entries did to [`SCHEMA`], as changes, and what was said about them.
fn check(toml: &str, expect: Expect) {
    let (_, old) = model(SCHEMA);
    let (sources, entries) = entries(toml);
    let mut new = old.clone();
    let findings = apply(&mut new, &entries);
    assert_well_formed(&new);
    let changes = diff(&old, &new);
    let mut text: String = changes.iter().map(|it| format!("{} {}: {}\n", it.kind.id(), it.path, it.message)).collect();
    for finding in findings {
        let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
        let line = sources.locate(finding.origin).1.line;
        text += &format!("{severity} line {line} [{}]: {}\n", finding.code, finding.message);
    }
    expect.assert_eq(&text);
}

/// The model can be written down, which follows every id, and names lead to the types that have them.
fn assert_well_formed(model: &Model) {
    let written = edmund_csdl::write_xml(model);
    let (_, again, errors) = read("again.xml", written);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(sorted(dump(&again)["types"].clone()), sorted(dump(model)["types"].clone()));
    for item in &model.structs {
        assert!(model.find(&item.name).is_some_and(|ty| model.type_name(ty) == item.name.to_string()));
    }
}

#[test]
fn facts_are_set() {
    check(
        &[
            entry("target = 'ns.user/reports'\ncontains = true"),
            entry("target = ['ns.user/mail', 'ns.user/manager']\nnullable = false"),
            entry("target = 'ns.send(ns.user)/text'\noptional = true"),
            entry("target = 'ns.user'\nopen = true\nstream = true\nabstract = true"),
            entry("target = 'ns.colour'\nflags = true"),
            entry("target = 'ns.colour/blue'\nvalue = 4"),
            entry("target = 'ns.ping'\ncomposable = true"),
            entry("target = 'ns.log'\nkey = ['at']"),
        ]
        .concat(),
        expect![[r#"
            enum-became-flags ns.colour: is now a set of flags
            enum-member-renumbered ns.colour/blue: the value changed from 1 to 4
            key-added ns.log: the key changed from nothing to `at`
            composable-added ns.ping(): is now composable
            became-abstract ns.user: is now abstract
            became-open ns.user: is now open
            stream-added ns.user: is now a media stream
            null-refused ns.user/mail: is no longer nullable
            null-refused ns.user/manager: is no longer nullable
            containment-added ns.user/reports: is now contained
        "#]],
    );
}

#[test]
fn types_are_changed() {
    check(
        &[
            entry("target = 'ns.user/mail'\nretype = 'Collection(Edm.String)'"),
            entry("target = 'ns.user/reports'\nretype = 'Collection(ns.entity)'"),
            entry("target = 'ns.delta(*, token: Edm.String)/$ReturnType'\nretype = 'Edm.Stream'"),
            entry("target = 'ns.service/me'\nretype = 'ns.entity'"),
            entry("target = 'ns.*/*'\nof_type = 'ns.address'\nretype = 'Edm.Untyped'"),
            entry("target = 'ns.log'\nbase = 'ns.entity'"),
        ]
        .concat(),
        expect![[r#"
            return-retyped ns.delta(Collection(ns.user),Edm.String)/$ReturnType: the type changed from `Collection(ns.user)` to `Edm.Stream`
            base-type-extended ns.log: the base type changed from nothing to `ns.entity`
            source-retyped ns.service/me: the type changed from `ns.user` to `ns.entity`
            property-retyped ns.user/address: the type changed from `ns.address` to `Edm.Untyped`
            property-retyped ns.user/mail: the type changed from `Edm.String` to `Collection(Edm.String)`
            navigation-retyped ns.user/reports: the target changed from `Collection(ns.user)` to `Collection(ns.entity)`
        "#]],
    );
}

#[test]
fn annotations_are_merged_replaced_added_and_dropped() {
    let insert = "annotate = { term = 'Org.OData.Capabilities.V1.InsertRestrictions', ";
    check(
        &[
            entry(&format!("target = 'ns.user/mail'\n{insert} value = {{ Insertable = false, Description = 'new' }} }}")),
            entry("target = 'ns.user'\nannotate = [{ term = 'ns.a', value = { '$PropertyPath' = 'mail' } }, { term = 'ns.a', qualifier = 'q' }]"),
            entry("target = 'ns.user/mail@Org.OData.Core.V1.Description'\ndrop = true"),
            entry("target = 'ns.delta'\nannotate = { term = 'Org.OData.Core.V1.Description', value = 'what changed' }"),
        ]
        .concat(),
        expect![[r#"
            description-changed ns.delta(Collection(ns.user)): the description is new
            description-changed ns.delta(Collection(ns.user),Edm.String): the description is new
            description-changed ns.user/mail: the description is gone
            capability-removed ns.user/mail@Org.OData.Capabilities.V1.InsertRestrictions: `InsertRestrictions/Insertable` is now false
            description-changed ns.user/mail@Org.OData.Capabilities.V1.InsertRestrictions: `InsertRestrictions/Description` changed
            annotation-added ns.user@ns.a: the annotation is new
            annotation-added ns.user@ns.a#q: the annotation is new
        "#]],
    );
    check(
        &entry(&format!("target = 'ns.user/mail'\n{insert} value = {{ Description = 'new' }}, mode = 'replace' }}")),
        expect![[r#"
            annotation-changed ns.user/mail@Org.OData.Capabilities.V1.InsertRestrictions: `InsertRestrictions/Insertable` is true as before, stated differently
            description-changed ns.user/mail@Org.OData.Capabilities.V1.InsertRestrictions: `InsertRestrictions/Description` changed
        "#]],
    );
    check(
        &entry(&format!("target = 'ns.user/mail'\n{insert} value = {{ Insertable = true }}, mode = 'add' }}")),
        expect![[r#"
            annotation-changed ns.user/mail@Org.OData.Capabilities.V1.InsertRestrictions: `InsertRestrictions/Insertable` is true as before, stated differently
        "#]],
    );
}

#[test]
fn elements_are_dropped_and_ids_follow() {
    check(
        &[
            entry("target = ['ns.delta(Collection(ns.user))', 'ns.send(ns.user)/text', 'ns.service/me', 'ns.colour/red']\ndrop = true"),
            entry("target = 'ns.user/address'\ndrop = true"),
            entry("target = ['ns.addr*', 'ns.unused']\ndrop = true"),
        ]
        .concat(),
        expect![[r#"
            type-removed ns.address: the complex type is gone
            enum-member-removed ns.colour/red: the member is gone
            overload-removed ns.delta(Collection(ns.user)): the function without parameters is gone
            parameter-removed ns.send(ns.user)/text: the parameter is gone
            source-removed ns.service/me: the singleton is gone
            type-removed ns.unused: the complex type is gone
            property-removed ns.user/address: the property is gone
        "#]],
    );
}

#[test]
fn references_by_name_follow_a_rename() {
    check(
        &[
            entry("target = 'ns.entity/id'\nrename = 'key'"),
            entry("target = 'ns.user/reports'\nrename = 'directReports'"),
            entry("target = 'ns.user/manager'\nrename = 'boss'"),
            entry("target = 'ns.service/users'\nrename = 'people'"),
            entry("target = 'ns.address'\nrename = 'location'"),
            entry("target = 'ns.send'\nrename = 'mail'"),
        ]
        .concat(),
        expect![[r#"
            type-removed ns.address: the complex type is gone
            key-changed ns.entity: the key changed from `id` to `key`
            property-removed ns.entity/id: the property is gone
            required-property-added ns.entity/key: the property is new, takes no null and has no default
            type-added ns.location: the complex type is new
            operation-added ns.mail(ns.user): the action with `text` is new
            operation-removed ns.send(ns.user): the action with `text` is gone
            source-added ns.service/people: the entity set is new
            source-removed ns.service/users: the entity set is gone
            property-retyped ns.user/address: the type changed from `ns.address` to `ns.location`
            navigation-added ns.user/boss: the navigation property is new
            navigation-added ns.user/directReports: the navigation property is new
            navigation-removed ns.user/manager: the navigation property is gone
            navigation-removed ns.user/reports: the navigation property is gone
        "#]],
    );
}

#[test]
fn elements_are_added() {
    check(
        &[
            entry("target = 'ns'\nadd_entity_type = { name = 'guest', base = 'ns.user' }\nadd_complex_type = [{ name = 'a' }, { name = 'b', open = true }]"),
            entry("target = 'ns.guest'\nadd_property = { name = 'since', type = 'Edm.Date' }\nadd_navigation = { name = 'hosts', type = 'Collection(ns.user)', contains = true }"),
            entry("target = 'ns.colour'\nadd_member = { name = 'green', value = 2 }"),
            entry("target = 'ns.send'\nadd_parameter = { name = 'copy', type = 'Edm.Boolean', optional = true }"),
            entry("target = 'ns.service'\nadd_entity_set = { name = 'guests', type = 'ns.guest' }\nadd_singleton = { name = 'host', type = 'ns.user' }"),
            entry("target = 'ns'\nadd_function = { name = 'count', bound = true, parameters = [{ name = 'it', type = 'Collection(ns.guest)' }], returns = { type = 'Edm.Int32', nullable = false } }"),
        ]
        .concat(),
        expect![[r#"
            type-added ns.a: the complex type is new
            type-added ns.b: the complex type is new
            enum-member-added ns.colour/green: the member is new, with value 2
            operation-added ns.count(Collection(ns.guest)): the function without parameters is new
            type-added ns.guest: the entity type is new
            optional-parameter-added ns.send(ns.user)/copy: the parameter is new and may be left out
            source-added ns.service/guests: the entity set is new
            source-added ns.service/host: the singleton is new
        "#]],
    );
}

#[test]
fn entries_that_are_wrong_are_findings_and_change_nothing() {
    check(
        &[
            "[[overlay]]\ntarget = 'ns.user'\nreason = ' '\nopen = true\n".to_owned(),
            entry("target = 'ns.user'"),
            entry("target = 'ns.user'\ndrop = true\nopen = true"),
            entry("target = 'ns.nobody'\nopen = true"),
            entry("target = 'ns.user('\nopen = true"),
            entry("target = 'ns.user/mail'\ncontains = true"),
            entry("target = 'ns.user/manager'\ncontains = false"),
            entry("target = 'ns.user/mail'\nretype = 'ns.adress'"),
            entry("target = 'ns.user/mail'\nretype = 'Edm.Strin'"),
            entry("target = 'ns.user/manager'\nretype = 'ns.address'"),
            entry("target = 'ns.entity'\nbase = 'ns.user'"),
            entry("target = 'ns.log'\nadd_property = { name = 'id', type = 'Edm.String' }"),
            entry("target = 'ns.log'\nbase = 'ns.entity'"),
            entry("target = 'ns.entity'\nadd_property = { name = 'mail', type = 'Edm.String' }"),
            entry("target = 'ns.user'\nkey = ['nothing']"),
            entry("target = 'ns.user'\ndrop = true"),
            entry("target = 'ns.entity/id'\ndrop = true"),
            entry("target = 'ns.send/it'\ndrop = true"),
            entry("target = 'ns.user/mail'\nrename = 'id'"),
            entry("target = 'ns.user/mail'\nrename = 'e-mail'"),
            entry("target = 'ns.entity/id'\nrename = 'mail'"),
            entry("target = 'ns.address'\nrename = 'user'"),
            entry("target = 'ns.user'\nadd_property = { name = 'id', type = 'Edm.String' }"),
            entry("target = 'ns'\nadd_function = { name = 'f' }"),
            entry("target = 'ns.user'\nannotate = { term = 'nothing' }"),
            entry("target = 'ns.user'\nannotate = { term = 'ns.t', value = { '$Nonsense' = 1 } }"),
            entry("target = 'ns.user@ns.absent'\ndrop = true"),
            entry("target = 'ns.user@ns.absent'\nopen = true"),
        ]
        .concat(),
        expect![[r#"
            property-added ns.log/id: the property is new
            error line 1 [overlay-without-reason]: the entry has no reason
            error line 5 [overlay-without-action]: the entry says nothing to change
            error line 8 [overlay-without-action]: `drop` stands beside other actions
            error line 13 [overlay-unmatched]: `ns.nobody` matches nothing
            error line 17 [overlay-invalid-target]: `ns.user(` lacks a closing bracket
            error line 21 [overlay-not-applicable]: `ns.user/mail` is a property, to which this does not apply
            warning line 25 [overlay-without-effect]: `ns.user/manager` is like that already
            error line 29 [overlay-invalid-value]: `ns.user/mail`: there is no type `ns.adress`; did you mean `ns.address`?
            error line 33 [overlay-invalid-value]: `ns.user/mail`: there is no type `Edm.Strin`; did you mean `Edm.String`?
            error line 37 [overlay-invalid-value]: `ns.user/manager`: `ns.address` is not an entity type or a collection of one
            error line 41 [overlay-invalid-value]: `ns.entity`: `ns.user` derives from it, or is it
            error line 49 [overlay-invalid-value]: `ns.log`: `ns.log` has a `id` of its own, which it would inherit too
            error line 53 [overlay-invalid-value]: `ns.entity`: there is a `mail` already in the derived type `ns.user`
            error line 57 [overlay-invalid-value]: `ns.user`: it has no property `nothing`
            error line 61 [overlay-invalid-value]: `ns.user`: `ns.send` refers to it; drop or retype that first
            error line 65 [overlay-invalid-value]: `ns.entity/id`: it is part of the key of `ns.entity`; set another `key` first
            error line 69 [overlay-invalid-value]: `ns.send/it`: it is what the operation is bound to; drop the operation
            error line 73 [overlay-invalid-value]: `ns.user/mail`: there is a `id` already
            error line 77 [overlay-invalid-value]: `ns.user/mail`: `e-mail` is not a name: a letter or underscore, then letters, digits and underscores
            error line 81 [overlay-invalid-value]: `ns.entity/id`: there is a `mail` already in the derived type `ns.user`
            error line 85 [overlay-invalid-value]: `ns.address`: there is a `user` already
            error line 89 [overlay-invalid-value]: `ns.user`: there is a `id` already
            error line 93 [overlay-invalid-value]: `ns`: a function returns something (CSDL 4.01, section 12.8)
            error line 97 [overlay-invalid-value]: `ns.user`: `nothing` is not the qualified name of a term
            error line 101 [overlay-invalid-value]: `ns.user`: `$Nonsense` is not known, or does not stand beside other keys
            error line 105 [overlay-unmatched]: `ns.user@ns.absent` matches nothing
            error line 109 [overlay-not-applicable]: `ns.user@ns.absent` is an annotation, which can only be dropped
        "#]],
    );
}

#[test]
fn a_name_of_two_kinds_has_to_be_told_apart() {
    let (_, mut twofold) = model(r#"<ComplexType Name="image"/><Function Name="image"><ReturnType Type="ns.image"/></Function>"#);
    let annotate = "annotate = { term = 'ns.t' }";
    let (_, ambiguous) = entries(&entry(&format!("target = 'ns.image'\n{annotate}")));
    expect!["`ns.image` is the name of a complex type and of a function"].assert_eq(&apply(&mut twofold, &ambiguous)[0].message);
    let (_, clear) = entries(&entry(&format!("target = 'ns.image'\nkind = 'function'\n{annotate}")));
    assert_eq!(apply(&mut twofold, &clear), []);
    assert_eq!((twofold.structs[0].annotations.len(), twofold.operations[0].annotations.len()), (0, 1));
}

#[test]
fn a_misspelt_key_is_refused_with_its_name() {
    let message = |body: &str| toml::from_str::<File>(&entry(body)).err().map(|error| error.message().to_owned());
    expect![[r#"
        Some(
            "unknown field `contain`, expected one of `target`, `reason`, `kind`, `of_type`, `contains`, `nullable`, `optional`, `abstract`, `open`, `stream`, `flags`, `composable`, `retype`, `base`, `key`, `value`, `annotate`, `add_property`, `add_navigation`, `add_member`, `add_parameter`, `add_entity_set`, `add_singleton`, `add_entity_type`, `add_complex_type`, `add_action`, `add_function`, `rename`, `drop`",
        )
    "#]].assert_debug_eq(&message("target = 'ns.user'\ncontain = true"));
    expect![[r#"
        Some(
            "unknown field `therm`, expected one of `term`, `qualifier`, `value`, `mode`",
        )
    "#]]
    .assert_debug_eq(&message("target = 'ns.user'\nannotate = { therm = 'a.b' }"));
    expect![[r#"
        Some(
            "invalid type: integer `3`, expected one value or a list of them",
        )
    "#]]
    .assert_debug_eq(&message("target = 3\ndrop = true"));
}
