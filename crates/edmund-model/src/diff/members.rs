//! Properties and navigation properties of one type.

use std::collections::HashMap;

use super::ChangeKind;
use super::comparison::{Comparison, Direction, Origins, Place};
use super::pairs::Pairs;
use super::usage::is_read_only;
use crate::{Model, Navigation, Origin, Property, StructId, TypeRef, nearest};

/// Beyond this many new members, none is proposed as the new name of one that is gone.
const CANDIDATES: usize = 64;

/// A property of either kind.
#[derive(Clone, Copy)]
enum Member<'a> {
    Property(&'a Property),
    Navigation(&'a Navigation),
}

impl<'a> Member<'a> {
    fn name(self) -> &'a str {
        match self {
            Member::Property(item) => &item.name,
            Member::Navigation(item) => &item.name,
        }
    }

    fn origin(self) -> Origin {
        match self {
            Member::Property(item) => item.origin,
            Member::Navigation(item) => item.origin,
        }
    }

    fn same_kind(self, other: Member<'_>) -> bool {
        matches!((self, other), (Member::Property(_), Member::Property(_)) | (Member::Navigation(_), Member::Navigation(_)))
    }
}

fn members(model: &Model, id: StructId) -> Vec<Member<'_>> {
    let structure = model.structure(id);
    let properties = structure.properties.iter().map(Member::Property);
    properties.chain(structure.navigations.iter().map(Member::Navigation)).collect()
}

impl<'a> Comparison<'a> {
    /// What changed among the members that two versions of a type declare.
    pub(super) fn members(&mut self, place: &Place, old_id: StructId, new_id: StructId) {
        let (old, new) = (members(self.old, old_id), members(self.new, new_id));
        let pairs = Pairs::new(&old, &new, |member| member.name().to_owned());
        for (old, new) in &pairs.recased {
            let kind = match old {
                Member::Property(_) => ChangeKind::PropertyCasing,
                Member::Navigation(_) => ChangeKind::NavigationCasing,
            };
            let message = format!("is now called `{}`", new.name());
            self.record(kind, &place.member(old.name()), Origins::both(old.origin(), new.origin()), message);
        }
        for (old, new) in pairs.both() {
            self.member(place, old_id, *old, *new);
        }
        let inherited = if pairs.removed.is_empty() { HashMap::new() } else { inherited(self.new, new_id) };
        for member in pairs.removed.iter().copied().copied() {
            self.removed_member(place, old_id, member, &pairs.added, &inherited);
        }
        for member in pairs.added.iter().copied().copied() {
            self.added_member(place, old_id, member);
        }
    }

    fn member(&mut self, place: &Place, owner: StructId, old: Member<'a>, new: Member<'a>) {
        let place = place.member(old.name());
        let origins = Origins::both(old.origin(), new.origin());
        match (old, new) {
            (Member::Property(old), Member::Property(new)) => self.property(&place, owner, old, new),
            (Member::Navigation(old), Member::Navigation(new)) => self.navigation(&place, old, new),
            (Member::Property(_), Member::Navigation(_)) => {
                self.record(ChangeKind::PropertyBecameNavigation, &place, origins, "is now a navigation property");
            }
            (Member::Navigation(_), Member::Property(_)) => {
                self.record(ChangeKind::NavigationBecameProperty, &place, origins, "is now a structural property");
            }
        }
    }

