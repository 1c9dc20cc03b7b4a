//! How requests stand in a batch, and which cannot be in one. All of it holds with and without the feature `client`.

mod batched;
mod network;
mod token;

use batched::{get, graph, requests_of, responses};
use graphwright::batch::{Answers, Batch, Step, all};
use graphwright::serde_json::{Value, json};
use graphwright::{
    Client, Count, ErrorKind, Method, Multipart, Patch, Request, SecurityScheme, ServiceClient,
    SignIn,
};
use network::{Network, response, run};
use token::Token;

/// The request as it is sent in a batch, without its name.
fn sent(service: &ServiceClient, request: impl FnOnce(&ServiceClient) -> Request<Value>) -> Value {
    let network = Network::new([responses(json!([]))]);
    run(all([request(service)]).send_by(&network));
    let mut sent = requests_of(&network.asked()[0]).remove(0);
    let headers = sent["headers"].as_object_mut().expect("headers");
    let name = headers.remove("client-request-id").expect("a name");
    assert_eq!(name.as_str().map(str::len), Some(36));
    sent
}

#[test]
fn a_request_stands_in_a_batch_with_its_headers_and_below_the_service_root() {
    let read = sent(&graph(), |graph| {
        get(graph, "/users?$filter=city%20eq%20null")
            .query("$count", "true")
            .header("ConsistencyLevel", "eventual")
            .prefer("odata.maxpagesize=5")
            .prefer("outlook.timezone=\"UTC\"")
    });
    let headers = json!({
        "accept": "application/json",
        "consistencylevel": "eventual",
        "prefer": "odata.maxpagesize=5, outlook.timezone=\"UTC\"",
    });
    let url = "/users?$filter=city%20eq%20null&$count=true";
    assert_eq!(
        read,
        json!({"id": "1", "method": "GET", "url": url, "headers": headers})
    );
    let changed = sent(&graph(), |graph| {
        let change = Patch::<Token>::new().set(Token::DISPLAY_NAME, "Oslo");
        let tokens = graph.root_resource().segment("a b").key_segment("50%#");
        tokens
            .raw_request(Method::PATCH)
            .patch_body(change)
            .if_match("\"7\"")
    });
    let headers = json!({"accept": "application/json", "content-type": "application/json", "if-match": "\"7\""});
    let body = json!({"displayName": "Oslo"});
    let url = "/a%20b/50%25%23";
    assert_eq!(
        changed,
        json!({"id": "1", "method": "PATCH", "url": url, "headers": headers, "body": body})
    );
}

/// A service that is not Graph.
fn elsewhere() -> ServiceClient {
    let client = Client::sans_io().token_scopes(["https://graph.microsoft.com/.default"]);
    ServiceClient::new(
        client.build().expect("a client"),
        "https://services.odata.org/V4",
    )
}

#[test]
fn a_url_is_relative_to_the_service_root_as_its_service_takes_it() {
    for (service, expected) in [
        (graph(), "/me/messages?$top=1"),
        (elsewhere(), "me/messages?$top=1"),
    ] {
        let sent = sent(&service, |service| {
            get(service, "/me/messages").query("$top", "1")
        });
        assert_eq!(sent["url"], expected);
    }
}

