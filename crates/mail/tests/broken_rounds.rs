//! Rounds that break off, and go on after a restart.

mod own_stack;

use std::cell::Cell;
use std::time::Duration;

use graph_mail::Client;
use graphwright::{Bytes, Error, ErrorKind, Payload, Request, Result};
use graphwright_mail::service::Service;
use graphwright_mail::{Network, State, folders, messages};
use own_stack::{OwnStack, run};

/// A network that breaks off after so many requests.
struct Breaking {
    inner: OwnStack,
    left: Cell<usize>,
}

impl Network for Breaking {
    async fn send<T: Payload>(&self, request: Request<T>) -> Result<T> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        match left {
            0 => Err(Error::transport("the cable is out")),
            _ => self.inner.send(request).await,
        }
    }

    async fn stream(&self, request: Request<Bytes>, take: impl FnMut(&[u8])) -> Result<()> {
        self.inner.stream(request, take).await
    }

    async fn wait(&self, time: Duration) {
        self.inner.wait(time).await;
    }
}

fn client(service: &Service) -> Client {
    let core = graphwright::Client::sans_io().endpoint(service.origin());
    Client::from(core.build().expect("a client"))
}

/// Runs `round` over networks that break off, each after one request more than the last, with a restart after each error, and
/// returns how often it broke off.
fn with_breaks(mut round: impl AsyncFnMut(&Breaking, &mut State) -> Result<()>) -> (State, usize) {
    let inner = OwnStack::default();
    let mut state = State::default();
    for breaks in 0.. {
        let left = Cell::new(breaks);
        let inner = inner.clone();
        match run(round(&Breaking { inner, left }, &mut state)) {
            Ok(()) => return (state, breaks),
            Err(error) => assert!(matches!(error.kind(), ErrorKind::Transport), "{error}"),
        }
        let text = state.to_text().expect("a text");
        state = State::from_text(&text).expect("a state");
    }
    unreachable!("it ends or goes on")
}

#[test]
fn a_round_of_messages_goes_on_where_it_broke_off() {
    let service = Service::start().expect("a service");
    let graph = client(&service);
    let (state, breaks) = with_breaks(async |network, state| {
        let mirror = state.messages.entry("inbox".to_owned()).or_default();
        messages::follow(network, &graph, "inbox", 10, mirror).await?;
        Ok(())
    });
    assert_eq!(state.messages["inbox"].rows().len(), 25);
    // Before the first page and after it.
    assert_eq!(breaks, 2);
    let log = service.log();
    let pages = log.iter().filter(|line| line.ends_with(" 200")).count();
    assert_eq!(pages, 3, "no page is asked for twice: {log:?}");
}

#[test]
fn well_known_folders_are_known_however_often_the_first_round_breaks_off() {
    let service = Service::start().expect("a service");
    let graph = client(&service);
    let (state, _) = with_breaks(async |network, state| {
        folders::follow(network, &graph, &mut state.folders).await?;
        Ok(())
    });
    assert!(state.folder("inbox").is_some());
    assert!(state.folder("archive").is_none());
}
