//! The page of one request.

use edmund_model::surface::{Entry, Segment};
use edmund_model::{Operation, OperationKind, Parameter, PermissionScheme, Permissions, RequestKind, StructId, Type};
use serde_json::Value;

use super::body::{self, Answer, Body};
use super::book::Book;
use super::markdown::{Document, Folder, inline};
use super::sentence::{self, Style};
use super::{PageFile, description, example, url};
use crate::deprecation::Subject;
use crate::stock::{self, NOT_DOCUMENTED, Need};

const SCHEMES: [(PermissionScheme, &str); 3] = [
    (PermissionScheme::DelegatedWork, "Delegated (work or school account)"),
    (PermissionScheme::DelegatedPersonal, "Delegated (personal Microsoft account)"),
    (PermissionScheme::Application, "Application"),
];

/// How a client goes on with changes (OData Protocol 4.01, section 11.3).
const CHANGES: &str = "As long as there are more changes, the response has an `@odata.nextLink` property: send a GET request to that URL to get \
    the next page. The last page has an `@odata.deltaLink` property instead: keep that URL, and send a GET request to it later to get what has \
    changed since. Use both URLs as they are; they hold the query options of the first request.";

/// The page of the entry at a position of the surface.
pub(super) fn page(book: &Book<'_>, index: usize) -> PageFile {
    let entry = book.entry(index);
    let body = Body::of(book.model, entry);
    let answer = Answer::of(book.model, entry);
    let title = sentence::title(book, entry);
    let description = sentence::lead(book, entry, Style::Plain);
    let mut document = book.document(&title, &description, "apiPageType", &namespace(book, entry, &answer));
    document.line(&sentence::lead(book, entry, Style::Markdown));
    for paragraph in sentence::details(book, entry) {
        document.line(&paragraph);
    }
    description::caution(&mut document, Subject::Api, sentence::deprecation(book, entry));
    permissions(book, &entry.permissions, &mut document);
    http_request(book, entry, &mut document);
    path_parameters(book, entry, &mut document);
    function_parameters(book, entry, &mut document);
    headers(entry, &body, &mut document);
    request_body(book, entry, &body, &mut document);
    document.section("Response").line(&response(book, entry, &answer));
    if book.continuations.contains_key(&index) {
        document.line(CHANGES);
    }
    example::write(book, index, &body, &answer, &mut document);
    PageFile { path: format!("{}/{}.md", Folder::Api.name(), book.operations[index]), text: document.finish() }
}

/// The namespace of what the page shows: of the answer, else of what the request is about.
fn namespace(book: &Book<'_>, entry: &Entry, answer: &Answer) -> String {
    let of_struct = |id: StructId| book.model.structure(id).name.namespace.clone();
    let shown = match answer {
        Answer::Object { ty, .. } => Some(of_struct(*ty)),
        Answer::Value(ty) => match ty.ty {
            Type::Enum(id) => Some(book.model.enumeration(id).name.namespace.clone()),
            _ => None,
        },
        _ => None,
    };
    let of_operation = || entry.operation.map(|id| book.model.operation(id).name.namespace.clone());
    shown.or_else(|| entry.target.map(of_struct)).or_else(of_operation).unwrap_or_default()
}

fn permissions(book: &Book<'_>, permissions: &Permissions, document: &mut Document) {
    let link = book.options.permissions_link.as_str();
    document.section("Permissions").line(&format!(
        "One of the following permissions is required to call this API. To learn more, including how to choose permissions, see [Permissions]({link})."
    ));
    let rows = SCHEMES.map(|(scheme, label)| {
        let cell = match permissions.0.get(&scheme) {
            None => NOT_DOCUMENTED.to_owned(),
            Some(scopes) if scopes.is_empty() => "Not supported.".to_owned(),
            Some(scopes) => scopes.iter().map(|scope| inline(scope)).collect::<Vec<_>>().join(", "),
        };
        [label.to_owned(), cell]
    });
    document.table(["Permission type", "Permissions (from least to most privileged)"], &rows);
}

fn http_request(book: &Book<'_>, entry: &Entry, document: &mut Document) {
    let method = entry.method.as_str();
    let own = std::iter::once(url::template(&entry.path)).chain(url::least(book.model, &entry.path));
    let lines: Vec<String> = own
        .chain(entry.alternatives.iter().map(|it| url::printable(it)))
        .map(|template| format!("{method} {template}"))
        .collect();
    document.section("HTTP request").fence(&[("blockType", Value::from("ignored"))], "http", &lines.join("\n"));
}

/// Composite keys are described, because their names stand in the path; a single key is what its placeholder says.
fn path_parameters(book: &Book<'_>, entry: &Entry, document: &mut Document) {
    let mut rows = Vec::new();
    for segment in &entry.path.segments {
        let Segment::Key { ty, slots } = segment else { continue };
        for (slot, part) in slots.iter().zip(book.model.key(*ty)).filter(|_| slots.len() > 1) {
            let property = book.model.properties(*ty).into_iter().find(|property| property.name == part.path);
            let cell = property.map_or_else(|| "String".to_owned(), |property| book.type_cell(Folder::Api, &property.ty));
            let description = format!("{} Required.", stock::KEY_PART.with(&[&book.link(Folder::Api, *ty)]));
            rows.push([inline(&slot.name), cell, description]);
        }
    }
    if !rows.is_empty() {
        document.section("Path parameters");
        document.line("In the request URL, provide the following parameters with values.");
        document.table(["Parameter", "Type", "Description"], &rows);
    }
}

