//! Pages are written as they should be, and what is written passes what is checked.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use edmund_model::{Model, Severity, Sources};
use edmund_pages::{PageFile, PageOptions, write};
use expect_test::expect_file;

/// A model of schema files; it must be free of errors.
fn model(files: &[(&str, &str)]) -> Model {
    let mut sources = Sources::default();
    let (mut documents, mut pages, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for (path, text) in files {
        let file = sources.add(*path, *text);
        if path.ends_with(".md") {
            let (page, found) = edmund_pages::read(&sources, file);
            pages.push(page);
            findings.extend(found);
        } else {
            let (document, found) = edmund_csdl::read(&sources, file);
            documents.push(document);
            findings.extend(found);
        }
    }
    let (mut model, found) = edmund_csdl::lower(&documents);
    findings.extend(found);
    findings.extend(edmund_pages::lower(&pages, &mut model));
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    model
}

fn library() -> Vec<PageFile> {
    let options = PageOptions { base_url: "https://library.example/v1.0".to_owned(), ..PageOptions::default() };
    write(&model(&[("library.csdl.xml", include_str!("write/library.csdl.xml"))]), &options)
}

/// What our own reader and our own checks find in pages, one line a finding.
fn findings(pages: &[PageFile], model: &Model) -> String {
    let mut sources = Sources::default();
    let (mut read, mut findings) = (Vec::new(), Vec::new());
    for page in pages.iter().filter(|page| !page.path.starts_with("includes/")) {
        let file = sources.add(page.path.as_str(), page.text.as_str());
        let (page, found) = edmund_pages::read(&sources, file);
        read.push(page);
        findings.extend(found);
    }
    findings.extend(edmund_pages::check(&read, &sources, None));
    findings.extend(edmund_pages::check(&read, &sources, Some(model)));
    // That a service has several namespaces is a fact of its schema (GD033); the pages only say so.
    let lines = findings.iter().filter(|finding| finding.code != "GD033").map(|finding| {
        let (path, position) = sources.locate(finding.origin);
        format!(
            "{path}:{}:{} {} {}: {}",
            position.line,
            position.column,
            finding.code,
            finding.message,
            sources.text(finding.origin)
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("EDMUND_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: EDMUND_SHARED does not say where the corpus is");
    }
    folder
}

#[test]
fn there_is_a_page_for_every_request_type_and_enumeration() {
    let paths: Vec<String> = library().into_iter().map(|page| page.path + "\n").collect();
    expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/write/paths.txt")].assert_eq(&paths.concat());
}

#[test]
fn one_page_of_each_kind() {
    let pages = library();
    for stem in [
        "api/book-list",
        "api/book-get",
        "api/book-post-books",
        "api/book-update",
        "api/book-delete",
        "api/book-post-authors-ref",
        "api/book-put-editor-ref",
        "api/book-delete-authors-ref",
        "api/book-find",
        "api/book-lend",
        "api/book-delta",
        "api/book-pagecount",
        "api/book-print",
        "api/book-get-scan",
        "api/book-update-scan",
        "api/book-delete-scan",
        "api/book-get-jacket-picture",
        "api/book-update-jacket-picture",
        "api/cover-post-covers-content",
        "api/cover-get-content",
        "api/cover-update-content",
        "api/loan-update",
        "api/loan-delete",
        "resources/book",
        "resources/bookstate",
    ] {
        let page = pages.iter().find(|page| page.path == format!("{stem}.md")).expect("there is a page of each kind");
        let name = stem.rsplit('/').next().unwrap_or(stem);
        expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/write/{name}.md"))].assert_eq(&page.text);
    }
}

#[test]
fn nothing_is_found_in_what_is_written() {
    let model = model(&[("library.csdl.xml", include_str!("write/library.csdl.xml"))]);
    for base_url in ["https://library.example/v1.0", "https://library.example/beta"] {
        let options = PageOptions { base_url: base_url.to_owned(), ..PageOptions::default() };
        assert_eq!(findings(&write(&model, &options), &model), "");
    }
}

#[test]
fn nothing_is_found_in_the_pages_of_this_project() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let texts: Vec<(String, String)> =
        files.iter().map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap())).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let model = model(&files);
    let pages = write(&model, &PageOptions::default());
    assert!(!pages.is_empty());
    assert_eq!(findings(&pages, &model), "");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder of schemas is readable") {
        let path = entry.expect("the folder of schemas is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md" || extension == "xml") {
            files.push(path);
        }
    }
}

