//! An example of the runtime as a process of its own, and a server of this process for it.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use edmund_cli::Outcome;

use crate::shell;

/// What one run of a client took.
pub(super) struct Run {
    pub(super) wall: Duration,
    /// Bytes, at most; 0 where the system does not say.
    pub(super) memory: u64,
}

/// Builds an example of the runtime, optimised: where it is.
pub(super) fn build(bench: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let target = bench.join("target");
    let text = target.to_string_lossy();
    let built =
        shell::cargo(&["build", "--quiet", "--release", "--package", "edmund", "--example", name, "--target-dir", &text])?;
    anyhow::ensure!(built == Outcome::Clean, "the example does not compile");
    Ok(target.join("release/examples").join(name))
}

/// Runs a client to its end: the time it took, and what it said.
pub(super) fn run(client: &mut Command) -> anyhow::Result<(Duration, Vec<u8>)> {
    let started = Instant::now();
    let output = client.stderr(Stdio::inherit()).output()?;
    let wall = started.elapsed();
    anyhow::ensure!(output.status.success(), "the client failed");
    Ok((wall, output.stdout))
}

/// Serves each connection in a thread of its own, as long as this process lives: the address.
pub(super) fn serve(answer: impl Fn(TcpStream) -> anyhow::Result<()> + Clone + Send + 'static) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            // A connection that breaks is what this is about.
            std::thread::spawn(move || answer(stream).unwrap_or_default());
        }
    });
    Ok(address)
}

/// Shows what faults cost in time.
pub(super) fn show_ratio(faulty: &Run, steady: &Run) {
    println!("ratio (faulty / steady): {:.2} wall", faulty.wall.as_secs_f64() / steady.wall.as_secs_f64());
}

/// Fails if one of the runs used more memory than `most` bytes.
pub(super) fn ensure_small(runs: [&Run; 2], most: u64) -> anyhow::Result<()> {
    let used = runs.map(|run| run.memory).into_iter().max();
    anyhow::ensure!(used <= Some(most), "the client used more than {} MiB", most >> 20);
    Ok(())
}
