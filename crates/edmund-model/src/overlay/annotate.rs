//! Sets annotations.

use super::change::Outcome;
use super::element::Element;
use super::entry::{Annotate, Mode};
use super::expression::expression;
use super::types::expand;
use crate::{Annotation, Expression, Model, Origin, QualifiedName};

/// Records nested deeper than this are replaced instead of merged.
const DEPTH: usize = 64;

/// Sets one annotation on an element. Fails with what is wrong, in words.
pub(super) fn annotate(model: &mut Model, element: Element, new: &Annotate, origin: Origin) -> Result<Outcome, String> {
    let name = expand(model, &new.term);
    let term = QualifiedName::parse(&name).ok_or_else(|| format!("`{}` is not the qualified name of a term", new.term))?;
    let value = new.value.as_ref().map(|value| expression(value, origin)).transpose()?;
    // A term that nobody knows has no default that could be meant: what has no value there is a tag, as readers take it too.
    let is_known = term.namespace.starts_with("Org.OData.") || model.terms.iter().any(|other| other.name == term);
    let value = value.or_else(|| (!is_known).then_some(Expression::Bool(true)));
    let annotation = Annotation { term, qualifier: new.qualifier.clone(), value, annotations: Vec::new(), origin };
    let list = element.annotations_mut(model);
    let same = |other: &&mut Annotation| other.term == annotation.term && other.qualifier == annotation.qualifier;
    let outcome = match list.iter_mut().find(same).filter(|_| new.mode != Mode::Add) {
        Some(old) => {
            let before = text(&old.value);
            match (&mut old.value, annotation.value) {
                (Some(old), Some(value)) if new.mode == Mode::Merge => merge(old, value, 0),
                (old, value) => *old = value,
            }
            if text(&old.value) == before { Outcome::Same } else { Outcome::Changed }
        }
        None => {
            list.push(annotation);
            Outcome::Changed
        }
    };
    element.refresh(model, &name);
    Ok(outcome)
}

/// Sets the members of a record in another; anything else is replaced.
fn merge(old: &mut Expression, new: Expression, depth: usize) {
    match (old, new) {
        (Expression::Record { ty, properties, .. }, Expression::Record { ty: new_ty, properties: members, .. })
            if depth < DEPTH =>
        {
            *ty = new_ty.or(ty.take());
            for member in members {
                match properties.iter_mut().find(|property| property.name == member.name) {
                    Some(property) => match (&mut property.value, member.value) {
                        (Some(old), Some(new)) => merge(old, new, depth + 1),
                        (old, new) => *old = new,
                    },
                    None => properties.push(member),
                }
            }
        }
        (old, new) => *old = new,
    }
}

/// A value without where it stands, in a form that can be compared.
fn text(value: &Option<Expression>) -> Option<String> {
    serde_json::to_string(value).ok()
}
