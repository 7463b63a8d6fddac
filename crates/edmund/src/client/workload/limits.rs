//! The limits that a service documents, as a data file.

use std::time::Duration;

use serde_json::{Map, Value};

use super::pattern::Pattern;

/// What a service documents about how much it bears, workload by workload, as a JSON file says it.
///
/// ```json
/// { "workloads": [
///     { "name": "reports", "paths": ["/reports", "GET /auditLogs"], "limits": [{ "requests": 5, "seconds": 10 }] },
///     { "name": "mail", "paths": ["/users/*/messages"], "each": "key", "concurrent": 4 }
/// ] }
/// ```
///
/// A workload has the requests whose path begins with one of its `paths`, of one method if there is one before it. `*` stands for one segment,
/// `get*` for one that begins so, and `/` for every request; of several workloads the one with the longest path counts. Its `limits` all
/// hold; `concurrent` says how many requests may run at once. `each` says what the limits are counted for: the `"workload"`, unless it says
/// `"request"` (each path by itself) or `"key"` (what stands in place of the stars of its path). `source` says where that is documented.
///
/// Whatever the file says, a client with limits also adapts how many requests of a workload run at once: 4 at first, one more after every 50
/// successes up to 16, half as many when the service throttles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    pub(super) workloads: Vec<Workload>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Workload {
    pub(super) name: String,
    pub(super) paths: Vec<Pattern>,
    pub(super) each: Each,
    pub(super) limits: Vec<Limit>,
    pub(super) concurrent: Option<u32>,
}

/// What the limits of a workload are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Each {
    Workload,
    Request,
    Key,
}

/// So many requests in so much time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    pub(super) requests: u32,
    pub(super) length: Duration,
}

/// Why a file of limits cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitsError {
    /// The text is not JSON.
    #[error("the limits are not JSON: {0}")]
    Syntax(String),
    /// A value is missing, or another one than it has to be.
    #[error("the limits at {place}: {problem}")]
    Value {
        /// The path to the value, such as `workloads[2].limits[0].seconds`.
        place: String,
        /// What has to stand there.
        problem: String,
    },
}

impl Limits {
    /// No documented limit; only how many requests run at once is adapted.
    pub fn adaptive() -> Self {
        Self::default()
    }

    /// Reads a file of limits.
    ///
    /// # Errors
    /// The text is not JSON, or says something else than limits: with the place in the text or in the document.
    pub fn parse(json: &str) -> Result<Self, LimitsError> {
        let document: Value = serde_json::from_str(json).map_err(|error| LimitsError::Syntax(error.to_string()))?;
        let root = Node { place: String::new(), value: &document };
        let root = root.object(&["source", "workloads"])?;
        let workloads = root.required("workloads")?.items()?.iter().map(workload).collect::<Result<_, _>>()?;
        Ok(Self { workloads })
    }
}

fn workload(node: &Node<'_>) -> Result<Workload, LimitsError> {
    let object = node.object(&["name", "source", "paths", "each", "limits", "concurrent"])?;
    let paths = object.required("paths")?.items()?;
    let pattern = |node: &Node<'_>| Pattern::parse(node.text()?).map_err(|problem| node.wrong(&problem));
    let each = match object.optional("each") {
        None => Each::Workload,
        Some(node) => match node.text()? {
            "workload" => Each::Workload,
            "request" => Each::Request,
            "key" => Each::Key,
            _ => return Err(node.wrong("expected \"workload\", \"request\" or \"key\"")),
        },
    };
    let limits = object.optional("limits").map_or_else(|| Ok(Vec::new()), |node| node.items())?;
    Ok(Workload {
        name: object.required("name")?.text()?.to_owned(),
        paths: paths.iter().map(pattern).collect::<Result<_, _>>()?,
        each,
        limits: limits.iter().map(limit).collect::<Result<_, _>>()?,
        concurrent: object.optional("concurrent").map(|node| node.count()).transpose()?,
    })
}

