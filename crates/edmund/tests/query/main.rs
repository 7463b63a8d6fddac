//! The grammar of `$filter`, `$orderby`, `$select` and query strings: what is read, what is printed, what is refused and where.

mod builder;
mod conformance;
mod options;
mod random;
mod typed;

use edmund::query::{Literal, Options, parse_filter, parse_literal, parse_order_by, parse_select};
use expect_test::{Expect, expect};

/// Each line of `input` is read as a filter and printed again, or its error is shown.
fn check(input: &str, expected: Expect) {
    let lines: Vec<String> = input
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| parse_filter(line).map_or_else(|error| format!("ERROR {error}"), |expr| expr.to_string()))
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn parentheses_stand_only_where_precedence_needs_them() {
    check(
        "((a eq 1) and (b eq 2)) or ((c eq 3))
         a eq 1 and (b eq 2 or c eq 3)
         not (a eq 1)
         not(isAdmin)
         not a in (1,2)
         (a add b) mul 3 sub -c gt - 5
         -(5) lt -(a mul b)
         a sub (b sub c) eq (a sub b) sub c
         a and (b and c)",
        expect![[r#"
            a eq 1 and b eq 2 or c eq 3
            a eq 1 and (b eq 2 or c eq 3)
            not (a eq 1)
            not isAdmin
            not a in (1,2)
            (a add b) mul 3 sub -c gt -(5)
            -(5) lt -(a mul b)
            a sub (b sub c) eq a sub b sub c
            a and (b and c)"#]],
    );
}

#[test]
fn paths_calls_and_lambdas() {
    check(
        "address/city eq 'Paris'
         contains( tolower(displayName) , 'o''brien' )
         methods/any(m:m eq ns.method'fido2') and not tags/all( t : startswith(t,'x') )
         items/any()
         items/any(i:i/parts/any(p:p/price gt 3.50))
         owner/ns.User/department in ('a','b')
         $it/name eq @p1 and items/$count gt 2
         geo.distance(place,@here) lt 10
         rights has ns.Right'Read,Write'
         any eq 1 and eq eq 2
         NOT(a EQ 1) Or b/Any(X:X gt 2) AND @ns.term/c ne null",
        expect![[r#"
            address/city eq 'Paris'
            contains(tolower(displayName),'o''brien')
            methods/any(m:m eq ns.method'fido2') and not tags/all(t:startswith(t,'x'))
            items/any()
            items/any(i:i/parts/any(p:p/price gt 3.50))
            owner/ns.User/department in ('a','b')
            $it/name eq @p1 and items/$count gt 2
            geo.distance(place,@here) lt 10
            rights has ns.Right'Read,Write'
            any eq 1 and eq eq 2
            not (a eq 1) or b/any(X:X gt 2) and @ns.term/c ne null"#]],
    );
}

#[test]
fn errors_tell_where_and_what() {
    check(
        "a eq
         a eq 'x
         a eq 1)
         (a eq 1
         a like 'x'
         a eq 2024-13-01
         f(a b)
         items/any(x x eq 1)
         items/first(1)
         not
         a eq 1 and
         a eq 'é' x
         ;",
        expect![[r#"
            ERROR at byte 4: expected a property, a literal, a function or `(`, found end of text
            ERROR at byte 7: expected `'` at the end of the string, found end of text
            ERROR at byte 6: expected an operator or the end of the expression, found `)`
            ERROR at byte 7: expected an operator or `)`, found end of text
            ERROR at byte 2: expected an operator or the end of the expression, found `like 'x'`
            ERROR at byte 5: expected a number, a date, a time or a GUID, found `2024-13-01`
            ERROR at byte 4: expected an operator, `,` or `)`, found `b)`
            ERROR at byte 12: expected `:`, found `x eq 1)`
            items/first(1)
            ERROR at byte 0: expected a property, a literal, a function or `(`, found `not`
            ERROR at byte 10: expected a property, a literal, a function or `(`, found end of text
            ERROR at byte 10: expected an operator or the end of the expression, found `x`
            ERROR at byte 0: expected a property, a literal, a function or `(`, found `;`"#]],
    );
}

#[test]
fn literals_keep_their_type() {
    let inputs = [
        "null",
        "true",
        "-5",
        "9223372036854775808",
        "1.50",
        "1e3",
        "-INF",
        "NaN",
        "''''",
        "2024-02-29",
        "-0044-03-15",
        "23:59",
        "23:59:60.5",
        "2024-02-29T12:00Z",
        "2024-02-29T12:00:00.1234567+02:00",
        "duration'P1D'",
        "binary'T0RhdGE'",
        "ns.color'red'",
        "01234567-89ab-cdef-0123-456789ABCDEF",
        "a",
        "1x",
    ];
    let shown: Vec<String> = inputs
        .iter()
        .map(|input| match parse_literal(input) {
            Ok(literal) => format!("{literal} {literal:?}"),
            Err(error) => format!("{input} ERROR {error}"),
        })
        .collect();
    expect![[r#"
        null Null
        true Boolean(true)
        -5 Integer(-5)
        9223372036854775808 Decimal("9223372036854775808")
        1.50 Decimal("1.50")
        1000.0 Double(1000.0)
        -INF Double(-inf)
        NaN Double(NaN)
        '''' String("'")
        2024-02-29 Date("2024-02-29")
        -0044-03-15 Date("-0044-03-15")
        23:59 TimeOfDay("23:59")
        23:59:60.5 TimeOfDay("23:59:60.5")
        2024-02-29T12:00Z DateTimeOffset("2024-02-29T12:00Z")
        2024-02-29T12:00:00.1234567+02:00 DateTimeOffset("2024-02-29T12:00:00.1234567+02:00")
        duration'P1D' Duration("P1D")
        binary'T0RhdGE' Binary("T0RhdGE")
        ns.color'red' Enum { ty: "ns.color", members: "red" }
        01234567-89ab-cdef-0123-456789ABCDEF Guid("01234567-89ab-cdef-0123-456789ABCDEF")
        a ERROR at byte 0: expected a literal, found `a`
        1x ERROR at byte 0: expected a number, a date, a time or a GUID, found `1x`"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn order_by_and_select() {
    let shown = format!(
        "{:?}\n{:?}\n{}\n{}",
        parse_order_by("name, size desc ,length(a/b) asc").unwrap().iter().map(ToString::to_string).collect::<Vec<_>>(),
        parse_select("*, ns.*,a/b , ns.T/c,@ns.term").unwrap().iter().map(ToString::to_string).collect::<Vec<_>>(),
        parse_order_by("name descending").unwrap_err(),
        parse_select("a,,b").unwrap_err(),
    );
    expect![[r#"
        ["name", "size desc", "length(a/b)"]
        ["*", "ns.*", "a/b", "ns.T/c", "@ns.term"]
        at byte 5: expected `,`, `asc`, `desc` or the end, found `descending`
        at byte 2: expected a property, a type, `any` or `all`, found `,b`"#]]
    .assert_eq(&shown);
}

#[test]
fn options_are_printed_in_one_order_and_encoded() {
    let input = "x=1%2B1&$count=true&$top=5&$orderby=name%20desc&%24filter=name+eq+'a%26b%2B'&$skip=2&$select=id,name&$search=%22a%3Ab%22";
    let options = Options::parse(input).unwrap();
    expect![[
        r#"$select=id,name&$filter=name%20eq%20'a%26b%2B'&$orderby=name%20desc&$top=5&$skip=2&$count=true&$search=%22a:b%22&x=1%2B1"#
    ]]
    .assert_eq(&options.to_string());
    assert_eq!(Options::parse(&options.to_string()).unwrap(), options);
}

#[test]
fn options_that_are_refused() {
    let queries =
        ["$top=-1", "$count=maybe", "$filter=a%20eq", "$filtre=a", "$top=1&$top=2", "$filter=%FF", "$top=99999999999999999999"];
    let shown: Vec<String> = queries.iter().map(|query| Options::parse(query).unwrap_err().to_string()).collect();
    expect![[r#"
        query option $top: at byte 0: expected a non-negative integer, found `-1`
        query option $count: at byte 0: expected `true` or `false`, found `maybe`
        query option $filter: at byte 4: expected a property, a literal, a function or `(`, found end of text
        unknown system query option $filtre
        query option $top stands more than once
        query string: percent-encoded bytes are not UTF-8 (after 0 bytes of decoded text)
        query option $top: at byte 0: expected a non-negative integer, found `9999999999999999`"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn depth_is_limited_and_long_chains_are_not() {
    let nested = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(parse_filter(&nested).unwrap_err().to_string().contains("100 levels"));
    assert!(parse_filter(&"not ".repeat(100_000)).is_err());
    assert!(parse_filter(&format!("a{}", " add a".repeat(100_000))).is_err());
    let chain = format!("a eq 0{}", " or a eq 1".repeat(100_000));
    assert_eq!(parse_filter(&chain).unwrap().to_string(), chain);
    assert!(parse_filter(&format!("{}a{}", "(".repeat(90), ")".repeat(90))).is_ok());
}

#[test]
fn text_that_is_not_what_its_literal_says_is_quoted() {
    let forged = "x or true";
    let literals = [
        Literal::Guid(forged.into()),
        Literal::Date(forged.into()),
        Literal::Decimal(forged.into()),
        Literal::DateTimeOffset("2024-01-01".into()),
        Literal::TimeOfDay("' or '".into()),
        Literal::Duration("P1D' or 'a".into()),
        Literal::Enum { ty: "a eq 1 or b".into(), members: "x".into() },
    ];
    let shown: Vec<String> = literals.iter().map(ToString::to_string).collect();
    expect![[r#"
        'x or true'
        'x or true'
        'x or true'
        '2024-01-01'
        ''' or '''
        duration'P1D'' or ''a'
        'x'"#]]
    .assert_eq(&shown.join("\n"));
}
