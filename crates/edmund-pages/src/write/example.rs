//! Examples: the same values in request and response.

use std::fmt::Write as _;

use edmund_model::surface::Entry;
use serde_json::Value;

use super::body::{Answer, Body, is_empty};
use super::book::Book;
use super::markdown::Document;
use super::{json, url};

/// What stands for an ETag in examples: a weak one, as services that derive it from a version send it.
const ETAG: &str = "W/\"JzEtQUFBQSc=\"";

/// A request that an example shows.
struct Shown<'a> {
    /// Its name, unique among all examples.
    name: &'a str,
    /// What follows the path, with its question mark.
    query: &'a str,
    /// The member of the answer that leads on, with its query.
    link: Option<(&'static str, &'static str)>,
}

/// Appends the `Examples` section of an entry's page.
pub(super) fn write(book: &Book<'_>, index: usize, body: &Body<'_>, answer: &Answer, document: &mut Document) {
    let page = Page { book, entry: book.entry(index), body, answer };
    document.section("Examples");
    let name = book.examples[index].as_str();
    let Some(next) = book.continuations.get(&index) else {
        page.request("### Request", &Shown { name, query: "", link: None }, document);
        page.response("### Response", None, document);
        return;
    };
    let first = Shown { name, query: "", link: Some(("@odata.nextLink", "?$skiptoken=R0usmcCM996atia_s")) };
    let second = Shown {
        name: next,
        query: "?$skiptoken=R0usmcCM996atia_s",
        link: Some(("@odata.deltaLink", "?$deltatoken=R0usmci39OQxqJrxK4")),
    };
    document.subsection("Example 1: Begin to track changes");
    page.step(&first, document);
    document.subsection("Example 2: Go on from `@odata.nextLink` until there is an `@odata.deltaLink`");
    page.step(&second, document);
}

/// What the examples of one page are made of.
struct Page<'a> {
    book: &'a Book<'a>,
    entry: &'a Entry,
    body: &'a Body<'a>,
    answer: &'a Answer,
}

impl Page<'_> {
    fn step(&self, shown: &Shown<'_>, document: &mut Document) {
        self.request("#### Request", shown, document);
        self.response("#### Response", shown.link, document);
    }

    fn address(&self) -> String {
        format!("{}{}", self.book.base_url(), url::example(self.book.model, &self.entry.path))
    }

    fn request(&self, heading: &str, shown: &Shown<'_>, document: &mut Document) {
        let mut request = format!("{} {}{}", self.entry.method.as_str(), self.address(), shown.query);
        if self.entry.versioned {
            let _ = write!(request, "\nIf-Match: {ETAG}");
        }
        match (self.body, self.body.example(self.book, self.entry)) {
            (_, Some(value)) => append(&mut request, &value),
            (Body::Content { media_type }, None) => drop(write!(request, "\nContent-Type: {media_type}")),
            _ => {}
        }
        let mut annotation = vec![("blockType", Value::from("request")), ("name", Value::from(shown.name))];
        if let Body::Entity { ty, .. } = self.body {
            annotation.push(("@odata.type", Value::from(self.book.model.structure(*ty).name.to_string())));
        }
        document.line(heading).line("The following example shows a request.").fence(&annotation, "http", &request);
    }

    fn response(&self, heading: &str, link: Option<(&str, &str)>, document: &mut Document) {
        let mut response = format!("HTTP/1.1 {}", status(self.entry.status));
        match (self.answer, self.answer.example(self.book)) {
            (_, Some(value)) => append(&mut response, &self.linked(value, link)),
            (Answer::Content { media_type }, None) => drop(write!(response, "\nContent-Type: {media_type}")),
            (Answer::Elsewhere, None) => {
                let _ = write!(response, "\nLocation: https://content.example.com/8b5c2f0e");
            }
            _ => {}
        }
        let mut annotation = vec![("blockType", Value::from("response"))];
        annotation.extend(self.answer.annotation(self.book));
        document.line(heading).line("The following example shows the response.").fence(&annotation, "http", &response);
    }

    /// The answer with the link that leads on.
    fn linked(&self, mut value: Value, link: Option<(&str, &str)>) -> Value {
        if let (Some((member, query)), Some(object)) = (link, value.as_object_mut()) {
            let rest = std::mem::take(object);
            object.insert(member.to_owned(), Value::from(format!("{}{query}", self.address())));
            object.extend(rest);
        }
        value
    }
}

fn append(message: &mut String, value: &Value) {
    let text = if is_empty(value) { "{}".to_owned() } else { json::pretty(value) };
    let _ = write!(message, "\nContent-Type: application/json\n\n{text}");
}

/// A status code with its reason phrase (RFC 9110, section 15.3).
pub(super) fn status(code: u16) -> String {
    let phrase = match code {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        205 => "Reset Content",
        206 => "Partial Content",
        302 => "Found",
        _ => "No Content",
    };
    format!("{code} {phrase}")
}
