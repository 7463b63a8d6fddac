//! Query options: the value of each, and options inside parentheses.

use crate::query::cursor::{ParseError, Parser};
use crate::query::{Levels, Options};

/// System query options that are kept as text.
const TEXT_OPTIONS: [&str; 9] =
    ["$at", "$deltatoken", "$format", "$from", "$id", "$schemaversion", "$skiptoken", "$to", "$toinclusive"];

impl<'a> Parser<'a> {
    /// Options separated by `;` up to `)`, each once; the `(` is behind us.
    pub(super) fn nested_options(&mut self, allowed: &[&str]) -> Result<Options, ParseError> {
        self.deeper(|parser| parser.nested(|parser| parser.options(allowed)))
    }

    /// Inside parentheses `;` and `)` end a value.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        self.nested += 1;
        let tree = read(self);
        self.nested -= 1;
        tree
    }

    fn options(&mut self, allowed: &[&str]) -> Result<Options, ParseError> {
        let mut options = Options::default();
        let mut seen: Vec<String> = Vec::new();
        loop {
            self.spaces();
            let start = self.position;
            let name = self.option_name()?;
            if seen.contains(&name) || !(name.starts_with('@') || allowed.contains(&name.as_str())) {
                self.position = start;
                return Err(self.error("a query option that can stand here, and no other of its name"));
            }
            self.expect('=', "`=`")?;
            self.option(&mut options, &name)?;
            seen.push(name);
            self.spaces();
            if self.eat(')') {
                return Ok(options);
            }
            self.expect(';', "`;` or `)`")?;
        }
    }

    /// The name of an option with its `$`, in lower case, or of a parameter alias.
    fn option_name(&mut self) -> Result<String, ParseError> {
        if self.eat('@') {
            return self.name("the name of a parameter alias").map(|name| format!("@{name}"));
        }
        self.name("a query option").map(system_name)
    }

    /// Reads the value of an option. `false` if there is no option of this name.
    pub(in crate::query) fn option(&mut self, options: &mut Options, name: &str) -> Result<bool, ParseError> {
        match name {
            "$select" => options.select = self.select()?,
            "$filter" => options.filter = Some(self.spaced_expr()?),
            "$orderby" => options.order_by = self.order_by()?,
            "$expand" => options.expand = self.expand()?,
            "$search" => options.search = Some(self.search()?),
            "$compute" => options.compute = self.compute()?,
            "$apply" => options.apply = self.apply()?,
            "$top" => options.top = Some(self.unsigned()?),
            "$skip" => options.skip = Some(self.unsigned()?),
            "$count" => options.count = Some(self.boolean()?),
            "$index" => options.index = Some(self.signed()?),
            "$levels" => options.levels = Some(self.levels()?),
            _ if TEXT_OPTIONS.contains(&name) => options.system.push((name.to_owned(), self.raw().to_owned())),
            _ if name.starts_with('@') => {
                let start = self.position;
                self.spaced_expr()?;
                options.custom.push((name.to_owned(), self.text[start..self.position].to_owned()));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn levels(&mut self) -> Result<Levels, ParseError> {
        if self.starts_with_word("max") {
            self.position += "max".len();
            return Ok(Levels::Max);
        }
        self.unsigned().map(Levels::Number)
    }

    fn boolean(&mut self) -> Result<bool, ParseError> {
        for (word, value) in [("true", true), ("false", false)] {
            if self.starts_with_word(word) {
                self.position += word.len();
                return Ok(value);
            }
        }
        Err(self.error("`true` or `false`"))
    }

    pub(super) fn unsigned(&mut self) -> Result<u64, ParseError> {
        self.integer("a non-negative integer")
    }

    fn signed(&mut self) -> Result<i64, ParseError> {
        self.integer("an integer")
    }

    fn integer<T: std::str::FromStr>(&mut self, expected: &'static str) -> Result<T, ParseError> {
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let end = rest[sign..].find(|ch: char| !ch.is_ascii_digit()).map_or(rest.len(), |end| sign + end);
        let Ok(number) = rest[..end].parse() else { return Err(self.error(expected)) };
        self.position += end;
        Ok(number)
    }

    /// Text without a grammar: everything, or what is before the next option inside parentheses.
    fn raw(&mut self) -> &'a str {
        let rest = self.rest();
        let ends = |ch: char| self.nested > 0 && matches!(ch, ';' | ')');
        let text = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.position += text.len();
        text
    }
}

/// What can stand behind the value of an option.
pub(in crate::query) fn after(name: &str) -> &'static str {
    match name {
        "$filter" => "an operator or the end of the expression",
        "$orderby" => "`,`, `asc`, `desc` or the end",
        "$select" => "`,`, `/` or the end",
        "$expand" => "`,`, `/`, `(` or the end",
        "$search" => "`AND`, `OR` or the end",
        "$compute" => "`,` or the end",
        "$apply" => "`/` or the end",
        _ => "the end of the value",
    }
}

/// The name of a system query option with its `$` and in lower case: neither matters to a service (OData Protocol 4.01, 11.2.1).
pub(in crate::query) fn system_name(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    if name.starts_with('$') { name } else { format!("${name}") }
}

/// Whether a name with its `$` is a system query option.
pub(in crate::query) fn is_system(name: &str) -> bool {
    const TREES: [&str; 12] = [
        "$apply", "$compute", "$count", "$expand", "$filter", "$index", "$levels", "$orderby", "$search", "$select", "$skip",
        "$top",
    ];
    TREES.contains(&name) || TEXT_OPTIONS.contains(&name)
}
