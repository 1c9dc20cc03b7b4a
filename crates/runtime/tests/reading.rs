//! JSON is read in one pass as it is read in two, and what serde_json refuses is refused in its words.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod everything;
mod made_up;

use everything::{Everything, full};
use graphwright::json::from_slice;
use graphwright::serde_json::value::RawValue;
use graphwright::serde_json::{self, Error};
use graphwright::{Bytes, DecodeError, HeaderMap, Json, Model, Page, Payload, Reply, StatusCode};
use made_up::{Random, damage, document, space};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What serde_json is given: it takes a byte order mark for a fault, which some services put before JSON.
fn without_byte_order_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)
}

/// That both ways give the same value, or none.
#[track_caller]
fn alike<T>(json: &[u8]) -> Result<T, [Error; 2]>
where
    T: graphwright::Value + DeserializeOwned + Serialize + PartialEq,
{
    let shown = String::from_utf8_lossy(json);
    let expected = serde_json::from_slice::<T>(without_byte_order_mark(json));
    match (expected, from_slice::<T>(json)) {
        (Ok(expected), Ok(found)) => {
            let written = |value| serde_json::to_string(value).unwrap();
            assert!(expected == found, "{shown}");
            assert_eq!(written(&expected), written(&found), "{shown}");
            Ok(found)
        }
        (Err(expected), Err(found)) => Err([expected, found]),
        (Ok(_), Err(error)) => panic!("refused: {error}: {shown}"),
        (Err(error), Ok(_)) => panic!("accepted: {error}: {shown}"),
    }
}

/// That both ways give the same value or the same error.
#[track_caller]
fn same<T>(json: &[u8]) -> Result<T, Error>
where
    T: graphwright::Value + DeserializeOwned + Serialize + PartialEq,
{
    alike(json).map_err(|[expected, found]| {
        let shown = String::from_utf8_lossy(json);
        assert_eq!(expected.to_string(), found.to_string(), "{shown}");
        assert_eq!(expected.classify(), found.classify(), "{shown}");
        found
    })
}

/// Says what stands in a body.
fn kind_of(raw: &RawValue) -> &'static str {
    match raw.get().as_bytes()[0] {
        b'{' => "an object",
        b'[' => "an array",
        b'"' => "a string",
        b't' | b'f' => "a boolean",
        b'n' => "null",
        _ => "a number",
    }
}

/// The same of the body of a response.
#[track_caller]
fn same_reply<T>(json: &[u8], expected: &str)
where
    T: Payload + DeserializeOwned + PartialEq,
{
    let (headers, body) = (HeaderMap::new(), Bytes::copy_from_slice(json));
    let found = T::from_reply(Reply::new(StatusCode::OK, &headers, &body));
    let shown = String::from_utf8_lossy(json);
    let why = match serde_json::from_slice::<&RawValue>(without_byte_order_mark(json)) {
        Ok(raw) => match serde_json::from_str::<T>(raw.get()) {
            Ok(value) => {
                assert!(found == Ok(value), "{shown}");
                return;
            }
            Err(_) => match &found {
                // Of a collection the item that does not fit is named.
                Err(DecodeError::Other { why }) if why.starts_with("item ") => why.clone(),
                // So is the place of what is in an envelope.
                Err(DecodeError::Other { why })
                    if why.starts_with(&format!("expected {expected} at `$.value`, ")) =>
                {
                    why.clone()
                }
                _ => format!(
                    "expected {expected} at `$`, and the JSON has {} there",
                    kind_of(raw)
                ),
            },
        },
        Err(error) => format!(
            "{} (line {}, column {})",
            match error.is_eof() {
                true => "the JSON ends too early",
                false => "the body is not JSON",
            },
            error.line(),
            error.column()
        ),
    };
    // No body and no value are one thing (`Option` reads both as `None`).
    let is_null = without_byte_order_mark(json).trim_ascii() == b"null";
    let unfit = if json.is_empty() || is_null {
        DecodeError::Empty
    } else {
        DecodeError::Other { why }
    };
    assert!(found.err() == Some(unfit), "{shown}");
}

