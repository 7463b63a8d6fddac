//! Decoding one page of entities: field tables against serde's derives, in one process.

use std::path::Path;

use anyhow::Context as _;
use edmund_cli::Input;
use edmund_model::sample::{self, Seed};
use edmund_model::{QualifiedName, StructKind, Type};
use serde_json::Value;

use super::crates;

/// The entity type that is decoded, where the schema has it; the widest one otherwise.
const USER: &str = "microsoft.graph.user";
/// Entities on a page: the largest page that Microsoft Graph serves.
const ENTITIES: u64 = 999;

/// Generates both crates for the one type, writes a page of sample entities, and runs the comparison.
pub(crate) fn run(input: &Input, bench: &Path) -> anyhow::Result<()> {
    let model = &input.model;
    let user = QualifiedName::parse(USER).and_then(|name| model.find(&name));
    let widest = || {
        let entities = model.struct_ids().filter(|id| model.structure(*id).kind == StructKind::Entity);
        entities.max_by_key(|id| model.properties(*id).len())
    };
    let id = match user {
        Some(Type::Struct(id)) => id,
        _ => widest().context("the schema has no entity type")?,
    };
    let name = model.structure(id).name.to_string();
    let rows: Vec<_> = (0..ENTITIES).map(|index| without_nulls(Value::Object(sample::row(model, id, Seed(7), index)))).collect();

    let folder = bench.join("decode");
    crates::write_ours(input, &folder.join("ours"), Some(&[&name]))?;
    crates::write_serde(input, &folder.join("serde-types"), Some(&[&name]))?;
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("page.json"), serde_json::to_string(&serde_json::json!({ "value": rows }))?)?;
    std::fs::write(folder.join("Cargo.toml"), include_str!("../../templates/decode/Cargo.toml.in"))?;
    let rust_name = edmund_codegen::type_identifier(&model.structure(id).name.name);
    let main = include_str!("../../templates/decode/main.rs.in").replace("__TYPE__", &rust_name);
    std::fs::write(folder.join("src/main.rs"), main)?;
    println!("\ndecode a page of {ENTITIES} x {name}, release, best of many:");
    let outcome = crates::run_release(&folder.join("Cargo.toml"))?;
    anyhow::ensure!(outcome == edmund_cli::Outcome::Clean, "the comparison failed");
    Ok(())
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
