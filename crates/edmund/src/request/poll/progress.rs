//! What a look at a running operation means: decided without any input or output.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::embedded::Embedded;

/// The longest wait of our own choosing between two looks.
const MAX_DELAY: Duration = Duration::from_secs(30);

/// What came back from a look at the state of an operation.
#[derive(Debug)]
pub(super) struct Look<'a> {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<Duration>,
    pub(super) media_type: &'a str,
    /// The header `AsyncResult`: the status of the result, which is the body (OData Protocol 4.01, 8.3.1).
    pub(super) async_result: Option<&'a str>,
    /// The answer came from elsewhere: the service has sent the client on to the result.
    pub(super) led_on: bool,
    pub(super) body: &'a [u8],
}

/// What a look has shown.
#[derive(Debug, PartialEq)]
pub(super) enum Shown {
    /// It goes on; look again after this time.
    Running { wait: Duration, state: Option<String>, percent: Option<f64> },
    /// The answer to the look is the result.
    Result,
    /// The body holds the whole answer to the request, status and headers included.
    Embedded(Embedded),
    /// The body says that it is done, and where the result is.
    At(String),
    /// It has failed; the body says why, if anything does.
    Failed { state: String, error: Option<Map<String, Value>> },
}

/// The looks at one operation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// Looks so far.
    looks: u32,
}

impl Progress {
    /// The wait before the next look: as long as the service says, else 1, 2, 4 ... 30 seconds.
    pub(super) fn wait(&mut self, told: Option<Duration>) -> Duration {
        let own = Duration::from_secs(1_u64.checked_shl(self.looks).unwrap_or(u64::MAX)).min(MAX_DELAY);
        self.looks = self.looks.saturating_add(1).min(16);
        told.unwrap_or(own)
    }

    /// What a look with a status of success has shown.
    pub(super) fn on(&mut self, look: &Look<'_>) -> Shown {
        if look.media_type.starts_with("application/http") {
            return Embedded::parse(look.body).map_or(Shown::Result, Shown::Embedded);
        }
        if let Some(status) = look.async_result {
            return with_status(status, look);
        }
        if look.led_on && look.status != StatusCode::ACCEPTED {
            return Shown::Result;
        }
        let document: Option<Map<String, Value>> = serde_json::from_slice(look.body).ok();
        let state = document.as_ref().and_then(|document| document.get("status")).and_then(Value::as_str);
        match (state.map(Phase::of), document.as_ref()) {
            (Some(Phase::Running), Some(document)) => self.running(look, document),
            // A value of its own with a property of this name, unless the service says that it goes on.
            (Some(Phase::Unknown), Some(document)) if look.status == StatusCode::ACCEPTED => self.running(look, document),
            (Some(Phase::Done), Some(document)) => place(document).map_or(Shown::Result, Shown::At),
            (Some(Phase::Failed), Some(document)) => {
                let error = document.get("error").and_then(Value::as_object).cloned();
                Shown::Failed { state: state.unwrap_or_default().to_owned(), error }
            }
            (None, document) if look.status == StatusCode::ACCEPTED => {
                let empty = Map::new();
                self.running(look, document.unwrap_or(&empty))
            }
            _ => Shown::Result,
        }
    }

    fn running(&mut self, look: &Look<'_>, document: &Map<String, Value>) -> Shown {
        let percent = ["percentageComplete", "percentComplete", "progress"].iter().find_map(|name| document.get(*name)?.as_f64());
        let state = document.get("status").and_then(Value::as_str).map(str::to_owned);
        Shown::Running { wait: self.wait(look.retry_after), state, percent }
    }
}

/// The result with a status of its own.
fn with_status(status: &str, look: &Look<'_>) -> Shown {
    match status.trim().parse::<u16>().ok().and_then(|status| StatusCode::from_u16(status).ok()) {
        Some(status) => Shown::Embedded(Embedded { status, headers: http::HeaderMap::new(), body: look.body.to_vec() }),
        None => Shown::Result,
    }
}

