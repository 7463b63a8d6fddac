//! Tests of the expansions, without a compiler.
