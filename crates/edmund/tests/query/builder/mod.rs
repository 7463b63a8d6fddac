//! What the tests of another typed query builder expect it to print, ours prints: the same strings, up to parentheses and encoding.

mod printed;

use std::collections::BTreeSet;
use std::path::PathBuf;

use edmund::Search;
use edmund::query::{Options, parse_filter, parse_order_by};
use expect_test::expect;

use self::printed::Printed;

const GUID: &str = "6f0a2e9c-5b1d-4a43-9c57-0a1b2c3d4e5f";
const INSTANT: &str = "2021-07-03T20:15:03Z";

/// What stands for the suite's own stand-ins, by the file that they are in.
fn fill(file: &str, text: &str) -> String {
    let (example, second, fixed) = match file.rsplit('/').next().unwrap_or(file) {
        "QFilterExpression.test.ts" => ("startswith(name,'Hi')", "id gt 2", ""),
        "QSearchTerm.test.ts" => ("one", "\"two three\"", ""),
        "QTimeOfDayPath.test.ts" => ("", "", "12:30:00"),
        "QDatePath.test.ts" => ("", "", "2021-07-03"),
        "QGuidPath.test.ts" => (GUID, "", GUID),
        "QId.test.ts" => ("", "", ""),
        _ => (INSTANT, "", INSTANT),
    };
    [
        ("${exampleResult}", example),
        ("${exampleGuid}", example),
        ("${example}", example),
        ("${exampleNumberResult}", second),
        ("${exampleResult2}", second),
        ("${FIXED_STRING}", fixed),
        ("${EXAMPLE_PATH_NAME}", "created"),
        ("${withSpecialChars}", "'a%2Fb''c'"),
        ("${encoded}", "'a%2Fb''c'"),
        ("${inputModel.value}", "it''s"),
        ("${encodeURIComponent(\"$select\")}=${encodeURIComponent(\"name,age\")}", "$select=name,age"),
        ("${encodeURIComponent(           \"$expand\",         )}", "$expand"),
        ("${encodeURIComponent(\"friends,bestFriend($select=name)\")}", "friends,bestFriend($select=name)"),
        ("${encodeURIComponent(\"$select\")}=${encodeURIComponent(\"*\")}", "$select=*"),
        ("${NAME}", "Persons"),
        ("${NAME_ENUM}", "Persons"),
        ("${NAME_STRING}", "Persons"),
        ("${EXPECTED_PATH}", "Persons"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (stand_in, value)| text.replace(stand_in, value))
}

/// A string in the form in which two are compared; `None` where it is no query, order, search, expansion or key.
fn normal(file: &str, text: &str) -> Option<String> {
    if let Some((_, query)) = text.split_once('?').filter(|(path, _)| path.starts_with('/') || path == &"Persons") {
        return Some(format!("?{}", edmund::query::decode(&Options::parse(query).ok()?.to_string()).ok()?));
    }
    if file.contains("QSearchTerm") {
        let options = Options::parse(&format!("$search={text}")).ok()?;
        return Some(format!("search {}", Search::from(options.search?)));
    }
    if text.contains("($select=") {
        return Some(Options::parse(&format!("$expand={text}")).ok()?.expand.first()?.to_string());
    }
    if file.contains("QId") || file.contains("QFunction") || file.contains("Service") {
        let key = text.split_once('(').filter(|(name, key)| !name.is_empty() && !name.contains('/') && key.ends_with(')'));
        return key.map(|_| edmund::query::decode(text).unwrap_or_default());
    }
    if text.ends_with(" asc") || text.ends_with(" desc") {
        return Some(format!("order {}", parse_order_by(text).ok()?.first()?));
    }
    let filter = parse_filter(text).ok()?.to_string();
    // The name of a lambda's variable is free.
    Some(["testing", "a"].into_iter().fold(filter, |filter, variable| {
        if !filter.contains(&format!("({variable}:")) {
            return filter;
        }
        let renamed = filter.replace(&format!("({variable}:"), "(x:").replace(&format!("{variable}/"), "x/");
        renamed
            .replace(&format!(":{variable} "), ":x ")
            .replace(&format!("and {variable} "), "and x ")
            .replace(&format!("({variable},"), "(x,")
    }))
}

/// Strings of OData 2 (its own literals, folders called `v2`) are left out. What is not printed is listed:
/// - what is no query: paths, media types, bodies, `all` without a condition;
/// - `$select=*`, which says what is so without `$select`;
/// - numbers in the place of enumeration members, which only OData 4.01 services take: members have names here;
/// - `$it` behind a property, which leads nowhere in OData.
#[test]
fn every_query_of_another_builder_can_be_printed() {
    let Some(shared) = std::env::var_os("EDMUND_SHARED") else {
        eprintln!("skipped: EDMUND_SHARED is not set, so there is no list of another builder's strings");
        return;
    };
    let list =
        std::fs::read_to_string(PathBuf::from(shared).join("oracles/query-strings-odata2ts.tsv")).expect("the list is there");
    let printed = Printed::all();
    let (mut equal, mut unread, mut missing) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for line in list.lines() {
        let mut fields = line.splitn(3, '\t');
        let (Some(file), Some(text)) = (fields.next(), fields.nth(1)) else { continue };
        if file.contains("/v2/") || file.contains("V2") || text.contains("guid'") {
            continue;
        }
        let text = fill(file, text);
        match normal(file, &text) {
            None => unread.insert(text),
            Some(normal) if printed.contains(&normal) => equal.insert(normal),
            Some(normal) => missing.insert(normal),
        };
    }
    let list = |title: &str, lines: &BTreeSet<String>| lines.iter().map(|line| format!("\n{title} {line}")).collect::<String>();
    let report = format!("{} are printed{}{}", equal.len(), list("not printed:", &missing), list("no query:", &unread));
    expect![[r#"
        205 are printed
        not printed: ?$select=*
        not printed: features/$it
        not printed: status eq 0
        not printed: status eq 1 or status eq 2
        not printed: status ne 2
        not printed: test/$it
        not printed: test/ing/$query
        no query: ${ENTITY_PATH}/Library.Catalog.EBook/$value
        no query: &/?
        no query: /Persons
        no query: Persons/GET_SOMETHING(TEST_GUID=123,testDateTime=1,testDateTimeO=2,testTime=3)
        no query: any string will do!
        no query: application/epub+zip
        no query: application/octet-stream
        no query: application/x-custom
        no query: base/name
        no query: features/all()
        no query: raw value
        no query: test/all()
        no query: x=y&zz=top"#]]
    .assert_eq(&report);
}
