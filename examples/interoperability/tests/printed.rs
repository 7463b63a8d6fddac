//! What Edmund prints is read by a parser that others wrote, and means there what it meant.
//!
//! `cargo xtask ci` installs the parser; where it is not installed, the tests say so and end.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use edmund::query::{Arguments, Binary, Expr, Literal, Path as Names, Predicate, Quantifier, decode, parse_filter};

/// What the other parser has to say of pairs: the first as it was, the second as we print it. `None` where it is not installed.
fn compare(pairs: &[(String, String)]) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(python) = python() else {
        println!("skipped: odatapy is not installed; `cargo xtask ci` installs it");
        return None;
    };
    let lines: String =
        pairs.iter().map(|(original, printed)| serde_json::to_string(&[original, printed]).unwrap() + "\n").collect();
    let script = folder.join("server/read_queries.py");
    let mut process = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = process.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = process.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The Python that has the parser.
fn python() -> Option<PathBuf> {
    let environment = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/interoperability");
    ["bin/python", "Scripts/python.exe"].iter().map(|path| environment.join(path)).find(|path| path.exists())
}

/// The expressions among the valid cases of the OASIS grammar; odatapy itself does not read all of them (`case`, JSON, spatial literals).
#[test]
fn the_cases_of_the_grammar_mean_the_same_when_they_are_printed() {
    let Some(shared) = std::env::var_os("EDMUND_SHARED") else {
        println!("skipped: EDMUND_SHARED is not set, so there are no cases");
        return;
    };
    let path = PathBuf::from(shared).join("corpus/csdl/abnf/odata-abnf-testcases.json");
    let suite: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut pairs = Vec::new();
    for case in suite["TestCases"].as_array().unwrap().iter().filter(|case| case.get("FailAt").is_none()) {
        let input = decode(case["Input"].as_str().unwrap()).unwrap();
        let text = match case["Rule"].as_str().unwrap() {
            "filter" | "systemQueryOption" => input.split_once("filter=").map(|(_, filter)| filter.to_owned()),
            rule => rule.ends_with("Expr").then_some(input),
        };
        if let Some(text) = text.filter(|text| !text.contains('&'))
            && let Ok(expr) = parse_filter(&text)
        {
            pairs.push((text, expr.to_string()));
        }
    }
    let Some(found) = compare(&pairs) else { return };
    assert_eq!((pairs.len(), found.as_str()), (159, "54 not read in their first form\n"));
}

/// Parentheses stand where precedence needs them, and nowhere else: trees of every shape, once with all parentheses and once as we print them.
#[test]
fn trees_mean_the_same_with_few_parentheses_as_with_all() {
    let mut numbers = Numbers(1);
    let pairs: Vec<_> = (0..2_000)
        .map(|_| {
            let condition = condition(&mut numbers, 5);
            (explicit(&condition), condition.to_string())
        })
        .collect();
    let Some(found) = compare(&pairs) else { return };
    assert_eq!(found, "0 not read in their first form\n");
}

/// Numbers in a row that looks random and is always the same (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Something that is true or false.
fn condition(numbers: &mut Numbers, depth: u64) -> Expr {
    match numbers.below(if depth == 0 { 2 } else { 8 }) {
        0 => Expr::from(Names::new("flag")),
        1 => value(numbers, depth).binary(Binary::Gt, value(numbers, depth)),
        2 => Expr::call("contains", vec![Names::new("name").into(), Literal::String("it's / 100%".to_owned()).into()]),
        3 => Expr::Not(Box::new(condition(numbers, depth - 1))),
        4 => condition(numbers, depth - 1).and(condition(numbers, depth - 1)),
        5 => condition(numbers, depth - 1).or(condition(numbers, depth - 1)),
        6 => {
            value(numbers, depth - 1).binary(Binary::In, Expr::List(vec![Literal::Integer(1).into(), Literal::Integer(2).into()]))
        }
        _ => Expr::Lambda {
            quantifier: if numbers.below(2) == 0 { Quantifier::Any } else { Quantifier::All },
            collection: Box::new(Names::new("items").into()),
            predicate: Some(Predicate {
                variable: "x".to_owned(),
                condition: Box::new(Expr::from(Names::new("x").join("size")).binary(Binary::Lt, value(numbers, depth - 1))),
            }),
        },
    }
}

/// A number.
fn value(numbers: &mut Numbers, depth: u64) -> Expr {
    const OPERATORS: [Binary; 5] = [Binary::Add, Binary::Sub, Binary::Mul, Binary::Div, Binary::Mod];
    match numbers.below(if depth == 0 { 2 } else { 5 }) {
        0 => Names::new("size").into(),
        1 => Literal::Integer(7).into(),
        2 => Expr::Negate(Box::new(value(numbers, depth - 1))),
        3 => Expr::call("length", vec![Names::new("name").into()]),
        _ => {
            let operator = OPERATORS[usize::try_from(numbers.below(5)).unwrap()];
            value(numbers, depth - 1).binary(operator, value(numbers, depth - 1))
        }
    }
}

/// The expression with parentheses around every part.
fn explicit(expr: &Expr) -> String {
    match expr {
        Expr::And(operands) => joined(operands, "and"),
        Expr::Or(operands) => joined(operands, "or"),
        Expr::Not(operand) => format!("(not ({}))", explicit(operand)),
        Expr::Negate(operand) => format!("(-({}))", explicit(operand)),
        Expr::Binary { operator: Binary::In, left, right } => format!("({} in {right})", explicit(left)),
        Expr::Binary { operator, left, right } => format!("({} {} {})", explicit(left), operator.word(), explicit(right)),
        Expr::Call { function, arguments: Arguments::Positional(arguments) } => {
            format!("{function}({})", arguments.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        }
        Expr::Lambda { quantifier, collection, predicate: Some(predicate) } => {
            format!("{collection}/{}({}:{})", quantifier.word(), predicate.variable, explicit(&predicate.condition))
        }
        other => other.to_string(),
    }
}

fn joined(operands: &[Expr], word: &str) -> String {
    let mut operands = operands.iter().map(explicit);
    let first = operands.next().unwrap_or_default();
    operands.fold(first, |left, right| format!("({left} {word} {right})"))
}
