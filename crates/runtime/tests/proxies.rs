//! Requests that go over a proxy, and those that do not.

#![cfg(feature = "client")]

mod served;
mod support;
mod token;

use std::process::Command;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use graphwright::retry::RetryPolicy;
use graphwright::{Client, ClientBuilder, ErrorKind, Method, NotSent, Proxy, StaticToken};
use served::{Served, Tls, certificate};
use support::{Canned, Loopback, TOKEN};
use token::tokens;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

/// A proxy that leads every tunnel to one port of this machine, and keeps the heads of what it was asked.
#[derive(Clone)]
struct Tunnels {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Tunnels {
    async fn start(target: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let proxy = Self {
            port: listener.local_addr().expect("its address").port(),
            heads: Arc::default(),
        };
        let heads = proxy.heads.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let heads = heads.clone();
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        match stream.read_u8().await {
                            Ok(byte) => head.push(byte),
                            Err(_) => return,
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let tunnel = head.starts_with("CONNECT ");
                    heads.lock().expect("the heads").push(head);
                    if !tunnel {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                        let _ = stream.write_all(answer).await;
                        return;
                    }
                    let mut onward = TcpStream::connect(("localhost", target))
                        .await
                        .expect("a way");
                    let opened = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
                    if opened.is_ok() {
                        let _ = copy_bidirectional(&mut stream, &mut onward).await;
                    }
                });
            }
        });
        proxy
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("the heads").clone()
    }
}

fn once() -> ClientBuilder {
    Client::builder(StaticToken::new(TOKEN)).retry(RetryPolicy::never())
}

async fn serve(host: &str) -> (Served, Vec<u8>) {
    let own = certificate(host);
    let tls = Tls {
        own: &own,
        clients: None,
        protocols: &["h2"],
    };
    let server = Served::start(Some(tls), |_| http::Response::new(Bytes::from("{}"))).await;
    (server, own.cert.der().to_vec())
}

#[tokio::test]
async fn a_request_over_tls_goes_through_a_tunnel_and_the_service_sees_no_password() {
    let (server, root) = serve("localhost").await;
    let proxy = Tunnels::start(server.port()).await;
    let url = format!("http://user:secret@127.0.0.1:{}", proxy.port);
    let endpoint = format!("https://localhost:{}", server.port());
    let client = once().endpoint(endpoint);
    let client = client.root_certificate(root).proxy(Proxy::at(url));
    let tokens = tokens(client.build().expect("a client"));
    token::succeed(&tokens).await;
    let heads = proxy.heads();
    let first = format!("CONNECT localhost:{} HTTP/1.1\r\n", server.port());
    assert!(heads[0].starts_with(&first), "{heads:?}");
    let head = heads[0].to_ascii_lowercase();
    assert!(
        head.contains("proxy-authorization: basic dxnlcjpzzwnyzxq="),
        "{head}"
    );
    assert!(!head.contains(TOKEN));
    let request = &server.requests()[0];
    assert_eq!(request.version(), http::Version::HTTP_2);
    assert!(!request.headers().contains_key("proxy-authorization"));
}

