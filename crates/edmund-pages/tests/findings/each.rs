//! Codes that no other test is about, each where it is meant, and what must not be found.

use expect_test::{Expect, expect};

use crate::{FRONT, TYPE, codes, message, operation};

/// What is found of one code on a page, beside the page of a type.
fn found(code: &str, text: &str, expected: Expect) {
    let pages = [("resources/book.md".to_owned(), TYPE.to_owned()), ("api/a.md".to_owned(), text.to_owned())];
    expected.assert_eq(&codes(&pages, &[code]));
}

const GET: &str = "## HTTP request\n```http\nGET /books\n```\n";

#[test]
fn annotations_and_tables() {
    let response = |annotation: &str, body: &str| {
        message(&format!(
            "<!-- {{ \"blockType\": \"response\", \"truncated\": true{annotation} }} -->\n```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n{body}```\n"
        ))
    };
    found(
        "GD002",
        &message("<!-- { blockType: 'response' } -->\n```http\nHTTP/1.1 201 Created\n```\n"),
        expect![[r#"
        api/a.md:31:8 W GD002: annotation is not strict JSON
          make the comment's content valid JSON
    "#]],
    );
    found(
        "GD010",
        &operation(&format!("{GET}\n## Request headers\n|Name|Description|\n|:--|:--|\n|Accept|\n|A|B|C|\n")),
        expect![[r#"
            api/a.md:29:1 W GD010: table row has 1 cells, the header has 2
              give every row as many cells as the header; write `\|` for a pipe inside a cell
            api/a.md:30:1 W GD010: table row has 3 cells, the header has 2
              give every row as many cells as the header; write `\|` for a pipe inside a cell
        "#]],
    );
    found(
        "GD143",
        &response(", \"@odata.type\": \"shop.book\"", ""),
        expect![[r#"
        api/a.md:31:67 W GD143: response declares a type but shows no body
            see api/a.md:33:1: nothing follows the headers
          show the body, or remove `@odata.type`
    "#]],
    );
    found(
        "GD144",
        &response("", "\n{\"id\": \"1\"}\n"),
        expect![[r#"
        api/a.md:31:1 W GD144: response shows a body but declares no type
            see api/a.md:36:1: this body
          add `"@odata.type": "<namespace>.<type>"` to the annotation
    "#]],
    );
    found(
        "GD145",
        &response(", \"@odata.type\": \"shop.shelf\"", "\n{\"id\": \"1\"}\n"),
        expect![[r#"
        api/a.md:31:67 W GD145: annotation says `shop.shelf`, the text says `book`
            see api/a.md:27:45: the section `Response` links to this type
          name the same type in both places
    "#]],
    );
    found(
        "GD031",
        &operation(GET).replace("Namespace: shop", "Namespace: a.shop.shop"),
        expect![[r#"
        api/a.md:12:12 E GD031: `a.shop.shop` is not a namespace
            fix "a.shop.shop" -> "a.shop"
    "#]],
    );
}

#[test]
fn permissions() {
    let table = |rows: &str| format!("{FRONT}## Permissions\n|Permission type|Permissions\n|:--|:--|\n{rows}\n{GET}");
    let rows =
        "|Delegated (work or school account)|Books.Read|\n|Delegated (personal Microsoft account)||\n|Application|Books.Read|\n";
    found(
        "GD102",
        &table(rows),
        expect![[r#"
        api/a.md:18:2 W GD102: permission cell is empty
          name the scopes, or write `Not supported.`
    "#]],
    );
    let rows = "|Delegated (work or school account|Books.Read|\n|Application|Books.Read|\n";
    found(
        "GD104",
        &table(rows),
        expect![[r#"
        api/a.md:17:2 W GD104: row label has an open parenthesis
            fix "Delegated (work or school account" -> "Delegated (work or school account)"
        api/a.md:17:2 W GD104: permission table has no row `Delegated (personal Microsoft account)`
          add the row; write `Not supported.` when no scope allows the call
    "#]],
    );
}

#[test]
fn requests() {
    let function = "## HTTP request\n```http\nGET /books/near(city='{city}',within={within})\n```\n";
    found(
        "GD124",
        &operation(function),
        expect![[r#"
        api/a.md:23:11 W GD124: parameters of the function are not described
          add a section `## Function parameters` with a table `Parameter`, `Type`, `Description`
    "#]],
    );
    let described =
        format!("{function}\n## Function parameters\n|Parameter|Type|Description|\n|:--|:--|:--|\n|city|String|Where.|\n");
    found(
        "GD124",
        &operation(&described),
        expect![[r#"
        api/a.md:23:11 W GD124: parameter `within` is not in the table
          the table has: city
    "#]],
    );
    let with_body = "```http\nGET https://x.example/v1.0/books\nContent-Type: application/json\n\n{\"id\": \"1\"}\n```\n";
    found(
        "GD129",
        &operation(&format!("{GET}## Examples\n{with_body}")),
        expect![[r#"
        api/a.md:30:1 W GD129: `GET` request with a body
            see api/a.md:27:1: a body has no meaning with this method
          remove the body
    "#]],
    );
    let silent = "## HTTP request\n```http\nPOST /books\n```\n## Request body\nDon't supply a request body for this method.\n## Examples\n";
    let sent = "```http\nPOST https://x.example/v1.0/books\nContent-Type: application/json\n\n{\"id\": \"1\"}\n```\n";
    found(
        "GD134",
        &operation(&format!("{silent}{sent}")),
        expect![[r#"
        api/a.md:32:1 W GD134: example sends a body, the text says that there is none
            see api/a.md:25:4: this section says "Do not supply a request body"
          remove the body, or describe it
    "#]],
    );
    let named =
        "<!-- { \"blockType\": \"request\", \"name\": \"get_books\" } -->\n```http\nGET https://x.example/v1.0/books\n```\n";
    found(
        "GD146",
        &operation(&format!("{GET}## Examples\n{named}\n{named}")),
        expect![[r#"
        api/a.md:31:40 W GD146: example name `get_books` is taken
            see api/a.md:26:40: first used here
          give every example of a version a name of its own
    "#]],
    );
    let body = "## HTTP request\n```http\nPOST /books\n```\n## Request body\nSupply a JSON representation of the [book](../resources/book.md) object.\n\n\
                |Property|Type|Description|\n|:--|:--|:--|\n|count|String|How many.|\n|colour|String|Of the cover.|\n";
    found(
        "GD320",
        &operation(body),
        expect![[r#"
        api/a.md:31:2 W GD320: `colour` is not a property of `book`
            see api/a.md:26:37: the body is of this type
          correct the name, or add the property to the page of the type
    "#]],
    );
    found(
        "GD321",
        &operation(body),
        expect![[r#"
        api/a.md:30:8 W GD321: type `String` differs from the one on the page of the type
          use the same type in both places
    "#]],
    );
}

#[test]
fn types() {
    let linked =
        TYPE.replace("|state|bookState|", "|state|[shelfState](book.md)|").replace("|count|Int32|", "|count|[bookCount][]|");
    let pages = [
        ("resources/other.md".to_owned(), linked.replace("shop.book\"", "shop.other\"")),
        ("resources/book.md".to_owned(), TYPE.to_owned()),
    ];
    expect![[r#"
        resources/other.md:19:8 E GD203: reference link without a definition
          add a line `[name]: file.md` at the end of the page
        resources/other.md:22:8 W GD202: link says `shelfState`, but leads to `book`
          correct the text or the target
    "#]]
    .assert_eq(&codes(&pages, &["GD202", "GD203"]));
    let optional =
        TYPE.replace("\"keyProperty\": \"id\"", "\"keyProperty\": \"id\", \"optionalProperties\": [\"count\", \"colour\"]");
    expect![[r#"
        resources/book.md:25:114 I GD206: optional property `colour` does not exist
          remove it from the list
    "#]]
    .assert_eq(&codes(&[("resources/book.md".to_owned(), optional)], &["GD206"]));
    let twice = [("resources/book.md".to_owned(), TYPE.to_owned()), ("resources/tome.md".to_owned(), TYPE.to_owned())];
    expect![[r#"
        resources/tome.md:10:3 W GD209: type `shop.book` is described twice
            see resources/book.md:10:3: first here
          keep one page a type
    "#]]
    .assert_eq(&codes(&twice, &["GD209"]));
}

#[test]
fn values() {
    let response = |body: &str| {
        message(&format!(
            "<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"shop.book\" }} -->\n```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{body}\n```\n"
        ))
    };
    let listed = TYPE.replace("|state|bookState|", "|state|String|");
    let pages =
        [("resources/book.md".to_owned(), listed), ("api/a.md".to_owned(), response("{\"id\": \"1\", \"state\": \"torn\"}"))];
    expect![[r#"
        api/a.md:36:22 W GD305: `torn` is not one of the listed values
          listed are `new`, `used`
    "#]]
    .assert_eq(&codes(&pages, &["GD305"]));
    let dated = TYPE.replace("|sold|Boolean|", "|added|DateTimeOffset|When.|\n|sold|Boolean|");
    let pages =
        [("resources/book.md".to_owned(), dated), ("api/a.md".to_owned(), response("{\"id\": \"1\", \"added\": \"yesterday\"}"))];
    expect![[r#"
        api/a.md:36:22 W GD308: `yesterday` is not a timestamp
          write it as `2024-05-01T12:34:56Z`
    "#]]
    .assert_eq(&codes(&pages, &["GD308"]));
    let derived = TYPE
        .replace("|sold|Boolean|", "|duration|Duration|How long.|\n|sold|Boolean|")
        .replace("shop.book\"", "shop.audioBook\"")
        .replace("\"keyProperty\"", "\"baseType\": \"shop.book\", \"keyProperty\"")
        .replace("# book resource", "# audioBook resource");
    let pages = [
        ("resources/book.md".to_owned(), TYPE.to_owned()),
        ("resources/audiobook.md".to_owned(), derived),
        ("api/a.md".to_owned(), response("{\"id\": \"1\", \"duration\": \"PT1H\"}")),
    ];
    expect![[r#"
        api/a.md:36:13 W GD311: `duration` is a property of the derived type `shop.audioBook`
          add `@odata.type` to the object
    "#]]
    .assert_eq(&codes(&pages, &["GD311"]));
    let link = operation(&format!("{GET}\nSee [permissions](/graph/permissions_reference).\n"));
    found(
        "GD403",
        &link,
        expect![[r#"
        api/a.md:26:19 W GD403: link to the permissions is spelt `/graph/permissions_reference`
            fix "/graph/permissions_reference" -> "/graph/permissions-reference"
    "#]],
    );
}

/// What real pages do, and mean.
#[test]
fn no_finding() {
    let resource = TYPE
        .replace("|sold|Boolean|", "|big|Int64|A number.|\n|any|Json|Whatever.|\n|ratio|Double|A share.|\n|tags|bookTag collection|Some. Possible values are: `a`, `b`.|\n|places|bookPlace|Flags. Possible values are: `shop`, `site`.|\n|value|String|A point of a chart.|\n|sold|Boolean|")
        .replace("\"count\": 1,", "\"count\": 1, \"big\": 1, \"any\": {}, \"ratio\": 1.5, \"tags\": [\"String\"], \"places\": \"String\", \"value\": \"String\",");
    let body = "{\"@odata.context\": \"https://x.example/v1.0/$metadata#books/$entity\", \"id\": \"1\", \"big\": \"9007199254740993\", \"any\": [1, {\"a\": null}], \
                \"ratio\": \"NaN\", \"tags\": [\"a\", \"b\"], \"places\": \"shop, site\", \"value\": \"v\", \"extension_0123456789abcdef0123456789abcdef_note\": \"x\"}";
    let entity = message(&format!(
        "<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"shop.book\" }} -->\n```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{body}\n```\n"
    ));
    let list = |annotation: &str| {
        operation(&format!(
            "{GET}\n## Response\nReturns a `200 OK` response code and a collection of [book](../resources/book.md) objects.\n\n## Examples\n<!-- {{ \"blockType\": \"response\", {annotation} }} -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{\"value\": [{{\"id\": \"1\"}}, {{\"@removed\": {{\"reason\": \"deleted\"}}, \"id\": \"2\"}}]}}\n```\n"
        ))
    };
    let error = operation(&format!(
        "{GET}\n## Response\nReturns a `200 OK` response code.\n\n## Examples\n```http\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{{\"error\": {{\"code\": \"notFound\", \"message\": \"none\"}}}}\n```\n"
    ));
    let redirect = operation(
        "## HTTP request\n```http\nGET /books/{id|name}/cover\n```\n\n## Response\nReturns a `302 Found` response code.\n\n## Examples\n```http\nGET https://x.example/v1.0/books('1')/cover\n```\n```http\nHTTP/1.1 302 Found\nLocation: https://files.example/1\n```\n",
    );
    let pages = [
        ("resources/book.md".to_owned(), resource),
        ("api/entity.md".to_owned(), entity),
        ("api/list.md".to_owned(), list("\"@odata.type\": \"Collection(shop.book)\"")),
        ("api/other-list.md".to_owned(), list("\"@odata.type\": \"shop.book\", \"isCollection\": true")),
        ("api/error.md".to_owned(), error),
        ("api/redirect.md".to_owned(), redirect),
    ];
    let about_values = [
        "GD120", "GD140", "GD141", "GD142", "GD143", "GD144", "GD145", "GD300", "GD301", "GD302", "GD303", "GD304", "GD305",
        "GD306", "GD307", "GD308", "GD309", "GD310", "GD311", "GD312",
    ];
    assert_eq!(codes(&pages, &about_values), "");
}

/// The choice that a JSON representation leaves is that of the description.
#[test]
fn choices_in_json() {
    let page = |choice: &str| {
        let text = TYPE.replace("\"state\": \"String\"", &format!("\"state\": \"{choice}\""));
        codes(&[("resources/book.md".to_owned(), text)], &["GD211"])
    };
    expect![[r#"
        resources/book.md:27:54 W GD211: `New` is not a member of the enumeration
            see resources/book.md:22:50: the description lists its members here
            fix "New" -> "new"
        resources/book.md:27:65 W GD211: `lost` is not a member of the enumeration
            see resources/book.md:22:50: the description lists its members here
          members are `new`, `used`
    "#]]
    .assert_eq(&page("New | used|lost"));
    expect![[r#"
        resources/book.md:27:54 W GD211: the choice leaves out `used`
            see resources/book.md:22:50: the description lists its members here
          show all members, or `String`
    "#]]
    .assert_eq(&page("new | new"));
    for fine in ["new | used", "used|new", "String | null", "new or used"] {
        assert_eq!(page(fine), "", "{fine}");
    }
}
