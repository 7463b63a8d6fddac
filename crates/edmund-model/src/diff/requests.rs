//! Requests that pages document.

use super::ChangeKind;
use super::comparison::{Comparison, Origins, Place, type_text};
use super::pairs::Pairs;
use crate::{Model, PermissionScheme, QualifiedName, Request, TypeRef};

fn place(request: &Request) -> Place {
    Place { owner: QualifiedName::default(), path: format!("{} {}", request.method.as_str(), request.template) }
}

impl Comparison<'_> {
    /// All documented requests.
    pub(super) fn requests(&mut self) {
        let (old, new) = (self.old, self.new);
        // Names of placeholders are no part of the path.
        let pairs = Pairs::new(&old.requests, &new.requests, |request| {
            format!("{:?} {} {}", request.kind, request.method.as_str(), without_placeholders(&request.template))
        });
        for (old, new) in pairs.both() {
            self.request(old, new);
        }
        for request in &pairs.removed {
            self.record(ChangeKind::RequestRemoved, &place(request), Origins::old(request.origin), "the request is gone");
        }
        for request in &pairs.added {
            self.record(ChangeKind::RequestAdded, &place(request), Origins::new(request.origin), "the request is new");
        }
    }

    fn request(&mut self, old: &Request, new: &Request) {
        let (place, origins) = (place(old), Origins::both(old.origin, new.origin));
        if !self.same_payload(old.body.as_ref(), new.body.as_ref()) {
            let message = payload_text("body", (self.old, old.body.as_ref()), (self.new, new.body.as_ref()));
            self.record(ChangeKind::RequestBody, &place, origins, message);
        }
        if !self.same_payload(old.response.as_ref(), new.response.as_ref()) {
            let message = payload_text("answer", (self.old, old.response.as_ref()), (self.new, new.response.as_ref()));
            self.record(ChangeKind::RequestResponse, &place, origins, message);
        }
        if old.status != new.status {
            let message = format!("the status of success changed from {} to {}", old.status, new.status);
            self.record(ChangeKind::RequestResponse, &place, origins, message);
        }
        if old.versioned != new.versioned {
            let (kind, message) = match new.versioned {
                true => (ChangeKind::RequirementAdded, "`If-Match` is required now"),
                false => (ChangeKind::RequirementRemoved, "`If-Match` is no longer required"),
            };
            self.record(kind, &place, origins, message);
        }
        let (before, after) = (scopes(old), scopes(new));
        self.scopes(&place, &before, &after, origins);
        self.docs(&place, &old.docs, &new.docs, origins);
    }

    fn same_payload(&self, old: Option<&TypeRef>, new: Option<&TypeRef>) -> bool {
        match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => self.same_type(old, new),
            _ => false,
        }
    }
}

fn payload_text(what: &str, old: (&Model, Option<&TypeRef>), new: (&Model, Option<&TypeRef>)) -> String {
    let text =
        |(model, ty): (&Model, Option<&TypeRef>)| ty.map_or("nothing".to_owned(), |ty| format!("`{}`", type_text(model, ty)));
    format!("the {what} changed from {} to {}", text(old), text(new))
}

fn scopes(request: &Request) -> Vec<(String, String)> {
    let name = |scheme: PermissionScheme| match scheme {
        PermissionScheme::DelegatedWork => "DelegatedWork",
        PermissionScheme::DelegatedPersonal => "DelegatedPersonal",
        PermissionScheme::Application => "Application",
    };
    let schemes = request.permissions.0.iter();
    schemes.flat_map(|(scheme, scopes)| scopes.iter().map(move |scope| (name(*scheme).to_owned(), scope.clone()))).collect()
}

fn without_placeholders(template: &str) -> String {
    let mut rest = template;
    let mut path = String::with_capacity(template.len());
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        path.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    path + rest
}
