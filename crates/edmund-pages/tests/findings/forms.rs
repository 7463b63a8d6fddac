//! Forms that pages have besides the usual ones: what they mean is understood, and none of them is a mistake.

use edmund_pages::{SegmentKind, TypeName};
use expect_test::expect;

use crate::{FRONT, TYPE, codes, found, message, operation, read};

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
        &["GD002"],
        &[("api/a.md", &noted), ("api/b.md", &inside)],
        expect![[r#"
            api/b.md:15:31 W GD002: annotation is not strict JSON
                fix "// Drop this line." -> ""
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
        &["GD110"],
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
        &["GD131"],
        &[("api/a.md", &contents), ("api/b.md", &binary), ("api/c.md", &broken)],
        expect![[r#"
            api/c.md:35:8 E GD131: the body is not JSON
        "#]],
    );
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
fn the_namespace_may_begin_the_lead() {
    let (page, _) = read(
        "book.md",
        &TYPE.replace("Namespace: shop\n\nA book.", "Namespace: shop\nA `book`. Inherits from [thing](thing.md)."),
    );
    assert_eq!(page.namespace.map(|namespace| namespace.value).as_deref(), Some("shop"));
    assert_eq!(page.lead.iter().map(edmund_pages::Text::prose).collect::<Vec<_>>(), ["A `book`. Inherits from thing."]);
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
fn options_of_expanded_properties_in_a_template() {
    let text = operation("## HTTP request\n```http\nGET /books?$expand=pages($select=id;$top=5)\n```\n");
    let (page, _) = read("api/a.md", &text);
    assert_eq!(page.templates[0].problem, None);
}

#[test]
fn the_namespace_may_stand_below_the_first_heading() {
    let text = operation("## HTTP request\n```http\nGET /books\n```\n").replace("Namespace: shop\n\n", "");
    let text = text.replace("## Permissions\n", "## Permissions\n\nNamespace: shop\nOne of these is needed.\n\n");
    let (page, _) = read("api/a.md", &text);
    assert_eq!(page.namespace.map(|namespace| namespace.value).as_deref(), Some("shop"));
}

#[test]
fn members_that_are_deprecated() {
    let text = format!("{FRONT}### bookState values\n|Member|Description|\n|:--|:--|\n|new|.|\n|lent (deprecated)|.|\n");
    let members: Vec<_> = read("enums.md", &text).0.enums[0].members.iter().map(|member| member.name.value.clone()).collect();
    assert_eq!(members, ["new", "lent"]);
}

#[test]
fn a_key_behind_a_stray_slash() {
    let text = operation("## HTTP request\n```http\nPATCH /books/(isbn='{isbn}')\n```\n");
    let (page, _) = read("api/a.md", &text);
    assert_eq!(page.templates[0].segments.last().map(|segment| segment.kind.clone()), Some(SegmentKind::Key));
}

#[test]
fn members_of_a_group_are_no_enumeration() {
    let page = |heading: &str| format!("{FRONT}### shelf members\n|{heading}|Description|\n|:--|:--|\n|top|.|\n|bottom|.|\n");
    assert!(read("a.md", &page("Person")).0.enums.is_empty());
    assert_eq!(read("a.md", &page("Member")).0.enums.len(), 1);
}

#[test]
fn what_methods_return_without_a_status() {
    let text = operation(
        "## HTTP request\n```http\nGET /books/{id}\n```\n\n## Response\nEach of these methods returns a [Book resource](../resources/book.md).\n\n\
         ### Errors\nA book that is lost is answered with `HTTP 404`.\n",
    );
    let response = read("api/a.md", &text).0.response.expect("there is a section `Response`");
    assert_eq!(response.ty.map(|link| link.text).as_deref(), Some("Book resource"));
    let answer = "\n## Example\n<!-- { \"blockType\": \"request\", \"name\": \"a\" } -->\n```http\nGET /books/1\n```\n```http\nHTTP/1.1 200 OK\n```\n";
    assert_eq!(codes(&[("api/a.md".to_owned(), text + answer)], &["GD125"]), "");
}

#[test]
fn lists_of_values_have_many_words_before_them() {
    let values = |ty: &str, description: &str| {
        let text = TYPE.replace("|sold|Boolean|Whether it is gone.|", &format!("|sold|{ty}|{description}|"));
        let fields = read("book.md", &text).0.resource.properties;
        fields[2].values.iter().map(|value| value.value.clone()).collect::<Vec<_>>()
    };
    for listed in [
        "How. Supported values: `cash`, `card`.",
        "One of: `cash`, `card`",
        "Can be: `cash` or `card`.",
        "How it is paid. It can be either `cash` or `card`.",
        "Must be one of the following: `cash`, `card` (preferred).",
    ] {
        assert_eq!(values("String", listed), ["cash", "card"], "{listed}");
    }
    assert_eq!(values("payment", "How it is paid: `cash`, `card`. Required."), ["cash", "card"]);
    for other in [
        "How it is paid: `cash`, `card`. Required.",
        "One of `cash` and `card` is required.",
        "Can be `true` or `false`.",
        "Filters: supported are `eq`, `ne`.",
        "Can be set where `cash` or `card` is.",
    ] {
        assert_eq!(values("String", other), Vec::<String>::new(), "{other}");
    }
}

#[test]
fn what_a_type_inherits_from_may_stand_above_its_properties() {
    let inherits = |heading: &str| {
        let text = TYPE
            .replace(heading, &format!("{heading}A **book** is derived from [**item**](item.md) and has what items have.\n\n"));
        read("book.md", &text).0.resource.inherits.map(|link| link.target.value)
    };
    assert_eq!(inherits("## Properties\n").as_deref(), Some("item.md"));
    assert_eq!(inherits("## JSON representation\n").as_deref(), Some("item.md"));
    assert_eq!(inherits("no such heading"), None);
}

#[test]
fn a_body_that_is_not_sent_has_many_words() {
    for words in
        ["Do not supply a request body for this method.", "No request body should be supplied.", "Don't supply a body.", "None."]
    {
        let text = operation(&format!("## HTTP request\n```http\nGET /books\n```\n\n## Request body\n{words}\n"));
        assert!(read("api/a.md", &text).0.body.is_some_and(|body| body.none), "{words}");
    }
}

#[test]
fn asterisks_that_refer_to_a_note_are_no_emphasis() {
    let page =
        |lead: &str| [("api/a.md".to_owned(), operation("").replace("## Permissions", &format!("{lead}\n\n## Permissions")))];
    for fine in ["Books.Read.All**, Books.ReadWrite.All**", "What is marked with ** is old.", "A **strong** word."] {
        assert_eq!(codes(&page(fine), &["GD012"]), "", "{fine}");
    }
    for slip in ["A ** weak** word.", "A **weak ** word.", "** weak ** at the start."] {
        assert_ne!(codes(&page(slip), &["GD012"]), "", "{slip}");
    }
}

#[test]
fn headings_of_enumerations() {
    let name = |heading: &str| {
        let text = format!("{FRONT}### {heading}\n\n|Member|\n|:--|\n|new|\n|used|\n");
        let enums = read("enums.md", &text).0.enums;
        enums.first().map(|found| {
            let origin = found.name.origin;
            assert_eq!(&text[origin.start as usize..origin.end as usize], found.name.value);
            found.name.value.clone()
        })
    };
    for heading in [
        "bookState values",
        "bookState Values",
        "bookState values:",
        "bookState values (deprecated)",
        "`bookState` values",
        "bookState enum",
        "bookState enum type",
        "Values of bookState",
        "Possible values for bookState",
    ] {
        assert_eq!(name(heading).as_deref(), Some("bookState"), "{heading}");
    }
    assert_eq!(name("shop.bookState values").as_deref(), Some("shop.bookState"));
    for heading in ["Values of the state", "Possible values", "Special flags", "Some values of bookState"] {
        assert_eq!(name(heading), None, "{heading}");
    }
}

#[test]
fn requests_below_headings_of_their_own() {
    let shown = |ours: &str| {
        format!(
            "{FRONT}## Get my shelf\n<!-- {{ \"blockType\": \"request\", \"name\": \"a\" }} -->\n```http\n{ours}\n```\n\n\
             ## Get the shelf of a reader\n<!-- {{ \"blockType\": \"request\", \"name\": \"b\" }} -->\n```http\nGET /readers/{{id}}/shelf\n```\n"
        )
    };
    let paths = |text: &str| {
        let page = read("api/a.md", text).0;
        page.requests().map(|(method, template)| format!("{} {}", method.as_str(), template.canonical_path())).collect::<Vec<_>>()
    };
    assert_eq!(paths(&shown("GET /me/shelf")), ["GET /me/shelf", "GET /readers/{id}/shelf"]);
    assert_eq!(paths(&shown("GET https://x.example/v1.0/me/shelf")), ["GET /readers/{id}/shelf"]);
    let documented = shown("GET /me/shelf") + "## HTTP request\n```http\nGET /shelf\n```\n";
    assert_eq!(paths(&documented), ["GET /shelf"]);
    let of_type = TYPE.to_owned() + "\n## Example\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /books\n```\n";
    assert!(paths(&of_type).is_empty(), "the page of a type has no requests");
}

#[test]
fn values_may_be_emphasised() {
    let values = |list: &str| {
        let text = TYPE.replace("Possible values are: `new`, `used`.", list);
        let fields = read("book.md", &text).0.resource.properties;
        let state = fields.into_iter().find(|field| field.name.value == "state").expect("there is such a row");
        state.values.into_iter().map(|value| value.value).collect::<Vec<_>>()
    };
    for list in [
        "Possible values are: *new*, *used*.",
        "The possible values are **new** and **used**.",
        "Possible values: *new*, *used* (the default is *new*).",
        "Allowed values are *new* or *used*. Do *not* send *lost*.",
    ] {
        assert_eq!(values(list), ["new", "used"], "{list}");
    }
    for list in [
        "Possible values are *not* listed.",
        "The *state* of the *book*.",
        "Values are: *brand new*, *used*.",
        "Possible values are: **.",
    ] {
        assert_eq!(values(list), [""; 0], "{list}");
    }
}
