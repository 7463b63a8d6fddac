//! Readable Rust from a schema model.
//!
//! [`generate`] is pure: a [`Model`] and a selection in, files out, the same bytes for the same input. What it writes are declarations;
//! the derives of the crate `edmund` carry the mechanics. Source is made of tokens, never of text, so that no name and no text of a
//! schema can become code.
//!
//! The way through the modules: `names` decides every identifier, `selection` the types that are wanted, `versions` which of them stand for others, `context` keeps both beside the
//! model; `emit` makes the tokens of one declaration, `tree` and `root` put declarations into files, `format` makes text of them.

mod advanced;
mod baseline;
mod context;
mod emit;
mod features;
mod format;
mod names;
mod options;
mod output;
mod prose;
mod recursion;
mod root;
mod selection;
mod tree;
mod versions;

use edmund_model::{Model, Sources, Type};
use proc_macro2::TokenStream;
use quote::quote;

pub use baseline::{Navigations, generate_serde_baseline};
pub use options::{Options, Requests, Selection, Wanted};
pub use output::{File, Output, Reason, Skipped};

use context::Context;
use emit::{Dependency, Imports, OperationTraits};
use features::Gate;
use root::Extras;
use tree::Item;

/// The versions of the runtime that this generator's output compiles with: the runtime is released together with it.
const RUNTIME: &str = concat!("=", env!("CARGO_PKG_VERSION"));

/// Writes a model as Rust source.
///
/// `sources` are the files that the model's origins point into; only their paths are used.
///
/// Nothing fails: what cannot be written is listed in [`Output::skipped`], and names that had to give way in [`Output::findings`]. A
/// selected name that does not exist is a finding of severity error.
pub fn generate(model: &Model, sources: &Sources, options: &Options) -> Output {
    let mut output = Output::default();
    let mut context = Context::new(model, sources, options, &mut output.findings);
    output.skipped.extend(context.duplicates());
    let traits = match options.requests {
        Requests::Included => emit::operation_traits(&mut context, &mut output),
        Requests::Omitted => OperationTraits::default(),
    };
    let modules =
        tree::modules(&context, &mut |imports, items, ty| declaration(&context, &traits, imports, items, ty, &mut output));
    let mut extras = Extras { items: quote!(edmund::request_types!();), ..Extras::default() };
    if options.requests == Requests::Included {
        let file = emit::services(&context, &mut extras.services, &mut output);
        output.files.extend(file);
        let permissions = emit::permissions(&context);
        extras.has_permissions = permissions.is_some();
        output.files.extend(permissions);
    }
    output.files.push(root::root(&context, &modules, &extras));
    output.files.extend(modules.into_iter().flat_map(|module| module.files));
    let features: Vec<&str> = options.features.keys().map(String::as_str).collect();
    let runtime = Dependency { name: "edmund", version: RUNTIME, path: options.runtime.as_deref(), features: &[] };
    output.names = names::given(&context);
    root::finish(&context, &[runtime], &features, &mut output.files);
    output
}

/// The Rust name of a type with this simple name, as long as no other type has it: `user` is `User`.
pub fn type_identifier(name: &str) -> String {
    names::identifier(name, names::Role::Type)
}

/// A type and the traits of what can be called on it.
fn declaration(
    context: &Context<'_>,
    traits: &OperationTraits,
    imports: &mut Imports,
    items: &mut Vec<Item>,
    ty: Type,
    output: &mut Output,
) -> TokenStream {
    items.extend(context.names.of(ty).map(|(_, ident)| Item { name: ident.to_owned(), ty }));
    let gate = context.features.condition(&Gate::new(), [ty]);
    match ty {
        Type::Struct(id) => {
            let structure = emit::structure(context, imports, id, output);
            let traits = traits.get(&id).map_or(&[][..], Vec::as_slice);
            let declared: Vec<_> = traits.iter().map(|part| emit::operation_trait(context, imports, part)).collect();
            quote!(#gate #structure #(#declared)*)
        }
        Type::Enum(id) => {
            emit::enumeration(context, id, &mut output.findings).map(|tokens| quote!(#gate #tokens)).unwrap_or_default()
        }
        Type::Definition(id) => emit::definition(context, id).map(|tokens| quote!(#gate #tokens)).unwrap_or_default(),
        Type::Primitive(_) | Type::Unknown => TokenStream::new(),
    }
}
