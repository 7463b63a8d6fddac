use expect_test::{Expect, expect};

use super::*;

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
fn strict_json_with_positions() {
    check(
        r#" {"a": [1, -2.5e3, "x\n\u00e9\ud83d\ude00"], "b": null} "#,
        expect![[r#"1..55:{a=7..43:[8..9:1 11..17:-2.5e3 19..42:"x\né😀"] b=50..54:null}"#]],
    );
}

#[test]
fn what_people_write() {
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
    check("", expect!["0: the text ends before the value does"]);
}

#[test]
fn depth_is_limited() {
    let text = "[".repeat(100_000);
    let (_, issues) = parse(&text, 0, text.len(), FileId(0));
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0].kind, IssueKind::TooDeep);
}
