//! Queries: a request beside a hand-written one, a projection beside the whole model, and what projections cost to compile.

use std::path::Path;

use edmund_cli::Input;

use super::measure::{Usage, measure};
use super::{crates, decode};
use crate::shell;

/// Builds requests and decodes projections in one optimised process, and checks a crate with ten projections.
pub(super) fn run(input: &Input, bench: &Path, runs: usize) -> anyhow::Result<()> {
    let folder = bench.join("queries");
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("users.json"), decode::page(input, "microsoft.graph.user", &[])?)?;
    crates::write_ours(input, &folder.join("ours"), Some(&["microsoft.graph.user"]))?;
    let manifest = folder.join("Cargo.toml");
    std::fs::write(&manifest, include_str!("../../templates/queries/Cargo.toml.in").replace("__RUNTIME__", &runtime()))?;
    std::fs::write(folder.join("src/main.rs"), include_str!("../../templates/queries/main.rs.in"))?;
    println!("\nqueries and projections, release, best of many:");
    let outcome = crates::run_release(&manifest)?;
    anyhow::ensure!(outcome == edmund_cli::Outcome::Clean, "the comparison failed");
    projections(input, bench, runs)
}

/// `cargo check` of a crate with ten projections of users, above one without: three properties each, and one navigation property.
fn projections(input: &Input, bench: &Path, runs: usize) -> anyhow::Result<()> {
    let folder = bench.join("projections");
    let ours = crates::write_ours(input, &folder.join("ours"), Some(&["microsoft.graph.user"]))?;
    crates::detach(&ours)?;
    let checked = |count: usize| -> anyhow::Result<Usage> {
        let folder = folder.join(format!("with-{count}"));
        std::fs::create_dir_all(folder.join("src"))?;
        let manifest = folder.join("Cargo.toml");
        std::fs::write(&manifest, include_str!("../../templates/projections/Cargo.toml.in").replace("__RUNTIME__", &runtime()))?;
        let projections = (0..count).map(|index| PROJECTION.replace("__INDEX__", &index.to_string())).collect::<String>();
        std::fs::write(folder.join("src/lib.rs"), format!("//! {count} projections.\n{projections}"))?;
        crates::warm(crates::check(&manifest))?;
        measure(runs, || crates::check(&manifest))
    };
    let (none, ten) = (checked(0)?, checked(10)?);
    let added = ten.cpu.as_secs_f64() - none.cpu.as_secs_f64();
    println!("cargo check of ten projections: {ten}\nthe crate without them: {none}\nadded: {added:.2} CPU-s");
    Ok(())
}

const PROJECTION: &str = "
/// A user, and the user's manager.
#[derive(edmund::Entity)]
#[odata(of = ours::User)]
pub struct Row__INDEX__ {
    pub id: String,
    pub display_name: Option<String>,
    pub account_enabled: Option<bool>,
    #[odata(expand)]
    pub manager: Option<Manager__INDEX__>,
}

/// A manager.
#[derive(edmund::Entity)]
#[odata(of = ours::DirectoryObject)]
pub struct Manager__INDEX__ {
    pub id: String,
}
";

/// Where the runtime is.
fn runtime() -> String {
    shell::root().join("crates/edmund").to_string_lossy().replace('\\', "/")
}
