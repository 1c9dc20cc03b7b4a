//! What all functions share: arguments in, the request and the value out.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use graphwright::{
    BoxError, BoxFuture, Count, ErrorKind, Model, Payload, Reply, Request, Response,
    ResponseBody, Single, StaticToken, Transport, DecodeError, RequestBody,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A row of the table: what a function is called with.
#[derive(Deserialize)]
pub struct Row {
    row: usize,
    function: usize,
    arguments: Vec<Box<RawValue>>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Box<RawValue>>,
    content_type: String,
    content: String,
    answer: Option<Answer>,
    objects: Vec<Object>,
    #[serde(skip)]
    service: Service,
}

/// The documented response.
#[derive(Clone, Default, Deserialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// An object of a body, and the type that it is of.
#[derive(Deserialize)]
struct Object {
    #[serde(rename = "type")]
    name: String,
    json: Box<RawValue>,
}

/// What came of a row.
#[derive(Default, Serialize)]
pub struct Outcome {
    row: usize,
    error: Option<String>,
    request: Option<Sent>,
    decoded: Option<String>,
    refused: Option<Refused>,
    unread: Option<String>,
    /// The members of each object that no field holds.
    additional: Vec<Option<Vec<String>>>,
}

#[derive(Clone, Default, Serialize)]
struct Sent {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

/// What the service said where it did not succeed.
#[derive(Serialize)]
struct Refused {
    status: u16,
    code: String,
    message: String,
}

impl Row {
    /// An argument that is text.
    pub fn text(&self, number: usize) -> Result<String, String> {
        self.get(number)
    }

    /// An argument.
    pub fn get<T: DeserializeOwned>(&self, number: usize) -> Result<T, String> {
        let raw = self.arguments.get(number).ok_or("an argument is missing")?;
        serde_json::from_str(raw.get()).map_err(|error| format!("argument {number}: {error}"))
    }

    /// The body, which is an empty object where the page has none.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        let raw = self.body.as_ref().map_or("{}", |raw| raw.get());
        serde_json::from_str(raw).map_err(|error| format!("the body: {error}"))
    }

    /// The items of a collection in the body.
    pub fn items<T: DeserializeOwned>(&self) -> Result<Vec<T>, String> {
        #[derive(Deserialize)]
        struct Items<T> {
            value: Vec<T>,
        }
        self.body().map(|items: Items<T>| items.value)
    }

    /// The link in the body.
    pub fn link(&self) -> Result<String, String> {
        #[derive(Deserialize)]
        struct Link {
            #[serde(rename = "@odata.id")]
            id: String,
        }
        self.body().map(|link: Link| link.id)
    }

    /// A query option that the request function requires. Services do not mind the case of its name.
    pub fn option<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let mut options = self.query.iter();
        let found = options.find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (_, value) = found.ok_or_else(|| format!("the URL has no `{name}`"))?;
        let as_text = || serde_json::from_value(serde_json::Value::from(value.as_str()));
        as_text()
            .or_else(|_| serde_json::from_str(value))
            .map_err(|error| format!("the query option `{name}`: {error}"))
    }

    /// The link in the query, which the request function writes.
    pub fn link_in_query(&self) -> Result<String, String> {
        let mut options = self.query.iter();
        let found = options.find(|(name, _)| is_link(name));
        found.map(|(_, link)| link.clone()).ok_or("the URL has no `$id`".into())
    }

    /// The body as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.content.clone().into_bytes()
    }

    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Sends the request with the documented options and gives the documented response.
    pub fn exchange(&self, mut request: Request<Bytes>, outcome: &mut Outcome) -> Option<Response<Bytes>> {
        // A request function that takes a link or requires an option has written it already.
        let options = request.url().split_once('?').map_or("", |(_, query)| query);
        let names = options.split('&').filter_map(|one| one.split('=').next());
        let written: Vec<String> = names.map(str::to_owned).collect();
        let is_written = |name: &str| {
            let mut written = written.iter();
            written.any(|one| one.eq_ignore_ascii_case(name) || (one == "$id" && is_link(name)))
        };
        for (name, value) in self.query.iter().filter(|(name, _)| !is_written(name)) {
            request = query(request, name, value);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = self.answer.clone().unwrap_or(Answer {
            status: 204,
            ..Answer::default()
        });
        let (sent, result) = self.service.send(request, answer);
        outcome.request = sent;
        match result {
            Ok(response) => self.answer.is_some().then_some(response),
            Err(error) => {
                if let ErrorKind::Service(said) = error.kind() {
                    outcome.refused = Some(Refused {
                        status: said.status.as_u16(),
                        code: said.code.clone(),
                        message: said.message.clone(),
                    });
                } else {
                    outcome.error = Some(error.to_string());
                }
                None
            }
        }
    }
}