fn function_parameters(book: &Book<'_>, entry: &Entry, document: &mut Document) {
    let operation = entry.operation.map(|id| book.model.operation(id));
    let Some(function) = operation.filter(|it| it.kind == OperationKind::Function && !it.arguments().is_empty()) else { return };
    document.section("Function parameters");
    document.line("In the request URL, provide the following parameters with values.");
    document.table(["Parameter", "Type", "Description"], &parameter_rows(book, function));
}

fn parameter_rows(book: &Book<'_>, operation: &Operation) -> Vec<[String; 3]> {
    let of_action = operation.kind == OperationKind::Action;
    let row = |parameter: &Parameter| {
        // Items of a collection may be null; the collection may not.
        let nullable = parameter.ty.nullable && !parameter.ty.collection;
        let words = Need { optional: parameter.optional, nullable }.words(of_action);
        let text = match parameter.ty.ty {
            Type::Enum(id) => description::of_enumerated(&parameter.docs, book.model.enumeration(id)),
            _ => description::cell(&parameter.docs),
        };
        let name = description::name(&parameter.name, &parameter.docs);
        [name, book.type_cell(Folder::Api, &parameter.ty), format!("{text} {words}")]
    };
    operation.arguments().iter().map(row).collect()
}

fn headers(entry: &Entry, body: &Body<'_>, document: &mut Document) {
    let row = |name: &str, value: &str| [name.to_owned(), value.to_owned()];
    let mut rows = vec![row("Authorization", "Bearer {token}. Required.")];
    if entry.versioned {
        let meaning = "The ETag of the object, as it was last read. Required. If the object has changed since, the answer is `412 Precondition Failed`.";
        rows.push(row("If-Match", meaning));
    }
    match body {
        Body::Nothing => {}
        Body::Content { media_type } => rows.push(row("Content-Type", &format!("{media_type}. Required."))),
        _ => rows.push(row("Content-Type", "application/json. Required.")),
    }
    document.section("Request headers").table(["Name", "Description"], &rows);
}

fn request_body(book: &Book<'_>, entry: &Entry, body: &Body<'_>, document: &mut Document) {
    document.section("Request body");
    match body {
        Body::Nothing => {
            document.line("Do not supply a request body for this method.");
        }
        Body::Reference { ty } => {
            let link = book.link(Folder::Api, *ty);
            document.line("In the request body, supply a JSON object with the URL of the object to refer to.");
            let description = format!("The URL of the {link} object. Required.");
            document.table(["Property", "Type", "Description"], &[["@odata.id".to_owned(), "String".to_owned(), description]]);
        }
        Body::Parameters(action) => {
            document.line("In the request body, supply a JSON representation of the parameters.");
            document.line("The following table lists the parameters that you can use with this action.");
            document.table(["Parameter", "Type", "Description"], &parameter_rows(book, action));
        }
        Body::Content { .. } => {
            document.line(match entry.kind {
                RequestKind::CreateMedia => {
                    "In the request body, supply the bytes of the content. The service gives the properties their values."
                }
                _ => "In the request body, supply the bytes of the content.",
            });
        }
        Body::Entity { ty, writable } => {
            let link = book.link(Folder::Api, *ty);
            document.line(&match entry.kind {
                RequestKind::Create => format!("In the request body, supply a JSON representation of the {link} object."),
                _ => "In the request body, supply the values of the properties to change. Properties that you leave out keep their values."
                    .to_owned(),
            });
            let rows = body::rows(book, writable, entry.kind);
            if !rows.is_empty() {
                let verb = if entry.kind == RequestKind::Create { "set" } else { "update" };
                document.line(&format!("The following table lists the properties that you can {verb}."));
                document.table(["Property", "Type", "Description"], &rows);
            }
        }
    }
}

fn response(book: &Book<'_>, entry: &Entry, answer: &Answer) -> String {
    let status = example::status(entry.status);
    let what = match answer {
        Answer::Nothing => {
            return format!(
                "If successful, this method returns a `{status}` response code. It does not return anything in the response body."
            );
        }
        Answer::Content { .. } => "the content".to_owned(),
        Answer::Elsewhere => {
            return format!(
                "If successful, this method returns a `{status}` response code and the address of the content in the `Location` header."
            );
        }
        Answer::Object { ty, collection } => {
            let link = book.link(Folder::Api, *ty);
            let article = sentence::article(&book.model.structure(*ty).name.name);
            match (*collection, entry.kind) {
                (true, _) => format!("a collection of {link} objects"),
                (false, RequestKind::Create | RequestKind::CreateMedia) => format!("the new {link} object"),
                (false, RequestKind::Update) => format!("the updated {link} object"),
                (false, _) => format!("{article} {link} object"),
            }
        }
        Answer::Value(ty) => {
            let name = book.type_cell(Folder::Api, ty);
            let bare = name.trim_end_matches(" collection");
            if ty.collection {
                format!("a collection of {bare} values")
            } else {
                format!("{} {bare} value", article_of_cell(bare))
            }
        }
    };
    format!("If successful, this method returns a `{status}` response code and {what} in the response body.")
}

fn article_of_cell(cell: &str) -> &'static str {
    sentence::article(cell.trim_start_matches('['))
}
