//! Null among the items of a result and in place of one, and a byte order mark before JSON.

#![cfg(feature = "client")]

mod support;
mod token;

use std::collections::BTreeMap;

use graphwright::edm::Date;
use graphwright::{
    Additional, Error, ErrorKind, Json, Map, Method, Model, Page, Payload, Request, Single,
};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

async fn got<T: Payload, U: Payload>(
    body: &str,
    change: impl FnOnce(Request<T>) -> Request<U>,
) -> Result<U, Error> {
    let server = Loopback::start(vec![Canned::json(200, body)]).await;
    let request = tokens(client(&server)).request(Method::GET);
    change(request).send().await
}

/// The forms of a null result (JSON Format 4.01, 11; 4.0, 11).
const NULLS: [&str; 6] = [
    "null",
    r#"{"value":null}"#,
    r#"{"@odata.context":"c","value":null}"#,
    r#"{"@odata.context":"c","@odata.null":true}"#,
    r#"{"@context":"c","@null":true}"#,
    "\u{feff}{\"value\":null}",
];

async fn assert_none<T: Payload + std::fmt::Debug>() {
    for body in NULLS {
        let optional = got::<T, _>(body, Request::optional).await;
        assert!(optional.expect(body).is_none(), "{body}");
        let error = got::<T, _>(body, |request| request).await.expect_err(body);
        assert!(
            matches!(error.kind(), ErrorKind::Empty),
            "{body}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_null_result_is_none_in_each_form_and_for_each_kind_of_type() {
    assert_none::<Token>().await;
    assert_none::<String>().await;
    assert_none::<i64>().await;
    assert_none::<bool>().await;
    assert_none::<Date>().await;
    assert_none::<Single<Date>>().await;
    assert_none::<Single<Json>>().await;
    assert_none::<Vec<String>>().await;
    assert_none::<BTreeMap<String, String>>().await;
    assert_none::<Page<Token>>().await;
}

#[tokio::test]
async fn a_null_annotation_of_another_meaning_is_no_null() {
    for body in [
        r#"{"@odata.null":false,"id":"1"}"#,
        r#"{"@odata.null":true,"id":"1"}"#,
        r#"{"value":null,"id":"1"}"#,
    ] {
        let token = got::<Token, _>(body, Request::optional).await.expect(body);
        assert_eq!(token.expect(body).id.as_deref(), Some("1"));
    }
}

#[tokio::test]
async fn a_page_of_optional_items_keeps_its_nulls() {
    let body = r#"{"value":["a",null,"b"]}"#;
    let read = got::<Page<String>, Page<Option<String>>>(body, Request::returning).await;
    let page = read.expect("a page");
    let items = [Some("a".to_owned()), None, Some("b".to_owned())];
    assert_eq!(page.value, items);
    let written = serde_json::to_string(&page).expect("JSON");
    assert_eq!(written, body);
    let tokens = r#"{"value":[{"id":"1"},null]}"#;
    let read = got::<Page<Token>, Page<Option<Token>>>(tokens, Request::returning).await;
    assert!(read.expect("a page").value[1].is_none());
}

#[tokio::test]
async fn a_list_that_is_null_beside_a_link_is_an_empty_page() {
    let body = r#"{"value":null,"@odata.nextLink":"/beta/tokens?x=1"}"#;
    let page = got::<Page<Token>, _>(body, |request| request).await;
    let page = page.expect("a page");
    assert_eq!(page.value, []);
    assert!(page.next_link.is_some());
}

#[tokio::test]
async fn each_form_of_null_is_a_value_of_a_single_that_may_be_null() {
    for body in NULLS {
        let read = got::<Single<Option<i64>>, _>(body, |request| request).await;
        assert_eq!(read.expect(body).value, None, "{body}");
    }
}

#[tokio::test]
async fn the_error_of_a_null_in_a_list_without_pages_names_the_way_to_read_it() {
    for body in [r#"["a",null]"#, r#"{"value":["a",null]}"#] {
        let error = got::<Vec<String>, _>(body, |request| request).await;
        let error = error.expect_err("a misfit").to_string();
        assert!(
            error.contains("item 2 of the collection is null"),
            "{error}"
        );
        assert!(error.contains(".returning::<Vec<Option<T>>>()"), "{error}");
        let read = got::<Vec<String>, Vec<Option<String>>>(body, Request::returning).await;
        assert_eq!(read.expect("a list"), [Some("a".to_owned()), None]);
    }
}

#[tokio::test]
async fn the_error_of_a_null_item_names_the_way_to_read_it() {
    let error = got::<Page<String>, _>(r#"{"value":["a",null]}"#, |request| request).await;
    let error = error.expect_err("a misfit").to_string();
    assert!(
        error.contains("item 2 of the collection is null"),
        "{error}"
    );
    assert!(error.contains(".returning::<Page<Option<T>>>()"), "{error}");
}

#[derive(Clone, PartialEq)]
#[non_exhaustive]
enum TextOrRows {
    Text(String),
    Rows(Vec<Json>),
    Unrecognized(Json),
}

graphwright::one_of!(TextOrRows, [
    Text plain(String) tags() required(),
    Rows plain(Vec<Json>) tags() required(),
]);

struct Loose {
    list: Option<Vec<Json>>,
    rows: Option<Vec<Vec<Json>>>,
    map: Option<Map<Json>>,
    either: Option<Vec<TextOrRows>>,
    labels: Option<Map<TextOrRows>>,
    additional: Additional,
}

graphwright::model!(Loose = "example.loose", [
    LIST list "list",
    ROWS rows "rows",
    MAP map "map",
    EITHER either "either",
    LABELS labels "labels",
]);

#[test]
fn what_may_be_any_json_may_be_null_in_a_list_and_in_a_map() {
    let json = concat!(
        r#"{"list":[1,null],"rows":[[null],[]],"map":{"a":null,"b":{}},"#,
        r#""either":["a",null,[null,2]],"labels":{"a":null,"b":"c"}}"#
    );
    let loose: Loose = serde_json::from_str(json).expect("a model");
    assert!(loose.additional.is_empty(), "{}", loose.misfits());
    assert!(loose.misfits().is_empty(), "{}", loose.misfits());
    assert_eq!(serde_json::to_string(&loose).expect("JSON"), json);
    assert!(loose.map.expect("a map")["a"].is_null());
    let rows = TextOrRows::Rows(vec![Json::null(), Json::new(&2).expect("JSON")]);
    assert!(loose.either.expect("a list")[2] == rows);
}

#[tokio::test]
async fn a_result_of_any_json_may_have_nulls_inside() {
    let list = got::<Vec<Json>, _>("[1,null]", |request| request).await;
    assert!(list.expect("a list")[1].is_null());
    let page = got::<Page<Json>, _>(r#"{"value":[null]}"#, |request| request).await;
    assert!(page.expect("a page").value[0].is_null());
    let map = got::<Map<Json>, _>(r#"{"a":null}"#, |request| request).await;
    assert!(map.expect("a map")["a"].is_null());
}

#[tokio::test]
async fn a_byte_order_mark_before_json_is_passed_over() {
    let mark = |json: &str| format!("\u{feff}{json}");
    let same = |request| request;
    let page = got::<Page<Token>, _>(&mark(r#"{"value":[{"id":"1"}]}"#), same).await;
    assert_eq!(page.expect("a page").value.len(), 1);
    let token = got::<Token, _>(&mark(r#"{"id":"1"}"#), |request| request).await;
    assert!(token.expect("a token").id.is_some());
    let value = got::<i64, _>(&mark(r#"{"value":5}"#), |request| request).await;
    assert_eq!(value.expect("a number"), 5);
    let raw = got::<serde_json::Value, _>(&mark("[]"), |request| request).await;
    assert_eq!(raw.expect("JSON"), serde_json::json!([]));
    let none = got::<Token, _>(&mark(""), Request::optional).await;
    assert!(none.expect("nothing").is_none());
}

#[tokio::test]
async fn an_error_behind_a_byte_order_mark_keeps_its_code() {
    let body = "\u{feff}{\"error\":{\"code\":\"itemNotFound\",\"message\":\"gone\"}}";
    let server = Loopback::start(vec![Canned::json(404, body)]).await;
    let error = tokens(client(&server))
        .raw_request(Method::GET)
        .send()
        .await;
    let error = error.expect_err("a failure");
    assert!(error.to_string().contains("itemNotFound"), "{error}");
    assert!(error.body_as::<serde_json::Value>().is_some());
}

#[tokio::test]
async fn a_page_with_a_link_and_no_list_is_an_empty_page() {
    for name in [
        "@odata.nextLink",
        "@nextLink",
        "@odata.deltaLink",
        "@deltaLink",
    ] {
        let body = format!(r#"{{"{name}":"/beta/tokens?x=1"}}"#);
        let page = got::<Page<Token>, _>(&body, |request| request).await;
        assert_eq!(page.expect(&body).value, []);
    }
}
