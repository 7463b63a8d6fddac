//! Reports that come as CSV, row by row (RFC 4180).

use std::fmt;
use std::io::Cursor;

use bytes::Bytes;
use csv::{ByteRecord, ReaderBuilder};
use serde_core::de::DeserializeOwned;

use super::Media;
use super::cells::{Columns, Row};

/// The mark that some writers begin UTF-8 with.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A CSV document that cannot be read as the rows that are asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct CsvError {
    /// Where the record begins, counted from 1; the header is on the first line.
    pub line: u64,
    /// The header of the column, if one cell is wrong.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for CsvError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(out, ", column `{column}`")?;
        }
        write!(out, ": {}", self.reason)
    }
}

impl Media {
    /// The rows of a CSV document, as Graph's usage reports are: the first record has the names of the columns, the first bytes may be a byte order
    /// mark. Nothing is decoded before its row is asked for.
    ///
    /// A column fills the field of its name, or the field that is its name in camel case: `User Principal Name` fills `userPrincipalName`. An empty
    /// cell is `None`, `Yes` and `No` are Boolean as `True` and `False` are.
    ///
    /// ```
    /// # use edmund::request::Media;
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Activity {
    ///     user_principal_name: String,
    ///     is_deleted: bool,
    ///     last_activity_date: Option<edmund::Date>,
    ///     send_count: u64,
    /// }
    ///
    /// # fn read(report: Media) -> Result<(), edmund::request::CsvError> {
    /// for row in report.rows::<Activity>()? {
    ///     let row = row?;
    ///     println!("{} sent {}", row.user_principal_name, row.send_count);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The names of the columns cannot be read.
    pub fn rows<T: DeserializeOwned>(&self) -> Result<Rows<T>, CsvError> {
        let text = self.body.strip_prefix(BYTE_ORDER_MARK).map_or_else(|| self.body.clone(), |text| self.body.slice_ref(text));
        let mut records = ReaderBuilder::new().has_headers(false).from_reader(Cursor::new(text));
        let mut record = ByteRecord::new();
        let has_header = records.read_byte_record(&mut record).map_err(|error| failure(1, &error))?;
        let columns = if has_header { Columns::read(&record)? } else { Columns::default() };
        Ok(Rows { records, record, columns, marker: std::marker::PhantomData })
    }
}

/// The rows of a CSV document, in order. A row that cannot be read is an error, and the next one is read after it.
pub struct Rows<T> {
    records: csv::Reader<Cursor<Bytes>>,
    record: ByteRecord,
    columns: Columns,
    marker: std::marker::PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Iterator for Rows<T> {
    type Item = Result<T, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.records.position().line();
        match self.records.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) => {
                let line = self.record.position().map_or(line, csv::Position::line);
                Some(T::deserialize(Row::new(&self.columns, &self.record)).map_err(|error| CsvError { line, ..error }))
            }
            Err(error) => Some(Err(failure(line, &error))),
        }
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Rows(at line {})", self.records.position().line())
    }
}

/// What the parser has to say, with the line where it stands.
fn failure(line: u64, error: &csv::Error) -> CsvError {
    let line = error.position().map_or(line, csv::Position::line);
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("expected {expected_len} cells, as there are columns, found {len}")
        }
        _ => error.to_string(),
    };
    CsvError { line, column: None, reason }
}
