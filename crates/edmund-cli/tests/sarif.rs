//! The SARIF log has the shape that SARIF 2.1.0 gives it. The rules stand here as a table, because the specification's own schema needs a
//! validator larger than all of this crate.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use serde_json::Value;

/// An object of the log: its name, the members it must have, those it may have besides, and the objects below it. The schema forbids all others.
struct Shape {
    name: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
    below: &'static [(&'static str, &'static str)],
}

/// SARIF 2.1.0, sections 3.13 to 3.57, as far as we write it.
const SHAPES: &[Shape] = &[
    Shape { name: "sarifLog", must: &["version", "runs"], may: &["$schema"], below: &[("runs", "run")] },
    Shape { name: "run", must: &["tool", "results"], may: &["columnKind"], below: &[("tool", "tool"), ("results", "result")] },
    Shape { name: "tool", must: &["driver"], may: &[], below: &[("driver", "toolComponent")] },
    Shape {
        name: "toolComponent",
        must: &["name"],
        may: &["semanticVersion", "rules"],
        below: &[("rules", "reportingDescriptor")],
    },
    Shape { name: "reportingDescriptor", must: &["id"], may: &[], below: &[] },
    Shape {
        name: "result",
        must: &["message", "ruleId", "ruleIndex", "level", "locations"],
        may: &["relatedLocations", "fixes"],
        below: &[("message", "message"), ("locations", "location"), ("relatedLocations", "location"), ("fixes", "fix")],
    },
    Shape { name: "message", must: &["text"], may: &[], below: &[] },
    Shape {
        name: "location",
        must: &["physicalLocation"],
        may: &["id", "message"],
        below: &[("physicalLocation", "physicalLocation"), ("message", "message")],
    },
    Shape {
        name: "physicalLocation",
        must: &["artifactLocation", "region"],
        may: &[],
        below: &[("artifactLocation", "artifactLocation"), ("region", "region")],
    },
    Shape { name: "artifactLocation", must: &["uri"], may: &[], below: &[] },
    Shape { name: "region", must: &["startLine", "startColumn", "endLine", "endColumn"], may: &[], below: &[] },
    Shape {
        name: "fix",
        must: &["artifactChanges"],
        may: &["description"],
        below: &[("artifactChanges", "artifactChange"), ("description", "message")],
    },
    Shape {
        name: "artifactChange",
        must: &["artifactLocation", "replacements"],
        may: &[],
        below: &[("artifactLocation", "artifactLocation"), ("replacements", "replacement")],
    },
    Shape {
        name: "replacement",
        must: &["deletedRegion"],
        may: &["insertedContent"],
        below: &[("deletedRegion", "region"), ("insertedContent", "message")],
    },
];

/// What is wrong with an object, each fault with the path to it.
fn faults(name: &str, value: &Value, path: &str, found: &mut Vec<String>) {
    let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) else { panic!("no shape {name}") };
    let Some(members) = value.as_object() else {
        found.push(format!("{path}: not an object"));
        return;
    };
    found.extend(shape.must.iter().filter(|must| !members.contains_key(**must)).map(|must| format!("{path}: no {must}")));
    let is_known = |member: &str| shape.must.contains(&member) || shape.may.contains(&member);
    found.extend(members.keys().filter(|member| !is_known(member)).map(|member| format!("{path}: unknown {member}")));
    for (member, below) in shape.below {
        match members.get(*member) {
            Some(Value::Array(items)) => {
                items.iter().enumerate().for_each(|(at, item)| faults(below, item, &format!("{path}/{member}/{at}"), found));
            }
            Some(item) => faults(below, item, &format!("{path}/{member}"), found),
            None => {}
        }
    }
    found.extend(fault_of_values(name, value).map(|fault| format!("{path}: {fault}")));
}

/// Limits on values that the schema sets.
fn fault_of_values(name: &str, value: &Value) -> Option<&'static str> {
    let number = |member: &str| value[member].as_u64().unwrap_or(0);
    let text = |member: &str| value[member].as_str().unwrap_or_default();
    match name {
        "sarifLog" => (text("version") != "2.1.0").then_some("another version"),
        "run" => (!["utf16CodeUnits", "unicodeCodePoints"].contains(&text("columnKind"))).then_some("columnKind"),
        "result" => (!["none", "note", "warning", "error"].contains(&text("level"))).then_some("level"),
        "message" => text("text").is_empty().then_some("an empty text"),
        "artifactLocation" => text("uri").contains([' ', '\\', '"', '<', 'é']).then_some("no URI reference"),
        "region" => {
            let ordered = (number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn"));
            (number("startLine") < 1 || number("startColumn") < 1 || !ordered).then_some("no region")
        }
        _ => None,
    }
}

const WRONG: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="Book">
    <Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32"/>
    <Property Name="Title" Type="Edm.Strng"/>
    <NavigationProperty Name="Next" Type="shop.Bok"/>
  </EntityType>
  <EntityType Name="Author"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Guid"/><Property Name="Id" Type="Edm.Guid"/></EntityType>
</Schema>
</edmx:DataServices></edmx:Edmx>"#;

#[test]
fn a_log_with_labels_and_fixes_is_as_the_specification_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("my \"é\" shop.xml"), WRONG).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_edmund"));
    let output = command.current_dir(folder.path()).args(["check", "--format", "sarif", "."]).output().unwrap();
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();

    let mut found = Vec::new();
    faults("sarifLog", &log, "", &mut found);
    assert_eq!(found, [""; 0]);

    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 4 && results.iter().any(|it| it.get("fixes").is_some()), "the example shows what there is: {log:#}");
    assert!(results.iter().any(|it| it.get("relatedLocations").is_some()));
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
    }
}

#[test]
fn no_finding_is_a_log_too() {
    let folder = tempfile::tempdir().unwrap();
    let (before, _) = WRONG.split_once("<EntityType").unwrap();
    std::fs::write(folder.path().join("shop.xml"), format!("{before}</Schema></edmx:DataServices></edmx:Edmx>")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_edmund"));
    let output = command.current_dir(folder.path()).args(["check", "--format", "sarif", "shop.xml"]).output().unwrap();
    let mut found = Vec::new();
    faults("sarifLog", &serde_json::from_slice(&output.stdout).unwrap(), "", &mut found);
    assert_eq!((found, output.status.code()), (Vec::new(), Some(0)));
}
