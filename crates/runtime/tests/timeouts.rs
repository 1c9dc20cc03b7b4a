//! How long a request may take: to connect, to hear something, and as a whole.

#![cfg(feature = "client")]

mod support;
mod token;

use std::time::{Duration, Instant};

use bytes::Bytes;
use graphwright::{Client, ClientBuilder, ErrorKind, Method, NotSent, Request, StaticToken};
use support::{Canned, Loopback, TOKEN};
use token::tokens;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SHORT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(60);

/// A server that sends `answer` to each request and then nothing, with the connection open.
async fn stalling(answer: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("its address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut bytes = [0; 1024];
                while let Ok(1..) = stream.read(&mut bytes).await {
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            });
        }
    });
    address.to_string()
}

fn builder(endpoint: String) -> ClientBuilder {
    Client::builder(StaticToken::new(TOKEN))
        .endpoint(endpoint)
        .retry(graphwright::retry::RetryPolicy::never())
}

fn media(builder: ClientBuilder) -> Request<Bytes> {
    let tokens = tokens(builder.build().expect("a client"));
    tokens.raw_request(Method::POST).returning()
}

const HALF: &str = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n12345";

#[tokio::test]
async fn a_connection_that_does_not_come_about_takes_the_connect_timeout() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = silent.local_addr().expect("its address");
    let builder = builder(format!("https://{address}")).connect_timeout(SHORT);
    let since = Instant::now();
    let error = media(builder).send().await.expect_err("no TLS");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
    let source = std::error::Error::source(&error).expect("a source");
    assert!(source.is::<NotSent>(), "{error:?}");
    assert!(since.elapsed() < LONG);
}

#[tokio::test]
async fn nothing_may_come_for_the_read_timeout_before_the_head_and_within_the_body() {
    for answer in ["", "HTTP/1.1 200 OK\r\n", HALF] {
        let endpoint = format!("http://{}", stalling(answer).await);
        let of_client = media(builder(endpoint.clone()).read_timeout(SHORT));
        let of_request = media(builder(endpoint).read_timeout(LONG)).read_timeout(SHORT);
        for request in [of_client, of_request] {
            let error = request.send().await.expect_err("a response that stalls");
            assert!(
                matches!(error.kind(), ErrorKind::Timeout(SHORT)),
                "{error:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_attempt_and_the_whole_request_have_their_own_timeouts() {
    let endpoint = format!("http://{}", stalling(HALF).await);
    let builder = || builder(endpoint.clone());
    for request in [
        media(builder().timeout(SHORT)),
        media(builder().timeout(LONG)).timeout(SHORT),
        media(builder().total_timeout(SHORT)),
        media(builder()).total_timeout(SHORT),
        media(builder().total_timeout(LONG)).total_timeout(SHORT),
    ] {
        let error = request.send().await.expect_err("a response that stalls");
        assert!(
            matches!(error.kind(), ErrorKind::Timeout(SHORT)),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_read_piece_by_piece_has_the_read_timeout_for_each() {
    let endpoint = format!("http://{}", stalling(HALF).await);
    let builder = builder(endpoint).timeout(LONG).read_timeout(SHORT);
    let mut stream = media(builder).stream().await.expect("a head").value;
    assert_eq!(
        &stream.next().await.expect("a piece").expect("a piece")[..],
        b"12345"
    );
    // Who waits before asking is not late.
    tokio::time::sleep(2 * SHORT).await;
    let error = stream
        .next()
        .await
        .expect("an end")
        .expect_err("a piece that stalls");
    assert!(
        matches!(error.kind(), ErrorKind::Timeout(SHORT)),
        "{error:?}"
    );
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_response_within_its_timeouts_is_read() {
    let reply = Canned::json(200, "{}").after(SHORT / 3);
    let server = Loopback::start(vec![reply]).await;
    let client = support::builder(&server)
        .read_timeout(LONG)
        .total_timeout(LONG)
        .timeout(LONG);
    media(client).send().await.expect("a success");
}
