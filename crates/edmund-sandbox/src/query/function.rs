//! The built-in functions of OData URL Conventions 4.01, sections 5.1.1.5 to 5.1.1.12.

use super::{Datum, Kind};
use crate::temporal::{self, DAY, Instant, SECOND};

/// Texts longer than this are not put together.
const MAX_TEXT: usize = 1 << 20;

macro_rules! functions {
    ($($variant:ident $name:literal ($($argument:ident),*) $(optional $optional:literal)? -> $result:ident;)*) => {
        /// A built-in function.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function {
            $($variant,)*
        }

        impl Function {
            const ALL: &'static [(&'static str, Function)] = &[$(($name, Function::$variant),)*];

            /// Types of the arguments, how many at the end may be left out, and the type of the result.
            pub(crate) fn signature(self) -> (&'static [Kind], usize, Kind) {
                match self {
                    $(Function::$variant => (&[$(Kind::$argument),*], 0 $(+ $optional)?, Kind::$result),)*
                }
            }
        }
    };
}

functions! {
    Contains "contains" (String, String) -> Boolean;
    StartsWith "startswith" (String, String) -> Boolean;
    EndsWith "endswith" (String, String) -> Boolean;
    Length "length" (Dynamic) -> Number;
    IndexOf "indexof" (String, String) -> Number;
    Substring "substring" (String, Number, Number) optional 1 -> String;
    ToLower "tolower" (String) -> String;
    ToUpper "toupper" (String) -> String;
    Trim "trim" (String) -> String;
    Concat "concat" (String, String) -> String;
    Year "year" (Dynamic) -> Number;
    Month "month" (Dynamic) -> Number;
    Day "day" (Dynamic) -> Number;
    Hour "hour" (Dynamic) -> Number;
    Minute "minute" (Dynamic) -> Number;
    Second "second" (Dynamic) -> Number;
    FractionalSeconds "fractionalseconds" (Dynamic) -> Number;
    Date "date" (DateTimeOffset) -> Date;
    Time "time" (DateTimeOffset) -> TimeOfDay;
    TotalOffsetMinutes "totaloffsetminutes" (DateTimeOffset) -> Number;
    TotalSeconds "totalseconds" (Duration) -> Number;
    Now "now" () -> DateTimeOffset;
    MinDateTime "mindatetime" () -> DateTimeOffset;
    MaxDateTime "maxdatetime" () -> DateTimeOffset;
    Round "round" (Number) -> Number;
    Floor "floor" (Number) -> Number;
    Ceiling "ceiling" (Number) -> Number;
    HasSubset "hassubset" (Dynamic, Dynamic) -> Boolean;
    HasSubsequence "hassubsequence" (Dynamic, Dynamic) -> Boolean;
}

impl Function {
    /// By its name, in exactly the specification's case.
    pub(crate) fn from_name(name: &str) -> Option<Function> {
        Function::ALL.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }

