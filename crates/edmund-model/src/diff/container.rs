//! Containers: entity sets, singletons, bindings and imports.

use super::ChangeKind;
use super::comparison::{Comparison, Direction, Origins, Place};
use super::pairs::Pairs;
use crate::{Binding, Container, Model, NavigationSource, NavigationSourceKind, OperationImport, StructId, Type};

fn kind_name(kind: NavigationSourceKind) -> &'static str {
    match kind {
        NavigationSourceKind::EntitySet => "entity set",
        NavigationSourceKind::Singleton => "singleton",
    }
}

impl Comparison<'_> {
    /// All containers.
    pub(super) fn containers(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = Pairs::new(&old.containers, &new.containers, |container| container.name.to_string());
        // A service has one container; under another name it is the same one.
        if let ([old], [new]) = (old.containers.as_slice(), new.containers.as_slice())
            && pairs.same.is_empty()
        {
            let message = format!("the container is now called `{}`", new.name);
            self.record(ChangeKind::ContainerRenamed, &Place::top(&old.name), Origins::both(old.origin, new.origin), message);
            return self.container(old, new);
        }
        for (old, new) in &pairs.recased {
            let message = format!("the container is now called `{}`", new.name);
            self.record(ChangeKind::ContainerRenamed, &Place::top(&old.name), Origins::both(old.origin, new.origin), message);
        }
        for (old, new) in pairs.both() {
            self.container(old, new);
        }
        for container in &pairs.removed {
            let (place, origins) = (Place::top(&container.name), Origins::old(container.origin));
            self.record(ChangeKind::ContainerRemoved, &place, origins, "the container is gone");
        }
        for container in &pairs.added {
            let (place, origins) = (Place::top(&container.name), Origins::new(container.origin));
            self.record(ChangeKind::ContainerAdded, &place, origins, "the container is new");
        }
    }

    fn container(&mut self, old: &Container, new: &Container) {
        let place = Place::top(&old.name);
        let origins = Origins::both(old.origin, new.origin);
        if old.extends != new.extends {
            self.record(ChangeKind::ContainerExtends, &place, origins, "takes over another container's members");
        }
        self.sources(&place, old, new);
        self.imports(&place, old, new);
        self.descriptions(&place, &old.annotations, &new.annotations, origins);
    }

    fn sources(&mut self, place: &Place, old: &Container, new: &Container) {
        let pairs = Pairs::new(&old.sources, &new.sources, |source| source.name.clone());
        for (old, new) in &pairs.recased {
            let message = format!("is now called `{}`", new.name);
            self.record(ChangeKind::SourceCasing, &place.member(&old.name), Origins::both(old.origin, new.origin), message);
        }
        for (old, new) in pairs.both() {
            self.source(&place.member(&old.name), old, new);
        }
        for source in &pairs.removed {
            let message = format!("the {} is gone", kind_name(source.kind));
            self.record(ChangeKind::SourceRemoved, &place.member(&source.name), Origins::old(source.origin), message);
        }
        for source in &pairs.added {
            let message = format!("the {} is new", kind_name(source.kind));
            self.record(ChangeKind::SourceAdded, &place.member(&source.name), Origins::new(source.origin), message);
        }
    }

    fn source(&mut self, place: &Place, old: &NavigationSource, new: &NavigationSource) {
        let origins = Origins::both(old.origin, new.origin);
        if old.kind != new.kind {
            let message = format!("was an {} and is now an {}", kind_name(old.kind), kind_name(new.kind))
                .replace("an singleton", "a singleton");
            self.record(ChangeKind::SourceKind, place, origins, message);
        }
        if old.ty.map(|ty| self.counterpart(Type::Struct(ty))) != new.ty.map(|ty| Some(Type::Struct(ty))) {
            let message = format!("the type changed from `{}` to `{}`", entity(self.old, old.ty), entity(self.new, new.ty));
            self.record(ChangeKind::SourceRetyped, place, origins, message);
        }
        self.nullability(place, (old.nullable, new.nullable), Direction::Response, origins);
        if old.in_service_document != new.in_service_document {
            let message = "whether the service document lists it changed";
            self.record(ChangeKind::SourceListing, place, origins, message);
        }
        self.bindings(place, old, new);
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }

    fn bindings(&mut self, place: &Place, old: &NavigationSource, new: &NavigationSource) {
        let pairs = Pairs::new(&old.bindings, &new.bindings, |binding: &Binding| binding.path.clone());
        for (old, new) in pairs.both().filter(|(old, new)| (&old.path, &old.target) != (&new.path, &new.target)) {
            let message = format!("the binding changed from `{}` to `{}`", old.target, new.target);
            self.record(ChangeKind::BindingChanged, &place.member(&old.path), Origins::both(old.origin, new.origin), message);
        }
        for binding in &pairs.removed {
            let message = format!("the binding to `{}` is gone", binding.target);
            self.record(ChangeKind::BindingChanged, &place.member(&binding.path), Origins::old(binding.origin), message);
        }
        for binding in &pairs.added {
            let message = format!("the binding to `{}` is new", binding.target);
            self.record(ChangeKind::BindingChanged, &place.member(&binding.path), Origins::new(binding.origin), message);
        }
    }

    fn imports(&mut self, place: &Place, old: &Container, new: &Container) {
        let pairs = Pairs::new(&old.imports, &new.imports, |import| import.name.clone());
        for (old, new) in &pairs.recased {
            let message = format!("is now called `{}`", new.name);
            self.record(ChangeKind::ImportCasing, &place.member(&old.name), Origins::both(old.origin, new.origin), message);
        }
        for (old, new) in pairs.both() {
            self.import(&place.member(&old.name), old, new);
        }
        for import in &pairs.removed {
            self.record(
                ChangeKind::ImportRemoved,
                &place.member(&import.name),
                Origins::old(import.origin),
                "the import is gone",
            );
        }
        for import in &pairs.added {
            self.record(ChangeKind::ImportAdded, &place.member(&import.name), Origins::new(import.origin), "the import is new");
        }
    }

    fn import(&mut self, place: &Place, old: &OperationImport, new: &OperationImport) {
        let origins = Origins::both(old.origin, new.origin);
        let name = |model: &Model, import: &OperationImport| {
            import.operations.first().map_or("nothing".to_owned(), |id| format!("`{}`", model.operation(*id).name))
        };
        let (old_name, new_name) = (name(self.old, old), name(self.new, new));
        // Casing of the operation behind it is the operation's own change.
        if old_name.to_lowercase() != new_name.to_lowercase() {
            let message = format!("calls {new_name} instead of {old_name}");
            self.record(ChangeKind::ImportRetargeted, place, origins, message);
        }
        if (&old.entity_set, old.in_service_document) != (&new.entity_set, new.in_service_document) {
            let message = "the entity set of its result, or its place in the service document, changed";
            self.record(ChangeKind::ImportChanged, place, origins, message);
        }
        self.descriptions(place, &old.annotations, &new.annotations, origins);
    }
}

fn entity(model: &Model, ty: Option<StructId>) -> String {
    ty.map_or("an unknown type".to_owned(), |ty| model.structure(ty).name.to_string())
}
