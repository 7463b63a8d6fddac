//! Where a request goes: a client and a path, built segment by segment.

mod key;
mod operation;

use http::Uri;

pub use self::key::Key;
pub use self::operation::{ActionBuilder, FunctionBuilder};
use crate::client::Client;
use crate::error::PolicyViolation;
use crate::query::encode_segment;

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
    /// Why this address can never be requested: the first problem that was found on the way.
    problem: Option<Box<PolicyViolation>>,
}

impl Address {
    /// The root of the service.
    pub fn root(client: &(impl AsRef<Client> + ?Sized)) -> Self {
        Self {
            client: client.as_ref().clone(),
            path: String::new(),
            template: String::new(),
            aliases: String::new(),
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
        match &self.problem {
            Some(problem) => Err((**problem).clone()),
            None => Ok(format!("{}{}", self.client.base_url(), self.path)),
        }
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

    /// The references of this navigation property.
    pub(crate) fn reference(&self) -> Self {
        self.segment("$ref")
    }

    /// Appends a segment that is already encoded.
    fn segment(&self, encoded: &str) -> Self {
        let mut longer = self.clone();
        for text in [&mut longer.path, &mut longer.template] {
            text.push('/');
            text.push_str(encoded);
        }
        longer
    }

    fn refuse(&mut self, problem: PolicyViolation) {
        self.problem.get_or_insert_with(|| Box::new(problem));
    }

    /// The absolute URL with a query string, which is already encoded.
    pub(crate) fn uri(&self, query: &str) -> Result<Uri, PolicyViolation> {
        let mut url = self.url()?;
        let mut separator = '?';
        for part in [self.aliases.as_str(), query].into_iter().filter(|part| !part.is_empty()) {
            url.push(separator);
            url.push_str(part);
            separator = '&';
        }
        let invalid =
            |error: http::uri::InvalidUri| PolicyViolation::InvalidUrl { what: "the request", reason: error.to_string() };
        url.parse().map_err(invalid)
    }
}
