//! Scheme, host and port: who may see the token and the caller's headers.

use std::fmt;
use std::net::IpAddr;

use http::Uri;

/// The origin of a URL (RFC 6454). Two origins are equal when all three parts are, with default ports filled in and letter case ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    secure: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// The origin of an absolute `http` or `https` URL without user information.
    ///
    /// The error says what the URL lacks.
    pub(crate) fn of(url: &Uri) -> Result<Self, &'static str> {
        let secure = match url.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) => return Err("its scheme is neither https nor http"),
            None => return Err("it is not absolute"),
        };
        let authority = url.authority().ok_or("it names no host")?;
        if authority.as_str().contains('@') {
            return Err("it holds user information");
        }
        if authority.host().is_empty() {
            return Err("it names no host");
        }
        let default_port = if secure { 443 } else { 80 };
        // `host:` and `host:99999` have a colon and no port of 16 bits.
        let after_host = authority.as_str().get(authority.host().len()..).unwrap_or_default();
        let port = match after_host.strip_prefix(':') {
            Some("") | None => default_port,
            Some(digits) => digits.parse().map_err(|_| "its port is not a number below 65536")?,
        };
        Ok(Self { secure, host: authority.host().to_ascii_lowercase(), port })
    }

    /// Whether the connection is encrypted.
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }

    /// The port, also where it is not written.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        match self.address() {
            Some(address) => address.is_loopback(),
            None => self.host == "localhost",
        }
    }

    /// Whether the host is written as an address that only makes sense inside a network: loopback, private, link-local, unspecified.
    pub(crate) fn is_private(&self) -> bool {
        match self.address() {
            Some(address) => is_private(address),
            None => self.host == "localhost" || self.host.ends_with(".localhost"),
        }
    }

    fn address(&self) -> Option<IpAddr> {
        let bare = self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host);
        bare.parse().ok().map(|address: IpAddr| address.to_canonical())
    }
}

/// Addresses that the internet does not route (RFC 6890 and the registries after it), also inside IPv6 addresses that carry one of IPv4.
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [first, second, third, _] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || first == 0
                || first >= 240
                // Shared between providers and their customers (RFC 6598), IETF protocols, benchmarks.
                || (first == 100 && second & 0xC0 == 64)
                || (first == 192 && second == 0 && third == 0)
                || (first == 198 && second & 0xFE == 18)
        }
        IpAddr::V6(v6) => {
            let segments = v6.segments();
            let embedded = |high: u16, low: u16| {
                let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
                is_private(IpAddr::from([a, b, c, d]))
            };
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6.is_multicast()
                // 6to4 (RFC 3056) and NAT64 (RFC 6052).
                || (segments[0] == 0x2002 && embedded(segments[1], segments[2]))
                || (segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0] && embedded(segments[6], segments[7]))
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(out, "{scheme}://{}", self.host)?;
        if self.port == if self.secure { 443 } else { 80 } { Ok(()) } else { write!(out, ":{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_compared_by_scheme_host_and_port() {
        let shown: Vec<String> = [
            "https://Graph.Example.com/v1.0",
            "https://graph.example.com:443",
            "https://graph.example.com:",
            "http://graph.example.com",
            "https://graph.example.com:8443",
            "https://graph.example.com.",
            "https://user@graph.example.com",
            "https://graph.example.com:70000",
            "ftp://graph.example.com",
            "/relative",
            "http://[::1]:8080/",
        ]
        .iter()
        .map(|text| match text.parse::<Uri>() {
            Ok(url) => Origin::of(&url).map_or_else(str::to_owned, |origin| origin.to_string()),
            Err(error) => error.to_string(),
        })
        .collect();
        expect_test::expect![[r#"
            https://graph.example.com
            https://graph.example.com
            https://graph.example.com
            http://graph.example.com
            https://graph.example.com:8443
            https://graph.example.com.
            it holds user information
            its port is not a number below 65536
            its scheme is neither https nor http
            it is not absolute
            http://[::1]:8080"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn private_addresses_are_known_in_every_spelling() {
        let private = [
            "127.0.0.1",
            "localhost",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "[::1]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "100.64.1.1",
            "0.0.0.0",
            "224.0.0.1",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:7f00:1::]",
        ];
        let public = ["8.8.8.8", "example.com", "[2001:db8::1]"];
        let is_private = |host: &&str| Origin::of(&format!("https://{host}/").parse().unwrap()).unwrap().is_private();
        assert!(private.iter().all(is_private));
        assert!(!public.iter().any(is_private));
    }
}
