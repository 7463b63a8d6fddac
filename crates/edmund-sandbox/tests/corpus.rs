//! Real schemas: every set, singleton and first step below them answers, whatever the schema is.
//!
//! The files are found through the environment variable `EDMUND_SHARED`; without it the tests say so and end.

#![allow(clippy::unwrap_used, reason = "the functions that tests share fail as tests do")]

use std::path::{Path, PathBuf};

use bytes::Bytes;
use edmund_model::{Model, NavigationSourceKind, Sources, Struct};
use edmund_sandbox::{Sandbox, Service};
use http::Request;

fn corpus() -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("EDMUND_SHARED") else {
        println!("skipped: EDMUND_SHARED does not name the folder with the corpus");
        return None;
    };
    Some(Path::new(&shared).join("corpus/csdl"))
}

fn read(path: &Path) -> Model {
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), std::fs::read_to_string(path).unwrap());
    edmund_csdl::lower(&[edmund_csdl::read(&sources, file).0]).0
}

fn status(service: &Service, target: &str) -> (u16, String) {
    let request = Request::get(target).header("host", "sandbox").body(Bytes::new()).unwrap();
    let response = service.handle(&request);
    (response.status().as_u16(), String::from_utf8(response.body().to_vec()).unwrap())
}

/// Reads the collection, its first item by the item's own key, and every property and navigation property of that.
fn walk(service: &Service, model: &Model, path: &str, is_collection: bool, ty: &Struct) -> usize {
    let (code, body) = status(service, path);
    if code == 403 {
        return 1;
    }
    assert!(code == 200 || code == 204, "{path}: {code} {body}");
    if !body.is_empty() {
        serde_json::from_str::<serde_json::Value>(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"));
    }
    let item = if is_collection {
        let (code, references) = status(service, &format!("{path}/$ref"));
        assert_eq!(code, 200, "{path}: {references}");
        let Some((_, rest)) = references.split_once("\"@odata.id\":\"http://sandbox/") else { return 2 };
        format!("/{}", rest.split('"').next().unwrap())
    } else {
        path.to_owned()
    };
    let mut requests = 2;
    let id = model.find(&ty.name);
    let Some(edmund_model::Type::Struct(id)) = id else { return requests };
    for property in model.properties(id) {
        let (code, body) = status(service, &format!("{item}/{}", property.name));
        assert!(matches!(code, 200 | 204), "{item}/{}: {code} {body}", property.name);
        requests += 1;
    }
    for navigation in model.navigations(id).into_iter().filter(|navigation| navigation.target.is_some()) {
        let (code, body) = status(service, &format!("{item}/{}", navigation.name));
        assert!(matches!(code, 200 | 204 | 403), "{item}/{}: {code} {body}", navigation.name);
        requests += 1;
    }
    requests
}

fn walk_all(path: &Path) -> usize {
    let model = read(path);
    let service = Sandbox::builder(model.clone()).seed(3).default_rows(2).service().unwrap();
    let sources = model.containers.iter().flat_map(|container| &container.sources);
    let walks = sources.filter_map(|source| {
        let is_set = source.kind == NavigationSourceKind::EntitySet;
        Some(walk(&service, &model, &format!("/{}", source.name), is_set, model.structure(source.ty?)))
    });
    walks.sum()
}

#[test]
fn every_source_of_real_schemas_answers() {
    let Some(corpus) = corpus() else { return };
    let small = [
        "oasis/Northwind.xml",
        "oasis/TripPin.xml",
        "oasis/key-aliases.xml",
        "oasis/containment.xml",
        "odata2ts/cap-library.xml",
        "odata2ts/trippin-rw.xml",
    ];
    for file in small {
        assert!(walk_all(&corpus.join(file)) > 0, "{file}");
    }
    let requests = walk_all(&corpus.join("graph/v1.0-Prod.csdl"));
    assert!(requests > 1_000, "{requests}");
}

/// A URL of the documentation with real keys in the place of its `x`s; `None` where a collection on the way is empty.
fn with_keys(service: &Service, url: &str) -> Option<String> {
    let mut path = String::new();
    for segment in url.split('/') {
        if segment != "x" {
            path = format!("{path}/{segment}");
            continue;
        }
        let (code, references) = status(service, &format!("{path}/$ref"));
        if code != 200 {
            return Some(format!("{path}/{segment}"));
        }
        let (_, rest) = references.split_once("\"@odata.id\":\"http://sandbox/")?;
        path = format!("/{}", rest.split('"').next()?);
    }
    Some(path)
}

#[test]
fn documented_urls_are_understood() {
    let Some(corpus) = corpus() else { return };
    let service = Sandbox::builder(read(&corpus.join("graph/v1.0-Prod.csdl"))).seed(3).default_rows(2).service().unwrap();
    let text = std::fs::read_to_string(corpus.join("abnf/graph-doc-urls.json")).unwrap();
    let urls: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let (mut tried, mut refused) = (0, Vec::new());
    for item in urls.iter().filter(|item| item["method"] == "GET" && item["typed"] == "ok") {
        let Some(target) = item["url"].as_str().and_then(|url| with_keys(&service, url)) else { continue };
        if target.parse::<http::Uri>().is_err() {
            continue;
        }
        let (code, body) = status(&service, &target);
        tried += 1;
        // Keys of the documentation's own examples are not in our tables: those URLs are understood all the same.
        if !matches!(code, 200 | 204) && !body.contains("has no item with the key") {
            refused.push(format!("{code} {target} {body}"));
        }
    }
    // What is left contradicts the schema: functions and enumeration members in another case, dates in quotes, counts that it forbids.
    assert!(tried > 250 && refused.len() * 20 < tried, "{} of {tried}: {refused:#?}", refused.len());
}
