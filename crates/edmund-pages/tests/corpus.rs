//! Real pages. They are found through `EDMUND_SHARED`; without it these tests say so and pass.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use edmund_model::{Finding, Model, Severity, Sources};
use edmund_pages::{Message, Page, PageKind, TypeName};
use expect_test::{Expect, expect};

/// The shared folder, if there is one.
fn shared() -> Option<PathBuf> {
    let found = std::env::var_os("EDMUND_SHARED").map(PathBuf::from);
    if found.is_none() {
        println!("skipped: EDMUND_SHARED does not name the folder with the corpus");
    }
    found
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
}

struct Corpus {
    sources: Sources,
    pages: Vec<Page>,
    findings: Vec<Finding>,
}

fn corpus(shared: &Path) -> Corpus {
    let root = shared.join("corpus/pages");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let mut corpus = Corpus { sources: Sources::default(), pages: Vec::new(), findings: Vec::new() };
    for path in paths {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let file = corpus.sources.add(name, std::fs::read_to_string(&path).unwrap());
        let (page, findings) = edmund_pages::read(&corpus.sources, file);
        corpus.pages.push(page);
        corpus.findings.extend(findings);
    }
    corpus
}

fn lines(findings: &[Finding], sources: &Sources) -> Vec<String> {
    let line = |finding: &Finding| {
        let (path, position) = sources.locate(finding.origin);
        let severity = match finding.severity {
            Severity::Error => "E",
            Severity::Warning => "W",
            Severity::Info => "I",
        };
        format!("{path}:{}:{} {} {severity}", position.line, position.column, finding.code)
    };
    findings.iter().map(line).collect()
}

