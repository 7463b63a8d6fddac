//! What goes into a request and what comes back.

use edmund_model::surface::{Entry, Segment};
use edmund_model::{
    Access, Annotation, Expression, Model, Operation, Primitive, Property, RequestKind, StructId, Type, TypeRef, annotation,
    sample,
};
use serde_json::{Map, Value, json};

use super::book::Book;
use super::json::order;
use super::markdown::Folder;
use super::resource;

/// What a request carries.
pub(super) enum Body<'a> {
    /// Nothing.
    Nothing,
    /// An entity, or the part of one that changes.
    Entity {
        /// Its type.
        ty: StructId,
        /// The properties that a client may send.
        writable: Vec<&'a Property>,
    },
    /// A reference to an entity.
    Reference {
        /// The entity's type.
        ty: StructId,
    },
    /// The parameters of an action.
    Parameters(&'a Operation),
    /// The bytes of a stream.
    Content {
        /// Their media type.
        media_type: String,
    },
}

/// What an answer carries.
pub(super) enum Answer {
    /// Nothing.
    Nothing,
    /// An entity or complex value, or a collection of them.
    Object {
        /// The type.
        ty: StructId,
        /// Whether it is a collection.
        collection: bool,
    },
    /// A primitive or enumeration value, or a collection of them.
    Value(TypeRef),
    /// The bytes of a stream.
    Content {
        /// Their media type.
        media_type: String,
    },
    /// The address of the bytes, in the header `Location`.
    Elsewhere,
}

impl<'a> Body<'a> {
    pub(super) fn of(model: &'a Model, entry: &Entry) -> Body<'a> {
        match (entry.kind, entry.target, entry.operation) {
            (RequestKind::Create | RequestKind::Update, Some(ty), _) => {
                Body::Entity { ty, writable: writable(model, ty, entry.kind) }
            }
            (RequestKind::AddRef | RequestKind::SetRef, Some(ty), _) => Body::Reference { ty },
            (RequestKind::WriteStream | RequestKind::CreateMedia, ..) => Body::Content { media_type: media_type(model, entry) },
            (RequestKind::Action, _, Some(id)) if !model.operation(id).arguments().is_empty() => {
                Body::Parameters(model.operation(id))
            }
            _ => Body::Nothing,
        }
    }

    /// The JSON of an example; `None` for requests without a body.
    pub(super) fn example(&self, book: &Book<'_>, entry: &Entry) -> Option<Value> {
        match self {
            Body::Nothing | Body::Content { .. } => None,
            Body::Reference { ty } => Some(json!({ "@odata.id": format!("{}{}", book.base_url(), address(book, entry, *ty)) })),
            Body::Parameters(operation) => Some(Value::Object(sample::parameters(book.model, operation.arguments()))),
            Body::Entity { ty, writable: own } => {
                let (shown, sample) = book.sample(*ty);
                let own = if shown == ty { own.clone() } else { writable(book.model, *shown, entry.kind) };
                let chosen = own.iter().filter_map(|property| sample.get_key_value(&property.name));
                let limit = if entry.kind == RequestKind::Update { CHANGED } else { usize::MAX };
                let tag = sample.get_key_value("@odata.type");
                let chosen = chosen.filter(|(_, value)| !value.is_null()).take(limit);
                Some(Value::Object(tag.into_iter().chain(chosen).map(|(name, value)| (name.clone(), value.clone())).collect()))
            }
        }
    }
}

/// The media type of bytes of which no more is known (RFC 9110, section 8.3).
const BYTES: &str = "application/octet-stream";

/// The media type of a stream: that of the property or type (`Org.OData.Core.V1.MediaType`, else the first of `AcceptableMediaTypes`).
fn media_type(model: &Model, entry: &Entry) -> String {
    let annotations: Vec<&[Annotation]> = match (entry.path.segments.last(), entry.owner, entry.target) {
        (Some(Segment::Stream(name)), Some(owner), _) => {
            let property = model.structure(owner).properties.iter().find(|it| it.name == *name);
            property.iter().map(|it| it.annotations.as_slice()).collect()
        }
        (_, _, Some(target)) => model.lineage(target).map(|id| model.structure(id).annotations.as_slice()).collect(),
        _ => Vec::new(),
    };
    let value = |term: &str| annotations.iter().find_map(|list| annotation(list, term)?.value.as_ref());
    let own = value("Org.OData.Core.V1.MediaType").and_then(Expression::as_str);
    let accepted = || value("Org.OData.Core.V1.AcceptableMediaTypes")?.items().first()?.as_str();
    let is_plain =
        |text: &&str| text.contains('/') && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"|`<*".contains(&byte));
    own.or_else(accepted).filter(is_plain).unwrap_or(BYTES).to_owned()
}

/// How many properties the example of an update changes.
const CHANGED: usize = 3;

