//! Request paths, walked through the model.

use edmund_model::{
    FileId, Method, NavigationSourceKind, Operation, OperationId, OperationKind, Primitive, Property, StructId, Type,
};

use super::Lowering;
use crate::page::Page;
use crate::template::{Segment, SegmentKind, Template};

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Entities, and the navigation property they were reached by.
    Many(StructId, Option<(StructId, usize)>),
    /// One entity.
    One(StructId, Option<(StructId, usize)>),
    /// What an operation returns.
    Operation(OperationId),
    /// A stream property's bytes.
    Stream,
    /// A complex value.
    Complex(StructId),
    /// Another property's value.
    Value,
}

impl Place {
    /// The type of the entities here.
    pub(super) fn entity(self) -> Option<StructId> {
        match self {
            Place::Many(id, _) | Place::One(id, _) => Some(id),
            _ => None,
        }
    }

    /// One of the entities here.
    fn item(self) -> Self {
        match self {
            Place::Many(id, navigation) => Place::One(id, navigation),
            other => other,
        }
    }

    /// The navigation property that led here.
    pub(super) fn navigation(self) -> Option<(StructId, usize)> {
        match self {
            Place::Many(_, navigation) | Place::One(_, navigation) => navigation,
            _ => None,
        }
    }
}

/// The segments of a template without `$ref` and the like.
pub(super) fn stem(template: &Template) -> &[Segment] {
    match template.segments.split_last() {
        Some((last, rest)) if last.kind == SegmentKind::System => rest,
        _ => &template.segments,
    }
}

impl<'a> Lowering<'a> {
    /// Follows a path as far as the model goes; gives the place and how many segments are left.
    pub(super) fn follow(&self, segments: &[Segment]) -> Option<(Place, usize)> {
        let (first, rest) = segments.split_first()?;
        let mut place = self.root_segment(first)?;
        for (index, segment) in rest.iter().enumerate() {
            match self.step(place, segment) {
                Some(next) => place = next,
                None => return Some((place, rest.len() - index)),
            }
        }
        Some((place, 0))
    }

    /// Where the first segment leads. A key may stand in parentheses behind the name of an entity set.
    fn root_segment(&self, segment: &Segment) -> Option<Place> {
        match &segment.kind {
            SegmentKind::Call { name, .. } => self.root(name).map(Place::item),
            _ => self.root(&segment.text),
        }
    }

    /// The entity set, singleton or import of a name.
    pub(super) fn root(&self, name: &str) -> Option<Place> {
        let name = name.trim_end_matches("()");
        let sources = || self.model.containers.iter().flat_map(|container| &container.sources);
        let source = sources()
            .find(|source| source.name == name)
            .or_else(|| sources().find(|source| source.name.eq_ignore_ascii_case(name)));
        if let Some(source) = source {
            return source.ty.map(|ty| match source.kind {
                NavigationSourceKind::EntitySet => Place::Many(ty, None),
                NavigationSourceKind::Singleton => Place::One(ty, None),
            });
        }
        let imports = self.model.containers.iter().flat_map(|container| &container.imports);
        let simple = name.split('(').next().unwrap_or(name);
        imports.into_iter().find(|import| import.name == simple)?.operations.first().map(|id| Place::Operation(*id))
    }

