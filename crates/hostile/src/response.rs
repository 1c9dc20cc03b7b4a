//! Responses: statuses, headers and bodies in pieces, as a hostile service or network sends them.

use graph_mail::models::AnyAttachment;
use graphwright::http::{self, HeaderName, HeaderValue};
use graphwright::serde_json::Value;
use graphwright::{Client, EntityReference, Method, Page, Payload, Request, ServiceClient};
use vpp_beta::models::VppToken;

const ROOT: &str = "https://graph.example/beta";

/// Headers that decide how a response is read, with values of which one is chosen.
const HEADERS: [(&str, &[&str]); 9] = [
    (
        "content-type",
        &[
            "application/json",
            "application/json;IEEE754Compatible=true",
            "text/plain",
            "text/html; charset=\"",
            "multipart/mixed; boundary=b",
            "",
        ],
    ),
    (
        "location",
        &["/x", "https://other.example/y", "http://[", "//"],
    ),
    (
        "operation-location",
        &["/teams('a')/operations('b')", "\u{7f}"],
    ),
    (
        "retry-after",
        &[
            "1",
            "0.5",
            "-1",
            "1e9",
            "Tue, 01 Dec 2026 15:00:00 GMT",
            "x",
        ],
    ),
    ("date", &["Tue, 01 Dec 2026 15:00:00 GMT", "yesterday"]),
    (
        "www-authenticate",
        &[
            "Bearer claims=\"e30=\", error=\"insufficient_claims\"",
            "Bearer ,,=\"",
            "Basic",
        ],
    ),
    (
        "content-range",
        &["bytes 0-3/4", "bytes */-1", "bytes 9-1/0"],
    ),
    ("etag", &["W/\"1\"", "\""]),
    ("request-id", &["1", "\t"]),
];

/// Reads a response as each type that a request can give.
///
/// The first two bytes are the status, the next nine choose headers, one is the size of the pieces; the rest is the
/// body.
pub(crate) fn run(bytes: &[u8]) {
    let Some((head, body)) = bytes.split_at_checked(3 + HEADERS.len()) else {
        return;
    };
    let number = u16::from_be_bytes([head[0], head[1]]) % 500 + 100;
    let mut response = http::Response::builder().status(number);
    for ((name, values), choice) in HEADERS.iter().zip(&head[2..]) {
        let value = values.get(usize::from(*choice));
        if let Some(value) = value.and_then(|value| HeaderValue::from_bytes(value.as_bytes()).ok())
        {
            response = response.header(HeaderName::from_static(name), value);
        }
    }
    let (parts, ()) = response.body(()).expect("a response").into_parts();
    let size = usize::from(head[head.len() - 1]) + 1;
    let response = Chunked { parts, body, size };
    response.read::<()>();
    response.read::<VppToken>();
    response.read::<AnyAttachment>();
    response.read::<Option<VppToken>>();
    response.read::<Page<VppToken>>();
    response.read::<Page<Option<i64>>>();
    response.read::<EntityReference>();
    response.read::<String>();
    response.read::<i64>();
    response.read::<Value>();
}

/// A response whose body comes in pieces.
struct Chunked<'b> {
    parts: http::response::Parts,
    body: &'b [u8],
    size: usize,
}

impl Chunked<'_> {
    fn read<T: Payload>(&self) {
        let client = Client::sans_io().build().expect("a client");
        let tokens = ServiceClient::new(client, ROOT)
            .root_resource()
            .segment("tokens");
        let request: Request<T> = tokens.request(Method::GET);
        let exchange = request.exchange().expect("an exchange");
        let mut receiver = exchange.receive(self.parts.clone());
        for piece in self.body.chunks(self.size) {
            if receiver.push(piece).is_err() {
                return;
            }
        }
        if let Err(error) = receiver.finish() {
            let _ = (error.status(), error.code(), format!("{error:?}"));
            let shown = error.to_string();
            let hidden = shown.chars().find(|c| c.is_control());
            assert_eq!(hidden, None, "{shown:?}");
        }
    }
}
