//! Collections over several pages.
//!
//! [`course`] decides where the next page is and whether it may be asked for; [`decoder`] reads a page as it comes in. Neither does any input
//! or output. [`walk`] lets a client carry out what the course says, and [`pages`] and [`items`] are what callers hold.

mod bookmark;
mod checkpoint;
mod course;
mod decoder;
mod frame;
mod items;
mod page;
mod pages;
mod reading;
mod walk;

pub(in crate::request) use self::bookmark::{Bookmark, fingerprint};
pub use self::checkpoint::Checkpoint;
pub use self::items::Items;
pub use self::page::Page;
pub use self::pages::Pages;
pub(super) use self::reading::Reading;
pub(super) use self::walk::Walk;
