//! Operations that a service carries out in its own time: what it answers with at first is only where to look for the result (OData Protocol
//! 4.01, section 13, and Graph's long-running operations).

mod embedded;
mod poller;
mod progress;

pub use self::poller::{Poller, SavedOperation, State};
