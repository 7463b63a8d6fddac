//! `$search`: words, phrases, and how they go together.

use crate::query::Searched;
use crate::query::cursor::{ParseError, Parser};

impl<'a> Parser<'a> {
    pub(super) fn search(&mut self) -> Result<Searched, ParseError> {
        self.deeper(Self::search_or)
    }

    fn search_or(&mut self) -> Result<Searched, ParseError> {
        let mut operands = vec![self.search_and()?];
        while self.search_keyword("OR") {
            operands.push(self.search_and()?);
        }
        Ok(Searched::flat(operands, Searched::Or))
    }

    /// Operands with `AND` or only a blank between them.
    fn search_and(&mut self) -> Result<Searched, ParseError> {
        let mut operands = vec![self.search_operand()?];
        loop {
            let start = self.position;
            let explicit = self.search_keyword("AND");
            let implicit = !explicit && self.spaces() && self.at_operand() && !self.at_keyword("OR");
            if !explicit && !implicit {
                self.position = start;
                return Ok(Searched::flat(operands, Searched::And));
            }
            operands.push(self.search_operand()?);
        }
    }

    fn search_operand(&mut self) -> Result<Searched, ParseError> {
        self.spaces();
        if self.eat('(') {
            let inner = self.search()?;
            self.spaces();
            self.expect(')', "`AND`, `OR` or `)`")?;
            return Ok(inner);
        }
        if self.at_keyword("NOT") {
            let start = self.position;
            self.position += "NOT".len();
            if self.spaces() && self.at_operand() {
                return Ok(Searched::Not(Box::new(self.deeper(Self::search_operand)?)));
            }
            self.position = start;
        }
        self.search_term()
    }

    /// A word or a phrase. A keyword where none can stand is a word; as such it prints as a phrase.
    fn search_term(&mut self) -> Result<Searched, ParseError> {
        if self.rest().starts_with('"') {
            return self.phrase().map(Searched::Phrase);
        }
        if self.rest().starts_with('\'') {
            return self.quoted().map(Searched::Phrase);
        }
        let nested = self.nested;
        let ends = |ch: char| ch.is_whitespace() || "\"()&".contains(ch) || (ch == ';' && nested > 0);
        let word = &self.rest()[..self.rest().find(ends).unwrap_or(self.rest().len())];
        if word.is_empty() {
            return Err(self.error("a word, a phrase between double quotes, `NOT` or `(`"));
        }
        self.position += word.len();
        Ok(if Searched::is_word(word) { Searched::Word(word.to_owned()) } else { Searched::Phrase(word.to_owned()) })
    }

    /// Text between double quotes; a backslash stands before a quote or a backslash.
    fn phrase(&mut self) -> Result<String, ParseError> {
        let start = self.position;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((index, ch)) = chars.next() {
            match ch {
                '"' => {
                    self.position += index + 1;
                    return Ok(text);
                }
                '\\' => match chars.next() {
                    Some((_, next @ ('"' | '\\'))) => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => break,
                },
                _ => text.push(ch),
            }
        }
        self.position = self.text.len();
        let error = self.error("`\"` at the end of the phrase");
        self.position = start;
        Err(error)
    }

    /// A blank, a keyword and an operand behind it: consumes blank and keyword.
    fn search_keyword(&mut self, keyword: &str) -> bool {
        let start = self.position;
        if self.spaces() && self.at_keyword(keyword) {
            self.position += keyword.len();
            if self.spaces() && self.at_operand() {
                return true;
            }
        }
        self.position = start;
        false
    }

    /// Keywords are in upper case (OData ABNF `searchExpr`).
    fn at_keyword(&self, keyword: &str) -> bool {
        let ends = |ch: char| ch.is_whitespace() || "\"();&".contains(ch);
        self.rest().strip_prefix(keyword).is_some_and(|after| after.is_empty() || after.starts_with(ends))
    }

    fn at_operand(&self) -> bool {
        let rest: &'a str = self.rest();
        !rest.is_empty() && !rest.starts_with([')', ';'])
    }
}