fn limit(node: &Node<'_>) -> Result<Limit, LimitsError> {
    let object = node.object(&["requests", "seconds"])?;
    let seconds = object.required("seconds")?;
    let length = seconds.value.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let length = length.filter(|length| !length.is_zero()).ok_or_else(|| seconds.wrong("expected a number above 0"))?;
    Ok(Limit { requests: object.required("requests")?.count()?, length })
}

/// A value and where it stands.
struct Node<'a> {
    place: String,
    value: &'a Value,
}

struct Object<'a> {
    place: String,
    members: &'a Map<String, Value>,
}

impl<'a> Node<'a> {
    fn wrong(&self, problem: &str) -> LimitsError {
        let place = if self.place.is_empty() { "the top".to_owned() } else { self.place.clone() };
        LimitsError::Value { place, problem: problem.to_owned() }
    }

    /// An object with no other members than these: a misspelt one must not go unnoticed.
    fn object(&self, members: &[&str]) -> Result<Object<'a>, LimitsError> {
        let object = self.value.as_object().ok_or_else(|| self.wrong("expected an object"))?;
        match object.keys().find(|name| !members.contains(&name.as_str())) {
            Some(unknown) => Err(self.wrong(&format!("{unknown:?} is not known here; there can be {}", members.join(", ")))),
            None => Ok(Object { place: self.place.clone(), members: object }),
        }
    }

    fn items(&self) -> Result<Vec<Node<'a>>, LimitsError> {
        let items = self.value.as_array().ok_or_else(|| self.wrong("expected an array"))?;
        let node = |(index, value)| Node { place: format!("{}[{index}]", self.place), value };
        Ok(items.iter().enumerate().map(node).collect())
    }

    fn text(&self) -> Result<&'a str, LimitsError> {
        self.value.as_str().ok_or_else(|| self.wrong("expected a string"))
    }

    fn count(&self) -> Result<u32, LimitsError> {
        let count = self.value.as_u64().and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0);
        count.ok_or_else(|| self.wrong("expected a whole number above 0"))
    }
}

impl<'a> Object<'a> {
    fn optional(&self, name: &str) -> Option<Node<'a>> {
        let dot = if self.place.is_empty() { "" } else { "." };
        Some(Node { place: format!("{}{dot}{name}", self.place), value: self.members.get(name)? })
    }

    fn required(&self, name: &str) -> Result<Node<'a>, LimitsError> {
        let object = || if self.place.is_empty() { "the top".to_owned() } else { self.place.clone() };
        let missing = || LimitsError::Value { place: object(), problem: format!("{name:?} is missing") };
        self.optional(name).ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn mistakes_are_named_with_their_place() {
        let shown: Vec<String> = [
            "{\n  \"workloads\": [,]",
            "[]",
            "{}",
            r#"{"workload": []}"#,
            r#"{"workloads": [{"name": "a"}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["reports"]}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["/r"], "each": "user"}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["/r"], "limits": [{"requests": 0, "seconds": 1}]}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["/r"], "limits": [{"requests": 1, "seconds": -1}]}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["/r"], "limits": [{"requests": 1, "minutes": 1}]}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["/r"], "concurrent": 99999999999}]}"#,
            r#"{"workloads": [{"name": "a", "paths": ["/r"]}]}"#,
        ]
        .iter()
        .map(|text| Limits::parse(text).map_or_else(|error| error.to_string(), |_| "fine".to_owned()))
        .collect();
        expect![[r#"
            the limits are not JSON: expected value at line 2 column 17
            the limits at the top: expected an object
            the limits at the top: "workloads" is missing
            the limits at the top: "workload" is not known here; there can be source, workloads
            the limits at workloads[0]: "paths" is missing
            the limits at workloads[0].paths[0]: expected a path that begins with /, after a method if there is one
            the limits at workloads[0].each: expected "workload", "request" or "key"
            the limits at workloads[0].limits[0].requests: expected a whole number above 0
            the limits at workloads[0].limits[0].seconds: expected a number above 0
            the limits at workloads[0].limits[0]: "minutes" is not known here; there can be requests, seconds
            the limits at workloads[0].concurrent: expected a whole number above 0
            fine"#]]
        .assert_eq(&shown.join("\n"));
    }
}
