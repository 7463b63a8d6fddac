//! Forms that pages have besides the usual ones: what they mean is understood, and none of them is a mistake.

use edmund_model::{Finding, Severity, Sources};
use edmund_pages::{Page, SegmentKind, TypeName};
use expect_test::{Expect, expect};

use crate::{FRONT, TYPE, codes, message, operation};

fn read(path: &str, text: &str) -> (Page, Vec<Finding>) {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    edmund_pages::read(&sources, file)
}

fn found(code: &str, pages: &[(&str, &str)], expected: Expect) {
    let pages: Vec<_> = pages.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    expected.assert_eq(&codes(&pages, &[code]));
}

#[test]
fn headings_with_a_remark() {
    let text = operation(
        "## HTTP request (by name)\n```http\nGET /books/{name}\n```\n\n## HTTP request (by number):\n```http\nGET /books/{number}\n```\n\n\
         ## Response\nIf successful, this method returns a [book](../resources/book.md) object.\n",
    );
    let (page, _) = read("api/a.md", &text);
    assert_eq!(page.templates.len(), 2);
    let response = page.response.expect("there is a section `Response`");
    assert_eq!(response.ty.expect("the text names a type, though no status").text, "book");
}

#[test]
fn tables_about_something_else_are_no_properties() {
    let table = "## JSON representation\n";
    let text = TYPE.replace(
        table,
        &format!(
            "### Values that the state can have\n|Value|Description|\n|:--|:--|\n|lost|Nobody knows.|\n\n\
             ### Values of the property\n|Value of the property|Example|\n|:--|:--|\n|torn|A page is loose.|\n\n{table}"
        ),
    );
    let names: Vec<_> = read("book.md", &text).0.resource.properties.into_iter().map(|field| field.name.value).collect();
    assert_eq!(names, ["count", "id", "sold", "state"]);
}

#[test]
fn a_column_of_values_may_hold_types() {
    let body = |cell: &str| {
        let text = operation(&format!(
            "## HTTP request\n```http\nPOST /books/{{id}}/lend\n```\n\n## Request body\n|Name|Value|Description|\n|:--|:--|:--|\n|to|{cell}|Who.|\n"
        ));
        let body = read("api/a.md", &text).0.body.expect("there is a section `Request body`");
        body.fields[0].ty.as_ref().map(|ty| ty.name.clone())
    };
    assert_eq!(body("[person](../resources/person.md)"), Some(TypeName::Named("person".to_owned())));
    assert_eq!(body("whoever"), None);
}

