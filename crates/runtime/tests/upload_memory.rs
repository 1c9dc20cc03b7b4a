//! The memory that an upload takes.

mod token;

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use graphwright::serde_json::Value;
use graphwright::upload::{ReadAt, Rules};
use graphwright::{
    BoxError, Bytes, Carrier, Client, Method, ResponseBody, Secret, SecurityScheme, ServiceClient,
    http,
};
use token::ROOT;

/// Two gigabytes.
const LENGTH: u64 = 2 << 30;

/// A fragment that counts the bytes of all that are there at once.
struct Fragment(Arc<[u8]>, usize, Arc<AtomicU64>);

impl AsRef<[u8]> for Fragment {
    fn as_ref(&self) -> &[u8] {
        &self.0[..self.1]
    }
}

impl Drop for Fragment {
    fn drop(&mut self) {
        self.2.fetch_sub(self.1 as u64, Ordering::SeqCst);
    }
}

/// A file that is nowhere.
struct Huge {
    zeros: Arc<[u8]>,
    held: Arc<AtomicU64>,
    most: u64,
}

impl ReadAt for Huge {
    async fn length(&mut self) -> Result<u64, BoxError> {
        Ok(LENGTH)
    }

    async fn read_at(&mut self, _: u64, length: usize) -> Result<Bytes, BoxError> {
        let before = self.held.fetch_add(length as u64, Ordering::SeqCst);
        self.most = self.most.max(before + length as u64);
        let fragment = Fragment(self.zeros.clone(), length, self.held.clone());
        Ok(Bytes::from_owner(fragment))
    }
}

/// A session that counts what it gets.
#[derive(Default)]
struct Counting(Cell<u64>);

impl Carrier for Counting {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<ResponseBody>, BoxError> {
        self.0.set(self.0.get() + request.body().len() as u64);
        let (status, body) = match self.0.get() {
            LENGTH => (201, r#"{"id":"7"}"#.to_owned()),
            next => (202, format!(r#"{{"nextExpectedRanges":["{next}-"]}}"#)),
        };
        let response = http::Response::builder().status(status);
        Ok(response.body(body.into_bytes().into())?)
    }

    async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> {
        Ok(None)
    }

    async fn wait(&self, _: Duration) {}
}

#[test]
fn of_a_file_of_gigabytes_one_fragment_is_in_memory() {
    let client = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(client, ROOT);
    let session = service.pre_authenticated(Method::PUT, "https://contoso.example/upload");
    let mut upload = session.upload::<Value>(LENGTH, Rules::ONE_DRIVE);
    let usual = usize::try_from(Rules::ONE_DRIVE.usual).expect("a length");
    let mut huge = Huge {
        zeros: vec![0; usual].into(),
        held: Arc::default(),
        most: 0,
    };
    let network = Counting::default();
    {
        let mut work = pin!(upload.send_by(&network, &mut huge, |_| {}));
        let mut context = Context::from_waker(Waker::noop());
        let Poll::Ready(done) = work.as_mut().poll(&mut context) else {
            panic!("nothing is waited for");
        };
        done.expect("a success");
    }
    assert_eq!(network.0.get(), LENGTH);
    assert_eq!(huge.most, Rules::ONE_DRIVE.usual);
    assert_eq!(huge.held.load(Ordering::SeqCst), 0);
}
