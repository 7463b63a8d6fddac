//! Who may send a request.

use expect_test::expect;

use crate::{BOOK_LIST, book, lowered, operation, resource};

#[test]
fn permissions_come_from_an_included_table() {
    let table = "|Permission type|Least privileged permissions|Higher privileged permissions|\n|:--|:--|:--|\n\
        |Delegated (work or school account)|Books.Read|Books.Read.All, Books.ReadWrite|\n\
        |Delegated (personal Microsoft account)|Not supported.|Not supported.|\n|Application|Books.Read.All|Not available.|\n";
    let page = "# List books\n\nNamespace: shop\n\n## Permissions\n\n[!INCLUDE [permissions-table](../includes/permissions/book-list-permissions.md)]\n\n\
        ## HTTP request\n```http\nGET /books\n```\n\n## Response\nReturns a `200 OK` response code and a collection of [book](../resources/book.md) objects.\n";
    let resource =
        "# book resource type\n\nNamespace: shop\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|.|\n";
    let model = lowered(&[
        ("v1.0/api/book-list.md", page),
        ("v1.0/includes/permissions/book-list-permissions.md", table),
        ("v1.0/resources/book.md", resource),
    ])
    .model;
    let permissions = format!("{:?}", model.requests[0].permissions);
    assert!(permissions.contains("[\"Books.Read\", \"Books.Read.All\", \"Books.ReadWrite\"]"), "{permissions}");
    assert!(permissions.contains("DelegatedPersonal: []"), "{permissions}");
}

/// A page may have a table for each of its requests.
#[test]
fn permissions_are_those_announced_for_the_request() {
    let scope =
        |name: &str| format!("|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|{name}|\n");
    let announced =
        |urls: &str| format!("<!-- {{ \"blockType\": \"permissions\", \"name\": \"a\", \"requestUrls\": [{urls}] }} -->\n");
    let page = format!(
        "# List books\n\nNamespace: shop\n\n## Permissions\n\n{}{}\n{}[!INCLUDE [permissions-table](../includes/shelf.md)]\n\n\
         ## HTTP request\n```http\nGET /books\nGET /shelves/{{shelf-id}}/books\nGET /readers/{{id}}/books\n```\n\n{BOOK_LIST}",
        announced("\"GET /books\""),
        scope("Books.Read"),
        announced("\"POST /books\", \"GET /shelves/{id | label}/Books\""),
    );
    let books = "## Relationships\n|Relationship|Type|Description|\n|:--|:--|:--|\n|books|[book](book.md) collection|.|\n";
    let list = |title: &str, path: &str, ty: &str| operation(title, path, &BOOK_LIST.replace("book", ty));
    let pages = [
        ("api/book-list.md", page),
        ("includes/shelf.md", scope("Shelves.Read")),
        book(),
        ("resources/shelf.md", resource("shelf", ", \"keyProperty\": \"id\"", "|id|String|.|", books)),
        ("resources/reader.md", resource("reader", ", \"keyProperty\": \"id\"", "|id|String|.|", books)),
        ("api/shelf-list.md", list("List shelves", "GET /shelves", "shelf")),
        ("api/reader-list.md", list("List readers", "GET /readers", "reader")),
    ];
    let model = lowered(&pages).model;
    let scopes = |path: &str| {
        let request = model.requests.iter().find(|request| request.template == path)?;
        request.permissions.0.get(&edmund_model::PermissionScheme::Application).map(|scopes| scopes.join(" "))
    };
    assert_eq!(scopes("/books").as_deref(), Some("Books.Read"));
    assert_eq!(scopes("/shelves/{shelf-id}/books").as_deref(), Some("Shelves.Read"));
    // Nothing is announced for these: the first table is as good as any.
    assert_eq!(scopes("/readers/{id}/books").as_deref(), Some("Books.Read"));
}

