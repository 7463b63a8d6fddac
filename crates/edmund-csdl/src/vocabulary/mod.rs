//! What is known about terms: those that the documents declare, and those of the OASIS vocabularies, which services use without
//! having them at hand.

mod facts;

use std::collections::{HashMap, HashSet};

use edmund_model::{FileId, Model, Origin, QualifiedName, Term, Type, TypeRef};

use crate::lower::Scope;
pub(crate) use facts::oasis;

/// A type with the model that it belongs to: that of the documents, or that of the OASIS vocabularies.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'m> {
    pub(crate) model: &'m Model,
    pub(crate) ty: Type,
    pub(crate) collection: bool,
}

impl<'m> Typed<'m> {
    /// The type of one item of a collection.
    pub(crate) fn item(self) -> Self {
        Typed { collection: false, ..self }
    }

    /// The primitive type behind it; nothing for enumerations and structured types.
    pub(crate) fn primitive(self) -> Option<edmund_model::Primitive> {
        match self.ty {
            Type::Primitive(primitive) => Some(primitive),
            Type::Definition(id) => Some(self.model.definition(id).underlying),
            _ => None,
        }
    }

    /// How people write it.
    pub(crate) fn describe(self) -> String {
        let name = self.model.type_name(self.ty);
        if self.collection { format!("Collection({name})") } else { name }
    }
}

/// The terms and types that annotations may use.
pub(crate) struct Vocabularies<'m> {
    model: &'m Model,
    scopes: HashMap<FileId, &'m Scope<'m>>,
    terms: HashMap<&'m QualifiedName, &'m Term>,
    /// Namespaces that have a schema in the model: what they say counts, not what is known otherwise.
    namespaces: HashSet<&'m str>,
}

impl<'m> Vocabularies<'m> {
    pub(crate) fn new(model: &'m Model, scopes: impl IntoIterator<Item = &'m Scope<'m>>) -> Self {
        Vocabularies {
            model,
            scopes: scopes.into_iter().map(|scope| (scope.document.file, scope)).collect(),
            terms: model.terms.iter().map(|term| (&term.name, term)).collect(),
            namespaces: model.schemas.iter().map(|schema| schema.namespace.as_str()).collect(),
        }
    }

    /// The aliases that hold at a place.
    pub(crate) fn scope(&self, origin: Origin) -> Option<&'m Scope<'m>> {
        self.scopes.get(&origin.file).copied()
    }

    /// Whether all terms of a namespace are known.
    pub(crate) fn knows(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace) || oasis().has_namespace(namespace)
    }

    /// Whether a schema of the documents declares the terms of a namespace.
    pub(crate) fn declares(&self, namespace: &str) -> bool {
        self.namespaces.contains(namespace)
    }

    /// The term of a name.
    pub(crate) fn term(&self, name: &QualifiedName) -> Option<&'m Term> {
        if self.namespaces.contains(name.namespace.as_str()) { self.terms.get(name).copied() } else { oasis().term(name) }
    }

    /// The names of all terms of a namespace.
    pub(crate) fn terms_of<'s>(&'s self, namespace: &'s str) -> Box<dyn Iterator<Item = &'m str> + 's> {
        if self.namespaces.contains(namespace) {
            Box::new(self.terms.keys().filter(move |name| name.namespace == namespace).map(|name| name.name.as_str()))
        } else {
            let terms = oasis().model.terms.iter().filter(move |term| term.name.namespace == namespace);
            Box::new(terms.map(|term| term.name.name.as_str()))
        }
    }

    /// The type of a term's value.
    pub(crate) fn of_term(&self, term: &'m Term) -> Option<Typed<'m>> {
        if self.namespaces.contains(term.name.namespace.as_str()) {
            self.typed(self.model, &term.ty, term.origin)
        } else {
            self.typed(&oasis().model, &term.ty, term.origin)
        }
    }

    /// The type of a name.
    pub(crate) fn named(&self, name: &str) -> Option<Typed<'m>> {
        let (item, collection) = crate::lower::item_type(name);
        let typed = |model: &'m Model, ty| Typed { model, ty, collection };
        let qualified = QualifiedName::parse(item)?;
        if qualified.namespace == "Edm" {
            return edmund_model::Primitive::from_name(&qualified.name).map(|it| typed(self.model, Type::Primitive(it)));
        }
        let own = self.model.find(&qualified).map(|ty| typed(self.model, ty));
        own.or_else(|| oasis().model.find(&qualified).map(|ty| typed(&oasis().model, ty)))
    }

    /// The type of a property that a record of a type may have.
    pub(crate) fn member(&self, record: Typed<'m>, name: &str) -> Option<Typed<'m>> {
        let Type::Struct(id) = record.ty else { return None };
        let model = record.model;
        for id in model.lineage(id) {
            let item = model.structure(id);
            if let Some(property) = item.properties.iter().find(|property| property.name == name) {
                return self.typed(model, &property.ty, property.origin);
            }
            if let Some(navigation) = item.navigations.iter().find(|navigation| navigation.name == name) {
                let ty = navigation.target.map_or(Type::Unknown, Type::Struct);
                return Some(Typed { model, ty, collection: navigation.collection });
            }
        }
        None
    }

    /// A type as an element has it. One that could not be resolved because its document is not here may be one of OASIS.
    fn typed(&self, model: &'m Model, ty: &TypeRef, origin: Origin) -> Option<Typed<'m>> {
        let typed = Typed { model, ty: ty.ty, collection: ty.collection };
        if ty.ty != Type::Unknown {
            return Some(typed);
        }
        let scope = self.scope(origin)?;
        let name = scope.expand(scope.element_at(origin)?.get("Type")?);
        self.named(&name)
    }
}
