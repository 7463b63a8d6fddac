//! Actions and functions.

use serde::Serialize;

use crate::{Annotation, Docs, Origin, QualifiedName, TypeRef};

/// Whether an operation may change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum OperationKind {
    /// May have side effects; invoked with `POST`.
    Action,
    /// Has none; invoked with `GET`.
    Function,
}

/// One overload of an action or function (CSDL 4.01, section 12).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Its name.
    pub name: QualifiedName,
    /// Action or function.
    pub kind: OperationKind,
    /// Whether the first parameter is what it is called on.
    pub bound: bool,
    /// Whether the path may go on behind a call.
    pub composable: bool,
    /// Path from the binding parameter to the entity set of the result.
    pub entity_set_path: Option<String>,
    /// All parameters, the binding parameter first.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub returns: Option<ReturnType>,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

impl Operation {
    /// The binding parameter of a bound operation. It counts by position; its name differs from schema to schema.
    pub fn binding(&self) -> Option<&Parameter> {
        self.parameters.first().filter(|_| self.bound)
    }

    /// The parameters a caller passes.
    pub fn arguments(&self) -> &[Parameter] {
        self.parameters.get(usize::from(self.bound)..).unwrap_or(&[])
    }
}

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether a caller may leave it out (`Org.OData.Core.V1.OptionalParameter`).
    pub optional: bool,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Documentation.
    pub docs: Docs,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}

/// What an operation returns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReturnType {
    /// The type.
    pub ty: TypeRef,
    /// Annotations on it.
    pub annotations: Vec<Annotation>,
    /// Where it stands.
    #[serde(skip)]
    pub origin: Origin,
}
