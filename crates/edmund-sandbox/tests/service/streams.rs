//! Contents of media entities and streams, and primitive values as text.

use expect_test::expect;

use crate::{check, library, stocked};

#[test]
fn contents_are_kept_with_their_type() {
    check(
        &library(),
        &[
            "POST /photos\nContent-Type: image/png\n\npixels",
            "GET /photos(1)/$value",
            "PUT /photos(1)/$value\nContent-Type: image/webp\n\nmore pixels",
            "GET /photos(1)/$value",
            "GET /photos(1)/preview",
            "PUT /photos(1)/preview\nContent-Type: image/gif\n\nfew",
            "GET /photos(1)/preview/$value",
            "DELETE /photos(1)/preview/$value",
            "GET /photos(1)/preview",
            "PATCH /photos(1)/preview\n\n{}",
            "DELETE /photos(1)",
            "GET /photos(1)/$value",
            "POST /photos\n\n{\"id\":1}",
            "GET /photos(1)/preview",
        ],
        expect![[r#"
            > POST /photos
            201 Created
            location: http://sandbox/photos(1)
            {"@odata.context":"/$metadata#photos/$entity","id":1,"taken":null}

            > GET /photos(1)/$value
            200 OK
            pixels

            > PUT /photos(1)/$value
            204 No Content

            > GET /photos(1)/$value
            200 OK
            more pixels

            > GET /photos(1)/preview
            200 OK
            photos(1)/preview

            > PUT /photos(1)/preview
            204 No Content

            > GET /photos(1)/preview/$value
            200 OK
            few

            > DELETE /photos(1)/preview/$value
            204 No Content

            > GET /photos(1)/preview
            204 No Content

            > PATCH /photos(1)/preview
            405 Method Not Allowed
            allow: GET, PUT, DELETE
            {"error":{"code":"MethodNotAllowed","message":"PATCH does not apply to a stream"

            > DELETE /photos(1)
            204 No Content

            > GET /photos(1)/$value
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`photos` has no item with the key `1`"

            > POST /photos
            201 Created
            location: http://sandbox/photos(1)
            {"@odata.context":"/$metadata#photos/$entity","id":1,"taken":null}

            > GET /photos(1)/preview
            200 OK
            photos(1)/preview
        "#]],
    );
}

#[test]
fn primitive_values_are_set_as_text() {
    check(
        &stocked(),
        &[
            "PUT /books('a')/title/$value\nContent-Type: text/plain\n\nA \"new\" title",
            "PUT /books('a')/pages/$value\nContent-Type: text/plain\n\n12",
            "PUT /books('a')/published/$value\nContent-Type: text/plain\n\n2024-02-29",
            "DELETE /books('a')/price/$value",
            "GET /books('a')?$select=title,pages,published,price",
            "PUT /books('a')/pages/$value\nContent-Type: text/plain\n\nmany",
            "PUT /books('a')/isbn/$value\nContent-Type: text/plain\n\nb",
            "PUT /books('a')/tags/$value\nContent-Type: text/plain\n\nb",
            "POST /books('a')/title/$value\nContent-Type: text/plain\n\nb",
        ],
        expect![[r#"
            > PUT /books('a')/title/$value
            204 No Content

            > PUT /books('a')/pages/$value
            204 No Content

            > PUT /books('a')/published/$value
            204 No Content

            > DELETE /books('a')/price/$value
            204 No Content

            > GET /books('a')?$select=title,pages,published,price
            200 OK
            {"@odata.context":"/$metadata#books(pages,price,published,title)/$entity","title":"A \"new\" title","pages":12,"price":null,"published":"2024-02-29"}

            > PUT /books('a')/pages/$value
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`pages`: expected a value of Edm.Int32, found \"many\"","target":"pages"

            > PUT /books('a')/isbn/$value
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`isbn` is a key or computed and cannot be changed","target":"isbn"

            > PUT /books('a')/tags/$value
            400 Bad Request
            {"error":{"code":"BadRequest","message":"`books('a')/tags` is not a primitive value: `$value` does not apply","target":"$value"

            > POST /books('a')/title/$value
            405 Method Not Allowed
            allow: GET, PUT, DELETE
            {"error":{"code":"MethodNotAllowed","message":"POST does not apply to $value"
        "#]],
    );
}
