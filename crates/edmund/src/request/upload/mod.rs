//! Large content in fragments, by an upload session: what a service gives a URL for, to which the content goes piece by piece.

mod content;
mod ranges;
mod session;

pub use self::content::{Content, Reader};
pub use self::session::{SavedUpload, Upload, Uploaded};
