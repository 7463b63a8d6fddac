//! What a service demands when it refuses a token: the challenges of `WWW-Authenticate`.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// The claims that the next token must have (continuous access evaluation): JSON, which the challenge holds in Base64.
pub(crate) fn demanded_claims(headers: &HeaderMap) -> Option<String> {
    headers.get_all(WWW_AUTHENTICATE).iter().find_map(|value| {
        let parameters = bearer_parameters(value.to_str().ok()?);
        let parameter = |name: &str| parameters.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        if parameter("error").is_some_and(|error| error != "insufficient_claims") {
            return None;
        }
        let (bytes, _) = crate::edm::base64::decode(parameter("claims")?)?;
        String::from_utf8(bytes).ok().filter(|claims| !claims.is_empty())
    })
}

/// The parameters of the first `Bearer` challenge (RFC 9110, 11.6.1). What is no challenge gives none.
fn bearer_parameters(header: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut in_bearer = false;
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let end = rest.find([' ', '\t', ',', '=']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return parameters;
        }
        match after.trim_start_matches([' ', '\t']).strip_prefix('=') {
            Some(value) => {
                let (value, after) = parameter_value(value.trim_start_matches([' ', '\t']));
                if in_bearer {
                    parameters.push((name.to_owned(), value));
                }
                rest = after;
            }
            // A name without a value begins another challenge.
            None if in_bearer && !parameters.is_empty() => return parameters,
            None => {
                in_bearer = name.eq_ignore_ascii_case("bearer");
                rest = after;
            }
        }
    }
}

/// A quoted string or a token, and what follows it.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        // A value in Base64 may end in `=`.
        let end = text.find([' ', '\t', ',']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((index, ch)) = chars.next() {
        match ch {
            '"' => return (value, &quoted[index + 1..]),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            ch => value.push(ch),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn claims_are_found_in_every_form_of_challenge() {
        let claims = "eyJhY2Nlc3NfdG9rZW4iOnt9fQ==";
        let shown: Vec<String> = [
            format!(r#"Bearer realm="", error="insufficient_claims", claims="{claims}""#),
            format!(r#"bearer error=insufficient_claims,claims={claims}"#),
            format!(r#"Basic realm="a, b", Bearer authorization_uri="https://login/x=1", claims="{claims}""#),
            format!(r#"PoP nonce="1", claims="{claims}""#),
            format!(r#"Bearer realm="x", PoP claims="{claims}""#),
            format!(r#"Bearer error="invalid_token", claims="{claims}""#),
            r#"Bearer error="insufficient_claims", claims="%%%""#.to_owned(),
            r#"Bearer error="insufficient_claims", claims="_w==""#.to_owned(),
            "Bearer".to_owned(),
            "Bearer claims=".to_owned(),
            r#"Bearer claims="\"#.to_owned(),
            "=,= =".to_owned(),
            String::new(),
        ]
        .iter()
        .map(|value| format!("{:?}", demanded_claims(&[(WWW_AUTHENTICATE, value.parse().unwrap())].into_iter().collect())))
        .collect();
        expect![[r#"
            Some("{\"access_token\":{}}")
            Some("{\"access_token\":{}}")
            Some("{\"access_token\":{}}")
            None
            None
            None
            None
            None
            None
            None
            None
            None
            None"#]]
        .assert_eq(&shown.join("\n"));
    }

    proptest::proptest! {
        #[test]
        fn any_challenge_is_read(value in "[ -~\t]{0,80}") {
            demanded_claims(&[(WWW_AUTHENTICATE, value.parse().unwrap())].into_iter().collect());
        }
    }
}
