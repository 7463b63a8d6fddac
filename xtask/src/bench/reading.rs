//! A million rows in pages of 999: without faults, with faults, and by a client that is killed and goes on.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context as _;

use edmund_cli::Outcome;

use super::example::{self, Run};
use crate::shell;

const ROWS: u64 = 1_000_000;
const PAGE: u64 = 999;
/// The most memory the client may use.
const MOST: u64 = 32 << 20;
/// How often the client is killed.
const KILLS: u32 = 20;

/// Builds the client, optimised, and lets it read from a server of this process.
pub(super) fn run(bench: &Path, runs: usize) -> anyhow::Result<()> {
    let client = example::build(bench, "reading")?;
    let (steady, steady_faults) = median(&client, &[], runs, Faults::default())?;
    anyhow::ensure!(steady_faults == (0, 0), "the server failed where it should not");
    let (faulty, (throttled, broken)) = median(&client, &[], runs, Faults { throttled: 100, broken: 50 })?;
    for (name, run) in [("no faults", &steady), ("10 % 429, 5 % broken in the middle", &faulty)] {
        println!("1,000,000 rows, {name}: {}", show(run));
    }
    println!("{throttled} requests were refused and {broken} answers broken off; every row came once");
    example::show_ratio(&faulty, &steady);
    let peer = peer(bench)?;
    for (name, arguments) in [("JSON values, as it has no models", &[][..]), ("a struct written by hand", &["typed"])] {
        let (other, _) = median(&peer, arguments, runs, Faults::default())?;
        println!("1,000,000 rows, graph-rs-sdk, {name}: {}", show(&other));
        println!("ratio (graph-rs-sdk / ours): {:.2} wall", other.wall.as_secs_f64() / steady.wall.as_secs_f64());
    }
    let server = Server::start(Faults { throttled: 100, broken: 50 })?;
    match example::run(Command::new(&peer).arg(&server.url)).and_then(|(_, said)| check(&said)) {
        Ok(_) => println!("graph-rs-sdk with the same faults: every row came once"),
        Err(error) => println!("graph-rs-sdk with the same faults: {error}"),
    }
    killed(&client, &bench.join("reading.json"))?;
    example::ensure_small([&faulty, &steady], MOST)
}

/// Builds the peer: graph-rs-sdk, reading the same pages as its documentation shows.
fn peer(bench: &Path) -> anyhow::Result<PathBuf> {
    let folder = bench.join("graph-rs");
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), include_str!("../../templates/graph-rs/Cargo.toml.in"))?;
    std::fs::write(folder.join("src/main.rs"), include_str!("../../templates/graph-rs/main.rs.in"))?;
    let (manifest, target) = (folder.join("Cargo.toml"), folder.join("target"));
    let (manifest, text) = (manifest.to_string_lossy(), target.to_string_lossy());
    let built = shell::cargo(&["build", "--quiet", "--release", "--manifest-path", &manifest, "--target-dir", &text])?;
    anyhow::ensure!(built == Outcome::Clean, "the peer does not compile");
    Ok(target.join("release/graph-rs"))
}

fn show(run: &Run) -> String {
    let (seconds, mebibytes) = (run.wall.as_secs_f64(), run.memory as f64 / f64::from(1 << 20));
    format!("{seconds:.3} s, {:.0} rows a second, {mebibytes:.1} MiB of memory at most", ROWS as f64 / seconds)
}

/// The run of median time, and how many requests were refused and answers broken off in it.
fn median(client: &Path, arguments: &[&str], runs: usize, faults: Faults) -> anyhow::Result<(Run, (u64, u64))> {
    let mut all = Vec::new();
    for _ in 0..runs.max(1) {
        let server = Server::start(faults)?;
        let (wall, said) = example::run(Command::new(client).arg(&server.url).args(arguments))?;
        let memory = check(&said)?;
        all.push((Run { wall, memory }, server.counts()));
    }
    all.sort_by_key(|(run, _)| run.wall);
    let middle = all.len() / 2;
    Ok(all.swap_remove(middle))
}

/// Whether every row came exactly once, by number, sum and sum of squares; the most memory in bytes.
fn check(output: &[u8]) -> anyhow::Result<u64> {
    let numbers: Vec<u64> = String::from_utf8_lossy(output).split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [rows, sum, squares, memory] = numbers[..] else { anyhow::bail!("the client says nothing") };
    let expected: (u64, u64) = (0..ROWS).fold((0, 0), |(sum, squares), id| (sum + id, squares.wrapping_add(id.wrapping_mul(id))));
    anyhow::ensure!((rows, (sum, squares)) == (ROWS, expected), "not every row came exactly once: {rows} of {ROWS}");
    Ok(memory << 10)
}

