//! Which section a heading opens.

use edmund_model::is_identifier;

use crate::page::ParameterPlace;

/// The sections that mean something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// Between title and first section.
    Lead,
    Permissions,
    HttpRequest,
    Parameters(ParameterPlace),
    Headers,
    Body,
    Response,
    Examples,
    Methods,
    Properties,
    Relationships,
    Representation,
    /// The members of an enum page.
    Members,
    /// The members of the enum with this name.
    Values(String),
    Other,
}

impl Section {
    /// Whether its tables mean nothing to us.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Section::Lead | Section::Other | Section::HttpRequest | Section::Permissions | Section::Examples)
    }
}

/// The section of a heading; `None` when the heading opens no section of its own.
pub(super) fn of(heading: &str, level: u8, current: &Section, has_response: bool) -> Option<Section> {
    let folded = without_remark(heading).to_ascii_lowercase();
    let in_examples = *current == Section::Examples && level > 2;
    Some(match folded.as_str() {
        "permissions" | "prerequisites" => Section::Permissions,
        "http request" | "http requests" if in_examples => Section::Examples,
        "http request" | "http requests" => Section::HttpRequest,
        "path parameters" | "function parameters" => Section::Parameters(ParameterPlace::Path),
        "query parameters" | "optional query parameters" => Section::Parameters(ParameterPlace::Query),
        "parameters" | "action parameters" => Section::Parameters(ParameterPlace::Body),
        "request headers" | "optional request headers" | "request header" => Section::Headers,
        "request body" if !in_examples => Section::Body,
        "response" | "responses" if level <= 2 || !(in_examples || has_response) => Section::Response,
        // What the section `Response` says about the body.
        "response body" if *current == Section::Response => return None,
        "request" | "response" | "responses" | "request body" | "response body" => Section::Examples,
        "methods" => Section::Methods,
        "properties" | "property" => Section::Properties,
        "relationships" => Section::Relationships,
        "json representation" => Section::Representation,
        "members" | "enumerated values" => Section::Members,
        _ if folded.starts_with("example") => Section::Examples,
        _ => return values(heading.trim()),
    })
}

/// `HTTP request (to replace a file)` and `Properties:` without what stands behind the words.
fn without_remark(heading: &str) -> &str {
    let heading = heading.trim().trim_end_matches([':', '.']);
    let words =
        heading.strip_suffix(')').and_then(|heading| heading.rsplit_once('(')).map_or(heading, |(words, _)| words.trim_end());
    if words.is_empty() { heading } else { words }
}

/// `x values`, `x members`, `x enumeration`, `x flags`; `values of x`.
fn values(heading: &str) -> Option<Section> {
    let heading = without_remark(heading);
    let endings = [
        " enumeration values",
        " enum values",
        " values",
        " members",
        " enumeration",
        " flags",
        " enumeration type",
        " enum type",
        " enum",
    ];
    let starts = ["values of ", "values for ", "possible values of ", "possible values for "];
    let by_ending = || endings.iter().find_map(|ending| without(heading, heading.len().checked_sub(ending.len())?, ending));
    let by_start = || {
        let start =
            starts.iter().find(|start| heading.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))?;
        heading.get(start.len()..)
    };
    let name = by_ending().or_else(by_start)?.trim();
    let simple = name.rsplit('.').next().unwrap_or(name);
    let starts_lower = simple.starts_with(char::is_lowercase);
    let is_name = name.split('.').all(is_identifier) && !NO_NAMES.contains(&name.to_lowercase().as_str());
    (is_name && (starts_lower || heading.ends_with(" values"))).then(|| Section::Values(name.to_owned()))
}

/// Words before `values` that tell what kind of values there are, not whose.
const NO_NAMES: &[&str] = &["allowed", "enum", "enumeration", "member", "possible", "property", "sample", "supported", "valid"];

/// What stands before an ending, in any case, that starts at a place.
fn without<'a>(heading: &'a str, at: usize, ending: &str) -> Option<&'a str> {
    heading.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).and_then(|_| heading.get(..at))
}
