//! A type's values, compiled once for many rows.

use serde_json::{Map, Value};

use crate::{Docs, Model, Origin, Parameter, Property, StructId, TypeRef};

use super::field::{Field, Kind, Place, Role};
use super::vocabulary::About;
use super::{Seed, Variety, hash, truth, words};

/// How deep complex values nest before they are left out.
const DEPTH: usize = 4;
/// How many properties one plan describes at most, so that no schema can make examples explode.
const PROPERTIES: usize = 2_000;

/// Everything that the rows of one seeded table depend on. Owns what it needs: the model may go.
#[derive(Clone, Debug)]
pub struct Plan {
    seed: u64,
    ty: StructId,
    /// `#namespace.type`, where a reader could not know the type otherwise.
    tag: Option<String>,
    fields: Vec<Field>,
    /// Positions of the fields that the key begins with.
    keys: Vec<usize>,
}

impl Plan {
    /// The plan of a table of this type. Of an abstract type, rows are of its first concrete derived type.
    pub fn new(model: &Model, id: StructId, seed: Seed) -> Plan {
        Plan::build(model, id, seed, Variety::Rows)
    }

    /// The plan of the examples that documentation shows.
    pub fn canonical(model: &Model, id: StructId) -> Plan {
        Plan::build(model, id, Seed::default(), Variety::Canonical)
    }

    fn build(model: &Model, id: StructId, seed: Seed, variety: Variety) -> Plan {
        let key_paths: Vec<&str> = model.key(concrete(model, id)).iter().map(|part| part.path.as_str()).collect();
        let mut plan = Builder::new(model, variety, hash::mix(seed.0)).plan(id, &key_paths, 0);
        if variety == Variety::Canonical {
            truth::mix(&mut plan.fields, Place::row(plan.seed, 0));
        }
        plan
    }

    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    pub(super) fn fields_mut(&mut self) -> &mut [Field] {
        &mut self.fields
    }

    /// The type of the rows: the type asked for, or the derived type that stands for it.
    pub fn structure(&self) -> StructId {
        self.ty
    }

    /// The row at a position. Positions are not bounded.
    pub fn row(&self, index: u64) -> Map<String, Value> {
        self.fill(Place::row(self.seed, index))
    }

    /// The members of the row's key only: what `row(index)` has for them.
    pub fn key(&self, index: u64) -> Map<String, Value> {
        let place = Place::row(self.seed, index);
        self.keys
            .iter()
            .filter_map(|key| self.fields.get(*key))
            .map(|field| (field.name.clone(), field.value(place, &self.fields)))
            .collect()
    }

    /// One property of the row: what `row(index)` has for it. `None` when the type has no such property or JSON does not carry it.
    pub fn property(&self, name: &str, index: u64) -> Option<Value> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some(field.value(Place::row(self.seed, index), &self.fields))
    }

    pub(super) fn fill(&self, place: Place) -> Map<String, Value> {
        let tag = self.tag.iter().map(|tag| ("@odata.type".to_owned(), Value::from(tag.clone())));
        tag.chain(self.fields.iter().map(|field| (field.name.clone(), field.value(place, &self.fields)))).collect()
    }
}

/// A value outside a type: of a parameter or result.
pub(super) fn single(model: &Model, ty: &TypeRef, name: &str, seed: Seed, variety: Variety, index: u64) -> Value {
    let origin = Origin::default();
    let parameter = Parameter {
        name: name.to_owned(),
        ty: ty.clone(),
        optional: false,
        annotations: Vec::new(),
        docs: Docs::default(),
        origin,
    };
    of_parameter(model, &parameter, seed, variety, index)
}

/// A value of a parameter.
pub(super) fn of_parameter(model: &Model, parameter: &Parameter, seed: Seed, variety: Variety, index: u64) -> Value {
    let seed = hash::mix(seed.0);
    let field = field(&mut Builder::new(model, variety, seed), parameter);
    field.map_or(Value::Null, |field| field.value(Place::row(seed, index), &[]))
}

/// The canonical values of an action's parameters; those that JSON does not carry are left out.
pub(super) fn of_parameters(model: &Model, parameters: &[Parameter]) -> Map<String, Value> {
    let seed = hash::mix(Seed::default().0);
    let place = Place::row(seed, 0);
    let mut builder = Builder::new(model, Variety::Canonical, seed);
    let mut fields: Vec<Field> = parameters.iter().filter_map(|parameter| field(&mut builder, parameter)).collect();
    truth::mix(&mut fields, place);
    fields.iter().map(|field| (field.name.clone(), field.value(place, &fields))).collect()
}

fn field(builder: &mut Builder<'_>, parameter: &Parameter) -> Option<Field> {
    let Parameter { name, ty, annotations, docs, origin, .. } = parameter.clone();
    let property = Property { name, ty, default: None, annotations, docs, origin };
    let owner = builder.seed;
    Field::of(builder, &property, &Role { keys: Vec::new(), about: &About::default(), owner })
}

