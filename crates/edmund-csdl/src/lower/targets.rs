//! Annotations that stand apart from what they annotate: `<Annotations Target="...">` (CSDL XML 4.01, section 14.2.2).

use std::collections::HashMap;

use edmund_model::{Annotation, EnumId, ExternalAnnotations, Finding, Model, Operation, QualifiedName, StructId, Type};

use super::Lowering;
use super::annotations::qualified_annotations;
use super::names::{Scope, item_type};
use crate::Element;

/// An element of the model, by positions in its lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Struct(usize),
    Property(usize, usize),
    Navigation(usize, usize),
    Enum(usize),
    Member(usize, usize),
    Definition(usize),
    Term(usize),
    Operation(usize),
    Parameter(usize, usize),
    Return(usize),
    Container(usize),
    Source(usize, usize),
    Import(usize, usize),
    /// A path through several elements, which no single element can hold.
    Path,
}

/// Moves all of them to their targets.
pub(super) fn attach(lowering: &mut Lowering<'_>, scopes: &[Scope<'_>]) {
    let index = Index::new(&lowering.model);
    let mut found = Vec::new();
    let mut unresolved = Vec::new();
    for scope in scopes {
        for element in scope.document.schemas.iter().flat_map(|schema| schema.all("Annotations")) {
            let Some(target) = element.get("Target") else { continue };
            let target = scope.expand(target);
            let places = index.resolve(&target);
            if !places.is_empty() || is_elsewhere(lowering, scope, &target) {
                found.push((places, target, qualified_annotations(scope, element, element.get("Qualifier")), element));
            } else {
                unresolved.push(finding(element, &target, index.similar(&target, unresolved.len())));
            }
        }
    }
    drop(index);
    let mut paths = HashMap::new();
    for (places, target, annotations, element) in found {
        insert(&mut lowering.model, &mut paths, &places, target, annotations, element);
    }
    lowering.findings.extend(unresolved);
}

/// Whether the target is in a namespace that the document includes from a document that is not here.
fn is_elsewhere(lowering: &Lowering<'_>, scope: &Scope<'_>, target: &str) -> bool {
    let (root, _) = split(target);
    let name = root.split('(').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(namespace, _)| !lowering.namespaces.contains_key(namespace) && scope.includes(namespace))
}

fn finding(element: &Element, target: &str, similar: Option<String>) -> Finding {
    let place = element.place("Target");
    let finding = Finding::warning("unresolved-annotation-target", place, format!("nothing in the schema is called `{target}`"));
    match similar {
        Some(similar) => {
            finding.with_help(format!("did you mean `{similar}`?")).with_fix(format!("write `{similar}`"), place, similar)
        }
        None => finding.with_help("the annotations are left out; correct the target or remove them"),
    }
}

/// The first segment, with its signature, and the rest.
fn split(target: &str) -> (&str, Option<&str>) {
    let signature = target.find('(').and_then(|open| Some(open + matching(&target[open..])?));
    let from = signature.unwrap_or(0);
    match target[from..].find('/') {
        Some(slash) => (&target[..from + slash], Some(&target[from + slash + 1..])),
        None => (target, None),
    }
}

