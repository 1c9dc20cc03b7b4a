//! The state of batches that are sent: which comes next, and what follows from the answers to one.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method};
use serde::Serialize;

use super::answers::{Answer, Answers};
use super::collect::{Batch, Item};
use super::entry::{self, Written};
use super::key::BatchId;
use super::plan;
use super::results::{Outcome, Results};
use crate::client::error::{Error, ErrorKind, Result};
use crate::client::receive::{Received, SentWith};
use crate::client::request::{CLIENT_REQUEST_ID, Request};
use crate::client::retry::{Attempt, RetryPolicy};
#[cfg(feature = "client")]
use crate::client::sender::Timeouts;

/// What to do next with a [`Batch`].
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
#[must_use = "the batch is not done before it says so"]
pub enum Step {
    /// Send this request, and give what came to [`Sending::answered`].
    Send(Request<Answers>),
    /// Wait so long.
    Wait(Duration),
    /// All requests have a result.
    Done(Results),
}

/// A [`Batch`] on its way, for a program that sends requests itself. It says what to send, and is given what came; it does
/// no I/O.
///
/// ```
/// # use graphwright::{Client, Error, Method, Request, ServiceClient, http};
/// # use graphwright::batch::{Answers, Batch, Step};
/// # fn carry(request: Request<Answers>) -> Result<Answers, Error> {
/// #     let body = r#"{"responses":[{"id":"1","status":200,"body":{"id":"7"}}]}"#;
/// #     request.decode(http::Response::new(body)).map(|response| response.value)
/// # }
/// # fn wait(_: std::time::Duration) {}
/// # let service = ServiceClient::new(Client::sans_io().build()?, "https://graph.microsoft.com/v1.0");
/// let mut batch = Batch::new();
/// let me = batch.add(service.request(Method::GET, "/me"))?;
/// let mut sending = batch.start()?;
/// let mut results = loop {
///     match sending.step() {
///         Step::Send(request) => sending.answered(carry(request)),
///         Step::Wait(time) => wait(time),
///         Step::Done(results) => break results,
///     }
/// };
/// assert_eq!(results.take(me)?["id"], "7");
/// # Ok::<(), Error>(())
/// ```
pub struct Sending {
    id: BatchId,
    limit: usize,
    pub(super) items: Vec<Item>,
    pub(super) results: Vec<Option<Result<Received>>>,
    tasks: VecDeque<Task>,
}

/// What comes next, by the indices of requests.
enum Task {
    Batch(Box<Asked>),
    Wait(Duration),
    /// A request by itself.
    Alone(usize),
}

/// A batch, and the responses that have come to it.
pub(super) struct Asked {
    /// In ascending order.
    pub(super) of: Vec<usize>,
    pub(super) answers: HashMap<String, Vec<Answer>>,
    /// What the last response was sent with, and its headers.
    pub(super) sent_with: SentWith,
    pub(super) headers: HeaderMap,
    /// The URL of further responses.
    rest: Option<String>,
    /// Whether its requests were sent before.
    is_repeated: bool,
}

impl Asked {
    pub(super) fn new(of: Vec<usize>) -> Self {
        Self {
            of,
            answers: HashMap::new(),
            sent_with: SentWith::default(),
            headers: HeaderMap::new(),
            rest: None,
            is_repeated: false,
        }
    }
}

/// The body of a batch (OData JSON Format 4.01, 19.1).
#[derive(Serialize)]
struct Whole<'a> {
    requests: Vec<Written<'a>>,
}

impl Sending {
    pub(super) fn new(batch: Batch, batches: Vec<Vec<usize>>) -> Self {
        let Batch {
            id,
            mut items,
            limit,
            retry,
        } = batch;
        for item in &mut items {
            let own = &mut item.course.outgoing.retry;
            *own = own.or(retry);
        }
        Self {
            id,
            limit,
            results: items.iter().map(|_| None).collect(),
            items,
            tasks: batches
                .into_iter()
                .map(Asked::new)
                .map(|asked| Task::Batch(Box::new(asked)))
                .collect(),
        }
    }

    /// Returns what to do next. A request that was not answered comes again.
    ///
    /// The request says itself whether it may be repeated after its response was lost, as one that a program sends by
    /// [`Request::send_by`] or [`Request::exchange`]: it may if all requests in it may.
    pub fn step(&mut self) -> Step {
        match self.tasks.front() {
            Some(&Task::Wait(time)) => {
                self.tasks.pop_front();
                Step::Wait(time)
            }
            Some(Task::Batch(asked)) => Step::Send(self.batch(asked)),
            Some(Task::Alone(index)) => Step::Send(self.alone(*index)),
            None => Step::Done(self.finish()),
        }
    }

    /// Takes what came of the request that is to be sent: the response, or the error that it failed with.
    pub fn answered(&mut self, answer: Result<Answers>) {
        match (self.tasks.pop_front(), answer) {
            (None, _) => {}
            // Nothing was to be sent.
            (Some(task @ Task::Wait(_)), _) => self.tasks.push_front(task),
            (Some(Task::Alone(index)), answer) => {
                let course = &self.items[index].course;
                let result = answer.map(|answers| answers.received(course));
                self.results[index] = Some(result);
            }
            (Some(Task::Batch(asked)), Err(error)) => self.settle(asked, |_| error.clone()),
            (Some(Task::Batch(asked)), Ok(answers)) => self.read(asked, &answers),
        }
    }

