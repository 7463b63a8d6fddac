//! What a receiver of notifications answers, and what it believes.
#![allow(clippy::unwrap_used, reason = "the functions that tests share fail as tests do")]

use bytes::Bytes;
use edmund::Secret;
use edmund::notification::{Received, Receiver};
use expect_test::expect;
use http::Request;
use proptest::prelude::*;

const BODY: &str = r##"{"validationTokens":["a.b.c"],"value":[
    {"subscriptionId":"s1","subscriptionExpirationDateTime":"2026-03-20T11:00:00.0000000Z","changeType":"updated","tenantId":"t",
     "resource":"users/1","clientState":"secret","resourceData":{"@odata.type":"#Microsoft.Graph.User","id":"1"}},
    {"subscriptionId":"s1","changeType":"deleted","clientState":"Secret"},
    {"subscriptionId":"s1","changeType":"deleted"},
    {"subscriptionId":"s2","lifecycleEvent":"reauthorizationRequired","clientState":"secret"},
    {"subscriptionId":"s2","lifecycleEvent":"subscriptionRemoved","clientState":"secret"},
    {"subscriptionId":"s2","lifecycleEvent":"somethingNew","clientState":"secret"},
    {"subscriptionId":"s3","changeType":"created","clientState":"secret","encryptedContent":{"data":"x","encryptionCertificateId":"mine"}},
    7
]}"##;

fn receive(method: &str, url: &str, body: impl Into<Bytes>) -> Received {
    Receiver::new(Secret::new("secret")).receive(&Request::builder().method(method).uri(url).body(body.into()).unwrap())
}

#[test]
fn notifications_that_know_the_secret_are_believed() {
    let received = receive("POST", "/hook", BODY);
    assert_eq!((received.response.status().as_u16(), received.refused), (202, 3));
    assert_eq!(received.validation_tokens, ["a.b.c"]);
    let shown: Vec<String> = received
        .notifications
        .iter()
        .map(|notification| format!("{:?} {:?} {:?}", notification.event, notification.resource, notification.encrypted))
        .collect();
    expect![[r#"
        Changed("updated") Some("users/1") None
        Lifecycle(ReauthorizationRequired) None None
        Lifecycle(SubscriptionRemoved) None None
        Lifecycle(Other("somethingNew")) None None
        Changed("created") None Some(EncryptedContent { certificate_id: "mine", .. })"#]]
    .assert_eq(&shown.join("\n"));
    assert_eq!(received.notifications[0].expires.unwrap().to_string(), "2026-03-20T11:00:00.0000000Z");
}

#[test]
fn an_address_is_confirmed_as_plain_text() {
    let received = receive("POST", "/hook?a=b&validationToken=Validation%3a+Testing%20%3Cscript%3E%2B", "");
    assert_eq!(received.response.headers()["content-type"], "text/plain; charset=utf-8");
    assert_eq!(received.response.body(), "Validation: Testing <script>+");
    assert_eq!(receive("POST", "/hook?validationToken=%ff", "").response.status(), 400);
}

#[test]
fn whatever_else_is_sent_is_answered() {
    let long = "x".repeat((4 << 20) + 1);
    let statuses = [
        ("GET", ""),
        ("POST", ""),
        ("POST", "[]"),
        ("POST", "{}"),
        ("POST", r#"{"value":{}}"#),
        ("POST", r#"{"value":[]}"#),
        ("POST", &long),
    ]
    .map(|(method, body)| receive(method, "/hook", body.to_owned()).response.status().as_u16());
    assert_eq!(statuses, [405, 400, 400, 400, 400, 202, 413]);
}

proptest! {
    #[test]
    fn no_request_panics(query in "[ -~&&[^ \"<>#]]{0,60}", body in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(request) = Request::post(format!("/hook?validationToken={query}")).body(Bytes::new()) {
            Receiver::new(Secret::new("s")).receive(&request);
        }
        receive("POST", "/hook", body);
    }
}

#[cfg(feature = "notifications")]
mod decryption {
    use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
    use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
    use aws_lc_rs::hmac;
    use aws_lc_rs::iv::FixedLength;
    use aws_lc_rs::rsa::{KeySize, OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PrivateDecryptingKey};
    use edmund::Binary;
    use edmund::notification::{DecryptionError, DecryptionKey, EncryptedContent};
    use proptest::prelude::*;

    const PLAIN: &[u8] = br#"{"id":"1","displayName":"Ada"}"#;

    /// A key, and content for it as the service makes it.
    fn sent() -> (DecryptionKey, [Vec<u8>; 3]) {
        let private = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'_> = private.as_der().unwrap();
        let key: Vec<u8> = (0..32).collect();
        let public = OaepPublicEncryptingKey::new(private.public_key()).unwrap();
        let mut space = vec![0; public.ciphertext_size()];
        let data_key = public.encrypt(&OAEP_SHA1_MGF1SHA1, &key, &mut space, None).unwrap().to_vec();
        let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &key).unwrap()).unwrap();
        let mut data = PLAIN.to_vec();
        let vector: [u8; 16] = key[..16].try_into().unwrap();
        cipher.less_safe_encrypt(&mut data, EncryptionContext::Iv128(FixedLength::from(vector))).unwrap();
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &data).as_ref().to_vec();
        (DecryptionKey::from_pkcs8(der.as_ref()).unwrap(), [data_key, data, signature])
    }

    fn content([data_key, data, signature]: &[Vec<u8>; 3]) -> EncryptedContent {
        let text = |bytes: &Vec<u8>| Binary::from(bytes.clone()).to_string();
        let body = serde_json::json!({ "value": [{ "clientState": "secret", "encryptedContent": {
            "data": text(data), "dataKey": text(data_key), "dataSignature": text(signature),
        } }] });
        super::receive("POST", "/hook", body.to_string()).notifications[0].encrypted.clone().unwrap()
    }

    #[test]
    fn content_is_decrypted_and_nothing_that_was_changed() {
        let (key, sent) = sent();
        assert_eq!(key.decrypt(&content(&sent)).unwrap(), PLAIN);
        proptest!(ProptestConfig::with_cases(64), |(part in 0..3_usize, place in any::<prop::sample::Index>(), bit in 0..8_u8)| {
            let mut changed = sent.clone();
            let place = place.index(changed[part].len());
            changed[part][place] ^= 1 << bit;
            prop_assert_eq!(key.decrypt(&content(&changed)), Err(DecryptionError::Content));
        });
        for part in 0..3 {
            let mut empty = sent.clone();
            empty[part].clear();
            assert_eq!(key.decrypt(&content(&empty)), Err(DecryptionError::Content));
        }
        assert!(matches!(DecryptionKey::from_pem(b"no key"), Err(DecryptionError::Key)));
    }
}
