//! Small folders of pages as models.

mod permissions;
mod requests;
#[path = "../text/mod.rs"]
mod text;
mod types;
mod words;

use edmund_model::{Finding, Model, Sources};
use expect_test::Expect;

/// Files by path and text, as pages, and what they are lowered to.
struct Lowered {
    sources: Sources,
    model: Model,
    findings: Vec<Finding>,
}

fn lowered(pages: &[(impl AsRef<str>, impl AsRef<str>)]) -> Lowered {
    let mut sources = Sources::default();
    let read = |(path, text): &(_, _)| {
        let file = sources.add(AsRef::<str>::as_ref(path), AsRef::<str>::as_ref(text));
        edmund_pages::read(&sources, file).0
    };
    let read: Vec<_> = pages.iter().map(read).collect();
    let mut model = Model::default();
    let findings = edmund_pages::lower(&read, &mut model);
    Lowered { sources, model, findings }
}

/// Holds the model of some pages, and what was found on the way, against what they should be.
fn check(pages: &[(&str, String)], expected: Expect) {
    let Lowered { sources, model, findings } = lowered(pages);
    let mut out = text::show(&model, |_| true);
    for finding in findings {
        let (path, position) = sources.locate(finding.origin);
        out.push_str(&format!(
            "\n{path}:{}:{} {:?} {}: {}",
            position.line, position.column, finding.severity, finding.code, finding.message
        ));
    }
    expected.assert_eq(&out);
}

fn resource(name: &str, annotation: &str, rows: &str, more: &str) -> String {
    format!(
        "# {name} resource type\n\nNamespace: shop\n\nA {name}.\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n{rows}\n{more}\n\
         ## JSON representation\n<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"shop.{name}\"{annotation} }} -->\n```json\n{{}}\n```\n"
    )
}

fn operation(title: &str, template: &str, rest: &str) -> String {
    format!(
        "# {title}\n\nNamespace: shop\n\n## Permissions\n|Permission type|Permissions (from most to least privileged)|\n|:--|:--|\n\
         |Delegated (work or school account)|All.Write, Books.Read|\n|Application|**TODO: Determine scopes **|\n\n\
         ## HTTP request\n```http\n{template}\n```\n\n{rest}"
    )
}

const BOOK_LIST: &str =
    "## Response\nReturns a `200 OK` response code and a collection of [book](../resources/book.md) objects.\n";
const BOOK: &str = "## Response\nReturns a `200 OK` response code and a [book](../resources/book.md) object.\n";
const NOTHING: &str = "## Response\nReturns `204 No Content`.\n";

fn book() -> (&'static str, String) {
    let rows = "|id|String|Key.|\n|state|bookState|Possible values are: `new`, `used` (rare), and `sold`.|\n|kinds|[kind](enums.md#kind-values) collection|Kinds.|\n\
                |size|[Size](size.md)|Its size.|\n|publisher|[press](press.md)|Unknown.|\n|odd|wonder|No such type.|";
    let relationships = "## Relationships\n|Relationship|Type|Description|\n|:--|:--|:--|\n|authors|[author](author.md) collection|Who wrote it.|\n";
    ("resources/book.md", resource("book", ", \"keyProperty\": \"id\"", rows, relationships))
}
