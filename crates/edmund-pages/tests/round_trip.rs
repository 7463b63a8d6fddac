//! What is written passes what is checked, and reading it gives the model back: for every valid schema of the corpus, and for models made up.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod made_up;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use edmund_model::{Docs, Enum, Model, Parameter, Primitive, Severity, Sources, Type, TypeRef};
use edmund_pages::{PageFile, PageOptions, write};
use expect_test::expect;

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("EDMUND_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: EDMUND_SHARED does not say where the corpus is");
    }
    folder
}

/// The model of a CSDL file, unless it has errors.
fn read_csdl(path: &Path) -> Option<Model> {
    let bytes = std::fs::read(path).unwrap();
    let mut sources = Sources::default();
    let (file, undecodable) = sources.add_bytes(path.file_name().unwrap().to_string_lossy(), &bytes);
    let (document, mut findings) = edmund_csdl::read(&sources, file);
    let (model, found) = edmund_csdl::lower(&[document]);
    findings.extend(found);
    let is_valid = undecodable.is_none() && findings.iter().all(|finding| finding.severity != Severity::Error);
    is_valid.then_some(model)
}

/// The model that written pages lower into, and everything that is found on the way.
fn read_pages(pages: &[PageFile]) -> (Model, Vec<String>) {
    let mut sources = Sources::default();
    let (mut read, mut findings) = (Vec::new(), Vec::new());
    for page in pages.iter().filter(|page| !page.path.starts_with("includes/")) {
        let file = sources.add(page.path.as_str(), page.text.as_str());
        let (page, found) = edmund_pages::read(&sources, file);
        read.push(page);
        findings.extend(found);
    }
    let mut model = Model::default();
    findings.extend(edmund_pages::lower(&read, &mut model));
    findings.extend(edmund_pages::check(&read, &sources, Some(&model)));
    let lines = findings.iter().filter(|finding| finding.code != "GD033").map(|finding| {
        let (path, position) = sources.locate(finding.origin);
        format!("{path}:{}:{} {} {}", position.line, position.column, finding.code, finding.message)
    });
    (model, lines.collect())
}

/// The CSDL files of the corpus that are valid.
fn valid(shared: &Path) -> Vec<(String, Model)> {
    let mut models = Vec::new();
    for folder in ["graph", "oasis", "odata2ts", "negative"] {
        for entry in std::fs::read_dir(shared.join("corpus/csdl").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let is_csdl = path.extension().is_some_and(|extension| extension == "xml" || extension == "csdl");
            if let Some(model) = is_csdl.then(|| read_csdl(&path)).flatten() {
                models.push((path.file_name().unwrap().to_string_lossy().into_owned(), model));
            }
        }
    }
    models.sort_by(|one, other| one.0.cmp(&other.0));
    models
}

#[test]
fn nothing_is_found_in_the_pages_of_any_valid_schema() {
    let Some(shared) = shared() else { return };
    let models = valid(&shared);
    assert!(models.len() > 20, "{}", models.len());
    let mut report = String::new();
    for (name, model) in &models {
        let (_, findings) = read_pages(&write(model, &PageOptions::default()));
        if !findings.is_empty() {
            report.push_str(&format!("{name}: {} findings, first {}\n", findings.len(), findings[0]));
        }
    }
    expect![""].assert_eq(&report);
}

/// What is said of an element: its description, and that it is deprecated. Pages end sentences with a full stop and join paragraphs in rows; what an
/// element of an enumeration type says of its values is the enumeration's to say.
fn words(what: &str, docs: &Docs, values: Option<&Enum>) -> Vec<String> {
    let told = |text: &String| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let ends = text.is_empty() || text.ends_with(['.', '!', '?', ':', ')']);
        if ends { text } else { text + "." }
    };
    let parts = docs.summary.iter().chain(docs.details.iter().filter(|it| docs.summary.as_ref() != Some(it))).map(told);
    let mut text = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if let Some(item) = values {
        let names: Vec<String> = item.members.iter().map(|member| format!("`{}`", member.name)).collect();
        text = text.trim_end_matches(&format!("Possible values are: {}.", names.join(", "))).trim_end().replace('`', "");
    }
    let described = (!text.is_empty()).then(|| format!("{what} is {text:?}"));
    let deprecated = docs.deprecation.as_ref().map(|found| {
        let reason = found.reason.as_ref().map(told).unwrap_or_default();
        format!("{what} is deprecated: {:?} {:?} {:?} {reason:?}", found.date, found.version, found.removal)
    });
    described.into_iter().chain(deprecated).collect()
}

