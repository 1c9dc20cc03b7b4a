//! How often a credential is asked, who waits for it, and what a token is good for meanwhile.

#![cfg(feature = "client")]

mod support;
mod token;

use std::error::Error as _;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use graphwright::{
    AccessToken, BoxError, BoxFuture, Client, ClientBuilder, Clock, Credential, Error, ErrorKind,
    Method, Secret, ServiceClient, TokenRequest,
};
use support::{Canned, Loopback};
use token::tokens;

/// What one call of the credential does.
#[derive(Clone, Copy)]
enum Call {
    /// Gives a token that lives so many seconds.
    Lives(u64),
    Fails,
    Panics,
    Hangs,
}
use Call::{Fails, Hangs, Lives, Panics};

/// Does at each call what the script says, the last of it for ever, after so long.
struct Scripted {
    script: Vec<(Duration, Call)>,
    calls: AtomicUsize,
    scopes: Mutex<Vec<String>>,
}

fn scripted(script: &[(u64, Call)]) -> Arc<Scripted> {
    let steps = script.iter();
    Arc::new(Scripted {
        script: steps
            .map(|(wait, call)| (Duration::from_millis(*wait), *call))
            .collect(),
        calls: AtomicUsize::new(0),
        scopes: Mutex::default(),
    })
}

impl Scripted {
    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

impl Credential for Scripted {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        let scopes = request.scopes.join(" ");
        self.scopes.lock().expect("the scopes").push(scopes);
        let (wait, call) = self.script[number.min(self.script.len() - 1)];
        Box::pin(async move {
            tokio::time::sleep(wait).await;
            match call {
                Lives(seconds) => Ok(AccessToken {
                    secret: Secret::new(format!("t{number}")),
                    expires_on: SystemTime::now() + Duration::from_secs(seconds),
                }),
                Fails => Err(format!("nobody signed in, {number}").into()),
                Panics => panic!("on purpose"),
                Hangs => pending().await,
            }
        })
    }
}

/// A server that answers everything, and a client of it.
async fn signed_in(credential: &Arc<Scripted>) -> (Loopback, Client) {
    let server = Loopback::bind().await.answer(|_| Canned::status(204));
    let core = Client::builder(credential.clone()).endpoint(server.origin());
    let core = core.build().expect("a client");
    (server, core)
}

async fn send(core: &Client) -> Result<(), Error> {
    let request = tokens(core.clone()).raw_request(Method::GET);
    request.send().await.map(drop)
}

/// The tokens that the server was sent.
fn used(server: &Loopback) -> Vec<String> {
    let requests = server.requests();
    let used = requests
        .iter()
        .filter_map(|one| one.header("authorization"));
    used.map(|one| one.trim_start_matches("Bearer ").to_owned())
        .collect()
}

/// Sends that many at once.
async fn at_once(core: &Client, count: usize) -> Vec<Result<(), Error>> {
    let sent: Vec<_> = (0..count)
        .map(|_| {
            let core = core.clone();
            tokio::spawn(async move { send(&core).await })
        })
        .collect();
    let mut results = Vec::new();
    for one in sent {
        results.push(one.await.expect("no panic"));
    }
    results
}

#[tokio::test]
async fn all_who_wait_for_a_token_share_one_fetch() {
    let credential = scripted(&[(50, Lives(3600))]);
    let (server, core) = signed_in(&credential).await;
    assert!(at_once(&core, 20).await.iter().all(Result::is_ok));
    assert_eq!(credential.calls(), 1);
    assert_eq!(used(&server), ["t0"; 20]);
}

#[tokio::test]
async fn all_who_wait_for_a_token_share_the_error_and_the_next_asks_again() {
    let credential = scripted(&[(50, Fails), (0, Lives(3600))]);
    let (server, core) = signed_in(&credential).await;
    for result in at_once(&core, 20).await {
        let error = result.expect_err("no token");
        assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
        let source = error.source().map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("nobody signed in, 0"));
    }
    assert_eq!(credential.calls(), 1);
    assert!(server.requests().is_empty());
    send(&core).await.expect("a second fetch");
    assert_eq!(used(&server), ["t1"]);
}

