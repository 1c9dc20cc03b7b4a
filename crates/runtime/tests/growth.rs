//! No function takes more than in proportion to what it is given: counted in instructions, for sizes that double.
//!
//! Each case is run by this program itself, as a process of its own, under perf or valgrind.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../xtask/src/bench/instructions.rs"]
mod count;
mod everything;

use std::env;
use std::fmt::Write;
use std::hint::black_box;
use std::thread;

use count::Counter;
use everything::{AnyBase, Base, Color, Everything, OneOf};
use graphwright::json::{from_slice, to_vec};
use graphwright::{
    Additional, Anonymous, BoxError, BoxFuture, Client, EntityReference, Flags, Json, Method,
    Misfits, Model, Multipart, Page, Patch, RequestBody, ResponseBody, ServiceClient, Transport,
    Value, serde_json,
};

/// What is done with an input of a size.
type Case = fn(usize);

const CASES: [(&str, Case); 22] = [
    ("nothing", |_| ()),
    ("members set", |size| _ = black_box(additional(size))),
    ("members looked up", |size| {
        let all = additional(size);
        let found = (0..size).filter(|n| all.get_json(&format!("m{n}")).is_some());
        assert_eq!(found.count(), size);
    }),
    ("members removed", |size| {
        let mut all = additional(size);
        for n in 0..size {
            assert!(all.remove(&format!("m{n}")).is_some());
        }
    }),
    ("a model of annotations", |size| {
        again::<Base>(&annotations("", size))
    }),
    ("a model, from values", |size| {
        let value: serde_json::Value = serde_json::from_str(&annotations("", size)).unwrap();
        black_box(serde_json::from_value::<Base>(value).unwrap());
    }),
    ("a reference of annotations", |size| {
        again::<EntityReference>(&annotations(r#""@odata.id":"x","#, size));
    }),
    ("a page of annotations", |size| {
        again::<Page<Base>>(&annotations(r#""value":[],"#, size))
    }),
    ("a page of items", |size| {
        again::<Page<Everything>>(&format!(
            r#"{{"value":{}}}"#,
            list(size, r#"{"int32":1,"x":[]}"#)
        ));
    }),
    ("a patch of a value", |size| {
        black_box(to_vec(&Patch::from(base(size))).unwrap());
    }),
    ("a patch between values", |size| {
        let (before, mut after) = (base(size), base(size));
        for n in (0..size).step_by(2) {
            after.additional.set(format!("m{n}"), &true).unwrap();
        }
        let patch = Patch::between(&before, &after);
        black_box(to_vec(&patch).unwrap());
        black_box(to_vec(&Patch::between(&after, &Base::default())).unwrap());
    }),
    ("a patch member by member", |size| {
        let mut patch = Patch::<Base>::new();
        for n in 0..size {
            patch = patch
                .set_additional(&format!("m{n}"), n)
                .bind(format!("l{n}"), "/users/a");
        }
        black_box(to_vec(&patch).unwrap());
    }),
    ("misfits side by side", |size| {
        let all: Vec<Base> = from_slice(list(size, r#"{"id":1}"#).as_bytes()).unwrap();
        assert_eq!(Misfits::of(&all).len(), size);
        black_box(Misfits::of(&all).to_string());
    }),
    ("misfits among annotations", |size| {
        let base: Base = from_slice(annotations(r#""id":1,"#, size).as_bytes()).unwrap();
        assert_eq!(base.misfits().len(), 1);
    }),
    ("values of one of several types", |size| {
        again::<Vec<OneOf>>(&list(size, r#"{"id":"a","b":[["c"],1]}"#));
    }),
    ("values of unknown types", |size| {
        again::<Vec<AnyBase>>(&list(size, r##"{"@odata.type":"#a.b","id":"a","x":{}}"##));
    }),
    ("a set of members", |size| {
        let text = format!("\"{}\"", vec!["red"; size].join(", "));
        again::<Flags<Color>>(&text);
    }),
    ("JSON with spaces", |size| {
        again::<Vec<Json>>(&list(size, r#"{ "a": [ 1, "b\n", { } ] }"#));
    }),
    ("a collection that does not fit at its end", |size| {
        let many = format!(
            "{},7]",
            list(size, r#"{"int32":1,"x":[]}"#).trim_end_matches(']')
        );
        again::<Everything>(&format!(r#"{{"many":{many},"strings":{many}}}"#));
    }),
    ("a form that has boundaries in it", |size| {
        let mut file = String::new();
        for n in 0..size {
            write!(file, "--graphwright-{n:016x}\r\n").unwrap();
        }
        sent(&Multipart::new().file("f", "f", "text/plain", file));
    }),
    ("a form of many parts", |size| {
        let form = (0..size).fold(Multipart::new(), |form, n| form.text(&format!("p{n}"), "x"));
        sent(&form);
    }),
    ("another format", |size| {
        let base = base(size);
        let mut cbor = Vec::new();
        ciborium::into_writer(&base, &mut cbor).unwrap();
        let read: Base = ciborium::from_reader(&cbor[..]).unwrap();
        assert!(read == base);
    }),
];

/// Reads and writes it, copies, compares and shows it.
fn again<T: Value + PartialEq + serde::de::DeserializeOwned>(json: &str) {
    let value: T = from_slice(json.as_bytes()).unwrap();
    let written = to_vec(&value).unwrap();
    let read: T = serde_json::from_slice(&written).unwrap();
    assert!(read == value);
    black_box(format!("{value:?}"));
    black_box(Misfits::of(&value).len());
}

/// Makes it the body of a request.
fn sent(form: &Multipart) {
    let core = Client::builder(Anonymous)
        .transport(Nowhere)
        .build()
        .unwrap();
    let service = ServiceClient::new(core, "https://example.com");
    let request = service.request(Method::POST, "/files").multipart_body(form);
    black_box(request.url());
}

struct Nowhere;

impl Transport for Nowhere {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        Box::pin(async { Err("nothing is sent".into()) })
    }
}

fn annotations(before: &str, size: usize) -> String {
    let mut json = format!("{{{before}");
    for n in 0..size {
        write!(json, r#""m{n}@x":{n},"#).unwrap();
    }
    json.push_str(r#""last":null}"#);
    json
}

fn list(size: usize, item: &str) -> String {
    format!("[{}]", vec![item; size].join(","))
}

fn additional(size: usize) -> Additional {
    let mut all = Additional::new();
    for n in 0..size {
        all.set(format!("m{n}"), &n).unwrap();
    }
    all
}

fn base(size: usize) -> Base {
    Base {
        additional: additional(size),
        ..Default::default()
    }
}

/// What tells the process that is counted which case it is, and of which size.
const CASE: &str = "GRAPHWRIGHT_GROWTH";

#[test]
fn case() {
    let Ok(case) = env::var(CASE) else {
        return;
    };
    let (name, size) = case.rsplit_once(' ').unwrap();
    let (_, run) = CASES.iter().find(|(known, _)| *known == name).unwrap();
    run(size.parse().unwrap());
}

#[test]
fn twice_as_much_takes_twice_as_long() {
    let Some(counter) = Counter::of_this_machine("growth of the runtime") else {
        return;
    };
    let this = env::current_exe().unwrap();
    let count = |name: &str, size: usize| {
        let run = counter.count(&this, |command| {
            command
                .args(["--exact", "case", "--test-threads=1"])
                .env(CASE, format!("{name} {size}"));
        });
        run.unwrap_or_else(|| panic!("{name} of {size} does not run"))
    };
    let nothing = count("nothing", 0);
    let judge = |(name, _): &(&str, Case)| {
        let [small, double, large] = [1, 2, 4].map(|times| count(name, times * 250) - nothing);
        println!("{name}: {small} {double} {large}");
        // A sixth more than in proportion, for a table grows in steps.
        let grows = 7 * small * 4 / 6 < large || 7 * double * 2 / 6 < large;
        grows.then(|| format!("{name}: {small}, {double}, {large}"))
    };
    let (some, others) = CASES[1..].split_at(CASES.len() / 2);
    let grown: Vec<String> = thread::scope(|scope| {
        let others = scope.spawn(|| others.iter().filter_map(judge).collect::<Vec<_>>());
        let mut grown: Vec<String> = some.iter().filter_map(judge).collect();
        grown.extend(others.join().unwrap());
        grown
    });
    assert!(grown.is_empty(), "more than in proportion: {grown:#?}");
}
