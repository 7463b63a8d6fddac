//! Content in fragments.

use std::io::Cursor;

use edmund::Error;
use edmund::request::{Reader, SavedUpload};
use edmund::transport::Sent;
use expect_test::expect;

use crate::model::Person;
use crate::script::{Answer, Script, json};

const URL: &str = "https://upload.test/session?token=s";

#[tokio::test(start_paused = true)]
async fn fragments_go_without_a_token_and_again_where_the_service_wants() {
    let script = Script::new([
        json(202, r#"{"nextExpectedRanges":["327680-"]}"#),
        Answer::Broken(Sent::Sent),
        json(416, r#"{"error":{"code":"invalidRange","message":"got it"}}"#),
        json(200, r#"{"nextExpectedRanges":["655360-"]}"#),
        Answer::Full(503, "retry-after: 3", String::new()),
        json(201, r#"{"id":"file"}"#),
    ]);
    let client = script.client();
    let content = vec![b'x'; 655_370];
    let upload = client.upload(URL, Reader::new(Cursor::new(content)).unwrap()).unwrap().fragment(1);
    let uploaded = upload.finish().await.unwrap();
    assert_eq!(uploaded.read::<Person>().unwrap().unwrap().id.as_deref(), Some("file"));
    let log = script.log();
    let lines: Vec<&str> = log.lines().filter(|line| !line.trim_start().starts_with("xxx")).collect();
    expect![[r#"
        PUT https://upload.test/session?token=s
          content-range: bytes 0-327679/655370
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)
        PUT https://upload.test/session?token=s
          content-range: bytes 327680-655359/655370
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)
        PUT https://upload.test/session?token=s
          content-range: bytes 327680-655359/655370
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)
        GET https://upload.test/session?token=s
          (no odata-maxversion)
          (no authorization)
        PUT https://upload.test/session?token=s
          content-range: bytes 655360-655369/655370
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)
        PUT https://upload.test/session?token=s
          content-range: bytes 655360-655369/655370
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)"#]]
    .assert_eq(&lines.join("\n"));
}

#[tokio::test]
async fn another_process_goes_on_and_a_lost_session_says_so() {
    let script = Script::new([
        json(202, r#"{"nextExpectedRanges":["5-"]}"#),
        json(200, r#"{"nextExpectedRanges":["7-"]}"#),
        Answer::Full(201, "location: https://service.test/v1/messages/1", String::new()),
        json(404, r#"{"error":{"code":"itemNotFound","message":"no session"}}"#),
    ]);
    let client = script.client();
    let content = || bytes::Bytes::from_static(b"0123456789");
    let mut begun = client.upload(URL, content()).unwrap();
    assert!(begun.advance().await.unwrap().is_none());
    assert_eq!(begun.position(), 5);
    let saved: SavedUpload = serde_json::from_str(&serde_json::to_string(&begun.save()).unwrap()).unwrap();
    assert_eq!(format!("{saved:?}"), "SavedUpload(10 bytes)");
    let uploaded = client.resume_upload(&saved, content()).unwrap().finish().await.unwrap();
    assert_eq!(uploaded.location(), Some("https://service.test/v1/messages/1"));
    assert!(uploaded.read::<Person>().unwrap().is_none());

    let errors = [
        client.resume_upload(&saved, content()).unwrap().finish().await.unwrap_err(),
        client.resume_upload(&saved, bytes::Bytes::from_static(b"other")).unwrap_err(),
        client.upload("not a URL", content()).unwrap_err(),
        client.upload("https://10.0.0.1/x", content()).unwrap().finish().await.unwrap_err(),
    ];
    assert!(matches!(errors[0], Error::Upload { .. }));
    expect![[r#"
        PUT (upload session): the service does not know the upload session: it may have ended with the last fragment
        PUT (upload session): cannot go on from what was saved: the content has another length
        PUT (upload session): the URL for the upload is not a usable URL: invalid uri character
        PUT (upload session): the service redirects to the private address https://10.0.0.1"#]]
    .assert_eq(&errors.map(|error| error.to_string()).join("\n"));
    let log = script.log();
    expect![[r#"
        PUT https://upload.test/session?token=s
          content-range: bytes 0-9/10
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)
          0123456789
        GET https://upload.test/session?token=s
          (no odata-maxversion)
          (no authorization)
        PUT https://upload.test/session?token=s
          content-range: bytes 7-9/10
          content-type: application/octet-stream
          (no odata-maxversion)
          (no authorization)
          789
        GET https://upload.test/session?token=s
          (no odata-maxversion)
          (no authorization)"#]]
    .assert_eq(&log);
}
