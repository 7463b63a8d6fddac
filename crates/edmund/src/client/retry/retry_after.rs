//! The header fields by which a service asks for patience.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// How long the response asks to wait, if it says so in a form that means something.
///
/// `retry-after-ms` and `x-ms-retry-after-ms` are milliseconds; `retry-after` is seconds, also with a fraction, or a date (RFC 9110,
/// 10.2.3). A date is compared with the `date` of the response, so that a wrong clock on this machine does not matter, and with `now` when
/// there is none. Negative, infinite and unreadable values count as absent.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let milliseconds = text("x-ms-retry-after-ms").or_else(|| text("retry-after-ms")).and_then(number);
    if let Some(milliseconds) = milliseconds {
        return Duration::try_from_secs_f64(milliseconds / 1000.0).ok();
    }
    let value = text("retry-after")?;
    match number(value) {
        Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        None => {
            let until = httpdate::parse_http_date(value).ok()?;
            let now = text("date").and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
            Some(until.duration_since(now).unwrap_or_default())
        }
    }
}

/// Digits with at most one dot; what Rust reads beyond that (`inf`, `1e9`, `+1`) is not in the header's grammar.
fn number(text: &str) -> Option<f64> {
    let shaped =
        text.starts_with(|ch: char| ch.is_ascii_digit()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if shaped { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn every_form_of_retry_after() {
        let forms: &[&[(&'static str, &'static str)]] = &[
            &[("retry-after", "12")],
            &[("retry-after", "0.249")],
            &[("retry-after", "0")],
            &[("retry-after", "-5")],
            &[("retry-after", "inf")],
            &[("retry-after", "1e9")],
            &[("retry-after", "99999999999999999999999999")],
            &[("retry-after", "soon")],
            &[("retry-after", "")],
            &[("retry-after", "Thu, 01 Jan 1970 00:01:40 GMT")],
            &[("retry-after", "Thu, 01 Jan 1970 00:01:40 GMT"), ("date", "Thu, 01 Jan 1970 00:01:30 GMT")],
            &[("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT"), ("date", "Sun Nov  6 08:49:30 1994")],
            &[("retry-after", "Thu, 01 Jan 1970 00:00:01 GMT"), ("date", "Thu, 01 Jan 1970 00:01:30 GMT")],
            &[("retry-after-ms", "1500"), ("retry-after", "9")],
            &[("x-ms-retry-after-ms", "250")],
            &[],
        ];
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(60);
        let shown: Vec<String> = forms
            .iter()
            .map(|form| {
                let headers = form.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
                format!("{form:?} -> {:?}", retry_after(&headers, now))
            })
            .collect();
        expect![[r#"
            [("retry-after", "12")] -> Some(12s)
            [("retry-after", "0.249")] -> Some(249ms)
            [("retry-after", "0")] -> Some(0ns)
            [("retry-after", "-5")] -> None
            [("retry-after", "inf")] -> None
            [("retry-after", "1e9")] -> None
            [("retry-after", "99999999999999999999999999")] -> None
            [("retry-after", "soon")] -> None
            [("retry-after", "")] -> None
            [("retry-after", "Thu, 01 Jan 1970 00:01:40 GMT")] -> Some(40s)
            [("retry-after", "Thu, 01 Jan 1970 00:01:40 GMT"), ("date", "Thu, 01 Jan 1970 00:01:30 GMT")] -> Some(10s)
            [("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT"), ("date", "Sun Nov  6 08:49:30 1994")] -> Some(7s)
            [("retry-after", "Thu, 01 Jan 1970 00:00:01 GMT"), ("date", "Thu, 01 Jan 1970 00:01:30 GMT")] -> Some(0ns)
            [("retry-after-ms", "1500"), ("retry-after", "9")] -> Some(1.5s)
            [("x-ms-retry-after-ms", "250")] -> Some(250ms)
            [] -> None"#]]
        .assert_eq(&shown.join("\n"));
    }
}
