//! Uploads that cannot go on.

/// Why an upload cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadFailure {
    /// The service does not know the session, or no longer.
    #[error("the service does not know the upload session{}", if *maybe_complete { ": it may have ended with the last fragment" } else { ", or no longer: begin another" })]
    Lost {
        /// The last fragment was on its way: the content may be complete. Look before uploading it again.
        maybe_complete: bool,
    },
    /// What the service wants does not change, whatever it is sent.
    #[error("the service keeps asking for what it was sent, at byte {at}")]
    Stuck {
        /// The first byte that it wants.
        at: u64,
    },
    /// The session was made for other content.
    #[error("the service wants byte {wanted}, and there are {length}: it was promised other content")]
    OtherLength {
        /// The byte that the service wants.
        wanted: u64,
        /// How many there are.
        length: u64,
    },
    /// The content could not be read.
    #[error("the content cannot be read at byte {at}: {error}")]
    Content {
        /// Where.
        at: u64,
        /// What the source says.
        #[source]
        error: std::io::Error,
    },
}
