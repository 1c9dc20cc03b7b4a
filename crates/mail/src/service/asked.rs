//! A request as it came.

use std::collections::BTreeMap;

use serde_json::Value;

/// A request, whether alone or of a batch.
pub(super) struct Asked {
    pub(super) method: String,
    /// The steps of the path below the service root, decoded.
    pub(super) path: Vec<String>,
    /// Decoded.
    pub(super) query: BTreeMap<String, String>,
    /// By names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Asked {
    /// Makes the request with that target, which is relative to the service root.
    pub(super) fn new(method: &str, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let steps = path.split('/').filter(|step| !step.is_empty());
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Self {
            method: method.to_owned(),
            path: steps.map(decode).collect(),
            query: pairs
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
            headers: BTreeMap::new(),
            body: Vec::new(),
        }
    }

    /// Returns the path as a link has it.
    pub(super) fn encoded_path(&self) -> String {
        let steps = self.path.iter().map(|step| {
            let step = step.replace('/', "%2F").replace('+', "%2B");
            step.replace('=', "%3D")
        });
        steps.collect::<Vec<_>>().join("/")
    }

    /// Returns the body as JSON; null if it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the value of a preference.
    pub(super) fn preference(&self, name: &str) -> Option<&str> {
        let preferences = self.headers.get("prefer")?.split(',');
        let mut pairs = preferences.filter_map(|one| one.trim().split_once('='));
        let (_, value) = pairs.find(|(one, _)| *one == name)?;
        Some(value.trim_matches('"'))
    }

    /// Returns the request as a line of the log has it: the query by its names, but tokens and the bodies of changes as
    /// they are.
    pub(super) fn line(&self) -> String {
        let mut line = format!("{} /{}", self.method, self.path.join("/"));
        let mut separator = '?';
        for (name, value) in &self.query {
            line.push(separator);
            line.push_str(name);
            if name.ends_with("token") {
                line.push('=');
                line.push_str(value);
            }
            separator = '&';
        }
        if self.method == "PATCH" {
            line.push(' ');
            line.push_str(&String::from_utf8_lossy(&self.body));
        }
        line
    }
}

/// Undoes percent-encoding.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match (first, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = &after[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