#[test]
fn a_note_behind_an_annotation() {
    let page = |note: &str| {
        let note = format!("<!-- {{ \"blockType\": \"ignored\" {note} -->\n|Permission type");
        operation("## HTTP request\n```http\nGET /books\n```\n").replace("|Permission type", &note)
    };
    let (noted, inside) = (page("} // Keep this line."), page("// Drop this line.\n}"));
    found(
        "GD002",
        &[("api/a.md", &noted), ("api/b.md", &inside)],
        expect![[r#"
            api/b.md:15:31 W GD002: annotation is not strict JSON
                fix "// Drop this line." -> ""
        "#]],
    );
}

#[test]
fn pages_of_other_products_about_permissions() {
    let link = |target: &str| format!("{}[roles]({target})\n", operation("## HTTP request\n```http\nGET /books\n```\n\n"));
    found("GD400", &[("api/a.md", &link("/directory/roles/permissions-reference#librarian"))], expect![""]);
    found(
        "GD400",
        &[("api/a.md", &link("/concepts/permissions_reference.md"))],
        expect![[r#"
            api/a.md:26:9 E GD400: link target `/concepts/permissions_reference.md` does not exist
                fix "/concepts/permissions_reference.md" -> "/graph/permissions-reference"
        "#]],
    );
}

#[test]
fn what_is_missing_from_a_large_folder_is_a_mistake() {
    let severity = |links: usize| {
        let mut sources = Sources::default();
        let mut rows = String::new();
        let mut pages = Vec::new();
        for index in 0..links {
            rows.push_str(&format!("|[x](../api/{index}.md)|None|.|\n"));
            let file = sources.add(format!("docs/api/{index}.md"), message(""));
            pages.push(edmund_pages::read(&sources, file).0);
        }
        let methods =
            format!("{TYPE}\n## Methods\n|Method|Return type|Description|\n|:--|:--|:--|\n{rows}|[x](../api/x.md)|None|.|\n");
        let file = sources.add("docs/resources/book.md", methods);
        pages.push(edmund_pages::read(&sources, file).0);
        let findings = edmund_pages::check(&pages, &sources, None);
        findings.into_iter().find(|finding| finding.code == "GD400").map(|finding| finding.severity)
    };
    assert_eq!(severity(1), None);
    assert_eq!(severity(5), Some(Severity::Warning));
    assert_eq!(severity(10), Some(Severity::Error));
}

#[test]
fn values_of_a_property_are_no_type() {
    let page = |name: &str, ty: &str, value: &str| {
        let rows = format!(
            "|state|{ty}|Its state.|\n\n### state values\n|Member|Description|\n|:--|:--|\n|{value}|.|\n|used|.|\n\n## JSON"
        );
        let table = "|state|bookState|The state. Possible values are: `new`, `used`.|\n\n## JSON";
        TYPE.replace(table, &rows)
            .replace("book resource", &format!("{name} resource"))
            .replace("shop.book", &format!("shop.{name}"))
    };
    let pages = |ty: &str| [page("book", ty, "new"), page("shelf", ty, "full")];
    let [book, shelf] = pages("String");
    let (read, _) = read("book.md", &book);
    assert!(read.enums.is_empty());
    assert_eq!(read.resource.properties.iter().map(|field| field.values.len()).max(), Some(2));
    found("GD210", &[("resources/book.md", &book), ("resources/shelf.md", &shelf)], expect![""]);
    let [book, shelf] = pages("state");
    found(
        "GD210",
        &[("resources/book.md", &book), ("resources/shelf.md", &shelf)],
        expect![[r#"
            resources/shelf.md:24:5 E GD210: enumeration `shop.state` is defined twice with different members
                see resources/book.md:24:5: the other definition
              keep one definition
        "#]],
    );
}

#[test]
fn an_anchor_leads_to_an_enumeration() {
    let rows = "|state|[condition](#bookstate-values)|Its state.|\n\n### bookState values\n|Member|Description|\n|:--|:--|\n|new|.|\n|used|.|\n\n## JSON";
    let text = TYPE.replace("|state|bookState|The state. Possible values are: `new`, `used`.|\n\n## JSON", rows);
    let mut sources = Sources::default();
    let file = sources.add("book.md", text.as_str());
    let (page, _) = edmund_pages::read(&sources, file);
    let mut model = edmund_model::Model::default();
    assert_eq!(edmund_pages::lower(&[page], &sources, &mut model), []);
    let example = message("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{\"state\": \"torn\"}\n```\n");
    found(
        "GD302",
        &[("resources/book.md", &text), ("api/a.md", &example)],
        expect![[r#"
            api/a.md:35:11 E GD302: `torn` is not a member of the enumeration
              use a member, or add this one to the enumeration
        "#]],
    );
}

#[test]
fn members_of_either_definition() {
    let section = |members: &str| format!("{FRONT}### bookState values\n|Member|Description|\n|:--|:--|\n{members}\n");
    let example = |value: &str| {
        message(&format!("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{{\"state\": \"{value}\"}}\n```\n"))
    };
    let (one, other) = (section("|new|.|\n|used|.|"), section("|new|.|\n|lost|.|"));
    let (lost, torn) = (example("lost"), example("torn"));
    let pages = [("a.md", one.as_str()), ("b.md", &other), ("resources/book.md", TYPE), ("api/a.md", &lost), ("api/b.md", &torn)];
    found(
        "GD302",
        &pages,
        expect![[r#"
            api/b.md:35:11 E GD302: `torn` is not a member of the enumeration
              use a member, or add this one to the enumeration
        "#]],
    );
}

#[test]
fn members_that_are_sent_on_request() {
    let more = "`used`. You must use the `Prefer: include-unknown-enum-members` request header to get the following value(s) in this \
                [evolvable enum](/graph/enums): `lost`, `torn`. Otherwise `gone`.";
    let (page, _) = read("book.md", &TYPE.replace("`used`.", more));
    let values: Vec<_> = page.resource.properties[3].values.iter().map(|value| value.value.as_str()).collect();
    assert_eq!(values, ["new", "used", "lost", "torn"]);
}

#[test]
fn lines_that_are_no_requests_are_reported_once() {
    let text = operation("## HTTP request\n```http\nPOST /books\nContent-Type: application/json\n\n{\n  \"id\": \"1\"\n}\n```\n");
    found(
        "GD110",
        &[("api/a.md", &text)],
        expect![[r#"
            api/a.md:24:1 E GD110: line is not a request
              write `METHOD /path`, one request a line, nothing else
        "#]],
    );
}

#[test]
fn bytes_are_no_json() {
    let sent = |body: &str| {
        message(&format!("```http\nPOST https://graph.microsoft.com/v1.0/books\nContent-Type: text/plain\n\n{body}\n```\n"))
    };
    let (contents, binary, broken) = (sent("{contents of the file}"), sent("[binary data]"), sent("{\"id\": one}"));
    found(
        "GD131",
        &[("api/a.md", &contents), ("api/b.md", &binary), ("api/c.md", &broken)],
        expect![[r#"
            api/c.md:35:8 E GD131: the body is not JSON
        "#]],
    );
}

#[test]
fn a_batch_carries_other_requests() {
    let batch =
        "```http\nPOST https://graph.microsoft.com/v1.0/$batch\nContent-Type: application/json\n\n{\"requests\": []}\n```\n";
    let versioned = "```http\nPOST https://graph.microsoft.com/{version}/books\n```\n";
    found("GD120", &[("api/a.md", &message(batch)), ("api/b.md", &message(versioned))], expect![""]);
}

#[test]
fn a_colon_in_an_argument() {
    let text = operation("## HTTP request\n```http\nGET /books/view(from='2024-05-01T10:00:00Z',to='{to}')\n```\n");
    let (page, _) = read("api/a.md", &text);
    let last = page.templates[0].segments.last().expect("the path has segments");
    assert!(matches!(&last.kind, SegmentKind::Call { name, arguments } if name == "view" && arguments.len() == 2));
}

#[test]
fn front_matter_with_blanks_before_colons() {
    let text = operation("## HTTP request\n```http\nGET /books\n```\n").replace("author: ", "author : ");
    let (page, findings) = read("api/a.md", &text);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(page.front.get("author").map(|author| author.value.as_str()), Some("a"));
}

#[test]
fn a_page_of_a_type_shows_answers_of_another() {
    let other = "## Examples\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"other.thing\" } -->\n```http\nHTTP/1.1 200 OK\n```\n";
    found("GD032", &[("resources/book.md", &format!("{TYPE}\n{other}"))], expect![""]);
}

#[test]
fn the_namespace_may_begin_the_lead() {
    let (page, _) = read(
        "book.md",
        &TYPE.replace("Namespace: shop\n\nA book.", "Namespace: shop\nA `book`. Inherits from [thing](thing.md)."),
    );
    assert_eq!(page.namespace.map(|namespace| namespace.value).as_deref(), Some("shop"));
    assert_eq!(page.lead.iter().map(|text| text.prose.as_str()).collect::<Vec<_>>(), ["A `book`. Inherits from thing."]);
    assert_eq!(page.resource.inherits.map(|link| link.text).as_deref(), Some("thing"));
}

#[test]
fn a_request_shown_among_the_examples_is_no_template() {
    let shown =
        "### HTTP request\n<!-- { \"blockType\": \"request\", \"name\": \"lend\" } -->\n```http\nPOST /books/{id}/lend\n```\n";
    let (page, _) = read("api/a.md", &message(shown));
    assert_eq!((page.templates.len(), page.messages.len()), (1, 1));
}

#[test]
fn a_response_may_link_to_the_published_page_of_its_type() {
    let text = operation(
        "## HTTP request\n```http\nGET /books/{id}\n```\n\n## Response\n### Response code\nReturns `200 OK`.\n\n### Response body\nWith `200 OK`, a [book](/graph/api/resources/book?view=new).\n",
    );
    let response = read("api/a.md", &text).0.response.expect("there is a section `Response`");
    assert_eq!(response.prose.len(), 2);
    assert_eq!(response.ty.map(|link| link.text).as_deref(), Some("book"));
}

#[test]
fn types_that_a_body_only_mentions() {
    let page = |sentence: &str| {
        operation(&format!(
            "## HTTP request\n```http\nPOST /books\n```\n\n## Request body\n{sentence}\n\n|Property|Type|Description|\n|:--|:--|:--|\n|shelf|String|Where.|\n"
        ))
    };
    let ids = page("In the request body, pass the names of [books](../resources/book.md).");
    let either = page("In the request body, supply a [book](../resources/book.md) or [map](../resources/map.md) object.");
    let body = page("In the request body, supply a JSON representation of the [book](../resources/book.md) object.");
    found(
        "GD320",
        &[("resources/book.md", TYPE), ("api/a.md", &ids), ("api/b.md", &either), ("api/c.md", &body)],
        expect![[r#"
            api/c.md:31:2 W GD320: `shelf` is not a property of `book`
                see api/c.md:27:58: the body is of this type
              correct the name, or add the property to the page of the type
        "#]],
    );
}

#[test]
fn options_of_expanded_properties_in_a_template() {
    let text = operation("## HTTP request\n```http\nGET /books?$expand=pages($select=id;$top=5)\n```\n");
    let (page, _) = read("api/a.md", &text);
    assert_eq!(page.templates[0].problem, None);
}

#[test]
fn a_page_may_define_several_types() {
    let mut pages = Vec::new();
    let mut mentions = String::new();
    for index in 0..12 {
        let name = format!("type{index}");
        pages.push((format!("resources/{name}.md"), TYPE.replace("book", &name)));
        mentions.push_str(&format!("{{\"@odata.type\": \"shop.{name}\"}},"));
    }
    let more = "\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"shop.cover\", \"@type.aka\": \"shop.jacket\" } -->\n```json\n{}\n```\n";
    pages[0].1.push_str(more);
    let body = format!(
        "{{\"value\": [{mentions}{{\"@odata.type\": \"shop.cover\"}}, {{\"@odata.type\": \"shop.jacket\"}}, {{\"@odata.type\": \"shop.spine\"}}]}}"
    );
    let answer = message(&format!("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{body}\n```\n"));
    pages.push(("api/a.md".to_owned(), answer));
    let found = codes(&pages, &["GD310"]);
    assert!(found.contains("shop.spine"), "{found}");
    assert!(!found.contains("says it is `shop.cover`") && !found.contains("says it is `shop.jacket`"), "{found}");
}

#[test]
fn the_namespace_may_stand_below_the_first_heading() {
    let text = operation("## HTTP request\n```http\nGET /books\n```\n").replace("Namespace: shop\n\n", "");
    let text = text.replace("## Permissions\n", "## Permissions\n\nNamespace: shop\nOne of these is needed.\n\n");
    let (page, _) = read("api/a.md", &text);
    assert_eq!(page.namespace.map(|namespace| namespace.value).as_deref(), Some("shop"));
}

#[test]
fn an_answer_that_is_a_string_has_no_properties() {
    let answer = |value: &str| {
        let body = format!("{{\"@odata.context\": \"x\", \"value\": {value}}}");
        message(&format!("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{body}\n```\n"))
    };
    let (string, object) = (answer("\"https://h.example/upload\""), answer("{\"title\": \"A\"}"));
    found(
        "GD300",
        &[("resources/book.md", TYPE), ("api/a.md", &string), ("api/b.md", &object)],
        expect![[r#"
        api/b.md:35:35 W GD300: type has no property `title`
          remove it from the example, or describe it on the page of the type
    "#]],
    );
}

#[test]
fn members_that_are_deprecated() {
    let text = format!("{FRONT}### bookState values\n|Member|Description|\n|:--|:--|\n|new|.|\n|lent (deprecated)|.|\n");
    let members: Vec<_> = read("enums.md", &text).0.enums[0].members.iter().map(|member| member.name.value.clone()).collect();
    assert_eq!(members, ["new", "lent"]);
}

#[test]
fn an_anchor_into_the_page_of_a_type_names_no_type_of_it() {
    let rows = "|state|[shape](shelf.md#shape-values)|Its state.|\n";
    let book = TYPE.replace("|state|bookState|The state. Possible values are: `new`, `used`.|\n", rows);
    let shelf = TYPE.replace("book resource", "shelf resource").replace("shop.book", "shop.shelf");
    let mut sources = Sources::default();
    let files = [("book.md", book), ("shelf.md", shelf)].map(|(path, text)| sources.add(path, text));
    let pages = files.map(|file| edmund_pages::read(&sources, file).0);
    let mut model = edmund_model::Model::default();
    let findings = edmund_pages::lower(&pages, &sources, &mut model);
    assert!(findings.iter().any(|finding| finding.code == "GD201" && finding.message.contains("shape")), "{findings:?}");
}

#[test]
fn names_without_a_namespace_are_of_the_page() {
    let section = "### bookState values\n|Member|Description|\n|:--|:--|\n|burnt|.|\n";
    let other = format!("{}{section}", FRONT.replace("Namespace: shop", "Namespace: shop.fire"));
    let above = format!("{}{section}", FRONT.replace("Namespace: shop", "Namespace: library"));
    let book = |namespace: &str| {
        TYPE.replace("Namespace: shop", &format!("Namespace: {namespace}")).replace("shop.book", &format!("{namespace}.book"))
    };
    let answer = |namespace: &str| {
        message("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{\"state\": \"new\"}\n```\n")
            .replace("Namespace: shop", &format!("Namespace: {namespace}"))
    };
    // The list of the property says what it can be.
    found("GD302", &[("a.md", &other), ("resources/book.md", &book("shop")), ("api/a.md", &answer("shop"))], expect![""]);
    found(
        "GD302",
        &[("v1.0/a.md", &other.replace("shop.fire", "shop")), ("beta/book.md", &book("shop")), ("beta/a.md", &answer("shop"))],
        expect![""],
    );
    found(
        "GD302",
        &[("a.md", &above), ("resources/book.md", &book("library.stock")), ("api/a.md", &answer("library.stock"))],
        expect![[r#"
            api/a.md:35:11 E GD302: `new` is not a member of the enumeration
              use a member, or add this one to the enumeration
        "#]],
    );
}