#[tokio::test]
async fn a_credential_that_panics_is_an_error_for_all_who_wait() {
    let credential = scripted(&[(50, Panics), (0, Lives(3600))]);
    let (_server, core) = signed_in(&credential).await;
    for result in at_once(&core, 5).await {
        let error = result.expect_err("no token");
        let source = error.source().map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("the credential panicked"));
    }
    send(&core).await.expect("a second fetch");
    assert_eq!(credential.calls(), 2);
}

#[tokio::test]
async fn a_token_of_other_scopes_does_not_wait_behind_a_slow_fetch() {
    let credential = scripted(&[(0, Lives(3600)), (3000, Lives(3600))]);
    let (_server, core) = signed_in(&credential).await;
    send(&core).await.expect("a token");
    let slow = ServiceClient::new(core.clone(), "https://other.example/v1");
    let slow = tokio::spawn(async move { slow.request(Method::GET, "x").send().await });
    while credential.calls() < 2 {
        tokio::task::yield_now().await;
    }
    let begun = Instant::now();
    send(&core).await.expect("the token that is there");
    assert!(begun.elapsed() < Duration::from_secs(2));
    let scopes = credential.scopes.lock().expect("the scopes").clone();
    assert_eq!(
        scopes,
        [
            "https://graph.microsoft.com/.default",
            "https://other.example/.default"
        ]
    );
    slow.abort();
}

#[tokio::test]
async fn a_token_is_fetched_again_when_little_of_its_life_is_left() {
    // Seconds that the first token lives, and how often the credential is asked in four requests.
    for (lives, calls) in [(3600, 1), (301, 1), (299, 1), (200, 1), (20, 1), (0, 4)] {
        let credential = scripted(&[(0, Lives(lives))]);
        let (_server, core) = signed_in(&credential).await;
        for _ in 0..4 {
            send(&core).await.expect("a token");
        }
        assert_eq!(credential.calls(), calls, "a token of {lives} s");
    }
}

/// A token that has come to the last quarter of its life, and what the credential does from then on.
async fn in_its_last_quarter(then: (u64, Call)) -> (Arc<Scripted>, Loopback, Client) {
    let credential = scripted(&[(0, Lives(8)), then]);
    let (server, core) = signed_in(&credential).await;
    send(&core).await.expect("a token");
    tokio::time::sleep(Duration::from_millis(6200)).await;
    (credential, server, core)
}

#[tokio::test]
async fn a_valid_token_is_used_when_the_identity_provider_is_down() {
    let (credential, server, core) = in_its_last_quarter((0, Fails)).await;
    for _ in 0..5 {
        send(&core).await.expect("the token is valid");
        tokio::task::yield_now().await;
    }
    assert_eq!(used(&server), ["t0"; 6]);
    assert_eq!(credential.calls(), 2, "it is not asked by each request");
    tokio::time::sleep(Duration::from_millis(1900)).await;
    let error = send(&core).await.expect_err("the token has expired");
    assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
}

#[tokio::test]
async fn a_valid_token_is_used_while_another_is_fetched() {
    let (credential, server, core) = in_its_last_quarter((200, Lives(3600))).await;
    at_once(&core, 5).await;
    assert_eq!(used(&server), ["t0"; 6]);
    tokio::time::sleep(Duration::from_millis(300)).await;
    send(&core).await.expect("the token that nobody waited for");
    assert_eq!(used(&server)[6], "t1");
    assert_eq!(credential.calls(), 2);
}

