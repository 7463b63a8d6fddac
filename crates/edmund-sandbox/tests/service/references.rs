use expect_test::expect;

use crate::{check, library, send, stocked};

#[test]
fn references_to_entities_that_live_in_a_set() {
    let service = stocked();
    for id in 1..=3 {
        send(&service, &format!("POST /people\n\n{{\"id\":{id},\"displayName\":\"P{id}\"}}"));
    }
    let requests = [
        "POST /books('a')/readers/$ref\n\n{\"@odata.id\":\"http://sandbox/people(1)\"}",
        "POST /books('a')/readers/$ref\n\n{\"@odata.id\":\"people/3\"}",
        "POST /books('a')/readers/$ref\n\n{\"@odata.id\":\"people/3\"}",
        "GET /books('a')/readers/$ref",
        "GET /books('a')/readers?$select=displayName",
        "GET /books('a')/readers/3/displayName",
        "GET /books('a')/readers(2)",
        "DELETE /books('a')/readers/3/$ref",
        "DELETE /books('a')/readers/$ref?$id=people(1)",
        "DELETE /books('a')/readers/$ref?$id=people(1)",
        "GET /books('a')/readers/$count",
        "GET /people/$count",
        "PUT /books('a')/author/$ref\n\n{\"@odata.id\":\"people(2)\"}",
        "GET /books('a')/author/$ref",
        "GET /books('a')/author/displayName",
        "DELETE /books('a')/author/$ref",
        "GET /books('a')/author",
        "DELETE /books('a')/author/$ref",
        "PUT /books('a')/author/$ref\n\n{\"@odata.id\":\"people(3)\"}",
        "DELETE /people(3)",
        "GET /books('a')/author",
    ];
    check(
        &service,
        &requests,
        expect![[r#"
            > POST /books('a')/readers/$ref
            204 No Content

            > POST /books('a')/readers/$ref
            204 No Content

            > POST /books('a')/readers/$ref
            204 No Content

            > GET /books('a')/readers/$ref
            200 OK
            {"@odata.context":"/$metadata#Collection($ref)","value":[
             {"@odata.id":"/people(1)"},
             {"@odata.id":"/people(3)"}]}

            > GET /books('a')/readers?$select=displayName
            200 OK
            {"@odata.context":"/$metadata#books('a')/readers(displayName)","value":[
             {"displayName":"P1"},
             {"displayName":"P3"}]}

            > GET /books('a')/readers/3/displayName
            200 OK
            {"@odata.context":"/$metadata#people(3)/displayName","value":"P3"}

            > GET /books('a')/readers(2)
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books('a')/readers` has no item with the key `2`"

            > DELETE /books('a')/readers/3/$ref
            204 No Content

            > DELETE /books('a')/readers/$ref?$id=people(1)
            204 No Content

            > DELETE /books('a')/readers/$ref?$id=people(1)
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books('a')/readers` has no such reference"

            > GET /books('a')/readers/$count
            200 OK
            0

            > GET /people/$count
            200 OK
            3

            > PUT /books('a')/author/$ref
            204 No Content

            > GET /books('a')/author/$ref
            200 OK
            {"@odata.context":"/$metadata#$ref","@odata.id":"/people(2)"}

            > GET /books('a')/author/displayName
            200 OK
            {"@odata.context":"/$metadata#people(2)/displayName","value":"P2"}

            > DELETE /books('a')/author/$ref
            204 No Content

            > GET /books('a')/author
            204 No Content

            > DELETE /books('a')/author/$ref
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"the navigation property has no target to remove"

            > PUT /books('a')/author/$ref
            204 No Content

            > DELETE /people(3)
            204 No Content

            > GET /books('a')/author
            204 No Content
        "#]],
    );
}

#[test]
fn references_to_entities_that_live_nowhere_else() {
    let requests = [
        "POST /desk/visits\n\n{\"id\":\"v\",\"reason\":\"returns\"}",
        "POST /desk/visits/$ref\n\n{\"@odata.id\":\"desk/visits/v\"}",
        "GET /desk/visits?$filter=reason eq 'returns'",
        "DELETE /desk/visits('v')/$ref",
        "GET /desk/visits/$count",
        "DELETE /desk/visits('v')/$ref",
    ];
    check(
        &library(),
        &requests,
        expect![[r#"
            > POST /desk/visits
            201 Created
            location: http://sandbox/desk/visits('v')
            {"@odata.context":"/$metadata#desk/visits/$entity","id":"v","reason":"returns","isUrgent":null}

            > POST /desk/visits/$ref
            204 No Content

            > GET /desk/visits?$filter=reason eq 'returns'
            200 OK
            {"@odata.context":"/$metadata#desk/visits","value":[
             {"id":"v","reason":"returns","isUrgent":null}]}

            > DELETE /desk/visits('v')/$ref
            204 No Content

            > GET /desk/visits/$count
            200 OK
            0

            > DELETE /desk/visits('v')/$ref
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`desk/visits` has no item with the key `'v'`"
        "#]],
    );
}

#[test]
fn refused_references() {
    let requests = [
        "POST /books('a')/readers/$ref\n\n{\"@odata.id\":\"books('b')\"}",
        "POST /books('a')/readers/$ref\n\n{\"@odata.id\":\"people\"}",
        "POST /books('a')/readers/$ref\n\n{}",
        "POST /books('a')/chapters/$ref\n\n{\"@odata.id\":\"books('b')/chapters('I',1)\"}",
        "POST /books/$ref\n\n{\"@odata.id\":\"books('a')\"}",
        "DELETE /books('a')/$ref",
        "PATCH /books('a')/readers/$ref\n\n{}",
        "GET /books('a')/title/$ref",
    ];
    check(
        &stocked(),
        &requests,
        expect![[r#"
            > POST /books('a')/readers/$ref
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`books('b')` is a `library.book`, not a `library.person`","target":"@odata.id"

            > POST /books('a')/readers/$ref
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`people` is not the URL of an entity","target":"@odata.id"

            > POST /books('a')/readers/$ref
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the body has to be `{\"@odata.id\": \"URL of an entity\"}`","target":"@odata.id"

            > POST /books('a')/chapters/$ref
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`books('b')/chapters('I',1)` is not an entity of this service: `'I',1` is not the key: expected part (Edm.String), number (Edm.Int32)","target":"@odata.id"

            > POST /books/$ref
            204 No Content

            > DELETE /books('a')/$ref
            405 Method Not Allowed
            allow: GET
            {"error":{"code":"MethodNotAllowed","message":"entities live in this collection; delete the entity instead of a reference"

            > PATCH /books('a')/readers/$ref
            405 Method Not Allowed
            allow: GET, POST, DELETE
            {"error":{"code":"MethodNotAllowed","message":"PATCH does not apply to the references of a collection"

            > GET /books('a')/title/$ref
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`$ref` does not apply here","target":"$ref"
        "#]],
    );
}
