//! File names: the only place where they are made.

use std::collections::HashSet;

use edmund_model::surface::{Entry, Segment};
use edmund_model::{Model, QualifiedName, RequestKind, StructId, Type};

/// Gives out names that differ even on file systems without regard to case.
#[derive(Debug, Default)]
pub(super) struct Names {
    used: HashSet<String>,
}

impl Names {
    /// The first of the candidates that is free; the last one with a number when none is.
    pub(super) fn claim(&mut self, candidates: &[String]) -> String {
        if let Some(free) = candidates.iter().find(|name| !self.used.contains(name.as_str())) {
            self.used.insert(free.clone());
            return free.clone();
        }
        let base = candidates.last().map_or("page", String::as_str);
        let mut number = 2_u32;
        loop {
            let name = format!("{base}-{number}");
            if self.used.insert(name.clone()) {
                return name;
            }
            number += 1;
        }
    }
}

/// The file name of a type: `userregistrationdetails`, with its namespace where that is not the default:
/// `callrecords-session` below the default, `microsoft.aad.reporting-credentialuserregistrationdetails` beside it.
pub(super) fn of_type(name: &QualifiedName, default_namespace: &str) -> String {
    let simple = safe(&name.name);
    if name.namespace == default_namespace {
        return simple;
    }
    let below = name.namespace.strip_prefix(default_namespace).and_then(|rest| rest.strip_prefix('.'));
    format!("{}-{simple}", safe(below.filter(|_| !default_namespace.is_empty()).unwrap_or(&name.namespace)))
}

/// The file names of an entry's page, the one it should have first.
pub(super) fn of_entry(model: &Model, entry: &Entry, default_namespace: &str) -> Vec<String> {
    let stem = |id| of_type(&model.structure(id).name, default_namespace);
    let target = subject(model, entry).map_or_else(|| "service".to_owned(), stem);
    let owner = entry.owner.map_or_else(|| target.clone(), stem);
    let segment = entry.segment().map(safe).unwrap_or_default();
    let on_navigation = |verb: &str| format!("{owner}-{verb}-{segment}");
    match entry.kind {
        RequestKind::List if entry.owner.is_none() => vec![format!("{target}-list"), on_navigation("list")],
        RequestKind::List => vec![on_navigation("list")],
        RequestKind::Create => vec![on_navigation("post")],
        RequestKind::CreateMedia => vec![format!("{}-content", on_navigation("post"))],
        RequestKind::AddRef => vec![format!("{}-ref", on_navigation("post"))],
        RequestKind::SetRef => vec![format!("{}-ref", on_navigation("put"))],
        RequestKind::RemoveRef => vec![format!("{}-ref", on_navigation("delete"))],
        RequestKind::Get if is_reference(model, entry) => vec![on_navigation("get")],
        RequestKind::Get => vec![format!("{target}-get"), on_navigation("get")],
        RequestKind::Update => vec![format!("{target}-update"), on_navigation("update")],
        RequestKind::Delete => vec![format!("{target}-delete"), on_navigation("delete")],
        RequestKind::ReadStream | RequestKind::WriteStream | RequestKind::DeleteStream => of_stream(entry, &owner, &target),
        _ => of_call(model, entry, &target),
    }
}

fn of_stream(entry: &Entry, owner: &str, target: &str) -> Vec<String> {
    let verb = match entry.kind {
        RequestKind::ReadStream => "get",
        RequestKind::DeleteStream => "delete",
        _ => "update",
    };
    let inside: Vec<String> = surrounding(entry).into_iter().map(safe).collect();
    match entry.path.segments.last() {
        Some(Segment::Stream(name)) if !inside.is_empty() => vec![format!("{target}-{verb}-{}-{}", inside.join("-"), safe(name))],
        Some(Segment::Stream(name)) => {
            let name = safe(name);
            vec![format!("{owner}-{verb}-{name}"), format!("{owner}-{verb}-{name}-content")]
        }
        _ => vec![format!("{owner}-{verb}-content"), format!("{owner}-{verb}-media")],
    }
}

fn of_call(model: &Model, entry: &Entry, target: &str) -> Vec<String> {
    let Some(operation) = entry.operation.map(|id| model.operation(id)) else { return vec![target.to_owned()] };
    // An import is called by its own name, not by that of the operation behind it.
    let name = match entry.path.segments.last() {
        Some(Segment::Root(name)) => safe(name),
        Some(Segment::Call { name, .. }) if entry.target.is_none() => safe(name),
        _ => safe(&operation.name.name),
    };
    let plain = format!("{target}-{name}");
    let parameters: Vec<String> = operation.arguments().iter().map(|parameter| safe(&parameter.name)).collect();
    let on_many = if entry.collection { format!("{plain}-collection") } else { plain.clone() };
    if parameters.is_empty() {
        vec![plain, on_many]
    } else {
        vec![plain.clone(), format!("{plain}-with-{}", parameters.join("-"))]
    }
}

/// The properties that hold the complex values around a stream, outermost first.
pub(super) fn surrounding(entry: &Entry) -> Vec<&str> {
    let names = entry.path.segments.iter().filter_map(|segment| match segment {
        Segment::Property(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The type that a request is about: of an operation the one it is bound to, which may be a base of what the path addresses.
pub(super) fn subject(model: &Model, entry: &Entry) -> Option<StructId> {
    let binding = entry.operation.and_then(|id| model.operation(id).binding());
    let bound = binding.and_then(|binding| if let Type::Struct(id) = binding.ty.ty { Some(id) } else { None });
    bound.or(entry.target)
}

/// Whether the entry's navigation leads to an entity that lives elsewhere.
pub(super) fn is_reference(model: &Model, entry: &Entry) -> bool {
    let (Some(owner), Some(Segment::Navigation(name))) = (entry.owner, entry.path.segments.last()) else { return false };
    model.structure(owner).navigations.iter().any(|navigation| navigation.name == *name && !navigation.contains)
}

/// The name of an example: letters, digits and underscores.
pub(super) fn of_example(stem: &str) -> String {
    let name: String = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    // One that ends in an underscore looks like a generator's that lacked the last word.
    format!("{}{}", name.trim_end_matches('_'), if name.ends_with('_') { "_example" } else { "" })
}

/// What of a name may stand in a file name on every system.
fn safe(text: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_');
    let name: String = text.to_lowercase().chars().map(|c| if fits(c) { c } else { '_' }).take(100).collect();
    if name.trim_matches('.').is_empty() { "unnamed".to_owned() } else { name }
}
