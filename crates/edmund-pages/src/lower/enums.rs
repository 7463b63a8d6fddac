//! Enumerations: from their pages and sections, and from lists of values.

use edmund_model::{Docs, Enum, EnumId, Member, Origin, Primitive, QualifiedName, Type};

use super::{Lowering, docs};
use crate::catalog::{enum_name, namespace};
use crate::page::{EnumSection, Field, Located, Page};
use crate::type_cell::TypeName;

impl Lowering<'_> {
    /// Declares the enumerations that pages define. The first definition of a name stands; `check` reports a second one that differs.
    pub(super) fn enums(&mut self) {
        for &page in self.pages {
            for section in &page.enums {
                let name = enum_name(page, section);
                let ty = match self.names.same(&name) {
                    Some(Type::Enum(id)) => {
                        self.describe_enum(id, section, page);
                        Type::Enum(id)
                    }
                    // The name is taken by another kind of type: that one stands.
                    Some(_) => continue,
                    None => self.add_enum(name, section, page),
                };
                self.names.add_file(&page.path, ty);
            }
        }
    }

    fn add_enum(&mut self, name: QualifiedName, section: &EnumSection, page: &Page) -> Type {
        let mut members: Vec<Member> = Vec::new();
        for member in &section.members {
            if members.iter().any(|other| other.name == member.name.value) {
                continue;
            }
            let next = members.last().map_or(Some(0), |last| last.value.checked_add(1)).unwrap_or(0);
            members.push(Member {
                name: member.name.value.clone(),
                value: member.value.unwrap_or(next),
                annotations: Vec::new(),
                docs: docs::of_member(member),
                origin: member.name.origin,
            });
        }
        self.declare_enum(name, members, section.is_flags, docs::of_section(section, page), section.name.origin)
    }

    fn declare_enum(&mut self, name: QualifiedName, members: Vec<Member>, flags: bool, docs: Docs, origin: Origin) -> Type {
        self.schema(&name.namespace, origin);
        let item = Enum {
            name: name.clone(),
            underlying: Primitive::Int32,
            is_flags: flags,
            members,
            annotations: Vec::new(),
            docs,
            origin,
        };
        let ty = Type::Enum(self.model.add_enum(item));
        self.names.add(name, ty);
        ty
    }

    fn describe_enum(&mut self, id: EnumId, section: &EnumSection, page: &Page) {
        let Some(item) = self.model.enums.get_mut(id.index()) else { return };
        docs::fill(&mut item.docs, docs::of_section(section, page));
        for member in &mut item.members {
            let described = section.members.iter().find(|other| other.name.value == member.name);
            if let Some(described) = described {
                docs::fill(&mut member.docs, docs::of_member(described));
            }
        }
    }

    /// The enumeration of a property that lists its values and names no known type: the one with the same members, else a new one.
    pub(super) fn listed_enum(&mut self, owner: &QualifiedName, field: &Field, page: &Page) -> Option<Type> {
        let spelling = field.ty.as_ref()?;
        let values = field.listed();
        if values.is_empty() {
            return None;
        }
        let name = match &spelling.name {
            TypeName::Named(name) => {
                QualifiedName::parse(name).unwrap_or_else(|| QualifiedName::new(namespace(page), name.clone()))
            }
            TypeName::Enumeration => {
                if let Some(found) = self.enum_with(values) {
                    return Some(found);
                }
                // The name is lost; type and property together make one that is unique and stable.
                let mut letters = field.name.value.chars();
                let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
                QualifiedName::new(owner.namespace.clone(), format!("{}{first}{}", owner.name, letters.as_str()))
            }
            _ => return None,
        };
        if let Some(found) = self.names.same(&name) {
            return Some(found);
        }
        let mut members: Vec<Member> = Vec::new();
        for value in values {
            if !members.iter().any(|member| member.name == value.value) {
                members.push(member(value, members.len()));
            }
        }
        let summary = Some(format!("Values of `{}`.", field.name.value));
        Some(self.declare_enum(name, members, false, Docs { summary, ..Docs::default() }, spelling.origin))
    }

    fn enum_with(&self, values: &[Located<String>]) -> Option<Type> {
        let same = |item: &Enum| {
            item.members.len() == values.len()
                && item.members.iter().all(|member| values.iter().any(|value| value.value == member.name))
        };
        self.model.enums.iter().position(same).map(|index| Type::Enum(EnumId(index as u32)))
    }
}

fn member(value: &Located<String>, index: usize) -> Member {
    Member {
        name: value.value.clone(),
        value: i64::try_from(index).unwrap_or(i64::MAX),
        annotations: Vec::new(),
        docs: Default::default(),
        origin: value.origin,
    }
}
