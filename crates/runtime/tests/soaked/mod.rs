//! Many requests at once to a server that fails one in twenty, and what became of each.

// Test and example use a part of it each.
#![allow(dead_code)]

mod batch;
mod plan;
mod process;
pub(crate) mod rates;
mod server;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use graphwright::retry::{Backoff, RetryPolicy};
use graphwright::serde_json::{Value, json};
use graphwright::{Client, Method, Request, ServiceClient, StaticToken};
use plan::{Outcome, Planned};
use server::Seen;
use tokio::runtime::Handle;

/// The number of requests that are on their way at once.
pub(crate) const AT_ONCE: usize = 64;

/// By how much memory may grow from the first tenth of the requests to the last. Fifty bytes a request that stayed
/// would be more in the long form.
const GROWTH: usize = 4 << 20;

/// The outcomes of the requests.
pub(crate) struct Report {
    pub(crate) requests: usize,
    /// The number of requests with each outcome, and of faults that the server made.
    pub(crate) outcomes: BTreeMap<String, usize>,
    pub(crate) faults: usize,
    /// Requests whose outcome, or whose number of attempts, is not what the rules say.
    pub(crate) wrong: Vec<String>,
    pub(crate) time: Duration,
    pub(crate) connections: usize,
    /// The connections that were open at the end, before the client was dropped.
    pub(crate) idle: usize,
    /// Those that were open a moment after.
    pub(crate) left: usize,
    /// Tasks of the runtime and descriptors of the process that were not there before.
    pub(crate) tasks: usize,
    pub(crate) descriptors: usize,
    /// Memory after each tenth.
    pub(crate) memory: Vec<usize>,
}

impl Report {
    /// Returns what is not as it should be.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = self.wrong.clone();
        let total: usize = self.outcomes.values().sum();
        let mut check = |holds: bool, what: String| {
            if !holds {
                problems.push(what);
            }
        };
        check(total == self.requests, format!("{total} outcomes"));
        check(
            self.faults > self.requests / 25,
            format!("{} faults are too few", self.faults),
        );
        // hyper makes a connection where none is idle, and keeps it where another was done first.
        check(
            self.idle <= 2 * AT_ONCE,
            format!("{} connections are kept", self.idle),
        );
        check(
            self.left == 0,
            format!("{} connections are left", self.left),
        );
        check(self.tasks == 0, format!("{} tasks are left", self.tasks));
        check(
            self.descriptors == 0,
            format!("{} descriptors are left", self.descriptors),
        );
        if let [_, first, .., last] = &self.memory[..] {
            let grown = last.saturating_sub(*first);
            check(
                grown < GROWTH,
                format!("memory grew by {grown} bytes: {:?}", self.memory),
            );
        }
        problems
    }
}

/// A client of the service at `origin`, which waits less than it would outside of tests.
fn service(origin: &str) -> ServiceClient {
    let backoff = Backoff::default().first(Duration::from_millis(5));
    let client = Client::builder(StaticToken::new("a-token"))
        .endpoint(origin)
        .retry(RetryPolicy::default().backoff(backoff))
        .build()
        .expect("a client");
    ServiceClient::new(client, "https://graph.microsoft.com/v1.0")
}

fn request(service: &ServiceClient, planned: Planned) -> Request<Value> {
    let method = planned.method();
    let path = format!("/counted/{}", planned.0);
    let request = service.request(method.clone(), &path);
    match [Method::POST, Method::PATCH, Method::PUT].contains(&method) {
        true => request.json_body(&json!({ "id": planned.0 })),
        false => request,
    }
}

/// Sends a request by itself and says what became of it.
async fn send(service: &ServiceClient, planned: Planned) -> Result<Outcome, String> {
    let request = request(service, planned);
    let result = match planned.method() == Method::DELETE {
        true => request.returning::<()>().send().await.map(|()| Value::Null),
        false => request.send().await,
    };
    outcome(planned, result)
}

