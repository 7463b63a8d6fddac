//! What annotations can stand on.

use edmund_model::{Annotation, Model, NavigationSourceKind, OperationKind, StructKind, TypeRef};

/// The element that annotations stand on, as far as a term can ask.
#[derive(Clone, Copy)]
pub(super) struct Target {
    kind: &'static str,
    /// Whether its values are collections, which terms can be made for whatever has them.
    is_collection: bool,
}

impl Target {
    /// An element without values of its own.
    pub(super) fn plain(kind: &'static str) -> Self {
        Target { kind, is_collection: false }
    }

    fn typed(kind: &'static str, ty: &TypeRef) -> Self {
        Target { kind, is_collection: ty.collection }
    }

    /// Whether a term that names these kinds may stand here; one that names none may stand everywhere.
    pub(super) fn is_one_of(self, kinds: &[String]) -> bool {
        let names = |kind: &str| kinds.iter().any(|other| other == kind);
        let stands_on = |kinds: &[&str]| kinds.contains(&self.kind);
        // What is said of sets and collections is said of all that hold entities of a type by saying it of the type, of a navigation
        // property or of an operation: services do, and Graph does little else.
        let is_about_sets = ["EntitySet", "Singleton", "Collection", "NavigationProperty", "EntityType"].into_iter().any(names)
            && stands_on(&["EntityType", "NavigationProperty", "EntitySet", "Singleton", "Action", "Function", "ReturnType"]);
        // What is said of properties holds for whatever has a value; the vocabularies themselves use their terms so.
        let is_about_values =
            names("Property") && stands_on(&["NavigationProperty", "Parameter", "ReturnType", "Term", "TypeDefinition"]);
        // Few terms say whether they may stand on parts of other annotations.
        let is_inside = stands_on(&["Annotation", "PropertyValue", "Record"]);
        kinds.is_empty()
            || names(self.kind)
            || (self.is_collection && names("Collection"))
            || is_about_sets
            || is_about_values
            || is_inside
    }

    /// In words.
    pub(super) fn describe(self) -> String {
        let article = if self.kind.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
        format!("{article} `{}`", self.kind)
    }
}

/// The annotations of every element with what they stand on. Annotations on paths are left out: what a path leads to differs.
pub(super) fn targets(model: &Model) -> Vec<(Target, &[Annotation])> {
    let mut targets: Vec<(Target, &[Annotation])> = Vec::new();
    let mut add = |target: Target, annotations| {
        let annotations: &Vec<Annotation> = annotations;
        if !annotations.is_empty() {
            targets.push((target, annotations));
        }
    };
    for item in &model.structs {
        add(Target::plain(if item.kind == StructKind::Entity { "EntityType" } else { "ComplexType" }), &item.annotations);
        item.properties.iter().for_each(|it| add(Target::typed("Property", &it.ty), &it.annotations));
        for navigation in &item.navigations {
            let target = Target { kind: "NavigationProperty", is_collection: navigation.collection };
            add(target, &navigation.annotations);
            navigation.constraints.iter().for_each(|it| add(Target::plain("ReferentialConstraint"), &it.annotations));
        }
    }
    for item in &model.enums {
        add(Target::plain("EnumType"), &item.annotations);
        item.members.iter().for_each(|it| add(Target::plain("Member"), &it.annotations));
    }
    for item in &model.operations {
        add(Target::plain(if item.kind == OperationKind::Action { "Action" } else { "Function" }), &item.annotations);
        item.parameters.iter().for_each(|it| add(Target::typed("Parameter", &it.ty), &it.annotations));
        item.returns.iter().for_each(|it| add(Target::typed("ReturnType", &it.ty), &it.annotations));
    }
    for item in &model.containers {
        add(Target::plain("EntityContainer"), &item.annotations);
        for source in &item.sources {
            let is_set = source.kind == NavigationSourceKind::EntitySet;
            let target = Target { kind: if is_set { "EntitySet" } else { "Singleton" }, is_collection: is_set };
            add(target, &source.annotations);
        }
        for import in &item.imports {
            let kind = import.operations.first().map(|id| model.operation(*id).kind);
            let is_action = kind == Some(OperationKind::Action);
            add(Target::plain(if is_action { "ActionImport" } else { "FunctionImport" }), &import.annotations);
        }
    }
    model.definitions.iter().for_each(|it| add(Target::plain("TypeDefinition"), &it.annotations));
    model.terms.iter().for_each(|it| add(Target::typed("Term", &it.ty), &it.annotations));
    model.schemas.iter().for_each(|it| add(Target::plain("Schema"), &it.annotations));
    targets
}
