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

/// A template with empty braces, in small letters: how keys are called is a matter of taste.
fn normal(request: &str) -> String {
    let mut normal = String::with_capacity(request.len());
    let mut depth = 0_u32;
    for ch in request.chars() {
        match ch {
            '{' => {
                depth += 1;
                normal.push('{');
            }
            '}' => {
                depth = depth.saturating_sub(1);
                normal.push('}');
            }
            ch if depth == 0 => normal.extend(ch.to_lowercase()),
            _ => {}
        }
    }
    normal
}
