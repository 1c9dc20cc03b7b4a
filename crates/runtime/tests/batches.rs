//! Batches: how requests are split and sent, and which result each of them has. All of it holds with and without the
//! feature `client`.

mod batched;
mod network;

use batched::{answered, batch_of, batches, get, graph, requests_of, responses, status};
use graphwright::batch::{Batch, all};
use graphwright::serde_json::{Value, json};
use graphwright::{ErrorKind, Method};
use network::{Network, response, run};

fn names(results: Vec<graphwright::Result<Value>>) -> Vec<Value> {
    let results = results.into_iter();
    results
        .map(|one| one.expect("a result")["name"].clone())
        .collect()
}

#[test]
fn results_have_the_order_of_the_requests_whatever_order_they_come_in() {
    let graph = graph();
    let reply = json!([answered(3, 200), {"id": 1, "status": "200", "body": {"name": 1}}, answered(2, 200)]);
    let network = Network::new([responses(reply)]);
    let requests = (0..3).map(|number| get(&graph, &format!("/users/{number}")));
    let results = run(all(requests).send_by(&network));
    assert_eq!(names(results), [1, 2, 3]);
    assert_eq!(batches(&network), ["1 2 3"]);
    assert_eq!(
        network.asked()[0].uri(),
        "https://graph.microsoft.com/v1.0/$batch"
    );
}

#[test]
fn a_batch_of_nothing_sends_nothing() {
    let network = Network::new([]);
    run(Batch::new().send_by(&network)).expect("no results");
    assert!(run(all::<Value>([]).send_by(&network)).is_empty());
    assert!(network.asked().is_empty());
}

#[test]
fn more_than_twenty_requests_are_several_batches_and_callers_can_set_how_many() {
    for (limit, sizes) in [
        (None, &[20, 20, 5][..]),
        (Some(40), &[40, 5]),
        (Some(0), &[1; 45]),
    ] {
        let graph = graph();
        let mut first = 0;
        let replies = sizes.iter().map(|size| {
            let names = first + 1..=first + size;
            first += size;
            responses(names.map(|name| answered(name, 200)).collect())
        });
        let network = Network::new(replies.collect::<Vec<_>>());
        let requests = all((0..45).map(|_| get(&graph, "/me")));
        let requests = match limit {
            Some(limit) => requests.limit(limit),
            None => requests,
        };
        let results = run(requests.send_by(&network));
        assert_eq!(names(results), (1..=45).collect::<Vec<_>>());
        let sent = network.asked();
        let sent: Vec<usize> = sent.iter().map(|batch| requests_of(batch).len()).collect();
        let sizes: Vec<usize> = sizes.iter().map(|size| *size as usize).collect();
        assert_eq!(sent, sizes);
    }
}

#[test]
fn requests_that_depend_on_each_other_share_a_batch_in_their_order() {
    let (batch, keys) = batch_of(&[&[], &[], &[0], &[2, 0], &[1]]);
    let network = Network::new([
        responses(json!([
            answered(1, 200),
            answered(3, 200),
            answered(4, 200)
        ])),
        responses(json!([answered(2, 200), answered(5, 200)])),
    ]);
    let mut results = run(batch.send_by(&network)).expect("results");
    assert_eq!(batches(&network), ["1 3<1 4<3,1", "2 5<2"]);
    for key in keys {
        assert_eq!(status(&mut results, key), 200);
    }
}

#[test]
fn a_chain_that_is_longer_than_a_batch_is_an_error_before_anything_is_sent() {
    let chain: Vec<Vec<usize>> = (0..21usize)
        .map(|number| number.checked_sub(1).into_iter().collect())
        .collect();
    let chain: Vec<&[usize]> = chain.iter().map(Vec::as_slice).collect();
    let network = Network::new([]);
    let error = run(batch_of(&chain).0.send_by(&network)).expect_err("too long");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(why) if why.starts_with("21 requests depend")),
        "{error}"
    );
    assert!(network.asked().is_empty());
    assert!(batch_of(&chain[..20]).0.start().is_ok());
    assert!(batch_of(&chain).0.limit(21).start().is_ok());
}

#[test]
fn a_batch_that_fails_costs_the_others_nothing() {
    let graph = graph();
    let network = Network::new([
        responses(json!([answered(1, 200)])),
        response(400, r#"{"error":{"code":"BadRequest","message":"no"}}"#),
        responses(json!([answered(3, 200)])),
    ]);
    let requests = (0..3).map(|_| graph.request(Method::POST, "/me"));
    let results = run(all(requests).limit(1).send_by(&network));
    let codes: Vec<Option<&str>> = results
        .iter()
        .map(|one| one.as_ref().err()?.code())
        .collect();
    assert_eq!(codes, [None, Some("BadRequest"), None]);
    assert!(results[0].is_ok() && results[2].is_ok());
}

#[test]
fn each_key_takes_its_result_once_from_its_own_batch() {
    let (batch, keys) = batch_of(&[&[]]);
    let network = Network::new([responses(json!([answered(1, 200)]))]);
    let mut results = run(batch.send_by(&network)).expect("results");
    let (_, of_another) = batch_of(&[&[]]);
    let refused = |result: graphwright::Result<Value>, words: &str| {
        let error = result.expect_err("no result");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(why) if why.contains(words)),
            "{error}"
        );
    };
    refused(results.take(of_another[0]), "another batch");
    results.take(keys[0]).expect("a result");
    refused(results.take(keys[0]), "taken already");
    let (mut batch, _) = batch_of(&[&[]]);
    let error = batch.add_after(get(&graph(), "/me"), [keys[0]]);
    assert!(
        error
            .expect_err("another batch")
            .to_string()
            .contains("another batch")
    );
}
