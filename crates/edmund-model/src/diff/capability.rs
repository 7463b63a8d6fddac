//! Annotations of the Capabilities vocabulary: what a service says it does not support, member by member.

use std::collections::{BTreeMap, BTreeSet};

use super::ChangeKind;
use super::comparison::{Comparison, Origins, Place};
use crate::{Annotation, Expression, PropertyValue};

/// Members nested deeper than this are compared as a whole; the vocabulary nests 6 deep.
const DEPTH: usize = 32;

/// Booleans that are false when absent; the vocabulary's other ones are true (Org.OData.Capabilities.V1, default values).
const FALSE_BY_DEFAULT: &[&str] = &[
    "Upsertable",
    "DeltaUpdateSupported",
    "RequiresFilter",
    "Required",
    "StreamsExpandable",
    "OptimisticConcurrencyControl",
    "InstanceAnnotationsSupported",
    "ContinueOnErrorSupported",
    "ReferencesInRequestBodiesSupported",
    "ReferencesAcrossChangeSetsSupported",
    "EtagReferencesSupported",
    "RequestDependencyConditionsSupported",
    "ExpandSupported",
    "SelectSupported",
    "FilterSupported",
    "SearchSupported",
    "SortSupported",
    "Referenceable",
];

/// Booleans that demand something of a request when true.
const REQUIREMENTS: &[&str] = &["Required", "RequiresFilter", "OptimisticConcurrencyControl"];

/// Text for people.
const PROSE: &[&str] = &["Description", "LongDescription", "DocumentationURL", "ExampleValues"];

/// One fact of a capability annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fact {
    Bool(bool),
    /// Items of a list of names, or members of an enumeration.
    Names(BTreeSet<String>),
    /// Anything else.
    Other(String),
}

/// Facts by their path in the record, and the permissions beside them.
#[derive(Default)]
struct Facts {
    facts: BTreeMap<String, Fact>,
    scopes: Vec<(String, String)>,
}

impl Facts {
    fn of(annotation: Option<&Annotation>) -> Facts {
        let mut facts = Facts::default();
        if let Some(annotation) = annotation {
            // A tag without a value is true.
            let value = annotation.value.as_ref().unwrap_or(&Expression::Bool(true));
            facts.collect(annotation.term.name.clone(), value, 0);
        }
        facts
    }

    fn collect(&mut self, path: String, value: &Expression, depth: usize) {
        let fact = match value {
            Expression::Bool(value) => Fact::Bool(*value),
            Expression::EnumMember(text) => Fact::Names(text.split_whitespace().map(|member| last(member).to_owned()).collect()),
            Expression::Record { properties, .. } if depth < DEPTH => return self.record(&path, properties, depth),
            Expression::Collection(items) if last(&path) == "Permissions" => return self.permissions(items),
            Expression::Collection(items)
                if items.iter().any(|item| matches!(item, Expression::Record { .. })) && depth < DEPTH =>
            {
                for (index, item) in items.iter().enumerate() {
                    self.collect(format!("{path}[{}]", identity(item).unwrap_or_else(|| index.to_string())), item, depth + 1);
                }
                return;
            }
            Expression::Collection(items) => Fact::Names(items.iter().filter_map(name).collect()),
            other => Fact::Other(serde_json::to_string(other).unwrap_or_default()),
        };
        self.facts.insert(path, fact);
    }

    fn record(&mut self, path: &str, properties: &[PropertyValue], depth: usize) {
        for property in properties {
            if let Some(value) = &property.value {
                self.collect(format!("{path}/{}", property.name), value, depth + 1);
            }
        }
    }

    fn permissions(&mut self, items: &[Expression]) {
        for item in items {
            let scheme = item.member("SchemeName").and_then(Expression::as_str).unwrap_or_default();
            let scopes = item.member("Scopes").map(Expression::items).unwrap_or_default();
            let scopes = scopes.iter().filter_map(|scope| scope.member("Scope").and_then(Expression::as_str));
            self.scopes.extend(scopes.map(|scope| (scheme.to_owned(), scope.to_owned())));
        }
    }
}

/// What tells a record apart from its neighbours in a list.
fn identity(item: &Expression) -> Option<String> {
    ["NavigationProperty", "Name", "Property", "StatusCode"].iter().find_map(|member| item.member(member)).and_then(name)
}

fn name(item: &Expression) -> Option<String> {
    match item {
        Expression::String(text) | Expression::Constant(_, text) | Expression::Path(_, text) | Expression::EnumMember(text) => {
            Some(text.clone())
        }
        _ => None,
    }
}

/// The last segment: a member's name without its path, an enumeration member's without its type.
fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Comparison<'_> {
    /// What changed in a capability. False when nothing that this module knows did.
    pub(super) fn capability(&mut self, place: &Place, old: Option<&Annotation>, new: Option<&Annotation>) -> bool {
        let origins = Origins { old: old.map(|old| old.origin), new: new.map(|new| new.origin) };
        let (old, new) = (Facts::of(old), Facts::of(new));
        let mut known = self.scopes(place, &old.scopes, &new.scopes, origins);
        let mut unknown = false;
        let paths: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
        for path in paths {
            let (old, new) = (old.facts.get(path), new.facts.get(path));
            if old == new {
                continue;
            }
            let kinds = judge(path, old, new);
            unknown |= kinds.is_none();
            for (kind, message) in kinds.into_iter().flatten() {
                known = true;
                self.record(kind, place, origins, message);
            }
        }
        known && !unknown
    }

    /// Permissions: any one of them suffices, so one more is welcome and one less may be missed. Whether there was a change.
    pub(super) fn scopes(&mut self, place: &Place, old: &[(String, String)], new: &[(String, String)], origins: Origins) -> bool {
        let (old, new): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
        // Where no permission was stated, the first statement takes nothing away; where none is stated any more, neither.
        for (scheme, scope) in old.difference(&new).filter(|_| !new.is_empty()) {
            self.record(ChangeKind::PermissionRemoved, place, origins, format!("`{scope}` ({scheme}) no longer suffices"));
        }
        for (scheme, scope) in new.difference(&old) {
            self.record(ChangeKind::PermissionAdded, place, origins, format!("`{scope}` ({scheme}) suffices"));
        }
        old != new
    }
}

