//! Types: which are new, gone or renamed, and what changed in an entity or complex type itself.

use std::collections::HashMap;

use super::comparison::{Comparison, Origins, Place};
use super::pairs::Pairs;
use super::{ChangeKind, comparison};
use crate::{Enum, KeyPart, Model, Origin, QualifiedName, Struct, StructId, StructKind, Type, TypeDefinition};

/// A declared type of any kind.
#[derive(Clone, Copy)]
enum Declared<'a> {
    Struct(StructId, &'a Struct),
    Enum(Type, &'a Enum),
    Definition(Type, &'a TypeDefinition),
}

impl<'a> Declared<'a> {
    fn id(self) -> Type {
        match self {
            Declared::Struct(id, _) => Type::Struct(id),
            Declared::Enum(id, _) | Declared::Definition(id, _) => id,
        }
    }

    fn name(self) -> &'a QualifiedName {
        match self {
            Declared::Struct(_, item) => &item.name,
            Declared::Enum(_, item) => &item.name,
            Declared::Definition(_, item) => &item.name,
        }
    }

    fn origin(self) -> Origin {
        match self {
            Declared::Struct(_, item) => item.origin,
            Declared::Enum(_, item) => item.origin,
            Declared::Definition(_, item) => item.origin,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Declared::Struct(_, item) if item.kind == StructKind::Entity => "entity type",
            Declared::Struct(..) => "complex type",
            Declared::Enum(..) => "enumeration type",
            Declared::Definition(..) => "type definition",
        }
    }

    /// What two types must share to be taken for one under two names: the kind and the names of all members.
    fn shape(self) -> Option<(&'static str, Vec<&'a str>)> {
        let mut names: Vec<&str> = match self {
            Declared::Struct(_, item) => {
                let properties = item.properties.iter().map(|property| property.name.as_str());
                properties.chain(item.navigations.iter().map(|navigation| navigation.name.as_str())).collect()
            }
            Declared::Enum(_, item) => item.members.iter().map(|member| member.name.as_str()).collect(),
            Declared::Definition(..) => return None,
        };
        names.sort_unstable();
        // Types with nothing or one thing in them look alike without being the same.
        (names.len() > 1).then(|| (self.kind(), names))
    }
}

fn declared(model: &Model) -> Vec<Declared<'_>> {
    let structs = model.struct_ids().map(|id| Declared::Struct(id, model.structure(id)));
    let enums = (0..).map(|index| Type::Enum(crate::EnumId(index))).zip(&model.enums).map(|(id, item)| Declared::Enum(id, item));
    let ids = (0..).map(|index| Type::Definition(crate::DefinitionId(index)));
    let definitions = ids.zip(&model.definitions).map(|(id, item)| Declared::Definition(id, item));
    structs.chain(enums).chain(definitions).collect()
}

impl<'a> Comparison<'a> {
    /// All declared types and their members.
    pub(super) fn types(&mut self) {
        let (old, new) = (declared(self.old), declared(self.new));
        let pairs = Pairs::new(&old, &new, |item| item.name().to_string());
        // All counterparts first: members refer to types that come later.
        for (old, new) in pairs.both() {
            self.identify(old.id(), new.id());
        }
        for (old, new) in &pairs.recased {
            let message = format!("the type is now called `{}`", new.name());
            self.record(ChangeKind::TypeCasing, &Place::top(old.name()), Origins::both(old.origin(), new.origin()), message);
        }
        for (old, new) in pairs.both() {
            self.declared(*old, *new);
        }
        self.lone_types(&pairs);
    }

    fn lone_types(&mut self, pairs: &Pairs<'_, Declared<'a>>) {
        let mut shapes: HashMap<_, &Declared<'a>> = HashMap::new();
        for item in pairs.added.iter().copied() {
            if let Some(shape) = item.shape() {
                shapes.entry(shape).or_insert(item);
            }
            let message = format!("the {} is new", item.kind());
            self.record(ChangeKind::TypeAdded, &Place::top(item.name()), Origins::new(item.origin()), message);
        }
        for item in pairs.removed.iter().copied() {
            let renamed = item.shape().and_then(|shape| shapes.get(&shape));
            let hint = renamed.map(|new| format!("; `{}` is new and has the same members", new.name())).unwrap_or_default();
            let message = format!("the {} is gone{hint}", item.kind());
            self.record(ChangeKind::TypeRemoved, &Place::top(item.name()), Origins::old(item.origin()), message);
        }
    }

