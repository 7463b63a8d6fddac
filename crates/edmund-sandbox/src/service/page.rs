//! Server-driven paging (OData Protocol 4.01, section 11.2.6.7): opaque tokens that only this service can make.

use crate::{Refusal, hash};

/// Where the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The cursor of the first item, or its position when the items are ordered.
    pub(super) position: u64,
    /// How many items earlier pages held: `$top` counts them.
    pub(super) sent: u64,
}

impl Token {
    /// As text. The text of `scope` (path and options) is bound in, so that a link changed on the way is refused.
    pub(super) fn write(self, seed: u64, scope: &str) -> String {
        format!("{:x}-{:x}-{:016x}", self.position, self.sent, self.check(seed, scope))
    }

    /// From the text that [`Token::write`] made for the same scope.
    pub(super) fn read(text: &str, seed: u64, scope: &str) -> Result<Token, Refusal> {
        let refusal = || {
            Refusal::bad_request(
                "`$skiptoken` is not one of this service, or the link was changed: follow `@odata.nextLink` as it is",
            )
            .with_target("$skiptoken")
        };
        let mut parts = text.split('-').map(|part| u64::from_str_radix(part, 16).ok());
        let (Some(Some(position)), Some(Some(sent)), Some(Some(check)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(refusal());
        };
        let token = Token { position, sent };
        if token.check(seed, scope) == check { Ok(token) } else { Err(refusal()) }
    }

    fn check(self, seed: u64, scope: &str) -> u64 {
        hash::text(hash::mix(seed ^ self.position) ^ self.sent, scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_valid_where_they_were_made() {
        let token = Token { position: 1 << 48, sent: 20 };
        let text = token.write(7, "users $filter");
        assert_eq!(Token::read(&text, 7, "users $filter"), Ok(token));
        for (text, seed, scope) in
            [(text.as_str(), 8, "users $filter"), (&text, 7, "users"), ("1-2-3", 7, "users $filter"), ("é", 7, "")]
        {
            assert!(Token::read(text, seed, scope).is_err(), "{text} {seed} {scope}");
        }
    }
}
