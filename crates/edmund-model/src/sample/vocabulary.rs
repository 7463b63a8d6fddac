//! Words that properties hold, by their names.

use super::{locality::Part, text::Text, words};

/// What the type around a property tells about it.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    /// Whether the type is a person: then `displayName` is one's name.
    pub(super) person: bool,
    /// Whether the type has the other lines of an address: then `state` is one.
    pub(super) address: bool,
    /// The words of the type's name.
    pub(super) words: Vec<String>,
}

impl About {
    fn any(&self, names: &[&str]) -> bool {
        self.words.iter().any(|word| names.contains(&word.as_str()))
    }
}

const METHODS: [&str; 6] = [
    "microsoftAuthenticatorPush",
    "softwareOneTimePasscode",
    "mobilePhone",
    "email",
    "fido2SecurityKey",
    "windowsHelloForBusiness",
];

const SENTENCES: [&str; 4] = [
    "Prepared for the quarterly review.",
    "Covers the work of the last two weeks.",
    "Agreed with all regions.",
    "Replaces the earlier version.",
];

const REASONS: [&str; 3] = ["Needed for the quarterly audit.", "Requested by the regional office.", "Part of the yearly review."];

const OS: [&str; 4] = ["Windows", "macOS", "iOS", "Android"];

/// Words for a property, by any word of its name. The first row that fits wins.
const ANYWHERE: &[(&[&str], &[&str])] = &[
    (&["methods", "method"], &METHODS),
    (&["department"], &["Finance", "Operations", "Engineering", "Sales", "Human Resources"]),
    (&["color", "colour"], &["#2f6fde", "#c2410c", "#15803d"]),
    (&["domain", "domains"], &["contoso.com", "fabrikam.com", "example.com"]),
    (&["company", "organization", "publisher", "vendor", "manufacturer"], &["Contoso", "Fabrikam", "Adatum"]),
    (&["agent"], &["Mozilla/5.0", "Edmund/1.0"]),
    (&["platform", "os"], &OS),
];

/// Words for a property, by the last word of its name.
const AT_END: &[(&[&str], &[&str])] = &[
    (
        &[
            "description",
            "descriptions",
            "summary",
            "notes",
            "remarks",
            "comment",
            "comments",
            "content",
            "preview",
            "text",
            "message",
            "messages",
        ],
        &SENTENCES,
    ),
    (&["reason", "justification"], &REASONS),
    (&["model"], &["Contoso Slate 5", "Fabrikam Tower 2", "Adatum Pocket 9"]),
    (&["interests", "hobbies"], &["Photography", "Chess", "Cycling"]),
    (&["path", "paths"], &["/Documents/Planning", "/Shared/Reports"]),
    (&["timespan", "duration"], &["P7D", "PT30M"]),
    (&["query"], &["quarterly review", "planning"]),
    (&["issuer"], &["contoso.com", "fabrikam.com"]),
    (&["skills"], &["Accounting", "Negotiation", "Welding"]),
    (&["building"], &["North", "Harbour", "Tower"]),
    (&["status", "state"], &["active", "pending", "completed"]),
    (&["level", "priority", "severity"], &["low", "medium", "high"]),
    (&["categories", "category"], &["Planning", "Travel", "Finance"]),
];

/// Words for a property, by the last two words of its name.
const PAIRS: &[(&str, &[&str], &[&str])] = &[
    ("job", &["title"], &["Accountant", "Engineer", "Product manager", "Nurse"]),
    ("office", &["location"], &["18/2111", "20/1109", "7/3008"]),
    ("operating", &["system"], &OS),
    ("content", &["type"], &["text/html", "application/json", "image/png"]),
    ("mime", &["type"], &["text/html", "application/json", "image/png"]),
    ("media", &["type"], &["text/html", "application/json", "image/png"]),
    ("date", &["format"], &["yyyy-MM-dd", "dd.MM.yyyy"]),
    ("time", &["format"], &["HH:mm", "h:mm tt"]),
    ("zone", &["name"], &["UTC"]),
    ("device", &["name"], &["LAPTOP-4F7A21", "DESKTOP-91C208", "TABLET-07BE34"]),
    ("computer", &["name"], &["LAPTOP-4F7A21", "DESKTOP-91C208", "TABLET-07BE34"]),
    ("host", &["name"], &["host1.contoso.com", "host2.contoso.com"]),
];

/// Words for the properties of types that are called in a certain way.
const OF_TYPES: &[(&[&str], &[&str], &[&str])] = &[
    (&["error", "errors", "warning"], &["code"], &["invalidRequest", "accessDenied", "itemNotFound"]),
    (&["error", "errors", "warning"], &["message"], &["A value in the request is not valid."]),
    (&["error", "errors", "warning"], &["target"], &["displayName", "id"]),
    (&["workbook", "range"], &["address"], &["Sheet1!A1:B4", "Sheet1!C2", "Sheet2!A1:A9"]),
    (&["recording"], &["format"], &["mp4"]),
];

