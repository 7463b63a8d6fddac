//! Type names in annotations and bodies: the types exist.

use std::collections::{BTreeSet, HashMap, HashSet};

use edmund_model::{Finding, Origin, QualifiedName};

use super::Context;
use crate::catalog::{Catalog, Known};
use crate::json::Value;
use crate::page::Page;

/// Objects inside objects are followed this far; examples are not deeper.
const MAX_DEPTH: usize = 16;

/// A namespace of which the model has so many types is there as a whole.
const MANY: usize = 100;

/// Without that, so many types that are mentioned must be known, and nine of ten, before one that is not is a mistake: most sets of pages are
/// a part of a larger one.
const SOME: usize = 10;

/// A type name that a page mentions.
struct Mention {
    name: QualifiedName,
    origin: Origin,
    code: &'static str,
}

/// A namespace in lower case, and whether it is that of pages about a preview.
type Set = (String, bool);

fn set(name: &QualifiedName, version: Option<&str>) -> Set {
    (name.namespace.to_lowercase(), is_preview(version))
}

fn is_preview(version: Option<&str>) -> bool {
    version == Some("beta")
}

/// All type names that pages mention, by version.
#[derive(Debug, Default)]
pub(crate) struct Mentions(HashMap<Option<&'static str>, HashSet<QualifiedName>>);

/// The namespaces whose types are all known, or nearly.
pub(crate) type Complete = BTreeSet<Set>;

impl Mentions {
    pub(crate) fn add(&mut self, page: &Page) {
        let names = self.0.entry(page.version()).or_default();
        mentions(page, &mut |mention| {
            if !names.contains(&mention.name) {
                names.insert(mention.name);
            }
        });
    }

    /// The namespaces of which enough is known to say that a name is a mistake.
    pub(super) fn complete(&self, catalog: &Catalog<'_>) -> Complete {
        let mut namespaces: HashMap<Set, [BTreeSet<String>; 2]> = HashMap::new();
        for (version, names) in &self.0 {
            for name in names {
                let [unknown, named] = namespaces.entry(set(name, *version)).or_default();
                match catalog.named(name) {
                    None if catalog.is_other(name) => {}
                    None => drop(unknown.insert(name.name.to_lowercase())),
                    // The metadata is that of the released version: what it has of a preview says little about the rest.
                    Some(Known::Struct(_) | Known::ModelEnum(_) | Known::Definition(_)) if is_preview(*version) => {}
                    Some(_) => drop(named.insert(name.name.to_lowercase())),
                }
            }
        }
        let declared = |namespace: &str| {
            catalog.metadata().filter(|name| name.namespace.eq_ignore_ascii_case(namespace)).take(MANY).count() == MANY
        };
        let is_complete = |(namespace, preview): &Set, [unknown, known]: &[BTreeSet<String>; 2]| {
            known.len() >= SOME && unknown.len() * 10 <= known.len() || !preview && declared(namespace)
        };
        namespaces.into_iter().filter(|(set, names)| is_complete(set, names)).map(|(set, _)| set).collect()
    }
}

/// GD140: the type of an annotation exists. GD310: the type that an object in an example says it has exists.
pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let complete = &context.checker.complete;
    if complete.is_empty() {
        return;
    }
    let version = page.version();
    let mut missing = Vec::new();
    mentions(page, &mut |mention| {
        let is_known = || context.catalog.named(&mention.name).is_some() || context.catalog.is_other(&mention.name);
        if complete.contains(&set(&mention.name, version)) && !is_known() {
            missing.push(unknown(context, &mention));
        }
    });
    context.findings.extend(missing);
}

fn unknown(context: &Context<'_>, mention: &Mention) -> Finding {
    let what = if mention.code == "GD140" { "annotation names" } else { "object says it is" };
    let finding =
        Finding::error(mention.code, mention.origin, format!("{what} `{}`, which no page and no metadata defines", mention.name));
    let names: Vec<String> =
        context.catalog.names().filter(|name| name.namespace == mention.name.namespace).map(ToString::to_string).collect();
    match edmund_model::nearest(&mention.name.to_string(), names.iter().map(String::as_str)) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding.with_help("name a type that exists, or describe this one"),
    }
}

fn mentions(page: &Page, found: &mut dyn FnMut(Mention)) {
    for message in page.messages.iter().filter(|message| message.example) {
        if let Some(ty) = message.annotation.as_ref().and_then(|annotation| annotation.odata_type())
            && let Some(name) = name(&ty.value)
        {
            found(Mention { name, origin: ty.origin, code: "GD140" });
        }
        if let Some(json) = message.body.as_ref().and_then(|body| body.json.as_ref()) {
            objects(json, 0, found);
        }
    }
}

fn objects(value: &Value, depth: usize, found: &mut dyn FnMut(Mention)) {
    if depth > MAX_DEPTH {
        return;
    }
    if let Some((ty, text)) = value.get("@odata.type").and_then(|ty| Some((ty, ty.as_str()?)))
        && let Some(name) = name(text)
    {
        found(Mention { name, origin: ty.origin, code: "GD310" });
    }
    for member in value.members() {
        objects(&member.value, depth + 1, found);
    }
    for item in value.items().unwrap_or_default() {
        objects(item, depth + 1, found);
    }
}

/// The full name of a type that is defined somewhere: not of a built-in one, nor a placeholder.
fn name(text: &str) -> Option<QualifiedName> {
    let text = text.rsplit('#').next().unwrap_or(text).trim();
    let text = text.strip_prefix("Collection(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(text);
    let name = QualifiedName::parse(text)?;
    // Nothing is no type: some annotations say so.
    let is_type = !name.name.eq_ignore_ascii_case("none")
        && !name.namespace.eq_ignore_ascii_case("edm")
        && !name.namespace.eq_ignore_ascii_case("graph");
    (is_type && edmund_model::is_identifier(&name.name)).then_some(name)
}
