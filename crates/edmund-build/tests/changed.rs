//! Files that change while they are read.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::convert::Infallible;

use edmund_build::Input;

/// The codes of the findings of each file.
fn check(input: &mut Input) -> Vec<Vec<&'static str>> {
    let mut files = Vec::new();
    let checked: Result<(), Infallible> = input.check(|_, findings, _| {
        files.push(findings.iter().map(|finding| finding.code).collect());
        Ok(())
    });
    checked.unwrap();
    files
}

#[test]
fn a_page_that_changes_in_between_is_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("car.md");
    let text = "# car resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|wheels|int|Four.|\n";
    std::fs::write(&path, text).unwrap();
    let mut input = Input::read(std::slice::from_ref(&path)).unwrap();
    let [found] = &check(&mut input)[..] else { panic!("one file") };
    assert!(found.contains(&"GD200"), "{found:?}");
    // Nothing is held against what it was, even where the places fit.
    std::fs::write(&path, text.replace("wheels", "WHEELS")).unwrap();
    assert_eq!(check(&mut input), [["changed-file"]]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(check(&mut input), [["changed-file"]]);
    std::fs::write(&path, text).unwrap();
    assert_eq!(&check(&mut input)[0], found);
}
