//! Strings that look like what their names promise.

use super::locality::{self, Part};
use super::pattern::Pattern;
use super::vocabulary::{self, About};
use super::{hash, person::Person, words};

/// What a string holds.
#[derive(Clone, Debug)]
pub(super) enum Text {
    /// A GUID: keys, and references to other objects.
    Guid,
    /// Address of a user: user principal name or mail.
    Account,
    /// What stands before the `@` of one.
    Alias,
    /// An address with its protocol, `SMTP:ada@contoso.com`.
    ProxyAddress,
    /// First and last name.
    PersonName,
    /// First name.
    GivenName,
    /// Last name.
    FamilyName,
    /// A telephone number.
    Phone,
    /// A URL with the words of the name in it.
    Url(String),
    /// One of a few words.
    Word(Vec<String>),
    /// A version, `major.minor.patch`.
    Version,
    /// An address of the block that RFC 5737 keeps for documentation.
    IpAddress,
    /// An address of the block that RFC 3849 keeps for documentation.
    Ipv6Address,
    /// An address of the block that RFC 7042 keeps for documentation.
    MacAddress,
    /// Where something is.
    Locality(Part),
    /// The name of a thing: two words.
    ThingName,
    /// The name of a document.
    FileName,
    /// Letters and digits that mean something to the service only.
    Token,
    /// So many hexadecimal digits.
    Hex(usize),
    /// So many decimal digits.
    Digits(usize),
    /// A serial number.
    Serial,
    /// A password that nobody has.
    Password,
    /// A security identifier of Windows.
    SecurityIdentifier,
    /// The name of a directory entry (RFC 4514).
    DistinguishedName,
    /// What the schema's own pattern describes.
    Pattern(Pattern),
    /// A text made of the property's own name and a number.
    Label(String),
}

const THINGS: ([&str; 12], [&str; 13]) = (
    [
        "Northern",
        "Quarterly",
        "Regional",
        "Internal",
        "Shared",
        "Central",
        "Annual",
        "Coastal",
        "Digital",
        "Global",
        "Pilot",
        "Standard",
    ],
    [
        "Planning",
        "Research",
        "Support",
        "Finance",
        "Design",
        "Onboarding",
        "Security",
        "Logistics",
        "Marketing",
        "Audit",
        "Training",
        "Archive",
        "Sales",
    ],
);

impl Text {
    /// What a string property of this name holds, in a type that tells more about it.
    pub(super) fn of(name: &str, docs: &str, about: &About) -> Text {
        let listed = words::listed(docs);
        if !listed.is_empty() {
            return Text::Word(listed);
        }
        let parts = words::split(name);
        // Examples say more than a word of ours, but less than a name that promises an address or an identifier.
        vocabulary::shaped(&parts, about).unwrap_or_else(|| {
            let examples = words::examples(docs);
            if !examples.is_empty() {
                return Text::Word(examples);
            }
            vocabulary::of(&parts, about).unwrap_or_else(|| vocabulary::other(&parts))
        })
    }

    /// The string of a row; `item` counts the items of a collection. People and places follow from seed and row alone, so that all properties of
    /// a row speak of the same ones.
    pub(super) fn value(&self, address: u64, seed: u64, index: u64, item: u64) -> String {
        let bits = hash::step(address, index);
        let pick = |length: usize| (bits % length as u64) as usize;
        let person = || Person::of(seed, index);
        let number = index.saturating_add(1);
        match self {
            Text::Guid => hash::guid(address, index),
            Text::Account => format!("{}@contoso.com", person().account()),
            Text::Alias => person().account(),
            Text::ProxyAddress => format!("SMTP:{}@contoso.com", person().account()),
            Text::PersonName => person().display_name(),
            Text::GivenName => person().given.to_owned(),
            Text::FamilyName => person().family.to_owned(),
            // 555-0100 to 555-0199 are kept for fiction by the North American Numbering Plan.
            Text::Phone => format!("+1 425 555 01{:02}", pick(100)),
            Text::Url(path) => format!("https://example.com/{path}/{number}"),
            Text::Word(list) => word(list, address, index, item),
            Text::Version => format!("{}.{}.{}", 1 + pick(9), pick(7), pick(5)),
            Text::IpAddress => format!("192.0.2.{}", 1 + pick(254)),
            Text::Ipv6Address => format!("2001:db8::{:x}", 1 + pick(0xfffe)),
            Text::MacAddress => format!("00-00-5E-00-53-{:02X}", pick(256)),
            Text::Locality(part) => part.value(seed, index).to_owned(),
            Text::ThingName => thing(bits, ' '),
            Text::FileName => format!("{}.docx", thing(bits, '-').to_ascii_lowercase()),
            Text::Token => format!("{:016x}{:08x}", bits, hash::mix(bits) >> 32),
            Text::Hex(length) => hexadecimal(bits, *length),
            Text::Digits(length) => digits(bits, *length),
            Text::Serial => format!("SN{:08X}", bits >> 32),
            Text::Password => format!("Winter-{}-{:04}", THINGS.1[pick(THINGS.1.len())], pick(10_000)),
            Text::SecurityIdentifier => {
                format!(
                    "S-1-5-21-{}-{}-{}-{}",
                    bits >> 34,
                    (bits >> 4) & 0x3fff_ffff,
                    hash::mix(bits) >> 34,
                    1000 + number % 9000
                )
            }
            Text::DistinguishedName => format!("CN={},OU=People,DC=contoso,DC=com", person().display_name()),
            Text::Pattern(pattern) => pattern.value(bits),
            Text::Label(label) => format!("{label} {number}"),
        }
    }

