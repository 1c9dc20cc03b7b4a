//! Changes in each form that services have: items that are there and that are gone, links, and members.

mod everything;
mod network;
mod token;

use everything::AnyBase;
use graphwright::delta::{Change, RemovedReason};
use graphwright::{
    Client, Json, Method, Page, Request, Response, ServiceClient, Value, serde_json,
};
use network::response;
use token::{ROOT, Token, line};

fn service() -> ServiceClient {
    ServiceClient::new(Client::sans_io().build().expect("a client"), ROOT)
}

fn delta() -> Request<Page<Token>> {
    let tokens = service().root_resource().segment("tokens");
    tokens.function("delta", &[]).request(Method::GET)
}

fn read(item: &str) -> Change<Token> {
    let page = format!(r#"{{"value":[{item}],"@odata.deltaLink":"x"}}"#);
    let request = delta().returning::<Page<Change<Token>>>();
    let Response { mut value, .. } = request.decode(response(200, &page)).expect("a page");
    let change = value.value.pop().expect("a change");
    let json = |text: &str| text.parse::<serde_json::Value>().expect("JSON");
    let written = serde_json::to_string(&change).expect("JSON");
    assert_eq!(json(&written), json(item), "what was read is written");
    change
}

#[test]
fn each_form_of_a_removed_item_is_one() {
    let other = |text: &str| RemovedReason::Other(text.to_owned());
    for (item, id, reason) in [
        (
            r#"{"@removed":{"reason":"deleted"},"id":"7"}"#,
            Some("7"),
            RemovedReason::Deleted,
        ),
        (
            r#"{"id":"7","@removed":{"reason":"changed"}}"#,
            Some("7"),
            RemovedReason::Changed,
        ),
        (
            r#"{"@odata.removed":{"reason":"changed"},"id":"7"}"#,
            Some("7"),
            RemovedReason::Changed,
        ),
        (
            r#"{"@removed":{"reason":"moved"},"@id":"tokens('7')"}"#,
            Some("tokens('7')"),
            other("moved"),
        ),
        (r#"{"@removed":{},"key":7}"#, None, other("")),
        (r#"{"@removed":true,"id":"7"}"#, Some("7"), other("")),
        (
            r#"{"@odata.context":"https://x/$metadata#tokens/$deletedEntity","id":"tokens('7')","reason":"deleted"}"#,
            Some("tokens('7')"),
            RemovedReason::Deleted,
        ),
        (
            r##"{"@context":"#tokens/$deletedEntity","@removed":{"reason":"changed"},"id":"7"}"##,
            Some("7"),
            RemovedReason::Changed,
        ),
        (
            r#"{"id":"7","deleted":{"state":"deleted"}}"#,
            Some("7"),
            RemovedReason::Deleted,
        ),
        (
            r#"{"id":"7","deleted":{}}"#,
            Some("7"),
            RemovedReason::Deleted,
        ),
    ] {
        let Change::Removed(removed) = read(item) else {
            panic!("{item} is there");
        };
        assert_eq!(
            (removed.id.as_deref(), removed.reason),
            (id, reason),
            "{item}"
        );
    }
}

#[test]
fn what_only_looks_like_a_removed_item_is_there() {
    for item in [
        r#"{"id":"7"}"#,
        r#"{"id":"7","@removed":null}"#,
        r#"{"id":"7","reason":"deleted"}"#,
        r#"{"id":"7","deleted":true}"#,
        r#"{"id":"7","deleted":null}"#,
        r#"{"id":"7","deleted":{"by":"me"}}"#,
        r#"{"@odata.context":"https://x/$metadata#tokens/$entity","id":"7"}"#,
    ] {
        assert!(matches!(read(item), Change::Present(_)), "{item}");
    }
}

#[test]
fn links_that_were_made_and_removed_are_told() {
    let link = |kind: &str| {
        format!(
            r##"{{"source":"a('1')","relationship":"members","target":"b('2')","@odata.context":"#a/{kind}"}}"##
        )
    };
    let Change::Linked(made) = read(&link("$link")) else {
        panic!("no link");
    };
    assert_eq!(made.source.as_deref(), Some("a('1')"));
    assert_eq!(made.relationship.as_deref(), Some("members"));
    let Change::Unlinked(gone) = read(&link("$deletedLink")) else {
        panic!("a link");
    };
    assert_eq!(gone.target.as_deref(), Some("b('2')"));
}

#[test]
fn members_that_were_added_and_removed_are_typed() {
    let group = r##"{"id":"7","members@delta":[{"@odata.type":"#example.token","id":"1"},{"id":"2","@removed":{"reason":"deleted"}}]}"##;
    let Change::Present(group) = read(group) else {
        panic!("gone");
    };
    let members = group.additional.changes_of::<Token>("members");
    let members: Vec<String> = members.expect("members").iter().map(line).collect();
    assert_eq!(members, ["+1", "-2"]);
    assert_eq!(group.additional.changes_of::<Token>("owners"), None);
}

#[test]
fn a_change_is_of_the_type_that_it_says() {
    let request = delta().returning::<Page<Change<AnyBase>>>();
    let page = r##"{"value":[
        {"@odata.type":"#example.derived"},
        {"@removed":{"reason":"deleted"},"@odata.type":"#example.derived"},
        {"@removed":{"reason":"deleted"}}
    ]}"##;
    let page = request.decode(response(200, page)).expect("a page").value;
    let is_derived = |change: &Change<AnyBase>| match change {
        Change::Present(item) => matches!(item, AnyBase::Derived(_)),
        Change::Removed(removed) => matches!(removed.entity, AnyBase::Derived(_)),
        _ => false,
    };
    let derived: Vec<bool> = page.value.iter().map(is_derived).collect();
    assert_eq!(derived, [true, true, false]);
}

#[test]
fn changes_of_any_json_are_told_as_well() {
    fn is_value<T: Value>() {}
    is_value::<Change<Json>>();
    let request = delta().returning::<Page<Change<Json>>>();
    let page = r#"{"value":[5,{"@removed":{"reason":"deleted"},"id":"1"}]}"#;
    let page = request.decode(response(200, page)).expect("a page").value;
    assert!(matches!(
        &page.value[..],
        [Change::Present(_), Change::Removed(_)]
    ));
}
