//! The model and the facts that follow from it.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::{
    Annotation, Container, Enum, ExternalAnnotations, KeyPart, Navigation, Operation, Property, QualifiedName, Reference,
    Request, Schema, Struct, Term, Type, TypeDefinition,
};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the model's list.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        })*
    };
}

ids! {
    /// Names an entity or complex type of a [`Model`].
    StructId,
    /// Names an enumeration type of a [`Model`].
    EnumId,
    /// Names a type definition of a [`Model`].
    DefinitionId,
    /// Names one overload of an action or function of a [`Model`].
    OperationId,
}

/// Everything a service says about itself. See the crate documentation for what holds of every model.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Model {
    /// Namespaces, in the order they were read.
    pub schemas: Vec<Schema>,
    /// Entity and complex types.
    pub structs: Vec<Struct>,
    /// Enumeration types.
    pub enums: Vec<Enum>,
    /// Type definitions.
    pub definitions: Vec<TypeDefinition>,
    /// Actions and functions, one item an overload.
    pub operations: Vec<Operation>,
    /// Vocabulary terms.
    pub terms: Vec<Term>,
    /// Entity containers.
    pub containers: Vec<Container>,
    /// Annotations whose target is a path, not an element.
    pub external: Vec<ExternalAnnotations>,
    /// Requests that pages document.
    pub requests: Vec<Request>,
    /// Documents that the schema's documents refer to.
    #[serde(skip)]
    pub references: Vec<Reference>,
    #[serde(skip)]
    names: HashMap<QualifiedName, Type>,
}

impl Model {
    /// Adds a type; the first of a name is what [`Model::find`] gives.
    pub fn add_struct(&mut self, item: Struct) -> StructId {
        let id = StructId(self.structs.len() as u32);
        self.names.entry(item.name.clone()).or_insert(Type::Struct(id));
        self.structs.push(item);
        id
    }

    /// Adds a type; the first of a name is what [`Model::find`] gives.
    pub fn add_enum(&mut self, item: Enum) -> EnumId {
        let id = EnumId(self.enums.len() as u32);
        self.names.entry(item.name.clone()).or_insert(Type::Enum(id));
        self.enums.push(item);
        id
    }

    /// Adds a type; the first of a name is what [`Model::find`] gives.
    pub fn add_definition(&mut self, item: TypeDefinition) -> DefinitionId {
        let id = DefinitionId(self.definitions.len() as u32);
        self.names.entry(item.name.clone()).or_insert(Type::Definition(id));
        self.definitions.push(item);
        id
    }

    /// Adds an overload.
    pub fn add_operation(&mut self, item: Operation) -> OperationId {
        self.operations.push(item);
        OperationId(self.operations.len() as u32 - 1)
    }

    /// The declared type of a name.
    pub fn find(&self, name: &QualifiedName) -> Option<Type> {
        self.names.get(name).copied()
    }

    /// The names of all declared types, in no particular order.
    pub fn type_names(&self) -> impl Iterator<Item = &QualifiedName> {
        self.names.keys()
    }

    /// An entity or complex type.
    pub fn structure(&self, id: StructId) -> &Struct {
        &self.structs[id.index()]
    }

    /// An enumeration type.
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.index()]
    }

    /// A type definition.
    pub fn definition(&self, id: DefinitionId) -> &TypeDefinition {
        &self.definitions[id.index()]
    }

    /// An overload.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.index()]
    }

    /// All struct ids, in order.
    pub fn struct_ids(&self) -> impl Iterator<Item = StructId> + use<> {
        (0..self.structs.len() as u32).map(StructId)
    }

    /// All operation ids, in order.
    pub fn operation_ids(&self) -> impl Iterator<Item = OperationId> + use<> {
        (0..self.operations.len() as u32).map(OperationId)
    }

    /// The type and its bases, nearest first.
    pub fn lineage(&self, id: StructId) -> impl Iterator<Item = StructId> + '_ {
        std::iter::successors(Some(id), |id| self.structure(*id).base)
    }

    /// Whether `id` is `base` or derives from it.
    pub fn is_a(&self, id: StructId, base: StructId) -> bool {
        self.lineage(id).any(|ancestor| ancestor == base)
    }

    /// The types that directly or indirectly derive from `base`, in order.
    pub fn derived(&self, base: StructId) -> impl Iterator<Item = StructId> + '_ {
        self.struct_ids().filter(move |id| *id != base && self.is_a(*id, base))
    }

    /// All properties a value has, those of the root type first.
    pub fn properties(&self, id: StructId) -> Vec<&Property> {
        let mut lineage: Vec<_> = self.lineage(id).collect();
        lineage.reverse();
        lineage.into_iter().flat_map(|id| &self.structure(id).properties).collect()
    }

    /// All navigation properties a value has, those of the root type first.
    pub fn navigations(&self, id: StructId) -> Vec<&Navigation> {
        let mut lineage: Vec<_> = self.lineage(id).collect();
        lineage.reverse();
        lineage.into_iter().flat_map(|id| &self.structure(id).navigations).collect()
    }

    /// The key: the nearest one declared. Empty when there is none.
    pub fn key(&self, id: StructId) -> &[KeyPart] {
        self.lineage(id).map(|id| self.structure(id).key.as_slice()).find(|key| !key.is_empty()).unwrap_or(&[])
    }

    /// Whether a value may have undeclared properties: openness is inherited.
    pub fn is_open(&self, id: StructId) -> bool {
        self.lineage(id).any(|id| self.structure(id).open)
    }

    /// The bound operations whose binding parameter is exactly this type, single or collection.
    pub fn bound_to(&self, id: StructId, collection: bool) -> impl Iterator<Item = (crate::OperationId, &Operation)> {
        self.operation_ids().map(|operation| (operation, self.operation(operation))).filter(move |(_, operation)| {
            operation.binding().is_some_and(|binding| binding.ty.ty == Type::Struct(id) && binding.ty.collection == collection)
        })
    }

    /// The containers that stand for a service: those that no other extends, each with all it has taken over (CSDL 4.01, section 13.1).
    pub fn services(&self) -> impl Iterator<Item = &Container> {
        let name = |container: &Container| container.extends.as_deref().and_then(QualifiedName::parse);
        let extended: HashSet<QualifiedName> = self.containers.iter().filter_map(name).collect();
        self.containers.iter().filter(move |container| !extended.contains(&container.name))
    }

    /// The name of a type: qualified, or `Edm.` and the primitive's.
    pub fn type_name(&self, ty: Type) -> String {
        match ty {
            Type::Primitive(primitive) => format!("Edm.{}", primitive.name()),
            Type::Struct(id) => self.structure(id).name.to_string(),
            Type::Enum(id) => self.enumeration(id).name.to_string(),
            Type::Definition(id) => self.definition(id).name.to_string(),
            Type::Unknown => "Edm.Untyped".to_owned(),
        }
    }
}

/// Looks an annotation up by its qualified term, such as `Org.OData.Core.V1.Computed`.
pub fn annotation<'a>(annotations: &'a [Annotation], term: &str) -> Option<&'a Annotation> {
    annotations.iter().find(|annotation| {
        term.strip_prefix(annotation.term.namespace.as_str()).and_then(|rest| rest.strip_prefix('.'))
            == Some(annotation.term.name.as_str())
    })
}
