//! Names of modules and types.

use std::collections::{BTreeMap, HashMap, HashSet};

use edmund_model::{Finding, Model, Origin, QualifiedName, Type};

use super::collision;
use super::identifier::{Role, identifier};
use super::scope::Scope;

/// The names of all types of a model and of the modules they live in.
#[derive(Debug, Default)]
pub(crate) struct Names {
    modules: Vec<Module>,
    types: HashMap<Type, TypeName>,
    /// Types that have no name because an earlier one has the same qualified name.
    pub(crate) duplicates: Vec<Type>,
    /// Collisions that were resolved.
    pub(crate) findings: Vec<Finding>,
}

#[derive(Debug)]
struct Module {
    namespace: String,
    ident: String,
    scope: Scope,
}

#[derive(Debug)]
struct TypeName {
    module: usize,
    ident: String,
}

impl Names {
    /// Names everything in the order of the model.
    pub(crate) fn new(model: &Model) -> Names {
        let mut names = Names::default();
        let modules = names.add_modules(model);
        let mut seen = HashSet::new();
        for (ty, name, origin) in declared(model) {
            match modules.get(&name.namespace) {
                Some(module) if seen.insert(name) => names.add_type(*module, ty, name, origin),
                _ => names.duplicates.push(ty),
            }
        }
        names
    }

    fn add_modules(&mut self, model: &Model) -> BTreeMap<String, usize> {
        let namespaces: BTreeMap<&String, Origin> = declared(model).map(|(_, name, origin)| (&name.namespace, origin)).collect();
        let mut scope = Scope::default();
        let mut index = BTreeMap::new();
        for (namespace, origin) in namespaces {
            let given = scope.give(module_name(namespace), Role::Module, origin);
            if let Some(first) = given.first {
                self.findings.push(collision(namespace, &given.name, origin, first));
            }
            index.insert(namespace.clone(), self.modules.len());
            self.modules.push(Module { namespace: namespace.clone(), ident: given.name, scope: Scope::default() });
        }
        index
    }

    fn add_type(&mut self, module: usize, ty: Type, name: &QualifiedName, origin: Origin) {
        let given = self.modules[module].scope.give(identifier(&name.name, Role::Type), Role::Type, origin);
        if let Some(first) = given.first {
            self.findings.push(collision(&name.to_string(), &given.name, origin, first));
        }
        self.types.insert(ty, TypeName { module, ident: given.name });
    }

    /// Gives a further item, such as a trait, a name in a module.
    pub(crate) fn add_item(&mut self, module: usize, name: String, origin: Origin) -> String {
        self.modules[module].scope.give(name, Role::Type, origin).name
    }

    /// Module and identifier of a type; `None` for primitives, unresolved types and duplicates.
    pub(crate) fn of(&self, ty: Type) -> Option<(usize, &str)> {
        self.types.get(&ty).map(|name| (name.module, name.ident.as_str()))
    }

    /// How many modules there are; they count from 0, sorted by namespace.
    pub(crate) fn module_count(&self) -> usize {
        self.modules.len()
    }

    /// Identifier of a module.
    pub(crate) fn module(&self, module: usize) -> &str {
        &self.modules[module].ident
    }

    /// Namespace of a module.
    pub(crate) fn namespace(&self, module: usize) -> &str {
        &self.modules[module].namespace
    }
}

/// All declared types of a model with name and place: structs, enumerations, type definitions.
pub(crate) fn declared(model: &Model) -> impl Iterator<Item = (Type, &QualifiedName, Origin)> {
    let structs = model.struct_ids().zip(&model.structs).map(|(id, item)| (Type::Struct(id), &item.name, item.origin));
    let enums = model.enums.iter().zip(0..).map(|(item, id)| (Type::Enum(edmund_model::EnumId(id)), &item.name, item.origin));
    let definitions = model
        .definitions
        .iter()
        .zip(0..)
        .map(|(item, id)| (Type::Definition(edmund_model::DefinitionId(id)), &item.name, item.origin));
    structs.chain(enums).chain(definitions)
}

/// The whole namespace in snake case: `microsoft.graph.security` is `microsoft_graph_security`.
fn module_name(namespace: &str) -> String {
    identifier(namespace, Role::Module)
}
