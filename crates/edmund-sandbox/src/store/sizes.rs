//! How many rows a table starts with.

use std::collections::BTreeMap;

use edmund_model::{Model, StructId};

/// Numbers of rows by name, and the number for all others.
#[derive(Clone, Debug)]
pub(crate) struct Sizes {
    by_name: BTreeMap<String, usize>,
    default: usize,
}

impl Sizes {
    pub(crate) fn new(by_name: BTreeMap<String, usize>, default: usize) -> Self {
        Sizes { by_name, default }
    }

    /// The nearest rule wins: the path without keys (`users/messages`), then its last segment, then the type.
    pub(crate) fn of(&self, model: &Model, location: &str, ty: StructId) -> usize {
        let path = without_keys(location);
        let last = path.rsplit('/').next().unwrap_or_default();
        let name = &model.structure(ty).name;
        let known = |name: &str| self.by_name.get(name).copied();
        known(&path)
            .or_else(|| known(last))
            .or_else(|| known(&name.to_string()))
            .or_else(|| known(&name.name))
            .unwrap_or(self.default)
    }

    /// The names that nothing in the model answers to.
    pub(crate) fn strangers<'a>(&'a self, model: &'a Model) -> impl Iterator<Item = &'a str> {
        self.by_name.keys().map(String::as_str).filter(|name| {
            let last = name.rsplit('/').next().unwrap_or_default();
            !names(model).any(|known| known == last) && !model.structs.iter().any(|item| item.name.to_string() == **name)
        })
    }
}

/// The simple names a number of rows can be given for.
pub(crate) fn names(model: &Model) -> impl Iterator<Item = &str> {
    let sources = model.containers.iter().flat_map(|container| &container.sources).map(|source| source.name.as_str());
    let navigations = model.structs.iter().flat_map(|item| &item.navigations).map(|navigation| navigation.name.as_str());
    sources.chain(navigations).chain(model.structs.iter().map(|item| item.name.name.as_str()))
}

fn without_keys(location: &str) -> String {
    let segments = location.split('/').map(|segment| segment.split_once('(').map_or(segment, |(name, _)| name));
    segments.collect::<Vec<_>>().join("/")
}
