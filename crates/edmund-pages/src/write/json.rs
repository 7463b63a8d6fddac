//! JSON as examples print it: two blanks a level, members in the order of the tables.

use std::cmp::Ordering;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The order of names in tables and examples: without regard to case, then with it.
pub(super) fn order(left: &str, right: &str) -> Ordering {
    let folded = left.chars().flat_map(char::to_lowercase).cmp(right.chars().flat_map(char::to_lowercase));
    folded.then_with(|| left.cmp(right))
}

/// A value over several lines. Control information comes first, then members by name, whatever the map's own order is.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

// Depth is bounded by that of sample values.
fn write(value: &Value, level: usize, out: &mut String) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            block(out, level, ('[', ']'), items.iter(), |item, out| write(item, level + 1, out));
        }
        Value::Object(members) if !members.is_empty() => {
            block(out, level, ('{', '}'), sorted(members).into_iter(), |(name, value), out| {
                let _ = write!(out, "{}: ", Value::from(name.as_str()));
                write(value, level + 1, out);
            });
        }
        _ => {
            let _ = write!(out, "{value}");
        }
    }
}

fn block<T>(
    out: &mut String,
    level: usize,
    ends: (char, char),
    items: impl Iterator<Item = T>,
    mut each: impl FnMut(T, &mut String),
) {
    out.push(ends.0);
    for (index, item) in items.enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(level + 1));
        each(item, out);
    }
    let _ = write!(out, "\n{}{}", "  ".repeat(level), ends.1);
}

fn sorted(members: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by(|(left, _), (right, _)| {
        let group = |name: &str| !name.starts_with('@');
        group(left).cmp(&group(right)).then_with(|| order(left, right))
    });
    members
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_stand_in_the_order_of_tables() {
        let value = json!({ "b": [1, {}], "A": {"x": "\n"}, "@odata.type": "#a.b", "a": [] });
        let expected = "{\n  \"@odata.type\": \"#a.b\",\n  \"A\": {\n    \"x\": \"\\n\"\n  },\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}";
        assert_eq!(pretty(&value), expected);
    }
}
