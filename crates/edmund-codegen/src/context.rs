//! What every emitter looks at.

use std::collections::{HashMap, HashSet};

use edmund_model::{Finding, Model, OperationId, Origin, Primitive, Property, Sources, StructId, StructKind, Type};

use crate::advanced::advanced;
use crate::features::Features;
use crate::names::{Calls, Names, calls, declared};
use crate::options::{Options, Requests};
use crate::output::{Reason, Skipped};
use crate::recursion::Components;
use crate::selection::{self, Selected};
use crate::versions::Versions;

/// A model with everything decided about it that more than one emitter needs.
pub(crate) struct Context<'a> {
    pub(crate) model: &'a Model,
    pub(crate) sources: &'a Sources,
    pub(crate) options: &'a Options,
    pub(crate) names: Names,
    pub(crate) calls: Calls,
    pub(crate) versions: Versions,
    pub(crate) features: Features<'a>,
    selected: HashSet<Type>,
    /// The only operations that are wanted; all when `None`.
    operations: Option<HashSet<OperationId>>,
    components: Components,
    /// Types that something can be called on, and complex types that such a value is inside.
    callable: HashSet<StructId>,
    /// Types of which some queries have to say that they are advanced.
    pub(crate) advanced: HashSet<StructId>,
    /// Structs that others derive from.
    has_derived: Vec<bool>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(model: &'a Model, sources: &'a Sources, options: &'a Options, findings: &mut Vec<Finding>) -> Self {
        let mut names = Names::new(model);
        findings.append(&mut names.findings);
        let mut has_derived = vec![false; model.structs.len()];
        for base in model.structs.iter().filter_map(|item| item.base) {
            has_derived[base.index()] = true;
        }
        let mut selected = selection::resolve(model, &options.selection, findings);
        let features = Features::new(model, options, &mut selected, findings);
        let Selected { types: selected, versions, operations } = selected;
        let calls = calls(model);
        let single = calls.iter().filter(|((_, collection), _)| !collection);
        let callable = single.flat_map(|(_, calls)| calls).flat_map(|call| &call.targets).copied().collect();
        let callable = with_outer(model, callable);
        Context {
            model,
            sources,
            options,
            names,
            calls,
            callable,
            versions,
            features,
            selected,
            operations,
            components: Components::new(model),
            advanced: advanced(model),
            has_derived,
        }
    }

    /// Whether a type is generated.
    pub(crate) fn is_generated(&self, ty: Type) -> bool {
        self.selected.contains(&ty) && self.names.of(ty).is_some()
    }

    /// Whether a type's operation is wanted.
    pub(crate) fn is_wanted(&self, operation: OperationId) -> bool {
        self.operations.as_ref().is_none_or(|wanted| wanted.contains(&operation))
    }

    /// What has no name because an earlier declaration has the same one.
    pub(crate) fn duplicates(&self) -> Vec<Skipped> {
        let origins: HashMap<Type, Origin> = declared(self.model).map(|(ty, _, origin)| (ty, origin)).collect();
        let selected = self.names.duplicates.iter().filter(|ty| self.selected.contains(ty));
        selected
            .map(|ty| Skipped {
                name: self.model.type_name(*ty),
                reason: Reason::Duplicate,
                origin: origins.get(ty).copied().unwrap_or_default(),
            })
            .collect()
    }

    /// The generated types of a module, sorted by their Rust name.
    pub(crate) fn types_in(&self, module: usize) -> Vec<Type> {
        let mut types: Vec<_> = self
            .selected
            .iter()
            .filter_map(|ty| self.names.of(*ty).filter(|(of, _)| *of == module).map(|(_, ident)| (ident, *ty)))
            .collect();
        types.sort_unstable();
        types.into_iter().map(|(_, ty)| ty).collect()
    }

    /// Whether a property of `outer` that holds one `inner` needs a box.
    pub(crate) fn is_boxed(&self, outer: StructId, inner: StructId) -> bool {
        self.components.is_recursive(outer, inner)
    }

    /// Whether requests go on from a property: something can be called on the complex value that it holds.
    pub(crate) fn leads_on(&self, property: &Property) -> bool {
        let is_complex = |id: StructId| self.model.structure(id).kind == StructKind::Complex;
        let callable =
            |id| is_complex(id) && !self.is_any(id) && self.callable.contains(&id) && self.is_generated(Type::Struct(id));
        self.options.requests == Requests::Included
            && !property.ty.collection
            && matches!(property.ty.ty, Type::Struct(id) if callable(id))
    }

    /// Whether a complex type says nothing about its values: no members, nothing above it and nothing below it, and not even open.
    /// Services declare such types for "any JSON" (`microsoft.graph.Json`), and send more than objects for them.
    pub(crate) fn is_any(&self, id: StructId) -> bool {
        let item = self.model.structure(id);
        item.kind == StructKind::Complex
            && item.base.is_none()
            && !item.open
            && item.properties.is_empty()
            && item.navigations.is_empty()
            && !self.has_derived[id.index()]
    }

    /// The primitive type below a type, if that is what it is.
    pub(crate) fn primitive(&self, ty: Type) -> Option<Primitive> {
        match ty {
            Type::Primitive(primitive) => Some(primitive),
            Type::Definition(id) => Some(self.model.definition(id).underlying),
            _ => None,
        }
    }
}

/// The types, and all complex types with a property that holds one value of these.
fn with_outer(model: &Model, mut types: HashSet<StructId>) -> HashSet<StructId> {
    let complex: Vec<_> = model.struct_ids().filter(|id| model.structure(*id).kind == StructKind::Complex).collect();
    loop {
        let holds = |id: &StructId| {
            let mut properties = model.properties(*id).into_iter();
            properties.any(|property| {
                !property.ty.collection && matches!(property.ty.ty, Type::Struct(inner) if types.contains(&inner))
            })
        };
        let outer: Vec<_> = complex.iter().copied().filter(|id| !types.contains(id) && holds(id)).collect();
        if outer.is_empty() {
            return types;
        }
        types.extend(outer);
    }
}
