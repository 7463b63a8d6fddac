//! What holds of all queries.

use edmund::query::{
    Aggregate, AggregateFrom, Arguments, Binary, Computed, Direction, Expanded, ExpandedForm, Expr, Extreme, Grouping, Hierarchy,
    Join, Levels, Literal, Options, OrderBy, Path, Predicate, Quantifier, Relatives, Searched, Selected, Step, Transformation,
    Traversal, decode_query, encode_query, encode_segment, parse_filter, parse_literal, parse_order_by, parse_select,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_][a-zA-Z0-9_]{0,6}".prop_filter("keywords are not names", |name| {
        !name.eq_ignore_ascii_case("not")
            && !matches!(
                name.to_ascii_lowercase().as_str(),
                "any" | "all" | "case" | "null" | "true" | "false" | "identity" | "aggregate" | "max"
            )
            && !matches!(name.as_str(), "INF" | "NaN" | "duration" | "binary")
    })
}

fn path() -> impl Strategy<Value = Path> {
    (name(), vec(name(), 0..2)).prop_map(|(root, names)| names.into_iter().fold(Path::new(root), Path::join))
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        any::<i64>().prop_map(Literal::Integer),
        (1e16..1e300).prop_map(Literal::Double),
        "-?[0-9]{1,9}\\.[0-9]{1,9}".prop_map(Literal::Decimal),
        any::<String>().prop_map(Literal::String),
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}".prop_map(Literal::Guid),
        "-?[0-9]{4}-0[1-9]-[12][0-9]".prop_map(Literal::Date),
        "[0-9]{4}-1[0-2]-0[1-9]T[01][0-9]:[0-5][0-9](Z|[+-][01][0-9]:[0-5][0-9])".prop_map(Literal::DateTimeOffset),
        "[01][0-9]:[0-5][0-9]:[0-5][0-9]".prop_map(Literal::TimeOfDay),
        any::<String>().prop_map(Literal::Duration),
        any::<String>().prop_map(Literal::Binary),
        (name(), any::<String>()).prop_map(|(ty, members)| Literal::Enum { ty: format!("ns.{ty}"), members }),
    ]
}

fn expr() -> impl Strategy<Value = Expr> + Clone {
    let leaf = prop_oneof![literal().prop_map(Expr::from), path().prop_map(Expr::from), name().prop_map(Expr::Alias)];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let many = || vec(inner.clone(), 2..4);
        let list = prop_oneof![vec(literal().prop_map(Expr::from), 0..4), vec(inner.clone(), 1)];
        prop_oneof![
            many().prop_map(Expr::And),
            many().prop_map(Expr::Or),
            inner.clone().prop_map(|operand| Expr::Not(Box::new(operand))),
            inner.clone().prop_map(|operand| Expr::Negate(Box::new(operand))),
            (select(&Binary::ALL[..13]), inner.clone(), inner.clone())
                .prop_map(|(operator, left, right)| left.binary(operator, right)),
            (inner.clone(), list).prop_map(|(value, list)| value.binary(Binary::In, Expr::List(list))),
            (name(), arguments(inner.clone()))
                .prop_map(|(function, arguments)| Expr::Call { function: function.into(), arguments }),
            (path(), step(inner.clone()), option::of(path())).prop_map(|(path, step, end)| {
                let member = Expr::from(path).member(step);
                match end {
                    Some(end) => member.member(Step::Path(end)),
                    None => member,
                }
            }),
            vec((inner.clone(), inner.clone()), 1..3).prop_map(Expr::Case),
            vec(inner.clone(), 0..3).prop_map(Expr::Array),
            vec((any::<String>(), inner.clone()), 0..3).prop_map(Expr::Object),
            (
                select(&[Quantifier::Any, Quantifier::All][..]),
                prop_oneof![
                    path().prop_map(Expr::from),
                    (path(), step(inner.clone())).prop_map(|(path, step)| Expr::from(path).member(step)),
                ],
                option::of((name(), inner.clone()))
            )
                .prop_map(|(quantifier, collection, predicate)| Expr::Lambda {
                    // Only `any` stands without a condition.
                    quantifier: if predicate.is_none() { Quantifier::Any } else { quantifier },
                    collection: Box::new(collection),
                    predicate: predicate.map(|(variable, condition)| Predicate { variable, condition: Box::new(condition) }),
                }),
        ]
    })
}

