//! Places on earth: all properties of a row that say where something is speak of the same one.

use super::hash;

/// What of a locality a property tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    City,
    /// State, province or county.
    Region,
    PostalCode,
    Street,
    /// The country's name.
    Country,
    /// Two letters (ISO 3166-1).
    CountryCode,
    /// A language and where it is spoken (BCP 47).
    Language,
    /// Three letters (ISO 4217).
    Currency,
    /// A time zone by its Windows name.
    TimeZone,
}

/// How many localities there are.
pub(super) const COUNT: usize = 5;

/// In the order of [`Part`].
const LOCALITIES: [[&str; 9]; COUNT] = [
    ["Oslo", "Oslo", "0150", "Storgata 12", "Norway", "NO", "nb-NO", "NOK", "W. Europe Standard Time"],
    ["Lagos", "Lagos", "101241", "12 Marina", "Nigeria", "NG", "en-NG", "NGN", "W. Central Africa Standard Time"],
    ["Kyoto", "Kyoto", "604-8001", "12 Kawaramachi-dori", "Japan", "JP", "ja-JP", "JPY", "Tokyo Standard Time"],
    ["Lima", "Lima", "15001", "Jiron Ucayali 120", "Peru", "PE", "es-PE", "PEN", "SA Pacific Standard Time"],
    ["Toronto", "Ontario", "M5H 2N2", "120 King Street West", "Canada", "CA", "en-CA", "CAD", "Eastern Standard Time"],
];

impl Part {
    /// The locality of a row; the items of a collection follow each other, so that none comes twice.
    pub(super) fn value(self, seed: u64, index: u64) -> &'static str {
        let row = hash::mix(seed).wrapping_add(index) % COUNT as u64;
        LOCALITIES[row as usize][self as usize]
    }

    /// What a property of this name tells; `has_address` where its neighbours are the other lines of an address.
    pub(super) fn by_name(parts: &[String], has_address: bool) -> Option<Part> {
        let has = |word: &str| parts.iter().any(|part| part == word);
        let last = parts.last().map_or("", String::as_str);
        let is_code = matches!(last, "code" | "iso" | "alpha2") || has("letter");
        match last {
            "city" | "cities" | "town" => Some(Part::City),
            _ if has("country") || has("countries") => Some(if is_code { Part::CountryCode } else { Part::Country }),
            _ if has("usage") && last == "location" => Some(Part::CountryCode),
            "province" => Some(Part::Region),
            "state" | "region" if has_address && parts.len() == 1 => Some(Part::Region),
            "zip" => Some(Part::PostalCode),
            _ if is_code && (has("postal") || has("zip")) => Some(Part::PostalCode),
            "street" => Some(Part::Street),
            "address" if has("street") => Some(Part::Street),
            _ if has("currency") => Some(Part::Currency),
            "language" | "languages" | "locale" | "locales" | "culture" => Some(Part::Language),
            "tag" | "code" if has("language") || has("locale") => Some(Part::Language),
            _ if has("time") && has("zone") => Some(Part::TimeZone),
            _ => None,
        }
    }
}
