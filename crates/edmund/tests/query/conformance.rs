//! The cases of the OASIS grammar, and the queries of Microsoft Graph's documentation.

use std::path::PathBuf;

use edmund::query::{Expr, Literal, Options, decode, parse_filter, parse_literal};
use edmund::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
use expect_test::expect;
use serde_json::Value;

/// A file of the shared corpus; `None`, and a word about it, where there is none.
fn corpus(name: &str) -> Option<Value> {
    let Some(shared) = std::env::var_os("EDMUND_SHARED") else {
        eprintln!("skipped: EDMUND_SHARED is not set, so there is no corpus");
        return None;
    };
    let path = PathBuf::from(shared).join("corpus/csdl/abnf").join(name);
    let text = std::fs::read(path).expect("the corpus has the file");
    Some(serde_json::from_slice(&text).expect("the corpus is JSON"))
}

/// What is read by a rule of the grammar: `None` where the rule is about something else than queries and literals.
fn read(rule: &str, input: &str) -> Option<Result<(), String>> {
    let expression =
        |text: &str| parse_filter(&decode(text).expect("the suite is UTF-8")).map(drop).map_err(|error| error.to_string());
    let options = |text: &str| Options::parse(text).map(drop).map_err(|error| error.to_string());
    let single = |text: &str| if text.contains('&') { Err("`&` separates options".to_owned()) } else { options(text) };
    Some(match rule {
        "odataRelativeUri" | "odataUri" => {
            return Some(options(input.split_once('?').filter(|_| !input.starts_with("$entity"))?.1));
        }
        "queryOptions" => options(input),
        "filter" | "orderby" | "orderBy" | "expand" | "select" | "compute" | "search" | "skiptoken" | "deltatoken"
        | "systemQueryOption" | "customQueryOption" => single(input),
        "commonExpr" | "boolCommonExpr" | "boolcommonExpr" | "firstMemberExpr" | "propertyPathExpr" | "notExpr" | "isofExpr" => {
            expression(input)
        }
        "anyExpr" => expression(&format!("a/{input}")),
        "functionParameter" => expression(&format!("ns.f({input})")),
        "odataIdentifier" => match parse_filter(input) {
            Ok(Expr::Path(path)) if path.segments().len() == 1 && !path.root().contains('.') => Ok(()),
            other => Err(format!("{other:?}")),
        },
        "date" | "dateValue" => value::<Date>(input),
        "dateTimeOffsetValue" => value::<DateTimeOffset>(input),
        "durationValue" => value::<Duration>(input),
        "timeOfDayValue" => value::<TimeOfDay>(input),
        "guid" => value::<Guid>(input),
        "decimalValue" if matches!(input, "INF" | "NaN") => literal(input, |literal| matches!(literal, Literal::Double(_))),
        "decimalValue" => value::<Decimal>(input),
        "doubleValue" | "byteValue" | "int16Value" | "int32Value" => literal(input, is_number),
        "boolean" => literal(input, |literal| matches!(literal, Literal::Boolean(_))),
        "binaryLiteral" => literal(input, |literal| matches!(literal, Literal::Binary(_))),
        // Some primitive value, of a type that the case does not name.
        "primitiveValue" => [value::<Binary>(input), literal(input, is_number), well_known_text(input)]
            .into_iter()
            .reduce(Result::or)
            .unwrap_or(Ok(())),
        rule if rule.ends_with("Literal") || rule.ends_with("InUrl") || rule.starts_with("geo") => {
            literal(&decode(input).expect("the suite is UTF-8"), |_| true)
        }
        _ => return None,
    })
}

fn value<T: std::str::FromStr>(text: &str) -> Result<(), String>
where
    T::Err: std::fmt::Display,
{
    text.parse::<T>().map(drop).map_err(|error| error.to_string())
}

fn literal(text: &str, is_right: impl Fn(&Literal) -> bool) -> Result<(), String> {
    match parse_literal(text) {
        Ok(literal) if is_right(&literal) => Ok(()),
        Ok(literal) => Err(format!("{literal:?}")),
        Err(error) => Err(error.to_string()),
    }
}

