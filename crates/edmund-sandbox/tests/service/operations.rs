use expect_test::expect;
use serde_json::json;

use crate::{builder, check, send, stocked};

#[test]
fn computed_by_registered_code() {
    let service = builder()
        .rows("books", 3)
        .function("library.recommended", |call| {
            let mut count = 0;
            call.for_each("", |_| count += 1)?;
            Ok(json!([call.argument("status"), format!("{count} books"), format!("limit {:?}", call.argument("limit"))]))
        })
        .function("library.weight", |call| Ok(json!(call.entity().and_then(|book| book["isbn"].as_str()).map(str::len))))
        .function("library.opening", |_| Ok(json!({ "cty": "x" })))
        .service()
        .unwrap();
    send(&service, "POST /books\n\n{\"isbn\":\"four\",\"title\":\"T\"}");
    let requests = [
        "GET /books/library.recommended(status='lent',limit=null)",
        "GET /books/recommended(limit=@l,status=@s)?@s=library.status'lost'&@l=5",
        "GET /books/four/weight",
        "GET /books('four')/lib.weight()/$value",
        "GET /opening(day=2024-01-01)",
    ];
    check(
        &service,
        &requests,
        expect![[r#"
            > GET /books/library.recommended(status='lent',limit=null)
            200 OK
            {"@odata.context":"/$metadata#Collection(Edm.String)","value":["lent","4 books","limit Some(Null)"]}

            > GET /books/recommended(limit=@l,status=@s)?@s=library.status'lost'&@l=5
            200 OK
            {"@odata.context":"/$metadata#Collection(Edm.String)","value":["lost","4 books","limit Some(Number(5))"]}

            > GET /books/four/weight
            200 OK
            {"@odata.context":"/$metadata#Edm.Int32","value":4}

            > GET /books('four')/lib.weight()/$value
            200 OK
            4

            > GET /opening(day=2024-01-01)
            500 Internal Server Error
            {"error":{"code":"InternalError","message":"the registered code of `library.opening` returned what the schema does not allow: the type `library.place` has no property `cty`; did you mean `city`?"
        "#]],
    );
}

#[test]
fn default_results_and_refused_calls() {
    let requests = [
        "GET /opening(day=2024-01-01)",
        "GET /opening(day=2024-01-01)/city",
        "GET /opening(day=2024-01-01)/town",
        "GET /opening(day='x')",
        "GET /opening",
        "GET /books/recommended(status='lent')",
        "GET /books/recommended(status='lent',limit='x')",
        "POST /books/recommended(status='lent',limit=1)",
        "POST /books('a')/lend\n\n{\"to\":\"Ada\",\"days\":3}",
        "POST /books('a')/library.lend\n\n{\"to\":\"Ada\",\"until\":3}",
        "POST /books('a')/lend\n\n{}",
        "POST /books('a')/lend\n\n{\"to\":5}",
        "GET /books('a')/lend",
    ];
    check(
        &stocked(),
        &requests,
        expect![[r#"
            > GET /opening(day=2024-01-01)
            200 OK
            {"@odata.context":"/$metadata#library.place","city":"Kyoto","floor":6}

            > GET /opening(day=2024-01-01)/city
            200 OK
            {"@odata.context":"/$metadata#Edm.String","value":"Kyoto"}

            > GET /opening(day=2024-01-01)/town
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"the type `library.place` has no property or operation `town`","target":"town"

            > GET /opening(day='x')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`day`: expected a literal of Edm.Date, found \"'x'\"","target":"day"

            > GET /opening
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`opening` does not fit: expected opening(day)","target":"opening"

            > GET /books/recommended(status='lent')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`recommended(status='lent')` does not fit: expected recommended(status,limit)","target":"recommended"

            > GET /books/recommended(status='lent',limit='x')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`limit`: expected a literal of Edm.Int32, found \"'x'\"","target":"limit"

            > POST /books/recommended(status='lent',limit=1)
            405 Method Not Allowed
            allow: GET
            {"error":{"code":"MethodNotAllowed","message":"POST does not apply to a function"

            > POST /books('a')/lend
            204 No Content

            > POST /books('a')/library.lend
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the action `library.lend` has no parameter `until`; it has to, days","target":"until"

            > POST /books('a')/lend
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the action `library.lend` needs the parameter `to`","target":"to"

            > POST /books('a')/lend
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`to`: expected a string, found 5","target":"to"

            > GET /books('a')/lend
            405 Method Not Allowed
            allow: POST
            {"error":{"code":"MethodNotAllowed","message":"GET does not apply to an action"
        "#]],
    );
}