fn outcome(planned: Planned, result: graphwright::Result<Value>) -> Result<Outcome, String> {
    match result {
        Ok(Value::Null) if planned.method() == Method::DELETE => Ok(Outcome::Done),
        Ok(value) if value["id"] == planned.0 => Ok(Outcome::Done),
        Ok(value) => Err(format!("it got {value}")),
        Err(error) => Outcome::of(&error).ok_or_else(|| error.to_string()),
    }
}

/// Sends that many requests and looks at what became of them.
pub(crate) fn run(requests: usize) -> Report {
    let (origin, seen) = server::start(requests).expect("a server");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let tasks = || Handle::current().metrics().num_alive_tasks();
        let (tasks_before, descriptors) = (tasks(), process::descriptors());
        let service = service(&origin);
        let next = Arc::new(AtomicUsize::new(0));
        let start = Instant::now();
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| tokio::spawn(work(service.clone(), seen.clone(), next.clone(), requests)))
            .collect();
        let mut all = Done::default();
        for worker in workers {
            let done = worker.await.expect("a worker that ends");
            all.faults += done.faults;
            all.wrong.extend(done.wrong);
            all.memory.extend(done.memory);
            for (outcome, number) in done.outcomes {
                *all.outcomes.entry(outcome).or_default() += number;
            }
        }
        let time = start.elapsed();
        all.memory.sort_by_key(|(at, _)| *at);
        let idle = seen.open();
        drop(service);
        // Connections are closed by tasks of the runtime, and seen to be by another thread.
        let patience = Instant::now() + Duration::from_secs(5);
        while (seen.open() > 0 || tasks() > tasks_before) && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let more = |now: Option<usize>, before: Option<usize>| {
            now.zip(before)
                .map_or(0, |(now, before)| now.saturating_sub(before))
        };
        Report {
            requests,
            outcomes: all.outcomes,
            faults: all.faults,
            wrong: all.wrong,
            time,
            connections: seen.connections(),
            idle,
            left: seen.open(),
            tasks: tasks().saturating_sub(tasks_before),
            descriptors: more(process::descriptors(), descriptors),
            memory: all.memory.into_iter().map(|(_, bytes)| bytes).collect(),
        }
    })
}

/// The outcomes of the requests of a worker.
#[derive(Default)]
struct Done {
    outcomes: BTreeMap<String, usize>,
    faults: usize,
    wrong: Vec<String>,
    /// The memory that there was, and after which request.
    memory: Vec<(usize, usize)>,
}

impl Done {
    /// Takes down what the caller got of a request, and what the server saw of it.
    fn take_down(
        &mut self,
        planned: Planned,
        (expected, attempts): (Outcome, u8),
        got: Result<Outcome, String>,
        saw: u8,
    ) {
        let failed = (1..=saw).filter(|attempt| planned.fault(*attempt).is_some());
        self.faults += failed.count();
        if got.as_ref() != Ok(&expected) || saw != attempts {
            let method = planned.method();
            self.wrong.push(format!(
                "{planned:?}, {method}: {got:?} in {saw} attempts, not {expected:?} in {attempts}"
            ));
        }
        let outcome = got.map_or_else(|other| other, |got| format!("{got:?}"));
        *self.outcomes.entry(outcome).or_default() += 1;
    }
}

async fn work(
    service: ServiceClient,
    seen: Arc<Seen>,
    next: Arc<AtomicUsize>,
    requests: usize,
) -> Done {
    let mut done = Done::default();
    loop {
        let number = next.fetch_add(1, Ordering::SeqCst);
        if number >= requests {
            return done;
        }
        let planned = Planned(number);
        if let Some(batch) = planned.batch(requests) {
            let all = batch::send(&service, &batch).await;
            for (planned, got) in batch.into_iter().zip(all) {
                let saw = seen.attempts(planned.0);
                done.take_down(planned, planned.expected_in_batch(), got, saw);
            }
        } else if !planned.is_batched(requests) {
            let got = send(&service, planned).await;
            done.take_down(planned, planned.expected(), got, seen.attempts(number));
        }
        if number.is_multiple_of((requests / 10).max(1)) {
            let bytes = process::resident();
            done.memory.extend(bytes.map(|bytes| (number, bytes)));
        }
    }
}
