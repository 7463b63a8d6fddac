//! What Graph refuses is said with what helps.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use edmund::Client;
use edmund::transport::{Body, BoxFuture, Transport, TransportError};
use graph_reports::GraphService as _;

/// Refuses everything with this code.
struct Refusal(u16, &'static str);

impl Transport for Refusal {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let body = format!(r#"{{"error":{{"code":"{}","message":"No."}}}}"#, self.1);
        let response = http::Response::builder().status(self.0).body(body.into()).unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

async fn error(status: u16, code: &'static str) -> String {
    let client = Client::builder()
        .base_url("https://graph.microsoft.com/v1.0")
        .transport(Refusal(status, code))
        .hints(graph_reports::hints())
        .build()
        .unwrap();
    let users = client.reports().credential_user_registration_details();
    users.list().first_page().await.unwrap_err().to_string()
}

#[tokio::test]
async fn the_permission_and_the_licence_are_named() {
    assert_eq!(
        error(403, "Authorization_RequestDenied").await,
        "GET /reports/credentialUserRegistrationDetails: 403 Forbidden, Authorization_RequestDenied: No.; \
         the least permission for this request is Reports.Read.All"
    );
    assert_eq!(
        error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant").await,
        "GET /reports/credentialUserRegistrationDetails: 403 Forbidden, Authentication_RequestFromNonPremiumTenantOrB2CTenant: No.; \
         the reports of this service need a licence of Microsoft Entra ID P1 or P2 in the tenant"
    );
}
