//! No secret comes out of a client by any of its doors.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use edmund::transport::{Body, BoxFuture, Sent, Transport, TransportError, TransportErrorKind};
use edmund::{
    AccessToken, Authority, Client, ClientSecret, CredentialError, DeviceCode, EnvironmentCredential, Error, FederatedToken,
    Secret, StaticToken, TokenCache, TokenCredential, TokenRequest,
};

use crate::sts::Sts;

const CANARY: &str = "c4n4ry+t0ken/with=signs";

/// Answers with what it was sent, as a careless service does.
struct Echo(u16);

impl Transport for Echo {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let token = token.unwrap_or_default();
        let body = format!(
            r#"{{"error":{{"code":"Bad","message":"token {token}","innererror":{{"token":"{token}"}},"details":[{{"code":"x","message":"{token}"}}]}}}}"#
        );
        let status = self.0;
        Box::pin(async move {
            match status {
                0 => Err(TransportError::new(TransportErrorKind::Reset, Sent::Maybe)),
                1 => Ok(http::Response::builder().status(500).body(format!("<html>{token}").into()).unwrap()),
                2 => Ok(http::Response::new(format!("not json {token}").into())),
                status => Ok(http::Response::builder().status(status).header("request-id", token).body(body.into()).unwrap()),
            }
        })
    }
}

/// Whatever can be seen of a value.
fn watch(seen: &mut String, what: &dyn std::fmt::Debug) {
    writeln!(seen, "{what:?}\n{what:#?}").unwrap();
}

fn watch_error(seen: &mut String, error: &(dyn std::error::Error + 'static)) {
    watch(seen, &error);
    let mut next = Some(error);
    while let Some(error) = next {
        writeln!(seen, "{error}").unwrap();
        next = error.source();
    }
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_seen_in_debug_display_or_errors() {
    let mut seen = String::new();
    let secret = Secret::new(CANARY);
    watch(&mut seen, &secret);
    writeln!(seen, "{secret}").unwrap();
    watch(&mut seen, &AccessToken::new(CANARY));
    watch(&mut seen, &StaticToken::new(CANARY));
    watch(&mut seen, &TokenCache::new(StaticToken::new(CANARY)));
    let mut request = TokenRequest::default();
    request.refused = Some(Secret::new(CANARY));
    watch(&mut seen, &request);
    watch(&mut seen, &EnvironmentCredential::from_variables(|name| (name == "EDMUND_TOKEN").then(|| CANARY.to_owned())));

    let told = Arc::new(Mutex::new(String::new()));
    for status in [0, 1, 2, 200, 400, 401, 403, 429, 503] {
        let heard = Arc::clone(&told);
        let client = Client::builder()
            .base_url("https://service.test")
            .credential(StaticToken::new(CANARY))
            .transport(Echo(status))
            .on_retry(move |event| watch(&mut heard.lock().unwrap(), event))
            .build()
            .unwrap();
        watch(&mut seen, &client);
        let call = edmund::Address::root(&client).function("f").returning::<String>();
        watch(&mut seen, &call);
        let error: Error = call.await.unwrap_err();
        watch_error(&mut seen, &error);
    }
    seen.push_str(&told.lock().unwrap());
    assert!(seen.contains("***"), "what is concealed is marked");
    assert!(!seen.contains(CANARY), "{seen}");
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_seen_of_those_who_sign_in() {
    let mut seen = String::new();
    let file = std::env::temp_dir().join(format!("edmund-canary-{}", std::process::id()));
    std::fs::write(&file, CANARY).unwrap();
    let refusal = format!(r#"{{"error":"{CANARY}","error_description":"the secret {CANARY} is wrong"}}"#);
    let code = format!(r#"{{"device_code":"{CANARY}","user_code":"U","verification_uri":"https://login.test"}}"#);
    let token = format!(r#"{{"access_token":"a","refresh_token":"{CANARY}","expires_in":3600}}"#);
    let sts = Sts::new([
        (400, refusal.clone()),
        (400, refusal.clone()),
        (200, code),
        (400, refusal.clone()),
        (200, r#"{"device_code":"d","user_code":"U","verification_uri":"https://login.test"}"#.to_owned()),
        (200, token),
        (400, refusal),
    ]);
    let authority = Authority::entra("tenant").transport(sts);
    let credentials: Vec<Box<dyn TokenCredential>> = vec![
        Box::new(ClientSecret::new(authority.clone(), "app", CANARY)),
        Box::new(FederatedToken::new(authority.clone(), "app", &file)),
    ];
    watch(&mut seen, &ClientSecret::new(authority.clone(), "app", CANARY));
    watch(&mut seen, &FederatedToken::new(authority.clone(), "app", &file));
    for credential in credentials {
        let error: CredentialError = credential.token(&TokenRequest::default()).await.unwrap_err();
        watch_error(&mut seen, &error);
    }
    let device = DeviceCode::new(authority, "app", |_| {});
    watch_error(&mut seen, &device.token(&TokenRequest::default()).await.unwrap_err());
    device.token(&TokenRequest::default()).await.unwrap();
    watch(&mut seen, &device);
    watch_error(&mut seen, &device.token(&TokenRequest::default()).await.unwrap_err());
    std::fs::remove_file(&file).unwrap();
    assert!(seen.contains("***"), "what is concealed is marked");
    assert!(!seen.contains(CANARY), "{seen}");
}
