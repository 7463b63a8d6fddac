//! A client with a credential of azure_core.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use edmund::{Address, Client};
use edmund_azure::AzureCredential;

/// Gives a token for an hour, and remembers for which scopes.
#[derive(Clone, Debug, Default)]
struct Azure(Arc<Mutex<Vec<String>>>);

#[async_trait::async_trait]
impl TokenCredential for Azure {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let mut asked = self.0.lock().expect("no test holds it");
        asked.push(scopes.join(" "));
        if scopes == ["nothing"] {
            return Err(azure_core::Error::with_message(azure_core::error::ErrorKind::Credential, "no identity here"));
        }
        let end = SystemTime::now() + Duration::from_secs(3600);
        Ok(AccessToken::new("an azure token", end.into()))
    }
}

/// Answers with the token it was sent.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let token = request.headers()["authorization"].to_str().expect("a token is text").to_owned();
        Box::pin(async move { Ok(http::Response::new(format!(r#"{{"value":"{token}"}}"#).into())) })
    }
}

#[tokio::test]
async fn tokens_come_from_azure_once() {
    let azure = Azure::default();
    let builder = Client::builder().base_url("https://graph.microsoft.com/v1.0").transport(Echo);
    let client = builder.credential(AzureCredential::new(Arc::new(azure.clone()))).build().expect("a client");
    for _ in 0..2 {
        let token: String = Address::root(&client).function("f").returning().await.expect("an answer");
        assert_eq!(token, "Bearer an azure token");
    }
    assert_eq!(*azure.0.lock().expect("no test holds it"), ["https://graph.microsoft.com/.default"]);
}

#[tokio::test]
async fn what_azure_says_is_kept() {
    let builder = Client::builder().base_url("https://graph.microsoft.com").scope("nothing").transport(Echo);
    let client = builder.credential(AzureCredential::new(Arc::new(Azure::default()))).build().expect("a client");
    let error = Address::root(&client).function("f").returning::<String>().await.expect_err("no token");
    assert_eq!(error.to_string(), "no access token: the Azure credential has none");
    let source = std::error::Error::source(&error).expect("azure's own error");
    assert_eq!(source.to_string(), "no identity here");
}
