//! Small folders of pages as models.

mod text;

use edmund_model::{Model, Sources};
use expect_test::{Expect, expect};

fn check(pages: &[(&str, String)], expected: Expect) {
    let mut sources = Sources::default();
    let read: Vec<_> = pages
        .iter()
        .map(|(path, text)| {
            let file = sources.add(*path, text.as_str());
            edmund_pages::read(&sources, file).0
        })
        .collect();
    let mut model = Model::default();
    let findings = edmund_pages::lower(&read, &mut model);
    let mut out = text::show(&model, |_| true);
    for finding in findings {
        let (path, position) = sources.locate(finding.origin);
        out.push_str(&format!(
            "\n{path}:{}:{} {:?} {}: {}",
            position.line, position.column, finding.severity, finding.code, finding.message
        ));
    }
    expected.assert_eq(&out);
}

fn resource(name: &str, annotation: &str, rows: &str, more: &str) -> String {
    format!(
        "# {name} resource type\n\nNamespace: shop\n\nA {name}.\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n{rows}\n{more}\n\
         ## JSON representation\n<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"shop.{name}\"{annotation} }} -->\n```json\n{{}}\n```\n"
    )
}

fn operation(title: &str, template: &str, rest: &str) -> String {
    format!(
        "# {title}\n\nNamespace: shop\n\n## Permissions\n|Permission type|Permissions (from most to least privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|All.Write, Books.Read|\n|Application|**TODO: Determine scopes **|\n\n\
         ## HTTP request\n```http\n{template}\n```\n\n{rest}"
    )
}

const BOOK_LIST: &str =
    "## Response\nReturns a `200 OK` response code and a collection of [book](../resources/book.md) objects.\n";
const BOOK: &str = "## Response\nReturns a `200 OK` response code and a [book](../resources/book.md) object.\n";
const NOTHING: &str = "## Response\nReturns `204 No Content`.\n";

fn book() -> (&'static str, String) {
    let rows = "|id|String|Key.|\n|state|bookState|Possible values are: `new`, `used` (rare), and `sold`.|\n|kinds|[kind](enums.md#kind-values) collection|Kinds.|\n\
                |size|[Size](size.md)|Its size.|\n|publisher|[press](press.md)|Unknown.|\n|odd|wonder|No such type.|";
    let relationships = "## Relationships\n|Relationship|Type|Description|\n|:--|:--|:--|\n|authors|[author](author.md) collection|Who wrote it.|\n";
    ("resources/book.md", resource("book", ", \"keyProperty\": \"id\"", rows, relationships))
}

