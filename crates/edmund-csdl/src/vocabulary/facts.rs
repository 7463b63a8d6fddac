//! The facts about the OASIS vocabularies, from the table beside this file.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use edmund_model::{
    Docs, Enum, Facets, Member, Model, Origin, Primitive, Property, QualifiedName, Schema, Struct, StructId, StructKind, Term,
    Type, TypeDefinition, TypeRef,
};

static TABLE: &str = include_str!("facts.txt");
static OASIS: LazyLock<Oasis> = LazyLock::new(|| read(TABLE));

/// The terms and types of the OASIS vocabularies.
pub(crate) struct Oasis {
    pub(crate) model: Model,
    terms: HashMap<QualifiedName, usize>,
    namespaces: HashSet<String>,
}

impl Oasis {
    pub(crate) fn term(&self, name: &QualifiedName) -> Option<&Term> {
        self.model.terms.get(*self.terms.get(name)?)
    }

    pub(crate) fn has_namespace(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace)
    }
}

/// What is known about them; read once.
pub(crate) fn oasis() -> &'static Oasis {
    &OASIS
}

/// A line of the table with the namespace it stands in.
struct Line<'t> {
    namespace: &'t str,
    words: Vec<&'t str>,
}

impl<'t> Line<'t> {
    fn word(&self, at: usize) -> &'t str {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// The words behind a mark, up to the next mark.
    fn behind(&self, mark: &str) -> impl Iterator<Item = &'t str> {
        let words = self.words.iter().copied().skip_while(move |word| *word != mark).skip(1);
        words.take_while(|word| ![":", "=", "on"].contains(word))
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().skip(2).any(|other| *other == word)
    }
}

fn read(table: &str) -> Oasis {
    let mut builder = Builder { aliases: HashMap::new(), model: Model::default() };
    let lines = builder.lines(table);
    let structs = builder.declare(&lines);
    builder.fill(&lines, &structs);
    let terms = builder.model.terms.iter().enumerate().map(|(at, term)| (term.name.clone(), at)).collect();
    let namespaces = builder.model.schemas.iter().map(|schema| schema.namespace.clone()).collect();
    Oasis { model: builder.model, terms, namespaces }
}

struct Builder<'t> {
    aliases: HashMap<&'t str, &'t str>,
    model: Model,
}

