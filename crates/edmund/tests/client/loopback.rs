//! The default transport against a server on this machine.

use std::time::Duration;

use edmund::transport::{Sent, TransportErrorKind};
use edmund::{Client, Error, Retry};
use expect_test::expect;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::model::{Person, TestService as _};

/// Reads one request: everything up to the empty line, and the body that is announced.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |text| text.parse().unwrap());
            if body.len() >= length {
                return Some(text);
            }
        }
        let mut buffer = [0; 4096];
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// A server that answers every request on a connection with the next of these bytes; an empty answer closes the connection instead.
async fn serve(answers: Vec<&'static str>) -> (Client, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut requests = Vec::new();
        let mut answers = answers.into_iter().peekable();
        while answers.peek().is_some() {
            let (mut stream, _) = listener.accept().await.unwrap();
            requests.push("connection".to_owned());
            while answers.peek().is_some() {
                let Some(request) = read_request(&mut stream).await else { break };
                requests.push(request.lines().next().unwrap_or_default().to_owned());
                let answer = answers.next().unwrap_or_default();
                stream.write_all(answer.as_bytes()).await.unwrap();
                if answer.is_empty() || answer.contains("cut") {
                    break;
                }
            }
        }
        requests
    });
    let mut quick = Retry::default();
    quick.connection_delay = Duration::from_millis(1);
    (Client::builder().base_url(base).retry(quick).build().unwrap(), server)
}

#[tokio::test]
async fn connections_are_kept_and_broken_ones_replaced() {
    let (client, server) = serve(vec![
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"id\":\"1\"}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n5\r\n:\"2\"}\r\n0\r\n\r\n",
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":\"cut",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"cut",
        "not HTTP, cut\r\n\r\n",
        "HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n{\"id\":\"3\"}",
    ])
    .await;
    let ids: Vec<_> = [client.me().get().await, client.me().get().await, client.me().get().await]
        .into_iter()
        .map(|person| person.unwrap().id.unwrap())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(client.statistics().broken, 4);
    expect![[r#"
        [
            "connection",
            "GET /v1/me HTTP/1.1",
            "GET /v1/me HTTP/1.1",
            "GET /v1/me HTTP/1.1",
            "connection",
            "GET /v1/me HTTP/1.1",
            "connection",
            "GET /v1/me HTTP/1.1",
            "connection",
            "GET /v1/me HTTP/1.1",
            "connection",
            "GET /v1/me HTTP/1.1",
        ]
    "#]]
    .assert_debug_eq(&server.await.unwrap());
}

#[tokio::test]
async fn a_refused_connection_says_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder().base_url(base).retry(Retry::none()).build().unwrap();
    let error = client.people().create(&Person::default()).await.unwrap_err();
    assert!(!error.maybe_applied());
    let Error::Transport { error, .. } = error else { panic!("{error}") };
    assert_eq!((error.kind, error.sent), (TransportErrorKind::Connect, Sent::NotSent));
}

#[tokio::test]
async fn a_change_on_a_broken_connection_says_that_it_may_have_happened() {
    let (client, server) = serve(vec![""]).await;
    let error = client.people().create(&Person::default()).await.unwrap_err();
    assert!(error.maybe_applied(), "{error}");
    assert_eq!(server.await.unwrap(), ["connection", "POST /v1/people HTTP/1.1"]);
}

#[tokio::test]
async fn after_503_another_connection_is_used() {
    let (client, server) = serve(vec![
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    ])
    .await;
    client.me().get().await.unwrap();
    client.me().get().await.unwrap();
    let server = tokio::time::timeout(Duration::from_secs(60), server).await.unwrap().unwrap();
    assert_eq!(server, ["connection", "GET /v1/me HTTP/1.1", "GET /v1/me HTTP/1.1", "connection", "GET /v1/me HTTP/1.1"],);
}

/// The token byte by byte: at the service, and not in what a foreign listener receives.
#[tokio::test]
async fn a_foreign_listener_receives_no_token() {
    let service = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let foreign = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (base, elsewhere) =
        (format!("http://{}", service.local_addr().unwrap()), format!("http://{}", foreign.local_addr().unwrap()));
    let client = Client::builder().base_url(base).credential(edmund::StaticToken::new("canary")).build().unwrap();
    let server = tokio::spawn(async move {
        let answers = [
            format!(
                "HTTP/1.1 302 Found\r\nset-cookie: session=cookie\r\nlocation: {elsewhere}/report\r\ncontent-length: 0\r\n\r\n"
            ),
            answer(&format!(r#"{{"value":[],"@odata.nextLink":"{elsewhere}/next"}}"#)),
        ];
        let (mut stream, _) = service.accept().await.unwrap();
        let mut requests = Vec::new();
        for answer in answers {
            requests.push(read_request(&mut stream).await.unwrap());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        requests
    });
    let report = async {
        let (mut stream, _) = foreign.accept().await.unwrap();
        let request = read_request(&mut stream).await.unwrap();
        stream.write_all(answer(r#"{"id":"1"}"#).as_bytes()).await.unwrap();
        request
    };
    let (person, received) = tokio::join!(client.me().get().header("X-Private", "p").into_future(), report);
    assert_eq!(person.unwrap().id.as_deref(), Some("1"));
    let error = client.people().list().try_collect().await.unwrap_err();
    assert!(matches!(error, Error::Policy { .. }), "{error}");
    for request in server.await.unwrap() {
        assert!(request.contains("authorization: Bearer canary\r\n"), "{request}");
    }
    expect![[r#"
        GET /report HTTP/1.1
        accept: application/json;odata.metadata=minimal
        accept-encoding: gzip
        user-agent: edmund/0.1.0
        host: FOREIGN

    "#]]
    .assert_eq(&received.replace('\r', "").replace(&foreign.local_addr().unwrap().to_string(), "FOREIGN"));
    let nothing_else = tokio::time::timeout(Duration::from_millis(1), foreign.accept()).await;
    assert!(nothing_else.is_err(), "the next link is not followed");
}

fn answer(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn a_server_without_tls_or_trust_gets_no_request() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut seen = Vec::new();
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).await.unwrap();
            seen.extend_from_slice(&buffer[..read]);
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
        seen
    });
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let nobody = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    for transport in [edmund::transport::HyperTransport::new(), edmund::transport::HyperTransport::with_tls(nobody)] {
        let builder = Client::builder().base_url(&base).transport(transport).retry(Retry::none());
        let client = builder.credential(edmund::StaticToken::new("canary")).build().unwrap();
        let error = client.people().create(&Person::default()).await.unwrap_err();
        let Error::Transport { error, maybe_applied: false, .. } = error else { panic!("{error}") };
        assert_eq!((error.kind, error.sent), (TransportErrorKind::Tls, Sent::NotSent));
    }
    let seen = server.await.unwrap();
    assert!(!seen.windows(6).any(|window| window == b"canary"));
}

#[tokio::test]
async fn a_name_of_this_machine_is_not_reached_from_outside() {
    use edmund::transport::{Body, HyperTransport, PublicOnly, Transport as _};

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut request = http::Request::get(format!("http://localhost:{}/", listener.local_addr().unwrap().port()));
    request = request.extension(PublicOnly);
    let error = HyperTransport::new().send(request.body(Body::default()).unwrap()).await.unwrap_err();
    assert_eq!((error.kind, error.sent), (TransportErrorKind::PrivateAddress, Sent::NotSent));
    let nobody = tokio::time::timeout(Duration::from_millis(1), listener.accept()).await;
    assert!(nobody.is_err(), "no connection was made");
}
