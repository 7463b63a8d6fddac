//! The page of a type.

use edmund_model::surface::Entry;
use edmund_model::{Navigation, Primitive, Property, Struct, StructId, Type, TypeRef};
use serde_json::{Map, Value, json};

use super::body::is_stream;
use super::book::Book;
use super::json::{order, pretty};
use super::markdown::{Document, Folder, inline, paragraph, plain};
use super::sentence::{self, Style, full_stop, paragraphs, summary};
use super::{PageFile, body, description};
use crate::deprecation::{SUFFIX, Subject};
use crate::stock;

/// The page of a type.
pub(super) fn page(book: &Book<'_>, id: StructId) -> PageFile {
    let item = book.model.structure(id);
    let mark = if item.docs.deprecation.is_some() { SUFFIX } else { "" };
    let title = format!("{} resource type{mark}", plain(&item.name.name));
    let known = summary(&item.docs).map(full_stop);
    let lead = known.as_deref().map_or_else(|| default_lead(item), |text| plain(text).replace('`', ""));
    let mut document = book.document(&title, &lead, "resourcePageType", &item.name.namespace);
    document.line(&known.map_or_else(|| default_lead(item), |text| paragraph(&text)));
    for paragraph in paragraphs(&item.docs) {
        document.line(&paragraph);
    }
    kind_of_type(book, item, &mut document);
    methods(book, id, &mut document);
    properties(book, id, &mut document);
    relationships(book, id, &mut document);
    representation(book, id, &mut document);
    let stem = book.type_stem(id);
    PageFile { path: format!("{}/{stem}.md", Folder::Resources.name()), text: document.finish() }
}

fn default_lead(item: &Struct) -> String {
    stock::TYPE.with(&[&inline(&item.name.name)])
}

fn kind_of_type(book: &Book<'_>, item: &Struct, document: &mut Document) {
    description::caution(document, Subject::Type, item.docs.deprecation.as_ref());
    if item.is_abstract {
        document.line(stock::ABSTRACT);
    }
    if let Some(base) = item.base {
        document.line(&stock::BASE.with(&[&book.link(Folder::Resources, base)]));
    }
}

fn methods(book: &Book<'_>, id: StructId, document: &mut Document) {
    document.section("Methods");
    let Some(entries) = book.methods.get(&id) else {
        document.line("None.");
        return;
    };
    let row = |index: &usize| {
        let entry = book.entry(*index);
        let link = Folder::Resources.link(&sentence::title(book, entry), Folder::Api, &book.operations[*index]);
        [link, returns(book, entry), inline(&sentence::lead(book, entry, Style::Plain))]
    };
    let rows: Vec<[String; 3]> = entries.iter().map(row).collect();
    document.table(["Method", "Return type", "Description"], &rows);
}

fn returns(book: &Book<'_>, entry: &Entry) -> String {
    match body::Answer::of(book.model, entry) {
        body::Answer::Nothing => "None".to_owned(),
        body::Answer::Content { .. } | body::Answer::Elsewhere => "Stream".to_owned(),
        body::Answer::Value(ty) => book.type_cell(Folder::Resources, &ty),
        body::Answer::Object { ty, collection } => {
            book.type_cell(Folder::Resources, &TypeRef { collection, ..TypeRef::new(Type::Struct(ty)) })
        }
    }
}

/// The properties with the type that declares each, by name.
fn sorted_properties<'a>(book: &Book<'a>, id: StructId) -> Vec<(StructId, &'a Property)> {
    let model = book.model;
    let own = |ancestor| model.structure(ancestor).properties.iter().map(move |property| (ancestor, property));
    let mut all: Vec<_> = model.lineage(id).flat_map(own).collect();
    all.sort_by(|(_, left), (_, right)| order(&left.name, &right.name));
    // Of a property that is declared again, the nearest declaration counts: sorting keeps it first.
    all.dedup_by(|(_, later), (_, first)| later.name == first.name);
    all
}

