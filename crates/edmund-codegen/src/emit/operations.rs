//! Operations that are called on an entity, on a complex value of one, or on a collection of entities.

use std::collections::{BTreeMap, HashSet};

use edmund_model::{Operation, OperationId, OperationKind, Parameter, Primitive, StructId, Type, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;
use crate::emit::attributes::{deprecation, doc_lines, odata};
use crate::emit::types::{self, Imports};
use crate::features::Gate;
use crate::names::{Call, Reach, parameters, token};
use crate::output::{Output, Reason, Skipped};
use crate::prose;

/// The operations of one binding that are offered on the same types: one trait.
#[derive(Debug)]
pub(crate) struct OperationTrait {
    /// The trait's identifier.
    pub(crate) ident: String,
    ty: StructId,
    collection: bool,
    targets: Vec<StructId>,
    /// Position in the binding's list of calls.
    calls: Vec<usize>,
}

/// The traits of all generated types.
pub(crate) type OperationTraits = BTreeMap<StructId, Vec<OperationTrait>>;

/// Divides the calls of all generated types into traits, by the type they are bound to.
pub(crate) fn operation_traits(context: &mut Context<'_>, output: &mut Output) -> OperationTraits {
    let mut traits = OperationTraits::new();
    output.skipped.extend(uncallable(context));
    let mut wanted = Vec::new();
    for ((ty, collection), calls) in &context.calls {
        wanted.extend(split(context, *ty, *collection, calls, output));
    }
    for mut part in wanted {
        let Some((module, ident)) = context.names.of(Type::Struct(part.ty)) else { continue };
        let name = format!("{}{}Operations", ident.trim_end_matches('_'), if part.collection { "Collection" } else { "" });
        part.ident = context.names.add_item(module, name, context.model.structure(part.ty).origin);
        traits.entry(part.ty).or_default().push(part);
    }
    traits
}

/// Operations that no request builder can offer.
fn uncallable(context: &Context<'_>) -> Vec<Skipped> {
    let imported: HashSet<_> =
        context.model.containers.iter().flat_map(|container| &container.imports).flat_map(|import| &import.operations).collect();
    let reach = Reach::new(context.model);
    let mut found = Vec::new();
    for id in context.model.operation_ids().filter(|id| context.is_wanted(*id) && reach.binding(context.model, *id).is_none()) {
        let operation = context.model.operation(id);
        match operation.binding().map(|binding| binding.ty.ty) {
            Some(Type::Unknown) => found.push(skipped(context, id, Reason::Unresolved)),
            Some(ty @ (Type::Primitive(_) | Type::Struct(_) | Type::Enum(_) | Type::Definition(_))) => {
                if context.primitive(ty).is_some() || context.is_generated(ty) {
                    found.push(skipped(context, id, Reason::NotCallable));
                }
            }
            None if imported.contains(&id) => {}
            None => found.push(skipped(context, id, Reason::NotImported)),
        }
    }
    found
}

/// The calls that can be generated, grouped by the types they are offered on.
fn split(context: &Context<'_>, ty: StructId, collection: bool, calls: &[Call], output: &mut Output) -> Vec<OperationTrait> {
    let mut parts: Vec<OperationTrait> = Vec::new();
    if !context.is_generated(Type::Struct(ty)) {
        return parts;
    }
    for (index, call) in calls.iter().enumerate().filter(|(_, call)| context.is_wanted(call.operation)) {
        if let Some(reason) = missing(context, call.operation) {
            output.skipped.push(skipped(context, call.operation, reason));
            continue;
        }
        let mut behind: BTreeMap<&Gate<'_>, Vec<StructId>> = BTreeMap::new();
        for target in call.targets.iter().copied().filter(|target| context.is_generated(Type::Struct(*target))) {
            behind.entry(context.features.gate(Type::Struct(target))).or_default().push(target);
        }
        for targets in behind.into_values() {
            match parts.iter_mut().find(|part| part.targets == targets) {
                Some(part) => part.calls.push(index),
                None => parts.push(OperationTrait { ident: String::new(), ty, collection, targets, calls: vec![index] }),
            }
        }
    }
    parts
}

fn skipped(context: &Context<'_>, id: OperationId, reason: Reason) -> Skipped {
    let operation = context.model.operation(id);
    Skipped { name: operation.name.to_string(), reason, origin: operation.origin }
}

/// Why an operation cannot be generated: a type of its signature is not there.
pub(crate) fn missing(context: &Context<'_>, id: OperationId) -> Option<Reason> {
    let operation = context.model.operation(id);
    let types =
        operation.arguments().iter().map(|parameter| &parameter.ty).chain(operation.returns.as_ref().map(|returns| &returns.ty));
    let declared = types.map(|ty| ty.ty).filter(|ty| !matches!(ty, Type::Primitive(_) | Type::Unknown));
    let absent = declared.into_iter().find(|ty| context.names.of(*ty).is_some() && !context.is_generated(*ty))?;
    Some(Reason::NeedsType(context.model.type_name(absent)))
}

/// The declaration of a trait.
pub(crate) fn operation_trait(context: &Context<'_>, imports: &mut Imports, part: &OperationTrait) -> TokenStream {
    let ident = token(&part.ident);
    let name = prose::code(&context.model.structure(part.ty).name);
    let what = if part.collection { format!("a collection of {name}") } else { name };
    let docs = doc_lines(&[format!("What can be called on {what}.")]);
    let on = part.targets.iter().filter_map(|target| {
        let path = imports.path(context, Type::Struct(*target))?;
        Some(imports.target(part.collection, path))
    });
    let on: Vec<_> = on.collect();
    // The targets of a trait are behind the same features.
    let always = Gate::new();
    let gate = part.targets.first().map_or(&always, |target| context.features.gate(Type::Struct(*target)));
    let condition = context.features.condition_of(gate);
    let calls = context.calls.get(&(part.ty, part.collection)).map_or(&[][..], Vec::as_slice);
    let methods = part.calls.iter().filter_map(|index| calls.get(*index)).map(|call| {
        let operation = context.model.operation(call.operation);
        method(context, imports, gate, operation, &operation.name.to_string(), &call.ident)
    });
    let methods: Vec<_> = methods.collect();
    quote! {
        #condition
        #docs
        #[edmund::operations(on = [#(#on),*])]
        pub trait #ident {
            #(#methods)*
        }
    }
}

