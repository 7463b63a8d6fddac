//! Pages that are looked at together, and the catalogue of findings.

use expect_test::expect;

use crate::{TYPE, check, codes, message, operation};

#[test]
fn links_of_a_whole_set() {
    let api = |name: &str| message("").replace("# T", &format!("# {name}")).replace("\"T\"", &format!("\"{name}\""));
    let resource = format!(
        "{TYPE}\n## Methods\n|Method|Return type|Description|\n|:--|:--|:--|\n|[a](../api/a.md)|None|A.|\n|[b](../api/B.md)|None|B.|\n|[d](../api/d.md)|None|D.|\n|[x](#nowhere)|None|X.|\n"
    );
    check(
        &[
            ("docs/api/a.md", &api("Create a")),
            ("docs/api/b.md", &api("Create b")),
            ("docs/api/c.md", &api("Create c")),
            ("docs/resources/book.md", &resource),
        ],
        expect![[r#"
            docs/api/c.md:10:3 I GD404: no page of a type links to this operation
            docs/resources/book.md:34:6 W GD401: link differs from the file name in case
                fix "../api/B.md" -> "../api/b.md"
            docs/resources/book.md:35:6 W GD400: link target `../api/d.md` is not among the pages
            docs/resources/book.md:36:6 W GD402: page has no heading for `#nowhere`"#]],
    );
}

#[test]
fn links_with_the_namespace_in_the_file_name() {
    let list = message("").replace("POST", "GET").replace("201 Created", "200 OK");
    let create = message("").replace("resources/book.md", "resources/contoso.shop-book.md");
    let resource = |method: &str| {
        format!("{TYPE}\n## Methods\n|Method|Return type|\n|:--|:--|\n|[{method}](../api/book-{method}.md)|book|\n")
    };
    let found = |pages: &[(&str, &str)]| {
        let pages: Vec<_> = pages.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        codes(&pages, &["GD160", "GD400"])
    };
    let listed = resource("list");
    let pages = [("beta/api/book-list.md", list.as_str()), ("beta/resources/book.md", &listed), ("beta/api/add.md", &create)];
    expect![[r#"
        beta/api/add.md:10:3 I GD160: request cannot be confirmed
            see beta/resources/book.md:10:3: the page of the type
          add a row to the `Methods` table there, if the service answers this request
        beta/api/add.md:27:52 E GD400: link target `../resources/contoso.shop-book.md` is not among the pages
          did you mean `book.md`?
    "#]]
    .assert_eq(&found(&pages));
    // Wherever the page with the wrong links lies.
    let [list, book, _] = pages;
    expect![[r#"
        drafts/add.md:10:3 I GD160: request cannot be confirmed
            see beta/resources/book.md:10:3: the page of the type
          add a row to the `Methods` table there, if the service answers this request
        drafts/add.md:27:52 E GD400: link target `../resources/contoso.shop-book.md` is not among the pages
          did you mean `book.md`?
    "#]]
    .assert_eq(&found(&[list, book, ("drafts/add.md", &create)]));
    // Nothing is said about a request that is listed, nor without the page of the type.
    let listed = resource("post");
    assert_eq!(found(&[("beta/resources/book.md", &listed), ("beta/api/book-post.md", &message(""))]), "");
    assert_eq!(found(&[list, ("beta/api/add.md", &create)]), "");
}

/// A page of a type, and one of an operation that shows one.
fn described(name: &str) -> [(String, String); 2] {
    let resource =
        TYPE.replace("shop.book", &format!("shop.{name}")).replace("book resource type", &format!("{name} resource type"));
    let shown = message(&format!(
        "<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"shop.{name}\" }} -->\n``` http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{\"@odata.type\": \"#shop.{name}\"}}\n```\n"
    ));
    [(format!("resources/{name}.md"), resource), (format!("api/{name}-get.md"), shown)]
}

#[test]
fn types_that_are_mentioned_exist() {
    let names = ["atlas", "book", "comic", "diary", "essay", "fable", "guide", "hymnal", "index", "journal"];
    let mut pages: Vec<_> = names.iter().flat_map(|name| described(name)).collect();
    let [_, mut wrong] = described("essay");
    wrong.0 = "api/wrong.md".to_owned();
    wrong.1 = wrong.1.replace("\"shop.essay\"", "\"shop.esay\"").replace("#shop.essay", "#shop.esay");
    pages.push(wrong.clone());
    expect![[r#"
        api/wrong.md:31:48 E GD140: annotation names `shop.esay`, which no page and no metadata defines
          did you mean `shop.essay`?
        api/wrong.md:36:17 E GD310: object says it is `shop.esay`, which no page and no metadata defines
          did you mean `shop.essay`?
    "#]]
    .assert_eq(&codes(&pages, &["GD140", "GD310"]));
    // A few pages of a larger set say nothing about what there is.
    let few: Vec<_> = pages.into_iter().take(6).chain([wrong]).collect();
    assert_eq!(codes(&few, &["GD140", "GD310"]), "");
}

/// `docs/guide/linting-documentation.md` lists every code that the source has, and no other; each is named by some test.
#[test]
fn the_catalogue_is_complete() {
    use std::collections::BTreeSet;
    use std::path::Path;

    fn codes_below(folder: &Path, before: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes_below(&path, before, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.extend(text.split(before).skip(1).map(|rest| format!("GD{}", rest.get(..3).unwrap_or_default())));
            }
        }
    }

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    codes_below(&root.join("src"), "\"GD", &mut found);
    let mut tested = BTreeSet::new();
    for tests in ["tests", "../edmund-cli/tests"] {
        codes_below(&root.join(tests), "GD", &mut tested);
    }
    let guide = std::fs::read_to_string(root.join("../../docs/guide/linting-documentation.md")).unwrap();
    let listed: BTreeSet<String> =
        guide.lines().filter_map(|line| line.strip_prefix("| GD")?.get(..3)).map(|code| format!("GD{code}")).collect();
    assert_eq!(listed, found);
    let untested: Vec<_> = found.difference(&tested).collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[test]
fn scopes_are_separated_by_commas_and_spelt_alike() {
    let page = |cell: &str| operation("## HTTP request\n```http\nGET /books\n```\n").replace("Books.Read.All", cell);
    let mut pages: Vec<_> = (0..3).map(|index| (format!("api/p{index}.md"), page("Books.Read.All, Shop.Read"))).collect();
    pages.push(("api/blank.md".to_owned(), page("Books.Read.All Shop.Read")));
    pages.push(("api/semicolon.md".to_owned(), page("Books.Read.All; Shop.Read")));
    pages.push(("api/prose.md".to_owned(), page("Books.Read.All or Shop.Read")));
    pages.push(("api/case.md".to_owned(), page("books.read.All")));
    expect![[r#"
        api/blank.md:19:14 W GD103: scopes are not separated by commas
            fix "Books.Read.All Shop.Read" -> "Books.Read.All, Shop.Read"
          write `Books.Read.All, Shop.Read`
        api/semicolon.md:19:14 W GD103: scopes are not separated by commas
            fix "Books.Read.All; Shop.Read" -> "Books.Read.All, Shop.Read"
          write `Books.Read.All, Shop.Read`
        api/case.md:19:14 W GD103: `books.read.All` is spelt `Books.Read.All` on other pages
            fix "books.read.All" -> "Books.Read.All"
    "#]]
    .assert_eq(&codes(&pages, &["GD103"]));
}

#[test]
#[cfg(feature = "queries")]
fn queries_follow_their_grammar() {
    let page = |query: &str| {
        let request = format!(
            "## HTTP request\n```http\nGET /books\n```\n## Examples\n```http\nGET https://x.example/v1.0/books?{query}\n```\n"
        );
        [("api/a.md".to_owned(), operation(&request))]
    };
    // What services take, and what stands for something else, is no finding.
    for query in [
        "$filter=startsWith(title,'a') and NOT(tags/any(t:t eq 'x'))&$orderBy=title desc&$count=true",
        "$search=\"displayName:a\" AND \"description:b\"&$select=id, title&$expand=authors($select=id;$top=2)",
        "$filter=id eq '{id}'&$top={n}&$filter=...&$skiptoken=X'44'&$deltaToken=latest&select=id",
        "$filter=added+ge+2016-01-01+and+note+eq+'caf%C3%A9'",
    ] {
        assert_eq!(codes(&page(query), &["GD136"]), "", "{query}");
    }
    let wrong = [
        "$filter=title%20eq%20%22x%22",
        "$top=ten",
        "$expand=authors($select=id",
        "$filters=title eq 'x'",
        "$top=1&$skip=2&$top=3",
        "$filter=title eq 'A & B'",
        "$filter=title eq '%FF'",
    ];
    let found: String = wrong.iter().map(|query| codes(&page(query), &["GD136"])).collect();
    expect![[r#"
        api/a.md:27:55 W GD136: query option `$filter` cannot be read: expected a property, a literal, a function or `(`
          write the option as the service would take it (OData URL Conventions 4.01, section 5.1)
        api/a.md:27:39 W GD136: query option `$top` cannot be read: expected a non-negative integer
          write the option as the service would take it (OData URL Conventions 4.01, section 5.1)
        api/a.md:27:60 W GD136: query option `$expand` cannot be read: expected `;` or `)`
          write the option as the service would take it (OData URL Conventions 4.01, section 5.1)
        api/a.md:27:34 W GD136: `$filters` is no query option of the protocol
          did you mean `$filter`?
        api/a.md:27:49 W GD136: query option `$top` stands more than once
          a request may have each system query option once
        api/a.md:27:53 W GD136: query option `$filter` cannot be read: expected `'` at the end of the string
          write the option as the service would take it (OData URL Conventions 4.01, section 5.1)
        api/a.md:27:34 W GD136: query cannot be decoded: query string: percent-encoded bytes are not UTF-8 (after 10 bytes of decoded text)
          encode characters beyond ASCII as UTF-8, each byte as `%` and two hexadecimal digits
    "#]].assert_eq(&found);
    // A template is a request as well.
    let template = [(
        "api/a.md".to_owned(),
        operation("## HTTP request\n```http\nGET /books?$orderby=title up\nGET /books?$search=\n```\n"),
    )];
    expect![[r#"
        api/a.md:23:27 W GD136: query option `$orderby` cannot be read: expected `,`, `asc`, `desc` or the end
          write the option as the service would take it (OData URL Conventions 4.01, section 5.1)
    "#]]
    .assert_eq(&codes(&template, &["GD136"]));
}
