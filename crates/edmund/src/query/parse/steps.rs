//! What is reached from a value: names, calls, lambdas.

use crate::query::cursor::{ParseError, Parser};
use crate::query::{Expr, Path, Predicate, Quantifier, Step};

impl<'a> Parser<'a> {
    /// Everything that `/` adds to `from`.
    pub(super) fn steps(&mut self, from: Expr) -> Result<Expr, ParseError> {
        let mut expr = from;
        let mut steps = 0;
        loop {
            let is_call = matches!(expr, Expr::Call { .. } | Expr::Member { step: Step::Call { .. } | Step::Filter(_), .. });
            expr = if is_call && self.eat('(') {
                let key = self.arguments()?;
                expr.member(Step::Key(key))
            } else if self.eat('/') {
                let name = self.segment()?;
                if !self.eat('(') {
                    extended(expr, name)
                } else if let Some(quantifier) = Quantifier::from_word(name) {
                    let predicate = self.predicate(quantifier)?;
                    return Ok(Expr::Lambda { quantifier, collection: Box::new(expr), predicate });
                } else {
                    let step = self.called(name)?;
                    expr.member(step)
                }
            } else {
                return Ok(expr);
            };
            if !matches!(expr, Expr::Path(_)) {
                steps += 1;
                self.count_chained(steps)?;
            }
        }
    }

    /// What a name with parentheses is; the `(` is behind us.
    fn called(&mut self, name: &str) -> Result<Step, ParseError> {
        match name {
            "$filter" => {
                let condition = self.spaced_expr()?;
                self.spaces();
                self.expect(')', "an operator or `)`")?;
                Ok(Step::Filter(Box::new(condition)))
            }
            "$count" => Ok(Step::Count(Box::new(self.nested_options(&["$filter", "$search"])?))),
            "aggregate" => {
                let aggregate = self.deeper(Self::aggregate_function)?;
                self.expect(')', "`from` or `)`")?;
                Ok(Step::Aggregate(Box::new(aggregate)))
            }
            _ => Ok(Step::Call { function: name.to_owned().into(), arguments: self.arguments()? }),
        }
    }

    /// A name after `/`; annotations begin with `@` and may have a qualifier.
    pub(super) fn segment(&mut self) -> Result<&'a str, ParseError> {
        let start = self.position;
        if self.eat('@') {
            self.name("the name of an annotation")?;
            self.qualifier();
        } else {
            self.name("a property, a type, `any` or `all`")?;
        }
        Ok(&self.text[start..self.position])
    }

    /// `#name` behind the name of an annotation, if there is one.
    pub(super) fn qualifier(&mut self) {
        let start = self.position;
        if self.eat('#') && self.name("a qualifier").is_err() {
            self.position = start;
        }
    }

    /// Names separated by `/`, and nothing else.
    pub(super) fn names(&mut self) -> Result<Path, ParseError> {
        let mut path = Path::new(self.segment()?.to_owned());
        while self.eat('/') {
            path = path.join(self.segment()?.to_owned());
        }
        Ok(path)
    }

    /// `x:condition)` or `)`; the `(` is behind us.
    fn predicate(&mut self, quantifier: Quantifier) -> Result<Option<Predicate>, ParseError> {
        self.spaces();
        let expected = match quantifier {
            Quantifier::Any if self.eat(')') => return Ok(None),
            Quantifier::Any => "a variable name or `)`",
            Quantifier::All => "a variable name",
        };
        let variable = self.name(expected)?.to_owned();
        self.spaces();
        self.expect(':', "`:`")?;
        let condition = Box::new(self.spaced_expr()?);
        self.spaces();
        self.expect(')', "an operator or `)`")?;
        Ok(Some(Predicate { variable, condition }))
    }
}

/// `expr/name`: a longer path where the end of `expr` is one.
fn extended(expr: Expr, name: &str) -> Expr {
    let name = name.to_owned();
    match expr {
        Expr::Path(path) => Expr::Path(path.join(name)),
        Expr::Member { of, step: Step::Path(path) } => Expr::Member { of, step: Step::Path(path.join(name)) },
        other => other.member(Step::Path(Path::new(name))),
    }
}
