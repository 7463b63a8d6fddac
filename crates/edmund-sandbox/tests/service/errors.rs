use expect_test::expect;

use crate::{builder, check, stocked};

#[test]
fn paths() {
    let requests = [
        "GET /book",
        "GET /books('nope')",
        "GET /books(5)",
        "GET /books(a='x')",
        "GET /books('a')/titel",
        "GET /books('a')/title/more",
        "GET /books('a')/chapters('I')",
        "GET /books('a')/chapters/I",
        "GET /people/x",
        "GET /people('1')",
        "GET /books('a')/author/displayName",
        "GET /books/$count/x",
        "GET /books/$nope",
        "GET /books(@p)",
        "GET /books('a')/origin/$value",
        "GET /books('a')/$value",
        "GET /books('a')/title/$count",
        "GET /%ff",
    ];
    check(
        &stocked(),
        &requests,
        expect![[r#"
            > GET /book
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"the service has no `book`; did you mean `books`?","target":"book"

            > GET /books('nope')
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books` has no item with the key `'nope'`"

            > GET /books(5)
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`isbn`: expected a literal of Edm.String, found \"5\"","target":"isbn"

            > GET /books(a='x')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`a='x'` is not the key: expected isbn (Edm.String)","target":"a='x'"

            > GET /books('a')/titel
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"the type `library.book` has no property or operation `titel`; did you mean `title`?","target":"titel"

            > GET /books('a')/title/more
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`books('a')/title` is a primitive value and has no member `more`"

            > GET /books('a')/chapters('I')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`'I'` is not the key: expected part (Edm.String), number (Edm.Int32)","target":"'I'"

            > GET /books('a')/chapters/I
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`I` is not the key: expected part (Edm.String), number (Edm.Int32)","target":"I"

            > GET /people/x
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`id`: expected a value of Edm.Int32, found \"x\"","target":"id"

            > GET /people('1')
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`id`: expected a literal of Edm.Int32, found \"'1'\"","target":"id"

            > GET /books('a')/author/displayName
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"nothing is there to take `displayName` of: the navigation property before it is null"

            > GET /books/$count/x
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the path segment `$count` can only stand at the end"

            > GET /books/$nope
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`$nope` is not a path segment of OData"

            > GET /books(@p)
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the query string does not define the parameter alias `@p`","target":"@p"

            > GET /books('a')/origin/$value
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`books('a')/origin` is not a primitive value: `$value` does not apply","target":"$value"

            > GET /books('a')/$value
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`library.book` is not a media type: `$value` does not apply","target":"$value"

            > GET /books('a')/title/$count
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`books('a')/title` is not a collection: `$count` does not apply","target":"$count"

            > GET /%ff
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the path segment `%ff` percent-encoded bytes are not UTF-8 (after 0 bytes of decoded text); percent-encode the UTF-8 bytes of the text"
        "#]],
    );
}

#[test]
fn options_and_methods() {
    let requests = [
        "GET /books?$nope=1",
        "GET /books?$top=-1",
        "GET /books?$top=1&$top=2",
        "GET /books?$select=titel",
        "GET /books?$skiptoken=abc",
        "GET /books?$index=1",
        "GET /books?$format=atom",
        "GET /books?custom=1&$select=isbn&$top=1",
        "GET /books('a')?$filter=pages eq 1",
        "DELETE /books",
        "POST /books('a')",
        "PATCH /$metadata",
        "DELETE /desk",
        "OPTIONS /books",
        "GET /books\nAccept: text/html",
        "GET /books\nOData-MaxVersion: 3.0",
    ];
    check(
        &stocked(),
        &requests,
        expect![[r#"
            > GET /books?$nope=1
            400 Bad Request
            {"error":{"code":"BadRequest","message":"unknown system query option $nope","target":"$nope"

            > GET /books?$top=-1
            400 Bad Request
            {"error":{"code":"BadRequest","message":"query option $top: at byte 0: expected a non-negative integer, found `-1`","target":"$top"

            > GET /books?$top=1&$top=2
            400 Bad Request
            {"error":{"code":"BadRequest","message":"query option $top stands more than once","target":"$top"

            > GET /books?$select=titel
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$select`: the type `library.book` has no property `titel`; did you mean `title`?","target":"$select"

            > GET /books?$skiptoken=abc
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the token is not one of this service, or the link was changed: follow links as they are","target":"$skiptoken"

            > GET /books?$index=1
            501 Not Implemented
            {"error":{"code":"NotImplemented","message":"the sandbox does not implement the query option `$index`","target":"$index"

            > GET /books?$format=atom
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$format`: the service answers in JSON, not `atom`","target":"$format"

            > GET /books?custom=1&$select=isbn&$top=1
            200 OK
            {"@odata.context":"/$metadata#books(isbn)","value":[
             {"isbn":"a"}]}

            > GET /books('a')?$filter=pages eq 1
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`$filter` and `$orderby` apply to collections, not to one entity"

            > DELETE /books
            405 Method Not Allowed
            allow: GET, POST
            {"error":{"code":"MethodNotAllowed","message":"DELETE does not apply to a collection of entities"

            > POST /books('a')
            405 Method Not Allowed
            allow: GET, PATCH, PUT, DELETE
            {"error":{"code":"MethodNotAllowed","message":"POST does not apply to an entity"

            > PATCH /$metadata
            405 Method Not Allowed
            allow: GET
            {"error":{"code":"MethodNotAllowed","message":"PATCH does not apply to `$metadata`"

            > DELETE /desk
            405 Method Not Allowed
            allow: GET, PATCH, PUT
            {"error":{"code":"MethodNotAllowed","message":"a singleton cannot be deleted"

            > OPTIONS /books
            405 Method Not Allowed
            allow: GET, POST
            {"error":{"code":"MethodNotAllowed","message":"OPTIONS does not apply to a collection of entities"

            > GET /books
            406 Not Acceptable
            {"error":{"code":"NotAcceptable","message":"the service answers in JSON, not `text/html`; send `Accept: application/json`"

            > GET /books
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`odata-maxversion: 3.0`: the service speaks OData 4.0 and 4.01","target":"odata-maxversion"
        "#]],
    );
}

#[test]
fn capabilities() {
    let service = builder().rows("archive", 1).service().unwrap();
    let requests = [
        "POST /archive\n\n{\"isbn\":\"x\",\"title\":\"T\"}",
        "GET /archive?$skip=1",
        "GET /archive?$filter=price gt 1",
        "GET /archive/$count",
    ];
    check(
        &service,
        &requests,
        expect![[r#"
            > POST /archive
            403 Forbidden
            {"error":{"code":"Forbidden","message":"the schema says that creating entities is not possible here (`Org.OData.Capabilities.V1.InsertRestrictions/Insertable` is false)"

            > GET /archive?$skip=1
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the schema says that `$skip` is not possible here (`Org.OData.Capabilities.V1.SkipSupported` is false)","target":"$skip"

            > GET /archive?$filter=price gt 1
            400 Bad Request
            {"error":{"code":"BadRequest","message":"the schema says that `$filter` cannot use `price` here (`Org.OData.Capabilities.V1.FilterRestrictions/NonFilterableProperties`)","target":"$filter"

            > GET /archive/$count
            200 OK
            1
        "#]],
    );
}

#[test]
fn error_objects_carry_what_support_asks_for() {
    let request = http::Request::get("/nope").header("client-request-id", "c-1").body(bytes::Bytes::new()).unwrap();
    let response = stocked().handle(&request);
    let body: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
    assert_eq!(body["error"]["innerError"]["client-request-id"], "c-1");
    assert_eq!(body["error"]["innerError"]["request-id"], response.headers()["request-id"].to_str().unwrap());
    assert_eq!(body["error"]["innerError"]["date"], "1970-01-01T00:00:00");
    assert_eq!(response.headers()["client-request-id"], "c-1");
}
