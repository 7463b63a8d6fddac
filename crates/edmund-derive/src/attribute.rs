//! `#[odata(..)]`: which keys it may have, and what they hold.

use proc_macro2::{Ident, Span};
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitInt, LitStr, Path, Token, parenthesized};

use crate::errors::Errors;
use crate::name::nearest;

/// A text and where it stands.
#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Span,
}

/// Everything that `#[odata(..)]` can say. Which of it may be said is decided by where it stands.
#[derive(Default)]
pub(crate) struct Odata {
    pub(crate) name: Option<Text>,
    pub(crate) base: Option<Text>,
    pub(crate) of: Option<Path>,
    pub(crate) key: Option<Vec<Ident>>,
    pub(crate) versions: Option<Vec<String>>,
    pub(crate) value: Option<i64>,
    /// Whether requests go on from the property: operations are bound to its type.
    pub(crate) path: Option<()>,
    /// Whether the field of a projection is a navigation property, which is expanded.
    pub(crate) expand: Option<()>,
    /// Whether only the service gives the property a value.
    pub(crate) computed: Option<()>,
    /// Whether the property keeps the value it was created with.
    pub(crate) immutable: Option<()>,
    /// Whether some queries of the type have to say that they are advanced.
    pub(crate) advanced: Option<()>,
    /// The operators that the service supports on the property.
    pub(crate) operators: Option<Vec<Ident>>,
    pub(crate) function: Option<Text>,
    pub(crate) action: Option<Text>,
    pub(crate) entity_set: Option<Text>,
    pub(crate) singleton: Option<Text>,
    /// Whether something in it was refused: then what seems to be missing may be what was misspelt.
    pub(crate) refused: bool,
}

impl Odata {
    /// Reads the `#[odata(..)]` among `attributes`. `allowed` are the keys that may stand here.
    pub(crate) fn read(attributes: &[Attribute], allowed: &[&str], errors: &mut Errors) -> Self {
        let mut odata = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("odata")) {
            let parsed = attribute.parse_nested_meta(|meta| odata.read_key(&meta, allowed));
            odata.refused |= errors.take(parsed).is_none();
        }
        odata
    }

    fn read_key(&mut self, meta: &ParseNestedMeta<'_>, allowed: &[&str]) -> syn::Result<()> {
        let Some(key) = meta.path.get_ident().map(Ident::to_string).filter(|key| allowed.contains(&key.as_str())) else {
            return Err(unknown(meta, allowed));
        };
        match key.as_str() {
            "name" => once(&mut self.name, text(meta)?, meta),
            "base" => once(&mut self.base, text(meta)?, meta),
            "of" => once(&mut self.of, meta.value()?.parse()?, meta),
            "key" => once(&mut self.key, idents(meta)?, meta),
            "versions" => once(&mut self.versions, texts(meta)?, meta),
            "path" => once(&mut self.path, (), meta),
            "expand" => once(&mut self.expand, (), meta),
            "computed" => once(&mut self.computed, (), meta),
            "immutable" => once(&mut self.immutable, (), meta),
            "advanced" => once(&mut self.advanced, (), meta),
            "operators" => once(&mut self.operators, idents(meta)?, meta),
            "value" => once(&mut self.value, number(meta)?, meta),
            "function" => once(&mut self.function, text(meta)?, meta),
            "action" => once(&mut self.action, text(meta)?, meta),
            "entity_set" => once(&mut self.entity_set, text(meta)?, meta),
            _ => once(&mut self.singleton, text(meta)?, meta),
        }
    }
}

fn once<T>(slot: &mut Option<T>, value: T, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    match slot.replace(value) {
        Some(_) => Err(meta.error("given twice")),
        None => Ok(()),
    }
}

/// Reads `= "text"`, which must not be empty: no name in a schema is.
fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<Text> {
    let literal: LitStr = meta.value()?.parse()?;
    let text = Text { value: literal.value(), span: literal.span() };
    if text.value.is_empty() { Err(syn::Error::new(text.span, "a name cannot be empty")) } else { Ok(text) }
}

fn number(meta: &ParseNestedMeta<'_>) -> syn::Result<i64> {
    let value = meta.value()?;
    let negative = value.parse::<Option<Token![-]>>()?.is_some();
    let literal: LitInt = value.parse()?;
    // With the sign in the text, so that the smallest number is in range too.
    let sign = if negative { "-" } else { "" };
    format!("{sign}{}", literal.base10_digits()).parse().map_err(|_| syn::Error::new(literal.span(), "not a 64-bit integer"))
}

/// Reads `(a, b)`.
fn idents(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<Ident>> {
    let content;
    parenthesized!(content in meta.input);
    let idents = Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, syn::ext::IdentExt::parse_any)?;
    Ok(idents.into_iter().collect())
}

/// Reads `("a", "b")`.
fn texts(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<String>> {
    let content;
    parenthesized!(content in meta.input);
    let literals = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    Ok(literals.iter().map(LitStr::value).collect())
}

fn unknown(meta: &ParseNestedMeta<'_>, allowed: &[&str]) -> syn::Error {
    let written = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    let hint = match nearest(&written, allowed) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("expected {}", list(allowed)),
    };
    meta.error(format!("unknown key `{written}`: {hint}"))
}

/// `a`, `b` or `c`.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}