/// An answer that neither the text nor an annotation names a type for names it itself.
#[test]
fn an_answer_tells_its_type() {
    let call = |name: &str, body: &str| {
        let example =
            format!("## Example\n### Response\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n");
        operation(&format!("book: {name}"), &format!("GET /books/{{id}}/{name}()"), &example)
    };
    let metadata = "https://example.com/$metadata#";
    check(
        &[
            ("resources/book.md", resource("book", ", \"keyProperty\": \"id\"", "|id|String|Key.|", "")),
            ("api/book-list.md", operation("List books", "GET /books", BOOK_LIST)),
            ("api/a.md", call("sequels", &format!(r#"{{"@odata.context": "{metadata}Collection(shop.book)", "value": []}}"#))),
            ("api/b.md", call("titles", &format!(r#"{{"@odata.context": "{metadata}Collection(Edm.String)", "value": ["a"]}}"#))),
            ("api/c.md", call("rank", &format!(r#"{{"@odata.context": "{metadata}Int32", "value": 3}}"#))),
            ("api/d.md", call("rivals", r##"{"value": [{"@odata.type": "#shop.book", "id": "1"}, {"id": "2"}]}"##)),
            ("api/e.md", call("best", r##"{"@odata.type": "#shop.book", "id": "1"}"##)),
            ("api/f.md", call("likes", &format!(r#"{{"@odata.context": "{metadata}books", "value": []}}"#))),
        ],
        expect![[r#"
            Entity shop.book key(id)
              id: Edm.String not null
            shop.Container: set books of shop.book
            Function shop.sequels(bindingParameter: shop.book not null) -> Collection(shop.book)
            Function shop.titles(bindingParameter: shop.book not null) -> Collection(Edm.String)
            Function shop.rank(bindingParameter: shop.book not null) -> Edm.Int32
            Function shop.rivals(bindingParameter: shop.book not null) -> Collection(shop.book)
            Function shop.best(bindingParameter: shop.book not null) -> shop.book
            Function shop.likes(bindingParameter: shop.book not null) -> Collection(shop.book)
            List GET /books
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            Function GET /books/{id}/sequels()
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            Function GET /books/{id}/titles()
              - -> 200 Collection(Edm.String) [DelegatedWork=Books.Read,All.Write]
            Function GET /books/{id}/rank()
              - -> 200 Edm.Int32 [DelegatedWork=Books.Read,All.Write]
            Function GET /books/{id}/rivals()
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            Function GET /books/{id}/best()
              - -> 200 shop.book [DelegatedWork=Books.Read,All.Write]
            Function GET /books/{id}/likes()
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]"#]],
    );
}

/// An enumeration of which only the JSON representation tells the members.
#[test]
fn a_choice_in_json_is_an_enumeration() {
    let json = r#"{"id": "String", "state": "new | used |sold", "note": "String | null", "cover": "soft | hard"}"#;
    let rows = "|id|String|Key.|\n|state|bookState|Its state.|\n|note|String|A note.|\n|cover|coverKind|Either `hard` or, values are `soft`.|";
    let page = resource("book", ", \"keyProperty\": \"id\"", rows, "").replace("{}", json);
    check(
        &[("resources/book.md", page)],
        expect![[r#"
        Entity shop.book key(id)
          id: Edm.String not null
          state: shop.bookState
          note: Edm.String
          cover: shop.coverKind
        enum shop.bookState: new=0 used=1 sold=2
        enum shop.coverKind: soft=0 hard=1"#]],
    );
}

#[test]
fn types_of_pages() {
    check(
        &[
            book(),
            ("resources/author.md", resource("author", ", \"keyProperty\": \"id\", \"baseType\": \"shop.person\"", "|id|String||\n|name|string||\n|age|Int64||", "")),
            ("resources/person.md", resource("person", ", \"keyProperty\": \"id\", \"abstract\": true", "|id|String||\n|name|String||", "")),
            ("resources/size.md", resource("size", "", "|height|Double|In mm.|", "")),
            ("resources/enums.md", "# Enums\n\nNamespace: shop\n\n### kind values\nA combination of flags.\n\n|Member|Value|\n|:--|:--|\n|a|1|\n|b|2|\n|c||\n".to_owned()),
        ],
        expect![[r#"
            Entity shop.book key(id)
              id: Edm.String not null
              state: shop.bookState
              kinds: Collection(shop.kind)
              size: shop.size
              publisher: Edm.Untyped
              odd: Edm.Untyped
              -> authors*: shop.author contains=false
            Entity shop.author base=shop.person key()
              age: Edm.Int64
            Entity shop.person key(id)
              id: Edm.String not null
              name: Edm.String
            Complex shop.size key()
              height: Edm.Double
            flags shop.kind: a=1 b=2 c=3
            enum shop.bookState: new=0 used=1 sold=2
            resources/book.md:14:12 Warning GD201: type `press` is not known
            resources/book.md:15:6 Warning GD201: type `wonder` is not known"#]],
    );
}

#[test]
fn requests_imply_roots_and_navigation() {
    check(
        &[
            book(),
            ("api/book-list.md", operation("List books", "GET /books", BOOK_LIST)),
            ("api/book-get.md", operation("Get book", "GET /books/{id}\nGET /me/books/{id}", BOOK)),
            ("api/book-update.md", operation("Update book", "PATCH /books/{id}", BOOK)),
            ("api/book-delete.md", operation("Delete book", "DELETE /books/{id}", NOTHING)),
            ("api/book-list-sequels.md", operation("List sequels", "GET /books/{id}/sequels", BOOK_LIST)),
            ("api/book-post-sequels.md", operation("Add sequel", "POST /books/{id}/sequels/$ref", NOTHING)),
            ("api/shelf-list.md", operation("List loans", "GET /library/desk/loans", BOOK_LIST)),
            ("api/unknown.md", operation("Get thing", "GET /things/{id}/parts/{id}", NOTHING)),
        ],
        expect![[r#"
            Entity shop.book key(id)
              id: Edm.String not null
              state: shop.bookState
              kinds: Collection(Edm.Untyped)
              size: Edm.Untyped
              publisher: Edm.Untyped
              odd: Edm.Untyped
              -> authors*:  contains=false
              -> sequels*: shop.book contains=false
            Entity shop.libraryRoot key()
              -> desk: shop.deskRoot contains=true
            Entity shop.deskRoot key()
              -> loans*: shop.book contains=false
            enum shop.bookState: new=0 used=1 sold=2
            shop.Container: set books of shop.book
            shop.Container: singleton library of shop.libraryRoot
            List GET /books
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            Get GET /books/{id}
              - -> 200 shop.book [DelegatedWork=Books.Read,All.Write]
            Update PATCH /books/{id}
              shop.book -> 200 shop.book [DelegatedWork=Books.Read,All.Write]
            Delete DELETE /books/{id}
              - -> 204 - [DelegatedWork=Books.Read,All.Write]
            List GET /books/{id}/sequels
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            AddRef POST /books/{id}/sequels/$ref
              - -> 204 - [DelegatedWork=Books.Read,All.Write]
            List GET /library/desk/loans
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            resources/book.md:12:8 Warning GD201: type `kind collection` is not known
            resources/book.md:13:7 Warning GD201: type `Size` is not known
            resources/book.md:14:12 Warning GD201: type `press` is not known
            resources/book.md:15:6 Warning GD201: type `wonder` is not known
            resources/book.md:19:10 Warning GD201: type `author collection` is not known
            api/unknown.md:13:1 Info GD160: request cannot be confirmed"#]],
    );
}

#[test]
fn operations_of_pages() {
    let function = format!("{BOOK}\n## Function parameters\n|Parameter|Type|Description|\n|:--|:--|:--|\n|text|String|What.|\n");
    let action = format!("## Request body\n\n|Parameter|Type|Description|\n|:--|:--|:--|\n|days|Int32|How long.|\n\n{NOTHING}");
    check(
        &[
            book(),
            ("api/book-list.md", operation("List books", "GET /books", BOOK_LIST)),
            ("api/book-find.md", operation("book: find", "GET /books/find(text='{text}',limit={limit})", &function)),
            ("api/book-lend.md", operation("book: lend", "POST /books/{id}/lend", &action)),
        ],
        expect![[r#"
            Entity shop.book key(id)
              id: Edm.String not null
              state: shop.bookState
              kinds: Collection(Edm.Untyped)
              size: Edm.Untyped
              publisher: Edm.Untyped
              odd: Edm.Untyped
              -> authors*:  contains=false
            enum shop.bookState: new=0 used=1 sold=2
            shop.Container: set books of shop.book
            Function shop.find(bindingParameter: Collection(shop.book), text: Edm.String, limit: Edm.Untyped) -> shop.book
            Action shop.lend(bindingParameter: shop.book not null, days: Edm.Int32) -> nothing
            List GET /books
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            Function GET /books/find(text='{text}',limit={limit})
              - -> 200 shop.book [DelegatedWork=Books.Read,All.Write]
            Action POST /books/{id}/lend
              - -> 204 - [DelegatedWork=Books.Read,All.Write]
            resources/book.md:12:8 Warning GD201: type `kind collection` is not known
            resources/book.md:13:7 Warning GD201: type `Size` is not known
            resources/book.md:14:12 Warning GD201: type `press` is not known
            resources/book.md:15:6 Warning GD201: type `wonder` is not known
            resources/book.md:19:10 Warning GD201: type `author collection` is not known"#]],
    );
}

#[test]
fn containment_follows_from_requests() {
    let created = "## Response\nReturns a `201 Created` response code and a [book](../resources/book.md) object.\n";
    check(
        &[
            book(),
            ("api/list.md", operation("List books", "GET /library/books", BOOK_LIST)),
            ("api/create.md", operation("Create book", "POST /library/books", created)),
        ],
        expect![[r#"
            Entity shop.book key(id)
              id: Edm.String not null
              state: shop.bookState
              kinds: Collection(Edm.Untyped)
              size: Edm.Untyped
              publisher: Edm.Untyped
              odd: Edm.Untyped
              -> authors*:  contains=false
            Entity shop.libraryRoot key()
              -> books*: shop.book contains=true
            enum shop.bookState: new=0 used=1 sold=2
            shop.Container: singleton library of shop.libraryRoot
            List GET /library/books
              - -> 200 Collection(shop.book) [DelegatedWork=Books.Read,All.Write]
            Create POST /library/books
              shop.book -> 201 shop.book [DelegatedWork=Books.Read,All.Write]
            resources/book.md:12:8 Warning GD201: type `kind collection` is not known
            resources/book.md:13:7 Warning GD201: type `Size` is not known
            resources/book.md:14:12 Warning GD201: type `press` is not known
            resources/book.md:15:6 Warning GD201: type `wonder` is not known
            resources/book.md:19:10 Warning GD201: type `author collection` is not known"#]],
    );
}

/// A create page alone: its table is all there is.
#[test]
fn one_page_is_enough() {
    let body = "## Request body\nSupply a JSON representation of the [book](book.md) object.\n\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String||\n\
                |kinds|Enumeration collection|Possible values are: `a`, `b`.|\n\n## Response\nReturns a `201 Created` response code and a [book](book.md).\n";
    check(
        &[("create.md", operation("Create book", "POST /library/books", body))],
        expect![[r#"
        Entity shop.book key(id)
          id: Edm.String not null
          kinds: Collection(shop.bookKinds)
        Entity shop.libraryRoot key()
          -> books*: shop.book contains=true
        enum shop.bookKinds: a=0 b=1
        shop.Container: singleton library of shop.libraryRoot
        Create POST /library/books
          shop.book -> 201 shop.book [DelegatedWork=Books.Read,All.Write]"#]],
    );
}

#[test]
fn documented_operators_are_annotations() {
    let page = "# book resource type\n\nNamespace: shop\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n\
        |title|String|The title. Supports `$filter` (`eq`, `NOT` , `startsWith`), `$orderBy`, and `$search`. Not `ne`.|\n\
        |state|String|The state. Possible values are: `new`, `used`.|\n|author|String|Supports `$expand`.|\n";
    let mut sources = edmund_model::Sources::default();
    let file = sources.add("book.md", page);
    let (page, _) = edmund_pages::read(&sources, file);
    let mut model = edmund_model::Model::default();
    edmund_pages::lower(&[page], &mut model);
    let said: Vec<String> = model.structs[0]
        .properties
        .iter()
        .flat_map(|property| {
            property.annotations.iter().map(move |found| format!("{}: {} {:?}", property.name, found.term.name, found.value))
        })
        .collect();
    assert_eq!(
        said,
        [
            "title: Filter Some(Collection([String(\"eq\"), String(\"not\"), String(\"startswith\")]))",
            "title: OrderBy None",
            "title: Search None",
            "author: Expand None",
        ]
    );
}

#[test]
fn pages_are_held_against_the_metadata() {
    let csdl = "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
        <Schema Namespace=\"shop\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"><EntityType Name=\"book\">\
        <Key><PropertyRef Name=\"id\"/></Key><Property Name=\"id\" Type=\"Edm.String\" Nullable=\"false\"/>\
        <Property Name=\"count\" Type=\"Edm.Int32\"/><Property Name=\"tags\" Type=\"Collection(Edm.String)\"/>\
        <Property Name=\"state\" Type=\"shop.bookState\"/></EntityType>\
        <EnumType Name=\"bookState\"><Member Name=\"new\"/><Member Name=\"used\"/></EnumType></Schema></edmx:DataServices></edmx:Edmx>";
    let page = "# book resource type\n\nNamespace: shop\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n\
        |id|String|.|\n|count|String|.|\n|tags|String|.|\n|cuont|Int32|.|\n|state|bookState|.|\n\n\
        ### bookState values\n\n|Member|Description|\n|:--|:--|\n|new|.|\n|old|.|\n";
    let mut sources = edmund_model::Sources::default();
    let csdl = sources.add("shop.xml", csdl);
    let (document, _) = edmund_csdl::read(&sources, csdl);
    let (mut model, _) = edmund_csdl::lower(&[document]);
    let mut found = |path: &str| {
        let file = sources.add(path, page);
        let (page, _) = edmund_pages::read(&sources, file);
        edmund_pages::lower(std::slice::from_ref(&page), &mut model);
        let findings = edmund_pages::check(&[page], &sources, Some(&model));
        let metadata = findings.iter().filter(|finding| finding.code.starts_with("GD22"));
        metadata.map(|finding| format!("{} {} {}", finding.code, finding.message, finding.labels.len())).collect::<Vec<_>>()
    };
    assert_eq!(
        found("v1.0/resources/book.md"),
        [
            "GD221 property is `String` here, `Int32` in the metadata 1",
            "GD221 property is `String` here, `String collection` in the metadata 1",
            "GD220 the metadata has no property `cuont` 1",
            "GD222 `old` is not a member in the metadata 1",
        ]
    );
    assert_eq!(found("beta/resources/book.md"), [""; 0], "the metadata is that of the released version");
}

#[test]
fn permissions_come_from_an_included_table() {
    let table = "|Permission type|Least privileged permissions|Higher privileged permissions|\n|:--|:--|:--|\n\
        |Delegated (work or school account)|Books.Read|Books.Read.All, Books.ReadWrite|\n\
        |Delegated (personal Microsoft account)|Not supported.|Not supported.|\n|Application|Books.Read.All|Not available.|\n";
    let page = "# List books\n\nNamespace: shop\n\n## Permissions\n\n[!INCLUDE [permissions-table](../includes/permissions/book-list-permissions.md)]\n\n\
        ## HTTP request\n```http\nGET /books\n```\n\n## Response\nReturns a `200 OK` response code and a collection of [book](../resources/book.md) objects.\n";
    let resource =
        "# book resource type\n\nNamespace: shop\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|.|\n";
    let mut sources = edmund_model::Sources::default();
    let mut pages = Vec::new();
    for (path, text) in [
        ("v1.0/api/book-list.md", page),
        ("v1.0/includes/permissions/book-list-permissions.md", table),
        ("v1.0/resources/book.md", resource),
    ] {
        let file = sources.add(path, text);
        pages.push(edmund_pages::read(&sources, file).0);
    }
    let mut model = edmund_model::Model::default();
    edmund_pages::lower(&pages, &mut model);
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
    let mut sources = Sources::default();
    let read = |(path, text): &(&str, String)| {
        let file = sources.add(*path, text.as_str());
        edmund_pages::read(&sources, file).0
    };
    let read: Vec<_> = pages.iter().map(read).collect();
    let mut model = Model::default();
    edmund_pages::lower(&read, &mut model);
    let scopes = |path: &str| {
        let request = model.requests.iter().find(|request| request.template == path)?;
        request.permissions.0.get(&edmund_model::PermissionScheme::Application).map(|scopes| scopes.join(" "))
    };
    assert_eq!(scopes("/books").as_deref(), Some("Books.Read"));
    assert_eq!(scopes("/shelves/{shelf-id}/books").as_deref(), Some("Shelves.Read"));
    // Nothing is announced for these: the first table is as good as any.
    assert_eq!(scopes("/readers/{id}/books").as_deref(), Some("Books.Read"));
}

/// A page may show what a function returns without a section that says so.
#[test]
fn functions_without_a_section_about_their_answer() {
    let page = operation(
        "book: similar",
        "GET /books/{id}/similar(to='{to}')",
        "## Example\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"Collection(shop.book)\" } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    );
    let list = operation("List books", "GET /books", BOOK_LIST);
    let mut sources = Sources::default();
    let pages = [book(), ("api/book-list.md", list), ("api/book-similar.md", page)];
    let read: Vec<_> = pages
        .iter()
        .map(|(path, text)| {
            let file = sources.add(*path, text.as_str());
            edmund_pages::read(&sources, file).0
        })
        .collect();
    let mut model = Model::default();
    edmund_pages::lower(&read, &mut model);
    let returns =
        model.operations[0].returns.as_ref().map(|returns| (model.type_name(returns.ty.ty).to_owned(), returns.ty.collection));
    assert_eq!(returns, Some(("shop.book".to_owned(), true)));
}

#[test]
fn a_required_etag_is_announced_where_the_entities_are() {
    let page = |title: &str, header: &str, request: &str| {
        format!(
            "# {title}\n\nNamespace: shop\n\nChange a [book](../resources/book.md).\n\n## HTTP request\n\n``` http\n{request}\n```\n\n\
             ## Request headers\n\n|Name|Description|\n|:---|:---|\n|`if-match`|{header}|\n\n## Response\n\n\
             If successful, this method returns a `204 No Content` response code.\n"
        )
    };
    let required = "The last ETag of the book. Required.";
    let pages = [
        book(),
        ("api/book-delete.md", page("Delete book", required, "DELETE /books/{id}")),
        ("api/shelf-book-delete.md", page("Delete book", "The last ETag of the book. Optional.", "DELETE /shelf/books/{id}")),
    ];
    let mut sources = Sources::default();
    let read: Vec<_> = pages
        .iter()
        .map(|(path, text)| {
            let file = sources.add(*path, text.as_str());
            edmund_pages::read(&sources, file).0
        })
        .collect();
    let mut model = Model::default();
    edmund_pages::lower(&read, &mut model);
    let requests: Vec<_> = model.requests.iter().map(|request| (request.template.as_str(), request.versioned)).collect();
    assert_eq!(requests, [("/books/{id}", true), ("/shelf/books/{id}", false)]);
    let term = "Org.OData.Core.V1.OptimisticConcurrency";
    let sources = model.containers.iter().flat_map(|container| &container.sources);
    let announced = sources.map(|source| (source.name.as_str(), edmund_model::annotation(&source.annotations, term).is_some()));
    assert_eq!(announced.collect::<Vec<_>>(), [("books", true), ("shelf", false)]);
}

/// A set may hold two versions of a service: the model is what the release says, and what only the preview has.
#[test]
fn a_release_counts_before_a_preview() {
    let text = |row: &str, member: &str| {
        let rows = format!("|id|String|.|\n|{row}|.|\n|state|bookState|Possible values are: `{member}`, `used`.|\n");
        resource("book", ", \"keyProperty\": \"id\"", &rows, "")
    };
    let list = operation("List books", "GET /books", BOOK_LIST);
    let pages = [
        ("beta/api/book-list.md", list.clone()),
        ("beta/api/draft-list.md", operation("List drafts", "GET /drafts", BOOK_LIST)),
        ("beta/resources/book.md", text("size|String", "draft")),
        ("v1.0/api/book-list.md", list),
        ("v1.0/resources/book.md", text("size|Int32", "new")),
    ];
    let mut sources = Sources::default();
    let read: Vec<_> = pages
        .iter()
        .map(|(path, text)| {
            let file = sources.add(*path, text.as_str());
            edmund_pages::read(&sources, file).0
        })
        .collect();
    let mut model = Model::default();
    edmund_pages::lower(&read, &mut model);
    let book = model.structs.iter().find(|item| item.name.name == "book").expect("both versions have it");
    let types: Vec<_> = book.properties.iter().map(|property| model.type_name(property.ty.ty).to_owned()).collect();
    assert_eq!(types, ["Edm.String", "Edm.Int32", "shop.bookState"]);
    let members: Vec<_> = model.enums.iter().flat_map(|item| &item.members).map(|member| member.name.as_str()).collect();
    assert_eq!(members, ["new", "used"]);
    let requests: Vec<_> = model.requests.iter().map(|request| request.template.as_str()).collect();
    assert_eq!(requests, ["/books", "/drafts"]);
    let beta_alone: Vec<_> = read.into_iter().take(3).collect();
    let mut model = Model::default();
    edmund_pages::lower(&beta_alone, &mut model);
    assert_eq!(model.requests.len(), 2);
    assert_eq!(model.enums[0].members[0].name, "draft");
}

/// What all namespaces have in common may be left out: `records.copy`.
#[test]
fn the_end_of_a_namespace_is_enough() {
    let copy = resource("copy", ", \"keyProperty\": \"id\"", "|id|String|.|\n", "").replace("shop", "shop.records");
    let entry = resource(
        "entry",
        "",
        "|one|records.copy|.|\n|many|[records.copy](records-copy.md) collection|.|\n|none|cords.copy|.|\n",
        "",
    );
    let mut sources = Sources::default();
    let pages = [("resources/records-copy.md", copy), ("resources/entry.md", entry)];
    let read: Vec<_> = pages
        .iter()
        .map(|(path, text)| {
            let file = sources.add(*path, text.as_str());
            edmund_pages::read(&sources, file).0
        })
        .collect();
    let mut model = Model::default();
    let findings = edmund_pages::lower(&read, &mut model);
    let entry = model.structs.iter().find(|item| item.name.name == "entry").expect("there is its page");
    let targets: Vec<_> =
        entry.navigations.iter().map(|navigation| (navigation.name.as_str(), navigation.target.is_some())).collect();
    assert_eq!(targets, [("one", true), ("many", true)]);
    let unknown: Vec<_> =
        findings.iter().filter(|finding| finding.code == "GD201").map(|finding| finding.message.as_str()).collect();
    assert_eq!(unknown, ["type `cords.copy` is not known"]);
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
        let mut sources = Sources::default();
        let mut pages = vec![("resources/book.md".to_owned(), book().1), ("api/list.md".to_owned(), page(tables, templates))];
        for owner in ["user", "reader", "hall"] {
            let answer = BOOK_LIST.replace("book", owner);
            pages.push((format!("resources/{owner}.md"), resource(owner, ", \"keyProperty\": \"id\"", "|id|String|.|\n", "")));
            pages.push((format!("api/{owner}-list.md"), operation("List", &format!("GET /{owner}s"), &answer)));
        }
        let read: Vec<_> = pages
            .iter()
            .map(|(path, text)| {
                let file = sources.add(path.as_str(), text.as_str());
                edmund_pages::read(&sources, file).0
            })
            .collect();
        let mut model = Model::default();
        edmund_pages::lower(&read, &mut model);
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
