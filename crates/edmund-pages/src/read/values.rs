//! Values that sentences list.

use edmund_model::{Origin, is_identifier};

use super::cells::slice;
use crate::page::{Located, Text};

/// The values that a description lists: back-ticked, behind words such as "Possible values are", separated by commas, "and" or "or".
pub(super) fn listed(description: &Text, text: &str, is_named: bool) -> Vec<Located<String>> {
    if description.codes.len() < 2 {
        return emphasised(description, text);
    }
    let source = slice(text, description.origin).to_ascii_lowercase();
    let Some(lead) = led_in(&source) else { return choice(description, text, &source, is_named) };
    let lead = description.origin.start as usize + lead;
    let (mut found, at) = row(description, text, lead, leads_in);
    if found.len() < 2 {
        return Vec::new();
    }
    evolved(description, text, at, &mut found);
    found
}

/// Where the words end that only lead to values.
fn led_in(source: &str) -> Option<usize> {
    let lead_ins =
        ["values are", "values:", "values include", "values for", "values can be", "value can be", "one of the following"];
    lead_ins.iter().filter_map(|words| source.find(words).map(|at| at + words.len())).min()
}

/// The same of values that are emphasised instead of marked as code.
fn emphasised(description: &Text, text: &str) -> Vec<Located<String>> {
    const MARKS: [&str; 2] = ["**", "*"];
    let source = slice(text, description.origin);
    if !description.codes.is_empty() || !source.contains('*') {
        return Vec::new();
    }
    let Some(mut at) = led_in(&source.to_ascii_lowercase()) else { return Vec::new() };
    let mut found: Vec<Located<String>> = Vec::new();
    while let Some(length) = source[at..].find('*') {
        let (between, rest) = source[at..].split_at(length);
        let joins = if found.is_empty() { leads_in(between) } else { separates(between) };
        let value = MARKS.iter().find_map(|mark| {
            let (value, _) = rest.strip_prefix(mark)?.split_once(mark)?;
            let is_new = !found.iter().any(|other| other.value == value);
            (is_identifier(value) && is_new).then_some((mark.len(), value))
        });
        let Some((mark, value)) = value.filter(|_| joins) else { break };
        let start = description.origin.start as usize + at + length + mark;
        found.push(Located::new(value.to_owned(), Origin::new(description.origin.file, start, start + value.len())));
        at += length + mark + value.len() + mark;
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// The code spans behind a place of which the first one is led to and the others are separated by commas and the like, and where they end.
fn row(description: &Text, text: &str, from: usize, leads: fn(&str) -> bool) -> (Vec<Located<String>>, usize) {
    let mut found: Vec<Located<String>> = Vec::new();
    let mut at = from;
    for code in description.codes.iter().filter(|code| code.origin.start as usize >= from) {
        let between = text.get(at..code.origin.start as usize).unwrap_or(".");
        let joins = if found.is_empty() { leads(between) } else { separates(between) };
        if !joins {
            break;
        }
        found.push(code.clone());
        at = code.origin.end as usize;
    }
    (found, at)
}

/// The values of a sentence that ends with them, behind words such as "One of" or "Can be", which also lead to other things. Of a property
/// with a type of its own, a colon is enough: "The kind of pattern: `daily`, `weekly`."
fn choice(description: &Text, text: &str, source: &str, is_named: bool) -> Vec<Located<String>> {
    let words = ["one of", "can be", "may be", "must be", "options are", "options", "allowed", "supported"];
    let colon = is_named.then_some(":");
    let leads = words.into_iter().chain(colon).flat_map(|words| source.match_indices(words).map(|(at, words)| at + words.len()));
    let mut leads: Vec<usize> = leads.map(|at| description.origin.start as usize + at).collect();
    leads.sort_unstable();
    leads.into_iter().map(|lead| chosen(description, text, lead)).find(|found| found.len() > 1).unwrap_or_default()
}

/// The values from a place up to the end of the sentence.
fn chosen(description: &Text, text: &str, lead: usize) -> Vec<Located<String>> {
    let end = description.origin.end as usize;
    let (found, at) = row(description, text, lead, introduces);
    let rest = text.get(at..end).unwrap_or("").trim_start();
    let closed = rest.is_empty() || rest.starts_with(['.', ';', '(', '<', '|']);
    let is_value = |value: &Located<String>| is_identifier(&value.value) && !NO_VALUES.contains(&value.value.as_str());
    if closed && found.iter().all(is_value) { found } else { Vec::new() }
}

/// What is listed in the same way: other literals, and the operators of `$filter`.
const NO_VALUES: &[&str] = &["true", "false", "null", "eq", "ne", "not", "ge", "le", "gt", "lt", "in", "startsWith", "endsWith"];

/// Between weak words and the first value: nothing that could be about something else.
fn introduces(between: &str) -> bool {
    let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| matches!(word, "either" | "one" | "of" | "the" | "these" | "following" | "values" | "set" | "to"))
}

/// Members that a service only sends on request: "use the `Prefer` header to get the following values in this evolvable enum: ...".
fn evolved(description: &Text, text: &str, from: usize, found: &mut Vec<Located<String>>) {
    let rest = text.get(from..description.origin.end as usize).unwrap_or("").to_ascii_lowercase();
    if !rest.contains("include-unknown-enum-members") {
        return;
    }
    let Some(lead) = ["following value", "following member"].iter().find_map(|words| rest.find(words)) else { return };
    for code in row(description, text, from + lead, |between| !between.contains(". ")).0 {
        if !found.iter().any(|other| other.value == code.value) {
            found.push(code);
        }
    }
}

/// Between the lead-in and the first value: no end of a sentence.
fn leads_in(between: &str) -> bool {
    between.len() < 60 && !between.contains(". ")
}

/// Between two values: separators and remarks in parentheses.
fn separates(between: &str) -> bool {
    let mut depth = 0_usize;
    let mut words = String::new();
    for character in between.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => words.push(c),
            _ => {}
        }
    }
    let mut parts = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '&' | '*'));
    parts.all(|part| matches!(part, "" | "and" | "or" | "<br>" | "<br/>" | "-" | "+"))
}
