//! Navigation properties as values: what a query brings along.

use std::fmt;
use std::marker::PhantomData;

use super::{Filter, Order, Property, Selection};
use crate::query::{Options, Selected};

/// The navigation property of `T` with a name, which leads to `U`: `User::MANAGER`. A query expands it.
///
/// ```
/// # edmund::request_types!();
/// # #[derive(edmund::Entity)]
/// # #[odata(name = "example.user", key(id))]
/// # pub struct User { pub id: Option<String>, pub display_name: Option<String>, pub manager: edmund::Nav<User>, pub reports: edmund::Navs<User> }
/// let expand = User::REPORTS
///     .select((User::ID, User::DISPLAY_NAME))
///     .filter(User::DISPLAY_NAME.starts_with("A"))
///     .top(5)
///     .expand(User::MANAGER.select(User::ID));
/// assert_eq!(
///     expand.to_string(),
///     "reports($select=id,displayName;$filter=startswith(displayName,'A');$top=5;$expand=manager($select=id))"
/// );
/// ```
pub struct Navigation<T, U> {
    name: &'static str,
    marker: PhantomData<fn() -> (T, U)>,
}

impl<T, U> Navigation<T, U> {
    /// The navigation property called `name` in the schema. Called by generated code; the name is trusted to be an identifier.
    pub const fn new(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }

    /// The name on the wire.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Only these properties of what comes along.
    pub fn select(self, properties: impl Selection<U>) -> Expand<T, U> {
        Expand::from(self).select(properties)
    }

    /// Only what satisfies the condition. Not every service can.
    pub fn filter(self, filter: impl Into<Filter<U>>) -> Expand<T, U> {
        Expand::from(self).filter(filter)
    }

    /// What the entities that come along bring along themselves.
    pub fn expand<W>(self, expand: impl Into<Expand<U, W>>) -> Expand<T, U> {
        Expand::from(self).expand(expand)
    }
}

impl<T, U> Clone for Navigation<T, U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, U> Copy for Navigation<T, U> {}

impl<T, U> fmt::Debug for Navigation<T, U> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Navigation({})", self.name)
    }
}

/// A navigation property with what of it comes along (`$expand`).
pub struct Expand<T, U> {
    name: &'static str,
    options: Options,
    nested: Vec<String>,
    marker: PhantomData<fn() -> (T, U)>,
}

impl<T, U> From<Navigation<T, U>> for Expand<T, U> {
    fn from(navigation: Navigation<T, U>) -> Self {
        Self { name: navigation.name, options: Options::default(), nested: Vec::new(), marker: PhantomData }
    }
}

impl<T, U> Expand<T, U> {
    /// Only these properties; a second call adds to the first.
    #[must_use]
    pub fn select(mut self, properties: impl Selection<U>) -> Self {
        properties.add_to(&mut self.options.select);
        self
    }

    /// Only what satisfies the condition; a second condition is added to the first with `and`.
    #[must_use]
    pub fn filter(mut self, filter: impl Into<Filter<U>>) -> Self {
        self.options.and_filter(filter.into().into_expr());
        self
    }

    /// In this order.
    #[must_use]
    pub fn order_by(mut self, order: Order<U>) -> Self {
        self.options.order_by.push(order.into_order_by());
        self
    }

    /// At most so many.
    #[must_use]
    pub fn top(mut self, count: u64) -> Self {
        self.options.top = Some(count);
        self
    }

    /// Without the first ones.
    #[must_use]
    pub fn skip(mut self, count: u64) -> Self {
        self.options.skip = Some(count);
        self
    }

    /// With the number of all.
    #[must_use]
    pub fn count(mut self) -> Self {
        self.options.count = Some(true);
        self
    }

    /// What the entities that come along bring along themselves.
    #[must_use]
    pub fn expand<W>(mut self, expand: impl Into<Expand<U, W>>) -> Self {
        self.nested.push(expand.into().to_string());
        self
    }
}

/// As `$expand` has it, not yet percent-encoded (OData URL Conventions 4.01, 5.1.3).
impl<T, U> fmt::Display for Expand<T, U> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |items: Vec<String>| items.join(",");
        let Options { select, filter, order_by, top, skip, count, .. } = &self.options;
        let mut parts = Vec::new();
        if !select.is_empty() {
            parts.push(format!("$select={}", join(select.iter().map(Selected::to_string).collect())));
        }
        parts.extend(filter.as_ref().map(|filter| format!("$filter={filter}")));
        if !order_by.is_empty() {
            parts.push(format!("$orderby={}", join(order_by.iter().map(ToString::to_string).collect())));
        }
        parts.extend(top.map(|top| format!("$top={top}")));
        parts.extend(skip.map(|skip| format!("$skip={skip}")));
        parts.extend(count.map(|count| format!("$count={count}")));
        if !self.nested.is_empty() {
            parts.push(format!("$expand={}", self.nested.join(",")));
        }
        if parts.is_empty() { out.write_str(self.name) } else { write!(out, "{}({})", self.name, parts.join(";")) }
    }
}

impl<T, U> Clone for Expand<T, U> {
    fn clone(&self) -> Self {
        Self { name: self.name, options: self.options.clone(), nested: self.nested.clone(), marker: PhantomData }
    }
}

impl<T, U> fmt::Debug for Expand<T, U> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Expand({self})")
    }
}

/// What is searched for (`$search`): phrases, and how they go together.
///
/// ```
/// use edmund::Search;
///
/// let search = Search::phrase("mountain bike").and(!Search::phrase("used \"as new\""));
/// assert_eq!(search.to_string(), r#""mountain bike" AND NOT "used \"as new\"""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    text: String,
    /// Whether it is one operand, and needs no parentheses.
    single: bool,
}

impl Search {
    /// Items that contain a phrase. Quotes and backslashes in it are escaped.
    pub fn phrase(text: &str) -> Self {
        Self { text: format!("\"{}\"", escape(text)), single: true }
    }

    /// Items of which a property contains a phrase, as Graph's directory searches: `"displayName:Ada"`.
    pub fn property<T>(property: Property<T, String>, text: &str) -> Self {
        Self { text: format!("\"{}:{}\"", property.name(), escape(text)), single: true }
    }

    /// Both are found.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { text: format!("{} AND {}", self.operand(), other.operand()), single: false }
    }

    /// At least one is found.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self { text: format!("{} OR {}", self.operand(), other.operand()), single: false }
    }

    fn operand(self) -> String {
        if self.single { self.text } else { format!("({})", self.text) }
    }
}

/// It is not found.
impl std::ops::Not for Search {
    type Output = Self;

    fn not(self) -> Self {
        Self { text: format!("NOT {}", self.operand()), single: true }
    }
}

impl fmt::Display for Search {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
