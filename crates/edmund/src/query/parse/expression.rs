//! Expressions: operators, literals, and what begins with a name.

use super::MAX_DEPTH;
use crate::query::cursor::{ParseError, Parser};
use crate::query::operator::precedence;
use crate::query::{Arguments, Binary, Expr, Literal, Path, scan};

impl<'a> Parser<'a> {
    pub(super) fn spaced_expr(&mut self) -> Result<Expr, ParseError> {
        self.spaces();
        self.expr(precedence::OR)
    }

    /// Operators that bind at least as tightly as `least`, by precedence climbing.
    fn expr(&mut self, least: u8) -> Result<Expr, ParseError> {
        self.deeper(|parser| parser.operators(least))
    }

    fn operators(&mut self, least: u8) -> Result<Expr, ParseError> {
        let mut left = self.unary()?;
        let mut operators = 0;
        loop {
            if least <= precedence::AND && self.word("and") {
                left = self.chain(left, "and", precedence::AND)?;
            } else if least <= precedence::OR && self.word("or") {
                left = self.chain(left, "or", precedence::OR)?;
            } else if let Some(operator) = self.binary_operator(least) {
                operators += 1;
                self.count_chained(operators)?;
                let right = self.right_operand(operator)?;
                left = left.binary(operator, right);
            } else {
                return Ok(left);
            }
        }
    }

    /// A second operator in a row puts what came before one level deeper, without nesting in the text.
    pub(super) fn count_chained(&mut self, operators: usize) -> Result<(), ParseError> {
        self.chained += usize::from(operators > 1);
        if self.chained > MAX_DEPTH { Err(self.error("at most 100 operators in a row")) } else { Ok(()) }
    }

    fn chain(&mut self, first: Expr, word: &str, level: u8) -> Result<Expr, ParseError> {
        let mut operands = vec![first];
        loop {
            self.spaces();
            operands.push(self.expr(level + 1)?);
            if !self.word(word) {
                return Ok(if level == precedence::AND { Expr::And(operands) } else { Expr::Or(operands) });
            }
        }
    }

    fn binary_operator(&mut self, least: u8) -> Option<Binary> {
        Binary::ALL.into_iter().find(|operator| operator.precedence() >= least && self.word(operator.word()))
    }

    fn right_operand(&mut self, operator: Binary) -> Result<Expr, ParseError> {
        self.spaces();
        if operator == Binary::In && self.eat('(') {
            return Ok(Expr::List(self.list_items()?));
        }
        self.expr(operator.precedence() + 1)
    }

    fn unary(&mut self) -> Result<Expr, ParseError> {
        if self.starts_with_word("not") && self.rest()[3..].starts_with([' ', '\t', '(']) {
            self.position += 3;
            self.spaces();
            return Ok(Expr::Not(Box::new(self.expr(precedence::UNARY)?)));
        }
        let after_sign = self.rest().strip_prefix('-');
        if let Some(after) = after_sign
            && !after.starts_with(|ch: char| ch.is_ascii_digit())
            && scan::bare_literal(&self.rest()[..scan::bare_run(self.rest())]).is_none()
        {
            self.position += 1;
            self.spaces();
            return Ok(Expr::Negate(Box::new(self.expr(precedence::UNARY)?)));
        }
        self.primary()
    }

    pub(super) fn primary(&mut self) -> Result<Expr, ParseError> {
        let rest = self.rest();
        if let Some(guid) = scan::guid(rest) {
            self.position += guid.len();
            return Ok(Literal::Guid(guid.to_owned()).into());
        }
        match rest.chars().next() {
            Some('(') => {
                self.position += 1;
                let inner = self.spaced_expr()?;
                self.spaces();
                self.expect(')', "an operator or `)`")?;
                Ok(inner)
            }
            Some('\'') => Ok(Literal::String(self.quoted()?).into()),
            Some('@') => {
                let start = self.position;
                self.position += 1;
                self.name("the name of a parameter alias or of an annotation")?;
                self.qualifier();
                let name = &self.text[start..self.position];
                if self.rest().starts_with('/') {
                    self.steps(Path::new(name.to_owned()).into())
                } else {
                    Ok(Expr::Alias(name[1..].to_owned()))
                }
            }
            Some('[') => self.array(),
            Some('{') => self.object(),
            Some('0'..='9' | '+' | '-') => self.bare(),
            _ => self.named(),
        }
    }

