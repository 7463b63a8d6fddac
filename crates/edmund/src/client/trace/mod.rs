//! What a client tells `tracing`: a span for every request, one for every attempt, events for what happens between them. Names are those of
//! OpenTelemetry's semantic conventions for HTTP clients. Nothing personal is among them: URLs are shown as templates, headers and bodies not at all.

#[cfg(not(feature = "tracing"))]
mod silent;
#[cfg(feature = "tracing")]
mod spoken;

#[cfg(not(feature = "tracing"))]
pub(super) use self::silent::{attempt, attempted, request, retry, throttled, token_renewed, within};
#[cfg(feature = "tracing")]
pub(super) use self::spoken::{attempt, attempted, request, retry, throttled, token_renewed, within};
