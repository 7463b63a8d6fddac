//! A generated tree as one file.

use std::collections::BTreeMap;

use edmund_codegen::File;

/// The files of a generated module tree as one text: each `mod name;` becomes `mod name { ... }`.
///
/// For where there is no folder that modules could lie in: the output of a build script, and the expansion of a macro.
pub fn single_file(files: &[File]) -> String {
    let texts: BTreeMap<&str, &str> = files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let mut out = String::new();
    write(&texts, "", "mod.rs", 0, &mut out);
    out
}

/// Writes a file with the modules that it declares; `folder` is where they lie, with a slash at its end.
fn write(texts: &BTreeMap<&str, &str>, folder: &str, path: &str, depth: usize, out: &mut String) {
    for line in texts.get(path).copied().unwrap_or_default().lines() {
        match declared(line) {
            Some((before, name)) => {
                let path = format!("{folder}{}", name.trim_start_matches("r#"));
                let inner = format!("{path}/");
                let file =
                    [format!("{path}.rs"), format!("{path}/mod.rs")].into_iter().find(|file| texts.contains_key(file.as_str()));
                indent(depth, out);
                out.push_str(&format!("{before}mod {name} {{\n"));
                write(texts, &inner, &file.unwrap_or_default(), depth + 1, out);
                indent(depth, out);
                out.push_str("}\n");
            }
            None if line.is_empty() => out.push('\n'),
            None => {
                indent(depth, out);
                out.push_str(line);
                out.push('\n');
            }
        }
    }
}

/// What stands before `mod`, and the name, of a line that declares a module in another file. Generated source has such a line to itself.
fn declared(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_suffix(';')?;
    let (before, name) = rest.strip_prefix("pub ").map_or(("", rest), |rest| ("pub ", rest));
    Some((before, name.strip_prefix("mod ")?))
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("    ", depth));
}
