//! The root of a service: entity sets, singletons and imported operations.

use edmund_model::{NavigationSource, NavigationSourceKind, Origin, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;
use crate::emit::attributes::{denials, deprecation, doc_lines, docs};
use crate::emit::operations::{method, missing};
use crate::emit::types::Imports;
use crate::features::Gate;
use crate::format::render;
use crate::names::{self, Service, token};
use crate::output::{File, Output, Reason, Skipped};
use crate::prose;
use crate::tree::generated_by;

/// The file with the traits of all containers, if there is anything in them. Adds the traits' names to `declared`.
pub(crate) fn services(context: &Context<'_>, declared: &mut Vec<String>, output: &mut Output) -> Option<File> {
    let mut imports = Imports::default();
    let mut traits = Vec::new();
    for item in names::services(context.model, &mut output.findings) {
        if let Some(tokens) = service(context, &mut imports, &item, &mut output.skipped) {
            traits.push(tokens);
            declared.push(item.ident);
        }
    }
    let header = generated_by(context, context.model.containers.iter().map(|container| container.origin));
    let uses = imports.uses(context);
    (!traits.is_empty()).then(|| File { path: "service.rs".to_owned(), text: render(&header, quote!(#uses #(#traits)*)) })
}

/// The trait of a container; `None` when nothing of it is generated.
fn service(context: &Context<'_>, imports: &mut Imports, service: &Service<'_>, skips: &mut Vec<Skipped>) -> Option<TokenStream> {
    let mut methods = Vec::new();
    for (ident, item) in &service.sources {
        methods.extend(source(context, imports, item, ident));
        if item.ty.is_none() {
            skips.push(skipped(service, &item.name, Reason::Unresolved, item.origin));
        }
    }
    for (ident, import, id) in &service.imports {
        if !context.is_wanted(*id) {
            continue;
        }
        match missing(context, *id) {
            Some(reason) => skips.push(skipped(service, &import.name, reason, import.origin)),
            None => methods.push(method(context, imports, &Gate::new(), context.model.operation(*id), &import.name, ident)),
        }
    }
    let unresolved = service.container.imports.iter().filter(|import| import.operations.is_empty());
    skips.extend(unresolved.map(|import| skipped(service, &import.name, Reason::Unresolved, import.origin)));
    if methods.is_empty() {
        return None;
    }
    let docs =
        doc_lines(&[format!("What {} offers: the requests of a service start here.", prose::code(&service.container.name))]);
    let ident = token(&service.ident);
    Some(quote! {
        #docs
        #[edmund::service]
        pub trait #ident {
            #(#methods)*
        }
    })
}

fn skipped(service: &Service<'_>, member: &str, reason: Reason, origin: Origin) -> Skipped {
    Skipped { name: format!("{}/{member}", service.container.name), reason, origin }
}

/// The method of an entity set or a singleton. A selection that does not have its type does without it.
fn source(context: &Context<'_>, imports: &mut Imports, item: &NavigationSource, ident: &str) -> Option<TokenStream> {
    let ty = Type::Struct(item.ty?);
    let path = imports.path(context, ty)?;
    let condition = context.features.condition(&Gate::new(), [ty]);
    let is_set = item.kind == NavigationSourceKind::EntitySet;
    let (kind, what) = if is_set { (quote!(entity_set), "entity set") } else { (quote!(singleton), "singleton") };
    let target = imports.target(is_set, path);
    let fact = item.docs.summary.is_none().then(|| format!("The {what} {}.", prose::code(&item.name)));
    let facts: Vec<String> = fact.into_iter().chain(denials(&item.annotations, is_set)).collect();
    let docs = docs(&item.docs, (!facts.is_empty()).then(|| facts.join(" ")).as_deref());
    let deprecation = deprecation(&item.docs);
    let wire = &item.name;
    let ident = token(ident);
    Some(quote! {
        #condition
        #docs
        #deprecation
        #[odata(#kind = #wire)]
        fn #ident(&self) -> #target;
    })
}
