//! How each credential asks, and what it makes of every answer.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use edmund::{
    AccessToken, Authority, ClientSecret, CredentialError, DeviceCode, EnvironmentCredential, FederatedToken, TokenCredential,
    TokenRequest,
};
use expect_test::expect;

use crate::sts::Sts;

const TOKEN: &str = r#"{"token_type":"Bearer","expires_in":3599,"access_token":"token"}"#;

fn request() -> TokenRequest {
    let mut request = TokenRequest::default();
    request.resource = "https://graph.microsoft.com".to_owned();
    request
}

fn show(result: Result<AccessToken, CredentialError>) -> String {
    match result {
        Ok(token) => format!("{}, ends: {}", token.secret.reveal(), token.expires_on.is_some()),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn an_application_signs_in_with_its_secret() {
    let sts = Sts::new([(200, TOKEN), (200, TOKEN)]);
    let credential = ClientSecret::new(Authority::entra("contoso.example").transport(sts.clone()), "app", "s&cr=t");
    assert_eq!(show(credential.token(&request()).await), "token, ends: true");
    let mut demanding = request();
    demanding.claims = Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#.to_owned());
    demanding.scopes = vec!["https://graph.microsoft.us/.default".to_owned()];
    credential.token(&demanding).await.unwrap();
    expect![[r#"
        POST https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token
          grant_type=client_credentials
          client_id=app
          client_secret=s%26cr%3Dt
          scope=https%3A%2F%2Fgraph.microsoft.com%2F.default
          claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D
        POST https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token
          grant_type=client_credentials
          client_id=app
          client_secret=s%26cr%3Dt
          scope=https%3A%2F%2Fgraph.microsoft.us%2F.default
          claims=%7B%22access_token%22%3A%7B%22nbf%22%3A%7B%22essential%22%3Atrue%2C%22value%22%3A%221%22%7D%2C%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D"#]].assert_eq(&sts.log());
}

#[tokio::test]
async fn other_authorities_are_asked_for_what_they_know() {
    let sts = Sts::new([(200, TOKEN)]);
    let authority = Authority::oauth("https://login.test/token").transport(sts.clone()).scope("read").scope("write");
    ClientSecret::new(authority, "app", "secret").token(&request()).await.unwrap();
    expect![[r#"
        POST https://login.test/token
          grant_type=client_credentials
          client_id=app
          client_secret=secret
          scope=read%20write"#]]
    .assert_eq(&sts.log());
}

#[tokio::test]
async fn an_assertion_is_read_anew_for_every_token() {
    let file = std::env::temp_dir().join(format!("edmund-assertion-{}", std::process::id()));
    let sts = Sts::new([(200, TOKEN), (200, TOKEN)]);
    let credential = FederatedToken::new(Authority::oauth("https://login.test/token").transport(sts.clone()), "app", &file);
    let mut shown = Vec::new();
    for assertion in ["first\n", "second", ""] {
        std::fs::write(&file, assertion).unwrap();
        shown.push(show(credential.token(&request()).await));
    }
    std::fs::remove_file(&file).unwrap();
    shown.push(show(credential.token(&request()).await));
    let shown = shown.join("\n").replace(&file.display().to_string(), "FILE");
    expect![[r#"
        token, ends: true
        token, ends: true
        no access token: the assertion in FILE is empty
        no access token: the assertion in FILE cannot be read"#]]
    .assert_eq(&shown);
    expect![[r#"
        POST https://login.test/token
          grant_type=client_credentials
          client_id=app
          client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer
          client_assertion=first
        POST https://login.test/token
          grant_type=client_credentials
          client_id=app
          client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer
          client_assertion=second"#]]
    .assert_eq(&sts.log());
}

#[tokio::test(start_paused = true)]
async fn every_answer_is_a_token_or_an_error() {
    let answers = [
        (200, r#"{"access_token":"token","expires_in":"3599"}"#),
        (200, r#"{"access_token":"token"}"#),
        (200, r#"{"access_token":"token","expires_in":18446744073709551615}"#),
        (200, r#"{"access_token":"","expires_in":1}"#),
        (200, r#"{"access_token":"token","token_type":"mac"}"#),
        (200, "<html>"),
        (200, r#"{"error":"invalid_scope"}"#),
        (
            400,
            r#"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret 'app-secret' provided.\r\nTrace ID: 1"}"#,
        ),
        (401, ""),
        (302, ""),
    ];
    let mut shown = Vec::new();
    for (status, body) in answers {
        let authority = Authority::oauth("https://login.test/token").transport(Sts::new([(status, body)]));
        shown.push(show(ClientSecret::new(authority, "app", "app-secret").token(&request()).await));
    }
    let again = Sts::new([(503, ""), (429, ""), (500, ""), (200, TOKEN)]);
    let authority = |url: &str| Authority::oauth(url).transport(again.clone());
    for authority in [
        authority("https://login.test/token"),
        authority("http://login.test/token"),
        authority("https://us er@login.test"),
        authority("https://user@login.test"),
        authority("/token"),
        Authority::entra(".."),
    ] {
        shown.push(show(ClientSecret::new(authority, "app", "secret").token(&request()).await));
    }
    expect![[r#"
        token, ends: true
        token, ends: false
        token, ends: false
        no access token: the token endpoint answers without an access_token
        no access token: the token endpoint gives tokens of type "mac", not Bearer
        no access token: the token endpoint answers without an access_token
        no access token: the token endpoint answers 200, invalid_scope
        no access token: the token endpoint answers 400, invalid_client, AADSTS7000215: Invalid client secret '***' provided. Trace ID: 1
        no access token: the token endpoint answers 401
        no access token: the token endpoint answers 302
        token, ends: true
        no access token: the token endpoint http://login.test is not encrypted: use https
        no access token: the token endpoint "https://us er@login.test" is not a URL: invalid uri character
        no access token: the token endpoint cannot be used: it holds user information
        no access token: the token endpoint cannot be used: it is not absolute
        no access token: ".." is no tenant"#]].assert_eq(&shown.join("\n"));
}

#[tokio::test(start_paused = true)]
async fn a_person_signs_in_on_another_device() {
    let code = r#"{"device_code":"the-code","user_code":"ABCD","verification_uri":"https://login.test/device","interval":2,"expires_in":900}"#;
    let pending = r#"{"error":"authorization_pending"}"#;
    let token = r#"{"access_token":"token","expires_in":3600,"refresh_token":"refresh","token_type":"Bearer"}"#;
    let sts = Sts::new([
        (200, code),
        (400, pending),
        (400, r#"{"error":"slow_down"}"#),
        (200, token),
        (200, token),
        (400, r#"{"error":"invalid_grant","error_description":"refresh is too old"}"#),
        (200, code),
        (400, r#"{"error":"access_denied"}"#),
    ]);
    let prompts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&prompts);
    let credential = DeviceCode::new(
        Authority::entra("organizations").scope("AuditLog.Read.All").transport(sts.clone()),
        "app",
        move |prompt| seen.lock().unwrap().push(prompt.message.clone()),
    );
    let start = tokio::time::Instant::now();
    assert_eq!(show(credential.token(&request()).await), "token, ends: true");
    assert_eq!(start.elapsed(), Duration::from_secs(2 + 2 + 7));
    assert_eq!(show(credential.token(&request()).await), "token, ends: true");
    assert_eq!(show(credential.token(&request()).await), "no access token: the person has declined");
    assert_eq!(*prompts.lock().unwrap(), ["To sign in, open https://login.test/device and enter the code ABCD."; 2]);
    let log = sts.log();
    let grants: Vec<_> = log.lines().filter(|line| line.contains("grant_type") || line.contains("POST")).collect();
    expect![[r#"
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/devicecode
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token
          grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token
          grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token
          grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token
          grant_type=refresh_token
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token
          grant_type=refresh_token
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/devicecode
        POST https://login.microsoftonline.com/organizations/oauth2/v2.0/token
          grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"#]]
    .assert_eq(&grants.join("\n"));
    assert!(log.contains("scope=AuditLog.Read.All%20offline_access"), "{log}");
}

#[test]
fn what_the_environment_names() {
    let shown: Vec<String> = [
        vec![("EDMUND_TOKEN", "canary"), ("AZURE_CLIENT_ID", "app")],
        vec![("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "app"), ("AZURE_CLIENT_SECRET", "canary")],
        vec![("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "app"), ("AZURE_FEDERATED_TOKEN_FILE", "/canary")],
        vec![("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", " "), ("AZURE_CLIENT_SECRET", "canary")],
        vec![("AZURE_CLIENT_SECRET", "canary")],
        vec![],
    ]
    .into_iter()
    .map(|variables| {
        let found = EnvironmentCredential::from_variables(|name| {
            variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        });
        found.map_or_else(|error| error.to_string(), |credential| format!("{credential:?}"))
    })
    .collect();
    expect![[r#"
        EnvironmentCredential(EDMUND_TOKEN)
        EnvironmentCredential(AZURE_CLIENT_SECRET)
        EnvironmentCredential(AZURE_FEDERATED_TOKEN_FILE)
        no access token: the environment names none: set EDMUND_TOKEN, or what is missing beside it: AZURE_CLIENT_ID
        no access token: the environment names none: set EDMUND_TOKEN, or what is missing beside it: AZURE_TENANT_ID, AZURE_CLIENT_ID
        no access token: the environment names none: set EDMUND_TOKEN, or what is missing beside it: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE"#]].assert_eq(&shown.join("\n"));
}
