//! The state of one comparison: both models, which type became which, and the changes found so far.

use std::collections::HashMap;

use super::pairs::Pairs;
use super::usage::Usage;
use super::{Change, ChangeKind};
use crate::{Annotation, ExternalAnnotations, Model, Origin, QualifiedName, Schema, Type, TypeRef};

/// The element that is being compared.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) owner: QualifiedName,
    pub(super) path: String,
}

impl Place {
    /// A type, operation, term or container.
    pub(super) fn top(name: &QualifiedName) -> Self {
        Place { owner: name.clone(), path: name.to_string() }
    }

    /// Something inside.
    pub(super) fn member(&self, name: &str) -> Self {
        Place { owner: self.owner.clone(), path: format!("{}/{name}", self.path) }
    }

    /// An annotation on it.
    pub(super) fn annotation(&self, annotation: &Annotation) -> Self {
        let qualifier = annotation.qualifier.as_ref().map(|qualifier| format!("#{qualifier}")).unwrap_or_default();
        Place { owner: self.owner.clone(), path: format!("{}@{}{qualifier}", self.path, annotation.term) }
    }
}

/// Where an element stands in both models.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origins {
    pub(super) old: Option<Origin>,
    pub(super) new: Option<Origin>,
}

impl Origins {
    pub(super) fn both(old: Origin, new: Origin) -> Self {
        Origins { old: Some(old), new: Some(new) }
    }

    pub(super) fn old(origin: Origin) -> Self {
        Origins { old: Some(origin), new: None }
    }

    pub(super) fn new(origin: Origin) -> Self {
        Origins { old: None, new: Some(origin) }
    }
}

/// Which way values travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Clients send them.
    Request,
    /// Services answer with them.
    Response,
    /// Both.
    Both,
}

/// Both models and what was found in them.
pub(super) struct Comparison<'a> {
    pub(super) old: &'a Model,
    pub(super) new: &'a Model,
    /// How clients use the structs of the older model.
    pub(super) usage: Usage,
    /// The newer id of every type of the older model that is still there.
    types: HashMap<Type, Type>,
    changes: Vec<Change>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(old: &'a Model, new: &'a Model) -> Self {
        Comparison { old, new, usage: Usage::of(old), types: HashMap::new(), changes: Vec::new() }
    }

    /// The changes, in their final order.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.changes.sort_by(|a, b| {
            (&a.owner, &a.path, a.kind, &a.message, a.old, a.new).cmp(&(&b.owner, &b.path, b.kind, &b.message, b.old, b.new))
        });
        self.changes
    }

    pub(super) fn record(&mut self, kind: ChangeKind, place: &Place, origins: Origins, message: impl Into<String>) {
        self.changes.push(Change {
            owner: place.owner.clone(),
            path: place.path.clone(),
            kind,
            class: kind.class(),
            message: message.into(),
            old: origins.old,
            new: origins.new,
        });
    }

    /// Records one of two kinds when a fact has changed: the first when it became true, the second when it became false.
    pub(super) fn record_flag(
        &mut self,
        fact: (bool, bool),
        kinds: (ChangeKind, ChangeKind),
        place: &Place,
        origins: Origins,
        what: &str,
    ) {
        match fact {
            (false, true) => self.record(kinds.0, place, origins, format!("is now {what}")),
            (true, false) => self.record(kinds.1, place, origins, format!("is no longer {what}")),
            _ => {}
        }
    }

    /// Notes that a type of the older model is this one of the newer.
    pub(super) fn identify(&mut self, old: Type, new: Type) {
        self.types.insert(old, new);
    }

    /// The same type in the newer model. A type that is gone has no counterpart.
    pub(super) fn counterpart(&self, ty: Type) -> Option<Type> {
        match ty {
            Type::Primitive(_) | Type::Unknown => Some(ty),
            Type::Struct(_) | Type::Enum(_) | Type::Definition(_) => self.types.get(&ty).copied(),
        }
    }

    /// Whether two uses have the same type and multiplicity; nullability and facets are compared apart.
    pub(super) fn same_type(&self, old: &TypeRef, new: &TypeRef) -> bool {
        old.collection == new.collection && self.counterpart(old.ty) == Some(new.ty)
    }

    /// "the type changed from `Edm.String` to `Collection(Edm.String)`".
    pub(super) fn retyped(&self, old: &TypeRef, new: &TypeRef) -> String {
        format!("the type changed from `{}` to `{}`", type_text(self.old, old), type_text(self.new, new))
    }

    /// Annotations on paths.
    pub(super) fn external(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = Pairs::new(&old.external, &new.external, |item: &ExternalAnnotations| item.target.clone());
        for (old, new) in pairs.both() {
            self.annotations(&outside(old), &old.annotations, &new.annotations, Origins::both(old.origin, new.origin));
        }
        for item in &pairs.removed {
            self.annotations(&outside(item), &item.annotations, &[], Origins::old(item.origin));
        }
        for item in &pairs.added {
            self.annotations(&outside(item), &[], &item.annotations, Origins::new(item.origin));
        }
    }

    /// Namespaces: only their annotations, for everything else is a change of what they hold.
    pub(super) fn schemas(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = Pairs::new(&old.schemas, &new.schemas, |schema: &Schema| schema.namespace.clone());
        for (old, new) in pairs.same {
            let place = Place { owner: QualifiedName::new(&old.namespace, ""), path: old.namespace.clone() };
            self.descriptions(&place, &old.annotations, &new.annotations, Origins::both(old.origin, new.origin));
        }
    }
}

/// A target path belongs to what it starts with.
fn outside(item: &ExternalAnnotations) -> Place {
    let root = item.target.split(['/', '(']).next().unwrap_or_default();
    Place { owner: QualifiedName::parse(root).unwrap_or_default(), path: item.target.clone() }
}

/// A type as the schema writes it.
pub(super) fn type_text(model: &Model, ty: &TypeRef) -> String {
    let name = model.type_name(ty.ty);
    if ty.collection { format!("Collection({name})") } else { name }
}
