//! Tokens are asked for as rarely as they can be, and never used beyond their end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use edmund::{AccessToken, Client, Clock as _, CredentialError, SystemClock, TokenCache, TokenCredential, TokenRequest};

/// Gives numbered tokens with a life of its own, after a while; fails where it is told to.
struct Numbered {
    clock: SystemClock,
    life: Duration,
    count: Arc<AtomicUsize>,
    fails: fn(usize) -> bool,
}

impl TokenCredential for Numbered {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
            let end = self.clock.now() + self.life;
            tokio::time::sleep(Duration::from_millis(50)).await;
            if (self.fails)(number) {
                return Err(CredentialError::new("the token service is down"));
            }
            Ok(AccessToken::new(format!("{number}")).expires_on(end))
        })
    }
}

fn numbered(life: u64, fails: fn(usize) -> bool) -> (TokenCache<Numbered>, Arc<AtomicUsize>) {
    let (clock, count) = (SystemClock::new(), Arc::new(AtomicUsize::new(0)));
    let credential = Numbered { clock, life: Duration::from_secs(life), count: Arc::clone(&count), fails };
    (TokenCache::with_clock(credential, Arc::new(clock)), count)
}

async fn get(cache: &TokenCache<Numbered>) -> String {
    match cache.token(&TokenRequest::default()).await {
        Ok(token) => token.secret.reveal().to_owned(),
        Err(error) => error.to_string(),
    }
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

#[tokio::test(start_paused = true)]
async fn one_asks_and_the_others_wait() {
    let (cache, count) = numbered(3600, |_| false);
    let cache = Arc::new(cache);
    let callers: Vec<_> = (0..64)
        .map(|_| {
            let cache = Arc::clone(&cache);
            tokio::spawn(async move { get(&cache).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "1");
    }
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn tokens_are_renewed_ahead_of_their_end_and_old_ones_serve_meanwhile() {
    let (cache, _) = numbered(3600, |_| false);
    assert_eq!(get(&cache).await, "1");
    pass(3290).await;
    assert_eq!(get(&cache).await, "1");
    pass(15).await;
    let (first, second) = tokio::join!(get(&cache), get(&cache));
    assert_eq!((first.as_str(), second.as_str()), ("2", "1"), "one renews, the other goes on with the old one");
    assert_eq!(get(&cache).await, "2");
}

#[tokio::test(start_paused = true)]
async fn a_failed_renewal_is_no_failure_while_the_token_lasts() {
    let (cache, count) = numbered(3600, |number| number > 1);
    assert_eq!(get(&cache).await, "1");
    pass(3310).await;
    for _ in 0..100 {
        assert_eq!(get(&cache).await, "1");
    }
    assert_eq!(count.load(Ordering::Relaxed), 2, "and the token service is left alone for a while");
    pass(31).await;
    assert_eq!(get(&cache).await, "1");
    assert_eq!(count.load(Ordering::Relaxed), 3);
    pass(300).await;
    assert_eq!(get(&cache).await, "no access token: the token service is down");
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_however_many_were_refused_with_it() {
    let (cache, count) = numbered(3600, |_| false);
    let first = cache.token(&TokenRequest::default()).await.unwrap();
    let mut refused = TokenRequest::default();
    refused.refused = Some(first.secret);
    for _ in 0..10 {
        assert_eq!(cache.token(&refused).await.unwrap().secret.reveal(), "2");
    }
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn tokens_for_different_scopes_are_different() {
    let (cache, _) = numbered(3600, |_| false);
    let mut other = TokenRequest::default();
    other.scopes = vec!["other".to_owned()];
    assert_eq!(get(&cache).await, "1");
    assert_eq!(cache.token(&other).await.unwrap().secret.reveal(), "2");
    assert_eq!(get(&cache).await, "1");
}

/// A service that refuses tokens after their end.
struct Service {
    clock: SystemClock,
    start: SystemTime,
    refused: Arc<AtomicUsize>,
}

impl Transport for Service {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let token = request.headers()["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned();
            let end: u64 = token.parse().unwrap();
            let now = self.clock.now().duration_since(self.start).unwrap();
            if now >= Duration::from_millis(end) {
                self.refused.fetch_add(1, Ordering::Relaxed);
                return Ok(http::Response::builder().status(401).body(Body::default()).unwrap());
            }
            Ok(http::Response::new("{\"value\":\"x\"}".into()))
        })
    }
}

/// Gives tokens that say when they end, in milliseconds.
struct Ending {
    clock: SystemClock,
    start: SystemTime,
    count: Arc<AtomicUsize>,
}

impl TokenCredential for Ending {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            self.count.fetch_add(1, Ordering::Relaxed);
            let end = self.clock.now() + Duration::from_secs(2);
            tokio::time::sleep(Duration::from_millis(50)).await;
            let text = end.duration_since(self.start).unwrap().as_millis().to_string();
            Ok(AccessToken::new(text).expires_on(end))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn sixty_four_callers_with_tokens_that_last_two_seconds() {
    let clock = SystemClock::new();
    let start = clock.now();
    let (count, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let client = Client::builder()
        .base_url("https://service.test")
        .clock(clock)
        .credential(Ending { clock, start, count: Arc::clone(&count) })
        .transport(Service { clock, start, refused: Arc::clone(&refused) })
        .build()
        .unwrap();
    let callers: Vec<_> = (0..64)
        .map(|caller| {
            let client = client.clone();
            tokio::spawn(async move {
                while clock.now() < start + Duration::from_secs(60) {
                    let text = edmund::Address::root(&client).function("f").returning::<String>().await;
                    text.unwrap_or_else(|error| panic!("caller {caller}: {error}"));
                    tokio::time::sleep(Duration::from_millis(7 * caller)).await;
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    let count = count.load(Ordering::Relaxed);
    println!("{count} tokens, {} refused", refused.load(Ordering::Relaxed));
    assert!(count <= 60 * 2 / 3 + 1, "{count} tokens in a minute, each good for two seconds and renewed after one and a half");
    assert_eq!(refused.load(Ordering::Relaxed), 0);
}
