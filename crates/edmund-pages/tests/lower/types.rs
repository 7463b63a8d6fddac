//! Types, enumerations and properties.

use expect_test::expect;

use crate::{BOOK_LIST, Lowered, book, check, lowered, operation, resource};

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
    let pages = [("resources/records-copy.md", copy), ("resources/entry.md", entry)];
    let Lowered { model, findings, .. } = lowered(&pages);
    let entry = model.structs.iter().find(|item| item.name.name == "entry").expect("there is its page");
    let targets: Vec<_> =
        entry.navigations.iter().map(|navigation| (navigation.name.as_str(), navigation.target.is_some())).collect();
    assert_eq!(targets, [("one", true), ("many", true)]);
    let unknown: Vec<_> =
        findings.iter().filter(|finding| finding.code == "GD201").map(|finding| finding.message.as_str()).collect();
    assert_eq!(unknown, ["type `cords.copy` is not known"]);
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
    let model = lowered(&pages).model;
    let book = model.structs.iter().find(|item| item.name.name == "book").expect("both versions have it");
    let types: Vec<_> = book.properties.iter().map(|property| model.type_name(property.ty.ty).to_owned()).collect();
    assert_eq!(types, ["Edm.String", "Edm.Int32", "shop.bookState"]);
    let members: Vec<_> = model.enums.iter().flat_map(|item| &item.members).map(|member| member.name.as_str()).collect();
    assert_eq!(members, ["new", "used"]);
    let requests: Vec<_> = model.requests.iter().map(|request| request.template.as_str()).collect();
    assert_eq!(requests, ["/books", "/drafts"]);
    let model = lowered(&pages[..3]).model;
    assert_eq!(model.requests.len(), 2);
    assert_eq!(model.enums[0].members[0].name, "draft");
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
