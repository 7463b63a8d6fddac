//! Transformations against the shape that rows have before them.

use std::collections::BTreeMap;
use std::fmt::Display;

use edmund::query::{Aggregate, Computed, Direction, Expr, Grouping, OrderBy, Path, Transformation};
use edmund_model::{Model, StructId};

use super::{Aggregated, Measure, Method, Shape, Step};
use crate::Refusal;
use crate::query::{Compiler, Datum, Kind, Needs, Node};

/// Compiles transformations against the shape that rows have before them, and knows what they read.
pub(crate) struct Plan<'a> {
    pub(crate) model: &'a Model,
    pub(crate) ty: StructId,
    pub(crate) aliases: &'a [(String, String)],
    pub(crate) needs: Needs,
}

impl Plan<'_> {
    /// Compiles a sequence; `shape` becomes that of what it gives.
    pub(crate) fn sequence(&mut self, items: &[Transformation], shape: &mut Shape) -> Result<Vec<Step>, Refusal> {
        let mut steps = Vec::new();
        for item in items {
            steps.extend(self.step(item, shape)?);
        }
        Ok(steps)
    }

    fn step(&mut self, item: &Transformation, shape: &mut Shape) -> Result<Option<Step>, Refusal> {
        let number = |count: &u64| usize::try_from(*count).unwrap_or(usize::MAX);
        Ok(Some(match item {
            Transformation::Identity => return Ok(None),
            Transformation::Filter(expr) => Step::Filter(self.condition(expr, shape)?),
            Transformation::Search(searched) => Step::Search(searched.clone()),
            Transformation::OrderBy(terms) => Step::OrderBy(self.order(terms, shape)?),
            Transformation::Top(count) => Step::Top(number(count)),
            Transformation::Skip(count) => Step::Skip(number(count)),
            Transformation::Compute(items) => Step::Compute(self.compute(items, shape)?),
            Transformation::Aggregate(items) => self.aggregate(items, shape)?,
            Transformation::GroupBy { by, then } => self.group_by(by, then, shape)?,
            Transformation::Concat(sequences) => {
                let before = shape.clone();
                let mut compiled = Vec::new();
                for sequence in sequences {
                    let mut own = before.clone();
                    compiled.push(self.sequence(sequence, &mut own)?);
                    shape.entity &= own.entity;
                    shape.names.extend(own.names);
                }
                Step::Concat(compiled)
            }
            Transformation::Extreme { kind, amount, value } => {
                let Expr::Literal(literal) = amount else { return Err(not_implemented(item)) };
                let amount = Datum::of_literal(literal).and_then(|(datum, _)| datum.float()).unwrap_or(0.0);
                Step::Extreme { kind: *kind, amount, value: self.value(value, shape)?.0 }
            }
            _ => return Err(not_implemented(item)),
        }))
    }

    pub(crate) fn condition(&mut self, expr: &Expr, shape: &Shape) -> Result<Node, Refusal> {
        let text = expr.to_string();
        let mut compiler = self.compiler(&text, shape);
        let node = compiler.filter(expr)?;
        self.needs = compiler.needs;
        Ok(node)
    }

    pub(crate) fn order(&mut self, terms: &[OrderBy], shape: &Shape) -> Result<Vec<(Node, Direction)>, Refusal> {
        terms.iter().map(|term| Ok((self.value(&term.expr, shape)?.0, term.direction))).collect()
    }

    fn value(&mut self, expr: &Expr, shape: &Shape) -> Result<(Node, Kind), Refusal> {
        let text = expr.to_string();
        let mut compiler = self.compiler(&text, shape);
        let value = compiler.expr(expr)?;
        self.needs = compiler.needs;
        Ok(value)
    }

    fn compiler<'t>(&'t mut self, text: &'t str, shape: &Shape) -> Compiler<'t> {
        let needs = std::mem::take(&mut self.needs);
        let mut compiler = Compiler::new(self.model, self.ty, self.aliases, "$apply", text);
        compiler.needs = needs;
        compiler.shape = shape.clone();
        compiler
    }

    fn compute(&mut self, items: &[Computed], shape: &mut Shape) -> Result<Vec<(String, Node)>, Refusal> {
        let mut computed = Vec::new();
        for item in items {
            let (node, kind) = self.value(&item.expr, shape)?;
            shape.names.insert(item.alias.clone(), kind);
            computed.push((item.alias.clone(), node));
        }
        Ok(computed)
    }

    fn aggregate(&mut self, items: &[Aggregate], shape: &mut Shape) -> Result<Step, Refusal> {
        let mut values = Vec::new();
        let mut names = BTreeMap::new();
        for item in items {
            let Some(name) = item.alias.clone().filter(|_| item.from.is_empty()) else { return Err(not_implemented(item)) };
            let is_count = matches!(&item.value, Expr::Path(path) if *path.segments() == ["$count"]);
            let method = match item.method.as_deref() {
                None if is_count => None,
                Some("sum") => Some(Method::Sum),
                Some("min") => Some(Method::Min),
                Some("max") => Some(Method::Max),
                Some("average") => Some(Method::Average),
                Some("countdistinct") => Some(Method::CountDistinct),
                _ => return Err(not_implemented(item)),
            };
            let (measure, kind) = match method.filter(|_| !is_count) {
                None => (Measure::Count, Kind::Number),
                Some(method) => {
                    let (node, kind) = self.value(&item.value, shape)?;
                    let kind = if matches!(method, Method::Min | Method::Max) { kind } else { Kind::Number };
                    (Measure::Of(method, node), kind)
                }
            };
            names.insert(name.clone(), kind);
            values.push(Aggregated { name, measure });
        }
        *shape = Shape { entity: false, names };
        Ok(Step::Aggregate(values))
    }

    fn group_by(&mut self, by: &[Grouping], then: &[Transformation], shape: &mut Shape) -> Result<Step, Refusal> {
        let mut paths = Vec::new();
        let mut names = BTreeMap::new();
        for grouping in by {
            let Grouping::Path(path) = grouping else {
                let message = format!("`$apply`: the sandbox groups by properties only, not by `{grouping}`");
                return Err(Refusal::not_implemented(message).with_target("$apply"));
            };
            let (_, kind) = self.value(&Expr::Path(path.clone()), shape)?;
            let is_nested = path.segments().len() > 1;
            names.insert(path.root().to_owned(), if is_nested { Kind::Dynamic } else { kind });
            paths.push(members(path));
        }
        let mut inner = shape.clone();
        let then = self.sequence(then, &mut inner)?;
        if then.is_empty() || !inner.entity {
            let made = if then.is_empty() { BTreeMap::new() } else { inner.names };
            *shape = Shape { entity: false, names: names.into_iter().chain(made).collect() };
        } else {
            *shape = inner;
        }
        Ok(Step::GroupBy { by: paths, then })
    }
}

/// The names of a path, without casts.
fn members(path: &Path) -> Vec<String> {
    path.segments().iter().filter(|name| !name.contains('.')).map(ToString::to_string).collect()
}

fn not_implemented(item: &impl Display) -> Refusal {
    Refusal::not_implemented(format!("`$apply`: the sandbox does not implement `{item}`")).with_target("$apply")
}
