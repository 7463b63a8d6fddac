//! Sentences that pages have where the model says nothing, and the words that say facts of the model in prose.
//!
//! They are written here and recognised here, so that what fills a gap on a written page is not taken for documentation when the page is read.

use edmund_model::Enum;

/// What a cell says of something without a description.
pub(crate) const NOT_DOCUMENTED: &str = "Not documented.";
/// What an enumeration whose members can be combined says.
pub(crate) const FLAGS: &str = "This is a flags enumeration: members can be combined, separated by commas.";
/// What a type says that only derived types have values of.
pub(crate) const ABSTRACT: &str = "This is an abstract type.";
/// What is said of `unknownFutureValue`.
pub(crate) const SENTINEL: &str = "Marker of an enumeration that may grow. Do not send it.";

/// A sentence with places for names, each written `{}`: a name has no blank, but may have an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentence(&'static str);

macro_rules! sentences {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: Sentence = Sentence($text);)*
        /// All of them.
        const ALL: &[Sentence] = &[$($name),*];
    };
}

sentences! {
    /// Type, root.
    LIST = "Get a list of the {} objects in {}.";
    /// Type, navigation property, parent.
    LIST_OF = "Get the {} objects in the {} collection of {}.";
    /// Type, root or collection.
    CHANGES = "Get the {} objects in {} that were added, changed or removed since the last request.";
    /// Type.
    CHANGES_ANYWHERE = "Get the {} objects that were added, changed or removed since the last request.";
    /// Type, entity set.
    GET = "Read the properties of {} object in {}.";
    /// Type, singleton.
    GET_ROOT = "Read the properties of the {} object {}.";
    /// Type, navigation property, parent.
    GET_OF = "Read the properties of {} object in the {} collection of {}.";
    /// Navigation property, parent.
    GET_ONE_OF = "Read the properties of the {} of {}.";
    /// Type, entity set.
    CREATE = "Create {} object in {}.";
    /// Type, navigation property, parent.
    CREATE_OF = "Create {} object in the {} collection of {}.";
    /// Type, entity set.
    CREATE_MEDIA = "Create {} object in {} by sending its content.";
    /// Type, navigation property, parent.
    CREATE_MEDIA_OF = "Create {} object in the {} collection of {} by sending its content.";
    /// Type, entity set.
    UPDATE = "Update the properties of {} object in {}.";
    /// Type, singleton.
    UPDATE_ROOT = "Update the properties of the {} object {}.";
    /// Type, navigation property, parent.
    UPDATE_OF = "Update the properties of {} object in the {} collection of {}.";
    /// Navigation property, parent.
    UPDATE_ONE_OF = "Update the properties of the {} of {}.";
    /// Type, entity set.
    DELETE = "Delete {} object from {}.";
    /// Type, singleton.
    DELETE_ROOT = "Delete the {} object {}.";
    /// Type, navigation property, parent.
    DELETE_OF = "Delete {} object from the {} collection of {}.";
    /// Navigation property, parent.
    DELETE_ONE_OF = "Delete the {} of {}.";
    /// Type, navigation property, parent.
    ADD_REFERENCE = "Add {} to the {} collection of {} by reference.";
    /// Type, navigation property, parent.
    SET_REFERENCE = "Assign {} as the {} of {}.";
    /// Type, navigation property, parent.
    REMOVE_REFERENCE = "Remove {} from the {} collection of {}. Only the reference is removed, not the object.";
    /// Navigation property, parent.
    REMOVE_ONE_REFERENCE = "Remove the {} of {}. Only the reference is removed, not the object.";
    /// Action.
    ACTION = "Call the {} action.";
    /// Action, type.
    ACTION_ON = "Call the {} action on {} object.";
    /// Action, type.
    ACTION_ON_MANY = "Call the {} action on a collection of {} objects.";
    /// Function.
    FUNCTION = "Call the {} function.";
    /// Function, type.
    FUNCTION_ON = "Call the {} function on {} object.";
    /// Function, type.
    FUNCTION_ON_MANY = "Call the {} function on a collection of {} objects.";
    /// Type.
    TYPE = "Properties and relationships of the {} type.";
    /// Enumeration.
    ENUMERATION = "Members of the {} enumeration.";
    /// Type.
    KEY_PART = "Part of the key of the {} object.";
    /// Type.
    BASE = "Inherits from {}.";
}

impl Sentence {
    /// The sentence with its names; they are Markdown already.
    pub(crate) fn with(self, names: &[&str]) -> String {
        let mut names = names.iter();
        let mut parts = self.0.split("{}");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + names.next().copied().unwrap_or_default() + part)
    }

    /// Whether a text without markup is this sentence, whatever the names are.
    fn fits(self, text: &str) -> bool {
        let mut parts = self.0.split("{}");
        let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            let named = rest.strip_prefix("an ").or_else(|| rest.strip_prefix("a ")).unwrap_or(rest);
            let is_last = parts.peek().is_none();
            let cut = if is_last { named.strip_suffix(part).map(|name| (name, "")) } else { named.split_once(part) };
            match cut {
                Some((name, behind)) if !name.is_empty() && !name.contains(' ') => rest = behind,
                _ => return false,
            }
        }
        rest.is_empty()
    }
}

/// What is done with the content of a stream property or a media entity: the verb, the properties from the outermost inwards, the object.
pub(crate) fn content(verb: &str, properties: &[String], object: &str) -> String {
    let of = properties.last().map(|name| format!(" of the {name}")).unwrap_or_default();
    let around = properties.iter().rev().skip(1).map(|name| format!(" in the {name}")).collect::<String>();
    format!("{verb} the content{of}{around} of {object}.")
}

