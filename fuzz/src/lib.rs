//! What must hold of every text, whatever it is.

use edmund_model::{Finding, Sources, dump};

/// Reads a schema from bytes as they lie on disk, checks it, and writes it in both forms.
///
/// Every finding has a place that exists. What is written is read again; of a schema without fault it gives the same model.
pub fn schema(name: &str, bytes: &[u8]) {
    let mut sources = Sources::default();
    let (file, finding) = sources.add_bytes(name, bytes);
    let (document, mut findings) = edmund_csdl::read(&sources, file);
    let documents = [document];
    let (model, more) = edmund_csdl::lower(&documents);
    findings.extend(finding);
    findings.extend(more);
    places(&sources, &findings);
    edmund_csdl::counts(&documents, &model);
    let dumped = dump(&model);
    let is_sound = !findings.iter().any(|finding| finding.severity > edmund_model::Severity::Info);
    // XML has no way to write control characters, which JSON may hold (XML 1.0, section 2.2).
    let has_control = dumped.to_string().contains("\\u00");
    for (text, holds_all) in [(edmund_csdl::write_xml(&model), !has_control), (edmund_csdl::write_json(&model), true)] {
        let file = sources.add("written", text);
        let (document, findings) = edmund_csdl::read(&sources, file);
        places(&sources, &findings);
        let (again, _) = edmund_csdl::lower(&[document]);
        if is_sound && holds_all {
            assert_eq!(dump(&again), dumped);
        }
    }
}

/// Reads a page, checks it, and adds it to a model.
pub fn page(bytes: &[u8]) {
    let mut sources = Sources::default();
    let (file, finding) = sources.add_bytes("page.md", bytes);
    let (page, mut findings) = edmund_pages::read(&sources, file);
    let pages = [page];
    let mut model = edmund_model::Model::default();
    findings.extend(finding);
    findings.extend(edmund_pages::lower(&pages, &mut model));
    findings.extend(edmund_pages::check(&pages, &sources, Some(&model)));
    places(&sources, &findings);
    dump(&model);
}

fn places(sources: &Sources, findings: &[Finding]) {
    for finding in findings {
        let labels = finding.labels.iter().map(|label| label.origin);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.origin);
        for origin in std::iter::once(finding.origin).chain(labels).chain(edits) {
            sources.locate(origin);
            sources.text(origin);
        }
    }
}
