//! Names of bound operations: which types a call is offered on, and what it is called there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use edmund_model::{Model, Operation, OperationId, OperationKind, Parameter, StructId, StructKind, Type};

use super::identifier::{Role, identifier};
use super::members::{MemberKind, members};
use super::scope::{Scope, numbered};

/// What an operation is bound to: a type, and whether one or a collection of it.
pub(crate) type Binding = (StructId, bool);

/// One bound operation.
#[derive(Debug)]
pub(crate) struct Call {
    /// The operation.
    pub(crate) operation: OperationId,
    /// The method's identifier.
    pub(crate) ident: String,
    /// The types it can be called on: the one it is bound to and those derived from it that do not bind the same call anew.
    pub(crate) targets: Vec<StructId>,
}

/// All operations that requests lead to, by what they are bound to.
pub(crate) type Calls = BTreeMap<Binding, Vec<Call>>;

/// Names every bound operation of a model.
///
/// The rule for overloads: one that is alone or takes no arguments has the operation's name, the others add `_with_` and their sorted
/// parameters. Overloads count as one group when a value can have both. What then clashes with a navigation gets a trailing underscore,
/// what clashes with another operation a number.
pub(crate) fn calls(model: &Model) -> Calls {
    let index = Index::new(model);
    let mut scopes: HashMap<Binding, Scope> = HashMap::new();
    let mut calls = Calls::new();
    for (binding, operation) in model.operation_ids().filter_map(|id| Some((index.reach.binding(model, id)?, id))) {
        let targets = index.targets(binding, operation);
        let ident = index.free(&mut scopes, binding.1, &targets, index.plain(binding, operation), operation);
        calls.entry(binding).or_default().push(Call { operation, ident, targets });
    }
    calls
}

/// The complex types that are one value of a property, so that a path leads to them.
pub(crate) struct Reach(HashSet<StructId>);

impl Reach {
    pub(crate) fn new(model: &Model) -> Self {
        let properties = model.structs.iter().flat_map(|item| &item.properties);
        let single = properties.filter(|property| !property.ty.collection);
        Self(single.filter_map(|property| if let Type::Struct(id) = property.ty.ty { Some(id) } else { None }).collect())
    }

    /// What an operation is bound to, if requests lead there: entities, and complex values of properties.
    pub(crate) fn binding(&self, model: &Model, id: OperationId) -> Option<Binding> {
        let parameter = model.operation(id).binding()?;
        let Type::Struct(id) = parameter.ty.ty else { return None };
        let is_entity = model.structure(id).kind == StructKind::Entity;
        (is_entity || !parameter.ty.collection && self.0.contains(&id)).then_some((id, parameter.ty.collection))
    }
}

/// Tells one call from another on the same value.
type Signature<'a> = (&'a str, OperationKind, BTreeSet<&'a str>);

fn signature(operation: &Operation) -> Signature<'_> {
    let parameters = operation.arguments().iter().map(|parameter| parameter.name.as_str()).collect();
    (&operation.name.name, operation.kind, parameters)
}

struct Index<'a> {
    model: &'a Model,
    reach: Reach,
    /// Types that derive directly from a type.
    children: HashMap<StructId, Vec<StructId>>,
    bound: HashMap<Binding, Vec<OperationId>>,
    named: HashMap<(&'a str, bool), Vec<(StructId, OperationId)>>,
}

impl<'a> Index<'a> {
    fn new(model: &'a Model) -> Self {
        let reach = Reach::new(model);
        let mut index = Index { model, reach, children: HashMap::new(), bound: HashMap::new(), named: HashMap::new() };
        for id in model.struct_ids() {
            if let Some(base) = model.structure(id).base {
                index.children.entry(base).or_default().push(id);
            }
        }
        for id in model.operation_ids() {
            if let Some((ty, collection)) = index.reach.binding(model, id) {
                index.bound.entry((ty, collection)).or_default().push(id);
                index.named.entry((&model.operation(id).name.name, collection)).or_default().push((ty, id));
            }
        }
        index
    }

