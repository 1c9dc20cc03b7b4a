//! Where a request goes: keys, literals and query options as they stand in the target.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::edm::Duration;
use graphwright::{
    Count, ErrorKind, Json, Literal, Method, Page, Parameter, Request, Resource, ServiceClient,
    given,
};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

/// The target of what `make` makes of the collection, without the collection's own path.
async fn target<T: graphwright::Payload>(make: impl FnOnce(Resource) -> Request<T>) -> String {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let request = make(tokens(client(&server))).optional();
    request.send().await.expect("a success");
    let target = server.request().target;
    let below = target.strip_prefix("/beta/tokens").map(str::to_owned);
    below.expect("a target below the collection")
}

async fn key(key: &str) -> String {
    target(|tokens| tokens.key_segment(key).raw_request(Method::GET)).await
}

async fn function(value: &str) -> String {
    target(|tokens| {
        tokens
            .function("getLicensesForApp", &[("bundleId", &value)])
            .raw_request(Method::GET)
    })
    .await
}

async fn listed(change: impl FnOnce(Request<Page<Token>>) -> Request<Page<Token>>) -> String {
    target(|tokens| change(tokens.request(Method::GET))).await
}

#[tokio::test]
async fn a_key_stays_one_segment_whatever_is_in_it() {
    assert_eq!(key("7f-2_x~").await, "/7f-2_x~");
    assert_eq!(key("a b").await, "/a%20b");
    assert_eq!(key("a/b").await, "/a%2Fb");
    assert_eq!(key("a%2Fb").await, "/a%252Fb");
    assert_eq!(key("a?b#c").await, "/a%3Fb%23c");
    assert_eq!(key("a\\b").await, "/a%5Cb");
    assert_eq!(key("Ålesund 💡").await, "/%C3%85lesund%20%F0%9F%92%A1");
    assert_eq!(key("O'Neil").await, "/O'Neil");
    assert_eq!(key("a\"b\r\n").await, "/a%22b%0D%0A");
    assert_eq!(key("ada@example.org").await, "/ada@example.org");
}

#[tokio::test]
async fn a_segment_of_dots_is_refused_wherever_a_caller_can_give_one() {
    let server = Loopback::start(vec![]).await;
    let tokens = tokens(client(&server));
    let service = ServiceClient::new(client(&server), token::ROOT);
    let in_path = |text: &str| {
        let parameter = Parameter::path("id");
        tokens.filled(&["", ""], &[(parameter, &text)])
    };
    let mut requests = Vec::new();
    for dots in [".", ".."] {
        let places = [
            tokens.key_segment(dots),
            tokens.key_segment(dots).segment("sync"),
            tokens.segment(dots),
            tokens.key_segments(&[&"a", &dots]),
            tokens.addressed(&[":/", ":"], &[dots]),
            tokens.addressed(&[":/", ":"], &[&format!("a/{dots}/b")]),
            tokens.addressed(&["/", ":/", ":"], &[dots, "a"]),
            in_path(dots),
        ];
        requests.extend(places.map(|place| place.raw_request(Method::GET)));
        for path in [
            format!("/a/{dots}"),
            format!("{dots}/a"),
            format!("{dots}?a=b"),
        ] {
            requests.push(service.request(Method::GET, &path));
        }
    }
    let reserved = Parameter::path("path").reserved();
    for path in ["a/../b", "..", "%2e%2E/b", "../?", "..?x"] {
        let place = tokens.filled(&["", ""], &[(reserved, &path)]);
        requests.push(place.raw_request(Method::GET));
    }
    requests.push(
        tokens
            .addressed(&["/.", ""], &["."])
            .raw_request(Method::GET),
    );
    for path in ["/a/%2e%2E/b", "%2E", "/a/.%2e"] {
        requests.push(service.request(Method::GET, path));
    }
    for request in requests {
        let shown = format!("{request:?}");
        let error = request.send().await.expect_err(&shown);
        assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)));
        assert!(error.to_string().contains("RFC 3986"), "{shown}: {error}");
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn dots_that_are_no_segment_of_their_own_are_sent() {
    assert_eq!(key("...").await, "/...");
    assert_eq!(key("../x").await, "/..%2Fx");
    assert_eq!(key("%2e%2e").await, "/%252e%252e");
    let in_parentheses = target(|tokens| tokens.key_parentheses(&"..").raw_request(Method::GET));
    assert_eq!(in_parentheses.await, "('..')");
}

