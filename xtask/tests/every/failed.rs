//! The answers of failure of an operation.

use graphwright_api::Api;
use graphwright_emit::CallMethod;

use super::cases::Answer;
use super::document::Operation;

/// Each answer of failure that the document has for the operation.
pub(super) fn failures(
    api: &Api,
    operation: &Operation<'_>,
    method: &CallMethod<'_>,
) -> Vec<Answer> {
    let all = operation.failures();
    let keys: Vec<&str> = all.iter().map(|(key, _)| *key).collect();
    let answers = all.iter().filter_map(|(key, contents)| {
        let mut failures = method.failures.iter();
        let number = failures.position(|(one, _)| one.status.to_string() == *key);
        let number = number.unwrap_or_else(|| panic!("the model has no answer {key}"));
        let mut answer = Answer {
            status: status(key, &keys)?,
            number,
            fails: true,
            offered: Vec::new(),
            content: None,
            fields: Vec::new(),
        };
        let (failure, _) = &method.failures[number];
        // The answer to HEAD has no body (RFC 9110, 9.3.2).
        if let Some(read) = failure
            .contents
            .first()
            .filter(|_| operation.method != "HEAD")
        {
            answer.hold(api, operation.document, contents, read, 0);
        }
        Some(answer)
    });
    answers.collect()
}

/// A status that the answer under `key` is for, and none of the other `keys`; `None` where there is none.
fn status(key: &str, keys: &[&str]) -> Option<u16> {
    let is_free = |status: &u16| {
        let digit = status / 100;
        let exact = keys.contains(&status.to_string().as_str());
        let range = format!("{digit}XX");
        !exact && (key == range || !keys.contains(&range.as_str()))
    };
    match key {
        "4XX" => (400..500).find(is_free),
        "5XX" => (500..600).find(is_free),
        "default" => (418..600).find(is_free),
        code => Some(code.parse().expect("a status is a number")),
    }
}