#[tokio::test]
async fn a_fetch_goes_on_when_the_request_that_began_it_is_dropped() {
    let credential = scripted(&[(100, Lives(3600))]);
    let (_server, core) = signed_in(&credential).await;
    let (first, second) = (core.clone(), core.clone());
    let first = tokio::spawn(async move { send(&first).await });
    let second = tokio::spawn(async move { send(&second).await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    first.abort();
    second.await.expect("no panic").expect("the same fetch");
    assert_eq!(credential.calls(), 1);
}

#[tokio::test]
async fn a_fetch_goes_on_when_nobody_waits_for_it() {
    let credential = scripted(&[(100, Lives(3600))]);
    let (_server, core) = signed_in(&credential).await;
    let begun = tokio::time::timeout(Duration::from_millis(20), send(&core)).await;
    assert!(begun.is_err(), "the request is dropped");
    tokio::time::sleep(Duration::from_millis(150)).await;
    send(&core).await.expect("a token");
    assert_eq!(credential.calls(), 1);
}

/// A fetch that was begun where its runtime has ended is carried on by whoever needs it.
#[test]
fn a_fetch_outlives_the_runtime_that_it_was_begun_on() {
    let run = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().expect("a runtime")
    };
    let credential = scripted(&[(0, Hangs), (0, Lives(3600))]);
    let core = Client::builder(credential.clone())
        .endpoint("http://127.0.0.1:9")
        .timeout(Duration::from_millis(50));
    let core = core.build().expect("a client");
    let error = run().block_on(send(&core)).expect_err("it hangs");
    assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
    let error = run().block_on(send(&core)).expect_err("nobody listens");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
    assert_eq!(credential.calls(), 2);
}

#[tokio::test]
async fn a_fetch_that_hangs_is_not_waited_for_by_later_requests() {
    let credential = scripted(&[(0, Hangs), (0, Lives(3600))]);
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let core = Client::builder(credential.clone())
        .endpoint(server.origin())
        .timeout(Duration::from_millis(100));
    let core = core.build().expect("a client");
    let error = send(&core).await.expect_err("it hangs");
    assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
    send(&core).await.expect("another fetch");
    assert_eq!(used(&server), ["t1"]);
}

#[tokio::test]
async fn a_slow_credential_is_named_whichever_timeout_ends_the_wait() {
    let short = Duration::from_millis(50);
    let builders: [fn(ClientBuilder, Duration) -> ClientBuilder; 2] =
        [ClientBuilder::timeout, ClientBuilder::total_timeout];
    for limited in builders {
        let credential = scripted(&[(0, Hangs)]);
        let server = Loopback::bind().await.answer(|_| Canned::status(204));
        let builder = Client::builder(credential).endpoint(server.origin());
        let core = limited(builder, short).build().expect("a client");
        let error = send(&core).await.expect_err("no token");
        assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
        let source = error.source().expect("a source").to_string();
        assert_eq!(source, "the credential gave no token within 50ms");
        assert!(server.requests().is_empty());
    }
}

/// A clock that stands still until it is moved.
#[derive(Default)]
struct Moved(Mutex<Duration>);

impl Clock for Moved {
    fn now(&self) -> Duration {
        *self.0.lock().expect("the time")
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn a_token_expires_by_the_clock_of_the_client() {
    // Seconds that the clock is moved by, and how often the credential is asked.
    for (moved, calls) in [(0, 1), (3000, 1), (3400, 2), (3700, 2)] {
        let credential = scripted(&[(0, Lives(3600))]);
        let clock = Arc::new(Moved::default());
        let server = Loopback::bind().await.answer(|_| Canned::status(204));
        let builder = Client::builder(credential.clone()).endpoint(server.origin());
        let core = builder.clock(clock.clone()).build().expect("a client");
        send(&core).await.expect("a token");
        *clock.0.lock().expect("the time") += Duration::from_secs(moved);
        send(&core).await.expect("a token");
        tokio::task::yield_now().await;
        assert_eq!(credential.calls(), calls, "after {moved} s");
    }
}

#[tokio::test]
async fn the_date_of_a_service_says_nothing_about_the_life_of_a_token() {
    let credential = scripted(&[(0, Lives(3600))]);
    let server = Loopback::bind()
        .await
        .answer(|_| Canned::status(204).header("date", "Mon, 01 Jan 2001 00:00:00 GMT"));
    let builder = Client::builder(credential.clone()).endpoint(server.origin());
    let core = builder.build().expect("a client");
    for _ in 0..3 {
        send(&core).await.expect("a token");
    }
    assert_eq!(credential.calls(), 1);
}