fn properties(book: &Book<'_>, id: StructId, document: &mut Document) {
    document.section("Properties");
    let inherited = |declaring| {
        if declaring == id { String::new() } else { format!(" Inherited from {}.", book.link(Folder::Resources, declaring)) }
    };
    let row = |(declaring, property): (StructId, &Property)| {
        let [name, ty, description] = property_row(book, Folder::Resources, property);
        [name, ty, description + &inherited(declaring)]
    };
    let rows: Vec<_> = sorted_properties(book, id).into_iter().map(row).collect();
    if rows.is_empty() {
        document.line("None.");
    } else {
        document.table(["Property", "Type", "Description"], &rows);
    }
}

/// Name, type and description of a property.
pub(super) fn property_row(book: &Book<'_>, folder: Folder, property: &Property) -> [String; 3] {
    let text = match property.ty.ty {
        Type::Enum(id) => description::of_enumerated(&property.docs, book.model.enumeration(id)),
        _ => description::cell(&property.docs),
    };
    [description::name(&property.name, &property.docs), book.type_cell(folder, &property.ty), text]
}

fn relationships(book: &Book<'_>, id: StructId, document: &mut Document) {
    document.section("Relationships");
    let mut navigations: Vec<&Navigation> = book.model.navigations(id);
    navigations.sort_by(|left, right| order(&left.name, &right.name));
    navigations.dedup_by(|later, first| later.name == first.name);
    let row = |navigation: &&Navigation| {
        let ty = navigation.target.map_or(Type::Unknown, Type::Struct);
        let cell = book.type_cell(Folder::Resources, &TypeRef { collection: navigation.collection, ..TypeRef::new(ty) });
        [description::name(&navigation.name, &navigation.docs), cell, description::cell(&navigation.docs)]
    };
    let rows: Vec<_> = navigations.iter().map(row).collect();
    if rows.is_empty() {
        document.line("None.");
    } else {
        document.table(["Relationship", "Type", "Description"], &rows);
    }
}

fn representation(book: &Book<'_>, id: StructId, document: &mut Document) {
    let item = book.model.structure(id);
    let mut members = Map::new();
    members.insert("@odata.type".to_owned(), Value::from(format!("#{}", item.name)));
    for (_, property) in sorted_properties(book, id) {
        let is_key = book.model.key(id).iter().any(|part| part.path == property.name);
        members.insert(property.name.clone(), placeholder(book, &property.ty, is_key));
    }
    let mut annotation = vec![("blockType", Value::from("resource"))];
    // A key inside a complex property, or one that the schema does not declare, is no property that the annotation could name.
    if let [key] = book.model.key(id)
        && members.contains_key(&key.path)
    {
        annotation.push(("keyProperty", Value::from(key.path.as_str())));
    }
    annotation.push(("@odata.type", Value::from(item.name.to_string())));
    annotation.extend(item.base.map(|base| ("baseType", Value::from(book.model.structure(base).name.to_string()))));
    annotation.push(("openType", Value::Bool(book.model.is_open(id))));
    if item.has_stream {
        annotation.push(("isMediaEntity", Value::Bool(true)));
    }
    if item.is_abstract {
        annotation.push(("abstract", Value::Bool(true)));
    }
    document.section("JSON representation").line("The following is a JSON representation of the resource.");
    document.fence(&annotation, "json", &pretty(&Value::Object(members)));
}

/// The word that stands for a value in a JSON representation.
fn placeholder(book: &Book<'_>, ty: &TypeRef, is_key: bool) -> Value {
    let primitive = match ty.ty {
        Type::Primitive(primitive) => primitive,
        Type::Definition(id) => book.model.definition(id).underlying,
        Type::Enum(_) => Primitive::String,
        Type::Struct(_) | Type::Unknown => Primitive::Untyped,
    };
    let value = match primitive {
        _ if is_stream(ty) => json!({ "@odata.type": "Edm.Stream" }),
        Primitive::Untyped => json!({ "@odata.type": book.model.type_name(ty.ty) }),
        Primitive::Boolean => json!(true),
        Primitive::Byte | Primitive::SByte | Primitive::Int16 | Primitive::Int32 | Primitive::Int64 => json!(1024),
        Primitive::Decimal | Primitive::Double | Primitive::Single => json!(1024.5),
        Primitive::DateTimeOffset => json!("String (timestamp)"),
        _ if is_key => json!("String (identifier)"),
        _ => json!("String"),
    };
    if ty.collection { json!([value]) } else { value }
}
