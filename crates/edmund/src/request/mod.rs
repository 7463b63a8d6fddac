//! Requests as values: built from an address, completed with options, awaited.
//!
//! `One<T>` and `Many<T>`, which generated code navigates by, are declared by [`request_types!`](crate::request_types) in the crate of the
//! generated code, so that its derives may add methods to them. What they can do stands here, in [`EntityRequest`] and [`CollectionRequest`].

mod batch;
mod collection;
mod count;
mod delta;
mod document;
mod draft;
mod edit;
mod entity;
mod list;
mod media;
mod operation;
mod paging;
mod patch;
mod poll;
mod prepared;
mod property;
mod reference;
mod saved;
mod types;
mod upload;

pub use self::batch::{Batch, BatchPaths, BatchResults, Chains, Handle};
pub use self::collection::{CollectionRequest, Create};
pub use self::count::Count;
pub use self::delta::{Change, Changes, Delta, DeltaStore, DeltaToken, EntityKey, LinkChange, Reason, Removed, Round};
pub(crate) use self::draft::Draft;
pub use self::edit::Edit;
pub use self::entity::{Delete, EntityRequest, Get, Replace, Update};
pub use self::list::List;
#[cfg(feature = "csv")]
pub use self::media::{CsvError, Rows};
pub use self::media::{GetMedia, Media, MediaRequest, PutMedia};
pub use self::operation::{Action, Function, Returned};
pub use self::paging::{Checkpoint, Items, Page, Pages};
pub use self::patch::Patch;
pub use self::poll::{Poller, SavedOperation, State};
pub use self::prepared::{Prepared, Request};
pub use self::property::{GetProperty, PropertyRequest, SetProperty};
pub use self::reference::{AddRef, Reference, RemoveRef, SetRef};
pub use self::upload::{Content, Reader, SavedUpload, Upload, Uploaded};