    /// All names, for hints.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Function::ALL.iter().map(|(name, _)| *name)
    }

    /// The result; null when an argument is null or does not fit.
    pub(crate) fn call<'a>(self, arguments: &[Datum<'a>], now: Instant) -> Datum<'a> {
        self.result(arguments, now).unwrap_or(Datum::Null)
    }

    fn result<'a>(self, arguments: &[Datum<'a>], now: Instant) -> Option<Datum<'a>> {
        match arguments {
            [] => Some(match self {
                Function::MinDateTime => instant("0001-01-01T00:00:00Z")?,
                Function::MaxDateTime => instant("9999-12-31T23:59:59.999999999999Z")?,
                _ => Datum::Instant(now),
            }),
            [only] => self.of_one(only),
            [first, second] => self.of_two(first, second),
            [text, start, length] => substring(text.text()?, start.float()?, Some(length.float()?)),
            _ => None,
        }
    }

    fn of_one<'a>(self, value: &Datum<'a>) -> Option<Datum<'a>> {
        Some(match (self, value) {
            (Function::Length, Datum::List(items)) => Datum::Int(items.len() as i64),
            (Function::Length, _) => Datum::Int(value.text()?.chars().count() as i64),
            (Function::ToLower, _) => Datum::Text(value.text()?.to_lowercase().into()),
            (Function::ToUpper, _) => Datum::Text(value.text()?.to_uppercase().into()),
            (Function::Trim, _) => Datum::Text(value.text()?.trim().to_owned().into()),
            (Function::Date, Datum::Instant(instant)) => Datum::Date(instant.local().0),
            (Function::Time, Datum::Instant(instant)) => Datum::Time(instant.local().1),
            (Function::TotalOffsetMinutes, Datum::Instant(instant)) => Datum::Int(instant.offset.into()),
            (Function::TotalSeconds, Datum::Duration(picos)) => Datum::Float(*picos as f64 / SECOND as f64),
            (Function::Round | Function::Floor | Function::Ceiling, Datum::Int(value)) => Datum::Int(*value),
            (Function::Round, _) => Datum::Float(value.float()?.round()),
            (Function::Floor, _) => Datum::Float(value.float()?.floor()),
            (Function::Ceiling, _) => Datum::Float(value.float()?.ceil()),
            (Function::Year | Function::Month | Function::Day, _) => {
                let days = match value {
                    Datum::Date(days) => *days,
                    Datum::Instant(instant) => instant.local().0,
                    _ => return None,
                };
                let (year, month, day) = temporal::civil(days);
                Datum::Int(match self {
                    Function::Year => year,
                    Function::Month => month,
                    _ => day,
                })
            }
            _ => self.of_clock(value)?,
        })
    }

    fn of_clock(self, value: &Datum<'_>) -> Option<Datum<'static>> {
        let picos = match value {
            Datum::Time(picos) => *picos,
            Datum::Instant(instant) => instant.local().1,
            _ => return None,
        };
        let seconds = (picos.rem_euclid(DAY) / SECOND) as i64;
        Some(match self {
            Function::Hour => Datum::Int(seconds / 3600),
            Function::Minute => Datum::Int(seconds / 60 % 60),
            Function::Second => Datum::Int(seconds % 60),
            Function::FractionalSeconds => Datum::Float((picos % SECOND) as f64 / SECOND as f64),
            _ => return None,
        })
    }

    fn of_two<'a>(self, first: &Datum<'a>, second: &Datum<'a>) -> Option<Datum<'a>> {
        if let (Datum::List(all), Datum::List(some)) = (first, second) {
            return match self {
                Function::HasSubset => Some(Datum::Boolean(some.iter().all(|item| all.iter().any(|other| other.equals(item))))),
                Function::HasSubsequence => Some(Datum::Boolean(is_subsequence(all, some))),
                _ => None,
            };
        }
        let text = first.text()?;
        if self == Function::Substring {
            return substring(text, second.float()?, None);
        }
        let part = second.text()?;
        Some(match self {
            Function::Contains => Datum::Boolean(text.contains(part)),
            Function::StartsWith => Datum::Boolean(text.starts_with(part)),
            Function::EndsWith => Datum::Boolean(text.ends_with(part)),
            Function::IndexOf => Datum::Int(text.find(part).map_or(-1, |byte| text[..byte].chars().count() as i64)),
            Function::Concat if text.len() + part.len() > MAX_TEXT => return None,
            Function::Concat => Datum::Text(format!("{text}{part}").into()),
            _ => return None,
        })
    }
}

fn is_subsequence(all: &[Datum<'_>], some: &[Datum<'_>]) -> bool {
    let mut rest = all.iter();
    some.iter().all(|item| rest.any(|other| other.equals(item)))
}

/// In characters; a start before the text counts from its beginning.
fn substring(text: &str, start: f64, length: Option<f64>) -> Option<Datum<'static>> {
    let start = start.max(0.0) as usize;
    let length = length.map_or(usize::MAX, |length| length.max(0.0) as usize);
    Some(Datum::Text(text.chars().skip(start).take(length).collect::<String>().into()))
}

fn instant(text: &str) -> Option<Datum<'static>> {
    temporal::date_time(text).map(Datum::Instant)
}
