//! What the client costs above its transport: many small requests to a server on this machine, one after another, with and without it.
//!
//! `cargo xtask bench requests` runs it; the best median of several rounds counts, because a machine is never alone.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use edmund::transport::{Body, HyperTransport, Transport as _};
use edmund::{Address, Client, Limits, StaticToken};
use http_body_util::BodyExt as _;

const REQUESTS: usize = 4000;
const ROUNDS: usize = 5;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let base = serve()?;
    let transport = HyperTransport::new();
    let url = format!("{base}/f()");
    let plain = Client::builder().base_url(&base).credential(StaticToken::new("a token")).build()?;
    let paced = Client::builder().base_url(&base).credential(StaticToken::new("a token")).limits(Limits::adaptive()).build()?;
    let mut best = [Duration::MAX; 3];
    for _ in 0..ROUNDS {
        best[0] = best[0].min(median(async || bare(&transport, &url).await).await?);
        best[1] = best[1].min(median(async || typed(&plain).await).await?);
        best[2] = best[2].min(median(async || typed(&paced).await).await?);
    }
    println!("a request of the transport alone: {:.1?}", best[0]);
    for (name, median) in [("the client", best[1]), ("the client with limits", best[2])] {
        println!("{name}: {median:.1?}, {:.1?} more", median.saturating_sub(best[0]));
    }
    Ok(())
}

/// Answers every request with the same small document.
fn serve() -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base = format!("http://{}", listener.local_addr()?);
    let body = format!(r#"{{"@odata.context":"x","value":"{}"}}"#, "x".repeat(500));
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (Ok(mut stream), answer) = (stream, answer.clone()) else { return };
            let _ = stream.set_nodelay(true);
            std::thread::spawn(move || {
                let mut buffer = [0; 8192];
                while matches!(stream.read(&mut buffer), Ok(1..)) && stream.write_all(answer.as_bytes()).is_ok() {}
            });
        }
    });
    Ok(base)
}

async fn median(mut request: impl AsyncFnMut() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let start = Instant::now();
        request().await?;
        times.push(start.elapsed());
    }
    times.sort();
    Ok(times[REQUESTS / 2])
}

async fn bare(transport: &HyperTransport, url: &str) -> Result<(), Failure> {
    let response = transport.send(http::Request::get(url).body(Body::default())?).await?;
    let body = response.into_body().collect().await?.to_bytes();
    if body.len() > 500 { Ok(()) } else { Err("the answer is too short".into()) }
}

async fn typed(client: &Client) -> Result<(), Failure> {
    let text = Address::root(client).function("f").returning::<String>().await?;
    if text.len() == 500 { Ok(()) } else { Err("the answer is too short".into()) }
}
