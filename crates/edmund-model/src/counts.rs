//! Figures about a model, to compare with what one knows of a schema.

use std::collections::BTreeMap;

use crate::{Model, StructKind};

/// Facts that follow from the model as a whole.
///
/// - `maxInheritanceDepth`: the longest line of base types above a type;
/// - `propsFlattened`: properties and navigation properties, inherited ones counted for each type that has them;
/// - `abstract`, `openDeclared`, `hasStream`: types declared so; `openEffective`: types open by themselves or by inheritance;
/// - `keylessEntities`: entity types without a key of their own or inherited;
/// - `boundOps`: overloads of bound operations; `composable`: overloads of composable functions;
/// - `contained`: containment navigation properties; `collProps`: collection-valued structural properties;
/// - `nonNullableProps`: structural properties that must not be null; `flagsEnums`: enumerations whose value is a set.
pub fn derived_counts(model: &Model) -> BTreeMap<&'static str, usize> {
    let structs = |wanted: fn(&crate::Struct) -> bool| model.structs.iter().filter(|item| wanted(item)).count();
    let properties = |wanted: fn(&crate::Property) -> bool| {
        model.structs.iter().flat_map(|item| &item.properties).filter(|item| wanted(item)).count()
    };
    let sizes = sizes(model);
    BTreeMap::from([
        ("maxInheritanceDepth", sizes.iter().map(|size| size.depth).max().unwrap_or(0)),
        ("propsFlattened", sizes.iter().map(|size| size.members).sum()),
        ("abstract", structs(|item| item.is_abstract)),
        ("openDeclared", structs(|item| item.open)),
        ("openEffective", sizes.iter().filter(|size| size.open).count()),
        ("hasStream", structs(|item| item.has_stream)),
        ("keylessEntities", keyless(model)),
        ("boundOps", model.operations.iter().filter(|item| item.bound).count()),
        ("composable", model.operations.iter().filter(|item| item.composable).count()),
        ("contained", model.structs.iter().flat_map(|item| &item.navigations).filter(|item| item.contains).count()),
        ("collProps", properties(|item| item.ty.collection)),
        ("nonNullableProps", properties(|item| !item.ty.nullable)),
        ("flagsEnums", model.enums.iter().filter(|item| item.is_flags).count()),
    ])
}

fn keyless(model: &Model) -> usize {
    model.struct_ids().filter(|id| model.structure(*id).kind == StructKind::Entity && model.key(*id).is_empty()).count()
}

/// What a type has together with its bases.
#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    members: usize,
    open: bool,
}

/// The sizes of all types. Each is computed once, from its base's, so that a deep hierarchy costs no more than a flat one.
fn sizes(model: &Model) -> Vec<Size> {
    let mut sizes: Vec<Option<Size>> = vec![None; model.structs.len()];
    for id in model.struct_ids() {
        let pending: Vec<_> = model.lineage(id).take_while(|id| sizes[id.index()].is_none()).collect();
        for id in pending.into_iter().rev() {
            let item = model.structure(id);
            let base = item.base.and_then(|base| sizes[base.index()]);
            sizes[id.index()] = Some(Size {
                depth: base.map_or(0, |base| base.depth + 1),
                members: base.map_or(0, |base| base.members) + item.properties.len() + item.navigations.len(),
                open: item.open || base.is_some_and(|base| base.open),
            });
        }
    }
    sizes.into_iter().map(Option::unwrap_or_default).collect()
}