fn is_number(literal: &Literal) -> bool {
    matches!(literal, Literal::Integer(_) | Literal::Double(_) | Literal::Decimal(_))
}

/// A geographic value, which stands in a literal between quotes.
fn well_known_text(text: &str) -> Result<(), String> {
    literal(&format!("geography'{text}'"), |literal| matches!(literal, Literal::Geography(text) if text.starts_with("SRID=")))
}

/// What differs from the suite is listed with the reason:
/// - what is read although it is invalid is invalid by names only: the suite says which names are properties, which of them have many values, and
///   which custom options there are. A tree of text cannot know; `;` is allowed in a word of `$search` outside parentheses;
/// - what is refused although it is valid: an option that stands twice (the grammar allows it, OData Protocol 4.01, 11.2.1, does not), an encoded
///   `;` in a word inside parentheses, because values are decoded before they are read (a phrase holds it), and JSON text outside JSON.
#[test]
fn the_cases_of_the_grammar() {
    let (mut valid, mut invalid) = ([0, 0], [0, 0]);
    let mut exceptions = Vec::new();
    for file in ["odata-abnf-testcases.json", "odata-aggregation-testcases.json", "odata-temporal-testcases.json"] {
        let Some(suite) = corpus(file) else { return };
        for case in suite["TestCases"].as_array().unwrap() {
            let (rule, input) = (case["Rule"].as_str().unwrap(), case["Input"].as_str().unwrap());
            let Some(result) = read(rule, input) else { continue };
            let is_valid = case.get("FailAt").is_none();
            let count = if is_valid { &mut valid } else { &mut invalid };
            count[0] += usize::from(result.is_ok() == is_valid);
            count[1] += 1;
            if result.is_ok() != is_valid {
                let error = result.err().map_or(String::new(), |error| format!("\n    {error}"));
                exceptions.push(format!("{} {rule}: {input}{error}", if is_valid { "refused" } else { "read" }));
            }
        }
    }
    exceptions.insert(
        0,
        format!("{} of {} valid cases are read, {} of {} invalid ones refused", valid[0], valid[1], invalid[0], invalid[1]),
    );
    expect![[r#"
        531 of 534 valid cases are read, 52 of 61 invalid ones refused
        read queryOptions: $search=more&more
        read queryOptions: $search=a;b
        refused queryOptions: $expand=Manager($search=a%3Bb)
            query option $expand: at byte 18: expected a query option that can stand here, and no other of its name, found `b)`
        refused queryOptions: $format=json&$Format=atom&$format=xml&$format=text/html
            query option $format stands more than once
        refused stringInUrl: "b%75g"
            at byte 0: expected a property, a literal, a function or `(`, found `"bug"`
        read queryOptions: $apply=aggregate(Sales/Amount sub Sales/Cost with sum as TotalAmount)
        read queryOptions: $apply=aggregate(Amount as Total)
        read queryOptions: $apply=aggregate(Amount)
        read queryOptions: $apply=aggregate(Amount from Time with average as DailyAverage)
        read queryOptions: $apply=groupby((Product/Price/Quantity))
        read queryOptions: $apply=join(ShipTo as Detail,identity)
        read queryOptions: $apply=groupby((Sales/Product/Name))"#]]
    .assert_eq(&exceptions.join("\n"));
}

#[test]
fn the_queries_of_documentation_are_read_and_printed_back() {
    let Some(urls) = corpus("graph-doc-urls.json") else { return };
    let mut read = 0;
    let mut refused = Vec::new();
    for url in urls.as_array().unwrap() {
        let Some((_, query)) = url["url"].as_str().unwrap().split_once('?') else { continue };
        match Options::parse(query) {
            Ok(options) => {
                assert_eq!(Options::parse(&options.to_string()), Ok(options), "{query}");
                read += 1;
            }
            Err(error) => refused.push(format!("{query}: {error}")),
        }
    }
    assert_eq!((read, refused), (67, Vec::new()));
}
