//! Strings that match a regular expression, as far as it is simple: `Org.OData.Validation.V1.Pattern`.

use super::hash;

/// How often a part repeats that may repeat without end.
const ENDLESS: u32 = 3;
/// How long a value may become; a pattern that asks for more is not followed.
const LONGEST: usize = 256;
/// How deep groups nest in patterns that are followed.
const DEPTH: usize = 8;

/// A regular expression of literals, character classes, groups, choices and repetitions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern(Vec<Vec<Part>>);

#[derive(Clone, Debug, PartialEq)]
struct Part {
    one: One,
    least: u32,
    most: u32,
}

#[derive(Clone, Debug, PartialEq)]
enum One {
    /// A character of these ranges.
    Class(Vec<(char, char)>),
    /// One of several sequences.
    Group(Pattern),
}

impl Pattern {
    /// Reads a pattern; `None` for one with parts that this reader does not know.
    pub(super) fn parse(text: &str) -> Option<Pattern> {
        let text = text.strip_prefix('^').unwrap_or(text);
        let ends = text.ends_with('$') && !text.ends_with("\\$");
        let text = if ends { &text[..text.len() - 1] } else { text };
        let mut rest = text.chars().collect::<Vec<_>>();
        rest.reverse();
        let pattern = choices(&mut rest, 0)?;
        (rest.is_empty() && pattern.longest() <= LONGEST).then_some(pattern)
    }

    /// A string that matches.
    pub(super) fn value(&self, bits: u64) -> String {
        let mut out = String::new();
        self.write(bits, &mut out);
        out
    }

    /// How many characters a value has at most.
    pub(super) fn longest(&self) -> usize {
        let of = |sequence: &Vec<Part>| {
            sequence.iter().fold(0_usize, |sum, part| sum.saturating_add(part.one.longest().saturating_mul(part.most as usize)))
        };
        self.0.iter().map(of).max().unwrap_or(0)
    }

    fn write(&self, bits: u64, out: &mut String) {
        let Some(sequence) = self.0.get((bits % self.0.len().max(1) as u64) as usize) else { return };
        for (place, part) in sequence.iter().enumerate() {
            let bits = hash::step(bits, place as u64);
            let count = u64::from(part.least) + bits % u64::from(part.most - part.least + 1);
            for turn in 0..count {
                part.one.write(hash::step(bits, turn), out);
            }
        }
    }
}

impl One {
    fn longest(&self) -> usize {
        if let One::Group(group) = self { group.longest() } else { 1 }
    }

    fn write(&self, bits: u64, out: &mut String) {
        match self {
            One::Group(group) => group.write(bits, out),
            One::Class(ranges) => {
                let width = |(low, high): &(char, char)| u64::from(*high) - u64::from(*low) + 1;
                let mut left = bits % ranges.iter().map(width).sum::<u64>().max(1);
                for range in ranges {
                    if left < width(range) {
                        out.extend(char::from_u32(range.0 as u32 + left as u32));
                        return;
                    }
                    left -= width(range);
                }
            }
        }
    }
}

/// Sequences between `|`, up to a closing parenthesis or the end. The rest is in reverse.
fn choices(rest: &mut Vec<char>, depth: usize) -> Option<Pattern> {
    let mut sequences = vec![Vec::new()];
    if depth > DEPTH {
        return None;
    }
    while let Some(next) = rest.last().copied() {
        match next {
            ')' => break,
            '|' => {
                rest.pop();
                sequences.push(Vec::new());
            }
            _ => {
                let one = one(rest, depth)?;
                let (least, most) = repetition(rest)?;
                sequences.last_mut()?.push(Part { one, least, most });
            }
        }
    }
    Some(Pattern(sequences))
}

fn one(rest: &mut Vec<char>, depth: usize) -> Option<One> {
    let single = |character: char| Some(One::Class(vec![(character, character)]));
    match rest.pop()? {
        '(' => {
            if rest.last() == Some(&'?') {
                // Only a group that is not captured; looking ahead or behind is beyond this reader.
                rest.pop();
                (rest.pop()? == ':').then_some(())?;
            }
            let group = choices(rest, depth + 1)?;
            (rest.pop()? == ')').then_some(One::Group(group))
        }
        '[' => class(rest).map(One::Class),
        '.' => Some(One::Class(vec![('a', 'z')])),
        '\\' => escaped(rest.pop()?).map(One::Class),
        '*' | '+' | '?' | '{' | '}' | ']' | '^' | '$' => None,
        character => single(character),
    }
}

