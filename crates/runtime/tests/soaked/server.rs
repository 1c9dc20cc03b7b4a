//! The server of a soak. It runs on a thread of its own, and counts what it saw.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::batch;
use super::plan::{Fault, Planned};

/// The requests and connections that the server saw.
pub(crate) struct Seen {
    /// The attempts of each request.
    attempts: Vec<AtomicU8>,
    /// The connections that are open.
    open: AtomicUsize,
    /// All connections that there were.
    connections: AtomicUsize,
}

impl Seen {
    pub(crate) fn attempts(&self, request: usize) -> u8 {
        self.attempts[request].load(Ordering::SeqCst)
    }

    /// Counts an attempt of a request, and returns what the server is to do wrong with it.
    fn fault(&self, request: usize) -> Option<Fault> {
        let attempt = self.attempts[request].fetch_add(1, Ordering::SeqCst) + 1;
        Planned(request).fault(attempt)
    }

    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// Starts the server, and returns its origin. It ends with the process.
pub(crate) fn start(requests: usize) -> io::Result<(String, Arc<Seen>)> {
    let seen = Arc::new(Seen {
        attempts: (0..requests).map(|_| AtomicU8::new(0)).collect(),
        open: AtomicUsize::new(0),
        connections: AtomicUsize::new(0),
    });
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let origin = format!("http://{}", listener.local_addr()?);
    let serving = seen.clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    std::thread::spawn(move || runtime.block_on(accept(listener, serving)));
    Ok((origin, seen))
}

async fn accept(listener: std::net::TcpListener, seen: Arc<Seen>) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let seen = seen.clone();
        tokio::spawn(async move {
            seen.connections.fetch_add(1, Ordering::SeqCst);
            seen.open.fetch_add(1, Ordering::SeqCst);
            // A client that goes away is what the test looks at, by the count of those that are open.
            let _ = serve(stream, &seen).await;
            seen.open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

/// The number in a path such as `/items/7`, where the request is one of those that are counted.
pub(super) fn number(target: &str) -> Option<usize> {
    target.rsplit_once("/counted/")?.1.parse().ok()
}

async fn serve(mut stream: TcpStream, seen: &Seen) -> io::Result<()> {
    let mut unread = Vec::with_capacity(4096);
    loop {
        let end = loop {
            if let Some(at) = unread.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut unread).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&unread[..end]).into_owned();
        let mut words = head.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let number = number(words.next().unwrap_or_default());
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse().ok())?
        });
        let length: usize = length.unwrap_or(0);
        while unread.len() < end + length {
            if stream.read_buf(&mut unread).await? == 0 {
                return Ok(());
            }
        }
        let body: Vec<u8> = unread.drain(..end + length).skip(end).collect();
        if head.contains("/$batch ") {
            let answers = batch::answers(&body, |number| seen.fault(number));
            let length = answers.len();
            let whole = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{answers}"
            );
            stream.write_all(whole.as_bytes()).await?;
            continue;
        }
        let fault = number.and_then(|number| seen.fault(number));
        if !answer(&mut stream, &method, number.unwrap_or(0), fault).await? {
            return Ok(());
        }
    }
}

/// The item of that number.
pub(super) fn item(number: usize) -> String {
    format!(r#"{{"id":{number},"displayName":"item {number}","state":"active"}}"#)
}

/// Answers, and returns whether the connection goes on.
async fn answer(
    stream: &mut TcpStream,
    method: &str,
    number: usize,
    fault: Option<Fault>,
) -> io::Result<bool> {
    let body = item(number);
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
    match fault {
        None if method == "DELETE" => stream.write_all(b"HTTP/1.1 204 Gone\r\n\r\n").await?,
        Some(Fault::CutJson) if method == "DELETE" => {
            stream.write_all(b"HTTP/1.1 204 Gone\r\n\r\n").await?;
        }
        None => {
            let whole = format!("{head} {length}\r\n\r\n{body}");
            stream.write_all(whole.as_bytes()).await?;
        }
        Some(Fault::Status(status, says_when)) => {
            let after = if says_when {
                "retry-after: 0.01\r\n"
            } else {
                ""
            };
            let refused = format!("HTTP/1.1 {status} No\r\n{after}content-length: 0\r\n\r\n");
            stream.write_all(refused.as_bytes()).await?;
        }
        Some(Fault::CutJson) => {
            let cut = &body[..length / 2];
            let whole = format!("{head} {}\r\n\r\n{cut}", cut.len());
            stream.write_all(whole.as_bytes()).await?;
        }
        Some(Fault::Reset) => {
            stream.set_zero_linger()?;
            return Ok(false);
        }
        Some(Fault::MidHead) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-").await?;
            return Ok(false);
        }
        Some(Fault::MidBody) => {
            let part = format!("{head} {length}\r\n\r\n{}", &body[..length / 2]);
            stream.write_all(part.as_bytes()).await?;
            return Ok(false);
        }
    }
    Ok(true)
}
