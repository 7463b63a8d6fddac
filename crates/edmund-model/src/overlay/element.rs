//! Positions in the lists of a model.

use super::ElementKind;
use super::docs;
use crate::{Annotation, Docs, Model, NavigationSourceKind, OperationKind, StructKind, Type, TypeRef};

/// One element of a model. Valid until something is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Element {
    Schema(usize),
    Struct(usize),
    Property(usize, usize),
    Navigation(usize, usize),
    Enum(usize),
    Member(usize, usize),
    Definition(usize),
    Term(usize),
    Operation(usize),
    Parameter(usize, usize),
    Return(usize),
    Container(usize),
    Source(usize, usize),
    Import(usize, usize),
    External(usize),
}

impl Element {
    pub(super) fn kind(self, model: &Model) -> ElementKind {
        match self {
            Element::Schema(_) => ElementKind::Schema,
            Element::Struct(at) if model.structs[at].kind == StructKind::Entity => ElementKind::EntityType,
            Element::Struct(_) => ElementKind::ComplexType,
            Element::Property(..) => ElementKind::Property,
            Element::Navigation(..) => ElementKind::Navigation,
            Element::Enum(_) => ElementKind::EnumType,
            Element::Member(..) => ElementKind::EnumMember,
            Element::Definition(_) => ElementKind::TypeDefinition,
            Element::Term(_) => ElementKind::Term,
            Element::Operation(at) if model.operations[at].kind == OperationKind::Action => ElementKind::Action,
            Element::Operation(_) => ElementKind::Function,
            Element::Parameter(..) => ElementKind::Parameter,
            Element::Return(_) => ElementKind::ReturnType,
            Element::Container(_) => ElementKind::Container,
            Element::Source(at, position) => match model.containers[at].sources[position].kind {
                NavigationSourceKind::EntitySet => ElementKind::EntitySet,
                NavigationSourceKind::Singleton => ElementKind::Singleton,
            },
            Element::Import(..) => ElementKind::Import,
            Element::External(_) => ElementKind::Path,
        }
    }

    /// The type that an element has, and whether it is a collection of it.
    pub(super) fn type_of(self, model: &Model) -> Option<(Type, bool)> {
        let of = |ty: &TypeRef| (ty.ty, ty.collection);
        match self {
            Element::Property(at, position) => Some(of(&model.structs[at].properties[position].ty)),
            Element::Parameter(at, position) => Some(of(&model.operations[at].parameters[position].ty)),
            Element::Return(at) => model.operations[at].returns.as_ref().map(|returns| of(&returns.ty)),
            Element::Navigation(at, position) => {
                let navigation = &model.structs[at].navigations[position];
                Some((Type::Struct(navigation.target?), navigation.collection))
            }
            Element::Source(at, position) => Some((Type::Struct(model.containers[at].sources[position].ty?), false)),
            _ => None,
        }
    }

    /// The element's path, for messages.
    pub(super) fn path(self, model: &Model) -> String {
        let of_struct = |at: usize, name: &str| format!("{}/{name}", model.structs[at].name);
        let of_container = |at: usize, name: &str| format!("{}/{name}", model.containers[at].name);
        match self {
            Element::Schema(at) => model.schemas[at].namespace.clone(),
            Element::Struct(at) => model.structs[at].name.to_string(),
            Element::Property(at, position) => of_struct(at, &model.structs[at].properties[position].name),
            Element::Navigation(at, position) => of_struct(at, &model.structs[at].navigations[position].name),
            Element::Enum(at) => model.enums[at].name.to_string(),
            Element::Member(at, position) => format!("{}/{}", model.enums[at].name, model.enums[at].members[position].name),
            Element::Definition(at) => model.definitions[at].name.to_string(),
            Element::Term(at) => model.terms[at].name.to_string(),
            Element::Operation(at) => model.operations[at].name.to_string(),
            Element::Parameter(at, position) => {
                format!("{}/{}", model.operations[at].name, model.operations[at].parameters[position].name)
            }
            Element::Return(at) => format!("{}/$ReturnType", model.operations[at].name),
            Element::Container(at) => model.containers[at].name.to_string(),
            Element::Source(at, position) => of_container(at, &model.containers[at].sources[position].name),
            Element::Import(at, position) => of_container(at, &model.containers[at].imports[position].name),
            Element::External(at) => model.external[at].target.clone(),
        }
    }

    /// The element's annotations, to change; [`Element::refresh`] must follow.
    pub(super) fn annotations_mut(self, model: &mut Model) -> &mut Vec<Annotation> {
        match self {
            Element::Schema(at) => &mut model.schemas[at].annotations,
            Element::Struct(at) => &mut model.structs[at].annotations,
            Element::Property(at, position) => &mut model.structs[at].properties[position].annotations,
            Element::Navigation(at, position) => &mut model.structs[at].navigations[position].annotations,
            Element::Enum(at) => &mut model.enums[at].annotations,
            Element::Member(at, position) => &mut model.enums[at].members[position].annotations,
            Element::Definition(at) => &mut model.definitions[at].annotations,
            Element::Term(at) => &mut model.terms[at].annotations,
            Element::Operation(at) => &mut model.operations[at].annotations,
            Element::Parameter(at, position) => &mut model.operations[at].parameters[position].annotations,
            Element::Return(at) => {
                let operation = &mut model.operations[at];
                // A selected return type exists; were it gone, the operation is what is left of it.
                operation.returns.as_mut().map_or(&mut operation.annotations, |returns| &mut returns.annotations)
            }
            Element::Container(at) => &mut model.containers[at].annotations,
            Element::Source(at, position) => &mut model.containers[at].sources[position].annotations,
            Element::Import(at, position) => &mut model.containers[at].imports[position].annotations,
            Element::External(at) => &mut model.external[at].annotations,
        }
    }

    fn docs_mut(self, model: &mut Model) -> Option<&mut Docs> {
        Some(match self {
            Element::Struct(at) => &mut model.structs[at].docs,
            Element::Property(at, position) => &mut model.structs[at].properties[position].docs,
            Element::Navigation(at, position) => &mut model.structs[at].navigations[position].docs,
            Element::Enum(at) => &mut model.enums[at].docs,
            Element::Member(at, position) => &mut model.enums[at].members[position].docs,
            Element::Definition(at) => &mut model.definitions[at].docs,
            Element::Operation(at) => &mut model.operations[at].docs,
            Element::Parameter(at, position) => &mut model.operations[at].parameters[position].docs,
            Element::Source(at, position) => &mut model.containers[at].sources[position].docs,
            Element::Schema(_)
            | Element::Term(_)
            | Element::Return(_)
            | Element::Container(_)
            | Element::Import(..)
            | Element::External(_) => return None,
        })
    }

    /// Brings the facts that annotations state up to date after `term` was set or removed.
    pub(super) fn refresh(self, model: &mut Model, term: &str) {
        let annotations = std::mem::take(self.annotations_mut(model));
        if let Some(docs) = self.docs_mut(model) {
            docs::refresh(docs, &annotations, term);
        }
        if let (Element::Parameter(at, position), docs::OPTIONAL_PARAMETER) = (self, term) {
            let optional = crate::annotation(&annotations, docs::OPTIONAL_PARAMETER).is_some();
            model.operations[at].parameters[position].optional = optional;
        }
        *self.annotations_mut(model) = annotations;
    }
}
