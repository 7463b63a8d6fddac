//! What helps against errors of Microsoft Graph.

use edmund::Hints;

use crate::generated::permission_hints;

/// The least permission of each documented request, and what experience says about the codes that are asked about most; give them to
/// [`ClientBuilder::hints`](edmund::ClientBuilder::hints).
pub fn hints() -> Hints {
    permission_hints()
        .code(
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "the reports of this service need a licence of Microsoft Entra ID P1 or P2 in the tenant",
        )
        .code(
            "Request_UnsupportedQuery",
            "if this is an advanced query of directory objects, it needs count() and the header ConsistencyLevel: eventual",
        )
        .code("InvalidAuthenticationToken", "the token is for another service or cloud, or has ended")
        .denied_by("Authorization_RequestDenied")
}
