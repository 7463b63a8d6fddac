//! Uploads content that is made up as it goes, to the session that the first argument names: as many bytes as the second says.
//!
//! `cargo xtask bench upload` runs it against a server that fails now and then, and weighs its memory.

use std::io::Result;
use std::ops::Range;

use bytes::Bytes;
use edmund::Client;
use edmund::request::Content;
use edmund::transport::BoxFuture;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A period that no fragment is a multiple of, so that bytes in the wrong place are seen.
const PERIOD: usize = 65_521;

/// Bytes that follow from their place.
struct MadeUp {
    period: Vec<u8>,
    length: u64,
}

impl MadeUp {
    fn new(length: u64) -> Self {
        let period = (0..PERIOD).map(|place| (place.wrapping_mul(2_654_435_761) >> 16).to_le_bytes()[0]).collect();
        Self { period, length }
    }
}

impl Content for MadeUp {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes>> {
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let mut piece = Vec::with_capacity(length);
        let mut place = usize::try_from(range.start % PERIOD as u64).unwrap_or(0);
        while piece.len() < length {
            let end = PERIOD.min(place + length - piece.len());
            piece.extend_from_slice(&self.period[place..end]);
            place = 0;
        }
        Box::pin(std::future::ready(Ok(piece.into())))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("the URL of an upload session is missing")?;
    let length = arguments.next().ok_or("the number of bytes is missing")?.parse()?;
    let base = url.rsplit_once('/').map_or(url.as_str(), |(base, _)| base);
    let client = Client::builder().base_url(base).build()?;
    client.upload(&url, MadeUp::new(length))?.finish().await?;
    // What a parent process reads of its child's memory counts from the fork, so that the child says it. Linux only.
    if let Ok(status) = std::fs::read_to_string("/proc/self/status")
        && let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))
    {
        println!("{}", peak.trim().trim_end_matches(" kB"));
    }
    Ok(())
}
