//! Functions and actions as the last part of an address.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::Address;
use super::key::encode_literal;
use crate::error::PolicyViolation;
use crate::query::{encode_query, encode_segment};
use crate::request::{Action, Function};
use crate::{FieldValue, encode_value, encode_value_as};

/// A function whose arguments are being added. Made by generated code through [`Address::function`].
#[derive(Clone, Debug)]
#[must_use]
pub struct FunctionBuilder {
    address: Address,
    arguments: String,
    template: String,
}

impl FunctionBuilder {
    pub(super) fn new(address: &Address, name: &str) -> Self {
        Self { address: address.segment(&encode_segment(name)), arguments: String::new(), template: String::new() }
    }

    /// An argument. Primitive values stand in the URL as literals, all others as JSON behind a parameter alias
    /// (OData URL Conventions 4.01, 5.3.2).
    pub fn argument(mut self, name: &str, value: &impl FieldValue) -> Self {
        let name = encode_segment(name);
        let literal = value.to_literal().map(|literal| encode_literal(&literal)).or_else(|| self.alias(&name, value));
        if let Some(literal) = literal {
            let separator = if self.arguments.is_empty() { "" } else { "," };
            // Writing to a string does not fail.
            let _ = write!(self.arguments, "{separator}{name}={literal}");
            let _ = write!(self.template, "{separator}{name}={{{name}}}");
        }
        self
    }

    /// An argument that is left out when there is none.
    pub fn optional_argument(self, name: &str, value: Option<&impl FieldValue>) -> Self {
        match value {
            Some(value) => self.argument(name, value),
            None => self,
        }
    }

    /// The call, whose result is an `R`.
    pub fn returning<R>(self) -> Function<R> {
        let Self { mut address, arguments, template } = self;
        let _ = write!(address.path, "({arguments})");
        let _ = write!(address.template, "({template})");
        Function::new(address)
    }

    /// Puts the value behind an alias named after the parameter; the alias, or nothing if the value is not JSON.
    fn alias(&mut self, name: &str, value: &impl FieldValue) -> Option<String> {
        match encode_value(value) {
            Ok(json) => {
                let separator = if self.address.aliases.is_empty() { "" } else { "&" };
                let _ = write!(self.address.aliases, "{separator}@{name}={}", encode_query(&json.to_string()));
                Some(format!("@{name}"))
            }
            Err(error) => {
                self.address.refuse(PolicyViolation::InvalidArgument { name: name.to_owned(), reason: error.to_string() });
                None
            }
        }
    }
}

/// An action whose parameters are being added. Made by generated code through [`Address::action`].
#[derive(Debug)]
#[must_use]
pub struct ActionBuilder {
    address: Address,
    parameters: Map<String, Value>,
}

impl ActionBuilder {
    pub(super) fn new(address: &Address, name: &str) -> Self {
        Self { address: address.segment(&encode_segment(name)), parameters: Map::new() }
    }

    /// A parameter of the request's body.
    pub fn parameter(mut self, name: &str, value: &impl FieldValue) -> Self {
        match encode_value_as(value, self.address.client().numbers()) {
            Ok(value) => {
                self.parameters.insert(name.to_owned(), value);
            }
            Err(error) => {
                self.address.refuse(PolicyViolation::InvalidArgument { name: name.to_owned(), reason: error.to_string() });
            }
        }
        self
    }

    /// A parameter that is left out when there is none.
    pub fn optional_parameter(self, name: &str, value: Option<&impl FieldValue>) -> Self {
        match value {
            Some(value) => self.parameter(name, value),
            None => self,
        }
    }

    /// The call, whose result is an `R`; `()` for an action without a result.
    pub fn returning<R>(self) -> Action<R> {
        Action::new(self.address, self.parameters)
    }
}
