//! Where a request goes: a client and a path, built segment by segment.

mod key;
mod operation;

use http::Uri;

pub use self::key::Key;
pub use self::operation::{ActionBuilder, FunctionBuilder};
use crate::client::Client;
use crate::error::PolicyViolation;
use crate::query::{Options, encode_segment};

/// A client and an encoded path below its base URL.
///
/// Every part is encoded when it is added, here and nowhere else: no value can become another segment, a query or a call.
#[derive(Clone, Debug)]
pub struct Address {
    client: Client,
    /// Begins with `/` unless empty.
    path: String,
    /// The path with `{...}` in place of keys and arguments: what errors and logs may show.
    template: String,
    /// Parameter aliases of the last function, encoded, joined by `&`.
    aliases: String,
    /// Whether the path ends in names that a colon closes when more follows.
    open_path: bool,
    /// Why this address can never be requested: the first problem that was found on the way.
    problem: Option<Box<PolicyViolation>>,
}

fn invalid(error: http::uri::InvalidUri) -> PolicyViolation {
    PolicyViolation::InvalidUrl { what: "the request", reason: error.to_string() }
}

/// Bytes of most query strings.
const LIKELY_QUERY: usize = 256;

impl Address {
    /// The root of the service.
    pub fn root(client: &(impl AsRef<Client> + ?Sized)) -> Self {
        Self {
            client: client.as_ref().clone(),
            path: String::new(),
            template: String::new(),
            aliases: String::new(),
            open_path: false,
            problem: None,
        }
    }

    /// The client that requests go through.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The encoded path below the base URL of the client.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The path with placeholders for keys and arguments: it may be shown in logs.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The absolute URL, without a query.
    ///
    /// # Errors
    /// A key or an argument on the way cannot stand in a URL.
    pub fn url(&self) -> Result<String, PolicyViolation> {
        self.with_room(0)
    }

    /// The absolute URL, with room for so many bytes behind it.
    fn with_room(&self, room: usize) -> Result<String, PolicyViolation> {
        if let Some(problem) = &self.problem {
            return Err((**problem).clone());
        }
        let mut url = String::with_capacity(self.client.base_url().len() + self.path.len() + room);
        url.push_str(self.client.base_url());
        url.push_str(&self.path);
        Ok(url)
    }

    /// What a property, an entity set or a singleton of this name is below this address.
    #[must_use]
    pub fn property(&self, name: &str) -> Self {
        self.segment(&encode_segment(name))
    }

    /// The item of this collection with a key.
    #[must_use]
    pub fn key(&self, key: impl Into<Key>) -> Self {
        let key = key.into();
        let mut item = self.clone();
        match key.path(self.client.key_style()) {
            Ok(path) => item.path.push_str(&path),
            Err(problem) => item.refuse(problem),
        }
        item.template.push_str(&key.template(self.client.key_style()));
        item
    }

    /// A function bound to this address, or an unbound one at the root; the name is qualified.
    pub fn function(&self, name: &str) -> FunctionBuilder {
        FunctionBuilder::new(self, name)
    }

    /// An action bound to this address, or an unbound one at the root; the name is qualified.
    pub fn action(&self, name: &str) -> ActionBuilder {
        ActionBuilder::new(self, name)
    }

    /// The number of items of this collection.
    pub(crate) fn count(&self) -> Self {
        self.segment("$count")
    }

    /// The value at this address as it is, or the content of this media entity.
    pub(crate) fn value(&self) -> Self {
        self.segment("$value")
    }

    /// The same entity or the same collection as values of a derived type, by its qualified name (OData URL Conventions 4.01, 4.11).
    #[must_use]
    pub fn cast(&self, type_name: &str) -> Self {
        self.segment(&encode_segment(type_name))
    }

    /// What lies at a path of names below this entity, as Graph's drives write it: `root:/Reports/2026.csv:/content`.
    ///
    /// Each name is encoded by itself; `/` separates names, and empty ones are left out. The names `.` and `..` make the request fail, as a
    /// server or proxy on the way would take them for steps.
    #[must_use]
    pub fn named_path(&self, path: &str) -> Self {
        let mut longer = self.clone();
        let names: Vec<&str> = path.split('/').filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return longer;
        }
        if let Some(step) = names.iter().find(|name| matches!(**name, "." | "..")) {
            longer.refuse(PolicyViolation::InvalidKey { key: (*step).to_owned() });
        }
        if !longer.open_path {
            longer.path.push(':');
            longer.template.push(':');
        }
        for name in names {
            longer.path.push('/');
            // A colon would close the path.
            longer.path.push_str(&encode_segment(name).replace(':', "%3A"));
        }
        longer.template.push_str("/{path}");
        longer.open_path = true;
        longer
    }

    /// Where several requests are sent to as one; `self` is the root of the service.
    pub(crate) fn batch(&self) -> Self {
        self.segment("$batch")
    }

    /// The references of this navigation property.
    pub(crate) fn reference(&self) -> Self {
        self.segment("$ref")
    }

    /// Appends a segment that is already encoded.
    fn segment(&self, encoded: &str) -> Self {
        let mut longer = self.clone();
        let separator = if std::mem::take(&mut longer.open_path) { ":/" } else { "/" };
        for text in [&mut longer.path, &mut longer.template] {
            text.push_str(separator);
            text.push_str(encoded);
        }
        longer
    }

    fn refuse(&mut self, problem: PolicyViolation) {
        self.problem.get_or_insert_with(|| Box::new(problem));
    }

    /// The absolute URL with options, and with this `$count`.
    pub(crate) fn uri(&self, options: &Options, count: Option<bool>) -> Result<Uri, PolicyViolation> {
        Uri::try_from(self.text(options, count)?).map_err(invalid)
    }

    /// The same as text.
    pub(crate) fn full_url(&self, options: &Options, count: Option<bool>) -> Result<String, PolicyViolation> {
        let text = self.text(options, count)?;
        Uri::try_from(text.as_str()).map(|_| text).map_err(invalid)
    }

    /// The same, not yet checked.
    fn text(&self, options: &Options, count: Option<bool>) -> Result<String, PolicyViolation> {
        let mut url = self.with_room(LIKELY_QUERY)?;
        if !self.aliases.is_empty() {
            url.push('?');
            url.push_str(&self.aliases);
        }
        if count.is_some() || !options.is_empty() {
            url.push(if self.aliases.is_empty() { '?' } else { '&' });
            // A string takes all that is written.
            let _ = options.write_query(count, &mut url);
        }
        Ok(url)
    }
}
