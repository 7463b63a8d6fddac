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
    check(&service, &requests, expect![[]]);
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
    check(&library(), &requests, expect![[]]);
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
    check(&stocked(), &requests, expect![[]]);
}
