//! Functions and actions in a path (OData URL Conventions 4.01, sections 4.4 and 4.5).

use edmund::query;
use edmund_model::{Operation, OperationId, OperationKind, Type, TypeRef};
use serde_json::{Map, Value};

use super::{Place, Resolver};
use crate::path::{Segment, split_outside};
use crate::{Refusal, value};

/// A function or action to call.
#[derive(Clone, Debug)]
pub(crate) struct Call<'m> {
    /// The segment as the path has it, percent-encoded.
    pub(crate) name: String,
    /// The overload.
    pub(crate) operation: &'m Operation,
    /// What it is bound to; `None` for imports.
    pub(crate) binding: Option<Box<Place<'m>>>,
    /// The arguments of a function; those of an action are in the body.
    pub(crate) arguments: Map<String, Value>,
}

impl<'m> Resolver<'m, '_> {
    /// The bound operation that a segment calls, by qualified or simple name, if there is one.
    pub(super) fn bound(
        &self,
        binding: &TypeRef,
        segment: &Segment,
        place: impl FnOnce() -> Place<'m>,
    ) -> Result<Option<Place<'m>>, Refusal> {
        let Some(candidates) = self.candidates(binding, segment.name()) else { return Ok(None) };
        let (operation, arguments) = self.overload(&candidates, segment)?;
        let binding = Some(Box::new(place()));
        Ok(Some(Place::Call(Call { name: query::encode_segment(&segment.text), operation, binding, arguments })))
    }

    /// The overloads bound to the nearest type of the lineage.
    fn candidates(&self, binding: &TypeRef, name: &str) -> Option<Vec<&'m Operation>> {
        let named: Vec<&Operation> =
            self.model.operations.iter().filter(|operation| operation.bound && self.is_named(operation, name)).collect();
        let bound_to = |ty: Type| -> Vec<&'m Operation> {
            let fits = |operation: &&&Operation| {
                operation
                    .binding()
                    .is_some_and(|parameter| parameter.ty.ty == ty && parameter.ty.collection == binding.collection)
            };
            named.iter().filter(fits).copied().collect()
        };
        let types: Vec<Type> = match binding.ty {
            Type::Struct(id) => self.model.lineage(id).map(Type::Struct).collect(),
            other => vec![other],
        };
        types.into_iter().map(bound_to).find(|found| !found.is_empty())
    }

    fn is_named(&self, operation: &Operation, name: &str) -> bool {
        if operation.name.name == name {
            return true;
        }
        let Some((namespace, simple)) = name.rsplit_once('.').filter(|(_, simple)| *simple == operation.name.name) else {
            return false;
        };
        let alias = || self.model.schemas.iter().find(|schema| schema.alias.as_deref() == Some(namespace));
        simple == operation.name.name
            && (operation.name.namespace == namespace
                || alias().is_some_and(|schema| schema.namespace == operation.name.namespace))
    }

    /// The import that a segment at the root calls, if there is one.
    pub(super) fn import(&self, segment: &Segment) -> Result<Option<Place<'m>>, Refusal> {
        let mut imports = self.model.containers.iter().flat_map(|container| &container.imports);
        let Some(import) = imports.find(|import| import.name == segment.name()) else { return Ok(None) };
        let candidates: Vec<&Operation> = import.operations.iter().map(|id: &OperationId| self.model.operation(*id)).collect();
        if candidates.is_empty() {
            return Err(Refusal::not_found(format!(
                "the schema imports `{}` from an operation that it does not declare",
                import.name
            )));
        }
        let (operation, arguments) = self.overload(&candidates, segment)?;
        Ok(Some(Place::Call(Call { name: query::encode_segment(&segment.text), operation, binding: None, arguments })))
    }

    /// The overload whose parameters are the given ones; optional ones may be absent.
    fn overload(&self, candidates: &[&'m Operation], segment: &Segment) -> Result<(&'m Operation, Map<String, Value>), Refusal> {
        if let Some(action) = candidates.iter().find(|operation| operation.kind == OperationKind::Action) {
            return match segment.arguments() {
                None | Some("") => Ok((action, Map::new())),
                Some(_) => {
                    Err(Refusal::bad_request(format!("`{}` is an action: its parameters stand in the body", segment.name())))
                }
            };
        }
        let given = named_arguments(segment)?;
        let fits = |operation: &&&Operation| {
            let parameters = operation.arguments();
            let all_known = given.iter().all(|(name, _)| parameters.iter().any(|parameter| parameter.name == *name));
            let is_given = |name: &str| given.iter().any(|(given, _)| *given == name);
            all_known && parameters.iter().all(|parameter| parameter.optional || is_given(&parameter.name))
        };
        let operation = candidates.iter().find(fits).ok_or_else(|| no_overload(candidates, segment))?;
        let mut arguments = Map::new();
        for parameter in operation.arguments() {
            let Some((_, text)) = given.iter().find(|(name, _)| *name == parameter.name) else { continue };
            let text = self.alias(text)?;
            arguments.insert(parameter.name.clone(), value::parse_literal(self.model, &parameter.ty, &text, &parameter.name)?);
        }
        Ok((operation, arguments))
    }
}

fn named_arguments(segment: &Segment) -> Result<Vec<(&str, &str)>, Refusal> {
    let arguments = segment.arguments().map(str::trim).unwrap_or_default();
    if arguments.is_empty() {
        return Ok(Vec::new());
    }
    let named = split_outside(arguments, ',').into_iter().map(|text| {
        let (name, value) = text.split_once('=').ok_or_else(|| {
            Refusal::bad_request(format!("`{}`: expected `name=value`, found `{text}`", segment.name()))
                .with_target(segment.name())
        })?;
        Ok((name.trim(), value))
    });
    named.collect()
}

fn no_overload(candidates: &[&Operation], segment: &Segment) -> Refusal {
    let signatures: Vec<String> = candidates
        .iter()
        .map(|operation| {
            let names: Vec<&str> = operation.arguments().iter().map(|parameter| parameter.name.as_str()).collect();
            format!("{}({})", operation.name.name, names.join(","))
        })
        .collect();
    Refusal::bad_request(format!("`{}` does not fit: expected {}", segment.text, signatures.join(" or ")))
        .with_target(segment.name())
}
