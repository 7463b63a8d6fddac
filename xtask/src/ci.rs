//! Everything that must hold before a change lands.

use edmund_cli::Outcome;

use crate::{peer, shell, tests};

struct Step {
    name: &'static str,
    run: fn() -> anyhow::Result<Outcome>,
}

/// In the order of what fails fastest; the tests come last so that their summary closes the output.
const STEPS: &[Step] = &[
    Step { name: "formatting", run: || shell::cargo(&["fmt", "--all", "--check"]) },
    Step { name: "schema has no errors", run: || edmund_cli::run_from(["check"]) },
    Step { name: "generated code is fresh", run: || edmund_cli::run_from(["gen", "--check"]) },
    Step { name: "generated pages are fresh", run: || edmund_cli::run_from(["docs", "--check"]) },
    Step {
        name: "clippy",
        run: || {
            shell::cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "--deny", "warnings"])
        },
    },
    Step {
        name: "the runtime without its features",
        run: || shell::cargo(&["check", "--package", "edmund", "--no-default-features", "--quiet"]),
    },
    Step {
        name: "documentation",
        run: || {
            shell::cargo_with(
                &["doc", "--workspace", "--no-deps", "--all-features", "--quiet"],
                &[("RUSTDOCFLAGS", "--deny warnings")],
            )
        },
    },
    Step { name: "a server to test against", run: peer::install },
    Step { name: "tests", run: tests::run },
];

/// Runs all steps, going on after a failure so that one run shows everything that is wrong.
pub(crate) fn run() -> anyhow::Result<Outcome> {
    let mut failed = Vec::new();
    for step in STEPS {
        println!("\n== {} ==", step.name);
        if (step.run)()? == Outcome::Errors {
            failed.push(step.name);
        }
    }
    if failed.is_empty() {
        return Ok(Outcome::Clean);
    }
    eprintln!("failed: {}", failed.join(", "));
    Ok(Outcome::Errors)
}
