//! Which hosts a client goes to, and what it takes along: the origin rule, decided for every hop from its URL alone.

use http::Uri;

use super::Origin;
use crate::error::PolicyViolation;

/// The origins a client belongs to, and what else it may visit.
#[derive(Debug)]
pub(crate) struct Trust {
    /// The origin of the base URL, and those that the caller trusts as much.
    own: Vec<Origin>,
    insecure: Insecure,
}

/// Whether `http` may lead to other machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insecure {
    Refused,
    Allowed,
}

/// Where a URL comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The base URL with a path, or a link that was checked when it was taken.
    Request,
    /// To the next page.
    Next,
    /// To what has changed since.
    Delta,
    /// Saved by an earlier run.
    Checkpoint,
    /// The `Location` of a redirect of a request that changes nothing.
    Redirect,
    /// The `Location` of a redirect of a request that changes something.
    ChangeRedirect,
    /// Where a file is sent to. Such URLs carry their own authorization, and refuse another.
    Upload,
    /// Where a long operation is watched.
    Monitor,
}

/// What goes along to a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// The token, the caller's headers, everything.
    Everything,
    /// Only what says how an answer is read.
    Nothing,
}

impl Link {
    /// What errors call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "the URL of the request",
            Self::Next => "the next link",
            Self::Delta => "the delta link",
            Self::Checkpoint => "the link that was saved",
            Self::Redirect | Self::ChangeRedirect => "the target of a redirect",
            Self::Upload => "the URL for the upload",
            Self::Monitor => "the URL of the operation's state",
        }
    }
}

impl Trust {
    pub(crate) fn new(base: Origin, others: Vec<Origin>, insecure: Insecure) -> Self {
        Self { own: [vec![base], others].concat(), insecure }
    }

    /// Whether the token and the caller's headers may go to `origin`.
    pub(crate) fn owns(&self, origin: &Origin) -> bool {
        self.own.contains(origin)
    }

    /// What goes along to `url`, if anything may go there at all.
    pub(crate) fn admit(&self, link: Link, url: &Uri) -> Result<Company, PolicyViolation> {
        let invalid = |reason: &str| PolicyViolation::InvalidUrl { what: link.name(), reason: reason.to_owned() };
        let origin = Origin::of(url).map_err(invalid)?;
        let is_own = self.owns(&origin);
        match link {
            Link::Upload if is_own => return Ok(Company::Nothing),
            _ if is_own => return Ok(Company::Everything),
            Link::Request | Link::Next | Link::Delta | Link::Checkpoint => {
                return Err(PolicyViolation::ForeignLink { what: link.name(), origin: origin.to_string() });
            }
            Link::ChangeRedirect => return Err(PolicyViolation::ForeignRedirect { origin: origin.to_string() }),
            Link::Redirect | Link::Upload | Link::Monitor => {}
        }
        self.visit(&origin)
    }

    /// A foreign host may be visited without anything, over TLS at its usual port, and not inside a network that the service is not in.
    fn visit(&self, origin: &Origin) -> Result<Company, PolicyViolation> {
        let named = origin.to_string();
        if !self.is_private() && origin.is_private() {
            return Err(PolicyViolation::PrivateAddress { origin: named });
        }
        if !origin.is_secure() && !origin.is_loopback() && self.insecure == Insecure::Refused {
            return Err(PolicyViolation::InsecureUrl { origin: named });
        }
        if !self.is_private() && self.insecure == Insecure::Refused && origin.port() != 443 {
            return Err(PolicyViolation::UnusualPort { origin: named });
        }
        Ok(Company::Nothing)
    }

