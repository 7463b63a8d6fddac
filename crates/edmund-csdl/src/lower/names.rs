//! Names: aliases, qualified names and the types they mean.

use std::collections::{HashMap, HashSet};

use edmund_model::{Facets, Finding, Origin, Primitive, QualifiedName, Type, TypeRef, nearest};

use super::Lowering;
use crate::{Document, Element, Format};

/// How many unresolved names are worth the search for what was meant.
const SEARCHES: usize = 40;

/// What names mean inside one document.
pub(crate) struct Scope<'a> {
    pub(crate) document: &'a Document,
    aliases: HashMap<&'a str, &'a str>,
    included: HashSet<&'a str>,
    /// The elements by their first byte, where their order in the text is not that of the tree.
    starts: HashMap<u32, &'a Element>,
}

impl<'a> Scope<'a> {
    /// Collects the aliases of the document's own schemas and of those it includes. Of two equal aliases the first counts.
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut scope = Scope { document, aliases: HashMap::new(), included: HashSet::new(), starts: HashMap::new() };
        let includes = document.references.iter().flat_map(|reference| reference.all("Include"));
        for element in document.schemas.iter().chain(includes) {
            let namespace = element.get("Namespace").unwrap_or_default();
            if let Some(alias) = element.get("Alias") {
                scope.aliases.entry(alias).or_insert(namespace);
            }
            if element.name == "Include" {
                scope.included.insert(namespace);
            }
        }
        if document.format == Format::Json {
            scope.starts = document.elements().map(|element| (element.origin.start, element)).collect();
        }
        scope
    }

    /// The element whose origin begins where `origin` begins.
    pub(crate) fn element_at(&self, origin: Origin) -> Option<&'a Element> {
        if origin.file != self.document.file {
            return None;
        }
        if self.document.format == Format::Json {
            return self.starts.get(&origin.start).copied();
        }
        let mut candidates = self.document.schemas.as_slice();
        loop {
            let after = candidates.partition_point(|element| element.origin.start <= origin.start);
            let element = candidates.get(after.checked_sub(1)?)?;
            if element.origin.start == origin.start {
                return Some(element);
            }
            candidates = &element.children;
        }
    }

    /// The namespace that a prefix means.
    pub(crate) fn namespace<'s>(&'s self, prefix: &'s str) -> &'s str {
        self.aliases.get(prefix).copied().unwrap_or(prefix)
    }

    /// Whether a reference of the document promises the namespace.
    pub(crate) fn includes(&self, namespace: &str) -> bool {
        self.included.contains(namespace)
    }

    /// A qualified name with its real namespace.
    pub(crate) fn qualified(&self, text: &str) -> Option<QualifiedName> {
        let (prefix, name) = text.rsplit_once('.')?;
        (!prefix.is_empty() && !name.is_empty()).then(|| QualifiedName::new(self.namespace(prefix), name))
    }

    /// A path, signature or list of names with every alias replaced by its namespace. Quoted text stays.
    pub(crate) fn expand(&self, text: &str) -> String {
        if self.aliases.is_empty() || !text.contains('.') {
            return text.to_owned();
        }
        let mut expanded = String::with_capacity(text.len());
        for (index, part) in text.split('\'').enumerate() {
            if index > 0 {
                expanded.push('\'');
            }
            match index % 2 {
                0 => self.expand_part(part, &mut expanded),
                _ => expanded.push_str(part),
            }
        }
        expanded
    }

    fn expand_part(&self, part: &str, expanded: &mut String) {
        let mut rest = part;
        while !rest.is_empty() {
            let end = rest.find(|c: char| "/@#(), =;".contains(c)).unwrap_or(rest.len());
            let (token, tail) = rest.split_at(end);
            match token.rsplit_once('.').and_then(|(prefix, name)| Some((self.aliases.get(prefix)?, name))) {
                Some((namespace, name)) => expanded.extend([namespace, ".", name]),
                None => expanded.push_str(token),
            }
            let delimiter = tail.chars().next().map_or(0, char::len_utf8);
            expanded.push_str(&tail[..delimiter]);
            rest = &tail[delimiter..];
        }
    }
}

