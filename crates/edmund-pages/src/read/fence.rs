//! Code fences: request templates, messages, JSON representations.

use edmund_model::{Finding, Origin};

use super::Reader;
use super::section::Section;
use crate::json;
use crate::message::{Annotation, Example, Message, Role, StartLine};
use crate::page::{Page, PageKind, Representation};
use crate::template::{Template, TemplateProblem};
use crate::{http, template};

impl Reader<'_> {
    pub(super) fn fence(&mut self, info: &str, body: Origin, fence: Origin) {
        let annotation = self.pending.take();
        let block = annotation.as_ref().map_or("", |annotation| annotation.block.as_str());
        let info = info.to_ascii_lowercase();
        let is_http = matches!(info.split_whitespace().next(), Some("http" | "msgraph-interactive"));
        let is_json = info.starts_with("json");
        let starts = self.text.get(body.start as usize..body.end as usize).unwrap_or("").trim_start();
        match block {
            "resource" | "complexType" | "entityType" => self.representation(annotation, body),
            "request" | "response" | "simulatedResponse" | "example" => self.message(annotation, body),
            _ if self.section == Section::Representation && starts.starts_with('{') => self.representation(annotation, body),
            _ if self.section == Section::HttpRequest && !is_json => self.templates(body),
            _ if is_http && block != "samples" => {
                self.unannotated(block, fence);
                self.message(annotation, body);
            }
            "" if self.section == Section::Examples && (is_json || info.trim().is_empty() && is_example(starts)) => {
                self.unannotated(block, fence);
                self.message(annotation, body);
            }
            _ => {}
        }
    }

    fn templates(&mut self, body: Origin) {
        let mut at = body.start as usize;
        let end = body.end as usize;
        let mut stray = false;
        while at < end {
            let next = self.text[at..end].find('\n').map_or(end, |length| at + length + 1);
            let line = &self.text[at..next];
            let continues = line.trim_start().starts_with(['?', '&']) && !self.page.templates.is_empty();
            if !line.trim().is_empty() && !continues {
                let template = template::parse(line, at, body.file);
                // One mistake, one finding: code, or headers and a body, are many lines that are no requests.
                let again = std::mem::replace(&mut stray, template.problem == Some(TemplateProblem::NotARequest)) && stray;
                if !again {
                    self.page.templates.push(template);
                }
            }
            at = next;
        }
    }

    fn representation(&mut self, annotation: Option<Annotation>, body: Origin) {
        let text = self.text;
        let mut found = message_body(text, body);
        http::read_json(text, &mut found, &mut self.findings);
        let annotation = annotation.unwrap_or_else(|| Annotation {
            origin: Origin { end: body.start, ..body },
            block: String::new(),
            value: json::Value { origin: Origin { end: body.start, ..body }, kind: json::Kind::Object(Vec::new()) },
        });
        self.page.resource.is_abstract |= annotation.flag("abstract") || annotation.flag("isAbstract");
        self.page.resource.representations.push(Representation { annotation, json: found.json, origin: body });
    }

    fn message(&mut self, annotation: Option<Annotation>, body: Origin) {
        let block = annotation.as_ref().map_or(String::new(), |annotation| annotation.block.clone());
        let mut message = http::parse(self.text, body, annotation, &mut self.findings);
        if let Some(found) = &mut message.body {
            http::read_json(self.text, found, &mut self.findings);
        }
        let annotated = matches!(block.as_str(), "request" | "response" | "example");
        message.example = annotated || (block.is_empty() && self.section == Section::Examples);
        message.role = match block.as_str() {
            "request" => Some(Role::Request),
            "response" | "simulatedResponse" | "example" => Some(Role::Response),
            _ => self.bare_role(),
        };
        // A request shown where the templates belong is the only template that page has.
        if self.section == Section::HttpRequest {
            self.page.templates.extend(as_template(&message, self.text));
        }
        self.page.messages.push(message);
    }

    /// What a body without first line and annotation is. Behind a request that shows all it sends, it is the answer, whatever the heading.
    fn bare_role(&self) -> Option<Role> {
        let before = self.page.messages.iter().rfind(|message| message.example);
        let complete = before.is_some_and(|before| match &before.start {
            StartLine::Request { method, .. } => before.body.is_some() || matches!(method.value.as_str(), "GET" | "DELETE"),
            _ => false,
        });
        if complete { Some(Role::Response) } else { self.role }
    }

    fn unannotated(&mut self, block: &str, fence: Origin) {
        if !block.is_empty() || self.section != Section::Examples {
            return;
        }
        let line = Origin { end: fence.start + 3, ..fence };
        let machine_made = self.page.path.contains("intune-");
        if machine_made && self.findings.iter().any(|finding| finding.code == "GD004") {
            return;
        }
        let severity = if machine_made { edmund_model::Severity::Info } else { edmund_model::Severity::Warning };
        self.findings.push(
            Finding::new("GD004", severity, line, "example has no annotation")
                .with_note("tools find requests and responses by the annotation above the fence")
                .with_help("put `<!-- { \"blockType\": \"request\", \"name\": \"...\" } -->` (or `response`) above the fence"),
        );
    }
}

/// Whether the inside of a fence that names no language is a message or JSON.
fn is_example(text: &str) -> bool {
    let is_json = text.starts_with(['{', '[']) && text.trim_end().ends_with(['}', ']']);
    is_json || http::is_message(text)
}

fn message_body(text: &str, body: Origin) -> crate::message::MessageBody {
    let origin = crate::markdown::trimmed(text, body.file, body.start as usize, body.end as usize);
    crate::message::MessageBody { origin, json: None, length_lf: 0, length_crlf: 0 }
}

/// A page of an operation may have its requests below headings of its own, as messages without a host: these are the templates then.
pub(super) fn shown_requests(page: &mut Page, text: &str) {
    if page.kind != PageKind::Operation || !page.templates.is_empty() {
        return;
    }
    for template in page.messages.iter().filter_map(|message| as_template(message, text)) {
        if template.problem.is_none() && !page.templates.iter().any(|other| other.is_same(&template)) {
            page.templates.push(template);
        }
    }
}

/// The first line of a request without a host, which is what a template looks like.
fn as_template(message: &Message, text: &str) -> Option<Template> {
    let StartLine::Request { url, .. } = &message.start else { return None };
    let line = message.line;
    let written = &text[line.start as usize..line.end as usize];
    url.value.starts_with('/').then(|| template::parse(written, line.start as usize, line.file))
}

/// Pairs each request with the response that follows it.
pub(super) fn pair(page: &mut Page) {
    let mut open: Option<usize> = None;
    for (index, message) in
        page.messages.iter().enumerate().filter(|(_, message)| message.example && message.block() != Some("example"))
    {
        if message.role() == Some(Role::Response) {
            page.examples.push(Example { request: open.take(), response: Some(index) });
        } else if message.start != StartLine::None || open.is_none() {
            if let Some(request) = open.take() {
                page.examples.push(Example { request: Some(request), response: None });
            }
            open = Some(index);
        }
    }
    if let Some(request) = open {
        page.examples.push(Example { request: Some(request), response: None });
    }
}
