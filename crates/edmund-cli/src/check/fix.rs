//! Applying the fixes that findings offer.

use std::collections::BTreeMap;

use anyhow::Context as _;
use edmund_model::{Edit, FileId, Finding};

use crate::Input;
use crate::input::Schema;

/// Fixes may make others possible; a schema that needs more rounds than this has fixes that undo each other.
const ROUNDS: usize = 8;

/// Applies fixes and reads again until none is left. Returns how many were applied.
pub(super) fn apply_all(schema: &Schema, input: &mut Input) -> anyhow::Result<usize> {
    let mut applied = 0;
    for _ in 0..ROUNDS {
        let mut findings = Vec::new();
        input.check(|_, found, _| {
            findings.extend(found.into_iter().filter(|finding| finding.fix.is_some()));
            anyhow::Ok(())
        })?;
        let edits = chosen(&findings);
        if edits.is_empty() {
            break;
        }
        for (file, edits) in edits {
            applied += write(input, file, &edits)?;
        }
        *input = schema.read()?;
    }
    Ok(applied)
}

/// The edits of each file, in order; where two fixes touch the same text, the first one wins and the other waits for the next round.
fn chosen(findings: &[Finding]) -> BTreeMap<FileId, Vec<&Edit>> {
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let clashes = |edit: &Edit| {
            let others = by_file.get(&edit.origin.file).into_iter().flatten();
            others.into_iter().any(|other| edit.origin.start <= other.origin.end && other.origin.start <= edit.origin.end)
        };
        if !fix.edits.iter().any(clashes) {
            for edit in &fix.edits {
                by_file.entry(edit.origin.file).or_default().push(edit);
            }
        }
    }
    for edits in by_file.values_mut() {
        edits.sort_by_key(|edit| edit.origin.start);
    }
    by_file
}

fn write(input: &Input, file: FileId, edits: &[&Edit]) -> anyhow::Result<usize> {
    let source = input.sources.file(file);
    let before = std::fs::read(&source.path).with_context(|| format!("cannot read {}", source.path))?;
    // The text was decoded and lost its mark; what is not UTF-8 on disk is left for a person.
    let (mark, rest) = before.strip_prefix("\u{feff}".as_bytes()).map_or((&[][..], &before[..]), |rest| (&before[..3], rest));
    if rest != source.text().as_bytes() {
        eprintln!("{} is not UTF-8 or changed meanwhile: its fixes are left to you", source.path);
        return Ok(0);
    }
    let after = [mark, edited(source.text(), edits).as_bytes()].concat();
    crate::tree::replace(source.path.as_ref(), &after)?;
    Ok(edits.len())
}

fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (edit.origin.start as usize, edit.origin.end as usize);
        if let Some(between) = text.get(done..start) {
            result.push_str(between);
            result.push_str(&edit.replacement);
            done = end;
        }
    }
    result.push_str(text.get(done..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use edmund_model::Origin;

    use super::*;

    #[test]
    fn fixes_that_touch_wait_and_the_others_are_applied_in_place() {
        let file = FileId(0);
        let fix = |start, end, text: &str| {
            Finding::warning("x", Origin::new(file, 0, 0), "").with_fix("", Origin::new(file, start, end), text)
        };
        let findings = [fix(8, 11, "THREE"), fix(0, 3, "ONE"), fix(2, 5, "clash")];
        let edits = chosen(&findings);
        assert_eq!(edited("one two three", &edits[&file]), "ONE two THREEee");
    }
}
