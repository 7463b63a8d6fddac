//! The sentence that says that something is deprecated: since when, in which version, until when, and why.
//!
//! > This API is deprecated as of 2024-04-10 (version `2024-04/Retire`), to be removed on 2026-04-10. Use alerts_v2 instead.

use edmund_model::Deprecation;

/// The end of a title or a name that marks what is deprecated.
pub(crate) const SUFFIX: &str = " (deprecated)";

const SINCE: &str = " as of ";
const VERSION: &str = " (version ";
const REMOVAL: &str = ", to be removed on ";
const SUBJECTS: [&str; 4] = ["This API is deprecated", "This type is deprecated", "This enumeration is deprecated", "Deprecated"];

/// What is deprecated, as its sentence begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Api,
    Type,
    Enumeration,
    /// What a row of a table is about.
    Row,
}

/// The sentence, and the reason behind it. The texts of the model become Markdown through `escape`.
pub(crate) fn sentence(subject: Subject, found: &Deprecation, escape: impl Fn(&str) -> String) -> String {
    let given = |fact: &Option<String>| fact.as_deref().map(str::trim).filter(|fact| !fact.is_empty()).map(str::to_owned);
    let known = |fact: &Option<String>| given(fact).map(|fact| escape(&fact));
    let mut sentence = SUBJECTS[subject as usize].to_owned();
    if let Some(date) = known(&found.date) {
        sentence += &format!("{SINCE}{date}");
    }
    if let Some(version) = given(&found.version) {
        sentence += &format!("{VERSION}{})", escape(&format!("`{version}`")));
    }
    if let Some(date) = known(&found.removal) {
        sentence += &format!("{REMOVAL}{date}");
    }
    sentence.push('.');
    if let Some(reason) = known(&found.reason) {
        sentence.push(' ');
        sentence += &reason;
    }
    sentence
}

/// The facts of such a sentence, which must be the whole text but for the reason at its end.
pub(crate) fn read(text: &str) -> Option<Deprecation> {
    let mut rest = SUBJECTS.iter().find_map(|subject| text.trim().strip_prefix(subject))?;
    let date = rest.strip_prefix(SINCE).map(|behind| until(behind, &[VERSION, REMOVAL, ". "]));
    rest = date.map_or(rest, |(_, behind)| behind);
    let version = rest.strip_prefix(VERSION).and_then(|behind| match behind.strip_prefix('`') {
        Some(code) => code.split_once("`)"),
        None => behind.split_once(')'),
    });
    rest = version.map_or(rest, |(_, behind)| behind);
    let removal = rest.strip_prefix(REMOVAL).map(|behind| until(behind, &[". "]));
    rest = removal.map_or(rest, |(_, behind)| behind);
    let reason = rest.strip_prefix('.')?.trim();
    let own = |text: &str| text.to_owned();
    Some(Deprecation {
        reason: (!reason.is_empty()).then(|| own(reason)),
        date: date.map(|(text, _)| own(text)),
        version: version.map(|(text, _)| own(text)),
        removal: removal.map(|(text, _)| own(text)),
    })
}

/// The text up to the first of the ends, or to its last full stop.
fn until<'a>(text: &'a str, ends: &[&str]) -> (&'a str, &'a str) {
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    text.split_at(end.unwrap_or_else(|| text.trim_end_matches('.').len()))
}

/// A description, and the facts of the sentence at its end.
pub(crate) fn split(text: &str) -> (&str, Option<Deprecation>) {
    let starts = text.match_indices(SUBJECTS[Subject::Row as usize]).map(|(at, _)| at);
    let starts = starts.filter(|at| *at == 0 || text[..*at].ends_with(". "));
    let mut found = starts.filter_map(|at| Some((text[..at].trim_end(), read(&text[at..])?)));
    found.next().map_or((text, None), |(rest, deprecation)| (rest, Some(deprecation)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_facts_come_back() {
        let text = |known: bool, text: &str| known.then(|| text.to_owned());
        for known in 0..16_u8 {
            let has = |bit: u8| known & (1 << bit) != 0;
            let found = Deprecation {
                reason: text(has(0), "Use v. 2, please."),
                date: text(has(1), "2024-04-10"),
                version: text(has(2), "2024-04/Retire.v1"),
                removal: text(has(3), "2026-04-10"),
            };
            for subject in [Subject::Api, Subject::Type, Subject::Enumeration, Subject::Row] {
                let sentence = sentence(subject, &found, str::to_owned);
                assert_eq!(read(&sentence), Some(found.clone()), "{sentence}");
            }
            let row = format!("A name. {}", sentence(Subject::Row, &found, str::to_owned));
            assert_eq!(split(&row), ("A name.", Some(found)));
        }
    }

    #[test]
    fn other_words_are_left_to_others() {
        assert_eq!(read("This API is deprecated and will stop."), None);
        assert_eq!(split("Deprecated and gone. Use x."), ("Deprecated and gone. Use x.", None));
        assert_eq!(split("Never Deprecated."), ("Never Deprecated.", None));
    }
}
