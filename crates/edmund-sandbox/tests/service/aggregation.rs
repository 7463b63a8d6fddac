//! `$apply`.

use edmund_sandbox::Service;
use expect_test::expect;

use crate::{check, send, stocked};

/// Books of two authors.
fn written() -> Service {
    let service = stocked();
    for request in [
        "POST /people\n\n{\"id\":1,\"displayName\":\"Ada\"}",
        "POST /people\n\n{\"id\":2,\"displayName\":\"Bob\"}",
        "PUT /books('a')/author/$ref\n\n{\"@odata.id\":\"people(1)\"}",
        "PUT /books('b')/author/$ref\n\n{\"@odata.id\":\"people(1)\"}",
        "PUT /books('c')/author/$ref\n\n{\"@odata.id\":\"people(2)\"}",
    ] {
        let answer = send(&service, request);
        assert!(answer.starts_with('2'), "{answer}");
    }
    service
}

#[test]
fn one_value_of_many() {
    check(
        &written(),
        &[
            "GET /books?$apply=aggregate(pages with sum as pages,price with average as mean,price with max as most,published with min as first,status with countdistinct as states,$count as n)",
            "GET /books?$apply=filter(pages gt 1000)/aggregate(pages with sum as pages,pages with average as mean,$count as n)",
            "GET /books?$apply=aggregate(pages mul 2 with sum as double)",
        ],
        expect![[r#"
            > GET /books?$apply=aggregate(pages with sum as pages,price with average as mean,price with max as most,published with min as first,status with countdistinct as states,$count as n)
            200 OK
            {"@odata.context":"/$metadata#books(first,mean,most,n,pages,states)","value":[
             {"first":"2020-01-31","mean":11.25,"most":19.25,"n":4,"pages":600,"states":3}]}

            > GET /books?$apply=filter(pages gt 1000)/aggregate(pages with sum as pages,pages with average as mean,$count as n)
            200 OK
            {"@odata.context":"/$metadata#books(mean,n,pages)","value":[
             {"mean":null,"n":0,"pages":null}]}

            > GET /books?$apply=aggregate(pages mul 2 with sum as double)
            200 OK
            {"@odata.context":"/$metadata#books(double)","value":[
             {"double":1200}]}
        "#]],
    );
}

#[test]
fn groups() {
    check(
        &written(),
        &[
            "GET /books?$apply=groupby((status),aggregate($count as n,pages with sum as pages))&$orderby=n desc,status&$count=true",
            "GET /books?$apply=groupby((author/displayName,status))&$filter=author/displayName eq 'Ada'",
            "GET /books?$apply=groupby((author/displayName),aggregate(pages with sum as pages))/filter(pages gt 100)/compute(pages div 100 as hundreds)&$select=author,hundreds",
            "GET /books?$apply=groupby((status),topcount(1,pages))&$select=isbn",
            "GET /books?$apply=groupby((status))&$top=1&$skip=1",
            "GET /books?$apply=groupby((status))\nPrefer: maxpagesize=2",
        ],
        expect![[r#"
            > GET /books?$apply=groupby((status),aggregate($count as n,pages with sum as pages))&$orderby=n desc,status&$count=true
            200 OK
            {"@odata.context":"/$metadata#books(n,pages,status)","@odata.count":3,"value":[
             {"n":2,"pages":100,"status":"available"},
             {"n":1,"pages":200,"status":"lent"},
             {"n":1,"pages":300,"status":"lost"}]}

            > GET /books?$apply=groupby((author/displayName,status))&$filter=author/displayName eq 'Ada'
            200 OK
            {"@odata.context":"/$metadata#books(author,status)","value":[
             {"author":{"displayName":"Ada"},"status":"available"},
             {"author":{"displayName":"Ada"},"status":"lent"}]}

            > GET /books?$apply=groupby((author/displayName),aggregate(pages with sum as pages))/filter(pages gt 100)/compute(pages div 100 as hundreds)&$select=author,hundreds
            200 OK
            {"@odata.context":"/$metadata#books(author,hundreds,pages)","value":[
             {"author":{"displayName":"Ada"},"hundreds":3},
             {"author":{"displayName":"Bob"},"hundreds":3}]}

            > GET /books?$apply=groupby((status),topcount(1,pages))&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books","value":[
             {"isbn":"a"},
             {"isbn":"b"},
             {"isbn":"c"}]}

            > GET /books?$apply=groupby((status))&$top=1&$skip=1
            200 OK
            {"@odata.context":"/$metadata#books(status)","value":[
             {"status":"lent"}]}

            > GET /books?$apply=groupby((status))
            200 OK
            {"@odata.context":"/$metadata#books(status)","value":[
             {"status":"available"},
             {"status":"lent"}],"@odata.nextLink":"/books?$apply=groupby((status))&$skiptoken=2-2-0-d4ca757edf34c6bc"}
        "#]],
    );
}

#[test]
fn other_transformations() {
    check(
        &written(),
        &[
            "GET /books?$apply=filter(pages ge 100)/orderby(pages desc)/skip(1)/top(1)&$select=isbn,pages",
            "GET /books?$apply=concat(topcount(1,pages),bottomcount(1,pages))&$select=isbn",
            "GET /books?$apply=toppercent(50,pages)&$select=isbn",
            "GET /books?$apply=topsum(400,pages)/identity&$select=isbn",
            "GET /books?$apply=search(blue)/compute(length(title) as size)/aggregate(size with max as size)",
        ],
        expect![[r##"
            > GET /books?$apply=filter(pages ge 100)/orderby(pages desc)/skip(1)/top(1)&$select=isbn,pages
            200 OK
            {"@odata.context":"/$metadata#books","value":[
             {"isbn":"b","pages":200}]}

            > GET /books?$apply=concat(topcount(1,pages),bottomcount(1,pages))&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books","value":[
             {"isbn":"c"},
             {"@odata.type":"#library.audioBook","isbn":"d"}]}

            > GET /books?$apply=toppercent(50,pages)&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books","value":[
             {"isbn":"c"}]}

            > GET /books?$apply=topsum(400,pages)/identity&$select=isbn
            200 OK
            {"@odata.context":"/$metadata#books","value":[
             {"isbn":"c"},
             {"isbn":"b"}]}

            > GET /books?$apply=search(blue)/compute(length(title) as size)/aggregate(size with max as size)
            200 OK
            {"@odata.context":"/$metadata#books(size)","value":[
             {"size":15}]}
        "##]],
    );
}

