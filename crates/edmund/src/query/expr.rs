//! The tree of an expression.

use super::Literal;

/// An expression of `$filter`, `$orderby` or a function argument.
///
/// A tree is in normal form when `And` and `Or` have at least two operands, names are identifiers, numbers are written the way
/// [`Literal`] prints them, and an enumeration literal names its type. What the parser returns is always in normal form.
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
        function: String,
        /// Arguments by position.
        arguments: Vec<Expr>,
    },
    /// `collection/any(x:...)` or `collection/all(x:...)`.
    Lambda {
        /// Which of the two.
        quantifier: Quantifier,
        /// The collection whose items are tried.
        collection: Path,
        /// What must hold of an item; absent in `any()`.
        predicate: Option<Predicate>,
    },
    /// `(a,b,c)`: the right side of `in`.
    List(Vec<Expr>),
}

/// What a lambda says of one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The name that stands for the item.
    pub variable: String,
    /// The condition.
    pub condition: Box<Expr>,
}

/// The operators between two operands, except `and` and `or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Binary {
    /// `eq`
    Eq,
    /// `ne`
    Ne,
    /// `gt`
    Gt,
    /// `ge`
    Ge,
    /// `lt`
    Lt,
    /// `le`
    Le,
    /// `add`
    Add,
    /// `sub`
    Sub,
    /// `mul`
    Mul,
    /// `div`
    Div,
    /// `divby`: division with a fraction, whatever the operands are.
    DivBy,
    /// `mod`
    Mod,
    /// `has`: a flags value contains the members on the right.
    Has,
    /// `in`
    In,
}

impl Binary {
    /// Every operator, in the order of the declaration.
    pub const ALL: [Self; 14] = [
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Ge,
        Self::Lt,
        Self::Le,
        Self::Add,
        Self::Sub,
        Self::Mul,
        Self::Div,
        Self::DivBy,
        Self::Mod,
        Self::Has,
        Self::In,
    ];

    /// The word that stands between the operands.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul => "mul",
            Self::Div => "div",
            Self::DivBy => "divby",
            Self::Mod => "mod",
            Self::Has => "has",
            Self::In => "in",
        }
    }

    /// How tightly the operator binds: more is tighter (OData URL Conventions 4.01, 5.1.1.17).
    pub(super) const fn precedence(self) -> u8 {
        match self {
            Self::Eq | Self::Ne => precedence::EQUALITY,
            Self::Gt | Self::Ge | Self::Lt | Self::Le => precedence::RELATIONAL,
            Self::Add | Self::Sub => precedence::ADDITIVE,
            Self::Mul | Self::Div | Self::DivBy | Self::Mod => precedence::MULTIPLICATIVE,
            Self::Has | Self::In => precedence::MEMBERSHIP,
        }
    }
}

/// The levels of OData URL Conventions 4.01, 5.1.1.17, loosest first.
pub(super) mod precedence {
    pub(in crate::query) const OR: u8 = 1;
    pub(in crate::query) const AND: u8 = 2;
    pub(in crate::query) const EQUALITY: u8 = 3;
    pub(in crate::query) const RELATIONAL: u8 = 4;
    pub(in crate::query) const ADDITIVE: u8 = 5;
    pub(in crate::query) const MULTIPLICATIVE: u8 = 6;
    pub(in crate::query) const UNARY: u8 = 7;
    pub(in crate::query) const MEMBERSHIP: u8 = 8;
    pub(in crate::query) const PRIMARY: u8 = 9;
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
    /// The word in the URL.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
        }
    }
}

/// One or more names separated by `/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path {
    segments: Vec<String>,
}

impl Path {
    /// The path of a single name.
    ///
    /// The name is trusted to be an identifier, a qualified name, `$it` or `$count`; to check text, use [`parse_filter`](super::parse_filter).
    pub fn new(name: impl Into<String>) -> Self {
        Self { segments: vec![name.into()] }
    }

    /// This path with one more name at its end.
    #[must_use]
    pub fn join(mut self, name: impl Into<String>) -> Self {
        self.segments.push(name.into());
        self
    }

    /// The names, at least one.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// The first name: a property, or a lambda variable.
    pub fn root(&self) -> &str {
        self.segments.first().map_or("", String::as_str)
    }
}

/// One term of `$orderby`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderBy {
    /// What is compared.
    pub expr: Expr,
    /// Which end comes first.
    pub direction: Direction,
}

/// The direction of one `$orderby` term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Smallest first, as without a word.
    #[default]
    Ascending,
    /// Largest first: `desc`.
    Descending,
}

/// One item of `$select`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Selected {
    /// `*`: every structural property.
    All,
    /// `ns.*`: every operation of a namespace; the namespace without `.*`.
    Operations(String),
    /// A property, or what is reached from it.
    Path(Path),
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

    /// A call of `function`.
    pub fn call(function: impl Into<String>, arguments: Vec<Expr>) -> Expr {
        Expr::Call { function: function.into(), arguments }
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
