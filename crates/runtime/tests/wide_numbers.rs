//! `Edm.Int64` and `Edm.Decimal` as numbers and as texts (`IEEE754Compatible`, OData JSON Format 4.01, 3.2).

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;

use graphwright::edm::Decimal;
use graphwright::{
    Additional, Body, Client, CollectionPropertyResource, Conventions, Json, Method, Model, Page,
    Patch, Payload, PrimitivePropertyResource, PropertyResource, Request, Resource, ServiceClient,
    Single, StaticToken, json,
};
use support::{Canned, Loopback, builder};

struct Account {
    id: Option<i64>,
    visits: Option<i32>,
    balance: Option<Decimal>,
    limits: Option<Vec<i64>>,
    rates: Option<Vec<Decimal>>,
    owner: Option<Box<Owner>>,
    holders: Option<Vec<Owner>>,
    any: Option<Json>,
    additional: Additional,
}
graphwright::model!(Account = "bank.account", [
    ID id "id",
    VISITS visits "visits",
    BALANCE balance "balance",
    LIMITS limits "limits",
    RATES rates "rates",
    OWNER owner "owner",
    HOLDERS holders "holders",
    ANY any "any",
]);

struct Owner {
    number: Option<i64>,
    additional: Additional,
}
graphwright::model!(Owner = "bank.owner", [NUMBER number "number"]);

/// A type of a service that is not OData's.
struct Plain {
    number: Option<i64>,
    numbers: Option<Vec<i64>>,
    inner: Option<Box<Owner>>,
    additional: Additional,
}
graphwright::model!(Plain = plain "plain", [NUMBER number "number", NUMBERS numbers "numbers", INNER inner "inner"]);

const TEXTS: &str = r##"{"id":"9007199254740993","visits":5,"balance":"-12.340","limits":["-9223372036854775808","0"],"rates":["1.50","1e400"],"owner":{"number":"7","dyn@odata.type":"#Int64","dyn":"5"},"holders":[{"number":"8"}],"any@odata.type":"#Int64","any":"9","dyn@odata.type":"#Int64","dyn":"9007199254740995","list@odata.type":"#Collection(Edm.Decimal)","list":["1.0"],"text":"5"}"##;

const NUMBERS: &str = r##"{"id":9007199254740993,"visits":5,"balance":-12.340,"limits":[-9223372036854775808,0],"rates":[1.50,1e400],"owner":{"number":7,"dyn@odata.type":"#Int64","dyn":5},"holders":[{"number":8}],"any@odata.type":"#Int64","any":9,"dyn@odata.type":"#Int64","dyn":9007199254740995,"list@odata.type":"#Collection(Edm.Decimal)","list":[1.0],"text":"5"}"##;

fn service(texts: bool) -> ServiceClient {
    let core = Client::builder(StaticToken::new("t")).build().unwrap();
    let conventions = Conventions::ODATA.ieee754_compatible(texts);
    ServiceClient::new(core, "https://bank.example").with_conventions(conventions)
}

fn resource(texts: bool) -> Resource {
    service(texts).root_resource().segment("accounts")
}

fn request<T>(texts: bool) -> Request<T> {
    resource(texts).request(Method::POST)
}

/// The media type and the text of the body.
fn sent<T>(request: &Request<T>) -> (String, String) {
    let media_type = request.headers()["content-type"].to_str().unwrap();
    let body = String::from_utf8(request.body().unwrap().to_vec()).unwrap();
    (media_type.to_owned(), body)
}

fn both(make: impl Fn(bool) -> (String, String)) -> [String; 2] {
    let (numbers, texts) = (make(false), make(true));
    assert_eq!(numbers.0, "application/json");
    assert_eq!(texts.0, "application/json;IEEE754Compatible=true");
    [numbers.1, texts.1]
}

#[test]
fn numbers_are_read_from_texts_where_they_are_declared() {
    for text in [TEXTS, NUMBERS] {
        for read in [
            json::from_slice::<Account>(text.as_bytes()).unwrap(),
            serde_json::from_str(text).unwrap(),
        ] {
            assert_eq!(read.id, Some(9_007_199_254_740_993));
            assert_eq!(read.visits, Some(5));
            assert_eq!(read.balance.as_ref().unwrap().as_str(), "-12.340");
            assert_eq!(read.limits, Some(vec![i64::MIN, 0]));
            assert_eq!(read.rates.as_ref().unwrap()[1].as_str(), "1e400");
            assert_eq!(read.owner.as_ref().unwrap().number, Some(7));
            assert_eq!(read.holders.as_ref().unwrap()[0].number, Some(8));
            assert_eq!(read.additional.get("dyn"), Some(9_007_199_254_740_995_i64));
            assert_eq!(read.additional.get::<Vec<f64>>("list"), Some(vec![1.0]));
            assert_eq!(read.additional.get::<i64>("text"), None);
            assert_eq!(read.additional.get::<String>("text").unwrap(), "5");
        }
    }
}

