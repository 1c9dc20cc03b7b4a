//! Long-running operations that the client asks, by its clock.

#![cfg(feature = "client")]

mod faulty;
mod support;
mod token;

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use faulty::{Act, Faulty, Passing, json, reply};
use graphwright::operation::{Completed, Operation, State};
use graphwright::{BoxFuture, Client, Clock, ErrorKind, Method, Request, StaticToken};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

const MONITOR: &str = "/operations/8";

fn accepted() -> Act {
    reply(202, &format!("location: {MONITOR}\r\n"), "")
}

fn running() -> Act {
    json(r#"{"id":"8","status":"running","percentageComplete":50}"#)
}

fn copy(client: Client) -> Request<Token> {
    tokens(client).request(Method::POST)
}

fn by(server: &Faulty, clock: &Passing) -> Client {
    let client = faulty::builder(server.origin(), clock);
    client.build().expect("a client")
}

fn id(completed: Completed<Token>) -> Option<String> {
    completed.value?.id
}

#[tokio::test]
async fn an_operation_is_asked_by_the_clock_of_the_client_until_it_is_done() {
    let acts = [
        accepted(),
        running(),
        reply(202, "retry-after: 2\r\n", ""),
        json(r#"{"status":"succeeded","resourceLocation":"/tokens/9"}"#),
        json(r#"{"id":"9"}"#),
    ];
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    let mut operation = copy(by(&server, &clock)).start().await.expect("a start");
    assert!(operation.poll().await.expect("an answer").is_none());
    assert_eq!(operation.status().percentage(), Some(50.0));
    let completed = operation.wait().await.expect("a success");
    assert_eq!(completed.status.state(), State::Succeeded);
    assert_eq!(id(completed).as_deref(), Some("9"));
    assert_eq!(clock.waits(), [10, 10, 2].map(Duration::from_secs));
    let heads = server.heads();
    let lines: Vec<_> = heads.iter().map(|head| head.lines().next()).collect();
    assert_eq!(
        lines,
        [
            Some("post /beta/tokens http/1.1"),
            Some("get /beta/operations/8 http/1.1"),
            Some("get /beta/operations/8 http/1.1"),
            Some("get /beta/operations/8 http/1.1"),
            Some("get /beta/tokens/9 http/1.1"),
        ]
    );
    assert!(heads.iter().all(|head| head.contains("secret-token")));
}

#[tokio::test]
async fn a_monitor_on_another_host_gets_no_token_and_leads_back() {
    let server = Loopback::bind().await;
    let done = Canned::new(303).header("location", &format!("{}/beta/tokens/9", server.origin()));
    let other = Loopback::start(vec![Canned::json(202, r#"{"status":"inProgress"}"#), done]).await;
    let monitor = format!("{}/monitor/8", other.origin());
    let started = Canned::new(202)
        .header("location", &monitor)
        .header("retry-after", "0.01");
    let server = server.run(vec![started, Canned::json(200, r#"{"id":"9"}"#)]);
    let operation = copy(client(&server)).start().await.expect("a start");
    let mut operation = operation.interval(Duration::from_millis(10));
    let completed = operation.wait().await.expect("a success");
    assert_eq!(id(completed).as_deref(), Some("9"));
    for request in other.requests() {
        assert_eq!(request.target, "/monitor/8");
        assert_eq!(request.header("authorization"), None);
    }
    let own = server.requests();
    assert_eq!(own[1].target, "/beta/tokens/9");
    assert!(own[1].header("authorization").is_some());
}

/// A clock that the test moves, in seconds.
#[derive(Clone, Default)]
struct Moved(Arc<AtomicU64>);

impl Clock for Moved {
    fn now(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let clock = self.clone();
        let due = self.now().saturating_add(time);
        Box::pin(poll_fn(move |context| {
            if clock.now() >= due {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        }))
    }
}

#[tokio::test]
async fn an_operation_that_is_dropped_while_it_waits_is_asked_when_it_is_time() {
    let (server, clock) = (Faulty::start([accepted()]).await, Moved::default());
    let client = Client::builder(StaticToken::new("t")).endpoint(server.origin());
    let client = client.clock(clock.clone()).build().expect("a client");
    let mut operation = copy(client).start().await.expect("a start");
    // A program that looks at something else in between neither asks early nor waits anew.
    for second in [0, 4, 9] {
        clock.0.store(second, Ordering::SeqCst);
        let late = tokio::time::timeout(Duration::from_millis(20), operation.wait()).await;
        assert!(late.is_err(), "{second}");
        assert_eq!(server.heads().len(), 1, "{second}");
    }
    clock.0.store(10, Ordering::SeqCst);
    operation.wait().await.expect("a success");
    assert_eq!(server.heads().len(), 2);
}

#[tokio::test]
async fn a_deadline_is_not_waited_for_in_vain() {
    let acts = [accepted(), running(), running(), running()];
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    let operation = copy(by(&server, &clock)).start().await.expect("a start");
    let mut operation = operation.deadline(Duration::from_secs(25));
    let error = operation.wait().await.expect_err("it is late");
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    assert_eq!(clock.waits(), [10, 10].map(Duration::from_secs));
    // What a poll itself waits for counts as well.
    let acts = [accepted(), reply(429, "retry-after: 20\r\n", ""), running()];
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    let operation = copy(by(&server, &clock)).start().await.expect("a start");
    let mut operation = operation.deadline(Duration::from_secs(35));
    operation.wait().await.expect_err("it is late");
    assert_eq!(clock.waits(), [10, 20].map(Duration::from_secs));
    assert_eq!(server.heads().len(), 3);
}

#[tokio::test]
async fn an_operation_goes_on_from_its_link_on_another_thread() {
    let (server, clock) = (Faulty::start([running()]).await, Passing::default());
    let request: Request<Token> = tokens(by(&server, &clock)).request(Method::GET);
    let mut operation: Operation<Token> = request.operation_at(MONITOR);
    let completed = tokio::spawn(async move { operation.wait().await });
    completed.await.expect("the task").expect("a success");
    assert_eq!(server.heads().len(), 2);
}

#[tokio::test]
async fn a_client_without_a_transport_says_how_to_ask() {
    let core = Client::sans_io().build().expect("a client");
    let mut operation = copy(core).operation_at(MONITOR);
    let error = operation.wait().await.expect_err("no transport");
    assert!(error.to_string().contains("Client::builder"), "{error}");
}
