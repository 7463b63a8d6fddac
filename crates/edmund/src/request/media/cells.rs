//! A record of a CSV document as a value that serde reads: its columns are members, its cells text.

use std::fmt;
use std::str::FromStr;

use csv::ByteRecord;
use serde_core::de::value::StrDeserializer;
use serde_core::de::{self, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::rows::CsvError;

/// The names of the columns, as they are written and in camel case.
#[derive(Debug, Default)]
pub(super) struct Columns(Vec<(String, String)>);

impl Columns {
    pub(super) fn read(record: &ByteRecord) -> Result<Self, CsvError> {
        let names = record.iter().map(|name| match std::str::from_utf8(name) {
            Ok(name) => Ok((name.trim().to_owned(), camel_case(name))),
            Err(_) => Err(CsvError { line: 1, column: None, reason: "the name of a column is not UTF-8".to_owned() }),
        });
        names.collect::<Result<_, _>>().map(Self)
    }
}

/// `Storage Used (Byte)` is `storageUsedByte`; `UPN` is `upn`.
fn camel_case(name: &str) -> String {
    let mut words = name.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let Some(first) = words.next() else { return String::new() };
    let is_abbreviation = first.chars().all(|character| !character.is_lowercase());
    let start = first.chars().next().map_or(0, char::len_utf8);
    let mut camel = if is_abbreviation { first.to_lowercase() } else { first[..start].to_lowercase() + &first[start..] };
    for word in words {
        let start = word.chars().next().map_or(0, char::len_utf8);
        camel += &word[..start].to_uppercase();
        camel += &word[start..];
    }
    camel
}

/// One record.
pub(super) struct Row<'a> {
    columns: &'a Columns,
    record: &'a ByteRecord,
    /// The fields of the struct that is filled; none for a map.
    fields: &'static [&'static str],
    index: usize,
}

impl<'a> Row<'a> {
    pub(super) fn new(columns: &'a Columns, record: &'a ByteRecord) -> Self {
        Self { columns, record, fields: &[], index: 0 }
    }
}

impl<'de> Deserializer<'de> for Row<'_> {
    type Error = CsvError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
        visitor.visit_map(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CsvError> {
        visitor.visit_map(Self { fields, ..self })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, CsvError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Row<'_> {
    type Error = CsvError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, CsvError> {
        let Some((written, camel)) = self.columns.0.get(self.index) else { return Ok(None) };
        // A map keeps the names as they are.
        let is_written = self.fields.is_empty() || self.fields.contains(&written.as_str());
        let name: StrDeserializer<'_, CsvError> = if is_written { written } else { camel }.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, CsvError> {
        let column = self.columns.0.get(self.index).map(|(written, _)| written.clone());
        let cell = self.record.get(self.index).unwrap_or_default();
        self.index += 1;
        let text = std::str::from_utf8(cell).map_err(|_| CsvError { column: column.clone(), ..reason("not UTF-8") })?;
        seed.deserialize(Cell(text)).map_err(|error| CsvError { column, ..error })
    }
}

/// One cell.
struct Cell<'a>(&'a str);

impl Cell<'_> {
    fn parse<T: FromStr>(&self, expected: &str) -> Result<T, CsvError> {
        self.0.trim().parse().map_err(|_| reason(format!("expected {expected}, found `{:.80}`", self.0)))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $expected:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
            visitor.$visit(self.parse($expected)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = CsvError;

    /// Text is what a cell is, and nothing what an empty one is.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
        if self.0.is_empty() { visitor.visit_unit() } else { visitor.visit_str(self.0) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
        visitor.visit_str(self.0)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, CsvError> {
        let is = |words: [&str; 2]| words.iter().any(|word| self.0.trim().eq_ignore_ascii_case(word));
        match (is(["true", "yes"]), is(["false", "no"])) {
            (true, _) => visitor.visit_bool(true),
            (_, true) => visitor.visit_bool(false),
            _ => Err(reason(format!("expected True, False, Yes or No, found `{:.80}`", self.0))),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, CsvError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, CsvError> {
        let text: StrDeserializer<'_, CsvError> = self.0.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    numbers! {
        deserialize_i8 visit_i8 "a whole number";
        deserialize_i16 visit_i16 "a whole number";
        deserialize_i32 visit_i32 "a whole number";
        deserialize_i64 visit_i64 "a whole number";
        deserialize_u8 visit_u8 "a whole number that is not negative";
        deserialize_u16 visit_u16 "a whole number that is not negative";
        deserialize_u32 visit_u32 "a whole number that is not negative";
        deserialize_u64 visit_u64 "a whole number that is not negative";
        deserialize_f32 visit_f32 "a number";
        deserialize_f64 visit_f64 "a number";
    }

    forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

fn reason(text: impl fmt::Display) -> CsvError {
    // The line is known where the record is.
    CsvError { line: 0, column: None, reason: text.to_string() }
}

impl de::Error for CsvError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        reason(message)
    }
}
