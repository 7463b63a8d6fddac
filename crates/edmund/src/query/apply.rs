//! The tree of `$apply` (OData Extension for Data Aggregation 4.0).

use super::{Computed, Expr, OrderBy, Path, Searched};

/// One step of `$apply`: it takes items and gives items.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Transformation {
    /// `aggregate(amount with sum as total)`: one item of all.
    Aggregate(Vec<Aggregate>),
    /// `groupby((country),aggregate(..))`: the same for each group of items.
    GroupBy {
        /// What the items of a group have in common.
        by: Vec<Grouping>,
        /// What is done with each group; nothing when empty.
        then: Vec<Transformation>,
    },
    /// `filter(condition)`.
    Filter(Expr),
    /// `search(words)`.
    Search(Searched),
    /// `orderby(total desc)`.
    OrderBy(Vec<OrderBy>),
    /// `top(5)`.
    Top(u64),
    /// `skip(5)`.
    Skip(u64),
    /// `topcount(2,amount)` and its five siblings.
    Extreme {
        /// Which items stay.
        kind: Extreme,
        /// How many, what percentage, or up to which sum.
        amount: Expr,
        /// The value that decides.
        value: Expr,
    },
    /// `compute(a mul b as c)`.
    Compute(Vec<Computed>),
    /// `concat(top(1),aggregate(..))`: what each sequence gives, one behind the other.
    Concat(Vec<Vec<Transformation>>),
    /// `identity`: the items as they are.
    Identity,
    /// `join(sales as sale,..)`, `outerjoin(..)`: one item for each related one.
    Join {
        /// Whether items without related ones stay.
        kind: Join,
        /// What leads to the related items.
        path: Path,
        /// The property that holds the related one.
        alias: String,
        /// What is done with the related items first.
        then: Vec<Transformation>,
    },
    /// `nest(..  as alias)`: what a sequence gives, as a property of one item.
    Nest(Vec<(Vec<Transformation>, String)>),
    /// `addnested(sales,filter(..) as alias)`: what a sequence makes of related items, as a property.
    AddNested {
        /// What leads to the related items.
        path: Path,
        /// Sequences, each with the name of its property.
        nested: Vec<(Vec<Transformation>, String)>,
    },
    /// `ancestors(..)`, `descendants(..)`: what stands above or below in a hierarchy.
    Relatives {
        /// Above or below.
        kind: Relatives,
        /// In which hierarchy.
        hierarchy: Hierarchy,
        /// Which nodes to start from.
        start: Vec<Transformation>,
        /// At most so many levels.
        distance: Option<u64>,
        /// `keep start`: the nodes themselves too.
        keep_start: bool,
    },
    /// `traverse(..,preorder)`: the items in the order of a hierarchy.
    Traverse {
        /// In which hierarchy.
        hierarchy: Hierarchy,
        /// Parents before or behind their children.
        order: Traversal,
        /// Which nodes to go through.
        nodes: Vec<Transformation>,
        /// The order of siblings.
        siblings: Vec<OrderBy>,
    },
    /// A transformation of the service's own: a call of a function.
    Function(Expr),
}

/// One value of many: `amount with sum from month with average as total`, `$count as n`, `forecast`.
///
/// In `$apply` a method needs an alias; as a step of an expression it has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// What is aggregated; a path to `$count` or to a custom aggregate has no method.
    pub value: Expr,
    /// The method: `sum`, `min`, `max`, `average`, `countdistinct`, or one of the service's own.
    pub method: Option<String>,
    /// Values that are aggregated for each value of a property first.
    pub from: Vec<AggregateFrom>,
    /// The name of the result.
    pub alias: Option<String>,
}

/// `from month with average`: the method that brings the results for each month together.
#[derive(Clone, Debug, PartialEq)]
pub struct AggregateFrom {
    /// The property.
    pub path: Path,
    /// The method; absent behind a custom aggregate, in the last place.
    pub method: Option<String>,
}

/// What the items of a group have in common.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Grouping {
    /// The value of a property.
    Path(Path),
    /// `rollup(country,city)`: each level, with subtotals. A single path is a leveled hierarchy's name.
    Rollup(Vec<Path>),
    /// `rolluprecursive(..)`: the nodes above in a hierarchy.
    RollupRecursive {
        /// In which hierarchy.
        hierarchy: Hierarchy,
        /// Which nodes count.
        nodes: Vec<Transformation>,
    },
}

/// A recursive hierarchy: its nodes, its qualifier and the property that identifies a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    /// The collection of nodes: `$root/organizations`.
    pub nodes: Expr,
    /// The qualifier of the annotation that declares it.
    pub qualifier: String,
    /// What leads from an item to the node.
    pub node: Path,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in the URL.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

words! {
    /// Which items stay of those with the largest or smallest values.
    Extreme {
        /// A number of the largest.
        TopCount = "topcount",
        /// The largest that make up a percentage.
        TopPercent = "toppercent",
        /// The largest that make up a sum.
        TopSum = "topsum",
        /// A number of the smallest.
        BottomCount = "bottomcount",
        /// The smallest that make up a percentage.
        BottomPercent = "bottompercent",
        /// The smallest that make up a sum.
        BottomSum = "bottomsum",
    }
}

words! {
    /// Whether items without related ones stay.
    Join {
        /// They go.
        Inner = "join",
        /// They stay.
        Outer = "outerjoin",
    }
}

words! {
    /// Above or below in a hierarchy.
    Relatives {
        /// Above.
        Ancestors = "ancestors",
        /// Below.
        Descendants = "descendants",
    }
}

words! {
    /// Parents before or behind their children.
    Traversal {
        /// Before.
        Preorder = "preorder",
        /// Behind.
        Postorder = "postorder",
    }
}
