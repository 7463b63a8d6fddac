//! An application that signs in with a certificate. The key of the fixtures is for these tests alone.

use std::collections::BTreeMap;

use edmund::{Authority, Binary, ClientCertificate, TokenCredential as _, TokenRequest};
use expect_test::expect;
use ring::signature::{KeyPair as _, RSA_PSS_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};

use crate::sts::Sts;

const PKCS8: &[u8] = include_bytes!("fixtures/application.pem");
const PKCS1: &[u8] = include_bytes!("fixtures/application-pkcs1.pem");

fn decode(text: &str) -> Vec<u8> {
    text.parse::<Binary>().unwrap().as_ref().to_vec()
}

/// The key of the fixture, read in another way than the code under test does.
fn key() -> RsaKeyPair {
    let text = String::from_utf8(PKCS8.to_vec()).unwrap();
    let body = text.split("-----BEGIN PRIVATE KEY-----").nth(1).unwrap().split("-----END").next().unwrap();
    RsaKeyPair::from_pkcs8(&decode(&body.replace('\n', ""))).unwrap()
}

#[tokio::test]
async fn the_assertion_is_signed_and_says_who_where_and_how_long() {
    for pem in [PKCS8, PKCS1] {
        let sts = Sts::new([(200, r#"{"access_token":"token","expires_in":3600}"#)]);
        let authority = Authority::entra("contoso.example").transport(sts.clone());
        let credential = ClientCertificate::new(authority, "app", pem).unwrap();
        credential.token(&TokenRequest::default()).await.unwrap();
        let log = sts.log();
        let fields: BTreeMap<&str, &str> = log.lines().filter_map(|line| line.trim().split_once('=')).collect();
        assert_eq!(fields["client_assertion_type"], "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer");
        let (signed, signature) = fields["client_assertion"].rsplit_once('.').unwrap();
        let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key().public_key().as_ref().to_vec());
        public.verify(signed.as_bytes(), &decode(signature)).unwrap();
        let (header, claims) = signed.split_once('.').unwrap();
        let header: serde_json::Value = serde_json::from_slice(&decode(header)).unwrap();
        assert_eq!((&header["alg"], &header["typ"]), (&"PS256".into(), &"JWT".into()));
        assert_eq!(decode(header["x5t#S256"].as_str().unwrap()).len(), 32);
        let claims: serde_json::Value = serde_json::from_slice(&decode(claims)).unwrap();
        assert_eq!(claims["aud"], "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token");
        assert_eq!((&claims["iss"], &claims["sub"]), (&"app".into(), &"app".into()));
        assert_eq!(claims["exp"].as_u64().unwrap() - claims["nbf"].as_u64().unwrap(), 600);
    }
}

#[test]
fn files_that_cannot_be_used() {
    let text = String::from_utf8(PKCS8.to_vec()).unwrap();
    let (certificate, key) = text.split_at(text.find("-----BEGIN PRIVATE KEY-----").unwrap());
    let damaged = text.replace("-----BEGIN PRIVATE KEY-----\nM", "-----BEGIN PRIVATE KEY-----\nN");
    let shown: Vec<String> = [certificate, key, &damaged, "", "-----BEGIN CERTIFICATE-----\n!"]
        .iter()
        .map(|pem| match ClientCertificate::new(Authority::entra("t"), "app", pem.as_bytes()) {
            Ok(credential) => format!("{credential:?}"),
            Err(error) => error.to_string(),
        })
        .collect();
    expect![[r#"
        no access token: the PEM file holds no private key that can be read: it has to be there, and not encrypted
        no access token: the PEM file holds no certificate
        no access token: the private key cannot be used: InvalidEncoding
        no access token: the PEM file holds no certificate
        no access token: the certificate in the PEM file is damaged"#]]
    .assert_eq(&shown.join("\n"));
    let shown = format!("{:?}", ClientCertificate::new(Authority::entra("t"), "app", PKCS8).unwrap());
    for line in key.lines().filter(|line| line.len() > 20) {
        assert!(!shown.contains(line));
    }
}

#[test]
fn the_environment_names_a_file() {
    let found = |path: &str| {
        let path = path.to_owned();
        edmund::EnvironmentCredential::from_variables(move |name| match name {
            "AZURE_TENANT_ID" | "AZURE_CLIENT_ID" => Some("x".to_owned()),
            "AZURE_CLIENT_CERTIFICATE_PATH" => Some(path.clone()),
            _ => None,
        })
    };
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/credential/fixtures/application.pem");
    assert_eq!(format!("{:?}", found(file).unwrap()), "EnvironmentCredential(AZURE_CLIENT_CERTIFICATE_PATH)");
    assert_eq!(found("/nowhere").unwrap_err().to_string(), "no access token: the certificate in /nowhere cannot be read");
}
