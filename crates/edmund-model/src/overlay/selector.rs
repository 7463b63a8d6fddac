//! Targets: which elements of a model a text means. The grammar stands in the [module documentation](super).

use super::element::Element;
use super::types::{expand, type_text};
use crate::{Annotation, Model, Operation, OperationKind, Parameter, QualifiedName, Type};

/// A target, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selector {
    /// The qualified name, or its pattern.
    name: QualifiedName,
    /// The whole of the path before any signature, for namespaces and annotation paths.
    text: String,
    signature: Option<Vec<Argument>>,
    member: Option<String>,
    annotation: Option<(QualifiedName, Option<String>)>,
}

/// One item of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Argument {
    Any,
    Rest,
    Named { name: Option<String>, ty: Option<String> },
}

impl Selector {
    /// Reads a target. Fails with what is wrong, in words.
    pub(super) fn parse(model: &Model, target: &str) -> Result<Self, String> {
        let target = target.trim();
        let (path, annotation) = match target.split_once('@') {
            Some((path, term)) => (path, Some(parse_term(model, term)?)),
            None => (target, None),
        };
        let (head, signature, rest) = split(path)?;
        let text = expand(model, head);
        let name = QualifiedName::parse(&text).or_else(|| (!text.is_empty()).then(|| QualifiedName::new("", text.as_str())));
        let name = name.ok_or_else(|| format!("`{target}` does not start with a qualified name"))?;
        let signature = signature.map(|signature| parse_signature(model, signature)).transpose()?;
        let member = rest.map(str::to_owned);
        Ok(Selector {
            name,
            text: format!("{text}{}", rest.map(|rest| format!("/{rest}")).unwrap_or_default()),
            signature,
            member,
            annotation,
        })
    }

    /// Whether it may match elements of several names.
    pub(super) fn is_pattern(&self) -> bool {
        let parts = [Some(&self.name.namespace), Some(&self.name.name), self.member.as_ref()];
        parts.into_iter().flatten().any(|part| part.contains('*'))
    }

    /// Whether it means annotations rather than the elements they stand on.
    pub(super) fn is_annotation(&self) -> bool {
        self.annotation.is_some()
    }

    /// The elements it matches, in order.
    pub(super) fn elements(&self, model: &Model) -> Vec<Element> {
        let mut found = Vec::new();
        if self.signature.is_none() {
            self.types(model, &mut found);
            self.containers(model, &mut found);
            found.extend(positions(&model.external, |item| item.target == self.text).map(Element::External));
        }
        self.operations(model, &mut found);
        found
    }

    /// The namespaces it matches.
    pub(super) fn schemas(&self, model: &Model) -> Vec<Element> {
        positions(&model.schemas, |schema| glob(&self.text, &schema.namespace)).map(Element::Schema).collect()
    }

    /// The positions of the annotations it means, in a list.
    pub(super) fn annotations(&self, annotations: &[Annotation]) -> Vec<usize> {
        let Some((term, qualifier)) = &self.annotation else { return Vec::new() };
        let is_meant = |annotation: &Annotation| {
            let same = glob(&term.namespace, &annotation.term.namespace) && glob(&term.name, &annotation.term.name);
            same && (annotation.qualifier == *qualifier || qualifier.as_deref() == Some("*"))
        };
        positions(annotations, is_meant).collect()
    }

    fn types(&self, model: &Model, found: &mut Vec<Element>) {
        for at in positions(&model.structs, |item| self.is_named(&item.name)) {
            let item = &model.structs[at];
            match &self.member {
                None => found.push(Element::Struct(at)),
                Some(member) => {
                    let properties = positions(&item.properties, |property| glob(member, &property.name));
                    found.extend(properties.map(|position| Element::Property(at, position)));
                    let navigations = positions(&item.navigations, |navigation| glob(member, &navigation.name));
                    found.extend(navigations.map(|position| Element::Navigation(at, position)));
                }
            }
        }
        for at in positions(&model.enums, |item| self.is_named(&item.name)) {
            match &self.member {
                None => found.push(Element::Enum(at)),
                Some(member) => {
                    let members = positions(&model.enums[at].members, |item| glob(member, &item.name));
                    found.extend(members.map(|position| Element::Member(at, position)));
                }
            }
        }
        if self.member.is_none() {
            found.extend(positions(&model.definitions, |item| self.is_named(&item.name)).map(Element::Definition));
            found.extend(positions(&model.terms, |item| self.is_named(&item.name)).map(Element::Term));
        }
    }

    fn containers(&self, model: &Model, found: &mut Vec<Element>) {
        for at in positions(&model.containers, |item| self.is_named(&item.name)) {
            let item = &model.containers[at];
            match &self.member {
                None => found.push(Element::Container(at)),
                Some(member) => {
                    let sources = positions(&item.sources, |source| glob(member, &source.name));
                    found.extend(sources.map(|position| Element::Source(at, position)));
                    let imports = positions(&item.imports, |import| glob(member, &import.name));
                    found.extend(imports.map(|position| Element::Import(at, position)));
                }
            }
        }
    }

    fn operations(&self, model: &Model, found: &mut Vec<Element>) {
        let is_meant = |operation: &Operation| {
            let fits = self.signature.as_ref().is_none_or(|signature| fits(model, signature, operation));
            self.is_named(&operation.name) && fits
        };
        for at in positions(&model.operations, is_meant) {
            let operation = &model.operations[at];
            match self.member.as_deref() {
                None => found.push(Element::Operation(at)),
                Some("$ReturnType") => found.extend(operation.returns.iter().map(|_| Element::Return(at))),
                Some(member) => {
                    let parameters = positions(&operation.parameters, |parameter| glob(member, &parameter.name));
                    found.extend(parameters.map(|position| Element::Parameter(at, position)));
                }
            }
        }
    }

