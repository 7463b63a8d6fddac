//! Collections and structured values, which stand in a URL as in JSON (OData ABNF `arrayOrObject`).

use crate::query::cursor::{ParseError, Parser};
use crate::query::{Expr, Literal};

impl Parser<'_> {
    pub(super) fn array(&mut self) -> Result<Expr, ParseError> {
        self.expect('[', "`[`")?;
        self.spaces();
        if self.eat(']') {
            return Ok(Expr::Array(Vec::new()));
        }
        let items = self.list(Self::json_value)?;
        self.expect(']', "an operator, `,` or `]`")?;
        Ok(Expr::Array(items))
    }

    pub(super) fn object(&mut self) -> Result<Expr, ParseError> {
        self.expect('{', "`{`")?;
        self.spaces();
        if self.eat('}') {
            return Ok(Expr::Object(Vec::new()));
        }
        let members = self.list(|parser| {
            let name = parser.json_text()?;
            parser.spaces();
            parser.expect(':', "`:`")?;
            parser.spaces();
            Ok((name, parser.json_value()?))
        })?;
        self.expect('}', "an operator, `,` or `}`")?;
        Ok(Expr::Object(members))
    }

    fn json_value(&mut self) -> Result<Expr, ParseError> {
        if self.rest().starts_with('"') { Ok(Literal::String(self.json_text()?).into()) } else { self.spaced_expr() }
    }

    /// Text between double quotes, with the escapes of JSON (RFC 8259, section 7).
    fn json_text(&mut self) -> Result<String, ParseError> {
        let rest = self.rest();
        if !rest.starts_with('"') {
            return Err(self.error("a text between double quotes"));
        }
        let mut escaped = false;
        let end = rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let text = end.and_then(|end| rest.get(..end + 2)).and_then(|text| Some((text.len(), serde_json::from_str(text).ok()?)));
        let Some((length, text)) = text else { return Err(self.error("a text between double quotes, as JSON has it")) };
        self.position += length;
        Ok(text)
    }
}
