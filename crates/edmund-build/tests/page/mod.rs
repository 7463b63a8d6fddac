//! `docs/generated-code.md` and what is generated for its fences.

use std::path::{Path, PathBuf};

use edmund_codegen::{Options, Output};
use edmund_model::Sources;

pub(crate) fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated-code.md")
}

pub(crate) fn read() -> String {
    std::fs::read_to_string(path()).unwrap()
}

/// The elements of a schema in each XML fence.
pub(crate) fn fences(page: &str) -> Vec<&str> {
    page.split("```xml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// What is generated for elements of a schema.
pub(crate) fn generate(elements: &str) -> Output {
    let text = format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
         <Schema Namespace=\"books\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">{elements}</Schema>\
         </edmx:DataServices></edmx:Edmx>"
    );
    let mut sources = Sources::default();
    let file = sources.add("page.xml", text);
    let (document, findings) = edmund_csdl::read(&sources, file);
    assert!(findings.is_empty(), "{findings:?}");
    let (model, _) = edmund_csdl::lower(&[document]);
    edmund_codegen::generate(&model, &sources, &Options::default())
}
