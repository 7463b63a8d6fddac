//! Which entity a change is about, however the service names it.

use std::fmt;

use serde_json::{Map, Value};

use crate::query::{Literal, decode};
use crate::{Entity, Guid, Info};

/// The key of an entity, the same whether it comes from the entity's properties, from its URL or from a key segment.
///
/// A single key is its value, without quotes: `ada`. A key of several properties is `country='NO',number=7`, sorted by name. Values that have
/// the form of a GUID are in lower case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityKey(Box<str>);

impl EntityKey {
    /// The key of an entity; `None` if a key property is absent or the type has no key.
    pub fn of<T: Entity>(entity: &T) -> Option<Self> {
        let parts = entity.key_values()?.into_iter().map(|(name, value)| (name.to_owned(), value.to_string()));
        Self::from_parts(parts.collect())
    }

    /// The key at the end of an entity's URL: `https://host/users('ada')`, `users/ada`, `orders(country='NO',number=7)`.
    pub fn from_url(url: &str) -> Option<Self> {
        let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let path = decode(path).ok()?;
        match path.strip_suffix(')').and_then(|path| Some((path, opening(path)?))) {
            Some((path, open)) => {
                let parts = split(&path[open + 1..]).into_iter().map(|part| match assignment(part) {
                    Some((name, value)) => (name.trim().to_owned(), value.trim().to_owned()),
                    None => (String::new(), part.trim().to_owned()),
                });
                Self::from_parts(parts.collect())
            }
            None => {
                let segment = path.rsplit('/').next().filter(|segment| !segment.is_empty())?;
                Some(Self::single(segment))
            }
        }
    }

    /// The key among the members of an object; `None` if not all of it is there.
    pub(super) fn from_members(info: &Info, members: &Map<String, Value>) -> Option<Self> {
        let parts: Option<Vec<_>> = info
            .key()
            .iter()
            .map(|name| {
                let literal = match members.get(*name)? {
                    Value::String(text) => Literal::String(text.clone()).to_string(),
                    Value::Null | Value::Array(_) | Value::Object(_) => return None,
                    value => value.to_string(),
                };
                Some(((*name).to_owned(), literal))
            })
            .collect();
        Self::from_parts(parts?)
    }

    /// The parts of a key, each a name and a literal; a name that is not written is empty.
    fn from_parts(mut parts: Vec<(String, String)>) -> Option<Self> {
        match parts.as_slice() {
            [] => None,
            [(_, literal)] if literal.is_empty() => None,
            [(_, literal)] => Some(Self::single(&unquoted(literal))),
            _ => {
                parts.sort();
                let parts: Vec<String> = parts.iter().map(|(name, literal)| format!("{name}={literal}")).collect();
                Some(Self(parts.join(",").into()))
            }
        }
    }

    fn single(value: &str) -> Self {
        Self(if value.parse::<Guid>().is_ok() { value.to_ascii_lowercase().into() } else { value.into() })
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntityKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for EntityKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "EntityKey({})", self.0)
    }
}

impl From<&str> for EntityKey {
    /// A key that consists of one property.
    fn from(value: &str) -> Self {
        Self::single(value)
    }
}

/// The parenthesis that the predicate at the end of a path begins with: the first one in its last segment, outside of quotes.
fn opening(path: &str) -> Option<usize> {
    let (mut quoted, mut open) = (false, None);
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'/' if !quoted => open = None,
            b'(' if !quoted && open.is_none() => open = Some(at),
            _ => {}
        }
    }
    open
}

/// Splits at commas outside of quotes.
fn split(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|ch| {
        quoted ^= ch == '\'';
        ch == ',' && !quoted
    })
    .collect()
}

/// `name=value`, where the name is no literal.
fn assignment(part: &str) -> Option<(&str, &str)> {
    part.split_once('=').filter(|(name, _)| !name.contains('\''))
}

/// The value of a string literal; other literals are as they are.
fn unquoted(literal: &str) -> String {
    match literal.strip_prefix('\'').and_then(|literal| literal.strip_suffix('\'')) {
        Some(text) => text.replace("''", "'"),
        None => literal.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_urls() {
        let shown: Vec<String> = [
            "https://host/v1/users('ada')",
            "users/ada",
            "users('O''Hara%2F(1)')",
            "users(id='ada')?$select=id",
            "orders(country='NO,(SE)',number=7)",
            "orders(number=7,country='NO,(SE)')/",
            "users(0FA1A3C2-0000-4000-8000-00000000000A)",
            "groups('1')/members('2')",
            "orders(7)",
            "users",
            "",
            "users()",
            "users(",
            "users%ff",
        ]
        .iter()
        .map(|url| format!("{url}: {}", EntityKey::from_url(url).map_or_else(|| "none".to_owned(), |key| key.to_string())))
        .collect();
        expect_test::expect![[r#"
            https://host/v1/users('ada'): ada
            users/ada: ada
            users('O''Hara%2F(1)'): O'Hara/(1)
            users(id='ada')?$select=id: ada
            orders(country='NO,(SE)',number=7): country='NO,(SE)',number=7
            orders(number=7,country='NO,(SE)')/: country='NO,(SE)',number=7
            users(0FA1A3C2-0000-4000-8000-00000000000A): 0fa1a3c2-0000-4000-8000-00000000000a
            groups('1')/members('2'): 2
            orders(7): 7
            users: users
            : none
            users(): none
            users(: users(
            users%ff: none"#]]
        .assert_eq(&shown.join("\n"));
    }
}
