use expect_test::expect;

use crate::{check, library, send, stocked};

#[test]
fn create() {
    let requests = [
        "POST /books\n\n{\"isbn\":\"o'x/ö\",\"title\":\"T\"}",
        "GET /books('o''x%2F%C3%B6')/title",
        "POST /people\n\n{\"displayName\":\"Ada\"}",
        "POST /people\nPrefer: return=minimal\n\n{\"displayName\":\"Bob\"}",
        "POST /people\n\n{\"id\":2}",
        "POST /desk/visits\n\n{}",
        "GET /people?$select=id,displayName",
    ];
    check(
        &library(),
        &requests,
        expect![[r#"
            > POST /books
            201 Created
            location: http://sandbox/books('o%27%27x%2F%C3%B6')
            {"@odata.context":"/$metadata#books/$entity","isbn":"o'x/ö","title":"T","pages":null,"price":null,"status":"available","features":null,"tags":[],"published":null,"added":null,"origin":null,"shelfMark":null}

            > GET /books('o''x%2F%C3%B6')/title
            200 OK
            {"@odata.context":"/$metadata#books('o%27%27x%2F%C3%B6')/title","value":"T"}

            > POST /people
            201 Created
            location: http://sandbox/people(1)
            {"@odata.context":"/$metadata#people/$entity","id":1,"displayName":"Ada","mail":null}

            > POST /people
            204 No Content
            preference-applied: return=minimal
            odata-entityid: http://sandbox/people(2)
            location: http://sandbox/people(2)

            > POST /people
            409 Conflict
            {"error":{"code":"Conflict","message":"`people(2)` exists already"

            > POST /desk/visits
            201 Created
            location: http://sandbox/desk/visits('4f104d6b-76b7-4ea5-9956-f0f69cdb0fa2')
            {"@odata.context":"/$metadata#desk/visits/$entity","id":"4f104d6b-76b7-4ea5-9956-f0f69cdb0fa2","reason":null,"isUrgent":null}

            > GET /people?$select=id,displayName
            200 OK
            {"@odata.context":"/$metadata#people(displayName,id)","value":[
             {"id":1,"displayName":"Ada"},
             {"id":2,"displayName":"Bob"}]}
        "#]],
    );
}

#[test]
fn bodies_are_checked() {
    let requests = [
        "POST /books\n\n{\"isbn\":\"x\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":null}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"titel\":\"T\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"pages\":\"5\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"pages\":3000000000}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"status\":\"unknownFutureValue\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"status\":\"Lent\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"tags\":\"red\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"tags\":[1]}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"published\":\"2023-02-29\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"origin\":{\"city\":\"12345678901\"}}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"origin\":{\"floor\":256}}",
        "POST /books\n\n{\"@odata.type\":\"#library.person\",\"isbn\":\"x\",\"title\":\"T\"}",
        "POST /books\n\n[1]",
        "POST /books\n\n{\"isbn\":",
        "POST /books\nContent-Type: text/plain\n\n{}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"author@odata.bind\":\"people(77)\"}",
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"author@odata.bind\":\"https://elsewhere.example/people(1)\"}",
        "GET /books/$count",
    ];
    check(
        &library(),
        &requests,
        expect![[r#"
            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`title` is required: it cannot be null and has no default","target":"title"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`title` cannot be null","target":"title"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the type `library.book` has no property `titel`; did you mean `title`?","target":"titel"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`pages`: expected a value of Edm.Int32, found \"5\"","target":"pages"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`pages`: expected a value of Edm.Int32, found 3000000000","target":"pages"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`status`: `unknownFutureValue` stands for members to come and is never sent (enumeration type `library.status`)","target":"status"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`status`: `Lent` is not a member (enumeration type `library.status`); did you mean `lent`?","target":"status"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`tags`: expected an array, found \"red\"","target":"tags"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`tags[0]`: expected a string, found 1","target":"tags[0]"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`published`: expected a value of Edm.Date, found \"2023-02-29\"","target":"published"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`origin/city` is longer than 10 characters","target":"origin/city"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`origin/floor`: expected a value of Edm.Byte, found 256","target":"origin/floor"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`@odata.type` is `library.person`, which is neither `library.book` nor derived from it","target":"@odata.type"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the body has to be a JSON object"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the body is not JSON: EOF while parsing a value at line 1 column 8"

            > POST /books
            415 Unsupported Media Type
            {"error":{"code":"UnsupportedMediaType","message":"the body has to be `Content-Type: application/json`, not `text/plain`"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`people(77)` is not an entity of this service: `people` has no item with the key `77`","target":"@odata.id"

            > POST /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`https://elsewhere.example/people(1)` is not an entity of this service: `https://elsewhere.example/people(1)` is not below the service root `http://sandbox`","target":"@odata.id"

            > GET /books/$count
            200 OK
            0
        "#]],
    );
}

#[test]
fn change_and_delete() {
    let requests = [
        "PATCH /books('a')\n\n{\"isbn\":\"z\",\"pages\":null,\"origin\":{\"floor\":3},\"shelfMark\":\"mine\"}",
        "GET /books('a')",
        "PATCH /books('a')\nPrefer: return=representation\n\n{\"title\":\"New\"}",
        "PATCH /books('a')\n\n{\"title\":null}",
        "PATCH /books('zz')\n\n{}",
        "PUT /books('b')\n\n{\"title\":\"Only\"}",
        "GET /books('b')",
        "PUT /books('a')/pages\n\n{\"value\":7}",
        "PATCH /books('a')/origin\n\n{\"city\":\"Rome\"}",
        "DELETE /books('a')/published",
        "PUT /books('a')/isbn\n\n{\"value\":\"q\"}",
        "GET /books('a')?$select=pages,origin,published",
        "DELETE /books('a')",
        "GET /books('a')",
        "DELETE /books('a')",
        "POST /books\n\n{\"isbn\":\"a\",\"title\":\"Again\"}",
    ];
    check(
        &stocked(),
        &requests,
        expect![[r#"
            > PATCH /books('a')
            204 No Content

            > GET /books('a')
            200 OK
            {"@odata.context":"/$metadata#books/$entity","isbn":"a","title":"Alpha","pages":null,"price":9.5,"status":"available","features":null,"tags":["red","blue"],"published":"2020-01-31","added":"2024-01-01T10:00:00Z","origin":{"city":"Oslo","floor":3},"shelfMark":null}

            > PATCH /books('a')
            200 OK
            preference-applied: return=representation
            {"@odata.context":"/$metadata#books/$entity","isbn":"a","title":"New","pages":null,"price":9.5,"status":"available","features":null,"tags":["red","blue"],"published":"2020-01-31","added":"2024-01-01T10:00:00Z","origin":{"city":"Oslo","floor":3},"shelfMark":null}

            > PATCH /books('a')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`title` cannot be null","target":"title"

            > PATCH /books('zz')
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books` has no item with the key `'zz'`"

            > PUT /books('b')
            204 No Content

            > GET /books('b')
            200 OK
            {"@odata.context":"/$metadata#books/$entity","isbn":"b","title":"Only","pages":null,"price":null,"status":"available","features":null,"tags":[],"published":null,"added":null,"origin":null,"shelfMark":null}

            > PUT /books('a')/pages
            204 No Content

            > PATCH /books('a')/origin
            204 No Content

            > DELETE /books('a')/published
            204 No Content

            > PUT /books('a')/isbn
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`isbn` is a key or computed and cannot be changed","target":"isbn"

            > GET /books('a')?$select=pages,origin,published
            200 OK
            {"@odata.context":"/$metadata#books(origin,pages,published)/$entity","pages":7,"published":null,"origin":{"city":"Rome","floor":3}}

            > DELETE /books('a')
            204 No Content

            > GET /books('a')
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books` has no item with the key `'a'`"

            > DELETE /books('a')
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books` has no item with the key `'a'`"

            > POST /books
            201 Created
            location: http://sandbox/books('a')
            {"@odata.context":"/$metadata#books/$entity","isbn":"a","title":"Again","pages":null,"price":null,"status":"available","features":null,"tags":[],"published":null,"added":null,"origin":null,"shelfMark":null}
        "#]],
    );
}

#[test]
fn deep_insert_and_single_contained() {
    let requests = [
        "POST /books\n\n{\"isbn\":\"x\",\"title\":\"T\",\"chapters\":[{\"part\":\"I\",\"number\":1},{\"part\":\"I\",\"number\":2}],\"author\":{\"displayName\":\"New\"}}",
        "GET /books('x')/chapters",
        "GET /books('x')/author",
        "POST /books\n\n{\"isbn\":\"y\",\"title\":\"T\",\"chapters\":[{\"part\":\"I\",\"number\":1},{\"part\":\"I\",\"number\":1}]}",
        "GET /books('y')",
        "PATCH /books('x')\n\n{\"chapters\":[]}",
        "PATCH /books('x')\n\n{\"chapters\":[{}]}",
    ];
    check(
        &library(),
        &requests,
        expect![[r#"
            > POST /books
            201 Created
            location: http://sandbox/books('x')
            {"@odata.context":"/$metadata#books/$entity","isbn":"x","title":"T","pages":null,"price":null,"status":"available","features":null,"tags":[],"published":null,"added":null,"origin":null,"shelfMark":null}

            > GET /books('x')/chapters
            200 OK
            {"@odata.context":"/$metadata#books('x')/chapters","value":[
             {"part":"I","number":1,"heading":null},
             {"part":"I","number":2,"heading":null}]}

            > GET /books('x')/author
            200 OK
            {"@odata.context":"/$metadata#books('x')/author","id":1,"displayName":"New","mail":null}

            > POST /books
            409 Conflict
            {"error":{"code":"Conflict","message":"`books('y')/chapters(part='I',number=1)` exists already"

            > GET /books('y')
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books` has no item with the key `'y'`"

            > PATCH /books('x')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`chapters` cannot change with its owner; use its own URL, or `chapters@odata.bind` to refer to another entity","target":"chapters"

            > PATCH /books('x')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`chapters` cannot change with its owner; use its own URL, or `chapters@odata.bind` to refer to another entity","target":"chapters"
        "#]],
    );
}

#[test]
fn etags() {
    let service = stocked();
    let request = http::Request::get("/books('a')").body(bytes::Bytes::new()).unwrap();
    let etag = service.handle(&request).headers()["etag"].to_str().unwrap().to_owned();
    assert!(send(&service, &format!("GET /books('a')\nIf-None-Match: {etag}")).starts_with("304"));
    assert!(send(&service, &format!("PATCH /books('a')\nIf-Match: {etag}\n\n{{\"pages\":1}}")).starts_with("204"));
    assert!(send(&service, &format!("PATCH /books('a')\nIf-Match: {etag}\n\n{{\"pages\":2}}")).starts_with("412"));
    assert!(send(&service, "DELETE /books('a')\nIf-Match: *").starts_with("204"));
}