    fn step(&self, place: Place, segment: &Segment) -> Option<Place> {
        match (place, &segment.kind) {
            (Place::Many(id, navigation), SegmentKind::Key) => Some(Place::One(id, navigation)),
            (Place::One(id, _), SegmentKind::Name) => self.member(id, &segment.text, segment.origin.file),
            (Place::Many(id, navigation), SegmentKind::Qualified) => match self.cast(id, &segment.text) {
                Some(derived) => Some(Place::Many(derived, navigation)),
                None => self.overload(id, true, &segment.text, (&[], segment.origin.file)).map(Place::Operation),
            },
            (Place::One(id, navigation), SegmentKind::Qualified) => match self.cast(id, &segment.text) {
                Some(derived) => Some(Place::One(derived, navigation)),
                None => self.overload(id, false, &segment.text, (&[], segment.origin.file)).map(Place::Operation),
            },
            (Place::Many(id, _), SegmentKind::Call { name, arguments }) => {
                self.overload(id, true, name, (arguments, segment.origin.file)).map(Place::Operation)
            }
            (Place::One(id, _), SegmentKind::Call { name, arguments }) => {
                let operation = self.overload(id, false, name, (arguments, segment.origin.file)).map(Place::Operation);
                operation.or_else(|| {
                    self.member(id, name, segment.origin.file).filter(|place| matches!(place, Place::Many(..))).map(Place::item)
                })
            }
            (Place::Complex(id), SegmentKind::Name) => {
                let properties = self.model.properties(id);
                Some(self.value(properties.iter().find(|property| property.name == segment.text)?))
            }
            (Place::Many(id, _), SegmentKind::Name) => {
                self.overload(id, true, &segment.text, (&[], segment.origin.file)).map(Place::Operation)
            }
            _ => None,
        }
    }

    fn member(&self, id: StructId, name: &str, page: FileId) -> Option<Place> {
        let found = |same: &dyn Fn(&str) -> bool| {
            self.model.lineage(id).find_map(|owner| {
                let item = self.model.structure(owner);
                let index = item.navigations.iter().position(|navigation| same(&navigation.name))?;
                let navigation = &item.navigations[index];
                let target = navigation.target?;
                let reached = Some((owner, index));
                Some(if navigation.collection { Place::Many(target, reached) } else { Place::One(target, reached) })
            })
        };
        found(&|other| other == name)
            .or_else(|| found(&|other| other.eq_ignore_ascii_case(name)))
            .or_else(|| self.overload(id, false, name, (&[], page)).map(Place::Operation))
            .or_else(|| {
                let properties = self.model.properties(id);
                Some(self.value(properties.iter().find(|property| property.name == name)?))
            })
    }

    /// What is at the address of a property.
    fn value(&self, property: &Property) -> Place {
        match property.ty.ty {
            Type::Primitive(Primitive::Stream) if !property.ty.collection => Place::Stream,
            Type::Struct(id) if !property.ty.collection => Place::Complex(id),
            _ => Place::Value,
        }
    }

    fn cast(&self, id: StructId, name: &str) -> Option<StructId> {
        let name = edmund_model::QualifiedName::parse(name)?;
        match self.names.same(&name) {
            Some(Type::Struct(derived)) if self.model.is_a(derived, id) => Some(derived),
            _ => None,
        }
    }

    /// The operation bound to a type or one of its bases that a call on a page means: its name, with or without namespace, and its arguments.
    ///
    /// What metadata declares is meant even where a page writes its arguments otherwise; an operation that only pages describe has the arguments
    /// that they write, so that others are another overload.
    fn overload(
        &self,
        id: StructId,
        many: bool,
        name: &str,
        (arguments, page): (&[(String, String)], FileId),
    ) -> Option<OperationId> {
        let simple = name.trim_end_matches("()").rsplit('.').next().unwrap_or(name);
        let takes = |operation: &Operation| {
            let parameters = operation.arguments();
            // The arguments of an action stand in the body.
            operation.kind == OperationKind::Action
                || arguments.len() == parameters.len()
                    && arguments.iter().all(|(name, _)| parameters.iter().any(|other| other.name.eq_ignore_ascii_case(name)))
        };
        self.model.lineage(id).find_map(|owner| {
            let overloads: Vec<_> =
                self.model.bound_to(owner, many).filter(|(_, operation)| operation.name.name == simple).collect();
            let exact = overloads.iter().find(|(_, operation)| takes(operation));
            // The page of an operation may describe more arguments than the path has.
            let is_meant = |file: FileId| file == page || !self.files.contains(&file);
            let meant = || overloads.iter().find(|(_, operation)| is_meant(operation.origin.file));
            exact.or_else(meant).map(|(operation, _)| *operation)
        })
    }