/// What a model says of a type that pages can say: each member with its type, in words.
fn facts(model: &Model) -> BTreeMap<String, BTreeSet<String>> {
    let ty = |ty: &TypeRef| {
        let name = model.type_name(match ty.ty {
            Type::Definition(id) => Type::Primitive(model.definition(id).underlying),
            // A type without members stands for any JSON; pages call it `Json`.
            Type::Struct(id) if model.structure(id).name.name == "Json" => Type::Primitive(Primitive::Untyped),
            other => other,
        });
        if ty.collection { format!("Collection({name})") } else { name }
    };
    let mut facts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for id in model.struct_ids() {
        let item = model.structure(id);
        let facts = facts.entry(item.name.to_string()).or_default();
        facts.extend(words("the type", &item.docs, None));
        facts.extend(item.properties.iter().flat_map(|property| {
            let values = if let Type::Enum(id) = property.ty.ty { Some(model.enumeration(id)) } else { None };
            words(&property.name, &property.docs, values)
        }));
        facts.extend(item.navigations.iter().flat_map(|navigation| words(&navigation.name, &navigation.docs, None)));
        facts.insert(format!("base {:?}", item.base.map(|base| model.structure(base).name.to_string())));
        facts.extend(item.properties.iter().map(|property| format!("{}: {}", property.name, ty(&property.ty))));
        facts.extend(item.navigations.iter().filter_map(|navigation| {
            let target = model.structure(navigation.target?).name.to_string();
            Some(format!("{} leads to {}{target}", navigation.name, if navigation.collection { "many " } else { "" }))
        }));
        facts.insert(format!("open {}, abstract {}, media {}", model.is_open(id), item.is_abstract, item.has_stream));
        facts.insert(format!("{:?} with key {:?}", item.kind, model.key(id).iter().map(|part| &part.path).collect::<Vec<_>>()));
    }
    for item in &model.enums {
        let facts = facts.entry(item.name.to_string()).or_default();
        facts.extend(item.members.iter().map(|member| format!("{} = {}", member.name, member.value)));
        facts.extend(words("the enumeration", &item.docs, None));
        facts.extend(item.members.iter().flat_map(|member| words(&member.name, &member.docs, None)));
    }
    // What can be requested, and by whom.
    let requests = edmund_model::surface::surface(model).entries;
    for entry in &requests {
        let facts = facts.entry(format!("{} {}", entry.method.as_str(), entry.template())).or_default();
        facts.insert(format!("{:?} {}{}", entry.kind, entry.status, if entry.versioned { ", with an ETag" } else { "" }));
        if !entry.permissions.0.is_empty() {
            facts.insert(format!("{:?}", entry.permissions));
        }
    }
    for operation in &model.operations {
        let facts = facts.entry(format!("{:?} {}", operation.kind, operation.name.name)).or_default();
        let argument = |parameter: &Parameter| {
            let nullable = if parameter.ty.nullable && !parameter.ty.collection { " or null" } else { "" };
            let optional = if parameter.optional { ", optional" } else { "" };
            format!("{}: {}{nullable}{optional}", parameter.name, ty(&parameter.ty))
        };
        let arguments: BTreeSet<String> = operation.arguments().iter().map(argument).collect();
        let returns = operation.returns.as_ref().map(|returns| ty(&returns.ty));
        let bound = operation.binding().map(|binding| ty(&binding.ty));
        facts.insert(format!("on {bound:?} with {arguments:?} gives {returns:?}"));
        facts.extend(words("the operation", &operation.docs, None));
        facts.extend(operation.arguments().iter().flat_map(|parameter| {
            let values = if let Type::Enum(id) = parameter.ty.ty { Some(model.enumeration(id)) } else { None };
            words(&parameter.name, &parameter.docs, values)
        }));
    }
    facts
}

