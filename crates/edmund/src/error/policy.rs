//! The rules a client holds, whatever a caller or a service asks for.

/// The rule that a request breaks.
///
/// URLs are shown by their origin only: paths and queries may hold personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyViolation {
    /// A link of the service leaves the origin of the client: following it would hand data, and with a careless client the token, to
    /// someone else.
    #[error("{what} leads to {origin}, not to the origin of this client")]
    ForeignLink {
        /// Which link.
        what: &'static str,
        /// Scheme, host and port of the link.
        origin: String,
    },
    /// A redirect would take the body of a request to another origin.
    #[error("the service redirects a request with a body to {origin}, not to the origin of this client")]
    ForeignRedirect {
        /// Scheme, host and port of the target.
        origin: String,
    },
    /// `http` to a host other than this machine.
    #[error("refused to use http with {origin}: use https, or allow it with ClientBuilder::allow_insecure_http")]
    InsecureUrl {
        /// Scheme, host and port.
        origin: String,
    },
    /// A redirect to a private address, written or found by its name, from a service that is not private itself.
    #[error("the service redirects to the private address {origin}")]
    PrivateAddress {
        /// Scheme, host and port.
        origin: String,
    },
    /// A foreign host at another port than that of https.
    #[error("the service leads to {origin}, another origin at a port of its own")]
    UnusualPort {
        /// Scheme, host and port.
        origin: String,
    },
    /// A URL that cannot be requested.
    #[error("{what} is not a usable URL: {reason}")]
    InvalidUrl {
        /// Where the URL comes from.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// More redirects than allowed.
    #[error("more than {limit} redirects")]
    TooManyRedirects {
        /// How many are allowed.
        limit: u32,
    },
    /// A key that would not stay one segment of the path.
    #[error("{key:?} cannot be a key: it is empty or would be read as a step in the path")]
    InvalidKey {
        /// The key.
        key: String,
    },
    /// A header that HTTP does not allow.
    #[error("{name:?} with this value is not a valid header")]
    InvalidHeader {
        /// The name as given; the value is not shown.
        name: String,
    },
    /// A collection or a structured value where only a primitive value can stand.
    #[error("argument {name:?} cannot be written into the URL: {reason}")]
    InvalidArgument {
        /// The name of the parameter.
        name: String,
        /// Why.
        reason: String,
    },
    /// The enumeration member `unknownFutureValue`, by which Graph marks enumerations that may grow. Services refuse it.
    #[error(
        "the body holds the enumeration member unknownFutureValue, which stands for members that are not known yet and cannot be sent"
    )]
    Placeholder,
    /// A new entity holds a value that only the service gives.
    #[error("the service computes {property:?}: leave it out of a new entity")]
    Computed {
        /// The wire name of the property.
        property: &'static str,
    },
    /// An entity has nothing that it could be referred to by.
    #[error("the entity has neither @odata.id nor all of its key properties")]
    NoReference,
    /// An entity is to be changed only if nobody else has changed it, and the service gives it no entity tag.
    #[error("the entity has no entity tag: the service cannot tell whether someone else has changed it")]
    NoEntityTag,
    /// The last page of changes does not say where the next round begins: the service does not track changes.
    #[error("the last page has no delta link: the service does not track changes of this collection")]
    NoDeltaLink,
    /// A checkpoint or delta token of another service, of another request, or one that was damaged.
    #[error("cannot go on from what was saved: {reason}")]
    Bookmark {
        /// Why not.
        reason: String,
    },
    /// The answer has more headers than any service needs.
    #[error("the answer has more than {fields} header fields, or more than {bytes} bytes of them")]
    HeadersTooLarge {
        /// How many fields are allowed.
        fields: usize,
        /// How many bytes are allowed.
        bytes: usize,
    },
    /// The answer is compressed so well that it can only be meant to fill memory.
    #[error("the answer unpacks to more than {limit} times its size")]
    CompressionRatio {
        /// How many times its size is allowed.
        limit: u64,
    },
    /// The answer is compressed in a way that was not asked for.
    #[error("the answer is encoded as {encoding:?}, which was not asked for")]
    UnknownEncoding {
        /// What `Content-Encoding` says.
        encoding: String,
    },
    /// The answer is larger than one JSON document may be.
    #[error("the answer is larger than {limit} bytes")]
    BodyTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
}
