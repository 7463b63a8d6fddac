//! What changed in a collection since it was last read (OData Protocol 4.01, section 11.3).

mod change;
mod changes;
mod key;
mod request;
mod store;
mod token;

pub use self::change::{Change, LinkChange, Reason, Removed};
pub use self::changes::Changes;
pub use self::key::EntityKey;
pub use self::request::Delta;
pub use self::store::{DeltaStore, Round};
pub use self::token::DeltaToken;