type Judgement = Vec<(ChangeKind, String)>;

/// The changes that a changed fact amounts to; `None` when its meaning is not known.
fn judge(path: &str, old: Option<&Fact>, new: Option<&Fact>) -> Option<Judgement> {
    let member = last(path);
    if PROSE.iter().any(|prose| path.split(['/', '[']).any(|segment| segment == *prose)) {
        return Some(vec![(ChangeKind::DescriptionChanged, format!("`{path}` changed"))]);
    }
    match (old, new) {
        (Some(Fact::Bool(_)) | None, Some(Fact::Bool(_)) | None) => Some(judge_flag(path, member, old, new)),
        (Some(Fact::Names(_)) | None, Some(Fact::Names(_)) | None) => judge_names(path, member, names(old), names(new)),
        _ => None,
    }
}

fn judge_flag(path: &str, member: &str, old: Option<&Fact>, new: Option<&Fact>) -> Judgement {
    // What a `SelectSupport` record does not mention is not supported within `$select`; every other term starts from true.
    let default = !FALSE_BY_DEFAULT.contains(&member) && (!path.starts_with("SelectSupport/") || member == "Supported");
    let value = |fact: Option<&Fact>| match fact {
        Some(Fact::Bool(value)) => *value,
        _ => default,
    };
    let required = REQUIREMENTS.contains(&member);
    let kind = match (value(old), value(new), required) {
        (true, false, false) => ChangeKind::CapabilityRemoved,
        (false, true, false) => ChangeKind::CapabilityAdded,
        (false, true, true) => ChangeKind::RequirementAdded,
        (true, false, true) => ChangeKind::RequirementRemoved,
        // Written out or left to the default: the same to a client.
        _ => return vec![(ChangeKind::AnnotationChanged, format!("`{path}` is {} as before, stated differently", value(new)))],
    };
    vec![(kind, format!("`{path}` is now {}", value(new)))]
}

fn judge_names(path: &str, member: &str, old: Option<BTreeSet<String>>, new: Option<BTreeSet<String>>) -> Option<Judgement> {
    let (taken, given) = match member {
        "RequiredProperties" => (ChangeKind::RequirementRemoved, ChangeKind::RequirementAdded),
        "AscendingOnlyProperties" | "DescendingOnlyProperties" => (ChangeKind::CapabilityAdded, ChangeKind::CapabilityRemoved),
        _ if member.starts_with("Non") => (ChangeKind::CapabilityAdded, ChangeKind::CapabilityRemoved),
        "UpdateMethod" => {
            let patch = || BTreeSet::from(["PATCH".to_owned()]);
            return Some(each(path, &old.unwrap_or_else(patch), &new.unwrap_or_else(patch), lost_and_gained()));
        }
        "Navigability" => return Some(navigability(path, old, new)),
        // A list of what is supported: absent, it restricts nothing.
        "FilterFunctions" | "SupportedFormats" | "FilterableProperties" | "ExpandableProperties"
            if old.is_some() && new.is_some() =>
        {
            lost_and_gained()
        }
        _ => return None,
    };
    Some(each(path, &old.unwrap_or_default(), &new.unwrap_or_default(), (taken, given)))
}

fn lost_and_gained() -> (ChangeKind, ChangeKind) {
    (ChangeKind::CapabilityRemoved, ChangeKind::CapabilityAdded)
}

fn each(path: &str, old: &BTreeSet<String>, new: &BTreeSet<String>, kinds: (ChangeKind, ChangeKind)) -> Judgement {
    let taken = old.difference(new).map(|name| (kinds.0, format!("`{path}` no longer names `{name}`")));
    taken.chain(new.difference(old).map(|name| (kinds.1, format!("`{path}` now names `{name}`")))).collect()
}

/// How far expressions may follow a navigation property: any depth, one step, not at all.
fn navigability(path: &str, old: Option<BTreeSet<String>>, new: Option<BTreeSet<String>>) -> Judgement {
    let reach = |names: &Option<BTreeSet<String>>| match names.as_ref().and_then(|names| names.first()).map(String::as_str) {
        Some("None") => 0,
        Some("Single") => 1,
        _ => 2,
    };
    let text = new.as_ref().and_then(|names| names.first()).map_or("unrestricted", String::as_str);
    let kind = match reach(&old).cmp(&reach(&new)) {
        std::cmp::Ordering::Greater => ChangeKind::CapabilityRemoved,
        std::cmp::Ordering::Less => ChangeKind::CapabilityAdded,
        std::cmp::Ordering::Equal => ChangeKind::AnnotationChanged,
    };
    vec![(kind, format!("`{path}` is now {text}"))]
}

fn names(fact: Option<&Fact>) -> Option<BTreeSet<String>> {
    match fact {
        Some(Fact::Names(names)) => Some(names.clone()),
        _ => None,
    }
}
