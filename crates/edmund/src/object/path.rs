//! Where in a document decoding stands. Costs nothing until an error is written.

use core::fmt;

/// How many objects may be nested in each other. Deeper input is refused, so that no input exhausts the stack.
pub(super) const MAX_DEPTH: u32 = 128;

/// A place in a document: the way from the outermost object to one member or item.
pub(super) enum Path<'p> {
    /// The outermost value, by the name of its type; shown without the namespace.
    Root(&'static str),
    /// A member of the object at the parent.
    Member(&'p Path<'p>, &'static str, u32),
    /// An item of the collection at the parent.
    Item(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// How many objects are open here.
    pub(super) fn depth(&self) -> u32 {
        match self {
            Path::Root(_) => 0,
            Path::Member(_, _, depth) => *depth,
            Path::Item(parent, _) => parent.depth(),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Root(name) => formatter.write_str(name.rsplit('.').next().unwrap_or(name)),
            Path::Member(parent, name, _) => write!(formatter, "{parent}/{name}"),
            Path::Item(parent, index) => write!(formatter, "{parent}[{index}]"),
        }
    }
}
