//! The page of a type.

use edmund_model::surface::Entry;
use edmund_model::{Enum, Navigation, Primitive, Property, Struct, StructId, Type, TypeRef};
use serde_json::{Map, Value, json};

use super::body::is_stream;
use super::book::Book;
use super::json::{order, pretty};
use super::markdown::{Document, Folder, code, inline, paragraph, plain};
use super::sentence::{self, Style, described, full_stop, summary};
use super::{PageFile, body};

/// Beyond this many members the page of the enumeration serves better than a list in a cell.
const LISTED: usize = 30;

/// The page of a type.
pub(super) fn page(book: &Book<'_>, id: StructId) -> PageFile {
    let item = book.model.structure(id);
    let title = format!("{} resource type", plain(&item.name.name));
    let known = summary(&item.docs).map(full_stop);
    let description = known.as_deref().map_or_else(|| default_description(item), |text| plain(text).replace('`', ""));
    let mut document = book.document(&title, &description, "resourcePageType", &item.name.namespace);
    document.line(&known.map_or_else(|| default_description(item), |text| paragraph(&text)));
    if let Some(details) =
        item.docs.details.as_ref().filter(|details| item.docs.summary.as_ref().is_some_and(|it| it != *details))
    {
        document.line(&paragraph(details));
    }
    kind_of_type(book, item, &mut document);
    methods(book, id, &mut document);
    properties(book, id, &mut document);
    relationships(book, id, &mut document);
    representation(book, id, &mut document);
    let stem = book.type_stem(id);
    PageFile { path: format!("{}/{stem}.md", Folder::Resources.name()), text: document.finish() }
}

fn default_description(item: &Struct) -> String {
    format!("Properties and relationships of the {} type.", inline(&item.name.name))
}

fn kind_of_type(book: &Book<'_>, item: &Struct, document: &mut Document) {
    if let Some(found) = &item.docs.deprecation {
        let reason = found.reason.as_deref().map(|reason| format!(" {}", full_stop(inline(reason)))).unwrap_or_default();
        document.line(&format!("> [!CAUTION]\n> This type is deprecated.{reason}"));
    }
    if item.is_abstract {
        document.line("This is an abstract type.");
    }
    if let Some(base) = item.base {
        document.line(&format!("Inherits from {}.", book.link(Folder::Resources, base)));
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
    let text = described(&property.docs);
    let description = match (property.ty.ty, text) {
        (Type::Enum(id), Some(text)) => with_values(&text, book.model.enumeration(id)),
        (Type::Enum(id), None) => format!("Not documented.{}", values(book.model.enumeration(id))),
        (_, Some(text)) => full_stop(inline(&text)),
        (_, None) => "Not documented.".to_owned(),
    };
    [inline(&property.name), book.type_cell(folder, &property.ty), description]
}

/// A description with the values that the property can have. A list in the description's own words stays, as long as it agrees with the
/// enumeration; one that does not loses its code marks, so that readers and tools take the true one.
fn with_values(text: &str, item: &Enum) -> String {
    let listed: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let names = || item.members.iter().map(|member| member.name.as_str());
    let complete = names().all(|name| listed.contains(&name));
    let lists = text.contains("alues");
    if !listed.is_empty() && lists && complete && listed.iter().all(|value| names().any(|name| name == *value)) {
        return full_stop(inline(text));
    }
    let text = if lists { text.replace('`', "") } else { text.to_owned() };
    full_stop(inline(&text)) + &values(item)
}

fn values(item: &Enum) -> String {
    let names: Vec<String> = item.members.iter().map(|member| code(&member.name)).collect();
    if names.is_empty() || names.len() > LISTED { String::new() } else { format!(" Possible values are: {}.", names.join(", ")) }
}

fn relationships(book: &Book<'_>, id: StructId, document: &mut Document) {
    document.section("Relationships");
    let mut navigations: Vec<&Navigation> = book.model.navigations(id);
    navigations.sort_by(|left, right| order(&left.name, &right.name));
    navigations.dedup_by(|later, first| later.name == first.name);
    let row = |navigation: &&Navigation| {
        let ty = navigation.target.map_or(Type::Unknown, Type::Struct);
        let cell = book.type_cell(Folder::Resources, &TypeRef { collection: navigation.collection, ..TypeRef::new(ty) });
        let text = described(&navigation.docs).map_or_else(|| "Not documented.".to_owned(), |text| full_stop(inline(&text)));
        [inline(&navigation.name), cell, text]
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