    /// Whether the service itself is inside a private network: then its links may lead there.
    pub(crate) fn is_private(&self) -> bool {
        self.own.first().is_some_and(Origin::is_private)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect;

    use super::*;

    const LINKS: [(&str, Link); 7] = [
        ("nextLink", Link::Next),
        ("deltaLink", Link::Delta),
        ("checkpoint", Link::Checkpoint),
        ("Location 301 302 303 307 308, reading", Link::Redirect),
        ("Location 301 302 307 308, changing", Link::ChangeRedirect),
        ("uploadUrl", Link::Upload),
        ("monitor", Link::Monitor),
    ];

    const URLS: [(&str, &str); 16] = [
        ("same", "https://service.test/v2/x"),
        ("same, port written", "https://service.test:443/v2/x"),
        ("other case", "https://SERVICE.Test/v2/x"),
        ("other port", "https://service.test:8443/v2/x"),
        ("other scheme", "http://service.test/v2/x"),
        ("other scheme, same port", "http://service.test:443/v2/x"),
        ("subdomain", "https://files.service.test/v2/x"),
        ("longer name", "https://service.test.evil.example/v2/x"),
        ("userinfo", "https://service.test@evil.example/v2/x"),
        ("punycode", "https://xn--srvice-bya.test/v2/x"),
        ("trailing dot", "https://service.test./v2/x"),
        ("IPv6", "https://[2001:db8::1]/v2/x"),
        ("IPv6 loopback", "https://[::1]/v2/x"),
        ("metadata service", "https://169.254.169.254/latest"),
        ("other scheme at all", "ftp://service.test/v2/x"),
        ("trusted", "https://files.trusted.test/x"),
    ];

    fn table(trust: &Trust) -> String {
        let mut shown = String::new();
        for (name, url) in URLS {
            let url: Uri = url.parse().unwrap();
            writeln!(shown, "{name}: {url}").unwrap();
            for (link, kind) in LINKS {
                match trust.admit(kind, &url) {
                    Ok(company) => writeln!(shown, "    {link}: goes, with {company:?}").unwrap(),
                    Err(violation) => writeln!(shown, "    {link}: refused, {violation}").unwrap(),
                }
            }
        }
        shown
    }

    fn origin(url: &str) -> Origin {
        Origin::of(&url.parse().unwrap()).unwrap()
    }

    #[test]
    fn every_link_to_every_kind_of_origin() {
        let trusted = vec![origin("https://files.trusted.test")];
        let trust = Trust::new(origin("https://service.test/v1"), trusted, Insecure::Refused);
        expect![[r#"
            same: https://service.test/v2/x
                nextLink: goes, with Everything
                deltaLink: goes, with Everything
                checkpoint: goes, with Everything
                Location 301 302 303 307 308, reading: goes, with Everything
                Location 301 302 307 308, changing: goes, with Everything
                uploadUrl: goes, with Nothing
                monitor: goes, with Everything
            same, port written: https://service.test:443/v2/x
                nextLink: goes, with Everything
                deltaLink: goes, with Everything
                checkpoint: goes, with Everything
                Location 301 302 303 307 308, reading: goes, with Everything
                Location 301 302 307 308, changing: goes, with Everything
                uploadUrl: goes, with Nothing
                monitor: goes, with Everything
            other case: https://SERVICE.Test/v2/x
                nextLink: goes, with Everything
                deltaLink: goes, with Everything
                checkpoint: goes, with Everything
                Location 301 302 303 307 308, reading: goes, with Everything
                Location 301 302 307 308, changing: goes, with Everything
                uploadUrl: goes, with Nothing
                monitor: goes, with Everything
            other port: https://service.test:8443/v2/x
                nextLink: refused, the next link leads to https://service.test:8443, not to the origin of this client
                deltaLink: refused, the delta link leads to https://service.test:8443, not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://service.test:8443, not to the origin of this client
                Location 301 302 303 307 308, reading: refused, the service leads to https://service.test:8443, another origin at a port of its own
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://service.test:8443, not to the origin of this client
                uploadUrl: refused, the service leads to https://service.test:8443, another origin at a port of its own
                monitor: refused, the service leads to https://service.test:8443, another origin at a port of its own
            other scheme: http://service.test/v2/x
                nextLink: refused, the next link leads to http://service.test, not to the origin of this client
                deltaLink: refused, the delta link leads to http://service.test, not to the origin of this client
                checkpoint: refused, the link that was saved leads to http://service.test, not to the origin of this client
                Location 301 302 303 307 308, reading: refused, refused to use http with http://service.test: use https, or allow it with ClientBuilder::allow_insecure_http
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to http://service.test, not to the origin of this client
                uploadUrl: refused, refused to use http with http://service.test: use https, or allow it with ClientBuilder::allow_insecure_http
                monitor: refused, refused to use http with http://service.test: use https, or allow it with ClientBuilder::allow_insecure_http
            other scheme, same port: http://service.test:443/v2/x
                nextLink: refused, the next link leads to http://service.test:443, not to the origin of this client
                deltaLink: refused, the delta link leads to http://service.test:443, not to the origin of this client
                checkpoint: refused, the link that was saved leads to http://service.test:443, not to the origin of this client
                Location 301 302 303 307 308, reading: refused, refused to use http with http://service.test:443: use https, or allow it with ClientBuilder::allow_insecure_http
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to http://service.test:443, not to the origin of this client
                uploadUrl: refused, refused to use http with http://service.test:443: use https, or allow it with ClientBuilder::allow_insecure_http
                monitor: refused, refused to use http with http://service.test:443: use https, or allow it with ClientBuilder::allow_insecure_http
            subdomain: https://files.service.test/v2/x
                nextLink: refused, the next link leads to https://files.service.test, not to the origin of this client
                deltaLink: refused, the delta link leads to https://files.service.test, not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://files.service.test, not to the origin of this client
                Location 301 302 303 307 308, reading: goes, with Nothing
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://files.service.test, not to the origin of this client
                uploadUrl: goes, with Nothing
                monitor: goes, with Nothing
            longer name: https://service.test.evil.example/v2/x
                nextLink: refused, the next link leads to https://service.test.evil.example, not to the origin of this client
                deltaLink: refused, the delta link leads to https://service.test.evil.example, not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://service.test.evil.example, not to the origin of this client
                Location 301 302 303 307 308, reading: goes, with Nothing
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://service.test.evil.example, not to the origin of this client
                uploadUrl: goes, with Nothing
                monitor: goes, with Nothing
            userinfo: https://service.test@evil.example/v2/x
                nextLink: refused, the next link is not a usable URL: it holds user information
                deltaLink: refused, the delta link is not a usable URL: it holds user information
                checkpoint: refused, the link that was saved is not a usable URL: it holds user information
                Location 301 302 303 307 308, reading: refused, the target of a redirect is not a usable URL: it holds user information
                Location 301 302 307 308, changing: refused, the target of a redirect is not a usable URL: it holds user information
                uploadUrl: refused, the URL for the upload is not a usable URL: it holds user information
                monitor: refused, the URL of the operation's state is not a usable URL: it holds user information
            punycode: https://xn--srvice-bya.test/v2/x
                nextLink: refused, the next link leads to https://xn--srvice-bya.test, not to the origin of this client
                deltaLink: refused, the delta link leads to https://xn--srvice-bya.test, not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://xn--srvice-bya.test, not to the origin of this client
                Location 301 302 303 307 308, reading: goes, with Nothing
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://xn--srvice-bya.test, not to the origin of this client
                uploadUrl: goes, with Nothing
                monitor: goes, with Nothing
            trailing dot: https://service.test./v2/x
                nextLink: refused, the next link leads to https://service.test., not to the origin of this client
                deltaLink: refused, the delta link leads to https://service.test., not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://service.test., not to the origin of this client
                Location 301 302 303 307 308, reading: goes, with Nothing
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://service.test., not to the origin of this client
                uploadUrl: goes, with Nothing
                monitor: goes, with Nothing
            IPv6: https://[2001:db8::1]/v2/x
                nextLink: refused, the next link leads to https://[2001:db8::1], not to the origin of this client
                deltaLink: refused, the delta link leads to https://[2001:db8::1], not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://[2001:db8::1], not to the origin of this client
                Location 301 302 303 307 308, reading: goes, with Nothing
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://[2001:db8::1], not to the origin of this client
                uploadUrl: goes, with Nothing
                monitor: goes, with Nothing
            IPv6 loopback: https://[::1]/v2/x
                nextLink: refused, the next link leads to https://[::1], not to the origin of this client
                deltaLink: refused, the delta link leads to https://[::1], not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://[::1], not to the origin of this client
                Location 301 302 303 307 308, reading: refused, the service redirects to the private address https://[::1]
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://[::1], not to the origin of this client
                uploadUrl: refused, the service redirects to the private address https://[::1]
                monitor: refused, the service redirects to the private address https://[::1]
            metadata service: https://169.254.169.254/latest
                nextLink: refused, the next link leads to https://169.254.169.254, not to the origin of this client
                deltaLink: refused, the delta link leads to https://169.254.169.254, not to the origin of this client
                checkpoint: refused, the link that was saved leads to https://169.254.169.254, not to the origin of this client
                Location 301 302 303 307 308, reading: refused, the service redirects to the private address https://169.254.169.254
                Location 301 302 307 308, changing: refused, the service redirects a request with a body to https://169.254.169.254, not to the origin of this client
                uploadUrl: refused, the service redirects to the private address https://169.254.169.254
                monitor: refused, the service redirects to the private address https://169.254.169.254
            other scheme at all: ftp://service.test/v2/x
                nextLink: refused, the next link is not a usable URL: its scheme is neither https nor http
                deltaLink: refused, the delta link is not a usable URL: its scheme is neither https nor http
                checkpoint: refused, the link that was saved is not a usable URL: its scheme is neither https nor http
                Location 301 302 303 307 308, reading: refused, the target of a redirect is not a usable URL: its scheme is neither https nor http
                Location 301 302 307 308, changing: refused, the target of a redirect is not a usable URL: its scheme is neither https nor http
                uploadUrl: refused, the URL for the upload is not a usable URL: its scheme is neither https nor http
                monitor: refused, the URL of the operation's state is not a usable URL: its scheme is neither https nor http
            trusted: https://files.trusted.test/x
                nextLink: goes, with Everything
                deltaLink: goes, with Everything
                checkpoint: goes, with Everything
                Location 301 302 303 307 308, reading: goes, with Everything
                Location 301 302 307 308, changing: goes, with Everything
                uploadUrl: goes, with Nothing
                monitor: goes, with Everything
        "#]].assert_eq(&table(&trust));
    }

    #[test]
    fn a_service_on_this_machine_may_lead_into_its_network() {
        let trust = Trust::new(origin("http://127.0.0.1:8080"), Vec::new(), Insecure::Refused);
        let goes = |url: &str| trust.admit(Link::Redirect, &url.parse().unwrap());
        assert_eq!(goes("http://127.0.0.1:8081/x"), Ok(Company::Nothing));
        assert_eq!(goes("https://10.0.0.1:8443/x"), Ok(Company::Nothing));
        assert!(goes("http://files.test/x").is_err());
        assert_eq!(trust.admit(Link::Next, &"http://127.0.0.1:8080/x".parse().unwrap()), Ok(Company::Everything));
        assert!(trust.admit(Link::Next, &"http://localhost:8080/x".parse().unwrap()).is_err(), "another name is another origin");
    }

    #[test]
    fn no_change_is_led_to_where_it_was_not_sent() {
        let trust = Trust::new(origin("https://service.test"), Vec::new(), Insecure::Allowed);
        for (_, url) in URLS {
            let admitted = trust.admit(Link::ChangeRedirect, &url.parse().unwrap());
            assert!(matches!(admitted, Ok(Company::Everything) | Err(_)), "{url}");
        }
    }
}