    fn removed_member(
        &mut self,
        place: &Place,
        owner: StructId,
        member: Member<'a>,
        added: &[&Member<'a>],
        inherited: &HashMap<&'a str, Member<'a>>,
    ) {
        if let Some(new) = inherited.get(member.name()).filter(|new| new.same_kind(member)) {
            let (place, origins) = (place.member(member.name()), Origins::both(member.origin(), new.origin()));
            let (kind, message) = match member {
                Member::Property(_) => (ChangeKind::PropertyMoved, "is now declared by a base type"),
                Member::Navigation(_) => (ChangeKind::NavigationMoved, "is now declared by a base type"),
            };
            self.record(kind, &place, origins, message);
            return self.member_of_base(&place, owner, member, *new);
        }
        let candidates = added.iter().filter(|_| added.len() <= CANDIDATES).filter(|new| self.alike(member, ***new));
        let renamed = nearest(member.name(), candidates.map(|new| new.name()));
        let hint = renamed.map(|name| format!("; `{name}` is new and of the same type")).unwrap_or_default();
        let (kind, what) = match member {
            Member::Property(_) => (ChangeKind::PropertyRemoved, "property"),
            Member::Navigation(_) => (ChangeKind::NavigationRemoved, "navigation property"),
        };
        let message = format!("the {what} is gone{hint}");
        self.record(kind, &place.member(member.name()), Origins::old(member.origin()), message);
    }

    fn member_of_base(&mut self, place: &Place, owner: StructId, old: Member<'a>, new: Member<'a>) {
        match (old, new) {
            (Member::Property(old), Member::Property(new)) => self.property(place, owner, old, new),
            (Member::Navigation(old), Member::Navigation(new)) => self.navigation(place, old, new),
            _ => {}
        }
    }

    fn alike(&self, old: Member<'_>, new: Member<'_>) -> bool {
        match (old, new) {
            (Member::Property(old), Member::Property(new)) => self.same_type(&old.ty, &new.ty),
            (Member::Navigation(old), Member::Navigation(new)) => self.same_target(old, new),
            _ => false,
        }
    }

    fn added_member(&mut self, place: &Place, owner: StructId, member: Member<'a>) {
        let origins = Origins::new(member.origin());
        let place = place.member(member.name());
        match member {
            Member::Navigation(_) => self.record(ChangeKind::NavigationAdded, &place, origins, "the navigation property is new"),
            Member::Property(property) if self.must_be_sent(owner, property) => {
                let message = "the property is new, takes no null and has no default";
                self.record(ChangeKind::RequiredPropertyAdded, &place, origins, message);
            }
            Member::Property(_) => self.record(ChangeKind::PropertyAdded, &place, origins, "the property is new"),
        }
    }

    /// An empty collection is always possible; only single values can be required.
    fn must_be_sent(&self, owner: StructId, property: &Property) -> bool {
        let TypeRef { nullable, collection, .. } = property.ty;
        !nullable && !collection && property.default.is_none() && self.usage.is_written(owner, property)
    }

    fn property(&mut self, place: &Place, owner: StructId, old: &Property, new: &Property) {
        let origins = Origins::both(old.origin, new.origin);
        let written = self.usage.is_written(owner, old) && !is_read_only(new);
        let direction = if written { Direction::Both } else { Direction::Response };
        if self.same_type(&old.ty, &new.ty) {
            self.nullability(place, (old.ty.nullable, new.ty.nullable), direction, origins);
            self.facets(place, old.ty.facets.as_deref(), new.ty.facets.as_deref(), direction, origins);
        } else {
            let message = self.retyped(&old.ty, &new.ty);
            self.record(ChangeKind::PropertyRetyped, place, origins, message);
        }
        if old.default != new.default {
            let text = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| format!("`{value}`"));
            let message = format!("the default changed from {} to {}", text(&old.default), text(&new.default));
            self.record(ChangeKind::DefaultChanged, place, origins, message);
        }
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }

    fn same_target(&self, old: &Navigation, new: &Navigation) -> bool {
        let counterpart = old.target.map(|target| self.counterpart(crate::Type::Struct(target)));
        old.collection == new.collection && counterpart == new.target.map(|target| Some(crate::Type::Struct(target)))
    }

    fn navigation(&mut self, place: &Place, old: &Navigation, new: &Navigation) {
        let origins = Origins::both(old.origin, new.origin);
        if !self.same_target(old, new) {
            let message = format!("the target changed from `{}` to `{}`", target_text(self.old, old), target_text(self.new, new));
            self.record(ChangeKind::NavigationRetyped, place, origins, message);
        } else if !old.collection {
            self.nullability(place, (old.nullable, new.nullable), Direction::Both, origins);
        }
        let kinds = (ChangeKind::ContainmentAdded, ChangeKind::ContainmentRemoved);
        self.record_flag((old.contains, new.contains), kinds, place, origins, "contained");
        if relationship(old) != relationship(new) {
            self.record(ChangeKind::RelationshipChanged, place, origins, "partner, constraints or delete behaviour changed");
        }
        self.annotations(place, &old.annotations, &new.annotations, origins);
        self.docs(place, &old.docs, &new.docs, origins);
    }
}

/// Partner, delete behaviour and constraints, without where they stand.
type Relationship<'a> = (Option<&'a str>, Option<&'a str>, Vec<(&'a str, &'a str)>);

fn relationship(navigation: &Navigation) -> Relationship<'_> {
    let constraints = navigation.constraints.iter();
    let constraints = constraints.map(|constraint| (constraint.property.as_str(), constraint.referenced.as_str())).collect();
    (navigation.partner.as_deref(), navigation.on_delete.as_deref(), constraints)
}

fn target_text(model: &Model, navigation: &Navigation) -> String {
    let name = navigation.target.map_or("an unknown type".to_owned(), |target| model.structure(target).name.to_string());
    if navigation.collection { format!("Collection({name})") } else { name }
}

/// What a type inherits, by name.
fn inherited(model: &Model, id: StructId) -> HashMap<&str, Member<'_>> {
    let members = model.lineage(id).skip(1).flat_map(|base| members(model, base));
    members.map(|member| (member.name(), member)).collect()
}
