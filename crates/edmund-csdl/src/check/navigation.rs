//! Navigation properties: partners, constraints, containment.

use std::collections::HashMap;

use edmund_model::{Constraint, Finding, Navigation, StructId, Type};

use super::paths::Reached;
use super::{Checker, Member};

pub(super) fn check(checker: &mut Checker<'_>) {
    let model = checker.model;
    for id in model.struct_ids() {
        for navigation in &model.structure(id).navigations {
            partner(checker, navigation);
            constraints(checker, id, navigation);
            recursive_containment(checker, id, navigation);
        }
    }
}

/// A partner is a path from the target to a navigation property (CSDL 4.01, section 8.3).
fn partner<'a>(checker: &mut Checker<'a>, navigation: &'a Navigation) {
    let (Some(partner), Some(target)) = (navigation.partner.as_deref(), navigation.target) else { return };
    if !matches!(checker.follow(target, partner), Reached::Member(Member::Navigation(_)) | Reached::Unknown) {
        let name = &checker.model.structure(target).name;
        let place = checker.place(navigation.origin, "Partner");
        let finding = Finding::error("unresolved-partner", place, format!("`{name}` has no navigation property `{partner}`"));
        let names = checker.model.navigations(target).into_iter().map(|navigation| navigation.name.as_str());
        checker.report(match edmund_model::nearest(partner, names) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")).with_fix(format!("write `{near}`"), place, near),
            None => finding.with_help("name the navigation property that leads back, or remove `Partner`"),
        });
    }
}

/// A constraint pairs a property of this type with one of the target, of one type (CSDL 4.01, section 8.5).
fn constraints<'a>(checker: &mut Checker<'a>, owner: StructId, navigation: &'a Navigation) {
    let mut seen = HashMap::new();
    for constraint in &navigation.constraints {
        let dependent = end(checker, Some(owner), &constraint.property, constraint, "Property");
        let principal = end(checker, navigation.target, &constraint.referenced, constraint, "ReferencedProperty");
        if let (Some(dependent), Some(principal)) = (dependent, principal)
            && dependent != principal
        {
            let names = (checker.model.type_name(dependent), checker.model.type_name(principal));
            let message =
                format!("`{}` is of type `{}`, `{}` of type `{}`", constraint.property, names.0, constraint.referenced, names.1);
            checker.report(Finding::warning("constraint-type-mismatch", constraint.origin, message));
        }
        if let Some(first) = seen.insert(constraint.property.as_str(), constraint.origin) {
            let message = format!("`{}` is constrained twice", constraint.property);
            let finding = Finding::error("duplicate-dependent-property", checker.place(constraint.origin, "Property"), message);
            checker.report(finding.with_other(first, "the first constraint"));
        }
    }
}

/// The type of one end of a constraint; nothing when it is not known.
fn end<'a>(
    checker: &mut Checker<'a>,
    owner: Option<StructId>,
    path: &'a str,
    constraint: &Constraint,
    attribute: &str,
) -> Option<Type> {
    let owner = owner?;
    match checker.follow(owner, path) {
        Reached::Member(Member::Property(property)) => Some(property.ty.ty).filter(|ty| *ty != Type::Unknown),
        Reached::Unknown => None,
        _ => {
            let name = &checker.model.structure(owner).name;
            let place = checker.place(constraint.origin, attribute);
            let finding = Finding::error("unresolved-constraint-property", place, format!("`{name}` has no property `{path}`"));
            let names = checker.model.properties(owner).into_iter().map(|property| property.name.as_str());
            let near = edmund_model::nearest(path, names).map(str::to_owned);
            checker.report(match near {
                Some(near) => {
                    finding.with_help(format!("did you mean `{near}`?")).with_fix(format!("write `{near}`"), place, near)
                }
                None => finding.with_help("name a property of that type"),
            });
            None
        }
    }
}

/// What contains one of its own kind may end somewhere (rule `NavigationPropertyWithRecursiveContainmentTargetMustBeOptional` of
/// Microsoft.OData.Edm).
fn recursive_containment(checker: &mut Checker<'_>, owner: StructId, navigation: &Navigation) {
    let required = navigation.contains && !navigation.collection && !navigation.nullable;
    if navigation.target.is_some_and(|target| required && checker.model.is_a(owner, target)) {
        let message = format!("`{}` must contain another entity of its own type, without end", navigation.name);
        let finding = Finding::error("recursive-containment-required", checker.place(navigation.origin, "Nullable"), message);
        checker.report(finding.with_help("remove Nullable=\"false\""));
    }
}
