//! Types that are versions of one another, of which the newest says everything.
//!
//! A service may publish each version of a type in a namespace of its own, derived from the one before: Redfish has lines of 58. Structs are flat,
//! so each would repeat all that came before it, and a schema with 5,000 properties would become 160,000 fields. But nobody meets the versions in
//! between: no property, no operation and no container names them, and a value of one is a value of a newer one with some members absent. So
//! only the newest is written, and says which names it stands for.

use std::collections::{HashMap, HashSet};

use edmund_model::{Model, Struct, StructId, Type};

/// Which types stand for which.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    is_older: HashSet<StructId>,
    /// The types that one stands for, in the order of the model.
    older: HashMap<StructId, Vec<StructId>>,
}

impl Versions {
    /// Looks for versions in a model. `wanted` are types that are asked for by their own name, which always stand for themselves.
    ///
    /// A type is an older version when it is derived from another type, nothing but a type derived from it names it, and
    /// - exactly one type derived from it adds anything, and that has the same name in another namespace; or
    /// - nothing is added, neither by itself nor by what is derived from it, to a base of the same name: a correction of texts.
    pub(crate) fn new(model: &Model, wanted: &HashSet<Type>) -> Self {
        let lines = Lines::new(model, wanted);
        let mut versions = Self::default();
        for id in model.struct_ids() {
            let newest = lines.newest(id);
            if newest != id {
                versions.is_older.insert(id);
                versions.older.entry(newest).or_default().push(id);
            }
        }
        versions
    }

    /// Whether another type stands for this one.
    pub(crate) fn is_older(&self, ty: Type) -> bool {
        matches!(ty, Type::Struct(id) if self.is_older.contains(&id))
    }

    /// The types that this one stands for besides itself.
    pub(crate) fn older(&self, id: StructId) -> &[StructId] {
        self.older.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// The lines of inheritance of a model.
struct Lines<'a> {
    model: &'a Model,
    derived: Vec<Vec<StructId>>,
    /// Types that something names that is not a type derived from them.
    named: HashSet<Type>,
    /// Types that add members to their base or are named, or have a type below them that does.
    adds: Vec<bool>,
}

impl<'a> Lines<'a> {
    fn new(model: &'a Model, wanted: &HashSet<Type>) -> Self {
        let mut lines = Lines {
            model,
            derived: vec![Vec::new(); model.structs.len()],
            named: named(model),
            adds: vec![false; model.structs.len()],
        };
        lines.named.extend(wanted);
        for id in model.struct_ids() {
            if let Some(base) = model.structure(id).base {
                lines.derived[base.index()].push(id);
            }
        }
        for id in model.struct_ids().filter(|id| lines.named.contains(&Type::Struct(*id)) || adds(model.structure(*id))) {
            let mut above = model.lineage(id);
            // What is marked has marked what is above it, so that each type is marked once.
            while let Some(at) = above.next().filter(|at| !lines.adds[at.index()]) {
                lines.adds[at.index()] = true;
            }
        }
        lines
    }

    fn newest(&self, start: StructId) -> StructId {
        let mut id = start;
        // Each step goes up or down a finite tree; a step up is followed by steps down another branch, so a line ends within two lengths.
        for _ in 0..2 * self.model.structs.len() {
            match self.next(id) {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// The type that says all that this one says, one step on.
    fn next(&self, id: StructId) -> Option<StructId> {
        let base = self.model.structure(id).base?;
        if self.named.contains(&Type::Struct(id)) {
            return None;
        }
        if !self.adds[id.index()] {
            return self.is_version(id, base).then_some(base);
        }
        let mut adding = self.derived[id.index()].iter().copied().filter(|derived| self.adds[derived.index()]);
        let next = adding.next()?;
        (adding.next().is_none() && self.is_version(next, id)).then_some(next)
    }

    fn is_version(&self, id: StructId, other: StructId) -> bool {
        let (name, other) = (&self.model.structure(id).name, &self.model.structure(other).name);
        name.name == other.name && name.namespace != other.namespace
    }
}

/// Whether a type has anything besides what it inherits.
fn adds(item: &Struct) -> bool {
    !item.properties.is_empty() || !item.navigations.is_empty() || !item.key.is_empty()
}

/// The types that members, operations and containers name.
fn named(model: &Model) -> HashSet<Type> {
    let mut named = HashSet::new();
    for item in &model.structs {
        named.extend(item.properties.iter().map(|property| property.ty.ty));
        named.extend(item.navigations.iter().filter_map(|navigation| navigation.target).map(Type::Struct));
    }
    for operation in &model.operations {
        named.extend(operation.parameters.iter().map(|parameter| parameter.ty.ty));
        named.extend(operation.returns.iter().map(|returns| returns.ty.ty));
    }
    named.extend(model.terms.iter().map(|term| term.ty.ty));
    let sources = model.containers.iter().flat_map(|container| &container.sources);
    named.extend(sources.filter_map(|source| source.ty).map(Type::Struct));
    named
}
