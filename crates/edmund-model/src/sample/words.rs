//! Names taken apart into words.

/// The words of an identifier in lower case: `isMfaCapable` is `is`, `mfa`, `capable`; `bundleID` is `bundle`, `id`.
pub(super) fn split(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for (index, character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            open = false;
            continue;
        }
        let after_small = index > 0 && !characters[index - 1].is_uppercase();
        let before_small = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let starts = !open || (character.is_uppercase() && (after_small || before_small));
        let lower: String = character.to_lowercase().collect();
        match words.last_mut() {
            Some(word) if !starts => word.push_str(&lower),
            _ => words.push(lower),
        }
        open = true;
    }
    words
}

/// The words as the beginning of a sentence: `Is mfa capable`.
pub(super) fn sentence(words: &[String]) -> String {
    let text = words.join(" ");
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Values that documentation names in back-ticks behind a lead-in such as "Possible values are:"; empty unless there are at least two.
pub(super) fn listed(text: &str) -> Vec<String> {
    behind(text, &["possible values", "allowed values", "supported values", "valid values"])
}

/// Values that documentation gives as examples: "such as `a` or `b`"; empty unless there are at least two.
pub(super) fn examples(text: &str) -> Vec<String> {
    behind(text, &["such as `"])
}

fn behind(text: &str, leads: &[&str]) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let Some(start) = leads.iter().filter_map(|lead| lower.find(lead)).min() else { return Vec::new() };
    let values: Vec<String> = text[start..]
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|value| !value.is_empty() && *value != "unknownFutureValue" && *value != "null")
        .map(str::to_owned)
        .collect();
    if values.len() < 2 { Vec::new() } else { values }
}

/// The most characters that documentation allows: "Maximum length is 64 characters", "cannot exceed 120 characters".
pub(super) fn length(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let leads = ["maximum length", "max length", "maximum of", "limited to", "cannot exceed", "must not exceed", "at most"];
    let (at, lead) = leads.iter().filter_map(|lead| Some((lower.find(lead)?, lead))).min()?;
    let rest = lower[at + lead.len()..].trim_start_matches(|c: char| !c.is_ascii_digit() && c != '.');
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let says_characters = lead.contains("length") || rest[end..].trim_start().starts_with("char");
    rest[..end].parse().ok().filter(|length| says_characters && *length > 0)
}

/// A range that documentation names: "Valid values 1 to 365".
pub(super) fn range(text: &str) -> Option<(i64, i64)> {
    let lower = text.to_ascii_lowercase();
    let rest = &lower[lower.find("valid values").or_else(|| lower.find("between "))?..];
    let mut numbers = rest.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == ',')).filter_map(|word| {
        let word = word.trim_matches(',').replace(',', "");
        word.parse::<i64>().ok()
    });
    let (low, high) = (numbers.next()?, numbers.next()?);
    (low < high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_become_words() {
        for (name, expected) in
            [("isMfaCapable", "is mfa capable"), ("bundleID", "bundle id"), ("URLPath", "url path"), ("v10_0", "v10 0"), ("", "")]
        {
            assert_eq!(split(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn documentation_lists_values_and_ranges() {
        assert_eq!(listed("The size. Possible values are: `small`, `large`, `unknownFutureValue`."), ["small", "large"]);
        assert!(listed("Uses `x` and `y`.").is_empty());
        assert_eq!(examples("Names, such as `a`, `b` or `c`."), ["a", "b", "c"]);
        assert_eq!(range("Days. Valid values 1 to 365"), Some((1, 365)));
        assert_eq!(range("Days."), None);
        for (text, expected) in [
            ("A name. Maximum length is 64 characters.", Some(64)),
            ("It cannot exceed 120 characters.", Some(120)),
            ("It cannot exceed 120 items.", None),
            ("A maximum length. Then 5.", None),
        ] {
            assert_eq!(length(text), expected, "{text}");
        }
    }
}
