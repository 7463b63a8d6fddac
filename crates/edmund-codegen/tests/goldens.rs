//! Small schemas beside the Rust they become. `UPDATE_EXPECT=1 cargo test -p edmund-codegen` rewrites what is expected.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its input has failed")]

use std::path::{Path, PathBuf};

use edmund_codegen::{Options, Output, Requests, Selection, generate};
use edmund_model::{Model, Sources};
use expect_test::{expect, expect_file};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn read(name: &str) -> (Model, Sources) {
    let text = std::fs::read_to_string(fixture(name).join("in.csdl.xml")).unwrap();
    let mut sources = Sources::default();
    let file = sources.add(format!("schema/{name}.csdl.xml"), text);
    let (document, _) = edmund_csdl::read(&sources, file);
    (edmund_csdl::lower(&[document]).0, sources)
}

/// Everything an output says, as one text.
fn render(output: &Output, sources: &Sources) -> String {
    let mut text = String::new();
    for skipped in &output.skipped {
        let (path, position) = sources.locate(skipped.origin);
        text += &format!("// skipped {}: {} ({path}:{})\n", skipped.name, skipped.reason, position.line);
    }
    for finding in &output.findings {
        let (path, position) = sources.locate(finding.origin);
        text += &format!("// {} {}: {} ({path}:{})\n", finding.severity_text(), finding.code, finding.message, position.line);
    }
    for file in &output.files {
        text += &format!("\n//==== {}\n{}", file.path, file.text);
    }
    text
}

trait SeverityText {
    fn severity_text(&self) -> String;
}

impl SeverityText for edmund_model::Finding {
    fn severity_text(&self) -> String {
        format!("{:?}", self.severity).to_lowercase()
    }
}

fn check(name: &str) {
    let (model, sources) = read(name);
    let output = generate(&model, &sources, &Options { command: "cargo xtask codegen".to_owned(), ..Options::default() });
    expect_file![fixture(name).join("expected.rs")].assert_eq(&render(&output, &sources));
    for file in &output.files {
        syn::parse_file(&file.text).unwrap();
    }
}

#[test]
fn a_report_with_its_requests() {
    check("report");
}

#[test]
fn names_that_are_hard() {
    check("names");
}

#[test]
fn versions_of_which_the_newest_says_everything() {
    check("versions");
}

