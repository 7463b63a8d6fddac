//! Time and memory of a whole process, as the operating system accounts for it.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use wait4::Wait4 as _;

/// What a process and the processes it waited for used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// User and system CPU time.
    pub(crate) cpu: Duration,
    /// Time on the clock.
    pub(crate) wall: Duration,
    /// Peak resident memory of the largest process, in bytes.
    pub(crate) memory: u64,
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mebibytes = self.memory as f64 / f64::from(1 << 20);
        write!(f, "{:.3} CPU-s, {:.3} s, {mebibytes:.0} MiB", self.cpu.as_secs_f64(), self.wall.as_secs_f64())
    }
}

/// Runs a command some times and gives the run of median CPU time.
pub(crate) fn measure(runs: usize, mut command: impl FnMut() -> Command) -> anyhow::Result<Usage> {
    median(runs, || once(command(), |code| code == Some(0)))
}

/// As [`measure`], for a command that may find something wrong: its exit code is 0 or 1.
pub(crate) fn measure_any(runs: usize, mut command: impl FnMut() -> Command) -> anyhow::Result<Usage> {
    median(runs, || once(command(), |code| matches!(code, Some(0 | 1))))
}

fn median(runs: usize, mut once: impl FnMut() -> anyhow::Result<Usage>) -> anyhow::Result<Usage> {
    let mut usages = (0..runs.max(1)).map(|_| once()).collect::<anyhow::Result<Vec<_>>>()?;
    usages.sort_by_key(|usage| usage.cpu);
    Ok(usages[usages.len() / 2])
}

fn once(mut command: Command, is_expected: impl Fn(Option<i32>) -> bool) -> anyhow::Result<Usage> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().with_context(|| format!("cannot run {command:?}"))?;
    let used = child.wait4().context("cannot wait for the process")?;
    anyhow::ensure!(is_expected(used.status.code()), "{command:?} failed");
    Ok(Usage { cpu: used.rusage.utime + used.rusage.stime, wall: started.elapsed(), memory: used.rusage.maxrss })
}