/// Where a finished operation says that its result is.
fn place(document: &Map<String, Value>) -> Option<String> {
    let names = ["resourceLocation", "targetResourceLocation"];
    let text = names.iter().find_map(|name| document.get(*name)?.as_str())?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// What the words mean that services have for the state of an operation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Running,
    Done,
    Failed,
    Unknown,
}

impl Phase {
    fn of(state: &str) -> Self {
        match state.to_ascii_lowercase().as_str() {
            "notstarted" | "inprogress" | "running" | "waiting" | "queued" | "accepted" | "updating" | "deletepending"
            | "provisioning" | "creating" => Self::Running,
            "completed" | "succeeded" | "success" | "done" => Self::Done,
            "failed" | "deletefailed" | "canceled" | "cancelled" | "error" => Self::Failed,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::*;

    fn look(status: u16, media_type: &'static str, body: &'static str) -> Look<'static> {
        Look {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: None,
            media_type,
            async_result: None,
            led_on: false,
            body: body.as_bytes(),
        }
    }

    #[test]
    fn every_form_in_which_services_tell_of_an_operation() {
        let json = "application/json";
        let mut led_on = look(200, json, r#"{"status":"running"}"#);
        led_on.led_on = true;
        let mut told = look(202, "", "");
        told.retry_after = Some(Duration::from_secs(9));
        let mut with_header = look(200, json, r#"{"id":"a"}"#);
        with_header.async_result = Some("201");
        let looks = [
            look(202, "", ""),
            told,
            look(202, json, r#"{"status":"completed","resourceId":"1"}"#),
            look(200, json, r#"{"status":"inProgress","percentageComplete":27.5}"#),
            look(200, json, r#"{"status":"succeeded","resourceLocation":"/teams('1')"}"#),
            look(200, json, r#"{"status":"failed","error":{"code":"nameAlreadyExists","message":"taken"}}"#),
            look(200, json, r#"{"status":"on sale","id":"1"}"#),
            look(202, json, r#"{"status":"somethingNew"}"#),
            look(200, json, r#"{"id":"1"}"#),
            look(200, "application/http", "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n{}"),
            look(200, "application/http", "no answer"),
            with_header,
            led_on,
        ];
        let mut progress = Progress::default();
        let shown: Vec<String> = looks.iter().map(|look| format!("{:?}", progress.on(look))).collect();
        expect![[r#"
            Running { wait: 1s, state: None, percent: None }
            Running { wait: 9s, state: None, percent: None }
            Result
            Running { wait: 4s, state: Some("inProgress"), percent: Some(27.5) }
            At("/teams('1')")
            Failed { state: "failed", error: Some({"code": String("nameAlreadyExists"), "message": String("taken")}) }
            Result
            Running { wait: 8s, state: Some("somethingNew"), percent: None }
            Result
            Embedded(Embedded { status: 404, headers: {"content-type": "application/json"}, body: [123, 125] })
            Result
            Embedded(Embedded { status: 201, headers: {}, body: [123, 34, 105, 100, 34, 58, 34, 97, 34, 125] })
            Result"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn looks_become_rarer() {
        let mut progress = Progress::default();
        let waits: Vec<u64> = (0..8).map(|_| progress.wait(None).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
    }

    proptest! {
        #[test]
        fn whatever_a_monitor_says_means_something(
            status in 200..300_u16, http in any::<bool>(), body in prop::collection::vec(any::<u8>(), 0..200), text in "HTTP/1.1 [0-9]{0,4}.{0,60}",
        ) {
            let media_type = if http { "application/http" } else { "application/json" };
            for body in [body.as_slice(), text.as_bytes()] {
                let look = Look { body, ..look(status, media_type, "") };
                let shown = Progress::default().on(&look);
                if let Shown::Running { wait, .. } = shown {
                    prop_assert!(wait <= MAX_DELAY);
                }
            }
        }
    }
}
