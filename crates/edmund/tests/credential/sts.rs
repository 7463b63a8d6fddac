//! A token service that answers from a script or counts what it gives.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use http_body_util::BodyExt as _;

/// Answers with status and body, in turn; remembers the forms.
#[derive(Clone, Default)]
pub(crate) struct Sts {
    answers: Arc<Mutex<VecDeque<(u16, String)>>>,
    forms: Arc<Mutex<Vec<String>>>,
}

impl Sts {
    pub(crate) fn new<T: Into<String>>(answers: impl IntoIterator<Item = (u16, T)>) -> Self {
        let answers = answers.into_iter().map(|(status, body)| (status, body.into())).collect();
        Self { answers: Arc::new(Mutex::new(answers)), forms: Arc::default() }
    }

    /// What was asked: the URL, and the fields of the form.
    pub(crate) fn log(&self) -> String {
        self.forms.lock().unwrap().join("\n")
    }
}

impl Transport for Sts {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = String::from_utf8(body.collect().await?.to_bytes().to_vec()).unwrap();
            let fields = body.split('&').map(|field| format!("  {field}")).collect::<Vec<_>>().join("\n");
            self.forms.lock().unwrap().push(format!("{} {}\n{fields}", parts.method, parts.uri));
            let (status, body) = self.answers.lock().unwrap().pop_front().unwrap_or((599, "the script has ended".to_owned()));
            Ok(http::Response::builder().status(status).header("retry-after", "1").body(body.into()).unwrap())
        })
    }
}
