//! Every message of the macros, as the compiler shows it. Rewritten by `TRYBUILD=overwrite`.
//!
//! They are tested here and not with the runtime, because this way no transport is built for them.

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
