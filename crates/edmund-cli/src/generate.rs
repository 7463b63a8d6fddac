//! `edmund gen`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use edmund_codegen::{Options, Selection, Wanted};
use edmund_model::{Finding, Severity};

use crate::config::{self, Config, Overlay};
use crate::lock::{self, Lock, Moved};
use crate::{Freshness, Input, Outcome, Tree, input, progress, report};

/// The arguments of `edmund gen`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Schema files and folders; without any, `edmund.toml` says what to generate.
    #[arg(long, num_args = 1..)]
    schema: Vec<PathBuf>,
    /// Qualified names of the wanted types, with what their properties need.
    #[arg(long = "type", value_name = "NAME", conflicts_with = "all")]
    types: Vec<String>,
    /// Paths of the wanted requests, such as `/users/{id}/messages`: every type on the way, and the operation at the end.
    #[arg(long = "path", value_name = "PATH", conflicts_with = "all")]
    paths: Vec<String>,
    /// Qualified names of the only operations that are wanted.
    #[arg(long = "operation", value_name = "NAME", conflicts_with = "all")]
    operations: Vec<String>,
    /// All types.
    #[arg(long)]
    all: bool,
    /// The folder to write to.
    #[arg(long, requires = "schema")]
    out: Option<PathBuf>,
    /// Write a whole crate of this name, with its manifest, instead of a module tree.
    #[arg(long = "crate", value_name = "NAME", requires = "schema")]
    crate_name: Option<String>,
    /// Where the generated crate finds the runtime crate: a path, relative to the output folder or absolute. The registry when absent.
    #[arg(long, value_name = "PATH", requires = "crate_name")]
    runtime: Option<PathBuf>,
    /// A TOML file with `[[overlay]]` entries: fix-ups of the schema.
    #[arg(long, value_name = "FILE", requires = "schema")]
    overlay: Option<PathBuf>,
    /// Accept that names differ from those in `edmund.lock`.
    #[arg(long)]
    rename: bool,
    /// Write nothing; fail when a file is stale or an orphan.
    #[arg(long)]
    check: bool,
}

/// What to generate, wherever it was said.
struct Job {
    input: Input,
    out: PathBuf,
    options: Options,
    /// The folder of `edmund.toml`, which has a lock beside it; none for what the command line says.
    root: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let spinner = progress::spinner("reading the schema");
    let Job { input, out, options, root } = job(arguments)?;
    if input.has_errors() {
        spinner.finish_and_clear();
        return refuse(&input.findings, &input, &out);
    }
    let page_errors: Vec<Finding> = input.page_errors().cloned().collect();
    if !page_errors.is_empty() {
        spinner.suspend(|| report::complain(&page_errors, &input.sources))?;
        eprintln!("pages with errors count as far as they are understood");
    }
    spinner.set_message("generating");
    let output = edmund_codegen::generate(&input.model, &input.sources, &options);
    spinner.finish_and_clear();
    if output.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return refuse(&output.findings, &input, &out);
    }
    for skipped in &output.skipped {
        eprintln!("skipped: {}: {}", skipped.name, skipped.reason);
    }
    let files = output.files.into_iter().map(|file| (PathBuf::from(file.path), file.text)).collect();
    let tree = Tree { root: out, files };
    let lock = root.map(|root| (Lock::new(&input.sources, &root, output.names), root));
    if let Some((lock, root)) = &lock {
        let before = Lock::read(root)?;
        let moved = before.as_ref().map(|before| lock.moved(before)).unwrap_or_default();
        if !moved.is_empty() && !arguments.rename {
            return Ok(keep(&moved, &tree.root, &options.command));
        }
        if arguments.check && before.as_ref() != Some(lock) {
            eprintln!("stale: {}", root.join(lock::FILE_NAME).display());
            verdict(&tree.compare()?, &options.command)?;
            eprintln!("run `{}` and commit what it writes", options.command);
            return Ok(Outcome::Errors);
        }
    }
    if arguments.check {
        return verdict(&tree.compare()?, &options.command);
    }
    let outcome = written(&tree)?;
    if let Some((lock, root)) = lock {
        lock.write(&root)?;
    }
    Ok(outcome)
}

/// Names that code in use may hold would change: nothing is written unless that is asked for.
fn keep(moved: &[Moved], out: &Path, command: &str) -> Outcome {
    for name in moved {
        eprintln!("error[name-moved]: {name}");
    }
    eprintln!("a change of the schema took these names away; run `{command} --rename` to accept that, or rename in an overlay");
    eprintln!("nothing was written; {} is as it was", out.display());
    Outcome::Errors
}

fn job(arguments: &Arguments) -> anyhow::Result<Job> {
    if arguments.schema.is_empty() {
        return configured();
    }
    let out = arguments.out.clone().context("`--schema` needs `--out DIR`: the folder to write to")?;
    let wanted = Wanted {
        types: arguments.types.clone(),
        paths: arguments.paths.clone(),
        operations: (!arguments.operations.is_empty()).then(|| arguments.operations.clone()),
    };
    anyhow::ensure!(
        arguments.all || wanted != Wanted::default(),
        "say what to generate: `--all`, or `--type NAME`, `--path PATH` or `--operation NAME` for each that is wanted"
    );
    let selection = if arguments.all { Selection::All } else { Selection::Only(wanted) };
    let options = Options {
        selection,
        crate_name: arguments.crate_name.clone(),
        runtime: arguments.runtime.as_deref().map(slashes),
        command: "edmund gen".to_owned(),
        ..Options::default()
    };
    let overlay = arguments.overlay.as_deref().map(Overlay::read).transpose()?;
    Ok(Job {
        input: input::read(&arguments.schema, overlay.as_ref(), &Config::find()?.unwrap_or_default().catalog)?,
        out,
        options,
        root: None,
    })
}

fn configured() -> anyhow::Result<Job> {
    let config = Config::read(config::FILE_NAME.as_ref()).context("without `--schema`, `edmund.toml` says what to generate")?;
    let generate = config.generate.clone().context("`edmund.toml` has no [generate] table")?;
    Ok(Job { input: config.input()?, out: config.root.join(&generate.out), options: generate.options(), root: Some(config.root) })
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Errors in the input: nothing is written, and what was generated before stays.
fn refuse(findings: &[Finding], input: &Input, out: &Path) -> anyhow::Result<Outcome> {
    report::complain(findings, &input.sources)?;
    eprintln!("nothing was written; {} is as it was", out.display());
    Ok(Outcome::Errors)
}

/// What `--check` says.
pub(crate) fn verdict(freshness: &Freshness, command: &str) -> anyhow::Result<Outcome> {
    if freshness.is_fresh() {
        return Ok(Outcome::Clean);
    }
    eprint!("{freshness}");
    eprintln!("run `{command}` and commit what it writes");
    Ok(Outcome::Errors)
}

/// Writes the tree and says what changed.
pub(crate) fn written(tree: &Tree) -> anyhow::Result<Outcome> {
    let freshness = tree.write()?;
    println!(
        "{}: {} files, {} written, {} removed",
        tree.root.display(),
        tree.files.len(),
        freshness.stale.len(),
        freshness.orphans.len()
    );
    Ok(Outcome::Clean)
}
