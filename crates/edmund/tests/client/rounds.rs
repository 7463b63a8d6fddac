//! Many rounds of changes against a service that keeps versions: the store ends up as the service is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use edmund::Client;
use edmund::request::DeltaStore;
use edmund::transport::{Body, BoxFuture, Transport, TransportError};

use crate::model::{Person, TestService as _};

/// Changes on one page.
const PAGE: usize = 100;

/// A service that tracks changes.
#[derive(Default)]
struct Service {
    /// Age, and a name that may be null.
    people: BTreeMap<u64, (u64, Option<u64>)>,
    /// By version, who changed last; each stands here once.
    log: BTreeMap<u64, u64>,
    changed: BTreeMap<u64, u64>,
    version: u64,
    /// Tokens before this version are too old.
    oldest: u64,
    refused: u64,
    /// Nothing changes any more.
    is_quiet: bool,
}

impl Service {
    fn touch(&mut self, id: u64) {
        self.version += 1;
        if let Some(before) = self.changed.insert(id, self.version) {
            self.log.remove(&before);
        }
        self.log.insert(self.version, id);
    }

    /// Changes, adds or removes someone.
    fn change(&mut self, chance: u64, entities: u64) {
        let id = chance % entities;
        match (chance >> 32) % 8 {
            0 => drop(self.people.remove(&id)),
            1 => drop(self.people.insert(id, (chance >> 40, None))),
            _ => drop(self.people.insert(id, (chance >> 40, Some(chance >> 48)))),
        }
        self.touch(id);
    }

    fn item(&self, id: u64) -> String {
        match self.people.get(&id) {
            None if id.is_multiple_of(2) => format!(r#"{{"id":"{id}","@removed":{{"reason":"deleted"}}}}"#),
            None => format!(r#"{{"@removed":{{"reason":"changed"}},"@id":"people('{id}')"}}"#),
            Some((age, None)) => format!(r#"{{"id":"{id}","age":{},"displayName":null}}"#, age % 100),
            Some((age, Some(name))) => format!(r#"{{"id":"{id}","age":{},"displayName":"{name}"}}"#, age % 100),
        }
    }

    /// Status and body of the answer to a query: `first-AFTER-VERSION`, `delta-CURSOR`, or none.
    fn answer(&mut self, query: &str) -> (u16, String) {
        let token = query.rsplit_once('=').map_or("", |(_, token)| token);
        let numbers: Vec<u64> = token.split('-').filter_map(|number| number.parse().ok()).collect();
        if token.starts_with("delta") {
            let after = numbers[0];
            if after < self.oldest {
                self.refused += 1;
                return (410, r#"{"error":{"code":"resyncRequired","message":"too old"}}"#.to_owned());
            }
            let found: Vec<(u64, u64)> = self.log.range(after + 1..).take(PAGE).map(|(version, id)| (*version, *id)).collect();
            let items: Vec<String> = found.iter().map(|(_, id)| self.item(*id)).collect();
            let link = match found.last().filter(|_| found.len() == PAGE) {
                Some((version, _)) => format!(r#""@odata.nextLink":"?$skiptoken=delta-{version}""#),
                None => format!(r#""@odata.deltaLink":"?$deltatoken=delta-{}""#, self.version),
            };
            return (200, format!(r#"{{"value":[{}],{link}}}"#, items.join(",")));
        }
        let (from, version) = if numbers.is_empty() { (0, self.version) } else { (numbers[0], numbers[1]) };
        let found: Vec<u64> = self.people.range(from..).take(PAGE).map(|(id, _)| *id).collect();
        let items: Vec<String> = found.iter().map(|id| self.item(*id)).collect();
        let link = match found.last().filter(|_| found.len() == PAGE) {
            Some(last) => format!(r#""@odata.nextLink":"?$skiptoken=first-{}-{version}""#, last + 1),
            None => format!(r#""@odata.deltaLink":"?$deltatoken=delta-{version}""#),
        };
        (200, format!(r#"{{"value":[{}],{link}}}"#, items.join(",")))
    }
}

/// The service, which changes between the pages too.
#[derive(Clone, Default)]
struct Shared {
    service: Arc<Mutex<Service>>,
    entities: u64,
}

impl Transport for Shared {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut service = self.service.lock().unwrap();
        let (status, body) = service.answer(request.uri().query().unwrap_or_default());
        let chance = mix(service.version);
        if chance.is_multiple_of(4) && !service.is_quiet {
            service.change(mix(chance), self.entities);
        }
        let response = http::Response::builder().status(status).header("content-type", "application/json").body(body.into());
        Box::pin(async move { Ok(response.unwrap()) })
    }
}

fn mix(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (mixed >> 32)
}

fn person(id: u64, age: u64, name: Option<u64>) -> Person {
    let display_name = name.map(|name| name.to_string());
    let age = i32::try_from(age % 100).ok();
    Person { id: Some(id.to_string()), age, display_name, ..Person::default() }
}

/// 50 rounds, the tokens of two of which are too old; then one when nothing changes any more.
#[tokio::test]
async fn the_store_ends_up_as_the_service_is() {
    const ROUNDS: u64 = 50;
    // `EDMUND_DELTA=100000` makes it the measurement of docs/reliability.md: ten times as many changes as entities.
    let entities: u64 = std::env::var("EDMUND_DELTA").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
    let shared = Shared { entities, ..Shared::default() };
    for id in 0..entities {
        shared.service.lock().unwrap().change(mix(id) / entities * entities + id, entities);
    }
    let client = Client::builder().base_url("https://service.test/v1").transport(shared.clone()).build().unwrap();
    let delta = client.people().delta().changes();
    let mut store = DeltaStore::<Person>::new();
    let (mut changes, mut resynchronised) = (0, 0);
    for round in 0..=ROUNDS {
        let synced = delta.clone().sync(&mut store).await.unwrap();
        changes += synced.changes;
        resynchronised += u64::from(synced.resynchronised);
        let mut service = shared.service.lock().unwrap();
        for number in 0..entities * 10 / ROUNDS {
            let chance = mix(round * 1_000_003 + number);
            service.change(chance, entities);
        }
        if round == 17 || round == 34 {
            service.oldest = service.version;
        }
    }
    // What changes while the last round is read comes with the next; then there is nothing left.
    shared.service.lock().unwrap().is_quiet = true;
    while delta.clone().sync(&mut store).await.unwrap().changes > 0 {}
    let service = shared.service.lock().unwrap();
    assert_eq!((service.refused, resynchronised), (2, 2));
    let expected: BTreeMap<String, Person> =
        service.people.iter().map(|(id, (age, name))| (id.to_string(), person(*id, *age, *name))).collect();
    let found: BTreeMap<String, Person> = store.iter().map(|(key, person)| (key.to_string(), person.clone())).collect();
    assert_eq!(found.len(), expected.len());
    assert!(found == expected, "the store is not what the service is");
    println!(
        "{} entities, {} changes made, {changes} came in {ROUNDS} rounds: the store is as the service",
        found.len(),
        service.version
    );
}