    /// The binding type and its descendants, down to where the same call is bound again.
    fn targets(&self, (ty, collection): Binding, operation: OperationId) -> Vec<StructId> {
        let own = signature(self.model.operation(operation));
        let bound_again = |id: &StructId| {
            let there = self.bound.get(&(*id, collection)).map_or(&[][..], Vec::as_slice);
            there.iter().any(|other| signature(self.model.operation(*other)) == own)
        };
        let mut targets = vec![ty];
        let mut next = 0;
        while let Some(id) = targets.get(next) {
            next += 1;
            if let Some(children) = self.children.get(id) {
                let inherited: Vec<_> = children.iter().copied().filter(|child| !bound_again(child)).collect();
                targets.extend(inherited);
            }
        }
        targets
    }

    /// The name by the overload rule.
    fn plain(&self, (ty, collection): Binding, id: OperationId) -> String {
        let operation = self.model.operation(id);
        let own = signature(operation);
        let others = self.named.get(&(operation.name.name.as_str(), collection)).map_or(&[][..], Vec::as_slice);
        let overloaded = others.iter().any(|(other, overload)| {
            (self.model.is_a(*other, ty) || self.model.is_a(ty, *other)) && signature(self.model.operation(*overload)) != own
        });
        let name = identifier(&operation.name.name, Role::Operation);
        if overloaded { overload_name(&name, operation) } else { name }
    }

    /// Takes the first form of a name that is free on all targets.
    fn free(
        &self,
        scopes: &mut HashMap<Binding, Scope>,
        collection: bool,
        targets: &[StructId],
        plain: String,
        operation: OperationId,
    ) -> String {
        let origin = self.model.operation(operation).origin;
        let mut name = plain;
        if !collection && targets.iter().any(|target| self.has_path(*target, &name)) {
            name.push('_');
        }
        let is_free = |scopes: &HashMap<Binding, Scope>, name: &str| {
            targets.iter().all(|target| {
                scopes.get(&(*target, collection)).is_none_or(|scope| scope.holder(name, Role::Operation).is_none())
            })
        };
        let candidates = std::iter::once(name.clone()).chain((2..).map(|number| numbered(&name, number, Role::Operation)));
        let chosen = candidates.into_iter().find(|candidate| is_free(scopes, candidate)).unwrap_or(name);
        for target in targets {
            scopes.entry((*target, collection)).or_default().take(&chosen, Role::Operation, origin);
        }
        chosen
    }

    /// Whether a member that requests go on from has this name.
    fn has_path(&self, id: StructId, ident: &str) -> bool {
        let leads_on = |member: &MemberKind<'_>| match member {
            MemberKind::Navigation(_) => true,
            MemberKind::Property(property) => {
                matches!(property.ty.ty, Type::Struct(id) if !property.ty.collection && self.bound.contains_key(&(id, false)))
            }
        };
        // Most names clash with nothing; only a member that reads alike makes a look at the final names worthwhile.
        let alike = |name: &str| identifier(name, Role::Navigation) == ident || identifier(name, Role::Field) == ident;
        let navigations = self.model.navigations(id).into_iter().map(|navigation| &navigation.name);
        let properties = self.model.properties(id).into_iter().map(|property| &property.name);
        navigations.chain(properties).any(|name| alike(name))
            && members(self.model, id, &mut Vec::new()).iter().any(|member| leads_on(&member.kind) && member.ident == ident)
    }
}

/// The name of one overload of several: without arguments the plain name, else with its sorted parameters.
pub(super) fn overload_name(name: &str, operation: &Operation) -> String {
    if operation.arguments().is_empty() {
        return name.to_owned();
    }
    let mut parts: Vec<_> = operation.arguments().iter().map(|parameter| identifier(&parameter.name, Role::Parameter)).collect();
    parts.sort_unstable();
    let joined: Vec<_> = parts.iter().map(|part| part.trim_end_matches('_')).collect();
    format!("{}_with_{}", name.trim_end_matches('_'), joined.join("_"))
}

/// The identifiers of an operation's arguments, in order.
pub(crate) fn parameters(operation: &Operation) -> Vec<(String, &Parameter)> {
    let mut scope = Scope::default();
    operation
        .arguments()
        .iter()
        .map(|parameter| {
            let name = identifier(&parameter.name, Role::Parameter);
            (scope.give(name, Role::Parameter, parameter.origin).name, parameter)
        })
        .collect()
}
