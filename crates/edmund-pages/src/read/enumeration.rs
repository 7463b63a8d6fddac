//! Enumeration tables.

use edmund_model::Primitive;

use crate::markdown::Table;
use crate::page::{EnumMember, EnumSection, Field, Located, Page};
use crate::type_cell::TypeName;

/// Reads the table of an enumeration.
pub(super) fn read(name: Located<String>, docs: String, table: &Table) -> EnumSection {
    let first = table.column(&["member", "members", "name", "enum", "enum value", "member name"]).unwrap_or(0);
    let numbers = table.column(&["value", "int value", "numeric value", "values"]).filter(|column| *column != first);
    let description = table.column(&["description", "comment", "comments", "notes"]);
    let members = table.rows.iter().filter_map(|row| {
        let cell = &row.cells.get(first)?.text;
        let plain = cell.plain.trim();
        let marked = plain.to_ascii_lowercase().ends_with("(deprecated)");
        let member = if marked { plain[..plain.len() - "(deprecated)".len()].trim_end() } else { plain };
        let member = member.trim_matches(['*', '`', '"']);
        let value = numbers.and_then(|column| row.cells.get(column)?.text.plain.trim().parse().ok());
        let description = description.and_then(|column| row.cells.get(column)).map(|cell| cell.text.clone()).unwrap_or_default();
        (!member.is_empty()).then(|| EnumMember { name: Located::new(member.to_owned(), cell.origin), value, description })
    });
    let members: Vec<_> = members.collect();
    let is_flags = says_flags(&docs);
    EnumSection { name, docs: (!docs.is_empty()).then_some(docs), is_flags, members }
}

/// An enum page's lead is the documentation of its one enumeration.
pub(super) fn whole_page(page: &mut Page) {
    let is_enum_page = page.title.as_ref().is_some_and(|title| title.value.to_lowercase().contains(" enum type"));
    let lead = page.lead.iter().map(|text| text.prose.as_str()).collect::<Vec<_>>().join(" ");
    if !is_enum_page || page.enums.len() != 1 {
        return;
    }
    let found = &mut page.enums[0];
    found.is_flags |= says_flags(&lead);
    if !lead.is_empty() {
        found.docs = Some(lead);
    }
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
