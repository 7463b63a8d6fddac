//! `cargo xtask bench`: every figure of `docs/performance.md`, each beside a baseline of the same run.

mod compile;
mod crates;
mod csdl;
mod decode;
mod example;
mod measure;
mod pages;
mod queries;
mod reading;
mod requests;
mod upload;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use crate::shell;
use measure::{Usage, measure};

/// The arguments of `cargo xtask bench`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// What to measure; everything when none is named.
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// The CSDL of Microsoft Graph v1.0, or of another large service.
    #[arg(long)]
    schema: Option<PathBuf>,
    /// How often each command runs; the median counts.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Reading and checking CSDL: the whole schema, copies of it, and hostile files.
    Csdl,
    /// Generating all of the schema.
    Generate,
    /// Compiling what was generated: all of it, and what an application reaches.
    Compile,
    /// Decoding and encoding a page of entities.
    Decode,
    /// Reading and checking documentation pages.
    Pages,
    /// Building a request, decoding a projection, compiling ten of them.
    Queries,
    /// Single requests of the client beside its transport alone.
    Requests,
    /// A million rows in pages: without faults, with faults, killed and resumed.
    Reading,
    /// An upload of 1 GiB to a session that fails now and then.
    Upload,
}

/// Runs the measurements and prints one line each: ours, the baseline, their ratio.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let bench = shell::root().join("target/bench");
    let wanted = |part| arguments.parts.is_empty() || arguments.parts.contains(&part);
    // First, while this process is small: a child's peak memory counts from the fork.
    if wanted(Part::Upload) {
        upload::run(&bench)?;
    }
    if wanted(Part::Reading) {
        reading::run(&bench, arguments.runs)?;
    }
    if !arguments.parts.is_empty() && arguments.parts.iter().all(|part| matches!(part, Part::Upload | Part::Reading)) {
        return Ok(());
    }
    let schema = schema(arguments)?;
    if wanted(Part::Csdl) {
        csdl::run(&schema, &bench, arguments.runs)?;
    }
    let input = edmund_cli::Input::read(std::slice::from_ref(&schema))?;
    anyhow::ensure!(!input.has_errors(), "{} has errors; run `edmund check` on it", schema.display());

    println!("schema: {} types", input.model.structs.len() + input.model.enums.len());
    if wanted(Part::Generate) {
        generation(&schema, &bench, arguments.runs)?;
    }
    if wanted(Part::Compile) {
        compile::run(&input, &bench, arguments.runs)?;
    }
    if wanted(Part::Decode) {
        decode::run(&input, &bench)?;
    }
    if wanted(Part::Pages) {
        pages::run(&bench)?;
    }
    if wanted(Part::Queries) {
        queries::run(&input, &bench, arguments.runs)?;
    }
    if wanted(Part::Requests) {
        requests::run(&bench)?;
    }
    Ok(())
}

fn schema(arguments: &Arguments) -> anyhow::Result<PathBuf> {
    if let Some(path) = &arguments.schema {
        return path.canonicalize().with_context(|| format!("cannot read {}", path.display()));
    }
    let shared =
        std::env::var_os("EDMUND_SHARED").context("say which schema to measure: `--schema FILE` (or set EDMUND_SHARED)")?;
    let path = PathBuf::from(shared).join("corpus/csdl/graph/v1.0-Prod.csdl");
    path.canonicalize().with_context(|| format!("cannot read {}", path.display()))
}

/// The release command, on the whole schema; beside it the same command that only reads and counts.
fn generation(schema: &std::path::Path, bench: &std::path::Path, runs: usize) -> anyhow::Result<()> {
    let edmund = release(bench)?;
    let out = bench.join("generated");
    let generate = measure(runs, || {
        let _ = std::fs::remove_dir_all(&out);
        let mut command = std::process::Command::new(&edmund);
        command.args(["gen", "--all", "--crate", "graph-v1"]).arg("--schema").arg(schema).arg("--out").arg(&out);
        command
    })?;
    let read = measure(runs, || {
        let mut command = std::process::Command::new(&edmund);
        command.args(["model", "--counts"]).arg(schema);
        command
    })?;
    compare("generate all, formatted and written", generate, "read and lower only", read);
    let (code, fields) = lines(&out.join("src"))?;
    println!("{code} lines of code, {fields} public fields: {:.1} lines a field", code as f64 / fields as f64);
    Ok(())
}

/// How many lines of code, without comments and empty lines, and how many public fields the files below a folder have.
fn lines(folder: &std::path::Path) -> anyhow::Result<(usize, usize)> {
    let mut counts = (0, 0);
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        let (code, fields) = if path.is_dir() {
            lines(&path)?
        } else {
            let text = std::fs::read_to_string(&path)?;
            let code = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
            (code.clone().count(), code.filter(|line| line.starts_with("pub ") && line.ends_with(',')).count())
        };
        counts = (counts.0 + code, counts.1 + fields);
    }
    Ok(counts)
}

/// The command `edmund`, built as users build it.
fn release(bench: &std::path::Path) -> anyhow::Result<PathBuf> {
    let target = bench.join("target").to_string_lossy().into_owned();
    let built = shell::cargo(&["build", "--quiet", "--release", "--package", "edmund-cli", "--target-dir", &target])?;
    anyhow::ensure!(built == edmund_cli::Outcome::Clean, "the release build failed");
    Ok(bench.join("target/release/edmund"))
}

fn compare(what: &str, ours: Usage, baseline_name: &str, baseline: Usage) {
    println!("\n{what}: {ours}\n{baseline_name}: {baseline}");
    println!(
        "ratio (baseline / ours): {:.2} CPU, {:.2} wall, {:.2} memory",
        baseline.cpu.as_secs_f64() / ours.cpu.as_secs_f64(),
        baseline.wall.as_secs_f64() / ours.wall.as_secs_f64(),
        baseline.memory as f64 / ours.memory as f64
    );
}
