//! Actions and functions: which overload is which, and what changed in one.

use std::collections::{HashMap, HashSet};

use super::ChangeKind;
use super::comparison::{Comparison, Direction, Origins, Place, type_text};
use super::pairs::{Matched, Pairs, matched};
use crate::{Model, Operation, OperationKind, Origin, Parameter, QualifiedName, ReturnType, Type};

/// An overload with what tells it apart from the others of its name.
struct Overload<'a> {
    operation: &'a Operation,
    place: Place,
    /// What it is bound to, by its id in the newer model, and whether to a collection. Both `None` when unbound.
    binding: (Option<Type>, Option<bool>),
    kind: OperationKind,
    /// Names of the parameters a caller passes, sorted.
    names: Vec<&'a str>,
}

impl Overload<'_> {
    fn folded(&self) -> Vec<String> {
        let mut names: Vec<_> = self.names.iter().map(|name| name.to_lowercase()).collect();
        names.sort_unstable();
        names
    }
}

/// The path of an overload as annotations target it: the types of all parameters of a function, of an action only the bound one
/// (CSDL 4.01, section 14.2.2), for an action has one overload for each binding type.
fn signature(model: &Model, operation: &Operation) -> String {
    let count = if operation.kind == OperationKind::Action { usize::from(operation.bound) } else { operation.parameters.len() };
    let types: Vec<_> = operation.parameters.iter().take(count).map(|parameter| type_text(model, &parameter.ty)).collect();
    format!("{}({})", operation.name, types.join(","))
}

fn kind_name(kind: OperationKind) -> &'static str {
    match kind {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
    }
}

type Groups<'a> = HashMap<&'a QualifiedName, Vec<&'a Operation>>;

/// The overloads of each name, and the names in the order of the source.
fn groups(model: &Model) -> (Vec<&QualifiedName>, Groups<'_>) {
    let (mut names, mut groups) = (Vec::new(), Groups::new());
    for operation in &model.operations {
        let group = groups.entry(&operation.name).or_default();
        if group.is_empty() {
            names.push(&operation.name);
        }
        group.push(operation);
    }
    (names, groups)
}

fn first(groups: &Groups<'_>, name: &QualifiedName) -> Option<Origin> {
    groups.get(name).and_then(|group| group.first()).map(|first| first.origin)
}

impl<'a> Comparison<'a> {
    /// All actions and functions.
    pub(super) fn operations(&mut self) {
        let (old_names, old) = groups(self.old);
        let (new_names, new) = groups(self.new);
        let pairs = Pairs::new(&old_names, &new_names, |name| name.to_string());
        for (old_name, new_name) in &pairs.recased {
            let message = format!("is now called `{new_name}`");
            let origins = Origins { old: first(&old, old_name), new: first(&new, new_name) };
            self.record(ChangeKind::OperationCasing, &Place::top(old_name), origins, message);
        }
        for (old_name, new_name) in pairs.both() {
            let old = self.overloads(old.get(old_name), self.old, |this, ty| this.counterpart(ty));
            let new = self.overloads(new.get(new_name), self.new, |_, ty| Some(ty));
            self.overload_groups(&old, &new);
        }
        for overload in
            pairs.removed.iter().flat_map(|name| self.overloads(old.get(*name), self.old, |_, ty| Some(ty))).collect::<Vec<_>>()
        {
            self.lone(ChangeKind::OperationRemoved, &overload, Origins::old(overload.operation.origin), "is gone");
        }
        for overload in
            pairs.added.iter().flat_map(|name| self.overloads(new.get(*name), self.new, |_, ty| Some(ty))).collect::<Vec<_>>()
        {
            self.lone(ChangeKind::OperationAdded, &overload, Origins::new(overload.operation.origin), "is new");
        }
    }

