//! Requests that pages document, found by method and template whatever the placeholders are called.

use std::collections::{HashMap, HashSet};

use crate::{FileId, Method, Model, Origin, RequestKind};

/// The model's requests by method and shape of the template.
pub(super) struct Documented {
    by_shape: HashMap<(Method, Sent, String), usize>,
    pages: HashSet<FileId>,
    used: HashSet<usize>,
}

/// What tells apart requests of the same method on the same path: an entity and its bytes are posted to the same collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sent {
    Bytes,
    Other,
}

impl Sent {
    fn by(kind: RequestKind) -> Sent {
        if kind == RequestKind::CreateMedia { Sent::Bytes } else { Sent::Other }
    }
}

impl Documented {
    pub(super) fn new(model: &Model) -> Documented {
        let mut by_shape = HashMap::new();
        for (index, request) in model.requests.iter().enumerate() {
            by_shape.entry((request.method, Sent::by(request.kind), shape(&request.template))).or_insert(index);
        }
        let pages = model.requests.iter().map(|request| request.origin.file).collect();
        Documented { by_shape, pages, used: HashSet::new() }
    }

    /// The documented request of this method and template, and of the same content as those of a kind.
    pub(super) fn find(&mut self, kind: RequestKind, method: Method, template: &str) -> Option<usize> {
        // Most schemas have no pages: then templates need not be taken apart.
        if self.by_shape.is_empty() {
            return None;
        }
        let found = self.by_shape.get(&(method, Sent::by(kind), shape(template))).copied();
        self.used.extend(found);
        found
    }

    /// Whether an element is known from a page that documents requests, and from nowhere else: elements keep the origin they were first seen at.
    pub(super) fn is_page(&self, origin: Origin) -> bool {
        self.pages.contains(&origin.file)
    }

    /// The requests that were never asked for.
    pub(super) fn unused(&self, model: &Model) -> Vec<usize> {
        let shapes: HashSet<&usize> = self.by_shape.values().collect();
        (0..model.requests.len()).filter(|index| shapes.contains(index) && !self.used.contains(index)).collect()
    }
}

/// A template without what differs from page to page: names of placeholders, quotes, namespaces of operations, empty parentheses and the query.
pub(super) fn shape(template: &str) -> String {
    let path = template.split('?').next().unwrap_or_default().trim_end_matches('/').trim_end_matches("()");
    let mut shape = String::with_capacity(path.len());
    for segment in path.trim_start_matches('/').split('/') {
        let segment = anonymous(segment);
        let name_end = segment.find('(').unwrap_or(segment.len());
        let name_start = segment[..name_end].rfind('.').map_or(0, |dot| dot + 1);
        shape.push('/');
        shape.push_str(&segment[name_start..]);
    }
    shape
}

fn anonymous(segment: &str) -> String {
    let mut text = String::with_capacity(segment.len());
    let mut inside = false;
    for character in segment.chars() {
        match character {
            '{' | '<' => {
                inside = true;
                text.push_str("{}");
            }
            '}' | '>' => inside = false,
            '\'' | ' ' => {}
            _ if inside => {}
            _ => text.push(character),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn shapes_forget_names_only() {
        assert_eq!(shape("/users/{id | upn}/messages/{message-id}/"), "/users/{}/messages/{}");
        assert_eq!(shape("/reports/microsoft.graph.f(period='{p}')?$top=1"), "/reports/f(period={})");
        assert_eq!(shape("/a/f()"), "/a/f");
        assert_ne!(shape("/a/{b}/$ref"), shape("/a/{b}"));
    }
}
