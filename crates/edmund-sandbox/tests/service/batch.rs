//! Several requests in one.

use edmund_sandbox::Service;
use expect_test::expect;
use serde_json::Value;

use super::{builder, check, library, stocked};

/// What a batch is answered with: one line for each answer.
fn answers(service: &Service, body: &str, headers: &[(&str, &str)]) -> String {
    let mut request = http::Request::post("/$batch").header("host", "sandbox").header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = service.handle(&request.body(body.to_owned().into()).unwrap());
    let document: Value = serde_json::from_slice(response.body()).unwrap();
    let line = |part: &Value| {
        let body = &part["body"];
        let said = body["error"]["message"].as_str().map_or_else(|| body.to_string(), str::to_owned);
        format!("{} {} {said}\n", part["id"], part["status"])
    };
    document["responses"].as_array().unwrap().iter().map(line).collect()
}

#[test]
fn requests_are_carried_out_in_their_order_and_answered_by_id() {
    let body = r#"{"requests":[
        {"id":"new","method":"POST","url":"/books","headers":{"content-type":"application/json"},"body":{"isbn":"z","title":"Zeta","status":"lost","pages":1}},
        {"id":"read","method":"get","url":"books/z?$select=title","dependsOn":["NEW"]},
        {"id":"count","method":"GET","url":"http://sandbox/books/$count"},
        {"id":"bad","method":"PATCH","url":"/books/z","headers":{"Content-Type":"application/json"},"body":{"pages":"many"}},
        {"id":"after","method":"DELETE","url":"/books/z","dependsOn":["bad"]},
        {"id":"last","method":"DELETE","url":"/books/z"}
    ]}"#;
    let service = stocked();
    expect![[r#"
        "new" 201 {"@odata.context":"http://sandbox/$metadata#books/$entity","added":null,"features":null,"isbn":"z","origin":null,"pages":1,"price":null,"published":null,"shelfMark":null,"status":"lost","tags":[],"title":"Zeta"}
        "read" 200 {"@odata.context":"http://sandbox/$metadata#books(title)/$entity","title":"Zeta"}
        "count" 200 "5"
        "bad" 400 `pages`: expected a value of Edm.Int32, found "many"
        "after" 424 not carried out, because the request `bad` failed
        "last" 204 null
    "#]].assert_eq(&answers(&service, body, &[("prefer", "return=minimal, odata.continue-on-error")]));
    expect![[r#"
        "1" 404 `books` has no item with the key `z`
    "#]]
    .assert_eq(&answers(&service, r#"{"requests":[{"id":"1","method":"GET","url":"/books/z"}]}"#, &[]));
}

#[test]
fn without_the_preference_the_first_failure_ends_it() {
    let body = r#"{"requests":[{"id":"1","method":"GET","url":"/books/none"},{"id":"2","method":"GET","url":"/books"}]}"#;
    expect![[r#"
        "1" 404 `books` has no item with the key `none`
    "#]]
    .assert_eq(&answers(&library(), body, &[]));
}

#[test]
fn paths_are_taken_from_the_root_or_from_the_host() {
    let service = builder().prefix("/odata/v4").service().unwrap();
    let body = r#"{"requests":[
        {"id":"1","method":"GET","url":"/books/$count"},
        {"id":"2","method":"GET","url":"/odata/v4/books/$count"},
        {"id":"3","method":"GET","url":"books/$count"},
        {"id":"4","method":"GET","url":"http://sandbox/odata/v4/books/$count"}
    ]}"#;
    let request = http::Request::post("/odata/v4/$batch").header("host", "sandbox").header("content-type", "application/json");
    let response = service.handle(&request.body(body.into()).unwrap());
    let document: Value = serde_json::from_slice(response.body()).unwrap();
    let bodies: Vec<&Value> = document["responses"].as_array().unwrap().iter().map(|part| &part["body"]).collect();
    assert_eq!(bodies, ["0", "0", "0", "0"]);
}

#[test]
fn a_batch_that_is_none_is_refused_as_a_whole() {
    let get = r#"{"id":"a","method":"GET","url":"/books"}"#;
    let many = vec![get; 21].join(",");
    let bodies = [
        "{}".to_owned(),
        format!(r#"{{"requests":[{many}]}}"#),
        format!(r#"{{"requests":[{get},{}]}}"#, get.replace("\"a\"", "\"A\"")),
        r#"{"requests":[{"id":"1","method":"GET","url":"/books","dependsOn":["2"]}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"GET","url":"https://elsewhere/books"}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"POST","url":"/$batch"}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"POST","url":"/books","body":{}}]}"#.to_owned(),
        r#"{"requests":[{"id":"1","method":"GET","url":"/books","atomicityGroup":7}]}"#.to_owned(),
        r#"{"requests":[{"id":1,"method":"GET","url":"/books"}]}"#.to_owned(),
    ];
    let requests: Vec<String> = bodies.iter().map(|body| format!("POST /$batch\n\n{body}")).collect();
    let mut requests: Vec<&str> = requests.iter().map(String::as_str).collect();
    requests.push("GET /$batch");
    requests.push("POST /books/$batch\n\n{}");
    check(
        &library(),
        &requests,
        expect![[r#"
            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"a batch is an object with the array `requests`"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"a batch has at most 20 requests, not 21"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[1]: the id `A` is taken"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[0]: it depends on `2`, which is not the id of an earlier request"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[0]: `https://elsewhere/books` is not below /"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[0]: a batch cannot stand in a batch"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[0]: a `body` needs the header `Content-Type`"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[0]: `atomicityGroup` has to be a text"

            > POST /$batch
            400 Bad Request
            {"error":{"code":"BadRequest","message":"requests[0]: `id` has to be a text"

            > GET /$batch
            405 Method Not Allowed
            allow: POST
            {"error":{"code":"MethodNotAllowed","message":"GET does not apply to $batch"

            > POST /books/$batch
            404 Not Found
            {"error":{"code":"ResourceNotFound","message":"`$batch` can only stand at the root of the service"
        "#]],
    );
}

#[test]
fn a_group_is_carried_out_as_a_whole_or_not_at_all() {
    let add = |id: &str, isbn: &str, title: &str| {
        format!(
            r#"{{"id":"{id}","atomicityGroup":"G","method":"POST","url":"/books","headers":{{"content-type":"application/json"}},"body":{{"isbn":"{isbn}"{title}}}}}"#
        )
    };
    let title = r#","title":"t""#;
    let after =
        r#"{"id":"3","dependsOn":["g"],"method":"GET","url":"/books/$count"},{"id":"4","method":"GET","url":"/books/$count"}"#;
    let service = library();
    let prefer = [("prefer", "continue-on-error")];
    let failing = format!(r#"{{"requests":[{},{},{after}]}}"#, add("1", "a", title), add("2", "b", ""));
    expect![[r#"
        "1" 424 not carried out, because the request `2` failed
        "2" 400 `title` is required: it cannot be null and has no default
        "3" 424 not carried out, because the request `g` failed
        "4" 200 "0"
    "#]]
    .assert_eq(&answers(&service, &failing, &prefer));
    let succeeding = format!(r#"{{"requests":[{},{},{after}]}}"#, add("1", "a", title), add("2", "b", title));
    let said = answers(&service, &succeeding, &prefer);
    assert!(said.starts_with("\"1\" 201 ") && said.ends_with("\"3\" 200 \"2\"\n\"4\" 200 \"2\"\n"), "{said}");
}

#[test]
fn later_requests_name_what_earlier_ones_made() {
    let json = r#""headers":{"content-type":"application/json"}"#;
    let body = format!(
        r#"{{"requests":[
        {{"id":"who","method":"POST","url":"/people",{json},"body":{{"id":5}}}},
        {{"id":"book","method":"POST","url":"/books",{json},"body":{{"isbn":"z","title":"Zeta","author@odata.bind":"$who"}}}},
        {{"id":"change","method":"PATCH","url":"/$book",{json},"body":{{"pages":7}}}},
        {{"id":"read","method":"GET","url":"$book?$select=isbn,pages&$expand=author($select=id)"}},
        {{"id":"author","method":"GET","url":"/$book/author?$select=id"}}
    ]}}"#
    );
    let said = answers(&library(), &body, &[]);
    let last: Vec<&str> = said.lines().skip(2).collect();
    expect![[r#"
        "change" 204 null
        "read" 200 {"@odata.context":"http://sandbox/$metadata#books(isbn,pages)/$entity","author":{"id":5},"isbn":"z","pages":7}
        "author" 200 {"@odata.context":"http://sandbox/$metadata#books('z')/author(id)","id":5}"#]]
    .assert_eq(&last.join("\n"));
}

/// A batch as other clients write it, with lines that end in CRLF.
fn multipart(service: &Service, body: &str) -> String {
    let request =
        http::Request::post("/$batch").header("host", "sandbox").header("content-type", "multipart/mixed; boundary=\"b 1\"");
    let response = service.handle(&request.body(body.replace('\n', "\r\n").into()).unwrap());
    let mut text = format!("{} {}\n", response.status().as_u16(), response.headers()["content-type"].to_str().unwrap());
    for line in std::str::from_utf8(response.body()).unwrap().lines() {
        let name = line.split(": ").next().unwrap_or_default();
        if !["request-id", "odata-version", "content-type", "etag", "Content-Transfer-Encoding"].contains(&name) {
            text += &format!("{}\n", line.split(r#","innerError""#).next().unwrap_or_default());
        }
    }
    text
}

#[test]
fn batches_of_several_parts() {
    let body = "--b 1
Content-Type: application/http
Content-Transfer-Encoding: binary

GET people?$select=id HTTP/1.1
Accept: application/json


--b 1
Content-Type: multipart/mixed; boundary=set

--set
Content-Type: application/http
Content-ID: 1

POST /people HTTP/1.1
Content-Type: application/json
Content-Length: 8

{\"id\":3}
--set
Content-Type: application/http
Content-ID: 2

PATCH $1 HTTP/1.1
Content-Type: application/json

{\"mail\":\"ada@example.org\"}
--set--
--b 1
Content-Type: multipart/mixed; boundary=set

--set
Content-Type: application/http

DELETE http://sandbox/people(3) HTTP/1.1

--set
Content-Type: application/http

DELETE people(4) HTTP/1.1

--set--
--b 1
Content-Type: application/http

GET people HTTP/1.1

--b 1--
";
    let service = library();
    expect![[r#"
        200 multipart/mixed; boundary=batchresponse
        --batchresponse
        Content-Type: application/http

        HTTP/1.1 200 OK
        content-length: 67

        {"@odata.context":"http://sandbox/$metadata#people(id)","value":[]}
        --batchresponse
        Content-Type: multipart/mixed; boundary=changesetresponse_1

        --changesetresponse_1
        Content-Type: application/http
        Content-ID: 1

        HTTP/1.1 201 Created
        location: http://sandbox/people(3)
        content-length: 98

        {"@odata.context":"http://sandbox/$metadata#people/$entity","id":3,"displayName":null,"mail":null}
        --changesetresponse_1
        Content-Type: application/http
        Content-ID: 2

        HTTP/1.1 204 No Content
        content-length: 0


        --changesetresponse_1--
        --batchresponse
        Content-Type: application/http

        HTTP/1.1 404 Not Found
        content-length: 183

        {"error":{"code":"ResourceNotFound","message":"`people` has no item with the key `4`"
        --batchresponse--
    "#]]
    .assert_eq(&multipart(&service, body));
    check(
        &service,
        &["GET /people"],
        expect![[r#"
        > GET /people
        200 OK
        {"@odata.context":"/$metadata#people","value":[
         {"id":3,"displayName":null,"mail":"ada@example.org"}]}
    "#]],
    );
}

#[test]
fn parts_that_are_none_are_refused() {
    let service = library();
    let bodies = [
        "",
        "--b 1\n",
        "--b 1\nContent-Type: text/plain\n\nx\n--b 1--",
        "--b 1\nContent-Type: application/http\n\nGET\n--b 1--",
        "--b 1\nno header\n\nGET\n--b 1--",
        "--b 1\nContent-Type: multipart/mixed; boundary=s\n\n--s\nContent-Type: application/http\n\nGET /books HTTP/1.1\n\n--s--\n--b 1--",
        "--b 1\nContent-Type: multipart/mixed; boundary=s\n\n--s\n--b 1--",
        "--b 1--",
    ];
    let said: Vec<String> = bodies.iter().map(|body| multipart(&service, body)).collect();
    expect![[r#"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"the batch does not end with its boundary `--b 1--`"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"the batch does not end with its boundary `--b 1--`"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"part 1: expected `Content-Type: application/http`, found `text/plain`"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"part 1: `GET` is no request line"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"the batch: the headers of a part cannot be read"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"part 1: a change set has no GET"
        400 application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8
        {"error":{"code":"BadRequest","message":"the change set does not end with its boundary `--s--`"
        200 multipart/mixed; boundary=batchresponse
        --batchresponse--
    "#]]
    .assert_eq(&said.join(""));
}
