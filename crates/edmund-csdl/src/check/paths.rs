//! Paths from a type through its properties.

use edmund_model::{QualifiedName, StructId, Type};

use super::{Checker, Member};

/// Where a path leads.
pub(super) enum Reached<'a> {
    /// To a property.
    Member(Member<'a>),
    /// To a type: behind a cast, or because the path is empty.
    Type,
    /// Nowhere that can be known: a type on the way is not here.
    Unknown,
    /// Nowhere; with the segment that does not exist.
    Missing(&'a str),
}

impl<'a> Checker<'a> {
    /// Follows a path: properties, navigation properties and casts (CSDL 4.01, section 14.4.1.1).
    pub(super) fn follow(&self, start: StructId, path: &'a str) -> Reached<'a> {
        let mut current = Some(start);
        let mut reached = Reached::Type;
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let Some(id) = current else {
                return if self.is_leaf(&reached) { Reached::Missing(segment) } else { Reached::Unknown };
            };
            if segment.contains('.') {
                match self.cast(segment) {
                    Ok(cast) => current = cast,
                    Err(()) => return Reached::Missing(segment),
                }
                reached = Reached::Type;
                continue;
            }
            let Some(member) = self.member(id, segment) else {
                return if self.is_complete(id) { Reached::Missing(segment) } else { Reached::Unknown };
            };
            current = target(member);
            reached = Reached::Member(member);
        }
        match (&reached, current) {
            (Reached::Type, None) => Reached::Unknown,
            _ => reached,
        }
    }

    /// The type of a cast; nothing when its namespace is not here.
    fn cast(&self, segment: &str) -> Result<Option<StructId>, ()> {
        let name = QualifiedName::parse(segment).ok_or(())?;
        match self.model.find(&name) {
            Some(Type::Struct(id)) => Ok(Some(id)),
            Some(_) => Err(()),
            None if self.has_namespace(&name.namespace) => Err(()),
            None => Ok(None),
        }
    }

    /// Whether nothing can come behind, because the value has no properties.
    fn is_leaf(&self, reached: &Reached<'_>) -> bool {
        match reached {
            Reached::Member(Member::Property(property)) => property.ty.ty != Type::Unknown,
            _ => false,
        }
    }
}

/// The type that a member's value has, if it is one with properties.
fn target(member: Member<'_>) -> Option<StructId> {
    match member {
        Member::Property(property) => match property.ty.ty {
            Type::Struct(id) => Some(id),
            _ => None,
        },
        Member::Navigation(navigation) => navigation.target,
    }
}
