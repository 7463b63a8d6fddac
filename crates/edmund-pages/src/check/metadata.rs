//! Pages of types against the metadata: two sources that say the same thing have to agree.
//!
//! The metadata is that of the released version; pages about a preview are left out.

use std::collections::HashSet;

use edmund_model::{EnumId, FileId, Finding, Model, Origin, Primitive, Property, StructId, Type};

use super::Context;
use crate::catalog::{enum_name, resource_name};
use crate::page::{Field, Page};
use crate::type_cell::{TypeName, TypeSpelling};

pub(super) fn check(context: &mut Context<'_>, page: &Page) {
    let Some(model) = context.catalog.model.filter(|_| page.version() != Some("beta")) else { return };
    let files = &context.set.files;
    if let Some(Type::Struct(id)) = resource_name(page).and_then(|name| model.find(&name))
        && !files.contains(&model.structure(id).origin.file)
    {
        resource(context, model, files, page, id);
    }
    for section in &page.enums {
        if let Some(Type::Enum(id)) = model.find(&enum_name(page, section))
            && !files.contains(&model.enumeration(id).origin.file)
        {
            members(context, model, section.members.iter().map(|member| &member.name), id);
        }
    }
}

fn resource(context: &mut Context<'_>, model: &Model, files: &HashSet<FileId>, page: &Page, id: StructId) {
    for field in &page.resource.properties {
        let name = field.name.value.as_str();
        // What only pages know was added to the type from them.
        let declared = |origin: Origin| !files.contains(&origin.file);
        let property = model.properties(id).into_iter().find(|property| property.name == name && declared(property.origin));
        let is_navigation = model.navigations(id).iter().any(|navigation| navigation.name == name && declared(navigation.origin));
        match property {
            Some(property) => ty(context, model, field, property),
            None if is_navigation || model.is_open(id) || name.contains(['@', '.']) => {}
            None => undeclared(context, model, field, id),
        }
    }
}

/// GD220: a property of a page is a property of the metadata.
fn undeclared(context: &mut Context<'_>, model: &Model, field: &Field, id: StructId) {
    let item = model.structure(id);
    let finding = Finding::warning("GD220", field.name.origin, format!("the metadata has no property `{}`", field.name.value))
        .with_other(item.origin, format!("`{}` is declared here", item.name.name));
    let names: Vec<&str> = model.properties(id).iter().map(|property| property.name.as_str()).collect();
    context.report(
        match edmund_model::nearest(&field.name.value, names.iter().copied().filter(|name| *name != field.name.value)) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("remove the row, or bring the metadata up to date"),
        },
    );
}

/// GD221: a property has the type that the metadata says. A client takes that of the metadata.
fn ty(context: &mut Context<'_>, model: &Model, field: &Field, property: &Property) {
    let Some(spelling) = &field.ty else { return };
    let collection = spelling.collection != property.ty.collection;
    if !collection && same(model, spelling, property) {
        return;
    }
    let simple = match property.ty.ty {
        Type::Primitive(primitive) => primitive.name().to_owned(),
        other => model.type_name(other).rsplit('.').next().unwrap_or_default().to_owned(),
    };
    let declared = if property.ty.collection { format!("{simple} collection") } else { simple };
    context.report(
        Finding::warning("GD221", spelling.origin, format!("property is `{}` here, `{declared}` in the metadata", spelling.text))
            .with_other(property.origin, "declared here")
            .with_note("clients take the type of the metadata")
            .with_help(format!("write `{declared}`, or correct the metadata")),
    );
}

/// Whether a spelling can mean a property's type; what says nothing certain can.
fn same(model: &Model, spelling: &TypeSpelling, property: &Property) -> bool {
    let declared = match property.ty.ty {
        Type::Definition(id) => Type::Primitive(model.definition(id).underlying),
        other => other,
    };
    match (&spelling.name, declared) {
        (_, Type::Unknown | Type::Primitive(Primitive::Untyped)) | (TypeName::Unreadable, _) => true,
        (TypeName::Primitive(Primitive::Untyped), _) => true,
        (TypeName::Primitive(written), Type::Primitive(declared)) => *written == declared,
        (TypeName::Enumeration, declared) => matches!(declared, Type::Enum(_)),
        (TypeName::Named(name), declared @ (Type::Struct(_) | Type::Enum(_))) => {
            let simple = |name: &str| name.rsplit('.').next().unwrap_or(name).to_lowercase();
            simple(name) == simple(&model.type_name(declared))
        }
        (TypeName::Primitive(_), _) | (TypeName::Named(_), _) => false,
    }
}

/// GD222: a member of a page is a member of the metadata. That the metadata has more is how enumerations grow.
fn members<'p>(
    context: &mut Context<'_>,
    model: &Model,
    members: impl Iterator<Item = &'p crate::page::Located<String>>,
    id: EnumId,
) {
    let item = model.enumeration(id);
    for member in members.filter(|member| !item.members.iter().any(|declared| declared.name == member.value)) {
        let finding = Finding::warning("GD222", member.origin, format!("`{}` is not a member in the metadata", member.value))
            .with_other(item.origin, format!("`{}` is declared here", item.name.name));
        context.report(match edmund_model::nearest(&member.value, item.members.iter().map(|member| member.name.as_str())) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help("remove the member, or bring the metadata up to date"),
        });
    }
}
