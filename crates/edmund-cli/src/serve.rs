//! `edmund serve`.

use anyhow::Context as _;
use clap::Args;
use edmund_sandbox::{Faults, Sandbox};

use crate::input::Schema;
use crate::{Outcome, report};

/// The arguments of `edmund serve`.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schema: Schema,
    /// The port on loopback; a free one when 0.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// How many synthetic rows a collection has: `users=1000`. May be given several times.
    #[arg(long, value_name = "SET=N", value_parser = rows)]
    rows: Vec<(String, usize)>,
    /// Seed of the synthetic rows and of the faults.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Part of the requests to fail: `429=10%`, `reset=5%`. May be given several times.
    #[arg(long, value_name = "KIND=PERCENT", value_parser = fault)]
    fault: Vec<(Fault, f64)>,
}

#[derive(Clone, Copy)]
enum Fault {
    Throttle,
    Reset,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let input = arguments.schema.read()?;
    if input.has_errors() {
        report::complain(&input.findings, &input.sources)?;
        return Ok(Outcome::Errors);
    }
    let mut faults = Faults::default();
    for (fault, part) in &arguments.fault {
        match fault {
            Fault::Throttle => faults.throttle = *part,
            Fault::Reset => faults.reset = *part,
        }
    }
    let mut builder = Sandbox::builder(input.model).seed(arguments.seed).port(arguments.port).faults(faults);
    for (set, rows) in &arguments.rows {
        builder = builder.rows(set, *rows);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let handle = builder.start().await.context("cannot listen on loopback")?;
        println!("serving at {}\nstop with Ctrl-C", handle.base_url());
        tokio::signal::ctrl_c().await.context("cannot wait for Ctrl-C")
    })?;
    Ok(Outcome::Clean)
}

fn rows(text: &str) -> Result<(String, usize), String> {
    let (set, count) = text.split_once('=').ok_or("write SET=N, such as `users=1000`")?;
    Ok((set.to_owned(), count.parse().map_err(|_| format!("`{count}` is not a number of rows"))?))
}

fn fault(text: &str) -> Result<(Fault, f64), String> {
    let (kind, part) = text.split_once('=').ok_or("write KIND=PERCENT, such as `429=10%`")?;
    let kind = match kind {
        "429" => Fault::Throttle,
        "reset" => Fault::Reset,
        _ => return Err(format!("there is no fault `{kind}`: use `429` or `reset`")),
    };
    let percent: f64 = part.trim_end_matches('%').parse().map_err(|_| format!("`{part}` is not a percentage"))?;
    if (0.0..=100.0).contains(&percent) {
        Ok((kind, percent / 100.0))
    } else {
        Err(format!("`{part}` is not between 0% and 100%"))
    }
}
