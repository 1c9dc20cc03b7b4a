//! A small HTTP/1.1 server on this machine that answers from a script and keeps what it was asked.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use graphwright::retry::RetryPolicy;
use graphwright::{Client, ClientBuilder, StaticToken};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

/// What `client` signs in with.
pub(crate) const TOKEN: &str = "secret-token";

/// A client that sends everything to `server`.
pub(crate) fn client(server: &Loopback) -> Client {
    builder(server).build().expect("a client")
}

/// The same before it is built. It sends each request once.
pub(crate) fn builder(server: &Loopback) -> ClientBuilder {
    Client::builder(StaticToken::new(TOKEN))
        .endpoint(server.origin())
        .retry(RetryPolicy::never())
}

/// One reply of the script.
#[derive(Clone)]
pub(crate) struct Canned {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
}

impl Canned {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::new(status)
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::new(status)
            .header("content-type", "application/json")
            .body(body)
    }

    #[must_use]
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub(crate) fn body(mut self, body: impl AsRef<[u8]>) -> Self {
        self.body = body.as_ref().to_vec();
        self
    }

    /// Sends it only after that time.
    #[must_use]
    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Scripted\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // A 204 has no length (RFC 9110, 8.6).
        if self.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        [head.as_bytes(), &self.body].concat()
    }
}

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    /// Path and query, as they were sent.
    pub(crate) target: String,
    /// Names are in lower case; the order is that of the request.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Recorded {
    /// The value of the header. It must not be there twice.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(known, _)| known == name);
        let first = all.next().map(|(_, value)| value.as_str());
        assert_eq!(all.next(), None, "`{name}` was sent twice");
        first
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }
}

/// What is replied, and the requests that it answered.
pub(crate) struct Script {
    answer: Box<dyn Fn(&Recorded) -> Canned + Send + Sync>,
    requests: Mutex<Vec<Recorded>>,
    connections: AtomicUsize,
}

impl Script {
    /// Replies in their order. When the script is over, each reply is a 599.
    pub(crate) fn new(replies: Vec<Canned>) -> Arc<Self> {
        let replies = Mutex::new(VecDeque::from(replies));
        Self::answering(move |_| {
            let reply = replies.lock().expect("the replies").pop_front();
            reply.unwrap_or_else(|| Canned::new(599))
        })
    }

    /// What `answer` says to each request.
    fn answering(answer: impl Fn(&Recorded) -> Canned + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            answer: Box::new(answer),
            requests: Mutex::new(Vec::new()),
            connections: AtomicUsize::new(0),
        })
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().expect("the requests").clone()
    }

    /// Answers what comes over `stream` until it ends.
    pub(crate) async fn play(
        &self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin,
    ) -> io::Result<()> {
        self.connections.fetch_add(1, Ordering::SeqCst);
        let mut unread = Vec::new();
        while let Some(request) = receive(&mut stream, &mut unread).await? {
            let reply = (self.answer)(&request);
            self.requests.lock().expect("the requests").push(request);
            tokio::time::sleep(reply.delay).await;
            stream.write_all(&reply.to_bytes()).await?;
            stream.flush().await?;
        }
        Ok(())
    }
}

/// The server. It ends with the runtime of the test.
pub(crate) struct Loopback {
    origin: String,
    script: Arc<Script>,
}

impl Loopback {
    pub(crate) async fn start(replies: Vec<Canned>) -> Self {
        Self::bind().await.run(replies)
    }

    /// A server whose origin is known before its replies are, for replies that lead back to it.
    pub(crate) async fn bind() -> Bound {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        Bound {
            origin: format!("http://{address}"),
            listener,
        }
    }

    /// Such as `http://127.0.0.1:49152`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.script.requests()
    }

    /// The request, of which there must be one.
    pub(crate) fn request(&self) -> Recorded {
        let mut all = self.requests();
        assert_eq!(all.len(), 1, "one request is expected: {all:#?}");
        all.remove(0)
    }

    pub(crate) fn connections(&self) -> usize {
        self.script.connections.load(Ordering::SeqCst)
    }
}

/// A server that does not run yet.
pub(crate) struct Bound {
    origin: String,
    listener: TcpListener,
}

impl Bound {
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    pub(crate) fn run(self, replies: Vec<Canned>) -> Loopback {
        self.play(Script::new(replies))
    }

    /// A server that looks at each request before it answers.
    pub(crate) fn answer(
        self,
        answer: impl Fn(&Recorded) -> Canned + Send + Sync + 'static,
    ) -> Loopback {
        self.play(Script::answering(answer))
    }

    fn play(self, script: Arc<Script>) -> Loopback {
        let playing = script.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = self.listener.accept().await {
                let script = playing.clone();
                tokio::spawn(async move { script.play(stream).await });
            }
        });
        Loopback {
            origin: self.origin,
            script,
        }
    }
}

/// The next request; `None` when the client has closed the connection.
async fn receive(
    stream: &mut (impl AsyncRead + Unpin),
    unread: &mut Vec<u8>,
) -> io::Result<Option<Recorded>> {
    let end = loop {
        if let Some(at) = unread.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(unread).await? == 0 {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&unread[..end]).into_owned();
    unread.drain(..end + 4);
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method = first.next().unwrap_or_default().to_owned();
    let target = first.next().unwrap_or_default().to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    while unread.len() < length {
        if stream.read_buf(unread).await? == 0 {
            return Ok(None);
        }
    }
    let body = unread.drain(..length).collect();
    Ok(Some(Recorded {
        method,
        target,
        headers,
        body,
    }))
}