impl Answer {
    pub(super) fn of(model: &Model, entry: &Entry) -> Answer {
        if entry.kind == RequestKind::ReadStream {
            return match entry.status {
                302 => Answer::Elsewhere,
                _ => Answer::Content { media_type: media_type(model, entry) },
            };
        }
        if !matches!(entry.status, 200 | 201) {
            return Answer::Nothing;
        }
        match (entry.kind, entry.target, entry.operation) {
            (_, _, Some(id)) => {
                model.operation(id).returns.as_ref().map_or(Answer::Nothing, |returns| Answer::of_type(&returns.ty))
            }
            (RequestKind::List, Some(ty), _) => Answer::Object { ty, collection: true },
            (RequestKind::Get | RequestKind::Create | RequestKind::CreateMedia | RequestKind::Update, Some(ty), _) => {
                Answer::Object { ty, collection: false }
            }
            _ => Answer::Nothing,
        }
    }

    fn of_type(ty: &TypeRef) -> Answer {
        match ty.ty {
            Type::Struct(id) => Answer::Object { ty: id, collection: ty.collection },
            _ if is_stream(ty) => Answer::Content { media_type: BYTES.to_owned() },
            _ => Answer::Value(ty.clone()),
        }
    }

    /// The JSON of an example; `None` for answers without JSON.
    pub(super) fn example(&self, book: &Book<'_>) -> Option<Value> {
        match self {
            Answer::Nothing | Answer::Content { .. } | Answer::Elsewhere => None,
            Answer::Object { ty, collection: false } => Some(Value::Object(book.sample(*ty).1.clone())),
            Answer::Object { ty, collection: true } => Some(json!({ "value": [book.sample(*ty).1] })),
            Answer::Value(ty) => Some(json!({ "value": sample::argument(book.model, ty, "value") })),
        }
    }

    /// The members of the annotation that say what comes back.
    pub(super) fn annotation(&self, book: &Book<'_>) -> Vec<(&'static str, Value)> {
        let (name, collection) = match self {
            Answer::Nothing | Answer::Content { .. } | Answer::Elsewhere => return Vec::new(),
            Answer::Object { ty, collection } => (book.model.structure(*ty).name.to_string(), *collection),
            Answer::Value(ty) => (book.model.type_name(ty.ty), ty.collection),
        };
        let flag = collection.then_some(("isCollection", Value::Bool(true)));
        std::iter::once(("@odata.type", Value::from(name))).chain(flag).collect()
    }
}

/// The properties that a client may send, by name.
///
/// Source: OData Core vocabulary 4.01: `Computed` and `Permissions` Read are the service's own; `Immutable` is set on creation only. A key called
/// `id` is the service's own too: of 600 pages that document a create request, 583 do not send it.
fn writable(model: &Model, ty: StructId, kind: RequestKind) -> Vec<&Property> {
    let is_key = |property: &Property| model.key(ty).iter().any(|part| part.path == property.name);
    let allowed = |property: &&Property| {
        let id = is_key(property) && (property.name.eq_ignore_ascii_case("id") || kind == RequestKind::Update);
        let least = if kind == RequestKind::Update { Access::Write } else { Access::Create };
        !id && Access::of(&property.annotations) >= least && !is_stream(&property.ty)
    };
    let mut writable: Vec<&Property> = model.properties(ty).into_iter().filter(allowed).collect();
    writable.sort_by(|left, right| order(&left.name, &right.name));
    writable
}

pub(super) fn is_stream(ty: &TypeRef) -> bool {
    ty.ty == Type::Primitive(Primitive::Stream)
}

/// The rows of an entity body's table.
pub(super) fn rows(book: &Book<'_>, writable: &[&Property], kind: RequestKind) -> Vec<[String; 3]> {
    let row = |property: &&Property| {
        let required =
            kind == RequestKind::Create && !property.ty.nullable && !property.ty.collection && property.default.is_none();
        let word = if required { "Required." } else { "Optional." };
        let [name, ty, description] = resource::property_row(book, Folder::Api, property);
        [name, ty, format!("{description} {word}")]
    };
    writable.iter().map(row).collect()
}

/// The path of an entity that a reference can point at: in an entity set of its type or a base, else where the reference itself lists it.
fn address(book: &Book<'_>, entry: &Entry, ty: StructId) -> String {
    let holds = |other: &&Entry| {
        other.owner.is_none() && other.kind == RequestKind::List && other.target.is_some_and(|held| book.model.is_a(ty, held))
    };
    let base = match book.surface.entries.iter().find(holds) {
        Some(list) => super::url::example(book.model, &list.path),
        None => super::url::example(book.model, &entry.path).trim_end_matches("/$ref").to_owned(),
    };
    let mut path = base;
    // A type without a key has no address of its own; that of its collection is the nearest there is.
    if let Some(Segment::Key { slots, .. }) = edmund_model::surface::key(book.model, ty) {
        super::url::push_key(book.model, ty, &slots, 0, &mut path);
    }
    path
}

/// An object without a member.
pub(super) fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}
