//! Models from CSDL, for tests.

use edmund_model::{FileId, Model, Severity, Sources};

/// What a schema in namespace `ns` says. Panics when it is not valid: tests say what they mean.
pub(crate) fn model(schema: &str) -> (Sources, Model) {
    let text = format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\
         <Schema Namespace=\"ns\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">{schema}</Schema>\
         </edmx:DataServices></edmx:Edmx>"
    );
    let (sources, model, errors) = read("in.xml", text);
    assert_eq!(errors, Vec::<String>::new(), "the input of a test has to be valid");
    (sources, model)
}

/// A model from a whole document, with the messages of the errors in it.
pub(crate) fn read(path: &str, text: String) -> (Sources, Model, Vec<String>) {
    let mut sources = Sources::default();
    let file: FileId = sources.add(path, text);
    let (document, mut findings) = edmund_csdl::read(&sources, file);
    let (model, more) = edmund_csdl::lower(&[document]);
    findings.extend(more);
    let errors = findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    (sources, model, errors.map(|finding| finding.message).collect())
}

/// A file of the folder that `EDMUND_SHARED` names. Without the variable the test is skipped and says so; with it the file must exist.
pub(crate) fn shared(path: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("EDMUND_SHARED") else {
        println!("skipped: EDMUND_SHARED is not set, so {path} cannot be read");
        return None;
    };
    let path = std::path::Path::new(&folder).join(path);
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}
