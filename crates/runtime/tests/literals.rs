//! Values in URLs: in functions, in keys, in alternate keys and in filters, against the grammar of OData.

#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod abnf;

use graphwright::edm::{
    Base64Url, Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid, Single, TimeOfDay,
};
use graphwright::{
    Client, Conventions, EnumLiterals, Flags, Json, Literal, Method, Resource, ServiceClient,
    StaticToken, given,
};

const ROOT: &str = "https://shop.example/v1";

enum Size {
    Large,
    Unrecognized(Box<str>),
}
graphwright::enumeration!(Size = "shop.model.Size", [Large "L"]);

enum Right {
    Read,
    Write,
    Unrecognized(Box<str>),
}
graphwright::enumeration!(Right = "shop.model.Right", [Read "read", Write "write"]);

const SHORT: Conventions = Conventions::ODATA.enum_literals(EnumLiterals::Short);

fn root(conventions: Conventions) -> Resource {
    let core = Client::builder(StaticToken::new("t")).build().unwrap();
    ServiceClient::new(core, ROOT)
        .with_conventions(conventions)
        .root_resource()
}

/// The URL below the root.
fn url(resource: &Resource) -> String {
    let request = resource.request::<()>(Method::GET);
    request.url().strip_prefix(ROOT).unwrap().to_owned()
}

fn filter(conventions: Conventions, expression: &str, values: &[&dyn Literal]) -> String {
    let request = root(conventions).request::<()>(Method::GET);
    let url = request.filter_of(expression, values).url().to_owned();
    url.strip_prefix(&format!("{ROOT}?$filter="))
        .unwrap()
        .to_owned()
}

fn parsed<T>(text: &str) -> Box<dyn Literal>
where
    T: std::str::FromStr<Err: std::fmt::Debug> + Literal + 'static,
{
    Box::new(text.parse::<T>().unwrap())
}

fn flags(members: &[Right]) -> Box<dyn Literal> {
    Box::new(members.iter().cloned().collect::<Flags<Right>>())
}

/// Each value with the production that its literal is of (OData ABNF 4.01), the literal, and what it is where it
/// stands as a segment.
fn values() -> Vec<(&'static str, Box<dyn Literal>, &'static str, &'static str)> {
    let read: Flags<Right> = serde_json::from_str("\"read, write\"").unwrap();
    vec![
        ("booleanValue", Box::new(true), "true", "true"),
        ("byteValue", Box::new(u8::MAX), "255", "255"),
        ("sbyteValue", Box::new(i8::MIN), "-128", "-128"),
        ("int16Value", Box::new(i16::MIN), "-32768", "-32768"),
        (
            "int32Value",
            Box::new(i32::MIN),
            "-2147483648",
            "-2147483648",
        ),
        (
            "int64Value",
            Box::new(i64::MIN),
            "-9223372036854775808",
            "-9223372036854775808",
        ),
        (
            "decimalValue",
            parsed::<Decimal>("-12.340"),
            "-12.340",
            "-12.340",
        ),
        ("decimalValue", parsed::<Decimal>("1e400"), "1e400", "1e400"),
        ("doubleValue", Box::new(Double::from(-0.5)), "-0.5", "-0.5"),
        (
            "doubleValue",
            Box::new(Double::from(1e300)),
            "1e300",
            "1e300",
        ),
        (
            "doubleValue",
            Box::new(Double::from(f64::NEG_INFINITY)),
            "-INF",
            "-INF",
        ),
        (
            "singleValue",
            Box::new(Single::from(f32::NAN)),
            "NaN",
            "NaN",
        ),
        ("singleValue", Box::new(Single::from(1.5)), "1.5", "1.5"),
        ("doubleValue", Box::new(-0.5_f64), "-0.5", "-0.5"),
        ("doubleValue", Box::new(1e300_f64), "1e300", "1e300"),
        ("doubleValue", Box::new(f64::INFINITY), "INF", "INF"),
        ("doubleValue", Box::new(f64::NEG_INFINITY), "-INF", "-INF"),
        ("singleValue", Box::new(f32::NAN), "NaN", "NaN"),
        ("singleValue", Box::new(1.1_f32), "1.1", "1.1"),
        (
            "guidValue",
            parsed::<Guid>("0174eC1d-1111-2222-3333-0123456789aB"),
            "0174eC1d-1111-2222-3333-0123456789aB",
            "0174eC1d-1111-2222-3333-0123456789aB",
        ),
        (
            "dateValue",
            parsed::<Date>("2012-12-03"),
            "2012-12-03",
            "2012-12-03",
        ),
        (
            "dateValue",
            parsed::<Date>("-0044-03-15"),
            "-0044-03-15",
            "-0044-03-15",
        ),
        (
            "dateTimeOffsetValue",
            parsed::<DateTimeOffset>("2012-12-03T07:16:23.123456789012+01:00"),
            "2012-12-03T07:16:23.123456789012+01:00",
            "2012-12-03T07:16:23.123456789012+01:00",
        ),
        (
            "dateTimeOffsetValue",
            parsed::<DateTimeOffset>("2012-12-03T07:16Z"),
            "2012-12-03T07:16Z",
            "2012-12-03T07:16Z",
        ),
        (
            "timeOfDayValue",
            parsed::<TimeOfDay>("07:59:59.999"),
            "07:59:59.999",
            "07:59:59.999",
        ),
        (
            "duration",
            parsed::<Duration>("-P3DT1H4M0.5S"),
            "duration'-P3DT1H4M0.5S'",
            "-P3DT1H4M0.5S",
        ),
        (
            "string",
            Box::new("O'Neil, a/b?(c)=d&e+f #g;h@i".to_owned()),
            "'O''Neil, a/b?(c)=d&e+f #g;h@i'",
            "O'Neil, a/b?(c)=d&e+f #g;h@i",
        ),
        ("string", Box::new("null".to_owned()), "'null'", "null"),
        (
            "binary",
            Box::new(Binary::from(&b"\xfb\xff\x01\x02"[..])),
            "binary'+/8BAg=='",
            "+/8BAg==",
        ),
        (
            "binary",
            Box::new(Base64Url::from(&b"\xfb\xff\x01\x02"[..])),
            "binary'-_8BAg=='",
            "-_8BAg==",
        ),
        ("enum", Box::new(Size::Large), "shop.model.Size'L'", "L"),
        ("enum", Box::new(Size::from("8")), "shop.model.Size'8'", "8"),
        (
            "enum",
            flags(&[Right::Write]),
            "shop.model.Right'write'",
            "write",
        ),
        (
            "enum",
            flags(&[Right::Write, Right::Read]),
            "shop.model.Right'write,read'",
            "write,read",
        ),
        ("enum", flags(&[]), "shop.model.Right'0'", "0"),
        // White space is no part of a literal.
        (
            "enum",
            Box::new(read),
            "shop.model.Right'read,write'",
            "read,write",
        ),
        (
            "string",
            Box::new(Json::new("it's").unwrap()),
            "'it''s'",
            "it's",
        ),
        ("int32Value", Box::new(Json::new(&5).unwrap()), "5", "5"),
        ("nullValue", Box::new(None::<Date>), "null", "null"),
        ("nullValue", Box::new(Json::null()), "null", "null"),
    ]
}

