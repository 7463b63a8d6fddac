use expect_test::{Expect, expect};

use crate::{send, stocked};

/// For each filter, the keys of the books that pass, or the refusal.
#[track_caller]
fn check(filters: &[&str], expected: Expect) {
    let service = stocked();
    let lines = filters.iter().map(|filter| {
        let answer = send(&service, &format!("GET /books?$select=isbn&$filter={}", edmund::query::encode_query(filter)));
        let keys: Vec<&str> = answer.split("\"isbn\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let message = answer
            .split_once("\"message\":\"")
            .and_then(|(_, rest)| rest.split_once("\",\"target\""))
            .map(|(message, _)| message);
        format!("{filter}: {}\n", message.map_or_else(|| keys.join(" "), |message| format!("ERROR {message}")))
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn comparison_and_null() {
    check(
        &[
            "pages eq 100",
            "pages ne 100",
            "price eq null",
            "price ne null",
            "price gt 5",
            "not (price gt 5)",
            "price gt null",
            "price le 9.5 or price eq null",
            "title gt 'C'",
            "published lt 2021-01-01",
            "added eq 2024-01-01T12:00:00+02:00",
            "added lt 2024-01-01T10:00:00Z",
            "added ge 2024-01-01",
            "duration'PT90M' eq duration'PT1H30M'",
            "isof(library.audioBook)",
            "library.audioBook/duration eq duration'PT90M'",
        ],
        expect![[r#"
            pages eq 100: a
            pages ne 100: b c d
            price eq null: c
            price ne null: a b d
            price gt 5: a b
            not (price gt 5): c d
            price gt null: 
            price le 9.5 or price eq null: a c d
            title gt 'C': b c d
            published lt 2021-01-01: a
            added eq 2024-01-01T12:00:00+02:00: a
            added lt 2024-01-01T10:00:00Z: b
            added ge 2024-01-01: a b
            duration'PT90M' eq duration'PT1H30M': a b c d
            isof(library.audioBook): d
            library.audioBook/duration eq duration'PT90M': d
        "#]],
    );
}

#[test]
fn logic_and_membership() {
    check(
        &[
            "pages gt 100 and pages lt 300",
            "pages eq 100 or pages eq 300",
            "not startswith(title,'A')",
            "not contains(origin/city,'s')",
            "isbn in ('a','c')",
            "status in ('lost','lent')",
            "tags/any(t:t eq 'blue')",
            "tags/all(t:t eq 'blue')",
            "tags/any()",
            "tags/$count eq 1",
            "'x' in ('a','x') and isbn eq 'a'",
            "@p eq isbn",
        ],
        expect![[r#"
            pages gt 100 and pages lt 300: b
            pages eq 100 or pages eq 300: a c
            not startswith(title,'A'): b c d
            not contains(origin/city,'s'): b
            isbn in ('a','c'): a c
            status in ('lost','lent'): b c
            tags/any(t:t eq 'blue'): a c
            tags/all(t:t eq 'blue'): b c
            tags/any(): a c d
            tags/$count eq 1: c d
            'x' in ('a','x') and isbn eq 'a': a
            @p eq isbn: ERROR `$filter` at position 0: the query string does not define the parameter alias `@p`
        "#]],
    );
}

#[test]
fn enumerations() {
    check(
        &[
            "status eq 'lent'",
            "status eq library.status'lost'",
            "status ge lib.status'lent'",
            "status eq 'unknownFutureValue'",
            "features has library.features'signed'",
            "features has 'illustrated,signed'",
            "features eq null",
            "status eq 'lend'",
            "status eq nope.status'lent'",
            "status eq 1",
        ],
        expect![[r#"
            status eq 'lent': b
            status eq library.status'lost': c
            status ge lib.status'lent': b c
            status eq 'unknownFutureValue': 
            features has library.features'signed': c
            features has 'illustrated,signed': c
            features eq null: a b d
            status eq 'lend': ERROR `$filter`: `lend` is not a member (enumeration type `library.status`); did you mean `lent`?
            status eq nope.status'lent': ERROR `$filter` at position 10: `nope.status` is not an enumeration type of this service
            status eq 1: ERROR `$filter` at position 10: `eq` cannot join library.status (`status`) and a number (`1`)
        "#]],
    );
}

#[test]
fn functions_and_arithmetic() {
    check(
        &[
            "contains(title,'a & d')",
            "endswith(title,'''s')",
            "tolower(title) eq 'beta'",
            "length(title) eq 5",
            "indexof(title,'ta') eq 2",
            "substring(title,1,2) eq 'am'",
            "concat(concat(isbn,'-'),title) eq 'a-Alpha'",
            "trim(' x ') eq 'x' and isbn eq 'a'",
            "year(published) eq 2020 and month(published) eq 1 and day(published) eq 31",
            "hour(added) eq 11 and minute(added) eq 30",
            "date(added) eq 2024-01-01 and time(added) gt 10:30:00",
            "totaloffsetminutes(added) eq 120",
            "round(price) eq 10.0",
            "floor(price) eq 9 or ceiling(price) eq 20",
            "pages add 100 eq 300",
            "pages div 3 eq 33",
            "pages mod 200 eq 100",
            "pages mul -1 lt -200",
            "pages div 0 eq 1",
            "now() gt 1969-12-31T00:00:00Z and isbn eq 'a'",
            "added sub duration'PT1H' eq 2024-01-01T09:00:00Z",
        ],
        expect![[r#"
            contains(title,'a & d'): c
            endswith(title,'''s'): c
            tolower(title) eq 'beta': b
            length(title) eq 5: a d
            indexof(title,'ta') eq 2: b
            substring(title,1,2) eq 'am': c
            concat(concat(isbn,'-'),title) eq 'a-Alpha': a
            trim(' x ') eq 'x' and isbn eq 'a': a
            year(published) eq 2020 and month(published) eq 1 and day(published) eq 31: a
            hour(added) eq 11 and minute(added) eq 30: b
            date(added) eq 2024-01-01 and time(added) gt 10:30:00: b
            totaloffsetminutes(added) eq 120: b
            round(price) eq 10.0: a
            floor(price) eq 9 or ceiling(price) eq 20: a b
            pages add 100 eq 300: b
            pages div 3 eq 33: a
            pages mod 200 eq 100: a c
            pages mul -1 lt -200: c
            pages div 0 eq 1: 
            now() gt 1969-12-31T00:00:00Z and isbn eq 'a': a
            added sub duration'PT1H' eq 2024-01-01T09:00:00Z: a
        "#]],
    );
}

#[test]
fn refusals_say_where_and_what() {
    check(
        &[
            "pags eq 100",
            "pages eq '100'",
            "title eq 5",
            "title",
            "pages eq 1 and title",
            "origin/town eq 'x'",
            "title/length eq 1",
            "startwith(title,'A')",
            "startswith(title)",
            "startswith(pages,'A')",
            "tags eq 'x'",
            "pages any 5",
            "pages eq",
            "(pages eq 1",
            "title eq 'x",
            "added eq 2024-13-45T00:00:00Z",
            "pages has 'x'",
            "geo.distance(title,title) eq 1",
            "@missing eq 1",
            "tags/any(t:t/x eq 1)",
            "author/nope eq 1",
        ],
        expect![[r#"
            pags eq 100: ERROR `$filter` at position 0: the type `library.book` has no property `pags`; did you mean `pages`?
            pages eq '100': ERROR `$filter` at position 9: `eq` cannot join a number (`pages`) and Edm.String (`'100'`)
            title eq 5: ERROR `$filter` at position 9: `eq` cannot join Edm.String (`title`) and a number (`5`)
            title: ERROR `$filter`: the expression is of the type Edm.String and not a condition
            pages eq 1 and title: ERROR `$filter` at position 15: `title` is of the type Edm.String and not a condition
            origin/town eq 'x': ERROR `$filter` at position 7: the type `library.place` has no property `town`
            title/length eq 1: ERROR `$filter` at position 6: values of the type Edm.String have no member `length`
            startwith(title,'A'): ERROR `$filter` at position 0: there is no function `startwith`; did you mean `startswith`?
            startswith(title): ERROR `$filter` at position 0: `startswith` takes 2 arguments, not 1
            startswith(pages,'A'): ERROR `$filter` at position 11: `startswith` takes Edm.String, and `pages` is of the type a number
            tags eq 'x': ERROR `$filter` at position 8: `eq` cannot join Collection(Edm.String) (`tags`) and Edm.String (`'x'`)
            pages any 5: ERROR query option $filter: at byte 6: expected an operator or the end of the expression, found `any 5`
            pages eq: ERROR query option $filter: at byte 8: expected a property, a literal, a function or `(`, found end of text
            (pages eq 1: ERROR query option $filter: at byte 11: expected an operator or `)`, found end of text
            title eq 'x: ERROR query option $filter: at byte 11: expected `'` at the end of the string, found end of text
            added eq 2024-13-45T00:00:00Z: ERROR query option $filter: at byte 9: expected a number, a date, a time or a GUID, found `2024-13-45T00:00`
            pages has 'x': ERROR `$filter` at position 10: `has` cannot join a number (`pages`) and Edm.String (`'x'`)
            geo.distance(title,title) eq 1: 
            @missing eq 1: ERROR `$filter` at position 0: the query string does not define the parameter alias `@missing`
            tags/any(t:t/x eq 1): ERROR `$filter` at position 13: values of the type Edm.String have no member `x`
            author/nope eq 1: ERROR `$filter` at position 7: the type `library.person` has no property `nope`
        "#]],
    );
}

#[test]
fn order() {
    let service = stocked();
    let ordered = |order: &str| {
        let answer = send(&service, &format!("GET /books?$select=isbn&$orderby={order}"));
        let keys: Vec<&str> = answer.split("\"isbn\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        if keys.is_empty() { format!("{order}: {answer}\n") } else { format!("{order}: {}\n", keys.join(" ")) }
    };
    let lines = [
        "pages desc",
        "price",
        "price desc",
        "status,title desc",
        "tolower(title)",
        "origin/city desc,isbn",
        "tags",
        "nope",
        "title up",
    ];
    expect![[r#"
        pages desc: c b a d
        price: c d a b
        price desc: b a d c
        status,title desc: d a b c
        tolower(title): a b d c
        origin/city desc,isbn: a b c d
        tags: 400 Bad Request
        {"error":{"code":"BadRequest","message":"`$orderby`: values of the type Collection(Edm.String) have no order","target":"$orderby"
        nope: 400 Bad Request
        {"error":{"code":"BadRequest","message":"`$orderby` at position 0: the type `library.book` has no property `nope`","target":"$orderby"
        title up: 400 Bad Request
        {"error":{"code":"BadRequest","message":"query option $orderby: at byte 6: expected `,`, `asc`, `desc` or the end, found `up`","target":"$orderby"
    "#]]
    .assert_eq(&lines.map(ordered).concat());
}
