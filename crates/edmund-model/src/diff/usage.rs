//! Whether clients send values of a type, or only receive them.

use crate::Access;
use crate::{Model, Property, StructId, StructKind, Type};

/// What clients may send, by struct.
pub(super) struct Usage {
    written: Vec<bool>,
}

impl Usage {
    /// Entities and what parameters take is sent by clients, with all that their properties hold and all that derives from them.
    /// What only ever is a result is not.
    pub(super) fn of(model: &Model) -> Self {
        let mut derived = vec![Vec::new(); model.structs.len()];
        for id in model.struct_ids() {
            if let Some(base) = model.structure(id).base {
                derived[base.index()].push(id);
            }
        }
        let mut written = vec![false; model.structs.len()];
        let mut waiting = seeds(model);
        while let Some(id) = waiting.pop() {
            if std::mem::replace(&mut written[id.index()], true) {
                continue;
            }
            let structure = model.structure(id);
            waiting.extend(structure.base);
            waiting.extend(&derived[id.index()]);
            waiting.extend(structure.properties.iter().filter_map(|property| as_struct(property.ty.ty)));
        }
        Usage { written }
    }

    /// Whether clients send a property's value: not when the service computes it, nor when its permissions are to read only
    /// (`Org.OData.Core.V1.Computed`, `.Permissions`).
    pub(super) fn is_written(&self, owner: StructId, property: &Property) -> bool {
        self.written.get(owner.index()).copied().unwrap_or(false) && !is_read_only(property)
    }
}

/// Whether the service alone gives a property its value.
pub(super) fn is_read_only(property: &Property) -> bool {
    Access::of(&property.annotations) <= Access::Read
}

fn seeds(model: &Model) -> Vec<StructId> {
    let entities = model.struct_ids().filter(|id| model.structure(*id).kind == StructKind::Entity);
    let arguments = model.operations.iter().flat_map(|operation| operation.arguments());
    entities.chain(arguments.filter_map(|parameter| as_struct(parameter.ty.ty))).collect()
}

fn as_struct(ty: Type) -> Option<StructId> {
    match ty {
        Type::Struct(id) => Some(id),
        _ => None,
    }
}