fn is_link(option: &str) -> bool {
    matches!(option, "$id" | "@id" | "@odata.id")
}

/// Through the methods for system query options, where there is one.
fn query(request: Request<Bytes>, name: &str, value: &str) -> Request<Bytes> {
    let list = || value.split(',');
    let number = value.parse();
    match (name, &number) {
        ("$select", _) => request.select(list()),
        ("$expand", _) => request.expand([value]),
        ("$filter", _) => request.filter(value),
        ("$orderby", _) => request.order_by(list()),
        ("$search", _) => request.search(value),
        ("$top", Ok(count)) if format!("{count}") == value => request.top(*count),
        ("$skip", Ok(count)) if format!("{count}") == value => request.skip(*count),
        ("$count", _) if value == "true" => request.count(true),
        _ => request.query(name, value),
    }
}

/// A service that gives the answer it was told to.
#[derive(Clone)]
struct Service {
    core: graphwright::Client,
    state: Arc<Mutex<State>>,
    runtime: Arc<tokio::runtime::Runtime>,
}

#[derive(Default)]
struct State {
    answer: Answer,
    sent: Option<Sent>,
}

struct Canned(Arc<Mutex<State>>);

impl Default for Service {
    fn default() -> Self {
        thread_local! {
            static SERVICE: Service = Service::new();
        }
        SERVICE.with(Clone::clone)
    }
}

impl Service {
    fn new() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let core = graphwright::Client::builder(StaticToken::new("token"))
            .transport(Canned(state.clone()))
            .retry(graphwright::retry::RetryPolicy::never())
            .build()
            .expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        Self {
            core,
            state,
            runtime: Arc::new(runtime),
        }
    }

    fn send(
        &self,
        request: Request<Bytes>,
        answer: Answer,
    ) -> (Option<Sent>, graphwright::Result<Response<Bytes>>) {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            *state = State { answer, sent: None };
        }
        let result = self.runtime.block_on(request.send_with_response());
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.sent.take(), result)
    }
}

impl Transport for Canned {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = state.sent.is_none();
        if first {
            let body = String::from_utf8_lossy(request.body().bytes().map_or(&[], |bytes| bytes)).into_owned();
            let has_body = request.headers().contains_key("content-type");
            state.sent = Some(Sent {
                method: request.method().to_string(),
                url: request.uri().to_string(),
                headers: request
                    .headers()
                    .iter()
                    .map(|(name, value)| {
                        (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                    })
                    .collect(),
                body: has_body.then_some(body),
            });
        }
        // Where a redirect leads, there is nothing more to be learnt.
        let answer = match first {
            true => state.answer.clone(),
            false => Answer { status: 200, ..Answer::default() },
        };
        let mut response = http::Response::builder().status(answer.status);
        for (name, value) in &answer.headers {
            response = response.header(name, value);
        }
        let response = response.body(Bytes::from(answer.body).into()).map_err(Into::into);
        Box::pin(async move { response })
    }
}

