//! What is uploaded, as something that a piece can be read from more than once.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::ops::Range;

use bytes::Bytes;

use crate::transport::BoxFuture;

/// Content that is uploaded piece by piece. Implement it for content that comes from elsewhere, such as an asynchronous file.
pub trait Content: Send {
    /// How many bytes there are.
    fn length(&self) -> u64;

    /// Reads these bytes, all of them.
    ///
    /// # Errors
    /// They cannot be read, or there are fewer.
    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes>>;
}

impl Content for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes>> {
        let place = |byte: u64| usize::try_from(byte).ok().filter(|byte| *byte <= self.len());
        let piece = match (place(range.start), place(range.end)) {
            (Some(start), Some(end)) if start <= end => Ok(self.slice(start..end)),
            _ => Err(ErrorKind::UnexpectedEof.into()),
        };
        Box::pin(std::future::ready(piece))
    }
}

/// Content behind a reader that can go back, such as a file. Reading it blocks the task for as long as the reader takes for one fragment.
#[derive(Debug)]
pub struct Reader<R> {
    reader: R,
    length: u64,
}

impl<R: Read + Seek + Send> Reader<R> {
    /// All that the reader has.
    ///
    /// # Errors
    /// Its length cannot be found out.
    pub fn new(mut reader: R) -> Result<Self> {
        let length = reader.seek(SeekFrom::End(0))?;
        Ok(Self { reader, length })
    }

    fn piece(&mut self, range: &Range<u64>) -> Result<Bytes> {
        let length =
            usize::try_from(range.end.saturating_sub(range.start)).map_err(|error| Error::new(ErrorKind::InvalidInput, error))?;
        let mut piece = vec![0; length];
        self.reader.seek(SeekFrom::Start(range.start))?;
        self.reader.read_exact(&mut piece)?;
        Ok(piece.into())
    }
}

impl<R: Read + Seek + Send> Content for Reader<R> {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes>> {
        let piece = self.piece(&range);
        Box::pin(std::future::ready(piece))
    }
}
