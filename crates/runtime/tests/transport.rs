//! The transport: versions of HTTP, TLS, connections, compression, and bodies that are sent piece by piece.

#![cfg(feature = "client")]

mod served;
mod support;
mod token;

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use flate2::write::GzEncoder;
use futures_util::stream;
use graphwright::{
    BoxError, BoxFuture, Client, ClientBuilder, ErrorKind, HttpTransport, Method, RequestBody,
    Resource, ResponseBody, StaticToken, Transport,
};
use served::{Served, Tls, certificate};
use support::TOKEN;
use token::tokens;

fn builder(server: &Served, scheme: &str) -> ClientBuilder {
    let endpoint = format!("{scheme}://localhost:{}", server.port());
    Client::builder(StaticToken::new(TOKEN)).endpoint(endpoint)
}

fn plain(server: &Served) -> Resource {
    tokens(builder(server, "http").build().expect("a client"))
}

fn ok(body: impl Into<Bytes>) -> http::Response<Bytes> {
    http::Response::new(body.into())
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("room");
    encoder.finish().expect("room")
}

#[tokio::test]
async fn http_2_is_spoken_where_the_service_prefers_it_and_http_1_elsewhere() {
    let own = certificate("localhost");
    for (protocols, version) in [
        (&["h2", "http/1.1"][..], http::Version::HTTP_2),
        (&["http/1.1"][..], http::Version::HTTP_11),
        (&[][..], http::Version::HTTP_11),
    ] {
        let tls = Tls {
            own: &own,
            clients: None,
            protocols,
        };
        let server = Served::start(Some(tls), |_| ok("{}")).await;
        let client = builder(&server, "https").root_certificate(own.cert.der().to_vec());
        let tokens = tokens(client.build().expect("a client"));
        for _ in 0..3 {
            let request = tokens
                .raw_request(Method::POST)
                .body_bytes("text/plain", "text");
            request.send().await.expect("a success");
        }
        for request in server.requests() {
            assert_eq!(request.version(), version);
            assert_eq!(&request.body()[..], b"text");
            assert_eq!(request.headers()["content-length"], "4");
        }
        assert_eq!((server.requests().len(), server.connections()), (3, 1));
    }
}

#[tokio::test]
async fn a_client_shows_its_certificate_to_a_service_that_asks_for_it() {
    let (own, client) = (certificate("localhost"), certificate("a client"));
    let tls = Tls {
        own: &own,
        clients: Some(&client),
        protocols: &["h2"],
    };
    let server = Served::start(Some(tls), |_| ok("{}")).await;
    let root = own.cert.pem();
    let unknown = builder(&server, "https").root_certificate(root.clone());
    let error = tokens(unknown.build().expect("a client")).raw_request(Method::GET);
    error.send().await.expect_err("a client that shows nothing");
    assert!(server.requests().is_empty());
    let (pem, key) = (client.cert.pem(), client.signing_key.serialize_pem());
    let (der, raw) = (
        client.cert.der().to_vec(),
        client.signing_key.serialize_der(),
    );
    for (certificate, key) in [(pem.into_bytes(), key.into_bytes()), (der, raw)] {
        let known = builder(&server, "https").root_certificate(root.clone());
        let known = known
            .client_certificate(certificate, key)
            .build()
            .expect("a client");
        tokens(known)
            .raw_request(Method::GET)
            .send()
            .await
            .expect("a success");
    }
}

#[test]
fn what_is_no_certificate_key_or_proxy_is_told_when_the_client_is_built() {
    let own = certificate("localhost");
    let (pem, key) = (own.cert.pem(), own.signing_key.serialize_pem());
    let builder = || Client::builder(StaticToken::new(TOKEN));
    for (what, builder) in [
        ("a root", builder().root_certificate("nonsense")),
        ("a root of keys", builder().root_certificate(key.clone())),
        (
            "a key",
            builder().client_certificate(pem.clone(), "nonsense"),
        ),
        (
            "a key of PEM",
            builder().client_certificate(pem.clone(), pem.clone()),
        ),
        (
            "a proxy",
            builder().proxy(graphwright::Proxy::at("socks5://localhost:1")),
        ),
        ("no proxy", builder().proxy(graphwright::Proxy::at(""))),
    ] {
        let error = builder.build().expect_err(what);
        assert!(
            matches!(error.kind(), ErrorKind::Configuration(_)),
            "{what}: {error:?}"
        );
    }
}

