//! `uuid`.

use uuid::Uuid;

use crate::edm::Guid;

impl From<Guid> for Uuid {
    fn from(guid: Guid) -> Self {
        Self::from_bytes(*guid.as_bytes())
    }
}

impl From<Uuid> for Guid {
    fn from(uuid: Uuid) -> Self {
        Self::from_bytes(*uuid.as_bytes())
    }
}