#[test]
fn a_text_that_is_no_such_number_is_kept_as_it_is() {
    for text in [
        r#""""#,
        r#""x""#,
        r#""1.0""#,
        r#""+1""#,
        r#""01""#,
        r#"" 1""#,
        r#""-0""#,
        r#""1e2""#,
        r#""9223372036854775808""#,
        r#"["1"]"#,
    ] {
        let json = format!(r#"{{"id":{text}}}"#);
        let read: Account = json::from_slice(json.as_bytes()).unwrap();
        assert_eq!(read.id, None, "{text}");
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
    // The texts of other numbers are no numbers.
    let json = r#"{"visits":"5"}"#;
    let read: Account = json::from_slice(json.as_bytes()).unwrap();
    assert_eq!(read.visits, None);
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

#[test]
fn a_service_that_is_not_odatas_has_no_numbers_in_texts() {
    let json = r#"{"number":"5","numbers":["5"],"inner":{"number":"5"}}"#;
    for read in [
        json::from_slice::<Plain>(json.as_bytes()).unwrap(),
        serde_json::from_str(json).unwrap(),
    ] {
        assert_eq!((read.number, &read.numbers), (None, &None));
        // What is inside is judged by its own type, and what comes after by this one.
        assert_eq!(read.inner.as_ref().unwrap().number, Some(5));
        assert_eq!(
            serde_json::to_string(&read).unwrap(),
            r#"{"inner":{"number":5},"number":"5","numbers":["5"]}"#
        );
    }
}

async fn answered<T: Payload>(body: &str) -> T {
    let server = Loopback::start(vec![Canned::json(200, body)]).await;
    let core = builder(&server).build().unwrap();
    let root = ServiceClient::new(core, "https://bank.example").root_resource();
    root.request::<T>(Method::GET).send().await.unwrap()
}

#[tokio::test]
async fn results_pages_and_counts_are_read_from_texts() {
    let single: Single<i64> = answered(r#"{"value":"9007199254740993"}"#).await;
    assert_eq!(single.value, 9_007_199_254_740_993);
    let optional: Option<Single<i64>> = answered(r#"{"@odata.context":"c","value":"-1"}"#).await;
    assert_eq!(optional.unwrap().value, -1);
    let bare: i64 = answered("\"5\"").await;
    assert_eq!(bare, 5);
    let decimal: Single<Decimal> = answered(r#"{"value":"1.50"}"#).await;
    assert_eq!(decimal.value.as_str(), "1.50");
    let page: Page<i64> =
        answered(r#"{"@odata.count":"9007199254740993","value":["1","2"]}"#).await;
    assert_eq!(
        (page.count, page.value),
        (Some(9_007_199_254_740_993), vec![1, 2])
    );
    let short: Page<Account> =
        answered(r#"{"@count":"3","value":[{"id":"1"}],"@odata.deltaLink":"x"}"#).await;
    assert_eq!((short.count, short.value[0].id), (Some(3), Some(1)));
    let expanded: Account = answered(r#"{"id":"1","holders@odata.count":"12","holders":[]}"#).await;
    assert_eq!(expanded.additional.get("holders@odata.count"), Some(12_i64));
}

#[test]
fn whole_values_are_sent_as_numbers_or_as_texts() {
    for json in [TEXTS, NUMBERS] {
        let account: Account = json::from_slice(json.as_bytes()).unwrap();
        let bodies = both(|texts| sent(&request::<()>(texts).json_body(&Body::new(&account))));
        let texts: Account = json::from_slice(bodies[1].as_bytes()).unwrap();
        let order = |text: &str| -> BTreeMap<String, Json> { serde_json::from_str(text).unwrap() };
        assert_eq!(order(&bodies[0]), order(NUMBERS));
        assert_eq!(order(&bodies[1]), order(TEXTS));
        assert_eq!(texts.id, account.id);
        assert!(
            bodies[1].contains(r#""balance":"-12.340""#)
                && bodies[0].contains(r#""balance":-12.340"#)
        );
        assert!(
            bodies[1].contains(r#""rates":["1.50","1e400"]"#),
            "{}",
            bodies[1]
        );
        assert!(bodies[1].contains(r#""visits":5"#));
    }
}

#[test]
fn changes_are_sent_as_numbers_or_as_texts() {
    let owner = Owner {
        number: Some(7),
        ..Owner::default()
    };
    let patch = || {
        Patch::<Account>::new()
            .set(Account::ID, 9_007_199_254_740_993_i64)
            .set(Account::VISITS, 5)
            .set(Account::BALANCE, "1.50".parse::<Decimal>().unwrap())
            .set(Account::LIMITS, [1, 2])
            .set(Account::OWNER, &owner)
            .null(Account::RATES)
            .set_additional("dyn@odata.type", "#Int64")
            .set_additional("dyn", 6)
            .set_additional("other", 6)
    };
    let expected = [
        r##"{"id":9007199254740993,"visits":5,"balance":1.50,"limits":[1,2],"owner":{"number":7},"rates":null,"dyn@odata.type":"#Int64","dyn":6,"other":6}"##,
        r##"{"id":"9007199254740993","visits":5,"balance":"1.50","limits":["1","2"],"owner":{"number":"7"},"rates":null,"dyn@odata.type":"#Int64","dyn":"6","other":6}"##,
    ];
    assert_eq!(
        both(|texts| sent(&request::<()>(texts).patch_body(patch()))),
        expected
    );
    let derived = r##"{"@odata.type":"#bank.account","##;
    let of_base = both(|texts| sent(&request::<()>(texts).patch_body(patch().for_base::<Owner>())));
    assert_eq!(of_base, expected.map(|text| text.replacen('{', derived, 1)));
    // What was read as a text is the same value.
    let read: Account = json::from_slice(TEXTS.as_bytes()).unwrap();
    let mut changed = read.clone();
    changed.balance = Some("2.0".parse().unwrap());
    changed.rates = read.rates.clone();
    let between = || {
        Patch::between(
            &Account {
                balance: None,
                ..read.clone()
            },
            &read,
        )
    };
    assert_eq!(
        both(|texts| sent(&request::<()>(texts).patch_body(between()))),
        [r#"{"balance":-12.340}"#, r#"{"balance":"-12.340"}"#]
    );
}

/// Numbers in values that nothing declares, each beside the annotation of its type.
const NESTED_TEXTS: &str = r##"{"any":{"n@odata.type":"#Int64","n":"9007199254740993","free":"5"},"dyn":{"@odata.type":"#bank.x","d@type":"Decimal","d":"1.50","deep":[{"l@odata.type":"#Collection(Int64)","l":["1",null]},"2"],"Int64":"3"}}"##;

const NESTED_NUMBERS: &str = r##"{"any":{"n@odata.type":"#Int64","n":9007199254740993,"free":"5"},"dyn":{"@odata.type":"#bank.x","d@type":"Decimal","d":1.50,"deep":[{"l@odata.type":"#Collection(Int64)","l":[1,null]},"2"],"Int64":"3"}}"##;

#[test]
fn numbers_inside_values_that_nothing_declares_are_sent_as_their_annotations_say() {
    for json in [NESTED_TEXTS, NESTED_NUMBERS] {
        let account: Account = json::from_slice(json.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&account).unwrap(), json);
        let whole = both(|texts| sent(&request::<()>(texts).json_body(&Body::new(&account))));
        assert_eq!(whole, [NESTED_NUMBERS, NESTED_TEXTS]);
        let inside = |texts| {
            let account = Account {
                owner: Some(Box::new(Owner {
                    additional: account.additional.clone(),
                    ..Owner::default()
                })),
                ..Account::default()
            };
            sent(&request::<()>(texts).json_body(&Body::new(&account)))
        };
        let [numbers, texts] = both(inside);
        assert!(numbers.contains(r#""d":1.50,"deep""#), "{numbers}");
        assert!(texts.contains(r#""d":"1.50","deep""#), "{texts}");
        let changed = both(|texts| {
            let patch = Patch::<Account>::new()
                .set(Account::ANY, account.any.clone().unwrap())
                .set_additional("dyn", account.additional.get_json("dyn").unwrap());
            sent(&request::<()>(texts).patch_body(patch))
        });
        assert_eq!(changed, [NESTED_NUMBERS, NESTED_TEXTS]);
        let dynamic: Dynamic = account.additional.get("dyn").unwrap();
        assert_eq!(dynamic.deep.0.l, [Some(1), None]);
    }
}

#[derive(serde::Deserialize)]
struct Dynamic {
    deep: (Listed, String),
}

#[derive(serde::Deserialize)]
struct Listed {
    l: Vec<Option<i64>>,
}

#[test]
fn properties_by_themselves_are_sent_as_numbers_or_as_texts() {
    let one = |texts| PrimitivePropertyResource::from(resource(texts));
    let decimal: Decimal = "1.50".parse().unwrap();
    for (numbers, texts, make) in [
        (
            r#"{"value":5}"#,
            r#"{"value":"5"}"#,
            &(|texts| sent(&one(texts).set(&5_i64))) as &dyn Fn(bool) -> _,
        ),
        (r#"{"value":1.50}"#, r#"{"value":"1.50"}"#, &|texts| {
            sent(&one(texts).set(&decimal))
        }),
        (r#"{"value":5}"#, r#"{"value":5}"#, &|texts| {
            sent(&one(texts).set(&5_i32))
        }),
        (r#"{"value":"5"}"#, r#"{"value":"5"}"#, &|texts| {
            sent(&one(texts).set("5"))
        }),
        (r#"{"value":[1,2]}"#, r#"{"value":["1","2"]}"#, &|texts| {
            sent(&CollectionPropertyResource::<i64>::from(resource(texts)).set(&[1, 2]))
        }),
        (
            r#"{"value":[{"number":7}]}"#,
            r#"{"value":[{"number":"7"}]}"#,
            &|texts| {
                let owner = Owner {
                    number: Some(7),
                    ..Owner::default()
                };
                sent(&CollectionPropertyResource::<Owner>::from(resource(texts)).set(&[owner]))
            },
        ),
        (r#"{"number":7}"#, r#"{"number":"7"}"#, &|texts| {
            let owner = Owner {
                number: Some(7),
                ..Owner::default()
            };
            sent(&PropertyResource::<Owner>::from(resource(texts)).set(&owner))
        }),
    ] {
        assert_eq!(both(make), [numbers, texts]);
    }
    // A body of the caller's own is sent as it is.
    let own = Json::new(&(5,)).unwrap();
    assert_eq!(
        both(|texts| sent(&request::<()>(texts).json_body(&own))),
        ["[5]", "[5]"]
    );
}

#[tokio::test]
async fn who_builds_the_client_says_whether_texts_are_sent_and_asked_for() {
    async fn accepted<T: Payload>(say: Option<bool>, profile: bool) -> String {
        let server = Loopback::start(vec![Canned::json(200, "{}")]).await;
        let core = builder(&server);
        let core = match say {
            Some(texts) => core.ieee754_compatible(texts),
            None => core,
        };
        let service = ServiceClient::new(core.build().unwrap(), "https://bank.example");
        let service = match profile {
            true => service.with_conventions(Conventions::ODATA.ieee754_compatible(true)),
            false => service,
        };
        let request = service.root_resource().request::<T>(Method::GET);
        let _ = request.send().await;
        let sent = server.request();
        sent.header("accept").unwrap().to_owned()
    }
    const TEXTS: &str = "application/json;IEEE754Compatible=true";
    for (say, profile, expected) in [
        (None, false, "application/json"),
        (None, true, TEXTS),
        (Some(true), false, TEXTS),
        (Some(true), true, TEXTS),
        (Some(false), true, "application/json"),
    ] {
        assert_eq!(accepted::<Account>(say, profile).await, expected);
    }
    assert_eq!(
        accepted::<graphwright::Count>(Some(true), false).await,
        format!("text/plain, {TEXTS};q=0.9")
    );
    assert_eq!(
        accepted::<graphwright::Bytes>(Some(true), false).await,
        "*/*"
    );
}

#[test]
fn an_answer_is_written_as_it_was_read_but_for_int64_in_texts() {
    let read: Account = json::from_slice(TEXTS.as_bytes()).unwrap();
    let written = serde_json::to_string(&read).unwrap();
    assert!(written.contains(r#""id":9007199254740993"#), "{written}");
    assert!(written.contains(r#""balance":"-12.340""#), "{written}");
    assert!(written.contains(r#""dyn":"9007199254740995""#), "{written}");
    assert_eq!(
        written,
        String::from_utf8(json::to_vec(&read).unwrap()).unwrap()
    );
    assert_eq!(Account::schema().problem(), None);
}
