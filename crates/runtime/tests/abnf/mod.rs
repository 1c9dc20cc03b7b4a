//! The productions of the OData ABNF (4.01) that literals are of, written after the published grammar and not after
//! the code that is tested.

#![allow(dead_code, reason = "each test uses some of it")]

pub(crate) mod query;

use percent_encoding::percent_decode_str;
use regex_automata::meta::Regex;

/// The grammar, with names of productions in braces. One departure: `base64char` has both alphabets, for services
/// that read binary values with ODataLib want the standard one.
const PRODUCTIONS: [(&str, &str); 22] = [
    ("nullValue", "null"),
    ("booleanValue", "true|false"),
    (
        "guidValue",
        "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
    ),
    ("year", "-?(?:0[0-9]{3}|[1-9][0-9]{3,})"),
    (
        "dateValue",
        "<year>-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
    ),
    (
        "timeOfDayValue",
        "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,12})?)?",
    ),
    (
        "dateTimeOffsetValue",
        "<dateValue>T<timeOfDayValue>(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])",
    ),
    ("nanInfinity", "NaN|-INF|INF"),
    (
        "decimalValue",
        "[+-]?[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?|<nanInfinity>",
    ),
    ("doubleValue", "<decimalValue>"),
    ("singleValue", "<doubleValue>"),
    ("sbyteValue", "[+-]?[0-9]{1,3}"),
    ("byteValue", "[0-9]{1,3}"),
    ("int16Value", "[+-]?[0-9]{1,5}"),
    ("int32Value", "[+-]?[0-9]{1,10}"),
    ("int64Value", "[+-]?[0-9]{1,19}"),
    ("string", "'(?:''|[^'])*'"),
    (
        "duration",
        "(?:duration)?'[+-]?P(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\\.[0-9]+)?S)?)?'",
    ),
    ("odataIdentifier", "[\\p{L}_][\\p{L}\\p{Nd}_]*"),
    ("singleEnumValue", "<odataIdentifier>|<int64Value>"),
    (
        "enum",
        "(?:<odataIdentifier>(?:\\.<odataIdentifier>)+)?'(?:<singleEnumValue>)(?:,(?:<singleEnumValue>))*'",
    ),
    (
        "binary",
        "binary'(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{3}=?|[A-Za-z0-9+/_-]{2}(?:==)?)?'",
    ),
];

fn pattern(production: &str) -> String {
    let found = PRODUCTIONS.iter().find(|(name, _)| *name == production);
    let (_, text) = found.unwrap_or_else(|| panic!("no production is called {production}"));
    let mut pieces = text.split('<');
    let mut pattern = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('>').expect("the end of a name");
        pattern.push_str(&format!("(?:{})", self::pattern(name)));
        pattern.push_str(rest);
    }
    pattern
}

/// Whether the whole text, which is not percent-encoded, is of that production.
pub(crate) fn is(production: &str, text: &str) -> bool {
    // Literals of strings in the ABNF have no case, but none of ours differs in that.
    let regex = Regex::new(&format!("^(?:{})$", pattern(production))).expect("a grammar");
    regex.is_match(text)
}

/// What a part of a URL stands for.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text)
        .decode_utf8()
        .expect("UTF-8")
        .into_owned()
}

/// Whether a value, percent-encoded, can neither end its place nor be anything but a part of it (RFC 3986, 3.3 and
/// 3.4): the segment, the parentheses and the list in them, or the query option.
pub(crate) fn stays_inside(before: &str, text: &str) -> bool {
    let delimiters = match before {
        before if before.ends_with('/') => "/?#[]",
        before if before.contains('(') => "/?#[](),;=&",
        _ => "#[]&+",
    };
    let plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    text.chars().all(|c| plain(c) && !delimiters.contains(c))
}