impl<'t> Builder<'t> {
    fn lines(&mut self, table: &'t str) -> Vec<Line<'t>> {
        let mut namespace = "";
        let mut lines = Vec::new();
        for text in table.lines().filter(|text| !text.starts_with('#') && !text.trim().is_empty()) {
            let mut words: Vec<&str> = text.split_whitespace().collect();
            if words[0] == "namespace" {
                namespace = words[1];
                if self.aliases.insert(words[2], namespace).is_some() {
                    continue;
                }
                let (namespace, alias) = (namespace.to_owned(), Some(words[2].to_owned()));
                self.model.schemas.push(Schema { namespace, alias, annotations: Vec::new(), origin: Origin::default() });
                continue;
            }
            if text.starts_with(' ') {
                words.insert(0, "property");
            }
            lines.push(Line { namespace, words });
        }
        lines
    }

    fn declare(&mut self, lines: &[Line<'t>]) -> Vec<StructId> {
        let mut structs = Vec::new();
        for line in lines {
            let name = QualifiedName::new(line.namespace, line.word(1));
            match line.word(0) {
                "record" => structs.push(self.model.add_struct(record(name, line))),
                "enum" | "flags" => drop(self.model.add_enum(enumeration(name, line))),
                "type" => {
                    let underlying = line.word(2).strip_prefix("Edm.").and_then(Primitive::from_name);
                    self.model.add_definition(TypeDefinition {
                        name,
                        underlying: underlying.unwrap_or(Primitive::String),
                        facets: Facets::default(),
                        annotations: Vec::new(),
                        docs: Docs::default(),
                        origin: Origin::default(),
                    });
                }
                _ => {}
            }
        }
        structs
    }

    fn fill(&mut self, lines: &[Line<'t>], structs: &[StructId]) {
        let mut structs = structs.iter().copied();
        let mut current = None;
        for line in lines {
            match line.word(0) {
                "record" => {
                    current = structs.next();
                    let base = line.behind(":").next().map(|base| self.ty(line.namespace, base).ty);
                    if let (Some(id), Some(Type::Struct(base))) = (current, base) {
                        self.model.structs[id.index()].base = Some(base);
                    }
                }
                "more" => match self.model.find(&QualifiedName::new(line.namespace, line.word(1))) {
                    Some(Type::Struct(id)) => current = Some(id),
                    _ => current = None,
                },
                "property" => {
                    let property = Property {
                        name: line.word(1).to_owned(),
                        ty: self.ty(line.namespace, line.word(2)),
                        default: None,
                        annotations: Vec::new(),
                        docs: Docs::default(),
                        origin: Origin::default(),
                    };
                    if let Some(id) = current {
                        self.model.structs[id.index()].properties.push(property);
                    }
                }
                "term" => {
                    let term = self.term(line);
                    self.model.terms.push(term);
                }
                _ => {}
            }
        }
    }

    fn term(&self, line: &Line<'_>) -> Term {
        Term {
            name: QualifiedName::new(line.namespace, line.word(1)),
            ty: self.ty(line.namespace, line.word(2)),
            base: line.behind(":").next().map(|base| self.qualified(line.namespace, base).to_string()),
            applies_to: line.behind("on").map(str::to_owned).collect(),
            default: line.behind("=").next().map(str::to_owned),
            annotations: Vec::new(),
            origin: Origin::default(),
        }
    }

    fn ty(&self, namespace: &str, text: &str) -> TypeRef {
        let nullable = text.ends_with('?');
        let (item, collection) = crate::lower::item_type(text.trim_end_matches('?'));
        let ty = match item.strip_prefix("Edm.") {
            Some(name) => Primitive::from_name(name).map(Type::Primitive),
            None => self.model.find(&self.qualified(namespace, item)),
        };
        TypeRef { ty: ty.unwrap_or(Type::Unknown), collection, nullable, facets: None }
    }

    fn qualified(&self, namespace: &str, text: &str) -> QualifiedName {
        match text.rsplit_once('.') {
            Some((prefix, name)) => QualifiedName::new(self.aliases.get(prefix).copied().unwrap_or(prefix), name),
            None => QualifiedName::new(namespace, text),
        }
    }
}

fn record(name: QualifiedName, line: &Line<'_>) -> Struct {
    Struct {
        name,
        kind: StructKind::Complex,
        base: None,
        is_abstract: line.has("abstract"),
        open: line.has("open"),
        has_stream: false,
        key: Vec::new(),
        properties: Vec::new(),
        navigations: Vec::new(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    }
}

fn enumeration(name: QualifiedName, line: &Line<'_>) -> Enum {
    let member = |(name, value): (&str, &str)| Member {
        name: name.to_owned(),
        value: value.parse().unwrap_or_default(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    };
    Enum {
        name,
        underlying: Primitive::Int32,
        is_flags: line.word(0) == "flags",
        members: line.words.iter().filter_map(|word| word.split_once('=')).map(member).collect(),
        annotations: Vec::new(),
        docs: Docs::default(),
        origin: Origin::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_of_the_table_are_known() {
        let model = &oasis().model;
        let properties =
            model.structs.iter().flat_map(|item| item.properties.iter().map(move |property| (&item.name, &property.ty)));
        let terms = model.terms.iter().map(|term| (&term.name, &term.ty));
        for (name, ty) in properties.chain(terms) {
            assert_ne!(ty.ty, Type::Unknown, "{name}");
        }
        let description = oasis().term(&QualifiedName::new("Org.OData.Core.V1", "Description")).expect("Core has it");
        assert_eq!(model.type_name(description.ty.ty), "Edm.String");
        assert_eq!(model.terms.len(), TABLE.lines().filter(|line| line.starts_with("term ")).count());
        let bases = TABLE.lines().filter(|line| line.starts_with("record ") && line.contains(" : ")).count();
        assert_eq!(model.structs.iter().filter(|item| item.base.is_some()).count(), bases);
    }
}