    fn is_named(&self, name: &QualifiedName) -> bool {
        glob(&self.name.name, &name.name) && glob(&self.name.namespace, &name.namespace)
    }
}

fn positions<T>(items: &[T], is_meant: impl Fn(&T) -> bool) -> impl Iterator<Item = usize> {
    items.iter().enumerate().filter(move |(_, item)| is_meant(item)).map(|(position, _)| position)
}

/// Head, signature and the rest of a path.
fn split(path: &str) -> Result<(&str, Option<&str>, Option<&str>), String> {
    let (head, signature, rest) = match path.find('(').filter(|open| path.find('/').is_none_or(|slash| *open < slash)) {
        None => match path.split_once('/') {
            Some((head, rest)) => (head, None, Some(rest)),
            None => (path, None, None),
        },
        Some(open) => {
            let close = closing(&path[open..]).ok_or_else(|| format!("`{path}` lacks a closing bracket"))? + open;
            let rest = &path[close + 1..];
            let rest = match rest.strip_prefix('/') {
                Some(rest) => Some(rest),
                None if rest.is_empty() => None,
                None => return Err(format!("`{rest}` behind the signature is not understood; a member follows a slash")),
            };
            (&path[..open], Some(&path[open + 1..close]), rest)
        }
    };
    if rest == Some("") { Err(format!("`{path}` ends with a slash")) } else { Ok((head, signature, rest)) }
}

fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth <= 1 => return Some(offset),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn parse_term(model: &Model, text: &str) -> Result<(QualifiedName, Option<String>), String> {
    let (term, qualifier) = match text.split_once('#') {
        Some((term, qualifier)) => (term, Some(qualifier.to_owned())),
        None => (text, None),
    };
    let name =
        QualifiedName::parse(&expand(model, term)).ok_or_else(|| format!("`{term}` is not the qualified name of a term"))?;
    Ok((name, qualifier))
}

fn parse_signature(model: &Model, text: &str) -> Result<Vec<Argument>, String> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(|item| parse_argument(model, item.trim())).collect()
}

fn parse_argument(model: &Model, item: &str) -> Result<Argument, String> {
    let ty = |text: &str| Some(expand_type(model, text.trim()));
    match item {
        "" => Err("a signature has an empty item".to_owned()),
        "*" => Ok(Argument::Any),
        "..." => Ok(Argument::Rest),
        _ => Ok(match item.split_once(':') {
            Some((name, text)) => Argument::Named { name: Some(name.trim().to_owned()), ty: ty(text) },
            None if item.contains(['.', '(']) => Argument::Named { name: None, ty: ty(item) },
            None => Argument::Named { name: Some(item.to_owned()), ty: None },
        }),
    }
}

fn expand_type(model: &Model, text: &str) -> String {
    match text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')')) {
        Some(item) => format!("Collection({})", expand(model, item.trim())),
        None => expand(model, text),
    }
}

fn fits(model: &Model, signature: &[Argument], operation: &Operation) -> bool {
    let (signature, rest) = match signature.split_last() {
        Some((Argument::Rest, before)) => (before, true),
        _ => (signature, false),
    };
    let parameters = &operation.parameters;
    // An action is told apart by what it is bound to alone.
    let binding_only = operation.kind == OperationKind::Action && operation.bound && signature.len() == 1;
    let enough = parameters.len() == signature.len() || ((rest || binding_only) && parameters.len() > signature.len());
    enough && signature.iter().zip(parameters).all(|(argument, parameter)| is_meant(model, argument, parameter))
}

fn is_meant(model: &Model, argument: &Argument, parameter: &Parameter) -> bool {
    match argument {
        Argument::Any | Argument::Rest => true,
        Argument::Named { name, ty } => {
            name.as_ref().is_none_or(|name| glob(name, &parameter.name))
                && ty.as_ref().is_none_or(|ty| parameter.ty.ty != Type::Unknown && glob(ty, &type_text(model, &parameter.ty)))
        }
    }
}

/// Whether a text matches a pattern in which `*` stands for any text.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    // What stands behind the last star must end the text; what stands between two may be anywhere, leftmost first.
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_text() {
        for (pattern, text) in
            [("a", "a"), ("*", ""), ("a*", "abc"), ("*c", "abc"), ("a*c", "abc"), ("a*b*c", "aXbYbc"), ("**", "x")]
        {
            assert!(glob(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*a", "a"), ("a*c", "ab"), ("a*b*c", "acb"), ("", "a")] {
            assert!(!glob(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn targets_that_make_no_sense_are_refused() {
        let parse = |target| Selector::parse(&Model::default(), target).err();
        for target in ["", "/a", "ns.f(", "ns.f()x", "ns.T/", "ns.T@term", "ns.f(a,,b)"] {
            assert!(parse(target).is_some(), "{target}");
        }
        for target in ["ns.T", "ns.T/a", "ns.f()", "ns.f(Collection(ns.T), a: Edm.Int32, ...)/p", "ns.T@ns.term#q", "ns.C/a/b/c"]
        {
            assert_eq!(parse(target), None, "{target}");
        }
    }
}