#[test]
fn nearly_everything_is_understood() {
    let Some(shared) = shared() else { return };
    let corpus = corpus(&shared);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for page in &corpus.pages {
        *kinds.entry(format!("{:?}", page.kind)).or_default() += 1;
    }
    let templates: Vec<_> = corpus.pages.iter().flat_map(|page| &page.templates).collect();
    let readable = templates.iter().filter(|template| template.method.is_some()).count();
    let rows = corpus.pages.iter().flat_map(|page| {
        let body = page.body.iter().flat_map(|body| &body.fields);
        page.resource.properties.iter().chain(&page.resource.relationships).chain(body)
    });
    let types: Vec<_> = rows.filter_map(|field| field.ty.as_ref()).collect();
    let named = types.iter().filter(|ty| ty.name != TypeName::Unreadable).count();
    let enums: usize = corpus.pages.iter().map(|page| page.enums.len()).sum();
    let members: usize = corpus.pages.iter().flat_map(|page| &page.enums).map(|section| section.members.len()).sum();
    let pairs = corpus
        .pages
        .iter()
        .flat_map(|page| &page.examples)
        .filter(|example| example.request.is_some() && example.response.is_some());
    let operations = || corpus.pages.iter().filter(|page| page.kind == PageKind::Operation);
    let answered = operations().filter(|page| page.response.is_some()).count();
    let known = operations().filter(|page| is_answer_known(page)).count();
    let summary = format!(
        "{kinds:?}\ntemplates {readable} of {}\ntypes {named} of {}\nenums {enums} with {members} members\nexamples {}\nresponses {answered}, known {known} of {}",
        templates.len(),
        types.len(),
        pairs.count(),
        operations().count()
    );
    expect![[r#"
        {"Concept": 1, "Enumeration": 6, "Operation": 48, "Resource": 23}
        templates 94 of 94
        types 445 of 445
        enums 258 with 1351 members
        examples 67
        responses 46, known 48 of 48"#]]
    .assert_eq(&summary);
    assert!(readable * 100 >= templates.len() * 99);
    assert!(named * 100 >= types.len() * 99);
    assert!(known * 100 >= operations().count() * 98);
}

/// Whether a page says what its requests answer: a type, a built-in type or nothing.
fn is_answer_known(page: &Page) -> bool {
    let mut answers = page.messages.iter().filter(|message| message.status().is_some_and(|status| status.value < 300));
    let is_annotated =
        |message: &Message| message.annotation.as_ref().is_some_and(|annotation| annotation.odata_type().is_some());
    let is_said = page.response.as_ref().is_some_and(|response| {
        let is_empty = |status: u16| matches!(status, 202 | 204);
        response.ty.is_some()
            || response.primitive.is_some()
            || response.nothing
            || response.statuses.iter().any(|status| is_empty(status.value.0))
    });
    // A count is a number; what is answered without a body in all examples has none.
    let is_count = page.requests().any(|(_, template)| template.canonical_path().ends_with("/$count"));
    let is_empty = answers.clone().next().is_some() && answers.clone().all(|message| message.body.is_none());
    is_said || is_count || is_empty || answers.any(is_annotated)
}

/// Read by hand, one by one: all twenty-five are mistakes of the pages.
#[test]
fn errors_in_the_corpus_are_these() {
    let Some(shared) = shared() else { return };
    let mut corpus = corpus(&shared);
    corpus.findings.extend(edmund_pages::check(&corpus.pages, &corpus.sources, None));
    corpus.findings.retain(|finding| finding.severity == Severity::Error);
    let mut errors = lines(&corpus.findings, &corpus.sources);
    errors.sort();
    check(
        &errors,
        expect![[r#"
            beta/api/accesspackage-post-incompatiblegroup.md:69:1 GD001 E
            beta/api/b2xidentityuserflow-delete-userflowidentityproviders.md:38:1 GD110 E
            beta/api/intune-partnerintegration-appvulnerabilitymobileapp-list.md:35:1 GD112 E
            beta/api/reportroot-list-credentialuserregistrationdetails.md:125:32 GD302 E
            beta/api/windowsupdates-updatableasset-enrollassets.md:77:21 GD303 E
            beta/resources/enums.md:1668:5 GD210 E
            beta/resources/enums.md:1812:5 GD210 E
            beta/resources/enums.md:861:5 GD210 E
            beta/resources/message.md:188:1 GD005 E
            v1.0/api/educationclass-post.md:100:21 GD303 E
            v1.0/api/educationclass-post.md:154:21 GD303 E
            v1.0/api/educationschool-delete-users.md:28:46 GD120 E
            v1.0/api/openshift-update.md:71:1 GD120 E
            v1.0/api/range-entirerow.md:30:1 GD115 E
            v1.0/api/range-entirerow.md:31:1 GD115 E
            v1.0/api/user-findmeetingtimes.md:174:26 GD306 E
            v1.0/api/user-findmeetingtimes.md:176:30 GD306 E
            v1.0/api/user-findmeetingtimes.md:177:32 GD306 E
            v1.0/api/workforceintegration-post.md:140:1 GD132 E
            v1.0/api/workforceintegration-post.md:152:1 GD131 E
            v1.0/api/workforceintegration-post.md:160:1 GD132 E
            v1.0/api/workforceintegration-post.md:187:1 GD132 E
            v1.0/api/workforceintegration-post.md:192:7 GD131 E
            v1.0/api/workforceintegration-post.md:201:1 GD132 E
            v1.0/api/workforceintegration-post.md:205:50 GD131 E"#]],
    );
}

fn check(lines: &[String], expected: Expect) {
    expected.assert_eq(&lines.join("\n"));
}

/// Every defect of the page this project started from that can be seen in the page alone.
#[test]
fn the_first_page_has_these_findings() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("seed/create-credentialuserregistrationdetails.md")).unwrap();
    let mut sources = Sources::default();
    let file = sources.add("seed.md", text);
    let (page, mut findings) = edmund_pages::read(&sources, file);
    let alone = edmund_pages::check(std::slice::from_ref(&page), &sources, None);
    // What the page adds to a model says nothing new about the page.
    let mut model = Model::default();
    edmund_pages::lower(std::slice::from_ref(&page), &mut model);
    assert_eq!(alone, edmund_pages::check(std::slice::from_ref(&page), &sources, Some(&model)));
    findings.extend(alone);
    findings.sort_by_key(|finding| finding.origin.start);
    check(
        &lines(&findings, &sources),
        expect![[r#"
        seed.md:2:9 GD123 W
        seed.md:4:9 GD021 W
        seed.md:6:10 GD021 W
        seed.md:12:12 GD032 E
        seed.md:17:134 GD400 E
        seed.md:19:31 GD101 W
        seed.md:21:37 GD012 I
        seed.md:21:37 GD100 E
        seed.md:23:14 GD012 I
        seed.md:23:14 GD100 E
        seed.md:31:48 GD120 E
        seed.md:31:48 GD121 E
        seed.md:31:48 GD121 E
        seed.md:37:31 GD150 I
        seed.md:38:32 GD150 I
        seed.md:43:1 GD323 I
        seed.md:47:2 GD322 W
        seed.md:50:14 GD200 W
        seed.md:50:37 GD013 I
        seed.md:50:195 GD212 I
        seed.md:64:1 GD148 I
        seed.md:66:11 GD147 W
        seed.md:70:34 GD122 W
        seed.md:71:1 GD151 I
        seed.md:72:1 GD151 I
        seed.md:76:24 GD312 I
        seed.md:79:5 GD303 E
        seed.md:89:1 GD034 I
        seed.md:92:3 GD149 I
        seed.md:93:18 GD141 W
        seed.md:103:9 GD309 I
        seed.md:104:24 GD312 I
        seed.md:107:5 GD303 E"#]],
    );
    for code in ["GD100", "GD101", "GD120", "GD121", "GD303"] {
        let found: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();
        assert!(found.iter().all(|finding| finding.help.is_some() || finding.fix.is_some()), "{code}");
    }
}

/// What only other pages show of it: the usual namespace, what its links should lead to, which requests its type supports.
#[test]
fn the_first_page_beside_others() {
    let Some(shared) = shared() else { return };
    let Corpus { mut sources, mut pages, .. } = corpus(&shared);
    let text = std::fs::read_to_string(shared.join("seed/create-credentialuserregistrationdetails.md")).unwrap();
    let file = sources.add("seed/seed.md", text);
    let (page, _) = edmund_pages::read(&sources, file);
    let alone = edmund_pages::check(std::slice::from_ref(&page), &sources, None);
    pages.push(page);
    let mut findings = edmund_pages::check(&pages, &sources, None);
    findings.retain(|finding| finding.origin.file == file && !alone.iter().any(|found| found.message == finding.message));
    check(
        &lines(&findings, &sources),
        expect![[r#"
        seed/seed.md:10:3 GD160 I
        seed/seed.md:12:12 GD033 I
        seed/seed.md:41:95 GD400 E
        seed/seed.md:43:116 GD400 E
        seed/seed.md:59:108 GD400 E"#]],
    );
}

/// The page alone still makes a model: type, enumeration, root and request.
#[test]
fn the_first_page_lowers() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("seed/create-credentialuserregistrationdetails.md")).unwrap();
    let mut sources = Sources::default();
    let file = sources.add("seed.md", text);
    let (page, _) = edmund_pages::read(&sources, file);
    let mut model = Model::default();
    let findings = edmund_pages::lower(&[page], &mut model);
    assert!(findings.is_empty(), "{findings:?}");
    let types: Vec<_> = model.structs.iter().map(|item| format!("{} {}", item.name, item.properties.len())).collect();
    check(
        &types,
        expect![[r#"
        Microsoft.AAD.Reporting.credentialUserRegistrationDetails 8
        Microsoft.AAD.Reporting.reportRoot 0"#]],
    );
    let enums: Vec<_> = model.enums.iter().map(|item| format!("{} {}", item.name, item.members.len())).collect();
    check(&enums, expect!["Microsoft.AAD.Reporting.credentialUserRegistrationDetailsAuthMethods 10"]);
}

/// Truncated pages, pages with CRLF, pages with a byte order mark: a page, findings, a model, never a panic.
#[test]
fn mutilated_pages_are_pages() {
    let Some(shared) = shared() else { return };
    let root = shared.join("corpus/pages");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let step = (text.len() / 12).max(1);
        for cut in (0..text.len()).step_by(step) {
            let cut = text.floor_char_boundary(cut);
            whole_way(&text[..cut]);
            // Without its first bytes, fences and comments open where they should close.
            whole_way(&text[cut..]);
        }
        whole_way(&text.replace('\n', "\r\n"));
        whole_way(&text.replace("```", ""));
        whole_way(&text.replace('|', "||"));
        whole_way(&text.replace("-->", ""));
        whole_way(&text.replace('"', ""));
    }
}

fn whole_way(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    let (page, mut findings) = edmund_pages::read(&sources, file);
    findings.extend(edmund_pages::check(std::slice::from_ref(&page), &sources, None));
    let mut model = Model::default();
    findings.extend(edmund_pages::lower(std::slice::from_ref(&page), &mut model));
    for finding in &findings {
        assert!(finding.origin.end as usize <= text.len() && text.is_char_boundary(finding.origin.start as usize), "{finding:?}");
    }
}

/// CRLF moves no finding to another line.
#[test]
fn line_ends_do_not_matter() {
    let Some(shared) = shared() else { return };
    let text = std::fs::read_to_string(shared.join("seed/create-credentialuserregistrationdetails.md")).unwrap();
    let findings = |text: String| {
        let mut sources = Sources::default();
        let file = sources.add("page.md", text);
        let (page, mut findings) = edmund_pages::read(&sources, file);
        findings.extend(edmund_pages::check(std::slice::from_ref(&page), &sources, None));
        lines(&findings, &sources)
    };
    assert_eq!(findings(text.clone()), findings(format!("\u{feff}{}", text.replace('\n', "\r\n"))));
}

/// The whole corpus lowers into one model.
#[test]
fn the_corpus_lowers() {
    let Some(shared) = shared() else { return };
    let corpus = corpus(&shared);
    let mut model = Model::default();
    let findings = edmund_pages::lower(&corpus.pages, &mut model);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings {
        *counts.entry(finding.code).or_default() += 1;
    }
    let operations = model.operations.len();
    let summary = format!(
        "{} types, {} enumerations, {operations} operations, {} requests, findings {counts:?}",
        model.structs.len(),
        model.enums.len(),
        model.requests.len()
    );
    expect![[r#"48 types, 251 enumerations, 9 operations, 27 requests, findings {"GD160": 20, "GD201": 139}"#]]
        .assert_eq(&summary);
}
