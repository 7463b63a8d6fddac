//! Where a round of changes ended.

use std::fmt;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::request::paging::Bookmark;

/// Where a round of changes ended, and the next one begins. Save it with serde once the changes before it are saved, and give it to
/// [`Delta::since`](crate::request::Delta::since).
///
/// It holds the service's link and no secret of the client; keep it as confidential as the data. It is bound to the base URL and to the
/// request: its options, and the headers that shape the answer.
#[derive(Clone, PartialEq)]
pub struct DeltaToken(pub(super) Bookmark);

impl Serialize for DeltaToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DeltaToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Bookmark::deserialize(deserializer).map(Self)
    }
}

/// Without the link, which may hold personal data.
impl fmt::Debug for DeltaToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DeltaToken(***)")
    }
}
