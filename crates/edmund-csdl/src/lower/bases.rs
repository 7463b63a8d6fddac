//! Base types, and what makes inheritance acyclic.

use edmund_model::{Finding, Model, StructId, StructKind, Type};

use super::{Declaration, Declared, Lowering};

/// Resolves all base types, then breaks cycles at the first type of each.
pub(super) fn resolve(lowering: &mut Lowering<'_>, declared: &Declared<'_>) {
    for (id, declaration) in &declared.structs {
        let base = lowering.base(declaration);
        lowering.model.structs[id.index()].base = base;
    }
    for cycle in cycles(&lowering.model) {
        let finding = cyclic(&lowering.model, declared, &cycle);
        lowering.findings.push(finding);
        lowering.model.structs[cycle[0].index()].base = None;
    }
}

impl Lowering<'_> {
    /// An entity type derives from an entity type, a complex type from a complex type (CSDL 4.01, sections 6.1 and 9.1).
    fn base(&mut self, declaration: &Declaration<'_>) -> Option<StructId> {
        let attribute = declaration.element.attribute("BaseType")?;
        let kind = if declaration.element.name == "EntityType" { StructKind::Entity } else { StructKind::Complex };
        match self.named_type(declaration.scope, &attribute.value, attribute.origin) {
            Type::Struct(id) if self.model.structure(id).kind == kind => return Some(id),
            Type::Unknown => return None,
            Type::Primitive(primitive) if ["EntityType", "ComplexType"].contains(&primitive.name()) => {
                let message = format!("`Edm.{}` cannot be derived from", primitive.name());
                let finding = Finding::error("base-type-builtin-abstract", attribute.origin, message);
                self.findings.push(finding.with_help("leave `BaseType` out"));
            }
            ty => {
                let wanted = if kind == StructKind::Entity { "an entity type" } else { "a complex type" };
                let message = format!("the base type `{}` is not {wanted}", self.model.type_name(ty));
                self.findings.push(Finding::error("base-type-kind-mismatch", attribute.origin, message));
            }
        }
        None
    }
}

/// The inheritance cycles, each from its first type on along its bases. Every type has at most one base, so one walk over all suffices.
fn cycles(model: &Model) -> Vec<Vec<StructId>> {
    let mut walk_of: Vec<Option<u32>> = vec![None; model.structs.len()];
    let mut cycles = Vec::new();
    for start in model.struct_ids() {
        let mut next = Some(start);
        while let Some(id) = next {
            match walk_of[id.index()] {
                None => walk_of[id.index()] = Some(start.0),
                Some(walk) if walk == start.0 => {
                    cycles.push(cycle_from(model, id));
                    break;
                }
                Some(_) => break,
            }
            next = model.structure(id).base;
        }
    }
    cycles
}

fn cycle_from(model: &Model, id: StructId) -> Vec<StructId> {
    let mut cycle = vec![id];
    cycle.extend(std::iter::successors(model.structure(id).base, |id| model.structure(*id).base).take_while(|next| *next != id));
    let first = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(index, _)| index);
    cycle.rotate_left(first);
    cycle
}

fn cyclic(model: &Model, declared: &Declared<'_>, cycle: &[StructId]) -> Finding {
    let place = |id: StructId| {
        declared.structs.get(id.index()).map_or(model.structure(id).origin, |(_, it)| it.element.place("BaseType"))
    };
    let name = &model.structure(cycle[0]).name;
    let message = match cycle.len() {
        1 => format!("`{name}` derives from itself"),
        2 => format!("`{name}` derives from itself through `{}`", model.structure(cycle[1]).name),
        length => format!("`{name}` derives from itself through {} other types", length - 1),
    };
    let mut finding = Finding::error("cyclic-base-type", place(cycle[0]), message);
    for id in cycle.iter().skip(1).take(20) {
        finding = finding.with_other(place(*id), format!("the base of `{}`", model.structure(*id).name));
    }
    finding.with_help("remove one of these base types")
}
