use expect_test::expect;

use crate::{builder, check, library, send, stocked};

#[test]
fn documents() {
    check(&library(), &["GET /", "DELETE /", "GET /$metadata\nAccept: application/json"], expect![[]]);
    let metadata = send(&library(), "GET /$metadata");
    assert!(metadata.contains("<edmx:Edmx") && metadata.contains("Name=\"audioBook\""), "{metadata}");
}

#[test]
fn entities_by_key() {
    let requests = [
        "GET /books('a')",
        "GET /books/a?$select=title,origin/city",
        "GET /books(isbn='d')?$select=isbn",
        "GET /books('d')/library.audioBook?$select=duration",
        "GET /books('a')/lib.audioBook",
        "GET /books(@k)?$select=isbn&@k='b'",
        "GET /books('c')/title",
    ];
    check(&stocked(), &requests, expect![[]]);
}

#[test]
fn properties() {
    let requests = [
        "GET /books('c')/title/$value",
        "GET /books('a')/origin",
        "GET /books('a')/origin/city",
        "GET /books('a')/tags",
        "GET /books('a')/tags/$count",
        "GET /books('a')/published/$value",
        "GET /books('b')/published",
        "GET /books/$count",
        "GET /books/$count?$filter=pages gt 150",
        "GET /books/library.audioBook/$count",
        "GET /books('a')/author",
    ];
    check(&stocked(), &requests, expect![[]]);
}

#[test]
fn containment_and_composite_keys() {
    let service = stocked();
    let requests = [
        "POST /books('a')/chapters\n\n{\"part\":\"I/1\",\"number\":2,\"heading\":\"Start\"}",
        "POST /books('a')/chapters('I%2F1',2)/notes\n\n{}",
        "POST /books('a')/chapters(part='I%2F1',number=2)/notes\n\n{\"id\":\"00000000-0000-4000-8000-00000000000A\",\"text\":\"x\",\"colour\":{\"deep\":[1]}}",
        "GET /books/a/chapters/I%2F1/2/heading",
        "GET /books('a')/chapters(number=2,part='I%2F1')/notes(00000000-0000-4000-8000-00000000000a)",
        "GET /books/a/chapters/I%2F1/2/notes/00000000-0000-4000-8000-00000000000A/colour",
        "GET /books('b')/chapters",
    ];
    check(&service, &requests, expect![[]]);
}

#[test]
fn synthetic_rows_are_the_same_every_time_and_found_by_key() {
    let service = builder().rows("people", 25).page_size(10).service().unwrap();
    let list = send(&service, "GET /people?$select=id,displayName");
    assert_eq!(list, send(&builder().rows("people", 25).page_size(10).service().unwrap(), "GET /people?$select=id,displayName"));
    check(
        &service,
        &["GET /people/$count", "GET /people?$top=2&$select=id,displayName", "GET /people(25)?$select=id"],
        expect![[]],
    );
}

#[test]
fn pages_keep_the_query_and_end() {
    let service = builder().rows("people", 7).page_size(3).max_page_size(4).service().unwrap();
    let requests = [
        "GET /people?$select=id&$count=true&%24filter=id%20gt%201&x=%27",
        "GET /people?$select=id&$count=true&%24filter=id%20gt%201&x=%27&$skiptoken=4-3-0",
        "GET /people?$select=id&$orderby=id desc\nPrefer: odata.maxpagesize=50",
        "GET /people?$select=id&$top=2",
        "GET /people?$select=id&$skip=5",
        "GET /people?$select=id&$top=0",
    ];
    check(&service, &requests, expect![[]]);
}

#[test]
fn expand() {
    let service = stocked();
    for request in [
        "POST /people\n\n{\"id\":1,\"displayName\":\"Ada\"}",
        "POST /people\n\n{\"id\":2,\"displayName\":\"Bob\",\"card\":{\"id\":\"k\",\"color\":\"red\"}}",
        "PATCH /books('a')\n\n{\"author@odata.bind\":\"people(1)\",\"readers@odata.bind\":[\"http://sandbox/people/1\",\"/people(2)\"]}",
    ] {
        let answer = send(&service, request);
        assert!(answer.starts_with('2'), "{answer}");
    }
    let requests = [
        "GET /books('a')?$select=isbn&$expand=author,readers($select=displayName;$filter=id gt 1;$count=true)",
        "GET /books?$select=isbn&$expand=author($select=mail)&$filter=author/displayName eq 'Ada'",
        "GET /books?$select=isbn&$filter=readers/any(r:r/displayName eq 'Bob' and r/card/color eq 'red')",
        "GET /books?$select=isbn&$filter=readers/$count gt 1",
        "GET /books('a')/readers(2)/card",
        "GET /books?$expand=title",
        "GET /books?$expand=chapters($expand=notes($filter=nope eq 1))",
    ];
    check(&service, &requests, expect![[]]);
}
