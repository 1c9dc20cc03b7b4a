//! The mail program over a network of its own, on an event loop of one thread: neither tokio nor an HTTP or TLS stack of
//! ours is in its tree with `--no-default-features`. It does the same over the wire as with the client.

mod own_stack;
mod walked;

use graph_mail::Client;
use graphwright_mail::service::Service;
use graphwright_mail::tour;
use own_stack::{OwnStack, run};

/// A client that sends nothing itself.
fn client(service: &Service) -> Client {
    let core = graphwright::Client::sans_io().endpoint(service.origin());
    Client::from(core.build().expect("a client"))
}

#[test]
fn mail_on_one_thread_without_tokio() {
    let service = Service::start().expect("a service");
    let graph = client(&service);
    let network = OwnStack::default();
    let mut said = Vec::new();
    let state = run(tour::everything(&network, &graph, &mut |line| {
        said.push(line)
    }));
    let state = state.expect("the whole tour");
    walked::assert_walked(&said, &service);
    walked::assert_kept(&state);
    // One token was refused, and one taken for all that followed.
    assert_eq!(network.tokens_taken(), 2);
    // Each request is logged by a name that Graph was given as well, and nothing else of it.
    let log = network.log();
    assert_eq!(
        log.len(),
        service
            .log()
            .iter()
            .filter(|line| !line.starts_with(' '))
            .count()
    );
    let names: std::collections::BTreeSet<_> = log.iter().map(|(name, _)| name).collect();
    assert!(names.len() > 20 && names.iter().all(|name| name.len() == 36));
}

#[test]
fn a_large_message_comes_whole_in_pieces() {
    let service = Service::start().expect("a service");
    let graph = client(&service);
    run(walked::read_letter(&OwnStack::default(), &graph));
}
