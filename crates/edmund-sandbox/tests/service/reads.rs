use expect_test::expect;

use crate::{builder, check, library, send, stocked};

#[test]
fn documents() {
    check(
        &library(),
        &["GET /", "DELETE /", "GET /$metadata\nAccept: application/json"],
        expect![[r#"
            > GET /
            200 OK
            {"@odata.context":"/$metadata","value":[
             {"kind":"EntitySet","name":"books","url":"books"},
             {"kind":"EntitySet","name":"photos","url":"photos"},
             {"kind":"EntitySet","name":"people","url":"people"},
             {"kind":"EntitySet","name":"archive","url":"archive"},
             {"kind":"Singleton","name":"desk","url":"desk"},
             {"kind":"FunctionImport","name":"opening","url":"opening"}]}

            > DELETE /
            405 Method Not Allowed
            allow: GET
            {"error":{"code":"MethodNotAllowed","message":"DELETE does not apply to the service document"

            > GET /$metadata
            406 Not Acceptable
            {"error":{"code":"NotAcceptable","message":"`$metadata` is served as application/xml, not `application/json`"
        "#]],
    );
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
    check(
        &stocked(),
        &requests,
        expect![[r##"
            > GET /books('a')
            200 OK
            {"@odata.context":"/$metadata#books/$entity","isbn":"a","title":"Alpha","pages":100,"price":9.5,"status":"available","features":null,"tags":["red","blue"],"published":"2020-01-31","added":"2024-01-01T10:00:00Z","origin":{"city":"Oslo","floor":2},"shelfMark":null}

            > GET /books/a?$select=title,origin/city
            200 OK
            {"@odata.context":"/$metadata#books(origin,title)/$entity","title":"Alpha","origin":{"city":"Oslo"}}

            > GET /books(isbn='d')?$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","@odata.type":"#library.audioBook","isbn":"d"}

            > GET /books('d')/library.audioBook?$select=duration
            200 OK
            {"@odata.context":"/$metadata#books/library.audioBook(duration)/$entity","duration":"PT1H30M"}

            > GET /books('a')/lib.audioBook
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"the entity is a `library.book`, not a `library.audioBook`"

            > GET /books(@k)?$select=isbn&@k='b'
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"b"}

            > GET /books('c')/title
            200 OK
            {"@odata.context":"/$metadata#books('c')/title","value":"Gamma & delta's"}
        "##]],
    );
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
    check(
        &stocked(),
        &requests,
        expect![[r#"
        > GET /books('c')/title/$value
        200 OK
        Gamma & delta's

        > GET /books('a')/origin
        200 OK
        {"@odata.context":"/$metadata#books('a')/origin","city":"Oslo","floor":2}

        > GET /books('a')/origin/city
        200 OK
        {"@odata.context":"/$metadata#books('a')/origin/city","value":"Oslo"}

        > GET /books('a')/tags
        200 OK
        {"@odata.context":"/$metadata#books('a')/tags","value":["red","blue"]}

        > GET /books('a')/tags/$count
        200 OK
        2

        > GET /books('a')/published/$value
        200 OK
        2020-01-31

        > GET /books('b')/published
        204 No Content

        > GET /books/$count
        200 OK
        4

        > GET /books/$count?$filter=pages gt 150
        200 OK
        2

        > GET /books/library.audioBook/$count
        200 OK
        1

        > GET /books('a')/author
        204 No Content
    "#]],
    );
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
    check(
        &service,
        &requests,
        expect![[r#"
            > POST /books('a')/chapters
            201 Created
            location: http://sandbox/books('a')/chapters(part='I%2F1',number=2)
            {"@odata.context":"/$metadata#books('a')/chapters/$entity","part":"I/1","number":2,"heading":"Start"}

            > POST /books('a')/chapters('I%2F1',2)/notes
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`'I/1',2` is not the key: expected part (Edm.String), number (Edm.Int32)","target":"'I/1',2"

            > POST /books('a')/chapters(part='I%2F1',number=2)/notes
            201 Created
            location: http://sandbox/books('a')/chapters(part='I%2F1',number=2)/notes(00000000-0000-4000-8000-00000000000a)
            {"@odata.context":"/$metadata#books('a')/chapters(part='I%2F1',number=2)/notes/$entity","id":"00000000-0000-4000-8000-00000000000A","text":"x","colour":{"deep":[1]}}

            > GET /books/a/chapters/I%2F1/2/heading
            200 OK
            {"@odata.context":"/$metadata#books('a')/chapters(part='I%2F1',number=2)/heading","value":"Start"}

            > GET /books('a')/chapters(number=2,part='I%2F1')/notes(00000000-0000-4000-8000-00000000000a)
            200 OK
            {"@odata.context":"/$metadata#books('a')/chapters(part='I%2F1',number=2)/notes/$entity","id":"00000000-0000-4000-8000-00000000000A","text":"x","colour":{"deep":[1]}}

            > GET /books/a/chapters/I%2F1/2/notes/00000000-0000-4000-8000-00000000000A/colour
            200 OK
            {"@odata.context":"/$metadata#books('a')/chapters(part='I%2F1',number=2)/notes(00000000-0000-4000-8000-00000000000a)/colour","value":{"deep":[1]}}

            > GET /books('b')/chapters
            200 OK
            {"@odata.context":"/$metadata#books('b')/chapters","value":[]}
        "#]],
    );
}

#[test]
fn synthetic_rows_are_the_same_every_time_and_found_by_key() {
    let service = builder().rows("people", 25).page_size(10).service().unwrap();
    let list = send(&service, "GET /people?$select=id,displayName");
    assert_eq!(list, send(&builder().rows("people", 25).page_size(10).service().unwrap(), "GET /people?$select=id,displayName"));
    check(
        &service,
        &["GET /people/$count", "GET /people?$top=2&$select=id,displayName", "GET /people(25)?$select=id"],
        expect![[r#"
            > GET /people/$count
            200 OK
            25

            > GET /people?$top=2&$select=id,displayName
            200 OK
            {"@odata.context":"/$metadata#people(displayName,id)","value":[
             {"id":1,"displayName":"Jun Eriksen"},
             {"id":2,"displayName":"Mateo Nakamura"}]}

            > GET /people(25)?$select=id
            200 OK
            {"@odata.context":"/$metadata#people(id)/$entity","id":25}
        "#]],
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
    check(
        &service,
        &requests,
        expect![[r#"
            > GET /people?$select=id&$count=true&%24filter=id%20gt%201&x=%27
            200 OK
            {"@odata.context":"/$metadata#people(id)","@odata.count":6,"value":[
             {"id":2},
             {"id":3},
             {"id":4}],"@odata.nextLink":"/people?$select=id&$count=true&%24filter=id%20gt%201&x=%27&$skiptoken=4-3-0-507e1c7f0aa67764"}

            > GET /people?$select=id&$count=true&%24filter=id%20gt%201&x=%27&$skiptoken=4-3-0
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the token is not one of this service, or the link was changed: follow links as they are","target":"$skiptoken"

            > GET /people?$select=id&$orderby=id desc
            200 OK
            preference-applied: odata.maxpagesize=4
            {"@odata.context":"/$metadata#people(id)","value":[
             {"id":7},
             {"id":6},
             {"id":5},
             {"id":4}],"@odata.nextLink":"/people?$select=id&$orderby=id%20desc&$skiptoken=4-4-0-d82663f6392188e0"}

            > GET /people?$select=id&$top=2
            200 OK
            {"@odata.context":"/$metadata#people(id)","value":[
             {"id":1},
             {"id":2}]}

            > GET /people?$select=id&$skip=5
            200 OK
            {"@odata.context":"/$metadata#people(id)","value":[
             {"id":6},
             {"id":7}]}

            > GET /people?$select=id&$top=0
            200 OK
            {"@odata.context":"/$metadata#people(id)","value":[]}
        "#]],
    );
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
        "GET /books?$expand=chapters($filter=nope eq 1)",
    ];
    check(
        &service,
        &requests,
        expect![[r#"
            > GET /books('a')?$select=isbn&$expand=author,readers($select=displayName;$filter=id gt 1;$count=true)
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"a","author":{"id":1,"displayName":"Ada","mail":null},"readers@odata.count":1,"readers":[{"displayName":"Bob"}]}

            > GET /books?$select=isbn&$expand=author($select=mail)&$filter=author/displayName eq 'Ada'
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"a","author":{"mail":null}}]}

            > GET /books?$select=isbn&$filter=readers/any(r:r/displayName eq 'Bob' and r/card/color eq 'red')
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"a"}]}

            > GET /books?$select=isbn&$filter=readers/$count gt 1
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"a"}]}

            > GET /books('a')/readers(2)/card
            200 OK
            {"@odata.context":"/$metadata#people(2)/card","id":"k","color":"red"}

            > GET /books?$expand=title
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$expand`: the type `library.book` has no navigation property `title`","target":"$expand"

            > GET /books?$expand=chapters($filter=nope eq 1)
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$filter` at position 0: the type `library.chapter` has no property `nope`","target":"$filter"
        "#]],
    );
}
