//! Reads real pages. They are found through `EDMUND_SHARED`; without it the tests say so and pass.

use edmund_model::Sources;

#[test]
fn explore() {
    let Ok(root) = std::env::var("EDMUND_SHARED") else { return };
    let mut sources = Sources::default();
    let mut stack = vec![std::path::PathBuf::from(root).join("corpus/pages")];
    let mut paths = Vec::new();
    while let Some(dir) = stack.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                stack.push(path)
            } else if path.extension().is_some_and(|e| e == "md") {
                paths.push(path)
            }
        }
    }
    if let Ok(only) = std::env::var("ONLY") {
        paths = vec![only.into()];
    }
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = sources.add(path.to_str().unwrap().split("/pages/").last().unwrap(), text);
        let (page, mut findings) = edmund_pages::read(&sources, file);
        println!(
            "## {} {:?} title={:?} ns={:?} perm={} templ={} params={} headers={} body={} resp={:?} msgs={} ex={} props={} rels={} repr={} meth={} enums={}",
            page.path,
            page.kind,
            page.title.as_ref().map(|t| &t.value),
            page.namespace.as_ref().map(|t| &t.value),
            page.permissions.len(),
            page.templates.len(),
            page.parameters.len(),
            page.headers.len(),
            page.body.as_ref().map_or(-1, |b| b.fields.len() as i64),
            page.response.as_ref().map(|r| (
                r.statuses.iter().map(|s| s.value.0).collect::<Vec<_>>(),
                r.ty.as_ref().map(|t| t.text.clone()),
                r.collection
            )),
            page.messages.len(),
            page.examples.len(),
            page.resource.properties.len(),
            page.resource.relationships.len(),
            page.resource.representations.len(),
            page.resource.methods.len(),
            page.enums.len()
        );
        for t in &page.templates {
            if t.problem.is_some() {
                println!("   T {:?} {:?}", t.problem, t.path.value)
            }
        }
        for f in page.resource.properties.iter().chain(&page.resource.relationships) {
            if let Some(ty) = &f.ty {
                if matches!(ty.name, edmund_pages::TypeName::Unreadable) || ty.canonical.is_some() {
                    println!("   P {} {} {:?} -> {:?}", f.name.value, ty.text, ty.name, ty.canonical)
                }
            }
        }
        for e in &page.examples {
            if e.request.is_none() || e.response.is_none() {
                println!("   EX {e:?}")
            }
        }
        findings.extend(edmund_pages::check(std::slice::from_ref(&page), &sources, None));
        for f in findings {
            let (_, p) = sources.locate(f.origin);
            println!("   {}:{} {} {:?} {} | {}", p.line, p.column, f.code, f.severity, f.message, f.label)
        }
        pages.push(page);
    }
    println!("==== together");
    for f in edmund_pages::check(&pages, &sources, None) {
        let (path, p) = sources.locate(f.origin);
        println!("{path}:{}:{} {} {:?} {} | {}", p.line, p.column, f.code, f.severity, f.message, f.label)
    }
}
