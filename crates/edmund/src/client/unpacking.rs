//! Compressed answers, and how much may come out of them.

#[cfg(feature = "gzip")]
use std::io::{self, Write};

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use super::call::{Failure, Intake};
use crate::error::PolicyViolation;

/// More than this times its size no answer unpacks to. JSON of the kind that compresses best stays far below.
#[cfg(feature = "gzip")]
const MAX_RATIO: u64 = 200;

/// Answers that unpack to less than this are harmless whatever their ratio.
#[cfg(feature = "gzip")]
const HARMLESS: u64 = 1 << 20;

/// Hands on what a body holds.
pub(super) enum Unpacking<'i> {
    Plain(Counted<'i>),
    #[cfg(feature = "gzip")]
    Gzip {
        decoder: Box<flate2::write::MultiGzDecoder<Counted<'i>>>,
        received: u64,
    },
    Unknown(String),
}

/// An intake that takes no more than it may.
pub(super) struct Counted<'i> {
    intake: &'i mut dyn Intake,
    taken: u64,
    limit: usize,
}

impl<'i> Unpacking<'i> {
    pub(super) fn new(headers: &HeaderMap, intake: &'i mut dyn Intake, limit: usize) -> Self {
        let counted = Counted { intake, taken: 0, limit };
        let encoding =
            headers.get(CONTENT_ENCODING).map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_ascii_lowercase());
        match encoding.as_deref() {
            None | Some("" | "identity") => Self::Plain(counted),
            #[cfg(feature = "gzip")]
            Some("gzip" | "x-gzip") => Self::Gzip { decoder: Box::new(flate2::write::MultiGzDecoder::new(counted)), received: 0 },
            Some(other) if is_compression(other) => Self::Unknown(other.to_owned()),
            // Some services write the charset here: what is no compression changes nothing.
            Some(_) => Self::Plain(counted),
        }
    }

    /// The next piece of the body.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Plain(counted) => counted.take(piece).map_err(Failure::Policy),
            #[cfg(feature = "gzip")]
            Self::Gzip { decoder, received } => {
                *received += piece.len() as u64;
                // In small steps, because one step unpacks to a thousand times its size before it can be counted.
                for step in piece.chunks(STEP) {
                    decoder.write_all(step).map_err(broken)?;
                    let taken = decoder.get_ref().taken;
                    if taken > HARMLESS && taken / MAX_RATIO > *received {
                        return Err(PolicyViolation::CompressionRatio { limit: MAX_RATIO }.into());
                    }
                }
                Ok(())
            }
            Self::Unknown(encoding) => Err(PolicyViolation::UnknownEncoding { encoding: encoding.clone() }.into()),
        }
    }

    /// The body has ended; a compressed one must end there as well.
    pub(super) fn end(self) -> Result<(), Failure> {
        match self {
            #[cfg(feature = "gzip")]
            Self::Gzip { decoder, received } if received > 0 => decoder.finish().map(drop).map_err(broken),
            _ => Ok(()),
        }
    }
}

/// Whether one of the encodings is a compression (the registry of RFC 9110, 18.6, and what came after).
fn is_compression(encoding: &str) -> bool {
    let known =
        ["aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "x-compress", "x-gzip", "zstd"];
    encoding.split(',').any(|encoding| known.contains(&encoding.trim()))
}

/// Bytes that are unpacked at once.
#[cfg(feature = "gzip")]
const STEP: usize = 4096;

impl Counted<'_> {
    fn take(&mut self, piece: &[u8]) -> Result<(), PolicyViolation> {
        self.taken += piece.len() as u64;
        if self.taken > self.limit as u64 {
            return Err(PolicyViolation::BodyTooLarge { limit: self.limit });
        }
        self.intake.take(piece);
        Ok(())
    }
}

#[cfg(feature = "gzip")]
impl Write for Counted<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.take(piece).map_err(io::Error::other)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A limit of ours, or bytes that are not what the service says they are: as good as a body that breaks off.
#[cfg(feature = "gzip")]
fn broken(error: io::Error) -> Failure {
    use crate::transport::{Sent, TransportError, TransportErrorKind};

    match error.get_ref().and_then(|source| source.downcast_ref::<PolicyViolation>()) {
        Some(violation) => violation.clone().into(),
        None => TransportError::new(TransportErrorKind::BodyAborted, Sent::Sent).with_source(error).into(),
    }
}
