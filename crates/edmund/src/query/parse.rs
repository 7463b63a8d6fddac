//! Text to expressions. Total: every text gives a tree or an error with its position, and no text exhausts the stack.

use super::cursor::{ParseError, Parser};
use super::expr::precedence;
use super::{Binary, Direction, Expr, Literal, OrderBy, Path, Predicate, Quantifier, Selected, scan};

/// How many levels of nesting an expression may have; chains of `and` and `or` count as one level.
pub const MAX_DEPTH: usize = 100;

/// Reads a `$filter`, percent-decoded.
///
/// # Errors
/// The position of the first character that cannot continue an expression.
pub fn parse_filter(text: &str) -> Result<Expr, ParseError> {
    let mut parser = Parser::new(text);
    let expr = parser.spaced_expr()?;
    parser.end("an operator or the end of the expression")?;
    Ok(expr)
}

/// Reads a `$orderby`, percent-decoded: terms separated by commas, each with an optional `asc` or `desc`.
///
/// # Errors
/// The position of the first character that cannot continue a term.
pub fn parse_order_by(text: &str) -> Result<Vec<OrderBy>, ParseError> {
    let mut parser = Parser::new(text);
    let mut terms = Vec::new();
    loop {
        let expr = parser.spaced_expr()?;
        let direction = if parser.word("desc") {
            Direction::Descending
        } else {
            parser.word("asc");
            Direction::Ascending
        };
        terms.push(OrderBy { expr, direction });
        parser.spaces();
        if !parser.eat(',') {
            break;
        }
    }
    parser.end("`,`, `asc`, `desc` or the end")?;
    Ok(terms)
}

/// Reads a `$select`, percent-decoded: `*`, `ns.*` and paths, separated by commas.
///
/// # Errors
/// The position of the first character that cannot continue an item.
pub fn parse_select(text: &str) -> Result<Vec<Selected>, ParseError> {
    let mut parser = Parser::new(text);
    let mut items = Vec::new();
    loop {
        parser.spaces();
        items.push(parser.selected()?);
        parser.spaces();
        if !parser.eat(',') {
            break;
        }
    }
    parser.end("`,`, `/` or the end")?;
    Ok(items)
}

/// Reads one literal, percent-decoded: a key or a function argument.
///
/// # Errors
/// The text is not exactly one literal.
pub fn parse_literal(text: &str) -> Result<Literal, ParseError> {
    let mut parser = Parser::new(text);
    match parser.primary()? {
        Expr::Literal(literal) => {
            parser.end("the end of the literal")?;
            Ok(literal)
        }
        _ => {
            parser.position = 0;
            Err(parser.error("a literal"))
        }
    }
}

impl<'a> Parser<'a> {
    fn spaced_expr(&mut self) -> Result<Expr, ParseError> {
        self.spaces();
        self.expr(precedence::OR)
    }

    /// Operators that bind at least as tightly as `least`, by precedence climbing.
    fn expr(&mut self, least: u8) -> Result<Expr, ParseError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error("at most 100 levels of nesting"));
        }
        self.depth += 1;
        let expr = self.operators(least);
        self.depth -= 1;
        expr
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
    fn count_chained(&mut self, operators: usize) -> Result<(), ParseError> {
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
            return Ok(Expr::List(self.arguments()?));
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

    fn primary(&mut self) -> Result<Expr, ParseError> {
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
                self.position += 1;
                let name = self.name("the name of a parameter alias or of an annotation")?;
                if self.rest().starts_with('/') { self.path(&format!("@{name}")) } else { Ok(Expr::Alias(name.to_owned())) }
            }
            Some('0'..='9' | '+' | '-') => self.bare(),
            _ => self.named(),
        }
    }

    fn bare(&mut self) -> Result<Expr, ParseError> {
        let run = &self.rest()[..scan::bare_run(self.rest())];
        let Some(literal) = scan::bare_literal(run) else {
            return Err(self.error("a number, a date, a time or a GUID"));
        };
        self.position += run.len();
        Ok(literal.into())
    }

    /// What begins with a name: a keyword, a typed literal, a call or a path.
    fn named(&mut self) -> Result<Expr, ParseError> {
        let start = self.position;
        let name = self.name("a property, a literal, a function or `(`")?;
        match self.rest().chars().next() {
            Some('\'') => {
                let text = self.quoted()?;
                Ok(typed_literal(name, text).into())
            }
            Some('(') => {
                self.position += 1;
                Ok(Expr::call(name, self.arguments()?))
            }
            Some('/') => self.path(name),
            _ => {
                if let Some(literal) = scan::bare_literal(name) {
                    return Ok(literal.into());
                }
                if name == "not" {
                    self.position = start;
                    return Err(self.error("a property, a literal, a function or `(`"));
                }
                Ok(Path::new(name).into())
            }
        }
    }

    /// Expressions separated by commas up to `)`; the `(` is behind us.
    fn arguments(&mut self) -> Result<Vec<Expr>, ParseError> {
        let mut arguments = Vec::new();
        self.spaces();
        if self.eat(')') {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.spaced_expr()?);
            self.spaces();
            if self.eat(')') {
                return Ok(arguments);
            }
            self.expect(',', "an operator, `,` or `)`")?;
        }
    }

    fn path(&mut self, root: &str) -> Result<Expr, ParseError> {
        let mut path = Path::new(root);
        while self.eat('/') {
            let name = self.path_segment()?;
            if !self.rest().starts_with('(') {
                path = path.join(name);
                continue;
            }
            let quantifier = match name {
                _ if name.eq_ignore_ascii_case("any") => Quantifier::Any,
                _ if name.eq_ignore_ascii_case("all") => Quantifier::All,
                _ => return Err(self.error("an operator: only `any` and `all` are called in a path")),
            };
            self.position += 1;
            let predicate = self.predicate()?;
            return Ok(Expr::Lambda { quantifier, collection: path, predicate });
        }
        Ok(path.into())
    }

    /// A name after `/`; annotations begin with `@`.
    fn path_segment(&mut self) -> Result<&'a str, ParseError> {
        let start = self.position;
        self.eat('@');
        self.name("a property, a type, `any` or `all`")?;
        Ok(&self.text[start..self.position])
    }

    /// `x:condition)` or `)`; the `(` is behind us.
    fn predicate(&mut self) -> Result<Option<Predicate>, ParseError> {
        self.spaces();
        if self.eat(')') {
            return Ok(None);
        }
        let variable = self.name("a variable name or `)`")?.to_owned();
        self.spaces();
        self.expect(':', "`:`")?;
        let condition = Box::new(self.spaced_expr()?);
        self.spaces();
        self.expect(')', "an operator or `)`")?;
        Ok(Some(Predicate { variable, condition }))
    }

    fn selected(&mut self) -> Result<Selected, ParseError> {
        if self.eat('*') {
            return Ok(Selected::All);
        }
        let start = self.position;
        self.path_segment()?;
        let name = &self.text[start..self.position];
        if self.rest().starts_with(".*") {
            self.position += 2;
            return Ok(Selected::Operations(name.to_owned()));
        }
        let mut path = Path::new(name);
        while self.eat('/') {
            path = path.join(self.path_segment()?);
        }
        Ok(Selected::Path(path))
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