#[test]
fn made_up_and_damaged_texts_are_read_and_refused_alike() {
    let full = full();
    let mut random = Random(1);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..6000 {
        let mut json = document(&mut random, &full).into_bytes();
        for _ in 0..4 {
            match same::<Everything>(&json) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
            damage(&mut random, &mut json);
        }
    }
    assert!(read > 5000 && refused > 5000, "{read} {refused}");
}

#[test]
fn pages_are_read_and_refused_alike() {
    let full = full();
    let mut random = Random(2);
    for _ in 0..2000 {
        let mut items = Vec::new();
        for _ in 0..random.below(4) {
            items.push(document(&mut random, &full));
        }
        let mut members = vec![format!("\"value\":[{}]", items.join(","))];
        for member in [
            r#""@odata.count":3"#,
            r#""@odata.nextLink":"next""#,
            r#""@odata.nextLink":null"#,
            r##""@odata.context":"#users""##,
            r#""value":[]"#,
        ] {
            if random.below(3) == 0 {
                members.insert(random.below(members.len() + 1), member.into());
            }
        }
        let mut json = format!("{{{}}}{}", members.join(","), space(&mut random)).into_bytes();
        for _ in 0..4 {
            let _ = same::<Page<Everything>>(&json);
            same_reply::<Page<Everything>>(&json, "a collection");
            damage(&mut random, &mut json);
        }
    }
}

#[test]
fn every_damage_of_one_byte_is_judged_alike() {
    let json =
        r#" {"string":"a\u00e9\n","int32":-10.5e+1,"x":[true,false,null,{}],"many":[{"id":""}]} "#;
    for at in 0..json.len() {
        let _ = same::<Everything>(&json.as_bytes()[..at]);
        for byte in 0..=u8::MAX {
            let mut json = json.as_bytes().to_vec();
            json[at] = byte;
            let _ = same::<Everything>(&json);
            json.insert(at, byte);
            let _ = same::<Everything>(&json);
        }
    }
}

#[test]
fn what_nests_deep_is_kept_or_refused_and_never_exhausts_the_stack() {
    for depth in [1, 60, 64, 65, 127, 128, 129, 130, 200, 1000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"itself\":", "}"), ("[{\"a\":", "}]")] {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            let json = format!("{open}7{close}");
            let _ = same::<Json>(json.as_bytes());
            let _ = same::<Everything>(json.as_bytes());
            let _ = same::<Everything>(format!("{{\"itself\":{json}}}").as_bytes());
            let _ = same::<Everything>(format!("{{\"other\":{json}}}").as_bytes());
            let _ = same::<Everything>(format!("{open}7").as_bytes());
            let _ = same::<Everything>(format!("{open}7{close}]").as_bytes());
            let _ = same::<Everything>(open.as_bytes());
            let _ = same::<Json>(format!("{open}]}}").as_bytes());
        }
    }
}