    fn overloads(
        &self,
        group: Option<&Vec<&'a Operation>>,
        model: &'a Model,
        counterpart: impl Fn(&Self, Type) -> Option<Type>,
    ) -> Vec<Overload<'a>> {
        let overload = |operation: &&'a Operation| {
            let binding = operation.binding();
            let mut names: Vec<_> = operation.arguments().iter().map(|parameter| parameter.name.as_str()).collect();
            names.sort_unstable();
            Overload {
                operation,
                place: Place { owner: operation.name.clone(), path: signature(model, operation) },
                binding: (
                    binding.and_then(|binding| counterpart(self, binding.ty.ty)),
                    binding.map(|binding| binding.ty.collection),
                ),
                kind: operation.kind,
                names,
            }
        };
        group.into_iter().flatten().map(overload).collect()
    }

    /// Finds out which overload is which, from the surest sign to the weakest: parameter names, names but for casing, what it is
    /// bound to, and at last the same parameters with the other kind of operation.
    fn overload_groups(&mut self, old: &[Overload<'a>], new: &[Overload<'a>]) {
        let (exact, old, new) =
            matched(old.iter().collect(), new.iter().collect(), |item| (item.binding, item.kind, item.names.clone()));
        let (recased, old, new) = matched(old, new, |item| (item.binding, item.kind, item.folded()));
        let (rekinded, old, new) = matched(old, new, |item| (item.binding, item.folded()));
        let (changed, removed, added) = related(old, new);
        for (old, new) in exact.into_iter().chain(recased).chain(rekinded).chain(changed) {
            self.overload(old, new);
        }
        for overload in removed {
            self.lone(ChangeKind::OverloadRemoved, overload, Origins::old(overload.operation.origin), "is gone");
        }
        for overload in added {
            self.lone(ChangeKind::OverloadAdded, overload, Origins::new(overload.operation.origin), "is new");
        }
    }

    fn lone(&mut self, kind: ChangeKind, overload: &Overload<'a>, origins: Origins, what: &str) {
        let parameters = if overload.names.is_empty() {
            "without parameters".to_owned()
        } else {
            format!("with `{}`", overload.names.join("`, `"))
        };
        let message = format!("the {} {parameters} {what}", kind_name(overload.kind));
        self.record(kind, &overload.place, origins, message);
    }

    fn overload(&mut self, old: &Overload<'a>, new: &Overload<'a>) {
        let place = &old.place;
        let (old, new) = (old.operation, new.operation);
        let origins = Origins::both(old.origin, new.origin);
        if old.kind != new.kind {
            let message = format!("was an {} and is now an {}", kind_name(old.kind), kind_name(new.kind))
                .replace("an function", "a function");
            self.record(ChangeKind::OperationKind, place, origins, message);
        }
        let kinds = (ChangeKind::ComposableAdded, ChangeKind::ComposableRemoved);
        self.record_flag((old.composable, new.composable), kinds, place, origins, "composable");
        if old.entity_set_path != new.entity_set_path {
            self.record(ChangeKind::EntitySetPathChanged, place, origins, "the path to the result's entity set changed");
        }
        self.parameters(place, old, new);
        self.returns(place, old.returns.as_ref(), new.returns.as_ref(), origins);
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }

    fn parameters(&mut self, place: &Place, old: &Operation, new: &Operation) {
        let pairs = Pairs::new(old.arguments(), new.arguments(), |parameter| parameter.name.clone());
        for (old, new) in &pairs.recased {
            let message = format!("is now called `{}`", new.name);
            self.record(ChangeKind::ParameterCasing, &place.member(&old.name), Origins::both(old.origin, new.origin), message);
        }
        for (old_parameter, new_parameter) in pairs.both() {
            let optional = (may_be_left_out(old, old_parameter), may_be_left_out(new, new_parameter));
            self.parameter(&place.member(&old_parameter.name), old_parameter, new_parameter, optional);
        }
        for parameter in &pairs.removed {
            let place = place.member(&parameter.name);
            self.record(ChangeKind::ParameterRemoved, &place, Origins::old(parameter.origin), "the parameter is gone");
        }
        for parameter in &pairs.added {
            let (kind, message) = if may_be_left_out(new, parameter) {
                (ChangeKind::OptionalParameterAdded, "the parameter is new and may be left out")
            } else {
                (ChangeKind::RequiredParameterAdded, "the parameter is new and required")
            };
            self.record(kind, &place.member(&parameter.name), Origins::new(parameter.origin), message);
        }
        if reordered(&pairs, new) {
            let message = "the parameters that both have stand in another order";
            self.record(ChangeKind::ParameterOrder, place, Origins::both(old.origin, new.origin), message);
        }
    }

    fn parameter(&mut self, place: &Place, old: &Parameter, new: &Parameter, optional: (bool, bool)) {
        let origins = Origins::both(old.origin, new.origin);
        if self.same_type(&old.ty, &new.ty) {
            self.nullability(place, (old.ty.nullable, new.ty.nullable), Direction::Request, origins);
            self.facets(place, old.ty.facets.as_deref(), new.ty.facets.as_deref(), Direction::Request, origins);
        } else {
            let message = self.retyped(&old.ty, &new.ty);
            self.record(ChangeKind::ParameterRetyped, place, origins, message);
        }
        // A nullable parameter that becomes required by refusing null has been reported for that.
        if old.optional != new.optional && optional.0 != optional.1 {
            let kinds = (ChangeKind::ParameterOptional, ChangeKind::ParameterRequired);
            self.record_flag((old.optional, new.optional), kinds, place, origins, "optional");
        }
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }

    fn returns(&mut self, place: &Place, old: Option<&ReturnType>, new: Option<&ReturnType>, origins: Origins) {
        let inner = place.member("$ReturnType");
        match (old, new) {
            (None, None) => {}
            (None, Some(new)) => {
                let message = format!("returned nothing and now returns `{}`", type_text(self.new, &new.ty));
                self.record(ChangeKind::ReturnAdded, &inner, Origins { old: origins.old, new: Some(new.origin) }, message);
            }
            (Some(old), None) => {
                let message = format!("returned `{}` and now returns nothing", type_text(self.old, &old.ty));
                self.record(ChangeKind::ReturnRemoved, &inner, Origins { old: Some(old.origin), new: origins.new }, message);
            }
            (Some(old), Some(new)) => self.return_type(&inner, old, new),
        }
    }

    fn return_type(&mut self, place: &Place, old: &ReturnType, new: &ReturnType) {
        let origins = Origins::both(old.origin, new.origin);
        if self.same_type(&old.ty, &new.ty) {
            self.nullability(place, (old.ty.nullable, new.ty.nullable), Direction::Response, origins);
            self.facets(place, old.ty.facets.as_deref(), new.ty.facets.as_deref(), Direction::Response, origins);
        } else {
            let message = self.retyped(&old.ty, &new.ty);
            self.record(ChangeKind::ReturnRetyped, place, origins, message);
        }
        self.descriptions(place, &old.annotations, &new.annotations, origins);
    }
}

