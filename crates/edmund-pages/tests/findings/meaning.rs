//! What names, links and lists mean across pages: found where they lead, and no mistake where they lead elsewhere.

use edmund_model::{Severity, Sources};
use expect_test::expect;

use crate::{FRONT, TYPE, codes, found, message, operation, read};

#[test]
fn pages_of_other_products_about_permissions() {
    let link = |target: &str| format!("{}[roles]({target})\n", operation("## HTTP request\n```http\nGET /books\n```\n\n"));
    found(&["GD400"], &[("api/a.md", &link("/directory/roles/permissions-reference#librarian"))], expect![""]);
    found(
        &["GD400"],
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
    found(&["GD210"], &[("resources/book.md", &book), ("resources/shelf.md", &shelf)], expect![""]);
    let [book, shelf] = pages("state");
    found(
        &["GD210"],
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
    assert_eq!(edmund_pages::lower(&[page], &mut model), []);
    let example = message("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{\"state\": \"torn\"}\n```\n");
    found(
        &["GD302"],
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
        &["GD302"],
        &pages,
        expect![[r#"
            api/b.md:35:11 E GD302: `torn` is not a member of the enumeration
              use a member, or add this one to the enumeration
        "#]],
    );
}

#[test]
fn a_batch_carries_other_requests() {
    let batch =
        "```http\nPOST https://graph.microsoft.com/v1.0/$batch\nContent-Type: application/json\n\n{\"requests\": []}\n```\n";
    let versioned = "```http\nPOST https://graph.microsoft.com/{version}/books\n```\n";
    found(&["GD120"], &[("api/a.md", &message(batch)), ("api/b.md", &message(versioned))], expect![""]);
}

#[test]
fn a_page_of_a_type_shows_answers_of_another() {
    let other = "## Examples\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"other.thing\" } -->\n```http\nHTTP/1.1 200 OK\n```\n";
    found(&["GD032"], &[("resources/book.md", &format!("{TYPE}\n{other}"))], expect![""]);
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
        &["GD320"],
        &[("resources/book.md", TYPE), ("api/a.md", &ids), ("api/b.md", &either), ("api/c.md", &body)],
        expect![[r#"
            api/c.md:31:2 W GD320: `shelf` is not a property of `book`
                see api/c.md:27:58: the body is of this type
              correct the name, or add the property to the page of the type
        "#]],
    );
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
fn an_answer_that_is_a_string_has_no_properties() {
    let answer = |value: &str| {
        let body = format!("{{\"@odata.context\": \"x\", \"value\": {value}}}");
        message(&format!("```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{body}\n```\n"))
    };
    let (string, object) = (answer("\"https://h.example/upload\""), answer("{\"title\": \"A\"}"));
    found(
        &["GD300"],
        &[("resources/book.md", TYPE), ("api/a.md", &string), ("api/b.md", &object)],
        expect![[r#"
        api/b.md:35:35 W GD300: type has no property `title`
          remove it from the example, or describe it on the page of the type
    "#]],
    );
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
    let findings = edmund_pages::lower(&pages, &mut model);
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
    found(&["GD302"], &[("a.md", &other), ("resources/book.md", &book("shop")), ("api/a.md", &answer("shop"))], expect![""]);
    found(
        &["GD302"],
        &[("v1.0/a.md", &other.replace("shop.fire", "shop")), ("beta/book.md", &book("shop")), ("beta/a.md", &answer("shop"))],
        expect![""],
    );
    found(
        &["GD302"],
        &[("a.md", &above), ("resources/book.md", &book("library.stock")), ("api/a.md", &answer("library.stock"))],
        expect![[r#"
            api/a.md:35:11 E GD302: `new` is not a member of the enumeration
              use a member, or add this one to the enumeration
        "#]],
    );
}
