//! An upload of 1 GiB to a session that fails now and then: its bytes, its memory, and its time beside one that never fails.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;

use super::example::{self, Run};

const LENGTH: u64 = 1 << 30;
/// As in the example `upload`.
const PERIOD: usize = 65_521;
/// The most memory the client may use.
const MOST: u64 = 16 << 20;

/// Builds the client, optimised, and lets it upload to a server of this process.
pub(super) fn run(bench: &Path) -> anyhow::Result<()> {
    let client = example::build(bench, "upload")?;
    let steady = upload(&client, None)?;
    let faulty = upload(&client, Some(20))?;
    for (name, run) in [("one fragment in twenty fails", &faulty), ("none fails", &steady)] {
        let mebibytes = run.memory as f64 / f64::from(1 << 20);
        println!("1 GiB, {name}: {:.3} s, {mebibytes:.1} MiB of memory at most", run.wall.as_secs_f64());
    }
    example::show_ratio(&faulty, &steady);
    example::ensure_small([&faulty, &steady], MOST)
}

/// One upload; every so many fragments one fails.
fn upload(client: &Path, fails: Option<u64>) -> anyhow::Result<Run> {
    let session = Arc::new(Mutex::new(Session { fails, ..Session::default() }));
    let shared = Arc::clone(&session);
    let url = format!("http://{}/session", example::serve(move |stream| serve(stream, &shared))?);
    let (wall, said) = example::run(Command::new(client).args([&url, &LENGTH.to_string()]))?;
    let kibibytes: u64 = String::from_utf8_lossy(&said).trim().parse().unwrap_or(0);
    let session = session.lock().unwrap_or_else(PoisonError::into_inner);
    anyhow::ensure!(session.has == LENGTH && session.wrong == 0, "{} of {LENGTH} bytes, {} wrong", session.has, session.wrong);
    println!("{} fragments, {} of them failed; every byte is the one that was sent", session.seen, session.failed);
    Ok(Run { wall, memory: kibibytes << 10 })
}

/// What the server has.
#[derive(Default)]
struct Session {
    fails: Option<u64>,
    /// Bytes from the beginning on.
    has: u64,
    seen: u64,
    failed: u64,
    /// Bytes that are not those of their place.
    wrong: u64,
}

/// How a fragment fails.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Refused before it is kept.
    Refused,
    /// The connection breaks in the middle of it.
    Broken,
    /// It is kept, and the answer is lost.
    Unanswered,
}

impl Session {
    fn fault(&mut self) -> Fault {
        self.seen += 1;
        if self.fails.is_none_or(|every| !self.seen.is_multiple_of(every)) {
            return Fault::None;
        }
        self.failed += 1;
        [Fault::Refused, Fault::Broken, Fault::Unanswered][usize::try_from(self.failed % 3).unwrap_or(0)]
    }

    fn keep(&mut self, start: u64, bytes: &[u8]) {
        let period = period();
        let mut place = usize::try_from(start % PERIOD as u64).unwrap_or(0);
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(PERIOD - place));
            if piece != &period[place..place + piece.len()] {
                self.wrong += piece.len() as u64;
            }
            (rest, place) = (after, 0);
        }
        self.has += bytes.len() as u64;
    }
}

fn period() -> Vec<u8> {
    (0..PERIOD).map(|place| (place.wrapping_mul(2_654_435_761) >> 16).to_le_bytes()[0]).collect()
}

fn serve(stream: TcpStream, session: &Mutex<Session>) -> anyhow::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            anyhow::ensure!(reader.read_line(&mut head)? > 0, "the connection ends");
        }
        let field = |name: &str| {
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix(name).map(|value| value.trim().to_owned()))
        };
        let length: u64 = field("content-length:").map_or(Ok(0), |length| length.parse())?;
        let mut session = session.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = if head.starts_with("PUT ") {
            let fault = session.fault();
            let kept = if fault == Fault::Broken { length / 2 } else { length };
            let mut body = Vec::new();
            reader.by_ref().take(kept).read_to_end(&mut body)?;
            anyhow::ensure!(fault != Fault::Broken, "broken on purpose");
            let range = field("content-range: bytes ").context("a fragment has a range")?;
            let start = range.split('-').next().unwrap_or_default().parse()?;
            match fault {
                Fault::Refused => "503 Service Unavailable\r\nretry-after: 0",
                _ if start != session.has => "416 Range Not Satisfiable",
                fault => {
                    session.keep(start, &body);
                    anyhow::ensure!(fault != Fault::Unanswered, "broken on purpose");
                    if session.has == LENGTH { "201 Created" } else { "202 Accepted" }
                }
            }
        } else {
            "200 OK"
        };
        let wants = format!(r#"{{"nextExpectedRanges":["{}-"]}}"#, session.has);
        let body = if session.has == LENGTH { r#"{"id":"1"}"# } else { &wants };
        write!(writer, "HTTP/1.1 {answer}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
    }
}