/// What is inside `Collection(...)`, and whether there was one.
pub(crate) fn item_type(text: &str) -> (&str, bool) {
    match text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        Some(item) => (item, true),
        None => (text, false),
    }
}

impl Lowering<'_> {
    /// The type that an element's attribute names, with nullability and facets.
    pub(super) fn type_ref(&mut self, scope: &Scope<'_>, element: &Element) -> TypeRef {
        let Some(attribute) = element.attribute("Type") else {
            let facets = boxed(facets(element));
            return TypeRef { ty: Type::Unknown, collection: false, nullable: element.flag("Nullable", true), facets };
        };
        let (item, collection) = item_type(&attribute.value);
        // A collection that says nothing promises nothing about its items (CSDL XML 4.01, section 7.2.1); no more may be assumed of it
        // than of one whose items are never null.
        let nullable = element.flag("Nullable", !collection);
        if item_type(item).1 {
            let message = format!("`{}` is a collection of collections, which OData does not have", attribute.value);
            let finding = Finding::error("nested-collection", attribute.origin, message);
            self.findings.push(finding.with_help("wrap the inner collection in a complex type"));
            return TypeRef { ty: Type::Unknown, collection, nullable, facets: boxed(facets(element)) };
        }
        let ty = self.named_type(scope, item, inside(attribute.origin, &attribute.value, item));
        let primitive = if let Type::Primitive(primitive) = ty { Some(primitive) } else { None };
        TypeRef { ty, collection, nullable, facets: boxed(settled(facets(element), primitive)) }
    }

    /// The type of a name; [`Type::Unknown`] and a finding when there is none.
    pub(super) fn named_type(&mut self, scope: &Scope<'_>, name: &str, origin: Origin) -> Type {
        let Some((prefix, simple)) = name.rsplit_once('.') else {
            return self.unqualified(scope, name, origin);
        };
        let namespace = scope.namespace(prefix);
        if namespace == "Edm" {
            return self.primitive(simple, origin);
        }
        match self.model.find(&QualifiedName::new(namespace, simple)) {
            Some(ty) => ty,
            None => {
                if self.namespaces.contains_key(namespace) || !scope.includes(namespace) {
                    let finding = self.unresolved("unresolved-type", scope, name, origin);
                    self.findings.push(finding);
                }
                Type::Unknown
            }
        }
    }

    fn primitive(&mut self, name: &str, origin: Origin) -> Type {
        if let Some(primitive) = Primitive::from_name(name) {
            return Type::Primitive(primitive);
        }
        let finding = Finding::error("unknown-primitive-type", origin, format!("there is no type `Edm.{name}`"));
        self.findings.push(match nearest(name, Primitive::ALL.iter().map(|primitive| primitive.name())) {
            Some(near) => suggest(finding, origin, &format!("Edm.{near}")),
            None => finding.with_help("use one of the primitive types of OData, such as `Edm.String`"),
        });
        Type::Unknown
    }

    /// A name without namespace: what is meant is clear when it is a primitive type, or a type of exactly one namespace.
    fn unqualified(&mut self, scope: &Scope<'_>, name: &str, origin: Origin) -> Type {
        let meant = Primitive::from_name(name).map(Type::Primitive).or_else(|| {
            let namespaces = scope.document.schemas.iter().filter_map(|schema| schema.get("Namespace"));
            namespaces.map(|namespace| QualifiedName::new(namespace, name)).find_map(|name| self.model.find(&name))
        });
        let finding = Finding::error("unqualified-type-name", origin, format!("the type name `{name}` has no namespace"));
        self.findings.push(match meant {
            Some(ty) => suggest(finding, origin, &self.model.type_name(ty)),
            None => finding.with_help("write the namespace or its alias in front of it, with a dot"),
        });
        meant.unwrap_or(Type::Unknown)
    }

    /// A finding for a qualified name that leads nowhere, with the name that was probably meant.
    pub(super) fn unresolved(&mut self, code: &'static str, scope: &Scope<'_>, name: &str, origin: Origin) -> Finding {
        let (prefix, simple) = name.rsplit_once('.').unwrap_or(("", name));
        let namespace = scope.namespace(prefix).to_owned();
        let known = self.namespaces.contains_key(namespace.as_str());
        let message = match known {
            true => format!("there is no `{simple}` in the namespace `{namespace}`"),
            false => format!("the namespace `{prefix}` of `{name}` is neither declared nor included"),
        };
        let finding = Finding::error(code, origin, message);
        self.searched += 1;
        if self.searched > SEARCHES {
            return finding;
        }
        match self.similar(scope, &namespace, simple) {
            Some(similar) => suggest(finding, origin, &similar),
            None if known => finding,
            None => finding.with_help(format!(
                "declare it, or include it: <edmx:Reference Uri=\"…\"><edmx:Include Namespace=\"{prefix}\" />"
            )),
        }
    }

    /// The declared name that is most like one that is not: the same in another namespace, else one that differs by few letters.
    fn similar(&self, scope: &Scope<'_>, namespace: &str, simple: &str) -> Option<String> {
        let elsewhere = self.model.type_names().filter(|name| name.name == simple).min();
        if let Some(name) = elsewhere {
            return Some(name.to_string());
        }
        let prefixes = self.namespaces.keys().copied().chain(scope.aliases.keys().copied());
        let namespace = match self.namespaces.contains_key(namespace) {
            true => namespace,
            false => scope.namespace(nearest(namespace, prefixes)?),
        };
        let names = self.model.type_names().filter(|name| name.namespace == namespace).map(|name| name.name.as_str());
        nearest(simple, names).map(|near| format!("{namespace}.{near}"))
    }
}

