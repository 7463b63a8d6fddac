//! What counts as an example, whose it is, and what it is held against.

use edmund_model::Sources;
use edmund_pages::{Page, Role};
use expect_test::expect;

use crate::{FRONT, TYPE, codes, message, operation};

fn read(text: &str) -> Page {
    let mut sources = Sources::default();
    let file = sources.add("api/a.md", text);
    edmund_pages::read(&sources, file).0
}

/// Findings of some codes on a page of an operation, beside the page of its type.
fn found(text: &str, wanted: &[&str]) -> String {
    codes(&[("api/a.md".to_owned(), text.to_owned()), ("resources/book.md".to_owned(), TYPE.to_owned())], wanted)
}

const REQUEST: &str = "<!-- { \"blockType\": \"request\", \"name\": \"a\" } -->\n```http\nPOST https://x.example/v1.0/books\nContent-Type: application/json\n\n{\"sold\": true}\n```\n\n";

#[test]
fn a_body_behind_a_request_is_its_answer() {
    let text = message(&format!(
        "### Request\n{REQUEST}### Response\n```json\n{{\"id\": \"1\", \"sold\": \"yes\", \"title\": \"T\"}}\n```\n"
    ));
    let page = read(&text);
    let [example] = page.examples.as_slice() else { panic!("one request, one answer") };
    assert_eq!((example.request, example.response), (Some(0), Some(1)));
    expect![[r#"
        api/a.md:41:1 W GD004: example has no annotation
          put `<!-- { "blockType": "request", "name": "..." } -->` (or `response`) above the fence
        api/a.md:42:21 E GD306: value is a string, the property is a Boolean
          write the value as the service sends it
        api/a.md:42:28 W GD300: type has no property `title`
          remove it from the example, or describe it on the page of the type
    "#]]
    .assert_eq(&found(&text, &["GD004", "GD300", "GD306"]));
}

#[test]
fn a_body_below_the_heading_of_the_request_is_sent() {
    let text = message(
        "### Request\n```json\n{\"sold\": true}\n```\n\n### Response\n```json\n{\"id\": \"1\"}\n```\n\n#### Notes\n```json\n{\"any\": 1}\n```\n",
    );
    let roles: Vec<_> = read(&text).messages.iter().map(|message| message.role()).collect();
    assert_eq!(roles, [Some(Role::Request), Some(Role::Response), None]);
    assert_eq!(found(&text, &["GD300"]), "", "a body of which nothing says whose it is may be anything");
}

#[test]
fn a_fence_without_a_language_is_known_by_its_content() {
    let text = message(
        "### Request\n```\nPOST https://x.example/v1.0/books\n{\"sold\": true}\n```\n\n### Response\n```\nHTTP/1.1 201 Created\n```\n\n```\nid, sold\n1, true\n```\n",
    );
    assert_eq!(read(&text).messages.len(), 2);
    expect![[r#"
        api/a.md:32:1 W GD004: example has no annotation
          put `<!-- { "blockType": "request", "name": "..." } -->` (or `response`) above the fence
        api/a.md:34:1 E GD132: no blank line between headers and body
            fix "" -> "\n"
        api/a.md:38:1 W GD004: example has no annotation
          put `<!-- { "blockType": "request", "name": "..." } -->` (or `response`) above the fence
    "#]]
    .assert_eq(&found(&text, &["GD004", "GD132"]));
}

#[test]
fn an_annotation_may_stand_above_the_heading() {
    let page = |between: &str| {
        message(&format!(
            "<!-- {{ \"blockType\": \"request\", \"name\": \"a\" }} -->\n{between}### Request\n```http\nPOST https://x.example/v1.0/books\n```\n"
        ))
    };
    assert_eq!(found(&page(""), &["GD004"]), "");
    assert_ne!(found(&page("About something else.\n\n"), &["GD004"]), "");
}

#[test]
fn pages_of_types_show_values_too() {
    let shown = "\n## Used books\n<!-- { \"blockType\": \"example\", \"@odata.type\": \"shop.book\" } -->\n```json\n{\"id\": 7, \"sold\": true,}\n```\n";
    let book = format!("{TYPE}{shown}");
    expect![[r#"
        resources/book.md:33:23 W GD131: the body is not strict JSON
            fix "," -> ""
        resources/book.md:33:8 E GD306: value is a number, the property is a string
          write the value as the service sends it
    "#]]
    .assert_eq(&codes(&[("resources/book.md".to_owned(), book)], &["GD131", "GD306"]));
}

#[test]
fn headers_behind_a_blank_line_are_headers() {
    let text = message(
        "<!-- { \"blockType\": \"request\", \"name\": \"a\" } -->\n```http\nGET https://x.example/v1.0/books\n\nPrefer: odata.maxpagesize=2\n```\n\n\
         <!-- { \"blockType\": \"request\", \"name\": \"b\" } -->\n```http\nPOST https://x.example/v1.0/books\n\nTitle: of a text\n```\n",
    );
    let page = read(&text);
    assert_eq!(page.messages.iter().map(|message| message.headers.len()).collect::<Vec<_>>(), [1, 0]);
    expect![[r#"
        api/a.md:35:1 W GD132: blank line before the headers
            fix "\n" -> ""
    "#]]
    .assert_eq(&found(&text, &["GD129", "GD132"]));
}

#[test]
fn what_a_redirect_leads_to_needs_no_status_in_the_text() {
    let page = |status: u16| {
        operation(&format!(
            "## HTTP request\n```http\nGET /books/{{id}}/scan\n```\n\n## Response\nReturns a `{status} Found` response that leads to the scan.\n\n## Example\n\
             <!-- {{ \"blockType\": \"response\", \"@odata.type\": \"String\" }} -->\n```http\nHTTP/1.1 200 OK\n\nA scan.\n```\n"
        ))
    };
    assert_eq!(found(&page(302), &["GD125"]), "");
    assert_ne!(found(&page(204), &["GD125"]), "");
}

#[test]
fn keys_by_name_and_calls_on_the_way_are_not_the_function() {
    let page = |templates: &str, table: &str| operation(&format!("## HTTP request\n```http\n{templates}\n```\n\n{table}"));
    let row = "## Function parameters\n|Parameter|Type|Description|\n|:--|:--|:--|\n|row|Int32|Which.|\n";
    for fine in [
        page("POST /books(isbn='{isbn}')/authors/$ref", ""),
        page("GET /books(isbn='{isbn}')", ""),
        page("GET /shelves/{id}/books/{id}\nGET /shelves/{id}/books(isbn='{isbn}')", ""),
        page("GET /shelves/{id}/part(address='{address}')/cell(row={row})", row),
    ] {
        assert_eq!(found(&fine, &["GD124"]), "", "{fine}");
    }
    assert_ne!(found(&page("GET /shelves/{id}/cell\nGET /shelves/{id}/cell(row={row})", ""), &["GD124"]), "");
}

#[test]
fn answers_without_a_link() {
    let answer = |text: &str| {
        let text = format!(
            "{FRONT}## HTTP request\n```http\nGET /books\n```\n\n## Response\nIf successful, this method returns {text}\n"
        );
        let answer = read(&text).response.expect("there is a section `Response`");
        let statuses: Vec<_> = answer.statuses.iter().map(|status| status.value.0).collect();
        let what = answer.primitive.map(|name| name.value).unwrap_or(if answer.nothing { "nothing" } else { "" }.to_owned());
        (statuses, what, answer.collection)
    };
    let table = [
        ("a `200 OK` response code.", 200, "nothing", false),
        ("`200 OK`.", 200, "nothing", false),
        ("a `200 OK` response code. It doesn't return anything in the response body.", 200, "nothing", false),
        ("a 204 No Content response code.", 204, "nothing", false),
        ("a **204** status code.", 204, "nothing", false),
        ("`202 Accepted`. It does not return anything.", 202, "nothing", false),
        ("a `200 OK` response code and the books.", 200, "", false),
        ("a `200 OK` response code and a JSON object. A string says why.", 200, "", false),
        ("a `200 OK` response code and a count of the books.", 200, "Int64", false),
        ("a `200 OK` response code and a String collection in the response body.", 200, "String", true),
        ("a `200 OK` response code and the title as a string.", 200, "String", false),
        ("a `200 OK` response code and binary data of the cover.", 200, "Stream", false),
        ("a `200 OK` response code and a date.", 200, "", false),
    ];
    for (text, status, what, collection) in table {
        assert_eq!(answer(text), (vec![status], what.to_owned(), collection), "{text}");
    }
    assert_eq!(answer("at most 200 books.").0, [0_u16; 0]);
}

#[test]
fn examples_may_take_another_way_to_the_same() {
    let severity = |template: &str, example: &str| {
        let request = format!(
            "<!-- {{ \"blockType\": \"request\", \"name\": \"a\" }} -->\n```http\nGET https://graph.microsoft.com/v1.0{example}\n```\n"
        );
        let page = operation(&format!("## HTTP request\n```http\nGET {template}\n```\n\n## Example\n{request}"));
        found(&page, &["GD120"]).split(' ').nth(1).map(str::to_owned).unwrap_or_default()
    };
    let table = [
        ("/shelves/{id}/books", "/me/library/shelves/1/books", "I"),
        ("/shelves/{id}/comics", "/me/library/shelves/1/books", "E"),
        // One segment is too little to tell.
        ("/books", "/me/library/shelves/1/books", "E"),
        ("/{set}/{id}/notes/{noteId}", "/me/books/1/notes/2", "I"),
        ("/drives/{id}/items/{id}/scan", "/me/drive/items/1/scan", "I"),
        ("/me/drive/items/{id}/scan", "/groups/1/drive/items/1/scan", "I"),
        ("/me/drive/items/{id}/scan", "/groups/1/site/items/1/scan", "E"),
        ("/books/{id}/authors", "/books(isbn='1')/authors", ""),
        ("/books/{id}", "/books(isbn='1')", ""),
        ("/books/{id}/authors", "/comics(isbn='1')/authors", "E"),
        ("/books/find(title='{title}')", "/books/find(title='T')", ""),
    ];
    for (template, example, expected) in table {
        assert_eq!(severity(template, example), expected, "{template} {example}");
    }
}
