//! The tree of an expression.

use super::{Aggregate, Binary, Literal, Name, Options, Path};

/// An expression of `$filter`, `$orderby` or a function argument.
///
/// A tree is in normal form when `And` and `Or` have at least two operands, names are identifiers, numbers are written the way
/// [`Literal`] prints them, an enumeration literal names its type, a list of several items holds literals and aliases only, and steps stand
/// only where a [`Path`] cannot say it. What the parser returns is always in normal form.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Expr {
    /// A constant.
    Literal(Literal),
    /// A property, a lambda variable, `$it`, or a type name, with everything reached from it: `address/city`, `x/price`, `ns.Type/name`.
    Path(Path),
    /// A parameter alias, `@name`; the name is kept without `@`.
    Alias(String),
    /// Every operand holds. Flat, so that a thousand operands are not a thousand levels.
    And(Vec<Expr>),
    /// At least one operand holds. Flat like [`Expr::And`].
    Or(Vec<Expr>),
    /// `not operand`.
    Not(Box<Expr>),
    /// `-operand`.
    Negate(Box<Expr>),
    /// Comparison, arithmetic, `has` and `in`.
    Binary {
        /// What is computed.
        operator: Binary,
        /// The operand before the operator.
        left: Box<Expr>,
        /// The operand after the operator.
        right: Box<Expr>,
    },
    /// A call of a built-in or service-defined function: `startswith(name,'A')`, `cast(x,Edm.Guid)`.
    Call {
        /// The function, qualified where it has a namespace.
        function: Name,
        /// What it is called with.
        arguments: Arguments,
    },
    /// What is reached from a value that is no plain path: `$root/Employees('A1')/name`, `items/ns.cheapest(max=5)/price`.
    Member {
        /// Where the step begins.
        of: Box<Expr>,
        /// Where it leads.
        step: Step,
    },
    /// `case(a gt 0:1,true:0)`: the value behind the first condition that holds.
    Case(Vec<(Expr, Expr)>),
    /// `collection/any(x:...)` or `collection/all(x:...)`.
    Lambda {
        /// Which of the two.
        quantifier: Quantifier,
        /// The collection whose items are tried: a path, or a step.
        collection: Box<Expr>,
        /// What must hold of an item; absent in `any()`.
        predicate: Option<Predicate>,
    },
    /// `(a,b,c)`: the right side of `in`.
    List(Vec<Expr>),
    /// `["a",1]`: a collection as JSON has it. Texts in it stand between double quotes.
    Array(Vec<Expr>),
    /// `{"name":"a"}`: a complex value or an entity as JSON has it.
    Object(Vec<(String, Expr)>),
}

/// One step from a value to another.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// `/name/name`: properties, types, `$count`. Behind a path, the path itself is longer instead.
    Path(Path),
    /// `/ns.function(a=1)`: a bound function, or one item by its key, which looks the same.
    Call {
        /// The function, qualified where it has a namespace, or the collection.
        function: Name,
        /// What it is called with, or the key.
        arguments: Arguments,
    },
    /// `(1)` behind a call or `$filter(..)`: one item of what it gives.
    Key(Arguments),
    /// `/$filter(condition)`: the items that satisfy a condition.
    Filter(Box<Expr>),
    /// `/$count($filter=..;$search=..)`: the number of the items that are found.
    Count(Box<Options>),
    /// `/aggregate(amount with sum)`: one value of all items.
    Aggregate(Box<Aggregate>),
}

/// What a function is called with.
#[derive(Clone, Debug, PartialEq)]
pub enum Arguments {
    /// As built-in functions are called, and as nothing is.
    Positional(Vec<Expr>),
    /// As functions of the service are called; at least one.
    Named(Vec<(String, Expr)>),
}

/// What a lambda says of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The name that stands for the item.
    pub variable: String,
    /// The condition.
    pub condition: Box<Expr>,
}

/// `any` or `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// At least one item.
    Any,
    /// Every item; true of an empty collection.
    All,
}

impl Quantifier {
    /// The quantifier of a word; letter case does not matter to a service.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        [Self::Any, Self::All].into_iter().find(|quantifier| quantifier.word().eq_ignore_ascii_case(word))
    }

    /// The word in the URL.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

impl Arguments {
    fn any(&self, test: &impl Fn(&Expr) -> bool) -> bool {
        match self {
            Self::Positional(values) => values.iter().any(|value| value.any(test)),
            Self::Named(values) => values.iter().any(|(_, value)| value.any(test)),
        }
    }
}

impl Step {
    fn any(&self, test: &impl Fn(&Expr) -> bool) -> bool {
        match self {
            Self::Path(_) => false,
            Self::Call { arguments, .. } | Self::Key(arguments) => arguments.any(test),
            Self::Filter(condition) => condition.any(test),
            Self::Count(options) => options.filter.as_ref().is_some_and(|filter| filter.any(test)),
            Self::Aggregate(aggregate) => aggregate.value.any(test),
        }
    }
}

impl Expr {
    /// Both hold. Chains stay flat.
    #[must_use]
    pub fn and(self, other: Expr) -> Expr {
        match self {
            Expr::And(mut operands) => {
                operands.push(other);
                Expr::And(operands)
            }
            first => Expr::And(vec![first, other]),
        }
    }

    /// At least one holds. Chains stay flat.
    #[must_use]
    pub fn or(self, other: Expr) -> Expr {
        match self {
            Expr::Or(mut operands) => {
                operands.push(other);
                Expr::Or(operands)
            }
            first => Expr::Or(vec![first, other]),
        }
    }

    /// `self operator right`.
    #[must_use]
    pub fn binary(self, operator: Binary, right: Expr) -> Expr {
        Expr::Binary { operator, left: Box::new(self), right: Box::new(right) }
    }

    /// A call of `function` with arguments by position.
    pub fn call(function: impl Into<Name>, arguments: Vec<Expr>) -> Expr {
        Expr::Call { function: function.into(), arguments: Arguments::Positional(arguments) }
    }

    /// Whether something is true of the expression or of one inside it.
    pub fn any(&self, test: &impl Fn(&Expr) -> bool) -> bool {
        test(self)
            || match self {
                Expr::And(operands) | Expr::Or(operands) | Expr::List(operands) | Expr::Array(operands) => {
                    operands.iter().any(|operand| operand.any(test))
                }
                Expr::Not(operand) | Expr::Negate(operand) => operand.any(test),
                Expr::Binary { left, right, .. } => left.any(test) || right.any(test),
                Expr::Call { arguments, .. } => arguments.any(test),
                Expr::Member { of, step } => of.any(test) || step.any(test),
                Expr::Case(cases) => cases.iter().any(|(condition, value)| condition.any(test) || value.any(test)),
                Expr::Lambda { collection, predicate, .. } => {
                    collection.any(test) || predicate.as_ref().is_some_and(|predicate| predicate.condition.any(test))
                }
                Expr::Object(members) => members.iter().any(|(_, value)| value.any(test)),
                Expr::Literal(_) | Expr::Path(_) | Expr::Alias(_) => false,
            }
    }

    /// What `step` leads to from here.
    #[must_use]
    pub fn member(self, step: Step) -> Expr {
        Expr::Member { of: Box::new(self), step }
    }
}

impl From<Literal> for Expr {
    fn from(literal: Literal) -> Self {
        Self::Literal(literal)
    }
}

impl From<Path> for Expr {
    fn from(path: Path) -> Self {
        Self::Path(path)
    }
}
