//! A session at the end of a network that cannot leave its thread.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use graphwright::serde_json::Value;
use graphwright::upload::{Rules, Upload};
use graphwright::{
    BoxError, Bytes, Carrier, Client, Error, Method, Request, ResponseBody, Secret, SecurityScheme,
    ServiceClient, http,
};

use crate::network::{later, run};
use crate::sessions::{BLOCK, Fault, Service, Session};
use crate::token::ROOT;

pub(crate) const URL: &str = "https://contoso.sharepoint.example/upload?tempauth=s3cret";

/// A network with the session at its end. It cannot leave its thread.
#[derive(Clone)]
pub(crate) struct Network {
    pub(crate) session: Rc<RefCell<Session>>,
    pub(crate) waited: Rc<Cell<Duration>>,
}

impl Network {
    pub(crate) fn new(service: Service, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            session: Rc::new(RefCell::new(Session::new(service, faults))),
            waited: Rc::default(),
        }
    }

    pub(crate) fn asked(&self) -> String {
        let session = self.session.borrow();
        let asked: Vec<&str> = session.asked.iter().map(Method::as_str).collect();
        asked.join(" ")
    }

    pub(crate) fn has(&self, file: &[u8]) -> bool {
        let session = self.session.borrow();
        session.is_complete() && session.file == file
    }
}

impl Carrier for Network {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<ResponseBody>, BoxError> {
        assert_eq!(request.uri(), URL);
        let answer =
            self.session
                .borrow_mut()
                .answer(request.method(), request.headers(), request.body());
        // The answer is on its way, and the program may be gone before it comes.
        later().await;
        match answer.status().as_u16() {
            599 => Err("the connection was closed".into()),
            598 => Err(graphwright::NotSent::new("no route").into()),
            _ => Ok(answer.map(ResponseBody::from)),
        }
    }

    async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> {
        Ok(Some(Secret::new("a token")))
    }

    async fn wait(&self, time: Duration) {
        self.waited.set(self.waited.get() + time);
    }
}

/// A request to the session, with headers that must not go there.
pub(crate) fn session() -> Request<Value> {
    let client = Client::sans_io().build().expect("a client");
    let session = ServiceClient::new(client, ROOT).pre_authenticated(Method::PUT, URL);
    session.header("Cookie", "a=b").header("X-Mine", "1")
}

/// An upload of that file, block by block.
pub(crate) fn upload(file: &[u8]) -> Upload<Value> {
    let upload = session().upload(file.len() as u64, Rules::ONE_DRIVE);
    upload.fragment_size(BLOCK as u64)
}

pub(crate) fn send(
    upload: &mut Upload<Value>,
    network: &Network,
    file: &[u8],
) -> Result<Value, Error> {
    let mut source = file;
    run(upload.send_by(network, &mut source, |_| {}))
}
