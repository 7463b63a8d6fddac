//! Enumeration tables.

use edmund_model::{Origin, Primitive, is_identifier};

use crate::json;
use crate::markdown::Table;
use crate::page::{EnumMember, EnumSection, Field, Located, Page, Resource, Text};
use crate::stock;
use crate::type_cell::TypeName;

/// Reads the table of an enumeration.
pub(super) fn read(name: Located<String>, docs: String, table: Table) -> EnumSection {
    let first = table.column(&["member", "members", "name", "enum", "enum value", "member name"]).unwrap_or(0);
    let numbers = table.column(&["value", "int value", "numeric value", "values"]).filter(|column| *column != first);
    let description = table.column(&["description", "comment", "comments", "notes"]).filter(|column| *column != first);
    let members = table.rows.into_iter().filter_map(|mut row| {
        let description = description.and_then(|column| row.cells.get_mut(column)).map(|cell| std::mem::take(&mut cell.text));
        let cell = &row.cells.get(first)?.text;
        let plain = cell.plain.trim();
        let marked = plain.to_ascii_lowercase().ends_with("(deprecated)");
        let member = if marked { plain[..plain.len() - "(deprecated)".len()].trim_end() } else { plain };
        let member = member.trim_matches(['*', '`', '"']);
        let value = numbers.and_then(|column| row.cells.get(column)?.text.plain.trim().parse().ok());
        let name = Located::new(member.to_owned(), cell.origin);
        (!member.is_empty()).then_some(EnumMember {
            name,
            value,
            description: description.unwrap_or_default(),
            deprecated: marked,
        })
    });
    let members: Vec<_> = members.collect();
    let is_flags = says_flags(&docs);
    EnumSection { name, docs: (!docs.is_empty()).then_some(docs), is_flags, members }
}

/// An enumeration of which the page says that it has no members.
pub(super) fn without_members(name: Located<String>) -> EnumSection {
    EnumSection { name, docs: None, is_flags: false, members: Vec::new() }
}

/// An enum page's lead is the documentation of its one enumeration.
pub(super) fn whole_page(page: &mut Page) {
    let is_enum_page = page.title.as_ref().is_some_and(|title| title.value.to_lowercase().contains(" enum type"));
    if !is_enum_page || page.enums.len() != 1 {
        return;
    }
    let found = &mut page.enums[0];
    found.is_flags |= page.lead.iter().any(|text| says_flags(text.prose()));
    let told = page.lead.iter().filter(|text| !stock::is_stock(&text.plain));
    let lead = told.map(Text::prose).collect::<Vec<_>>().join(" ");
    if !lead.is_empty() {
        found.docs = Some(lead);
    }
}

/// Properties of which the JSON representation shows a choice, `"a | b"`, take it over.
pub(super) fn choices(resource: &mut Resource) {
    let Resource { properties, representations, .. } = resource;
    for member in representations.iter().filter_map(|found| found.json.as_ref()).flat_map(json::Value::members) {
        let values = choice(&member.value);
        if let Some(field) = properties.iter_mut().find(|field| !values.is_empty() && field.name.value == member.key) {
            field.shown = values;
        }
    }
}

/// The values of `"a | b"`; none of a text that offers a placeholder, such as `"String | null"`.
fn choice(value: &json::Value) -> Vec<Located<String>> {
    let Some(text) = value.as_str().filter(|text| text.contains('|')) else { return Vec::new() };
    let inside = value.content();
    let mut at = inside.start as usize;
    let mut found = Vec::new();
    for part in text.split('|') {
        let name = part.trim();
        if !is_identifier(name) || matches!(name, "null" | "string") || Primitive::from_name(name).is_some() {
            return Vec::new();
        }
        let start = at + part.len() - part.trim_start().len();
        found.push(Located::new(name.to_owned(), Origin::new(inside.file, start, start + name.len())));
        at += part.len() + 1;
    }
    found
}

/// A section named after a property that is a string lists what the string can be; it defines no type.
pub(super) fn of_properties(page: &mut Page) {
    let properties = &mut page.resource.properties;
    page.enums.retain(|section| {
        let named = |field: &&mut Field| field.name.value.eq_ignore_ascii_case(&section.name.value);
        let is_string = |field: &&mut Field| {
            field.ty.as_ref().is_some_and(|ty| ty.name == TypeName::Primitive(Primitive::String) && ty.link.is_none())
        };
        let Some(field) = properties.iter_mut().find(named).filter(is_string) else { return true };
        if field.values.is_empty() {
            field.values = section.members.iter().map(|member| member.name.clone()).collect();
        }
        false
    });
}

fn says_flags(docs: &str) -> bool {
    let docs = docs.to_lowercase();
    ["flags", "can be combined", "combination of", "multi-valued", "multivalued"].iter().any(|words| docs.contains(words))
}
