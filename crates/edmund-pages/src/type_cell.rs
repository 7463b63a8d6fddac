//! The `Type` column: many spellings, one meaning.

use edmund_model::{Origin, Primitive, is_identifier};

use crate::message::collection_item;
use crate::page::{Link, Text};

/// What a type cell names.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeName {
    /// A built-in type.
    Primitive(Primitive),
    /// A type by its name, short or with a namespace.
    Named(String),
    /// `Enumeration`: an enum whose name was lost.
    Enumeration,
    /// Text that names no type.
    Unreadable,
}

/// A type as a table cell spells it.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeSpelling {
    /// The cell's content.
    pub origin: Origin,
    /// The text as read.
    pub text: String,
    /// What it names.
    pub name: TypeName,
    /// Whether it is a collection.
    pub collection: bool,
    /// The link on it.
    pub link: Option<Link>,
    /// The usual spelling, when the cell has another one; `None` when it is fine or nothing better is known.
    pub canonical: Option<String>,
}

impl TypeSpelling {
    /// Whether a link lost its closing parenthesis: `[book](book.md`.
    pub(crate) fn is_open_link(&self) -> bool {
        self.link.is_none() && open_link(&self.text).is_some()
    }
}

/// The text of a link that begins a cell and has no end.
fn open_link(text: &str) -> Option<&str> {
    let (text, target) = text.strip_prefix('[')?.split_once("](")?;
    (!target.contains([' ', ')'])).then_some(text)
}

/// Reads a type cell; `raw` is its source text. `None` for an empty cell.
pub(crate) fn read(cell: &Text, raw: &str) -> Option<TypeSpelling> {
    let text = cell.plain.trim();
    if text.is_empty() || text == "-" {
        return None;
    }
    let (mut item, mut collection) = without_collection(text);
    while let (rest, true) = without_collection(item) {
        (item, collection) = (rest, true);
    }
    let item = open_link(item).filter(|_| cell.links.is_empty()).unwrap_or(item);
    let item = item.trim().trim_end_matches('.').trim_matches(['[', ']', '*', '`']).trim();
    let (name, exact) = name(item);
    let link = cell.links.first().cloned();
    let name = match (name, &link) {
        // A link with several words: its target names the type better than its text does.
        (TypeName::Unreadable, Some(link)) => file_stem(&link.target.value).map_or(TypeName::Unreadable, TypeName::Named),
        (name, _) => name,
    };
    let canonical = canonical(&name, collection, exact, text, raw, link.is_some());
    Some(TypeSpelling { origin: cell.origin, text: text.to_owned(), name, collection, link, canonical })
}

fn canonical(name: &TypeName, collection: bool, exact: bool, text: &str, raw: &str, linked: bool) -> Option<String> {
    let TypeName::Primitive(primitive) = name else { return None };
    let wanted = format!("{}{}", primitive.name(), if collection { " collection" } else { "" });
    let fine =
        linked || (exact && text == wanted && raw == wanted) || text == "Json" || *primitive == Primitive::Untyped && exact;
    // A remark behind the type is information, not a spelling.
    let remark = text.contains(['(', ',']) && !text.to_ascii_lowercase().starts_with("collection(");
    let unusual = !(fine || remark && exact);
    unusual.then_some(wanted)
}

/// Takes the words for a collection away.
fn without_collection(text: &str) -> (&str, bool) {
    // `x (collection)`, and a remark behind `x collection`.
    if let Some((item, remark)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        let item = item.trim_end();
        if remark.eq_ignore_ascii_case("collection") {
            return (item, true);
        }
        if item.to_ascii_lowercase().ends_with(" collection") {
            return without_collection(item);
        }
    }
    if let Some(item) = collection_item(text) {
        return (item, true);
    }
    let lower = text.to_ascii_lowercase();
    if lower.len() != text.len() {
        return (text, false);
    }
    for prefix in ["collection of ", "a collection of ", "list of ", "array of "] {
        if lower.starts_with(prefix) {
            let rest = &text[prefix.len()..];
            return (rest.strip_suffix(" objects").unwrap_or(rest), true);
        }
    }
    for suffix in [" collection object", " collections", " collection.", " collection", "collection", "[]", " array", " list"] {
        // Without a blank only behind a closing bracket: `[x][]collection`, never `siteCollection`. `[x][]` is a reference link.
        let is_word = match suffix {
            "collection" => lower.ends_with("]collection"),
            "[]" => !lower.ends_with("][]"),
            _ => true,
        };
        if lower.ends_with(suffix) && is_word && lower.len() > suffix.len() {
            return (&text[..text.len() - suffix.len()], true);
        }
    }
    (text, false)
}