#[tokio::test]
async fn an_excepted_host_is_reached_without_the_proxy_and_so_is_all_with_none() {
    let (server, root) = serve("localhost").await;
    let proxy = Tunnels::start(server.port()).await;
    let url = format!("http://127.0.0.1:{}", proxy.port);
    for way in [
        Proxy::at(&url).except("corp.example, localhost"),
        Proxy::none(),
    ] {
        let endpoint = format!("https://localhost:{}", server.port());
        let client = once().endpoint(endpoint);
        let client = client.root_certificate(root.clone()).proxy(way);
        let tokens = tokens(client.build().expect("a client"));
        token::succeed(&tokens).await;
    }
    assert!(proxy.heads().is_empty());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn plain_http_to_this_machine_goes_over_no_proxy_and_to_others_as_a_whole_url() {
    let server = Served::start(None, |_| http::Response::new(Bytes::from("{}"))).await;
    let proxy = Tunnels::start(1).await;
    let url = format!("http://user:secret@127.0.0.1:{}", proxy.port);
    let client = once()
        .endpoint(format!("http://localhost:{}", server.port()))
        .proxy(Proxy::at(&url));
    let own = tokens(client.build().expect("a client"));
    own.raw_request(Method::GET)
        .send()
        .await
        .expect("a success");
    assert_eq!((proxy.heads().len(), server.requests().len()), (0, 1));

    let client = once().proxy(Proxy::at(&url));
    let other = graphwright::ServiceClient::new(
        client.build().expect("a client"),
        "http://service.example",
    );
    other
        .request(Method::GET, "/x")
        .send()
        .await
        .expect("a success");
    let heads = proxy.heads();
    assert!(
        heads[0].starts_with("GET http://service.example/x HTTP/1.1\r\n"),
        "{heads:?}"
    );
    assert!(
        heads[0]
            .to_ascii_lowercase()
            .contains("proxy-authorization: basic "),
        "{heads:?}"
    );
    assert!(!heads[0].contains(TOKEN));
}

#[tokio::test]
async fn a_proxy_that_refuses_is_an_error_of_which_nothing_was_sent() {
    let (server, root) = serve("localhost").await;
    let refusing = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = refusing.local_addr().expect("its address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = refusing.accept().await {
            let answer = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
            let _ = stream.write_all(answer).await;
        }
    });
    let endpoint = format!("https://localhost:{}", server.port());
    let client = once().endpoint(endpoint);
    let client = client
        .root_certificate(root)
        .proxy(Proxy::at(format!("http://127.0.0.1:{port}")));
    let tokens = tokens(client.build().expect("a client"));
    let error = tokens
        .raw_request(Method::GET)
        .send()
        .await
        .expect_err("no tunnel");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
    let source = std::error::Error::source(&error).expect("a source");
    let not_sent = source.downcast_ref::<NotSent>().expect("of that type");
    assert!(not_sent.is_for_good(), "{error:?}");
    let why = std::error::Error::source(not_sent).map(ToString::to_string);
    assert!(why.is_some_and(|why| why.contains("asks for sign-in (407)")));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_stands_before_a_service_and_asks_for_sign_in_is_an_error_and_not_asked_again() {
    for status in [407, 511] {
        let server = Loopback::bind()
            .await
            .answer(move |_| Canned::status(status));
        let core = Client::builder(StaticToken::new(TOKEN)).endpoint(server.origin());
        let tokens = tokens(core.build().expect("a client"));
        for method in [Method::GET, Method::PATCH, Method::POST] {
            let before = server.requests().len();
            let error = tokens.raw_request(method).send().await;
            let error = error.expect_err("no response of the service");
            assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
            let said = format!("asks for sign-in ({status})");
            assert!(format!("{error:?}").contains(&said), "{error:?}");
            assert_eq!(server.requests().len(), before + 1);
        }
    }
}

/// Where the program that this test starts of itself is to go.
const TARGET: &str = "GRAPHWRIGHT_TEST_ROOT";

/// Runs as two programs: the test, and one that it starts with proxies in its environment.
#[tokio::test]
async fn the_environment_names_proxies_and_hosts_that_are_reached_without_one() {
    if let Some(root) = std::env::var_os(TARGET) {
        let root = std::fs::read(root).expect("the certificate");
        let client = once().root_certificate(root);
        let client = client.build().expect("a client");
        let get = |host: &str| {
            let service = graphwright::ServiceClient::new(client.clone(), host);
            service.request(Method::GET, "/x").send()
        };
        get("https://service.example").await.expect("a success");
        get("https://other.invalid")
            .await
            .expect_err("no such host");
        return;
    }
    let (server, root) = serve("service.example").await;
    let proxy = Tunnels::start(server.port()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("root.der");
    std::fs::write(&file, root).expect("the certificate");
    let url = format!("http://127.0.0.1:{}", proxy.port);
    let program = std::env::current_exe().expect("this program");
    let done = tokio::task::spawn_blocking(move || {
        Command::new(program)
            .args([
                "--exact",
                "the_environment_names_proxies_and_hosts_that_are_reached_without_one",
            ])
            .env(TARGET, &file)
            .env("HTTPS_PROXY", url)
            .env("NO_PROXY", "localhost,.invalid")
            .env_remove("REQUEST_METHOD")
            .output()
    });
    let output = done.await.expect("the program").expect("the program");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "{heads:?}");
    assert!(
        heads[0].starts_with("CONNECT service.example:443 HTTP/1.1\r\n"),
        "{heads:?}"
    );
}
