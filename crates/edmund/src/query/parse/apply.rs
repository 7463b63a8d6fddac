//! `$apply`: transformations in a row.

use crate::query::cursor::{ParseError, Parser};
use crate::query::{
    Aggregate, AggregateFrom, Expr, Extreme, Grouping, Hierarchy, Join, Path, Relatives, Step, Transformation, Traversal, scan,
};

type Nested = (Vec<Transformation>, String);

impl Parser<'_> {
    /// Transformations separated by `/`.
    pub(super) fn apply(&mut self) -> Result<Vec<Transformation>, ParseError> {
        self.deeper(|parser| {
            let mut sequence = vec![parser.transformation()?];
            while parser.eat('/') {
                sequence.push(parser.transformation()?);
            }
            Ok(sequence)
        })
    }

    fn transformation(&mut self) -> Result<Transformation, ParseError> {
        const EXPECTED: &str = "a transformation, such as `filter(..)`, `groupby(..)` or `aggregate(..)`";
        let start = self.position;
        let name = self.name(EXPECTED)?.to_owned();
        if name == "identity" {
            return Ok(Transformation::Identity);
        }
        self.expect('(', "`(`")?;
        self.spaces();
        let Some(transformation) = self.standard(&name)? else {
            if !name.contains('.') {
                self.position = start;
                return Err(self.error(EXPECTED));
            }
            return Ok(Transformation::Function(Expr::Call { function: name.into(), arguments: self.arguments()? }));
        };
        self.spaces();
        self.expect(')', "an operator, `,` or `)`")?;
        Ok(transformation)
    }

    /// What stands in the parentheses of a transformation of the standard; `None` if the name is no such transformation.
    fn standard(&mut self, name: &str) -> Result<Option<Transformation>, ParseError> {
        if let Some(kind) = find(Extreme::ALL, Extreme::word, name) {
            let amount = self.spaced_expr()?;
            self.comma()?;
            return Ok(Some(Transformation::Extreme { kind, amount, value: self.spaced_expr()? }));
        }
        if let Some(kind) = find(Join::ALL, Join::word, name) {
            let (path, alias) = (self.names()?, self.alias()?);
            let then = if self.another() { self.apply()? } else { Vec::new() };
            return Ok(Some(Transformation::Join { kind, path, alias, then }));
        }
        if let Some(kind) = find(Relatives::ALL, Relatives::word, name) {
            return self.relatives(kind).map(Some);
        }
        Ok(Some(match name {
            "aggregate" => Transformation::Aggregate(self.list(Self::aggregate_item)?),
            "groupby" => self.group_by()?,
            "filter" => Transformation::Filter(self.spaced_expr()?),
            "search" => Transformation::Search(self.nested(Self::search)?),
            "orderby" => Transformation::OrderBy(self.order_by()?),
            "top" => Transformation::Top(self.unsigned()?),
            "skip" => Transformation::Skip(self.unsigned()?),
            "compute" => Transformation::Compute(self.compute()?),
            "concat" => Transformation::Concat(self.list(Self::apply)?),
            "nest" => Transformation::Nest(self.list(Self::nested_sequence)?),
            "addnested" => {
                let path = self.names()?;
                self.comma()?;
                Transformation::AddNested { path, nested: self.list(Self::nested_sequence)? }
            }
            "traverse" => self.traverse()?,
            _ => return Ok(None),
        }))
    }

    fn nested_sequence(&mut self) -> Result<Nested, ParseError> {
        Ok((self.apply()?, self.alias()?))
    }

    /// An item of `aggregate(..)` in `$apply`: a method needs an alias, and so does a count.
    fn aggregate_item(&mut self) -> Result<Aggregate, ParseError> {
        let mut aggregate = self.aggregate()?;
        if self.word("as") {
            self.spaces();
            aggregate.alias = Some(self.name("a name")?.to_owned());
        } else if aggregate.method.is_some() || is_count(&aggregate.value) {
            return Err(self.error("`from`, or `as` and a name"));
        }
        Ok(aggregate)
    }

    /// What stands in the parentheses of the function `aggregate`.
    pub(super) fn aggregate_function(&mut self) -> Result<Aggregate, ParseError> {
        self.spaces();
        let aggregate = self.aggregate()?;
        self.spaces();
        Ok(aggregate)
    }

    fn aggregate(&mut self) -> Result<Aggregate, ParseError> {
        let value = self.spaced_expr()?;
        let method = if is_count(&value) { None } else { self.method()? };
        if method.is_none() && !matches!(value, Expr::Path(_)) {
            return Err(self.error("an operator, or `with` and a method"));
        }
        let needs_method = method.is_some() || is_count(&value);
        let mut from = Vec::new();
        while self.word("from") {
            self.spaces();
            let (path, method) = (self.names()?, self.method()?);
            let is_last = method.is_none();
            if is_last && needs_method {
                return Err(self.error("`with` and a method"));
            }
            from.push(AggregateFrom { path, method });
            if is_last {
                break;
            }
        }
        Ok(Aggregate { value, method, from, alias: None })
    }

    fn method(&mut self) -> Result<Option<String>, ParseError> {
        if !self.word("with") {
            return Ok(None);
        }
        self.spaces();
        self.name("a method: `sum`, `min`, `max`, `average` or `countdistinct`").map(|name| Some(name.to_owned()))
    }

    fn group_by(&mut self) -> Result<Transformation, ParseError> {
        self.expect('(', "`(` before the properties to group by")?;
        let by = self.list(Self::grouping)?;
        self.expect(')', "`,`, `/` or `)`")?;
        let then = if self.another() { self.apply()? } else { Vec::new() };
        Ok(Transformation::GroupBy { by, then })
    }

    fn grouping(&mut self) -> Result<Grouping, ParseError> {
        if self.eat_call("rollup") {
            let levels = self.list(Self::names)?;
            self.expect(')', "`,`, `/` or `)`")?;
            return Ok(Grouping::Rollup(levels));
        }
        if self.eat_call("rolluprecursive") {
            let hierarchy = self.hierarchy()?;
            let nodes = if self.another() { self.apply()? } else { Vec::new() };
            self.spaces();
            self.expect(')', "`,`, `/` or `)`")?;
            return Ok(Grouping::RollupRecursive { hierarchy, nodes });
        }
        let start = self.position;
        let path = self.names()?;
        // Annotations cannot be grouped by (OData ABNF `groupingProperty`).
        if path.segments().iter().any(|name| name.starts_with('@')) {
            self.position = start;
            return Err(self.error("a property without annotations"));
        }
        Ok(Grouping::Path(path))
    }

    fn relatives(&mut self, kind: Relatives) -> Result<Transformation, ParseError> {
        let hierarchy = self.hierarchy()?;
        self.comma()?;
        let start = self.apply()?;
        let (mut distance, mut keep_start) = (None, false);
        if self.another() {
            if self.rest().starts_with(|ch: char| ch.is_ascii_digit()) {
                distance = Some(self.unsigned()?);
                keep_start = self.another() && self.keep_start()?;
            } else {
                keep_start = self.keep_start()?;
            }
        }
        Ok(Transformation::Relatives { kind, hierarchy, start, distance, keep_start })
    }

    fn keep_start(&mut self) -> Result<bool, ParseError> {
        const EXPECTED: &str = "`keep start`";
        if !self.starts_with_word("keep") {
            return Err(self.error(EXPECTED));
        }
        self.position += "keep".len();
        if self.word("start") { Ok(true) } else { Err(self.error(EXPECTED)) }
    }

    fn traverse(&mut self) -> Result<Transformation, ParseError> {
        let hierarchy = self.hierarchy()?;
        self.comma()?;
        let Some(order) = find(Traversal::ALL, Traversal::word, self.peek_name()) else {
            return Err(self.error("`preorder` or `postorder`"));
        };
        self.position += order.word().len();
        let (mut nodes, mut siblings) = (Vec::new(), Vec::new());
        if self.another() {
            if self.at_transformation() {
                nodes = self.apply()?;
                if self.another() {
                    siblings = self.order_by()?;
                }
            } else {
                siblings = self.order_by()?;
            }
        }
        Ok(Transformation::Traverse { hierarchy, order, nodes, siblings })
    }

    fn at_transformation(&self) -> bool {
        let name = self.peek_name();
        let is_call = self.rest()[name.len()..].starts_with('(');
        name == "identity" || (is_call && TRAVERSED.contains(&name))
    }

    /// `nodes,qualifier,node`.
    fn hierarchy(&mut self) -> Result<Hierarchy, ParseError> {
        self.spaces();
        let nodes = self.primary()?;
        self.comma()?;
        let qualifier = self.name("the qualifier of a hierarchy")?.to_owned();
        self.comma()?;
        let node: Path = self.names()?;
        Ok(Hierarchy { nodes, qualifier, node })
    }

    fn comma(&mut self) -> Result<(), ParseError> {
        if self.another() { Ok(()) } else { Err(self.error("an operator or `,`")) }
    }

    /// A comma with blanks around it, if there is one.
    fn another(&mut self) -> bool {
        let start = self.position;
        self.spaces();
        if self.eat(',') {
            self.spaces();
            return true;
        }
        self.position = start;
        false
    }

    fn eat_call(&mut self, name: &str) -> bool {
        let found = self.rest().strip_prefix(name).is_some_and(|after| after.starts_with('('));
        if found {
            self.position += name.len() + 1;
        }
        found
    }

    fn peek_name(&self) -> &str {
        let rest = self.rest();
        &rest[..scan::qualified_name(rest)]
    }
}

/// What can say which nodes of a hierarchy are gone through.
const TRAVERSED: [&str; 5] = ["filter", "search", "ancestors", "descendants", "traverse"];

fn find<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, name: &str) -> Option<T> {
    all.iter().copied().find(|value| word(*value) == name)
}

fn is_count(value: &Expr) -> bool {
    match value {
        Expr::Path(path) | Expr::Member { step: Step::Path(path), .. } => {
            path.segments().last().is_some_and(|name| name == "$count")
        }
        Expr::Member { step: Step::Count(_), .. } => true,
        _ => false,
    }
}