#[tokio::test]
async fn a_key_never_addresses_a_segment_of_the_system() {
    assert_eq!(key("$count").await, "/%24count");
    assert_eq!(key("$ref").await, "/%24ref");
    assert_eq!(key("$").await, "/%24");
    assert_eq!(key("a$b").await, "/a$b");
}

#[tokio::test]
async fn an_empty_key_is_an_error_when_it_is_sent_also_further_down_the_path() {
    let server = Loopback::start(vec![]).await;
    let item = tokens(client(&server)).key_segment("");
    for resource in [item.clone(), item.segment("sync"), item.key_segment("7")] {
        let request = resource.request::<()>(Method::DELETE);
        let error = request.send().await.expect_err("a refusal");
        assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)));
        assert!(error.to_string().contains("a key is empty"), "{error}");
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn a_literal_of_a_function_cannot_leave_its_parentheses() {
    let call = "/getLicensesForApp(bundleId=";
    assert_eq!(function("a.b").await, format!("{call}'a.b')"));
    assert_eq!(function("a,b").await, format!("{call}'a%2Cb')"));
    assert_eq!(function("a(b)").await, format!("{call}'a%28b%29')"));
    assert_eq!(function("O'Neil").await, format!("{call}'O''Neil')"));
    assert_eq!(
        function("a/b?c=d&e#f%").await,
        format!("{call}'a%2Fb%3Fc%3Dd%26e%23f%25')")
    );
    assert_eq!(function("ø").await, format!("{call}'%C3%B8')"));
}

#[tokio::test]
async fn keys_in_parentheses_are_literals() {
    let parts: [(&str, &dyn Literal); 2] = [("a", &1_i32), ("b", &"x,y")];
    let all = [
        target(|tokens| tokens.key_parentheses(&"x y").raw_request(Method::GET)).await,
        target(|tokens| tokens.key_parentheses_of(&parts).raw_request(Method::GET)).await,
    ];
    assert_eq!(all, ["('x%20y')", "(a=1,b='x%2Cy')"]);
}

#[tokio::test]
async fn a_key_of_several_segments_has_neither_quotes_nor_names_of_types() {
    let duration: Duration = "PT1M".parse().expect("a duration");
    let parts: [&dyn Literal; 3] = [&1_i32, &"O'Neil's/$", &duration];
    let key = target(|tokens| tokens.key_segments(&parts).raw_request(Method::GET)).await;
    assert_eq!(key, "/1/O'Neil's%2F$/PT1M");
}

#[tokio::test]
async fn an_object_or_an_array_stands_in_the_query_and_the_path_names_it() {
    let list = Json::from(serde_json::json!(["a&b", 1]));
    let point = Some(Json::from(serde_json::json!({"x": 1})));
    let called = target(|tokens| {
        let first = tokens.function("f", &[("ids", &list), ("n", &2_i32), ("at", &point)]);
        let second = first.function("g", &[("ids", &&list), ("at", &None::<Json>)]);
        second.segment("h").raw_request(Method::GET).top(3)
    })
    .await;
    assert_eq!(
        called,
        "/f(ids=@ids,n=2,at=@at)/g(ids=@ids2,at=null)/h?@ids=%5B%22a%26b%22%2C1%5D&@at=%7B%22x%22:1%7D&@ids2=%5B%22a%26b%22%2C1%5D&$top=3"
    );
}

#[tokio::test]
async fn a_function_of_several_parameters_and_one_of_none() {
    let two = target(|tokens| {
        tokens
            .function("f", &[("a", &true), ("b", &None::<i32>)])
            .raw_request(Method::GET)
    })
    .await;
    let none = target(|tokens| tokens.function("f", &[]).raw_request(Method::GET)).await;
    assert_eq!([two, none], ["/f(a=true,b=null)", "/f()"]);
}

#[tokio::test]
async fn a_parameter_that_a_call_leaves_out_is_not_in_the_url() {
    async fn called(a: Option<&str>, b: Option<i32>) -> String {
        target(|tokens| {
            tokens
                .function_of(
                    "f",
                    &[("x", Some(&1_u8)), ("a", given(&a)), ("b", given(&b))],
                )
                .raw_request(Method::GET)
        })
        .await
    }
    assert_eq!(called(None, None).await, "/f(x=1)");
    assert_eq!(called(Some("y"), None).await, "/f(x=1,a='y')");
    assert_eq!(called(Some("y"), Some(2)).await, "/f(x=1,a='y',b=2)");
}