#[test]
fn what_cannot_be_transformed() {
    check(
        &written(),
        &[
            "GET /books?$apply=groupby((status))/filter(pages gt 1)",
            "GET /books?$apply=aggregate(nothing with sum as x)",
            "GET /books?$apply=aggregate(pages with library.median as x)",
            "GET /books?$apply=groupby((rollup(status,isbn)))",
            "GET /books?$apply=identity&$expand=author",
            "GET /books?$apply=groupby((status)",
            "GET /books/$count?$apply=groupby((status))",
            &format!("GET /books?$apply={}identity", "concat(identity,identity)/".repeat(60)),
        ],
        expect![[r#"
            > GET /books?$apply=groupby((status))/filter(pages gt 1)
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$apply` at position 0: there is no `pages` behind these transformations; there is status","target":"$apply"

            > GET /books?$apply=aggregate(nothing with sum as x)
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$apply` at position 0: the type `library.book` has no property `nothing`","target":"$apply"

            > GET /books?$apply=aggregate(pages with library.median as x)
            501 Not Implemented
            {"error":{"code":"NotImplemented","message":"`$apply`: the sandbox does not implement `pages with library.median as x`","target":"$apply"

            > GET /books?$apply=groupby((rollup(status,isbn)))
            501 Not Implemented
            {"error":{"code":"NotImplemented","message":"`$apply`: the sandbox groups by properties only, not by `rollup(status,isbn)`","target":"$apply"

            > GET /books?$apply=identity&$expand=author
            501 Not Implemented
            {"error":{"code":"NotImplemented","message":"the sandbox does not implement `$expand` together with `$apply`","target":"$expand"

            > GET /books?$apply=groupby((status)
            400 Bad Request
            {"error":{"code":"BadRequest","message":"query option $apply: at byte 16: expected an operator, `,` or `)`, found end of text","target":"$apply"

            > GET /books/$count?$apply=groupby((status))
            200 OK
            3

            > GET /books?$apply=concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/concat(identity,identity)/identity
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the request means more work than the sandbox does for one: nest fewer lambdas and expansions, or filter first"
        "#]],
    );
}