#[test]
fn hostile_names_and_texts_stay_names_and_texts() {
    let hostile = "x|`]<!-- {\n---\n# y\r\n```\n--> **[a](b.md)\"\\";
    let mut model = model(&[("library.csdl.xml", include_str!("write/library.csdl.xml"))]);
    for item in &mut model.structs {
        item.docs.summary = Some(hostile.to_owned());
        item.properties.iter_mut().for_each(|property| property.docs.summary = Some(hostile.to_owned()));
    }
    for item in &mut model.operations {
        item.docs.summary = Some(format!("# {hostile}"));
    }
    assert_eq!(findings(&write(&model, &PageOptions::default()), &model), "");

    // Names like these are no identifiers: checks may say so, but every page keeps its form.
    let name = |text: &mut String| text.push_str(hostile);
    model.structs.iter_mut().for_each(|item| name(&mut item.name.name));
    model.enums.iter_mut().for_each(|item| name(&mut item.name.name));
    model.operations.iter_mut().for_each(|item| name(&mut item.name.name));
    for item in &mut model.structs {
        item.properties.iter_mut().for_each(|property| name(&mut property.name));
        item.navigations.iter_mut().for_each(|navigation| name(&mut navigation.name));
        item.key.iter_mut().for_each(|part| name(&mut part.path));
    }
    for page in write(&model, &PageOptions::default()) {
        let headings = page.text.lines().filter(|line| line.starts_with("# ")).count();
        let fences = page.text.lines().filter(|line| line.starts_with("```")).count();
        assert_eq!((headings, fences % 2, page.text.matches("\n---\n").count()), (1, 0, 1), "{}", page.text);
        let comments = page.text.lines().filter(|line| line.starts_with("<!--")).count();
        assert_eq!(comments, page.text.lines().filter(|line| *line == "-->").count(), "{}", page.text);
        assert!(page.path.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c)), "{}", page.path);
    }
}

/// The model of a schema of the corpus.
fn corpus(name: &str) -> Option<Model> {
    let path = shared()?.join("corpus/csdl/graph").join(name);
    let text = std::fs::read_to_string(&path).expect("the corpus has the schema");
    Some(model(&[(name, &text)]))
}

#[test]
fn nothing_is_found_in_the_pages_of_a_national_cloud() {
    let Some(model) = corpus("v1.0-GovSG.csdl") else { return };
    let pages = write(&model, &PageOptions::default());
    assert!(pages.len() > 300, "{}", pages.len());
    assert_eq!(findings(&pages, &model), "");
}

#[test]
fn all_of_microsoft_graph_has_pages_that_link_to_each_other() {
    let Some(model) = corpus("v1.0-Prod.csdl") else { return };
    let surface = edmund_model::surface::surface(&model);
    let pages = write(&model, &PageOptions::default());
    let paths: HashSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths.len(), pages.len());
    assert_eq!(pages.iter().filter(|page| page.path.starts_with("api/")).count(), surface.entries.len());
    // 1,432 navigation properties and 1,183 operations: their number, not that of the paths, decides how many pages there are.
    assert_eq!(surface.entries.iter().filter(|entry| entry.operation.is_some()).count(), model.operations.len());
    assert!(surface.entries.len() < 8_000, "{}", surface.entries.len());
    for page in &pages {
        for target in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|it| it.ends_with(".md")) {
            let folder = page.path.split('/').next().unwrap_or_default();
            let path = target.strip_prefix("../").map_or_else(|| format!("{folder}/{target}"), str::to_owned);
            assert!(paths.contains(path.as_str()), "{} links to {target}", page.path);
        }
    }
}