/// The offset of the bracket that closes the first one.
fn matching(text: &str) -> Option<usize> {
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

/// Everything that has a name, by name.
struct Index<'m> {
    model: &'m Model,
    members: HashMap<(Type, &'m str), Place>,
    terms: HashMap<&'m QualifiedName, usize>,
    operations: HashMap<&'m QualifiedName, Vec<usize>>,
    containers: HashMap<&'m QualifiedName, usize>,
    contents: HashMap<(usize, &'m str), (Place, Option<StructId>)>,
}

impl<'m> Index<'m> {
    fn new(model: &'m Model) -> Self {
        let mut operations: HashMap<_, Vec<usize>> = HashMap::new();
        for (position, operation) in model.operations.iter().enumerate() {
            operations.entry(&operation.name).or_default().push(position);
        }
        let mut contents = HashMap::new();
        for (at, container) in model.containers.iter().enumerate() {
            for (position, source) in container.sources.iter().enumerate() {
                contents.entry((at, source.name.as_str())).or_insert((Place::Source(at, position), source.ty));
            }
            for (position, import) in container.imports.iter().enumerate() {
                contents.entry((at, import.name.as_str())).or_insert((Place::Import(at, position), None));
            }
        }
        Index {
            model,
            members: members(model),
            terms: model.terms.iter().enumerate().map(|(position, term)| (&term.name, position)).collect(),
            operations,
            containers: model.containers.iter().enumerate().map(|(position, it)| (&it.name, position)).collect(),
            contents,
        }
    }

    /// The elements that a target means; none when it means nothing.
    fn resolve(&self, target: &str) -> Vec<Place> {
        let (root, rest) = split(target);
        if let Some((name, signature)) = root.split_once('(') {
            let Some(signature) = signature.strip_suffix(')') else { return Vec::new() };
            return self.operation(name, Some(signature), rest);
        }
        let Some(name) = QualifiedName::parse(root) else { return Vec::new() };
        let own = self.declared(&name, rest);
        if own.is_empty() { self.operation(root, None, rest) } else { own }
    }

    /// Everything but operations.
    fn declared(&self, name: &QualifiedName, rest: Option<&str>) -> Vec<Place> {
        let whole = |place: Place| match rest {
            None => vec![place],
            Some(rest) if rest.starts_with('@') => vec![Place::Path],
            Some(_) => Vec::new(),
        };
        match self.model.find(name) {
            Some(Type::Struct(id)) => match rest {
                None => vec![Place::Struct(id.index())],
                Some(path) => self.walk(Some(id), path).into_iter().collect(),
            },
            Some(Type::Enum(id)) => match rest {
                Some(member) if !member.starts_with('@') => {
                    self.members.get(&(Type::Enum(id), member)).copied().into_iter().collect()
                }
                _ => whole(Place::Enum(id.index())),
            },
            Some(Type::Definition(id)) => whole(Place::Definition(id.index())),
            _ => match (self.terms.get(name), self.containers.get(name)) {
                (Some(term), _) => whole(Place::Term(*term)),
                (None, Some(container)) => self.content(*container, rest),
                (None, None) => Vec::new(),
            },
        }
    }

    fn content(&self, container: usize, rest: Option<&str>) -> Vec<Place> {
        let Some(rest) = rest else { return vec![Place::Container(container)] };
        let (name, path) = rest.split_once('/').map_or((rest, None), |(name, path)| (name, Some(path)));
        match (self.contents.get(&(container, name)), path) {
            (Some((place, _)), None) => vec![*place],
            (Some((_, ty)), Some(path)) if self.walk(*ty, path).is_some() => vec![Place::Path],
            (None, _) if rest.starts_with('@') || self.may_take_over(container, name) => vec![Place::Path],
            _ => Vec::new(),
        }
    }

    /// Whether a container has a member from one that it extends, or extends one that is not here.
    fn may_take_over(&self, container: usize, name: &str) -> bool {
        let line = super::extension::line(self.model, container);
        let last = line.last().copied().unwrap_or(container);
        let is_open = self.model.containers[last].extends.is_some();
        is_open || line.iter().any(|at| self.contents.contains_key(&(*at, name)))
    }

    /// Follows a path below a type: one step is a place of its own, more are a path. An unknown type allows everything.
    fn walk(&self, start: Option<StructId>, path: &str) -> Option<Place> {
        let mut current = start;
        let mut steps = path.split('/').peekable();
        let mut first = true;
        while let Some(step) = steps.next() {
            let Some(id) = current else { return Some(Place::Path) };
            if step.starts_with('@') {
                return Some(Place::Path);
            }
            if step.contains('.') {
                let Some(Type::Struct(cast)) = self.model.find(&QualifiedName::parse(step)?) else { return None };
                current = Some(cast);
            } else {
                let place = self.model.lineage(id).find_map(|id| self.members.get(&(Type::Struct(id), step)))?;
                if first && steps.peek().is_none() && self.members.contains_key(&(Type::Struct(id), step)) {
                    return Some(*place);
                }
                current = self.target(*place);
                if current.is_none() && steps.peek().is_some_and(|next| !next.starts_with('@')) && self.is_leaf(*place) {
                    return None;
                }
            }
            first = false;
        }
        Some(Place::Path)
    }

    /// The type behind a property or navigation property.
    fn target(&self, place: Place) -> Option<StructId> {
        match place {
            Place::Property(owner, position) => match self.model.structs[owner].properties[position].ty.ty {
                Type::Struct(id) => Some(id),
                _ => None,
            },
            Place::Navigation(owner, position) => self.model.structs[owner].navigations[position].target,
            _ => None,
        }
    }

    /// Whether nothing can come behind a property, as opposed to its type being unknown.
    fn is_leaf(&self, place: Place) -> bool {
        match place {
            Place::Property(owner, position) => self.model.structs[owner].properties[position].ty.ty != Type::Unknown,
            _ => false,
        }
    }

    /// The overloads of a name, or of them the one with a signature; or their parameters and results.
    fn operation(&self, name: &str, signature: Option<&str>, rest: Option<&str>) -> Vec<Place> {
        let Some(overloads) = QualifiedName::parse(name).and_then(|name| self.operations.get(&name)) else { return Vec::new() };
        let wanted = overloads.iter().copied().filter(|position| {
            signature.is_none_or(|signature| self.has_signature(&self.model.operations[*position], signature))
        });
        wanted.filter_map(|position| part(&self.model.operations[position], position, rest)).collect()
    }

    /// An action is told apart by its binding parameter's type, a function by all parameters' types (CSDL XML 4.01, section 14.2.2).
    fn has_signature(&self, operation: &Operation, signature: &str) -> bool {
        let types: Vec<&str> = arguments(signature);
        let all = operation.parameters.as_slice();
        let binding = operation.binding().map_or(&[][..], std::slice::from_ref);
        let is_action = operation.kind == edmund_model::OperationKind::Action;
        let equal = |parameters: &[edmund_model::Parameter]| {
            parameters.len() == types.len()
                && parameters.iter().zip(&types).all(|(parameter, text)| {
                    let (item, collection) = item_type(text);
                    parameter.ty.ty == Type::Unknown
                        || (parameter.ty.collection == collection && self.model.type_name(parameter.ty.ty) == item)
                })
        };
        equal(all) || (is_action && equal(binding))
    }

    /// A target that differs in the last segment by few letters.
    fn similar(&self, target: &str, searched: usize) -> Option<String> {
        if searched > 40 {
            return None;
        }
        let (root, rest) = split(target);
        let Some(Type::Struct(id)) = QualifiedName::parse(root).and_then(|name| self.model.find(&name)) else { return None };
        let members = self.model.properties(id).into_iter().map(|property| property.name.as_str());
        let members = members.chain(self.model.navigations(id).into_iter().map(|navigation| navigation.name.as_str()));
        edmund_model::nearest(rest?, members).map(|near| format!("{root}/{near}"))
    }
}

fn members(model: &Model) -> HashMap<(Type, &str), Place> {
    let mut members = HashMap::with_capacity(model.structs.len() * 4);
    for id in model.struct_ids() {
        let item = model.structure(id);
        for (position, property) in item.properties.iter().enumerate() {
            members.entry((Type::Struct(id), property.name.as_str())).or_insert(Place::Property(id.index(), position));
        }
        for (position, navigation) in item.navigations.iter().enumerate() {
            members.entry((Type::Struct(id), navigation.name.as_str())).or_insert(Place::Navigation(id.index(), position));
        }
    }
    for (at, item) in model.enums.iter().enumerate() {
        for (position, member) in item.members.iter().enumerate() {
            members.entry((Type::Enum(EnumId(at as u32)), member.name.as_str())).or_insert(Place::Member(at, position));
        }
    }
    members
}

/// The types of a signature: commas inside `Collection(...)` do not occur, blanks behind commas do.
fn arguments(signature: &str) -> Vec<&str> {
    if signature.trim().is_empty() { Vec::new() } else { signature.split(',').map(str::trim).collect() }
}

fn part(operation: &Operation, position: usize, rest: Option<&str>) -> Option<Place> {
    match rest {
        None => Some(Place::Operation(position)),
        Some("$ReturnType") => operation.returns.as_ref().map(|_| Place::Return(position)),
        Some(name) if name.contains('/') || name.starts_with('@') => Some(Place::Path),
        Some(name) => {
            let parameter = operation.parameters.iter().position(|parameter| parameter.name == name)?;
            Some(Place::Parameter(position, parameter))
        }
    }
}

/// Puts annotations where they belong; several places (overloads) get a copy each. What no element can hold is kept with its path, each
/// path once.
fn insert(
    model: &mut Model,
    paths: &mut HashMap<String, usize>,
    places: &[Place],
    target: String,
    annotations: Vec<Annotation>,
    element: &Element,
) {
    if places.is_empty() || places.contains(&Place::Path) {
        match paths.get(&target) {
            Some(at) => model.external[*at].annotations.extend(annotations),
            None => {
                paths.insert(target.clone(), model.external.len());
                model.external.push(ExternalAnnotations { target, annotations, origin: element.origin });
            }
        }
        return;
    }
    for place in places {
        if let Some(list) = list(model, *place) {
            list.extend_from_slice(&annotations);
        }
    }
}

/// The annotations of an element.
fn list(model: &mut Model, place: Place) -> Option<&mut Vec<Annotation>> {
    Some(match place {
        Place::Struct(at) => &mut model.structs[at].annotations,
        Place::Property(at, position) => &mut model.structs[at].properties[position].annotations,
        Place::Navigation(at, position) => &mut model.structs[at].navigations[position].annotations,
        Place::Enum(at) => &mut model.enums[at].annotations,
        Place::Member(at, position) => &mut model.enums[at].members[position].annotations,
        Place::Definition(at) => &mut model.definitions[at].annotations,
        Place::Term(at) => &mut model.terms[at].annotations,
        Place::Operation(at) => &mut model.operations[at].annotations,
        Place::Parameter(at, position) => &mut model.operations[at].parameters[position].annotations,
        Place::Return(at) => &mut model.operations[at].returns.as_mut()?.annotations,
        Place::Container(at) => &mut model.containers[at].annotations,
        Place::Source(at, position) => &mut model.containers[at].sources[position].annotations,
        Place::Import(at, position) => &mut model.containers[at].imports[position].annotations,
        Place::Path => return None,
    })
}
