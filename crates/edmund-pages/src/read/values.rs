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
    let (mut found, at) = row(&description.codes, text, lead, leads_in);
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
    let source = slice(text, description.origin);
    if !description.codes.is_empty() || !source.contains('*') {
        return Vec::new();
    }
    let Some(lead) = led_in(&source.to_ascii_lowercase()) else { return Vec::new() };
    let marked = marked(source, description.origin, lead);
    let (found, _) = row(&marked, text, description.origin.start as usize + lead, leads_in);
    if found.len() < 2 { Vec::new() } else { found.into_iter().map(unmarked).collect() }
}

/// The identifiers between asterisks behind an offset, with these in their origins, up to the first one that is none or comes again.
fn marked(source: &str, origin: Origin, from: usize) -> Vec<Located<String>> {
    let mut found: Vec<Located<String>> = Vec::new();
    let mut at = from;
    while let Some(length) = source[at..].find('*') {
        let start = at + length;
        let value = ["**", "*"].iter().find_map(|mark| {
            let (value, _) = source[start..].strip_prefix(mark)?.split_once(mark)?;
            let is_new = !found.iter().any(|other| other.value == value);
            (is_identifier(value) && is_new).then_some((value, 2 * mark.len()))
        });
        let Some((value, marks)) = value else { break };
        at = start + value.len() + marks;
        let begin = origin.start as usize;
        found.push(Located::new(value.to_owned(), Origin::new(origin.file, begin + start, begin + at)));
    }
    found
}

/// A value without the marks around it.
fn unmarked(value: Located<String>) -> Located<String> {
    let mark = ((value.origin.end - value.origin.start) as usize - value.value.len()) / 2;
    let start = value.origin.start as usize + mark;
    let origin = Origin::new(value.origin.file, start, start + value.value.len());
    Located::new(value.value, origin)
}

/// The values behind a place of which the first one is led to and the others are separated by commas and the like, and where they end.
fn row(values: &[Located<String>], text: &str, from: usize, leads: fn(&str) -> bool) -> (Vec<Located<String>>, usize) {
    let mut found: Vec<Located<String>> = Vec::new();
    let mut at = from;
    for value in values.iter().filter(|value| value.origin.start as usize >= from) {
        let between = text.get(at..value.origin.start as usize).unwrap_or(".");
        let joins = if found.is_empty() { leads(between) } else { separates(between) };
        if !joins {
            break;
        }
        found.push(value.clone());
        at = value.origin.end as usize;
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
    let (found, at) = row(&description.codes, text, lead, introduces);
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
    for code in row(&description.codes, text, from + lead, |between| !between.contains(". ")).0 {
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
