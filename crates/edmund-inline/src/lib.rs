//! Rust from an OData schema, inside the compiler.
//!
//! For those who want no generated files. Reading a large schema again in every compilation costs: prefer `edmund gen` or `edmund_build` for
//! more than a few types.

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitStr, Token, bracketed};

/// Declares what `edmund gen` would write for a schema file, in the module where it stands.
///
/// The path is relative to the folder of the crate's `Cargo.toml`. Behind it may stand `types = [..]`, `paths = [..]` and
/// `operations = [..]`; without any of them everything is declared.
///
/// ```text
/// mod library {
///     edmund_inline::schema!("schema/library.csdl.xml", types = ["Library.Book"]);
/// }
/// use library::Book;
/// ```
///
/// What is wrong in the schema is a compile error with file, line and column.
#[proc_macro]
pub fn schema(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    syn::parse::<Arguments>(input).and_then(|arguments| expand(&arguments)).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The arguments of the macro.
struct Arguments {
    path: LitStr,
    types: Vec<LitStr>,
    paths: Vec<LitStr>,
    operations: Vec<LitStr>,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self { path: input.parse()?, types: Vec::new(), paths: Vec::new(), operations: Vec::new() };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key: Ident = input.parse()?;
            let list = match key.to_string().as_str() {
                "types" => &mut arguments.types,
                "paths" => &mut arguments.paths,
                "operations" => &mut arguments.operations,
                other => {
                    return Err(syn::Error::new(
                        key.span(),
                        format!("unknown key `{other}`: expected `types`, `paths` or `operations`"),
                    ));
                }
            };
            input.parse::<Token![=]>()?;
            let content;
            bracketed!(content in input);
            list.extend(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?);
        }
        Ok(arguments)
    }
}

fn expand(arguments: &Arguments) -> syn::Result<TokenStream> {
    let at_path = |message: String| syn::Error::new(arguments.path.span(), message);
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let path = folder.join(arguments.path.value());
    let texts = |literals: &[LitStr]| literals.iter().map(LitStr::value).collect::<Vec<_>>();
    let mut builder = edmund_build::Builder::new().schema(&path).types(texts(&arguments.types)).paths(texts(&arguments.paths));
    if !arguments.operations.is_empty() {
        builder = builder.operations(texts(&arguments.operations));
    }
    let text = builder.text().map_err(|error| at_path(error.to_string()))?;
    let items: TokenStream = text.parse().map_err(|error| at_path(format!("the generated source is no Rust: {error}")))?;
    // The compiler looks at files only if they are included: this makes it compile again when the schema changes.
    let path = path.to_string_lossy();
    let watched = path_is_file(&path).then(|| {
        quote!(
            const _: &[u8] = include_bytes!(#path);
        )
    });
    Ok(quote!(#watched #items))
}

fn path_is_file(path: &str) -> bool {
    std::path::Path::new(path).is_file()
}