fn arguments(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Arguments> {
    prop_oneof![vec(inner.clone(), 0..3).prop_map(Arguments::Positional), vec((name(), inner), 1..3).prop_map(Arguments::Named),]
}

fn step(inner: impl Strategy<Value = Expr> + Clone) -> impl Strategy<Value = Step> {
    prop_oneof![
        (name(), arguments(inner.clone()))
            .prop_map(|(name, arguments)| Step::Call { function: format!("ns.{name}").into(), arguments }),
        inner.clone().prop_map(|condition| Step::Filter(Box::new(condition))),
        (inner.clone(), searched()).prop_map(|(filter, search)| {
            let mut options = Options::default();
            (options.filter, options.search) = (Some(filter), Some(search));
            Step::Count(Box::new(options))
        }),
        aggregate(inner).prop_map(|aggregate| Step::Aggregate(Box::new(Aggregate { alias: None, ..aggregate }))),
    ]
}

fn aggregate(inner: impl Strategy<Value = Expr>) -> impl Strategy<Value = Aggregate> {
    let from = (path(), name()).prop_map(|(path, method)| AggregateFrom { path, method: Some(method) });
    let value = inner.prop_filter("a count has no method", |value| !matches!(value, Expr::Member { step: Step::Count(_), .. }));
    (value, name(), vec(from, 0..3), name()).prop_map(|(value, method, from, alias)| Aggregate {
        value,
        method: Some(method),
        from,
        alias: Some(alias),
    })
}

fn searched() -> impl Strategy<Value = Searched> {
    let word = "[a-z0-9'.$/]{0,5}[a-z]".prop_filter("quotes begin phrases", |word| !word.starts_with('\''));
    let leaf = prop_oneof![word.prop_map(Searched::Word), any::<String>().prop_map(Searched::Phrase)];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|operand| Searched::Not(Box::new(operand))),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.and(right)),
            (inner.clone(), inner).prop_map(|(left, right)| left.or(right)),
        ]
    })
}

fn transformation() -> impl Strategy<Value = Transformation> {
    let computed = || (expr(), name()).prop_map(|(expr, alias)| Computed { expr, alias });
    let hierarchy =
        || (path(), name(), path()).prop_map(|(nodes, qualifier, node)| Hierarchy { nodes: nodes.into(), qualifier, node });
    let leaf = prop_oneof![
        vec(aggregate(expr()), 1..3).prop_map(Transformation::Aggregate),
        expr().prop_map(Transformation::Filter),
        searched().prop_map(Transformation::Search),
        vec(order_by(), 1..3).prop_map(Transformation::OrderBy),
        any::<u64>().prop_map(Transformation::Top),
        any::<u64>().prop_map(Transformation::Skip),
        (select(Extreme::ALL), expr(), expr()).prop_map(|(kind, amount, value)| Transformation::Extreme { kind, amount, value }),
        vec(computed(), 1..3).prop_map(Transformation::Compute),
        Just(Transformation::Identity),
        (name(), arguments(expr())).prop_map(|(name, arguments)| {
            Transformation::Function(Expr::Call { function: format!("ns.{name}").into(), arguments })
        }),
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let sequence = move || vec(inner.clone(), 1..3);
        let maybe = {
            let sequence = sequence.clone();
            move || prop_oneof![Just(Vec::new()), sequence()]
        };
        let grouping = prop_oneof![
            path().prop_map(Grouping::Path),
            vec(path(), 1..3).prop_map(Grouping::Rollup),
            (hierarchy(), maybe()).prop_map(|(hierarchy, nodes)| Grouping::RollupRecursive { hierarchy, nodes }),
        ];
        prop_oneof![
            (vec(grouping, 1..3), maybe()).prop_map(|(by, then)| Transformation::GroupBy { by, then }),
            vec(sequence(), 1..3).prop_map(Transformation::Concat),
            (select(Join::ALL), path(), name(), maybe()).prop_map(|(kind, path, alias, then)| Transformation::Join {
                kind,
                path,
                alias,
                then
            }),
            vec((sequence(), name()), 1..3).prop_map(Transformation::Nest),
            (path(), vec((sequence(), name()), 1..3)).prop_map(|(path, nested)| Transformation::AddNested { path, nested }),
            (select(Relatives::ALL), hierarchy(), sequence(), option::of(any::<u64>()), any::<bool>()).prop_map(
                |(kind, hierarchy, start, distance, keep_start)| Transformation::Relatives {
                    kind,
                    hierarchy,
                    start,
                    distance,
                    keep_start
                }
            ),
            (hierarchy(), select(Traversal::ALL), vec(order_by(), 0..2)).prop_map(|(hierarchy, order, siblings)| {
                Transformation::Traverse { hierarchy, order, nodes: Vec::new(), siblings }
            }),
        ]
    })
}