/// What the first model says and the second does not, as a share of what the first says, and examples.
fn lost(first: &Model, second: &Model) -> (usize, Vec<String>) {
    let (first, second) = (facts(first), facts(second));
    let mut all = 0;
    let mut lost = Vec::new();
    for (name, facts) in &first {
        let empty = BTreeSet::new();
        let there = second.get(name).unwrap_or(&empty);
        all += facts.len() + 1;
        if !second.contains_key(name) {
            lost.push(name.clone());
        }
        lost.extend(facts.difference(there).map(|fact| format!("{name}: {fact}")));
    }
    (all, lost)
}

/// What the second model says of elements in words, and the first does not.
fn made_up(first: &Model, second: &Model) -> Vec<String> {
    let (first, second) = (facts(first), facts(second));
    let empty = BTreeSet::new();
    let new = second.iter().flat_map(|(name, there)| {
        let told = there.difference(first.get(name).unwrap_or(&empty)).filter(|fact| fact.contains(" is "));
        told.map(move |fact| format!("{name}: {fact}"))
    });
    new.collect()
}

/// What is wrong with the examples of pages, apart from what checks find: values that a service rejects, requests that answers contradict, truths
/// that are all the same.
fn oddities(pages: &[PageFile]) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| page.path.starts_with("api/")) {
        let messages = page.text.split("``` http\n").skip(1).filter_map(|rest| rest.split("\n```").next());
        let bodies: Vec<serde_json::Value> =
            messages.filter_map(|message| serde_json::from_str(message.split_once("\n\n")?.1).ok()).collect();
        if bodies.iter().any(|body| body.to_string().contains("\"unknownFutureValue\"")) {
            found.push(format!("{} sends a sentinel", page.path));
        }
        let is_of_entity = page.text.contains("\n# Create ") || page.text.contains("\n# Update ");
        if let ([request, response], true) = (bodies.as_slice(), is_of_entity) {
            let members = request.as_object().into_iter().flatten();
            found.extend(
                members
                    .filter(|(name, value)| response.get(name) != Some(value))
                    .map(|(name, _)| format!("{}: {name}", page.path)),
            );
        }
        let shown = bodies.last().map(truths).unwrap_or_default();
        if shown.len() > 1 && shown.iter().all(|truth| *truth == shown[0]) {
            found.push(format!("{} has one truth", page.path));
        }
    }
    found
}