    /// Makes a path possible that a page documents: adds the root and the last navigation property or operation, when they are missing.
    /// Gives the place, or `None` when too little is known.
    pub(super) fn ensure(&mut self, page: &'a Page, method: Method, template: &'a Template) -> Option<Place> {
        let segments = stem(template);
        let (first, rest) = segments.split_first()?;
        if rest.is_empty() && self.root_segment(first).is_none() && super::operation::is_import(page, first) {
            return self.add_import(page, method, first).map(Place::Operation);
        }
        if let SegmentKind::Call { name, .. } = &first.kind {
            // The key of a set that no page lists: the name and the key are two segments.
            let part = |text: &str, kind| Segment { text: text.to_owned(), kind, origin: first.origin };
            let mut parts = vec![part(name, SegmentKind::Name), part(&first.text, SegmentKind::Key)];
            parts.extend(rest.iter().cloned());
            return self.ensure_segments(page, method, template, &parts);
        }
        self.ensure_segments(page, method, template, segments)
    }

    fn ensure_segments(&mut self, page: &'a Page, method: Method, template: &'a Template, segments: &[Segment]) -> Option<Place> {
        let (first, rest) = segments.split_first()?;
        if first.kind != SegmentKind::Name {
            return None;
        }
        if self.root(&first.text).is_none() {
            self.add_root(page, method, first, rest)?;
        }
        let (place, left) = self.known_part(page, segments)?;
        match (left, place) {
            (0, place) => Some(place),
            (1, _) => self.add_member(page, method, template, place, &segments[segments.len() - 1], false),
            (2, _) if segments[segments.len() - 1].kind == SegmentKind::Key => {
                match self.add_member(page, method, template, place, &segments[segments.len() - 2], true)? {
                    Place::Many(id, navigation) => Some(Place::One(id, navigation)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Follows a path up to its last name, adding what lies between when pages define the types there.
    fn known_part(&mut self, page: &Page, segments: &[Segment]) -> Option<(Place, usize)> {
        let keyed = segments.last().is_some_and(|last| last.kind == SegmentKind::Key);
        let enough = if keyed { 2 } else { 1 };
        for _ in 0..segments.len() {
            let (place, left) = self.follow(segments)?;
            if left <= enough {
                return Some((place, left));
            }
            let (segment, next) = (&segments[segments.len() - left], &segments[segments.len() - left + 1]);
            self.add_between(page, place, segment, next)?;
        }
        None
    }

    fn add_between(&mut self, page: &Page, place: Place, segment: &Segment, next: &Segment) -> Option<()> {
        let Place::One(owner, _) = place else { return None };
        if segment.kind != SegmentKind::Name || !self.files.contains(&self.model.structure(owner).origin.file) {
            return None;
        }
        let named = match self.by_word(&segment.text) {
            Some(Type::Struct(id)) => Some(id),
            _ => None,
        };
        let many = next.kind == SegmentKind::Key;
        let target = if many { named? } else { named.unwrap_or_else(|| self.root_type(page, segment)) };
        self.add_navigation_to(owner, segment, target, many);
        Some(())
    }

    fn add_member(
        &mut self,
        page: &'a Page,
        method: Method,
        template: &'a Template,
        place: Place,
        segment: &Segment,
        keyed: bool,
    ) -> Option<Place> {
        let owner = place.entity()?;
        let is_reference = template.suffix().is_some_and(|suffix| suffix.text == "$ref");
        if !keyed && !is_reference && super::operation::is_operation(page, method, segment) {
            let many = matches!(place, Place::Many(..));
            return self.add_operation(page, method, segment, owner, many).map(Place::Operation);
        }
        if !matches!((place, &segment.kind), (Place::One(..), SegmentKind::Name)) || template.suffix().is_some() && !is_reference
        {
            return None;
        }
        let Some(Type::Struct(target)) = self.subject(page) else { return None };
        let collection = keyed || method == Method::Post || page.response.as_ref().is_some_and(|response| response.collection);
        Some(self.add_navigation_to(owner, segment, target, collection))
    }
}