/// So many overloads are looked at to find the one that another has become; real services have up to four.
const CANDIDATES: usize = 16;

/// Pairs overloads that are bound to the same and of which one has all parameters of the other.
fn related<'a, 'b>(old: Vec<&'b Overload<'a>>, new: Vec<&'b Overload<'a>>) -> Matched<'b, Overload<'a>> {
    let mut waiting: HashMap<_, Vec<usize>> = HashMap::new();
    for (index, item) in new.iter().enumerate() {
        waiting.entry((item.binding, item.kind)).or_default().push(index);
    }
    let (mut pairs, mut removed, mut taken) = (Vec::new(), Vec::new(), vec![false; new.len()]);
    for item in old {
        let candidates = waiting.get_mut(&(item.binding, item.kind));
        let found = candidates.and_then(|candidates| {
            let position = candidates.iter().take(CANDIDATES).position(|index| is_related(item, new[*index]))?;
            Some(candidates.remove(position))
        });
        match found {
            Some(index) => {
                taken[index] = true;
                pairs.push((item, new[index]));
            }
            None => removed.push(item),
        }
    }
    let added = new.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(item, _)| item).collect();
    (pairs, removed, added)
}

/// An action always is itself, for there is one for each binding type (CSDL 4.01, section 12.2). The function without parameters is
/// nobody's former self: it nearly always stands beside others.
fn is_related(old: &Overload<'_>, new: &Overload<'_>) -> bool {
    let (fewer, more) = if old.names.len() <= new.names.len() { (old, new) } else { (new, old) };
    let more: HashSet<_> = more.folded().into_iter().collect();
    old.kind == OperationKind::Action || (!fewer.names.is_empty() && fewer.folded().iter().all(|name| more.contains(name)))
}

/// Whether a call may go without a parameter: when it says so, or when an action's parameter may be null (OData Protocol 4.01,
/// section 11.5.5.1).
fn may_be_left_out(operation: &Operation, parameter: &Parameter) -> bool {
    parameter.optional || (operation.kind == OperationKind::Action && (parameter.ty.nullable && !parameter.ty.collection))
}

fn reordered(pairs: &Pairs<'_, Parameter>, new: &Operation) -> bool {
    let positions: HashMap<&str, usize> =
        new.arguments().iter().enumerate().map(|(index, parameter)| (parameter.name.as_str(), index)).collect();
    let same = pairs.same.iter().filter_map(|(_, parameter)| positions.get(parameter.name.as_str()));
    !same.is_sorted()
}
