//! The mail program over the client of Graphwright, against the service on this machine.

mod walked;

use graphwright_mail::service::Service;
use graphwright_mail::{ByClient, tour};

#[tokio::test]
async fn mail_with_our_client() {
    let service = Service::start().expect("a service");
    let graph = service.client().expect("a client");
    let mut said = Vec::new();
    let state = tour::everything(&ByClient, &graph, &mut |line| said.push(line)).await;
    let state = state.expect("the whole tour");
    walked::assert_walked(&said, &service);
    walked::assert_kept(&state);
}

#[tokio::test]
async fn a_large_message_comes_whole_in_pieces() {
    let service = Service::start().expect("a service");
    let graph = service.client().expect("a client");
    walked::read_letter(&ByClient, &graph).await;
}
