//! Findings on small pages: one subject a test, places and codes in the golden.

use edmund_model::{Finding, Severity, Sources};
use expect_test::{Expect, expect};

/// Reads and judges pages given as path and text.
fn check(pages: &[(&str, &str)], expected: Expect) {
    let mut sources = Sources::default();
    let mut read = Vec::new();
    let mut findings = Vec::new();
    for (path, text) in pages {
        let file = sources.add(*path, *text);
        let (page, found) = edmund_pages::read(&sources, file);
        read.push(page);
        findings.extend(found);
    }
    findings.extend(edmund_pages::check(&read, &sources, None));
    findings.sort_by_key(|finding| (finding.origin.file, finding.origin.start, finding.code));
    let lines: Vec<_> = findings.iter().map(|finding| line(finding, &sources)).collect();
    expected.assert_eq(&lines.join("\n"));
}

fn line(finding: &Finding, sources: &Sources) -> String {
    let place = |origin| {
        let (path, position) = sources.locate(origin);
        format!("{path}:{}:{}", position.line, position.column)
    };
    let severity = match finding.severity {
        Severity::Error => 'E',
        Severity::Warning => 'W',
        Severity::Info => 'I',
    };
    let mut line = format!("{} {severity} {}: {}", place(finding.origin), finding.code, finding.message);
    for label in &finding.labels {
        line.push_str(&format!("\n    see {}: {}", place(label.origin), label.text));
    }
    if let Some(fix) = &finding.fix {
        for edit in &fix.edits {
            line.push_str(&format!("\n    fix {:?} -> {:?}", sources.text(edit.origin), edit.replacement));
        }
    }
    line
}

const FRONT: &str = "---\ntitle: \"T\"\ndescription: \"D\"\nauthor: \"a\"\nlocalization_priority: Normal\nms.prod: \"p\"\ndoc_type: apiPageType\n---\n\n# T\n\nNamespace: shop\n\n";

const TYPE: &str = "---\ntitle: \"book resource type\"\ndescription: \"D\"\nauthor: \"a\"\nlocalization_priority: Normal\nms.prod: \"p\"\n\
doc_type: resourcePageType\n---\n\n# book resource type\n\nNamespace: shop\n\nA book.\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n\
|count|Int32|How many.|\n|id|String|Identifies it.|\n|sold|Boolean|Whether it is gone.|\n|state|bookState|The state. Possible values are: `new`, `used`.|\n\n\
## JSON representation\n<!-- { \"blockType\": \"resource\", \"@odata.type\": \"shop.book\", \"keyProperty\": \"id\" } -->\n``` json\n\
{\"count\": 1, \"id\": \"String\", \"sold\": true, \"state\": \"String\"}\n```\n";

fn operation(rest: &str) -> String {
    format!(
        "{FRONT}## Permissions\n|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Delegated (work or school account)|Not supported.|\n|Delegated (personal Microsoft account)|Not supported.|\n|Application|Books.Read.All|\n\n{rest}"
    )
}

fn message(rest: &str) -> String {
    operation(&format!(
        "## HTTP request\n```http\nPOST /books\n```\n\n## Response\nReturns a `201 Created` response code and a [book](../resources/book.md).\n\n## Examples\n\n{rest}"
    ))
}

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
        api/a.md:23:5 W GD111: template starts with a host or version
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
        api/a.md:32:1 E GD001: code fence is not closed and swallows what follows
        api/a.md:32:1 W GD004: example has no annotation
        api/a.md:33:1 W GD133: JSON body without Content-Type
            see api/a.md:35:1: this is JSON
            fix "" -> "\nContent-Type: application/json"
        api/a.md:38:1 W GD004: example has no annotation
        api/a.md:43:5 W GD014: heading inside a group of tabs
        api/a.md:44:1 E GD005: HTML comment is not closed"#]],
    );
}

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
            docs/resources/book.md:35:6 E GD400: link target `../api/d.md` is not among the pages
            docs/resources/book.md:36:6 W GD402: page has no heading for `#nowhere`"#]],
    );
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

fn codes(pages: &[(String, String)], codes: &[&str]) -> String {
    let mut sources = Sources::default();
    let read: Vec<_> = pages
        .iter()
        .map(|(path, text)| {
            let file = sources.add(path.as_str(), text.as_str());
            edmund_pages::read(&sources, file).0
        })
        .collect();
    let findings = edmund_pages::check(&read, &sources, None);
    let wanted = findings.iter().filter(|finding| codes.contains(&finding.code));
    let help = |finding: &Finding| finding.help.as_ref().map(|help| format!("  {help}\n")).unwrap_or_default();
    wanted.map(|finding| format!("{}\n{}", line(finding, &sources), help(finding))).collect()
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

/// `docs/guide/linting-documentation.md` lists every code that the source has, and no other.
#[test]
fn the_catalogue_is_complete() {
    use std::collections::BTreeSet;
    use std::path::Path;

    fn codes_below(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes_below(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.extend(text.split("\"GD").skip(1).map(|rest| format!("GD{}", &rest[..3])));
            }
        }
    }

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    codes_below(&root.join("src"), &mut found);
    let guide = std::fs::read_to_string(root.join("../../docs/guide/linting-documentation.md")).unwrap();
    let listed: BTreeSet<String> =
        guide.lines().filter_map(|line| line.strip_prefix("| GD")?.get(..3)).map(|code| format!("GD{code}")).collect();
    assert_eq!(listed, found);
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