/// Makes a request, sends it, reads its response and writes what was read.
macro_rules! call {
    ($row:ident, $request:expr) => {{
        #[allow(unused_imports, reason = "which of them is used depends on the type")]
        use crate::support::{Other, Written as _, WrittenOther as _};
        let mut outcome = crate::support::Outcome::default();
        let request = $request;
        let reading = crate::support::reading(&request);
        if let Some(response) = $row.exchange(request.returning(), &mut outcome) {
            match reading.read(&response) {
                Ok(value) => outcome.wrote((&&Other(&value)).written()),
                Err(unfit) => outcome.could_not_read(&unfit),
            }
        }
        Ok(outcome)
    }};
}
pub(crate) use call;

impl Outcome {
    pub fn wrote(&mut self, json: Result<String, String>) {
        match json {
            Ok(json) => self.decoded = Some(json),
            Err(error) => self.error = Some(error),
        }
    }

    pub fn could_not_read(&mut self, unfit: &DecodeError) {
        self.unread = Some(match unfit {
            DecodeError::Other { why } => why.clone(),
            other => format!("{other:?}"),
        });
    }
}

/// What a response is read as.
pub struct Reading<T>(PhantomData<fn() -> T>);

pub fn reading<T>(_: &Request<T>) -> Reading<T> {
    Reading(PhantomData)
}

impl<T: Payload> Reading<T> {
    pub fn read(&self, response: &Response<Bytes>) -> Result<T, DecodeError> {
        T::from_reply(Reply::new(
            response.status,
            &response.headers,
            &response.value,
        ))
    }
}

/// Writes a value again. Most serialize; what does not is written by `WrittenOther`.
pub struct Other<'a, T>(pub &'a T);

pub trait Written {
    fn written(&self) -> Result<String, String>;
}

pub trait WrittenOther {
    fn written(&self) -> Result<String, String>;
}

impl<T: Serialize> Written for &Other<'_, T> {
    fn written(&self) -> Result<String, String> {
        json(self.0)
    }
}

impl<T: Serialize> WrittenOther for Other<'_, Single<T>> {
    fn written(&self) -> Result<String, String> {
        json(&self.0.value)
    }
}

impl<T: Serialize> WrittenOther for Other<'_, Option<Single<T>>> {
    fn written(&self) -> Result<String, String> {
        json(&self.0.as_ref().map(|single| &single.value))
    }
}

impl WrittenOther for Other<'_, Count> {
    fn written(&self) -> Result<String, String> {
        json(&self.0.0)
    }
}

impl WrittenOther for Other<'_, Bytes> {
    fn written(&self) -> Result<String, String> {
        json(&String::from_utf8_lossy(self.0))
    }
}

fn json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| format!("what was read is not written: {error}"))
}

/// The members of an object of type `M` that no field holds.
pub fn additional<M: Model>(raw: &RawValue) -> Option<Vec<String>> {
    let model: M = serde_json::from_str(raw.get()).ok()?;
    let names = graphwright::model::ObjectRef::new(&model).additional().iter().map(|(name, _)| name.to_owned());
    Some(names.collect())
}

/// Calls the function of every row in the file `rows` and writes what came of it to `results`.
pub fn run(rows: &Path, results: &Path) -> Result<(), Box<dyn std::error::Error>> {
    std::panic::set_hook(Box::new(|_| {}));
    let mut results = BufWriter::new(File::create(results)?);
    for line in BufReader::new(File::open(rows)?).lines() {
        let row: Row = serde_json::from_str(&line?)?;
        let client = graph::Client::from(row.service.core.clone());
        let function = crate::functions::ALL[row.function];
        let called = catch_unwind(AssertUnwindSafe(|| function(&client, &row)));
        let mut outcome = match called {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => failed(error),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).into()));
                failed(format!("panicked: {}", text.unwrap_or_default()))
            }
        };
        outcome.row = row.row;
        let known = row.objects.iter();
        outcome.additional = known
            .map(|object| crate::types::additional(&object.name, &object.json))
            .collect();
        serde_json::to_writer(&mut results, &outcome)?;
        results.write_all(b"\n")?;
    }
    Ok(results.flush()?)
}

fn failed(error: String) -> Outcome {
    Outcome {
        error: Some(error),
        ..Outcome::default()
    }
}

