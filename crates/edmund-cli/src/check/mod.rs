//! `edmund check`.

mod baseline;
mod fix;
mod policy;
mod suppression;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use edmund_model::{Finding, Sources, guideline};

use crate::config::Config;
use crate::input::Schema;
use crate::report::{Format, Report};
use crate::{Input, Outcome};
use baseline::{Baseline, Counts};
use policy::Policy;

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
    let lints = guideline::select(arguments.lints.iter().chain(&check.lints).map(String::as_str))?;
    input.findings.extend(guideline::check(&input.model, &lints));
    let policy = Policy::new(&check);
    if let Some(path) = &arguments.write_baseline {
        let mut counts = Counts::default();
        each_file(&mut input, &policy, |findings, sources| {
            counts.add(&findings, sources);
            Ok(())
        })?;
        return counts.baseline().write(path).map(|()| Outcome::Clean);
    }
    let configured = config.as_ref().and_then(|config| config.check.baseline.as_ref().map(|path| config.root.join(path)));
    let baseline = arguments.baseline.clone().or(configured).map(|path| Baseline::read(&path)).transpose()?;
    let mut known = baseline.map(Baseline::counts).unwrap_or_default();
    let out = std::io::stdout().lock();
    let mut report = Report::new(arguments.format, out);
    each_file(&mut input, &policy, |mut findings, sources| {
        known.leave_out(&mut findings, sources);
        report.add(&findings, sources).context("cannot print")
    })?;
    let has_errors = report.has_errors();
    report.finish().context("cannot print")?;
    Ok(if has_errors { Outcome::Errors } else { Outcome::Clean })
}

/// The findings of each file, rated, without those that its comments allow.
fn each_file(
    input: &mut Input,
    policy: &Policy<'_>,
    mut each: impl FnMut(Vec<Finding>, &Sources) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    input.check(|file, mut findings, sources| {
        suppression::apply(&mut findings, file, sources);
        policy.rate(&mut findings, sources);
        each(findings, sources)
    })
}
