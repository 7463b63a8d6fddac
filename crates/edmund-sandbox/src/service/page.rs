//! Server-driven paging (OData Protocol 4.01, section 11.2.6.7): opaque tokens that only this service can make.

use crate::{Refusal, hash};

/// Where the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The cursor of the first item, or its position when the items are ordered; among changes the version of the last one told.
    pub(super) position: u64,
    /// How many items earlier pages held: `$top` counts them.
    pub(super) sent: u64,
    pub(super) tracking: Tracking,
}

/// Whether the changes of what is read are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tracking {
    /// They are not.
    Untracked,
    /// They will be, from this version of the store on.
    From(u64),
    /// It is changes that are read.
    Changes,
}

impl Tracking {
    /// As a number in a token.
    fn number(self) -> u64 {
        match self {
            Self::Untracked => 0,
            Self::Changes => 1,
            Self::From(version) => version.saturating_add(2),
        }
    }

    fn of(number: u64) -> Self {
        match number.checked_sub(2) {
            Some(version) => Self::From(version),
            None if number == 1 => Self::Changes,
            None => Self::Untracked,
        }
    }
}

impl Token {
    /// The changes behind a version of the store.
    pub(super) fn changes(version: u64) -> Self {
        Self { position: version, sent: 0, tracking: Tracking::Changes }
    }

    /// As text. The text of `scope` (path and options) is bound in, so that a link changed on the way is refused.
    pub(super) fn write(self, seed: u64, scope: &str) -> String {
        let tracking = self.tracking.number();
        format!("{:x}-{:x}-{tracking:x}-{:016x}", self.position, self.sent, self.check(seed, scope))
    }

    /// From the text that [`Token::write`] made for the same scope.
    pub(super) fn read(text: &str, seed: u64, scope: &str) -> Result<Token, Refusal> {
        let refusal = || {
            Refusal::bad_request("the token is not one of this service, or the link was changed: follow links as they are")
                .with_target("$skiptoken")
        };
        let mut parts = text.split('-').map(|part| u64::from_str_radix(part, 16).ok());
        let mut part = || parts.next().flatten();
        let (Some(position), Some(sent), Some(tracking), Some(check)) = (part(), part(), part(), part()) else {
            return Err(refusal());
        };
        let token = Token { position, sent, tracking: Tracking::of(tracking) };
        if token.check(seed, scope) == check { Ok(token) } else { Err(refusal()) }
    }

    fn check(self, seed: u64, scope: &str) -> u64 {
        let numbers = [self.position, self.sent, self.tracking.number()];
        hash::text(numbers.into_iter().fold(seed, |hash, number| hash::mix(hash ^ number)), scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_valid_where_they_were_made() {
        let token = Token { position: 1 << 48, sent: 20, tracking: Tracking::From(3) };
        let text = token.write(7, "users $filter");
        assert_eq!(Token::read(&text, 7, "users $filter"), Ok(token));
        for (text, seed, scope) in
            [(text.as_str(), 8, "users $filter"), (&text, 7, "users"), ("1-2-0-3", 7, "users $filter"), ("é", 7, "")]
        {
            assert!(Token::read(text, seed, scope).is_err(), "{text} {seed} {scope}");
        }
    }
}