/// The words for a property; `None` where its name promises nothing.
pub(super) fn of(parts: &[String], about: &About) -> Option<Text> {
    let last = parts.last().map_or("", String::as_str);
    if let Some(part) = Part::by_name(parts, about.address) {
        return Some(Text::Locality(part));
    }
    let before = parts.len().checked_sub(2).map_or("", |at| parts[at].as_str());
    let of_type = OF_TYPES.iter().find(|(types, names, _)| about.any(types) && names.contains(&last)).map(|(_, _, words)| words);
    let pair = || PAIRS.iter().find(|(first, second, _)| before == *first && second.contains(&last)).map(|(_, _, words)| words);
    let end = || AT_END.iter().find(|(names, _)| names.contains(&last)).map(|(_, words)| words);
    let plain = !matches!(last, "code" | "id");
    let anywhere = || {
        let named = |names: &[&str]| parts.iter().any(|part| names.contains(&part.as_str()));
        ANYWHERE.iter().filter(|_| plain).find(|(names, _)| named(names)).map(|(_, words)| words)
    };
    let found = of_type.or_else(pair).or_else(end).or_else(anywhere)?;
    Some(Text::Word(found.iter().map(|word| (*word).to_owned()).collect()))
}

/// What is shaped by a rule rather than chosen from words: accounts, numbers, addresses, identifiers.
pub(super) fn shaped(parts: &[String], about: &About) -> Option<Text> {
    let last = parts.last().map_or("", String::as_str);
    let has = |word: &str| parts.iter().any(|part| part == word);
    let is_address = matches!(last, "address" | "addresses");
    Some(match last {
        "id" | "ids" | "guid" | "uuid" => Text::Guid,
        "upn" | "mail" | "email" | "mails" | "emails" => Text::Account,
        "url" | "uri" | "link" | "href" | "urls" | "uris" | "links" => Text::Url(parts.join("-")),
        "phone" | "phones" | "telephone" | "fax" => Text::Phone,
        "version" => Text::Version,
        "nickname" | "alias" => Text::Alias,
        "etag" | "tag" if parts.len() == 1 || matches!(parts[0].as_str(), "e" | "c") => Text::Token,
        "token" | "cursor" => Text::Token,
        "key" if has("change") => Text::Token,
        "hash" | "sha256" if has("sha256") => Text::Hex(64),
        "hash" | "crc32" if has("crc32") => Text::Hex(8),
        "hash" | "sha1" if has("sha1") => Text::Hex(40),
        "thumbprint" => Text::Hex(40),
        "hash" => Text::Token,
        "passcode" | "pin" => Text::Digits(6),
        "password" => Text::Password,
        _ if has("principal") && last == "name" => Text::Account,
        _ if is_address && (has("email") || has("mail") || has("im") || has("smtp")) => Text::Account,
        _ if is_address && has("proxy") => Text::ProxyAddress,
        _ if is_address && has("mac") => Text::MacAddress,
        _ if is_address && (has("ipv6") || has("v6")) => Text::Ipv6Address,
        _ if is_address && (has("ip") || has("ipv4")) => Text::IpAddress,
        "address" if about.any(&["email", "mail", "recipient"]) => Text::Account,
        "address" if about.any(&["physical", "postal"]) => Text::Locality(Part::Street),
        _ if matches!(last, "number" | "numbers") && (has("phone") || has("fax") || has("toll") || about.any(&["phone"])) => {
            Text::Phone
        }
        "number" if has("serial") => Text::Serial,
        "identifier" if has("security") => Text::SecurityIdentifier,
        "name" if has("distinguished") => Text::DistinguishedName,
        "name" if has("file") => Text::FileName,
        "name" if has("account") || has("login") || has("nick") => Text::Alias,
        "surname" => Text::FamilyName,
        "name" | "names" => return name_of(parts, about),
        "subject" | "title" | "topic" if parts.len() == 1 => Text::ThingName,
        _ => return None,
    })
}

fn name_of(parts: &[String], about: &About) -> Option<Text> {
    let has = |word: &str| parts.iter().any(|part| part == word);
    let display = has("display") || parts.len() == 1;
    if has("given") || has("first") {
        Some(Text::GivenName)
    } else if has("family") || has("last") {
        Some(Text::FamilyName)
    } else if has("user") || has("person") || has("owner") || has("author") || (display && about.person) {
        Some(Text::PersonName)
    } else if display && about.any(&["zone"]) {
        Some(Text::Locality(Part::TimeZone))
    } else {
        display.then_some(Text::ThingName)
    }
}

/// What a name that promises nothing holds: the name of some thing, or itself.
pub(super) fn other(parts: &[String]) -> Text {
    match parts.last().map(String::as_str) {
        Some("name" | "names") => Text::ThingName,
        _ => Text::Label(words::sentence(parts)),
    }
}
