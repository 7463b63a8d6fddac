//! Enumeration types and the values of their members.

use edmund_model::{Docs, Enum, Finding, Member, Primitive};

use super::names::Scope;
use super::{Declaration, Lowering};
use crate::Element;

/// The lowest and the highest value of an integer type, if it may be below an enumeration (CSDL 4.01, section 10.1).
fn range(underlying: Primitive) -> Option<(i64, i64)> {
    Some(match underlying {
        Primitive::Byte => (0, u8::MAX.into()),
        Primitive::SByte => (i8::MIN.into(), i8::MAX.into()),
        Primitive::Int16 => (i16::MIN.into(), i16::MAX.into()),
        Primitive::Int32 => (i32::MIN.into(), i32::MAX.into()),
        Primitive::Int64 => (i64::MIN, i64::MAX),
        _ => return None,
    })
}

impl Lowering<'_> {
    /// An enumeration type.
    pub(super) fn enumeration(&mut self, declaration: &Declaration<'_>) -> Enum {
        let element = declaration.element;
        let underlying = self.underlying(element);
        let is_flags = element.flag("IsFlags", false);
        let members = self.enum_members(declaration.scope, element, underlying);
        self.enum_rules(element, is_flags, &members);
        Enum {
            name: declaration.qualified(),
            underlying,
            is_flags,
            members,
            annotations: self.annotations(declaration.scope, element),
            docs: Docs::default(),
            origin: element.origin,
        }
    }

    fn underlying(&mut self, element: &Element) -> Primitive {
        let Some(text) = element.get("UnderlyingType") else { return Primitive::Int32 };
        match text.strip_prefix("Edm.").and_then(Primitive::from_name) {
            Some(primitive) if range(primitive).is_some() => primitive,
            _ => {
                let message = format!("`{text}` cannot be the underlying type of an enumeration");
                let finding = Finding::error("invalid-enum-underlying-type", element.place("UnderlyingType"), message);
                let help =
                    "use `Edm.Byte`, `Edm.SByte`, `Edm.Int16`, `Edm.Int32` or `Edm.Int64`, or leave it out for `Edm.Int32`";
                self.findings.push(finding.with_help(help));
                Primitive::Int64
            }
        }
    }

    fn enum_members(&mut self, scope: &Scope<'_>, element: &Element, underlying: Primitive) -> Vec<Member> {
        let (low, high) = range(underlying).unwrap_or((i64::MIN, i64::MAX));
        let mut members: Vec<Member> = Vec::new();
        for item in element.all("Member") {
            let Some(name) = item.get("Name") else { continue };
            // A member without value is one more than the one before, whether or not that one has a value.
            let implied = members.last().map_or(0, |last| last.value.saturating_add(1));
            let value = item.get("Value").map_or(Ok(implied), |text| self.member_value(text, low, high, item));
            members.push(Member {
                name: name.to_owned(),
                value: value.unwrap_or(implied),
                annotations: self.annotations(scope, item),
                docs: Docs::default(),
                origin: item.origin,
            });
        }
        members
    }

    /// A member's value is an integer of the underlying type (CSDL 4.01, section 10.3).
    fn member_value(&mut self, text: &str, low: i64, high: i64, item: &Element) -> Result<i64, ()> {
        let value = text.parse::<i128>();
        let (code, message) = match value {
            Ok(value) if i128::from(low) <= value && value <= i128::from(high) => return i64::try_from(value).map_err(|_| ()),
            Ok(_) => ("enum-value-out-of-range", format!("the value {text} is not within {low} to {high}")),
            Err(_) => ("invalid-enum-value", format!("`{text}` is not an integer")),
        };
        self.findings.push(Finding::error(code, item.place("Value"), message));
        Err(())
    }

    /// Rules on the members together.
    fn enum_rules(&mut self, element: &Element, is_flags: bool, members: &[Member]) {
        let mut with = 0_usize;
        let mut without = None;
        for item in element.all("Member") {
            match item.get("Value") {
                Some(_) => with += 1,
                None => without = without.or(Some(item)),
            }
        }
        // Members of a flags enumeration have a value (CSDL 4.01, section 10.3).
        if let (true, Some(item)) = (is_flags, without) {
            let finding =
                Finding::warning("flags-member-without-value", item.origin, "a member of a flags enumeration has no value");
            self.findings
                .push(finding.with_help("give each member a power of two: counting from 0 makes the third a mix of others"));
        } else if let (true, Some(item)) = (with > 0, without) {
            // Either all members have values or none (CSDL 4.01, section 10.3).
            let finding = Finding::error(
                "enum-mixed-values",
                item.origin,
                "some members of the enumeration have values, this one has none",
            );
            self.findings.push(finding.with_help("give all members a value, or none"));
        }
        // Values of flags are non-negative (CSDL 4.01, section 10.3).
        if let (true, Some(member)) = (is_flags, members.iter().find(|member| member.value < 0)) {
            let message = format!("the flag `{}` is negative", member.name);
            self.findings.push(Finding::warning("flags-member-negative", member.origin, message));
        }
    }
}
