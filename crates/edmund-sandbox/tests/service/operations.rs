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
    check(&service, &requests, expect![[]]);
}

#[test]
fn default_results_and_refused_calls() {
    let requests = [
        "GET /opening(day=2024-01-01)",
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
    check(&stocked(), &requests, expect![[]]);
}