    /// Reads the responses of a batch, and asks for the rest of them where there is one.
    fn read(&mut self, mut asked: Box<Asked>, answers: &Answers) {
        asked.sent_with = answers.sent_with.clone();
        asked.headers = answers.headers.clone();
        let answered = match answers.read() {
            Ok(answered) => answered,
            Err(why) => {
                return self.settle(asked, |course| answers.received(course).unread(why));
            }
        };
        let open = |asked: &Asked| {
            let names = asked.of.iter().map(|index| entry::name(*index));
            names
                .filter(|name| !asked.answers.contains_key(name))
                .count()
        };
        let before = open(&asked);
        for (name, more) in answered.answers {
            asked.answers.entry(name).or_default().extend(more);
        }
        let after = open(&asked);
        match answered.next_link {
            // A link that brings nothing could do so for ever.
            Some(link) if (1..before).contains(&after) => match self.rest(&asked, &link) {
                Ok(url) => {
                    asked.rest = Some(url);
                    self.tasks.push_front(Task::Batch(asked));
                }
                Err(why) => self.settle(asked, |course| {
                    course.place(Error::new(ErrorKind::Redirect(why.clone())))
                }),
            },
            _ => self.settle(asked, |course| {
                let why = "the response to the batch has none to this request";
                answers.received(course).unread(why)
            }),
        }
    }

    fn rest(&self, asked: &Asked, link: &str) -> std::result::Result<String, String> {
        let first = &self.items[asked.of[0]];
        first.course.outgoing.service.own(link)
    }

    /// Sends requests once more after `wait`, in batches of their own, and others by themselves before that.
    pub(super) fn repeat(&mut self, again: &[usize], wait: Duration, alone: &[usize]) {
        let after = |item: usize| &*self.items[item].after;
        // What went into one batch goes into one again.
        let batches = plan::batches(again, after, self.limit).unwrap_or_default();
        for of in batches.into_iter().rev() {
            let mut asked = Asked::new(of);
            asked.is_repeated = true;
            self.tasks.push_front(Task::Batch(Box::new(asked)));
        }
        if !again.is_empty() {
            self.tasks.push_front(Task::Wait(wait));
        }
        for index in alone.iter().rev() {
            self.tasks.push_front(Task::Alone(*index));
        }
    }

    /// Repeats nothing of what it has just said to wait for: the answers that have come are the results, such as 429. For a
    /// program that has no time left.
    pub fn give_up(&mut self) {
        while matches!(self.tasks.front(), Some(Task::Batch(asked)) if asked.is_repeated) {
            self.tasks.pop_front();
        }
    }

    /// Returns whether the next request is the first that sends its requests.
    pub(super) fn begins(&self) -> bool {
        let next = self.tasks.front();
        matches!(next, Some(Task::Batch(asked)) if !asked.is_repeated && asked.rest.is_none())
    }

    /// The request that sends a batch, or asks for the rest of its responses.
    fn batch(&self, asked: &Asked) -> Request<Answers> {
        let items = || asked.of.iter().map(|index| &self.items[*index]);
        let service = &self.items[asked.of[0]].course.outgoing.service;
        let mut request: Request<Answers> = match &asked.rest {
            Some(url) => service.request(Method::GET, url).returning(),
            None => {
                let requests = asked.of.iter().map(|index| self.written(*index, &asked.of));
                let whole = Whole {
                    requests: requests.collect(),
                };
                let request = service.request(Method::POST, "/$batch").returning();
                match serde_json::to_vec(&whole) {
                    Ok(body) => request.body_bytes("application/json", body),
                    Err(error) => request.refuse(error.to_string()),
                }
            }
        };
        let may_be_repeated = |item: &Item| {
            let outgoing = &item.course.outgoing;
            let attempt = Attempt {
                is_idempotent: outgoing.is_idempotent,
                ..Attempt::first(&outgoing.method)
            };
            attempt.may_be_repeated()
        };
        if items().all(may_be_repeated) {
            request = request.idempotent();
        }
        let policies = items().filter_map(|item| item.course.outgoing.retry);
        if let Some(policy) = policies.reduce(RetryPolicy::or_less) {
            request = request.retry(policy);
        }
        let own_limit = service.service().core.0.response_limit;
        let limits = items().map(|item| item.course.limit());
        request = request.response_limit(limits.fold(own_limit, u64::max));
        #[cfg(feature = "client")]
        {
            let timeouts = items().map(|item| item.course.outgoing.timeouts);
            request.parts.timeouts = Timeouts::longest(timeouts);
        }
        request
    }

    fn written(&self, index: usize, batch: &[usize]) -> Written<'_> {
        let item = &self.items[index];
        let after = item.after.iter();
        let after = after.filter(|other| batch.binary_search(other).is_ok());
        item.entry
            .written(index, after.map(|other| entry::name(*other)).collect())
    }

    /// A request by itself, with the name and the policy that it had in the batch.
    fn alone(&self, index: usize) -> Request<Answers> {
        let item = &self.items[index];
        let mut parts = item.parts.clone();
        if let Some(name) = item.course.outgoing.headers.get(CLIENT_REQUEST_ID) {
            parts.headers.insert(CLIENT_REQUEST_ID, name.clone());
        }
        let request = Request::from(parts);
        match item.course.outgoing.retry {
            Some(policy) => request.retry(policy),
            None => request,
        }
    }

    /// Ends it with the results that there are.
    pub(super) fn finish(&mut self) -> Results {
        let items = std::mem::take(&mut self.items).into_iter();
        let results = std::mem::take(&mut self.results).into_iter();
        let outcomes = items.zip(results).map(|(item, result)| Outcome {
            parts: item.parts,
            result,
        });
        Results::new(self.id, outcomes.collect())
    }
}

impl fmt::Debug for Sending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sending")
            .field("requests", &self.items.len())
            .finish_non_exhaustive()
    }
}