/// The method of an operation, which goes by the name `wire` in a URL.
pub(crate) fn method(
    context: &Context<'_>,
    imports: &mut Imports,
    gate: &Gate<'_>,
    operation: &Operation,
    wire: &str,
    ident: &str,
) -> TokenStream {
    let returned = operation.returns.as_ref().map(|returns| returns.ty.ty);
    let needed = operation.arguments().iter().map(|parameter| parameter.ty.ty).chain(returned);
    let condition = context.features.condition(gate, needed);
    let docs = method_docs(operation);
    let deprecation = deprecation(&operation.docs);
    let kind = match operation.kind {
        OperationKind::Action => quote!(action),
        OperationKind::Function => quote!(function),
    };
    let parameters = parameters(operation);
    let arguments: Vec<_> = parameters
        .iter()
        .map(|(ident, parameter)| {
            let name = odata(&parameter.name, ident, None);
            let ty = types::argument(context, imports, &parameter.ty);
            let ident = token(ident);
            if may_be_left_out(operation, parameter) { quote!(#name #ident: Option<#ty>) } else { quote!(#name #ident: #ty) }
        })
        .collect();
    let result = operation.returns.as_ref().map(|returns| result(context, imports, &returns.ty));
    let ident = token(ident);
    quote! {
        #condition
        #docs
        #deprecation
        #[odata(#kind = #wire)]
        fn #ident(&self #(, #arguments)*) #result;
    }
}

/// Whether a call may do without the parameter: the schema says so, or it is a nullable one of an action, which stands for null when it is
/// left out (OData Protocol 4.01, 11.5.5.1). A function takes every parameter that is not optional.
fn may_be_left_out(operation: &Operation, parameter: &Parameter) -> bool {
    parameter.optional || operation.kind == OperationKind::Action && parameter.ty.nullable && !parameter.ty.collection
}

fn result(context: &Context<'_>, imports: &mut Imports, ty: &TypeRef) -> TokenStream {
    // A stream is the answer itself, not a value in it.
    let is_stream = !ty.collection && context.primitive(ty.ty) == Some(Primitive::Stream);
    let ty = if is_stream { quote!(edmund::request::Media) } else { types::whole(context, imports, ty) };
    quote!(-> #ty)
}

/// What the operation does, then what its parameters mean, where that is written.
fn method_docs(operation: &Operation) -> TokenStream {
    let kind = match operation.kind {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
    };
    let texts = [&operation.docs.summary, &operation.docs.details];
    let mut lines: Vec<String> = Vec::new();
    for text in texts.into_iter().flatten() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(prose::lines(text));
    }
    if lines.is_empty() {
        lines.push(format!("Calls the {kind} {}.", prose::code(&operation.name)));
    }
    let documented: Vec<_> = parameters(operation)
        .into_iter()
        .filter_map(|(ident, parameter)| Some((ident, prose::lines(parameter.docs.summary.as_ref()?).join(" "))))
        .collect();
    if !documented.is_empty() {
        lines.push(String::new());
        lines.extend(documented.into_iter().map(|(ident, text)| format!("- `{ident}`: {text}")));
    }
    doc_lines(&lines)
}
