//! Paths of expressions: each name against the type that the names before it lead to.

use std::collections::{BTreeMap, BTreeSet};

use edmund::query;
use edmund_model::{StructId, Type};

use super::Compiler;
use crate::query::Kind;
use crate::query::node::{Path, Step};
use crate::{Refusal, value};

/// What an expression reads of a row: so that nothing else has to be made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs {
    /// Structural properties.
    pub(crate) properties: BTreeSet<String>,
    /// Navigation properties, with what is read behind them.
    pub(crate) navigations: BTreeMap<String, Needs>,
    /// Whether everything is needed: dynamic properties of open types cannot be known beforehand.
    pub(crate) all: bool,
}

impl Compiler<'_> {
    pub(super) fn path(&mut self, path: &query::Path) -> Result<Path, Refusal> {
        let segments = path.segments();
        let variable = self.variables.iter().rposition(|variable| variable.name == path.root());
        let made = if variable.is_none() { self.shape.names.get(path.root()).cloned() } else { None };
        let is_made = made.is_some();
        let (mut kind, mut trail) = match variable.and_then(|index| self.variables.get(index)) {
            Some(variable) => (variable.kind.clone(), variable.needs.clone()),
            None => (made.unwrap_or(Kind::Struct(self.ty)), Vec::new()),
        };
        let skip = usize::from(variable.is_some() || is_made || path.root() == "$it");
        let mut found = Path { variable, steps: Vec::new(), kind: Kind::Dynamic, count: false };
        if is_made {
            found.steps.push(Step::Member(path.root().to_owned()));
        } else if variable.is_none() && !self.shape.entity && path.root() != "$it" {
            let names: Vec<&str> = self.shape.names.keys().map(String::as_str).collect();
            let message = format!("there is no `{}` behind these transformations; there is {}", path.root(), names.join(", "));
            return Err(self.refuse(path.root(), message));
        }
        for name in &segments[skip.min(segments.len())..] {
            if name == "$count" {
                found.count = true;
                break;
            }
            kind = self.member(&kind, name, &mut found, &mut trail)?;
        }
        if found.count && !matches!(kind, Kind::List(_) | Kind::Dynamic) {
            return Err(self.refuse(&path.segments().join("/"), "`$count` stands behind collections only"));
        }
        found.kind = kind;
        Ok(found)
    }

    /// One step of a path: a property, a navigation property, or a cast.
    fn member(&mut self, kind: &Kind, name: &str, path: &mut Path, trail: &mut Vec<String>) -> Result<Kind, Refusal> {
        let (ty, collection) = match kind {
            Kind::Struct(id) => (*id, false),
            Kind::List(item) if matches!(**item, Kind::Struct(_)) && name.contains('.') => match **item {
                Kind::Struct(id) => (id, true),
                _ => return Err(self.refuse(name, "a cast of what is no structure")),
            },
            Kind::Dynamic => {
                path.steps.push(Step::Member(name.to_owned()));
                return Ok(Kind::Dynamic);
            }
            _ => return Err(self.refuse(name, format!("values of the type {} have no member `{name}`", kind.name(self.model)))),
        };
        if name.contains('.') {
            return match value::resolve_name(self.model, name) {
                Some(Type::Struct(id)) if self.model.is_a(id, ty) && !collection => {
                    path.steps.push(Step::Cast(ty, id));
                    Ok(Kind::Struct(id))
                }
                _ => Err(self.refuse(name, format!("`{name}` does not derive from `{}`", self.model.structure(ty).name))),
            };
        }
        let result = self.resolve_member(ty, name, trail)?;
        path.steps.push(Step::Member(name.to_owned()));
        trail.push(name.to_owned());
        Ok(result)
    }

    fn resolve_member(&mut self, ty: StructId, name: &str, trail: &[String]) -> Result<Kind, Refusal> {
        if let Some(property) = self.model.properties(ty).into_iter().find(|property| property.name == name) {
            let kind = Kind::of(self.model, &property.ty);
            self.needs_at(trail).properties.insert(name.to_owned());
            return Ok(kind);
        }
        if let Some(navigation) = self.model.navigations(ty).into_iter().find(|navigation| navigation.name == name) {
            let item = navigation.target.map_or(Kind::Dynamic, Kind::Struct);
            self.needs_at(trail).navigations.entry(name.to_owned()).or_default();
            return Ok(if navigation.collection { Kind::List(Box::new(item)) } else { item });
        }
        if self.model.is_open(ty) {
            self.needs_at(trail).all = true;
            return Ok(Kind::Dynamic);
        }
        let refusal = value::unknown_member(self.model, ty, name, self.option);
        Err(self.refuse(name, refusal.message))
    }

    /// What is needed at a path: behind navigation properties only; complex values come whole with their property.
    fn needs_at(&mut self, trail: &[String]) -> &mut Needs {
        let mut at = &mut self.needs;
        for name in trail {
            if !at.navigations.contains_key(name) {
                break;
            }
            at = at.navigations.entry(name.clone()).or_default();
        }
        at
    }
}
