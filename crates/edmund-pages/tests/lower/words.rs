//! What pages say in words: descriptions, deprecations, what may be left out.

use edmund_model::{Docs, Model};
use expect_test::{Expect, expect};

use crate::lowered;

/// Holds what the model of a few pages says in words against what it should.
fn check(pages: &[(&str, String)], expected: Expect) {
    expected.assert_eq(&words(&lowered(pages).model));
}

fn words(model: &Model) -> String {
    let mut lines = Vec::new();
    let mut say = |name: String, docs: &Docs| lines.push(format!("{name}: {}", said(docs)).trim_end().to_owned());
    for item in &model.structs {
        say(item.name.to_string(), &item.docs);
        item.properties.iter().for_each(|property| say(format!("  {}", property.name), &property.docs));
    }
    for item in &model.enums {
        say(item.name.to_string(), &item.docs);
        item.members.iter().for_each(|member| say(format!("  {}", member.name), &member.docs));
    }
    for operation in &model.operations {
        say(operation.name.to_string(), &operation.docs);
        for parameter in operation.arguments() {
            let optional = if parameter.optional { " optional" } else { "" };
            let null = if parameter.ty.nullable { " or null" } else { "" };
            say(format!("  {}{optional}{null}", parameter.name), &parameter.docs);
        }
    }
    lines.join("\n")
}

fn said(docs: &Docs) -> String {
    let deprecated =
        docs.deprecation.as_ref().map(|it| format!("deprecated {:?} {:?} {:?} {:?}", it.date, it.version, it.removal, it.reason));
    let parts: Vec<String> = docs.summary.iter().chain(&docs.details).cloned().chain(deprecated).collect();
    parts.join(" / ")
}

fn resource(name: &str, lead: &str, rows: &str) -> String {
    format!(
        "# {name} resource type\n\nNamespace: shop\n\n{lead}\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n{rows}\n\n\
         ## JSON representation\n<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"shop.{name}\" }} -->\n```json\n{{}}\n```\n"
    )
}

fn operation(title: &str, lead: &str, template: &str, rest: &str) -> String {
    format!("# {title}\n\nNamespace: shop\n\n{lead}\n\n## HTTP request\n```http\n{template}\n```\n\n{rest}")
}

fn books() -> (&'static str, String) {
    let answer = "## Response\nReturns a `200 OK` response code and a collection of [book](../resources/book.md) objects.\n";
    ("api/book-list.md", operation("List books", "", "GET /books", answer))
}

/// A parameter is optional when a request of the page does without it, or its description says so at its beginning or end.
#[test]
fn parameters_may_be_left_out() {
    let function = |name: &str, template: &str, rows: &str| {
        let table = format!("## Function parameters\n|Parameter|Type|Description|\n|:--|:--|:--|\n{rows}\n");
        let answer = "## Response\nReturns a `200 OK` response code and a String in the response body.\n";
        operation(&format!("book: {name}"), "", template, &(table + answer))
    };
    let days = "|from|Date|The first day.|\n|to|Date|The last day.|";
    let find = "|word|String|Optional. What to look for.|\n|limit|Int32|How many. Optional. Can be `null`.|\n|scope|String|Where. Required.|";
    check(
        &[
            ("resources/book.md", resource("book", "A book.", "|id|String|Key.|")),
            books(),
            (
                "api/book-count.md",
                function("count", "GET /books/{id}/count(from={from})\nGET /books/{id}/count(from={from},to={to})", days),
            ),
            ("api/book-find.md", function("find", "GET /books/{id}/find(word='{word}',limit={limit},scope='{scope}')", find)),
        ],
        expect![[r#"
            shop.book: A book.
              id: Key.
            shop.count:
              from or null: The first day.
              to optional or null: The last day.
            shop.find:
              word optional or null: Optional. What to look for.
              limit optional or null: How many.
              scope: Where."#]],
    );
}

/// The mark in a title says that something is deprecated, a note says since when and why.
#[test]
fn deprecations_are_facts() {
    let note = "> [!CAUTION]\n> This API is deprecated as of 2024-04-10 (version `2024-04/Lend`), to be removed on 2026-04-10. Use loans.";
    let other = "Give it back.\n\n> [!CAUTION]\n> The old way is deprecated and will stop.";
    let rows = "|id|String|Key.|\n|size (deprecated)|Int32|How big. Deprecated (version `2`). Use pages.|\n|old (deprecated)|Int32|Gone.|";
    let members = "# kind enum type (deprecated)\n\nNamespace: shop\n\nKinds.\n\n## Members\n|Member|Value|Description|\n|:--|:--|:--|\n\
                   |paper|0|On paper.|\n|stone (deprecated)|1|Deprecated.|\n|unknownFutureValue|2|Marker of an enumeration that may grow. Do not send it.|\n";
    check(
        &[
            ("resources/book.md", resource("book", "A book.", rows)),
            ("resources/kind.md", members.to_owned()),
            books(),
            ("api/book-lend.md", operation("book: lend (deprecated)", note, "POST /books/{id}/lend", "")),
            ("api/book-return.md", operation("book: return", other, "POST /books/{id}/return", "")),
        ],
        expect![[r#"
            shop.book: A book.
              id: Key.
              size: How big. / deprecated None Some("2") None Some("Use pages.")
              old: Gone. / deprecated None None None None
            shop.kind: Kinds. / deprecated None None None None
              paper: On paper.
              stone: deprecated None None None None
              unknownFutureValue:
            shop.lend: deprecated Some("2024-04-10") Some("2024-04/Lend") Some("2026-04-10") Some("Use loans.")
            shop.return: Give it back. / deprecated None None None Some("The old way is deprecated and will stop.")"#]],
    );
}

/// Sentences that only say what the model says anyway are no documentation.
#[test]
fn stock_is_no_documentation() {
    let lead = "Properties and relationships of the book type.\n\nThis is an abstract type.";
    let lend = "Call the **lend** action on a [book](../resources/book.md) object.\n\nBooks come back in two weeks.";
    check(
        &[
            ("resources/book.md", resource("book", lead, "|id|String|Not documented.|\n|name|String|Not documented. Or is it?|")),
            books(),
            ("api/book-lend.md", operation("book: lend", lend, "POST /books/{id}/lend", "")),
        ],
        expect![[r#"
            shop.book:
              id:
              name: Not documented. Or is it?
            shop.lend: Books come back in two weeks."#]],
    );
}

/// A namespace may be a word that the line has before it.
#[test]
fn the_lead_begins_behind_the_namespace() {
    let page = resource("book", "A book.", "|id|String|Key.|").replace("Namespace: shop", "Namespace: e").replace("shop.", "e.");
    check(
        &[("resources/book.md", page)],
        expect![[r#"
        e.book: A book.
          id: Key."#]],
    );
}
