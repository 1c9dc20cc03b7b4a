//! Query options: one value or several, and what goes along on every page.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::edm::{Date, DateTimeOffset, Duration, Guid};
use graphwright::{
    Additional, Client, Conventions, EnumLiterals, ErrorKind, Filter, Flags, Json, Method, Page,
    Request, ServiceClient,
};
use support::{Canned, Loopback, client};
use token::{Token, tokens};

#[tokio::test]
async fn one_value_needs_no_array() {
    let server = Loopback::bind().await.run(vec![]);
    let list = || tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let several = vec![String::from("a"), String::from("b")];
    let table = [
        (list().select(Token::ID), "$select=id"),
        (
            list().select([Token::ID, Token::DISPLAY_NAME]),
            "$select=id,displayName",
        ),
        (list().select("id"), "$select=id"),
        (list().count(true).advanced(), "$count=true"),
        (list().advanced().count(true), "$count=true"),
        (list().select(&several), "$select=a,b"),
        (list().select(several.iter().rev()), "$select=b,a"),
        (
            list().expand("owner($select=id)"),
            "$expand=owner($select=id)",
        ),
        (
            list().order_by(String::from("id desc")),
            "$orderby=id%20desc",
        ),
        (list().order_by(["a desc", "b"]), "$orderby=a%20desc,b"),
    ];
    for (request, query) in table {
        assert_eq!(
            request.url().split_once('?').map(|(_, query)| query),
            Some(query)
        );
    }
}

#[tokio::test]
async fn an_advanced_query_is_one_on_every_page() {
    let server = Loopback::bind().await;
    let next = format!("{}/beta/tokens?$skiptoken=a", server.origin());
    let first =
        format!(r#"{{"@odata.count":2,"@odata.nextLink":"{next}","value":[{{"id":"1"}}]}}"#);
    let last = r#"{"value":[{"id":"2"}]}"#;
    let server = server.run(vec![Canned::json(200, &first), Canned::json(200, last)]);
    let list = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let mut items = list.advanced().items();
    let mut read = 0;
    while let Some(item) = items.next().await {
        item.expect("an item");
        read += 1;
    }
    assert_eq!((read, items.count()), (2, Some(2)));
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|one| one.target.as_str()).collect();
    assert_eq!(
        targets,
        ["/beta/tokens?$count=true", "/beta/tokens?$skiptoken=a"]
    );
    for request in &requests {
        assert_eq!(request.header("consistencylevel"), Some("eventual"));
    }
}

enum Room {
    Small,
    Unrecognized(Box<str>),
}

graphwright::enumeration!(Room = "example.room", [Small "small"]);

const ROOT: &str = "https://service.example/v1";

fn meetings(conventions: Conventions) -> Request<Page<Json>> {
    let core = Client::sans_io().build().expect("a client");
    let service = ServiceClient::new(core, ROOT).with_conventions(conventions);
    service.request(Method::GET, "/meetings").returning()
}

struct Meeting {
    room: Option<Room>,
    needs: Option<Flags<Room>>,
    starts: Option<DateTimeOffset>,
    day: Option<Date>,
    series: Option<Guid>,
    length: Option<Duration>,
    seats: Option<i64>,
    subject: Option<String>,
    additional: Additional,
}

graphwright::model!(Meeting = "example.meeting", [
    ROOM room "room",
    NEEDS needs "needs",
    STARTS starts "starts",
    DAY day "day",
    SERIES series "series",
    LENGTH length "length",
    SEATS seats "seats",
    SUBJECT subject "subject",
]);

const GUID: &str = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";

#[test]
fn a_literal_is_that_of_the_type_of_its_property() {
    let table = [
        (
            Filter::ge(Meeting::STARTS, "2026-01-02T03:04:05Z"),
            "starts ge 2026-01-02T03:04:05Z".to_owned(),
        ),
        (
            Filter::lt(Meeting::DAY, "2026-01-02"),
            "day lt 2026-01-02".to_owned(),
        ),
        (
            Filter::eq(Meeting::SERIES, GUID),
            format!("series eq {GUID}"),
        ),
        (
            Filter::gt(Meeting::LENGTH, "PT5M"),
            "length gt duration'PT5M'".to_owned(),
        ),
        (Filter::le(Meeting::SEATS, 3), "seats le 3".to_owned()),
        (
            Filter::ne(Meeting::SUBJECT, "it's"),
            "subject ne 'it''s'".to_owned(),
        ),
        (
            Filter::eq(Meeting::SUBJECT, None::<&str>),
            "subject eq null".to_owned(),
        ),
        (
            Filter::is_in(Meeting::SEATS, [1, 2]),
            "seats in (1,2)".to_owned(),
        ),
        (
            Filter::contains(Meeting::SUBJECT, "a'b"),
            "contains(subject,'a''b')".to_owned(),
        ),
        (
            Filter::ends_with("extension_1_x", "y"),
            "endswith(extension_1_x,'y')".to_owned(),
        ),
        (
            Filter::gt("emails/$count", 2),
            "emails/$count gt 2".to_owned(),
        ),
    ];
    for (filter, text) in table {
        assert_eq!(filter.to_string(), text);
    }
}

