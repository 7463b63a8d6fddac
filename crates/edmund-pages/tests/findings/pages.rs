//! Single pages: front matter, templates, examples, values, types.

use edmund_model::Sources;
use expect_test::expect;

use crate::{TYPE, check, message, operation};

#[test]
fn front_matter() {
    check(
        &[(
            "api/a.md",
            "---\ntitle: a: b\nauthor:\ndoc_type: apiPage\nnonsense\n---\n\n# Get x\n\n## HTTP request\n```http\nGET /x\n```\n",
        )],
        expect![[r#"
            api/a.md:1:1 W GD021: front matter has no `description`
            api/a.md:1:1 W GD021: front matter has no `localization_priority`
            api/a.md:1:1 W GD021: front matter has no `ms.prod`
            api/a.md:2:8 E GD020: front matter value contains `: ` and is not quoted
                fix "a: b" -> "\"a: b\""
            api/a.md:2:8 I GD023: title differs from the heading
                see api/a.md:8:3: `Get x`
            api/a.md:3:8 W GD021: front matter `author` is empty
            api/a.md:4:11 W GD022: unknown page type `apiPage`
            api/a.md:5:1 E GD020: front matter line is not `key: value`
            api/a.md:8:3 W GD030: page names no namespace
            api/a.md:8:3 W GD040: section `Permissions` is missing
            api/a.md:8:3 W GD040: section `Response` is missing"#]],
    );
    check(
        &[("api/a.md", "# Get x\n\n## HTTP request\n```http\nGET /x\n```\n")],
        expect![[r#"
        api/a.md:1:1 W GD021: page has no front matter
        api/a.md:1:3 W GD030: page names no namespace
        api/a.md:1:3 W GD040: section `Permissions` is missing
        api/a.md:1:3 W GD040: section `Response` is missing"#]],
    );
}

#[test]
fn templates() {
    let page = operation(
        "## HTTP request\n```http\nGET https://h.example/v1.0/books\nGET books\nGET/books\nor\nGET /books/{id}/pages/{id}\nGET /books/<id>/\n\
         GET /books?$top=1\nGET /f(a='{a}'/x\nGET ** URI not found\n```\n\n## Response\n`200 OK`\n",
    );
    check(
        &[("api/a.md", &page)],
        expect![[r#"
        api/a.md:23:5 W GD111: template starts with a host, a version or `~`
            fix "https://h.example/v1.0" -> ""
        api/a.md:24:5 W GD111: path has no leading slash
            fix "" -> "/"
        api/a.md:25:1 E GD110: no blank between method and path
            fix "" -> " "
        api/a.md:26:1 E GD110: line is not a request
        api/a.md:27:23 I GD113: placeholder `{id}` occurs twice
        api/a.md:28:12 W GD114: angle brackets instead of a placeholder
        api/a.md:28:16 I GD116: trailing slash
            fix "/" -> ""
        api/a.md:29:11 I GD116: query string in a template
        api/a.md:30:1 E GD115: parentheses or braces do not match
        api/a.md:31:1 E GD112: message of a failed generator instead of a path"#]],
    );
}

#[test]
fn examples_follow_templates() {
    let page = |template: &str, example: &str| {
        operation(&format!(
            "## HTTP request\n```http\n{template}\n```\n\n## Response\n`200 OK`\n\n## Example\n<!-- {{ \"blockType\": \"request\", \"name\": \"n\" }} -->\n```http\n{example}\n```\n"
        ))
    };
    let matching = [
        ("GET /books/{id}", "GET https://graph.microsoft.com/v1.0/books/b%201"),
        ("GET /books/{id}", "GET https://shop.example/api/v2/books('1')"),
        ("GET /books/{id}/{pages | leaves}", "GET /books/1/pages?$top=1"),
        ("GET /books/find(text='{text}')", "GET https://graph.microsoft.com/v1.0/books/shop.find(text='x')"),
        ("GET /me/drive/root:/{path}:/content", "GET /me/drive/root:/a/b.txt:/content"),
    ];
    for (template, example) in matching {
        let mut sources = Sources::default();
        let file = sources.add("api/a.md", page(template, example));
        let (page, _) = edmund_pages::read(&sources, file);
        let findings = edmund_pages::check(&[page], &sources, None);
        assert!(findings.iter().all(|finding| finding.code != "GD120"), "{template} / {example}: {findings:?}");
    }
    check(
        &[("api/a.md", &page("GET /books/{id}", "DELETE /books/1"))],
        expect![[r#"
        api/a.md:32:1 E GD120: example request does not match any documented request
            see api/a.md:23:1: the documented method is `GET`"#]],
    );
    check(
        &[("api/a.md", &page("GET /books/{id}", "GET /books/1/$value"))],
        expect![[r#"
        api/a.md:32:5 E GD120: example request does not match any documented request
            see api/a.md:23:1: the template ends without it"#]],
    );
    check(
        &[("api/a.md", &page("GET /users/{id}/books", "GET /me/books"))],
        expect![[r#"
        api/a.md:32:5 I GD120: example request does not match any documented request
            see api/a.md:23:1: the nearest documented request"#]],
    );
    check(
        &[("api/a.md", &page("GET /books", "GET https://graph.microsoft.com/v1.0/papers with blank"))],
        expect![[r#"
        api/a.md:32:5 E GD120: example request does not match any documented request
            see api/a.md:23:1: the nearest documented request
        api/a.md:32:44 W GD135: raw blank in a URL
            fix "https://graph.microsoft.com/v1.0/papers with blank" -> "https://graph.microsoft.com/v1.0/papers%20with%20blank""#]],
    );
}

#[test]
fn references_take_references() {
    let page = operation(
        "## HTTP request\n```http\nPUT /books/{id}/author/$ref\n```\n\n## Request body\nSupply an [author](../resources/author.md).\n\n\
         ## Response\nReturns a `200 OK` response code and an [author](../resources/author.md).\n\n## Example\n\
         <!-- { \"blockType\": \"request\", \"name\": \"n\" } -->\n```http\nPUT /books/1/author\nContent-Type: application/json\n\n{\"name\": \"x\"}\n```\n\
         <!-- { \"blockType\": \"response\" } -->\n```http\nHTTP/1.1 204 No Content\n```\n",
    );
    check(
        &[("api/a.md", &page)],
        expect![[r#"
        api/a.md:23:23 E GD120: example request does not match any documented request
            see api/a.md:35:1: the example has no `/$ref`
        api/a.md:23:23 E GD121: `PUT .../$ref` takes a reference, the page describes an entity
            see api/a.md:38:1: the example sends an entity
        api/a.md:23:23 E GD121: `PUT .../$ref` answers `204 No Content`, the page says otherwise
            see api/a.md:30:11: the text promises an object or another status
        api/a.md:42:10 W GD125: status 204 is not in the section `Response`
            see api/a.md:30:11: the text names 200"#]],
    );
}

#[test]
fn messages() {
    let page = message(
        "<!-- { \"blockType\": \"request\", \"name\": \"n\" } -->\n```http\nPOST /books\nContent-Length: 3\n{\"count\": 1,}\n```\n\
         <!-- { \"blockType\": \"response\", \"@odata.type\": \"shop.book\" } -->\n```http\nHTTP/1.1 204 Created\nContent-Type: text/plain\n\n{\"value\": []}\n```\n\
         <!-- { \"blockType\": \"response\", \"truncated\": \"true\", \"isColection\": true } -->\n```http\nHTTP 200 OK\n```\n",
    );
    check(
        &[("api/a.md", &page)],
        expect![[r#"
        api/a.md:33:1 W GD133: JSON body without Content-Type
            see api/a.md:35:1: this is JSON
            fix "" -> "\nContent-Type: application/json"
        api/a.md:34:17 W GD130: Content-Length is 3, the body has 13 bytes (13 with CRLF)
            fix "3" -> "13"
        api/a.md:35:1 E GD132: no blank line between headers and body
            fix "" -> "\n"
        api/a.md:35:12 W GD131: the body is not strict JSON
            fix "," -> ""
        api/a.md:37:48 W GD142: response is a collection, but is not declared as one
            see api/a.md:42:2: the body has a list
            fix "" -> ",\n  \"isCollection\": true"
        api/a.md:39:10 W GD125: status 204 is not in the section `Response`
            see api/a.md:27:11: the text names 201
        api/a.md:39:14 W GD126: `Created` is the phrase of status 201, not 204
            fix "Created" -> "No Content"
        api/a.md:40:15 W GD133: JSON body with Content-Type `text/plain`
            see api/a.md:42:1: this is JSON
            fix "text/plain" -> "application/json"
        api/a.md:42:1 W GD128: `204 No Content` with a body
            see api/a.md:39:10: this status has no body
        api/a.md:44:46 W GD003: `truncated` is a string, not a Boolean
            fix "\"true\"" -> "true"
        api/a.md:44:54 W GD003: unknown annotation key `isColection`
        api/a.md:46:1 E GD127: status line is not `HTTP/1.1 <code> <reason>`
            fix "HTTP 200 OK" -> "HTTP/1.1 200 OK"
        api/a.md:46:6 W GD125: status 200 is not in the section `Response`
            see api/a.md:27:11: the text names 201"#]],
    );
}

#[test]
fn values_follow_types() {
    let page = message(
        "<!-- { \"blockType\": \"request\", \"name\": \"n\" } -->\n```http\nPOST /books\nContent-Type: application/json\n\n\
         {\"@odata.type\": \"#Shop.book\", \"Count\": 1, \"count\": \"1\", \"sold\": [true], \"state\": \"String\", \"price\": 3}\n```\n\
         <!-- { \"blockType\": \"response\", \"@odata.type\": \"shop.book\" } -->\n```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n\
         {\"id\": \"1\", \"sold\": null, \"state\": \"New\"}\n```\n",
    );
    check(
        &[("api/a.md", &page), ("resources/book.md", TYPE)],
        expect![[r##"
            api/a.md:31:1 I GD148: annotation of a request with a body names no type
            api/a.md:36:17 W GD141: type `Shop.book` is defined as `shop.book`
                fix "\"#Shop.book\"" -> "\"#shop.book\""
            api/a.md:36:31 W GD301: property `Count` is spelt `count`
                fix "\"Count\"" -> "\"count\""
            api/a.md:36:52 E GD306: value is a string, the property is a number
            api/a.md:36:65 E GD306: value is an array, the property is a single value
            api/a.md:36:82 E GD303: `"String"` is a placeholder, not a member of the enumeration
                fix "\"String\"" -> "\"new\""
            api/a.md:36:92 W GD300: type has no property `price`
            api/a.md:43:36 W GD304: enum value `New` is spelt `new`
                fix "\"New\"" -> "\"new\"""##]],
    );
}

#[test]
fn pages_of_types() {
    check(&[("resources/book.md", TYPE)], expect![[""]]);
    let broken = TYPE
        .replace("|count|Int32|", "|count|integer|")
        .replace("|sold|Boolean|Whether it is gone.|", "|sold|boolean|Whether it\nis gone.|\n|sold|Boolean||")
        .replace("\"keyProperty\": \"id\"", "\"keyProperty\": \"ID\", \"baseType\": null")
        .replace("\"count\": 1,", "\"price\": 1,");
    check(
        &[("resources/book.md", &broken)],
        expect![[r#"
        resources/book.md:19:8 W GD200: type is spelt `integer`
            fix "integer" -> "Int32"
        resources/book.md:21:7 W GD200: type is spelt `boolean`
            fix "boolean" -> "Boolean"
        resources/book.md:22:1 W GD011: table cell is broken over several lines
            see resources/book.md:21:1: it belongs to this row
            fix "\n" -> " "
        resources/book.md:23:2 W GD213: `sold` is listed twice
            see resources/book.md:21:2: first here
        resources/book.md:23:15 I GD013: 1 of 5 rows have no description
            see resources/book.md:23:2: no description
        resources/book.md:27:76 W GD208: key `ID` is not a property
            fix "\"ID\"" -> "\"id\""
        resources/book.md:27:82 W GD207: base type is empty
        resources/book.md:29:2 W GD205: table and JSON representation differ
            see resources/book.md:19:2: not in the JSON"#]],
    );
}

#[test]
fn enumerations_agree() {
    let definition =
        |members: &str| format!("# Enumerations\n\nNamespace: shop\n\n### bookState values\n|Member|\n|:--|\n{members}");
    check(
        &[
            ("resources/book.md", TYPE),
            ("resources/enums.md", &definition("|new|\n|old|\n")),
            ("resources/enums-more.md", &definition("|new|\n|very old|\n")),
        ],
        expect![[r#"
            resources/book.md:22:57 W GD211: `used` is not a member of the enumeration
            resources/enums.md:1:1 W GD021: page has no front matter
            resources/enums-more.md:1:1 W GD021: page has no front matter
            resources/enums-more.md:5:5 E GD210: enumeration `shop.bookState` is defined twice with different members
                see resources/enums.md:5:5: the other definition
            resources/enums-more.md:9:2 I GD212: member `very old` is not an identifier"#]],
    );
}

#[test]
fn broken_markdown_is_recovered() {
    let page = message(
        "### Request\n```http\nPOST /books\n\n{}\n\n### Response\n```http\nHTTP/1.1 201 Created\n```\n\n# [HTTP](#tab/http)\n### Next\n<!--\nnever closed\n",
    );
    check(
        &[("api/a.md", &page)],
        expect![[r#"
        api/a.md:32:1 W GD004: example has no annotation
        api/a.md:33:1 W GD133: JSON body without Content-Type
            see api/a.md:35:1: this is JSON
            fix "" -> "\nContent-Type: application/json"
        api/a.md:37:1 E GD001: code fence is not closed and swallows what follows
            see api/a.md:32:1: the fence is opened here
        api/a.md:38:1 W GD004: example has no annotation
        api/a.md:43:5 W GD014: heading inside a group of tabs
        api/a.md:44:1 E GD005: HTML comment is not closed"#]],
    );
}
