//! How long reading a schema takes, beside the XML parser alone: `cargo run --release --example reading -- FILE`.

use std::time::{Duration, Instant};

use edmund_model::Sources;

/// How often each is done; the fastest counts, since only disturbance makes it slower.
const ROUNDS: usize = 15;

fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    let round = |_| {
        let started = Instant::now();
        std::hint::black_box(work());
        started.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a CSDL file in the XML form")?;
    let text = std::fs::read_to_string(&path)?;
    let mut sources = Sources::default();
    let file = sources.add(path, text.as_str());
    let document = edmund_csdl::read(&sources, file).0;

    let parse = fastest(|| roxmltree::Document::parse(&text).is_ok());
    let read = fastest(|| edmund_csdl::read(&sources, file));
    let documents = [document];
    let lower = fastest(|| edmund_csdl::lower(&documents));
    let ratio = |time: Duration| time.as_secs_f64() / parse.as_secs_f64();
    println!("roxmltree alone: {parse:.1?}");
    println!("reading: {read:.1?}, {:.2} times roxmltree", ratio(read));
    println!("lowering and checking: {lower:.1?}, {:.2} times roxmltree", ratio(lower));
    Ok(())
}
