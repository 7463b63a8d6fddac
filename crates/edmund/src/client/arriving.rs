//! The body of an answer while it comes in, and the limits that it has to keep.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http_body::Body as _;

use super::Client;
use super::call::{Failure, Intake};
use super::statistics::add;
use super::unpacking::Unpacking;
use crate::clock::timeout;
use crate::error::PolicyViolation;
use crate::transport::{Body, Sent, TransportError, TransportErrorKind};

/// How long a service may be silent in the middle of an answer.
const MAX_SILENCE: Duration = Duration::from_secs(20);

/// A body that has begun to come in.
pub(super) struct Arriving<'a> {
    pub(super) body: Body,
    pub(super) headers: &'a HeaderMap,
    /// How long it is, as its header says.
    pub(super) declared: Option<u64>,
}

impl Client {
    /// The whole body.
    pub(super) async fn collect(&self, arriving: Arriving<'_>) -> Result<Bytes, Failure> {
        let mut whole = Whole(Vec::new());
        // What the header announces is set aside at once, up to what is allowed.
        let declared = usize::try_from(arriving.declared.unwrap_or(0)).unwrap_or(usize::MAX);
        whole.0.reserve(declared.min(self.inner.max_body));
        self.hand_on(arriving, &mut whole).await?;
        Ok(whole.0.into())
    }

    /// Hands the body to `intake`, decompressed. It must be as long as its header says and no longer than the client allows.
    pub(super) async fn hand_on(&self, arriving: Arriving<'_>, intake: &mut dyn Intake) -> Result<(), Failure> {
        let Arriving { mut body, headers, declared } = arriving;
        let limit = self.inner.max_body;
        if declared.is_some_and(|declared| declared > limit as u64) {
            return Err(PolicyViolation::BodyTooLarge { limit }.into());
        }
        intake.begin();
        let mut unpacking = Unpacking::new(headers, intake, limit);
        let mut received: u64 = 0;
        loop {
            let next = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            let Some(next) = timeout(&*self.inner.clock, MAX_SILENCE, next).await else {
                return Err(TransportError::new(TransportErrorKind::Timeout, Sent::Sent).into());
            };
            let Some(frame) = next else { break };
            if let Ok(data) = frame?.into_data() {
                received += data.len() as u64;
                unpacking.take(&data)?;
            }
        }
        add(&self.inner.counters.bytes_received, received);
        if declared.is_some_and(|declared| declared != received) {
            return Err(TransportError::new(TransportErrorKind::BodyAborted, Sent::Sent).into());
        }
        unpacking.end()
    }
}

/// A body as a whole.
struct Whole(Vec<u8>);

impl Intake for Whole {
    fn begin(&mut self) {
        self.0.clear();
    }

    fn take(&mut self, piece: &[u8]) {
        self.0.extend_from_slice(piece);
    }
}
