//! Strings that look like what their names promise.

use super::{hash, person::Person, words};

/// What a string holds.
#[derive(Clone, Debug)]
pub(super) enum Text {
    /// A GUID: keys, and references to other objects.
    Guid,
    /// Address of a user: user principal name or mail.
    Account,
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
    /// The name of a thing: two words.
    ThingName,
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

const METHODS: [&str; 6] = [
    "microsoftAuthenticatorPush",
    "softwareOneTimePasscode",
    "mobilePhone",
    "email",
    "fido2SecurityKey",
    "windowsHelloForBusiness",
];

/// Words for a property, by the last or any word of its name. The first row that fits wins.
const VOCABULARY: &[(&[&str], &[&str])] = &[
    (&["methods", "method"], &METHODS),
    (&["department"], &["Finance", "Operations", "Engineering", "Sales", "Human Resources"]),
    (&["city"], &["Oslo", "Lagos", "Kyoto", "Lima", "Toronto"]),
    (&["country"], &["Norway", "Nigeria", "Japan", "Peru", "Canada"]),
    (&["currency"], &["EUR", "USD", "JPY", "NOK"]),
    (&["language", "languages", "locale", "culture"], &["en-US", "nb-NO", "ja-JP", "es-PE"]),
    (&["color", "colour"], &["#2f6fde", "#c2410c", "#15803d"]),
    (&["zone"], &["UTC", "W. Europe Standard Time", "Tokyo Standard Time"]),
    (&["domain", "domains"], &["contoso.com", "fabrikam.com", "example.com"]),
    (&["company", "organization", "publisher", "vendor", "manufacturer"], &["Contoso", "Fabrikam", "Adatum"]),
    (&["agent"], &["Mozilla/5.0", "Edmund/1.0"]),
    (&["platform", "os"], &["Windows", "macOS", "iOS", "Android"]),
];

impl Text {
    /// What a string property of this name holds, in a type whose properties tell whether it is about a person.
    pub(super) fn of(name: &str, docs: &str, about_person: bool) -> Text {
        let listed = words::listed(docs);
        if !listed.is_empty() {
            return Text::Word(listed);
        }
        let examples = words::examples(docs);
        match Text::by_name(name, about_person) {
            // Examples say more than a word of ours, but less than a name that promises an address or an identifier.
            Text::Word(_) | Text::Label(_) if !examples.is_empty() => Text::Word(examples),
            text => text,
        }
    }

    fn by_name(name: &str, about_person: bool) -> Text {
        let parts = words::split(name);
        let last = parts.last().map_or("", String::as_str);
        let has = |word: &str| parts.iter().any(|part| part == word);
        match last {
            "id" | "ids" | "guid" | "uuid" => Text::Guid,
            "upn" | "mail" | "email" | "mails" | "emails" => Text::Account,
            "url" | "uri" | "link" | "href" | "urls" | "uris" | "links" => Text::Url(parts.join("-")),
            "phone" | "phones" | "telephone" | "fax" => Text::Phone,
            "version" => Text::Version,
            _ if has("principal") && last == "name" => Text::Account,
            _ if has("email") && matches!(last, "address" | "addresses") => Text::Account,
            _ if has("ip") && matches!(last, "address" | "addresses") => Text::IpAddress,
            _ if (has("phone") || has("fax")) && matches!(last, "number" | "numbers") => Text::Phone,
            "surname" => Text::FamilyName,
            "name" | "names" => name_of(&parts, about_person),
            _ => by_vocabulary(&parts),
        }
    }

    /// The string of a row; `item` counts the items of a collection. People follow from seed and row alone, so that all properties of a
    /// row speak of the same person.
    pub(super) fn value(&self, address: u64, seed: u64, index: u64, item: u64) -> String {
        let pick = |length: usize| (hash::step(address, index) % length as u64) as usize;
        let person = || Person::of(seed, index);
        match self {
            Text::Guid => hash::guid(address, index),
            Text::Account => format!("{}@contoso.com", person().account()),
            Text::PersonName => person().display_name(),
            Text::GivenName => person().given.to_owned(),
            Text::FamilyName => person().family.to_owned(),
            // 555-0100 to 555-0199 are kept for fiction by the North American Numbering Plan.
            Text::Phone => format!("+1 425 555 01{:02}", pick(100)),
            Text::Url(path) => format!("https://example.com/{path}/{}", index.saturating_add(1)),
            Text::Word(list) => word(list, address, index, item),
            Text::Version => format!("{}.{}.{}", 1 + pick(9), pick(7), pick(5)),
            Text::IpAddress => format!("192.0.2.{}", 1 + pick(254)),
            Text::ThingName => format!("{} {}", THINGS.0[pick(THINGS.0.len())], THINGS.1[pick(THINGS.1.len())]),
            Text::Label(label) => format!("{label} {}", index.saturating_add(1)),
        }
    }

    /// How many different values there are; `None` for as many as rows.
    pub(super) fn variety(&self) -> Option<usize> {
        match self {
            Text::Word(list) => Some(list.len()),
            _ => None,
        }
    }

    /// Whether rows of a table hold different values anyway, or a key must be told apart by its row.
    pub(super) fn is_distinct(&self) -> bool {
        matches!(self, Text::Guid | Text::Account | Text::PersonName | Text::Url(_) | Text::Label(_))
    }
}

/// The items of a collection follow each other from where the row begins, so that no word comes twice.
fn word(list: &[String], address: u64, index: u64, item: u64) -> String {
    let first = hash::step(address, index.wrapping_sub(item));
    let position = first.wrapping_add(item) % list.len().max(1) as u64;
    list.get(position as usize).cloned().unwrap_or_default()
}

fn name_of(parts: &[String], about_person: bool) -> Text {
    let has = |word: &str| parts.iter().any(|part| part == word);
    let display = has("display") || parts.len() == 1;
    if has("given") || has("first") {
        Text::GivenName
    } else if has("family") || has("last") {
        Text::FamilyName
    } else if has("user") || has("person") || has("owner") || has("author") || (display && about_person) {
        Text::PersonName
    } else if display {
        Text::ThingName
    } else {
        by_vocabulary(parts)
    }
}

fn by_vocabulary(parts: &[String]) -> Text {
    let plain = !matches!(parts.last().map(String::as_str), Some("code" | "id" | "description"));
    let known = VOCABULARY.iter().filter(|_| plain).find(|(names, _)| parts.iter().any(|part| names.contains(&part.as_str())));
    match known {
        Some((_, values)) => Text::Word(values.iter().map(|value| (*value).to_owned()).collect()),
        None => Text::Label(words::sentence(parts)),
    }
}