    fn declared(&mut self, old: Declared<'a>, new: Declared<'a>) {
        let place = Place::top(old.name());
        if old.kind() != new.kind() {
            let message = format!("was an {} and is now an {}", old.kind(), new.kind())
                .replace("an complex", "a complex")
                .replace("an type", "a type");
            self.record(ChangeKind::TypeKind, &place, Origins::both(old.origin(), new.origin()), message);
        }
        match (old, new) {
            (Declared::Struct(old_id, _), Declared::Struct(new_id, _)) => self.structure(&place, old_id, new_id),
            (Declared::Enum(_, old), Declared::Enum(_, new)) => self.enumeration(&place, old, new),
            (Declared::Definition(_, old), Declared::Definition(_, new)) => self.definition(&place, old, new),
            _ => {}
        }
    }

    fn structure(&mut self, place: &Place, old_id: StructId, new_id: StructId) {
        let (old, new) = (self.old.structure(old_id), self.new.structure(new_id));
        let origins = Origins::both(old.origin, new.origin);
        self.base(place, old_id, new_id, origins);
        let fact = (old.is_abstract, new.is_abstract);
        self.record_flag(fact, (ChangeKind::BecameAbstract, ChangeKind::BecameConcrete), place, origins, "abstract");
        self.record_flag((old.open, new.open), (ChangeKind::BecameOpen, ChangeKind::BecameClosed), place, origins, "open");
        let fact = (old.has_stream, new.has_stream);
        self.record_flag(fact, (ChangeKind::StreamAdded, ChangeKind::StreamRemoved), place, origins, "a media stream");
        self.key(place, old_id, new_id, origins);
        self.members(place, old_id, new_id);
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }

    fn base(&mut self, place: &Place, old_id: StructId, new_id: StructId, origins: Origins) {
        let (old, new) = (self.old.structure(old_id).base, self.new.structure(new_id).base);
        let counterpart = old.map(|base| self.counterpart(Type::Struct(base)));
        if counterpart == new.map(|base| Some(Type::Struct(base))) {
            return;
        }
        let name = |model: &Model, base: Option<StructId>| {
            base.map_or("nothing".to_owned(), |base| format!("`{}`", model.structure(base).name))
        };
        let message = format!("the base type changed from {} to {}", name(self.old, old), name(self.new, new));
        let kept = match (counterpart, new) {
            (None, _) => true,
            (Some(Some(Type::Struct(base))), Some(new)) => self.new.is_a(new, base),
            _ => false,
        };
        let kind = if kept { ChangeKind::BaseExtended } else { ChangeKind::BaseChanged };
        self.record(kind, place, origins, message);
    }

    /// The key is compared where it is declared, and only when the key in force differs: a key may move to a base type.
    fn key(&mut self, place: &Place, old_id: StructId, new_id: StructId, origins: Origins) {
        let parts = |key: &[KeyPart]| key.iter().map(|part| (part.path.clone(), part.alias.clone())).collect::<Vec<_>>();
        let declared = (&self.old.structure(old_id).key, &self.new.structure(new_id).key);
        if parts(declared.0) == parts(declared.1) {
            return;
        }
        let (old, new) = (self.old.key(old_id), self.new.key(new_id));
        if parts(old) == parts(new) {
            return;
        }
        let message = format!("the key changed from {} to {}", key_text(old), key_text(new));
        let kind = if old.is_empty() { ChangeKind::KeyAdded } else { ChangeKind::KeyChanged };
        self.record(kind, place, origins, message);
    }

    fn definition(&mut self, place: &Place, old: &TypeDefinition, new: &TypeDefinition) {
        let origins = Origins::both(old.origin, new.origin);
        if old.underlying != new.underlying {
            let message =
                format!("the type below changed from `Edm.{}` to `Edm.{}`", old.underlying.name(), new.underlying.name());
            self.record(ChangeKind::DefinitionRetyped, place, origins, message);
        }
        self.facets(place, Some(&old.facets), Some(&new.facets), comparison::Direction::Both, origins);
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }
}

fn key_text(key: &[KeyPart]) -> String {
    let parts: Vec<_> = key
        .iter()
        .map(|part| part.alias.as_ref().map_or_else(|| part.path.clone(), |alias| format!("{alias}={}", part.path)))
        .collect();
    if parts.is_empty() { "nothing".to_owned() } else { format!("`{}`", parts.join(", ")) }
}
