//! Scalars: values of each primitive type, its extremes and odd spellings among them, and values that
//! are none of it.

use graphwright_api::Primitive;

use super::Random;

/// The JSON of a value of the type.
pub(super) fn good(random: &mut Random, primitive: Primitive) -> String {
    use Primitive as P;
    match primitive {
        P::Boolean => (*random.pick(&["true", "false"])).into(),
        P::Byte => whole(random, 0, u8::MAX.into()),
        P::SByte => whole(random, i8::MIN.into(), i8::MAX.into()),
        P::Int16 => whole(random, i16::MIN.into(), i16::MAX.into()),
        P::Int32 => whole(random, i32::MIN.into(), i32::MAX.into()),
        P::Int64 => {
            let number = whole(random, i64::MIN, i64::MAX);
            // Services may write it as a text (OData JSON Format 4.01, 3.2).
            match random.pick(&[true, false, false, false]) {
                true => quoted(number),
                false => number,
            }
        }
        P::UInt16 => whole(random, 0, u16::MAX.into()),
        P::UInt32 => whole(random, 0, u32::MAX.into()),
        // What an `i64` has no room for is in it as well.
        P::UInt64 => match random.pick(&[true, false, false, false]) {
            true => u64::MAX.to_string(),
            false => whole(random, 0, i64::MAX),
        },
        P::Double => float(random, &["1.7976931348623157e308", "5e-324", "-2.5E+300"]),
        P::Single => float(random, &["3.4028234e38", "1e-45", "-2.5E+30"]),
        P::Decimal => decimal(random),
        P::String => quoted(text(random)),
        P::Base64Url | P::Binary | P::Stream => quoted(binary(random)),
        P::Guid => quoted(guid(random)),
        P::Date => quoted(date(random)),
        P::TimeOfDay => quoted(time(random)),
        P::DateTimeOffset => {
            let offset = random.pick(&["Z", "+00:00", "-08:00", "+14:00", "-00:00", "z"]);
            quoted(format!("{}T{}{offset}", date(random), time(random)))
        }
        P::Duration => quoted(random.pick(&[
            "P1D",
            "PT0S",
            "-PT1.5S",
            "P3DT1H4M",
            "PT0.000000000001S",
            "P1Y2M3W4DT5H6M7S",
            "+P10675199DT2H48M5.4775807S",
            "P0D",
        ])),
    }
}

/// The JSON of something that no service should send there, or that only another type has.
pub(super) fn odd(random: &mut Random) -> String {
    (*random.pick(&[
        "-0",
        "0",
        "5",
        "5.0",
        "1.50",
        "1e400",
        "-1E+2",
        "123456789012345678901234567890",
        "0.10000000000000000000000001",
        "true",
        "false",
        "\"\"",
        "\"5\"",
        "\"String\"",
        "\"INF\"",
        "\"nan\"",
        "\"true\"",
        "\"\\ud800\"",
        "\"2020-02-31T25:00:00Z\"",
        "\"x y\"",
        "\"\\u0000\"",
        "\"null\"",
        "\"{}\"",
    ]))
    .into()
}

/// The JSON of a text of any kind.
pub(super) fn any_text(random: &mut Random) -> String {
    quoted(text(random))
}

/// `text`, which is written as JSON writes it between quotes.
fn quoted(text: impl std::fmt::Display) -> String {
    format!("\"{text}\"")
}

/// Text as it stands between quotes, by many spellings.
pub(super) fn text(random: &mut Random) -> String {
    const PARTS: [&str; 20] = [
        "a",
        "Oslo",
        " ",
        "é",
        "\u{1F600}",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "/",
        "\\u00e9",
        "\\u0041",
        "\\ud83d\\ude00",
        "\u{7f}",
        "\u{2028}",
        "@odata.type",
        "null",
        "\\t",
        "{}",
        "\\u0000",
    ];
    if random.percent(2) {
        return "0123456789abcdef".repeat(random.below(300));
    }
    let count = random.below(6);
    (0..count).map(|_| *random.pick(&PARTS)).collect()
}

fn whole(random: &mut Random, least: i64, most: i64) -> String {
    let number = match random.below(6) {
        0 => least,
        1 => most,
        2 => 0,
        3 => least.max(-1),
        _ => {
            let span = most.abs_diff(least);
            let offset = random.next() % span.saturating_add(1).max(1);
            least.wrapping_add_unsigned(offset)
        }
    };
    number.to_string()
}

fn float(random: &mut Random, extremes: &[&str]) -> String {
    const SPELLINGS: [&str; 12] = [
        "0",
        "-0",
        "-0.0",
        "5",
        "5.0",
        "5e0",
        "1.50",
        "1E+2",
        "0.1",
        "1e-7",
        "100000000000000000000",
        "0.30000000000000004",
    ];
    match random.below(5) {
        0 => quoted(random.pick(&["INF", "-INF", "NaN"])),
        1 => (*random.pick(extremes)).into(),
        2 => format!("{}.{:03}", random.below(100_000), random.below(1000)),
        _ => (*random.pick(&SPELLINGS)).into(),
    }
}

fn decimal(random: &mut Random) -> String {
    let digits = random.pick(&[
        "0",
        "-0",
        "1.10",
        "-79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "1e400",
        "12345678901234567890.1234567890",
    ]);
    match random.below(4) {
        0 => quoted(digits),
        1 => quoted(random.pick(&["INF", "-INF", "NaN"])),
        _ => (*digits).into(),
    }
}

fn binary(random: &mut Random) -> String {
    (*random.pick(&[
        "", "AQID", "AQI=", "AQI", "_-_-", "\\/+\\/+", "//++", "AA==", "AA", "AB",
    ]))
    .into()
}

fn guid(random: &mut Random) -> String {
    let (a, b) = (random.next(), random.next());
    let text = format!("{a:016x}{b:016x}");
    let parts = [
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..],
    ];
    let guid = parts.join("-");
    match random.below(3) {
        0 => "00000000-0000-0000-0000-000000000000".into(),
        1 => guid.to_uppercase(),
        _ => guid,
    }
}

fn date(random: &mut Random) -> String {
    match random.below(4) {
        0 => (*random.pick(&[
            "0001-01-01",
            "9999-12-31",
            "-0044-03-15",
            "0000-02-29",
            "10000-01-01",
        ]))
        .into(),
        _ => {
            let (year, month, day) = (
                1900 + random.below(200),
                1 + random.below(12),
                1 + random.below(28),
            );
            format!("{year}-{month:02}-{day:02}")
        }
    }
}

fn time(random: &mut Random) -> String {
    (*random.pick(&[
        "00:00",
        "23:59:59.9999999",
        "07:59:59.999",
        "23:57:57.123456789012",
        "12:00:00",
        "12:00:00.0",
        "12:00:00.1200000",
    ]))
    .into()
}