#[test]
fn odd_texts_are_judged_alike() {
    let digits = "1234567890".repeat(100);
    let texts = [
        "",
        " ",
        "\u{feff}{}",
        "{}\u{feff}",
        "{},",
        "{}{}",
        "null",
        "[]",
        "\"\"",
        "01",
        "-",
        "1.",
        "1e",
        "1e+",
        "-01",
        "+1",
        ".5",
        "Infinity",
        "NaN",
        "tru",
        "truex",
        "{\"a\":1,}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\",1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "[1]]",
        "{]",
        "[}",
        "\"\t\"",
        "\"\\u000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud800\":1}",
        "{\"itself\":{\"\\ud800\":1}}",
        "{\"string\":\"\\ud800\"}",
        "{\"string\":\"\\ud83d\\ude00\"}",
        "/**/{}",
        "{}\0",
        "{\"string\":\"\u{0}\"}",
        "{\"int64\":9223372036854775808}",
        "{\"double\":1e999,\"single\":1e39,\"decimal\":1e999}",
        "{\"string\":\"a\",\"string\":null,\"string\":\"b\"}",
        "{\"x\":1,\"y\":2,\"x\":3}",
        "{\"id\":1,\"@type\":2}",
        "\r\n\t {\r\n\t \"int32\"\r\n\t :\r\n\t 1\r\n\t ,\r\n\t \"x\" : [ 1 , 2 ] }\r\n\t ",
        "{\"int32\":1}\u{b}",
        "{\"int32\":1\u{a0}}",
        "{\"oneOf\":\"\\ud800\"}",
        "{\"oneOf\":{\"id\":\"\\ud800\",\"more\":1}}",
    ];
    for text in texts {
        let _ = same::<Everything>(text.as_bytes());
        let _ = alike::<Vec<Json>>(text.as_bytes());
        let _ = alike::<Vec<Everything>>(format!("[{text}]").as_bytes());
        same_reply::<Everything>(text.as_bytes(), "example.everything");
    }
    for text in [
        &digits,
        &format!("0.{digits}"),
        &format!("-{digits}e-{digits}"),
    ] {
        let everything =
            same::<Everything>(format!("{{\"decimal\":{text},\"double\":{text}}}").as_bytes());
        assert_eq!(everything.unwrap().decimal.unwrap().as_str(), *text);
    }
    for bytes in [
        &b"\xff"[..],
        b"{}\xff",
        b"{\"a\":\"\xff\"}",
        b"{\"a\":\"\xed\xa0\x80\"}",
        b"{\"\xc3\":1}",
    ] {
        assert!(same::<Everything>(bytes).is_err());
    }
}

#[test]
fn an_error_names_the_type_without_its_path() {
    let error = from_slice::<Vec<Json>>(b"{}").unwrap_err();
    assert_eq!(error.to_string(), "this JSON is not a Vec<Json>");
    let error = from_slice::<Everything>(b"[]").unwrap_err();
    assert_eq!(error.to_string(), "this JSON is not a Everything");
}

#[test]
fn a_string_ends_where_it_ends_whatever_its_length() {
    for length in 0..70 {
        let text = "a".repeat(length);
        for last in [
            "",
            "\\n",
            "\\\\",
            "\\\"",
            "\u{e9}",
            "\u{1f600}",
            "\u{7f}",
            "\u{1f}",
            "\\",
        ] {
            let json = format!("{{\"string\":\"{text}{last}\",\"int32\":1,\"{text}{last}\":2}}");
            let _ = same::<Everything>(json.as_bytes());
            let _ = same::<Everything>(&json.as_bytes()[..json.len() - 2]);
            let _ = alike::<String>(format!("\"{text}{last}").as_bytes());
        }
    }
}

struct Odd {
    quote: Option<i32>,
    backslash: Option<i32>,
    plain: Option<i32>,
    additional: graphwright::Additional,
}

graphwright::model!(Odd = "example.odd", [
    QUOTE quote "a\"b" escaped,
    BACKSLASH backslash "a\\nb" escaped,
    PLAIN plain "a b" key,
]);

#[test]
fn a_name_in_which_something_must_be_escaped_is_found_by_what_it_says() {
    assert_eq!(Odd::schema().problem(), None);
    let odd = same::<Odd>(br#"{"a\"b":1,"a\\nb":2,"a b":3}"#).unwrap();
    assert_eq!(
        (odd.quote, odd.backslash, odd.plain),
        (Some(1), Some(2), Some(3))
    );
    let odd = same::<Odd>(br#"{"a\u0022b":1,"a\nb":2}"#).unwrap();
    assert_eq!((odd.quote, odd.backslash), (Some(1), None));
    assert_eq!(odd.additional.get("a\nb"), Some(2));
    assert!(same::<Odd>(br#"{"a"b":1}"#).is_err());
}

struct Unmarked {
    odd: Option<i32>,
    additional: graphwright::Additional,
}

graphwright::model!(Unmarked = "example.unmarked", [ODD odd "a\tb"]);

#[test]
fn a_name_that_is_not_marked_as_escaped_is_a_problem_of_its_table() {
    let problem = Unmarked::schema().problem().unwrap();
    assert_eq!(
        problem,
        r"`example.unmarked`: `a\tb` is not marked as escaped"
    );
}
