//! Requests, operations and what they answer with.

use expect_test::expect;

use crate::{BOOK, BOOK_LIST, NOTHING, book, check, lowered, operation, resource};

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

/// A page may show what a function returns without a section that says so.
#[test]
fn functions_without_a_section_about_their_answer() {
    let page = operation(
        "book: similar",
        "GET /books/{id}/similar(to='{to}')",
        "## Example\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"Collection(shop.book)\" } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    );
    let list = operation("List books", "GET /books", BOOK_LIST);
    let pages = [book(), ("api/book-list.md", list), ("api/book-similar.md", page)];
    let model = lowered(&pages).model;
    let returns =
        model.operations[0].returns.as_ref().map(|returns| (model.type_name(returns.ty.ty).to_owned(), returns.ty.collection));
    assert_eq!(returns, Some(("shop.book".to_owned(), true)));
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
    let model = lowered(&pages).model;
    let requests: Vec<_> = model.requests.iter().map(|request| (request.template.as_str(), request.versioned)).collect();
    assert_eq!(requests, [("/books/{id}", true), ("/shelf/books/{id}", false)]);
    let term = "Org.OData.Core.V1.OptimisticConcurrency";
    let sources = model.containers.iter().flat_map(|container| &container.sources);
    let announced = sources.map(|source| (source.name.as_str(), edmund_model::annotation(&source.annotations, term).is_some()));
    assert_eq!(announced.collect::<Vec<_>>(), [("books", true), ("shelf", false)]);
}