#[test]
fn each_value_is_a_literal_of_its_production() {
    for (production, value, literal, _) in values() {
        assert_eq!(value.to_literal(Conventions::ODATA), literal);
        assert!(abnf::is(production, literal), "{production}: {literal}");
    }
}

#[test]
fn each_value_is_read_from_every_place_as_it_was_written() {
    for (production, value, literal, segment) in values() {
        let value = &*value;
        let places = [
            (
                "/f(x=",
                ")",
                url(&root(Conventions::ODATA).function("f", &[("x", &value)])),
            ),
            (
                "/f(x=",
                ")",
                url(&root(Conventions::ODATA).function_of("f", &[("x", given(&Some(value)))])),
            ),
            (
                "(",
                ")",
                url(&root(Conventions::ODATA).key_parentheses(&value)),
            ),
            (
                "(a=1,x=",
                ")",
                url(&root(Conventions::ODATA).key_parentheses_of(&[("a", &1), ("x", &value)])),
            ),
            (
                "/",
                "",
                url(&root(Conventions::ODATA).key_segments(&[&value])),
            ),
            (
                "x%20eq%20",
                "%20or%20y",
                filter(Conventions::ODATA, "x eq {} or y", &[&value]),
            ),
        ];
        for (before, after, text) in places {
            let inner = text
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after));
            let inner = inner.unwrap_or_else(|| panic!("{text}"));
            let expected = if before == "/" { segment } else { literal };
            assert_eq!(abnf::decoded(inner), expected, "{text}");
            assert!(abnf::stays_inside(before, inner), "{production}: {text}");
        }
    }
}

#[test]
fn a_profile_switches_to_the_short_form_of_enumeration_types() {
    let rights: Flags<Right> = [Right::Read, Right::Write].into_iter().collect();
    for (value, literal) in [
        (&Size::Large as &dyn Literal, "'L'"),
        (&rights, "'read,write'"),
        (&Some(Size::Large), "'L'"),
        (&"L", "'L'"),
    ] {
        assert_eq!(value.to_literal(SHORT), literal);
        assert!(abnf::is("enum", literal) || abnf::is("string", literal));
    }
    let root = root(SHORT);
    assert_eq!(
        url(&root.function("f", &[("x", &Size::Large)])),
        "/f(x='L')"
    );
    assert_eq!(url(&root.key_parentheses(&Size::Large)), "('L')");
    assert_eq!(url(&root.key_segments(&[&Size::Large])), "/L");
    assert_eq!(
        filter(SHORT, "x has {}", &[&rights]),
        "x%20has%20'read,write'"
    );
}

#[test]
fn a_filter_takes_values_outside_of_quotes_alone_and_as_many_as_it_has_places() {
    let plain = Conventions::ODATA;
    assert_eq!(
        filter(
            plain,
            "a eq '{} it''s {}' and b eq {} and c in ({},{})",
            &[&"x' or 'y", &1, &2]
        ),
        "a%20eq%20'%7B%7D%20it''s%20%7B%7D'%20and%20b%20eq%20'x''%20or%20''y'%20and%20c%20in%20(1,2)"
    );
    let none: [&dyn Literal; 0] = [];
    for (expression, values) in [
        ("a eq {}", &none[..]),
        ("a eq 1", &[&1]),
        ("a eq '{}'", &[&1]),
    ] {
        let request = root(plain).request::<()>(Method::GET);
        let request = request.filter_of(expression, values);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let error = runtime.block_on(request.send()).unwrap_err().to_string();
        assert!(error.contains("as many values as places"), "{error}");
    }
}
