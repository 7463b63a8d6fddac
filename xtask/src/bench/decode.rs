//! Decoding one page of entities: field tables against serde's derives, in one process.

use std::path::Path;

use edmund_cli::Input;
use edmund_codegen::Navigations;
use edmund_model::sample::{self, Seed};
use edmund_model::{QualifiedName, Type};
use serde_json::{Map, Value};

use super::crates;

/// Entities on a page: the largest page that Microsoft Graph serves.
const ENTITIES: u64 = 999;

/// A page: what it is called, the type of its entities, and which of their properties it has; all when none are named.
struct Shape {
    what: &'static str,
    type_name: &'static str,
    properties: &'static [&'static str],
}

/// What users of Microsoft Graph read most. The second has the properties that the service sends when none are selected.
const SHAPES: [Shape; 4] = [
    Shape { what: "full_users", type_name: "microsoft.graph.user", properties: &[] },
    Shape {
        what: "default_users",
        type_name: "microsoft.graph.user",
        properties: &[
            "businessPhones",
            "displayName",
            "givenName",
            "id",
            "jobTitle",
            "mail",
            "mobilePhone",
            "officeLocation",
            "preferredLanguage",
            "surname",
            "userPrincipalName",
        ],
    },
    Shape { what: "registrations", type_name: "microsoft.graph.userRegistrationDetails", properties: &[] },
    Shape { what: "sign_ins", type_name: "microsoft.graph.signIn", properties: &[] },
];

/// Generates both crates for the types, writes pages of sample entities, and runs the comparison.
pub(crate) fn run(input: &Input, bench: &Path) -> anyhow::Result<()> {
    let folder = bench.join("decode");
    std::fs::create_dir_all(folder.join("src"))?;
    let mut comparisons = String::new();
    for Shape { what, type_name, properties } in SHAPES {
        std::fs::write(folder.join(format!("{what}.json")), page(input, type_name, properties)?)?;
        let rust_name = edmund_codegen::type_identifier(type_name.rsplit('.').next().unwrap_or(type_name));
        comparisons += &format!("    compare!(\"{what}\", {rust_name});\n");
    }
    let types: Vec<&str> = SHAPES.iter().map(|shape| shape.type_name).collect();
    crates::write_ours(input, &folder.join("ours"), Some(&types))?;
    crates::write_serde(input, &folder.join("serde-types"), Some(&types), Navigations::Untyped)?;
    std::fs::write(folder.join("Cargo.toml"), include_str!("../../templates/decode/Cargo.toml.in"))?;
    let main = include_str!("../../templates/decode/main.rs.in").replace("__COMPARISONS__", comparisons.trim_end());
    std::fs::write(folder.join("src/main.rs"), main)?;
    println!("\ndecode and encode a page of {ENTITIES} entities, release, best of many:");
    let outcome = crates::run_release(&folder.join("Cargo.toml"))?;
    anyhow::ensure!(outcome == edmund_cli::Outcome::Clean, "the comparison failed");
    Ok(())
}

/// A page of sample entities with these properties; with all when none are named.
pub(super) fn page(input: &Input, type_name: &str, properties: &[&str]) -> anyhow::Result<String> {
    let model = &input.model;
    let found = QualifiedName::parse(type_name).and_then(|name| model.find(&name));
    let Some(Type::Struct(id)) = found else { anyhow::bail!("the schema has no type `{type_name}`: measure Microsoft Graph's") };
    let rows: Vec<_> = (0..ENTITIES).map(|index| row(sample::row(model, id, Seed(7), index), properties)).collect();
    Ok(serde_json::to_string(&serde_json::json!({ "value": rows }))?)
}

/// The wanted members of a row.
fn row(mut members: Map<String, Value>, properties: &[&str]) -> Value {
    members.retain(|name, _| properties.is_empty() || properties.contains(&name.as_str()));
    without_nulls(Value::Object(members))
}

/// Nulls are read as absent by both kinds of types; without them the round trip can be compared to the letter.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(without_nulls).collect(),
        other => other,
    }
}
