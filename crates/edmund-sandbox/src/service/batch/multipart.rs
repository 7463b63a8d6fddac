//! Batches as `multipart/mixed` (OData Protocol 4.01, section 11.7.7): each part is a request, or a change set of requests.

use bytes::Bytes;
use http::{Method, Request, Response};

use super::mime::{self, Entity};
use super::{Answer, Exchange, Group, Part, Unit};
use crate::Refusal;
use crate::service::reply::Reply;

/// Requests of one batch.
const MAX_REQUESTS: usize = 1000;

impl Exchange<'_> {
    pub(super) fn multipart_batch(&mut self, boundary: &str, goes_on: bool) -> Result<Reply, Refusal> {
        let body = self.body.clone();
        let mut units = Vec::new();
        let mut requests = 0;
        for (number, entity) in entities(&body, boundary, "the batch")?.iter().enumerate() {
            let refuse = |reason: String| Refusal::bad_request(format!("part {}: {reason}", number + 1));
            let unit = match entity.header("content-type").and_then(mime::boundary) {
                None => Unit { parts: vec![self.embedded(entity).map_err(refuse)?], group: None },
                Some(inner) => {
                    let changes = entities(&entity.body, &inner, "the change set")?;
                    let parts = changes.iter().map(|entity| self.change(entity)).collect::<Result<_, _>>().map_err(refuse)?;
                    Unit { parts, group: Some(Group { id: None }) }
                }
            };
            requests += unit.parts.len();
            units.push(unit);
        }
        if requests > MAX_REQUESTS {
            return Err(Refusal::bad_request(format!("a batch has at most {MAX_REQUESTS} requests, not {requests}")));
        }
        let groups: Vec<bool> = units.iter().map(|unit| unit.group.is_some()).collect();
        let answers = self.carry_out(units, goes_on);
        let mut text = Vec::new();
        for (number, (is_group, answer)) in groups.into_iter().zip(&answers).enumerate() {
            write_unit(&mut text, answer, is_group, number);
        }
        text.extend_from_slice(b"--batchresponse--\r\n");
        Ok(Reply::bytes("multipart/mixed; boundary=batchresponse".to_owned(), text.into()))
    }

    /// A request of a change set: what only reads has no place there.
    fn change(&self, entity: &Entity) -> Result<Part, String> {
        let part = self.embedded(entity)?;
        if part.request.method() == Method::GET { Err("a change set has no GET".to_owned()) } else { Ok(part) }
    }

    /// The request in a part of type `application/http`.
    fn embedded(&self, entity: &Entity) -> Result<Part, String> {
        let media_type = entity.header("content-type").unwrap_or_default();
        if !media_type.trim().to_ascii_lowercase().starts_with("application/http") {
            return Err(format!("expected `Content-Type: application/http`, found `{media_type}`"));
        }
        let text = entity.body.slice(entity.body.len() - entity.body.trim_ascii_start().len()..);
        let end = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| at + 1);
        let line = std::str::from_utf8(&text[..end]).map_err(|_| "the request line is not UTF-8")?.trim();
        let (method, rest) = line.split_once(' ').ok_or_else(|| format!("`{line:.80}` is no request line"))?;
        let url = rest.rsplit_once(' ').filter(|(_, version)| version.starts_with("HTTP/")).map_or(rest, |(url, _)| url);
        let inner = mime::entity(&text.slice(end..)).ok_or("its headers cannot be read")?;
        let mut builder = Request::builder().method(method).uri(self.target(url.trim())?);
        let host = self.header("host").filter(|_| inner.header("host").is_none());
        if let Some(host) = host {
            builder = builder.header("host", host);
        }
        for (name, value) in &inner.headers {
            builder = builder.header(name, value);
        }
        // Some clients write the id inside.
        let id = entity.header("content-id").or_else(|| inner.header("content-id")).map(str::to_owned);
        let length = inner.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(inner.body.len());
        let body = inner.body.slice(..length.min(inner.body.len()));
        Ok(Part { id, depends_on: Vec::new(), request: builder.body(body).map_err(|error| error.to_string())? })
    }
}

fn entities(body: &Bytes, boundary: &str, what: &str) -> Result<Vec<Entity>, Refusal> {
    let parts = mime::parts(body, boundary)
        .ok_or_else(|| Refusal::bad_request(format!("{what} does not end with its boundary `--{boundary}--`")))?;
    let entities = parts.iter().map(mime::entity).collect::<Option<_>>();
    entities.ok_or_else(|| Refusal::bad_request(format!("{what}: the headers of a part cannot be read")))
}

/// A change set that failed has one answer: that of the request that made it fail.
fn write_unit(out: &mut Vec<u8>, answer: &Answer, is_group: bool, number: usize) {
    let failed = answer.failed.and_then(|index| answer.responses.get(index));
    match (is_group, failed) {
        (true, None) => {
            let boundary = format!("changesetresponse_{number}");
            out.extend_from_slice(
                format!("--batchresponse\r\nContent-Type: multipart/mixed; boundary={boundary}\r\n\r\n").as_bytes(),
            );
            answer.responses.iter().for_each(|(id, response)| write(out, &boundary, id.as_deref(), response));
            out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        }
        (true, Some((id, response))) => write(out, "batchresponse", id.as_deref(), response),
        (false, _) => {
            answer.responses.iter().for_each(|(id, response)| write(out, "batchresponse", id.as_deref(), response));
        }
    }
}

fn write(out: &mut Vec<u8>, boundary: &str, id: Option<&str>, response: &Response<Bytes>) {
    let mut head = format!("--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
    if let Some(id) = id {
        head += &format!("Content-ID: {id}\r\n");
    }
    let status = response.status();
    head += &format!("\r\nHTTP/1.1 {} {}\r\n", status.as_u16(), status.canonical_reason().unwrap_or_default());
    for (name, value) in response.headers() {
        head += &format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
    }
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(format!("content-length: {}\r\n\r\n", response.body().len()).as_bytes());
    out.extend_from_slice(response.body());
    out.extend_from_slice(b"\r\n");
}
