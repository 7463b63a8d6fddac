//! Reading, lowering and checking documentation pages.

use std::path::Path;

use anyhow::Context as _;

use crate::shell;

/// So many pages are read: a small service's, and about as many as Microsoft Graph has.
const PAGES: [&str; 2] = ["1000", "10000"];

/// Pages a second and peak memory, beside the Markdown parser alone, in one optimised process; the pages of the corpus are repeated.
pub(super) fn run(bench: &Path) -> anyhow::Result<()> {
    let shared =
        std::env::var_os("EDMUND_SHARED").context("set EDMUND_SHARED: the pages to measure lie in its `corpus/pages`")?;
    let folder = Path::new(&shared).join("corpus/pages").canonicalize()?.to_string_lossy().into_owned();
    let target = bench.join("target").to_string_lossy().into_owned();
    println!();
    for pages in PAGES {
        let ran = shell::cargo(&[
            "run",
            "--quiet",
            "--release",
            "--package",
            "edmund-pages",
            "--example",
            "reading",
            "--target-dir",
            &target,
            "--",
            &folder,
            pages,
        ])?;
        anyhow::ensure!(ran == edmund_cli::Outcome::Clean, "the example failed");
    }
    Ok(())
}
