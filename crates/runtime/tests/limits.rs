//! How much of a response is read, and how long.

#![cfg(feature = "client")]

mod support;
mod token;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use graphwright::{
    BoxError, BoxFuture, ByteStream, Client, Error, ErrorKind, Method, Request, RequestBody,
    ResponseBody, StaticToken, Transport,
};
use support::{Canned, Loopback, TOKEN, builder};
use token::tokens;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn media(core: Client) -> Request<Bytes> {
    tokens(core).request(Method::GET)
}

fn is_too_large(error: &Error, limit: u64) -> bool {
    matches!(error.kind(), ErrorKind::TooLarge(bytes) if *bytes == limit)
}

/// The origin of a server that sends `head`, and then `piece` again and again until nobody reads it.
async fn endless(head: &'static str, piece: &'static [u8], pause: Duration) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("its address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await.expect("a request");
            let head = format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n");
            let mut sent = stream.write_all(head.as_bytes()).await;
            while sent.is_ok() {
                tokio::time::sleep(pause).await;
                sent = stream.write_all(piece).await;
            }
        }
    });
    origin
}

fn at(origin: String) -> graphwright::ClientBuilder {
    Client::builder(StaticToken::new(TOKEN))
        .endpoint(origin)
        .retry(graphwright::retry::RetryPolicy::never())
}

#[tokio::test]
async fn a_body_without_end_is_read_no_further_than_the_limit() {
    let origin = endless("200 OK", &[b' '; 1 << 16], Duration::ZERO).await;
    let core = at(origin).build().expect("a client");
    let begun = Instant::now();
    let request = tokens(core.clone()).raw_request(Method::GET);
    let error = request.send().await.expect_err("it has no end");
    assert!(is_too_large(&error, 128 << 20), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let shown = error.to_string();
    assert!(shown.contains("`Request::response_limit`"), "{shown}");
    assert!(begun.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn a_client_and_a_request_have_limits_of_their_own() {
    // Of the client, of the request, and whether 1,000 bytes may come.
    let table = [
        (None, None, true),
        (Some(1000), None, true),
        (Some(999), None, false),
        (Some(999), Some(1000), true),
        (Some(1000), Some(999), false),
        (Some(0), Some(u64::MAX), true),
    ];
    for (of_client, of_request, fits) in table {
        let reply = Canned::new(200).body([7; 1000]);
        let server = Loopback::start(vec![reply]).await;
        let mut core = builder(&server);
        if let Some(limit) = of_client {
            core = core.response_limit(limit);
        }
        let mut request = media(core.build().expect("a client"));
        if let Some(limit) = of_request {
            request = request.response_limit(limit);
        }
        match request.optional().returning::<Bytes>().send().await {
            Ok(body) => assert!(fits && body.len() == 1000, "{of_client:?} {of_request:?}"),
            Err(error) => {
                let limit = of_request.or(of_client).expect("a limit");
                assert!(!fits && is_too_large(&error, limit), "{error:?}");
            }
        }
    }
}

#[tokio::test]
async fn of_a_failure_whose_body_is_too_large_the_beginning_is_kept() {
    let reply = Canned::new(503).body("down").header("retry-after", "7");
    let server = Loopback::start(vec![reply]).await;
    let core = builder(&server).response_limit(3);
    let request = media(core.build().expect("a client"));
    let error = request.send().await.expect_err("a failure");
    let ErrorKind::Service(said) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(said.retry_after.as_deref(), Some("7"));
    let origin = endless("500 Down", &[b'x'; 1 << 10], Duration::ZERO).await;
    let core = at(origin).response_limit(1 << 20);
    let request = media(core.build().expect("a client"));
    let error = request.send().await.expect_err("a failure");
    assert!(matches!(error.kind(), ErrorKind::Service(_)), "{error:?}");
    assert!(error.body().len() <= 1 << 20);
}

#[tokio::test]
async fn a_body_that_takes_too_long_is_out_of_time_whatever_its_status() {
    for head in ["200 OK", "404 Not Found"] {
        let origin = endless(head, b" ", Duration::from_millis(10)).await;
        let core = at(origin).timeout(Duration::from_millis(200));
        let request = media(core.build().expect("a client"));
        let error = request.send().await.expect_err("it is late");
        assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_stream_has_no_limit_and_each_piece_has_its_time() {
    let origin = endless("200 OK", &[1; 1000], Duration::from_millis(50)).await;
    let core = at(origin)
        .timeout(Duration::from_millis(400))
        .response_limit(10);
    let core = core.build().expect("a client");
    let response = media(core).stream().await.expect("a head");
    assert_eq!(response.status, 200);
    let mut stream: ByteStream = response.value;
    let begun = Instant::now();
    let mut length = 0;
    while begun.elapsed() < Duration::from_millis(800) {
        let piece = stream.next().await.expect("a piece").expect("no error");
        length += piece.len();
    }
    assert!(length > 5000, "{length}");
}

#[tokio::test]
async fn who_waits_for_ever_says_so_by_the_longest_time() {
    let origin = endless("200 OK", &[1; 10], Duration::from_millis(50)).await;
    let core = at(origin).timeout(Duration::MAX).response_limit(5);
    let core = core.build().expect("a client");
    let mut stream = media(core.clone()).stream().await.expect("a head").value;
    assert!(stream.next().await.expect("a piece").is_ok());
    drop(stream);
    let error = media(core).send().await.expect_err("it has no end");
    assert!(is_too_large(&error, 5), "{error:?}");
}

#[tokio::test]
async fn a_stream_ends_after_its_last_piece_and_after_an_error() {
    let server = Loopback::start(vec![Canned::new(200).body([7; 100_000])]).await;
    let core = builder(&server).build().expect("a client");
    let mut stream = media(core).stream().await.expect("a head").value;
    let mut length = 0;
    while let Some(piece) = stream.next().await {
        length += piece.expect("no error").len();
    }
    assert_eq!(length, 100_000);
    assert!(stream.next().await.is_none());

    let origin = endless("200 OK", b"1", Duration::from_secs(60)).await;
    let core = at(origin).timeout(Duration::from_millis(50));
    let core = core.build().expect("a client");
    let mut stream = media(core).stream().await.expect("a head").value;
    let error = stream.next().await.expect("an end").expect_err("it stalls");
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_failure_is_an_error_before_a_stream_begins() {
    let body = r#"{"error":{"code":"itemNotFound","message":"Gone."}}"#;
    let server = Loopback::start(vec![Canned::json(404, body)]).await;
    let core = builder(&server).build().expect("a client");
    let error = media(core).stream().await.expect_err("a failure");
    assert!(error.to_string().contains("itemNotFound"), "{error}");
}

/// What another transport gives: pieces of so many bytes without end, as a decompressor does of little.
#[derive(Clone)]
struct Pieces {
    length: usize,
    given: Arc<AtomicUsize>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.given.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(vec![b' '; self.length].into())))
    }
}

impl Transport for Pieces {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        let body = ResponseBody::new(self.clone());
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

#[tokio::test]
async fn the_limit_holds_for_what_any_transport_gives() {
    for (length, read) in [(100, 11), (1001, 1), (0, 1001)] {
        let given = Arc::new(AtomicUsize::new(0));
        let pieces = Pieces {
            length,
            given: given.clone(),
        };
        let core = Client::builder(StaticToken::new(TOKEN)).transport(pieces);
        let core = core.response_limit(1000).build().expect("a client");
        let error = media(core).send().await.expect_err("it has no end");
        assert!(is_too_large(&error, 1000), "{error:?}");
        assert_eq!(given.load(Ordering::SeqCst), read, "pieces of {length}");
    }
}
