//! A server on this machine that fails as it is told, and a clock that passes by itself.

// Each test binary uses a part of it.
#![allow(dead_code)]

pub(crate) mod rows;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use graphwright::{BoxFuture, Client, ClientBuilder, Clock, StaticToken};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The read timeout of [`builder`], which passes on the real clock.
pub(crate) const STALL: Duration = Duration::from_millis(150);

/// What the server does with a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Sends these bytes, and reads the next request.
    Reply(Vec<u8>),
    /// Sends these bytes, and ends the connection.
    Break(Vec<u8>),
    /// Sends these bytes, and nothing more.
    Stall(Vec<u8>),
}

/// A response with these lines in its head.
pub(crate) fn response(status: u16, lines: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Told\r\n{lines}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

pub(crate) fn reply(status: u16, lines: &str, body: impl AsRef<[u8]>) -> Act {
    Act::Reply(response(status, lines, body))
}

/// An answer in JSON.
pub(crate) fn json(body: &str) -> Act {
    reply(200, "content-type: application/json\r\n", body)
}

/// The server; where its acts end, it answers with `{}`. It ends with the runtime of the test.
#[derive(Clone)]
pub(crate) struct Faulty {
    origin: String,
    acts: Arc<Mutex<VecDeque<Act>>>,
    heads: Arc<Mutex<Vec<String>>>,
    bodies: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Faulty {
    pub(crate) async fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let server = Self {
            origin: format!("http://{address}"),
            acts: Arc::new(Mutex::new(acts.into_iter().collect())),
            heads: Arc::default(),
            bodies: Arc::default(),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move { serving.serve(stream).await });
            }
        });
        server
    }

    /// Ends when the client goes away, or as it is told.
    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        loop {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.ok()?);
            }
            let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.split('\r').next()?.parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            stream.read_exact(&mut body).await.ok()?;
            self.heads.lock().expect("the heads").push(head);
            self.bodies.lock().expect("the bodies").push(body);
            let act = self.acts.lock().expect("the acts").pop_front();
            match act.unwrap_or_else(|| json("{}")) {
                Act::Reply(bytes) => stream.write_all(&bytes).await.ok()?,
                Act::Break(bytes) => return stream.write_all(&bytes).await.ok(),
                Act::Stall(bytes) => {
                    stream.write_all(&bytes).await.ok()?;
                    std::future::pending::<()>().await;
                }
            }
        }
    }

    /// The last thing that it does, again and again.
    pub(crate) fn then(&self, act: Act) {
        self.acts.lock().expect("the acts").push_back(act);
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The bodies of all requests.
    pub(crate) fn bodies(&self) -> Vec<Vec<u8>> {
        self.bodies.lock().expect("the bodies").clone()
    }

    /// The heads of all requests, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("the heads").clone()
    }
}

/// A clock that passes at once where somebody waits. The timeouts of [`builder`] alone take real time, or for ever.
#[derive(Clone, Default)]
pub(crate) struct Passing(Arc<Mutex<Vec<Duration>>>);

impl Passing {
    /// What was waited for between attempts.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().expect("the waits").clone()
    }
}

impl Clock for Passing {
    fn now(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        if time == Duration::MAX {
            return Box::pin(std::future::pending());
        }
        if time == STALL {
            return Box::pin(tokio::time::sleep(STALL));
        }
        let waits = self.0.clone();
        Box::pin(async move { waits.lock().expect("the waits").push(time) })
    }
}

/// A client that sends everything to that origin, and goes by that clock.
pub(crate) fn builder(origin: &str, clock: &Passing) -> ClientBuilder {
    let client = Client::builder(StaticToken::new("secret-token")).endpoint(origin);
    client
        .clock(clock.clone())
        .timeout(Duration::MAX)
        .read_timeout(STALL)
}