/// Where a page has a permission table for each of several cases, the heading tells which is about a request.
#[test]
fn the_permissions_below_the_heading_that_fits() {
    let table = |topic: &str, scope: &str| {
        format!(
            "### {topic}\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Delegated (work or school account)|{scope}|\n\n"
        )
    };
    let page = |tables: &[String], templates: &str| {
        format!(
            "# List notes\n\nNamespace: shop\n\n## Permissions\n{}## HTTP request\n```http\n{templates}\n```\n\n{}",
            tables.concat(),
            BOOK_LIST
        )
    };
    let scopes = |tables: &[String], templates: &str| {
        let mut pages = vec![("resources/book.md".to_owned(), book().1), ("api/list.md".to_owned(), page(tables, templates))];
        for owner in ["user", "reader", "hall"] {
            let answer = BOOK_LIST.replace("book", owner);
            pages.push((format!("resources/{owner}.md"), resource(owner, ", \"keyProperty\": \"id\"", "|id|String|.|\n", "")));
            pages.push((format!("api/{owner}-list.md"), operation("List", &format!("GET /{owner}s"), &answer)));
        }
        let model = lowered(&pages).model;
        let of =
            |request: &edmund_model::Request| request.permissions.0.values().flatten().cloned().collect::<Vec<_>>().join(" ");
        let asked = model.requests.iter().filter(|request| templates.ends_with(&request.template));
        asked.map(|request| format!("{} {}", request.template, of(request))).collect::<Vec<_>>()
    };
    let acting = [table("Acting on self", "Note.Read"), table("Acting on other users", "Note.Read.All")];
    assert_eq!(scopes(&acting, "GET /me/books"), ["/me/books Note.Read"]);
    assert_eq!(scopes(&acting, "GET /users/{id}/books"), ["/users/{id}/books Note.Read.All"]);
    let kinds = [table("For a shelf", "Shelf.Read"), table("Books of a reader", "Reader.Read")];
    assert_eq!(scopes(&kinds, "GET /readers/{id}/library"), ["/readers/{id}/library Reader.Read"]);
    assert_eq!(scopes(&kinds, "GET /halls/{id}/library"), ["/halls/{id}/library Shelf.Read"], "the first one, where none fits");
}

/// A table may have a row for each resource, or a column for each case.
#[test]
fn the_permissions_of_the_resource_or_case_that_fits() {
    let scopes = |table: &str, template: &str| {
        let page = format!(
            "# List notes\n\nNamespace: shop\n\n## Permissions\n{table}\n## HTTP request\n```http\n{template}\n```\n\n{BOOK_LIST}"
        );
        let mut pages = vec![("api/list.md".to_owned(), page), ("resources/book.md".to_owned(), book().1)];
        for owner in ["user", "reader", "hall"] {
            let answer = BOOK_LIST.replace("book", owner);
            pages.push((format!("resources/{owner}.md"), resource(owner, ", \"keyProperty\": \"id\"", "|id|String|.|\n", "")));
            pages.push((format!("api/{owner}-list.md"), operation("List", &format!("GET /{owner}s"), &answer)));
        }
        let model = lowered(&pages).model;
        let asked = model.requests.iter().filter(|request| template.ends_with(&request.template));
        asked.map(|request| format!("{} {:?}", request.template, request.permissions.0)).collect::<Vec<_>>().join("\n")
    };
    let matrix = "|Supported resource|Delegated (work or school account)|Delegated (personal Microsoft account)|Application|\n\
                  |:--|:--|:--|:--|\n|[reader](../resources/reader.md)|Reader.Read, Reader.Read.All|Not supported.|Reader.Read.All|\n\
                  |[hall](../resources/hall.md)|Hall.Read|Hall.Read||\n";
    expect![[r#"/halls/{id}/books {DelegatedWork: ["Hall.Read"], DelegatedPersonal: ["Hall.Read"]}"#]]
        .assert_eq(&scopes(matrix, "GET /halls/{id}/books"));
    expect![[r#"/readers/{id}/books {DelegatedWork: ["Reader.Read", "Reader.Read.All"], DelegatedPersonal: [], Application: ["Reader.Read.All"]}"#]].assert_eq(&scopes(matrix, "GET /readers/{id}/books"));
    let cases = "|Permission type|Permissions acting on self|Permissions acting on others|\n|:--|:--|:--|\n\
                 |Delegated (work or school account)|Notes.Read|Notes.Read.All|\n|Application|Not supported.|Notes.Read.All|\n";
    expect![[r#"/users/{id}/books {DelegatedWork: ["Notes.Read.All"], Application: ["Notes.Read.All"]}"#]]
        .assert_eq(&scopes(cases, "GET /users/{id}/books"));
}
