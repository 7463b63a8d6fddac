//! Change notifications: what a service sends to an address of yours when something that you subscribed to changes, in the form of Microsoft
//! Graph. Receiving is a function from a request to an answer, for whatever server you have.
//!
//! ```
//! use edmund::Secret;
//! use edmund::notification::{Event, Lifecycle, Receiver};
//!
//! // The `clientState` that the subscription was made with.
//! let receiver = Receiver::new(Secret::new("only Graph and I know"));
//! # let body = r#"{"value":[{"subscriptionId":"s","changeType":"updated","resource":"users/1","clientState":"only Graph and I know"},
//! #     {"subscriptionId":"s","lifecycleEvent":"missed","clientState":"only Graph and I know"}]}"#;
//! # let request = http::Request::post("/notifications").body(body.into()).unwrap();
//! let received = receiver.receive(&request);
//! for notification in &received.notifications {
//!     match &notification.event {
//!         Event::Changed(_) => println!("{:?} has changed", notification.resource),
//!         Event::Lifecycle(Lifecycle::Missed) => println!("some were lost: ask for the changes"),
//!         other => println!("{other:?}"),
//!     }
//! }
//! // Answer at once, and deal with the notifications afterwards: the service waits for three seconds.
//! assert_eq!(received.response.status(), 202);
//! # assert_eq!(received.notifications.len(), 2);
//! ```

mod content;
#[cfg(feature = "notifications")]
mod decryption;
mod receiver;

pub use self::content::{EncryptedContent, Event, Lifecycle, Notification};
#[cfg(feature = "notifications")]
pub use self::decryption::{DecryptionError, DecryptionKey};
pub use self::receiver::{Received, Receiver};
