//! Searching, computed values, and the forms of `$expand`.

use edmund_sandbox::Service;
use expect_test::expect;

use crate::{check, send, stocked};

/// Books with an author, and one with chapters in parts.
fn written() -> Service {
    let service = stocked();
    for request in [
        "POST /people\n\n{\"id\":1,\"displayName\":\"Ada\"}",
        "PUT /books('a')/author/$ref\n\n{\"@odata.id\":\"people(1)\"}",
        "POST /books('a')/readers/$ref\n\n{\"@odata.id\":\"people(1)\"}",
        "POST /books('a')/chapters\n\n{\"part\":\"I\",\"number\":1,\"heading\":\"The red door\"}",
        "POST /books('a')/chapters\n\n{\"part\":\"I\",\"number\":2,\"heading\":\"Home\"}",
    ] {
        let answer = send(&service, request);
        assert!(answer.starts_with('2'), "{answer}");
    }
    service
}

#[test]
fn search_looks_into_every_text() {
    check(
        &written(),
        &[
            "GET /books?$search=BLUE&$select=isbn",
            "GET /books?$search=%22delta's%22 OR Oslo&$select=isbn&$orderby=isbn desc&$count=true",
            "GET /books?$search=NOT blue AND delta&$select=isbn",
            "GET /books?$search=%22title:beta%22&$select=isbn",
            "GET /books/$count?$search=blue",
            "GET /books('a')?$expand=chapters($search=red;$select=heading)&$select=isbn",
        ],
        expect![[r##"
            > GET /books?$search=BLUE&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"a"},
             {"isbn":"c"}]}

            > GET /books?$search=%22delta's%22 OR Oslo&$select=isbn&$orderby=isbn desc&$count=true
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","@odata.count":2,"value":[
             {"isbn":"c"},
             {"isbn":"a"}]}

            > GET /books?$search=NOT blue AND delta&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"@odata.type":"#library.audioBook","isbn":"d"}]}

            > GET /books?$search=%22title:beta%22&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"b"}]}

            > GET /books/$count?$search=blue
            200 OK
            2

            > GET /books('a')?$expand=chapters($search=red;$select=heading)&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"a","chapters":[{"heading":"The red door"}]}
        "##]],
    );
}

#[test]
fn computed_values_have_names() {
    check(
        &written(),
        &[
            "GET /books?$compute=price mul 2 as double,double add 1 as more&$select=isbn,double,more&$filter=more gt 15&$orderby=double desc",
            "GET /books('a')?$compute=toupper(title) as loud,year(added) as since,date(added) as day,added as when&$select=loud,since,day,when",
            "GET /books?$compute=pages as price",
            "GET /books?$compute=nothing as x",
            "GET /books?$compute=later as x,pages as later",
            "GET /books?$compute=chapters/$count as x",
            "GET /books('a')?$expand=chapters($compute=length(heading) as size;$select=size;$orderby=size)&$select=isbn",
        ],
        expect![[r#"
            > GET /books?$compute=price mul 2 as double,double add 1 as more&$select=isbn,double,more&$filter=more gt 15&$orderby=double desc
            200 OK
            {"@odata.context":"/$metadata#books(double,isbn,more)","value":[
             {"isbn":"b","double":38.5,"more":39.5},
             {"isbn":"a","double":19.0,"more":20.0}]}

            > GET /books('a')?$compute=toupper(title) as loud,year(added) as since,date(added) as day,added as when&$select=loud,since,day,when
            200 OK
            {"@odata.context":"/$metadata#books(day,loud,since,when)/$entity","loud":"ALPHA","since":2024,"day":"2024-01-01","when":"2024-01-01T10:00:00Z"}

            > GET /books?$compute=pages as price
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$compute`: the name `price` is taken","target":"$compute"

            > GET /books?$compute=nothing as x
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$compute` at position 0: the type `library.book` has no property `nothing`","target":"$compute"

            > GET /books?$compute=later as x,pages as later
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$compute` at position 0: the type `library.book` has no property `later`","target":"$compute"

            > GET /books?$compute=chapters/$count as x
            501 Not Implemented
            {"error":{"code":"NotImplemented","message":"`$compute`: the sandbox computes from properties only, not from `chapters/$count`","target":"$compute"

            > GET /books('a')?$expand=chapters($compute=length(heading) as size;$select=size;$orderby=size)&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"a","chapters":[{"size":4},
             {"size":12}]}
        "#]],
    );
}

#[test]
fn expansions_of_every_form() {
    check(
        &written(),
        &[
            "GET /books('a')?$select=isbn&$expand=author/$ref,readers/$ref,chapters/$count($filter=number gt 1)",
            "GET /books('a')?$select=isbn&$expand=chapters/$count",
            "GET /books('a')?$select=isbn&$expand=readers/library.person($select=displayName)",
        ],
        expect![[r#"
            > GET /books('a')?$select=isbn&$expand=author/$ref,readers/$ref,chapters/$count($filter=number gt 1)
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"a","author":{"@odata.id":"/people(1)"},"readers":[{"@odata.id":"/people(1)"}],"chapters@odata.count":1}

            > GET /books('a')?$select=isbn&$expand=chapters/$count
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"a","chapters@odata.count":2}

            > GET /books('a')?$select=isbn&$expand=readers/library.person($select=displayName)
            200 OK
            {"@odata.context":"/$metadata#books(isbn)/$entity","isbn":"a","readers":[{"displayName":"Ada"}]}
        "#]],
    );
}