#[test]
fn a_body_is_in_the_form_that_its_service_takes() {
    let text = |service: &ServiceClient| {
        service
            .request(Method::POST, "/a")
            .mime_body("Subject: Oslo")
    };
    let image = |service: &ServiceClient| {
        service
            .request(Method::PUT, "/a")
            .body_bytes("image/png", vec![0xff, 0xfe])
    };
    let nothing = |service: &ServiceClient| service.request(Method::POST, "/a/send");
    let precise = |service: &ServiceClient| {
        service
            .request(Method::POST, "/a")
            .body_bytes("application/json", r#"{"n":1.10}"#)
    };
    let body = |service: &ServiceClient, request: fn(&ServiceClient) -> Request<Value>| {
        let sent = sent(service, request);
        (
            sent["headers"]["content-type"]
                .as_str()
                .map(str::to_owned)
                .expect("a type"),
            sent["body"].to_string(),
        )
    };
    for (service, of_text) in [
        (&graph(), r#""VTNWaWFtVmpkRG9nVDNOc2J3PT0""#),
        (&elsewhere(), r#""U3ViamVjdDogT3Nsbw==""#),
    ] {
        assert_eq!(body(service, text), ("text/plain".into(), of_text.into()));
        assert_eq!(
            body(service, image),
            ("image/png".into(), r#""__4""#.into())
        );
        assert_eq!(
            body(service, nothing),
            ("application/json".into(), "{}".into())
        );
    }
    // Numbers go as they are.
    let network = Network::new([responses(json!([]))]);
    run(all([precise(&graph())]).send_by(&network));
    let whole = network.asked()[0].body().clone();
    assert!(String::from_utf8_lossy(&whole).contains(r#""body":{"n":1.10}"#));
}

#[test]
fn a_batch_has_one_token_and_its_requests_have_none() {
    let network = Network::new([responses(json!([]))]);
    let request = get(&graph(), "/me").header("Authorization", "Bearer mine");
    run(all([request]).send_by(&network));
    let asked = network.asked();
    assert_eq!(asked[0].headers()["authorization"], "Bearer token 1");
    let inside = requests_of(&asked[0]);
    assert!(inside[0]["headers"].get("authorization").is_none());
    assert!(!inside[0].to_string().contains("token 1"));
}

#[test]
fn a_batch_whose_token_is_refused_gets_another_one_once() {
    let network = Network::new([
        response(401, ""),
        responses(json!([{"id": "1", "status": 204}])),
    ]);
    let request = graph()
        .request(Method::POST, "/me/messages/7/send")
        .returning::<()>();
    let results = run(all([request]).send_by(&network));
    assert!(results[0].is_ok(), "{results:?}");
    let asked = network.asked();
    let tokens: Vec<_> = asked
        .iter()
        .map(|batch| &batch.headers()["authorization"])
        .collect();
    assert_eq!(tokens, ["Bearer token 1", "Bearer token 2"]);
    assert_eq!(asked[0].body(), asked[1].body());
    // A request that is refused inside a batch has the claims that the service asks for.
    let challenge = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let refused = json!({"id": "1", "status": 401, "headers": {"WWW-Authenticate": challenge}});
    let network = Network::new([responses(json!([refused]))]);
    let results = run(all([get(&graph(), "/me")]).send_by(&network));
    let error = results[0].as_ref().expect_err("a refusal");
    assert_eq!(error.claims().as_deref(), Some(r#"{"a":1}"#));
}

#[test]
fn each_request_asks_for_what_its_result_is_read_from() {
    let network = Network::new([responses(json!([]))]);
    run(all([get(&graph(), "/users/$count").returning::<Count>()]).send_by(&network));
    let inside = requests_of(&network.asked()[0]);
    assert_eq!(
        inside[0]["headers"]["accept"],
        "text/plain, application/json;q=0.9"
    );
}

#[test]
fn what_cannot_be_in_a_batch_is_refused_when_it_is_added() {
    let plain = ServiceClient::plain(
        Client::sans_io().build().expect("a client"),
        "https://graph.microsoft.com/v1.0",
        &[SecurityScheme("", SignIn::Bearer)],
    );
    let graph = graph();
    let post = || graph.request(Method::POST, "/a");
    for (request, words) in [
        (get(&plain, "/a"), "no OData service"),
        (
            graph.pre_authenticated(Method::GET, "https://graph.microsoft.com/v1.0/a"),
            "carries its own permission",
        ),
        (
            get(&graph, "https://graph.microsoft.com/beta/a"),
            "below the root",
        ),
        (
            get(&graph, "https://graph.microsoft.com/v1.00/a"),
            "below the root",
        ),
        (
            get(&graph, "https://graph.microsoft.com/v1.0/../beta/a"),
            "below the root",
        ),
        (
            get(&graph, "https://files.example/v1.0/a"),
            "not the origin of the service",
        ),
        (get(&graph, ""), "the root of its service"),
        (get(&graph, "/"), "the root of its service"),
        (
            graph.request(Method::POST, "/$batch"),
            "a batch cannot be in a batch",
        ),
        (get(&graph, "/a/../b"), "segment"),
        (
            get(&graph, "/a").body_bytes("text/plain", "b"),
            "a GET in a batch has no body",
        ),
        (graph.request(Method::HEAD, "/a"), "a batch has no HEAD"),
        (
            post().multipart_body(&Multipart::new().text("a", "b")),
            "several parts",
        ),
        (
            post().body_bytes("Multipart/Related; boundary=x", "--x--"),
            "several parts",
        ),
        (post().body_bytes("application/json", "{"), "no JSON"),
        (post().header("Cookie", "a=b"), "`cookie`"),
        (post().header("Host", "a"), "`host`"),
        (
            post().header("Transfer-Encoding", "chunked"),
            "`transfer-encoding`",
        ),
    ] {
        let (method, url) = (request.method().clone(), request.url().to_owned());
        let mut batch = Batch::new();
        let error = batch.add(request).expect_err("it is refused");
        let is_told = matches!(error.kind(), ErrorKind::InvalidRequest(why) if why.contains(words));
        assert!(is_told, "{method} {url}: {error}");
        assert!(batch.is_empty());
    }
}

#[test]
fn requests_of_another_service_or_client_are_refused() {
    let beta = ServiceClient::new(
        Client::sans_io().build().expect("a client"),
        "https://graph.microsoft.com/beta",
    );
    let v1 = graph();
    // Another client may sign in as somebody else.
    for other in [&beta, &graph()] {
        let mut batch = Batch::new();
        batch.add(get(&v1, "/me")).expect("a key");
        let error = batch.add(get(other, "/me")).expect_err("another client");
        assert!(error.to_string().contains("another service"), "{error}");
        // Of requests of one kind it is that one's own error.
        let network = Network::new([responses(json!([{"id": "1", "status": 204}]))]);
        let requests = [&v1, other].map(|service| get(service, "/me").optional());
        let results = run(all(requests).send_by(&network));
        assert!(results[0].is_ok() && results[1].is_err());
    }
    let same = v1.root_resource().segment("me").raw_request(Method::GET);
    let mut batch = Batch::new();
    batch
        .add(get(&v1, "https://graph.microsoft.com/v1.0/me?$skiptoken=x"))
        .expect("a link of its own");
    batch.add(same).expect("the same service");
    assert_eq!(batch.len(), 2);
}

#[test]
fn a_batch_shows_nothing_that_may_be_secret() {
    let mut batch = Batch::new();
    let request = graph().request(Method::POST, "/me?$filter=s3cret");
    let request = request.header("If-Match", "s3cret").json_body(&"s3cret");
    let key = batch.add(request).expect("a key");
    let mut shown = format!("{batch:?} {key:?} {:?}", key.id());
    let mut sending = batch.start().expect("a start");
    shown += &format!("{sending:?}");
    let Step::Send(request) = sending.step() else {
        panic!("something is to be sent");
    };
    shown += &format!("{request:?}");
    let whole = json!({"responses": [{"id": "1", "status": 200, "headers": {"a": "s3cret"}, "body": "s3cret"}]});
    let answers = request
        .decode(response(200, &whole.to_string()))
        .expect("answers");
    shown += &format!("{:?}", answers.value);
    sending.answered(Ok(answers.value));
    let step = sending.step();
    shown += &format!("{step:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    let Step::Done(mut results) = step else {
        panic!("all is answered");
    };
    assert_eq!(results.take(key).expect("a result"), "s3cret");
}

#[test]
fn a_request_that_was_not_answered_comes_again_and_nothing_else_is_taken() {
    let mut batch = Batch::new();
    let key = batch.add(get(&graph(), "/me")).expect("a key");
    let mut sending = batch.start().expect("a start");
    let sent = |step: Step| match step {
        Step::Send(request) => request,
        other => panic!("{other:?}"),
    };
    let first = sent(sending.step());
    let again = sent(sending.step());
    assert_eq!(first.body(), again.body());
    let throttled =
        json!({"responses": [{"id": "1", "status": 429, "headers": {"Retry-After": "7"}}]});
    let answers = |request: &Request<Answers>, body: &Value| {
        let response = request.decode(response(200, &body.to_string()));
        response.map(|response| response.value)
    };
    sending.answered(answers(&again, &throttled));
    // Before the wait there is nothing to answer.
    sending.answered(answers(&again, &throttled));
    assert!(matches!(sending.step(), Step::Wait(time) if time.as_secs() == 7));
    sending.give_up();
    let Step::Done(mut results) = sending.step() else {
        panic!("nothing goes again");
    };
    assert_eq!(results.errors().count(), 1);
    let error = results.take(key).expect_err("throttled");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
}