#[tokio::test]
async fn connections_are_kept_as_long_as_is_said() {
    for (transport, connections) in [
        (HttpTransport::builder(), 1),
        (HttpTransport::builder().idle_connections(0), 3),
        (
            HttpTransport::builder().keep_alive(Duration::from_millis(1)),
            3,
        ),
    ] {
        let server = Served::start(None, |_| ok("{}")).await;
        let client = builder(&server, "http").transport(transport.build().expect("a transport"));
        let tokens = tokens(client.build().expect("a client"));
        for _ in 0..3 {
            token::succeed(&tokens).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(server.connections(), connections);
    }
}

#[tokio::test]
async fn gzip_is_asked_for_and_decompressed() {
    let server = Served::start(None, |request| {
        let mut response = ok(gzip(r#"{"id":"7"}"#));
        if request.headers()["accept-encoding"] == "gzip" {
            let encoding = http::HeaderValue::from_static("gzip");
            response.headers_mut().insert("content-encoding", encoding);
        }
        response
    })
    .await;
    let value = plain(&server).raw_request(Method::GET).send().await;
    assert_eq!(value.expect("a success")["id"], "7");
    // A range of compressed bytes cannot be decompressed.
    let range = plain(&server)
        .raw_request(Method::GET)
        .header("range", "bytes=0-3");
    let bytes = range.returning::<Bytes>().send().await.expect("a success");
    assert_eq!(&bytes[..2], &[0x1f, 0x8b]);
    assert_eq!(
        server.requests()[1].headers()["accept-encoding"],
        "identity"
    );
    let off = HttpTransport::builder()
        .gzip(false)
        .build()
        .expect("a transport");
    let client = builder(&server, "http")
        .transport(off)
        .build()
        .expect("a client");
    let own = tokens(client)
        .raw_request(Method::GET)
        .header("accept-encoding", "br");
    own.returning::<Bytes>().send().await.expect("a success");
    assert_eq!(server.requests()[2].headers()["accept-encoding"], "br");
}

#[tokio::test]
async fn a_limit_is_of_what_was_decompressed_and_broken_gzip_is_an_error() {
    let long = format!(r#"{{"id":"{}"}}"#, "x".repeat(100_000));
    let whole = gzip(&long);
    assert!(whole.len() < 1000);
    for (body, limit, too_large) in [
        (whole.clone(), 10_000, true),
        (whole[..whole.len() / 2].to_vec(), 1_000_000, false),
        (b"not gzip at all".to_vec(), 1_000_000, false),
    ] {
        let server = Served::start(None, move |_| {
            let mut response = ok(body.clone());
            let encoding = http::HeaderValue::from_static("gzip");
            response.headers_mut().insert("content-encoding", encoding);
            response
        })
        .await;
        let request = plain(&server)
            .raw_request(Method::POST)
            .response_limit(limit);
        let error = request
            .send()
            .await
            .expect_err("a body that cannot be read");
        match too_large {
            true => assert!(
                matches!(error.kind(), ErrorKind::TooLarge(10_000)),
                "{error:?}"
            ),
            false => assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}"),
        }
    }
}

#[tokio::test]
async fn a_response_without_a_body_may_say_gzip() {
    let server = Served::start(None, |_| {
        let mut response = ok("");
        let encoding = http::HeaderValue::from_static("gzip");
        response.headers_mut().insert("content-encoding", encoding);
        response
    })
    .await;
    for method in [Method::HEAD, Method::POST] {
        let request = plain(&server).raw_request(method).returning::<()>();
        request.send().await.expect("a success");
    }
}

fn pieces(count: usize, length: Option<u64>) -> RequestBody {
    let pieces = (0..count).map(|_| Ok::<_, BoxError>(Bytes::from(vec![b'x'; 1000])));
    RequestBody::new(stream::iter(pieces), length)
}

#[tokio::test]
async fn a_body_is_sent_piece_by_piece_with_its_length_or_in_chunks() {
    let server = Served::start(None, |_| ok("{}")).await;
    for length in [Some(50_000), None] {
        let request = plain(&server).raw_request(Method::PUT);
        let request = request.body_stream("video/mp4", pieces(50, length));
        request.send().await.expect("a success");
    }
    let requests = server.requests();
    for request in &requests {
        assert_eq!(request.body().len(), 50_000);
        assert_eq!(request.headers()["content-type"], "video/mp4");
    }
    assert_eq!(requests[0].headers()["content-length"], "50000");
    assert_eq!(requests[1].headers()["transfer-encoding"], "chunked");
}

#[tokio::test]
async fn a_body_of_another_length_than_it_says_never_arrives() {
    for count in [49, 51] {
        let server = Served::start(None, |_| ok("{}")).await;
        let request = plain(&server).raw_request(Method::PUT);
        let request = request.body_stream("video/mp4", pieces(count, Some(50_000)));
        let error = request.send().await.expect_err("another length");
        assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_had_again_is_sent_once() {
    for status in [401, 429, 503] {
        let server = Served::start(None, move |_| {
            let mut response = ok("");
            *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
            response
        })
        .await;
        let request = plain(&server).raw_request(Method::PUT);
        let request = request.body_stream("video/mp4", pieces(3, None));
        let error = request.send().await.expect_err("a failure");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(server.requests().len(), 1);
    }
}

/// Counts what goes over the transport of this crate.
struct Counting(HttpTransport, Arc<AtomicUsize>);

impl Transport for Counting {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.send(request)
    }
}

#[tokio::test]
async fn the_transport_can_be_wrapped() {
    let server = Served::start(None, |_| ok("{}")).await;
    let count = Arc::new(AtomicUsize::new(0));
    let transport = HttpTransport::builder().build().expect("a transport");
    let client = builder(&server, "http").transport(Counting(transport, count.clone()));
    let tokens = tokens(client.build().expect("a client"));
    token::succeed(&tokens).await;
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[test]
fn settings_of_the_transport_beside_another_transport_are_an_error() {
    let transport = HttpTransport::builder().build().expect("a transport");
    let builder = Client::builder(StaticToken::new(TOKEN)).transport(transport);
    let error = builder.connect_timeout(Duration::from_secs(1)).build();
    let error = error.expect_err("two transports");
    assert!(
        error.to_string().contains("HttpTransport::builder"),
        "{error}"
    );
    let error = Client::sans_io().timeout(Duration::from_secs(1)).build();
    let error = error.expect_err("a client that sends nothing");
    assert!(error.to_string().contains("`timeout`"), "{error}");
}
