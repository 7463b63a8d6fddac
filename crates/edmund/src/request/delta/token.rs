//! Where a round of changes ended.

use std::fmt;

use crate::request::paging::Bookmark;
use crate::request::saved::saved_as;

/// Where a round of changes ended, and the next one begins. Save it with serde once the changes before it are saved, and give it to
/// [`Delta::since`](crate::request::Delta::since).
///
/// It holds the service's link and no secret of the client; keep it as confidential as the data. It is bound to the base URL and to the
/// request: its options, and the headers that shape the answer.
#[derive(Clone, PartialEq)]
pub struct DeltaToken(pub(super) Bookmark);

saved_as!(DeltaToken, Bookmark);

/// Without the link, which may hold personal data.
impl fmt::Debug for DeltaToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DeltaToken(***)")
    }
}
