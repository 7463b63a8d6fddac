//! Compiling what is generated: all of a schema, a few types, and an application that uses one of them.

use std::path::{Path, PathBuf};

use edmund_cli::Input;
use edmund_codegen::Navigations;

use super::{compare, crates};
use crate::bench::measure::{Usage, measure};

/// What a program needs that reads one report, and one that works with the commonest entities.
const SELECTIONS: [(&str, &[&str]); 2] = [
    ("userRegistrationDetails", &["microsoft.graph.userRegistrationDetails"]),
    (
        "user, group, message, event, driveItem",
        &[
            "microsoft.graph.user",
            "microsoft.graph.group",
            "microsoft.graph.message",
            "microsoft.graph.event",
            "microsoft.graph.driveItem",
        ],
    ),
];

/// Compiles everything: beside it the same types with serde's derives.
pub(super) fn run(input: &Input, bench: &Path, runs: usize) -> anyhow::Result<()> {
    let ours = crates::write_ours(input, &bench.join("ours"), None)?;
    let plain = crates::write_ours(input, &bench.join("ours-plain"), None)?;
    crates::with_features(&plain, &["hyper"])?;
    let serde = crates::write_serde(input, &bench.join("serde"), None, Navigations::Untyped)?;
    for manifest in [&ours, &plain, &serde] {
        crates::detach(manifest)?;
        crates::warm(crates::check(manifest))?;
    }
    let constants = measure(runs, || crates::check(&ours))?;
    let requests = measure(runs, || crates::check(&plain))?;
    let baseline = measure(1, || crates::check(&serde))?;
    compare("cargo check of all types and requests", requests, "the same types with serde derives", baseline);
    compare("cargo check with property constants as well", constants, "the same types with serde derives", baseline);
    let added = constants.cpu.as_secs_f64() - requests.cpu.as_secs_f64();
    println!("property constants add {added:.2} CPU-s");

    for manifest in [&plain, &serde] {
        crates::warm(crates::release(manifest))?;
    }
    let release = measure(runs, || crates::release(&plain))?;
    let baseline = measure(1, || crates::release(&serde))?;
    compare("release build of all types and requests", release, "the same types with serde derives", baseline);

    selections(input, bench, runs)?;
    application(input, bench, runs)
}

/// What a selection adds to an empty crate on the runtime.
fn selections(input: &Input, bench: &Path, runs: usize) -> anyhow::Result<()> {
    let empty = checked(&crates::write_ours(input, &bench.join("empty"), Some(&["Edm.None"]))?, runs)?;
    for (what, types) in SELECTIONS {
        let folder = bench.join(format!("selection-{}", types.len()));
        let usage = checked(&crates::write_ours(input, &folder, Some(types))?, runs)?;
        let added = usage.cpu.as_secs_f64() - empty.cpu.as_secs_f64();
        println!("\ncargo check of {what}: {usage}\nan empty crate on the runtime: {empty}\nadded: {added:.2} CPU-s");
    }
    Ok(())
}

fn checked(manifest: &Path, runs: usize) -> anyhow::Result<Usage> {
    crates::detach(manifest)?;
    crates::warm(crates::check(manifest))?;
    measure(runs, || crates::check(manifest))
}

/// An application that reads a page of users from a file, rebuilt after an edit; beside it the same with serde's derives, whose navigation
/// properties have the types they lead to.
fn application(input: &Input, bench: &Path, runs: usize) -> anyhow::Result<()> {
    let ours = app(bench, "app-ours", "ours", |folder| crates::write_ours(input, folder, None))?;
    let serde = app(bench, "app-serde", "serde-types", |folder| crates::write_serde(input, folder, None, Navigations::Typed))?;
    let rebuilt = measure(runs, || crates::rebuild(&ours))?;
    let baseline = measure(1, || crates::rebuild(&serde))?;
    compare(
        "release rebuild of an application that decodes users",
        rebuilt,
        "the same with serde derives and typed navigations",
        baseline,
    );
    let mebibytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!(
        "stripped binary: ours {:.2} MiB, serde {:.2} MiB",
        mebibytes(crates::binary_size(&ours, "app")?),
        mebibytes(crates::binary_size(&serde, "app")?)
    );
    Ok(())
}

/// Writes the application over a crate of types, and builds it once.
fn app(bench: &Path, folder: &str, types: &str, write: impl FnOnce(&Path) -> anyhow::Result<PathBuf>) -> anyhow::Result<PathBuf> {
    let folder = bench.join(folder);
    let manifest = write(&folder.join("types"))?;
    if types == "ours" {
        // An application that only decodes: without the client's transport.
        crates::with_features(&manifest, &[])?;
    }
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), include_str!("../../templates/app/Cargo.toml.in").replace("__TYPES__", types))?;
    let main = include_str!("../../templates/app/main.rs.in").replace("__TYPES__", &types.replace('-', "_"));
    std::fs::write(folder.join("src/main.rs"), main)?;
    let manifest = folder.join("Cargo.toml");
    crates::warm(crates::rebuild(&manifest))?;
    Ok(manifest)
}