fn suggest(finding: Finding, origin: Origin, name: &str) -> Finding {
    finding.with_help(format!("did you mean `{name}`?")).with_fix(format!("write `{name}`"), origin, name)
}

/// The place of a part of a value, when the value is written without escapes.
pub(super) fn inside(origin: Origin, value: &str, part: &str) -> Origin {
    let length = (origin.end - origin.start) as usize;
    match value.find(part) {
        Some(offset) if length == value.len() => {
            let start = origin.start as usize + offset;
            Origin::new(origin.file, start, start + part.len())
        }
        _ => origin,
    }
}

/// The facets of an element, as written.
pub(super) fn facets(element: &Element) -> Facets {
    let text = |name| element.get(name).map(str::to_owned);
    Facets {
        max_length: text("MaxLength"),
        precision: text("Precision"),
        scale: text("Scale"),
        srid: text("SRID"),
        unicode: element.attribute("Unicode").map(|_| element.flag("Unicode", true)),
    }
}

/// Facets of a primitive type without those that say what is so without them. Texts of the two forms differ in what they leave out: XML has
/// the word `max` and takes a scale and a precision of 0 for granted; JSON writes both.
pub(super) fn settled(mut facets: Facets, primitive: Option<Primitive>) -> Facets {
    use Primitive::{Binary, DateTimeOffset, Decimal, Duration, Stream, String, TimeOfDay};
    let is =
        |facet: &Option<std::string::String>, text: &str| facet.as_deref().is_some_and(|facet| facet.eq_ignore_ascii_case(text));
    match primitive {
        Some(String | Binary | Stream) if is(&facets.max_length, "max") => facets.max_length = None,
        Some(Decimal) if is(&facets.scale, "0") => facets.scale = None,
        Some(DateTimeOffset | Duration | TimeOfDay) if is(&facets.precision, "0") => facets.precision = None,
        _ => {}
    }
    if primitive == Some(String) && facets.unicode == Some(true) {
        facets.unicode = None;
    }
    facets
}

fn boxed(facets: Facets) -> Option<Box<Facets>> {
    (facets != Facets::default()).then(|| Box::new(facets))
}