/// Compiles plans: the state of one compilation.
pub(super) struct Builder<'a> {
    pub(super) model: &'a Model,
    pub(super) variety: Variety,
    seed: u64,
    /// Properties that may still be described.
    budget: usize,
    /// The types around the one at hand, outermost first.
    chain: Vec<StructId>,
    /// What the property around the one at hand tells.
    pub(super) around: Around,
}

/// What the property around a complex value tells about the value.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The stage of life that it is about: `start` and `end` are often complex values.
    pub(super) stage: Option<u64>,
    /// Its name, taken apart: `user` holds an identity, and that of a person.
    pub(super) words: Vec<String>,
}

impl<'a> Builder<'a> {
    fn new(model: &'a Model, variety: Variety, seed: u64) -> Builder<'a> {
        Builder { model, variety, seed, budget: PROPERTIES, chain: Vec::new(), around: Around::default() }
    }

    /// The plan of a complex value, or nothing where the value would contain itself, lie too deep or be one too many.
    pub(super) fn nested(&mut self, id: StructId, keys: &[&str], salt: u64) -> Option<Plan> {
        let shown = concrete(self.model, id);
        let recursive = self.chain.contains(&shown);
        (self.chain.len() < DEPTH && self.budget > 0 && !recursive).then(|| self.plan(id, keys, salt))
    }

    fn plan(&mut self, id: StructId, key_paths: &[&str], salt: u64) -> Plan {
        let ty = concrete(self.model, id);
        let name = self.model.structure(ty).name.to_string();
        let owner = hash::step(self.seed ^ salt, hash::name(&name));
        let properties = self.model.properties(ty);
        let about = about(&name, &properties, &self.around.words);
        self.chain.push(ty);
        let mut fields: Vec<Field> = Vec::with_capacity(properties.len().min(self.budget));
        let mut keys = Vec::new();
        for property in properties {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let paths: Vec<&str> = key_paths.iter().filter_map(|path| path.strip_prefix(property.name.as_str())).collect();
            let paths: Vec<&str> = paths.into_iter().filter(|rest| rest.is_empty() || rest.starts_with('/')).collect();
            if !paths.is_empty() {
                keys.push(fields.len());
            }
            fields.extend(Field::of(self, property, &Role { keys: paths, about: &about, owner }));
        }
        self.chain.pop();
        require(&mut fields);
        fill(&mut fields);
        Plan { seed: self.seed, ty, tag: (ty != id).then(|| format!("#{name}")), fields, keys }
    }
}

/// Who is capable has registered and is enabled: `isMfaCapable` requires `isMfaRegistered` and `isMfaEnabled` where the type has them.
fn require(fields: &mut [Field]) {
    let is_boolean = |field: &&Field| matches!(field.kind, Kind::Boolean { .. });
    let position = |fields: &[Field], name: &str| fields.iter().position(|field| field.name == name && is_boolean(&field));
    for index in 0..fields.len() {
        let Some(stem) = fields[index].name.strip_suffix("Capable").map(str::to_owned) else { continue };
        let others: Vec<usize> =
            ["Registered", "Enabled"].iter().filter_map(|state| position(fields, &format!("{stem}{state}"))).collect();
        if let Kind::Boolean { requires, .. } = &mut fields[index].kind {
            *requires = others;
        }
    }
}

/// Who has registered has registered something: in a type with `isMfaRegistered`, a collection such as `methodsRegistered` or `authMethods` is empty
/// exactly where nothing is registered.
fn fill(fields: &mut [Field]) {
    let has = |field: &Field, word: &str| field.words.iter().any(|part| part == word);
    let states: Vec<usize> = (0..fields.len())
        .filter(|index| {
            let field = &fields[*index];
            matches!(field.kind, Kind::Boolean { .. }) && !field.collection && has(field, "registered")
        })
        .collect();
    for field in fields.iter_mut().filter(|field| field.collection) {
        if has(field, "registered") || has(field, "methods") {
            field.told_by.clone_from(&states);
        }
    }
}

/// What a type's name and its other properties tell about each property.
fn about(type_name: &str, properties: &[&Property], around: &[String]) -> About {
    const PEOPLE: [&str; 10] =
        ["user", "person", "contact", "member", "guest", "employee", "recipient", "attendee", "organizer", "author"];
    let words = words::split(type_name.rsplit('.').next().unwrap_or(type_name));
    let has = |names: &[&str]| properties.iter().any(|property| names.contains(&property.name.as_str()));
    let named = words.iter().chain(around).any(|word| PEOPLE.contains(&word.as_str()))
        || words.ends_with(&["email".into(), "address".into()]);
    let person = named || has(&["userPrincipalName", "surname", "givenName"]);
    About { person, address: has(&["city", "postalCode", "street"]), words }
}

/// The type itself, or where it is abstract its first concrete derived type; an abstract type without any stands for itself.
fn concrete(model: &Model, id: StructId) -> StructId {
    if !model.structure(id).is_abstract {
        return id;
    }
    model.derived(id).find(|derived| !model.structure(*derived).is_abstract).unwrap_or(id)
}
