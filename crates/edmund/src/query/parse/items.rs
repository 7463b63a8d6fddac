//! The lists of `$orderby`, `$select`, `$expand` and `$compute`.

use crate::query::cursor::{ParseError, Parser};
use crate::query::{Computed, Direction, Expanded, ExpandedForm, Options, OrderBy, Path, Selected, scan};

impl Parser<'_> {
    pub(super) fn order_by(&mut self) -> Result<Vec<OrderBy>, ParseError> {
        self.list(|parser| {
            let expr = parser.spaced_expr()?;
            let direction = if parser.word("desc") {
                Direction::Descending
            } else {
                parser.word("asc");
                Direction::Ascending
            };
            Ok(OrderBy { expr, direction })
        })
    }

    pub(super) fn select(&mut self) -> Result<Vec<Selected>, ParseError> {
        self.list(Self::selected)
    }

    fn selected(&mut self) -> Result<Selected, ParseError> {
        if self.eat('*') {
            return Ok(Selected::All);
        }
        let path = self.names()?;
        if let [namespace] = path.segments()
            && self.rest().starts_with(".*")
        {
            self.position += 2;
            return Ok(Selected::Operations(namespace.to_string()));
        }
        if !self.eat('(') {
            return Ok(Selected::Path(path));
        }
        if self.at_parameters() {
            let parameters = self.list(|parser| parser.name("the name of a parameter").map(str::to_owned))?;
            self.expect(')', "`,` or `)`")?;
            return Ok(Selected::Overload { path, parameters });
        }
        let options =
            Box::new(self.nested_options(&[
                "$filter", "$search", "$count", "$orderby", "$skip", "$top", "$compute", "$select", "$expand",
            ])?);
        Ok(Selected::With { path, options })
    }

    /// Whether names follow, and not options.
    fn at_parameters(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t']);
        let length = scan::qualified_name(rest);
        length > 0 && !rest[length..].trim_start_matches([' ', '\t']).starts_with('=')
    }

    pub(super) fn expand(&mut self) -> Result<Vec<Expanded>, ParseError> {
        self.list(Self::expanded)
    }

    fn expanded(&mut self) -> Result<Expanded, ParseError> {
        let mut names: Vec<&str> = Vec::new();
        let form = loop {
            let name = if self.eat('*') { "*" } else { self.segment()? };
            match name {
                "$ref" if !names.is_empty() => break ExpandedForm::References,
                "$count" if !names.is_empty() => break ExpandedForm::Count,
                _ => names.push(name),
            }
            if !self.eat('/') {
                break ExpandedForm::Entities;
            }
        };
        let allowed: &[&str] = match (form, names.last()) {
            (ExpandedForm::Entities, Some(&"*")) => &["$levels"],
            (ExpandedForm::Entities, _) => &[
                "$filter",
                "$search",
                "$count",
                "$orderby",
                "$skip",
                "$top",
                "$select",
                "$expand",
                "$compute",
                "$levels",
                "$apply",
                "$at",
                "$from",
                "$to",
                "$toinclusive",
            ],
            (ExpandedForm::References, _) => &["$filter", "$search", "$orderby", "$skip", "$top", "$count"],
            (ExpandedForm::Count, _) => &["$filter", "$search"],
        };
        let options = if self.eat('(') { self.nested_options(allowed)? } else { Options::default() };
        let mut names = names.into_iter();
        let root = Path::new(names.next().unwrap_or_default().to_owned());
        Ok(Expanded { path: names.fold(root, |path, name| path.join(name.to_owned())), form, options })
    }

    pub(super) fn compute(&mut self) -> Result<Vec<Computed>, ParseError> {
        self.list(|parser| Ok(Computed { expr: parser.spaced_expr()?, alias: parser.alias()? }))
    }

    /// ` as name`.
    pub(super) fn alias(&mut self) -> Result<String, ParseError> {
        if !self.word("as") {
            return Err(self.error("an operator, or `as` and a name"));
        }
        self.spaces();
        self.name("a name").map(str::to_owned)
    }
}
