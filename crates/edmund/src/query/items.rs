//! What the lists of query options consist of.

use super::{Expr, Options, Path};

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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Selected {
    /// `*`: every structural property.
    All,
    /// `ns.*`: every operation of a namespace; the namespace without `.*`.
    Operations(String),
    /// A property, or what is reached from it; an operation without its parameters looks the same.
    Path(Path),
    /// `addresses($filter=..)`: some of the values of a property. At least one option.
    With {
        /// The property.
        path: Path,
        /// Which values, and what of them.
        options: Box<Options>,
    },
    /// `ns.function(first,second)`: one overload of a function.
    Overload {
        /// The function.
        path: Path,
        /// The names of its parameters.
        parameters: Vec<String>,
    },
}

/// One item of `$expand`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expanded {
    /// The navigation property, behind types and complex properties; its last name may be `*` or `$value`.
    pub path: Path,
    /// What of it comes along.
    pub form: ExpandedForm,
    /// Which of it, and what of that.
    pub options: Options,
}

impl Expanded {
    /// Everything of a navigation property.
    pub fn new(path: Path) -> Self {
        Self { path, form: ExpandedForm::Entities, options: Options::default() }
    }
}

/// What of a navigation property comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ExpandedForm {
    /// The entities.
    #[default]
    Entities,
    /// `/$ref`: only their references.
    References,
    /// `/$count`: only their number.
    Count,
}

/// `$levels`: how often an expansion is repeated inside itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Levels {
    /// So often.
    Number(u64),
    /// `max`: as often as the service likes.
    Max,
}

/// One item of `$compute`: a value with a name of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The value.
    pub expr: Expr,
    /// Its name.
    pub alias: String,
}
