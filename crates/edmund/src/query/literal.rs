//! Literals of the OData URL grammar.

/// A primitive literal as it stands in a URL, before percent-encoding.
///
/// Text inside a variant is the value, never the written form: quotes are added and doubled when it is printed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// Any integer.
    Integer(i64),
    /// A binary floating-point number, `INF`, `-INF` or `NaN`.
    Double(f64),
    /// A decimal number, digits kept.
    Decimal(String),
    /// `'text'`, quotes doubled.
    String(String),
    /// A GUID, without quotes.
    Guid(String),
    /// `2024-02-29`.
    Date(String),
    /// `2024-02-29T12:00:00Z`.
    DateTimeOffset(String),
    /// `12:00:00`.
    TimeOfDay(String),
    /// `duration'P1D'`.
    Duration(String),
    /// `binary'...'`, base64url.
    Binary(String),
    /// `geography'SRID=4326;Point(10.75 59.91)'`.
    Geography(String),
    /// `geometry'SRID=0;Point(1 2)'`.
    Geometry(String),
    /// `microsoft.graph.importance'high'`; several members separated by commas.
    Enum {
        /// The qualified name of the enumeration type; empty for a bare `'high'`.
        ty: String,
        /// Member names, comma-separated.
        members: String,
    },
}