    fn bare(&mut self) -> Result<Expr, ParseError> {
        // In `case(a gt 0:1)` the colon ends the number, in `12:30` it does not: the longest literal counts.
        let mut run = &self.rest()[..scan::bare_run(self.rest())];
        loop {
            if let Some(literal) = scan::bare_literal(run) {
                self.position += run.len();
                return Ok(literal.into());
            }
            match run.rfind(':') {
                Some(colon) => run = &run[..colon],
                None => return Err(self.error("a number, a date, a time or a GUID")),
            }
        }
    }

    /// What begins with a name: a keyword, a typed literal, a call or a path.
    fn named(&mut self) -> Result<Expr, ParseError> {
        const EXPECTED: &str = "a property, a literal, a function or `(`";
        let start = self.position;
        let name = self.name(EXPECTED)?;
        match self.rest().chars().next() {
            Some('\'') => {
                let text = self.quoted()?;
                Ok(typed_literal(name, text).into())
            }
            Some('(') if name.eq_ignore_ascii_case("any") || name.eq_ignore_ascii_case("all") => {
                self.position = start;
                Err(self.error("a path before `any` or `all`"))
            }
            Some('(') => {
                self.position += 1;
                let call = if name == "case" {
                    self.cases()?
                } else {
                    Expr::Call { function: name.to_owned().into(), arguments: self.arguments()? }
                };
                self.steps(call)
            }
            Some('/') => self.steps(Path::new(name.to_owned()).into()),
            _ => {
                if let Some(literal) = scan::bare_literal(name) {
                    return Ok(literal.into());
                }
                if name == "not" {
                    self.position = start;
                    return Err(self.error(EXPECTED));
                }
                Ok(Path::new(name.to_owned()).into())
            }
        }
    }

    /// The arguments of a call up to `)`, all with names or all without; the `(` is behind us.
    pub(super) fn arguments(&mut self) -> Result<Arguments, ParseError> {
        self.spaces();
        if self.eat(')') {
            return Ok(Arguments::Positional(Vec::new()));
        }
        let arguments = if self.at_named_argument() {
            Arguments::Named(self.list(|parser| {
                let name = parser.name("the name of a parameter")?.to_owned();
                parser.spaces();
                parser.expect('=', "`=`")?;
                Ok((name, parser.spaced_expr()?))
            })?)
        } else {
            Arguments::Positional(self.list(Self::spaced_expr)?)
        };
        self.expect(')', "an operator, `,` or `)`")?;
        Ok(arguments)
    }

    fn at_named_argument(&self) -> bool {
        let rest = self.rest();
        let length = scan::qualified_name(rest);
        length > 0 && rest[length..].trim_start_matches([' ', '\t']).starts_with('=')
    }

    /// `condition:value` up to `)`; `case(` is behind us.
    fn cases(&mut self) -> Result<Expr, ParseError> {
        let cases = self.list(|parser| {
            let condition = parser.spaced_expr()?;
            parser.spaces();
            parser.expect(':', "an operator or `:`")?;
            Ok((condition, parser.spaced_expr()?))
        })?;
        self.expect(')', "an operator, `,` or `)`")?;
        Ok(Expr::Case(cases))
    }

    /// The right side of `in` up to `)`: one expression, or literals only (OData ABNF `listExpr`); the `(` is behind us.
    fn list_items(&mut self) -> Result<Vec<Expr>, ParseError> {
        self.spaces();
        if self.eat(')') {
            return Ok(Vec::new());
        }
        let mut computed = None;
        let items = self.list(|parser| {
            let start = parser.position;
            let item = parser.spaced_expr()?;
            if !matches!(item, Expr::Literal(_) | Expr::Alias(_)) {
                computed.get_or_insert(start);
            }
            Ok(item)
        })?;
        match computed {
            Some(start) if items.len() > 1 => {
                self.position = start;
                Err(self.error("a literal: a list of several items holds nothing else"))
            }
            _ => {
                self.expect(')', "an operator, `,` or `)`")?;
                Ok(items)
            }
        }
    }
}

/// `duration'..'`, `binary'..'`, and everything else with a prefix is an enumeration.
fn typed_literal(prefix: &str, text: String) -> Literal {
    match prefix {
        "duration" => Literal::Duration(text),
        "binary" => Literal::Binary(text),
        "geography" => Literal::Geography(text),
        "geometry" => Literal::Geometry(text),
        _ => Literal::Enum { ty: prefix.to_owned(), members: text },
    }
}
