//! Requests as documentation describes them: a method, a path and who may send it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{Docs, OperationId, Origin, TypeRef};

/// An HTTP method of the OData protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the variants are the protocol's own names")]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Method {
    /// As it stands in a request line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }

    /// From a request line, in any case.
    pub fn parse(text: &str) -> Option<Method> {
        [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
    }
}

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub enum RequestKind {
    /// Reads a collection.
    List,
    /// Reads one entity.
    Get,
    /// Adds an entity to a collection.
    Create,
    /// Adds a media entity to a collection by sending its bytes.
    CreateMedia,
    /// Changes an entity.
    Update,
    /// Removes an entity.
    Delete,
    /// Adds an existing entity to a collection by reference.
    AddRef,
    /// Makes a single-valued navigation property refer to an entity.
    SetRef,
    /// Removes a reference, not the entity.
    RemoveRef,
    /// Reads the bytes of a media entity or of a property of type `Edm.Stream`.
    ReadStream,
    /// Replaces those bytes.
    WriteStream,
    /// Removes those bytes, not the entity.
    DeleteStream,
    /// Calls a function.
    Function,
    /// Calls an action.
    Action,
}

/// Who calls: the three rows of a permission table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum PermissionScheme {
    /// A signed-in user of an organisation.
    DelegatedWork,
    /// A signed-in user with a personal account.
    DelegatedPersonal,
    /// An application without a user.
    Application,
}

/// Scopes by scheme, least privileged first. A scheme that is absent is not documented; one with an empty list is not supported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Permissions(pub BTreeMap<PermissionScheme, Vec<String>>);

/// A request that a page documents, joined with the model element it addresses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path template, with a leading slash and `{placeholders}`.
    pub template: String,
    /// What it does.
    pub kind: RequestKind,
    /// The function or action it calls.
    pub operation: Option<OperationId>,
    /// Type of the body, where it takes one.
    pub body: Option<TypeRef>,
    /// Type of the answer, where it has one.
    pub response: Option<TypeRef>,
    /// The status of success.
    pub status: u16,
    /// Whether it must say which version a change is made of (`If-Match`).
    pub versioned: bool,
    /// Who may send it.
    pub permissions: Permissions,
    /// Title and description.
    pub docs: Docs,
    /// Where it is documented.
    #[serde(skip)]
    pub origin: Origin,
}
