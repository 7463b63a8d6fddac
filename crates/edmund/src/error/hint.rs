//! What most likely helps against an error that a service reports.

use std::collections::BTreeMap;

use super::ServiceError;

/// A table of hints: what a schema, its documentation and experience say about errors. A crate of generated code gives one for its service.
///
/// ```
/// let hints = edmund::Hints::new()
///     .code("Request_UnsupportedQuery", "needs the header ConsistencyLevel: eventual and count()")
///     .permission("GET /auditLogs/signIns", "AuditLog.Read.All")
///     .denied_by("Authorization_RequestDenied");
/// # drop(hints);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    codes: BTreeMap<String, String>,
    permissions: BTreeMap<String, String>,
    denials: Vec<String>,
}

impl Hints {
    /// No hints.
    pub fn new() -> Self {
        Self::default()
    }

    /// The least permissions of requests, as generated code lists them; see [`permission`](Self::permission).
    pub fn of_permissions(permissions: &[(&str, &str)]) -> Self {
        permissions.iter().fold(Self::new(), |hints, (request, least)| hints.permission(request, *least))
    }

    /// What helps against errors of this code, or with this code inside them.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>, hint: impl Into<String>) -> Self {
        self.codes.insert(code.into(), hint.into());
        self
    }

    /// The least permission that a request needs, by method and path template: `GET /users/{key}`. What stands in the braces does not count.
    #[must_use]
    pub fn permission(mut self, request: &str, least: impl Into<String>) -> Self {
        self.permissions.insert(normal(request), least.into());
        self
    }

    /// The code by which the service says that a permission is missing. Every answer with status 403 that has another code, and no hint for
    /// it, is taken so as well.
    #[must_use]
    pub fn denied_by(mut self, code: impl Into<String>) -> Self {
        self.denials.push(code.into());
        self
    }

    /// What most likely helps against this error.
    pub(crate) fn find(&self, error: &ServiceError) -> Option<String> {
        // The innermost code says most.
        let by_code = error.codes().into_iter().rev().find_map(|code| self.codes.get(code)).cloned();
        by_code.or_else(|| {
            let is_denied = error.status == http::StatusCode::FORBIDDEN || self.denials.iter().any(|code| error.is(code));
            let least = self.permissions.get(&normal(&error.request)).filter(|_| is_denied)?;
            Some(format!("the least permission for this request is {least}"))
        })
    }
}

/// A request as documentation and generated code agree on it: in small letters, with empty braces for keys and arguments, without namespaces
/// and without the parentheses around a key.
fn normal(request: &str) -> String {
    let segments: Vec<String> = without_arguments(request).split('/').map(segment).collect();
    segments.join("/")
}

fn segment(segment: &str) -> String {
    let (name, arguments) = segment.split_at(segment.find('(').unwrap_or(segment.len()));
    let name = name.rsplit('.').next().unwrap_or(name);
    match arguments {
        "" | "()" => name.to_owned(),
        "({})" => format!("{name}/{{}}"),
        arguments => format!("{name}{arguments}"),
    }
}

/// Empties braces, and takes quotes away.
fn without_arguments(request: &str) -> String {
    let mut kept = String::with_capacity(request.len());
    let mut depth = 0_u32;
    for ch in request.chars() {
        match ch {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '\'' => continue,
            _ if depth > 0 => continue,
            _ => {}
        }
        kept.extend(ch.to_lowercase());
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_generated_code_mean_the_same_request() {
        for (page, ours) in [
            ("GET /users/{id | userPrincipalName}", "GET /users/{key}"),
            ("GET /users/{id}", "GET /Users({key})"),
            ("GET /reports/getCounts(period='{period_value}')", "GET /reports/getCounts(period={period})"),
            ("POST /users/{id}/assignLicense", "POST /users/{key}/microsoft.graph.assignLicense"),
            ("GET /groups/{id}/members/microsoft.graph.user", "GET /groups/{key}/members/microsoft.graph.user"),
            ("GET /reports/byFeature", "GET /reports/microsoft.graph.byFeature()"),
        ] {
            assert_eq!(normal(page), normal(ours));
        }
        assert_ne!(normal("GET /users/{id}"), normal("GET /users"));
        assert_ne!(normal("GET /users"), normal("POST /users"));
        assert_eq!(normal("}{'(("), "}{", "whatever it is, it is read");
    }
}