/// What a text names, and whether a primitive is spelt exactly.
fn name(item: &str) -> (TypeName, bool) {
    if let Some(primitive) = Primitive::from_name(item) {
        return (TypeName::Primitive(primitive), true);
    }
    if item.eq_ignore_ascii_case("enumeration") || item.eq_ignore_ascii_case("enum") {
        return (TypeName::Enumeration, false);
    }
    let bare = item.strip_prefix("Edm.").or_else(|| item.strip_prefix("edm.")).unwrap_or(item);
    if let Some(primitive) = primitive(bare) {
        return (TypeName::Primitive(primitive), false);
    }
    let item = item.strip_suffix(" resource").or_else(|| item.strip_suffix(" object")).unwrap_or(item).trim_start_matches('#');
    if is_type_name(item) {
        return (TypeName::Named(item.to_owned()), true);
    }
    // `string/number` and `string or number`: a value of either.
    let parts = item.replace(" or ", "/").replace(" | ", "/");
    if parts.contains('/') && parts.split('/').all(|part| primitive(part.trim()).is_some()) {
        return (TypeName::Primitive(Primitive::Untyped), true);
    }
    let head = item.split([' ', ',', '(', '<']).next().unwrap_or("");
    match Primitive::from_name(head) {
        Some(primitive) => (TypeName::Primitive(primitive), true),
        None => match primitive(head) {
            Some(primitive) => (TypeName::Primitive(primitive), false),
            None if item.to_ascii_lowercase().contains("json") => (TypeName::Primitive(Primitive::Untyped), true),
            // Two types in one cell: the first one, so that a reader gets something.
            None if is_type_name(head) && item.contains(" or ") => (TypeName::Named(head.to_owned()), true),
            None => (TypeName::Unreadable, false),
        },
    }
}

/// A primitive in any case, or one of the words people use instead.
pub(crate) fn primitive(word: &str) -> Option<Primitive> {
    let found = Primitive::ALL.iter().copied().find(|primitive| primitive.name().eq_ignore_ascii_case(word));
    found.or_else(|| {
        let lower = word.to_ascii_lowercase();
        Some(match lower.as_str() {
            "int" | "integer" => Primitive::Int32,
            "long" => Primitive::Int64,
            "bool" => Primitive::Boolean,
            "datetime" | "timestamp" | "datetimeoffest" => Primitive::DateTimeOffset,
            "url" | "uri" | "text" | "email" | "strings" => Primitive::String,
            "float" | "number" | "numeric" => Primitive::Double,
            "uuid" => Primitive::Guid,
            "json" | "object" | "any" => Primitive::Untyped,
            "bytes" => Primitive::Binary,
            _ => return None,
        })
    })
}

fn is_type_name(text: &str) -> bool {
    !text.is_empty() && text.split('.').all(is_identifier)
}

/// The file name of a link's target, without its extension.
fn file_stem(target: &str) -> Option<String> {
    let path = target.split(['#', '?']).next()?;
    let stem = path.rsplit(['/', '\\']).next()?.strip_suffix(".md")?;
    let stem = stem.rsplit('-').next()?;
    is_type_name(stem).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(cells: &[&str], expected: Expect) {
        let lines: Vec<_> = cells
            .iter()
            .map(|cell| {
                let text = Text { plain: cell.trim_matches('`').to_owned(), ..Text::default() };
                match read(&text, cell) {
                    None => format!("{cell} -> none"),
                    Some(ty) => format!("{cell} -> {:?} collection={} canonical={:?}", ty.name, ty.collection, ty.canonical),
                }
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn spellings() {
        check(
            &[
                "String",
                "string",
                "String collection",
                "Collection(Edm.String)",
                "`Edm.Int32`",
                "collection of driveItem",
                "microsoft.graph.callRecords.session collection",
                "Enumeration collection",
                "String (identifier)",
                "string, maximum size 20",
                "datetime",
                "Json",
                "[x][]",
                "workflow or task",
                "string/number",
                "String or Int32",
                "String collection (deprecated)",
                "[x][] (collection)",
                "[x](x.md",
                "Collection (String)",
                "** Unknown Type **",
                "",
            ],
            expect![[r#"
                String -> Primitive(String) collection=false canonical=None
                string -> Primitive(String) collection=false canonical=Some("String")
                String collection -> Primitive(String) collection=true canonical=None
                Collection(Edm.String) -> Primitive(String) collection=true canonical=Some("String collection")
                `Edm.Int32` -> Primitive(Int32) collection=false canonical=Some("Int32")
                collection of driveItem -> Named("driveItem") collection=true canonical=None
                microsoft.graph.callRecords.session collection -> Named("microsoft.graph.callRecords.session") collection=true canonical=None
                Enumeration collection -> Enumeration collection=true canonical=None
                String (identifier) -> Primitive(String) collection=false canonical=None
                string, maximum size 20 -> Primitive(String) collection=false canonical=Some("String")
                datetime -> Primitive(DateTimeOffset) collection=false canonical=Some("DateTimeOffset")
                Json -> Primitive(Untyped) collection=false canonical=None
                [x][] -> Named("x") collection=false canonical=None
                workflow or task -> Named("workflow") collection=false canonical=None
                string/number -> Primitive(Untyped) collection=false canonical=None
                String or Int32 -> Primitive(Untyped) collection=false canonical=None
                String collection (deprecated) -> Primitive(String) collection=true canonical=None
                [x][] (collection) -> Named("x") collection=true canonical=None
                [x](x.md -> Named("x") collection=false canonical=None
                Collection (String) -> Primitive(String) collection=true canonical=None
                ** Unknown Type ** -> Unreadable collection=false canonical=None
                 -> none"#]],
        );
    }
}
