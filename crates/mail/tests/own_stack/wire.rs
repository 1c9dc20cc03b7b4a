//! HTTP/1.1 over sockets that do not block: a connection for each request, and bodies with a length.

use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::task::Poll;

use graphwright::http::{Request, Response};
use graphwright::{BoxError, Bytes};

/// What of a response is read at once.
const PIECE: usize = 16 * 1024;

/// Sends a request, and returns the response once its head is there.
pub(super) async fn send(request: Request<Bytes>) -> Result<Response<Body>, BoxError> {
    let (head, body) = request.into_parts();
    let authority = head.uri.authority().ok_or("no host")?.as_str();
    let mut stream = TcpStream::connect(authority)?;
    stream.set_nonblocking(true)?;
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut bytes =
        format!("{} {target} HTTP/1.1\r\nhost: {authority}\r\n", head.method).into_bytes();
    for (name, value) in &head.headers {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&body);
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        let written = ready(|| stream.write(rest)).await?;
        rest = &rest[written..];
    }
    let mut read = Vec::new();
    let end = loop {
        if let Some(end) = read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break end;
        }
        if more(&mut stream, &mut read).await? == 0 {
            return Err("the connection was closed before the response".into());
        }
    };
    let (response, length) = head_of(std::str::from_utf8(&read[..end])?)?;
    let ready = read.split_off(end + 4);
    let left = length.saturating_sub(ready.len());
    Ok(response.body(Body {
        stream,
        ready,
        left,
    })?)
}

/// Reads the head of a response, and the length of its body.
fn head_of(text: &str) -> Result<(graphwright::http::response::Builder, usize), BoxError> {
    let mut lines = text.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let mut response = Response::builder().status(status.ok_or("no status")?);
    let mut length = 0;
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse()?;
        }
        response = response.header(name, value.trim());
    }
    Ok((response, length))
}

/// The body of a response, which is still coming.
pub(super) struct Body {
    stream: TcpStream,
    /// What has come with the head.
    ready: Vec<u8>,
    left: usize,
}

impl Body {
    /// Returns the next piece; `None` at the end.
    pub(super) async fn piece(&mut self) -> Result<Option<Vec<u8>>, BoxError> {
        let mut piece = std::mem::take(&mut self.ready);
        if piece.is_empty() && self.left > 0 {
            let length = more(&mut self.stream, &mut piece).await?;
            if length == 0 {
                return Err("the connection was closed within the response".into());
            }
            self.left = self.left.saturating_sub(length);
        }
        Ok(Some(piece).filter(|piece| !piece.is_empty()))
    }

    /// Returns all that comes.
    pub(super) async fn whole(mut self) -> Result<Vec<u8>, BoxError> {
        let mut whole = Vec::new();
        while let Some(piece) = self.piece().await? {
            whole.extend(piece);
        }
        Ok(whole)
    }
}

/// Reads what has come, and returns how much it was.
async fn more(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<usize> {
    let mut piece = vec![0; PIECE];
    let length = ready(|| stream.read(&mut piece)).await?;
    read.extend_from_slice(&piece[..length]);
    Ok(length)
}

/// Does what may have to wait for the other end.
async fn ready<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    poll_fn(|_| match work() {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
        done => Poll::Ready(done),
    })
    .await
}
