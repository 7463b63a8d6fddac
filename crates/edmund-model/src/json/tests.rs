use expect_test::{Expect, expect};

use super::{Kind, Value, parse};
use crate::FileId;

fn check(text: &str, expected: Expect) {
    let (value, issues) = parse(text, 0, text.len(), FileId(0));
    let mut lines: Vec<_> = value.map(|value| show(&value)).into_iter().collect();
    lines.extend(issues.iter().map(|issue| format!("{}: {}", issue.origin.start, issue.kind.describe())));
    expected.assert_eq(&lines.join("\n"));
}

fn show(value: &Value) -> String {
    let inner = match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(flag) => flag.to_string(),
        Kind::Number(text) => text.clone(),
        Kind::String(text) => format!("{text:?}"),
        Kind::Array(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" ")),
        Kind::Object(members) => {
            let members: Vec<_> = members.iter().map(|member| format!("{}={}", member.key, show(&member.value))).collect();
            format!("{{{}}}", members.join(" "))
        }
    };
    format!("{}..{}:{inner}", value.origin.start, value.origin.end)
}

#[test]
fn json_with_places() {
    check(
        r#" {"a": [1, -2.5e3, "x\n\u00e9\ud83d\ude00"], "b": null} "#,
        expect![[r#"1..55:{a=7..43:[8..9:1 11..17:-2.5e3 19..42:"x\né😀"] b=50..54:null}"#]],
    );
}

#[test]
fn what_people_write_is_understood_and_said() {
    check(
        "{ // note\n a: 'x', \"b\": [1,], \"c\" : true \"d\": ... , }",
        expect![[r#"
            0..53:{a=14..17:"x" b=24..28:[25..26:1] c=36..40:true d=46..49:null}
            2: JSON has no comments
            11: this name has no quotes
            14: quotes must be `"`
            26: a comma stands behind the last item
            41: a comma is missing before this item
            46: `...` stands where a value is expected
            50: a comma stands behind the last item"#]],
    );
    check(
        "[\"\\ud800 \\q\\u00zz\", \"a\nb\"]",
        expect![[r#"
            0..26:[1..18:"� q00zz" 20..25:"a\nb"]
            9: this backslash starts no escape sequence
            11: this backslash starts no escape sequence
            22: a string runs over a line end"#]],
    );
}

#[test]
fn hopeless_texts_end() {
    check(
        "{\"a\": ",
        expect![[r#"
        0..6:{}
        6: the text ends before the value does"#]],
    );
    check("<xml>", expect!["0: this is not JSON"]);
    check(
        "{\"a\": 1} tail",
        expect![[r#"
        0..8:{a=6..7:1}
        9: something follows the end of the value"#]],
    );
    check(
        "[}",
        expect![[r#"
        0..1:[]
        1: this is not JSON"#]],
    );
    check(
        "[01]",
        expect![[r#"
        0..3:[1..3:01]
        1: this word is not a JSON value"#]],
    );
    check("", expect!["0: the text ends before the value does"]);
}

#[test]
fn depth_is_limited() {
    for open in ["[", "{\"a\":"] {
        let text = open.repeat(100_000);
        let (_, issues) = parse(&text, 0, text.len(), FileId(0));
        assert_eq!(issues.len(), 1);
        assert_eq!(issues[0].kind, super::IssueKind::TooDeep);
    }
}

#[test]
fn every_cut_and_change_is_survived() {
    let text = "{\"é\": [1, -2.5e3, \"x\\u00e9\\ud83d\\ude00\", true], /* c */ b: 'y', \"c\": {\"d\": null}}";
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let (before, after) = text.split_at(at);
        parse(before, 0, before.len(), FileId(0));
        parse(text, at, text.len(), FileId(0));
        for change in ["\\", "\"", "{", "]", "\u{201c}", ":", "\u{a0}"] {
            let changed = format!("{before}{change}{after}");
            parse(&changed, 0, changed.len(), FileId(0));
        }
    }
}