#[test]
fn a_member_of_an_enumeration_has_the_form_that_the_service_reads_also_given_as_text() {
    for (filter, qualified, short) in [
        (
            Filter::eq(Meeting::ROOM, Room::Small),
            "room eq example.room'small'",
            "room eq 'small'",
        ),
        (
            Filter::eq(Meeting::ROOM, "small"),
            "room eq example.room'small'",
            "room eq 'small'",
        ),
        (
            Filter::ne(Meeting::ROOM, "a new one"),
            "room ne example.room'a new one'",
            "room ne 'a new one'",
        ),
        (
            Filter::is_in(Meeting::ROOM, ["small", "large"]),
            "room in (example.room'small',example.room'large')",
            "room in ('small','large')",
        ),
        (
            Filter::has(Meeting::NEEDS, Room::Small),
            "needs has example.room'small'",
            "needs has 'small'",
        ),
        (
            Filter::has(Meeting::NEEDS, "small, large"),
            "needs has example.room'small,large'",
            "needs has 'small,large'",
        ),
        (
            Filter::eq(Meeting::NEEDS, Flags::<Room>::from_iter([])),
            "needs eq example.room'0'",
            "needs eq '0'",
        ),
        (
            Filter::eq(Meeting::ROOM, None::<Room>),
            "room eq null",
            "room eq null",
        ),
    ] {
        for (conventions, expected) in [
            (Conventions::ODATA, qualified),
            (Conventions::ODATA.enum_literals(EnumLiterals::Short), short),
        ] {
            let request = meetings(conventions).filter(filter.clone());
            let (_, sent) = request.url().split_once("?$filter=").expect("a filter");
            let sent = percent_encoding::percent_decode_str(sent).decode_utf8_lossy();
            assert_eq!(sent, expected);
        }
    }
}

#[test]
fn an_option_that_is_set_again_takes_the_place_of_the_old_one() {
    let list = || meetings(Conventions::ODATA);
    for (request, query) in [
        (list().count(true).advanced(), "$count=true"),
        (list().advanced().count(true), "$count=true"),
        (list().advanced().count(false), "$count=false"),
        (list().top(1).select("id").top(2), "$select=id&$top=2"),
        (list().skip(1).skip(2), "$skip=2"),
        (list().select("a").select(["b", "c"]), "$select=b,c"),
        (list().expand("a").expand("b"), "$expand=b"),
        (list().order_by("a").order_by("b"), "$orderby=b"),
        (list().search("a").search("b"), "$search=b"),
        (list().filter("a").filter_of("b", &[]), "$filter=b"),
        // Others may stand more than once.
        (list().query("tag", "a").query("tag", "b"), "tag=a&tag=b"),
    ] {
        assert_eq!(request.url(), format!("{ROOT}/meetings?{query}"));
    }
}

#[test]
fn operators_have_the_parentheses_that_they_need() {
    let one = |name: &str| Filter::eq(name, 1);
    let table = [
        (
            one("a") & one("b") & one("c"),
            "a eq 1 and b eq 1 and c eq 1",
        ),
        (
            one("a") & one("b") | one("c"),
            "a eq 1 and b eq 1 or c eq 1",
        ),
        (
            one("a") & (one("b") | one("c")),
            "a eq 1 and (b eq 1 or c eq 1)",
        ),
        (!(one("a") | one("b")), "not (a eq 1 or b eq 1)"),
        (Filter::raw("a or b") & one("c"), "(a or b) and c eq 1"),
        (Filter::raw("a or b"), "a or b"),
        (
            Filter::any("emails", "e", one("e/a") | one("e/b"))
                & !Filter::all("tags", "t", one("t")),
            "emails/any(e:e/a eq 1 or e/b eq 1) and not (tags/all(t:t eq 1))",
        ),
    ];
    for (filter, text) in table {
        assert_eq!(filter.to_string(), text);
    }
}

#[tokio::test]
async fn a_filter_by_a_value_of_another_type_is_not_sent() {
    let server = Loopback::bind().await.run(vec![]);
    let table = [
        (Filter::eq(Meeting::SEATS, "three"), "example.meeting/seats"),
        (Filter::ge(Meeting::STARTS, true), "example.meeting/starts"),
        (
            Filter::contains(Meeting::SEATS, "3x"),
            "example.meeting/seats",
        ),
        (
            !(Filter::eq("a", 1) & Filter::eq(Meeting::SUBJECT, 7)),
            "example.meeting/subject",
        ),
        (Filter::is_in(Meeting::SEATS, [0; 0]), "`seats`"),
    ];
    for (filter, name) in table {
        let list = tokens(client(&server)).request::<Page<Token>>(Method::GET);
        let error = list.filter(filter).send().await.expect_err("a misuse");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error:?}"
        );
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_filter_is_percent_encoded_once() {
    let server = Loopback::bind().await.run(vec![]);
    let list = tokens(client(&server)).request::<Page<Token>>(Method::GET);
    let request = list.filter(Filter::eq(Token::DISPLAY_NAME, "a&b %20+'#"));
    let query = request
        .url()
        .split_once("?$filter=")
        .map(|(_, query)| query);
    let read = percent_encoding::percent_decode_str(query.expect("a filter"));
    assert_eq!(
        read.decode_utf8().expect("UTF-8"),
        "displayName eq 'a&b %20+''#'"
    );
    assert!(!query.expect("a filter").contains(['&', '#', '+', ' ']));
}
