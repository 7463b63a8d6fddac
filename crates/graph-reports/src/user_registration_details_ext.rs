//! What the report asks of a user's registration.

use crate::UserRegistrationDetails;

impl UserRegistrationDetails {
    /// Whether the service says that the user cannot use multifactor authentication. A user about whom it says nothing is no gap.
    pub fn lacks_mfa(&self) -> bool {
        self.is_mfa_capable == Some(false)
    }
}
