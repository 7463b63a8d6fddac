//! Names of properties and of enumeration members.

use std::collections::{HashMap, HashSet};

use edmund_model::{Docs, Enum, Finding, Model, Navigation, Origin, Property, StructId};

use super::collision;
use super::identifier::{Role, identifier};
use super::scope::Scope;

/// A member of a struct, inherited or its own.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// The field's identifier; for a navigation also that of the builder's method.
    pub(crate) ident: String,
    /// What it is.
    pub(crate) kind: MemberKind<'a>,
}

/// What a [`Member`] is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemberKind<'a> {
    /// A structural property.
    Property(&'a Property),
    /// A navigation property.
    Navigation(&'a Navigation),
}

impl<'a> MemberKind<'a> {
    /// The wire name.
    pub(crate) fn name(self) -> &'a str {
        match self {
            MemberKind::Property(property) => &property.name,
            MemberKind::Navigation(navigation) => &navigation.name,
        }
    }

    /// The documentation.
    pub(crate) fn docs(self) -> &'a Docs {
        match self {
            MemberKind::Property(property) => &property.docs,
            MemberKind::Navigation(navigation) => &navigation.docs,
        }
    }

    /// The role of its identifier.
    pub(crate) fn role(self) -> Role {
        match self {
            MemberKind::Property(_) => Role::Field,
            MemberKind::Navigation(_) => Role::Navigation,
        }
    }

    fn origin(self) -> Origin {
        match self {
            MemberKind::Property(property) => property.origin,
            MemberKind::Navigation(navigation) => navigation.origin,
        }
    }
}

/// All members a value of a type has, those of its root type first, properties before navigations.
///
/// Where a wire name is declared twice, the declaration of the most derived type stands, at the first one's place.
/// Collisions are reported for the type that declares the later name, not again for each that inherits it.
pub(crate) fn members<'a>(model: &'a Model, id: StructId, findings: &mut Vec<Finding>) -> Vec<Member<'a>> {
    let mut scope = Scope::default();
    let own = model.structure(id);
    let is_own = |kind: MemberKind<'_>| match kind {
        MemberKind::Property(property) => own.properties.iter().any(|item| std::ptr::eq(item, property)),
        MemberKind::Navigation(navigation) => own.navigations.iter().any(|item| std::ptr::eq(item, navigation)),
    };
    let mut members = Vec::new();
    for kind in flattened(model, id) {
        let given = scope.give(identifier(kind.name(), kind.role()), kind.role(), kind.origin());
        if let Some(first) = given.first.filter(|_| is_own(kind)) {
            findings.push(collision(kind.name(), &given.name, kind.origin(), first));
        }
        members.push(Member { ident: given.name, kind });
    }
    members
}

fn flattened(model: &Model, id: StructId) -> Vec<MemberKind<'_>> {
    let properties = model.properties(id).into_iter().map(MemberKind::Property);
    let navigations = model.navigations(id).into_iter().map(MemberKind::Navigation);
    let mut places = HashMap::new();
    let mut members: Vec<MemberKind<'_>> = Vec::new();
    for member in properties.chain(navigations) {
        let place = *places.entry(member.name()).or_insert(members.len());
        match members.get_mut(place) {
            Some(earlier) => *earlier = member,
            None => members.push(member),
        }
    }
    members
}

/// The variants of an enumeration.
#[derive(Debug)]
pub(crate) struct Variants<'a> {
    /// Identifier and declaration, in the order of the source.
    pub(crate) members: Vec<(String, &'a edmund_model::Member)>,
    /// Identifier of the variant for members that the schema does not know.
    pub(crate) open: String,
}

/// The variants of an enumeration. Where a member is declared twice, the first stands.
pub(crate) fn variants<'a>(item: &'a Enum, findings: &mut Vec<Finding>) -> Variants<'a> {
    let mut scope = Scope::default();
    let mut seen = HashSet::new();
    let mut members = Vec::new();
    for member in item.members.iter().filter(|member| seen.insert(member.name.as_str())) {
        let given = scope.give(identifier(&member.name, Role::Variant), Role::Variant, member.origin);
        if let Some(first) = given.first {
            findings.push(collision(&member.name, &given.name, member.origin, first));
        }
        members.push((given.name, member));
    }
    let open = scope.give("Unrecognized".to_owned(), Role::Variant, item.origin).name;
    Variants { members, open }
}
