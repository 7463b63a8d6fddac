//! The root of the generated tree: modules, re-exports, and what the derives need beside them.

use std::collections::{BTreeMap, BTreeSet};

use edmund_model::Type;
use proc_macro2::TokenStream;
use quote::quote;

use crate::context::Context;
use crate::emit::{Dependency, inner_docs, manifest};
use crate::features::Gate;
use crate::format::render;
use crate::names::token;
use crate::output::File;
use crate::prose;
use crate::tree::{Module, generated_by};

/// What the root declares besides the modules of namespaces.
#[derive(Default)]
pub(crate) struct Extras {
    /// Items before the modules.
    pub(crate) items: TokenStream,
    /// Traits of services, which live in a module of their own.
    pub(crate) services: Vec<String>,
    /// Whether there is a table of permissions, in a module of its own.
    pub(crate) has_permissions: bool,
}

/// The root file. Its name depends on whether it is the root of a crate.
pub(crate) fn root(context: &Context<'_>, modules: &[Module], extras: &Extras) -> File {
    let is_crate = context.options.crate_name.is_some();
    // A module's documentation belongs to who declares it: an inner comment here would break `include!`.
    let docs = is_crate.then(|| crate_docs(context, modules));
    let items = &extras.items;
    let unused = unused(context);
    let allowed = allowed();
    let allowed = quote!(#allowed #unused);
    let names = modules.iter().map(|module| token(context.names.module(module.index)));
    let exports = exports(context, modules);
    let service = (!extras.services.is_empty()).then(|| {
        let services = extras.services.iter().map(|service| token(service));
        quote!(#allowed mod service; #(pub use service::#services;)*)
    });
    let permissions = extras.has_permissions.then(|| quote!(#allowed mod permissions; pub use permissions::permission_hints;));
    let tokens = quote!(#docs #items #(#allowed pub mod #names;)* #exports #service #permissions);
    let header = generated_by(context, context.model.schemas.iter().map(|schema| schema.origin));
    let path = if is_crate { "lib.rs" } else { "mod.rs" };
    File { path: path.to_owned(), text: render(&header, tokens) }
}

/// What is tolerated in generated code: the schema deprecates types that it uses itself and leaves members undocumented, and neither
/// the lints nor the format of whoever generates apply to it.
fn allowed() -> TokenStream {
    quote! {
        #[allow(clippy::all, deprecated, missing_docs)]
        #[cfg_attr(rustfmt, rustfmt_skip)]
    }
}

fn crate_docs(context: &Context<'_>, modules: &[Module]) -> TokenStream {
    let mut lines = vec!["Types and requests, one module a namespace:".to_owned(), String::new()];
    lines.extend(modules.iter().map(|module| {
        let namespace = prose::code(context.names.namespace(module.index));
        format!("- [`{}`] for {namespace}", context.names.module(module.index))
    }));
    inner_docs(&lines)
}

/// Re-exports of everything. Where several modules declare a name, that of the largest module wins.
fn exports(context: &Context<'_>, modules: &[Module]) -> TokenStream {
    let mut order: Vec<&Module> = modules.iter().collect();
    order.sort_by_key(|module| (std::cmp::Reverse(module.items.len()), module.index));
    let mut owners: BTreeMap<&str, Vec<(usize, Type)>> = BTreeMap::new();
    for module in order {
        for item in &module.items {
            owners.entry(&item.name).or_default().push((module.index, item.ty));
        }
    }
    owners.retain(|_, owners| owners.len() > 1);
    let shared: BTreeSet<&str> = owners.keys().copied().collect();
    let mut explicit: BTreeMap<(usize, &Gate<'_>), Vec<&str>> = BTreeMap::new();
    for (item, owners) in owners {
        let (module, ty) = owners[0];
        explicit.entry((module, context.features.gate(ty))).or_default().push(item);
    }
    let unused = unused(context);
    let globs = modules.iter().map(|module| {
        let name = token(context.names.module(module.index));
        // A glob that nothing comes through would be an unused import.
        let is_needed = module.items.iter().any(|item| !shared.contains(item.name.as_str()));
        let glob = is_needed.then(|| quote!(#unused pub use #name::*;));
        let own = explicit.iter().filter(|((of, _), _)| *of == module.index).map(|((_, gate), items)| {
            let items: Vec<_> = items.iter().map(|item| token(item)).collect();
            let condition = gate.first().and_then(|_| context.features.condition_of(gate));
            quote!(#condition #[allow(deprecated)] pub use #name::{#(#items),*};)
        });
        quote!(#glob #(#own)*)
    });
    quote!(#(#globs)*)
}

/// What features leave out may leave imports without use.
fn unused(context: &Context<'_>) -> Option<TokenStream> {
    (!context.features.is_empty()).then(|| quote!(#[allow(unused_imports)]))
}

/// Makes a tree of files complete: those of a crate go below `src` and get a manifest. Sorts them.
pub(crate) fn finish(context: &Context<'_>, dependencies: &[Dependency<'_>], features: &[&str], files: &mut Vec<File>) {
    if let Some(name) = &context.options.crate_name {
        for file in files.iter_mut() {
            file.path.insert_str(0, "src/");
        }
        let header = generated_by(context, context.model.schemas.iter().map(|schema| schema.origin));
        files.push(File { path: "Cargo.toml".to_owned(), text: manifest(&header, name, dependencies, features) });
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
}
