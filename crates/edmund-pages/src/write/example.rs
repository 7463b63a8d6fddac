//! Examples: the same values in request and response.

use std::fmt::Write as _;

use serde_json::Value;

use super::body::{Answer, Body, is_empty};
use super::book::Book;
use super::markdown::Document;
use super::{json, url};

/// Appends the `Examples` section of an entry's page.
pub(super) fn write(book: &Book<'_>, index: usize, body: &Body<'_>, answer: &Answer, document: &mut Document) {
    let entry = book.entry(index);
    let mut request = format!("{} {}{}", entry.method.as_str(), book.base_url(), url::example(book.model, &entry.path));
    if let Some(value) = body.example(book, entry) {
        append(&mut request, &value);
    }
    let mut annotation = vec![("blockType", Value::from("request")), ("name", Value::from(book.examples[index].as_str()))];
    if let Body::Entity { ty, .. } = body {
        annotation.push(("@odata.type", Value::from(book.model.structure(*ty).name.to_string())));
    }
    document.section("Examples").subsection("Request").line("The following example shows a request.");
    document.fence(&annotation, "http", &request);

    let mut response = format!("HTTP/1.1 {}", status(entry.status));
    match answer.example(book) {
        Some(value) => append(&mut response, &value),
        None if matches!(answer, Answer::Content) => response.push_str("\nContent-Type: application/octet-stream"),
        None => {}
    }
    let mut annotation = vec![("blockType", Value::from("response"))];
    annotation.extend(answer.annotation(book));
    document.subsection("Response").line("The following example shows the response.").fence(&annotation, "http", &response);
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
        _ => "No Content",
    };
    format!("{code} {phrase}")
}
