//! Pages of changes.

use serde_json::{Value, json};

use super::answer::Answer;
use super::asked::Asked;
use super::table::Table;

/// How many items a page has, unless the request itself prefers another number.
const USUAL: usize = 7;

/// Where a page stands: after how many changes and before how many its round is, and how many items came before it.
struct Place {
    after: Option<usize>,
    until: usize,
    offset: usize,
}

impl Place {
    fn of(asked: &Asked, now: usize) -> Option<Self> {
        if let Some(token) = asked.query.get("$skiptoken") {
            let mut numbers = token.split('-');
            return Some(Self {
                after: match numbers.next()? {
                    "all" => None,
                    number => Some(number.parse().ok()?),
                },
                until: numbers.next()?.parse().ok()?,
                offset: numbers.next()?.parse().ok()?,
            });
        }
        let token = asked.query.get("$deltatoken");
        Some(Self {
            after: token.map(|token| token.parse()).transpose().ok()?,
            until: now,
            offset: 0,
        })
    }
}

/// Answers with the page that `asked` asks for of the changes in a place, and says whether it is the last of a round.
pub(super) fn page(
    table: &Table,
    place: Option<&str>,
    asked: &Asked,
    shown: impl Fn(Value) -> Value,
) -> (Answer, bool) {
    let Some(at) = Place::of(asked, table.now()) else {
        return (Answer::error(400, "BadRequest"), false);
    };
    let items = match at.after {
        Some(after) => table.since(place, after, at.until),
        None => table.of(place),
    };
    let size = asked.preference("odata.maxpagesize");
    let size = size.and_then(|size| size.parse().ok()).unwrap_or(USUAL);
    let end = at.offset + size;
    let value = items.iter().skip(at.offset).take(size).cloned();
    let value: Vec<Value> = value
        .map(|item| match item.get("@removed") {
            Some(_) => item,
            None => shown(item),
        })
        .collect();
    let root = format!("https://graph.microsoft.com/v1.0/{}", asked.encoded_path());
    let is_last = end >= items.len();
    let (name, token) = match is_last {
        true => ("@odata.deltaLink", format!("$deltatoken={}", at.until)),
        false => {
            let after = at.after.map_or("all".to_owned(), |after| after.to_string());
            let token = format!("$skiptoken={after}-{}-{end}", at.until);
            ("@odata.nextLink", token)
        }
    };
    let page = json!({"value": value, name: format!("{root}?{token}")});
    (Answer::json(200, &page), is_last)
}
