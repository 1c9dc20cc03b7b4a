//! Uploads by the client, to sessions on this machine that refuse what OneDrive and Outlook refuse.

#![cfg(feature = "client")]

mod sessions;
mod support;
mod token;

use std::future::Future;
use std::io::Cursor;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use graphwright::http::header::{HeaderName, HeaderValue};
use graphwright::serde_json::Value;
use graphwright::upload::{ReadAt, Rules, Seekable, Sequential};
use graphwright::{ErrorKind, HeaderMap, Method, Request, ServiceClient};
use sessions::{BLOCK, Fault, Service, Session, file};
use support::{Canned, Loopback, builder};
use token::ROOT;
use tokio::io::{AsyncRead, ReadBuf};

/// A session at the end of a server.
struct Place {
    server: Loopback,
    session: Arc<Mutex<Session>>,
}

impl Place {
    async fn new(service: Service, faults: impl IntoIterator<Item = Fault>) -> Self {
        let session = Arc::new(Mutex::new(Session::new(service, faults)));
        let playing = session.clone();
        let server = Loopback::bind().await.answer(move |request| {
            let mut headers = HeaderMap::new();
            for (name, value) in &request.headers {
                let name = HeaderName::try_from(name.as_str()).expect("a name");
                headers.insert(name, HeaderValue::try_from(value).expect("a value"));
            }
            let method = request.method.parse().expect("a method");
            let answer =
                playing
                    .lock()
                    .expect("the session")
                    .answer(&method, &headers, &request.body);
            let canned = Canned::status(answer.status().as_u16()).body(answer.body());
            let headers = answer.headers().iter();
            headers.fold(canned, |canned, (name, value)| {
                canned.header(name.as_str(), value.to_str().expect("a text"))
            })
        });
        Self { server, session }
    }

    fn request(&self) -> Request<Value> {
        let client = builder(&self.server).retry(graphwright::retry::RetryPolicy::default());
        let client = client.clock(AtOnce).build().expect("a client");
        let url = format!("{}/upload?tempauth=s3cret", self.server.origin());
        let request = ServiceClient::new(client, ROOT).pre_authenticated(Method::PUT, &url);
        request.header("Cookie", "a=b").header("X-Mine", "1")
    }

    fn has(&self, file: &[u8]) -> bool {
        let session = self.session.lock().expect("the session");
        session.is_complete() && session.file == file
    }
}

/// A clock for which no wait takes time. Timeouts do not end.
struct AtOnce;

impl graphwright::Clock for AtOnce {
    fn now(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }

    fn sleep(&self, time: std::time::Duration) -> graphwright::BoxFuture<'static, ()> {
        match time.as_secs() >= 100 {
            true => Box::pin(std::future::pending()),
            false => Box::pin(std::future::ready(())),
        }
    }
}

async fn arrives(source: &mut impl ReadAt, bytes: &[u8]) {
    let faults = [
        Fault::None,
        Fault::Answer(504),
        Fault::None,
        Fault::Refuse(503),
    ];
    let place = Place::new(Service::OneDrive, faults).await;
    let upload = place.request().upload(bytes.len() as u64, Rules::ONE_DRIVE);
    let mut told = 0;
    let item: Value = upload
        .fragment_size(BLOCK as u64)
        .send(source, |progress| told = progress.done)
        .await
        .expect("a success");
    assert_eq!((&item["id"], told), (&Value::from("7"), bytes.len() as u64));
    assert!(place.has(bytes));
    for request in place.server.requests() {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.header("x-mine"), None);
    }
}

#[tokio::test]
async fn a_file_arrives_from_whatever_it_is_read_from() {
    let bytes = file(4 * BLOCK + 5);
    arrives(&mut bytes.clone(), &bytes).await;
    arrives(&mut &bytes[..], &bytes).await;
    arrives(&mut graphwright::Bytes::from(bytes.clone()), &bytes).await;
    arrives(&mut Seekable(Cursor::new(bytes.clone())), &bytes).await;
    arrives(&mut Sequential::new(&bytes[..], bytes.len() as u64), &bytes).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.bin");
    std::fs::write(&path, &bytes).expect("a file");
    let mut file = tokio::fs::File::open(&path).await.expect("the file");
    arrives(&mut file, &bytes).await;
}

#[tokio::test]
async fn an_upload_can_be_sent_by_a_task() {
    let (place, bytes) = (Place::new(Service::Outlook, []).await, file(3_500_000));
    let mut upload = place
        .request()
        .upload::<()>(bytes.len() as u64, Rules::OUTLOOK);
    let mut source = bytes.clone();
    let sending = tokio::spawn(async move {
        let response = upload.send_with_response(&mut source, |_| {}).await;
        response.map(|response| response.headers)
    });
    let headers = sending.await.expect("a task").expect("a success");
    assert!(headers.contains_key("location"));
    assert!(place.has(&bytes));
}

