//! Which requests a path in a file of limits means.

/// A method, or any, and the segments that a path begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    method: Option<String>,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Name(String),
    /// Any segment that begins so.
    Beginning(String),
}

impl Pattern {
    /// Reads `/users/*/messages` or `GET /users`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (method, path) = match text.split_once(' ') {
            Some((method, path)) => (Some(method.to_owned()), path),
            None => (None, text),
        };
        let path = path.strip_prefix('/').ok_or("expected a path that begins with /, after a method if there is one")?;
        let segments = segments(path).map(|segment| match segment.strip_suffix('*') {
            Some(beginning) => Segment::Beginning(beginning.to_owned()),
            None => Segment::Name(segment.to_owned()),
        });
        Ok(Self { method, segments: segments.collect() })
    }

    /// Whether the request, by method and path template, is meant; how many segments say so.
    pub(super) fn matches(&self, method: &str, template: &str) -> Option<usize> {
        if self.method.as_deref().is_some_and(|own| own != method) {
            return None;
        }
        let mut path = segments(template);
        let all = self.segments.iter().all(|segment| path.next().is_some_and(|found| segment.matches(found)));
        all.then_some(self.segments.len())
    }
}

impl Segment {
    /// Letter case is ignored, as services do; the arguments of a function do not count.
    fn matches(&self, found: &str) -> bool {
        let name = found.split('(').next().unwrap_or(found);
        match self {
            Self::Name(own) => own.eq_ignore_ascii_case(name),
            Self::Beginning(own) => name.get(..own.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(own)),
        }
    }
}

/// The segments of a path; empty ones are left out.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_whole_segments() {
        let matches = |pattern: &str, template: &str| Pattern::parse(pattern).unwrap().matches("GET", template);
        assert_eq!(matches("/", "/users"), Some(0));
        assert_eq!(matches("/reports", "/reports/authenticationMethods"), Some(1));
        assert_eq!(matches("/reports", "/reportsArchive"), None);
        assert_eq!(matches("/Users/*/messages", "/users/{key}/messages/{key}"), Some(3));
        assert_eq!(matches("/users/*/messages", "/users/{key}"), None);
        assert_eq!(matches("/reports/get*", "/reports/getTeamsUserCounts(period={period})"), Some(2));
        assert_eq!(matches("/users", "/users({key})"), Some(1));
        assert_eq!(matches("GET /users", "/users"), Some(1));
        assert_eq!(matches("POST /users", "/users"), None);
        assert!(Pattern::parse("users").is_err());
    }
}
