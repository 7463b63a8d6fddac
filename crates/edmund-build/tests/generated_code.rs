//! `docs/generated-code.md` shows what is generated: each XML fence is followed by the Rust that it becomes. `UPDATE_EXPECT=1` rewrites it.
#![allow(clippy::unwrap_used, dead_code, reason = "a test fails by panicking; not every test uses all of the page")]

mod page;

/// The generated declarations for elements of a schema: types and their operations, then the service.
fn declarations(elements: &str) -> String {
    let output = page::generate(elements);
    let mut parts = Vec::new();
    for file in output.files.iter().filter(|file| file.path != "mod.rs") {
        let is_declaration = |line: &&str| !line.starts_with("// ") && !line.starts_with("//!") && !line.starts_with("use ");
        parts.push(file.text.lines().filter(is_declaration).collect::<Vec<_>>().join("\n").trim().to_owned());
    }
    parts.join("\n\n")
}

fn rebuild(page: &str) -> String {
    let mut result = String::new();
    let mut fence = None;
    let mut elements = String::new();
    for line in page.lines() {
        match (fence, line) {
            (None, "```xml" | "```rust") => fence = Some(line),
            (Some("```xml"), "```") => fence = None,
            (Some("```rust"), "```") => {
                result.push_str(&format!("{}\n", declarations(&std::mem::take(&mut elements))));
                fence = None;
            }
            (Some("```xml"), _) => elements.push_str(&format!("{line}\n")),
            // What stood here is generated anew.
            (Some(_), _) => continue,
            _ => {}
        }
        result.push_str(&format!("{line}\n"));
    }
    result
}

#[test]
fn the_page_shows_what_is_generated() {
    let page = page::read();
    assert!(page::fences(&page).len() > 5);
    expect_test::expect_file![page::path()].assert_eq(&rebuild(&page));
}
