//! Facts that others know of Microsoft Graph, held against what is generated. They are found by `EDMUND_SHARED`.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edmund_build::{Input, Selection, Wanted};
use edmund_codegen::{Options, Output, generate};
use expect_test::expect;
use serde_json::Value;

/// The folder with what is shared, or `None` after saying that there is none.
fn shared() -> Option<PathBuf> {
    let found = std::env::var_os("EDMUND_SHARED").map(PathBuf::from);
    if found.is_none() {
        println!("skipped: EDMUND_SHARED does not say where the facts are");
    }
    found
}

fn graph(shared: &Path, selection: Selection) -> Output {
    let input = Input::read(&[shared.join("corpus/csdl/graph/v1.0-Prod.csdl")]).unwrap();
    generate(&input.model, &input.sources, &Options { selection, ..Options::default() })
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_type_and_member_of_graph_has_a_name() {
    let Some(shared) = shared() else { return };
    let names = graph(&shared, Selection::All).names;
    let mut seen = BTreeMap::new();
    for kind in ["entity", "complex", "enum"] {
        let mapping = json(&shared.join(format!("oracles/msgraph-type-mapping-v1.0-{kind}.json")));
        for (namespace, types) in mapping.as_object().unwrap() {
            for (name, members) in types.as_object().unwrap() {
                let ty = format!("{namespace}.{name}");
                assert!(names.contains_key(&ty), "{ty}");
                *seen.entry(kind).or_insert(0) += 1;
                let lists: Vec<&Value> = members.as_object().map_or_else(|| vec![members], |lists| lists.values().collect());
                for member in lists.into_iter().flat_map(|list| list.as_array().unwrap()) {
                    let member = format!("{ty}/{}", member.as_str().unwrap());
                    assert!(names.contains_key(&member), "{member}");
                    *seen.entry("members").or_insert(0) += 1;
                }
            }
        }
    }
    expect![[r#"
        {
            "complex": 1779,
            "entity": 1182,
            "enum": 861,
            "members": 18304,
        }
    "#]]
    .assert_debug_eq(&seen);
}

/// The paths that no request type leads along, with the reason.
fn inexpressible(shared: &Path, paths: &[String]) -> Vec<String> {
    let wanted = Wanted { paths: paths.to_vec(), ..Wanted::default() };
    let output = graph(shared, Selection::Only(wanted));
    let unresolved = output.findings.into_iter().filter(|finding| finding.code == "unresolved-selection");
    unresolved.map(|finding| finding.message).collect()
}

/// All but those that go on from an item of a collection without its key.
#[test]
fn request_templates_are_expressible() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("oracles/url-templates-v1.0.txt")).unwrap();
    let plain = |line: &str| line.split("{?").next().unwrap().replace("%2D", "-").replace("{+baseurl}", "");
    let paths: Vec<String> = text.lines().filter(|line| line.contains('/')).map(plain).collect();
    let missing = inexpressible(&shared, &paths);
    let share = 100.0 * (1.0 - missing.len() as f64 / paths.len() as f64);
    println!("{} of {} templates, {share:.2} %", paths.len() - missing.len(), paths.len());
    expect![[r#"
        the path `/invitations/invitedUser/mailboxSettings` leads nowhere at `mailboxSettings`
        the path `/invitations/invitedUser/serviceProvisioningErrors/$count` leads nowhere at `serviceProvisioningErrors`
        the path `/invitations/invitedUser/serviceProvisioningErrors` leads nowhere at `serviceProvisioningErrors`
        the path `/invitations/invitedUserSponsors/{directoryObject-id}` leads nowhere at `{directoryObject-id}`"#]]
    .assert_eq(&missing.join("\n"));
    assert!(share >= 99.0, "only {share} %");
}

/// All but those in letters of another case than the schema's.
#[test]
fn documented_requests_are_expressible() {
    let Some(shared) = shared() else { return };
    let urls = json(&shared.join("corpus/csdl/abnf/graph-doc-urls.json"));
    let urls = urls.as_array().unwrap().iter();
    let known = urls.filter(|url| url["abnf"] == true && url["typed"] == "ok");
    let paths: Vec<String> = known.map(|url| url["url"].as_str().unwrap().to_owned()).collect();
    assert!(paths.len() > 500);
    expect![[r#"
        the path `me/calendargroups/AAMkADYAAAR9NR5AAA=/calendars` leads nowhere at `calendargroups`
        the path `identity/apiconnectors/x/uploadClientCertificate` leads nowhere at `apiconnectors`
        the path `teams/788b75d2-a911-48c0-a5e2-dc98480457e3/schedule/offershiftrequests` leads nowhere at `offershiftrequests`"#]].assert_eq(&inexpressible(&shared, &paths).join("\n"));
}