#[test]
fn an_older_version_that_is_asked_for_is_written() {
    let (model, sources) = read("versions");
    let types = |names: &[&str]| {
        let selection = Selection::types(names.iter().copied());
        let output = generate(&model, &sources, &Options { selection, ..Options::default() });
        let names = output.files.iter().flat_map(|file| file.text.split("name = \"").skip(1));
        names
            .filter_map(|rest| rest.split('"').next())
            .filter(|name| name.ends_with(".Drive"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(types(&["Drive"]), ["Drive.Drive", "Drive.v1_2_0.Drive"]);
    assert_eq!(types(&["Drive.v1_0_0.Drive", "Drive.v1_2_0.Drive"]), ["Drive.Drive", "Drive.v1_0_0.Drive", "Drive.v1_2_0.Drive"]);
}

/// What is written grows with what is declared: a line of versions, each with one more property, is one type.
#[test]
fn a_long_line_of_versions_is_as_long_as_its_declarations() {
    let line = |length: usize| {
        let mut text = String::from(
            r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="D.v0" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="D" Abstract="true"/></Schema>"#,
        );
        for version in 1..=length {
            text += &format!(
                r#"<Schema Namespace="D.v{version}" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="D" BaseType="D.v{}.D"><Property Name="p{version}" Type="Edm.String"/></ComplexType></Schema>"#,
                version - 1
            );
        }
        let mut sources = Sources::default();
        let file = sources.add("line.xml", text + "</edmx:DataServices></edmx:Edmx>");
        let (document, _) = edmund_csdl::read(&sources, file);
        let (model, _) = edmund_csdl::lower(&[document]);
        let output = generate(&model, &sources, &Options::default());
        output.files.iter().map(|file| file.text.matches("pub p").count()).sum::<usize>()
    };
    assert_eq!((line(10), line(58)), (10, 58));
}

#[test]
fn values_that_contain_themselves() {
    check("recursion");
}

#[test]
fn documentation_is_only_text() {
    check("prose");
}

#[test]
fn several_namespaces() {
    check("namespaces");
}

#[test]
fn operations_inherited_overloaded_and_clashing() {
    check("operations");
}

#[test]
fn enumerations() {
    check("enums");
}

#[test]
fn a_selection_is_closed_over_properties_and_cut_at_navigations() {
    let (model, sources) = read("report");
    let options = Options { selection: Selection::types(["registration"]), ..Options::default() };
    let output = generate(&model, &sources, &options);
    expect![[r#"

        //==== microsoft_graph.rs
        // @generated by `edmund gen` from schema/report.csdl.xml. Do not edit.

        //! The types of the namespace `microsoft.graph`.

        use super::{Many, One};

        /// The abstract entity type `microsoft.graph.entity`.
        #[derive(edmund::Entity)]
        #[odata(name = "microsoft.graph.entity", key(id))]
        pub struct Entity {
            pub id: Option<String>,

            /// Annotations and members that the schema does not declare.
            pub extra: edmund::Extra,
        }

        /// The enumeration type `microsoft.graph.method`.
        #[derive(edmund::OpenEnum)]
        #[odata(name = "microsoft.graph.method")]
        pub enum Method {
            Email,
            Fido,
            #[odata(value = 99)]
            UnknownFutureValue,

            /// A member that this version of the schema does not know.
            Unrecognized(Box<str>),
        }

        /// The state of one user's registration.
        ///
        /// The entity type `microsoft.graph.registration`.
        #[derive(edmund::Entity)]
        #[odata(name = "microsoft.graph.registration", base = "microsoft.graph.entity", key(id))]
        pub struct Registration {
            pub id: Option<String>,

            /// Whether the user holds an administrator role.
            pub is_admin: Option<bool>,

            #[odata(name = "bundleID")]
            pub bundle_id: Option<String>,
            #[odata(name = "hasMFA")]
            pub has_mfa: Option<bool>,
            pub methods: Option<Vec<Method>>,
            pub last_updated: Option<edmund::DateTimeOffset>,
            pub counts: Option<Summary>,
            pub manager: edmund::Nav<Registration>,

            /// Annotations and members that the schema does not declare.
            pub extra: edmund::Extra,
        }

        /// What can be called on a collection of `microsoft.graph.registration`.
        #[edmund::operations(on = [Many<Registration>])]
        pub trait RegistrationCollectionOperations {
            /// Calls the action `microsoft.graph.reset`.
            #[odata(action = "microsoft.graph.reset")]
            fn reset(&self, #[odata(name = "Comment")] comment: Option<&str>);
        }

        /// The complex type `microsoft.graph.summary`.
        #[derive(edmund::Complex)]
        #[odata(name = "microsoft.graph.summary")]
        pub struct Summary {
            pub total: Option<i64>,
            pub by_method: Option<Vec<Summary>>,

            /// Annotations and members that the schema does not declare.
            pub extra: edmund::Extra,
        }

        //==== mod.rs
        // @generated by `edmund gen` from schema/report.csdl.xml. Do not edit.

        edmund::request_types!();

        #[allow(clippy::all, deprecated, missing_docs)]
        #[cfg_attr(rustfmt, rustfmt_skip)]
        pub mod microsoft_graph;

        pub use microsoft_graph::*;

        #[allow(clippy::all, deprecated, missing_docs)]
        #[cfg_attr(rustfmt, rustfmt_skip)]
        mod service;

        pub use service::GraphService;

        //==== service.rs
        // @generated by `edmund gen` from schema/report.csdl.xml. Do not edit.

        use super::{Many, microsoft_graph};

        /// What `microsoft.graph.GraphService` offers: the requests of a service start here.
        #[edmund::service]
        pub trait GraphService {
            /// The entity set `registrations`.
            #[odata(entity_set = "registrations")]
            fn registrations(&self) -> Many<microsoft_graph::Registration>;
        }
    "#]]
    .assert_eq(&render(&output, &sources));
}

#[test]
fn a_selected_name_that_does_not_exist_is_an_error() {
    let (model, sources) = read("report");
    let selection = Selection::types(["microsoft.graph.registratoin", "zzz"]);
    let output = generate(&model, &sources, &Options { selection, requests: Requests::Omitted, ..Options::default() });
    let helps: String = output.findings.iter().map(|finding| format!("{}\n{:?}\n", finding.message, finding.help)).collect();
    expect![[r#"
        there is no type `microsoft.graph.registratoin` to generate
        Some("did you mean `microsoft.graph.registration`?")
        there is no type `zzz` to generate
        Some("name a type as the schema does, with its namespace: `microsoft.graph.user`")
        // error unresolved-selection: there is no type `microsoft.graph.registratoin` to generate (schema/report.csdl.xml:4)
        // error unresolved-selection: there is no type `zzz` to generate (schema/report.csdl.xml:4)

        //==== mod.rs
        // @generated by `edmund gen` from schema/report.csdl.xml. Do not edit.

        edmund::request_types!();
    "#]]
    .assert_eq(&(helps + &render(&output, &sources)));
}

#[test]
fn a_crate_has_a_manifest() {
    let (model, sources) = read("recursion");
    let options = Options {
        crate_name: Some("tree".to_owned()),
        runtime: Some("../edmund".to_owned()),
        requests: Requests::Omitted,
        selection: Selection::types(["r.leaf"]),
        ..Options::default()
    };
    let output = generate(&model, &sources, &options);
    expect![[r#"

        //==== Cargo.toml
        # @generated by `edmund gen` from schema/recursion.csdl.xml. Do not edit.

        [package]
        name = "tree"
        version = "0.1.0"
        edition = "2024"
        rust-version = "1.91"

        [dependencies]
        edmund = { path = "../edmund" }

        //==== src/lib.rs
        // @generated by `edmund gen` from schema/recursion.csdl.xml. Do not edit.

        //! Types and requests, one module a namespace:
        //!
        //! - [`r_`] for `r`

        edmund::request_types!();

        #[allow(clippy::all, deprecated, missing_docs)]
        #[cfg_attr(rustfmt, rustfmt_skip)]
        pub mod r_;

        pub use r_::*;

        //==== src/r_.rs
        // @generated by `edmund gen` from schema/recursion.csdl.xml. Do not edit.

        //! The types of the namespace `r`.

        /// The complex type `r.leaf`.
        #[derive(edmund::Complex)]
        #[odata(name = "r.leaf")]
        pub struct Leaf {
            pub text: Option<String>,

            /// Annotations and members that the schema does not declare.
            pub extra: edmund::Extra,
        }
    "#]]
    .assert_eq(&render(&output, &sources));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (model, sources) = read("names");
    let options = Options::default();
    assert_eq!(generate(&model, &sources, &options), generate(&model, &sources, &options));
}

#[test]
fn an_empty_model_is_an_empty_tree() {
    let output = generate(&Model::default(), &Sources::default(), &Options::default());
    expect![[r#"
        mod.rs
        // @generated by `edmund gen`. Do not edit.

        edmund::request_types!();
    "#]]
    .assert_eq(&output.files.iter().map(|file| format!("{}\n{}", file.path, file.text)).collect::<String>());
}