/// Kills the client again and again, each time after a while of its own, and lets it go on where it was.
fn killed(client: &Path, file: &Path) -> anyhow::Result<()> {
    let _ = std::fs::remove_file(file);
    let server = Server::start(Faults { throttled: 100, broken: 50 })?;
    let mut kills = 0;
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    while kills < KILLS {
        chance = mix(chance);
        let pages = file_pages(file) + 1 + chance % 45;
        let mut child = Command::new(client).arg(&server.url).arg(file).stdout(Stdio::null()).spawn()?;
        while child.try_wait()?.is_none() && file_pages(file) < pages {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill()?;
        child.wait()?;
        kills += 1;
    }
    let at = file_pages(file);
    let (_, said) = example::run(Command::new(client).arg(&server.url).arg(file))?;
    check(&said)?;
    println!("killed {kills} times, the last time after page {at} of {}: every row came once", ROWS.div_ceil(PAGE));
    Ok(())
}

/// How many pages a checkpoint is behind.
fn file_pages(file: &Path) -> u64 {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let saved: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    saved[3]["pages"].as_u64().unwrap_or(0)
}

/// How many of a thousand requests fail.
#[derive(Clone, Copy, Default)]
struct Faults {
    throttled: u64,
    broken: u64,
}

struct Server {
    url: String,
    shared: Arc<Shared>,
}

struct Shared {
    faults: Faults,
    requests: AtomicU64,
    throttled: AtomicU64,
    broken: AtomicU64,
}

impl Server {
    fn start(faults: Faults) -> anyhow::Result<Self> {
        let counter = || AtomicU64::new(0);
        let shared = Arc::new(Shared { faults, requests: counter(), throttled: counter(), broken: counter() });
        let serving = shared.clone();
        let url = format!("http://{}", example::serve(move |stream| serve(stream, &serving))?);
        Ok(Self { url, shared })
    }

    fn counts(&self) -> (u64, u64) {
        (self.shared.throttled.load(Ordering::Relaxed), self.shared.broken.load(Ordering::Relaxed))
    }
}

/// Answers the requests of one connection.
fn serve(stream: TcpStream, shared: &Shared) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.by_ref().take(1 << 16).read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let target = head.split(' ').nth(1).context("a request without a target")?;
        let page: u64 = target.rsplit_once("page=").and_then(|(_, page)| page.parse().ok()).unwrap_or(0);
        let chance = mix(shared.requests.fetch_add(1, Ordering::Relaxed)) % 1000;
        if chance < shared.faults.throttled {
            shared.throttled.fetch_add(1, Ordering::Relaxed);
            writer.write_all(b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n")?;
            continue;
        }
        let answer = answer(page, host(&head));
        if chance < shared.faults.throttled + shared.faults.broken {
            shared.broken.fetch_add(1, Ordering::Relaxed);
            writer.write_all(&answer.as_bytes()[..answer.len() / 2])?;
            writer.shutdown(std::net::Shutdown::Both)?;
            return Ok(());
        }
        writer.write_all(answer.as_bytes())?;
    }
}

/// The host that a request names.
fn host(head: &str) -> &str {
    let headers = head.lines().filter_map(|line| line.split_once(':'));
    headers.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("host")).map_or("", |(_, host)| host.trim())
}

fn answer(page: u64, host: &str) -> String {
    let first = page * PAGE;
    let last = (first + PAGE).min(ROWS);
    let mut body = String::with_capacity(480 << 10);
    body.push_str("{\"@odata.context\":\"$metadata#rows\"");
    if last < ROWS {
        let _ = write!(body, ",\"@odata.nextLink\":\"http://{host}/rows?page={}\"", page + 1);
    }
    body.push_str(",\"value\":[");
    for id in first..last {
        if id > first {
            body.push(',');
        }
        row(&mut body, id);
    }
    body.push_str("]}");
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// One row, without the machinery of `format!`: the server shares the cores with the client that is measured.
fn row(body: &mut String, id: u64) {
    let number = id.to_string();
    let (admin, capable) = (id.is_multiple_of(50), !id.is_multiple_of(3));
    let word = |is_true: bool| if is_true { "true" } else { "false" };
    let parts = [
        "{\"id\":\"",
        &number,
        "\",\"userPrincipalName\":\"user.number.",
        &number,
        "@contoso.example.com\",\"userDisplayName\":\"User with the number ",
        &number,
        "\",\"isAdmin\":",
        word(admin),
        ",\"isMfaCapable\":",
        word(capable),
        ",\"methodsRegistered\":[\"mobilePhone\",\"microsoftAuthenticatorPush\",\"softwareOneTimePasscode\",\
         \"windowsHelloForBusiness\"],\"lastUpdatedDateTime\":\"2026-01-31T12:30:15.1234567Z\"}",
    ];
    parts.into_iter().for_each(|part| body.push_str(part));
}

/// Mixes the bits of a number (SplitMix64).
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