fn is_content(text: &str) -> bool {
    let Some((verb, rest)) = text.split_once(" the content") else { return false };
    let (Some(rest), true) = (rest.strip_suffix('.'), ["Get", "Replace", "Remove"].contains(&verb)) else { return false };
    let mut words = rest.split_whitespace();
    let mut of_object = false;
    while let Some(word) = words.next() {
        let article = words.next().unwrap_or_default();
        of_object = word == "of" && matches!(article, "a" | "an");
        let is_place = matches!((word, article), ("of" | "in", "the"));
        if words.next().is_none() || !(of_object || is_place) {
            return false;
        }
    }
    of_object
}

/// Whether a paragraph or cell, without markup, only says what follows from the model.
pub(crate) fn is_stock(text: &str) -> bool {
    let text = text.trim();
    [NOT_DOCUMENTED, FLAGS, ABSTRACT, SENTINEL].contains(&text) || is_content(text) || ALL.iter().any(|it| it.fits(text))
}

/// Whether a parameter must be given, and whether it may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    /// A call may do without it.
    pub(crate) optional: bool,
    /// It may be null.
    pub(crate) nullable: bool,
}

/// The words at the end of a parameter's description.
///
/// A nullable parameter of an action may be left out although it is not optional: it is null then (OData Protocol 4.01, section 11.5.5.1).
const NEEDS: [(&str, Need); 5] = [
    ("Required.", Need { optional: false, nullable: false }),
    ("Required. Can be `null`.", Need { optional: false, nullable: true }),
    ("Can be `null` or left out.", Need { optional: false, nullable: true }),
    ("Optional.", Need { optional: true, nullable: false }),
    ("Optional. Can be `null`.", Need { optional: true, nullable: true }),
];

impl Need {
    /// The words; those of an action's parameter differ from those of a function's.
    pub(crate) fn words(self, of_action: bool) -> &'static str {
        match (self.optional, self.nullable) {
            (false, false) => NEEDS[0].0,
            (false, true) if of_action => NEEDS[2].0,
            (false, true) => NEEDS[1].0,
            (true, false) => NEEDS[3].0,
            (true, true) => NEEDS[4].0,
        }
    }

    /// What the first word of a description says, as many pages have it.
    pub(crate) fn at_start(text: &str) -> Option<Need> {
        let optional = text.starts_with(NEEDS[3].0);
        (optional || text.starts_with(NEEDS[0].0)).then_some(Need { optional, nullable: optional })
    }

    /// Takes the words off the end of a description.
    pub(crate) fn split(text: &str) -> (&str, Option<Need>) {
        let ending = NEEDS.iter().filter_map(|(words, need)| Some((sentence_before(text, words)?, *need)));
        match ending.min_by_key(|(rest, _)| rest.len()) {
            Some((rest, need)) => (rest, Some(need)),
            None => (text, None),
        }
    }
}

/// The text in front of its last sentence, if that is the given one.
fn sentence_before<'a>(text: &'a str, last: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(last)?;
    let trimmed = rest.trim_end();
    (rest.is_empty() || trimmed.len() < rest.len()).then_some(trimmed)
}

/// Beyond this many members the page of the enumeration serves better than a list in a cell.
const LISTED: usize = 30;

/// The sentence that lists the members of an enumeration; each is Markdown already.
pub(crate) fn values(item: &Enum, code: impl Fn(&str) -> String) -> Option<String> {
    let names: Vec<String> = item.members.iter().map(|member| code(&member.name)).collect();
    (!names.is_empty() && names.len() <= LISTED).then(|| format!("Possible values are: {}.", names.join(", ")))
}

/// A description without the list of an enumeration's members at its end.
pub(crate) fn without_values<'a>(text: &'a str, item: &Enum) -> &'a str {
    let list = values(item, |name| format!("`{name}`"));
    list.and_then(|list| sentence_before(text, &list)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_recognised_with_any_names() {
        for sentence in ALL {
            let names = ["a book", "books", "an author"];
            assert!(is_stock(&sentence.with(&names)), "{sentence:?}");
        }
        for properties in [vec![], vec!["scan"], vec!["jacket", "picture"], vec!["outer", "jacket", "picture"]] {
            let properties: Vec<String> = properties.into_iter().map(str::to_owned).collect();
            assert!(is_stock(&content("Replace", &properties, "a book")), "{properties:?}");
        }
    }

    #[test]
    fn what_says_more_is_documentation() {
        for text in [
            "Create a book object in the catalogue of the library.",
            "Delete a book object from books and from all loans.",
            "Get the content of the scan.",
            "Call the lend action twice.",
            "Not documented. But known.",
            "Inherits from book and film.",
            "",
        ] {
            assert!(!is_stock(text), "{text}");
        }
    }

    #[test]
    fn needs_are_read_as_they_are_written() {
        for optional in [false, true] {
            for nullable in [false, true] {
                let need = Need { optional, nullable };
                for of_action in [false, true] {
                    let text = format!("How many. {}", need.words(of_action));
                    assert_eq!(Need::split(&text), ("How many.", Some(need)));
                }
            }
        }
        assert_eq!(Need::split("Optional."), ("", Some(Need { optional: true, nullable: false })));
        assert_eq!(Need::split("NotRequired."), ("NotRequired.", None));
    }
}
