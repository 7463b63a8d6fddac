//! The changes that an entry can make to one element.

use super::element::Element;
use std::collections::HashSet;

use super::entry::{
    Annotate, ElementKind, Entry, NewMember, NewNavigation, NewOperation, NewParameter, NewProperty, NewSource, NewType,
};
use super::{add, annotate, docs, rename, types};
use crate::{
    Annotation, KeyPart, Model, NavigationSourceKind, OperationKind, Origin, QualifiedName, StructId, StructKind, TypeRef,
};

/// One change.
pub(super) enum Change<'a> {
    Contains(bool),
    Nullable(bool),
    Optional(bool),
    Abstract(bool),
    Open(bool),
    Stream(bool),
    Flags(bool),
    Composable(bool),
    Retype(&'a str),
    Base(&'a str),
    Key(&'a [String]),
    Value(i64),
    Annotate(&'a Annotate),
    AddProperty(&'a NewProperty),
    AddNavigation(&'a NewNavigation),
    AddMember(&'a NewMember),
    AddParameter(&'a NewParameter),
    AddSource(NavigationSourceKind, &'a NewSource),
    AddType(StructKind, &'a NewType),
    AddOperation(OperationKind, &'a NewOperation),
    Rename(&'a str),
}

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Changed,
    Same,
}

impl Outcome {
    fn of(changed: bool) -> Self {
        if changed { Outcome::Changed } else { Outcome::Same }
    }
}

/// The changes that an entry asks for, in the order in which they are made. Dropping is none of them.
pub(super) fn changes(entry: &Entry) -> Vec<Change<'_>> {
    let flags = [
        entry.contains.map(Change::Contains),
        entry.nullable.map(Change::Nullable),
        entry.optional.map(Change::Optional),
        entry.is_abstract.map(Change::Abstract),
        entry.open.map(Change::Open),
        entry.stream.map(Change::Stream),
        entry.flags.map(Change::Flags),
        entry.composable.map(Change::Composable),
        entry.retype.as_deref().map(Change::Retype),
        entry.base.as_deref().map(Change::Base),
        entry.key.as_deref().map(Change::Key),
        entry.value.map(Change::Value),
    ];
    let mut changes: Vec<_> = flags.into_iter().flatten().collect();
    changes.extend(entry.annotate.iter().flat_map(|list| list.iter()).map(Change::Annotate));
    changes.extend(entry.add_property.iter().flat_map(|list| list.iter()).map(Change::AddProperty));
    changes.extend(entry.add_navigation.iter().flat_map(|list| list.iter()).map(Change::AddNavigation));
    changes.extend(entry.add_member.iter().flat_map(|list| list.iter()).map(Change::AddMember));
    changes.extend(entry.add_parameter.iter().flat_map(|list| list.iter()).map(Change::AddParameter));
    let sources =
        [(NavigationSourceKind::EntitySet, &entry.add_entity_set), (NavigationSourceKind::Singleton, &entry.add_singleton)];
    for (kind, list) in sources {
        changes.extend(list.iter().flat_map(|list| list.iter()).map(|item| Change::AddSource(kind, item)));
    }
    for (kind, list) in [(StructKind::Entity, &entry.add_entity_type), (StructKind::Complex, &entry.add_complex_type)] {
        changes.extend(list.iter().flat_map(|list| list.iter()).map(|item| Change::AddType(kind, item)));
    }
    for (kind, list) in [(OperationKind::Action, &entry.add_action), (OperationKind::Function, &entry.add_function)] {
        changes.extend(list.iter().flat_map(|list| list.iter()).map(|item| Change::AddOperation(kind, item)));
    }
    changes.extend(entry.rename.as_deref().map(Change::Rename));
    changes
}

impl Change<'_> {
    /// Whether there is such a thing to change in elements of a kind.
    pub(super) fn applies_to(&self, kind: ElementKind) -> bool {
        use ElementKind as Kind;
        match self {
            Change::Contains(_) => kind == Kind::Navigation,
            Change::Nullable(_) => {
                matches!(kind, Kind::Property | Kind::Navigation | Kind::Parameter | Kind::ReturnType | Kind::Singleton)
            }
            Change::Retype(_) => matches!(
                kind,
                Kind::Property | Kind::Navigation | Kind::Parameter | Kind::ReturnType | Kind::Singleton | Kind::EntitySet
            ),
            Change::Optional(_) => kind == Kind::Parameter,
            Change::Abstract(_) | Change::Open(_) | Change::Base(_) | Change::AddProperty(_) | Change::AddNavigation(_) => {
                matches!(kind, Kind::EntityType | Kind::ComplexType)
            }
            Change::Stream(_) | Change::Key(_) => kind == Kind::EntityType,
            Change::Flags(_) | Change::AddMember(_) => kind == Kind::EnumType,
            Change::Value(_) => kind == Kind::EnumMember,
            Change::Composable(_) => kind == Kind::Function,
            Change::Annotate(_) => true,
            Change::AddParameter(_) => matches!(kind, Kind::Action | Kind::Function),
            Change::AddSource(..) => kind == Kind::Container,
            Change::AddType(..) | Change::AddOperation(..) => kind == Kind::Schema,
            Change::Rename(_) => !matches!(kind, Kind::Schema | Kind::ReturnType | Kind::Path),
        }
    }
}

/// Makes a change to an element of a kind that it applies to. Fails with what is wrong, in words; nothing has changed then.
pub(super) fn make(model: &mut Model, element: Element, change: &Change<'_>, origin: Origin) -> Result<Outcome, String> {
    match *change {
        Change::Retype(ty) => retype(model, element, ty),
        Change::Base(base) => rebase(model, element, base),
        Change::Key(key) => rekey(model, element, key, origin),
        Change::Annotate(annotation) => annotate::annotate(model, element, annotation, origin),
        Change::AddProperty(item) => add::property(model, element, item, origin),
        Change::AddNavigation(item) => add::navigation(model, element, item, origin),
        Change::AddMember(item) => add::member(model, element, item, origin),
        Change::AddParameter(item) => add::parameter(model, element, item, origin),
        Change::AddSource(kind, item) => add::source(model, element, (kind, item), origin),
        Change::AddType(kind, item) => add::structure(model, element, (kind, item), origin),
        Change::AddOperation(kind, item) => add::operation(model, element, (kind, item), origin),
        Change::Rename(name) => rename::rename(model, element, name),
        Change::Optional(value) => Ok(optional(model, element, value, origin)),
        _ => Ok(set(model, element, change)),
    }
}

/// Changes that are the value of one field.
fn set(model: &mut Model, element: Element, change: &Change<'_>) -> Outcome {
    if let (Change::Value(value), Element::Member(at, position)) = (change, element) {
        let field = &mut model.enums[at].members[position].value;
        return Outcome::of(std::mem::replace(field, *value) != *value);
    }
    match field(model, element, change) {
        Some((field, value)) => Outcome::of(std::mem::replace(field, value) != value),
        None => Outcome::Same,
    }
}

fn field<'m>(model: &'m mut Model, element: Element, change: &Change<'_>) -> Option<(&'m mut bool, bool)> {
    Some(match (change, element) {
        (Change::Contains(value), Element::Navigation(at, position)) => {
            (&mut model.structs[at].navigations[position].contains, *value)
        }
        (Change::Nullable(value), _) => (nullable(model, element)?, *value),
        (Change::Abstract(value), Element::Struct(at)) => (&mut model.structs[at].is_abstract, *value),
        (Change::Open(value), Element::Struct(at)) => (&mut model.structs[at].open, *value),
        (Change::Stream(value), Element::Struct(at)) => (&mut model.structs[at].has_stream, *value),
        (Change::Flags(value), Element::Enum(at)) => (&mut model.enums[at].is_flags, *value),
        (Change::Composable(value), Element::Operation(at)) => (&mut model.operations[at].composable, *value),
        _ => return None,
    })
}

fn nullable(model: &mut Model, element: Element) -> Option<&mut bool> {
    Some(match element {
        Element::Navigation(at, position) => &mut model.structs[at].navigations[position].nullable,
        Element::Source(at, position) => &mut model.containers[at].sources[position].nullable,
        _ => &mut type_of(model, element)?.nullable,
    })
}

/// The type that a property, parameter or result has.
fn type_of(model: &mut Model, element: Element) -> Option<&mut TypeRef> {
    Some(match element {
        Element::Property(at, position) => &mut model.structs[at].properties[position].ty,
        Element::Parameter(at, position) => &mut model.operations[at].parameters[position].ty,
        Element::Return(at) => &mut model.operations[at].returns.as_mut()?.ty,
        _ => return None,
    })
}

/// Optionality is an annotation in CSDL, so it is set as one.
fn optional(model: &mut Model, element: Element, value: bool, origin: Origin) -> Outcome {
    let list = element.annotations_mut(model);
    let is_set = crate::annotation(list, docs::OPTIONAL_PARAMETER).is_some();
    if is_set && !value {
        list.retain(|annotation| annotation.term.to_string() != docs::OPTIONAL_PARAMETER);
    } else if !is_set && value {
        let term = QualifiedName::parse(docs::OPTIONAL_PARAMETER).expect("the term's name is qualified");
        list.push(Annotation { term, qualifier: None, value: None, annotations: Vec::new(), origin });
    }
    let Element::Parameter(at, position) = element else { return Outcome::Same };
    let field = &mut model.operations[at].parameters[position].optional;
    Outcome::of(std::mem::replace(field, value) != value || is_set != value)
}

fn retype(model: &mut Model, element: Element, text: &str) -> Result<Outcome, String> {
    match element {
        Element::Navigation(at, position) => {
            let (target, collection) = types::resolve_entity(model, text)?;
            let navigation = &mut model.structs[at].navigations[position];
            let changed = (navigation.target, navigation.collection) != (Some(target), collection);
            (navigation.target, navigation.collection) = (Some(target), collection);
            Ok(Outcome::of(changed))
        }
        Element::Source(at, position) => {
            let (target, collection) = types::resolve_entity(model, text)?;
            if collection {
                return Err("entity sets and singletons name the type of one entity, without `Collection`".to_owned());
            }
            let source = &mut model.containers[at].sources[position];
            Ok(Outcome::of(source.ty.replace(target) != Some(target)))
        }
        _ => {
            let (ty, collection) = types::resolve(model, text)?;
            let Some(field) = type_of(model, element) else { return Ok(Outcome::Same) };
            let changed = (field.ty, field.collection) != (ty, collection);
            if changed {
                // Facets were those of the other type.
                *field = TypeRef { ty, collection, nullable: field.nullable, facets: None };
            }
            Ok(Outcome::of(changed))
        }
    }
}

fn rebase(model: &mut Model, element: Element, text: &str) -> Result<Outcome, String> {
    let Element::Struct(at) = element else { return Ok(Outcome::Same) };
    let base = if text.is_empty() { None } else { Some(types::resolve_struct(model, text)?) };
    if let Some(base) = base {
        if model.is_a(base, StructId(at as u32)) {
            return Err(format!("`{text}` derives from it, or is it"));
        }
        if model.structure(base).kind != model.structs[at].kind {
            return Err(format!(
                "`{text}` is of the other kind: entity types derive from entity types, complex types from complex types"
            ));
        }
    }
    let old = std::mem::replace(&mut model.structs[at].base, base);
    if let Some(message) = redeclared(model, at) {
        model.structs[at].base = old;
        return Err(message);
    }
    Ok(Outcome::of(old != base))
}

/// Says which member of a type, or of one derived from it, a base of the type has too.
fn redeclared(model: &Model, at: usize) -> Option<String> {
    let base = model.structs[at].base?;
    let inherited: HashSet<&str> = add::member_names(model, base.index()).collect();
    let heirs = model.struct_ids().filter(|id| model.is_a(*id, StructId(at as u32))).map(|id| model.structure(id));
    let names = heirs.flat_map(|item| {
        let properties = item.properties.iter().map(|property| property.name.as_str());
        properties.chain(item.navigations.iter().map(|navigation| navigation.name.as_str())).map(|name| (&item.name, name))
    });
    let mut clashes = names.filter(|(_, name)| inherited.contains(name));
    clashes.next().map(|(owner, name)| format!("`{owner}` has a `{name}` of its own, which it would inherit too"))
}

fn rekey(model: &mut Model, element: Element, key: &[String], origin: Origin) -> Result<Outcome, String> {
    let Element::Struct(at) = element else { return Ok(Outcome::Same) };
    let properties = model.properties(StructId(at as u32));
    for path in key {
        let first = path.split('/').next().unwrap_or_default();
        if !properties.iter().any(|property| property.name == first) {
            return Err(format!("it has no property `{first}`"));
        }
    }
    let item = &mut model.structs[at];
    if item.key.iter().map(|part| &part.path).eq(key) {
        return Ok(Outcome::Same);
    }
    item.key = key.iter().map(|path| KeyPart { path: path.clone(), alias: None, origin }).collect();
    Ok(Outcome::Changed)
}
