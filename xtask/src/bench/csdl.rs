//! Reading and checking CSDL.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;

use super::measure::measure_any;
use super::release;
use crate::shell;

pub(crate) fn run(schema: &Path, bench: &Path, runs: usize) -> anyhow::Result<()> {
    let edmund = release(bench)?;
    hostile(&edmund, &bench.join("hostile"), runs)?;
    reading(schema, bench)?;
    growth(&edmund, schema, &bench.join("growth"), runs)
}

/// Reading beside the XML parser alone, in one optimised process.
fn reading(schema: &Path, bench: &Path) -> anyhow::Result<()> {
    let target = bench.join("target").to_string_lossy().into_owned();
    let schema = schema.to_string_lossy();
    let arguments = [
        "run",
        "--quiet",
        "--release",
        "--package",
        "edmund-csdl",
        "--example",
        "reading",
        "--target-dir",
        &target,
        "--",
        &schema,
    ];
    let ran = shell::cargo(&arguments)?;
    anyhow::ensure!(ran == edmund_cli::Outcome::Clean, "the example failed");
    Ok(())
}

/// `edmund check` on one, two, four and eight renamed copies.
fn growth(edmund: &Path, schema: &Path, folder: &Path, runs: usize) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(schema).with_context(|| format!("cannot read {}", schema.display()))?;
    let copies = (1..=8).map(|copy| renamed(&text, folder, copy)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut first = None;
    for count in [1, 2, 4, 8] {
        let usage = measure_any(runs, || check(edmund, &copies[..count]))?;
        let one = *first.get_or_insert(usage.cpu.as_secs_f64());
        println!("edmund check, {count} of the schema: {usage}; {:.2} times one", usage.cpu.as_secs_f64() / one);
    }
    Ok(())
}

/// A copy of the schema whose namespaces have names of their own.
fn renamed(text: &str, folder: &Path, copy: usize) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join(format!("{copy}.csdl"));
    let text = if copy == 1 { text.to_owned() } else { text.replace("microsoft.graph", &format!("microsoft{copy}.graph")) };
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// Files that are made to cost: each is refused.
fn hostile(edmund: &Path, folder: &Path, runs: usize) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let entities: String =
        (1..10).map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE x [<!ENTITY l0 \"lol\">{entities}]><x>&l9;</x>");
    for (name, text) in [("billion laughs", laughs), ("100,000 nested elements", "<a>".repeat(100_000))] {
        let path = folder.join(format!("{}.xml", name.replace([' ', ','], "-")));
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        let usage = measure_any(runs, || check(edmund, std::slice::from_ref(&path)))?;
        println!("edmund check, {name}: {usage}");
    }
    Ok(())
}

fn check(edmund: &Path, paths: &[PathBuf]) -> Command {
    let mut command = Command::new(edmund);
    command.arg("check").args(paths).stderr(Stdio::null());
    command
}