fn truths(value: &serde_json::Value) -> Vec<bool> {
    match value {
        serde_json::Value::Bool(value) => vec![*value],
        serde_json::Value::Array(items) => items.iter().flat_map(truths).collect(),
        serde_json::Value::Object(members) => members.values().flat_map(truths).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_pages_of_all_of_graph_read_as_the_model() {
    let Some(shared) = shared() else { return };
    let model = read_csdl(&shared.join("corpus/csdl/graph/v1.0-Prod.csdl")).unwrap();
    let pages = write(&model, &PageOptions::default());
    let (again, findings) = read_pages(&pages);
    assert_eq!(findings, [""; 0]);
    assert_eq!(oddities(&pages), [""; 0]);
    let (all, lost) = lost(&model, &again);
    println!("{} of {all} facts come back", all - lost.len());
    let mut text = format!("{} of {all}\n", lost.len());
    made_up(&model, &again).iter().for_each(|fact| text.push_str(&format!("made up: {fact}\n")));
    lost.iter().take(400).for_each(|fact| text.push_str(&format!("{fact}\n")));
    expect![[r#"
        11 of 51381
        made up: microsoft.graph.searchRequest: entityTypes is "Not documented. Possible values are: `event`, `message`, `driveItem`, `externalItem`, `site`, `list`, `listItem`, `drive`, `unknownFutureValue`, `chatMessage`, `person`, `acronym`, `bookmark`."
        Action createDownloadUrl: on Some("microsoft.graph.appLogCollectionRequest") with {} gives Some("microsoft.graph.appLogCollectionDownloadDetails")
        Action targetApps: on Some("microsoft.graph.managedAppProtection") with {"apps: Collection(microsoft.graph.managedMobileApp)"} gives None
        Action targetApps: on Some("microsoft.graph.targetedManagedAppConfiguration") with {"appGroupType: microsoft.graph.targetedManagedAppGroupType or null", "apps: Collection(microsoft.graph.managedMobileApp)"} gives None
        Action targetApps: on Some("microsoft.graph.targetedManagedAppProtection") with {"appGroupType: microsoft.graph.targetedManagedAppGroupType or null", "apps: Collection(microsoft.graph.managedMobileApp)"} gives None
        Function delta: on Some("Collection(microsoft.graph.directoryObject)") with {} gives Some("Collection(microsoft.graph.directoryObject)")
        POST /deviceAppManagement/targetedManagedAppConfigurations/{targetedManagedAppConfigurationId}/targetApps
        POST /deviceAppManagement/targetedManagedAppConfigurations/{targetedManagedAppConfigurationId}/targetApps: Action 204
        microsoft.graph.searchRequest: entityTypes: Collection(microsoft.graph.entityType)
        microsoft.graph.security.cloudApplicationEvidence: stream: microsoft.graph.security.stream
        microsoft.graph.security.ipEvidence: stream: microsoft.graph.security.stream
        microsoft.graph.security.userEvidence: stream: microsoft.graph.security.stream
    "#]].assert_eq(&text);
}

/// The schemas of this project: the page writer's own, the generator's fixtures, and what the product is made of.
#[test]
fn the_pages_of_our_schemas_read_as_the_model() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("tests/write/library.csdl.xml"), root.join("../../schema/reports.csdl.xml")];
    let fixtures = std::fs::read_dir(root.join("../edmund-codegen/fixtures")).unwrap();
    files.extend(fixtures.map(|folder| folder.unwrap().path().join("in.csdl.xml")).filter(|path| path.is_file()));
    // Two sets whose names differ in case only are one to pages, whose authors write names in any case.
    files.retain(|path| !path.ends_with("names/in.csdl.xml"));
    assert!(files.len() > 5, "{files:?}");
    files.sort();
    let mut report = String::new();
    for path in files {
        let Some(model) = read_csdl(&path) else { continue };
        let (again, _) = read_pages(&write(&model, &PageOptions::default()));
        let (all, lost) = lost(&model, &again);
        let name = path.parent().and_then(Path::file_name).unwrap().to_string_lossy();
        report.push_str(&format!("{name}: {} of {all}\n", lost.len()));
        lost.iter().for_each(|fact| report.push_str(&format!("    {fact}\n")));
        made_up(&model, &again).iter().for_each(|fact| report.push_str(&format!("    made up: {fact}\n")));
    }
    expect![[r#"
        schema: 0 of 198
        enums: 0 of 19
        namespaces: 0 of 25
        recursion: 0 of 32
        report: 0 of 85
        versions: 0 of 39
        write: 0 of 191
    "#]]
    .assert_eq(&report);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(60))]

    #[test]
    fn pages_of_models_made_up_read_as_the_model(
        types in proptest::collection::vec(
            (
                (proptest::num::u8::ANY, proptest::num::u8::ANY, proptest::bool::ANY),
                proptest::collection::vec((proptest::num::u8::ANY, proptest::bool::ANY), 0..6),
                proptest::collection::vec((proptest::num::u8::ANY, proptest::bool::ANY), 0..4),
            ),
            1..6,
        ),
        operations in proptest::collection::vec(
            (
                proptest::num::u8::ANY,
                proptest::num::u8::ANY,
                proptest::bool::ANY,
                proptest::num::u8::ANY,
                proptest::num::u8::ANY,
            ),
            0..4,
        ),
    ) {
        let mut sources = Sources::default();
        let file = sources.add("shop.xml", made_up::schema(&types, &operations));
        let (document, mut findings) = edmund_csdl::read(&sources, file);
        let (model, found) = edmund_csdl::lower(&[document]);
        findings.extend(found);
        let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        // A complex value inside itself that cannot end is no schema.
        proptest::prop_assume!(errors.is_empty());
        let pages = write(&model, &PageOptions::default());
        let odd = oddities(&pages);
        proptest::prop_assert!(odd.is_empty(), "{}", odd.join("\n"));
        let (again, findings) = read_pages(&pages);
        proptest::prop_assert!(findings.is_empty(), "{}", findings.join("\n"));
        let (_, lost) = lost(&model, &again);
        let made_up = made_up(&model, &again);
        proptest::prop_assert!(lost.is_empty() && made_up.is_empty(), "lost:\n{}\nmade up:\n{}", lost.join("\n"), made_up.join("\n"));
    }
}
