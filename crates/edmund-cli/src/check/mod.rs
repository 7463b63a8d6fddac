//! `edmund check`.

mod baseline;
mod fix;
mod policy;
mod suppression;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use edmund_model::{Finding, Severity, guideline};

use crate::config::Config;
use crate::input::Schema;
use crate::report::{self, Format};
use crate::{Input, Outcome};
use baseline::Baseline;

/// The arguments of `edmund check`.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schema: Schema,
    /// Guideline lints to ask for: rule ids, groups such as `G-naming`, or `G` for all but the heuristic ones.
    #[arg(long = "lint", value_name = "NAME")]
    lints: Vec<String>,
    /// How to print findings.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Apply the fixes that a machine may make, then report what is left.
    #[arg(long)]
    fix: bool,
    /// Leave out the findings that this file lists.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write all findings to this file, for `--baseline`, and report none.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix"])]
    write_baseline: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let config = Config::find()?;
    let mut input = arguments.schema.read()?;
    let check = config.as_ref().map(|config| config.check.clone()).unwrap_or_default();
    if arguments.fix {
        let applied = fix::apply_all(&arguments.schema, &mut input)?;
        eprintln!("{applied} fixes applied");
    }
    let mut findings = all_findings(&input);
    let lints = guideline::select(arguments.lints.iter().chain(&check.lints).map(String::as_str))?;
    findings.extend(guideline::check(&input.model, &lints));
    findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
    findings = policy::apply(suppression::apply(findings, &input.sources), &check, &input.sources);
    if let Some(path) = &arguments.write_baseline {
        return Baseline::of(&findings, &input.sources).write(path).map(|()| Outcome::Clean);
    }
    let configured = config.as_ref().and_then(|config| config.check.baseline.as_ref().map(|path| config.root.join(path)));
    if let Some(path) = arguments.baseline.clone().or(configured) {
        findings = Baseline::read(&path)?.leave_out(findings, &input.sources);
    }
    report::print(arguments.format, &findings, &input.sources).context("cannot print")?;
    Ok(outcome(&findings))
}

fn outcome(findings: &[Finding]) -> Outcome {
    if findings.iter().any(|finding| finding.severity == Severity::Error) { Outcome::Errors } else { Outcome::Clean }
}

/// What was found while reading, and what only the whole shows.
fn all_findings(input: &Input) -> Vec<Finding> {
    let mut findings = input.findings.clone();
    findings.extend(edmund_pages::check(&input.pages, &input.sources, Some(&input.model)));
    findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
    findings.dedup();
    findings
}
