//! Operators and how tightly they bind.

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
