//! Texts that are made up and damaged at random, the same in every run.

#![allow(dead_code, reason = "each test uses some of it")]

use graphwright::Model;
use graphwright::serde_json::Value;

use crate::everything::Everything;

/// Numbers that look random and are the same in every run (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((bits ^ (bits >> 31)) >> 33).expect("31 bits") % limit
    }

    pub(crate) fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// White space of every kind, and mostly none.
pub(crate) fn space(random: &mut Random) -> &'static str {
    random.one(&["", "", "", "", "", "", " ", "\t", "\n", "\r", " \r\n\t "])
}

const SCALARS: [&str; 28] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "255",
    "1.50",
    "-0.0e-0",
    "1E+400",
    "12345678901234567890123456789",
    r#""""#,
    r#""red""#,
    r#""red,green""#,
    r##""#example.derived""##,
    r#""2016-12-31""#,
    r#""2016-12-31T23:57:57.12Z""#,
    r#""21EC2020-3AEA-1069-A2DD-08002B30309D""#,
    r#""07:59:59.999""#,
    r#""P1DT2H""#,
    r#""INF""#,
    r#""a text that is longer than sixteen bytes, as many are""#,
    r#""\"\\\/\b\f\n\r\t\u0041""#,
    r#""\uD83D\uDE00 and \ud800 alone""#,
    r#""the end of a long text is half of a pair \uDc00""#,
    "\"\u{1f600} \u{e9} \u{2028} \u{7f}\"",
    "\"AQID\"",
    "7.0",
];

fn name(random: &mut Random) -> String {
    let fields = Everything::schema().fields;
    match random.below(12) {
        0 => random
            .one(&["@odata.type", "@type", "@odata.id", "id", "value"])
            .into(),
        1 => random
            .one(&[r#"na\"me"#, r"na\\me", r"\u0062inary", r"\ud800", "\u{e9}"])
            .into(),
        2 => format!("x{}", random.below(3)),
        _ => fields[random.below(fields.len())].name.into(),
    }
}

/// A member of the field that is written as it stands in `full`, or anything.
fn member(random: &mut Random, full: &Value, depth: usize, json: &mut String) {
    let name = name(random);
    json.push_str(&format!("\"{name}\"{}:{}", space(random), space(random)));
    match full.get(&name) {
        Some(value) if random.below(3) > 0 => json.push_str(&value.to_string()),
        _ => value(random, full, depth, json),
    }
    json.push_str(space(random));
}

fn value(random: &mut Random, full: &Value, depth: usize, json: &mut String) {
    let count = random.below(6);
    let is_object = match random.below(if depth < 5 { 4 } else { 1 }) {
        0 | 1 => {
            json.push_str(random.one(&SCALARS));
            return;
        }
        kind => kind == 2,
    };
    json.push_str(if is_object { "{" } else { "[" });
    json.push_str(space(random));
    for number in 0..count {
        if number > 0 {
            json.push_str(&format!(",{}", space(random)));
        }
        if is_object {
            member(random, full, depth + 1, json);
        } else {
            value(random, full, depth + 1, json);
            json.push_str(space(random));
        }
    }
    json.push_str(if is_object { "}" } else { "]" });
}

/// An object of many members, with white space around it.
pub(crate) fn document(random: &mut Random, full: &Value) -> String {
    let mut json = format!("{}{{{}", space(random), space(random));
    let count = random.below(14);
    for number in 0..count {
        if number > 0 {
            json.push_str(&format!(",{}", space(random)));
        }
        member(random, full, 0, &mut json);
    }
    json.push_str(&format!("}}{}", space(random)));
    json
}

/// What bytes are put in: those that mean something in JSON, and some that never do.
const PIECES: [&[u8]; 34] = [
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b" ",
    b"\n",
    b"0",
    b"-",
    b".",
    b"e",
    b"+",
    b"t",
    b"null",
    b"nul",
    b"True",
    b"\\u12",
    b"\\x",
    b"\0",
    b"\x01",
    b"\x1f",
    b"\x7f",
    b"\x0b",
    b"'",
    b"/",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xc2\xa0",
    b"\xf0\x9f\x98\x80",
];

pub(crate) fn damage(random: &mut Random, json: &mut Vec<u8>) {
    let at = random.below(json.len() + 1);
    let end = (at + random.below(4)).min(json.len());
    match random.below(6) {
        0 => json.truncate(at),
        1 => drop(json.drain(at..end)),
        2 if at < json.len() => json[at] ^= 1 << random.below(8),
        3 => {
            let again = json[at..end].to_vec();
            json.splice(at..at, again);
        }
        _ => drop(json.splice(at..end, random.one(&PIECES).iter().copied())),
    }
}