#[tokio::test]
async fn what_can_be_read_once_has_the_last_fragment_and_no_more() {
    let bytes = file(3 * BLOCK);
    let (none, length) = (Fault::None, bytes.len() as u64);
    let place = Place::new(Service::OneDrive, [none, none, Fault::Forget]).await;
    let upload = place.request().upload::<Value>(length, Rules::ONE_DRIVE);
    let mut upload = upload.fragment_size(BLOCK as u64);
    let mut once = Sequential::new(&bytes[..], length);
    let error = upload.send(&mut once, |_| {}).await.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::File), "{error}");
    // The file can still be sent by something that can be read anew.
    upload
        .send(&mut &bytes[..], |_| {})
        .await
        .expect("a success");
    assert!(place.has(&bytes));
}

#[tokio::test]
async fn what_comes_after_the_last_byte_or_not_at_all_is_told() {
    let bytes = file(2 * BLOCK);
    for said in [bytes.len() as u64 - 1, bytes.len() as u64 + 1] {
        let place = Place::new(Service::OneDrive, []).await;
        let upload = place.request().upload::<Value>(said, Rules::ONE_DRIVE);
        let mut once = Sequential::new(&bytes[..], said);
        let mut upload = upload.fragment_size(BLOCK as u64);
        let error = upload.send(&mut once, |_| {}).await.expect_err("an error");
        assert!(matches!(error.kind(), ErrorKind::FileChanged(_)), "{error}");
        assert!(!place.session.lock().expect("the session").is_complete());
    }
}

/// A reader that gives few bytes at a time, each after a wait.
struct Slow<'a>(&'a [u8], bool);

impl AsyncRead for Slow<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        self.1 = !self.1;
        if self.1 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let length = self.0.len().min(into.remaining()).min(50_000);
        let (now, later) = self.0.split_at(length);
        into.put_slice(now);
        self.0 = later;
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn what_can_be_read_once_loses_nothing_where_its_upload_is_dropped() {
    let bytes = file(BLOCK + 5);
    let length = bytes.len() as u64;
    for polls in 0..10 {
        let place = Place::new(Service::OneDrive, []).await;
        let upload = place.request().upload::<Value>(length, Rules::ONE_DRIVE);
        let mut upload = upload.fragment_size(BLOCK as u64);
        let mut once = Sequential::new(Slow(&bytes, false), length);
        {
            let mut sending = pin!(upload.send(&mut once, |_| {}));
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..polls {
                assert!(sending.as_mut().poll(&mut context).is_pending());
            }
        }
        let sent = upload.send(&mut once, |_| {}).await;
        sent.expect("a success");
        assert!(place.has(&bytes), "{polls}");
    }
}

#[tokio::test]
async fn a_session_gets_no_token_however_its_request_was_made() {
    let (place, mut bytes) = (Place::new(Service::OneDrive, []).await, file(9));
    let request = place.request();
    let request = request.service().request(Method::PUT, request.url());
    let mut upload = request.upload::<Value>(9, Rules::ONE_DRIVE);
    upload.send(&mut bytes, |_| {}).await.expect("a success");
    assert!(place.has(&bytes));
}

#[tokio::test]
async fn a_session_of_the_service_itself_gets_the_token_where_its_rules_say_so() {
    let (place, bytes) = (Place::new(Service::ToDo, []).await, file(7_000_000));
    let request = place.request();
    let request = request.service().request(Method::PUT, "/sessions/7?a=b");
    let mut upload = request.upload::<()>(bytes.len() as u64, Rules::TO_DO);
    let sent = upload.send_with_response(&mut &bytes[..], |_| {}).await;
    let headers = sent.expect("a success").headers;
    assert!(headers.contains_key("location") && place.has(&bytes));
    upload.cancel().send().await.expect_err("it is gone");
    let targets = place.server.requests();
    let targets: Vec<&str> = targets.iter().map(|one| one.target.as_str()).collect();
    let content = "/beta/sessions/7/content?a=b";
    assert_eq!(targets, [content, content, content, "/beta/sessions/7?a=b"]);
}

#[tokio::test]
async fn what_can_be_read_once_is_kept_as_far_as_it_was_given_last() {
    let bytes = file(100);
    let mut once = Sequential::new(Slow(&bytes, false), 100);
    for (first, length) in [
        (0, 40),
        (0, 40),
        (10, 20),
        (20, 40),
        (60, 40),
        (70, 30),
        (70, 99),
    ] {
        let end = (first + length).min(100);
        let read = once.read_at(first as u64, length).await.expect("bytes");
        assert_eq!(read, bytes[first..end], "{first} {length}");
        assert_eq!(once.length().await.expect("a length"), 100);
    }
    for first in [0, 69, 101] {
        once.read_at(first, 1).await.expect_err("it is gone");
    }
    // One byte too many is not forgotten.
    let mut once = Sequential::new(&bytes[..], 99);
    once.read_at(0, 99).await.expect("bytes");
    for _ in 0..2 {
        assert_eq!(once.length().await.expect("a length"), 100);
    }
}