fn order_by() -> impl Strategy<Value = OrderBy> {
    (expr(), select(&[Direction::Ascending, Direction::Descending][..])).prop_map(|(expr, direction)| OrderBy { expr, direction })
}

/// The options that may stand anywhere.
fn plain_options() -> impl Strategy<Value = Options> {
    let computed = (expr(), name()).prop_map(|(expr, alias)| Computed { expr, alias });
    let parts = (option::of(expr()), vec(order_by(), 0..3), option::of(any::<u64>()), option::of(any::<bool>()));
    (parts, option::of(searched()), vec(computed, 0..2)).prop_map(|((filter, order_by, top, count), search, compute)| {
        let mut options = Options::default();
        (options.filter, options.order_by, options.top, options.count) = (filter, order_by, top, count);
        (options.search, options.compute) = (search, compute);
        options
    })
}

fn selected() -> impl Strategy<Value = Selected> {
    let some = plain_options().prop_filter("no parentheses around nothing", |options| !options.is_empty());
    prop_oneof![
        Just(Selected::All),
        name().prop_map(|name| Selected::Operations(format!("ns.{name}"))),
        path().prop_map(Selected::Path),
        (path(), some).prop_map(|(path, options)| Selected::With { path, options: Box::new(options) }),
        (path(), vec(name(), 1..3)).prop_map(|(path, parameters)| Selected::Overload { path, parameters }),
    ]
}

fn options() -> impl Strategy<Value = Options> {
    let leaf = (plain_options(), vec(selected(), 0..3), option::of(any::<i64>())).prop_map(|(mut options, select, index)| {
        (options.select, options.index) = (select, index);
        options
    });
    leaf.prop_recursive(3, 8, 2, |inner| {
        let levels = prop_oneof![any::<u64>().prop_map(Levels::Number), Just(Levels::Max)];
        let expanded = (path(), inner.clone(), option::of(levels)).prop_map(|(path, mut options, levels)| {
            (options.levels, options.index) = (levels, None);
            Expanded { path, form: ExpandedForm::Entities, options }
        });
        let forms = (path(), option::of(expr()), select(&[ExpandedForm::References, ExpandedForm::Count][..]));
        let form = forms.prop_map(|(path, filter, form)| {
            let mut options = Options::default();
            options.filter = filter;
            Expanded { path, form, options }
        });
        (inner, vec(prop_oneof![expanded, form], 0..3)).prop_map(|(mut options, expand)| {
            options.expand = expand;
            options
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_back(tree in expr()) {
        prop_assert_eq!(parse_filter(&tree.to_string()), Ok(tree));
    }

    #[test]
    fn options_survive_the_query_string(
        mut options in options(),
        apply in vec(transformation(), 0..3),
        name in name(),
        value in any::<String>(),
    ) {
        options.apply = apply;
        options.custom = vec![(format!("own{name}"), value)];
        let query = options.to_string();
        prop_assert!(!query.contains(['#', '+', ' ', '?']));
        prop_assert_eq!(Options::parse(&query), Ok(options), "{}", query);
    }

    #[test]
    fn a_value_stays_one_literal(value in any::<String>()) {
        let filter = Expr::from(Path::new("name")).binary(Binary::Eq, Literal::String(value).into());
        let query = format!("$filter={}", encode_query(&filter.to_string()));
        prop_assert!(!query.contains(['&', '#', '+', ' ', '?']));
        prop_assert_eq!(Options::parse(&query).map(|options| options.filter), Ok(Some(filter)));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), shaped in "[ a-z0-9'()/,:@$.+-]{0,40}") {
        for text in [text, shaped] {
            let _ = (parse_filter(&text), parse_order_by(&text), parse_select(&text), parse_literal(&text), Options::parse(&text));
        }
    }

    #[test]
    fn a_key_stays_one_segment(key in any::<String>()) {
        let segment = encode_segment(&key);
        prop_assert!(!segment.contains(['/', '?', '#', '(', ')', '\'', '$', '+', ' ']));
        prop_assert_eq!(decode_query(&segment), Ok(key));
    }
}
