//! Splitting a wire name into words, and putting words together in Rust's cases.

/// The words of a wire name, in lower case: `sizeInGB` is `size`, `in`, `gb`.
///
/// A word starts at a capital behind a small letter or digit, at the last capital of an acronym that a small letter follows, and
/// behind everything that is not part of an identifier. A plural acronym (`userIDs`) is one word.
pub(super) fn split(wire: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in wire.split(is_separator) {
        let characters: Vec<char> = part.chars().collect();
        let mut start = 0;
        for index in 1..characters.len() {
            if starts_word(&characters, index) {
                words.push(lower(&characters[start..index]));
                start = index;
            }
        }
        words.push(lower(&characters[start..]));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What is not part of a word: the underscore and its relatives (class Pc), what no identifier can have, and what cannot be seen or is an
/// identifier character only in newer versions of Unicode than an older compiler knows.
fn is_separator(c: char) -> bool {
    let connector =
        matches!(c, '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{fe33}' | '\u{fe34}' | '\u{fe4d}'..='\u{fe4f}' | '\u{ff3f}');
    let doubtful = matches!(c, '\u{200c}' | '\u{200d}' | '\u{30fb}' | '\u{ff65}');
    connector || doubtful || !unicode_ident::is_xid_continue(c)
}

fn starts_word(characters: &[char], index: usize) -> bool {
    if !characters[index].is_uppercase() {
        return false;
    }
    if !characters[index - 1].is_uppercase() {
        return true;
    }
    let next = characters.get(index + 1).copied();
    let plural = next == Some('s') && !characters.get(index + 2).is_some_and(|after| after.is_lowercase());
    next.is_some_and(char::is_lowercase) && !plural
}

fn lower(characters: &[char]) -> String {
    characters.iter().flat_map(|c| c.to_lowercase()).collect()
}

/// `size_in_gb`.
pub(super) fn snake(words: &[String]) -> String {
    words.join("_")
}

/// `SizeInGb`; two digits that meet keep their underscore (`V10_0`).
pub(super) fn upper_camel(words: &[String]) -> String {
    let mut out = String::new();
    for word in words {
        if out.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            out.push('_');
        }
        out.push_str(&capitalised(word));
    }
    out
}

/// The text with its first letter in upper case.
pub(super) fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// The text with its first letter in lower case.
pub(super) fn uncapitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(names: &[&str], expected: Expect) {
        let lines = names.iter().map(|name| {
            let words = split(name);
            format!("{name:?} {:?} {:?}\n", snake(&words), upper_camel(&words))
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn acronyms_are_words() {
        check(
            &[
                "hasMFA",
                "sizeInGB",
                "bundleID",
                "deviceIDs",
                "isIOSManaged",
                "XMLHttpURL",
                "iOS",
                "macOSApp",
                "userUPNsOnly",
                "OData",
            ],
            expect![[r#"
                "hasMFA" "has_mfa" "HasMfa"
                "sizeInGB" "size_in_gb" "SizeInGb"
                "bundleID" "bundle_id" "BundleId"
                "deviceIDs" "device_ids" "DeviceIds"
                "isIOSManaged" "is_ios_managed" "IsIosManaged"
                "XMLHttpURL" "xml_http_url" "XmlHttpUrl"
                "iOS" "i_os" "IOs"
                "macOSApp" "mac_os_app" "MacOsApp"
                "userUPNsOnly" "user_upns_only" "UserUpnsOnly"
                "OData" "o_data" "OData"
            "#]],
        );
    }

    #[test]
    fn digits_stay_with_the_word_before_them() {
        check(
            &["v10_0", "sp800_53", "windows10XUser", "ipv4Address", "oAuth2Grant", "is64Bit", "alerts_v2", "_1", "9lives"],
            expect![[r#"
                "v10_0" "v10_0" "V10_0"
                "sp800_53" "sp800_53" "Sp800_53"
                "windows10XUser" "windows10_x_user" "Windows10XUser"
                "ipv4Address" "ipv4_address" "Ipv4Address"
                "oAuth2Grant" "o_auth2_grant" "OAuth2Grant"
                "is64Bit" "is64_bit" "Is64Bit"
                "alerts_v2" "alerts_v2" "AlertsV2"
                "_1" "1" "1"
                "9lives" "9lives" "9lives"
            "#]],
        );
    }

    #[test]
    fn other_scripts_and_other_characters() {
        check(
            &["straßeÜber", "名前", "a b-c\"d", "a\u{200d}b", "___", "", "ŝerĉi"],
            expect![[r#"
                "straßeÜber" "straße_über" "StraßeÜber"
                "名前" "名前" "名前"
                "a b-c\"d" "a_b_c_d" "ABCD"
                "a\u{200d}b" "a_b" "AB"
                "___" "" ""
                "" "" ""
                "ŝerĉi" "ŝerĉi" "Ŝerĉi"
            "#]],
        );
    }
}