fn escaped(character: char) -> Option<Vec<(char, char)>> {
    match character {
        'd' => Some(vec![('0', '9')]),
        'w' => Some(vec![('a', 'z'), ('A', 'Z'), ('0', '9')]),
        's' => Some(vec![(' ', ' ')]),
        other if other.is_alphanumeric() => None,
        other => Some(vec![(other, other)]),
    }
}

/// The ranges of `[a-z_]`; of one that excludes characters, the letters and digits that are left.
fn class(rest: &mut Vec<char>) -> Option<Vec<(char, char)>> {
    let excludes = rest.pop_if(|next| *next == '^').is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let low = match rest.pop()? {
            ']' if !ranges.is_empty() => break,
            '\\' => {
                ranges.extend(escaped(rest.pop()?)?);
                continue;
            }
            '[' => return None,
            character => character,
        };
        let is_range = rest.last() == Some(&'-') && rest.get(rest.len().wrapping_sub(2)).is_some_and(|next| *next != ']');
        if is_range {
            rest.pop();
            let high = rest.pop().filter(|high| *high >= low && *high != '\\')?;
            ranges.push((low, high));
        } else {
            ranges.push((low, low));
        }
    }
    if !excludes {
        return Some(ranges);
    }
    let allowed = |character: &char| !ranges.iter().any(|(low, high)| (low..=high).contains(&character));
    let left: Vec<(char, char)> = ('a'..='z').chain('0'..='9').filter(allowed).map(|character| (character, character)).collect();
    (!left.is_empty()).then_some(left)
}

fn repetition(rest: &mut Vec<char>) -> Option<(u32, u32)> {
    let (least, most) = match rest.pop_if(|next| matches!(*next, '*' | '+' | '?' | '{')) {
        Some('*') => (0, ENDLESS),
        Some('+') => (1, ENDLESS),
        Some('?') => (0, 1),
        Some(_) => counted(rest)?,
        None => return Some((1, 1)),
    };
    // A second mark makes the repetition lazy or possessive: this reader has no use for either.
    rest.pop_if(|next| matches!(*next, '?' | '+'));
    (least <= most).then_some((least, most))
}

/// The numbers of `{2}`, `{2,}` or `{2,4}` behind the opening brace.
fn counted(rest: &mut Vec<char>) -> Option<(u32, u32)> {
    let end = rest.iter().rposition(|character| *character == '}')?;
    let inside: String = rest.drain(end..).skip(1).rev().collect();
    let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
    let least: u32 = least.parse().ok()?;
    let most = if most.is_empty() { least.saturating_add(ENDLESS) } else { most.parse().ok()? };
    Some((least, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_match_their_patterns() {
        let letters = |text: &str, count: usize| text.len() == count && text.chars().all(|c| c.is_ascii_uppercase());
        for bits in 0..200 {
            let value = |text: &str| Pattern::parse(text).unwrap().value(bits);
            assert!(letters(&value("^[A-Z]{3}$"), 3));
            assert!(value("\\d{1,4}").parse::<u16>().is_ok());
            assert!(["ab", "cd"].contains(&value("(?:ab|cd)").as_str()));
            let code = value("^[A-Z]{2}-[0-9]{4}(\\.x)?$");
            assert!(letters(&code[..2], 2) && code[3..7].parse::<u16>().is_ok() && ["", ".x"].contains(&&code[7..]), "{code}");
            assert!(!value("[^a-m]+").contains(|c: char| ('a'..='m').contains(&c)));
        }
    }

    #[test]
    fn what_is_not_simple_is_left_alone() {
        for text in
            ["(?=a)b", "(a", "a)", "[a", "*", "\\p{L}", "a{2", "a{3,1}", "(a{99}){99}", "x{4000000000}", &"(".repeat(100_000)]
        {
            assert_eq!(Pattern::parse(text), None, "{text}");
        }
    }
}
