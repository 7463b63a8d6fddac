//! What is generated compiles, without a warning: our own hard cases, and every valid schema of the corpus (found by `EDMUND_SHARED`).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod page;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use edmund_build::Input;
use edmund_codegen::{Options, Output, Selection, Wanted};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// A crate with one module for each schema.
struct Crate {
    folder: PathBuf,
    modules: Vec<String>,
    features: Vec<&'static str>,
}

impl Crate {
    fn new(name: &str) -> Self {
        let folder = workspace().join("target/tests/compile").join(name);
        let _ = std::fs::remove_dir_all(folder.join("src"));
        std::fs::create_dir_all(folder.join("src")).unwrap();
        // The same versions as here, so that nothing has to be looked up.
        std::fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        Self { folder, modules: Vec::new(), features: Vec::new() }
    }

    fn add(&mut self, output: &Output) {
        let name = format!("m{}", self.modules.len());
        for file in &output.files {
            let path = self.folder.join("src").join(&name).join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &file.text).unwrap();
        }
        self.modules.push(name);
    }

    /// Writes manifest and root, and compiles with each set of features.
    fn check(&self, feature_sets: &[&str]) {
        let runtime = workspace().join("crates/edmund").to_string_lossy().replace('\\', "/");
        let features: String = self.features.iter().map(|feature| format!("{feature} = []\n")).collect();
        let manifest = format!(
            "[package]\nname = \"compile\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             edmund = {{ path = \"{runtime}\", default-features = false, features = [\"properties\"] }}\n\n\
             [features]\n{features}\n[workspace]\n"
        );
        std::fs::write(self.folder.join("Cargo.toml"), manifest).unwrap();
        let modules: String = self.modules.iter().map(|module| format!("pub mod {module};\n")).collect();
        std::fs::write(self.folder.join("src/lib.rs"), format!("#![deny(warnings)]\n{modules}")).unwrap();
        for features in feature_sets {
            let output = Command::new(env!("CARGO"))
                .args(["check", "--quiet", "--offline", "--features", features, "--target-dir"])
                .arg(workspace().join("target/tests/compile/target"))
                .current_dir(&self.folder)
                .env_remove("RUSTFLAGS")
                .output()
                .unwrap();
            assert!(output.status.success(), "with `{features}`:\n{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

fn schemas(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => files.extend(schemas(&path)),
            Some("xml" | "csdl" | "json") => files.push(path),
            _ => {}
        }
    }
    files.sort();
    files
}

fn generate(input: &Input, options: &Options) -> Output {
    edmund_codegen::generate(&input.model, &input.sources, options)
}

#[test]
fn our_own_hard_cases_compile() {
    let mut all = Crate::new("fixtures");
    for path in schemas(&workspace().join("crates/edmund-codegen/fixtures")) {
        let input = Input::read(&[path]).unwrap();
        all.add(&generate(&input, &Options::default()));
    }
    for elements in page::fences(&page::read()) {
        all.add(&page::generate(elements));
    }
    assert!(all.modules.len() > 10);
    all.check(&[""]);
}

#[test]
fn parts_behind_features_compile_alone_and_together() {
    let mut parts = Crate::new("features");
    let mut add = |fixture: &str, always: &[&str], features: &[(&str, &[&str])]| {
        let path = workspace().join("crates/edmund-codegen/fixtures").join(fixture).join("in.csdl.xml");
        let wanted =
            |names: &[&str]| Wanted { types: names.iter().map(|name| (*name).to_owned()).collect(), ..Wanted::default() };
        let features: BTreeMap<String, Wanted> =
            features.iter().map(|(name, types)| ((*name).to_owned(), wanted(types))).collect();
        let selection = if always.is_empty() { Selection::All } else { Selection::types(always.iter().copied()) };
        let output = generate(&Input::read(&[path]).unwrap(), &Options { selection, features, ..Options::default() });
        let text: String = output.files.iter().map(|file| file.text.as_str()).collect();
        assert!(text.contains("feature = \"one\"") && text.contains("feature = \"two\""), "{text}");
        parts.add(&output);
    };
    add("report", &["microsoft.graph.entity"], &[("one", &["registration"]), ("two", &["reportRoot"])]);
    add("operations", &[], &[("one", &["o.group"]), ("two", &["o.drive"])]);
    parts.features = vec!["one", "two"];
    parts.check(&["", "one", "two", "one,two"]);
}

#[test]
fn every_valid_schema_compiles() {
    let Some(shared) = std::env::var_os("EDMUND_SHARED") else {
        println!("skipped: EDMUND_SHARED does not say where the real schemas are");
        return;
    };
    let mut all = Crate::new("corpus");
    for path in schemas(&Path::new(&shared).join("corpus/csdl")) {
        // Lists beside the schemas are no schemas.
        let is_list = path.parent().is_some_and(|folder| folder.ends_with("abnf"))
            || path.file_name().is_some_and(|name| name == "counts.json" || name == "expected.json");
        if is_list {
            continue;
        }
        let input = Input::read(std::slice::from_ref(&path)).unwrap();
        if !input.has_errors() {
            all.add(&generate(&input, &Options::default()));
        }
    }
    assert!(all.modules.len() > 30, "only {} schemas are valid", all.modules.len());
    all.check(&[""]);
}