    /// The same in no more than so many characters. What has a form keeps it where there is a shorter one; the rest is cut.
    pub(super) fn within(&self, max: usize, value: String, number: u64) -> String {
        if value.chars().count() <= max {
            return value;
        }
        let shorter = match self {
            Text::Account => {
                vec![format!("user{number}@contoso.com"), format!("u{number}@contoso.com"), format!("u{number}@a.org")]
            }
            Text::Url(_) => vec![format!("https://example.com/{number}"), "https://a.org".to_owned()],
            Text::Phone => vec![value.replace(' ', ""), value.chars().rev().take(8).collect::<String>().chars().rev().collect()],
            Text::ProxyAddress => vec![format!("SMTP:u{number}@a.org")],
            Text::Guid => vec![value.replace('-', "")],
            Text::PersonName => value.split(' ').map(str::to_owned).collect(),
            Text::Locality(Part::Language) => value.split('-').map(str::to_owned).collect(),
            Text::Version => vec![value.rsplit_once('.').map_or("1", |(most, _)| most).to_owned()],
            _ => Vec::new(),
        };
        let fits = shorter.into_iter().find(|text| text.chars().count() <= max && !text.is_empty());
        fits.unwrap_or_else(|| value.chars().take(max).collect::<String>().trim_end().to_owned())
    }

    /// How many different values there are; `None` for as many as rows.
    pub(super) fn variety(&self) -> Option<usize> {
        match self {
            Text::Word(list) => Some(list.len()),
            Text::Locality(_) => Some(locality::COUNT),
            Text::Pattern(_) => Some(1),
            _ => None,
        }
    }

    /// Whether rows of a table hold different values anyway, or a key must be told apart by its row.
    pub(super) fn is_distinct(&self) -> bool {
        matches!(
            self,
            Text::Guid
                | Text::Account
                | Text::Alias
                | Text::ProxyAddress
                | Text::PersonName
                | Text::DistinguishedName
                | Text::Url(_)
                | Text::Label(_)
        )
    }

    /// Whether a value is always there: a table of users without names would serve nobody.
    pub(super) fn is_always_there(&self) -> bool {
        self.is_distinct() && !matches!(self, Text::Label(_) | Text::Alias | Text::ProxyAddress | Text::DistinguishedName)
    }
}

/// The items of a collection follow each other from where the row begins, so that no word comes twice.
fn word(list: &[String], address: u64, index: u64, item: u64) -> String {
    let first = hash::step(address, index.wrapping_sub(item));
    let position = first.wrapping_add(item) % list.len().max(1) as u64;
    list.get(position as usize).cloned().unwrap_or_default()
}

fn thing(bits: u64, between: char) -> String {
    let pick = |words: &[&'static str], bits: u64| words[(bits % words.len() as u64) as usize];
    format!("{}{between}{}", pick(&THINGS.0, bits), pick(&THINGS.1, bits))
}

fn hexadecimal(bits: u64, length: usize) -> String {
    let blocks = (0..length.div_ceil(16) as u64).map(|block| format!("{:016X}", hash::step(bits, block)));
    blocks.collect::<String>().chars().take(length).collect()
}

fn digits(bits: u64, length: usize) -> String {
    (0..length as u64).map(|place| char::from(b'0' + (hash::step(bits, place) % 10) as u8)).collect()
}
