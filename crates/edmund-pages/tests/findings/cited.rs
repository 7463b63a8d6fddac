//! Defects as published pages have them, each on a small page of our own.

use expect_test::expect;

use crate::{FRONT, TYPE, codes, found, message, operation};

#[test]
fn a_fence_that_opens_where_one_should_close() {
    let text = message(
        "### Request\n```http\nPOST https://h.example/books\nContent-Type: application/json\n\n```\n\n{ \"id\": \"1\" }\n\n```\n\
         ### Response\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"shop.book\" } -->\n```\nHTTP/1.1 201 Created\n\n{ \"id\": \"1\" }\n```\n",
    );
    found(
        &["GD001"],
        &[("api/a.md", &text)],
        expect![[r#"
            api/a.md:41:1 E GD001: code fence is not closed and swallows what follows
                see api/a.md:40:1: the fence is opened here
              put a line of back-ticks behind the last line of the example
        "#]],
    );
}

#[test]
fn rows_without_a_word() {
    let row = "|sold|Boolean|Whether it is gone.|\n";
    let text = TYPE.replace(row, &format!("{row}|      |       |    |\n"));
    found(
        &["GD010", "GD011", "GD013"],
        &[("resources/book.md", &text)],
        expect![[r#"
            resources/book.md:22:1 W GD010: table row is empty
                fix "\n|      |       |    |" -> ""
              remove the row
        "#]],
    );
    let first = "|:--|:--|:--|\n";
    let text = TYPE.replace(first, &format!("{first}| | |\n"));
    found(
        &["GD010", "GD011", "GD013"],
        &[("resources/book.md", &text)],
        expect![[r#"
            resources/book.md:19:1 W GD010: table row is empty
              remove the row
        "#]],
    );
}

#[test]
fn sections_at_the_wrong_level() {
    let request =
        "## HTTP request\n```http\nGET /books\n```\n\n## Request body\nDo not supply a request body for this method.\n\n";
    let answer = "Returns a `200 OK` response code and a [book](../resources/book.md) object.\n\n";
    let below = operation(&format!("{request}### Response\n{answer}"));
    let example = operation(&format!("{request}## Example\n### Response\n{answer}"));
    found(
        &["GD040"],
        &[("api/below.md", &below), ("api/example.md", &example)],
        expect![[r###"
            api/below.md:29:5 W GD040: section `Response` stands below `Request body`
                see api/below.md:26:4: the section above is about something else
              make it a section of its own: `## Response`
            api/example.md:10:3 W GD040: section `Response` is missing
              add a section `## Response`
        "###]],
    );
    // Each of several operations on a page has sections of its own.
    let part = "### HTTP request\n```http\nGET /books\n```\n\n### Response\n";
    found(&["GD040"], &[("api/a.md", &operation(&format!("## Get all books\n{part}{answer}")))], expect![""]);
}

/// The findings on an example request, and whether its severity is right, for a template and the URL of the example.
fn request(template: &str, url: &str) -> String {
    let text = operation(&format!(
        "## HTTP request\n```http\n{template}\n```\n\n## Response\nReturns `200 OK`.\n\n## Example\n```http\nGET https://graph.microsoft.com/v1.0{url}\n```\n"
    ));
    let found = codes(&[("api/a.md".to_owned(), text)], &["GD111", "GD120"]);
    found.lines().filter(|line| line.starts_with("api/")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn the_same_request_below_another_root() {
    for (template, url) in [
        ("GET /drives/{id}/activities", "/me/drive/activities"),
        ("GET /groups/{id}/drive/items/{id}/versions", "/drives/1/items/2/versions"),
        ("GET /me/drive/items/{id}/versions", "/drive/root:/a.txt:/versions"),
        ("GET /me/drive/items/{id}/children", "/drives/1/root/children"),
        ("GET /groups/{id}/drives", "/me/drives"),
        ("GET /me/drive/root/children", "/drives/1/items/2/children"),
        ("GET /workbook/worksheets/{id}", "/me/drive/items/1/workbook/worksheets/2"),
        ("GET /users/{id}/messages", "/me/messages"),
    ] {
        let found = request(template, url);
        assert!(found.starts_with("api/a.md:31:5 I GD120"), "{template} {url}: {found}");
    }
    for (template, url) in [
        ("GET /drives/{id}/activities", "/me/activities"),
        ("GET /drives/{id}/activities", "/me/drive/versions"),
        ("GET /users/{id}/drive", "/me"),
        ("GET /drives/{id}/items/{id}/children", "/me/drive/root/versions"),
        ("GET /shelves/{id}", "/shops/1/shelves/2"),
    ] {
        let found = request(template, url);
        assert!(found.starts_with("api/a.md:31:5 E GD120"), "{template} {url}: {found}");
    }
}

#[test]
fn a_tilde_for_the_service_root() {
    expect![[r#"
        api/a.md:23:5 W GD111: template starts with a host, a version or `~`
    "#]]
    .assert_eq(&request("GET ~/books/{id}", "/books/1"));
}

#[test]
fn bodies_announced_or_shown_without_a_type() {
    let response = |status: &str, rest: &str| {
        message(&format!("<!-- {{ \"blockType\": \"response\" }} -->\n```http\nHTTP/1.1 {status}\n{rest}```\n\n`12`\n"))
    };
    let text = response("200 OK", "Content-Type: text/plain\n");
    let shown = response("200 OK", "Content-Type: text/plain\n\n12\n");
    let stream = response("200 OK", "Content-Type: image/png\n");
    let content = response("200 OK", "Content-Type: image/png\n\n<the picture>\n");
    let nothing = response("204 No Content", "Content-Type: text/plain\n");
    let pages =
        [("api/a.md", &*text), ("api/b.md", &*shown), ("api/c.md", &*stream), ("api/d.md", &*content), ("api/e.md", &*nothing)];
    found(
        &["GD144"],
        &pages,
        expect![[r#"
            api/a.md:31:1 W GD144: response announces a body but declares no type
                see api/a.md:34:1: this header is about a body
              add `"@odata.type": "<namespace>.<type>"` to the annotation
            api/b.md:31:1 W GD144: response shows a body but declares no type
                see api/b.md:36:1: this body
              add `"@odata.type": "<namespace>.<type>"` to the annotation
        "#]],
    );
}

#[test]
fn words_for_no_body() {
    let page = |words: &str| {
        operation(&format!(
            "## HTTP request\n```http\nPOST /books/{{id}}/close\n```\n\n## Request body\n{words}\n\n## Response\nReturns `204 No Content`.\n\n\
             ## Example\n```http\nPOST https://h.example/books/1/close\nContent-Type: application/json\n\n{{ }}\n```\n"
        ))
    };
    let none = page("This API does not require any request body.");
    let passive = page("No request body should be supplied.");
    let optional = page("No request body is required. However, you can say more.");
    found(
        &["GD134"],
        &[("api/none.md", &none), ("api/optional.md", &optional), ("api/passive.md", &passive)],
        expect![[r#"
            api/none.md:37:1 W GD134: example sends a body, the text says that there is none
                see api/none.md:26:4: this section says "Do not supply a request body"
              remove the body, or describe it
            api/passive.md:37:1 W GD134: example sends a body, the text says that there is none
                see api/passive.md:26:4: this section says "Do not supply a request body"
              remove the body, or describe it
        "#]],
    );
}

#[test]
fn a_link_to_a_page_of_another_type_that_is_not_there() {
    let row = "|sold|Boolean|Whether it is gone.|\n";
    let linked = |cell: &str| TYPE.replace(row, &format!("{row}|sequel|{cell}|What comes next.|\n"));
    let wrong = linked("[book](bookshelf.md)");
    found(
        &["GD202"],
        &[("resources/book.md", &wrong)],
        expect![[r#"
            resources/book.md:22:9 W GD202: link says `book`, but leads to `bookshelf`
              correct the text or the target
        "#]],
    );
    for right in ["[book](shop-book.md)", "[book](printedbook.md)", "[shelf](bookshelf.md)", "[book](bookshelf.md#book)"] {
        found(&["GD202"], &[("resources/book.md", &linked(right))], expect![""]);
    }
}

#[test]
fn a_reference_link_without_a_definition_is_no_list() {
    let text = TYPE.replace("|state|bookState|", "|state|[book][]|");
    let file = format!("{FRONT}See [books](../resources/book.md).\n");
    found(
        &["GD201", "GD203", "GD205"],
        &[("api/a.md", &file), ("resources/book.md", &text)],
        expect![[r#"
            resources/book.md:22:8 E GD203: reference link without a definition
              add a line `[name]: file.md` at the end of the page
        "#]],
    );
}

#[test]
fn a_link_without_its_end() {
    let text = TYPE.replace("|state|bookState|", "|state|[book](book.md|");
    found(
        &["GD201", "GD203"],
        &[("resources/book.md", &text)],
        expect![[r#"
            resources/book.md:22:8 E GD203: link is not closed
                fix "" -> ")"
        "#]],
    );
}

#[test]
fn where_one_example_fits_another_may_be_about_something_else() {
    let example = |url: &str| format!("```http\nGET https://graph.microsoft.com/v1.0{url}\n```\n\n");
    let text = operation(&format!(
        "## HTTP request\n```http\nGET /workbook/sheets\n```\n\n## Response\nReturns `200 OK`.\n\n## Examples\n{}{}",
        example("/me/drive/items/1/workbook/sheets"),
        example("/me/drive/items/1/workbook/tables")
    ));
    let found = codes(&[("api/a.md".to_owned(), text)], &["GD120"]);
    let severities: Vec<_> = found.lines().filter_map(|line| line.strip_prefix("api/a.md:")?.split(' ').nth(1)).collect();
    assert_eq!(severities, ["I", "W"]);
}

#[test]
fn keys_of_annotations_that_no_tool_reads() {
    let text = message(
        "<!-- { \"blockType\": \"request\", \"name\": \"n\", \"scope\": \"x\", \"sampleIds\": [\"1\"], \"scopes\": \"x\", \"sampleKeys\": [\"1\"] } -->\n\
         ```http\nPOST /books\n```\n",
    );
    found(
        &["GD003"],
        &[("api/a.md", &text)],
        expect![[r#"
            api/a.md:31:45 W GD003: unknown annotation key `scope`
              did you mean `scopes`?
            api/a.md:31:59 W GD003: unknown annotation key `sampleIds`
              did you mean `sampleKeys`?
        "#]],
    );
}

#[test]
fn a_namespace_in_another_case_than_elsewhere() {
    let page = |namespace: &str, name: &str| {
        let text = TYPE
            .replace("Namespace: shop", &format!("Namespace: {namespace}"))
            .replace("shop.book", &format!("{namespace}.{name}"));
        (format!("resources/{name}.md"), text.replace("book resource type", &format!("{name} resource type")))
    };
    let mut pages: Vec<_> = ["atlas", "comic", "diary", "essay"].map(|name| page("shop.termStore", name)).into();
    pages.push(page("shop.termstore", "fable"));
    expect![[r#"
        resources/fable.md:12:12 E GD031: namespace `shop.termstore` is spelt `shop.termStore` on other pages
            fix "shop.termstore" -> "shop.termStore"
    "#]]
    .assert_eq(&codes(&pages, &["GD031", "GD032"]));
    // Where pages are divided, none of them can be told to be wrong.
    assert_eq!(codes(&pages[1..], &["GD031", "GD032"]), "");
}

#[test]
fn another_key_is_no_call() {
    let page = |templates: &str| {
        operation(&format!("## HTTP request\n```http\n{templates}\n```\n\n## Response\nReturns `204 No Content`.\n"))
    };
    let key = page("POST /books/{id}/authors/$ref\nPOST /books(isbn='{isbn}')/authors/$ref");
    found(&["GD124"], &[("api/a.md", &key)], expect![""]);
    let call = page("GET /shelves/{id}/range(from='{from}')\nGET /me/shelf/range(from='{from}')");
    found(
        &["GD124"],
        &[("api/a.md", &call)],
        expect![[r#"
            api/a.md:23:18 W GD124: parameters of the function are not described
              add a section `## Function parameters` with a table `Parameter`, `Type`, `Description`
        "#]],
    );
}

#[test]
fn a_title_that_says_what_is_done_with_a_resource() {
    let text = FRONT.replace("# T\n", "# Get a book resource\n")
        + "## Get the first book\n```http\nGET /books/first\n```\n\n## Example\n### Request\n```http\nGET /books/{id}\n```\n";
    found(
        &["GD022", "GD040"],
        &[("api/a.md", &text)],
        expect![[r###"
            api/a.md:10:3 W GD040: section `Permissions` is missing
              add a section `## Permissions`
            api/a.md:10:3 W GD040: section `HTTP request` is missing
              add a section `## HTTP request`
            api/a.md:10:3 W GD040: section `Response` is missing
              add a section `## Response`
        "###]],
    );
}

#[test]
fn rows_of_parameters_that_no_request_has() {
    let page = |rows: &str| {
        operation(&format!(
            "## HTTP request\n```http\nGET /shelves/{{shelf-id}}/near(city='{{city}}')\nGET /shelves/{{shelf-id}}/near(city='{{city}}',within={{metres}})\n```\n\n\
             ## Function parameters\n|Parameter|Type|Description|\n|:--|:--|:--|\n|city|String|Where.|\n|within|Int32|How far.|\n{rows}\n"
        ))
    };
    let fine = page("|shelfId|String|Which.|\n|id|String|Which.|\n|metres|Int32|How far.|\n|None||Nothing.|");
    found(&["GD124"], &[("api/a.md", &fine)], expect![""]);
    let wrong = page("|town|String|Where.|");
    found(
        &["GD124"],
        &[("api/a.md", &wrong)],
        expect![[r#"
        api/a.md:32:2 W GD124: no request has the parameter `town`
          use the name that the request has, add the parameter to the request, or remove the row
    "#]],
    );
}
