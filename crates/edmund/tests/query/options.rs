//! Query strings with every option, and what is refused where.

use edmund::query::Options;
use expect_test::{Expect, expect};

/// Each line is read as a query string and printed again, or its error is shown.
fn check(input: &str, expected: Expect) {
    let lines = input.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let read = Options::parse(line);
        read.map_or_else(
            |error| format!("ERROR {error}"),
            |options| edmund::query::decode(&options.to_string()).unwrap_or_default(),
        )
    });
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn expand_and_select_with_options() {
    check(
        "$expand=items($select=name;$expand=product($levels=max);$filter=price gt 5;$search='a b' OR c),*,owner/ns.User/boss/$ref
         $expand=items/$count($filter=price gt 5),a/*,*/$ref,*($levels=2),$value,@ns.term($top=2)
         expand=Items(select=Name;@p=15)
         $select=addresses($filter=endswith($this/street,'x');$top=1),ns.*,ns.f(a,b),*,a/ns.T/b,@ns.term",
        expect![[r#"
            $expand=items($select=name;$filter=price gt 5;$expand=product($levels=max);$search="a b" OR c),*,owner/ns.User/boss/$ref
            $expand=items/$count($filter=price gt 5),a/*,*/$ref,*($levels=2),$value,@ns.term($top=2)
            $expand=Items($select=Name;@p=15)
            $select=addresses($filter=endswith($this/street,'x');$top=1),ns.*,ns.f(a,b),*,a/ns.T/b,@ns.term"#]],
    );
}

#[test]
fn searches() {
    check(
        r#"$search=blue green
           $search="mountain bike" AND NOT clothing
           $search=(a OR b) AND c OR NOT (d e)
           $search="displayName:O'Brien \"x\"" OR "mail:a"
           $search=NOT
           $search=AND OR NOT
           $search='a "b" c'"#,
        expect![[r#"
            $search=blue AND green
            $search="mountain bike" AND NOT clothing
            $search=(a OR b) AND c OR NOT (d AND e)
            $search="displayName:O'Brien \"x\"" OR "mail:a"
            $search="NOT"
            $search="AND" OR "NOT"
            $search="a \"b\" c""#]],
    );
}

#[test]
fn computed_values_and_transformations() {
    check(
        "$compute=price mul 2 as double,case(a gt 0:1,true:0) as sign
         $apply=filter(amount gt 3)/groupby((country,rollup(a,b)),aggregate(amount with sum as total,$count as n))/topcount(2,total)
         $apply=concat(top(1),identity)/join(sales as sale,filter(a eq 1))/orderby(total desc)
         $apply=descendants($root/orgs,hierarchy,id,filter(name eq 'US'),3,keep start)/traverse($root/orgs,h,id,preorder,name desc)
         $filter=sales/aggregate(amount with average) gt $these/aggregate(budget)
         $index=-1&$format=json&$skiptoken=a;b",
        expect![[r#"
            $compute=price mul 2 as double,case(a gt 0 :1,true:0) as sign
            $apply=filter(amount gt 3)/groupby((country,rollup(a,b)),aggregate(amount with sum as total,$count as n))/topcount(2,total)
            $apply=concat(top(1),identity)/join(sales as sale,filter(a eq 1))/orderby(total desc)
            $apply=descendants($root/orgs,hierarchy,id,filter(name eq 'US'),3,keep start)/traverse($root/orgs,h,id,preorder,name desc)
            $filter=sales/aggregate(amount with average) gt $these/aggregate(budget)
            $index=-1&$format=json&$skiptoken=a;b"#]],
    );
}

#[test]
fn structured_values_and_calls_in_paths() {
    check(
        r#"$filter=tags eq ["a","b'"] and address eq {"city":"Paris","at":[1,2 add 3]}
           $filter=$root/employees('A1')/name eq 'x' and items/ns.cheapest(max=5)(1)/price lt @p&@p=3
           $filter=items/$filter(price gt 3)/$count lt 10 and items/$count($filter=a eq 1;$search=b) gt 2
           $filter=items/ns.all()/any(i:i/a eq 1)"#,
        expect![[r#"
            $filter=tags eq ["a","b'"] and address eq {"city":"Paris","at":[1,2 add 3]}
            $filter=$root/employees('A1')/name eq 'x' and items/ns.cheapest(max=5)(1)/price lt @p&@p=3
            $filter=items/$filter(price gt 3)/$count lt 10 and items/$count($filter=a eq 1;$search=b) gt 2
            $filter=items/ns.all()/any(i:i/a eq 1)"#]],
    );
}

#[test]
fn refusals() {
    check(
        "$expand=items/$ref($levels=4)
         $expand=items/$count($count=true)
         $expand=items($filter=a eq)
         $expand=items($top=1;$top=2)
         $expand=items($top=1
         $expand=items(top=x)
         $select=a(b
         $search=\"blue
         $search=(a
         $compute=a mul 2
         $apply=aggregate(amount with sum)
         $apply=aggregate($count with sum as n)
         $apply=group((a))
         $apply=groupby((a/@ns.term))
         $filter= a eq 1
         $filter=a in (b,c)
         $filter=any(x:x eq 1)
         $filter=a eq {name:1}
         $filter=a eq [1
         $levels=many",
        expect![[r#"
            ERROR query option $expand: at byte 11: expected a query option that can stand here, and no other of its name, found `$levels=4)`
            ERROR query option $expand: at byte 13: expected a query option that can stand here, and no other of its name, found `$count=true)`
            ERROR query option $expand: at byte 18: expected a property, a literal, a function or `(`, found `)`
            ERROR query option $expand: at byte 13: expected a query option that can stand here, and no other of its name, found `$top=2)`
            ERROR query option $expand: at byte 12: expected `;` or `)`, found end of text
            ERROR query option $expand: at byte 10: expected a non-negative integer, found `x)`
            ERROR query option $select: at byte 3: expected `,` or `)`, found end of text
            ERROR query option $search: at byte 5: expected `"` at the end of the phrase, found end of text
            ERROR query option $search: at byte 2: expected `AND`, `OR` or `)`, found end of text
            ERROR query option $compute: at byte 7: expected an operator, or `as` and a name, found end of text
            ERROR query option $apply: at byte 25: expected `from`, or `as` and a name, found `)`
            ERROR query option $apply: at byte 16: expected `from`, or `as` and a name, found ` with sum as n)`
            ERROR query option $apply: at byte 0: expected a transformation, such as `filter(..)`, `groupby(..)` or `aggregate(..)`, found `group((a))`
            ERROR query option $apply: at byte 9: expected a property without annotations, found `a/@ns.term))`
            ERROR query option $filter: at byte 0: expected no blank before the value, found ` a eq 1`
            ERROR query option $filter: at byte 6: expected a literal: a list of several items holds nothing else, found `b,c)`
            ERROR query option $filter: at byte 0: expected a path before `any` or `all`, found `any(x:x eq 1)`
            ERROR query option $filter: at byte 6: expected a text between double quotes, found `name:1}`
            ERROR query option $filter: at byte 7: expected an operator, `,` or `]`, found end of text
            ERROR query option $levels: at byte 0: expected a non-negative integer, found `many`"#]],
    );
}

/// No option with parentheses in it exhausts the stack.
#[test]
fn depth_is_limited_in_every_option() {
    for (open, close) in [
        ("$expand=a($expand=", "a"),
        ("$search=(", "a"),
        ("$search=NOT ", "a"),
        ("$apply=concat(", "identity"),
        ("$filter=[", "1"),
        ("$filter={\"a\":", "1"),
        ("$select=a($select=", "a"),
        ("$filter=a/$filter(", "b"),
        ("$filter=case(a:", "1"),
    ] {
        let (option, rest) = open.split_once('=').unwrap_or((open, ""));
        let query = format!("{option}={}{close}", rest.repeat(100_000));
        assert!(Options::parse(&query).is_err(), "{open}");
    }
    assert!(Options::parse(&format!("$filter=a{}", "/ns.f()".repeat(100_000))).is_err());
}
