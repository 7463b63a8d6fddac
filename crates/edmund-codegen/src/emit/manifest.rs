//! The manifest of a generated crate.

/// A dependency of the generated crate.
pub(crate) struct Dependency<'a> {
    /// The crate.
    pub(crate) name: &'a str,
    /// The versions that fit.
    pub(crate) version: &'a str,
    /// Where it is, if not in the registry.
    pub(crate) path: Option<&'a str>,
    /// Its features.
    pub(crate) features: &'a [&'a str],
}

/// `Cargo.toml` of a crate with these dependencies.
pub(crate) fn manifest(header: &str, name: &str, dependencies: &[Dependency<'_>], features: &[&str]) -> String {
    let mut text = format!("# {header}\n\n[package]\n");
    text.push_str(&format!("name = {}\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.91\"\n", string(name)));
    text.push_str("\n[dependencies]\n");
    for dependency in dependencies {
        text.push_str(&format!("{} = {}\n", dependency.name, requirement(dependency)));
    }
    if !features.is_empty() {
        text.push_str("\n[features]\n");
        for feature in features {
            text.push_str(&format!("{} = []\n", key(feature)));
        }
    }
    text
}

fn requirement(dependency: &Dependency<'_>) -> String {
    let place = match dependency.path {
        Some(path) => format!("path = {}", string(path)),
        None => format!("version = {}", string(dependency.version)),
    };
    let features: Vec<_> = dependency.features.iter().map(|feature| string(feature)).collect();
    let features = if features.is_empty() { String::new() } else { format!(", features = [{}]", features.join(", ")) };
    format!("{{ {place}{features} }}")
}

/// A key of TOML: bare where it can be.
fn key(text: &str) -> String {
    let is_bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { text.to_owned() } else { string(text) }
}

/// A basic string of TOML.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn nothing_leaves_its_string() {
        let dependency = Dependency { name: "edmund", version: "0.1", path: Some("C:\\a\"\n"), features: &["x"] };
        expect![[r#"
            # header

            [package]
            name = "a\"]\u000A[b"
            version = "0.1.0"
            edition = "2024"
            rust-version = "1.91"

            [dependencies]
            edmund = { path = "C:\\a\"\u000A", features = ["x"] }
        "#]]
        .assert_eq(&manifest("header", "a\"]\n[b", &[dependency], &[]));
    }
}
