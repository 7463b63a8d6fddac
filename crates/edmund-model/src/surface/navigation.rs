//! Which requests a root or a navigation property can have at all.

use crate::{Method, RequestKind};

/// How entities hang on what the path addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// A collection whose items live here: an entity set or a contained navigation.
    Items,
    /// One entity that lives here.
    One {
        /// Whether it may be absent, so that it can be deleted.
        nullable: bool,
    },
    /// A collection of references to entities that live elsewhere.
    References,
    /// A reference to one entity that lives elsewhere.
    Reference {
        /// Whether it may be absent, so that it can be removed.
        nullable: bool,
    },
}

/// What of the path a request addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// The path itself.
    Whole,
    /// One item, by key.
    Item,
    /// The reference, or the collection of references.
    Reference,
    /// The reference to one item.
    ItemReference,
}

/// A request that a root or navigation may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Possible {
    pub(super) kind: RequestKind,
    pub(super) address: Address,
    /// Whether it follows from the schema, or must be documented to be believed.
    pub(super) usual: bool,
}

/// The requests of a hold, in the order that documentation lists them.
///
/// Source: OData Protocol 4.01, section 11.4: create, update and delete work on entities where they live; `$ref` manages references between them.
pub(super) fn possible(hold: Hold) -> Vec<Possible> {
    use Address::{Item, ItemReference, Reference, Whole};
    use RequestKind::{AddRef, Create, CreateMedia, Delete, Get, List, RemoveRef, SetRef, Update};
    let table: &[(RequestKind, Address, bool)] = match hold {
        Hold::Items => &[
            (List, Whole, true),
            (Create, Whole, true),
            (CreateMedia, Whole, true),
            (Get, Item, true),
            (Update, Item, true),
            (Delete, Item, true),
            (AddRef, Reference, false),
            (RemoveRef, ItemReference, false),
        ],
        Hold::One { nullable } => &[
            (Get, Whole, true),
            (Create, Whole, false),
            (Update, Whole, true),
            (Delete, Whole, nullable),
            (SetRef, Reference, false),
            (RemoveRef, Reference, false),
        ],
        Hold::References => &[
            (List, Whole, true),
            (AddRef, Reference, true),
            (RemoveRef, ItemReference, true),
            (Create, Whole, false),
            (CreateMedia, Whole, false),
            (Get, Item, false),
            (Update, Item, false),
            (Delete, Item, false),
        ],
        Hold::Reference { nullable } => &[
            (Get, Whole, true),
            (SetRef, Reference, true),
            (RemoveRef, Reference, nullable),
            (Create, Whole, false),
            (Update, Whole, false),
            (Delete, Whole, false),
        ],
    };
    table.iter().map(|&(kind, address, usual)| Possible { kind, address, usual }).collect()
}

/// The method and the status of success that the protocol gives a request.
///
/// Source: OData Protocol 4.01, sections 11.2 (read), 11.4.2 (create), 11.4.3 (update), 11.4.5 (delete), 11.4.6 (references), 11.4.7 and
/// 11.4.8 (streams), 11.5 (operations).
pub(super) fn protocol(kind: RequestKind) -> (Method, u16) {
    match kind {
        RequestKind::List | RequestKind::Get | RequestKind::ReadStream | RequestKind::Function => (Method::Get, 200),
        RequestKind::Create | RequestKind::CreateMedia => (Method::Post, 201),
        RequestKind::Update => (Method::Patch, 200),
        RequestKind::Action => (Method::Post, 200),
        RequestKind::Delete | RequestKind::RemoveRef | RequestKind::DeleteStream => (Method::Delete, 204),
        RequestKind::AddRef => (Method::Post, 204),
        RequestKind::SetRef | RequestKind::WriteStream => (Method::Put, 204),
    }
}
