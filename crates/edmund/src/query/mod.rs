//! Queries as data: built by typed properties, printed once, parsed by the same grammar.

mod literal;

pub use literal::Literal;