#[tokio::test]
async fn a_path_of_names_is_encoded_segment_by_segment() {
    async fn at(path: &str) -> String {
        target(|tokens| {
            tokens
                .segment("root")
                .addressed(&[":/", ":"], &[path])
                .segment("children")
                .raw_request(Method::GET)
        })
        .await
    }
    assert_eq!(at("a b/c.txt").await, "/root:/a%20b/c.txt:/children");
    assert_eq!(at("/a/b/").await, "/root:/a/b:/children");
    assert_eq!(
        at("50%/#1?;ø").await,
        "/root:/50%25/%231%3F%3B%C3%B8:/children"
    );
    assert_eq!(at("a/b:/delete").await, "/root:/a/b%3A/delete:/children");
    let two = target(|tokens| {
        let arguments = ["contoso.example", "sites/a b"];
        let site = tokens.addressed(&["/", ":/", ":"], &arguments);
        site.raw_request(Method::GET)
    });
    assert_eq!(two.await, "/contoso.example:/sites/a%20b:");
}

#[tokio::test]
async fn an_empty_path_of_names_is_an_error_when_it_is_sent() {
    let server = Loopback::start(vec![]).await;
    for path in ["", "/"] {
        let item = tokens(client(&server)).addressed(&[":/", ":"], &[path]);
        let error = item.raw_request(Method::GET).send().await;
        let error = error.expect_err("a refusal").to_string();
        assert!(error.contains("a path is empty"), "{error}");
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn select_and_order_by_are_lists() {
    let target = listed(|request| {
        request
            .select([Token::DISPLAY_NAME, Token::TOKEN])
            .order_by(["displayName desc", "id"])
    })
    .await;
    assert_eq!(
        target,
        "?$select=displayName,token&$orderby=displayName%20desc,id"
    );
}

#[tokio::test]
async fn a_filter_can_end_neither_its_value_nor_the_query() {
    let target = listed(|request| request.filter("displayName eq 'R&D+x=100%#é'")).await;
    assert_eq!(
        target,
        "?$filter=displayName%20eq%20'R%26D%2Bx=100%25%23%C3%A9'"
    );
}

#[tokio::test]
async fn a_search_keeps_its_double_quotes_encoded() {
    let target = listed(|request| request.search("\"displayName:oslo\"")).await;
    assert_eq!(target, "?$search=%22displayName:oslo%22");
}

#[tokio::test]
async fn numbers_and_options_of_the_callers_own() {
    let target = listed(|request| {
        request
            .top(5)
            .skip(10)
            .count(true)
            .expand(["owner($select=id)"])
            .query("x y", "[1]")
    })
    .await;
    assert_eq!(
        target,
        "?$top=5&$skip=10&$count=true&$expand=owner($select=id)&x%20y=%5B1%5D"
    );
}

#[tokio::test]
async fn the_url_that_a_request_shows_is_the_one_that_is_sent() {
    let server = Loopback::start(vec![Canned::new(200).body("3")]).await;
    let count = tokens(client(&server)).segment("$count");
    let request = count.request::<Count>(Method::GET);
    let request = request.filter("a eq 'b'");
    let url = request.url().to_owned();
    request.send().await.expect("a count");
    assert_eq!(
        url,
        format!("{}{}", server.origin(), server.request().target)
    );
}

#[tokio::test]
async fn an_option_of_the_service_stands_bare_in_the_query_of_each_request_from_there_on() {
    let with = |value: &'static dyn Literal| {
        target(move |tokens| {
            let tokens = tokens.option("when-it is", value);
            tokens.key_segment("7").raw_request(Method::GET)
        })
    };
    static TEXT: &str = "'it's' & \u{e9}+1";
    assert_eq!(
        with(&TEXT).await,
        "/7?when-it%20is='it's'%20%26%20%C3%A9%2B1"
    );
    assert_eq!(with(&true).await, "/7?when-it%20is=true");
    assert_eq!(with(&-5_i64).await, "/7?when-it%20is=-5");
    let both = target(|tokens| {
        let tokens = tokens.option("from", &"2019-11-08T19:00:00-08:00");
        let found = tokens
            .option("to", &"x")
            .function("find", &[("what", &"y")]);
        found.request::<Count>(Method::GET).query("$top", "1")
    });
    assert_eq!(
        both.await,
        "/find(what='y')?from=2019-11-08T19:00:00-08:00&to=x&$top=1"
    );
}
