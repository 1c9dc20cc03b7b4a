//! A document as it is written: references, operations, parameters, and nothing made of them.

use serde_json::{Map, Value};

/// The methods of a path item (OpenAPI 3.0, 4.7.9).
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Documents whose `oneOf` is checked as `anyOf`, each with the reason.
pub(crate) const OVERLAPPING: [(&str, &str); 1] = [(
    "one-of-without-discriminator",
    "a person may have members that the document does not know, and so is a company too: what many \
     documents write, and a reader must bear",
)];

/// A reference leads to another at most so often.
const MOST_REFERENCES: usize = 16;

/// A document.
pub(crate) struct Document {
    /// What its file is called.
    name: String,
    root: Value,
}

/// An operation of a document.
#[derive(Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(crate) document: &'a Document,
    /// In capitals.
    pub(crate) method: &'a str,
    /// The path as the document has it.
    pub(crate) path: &'a str,
    item: &'a Value,
    own: &'a Value,
}

/// Answers by the key of their status, with what each media type holds.
type Answers<'a> = Vec<(&'a str, Vec<(&'a str, &'a Value)>)>;

impl Document {
    pub(crate) fn read(name: &str, text: &str) -> Self {
        let mut yaml: serde_yaml::Value = serde_yaml::from_str(text).expect("a document is YAML");
        yaml.apply_merge().expect("what is merged is a mapping");
        Self {
            name: name.to_owned(),
            root: json(yaml),
        }
    }

    /// Whether its `oneOf` are known to overlap, so that a value may be of several alternatives.
    pub(crate) fn overlaps(&self) -> bool {
        OVERLAPPING.iter().any(|(name, _)| *name == self.name)
    }

    /// What stands where a reference leads, or the value itself; `None` where it leads nowhere.
    pub(crate) fn whole<'a>(&'a self, value: &'a Value) -> Option<&'a Value> {
        let mut whole = value;
        for _ in 0..MOST_REFERENCES {
            let Some(reference) = whole["$ref"].as_str() else {
                return Some(whole);
            };
            whole = self.referred(reference)?;
        }
        None
    }

    fn referred(&self, reference: &str) -> Option<&Value> {
        let pointer = reference.strip_prefix('#')?;
        let pointer = percent_encoding::percent_decode_str(pointer)
            .decode_utf8()
            .ok()?;
        self.root.pointer(&pointer)
    }

    /// The schemas among the components.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        members(&self.root["components"]["schemas"])
    }

    /// The names of the security schemes.
    pub(crate) fn security_schemes(&self) -> impl Iterator<Item = &str> {
        members(&self.root["components"]["securitySchemes"]).map(|(name, _)| name)
    }

    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let mut all = Vec::new();
        for (path, item) in members(&self.root["paths"]) {
            let item = self.whole(item).expect("a path item is there");
            for method in METHODS {
                if let Some(own) = item.get(method) {
                    all.push(Operation {
                        document: self,
                        method: upper(method),
                        path,
                        item,
                        own,
                    });
                }
            }
        }
        all
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn upper(method: &str) -> &'static str {
    match method {
        "get" => "GET",
        "put" => "PUT",
        "post" => "POST",
        "delete" => "DELETE",
        "options" => "OPTIONS",
        "head" => "HEAD",
        "patch" => "PATCH",
        _ => "TRACE",
    }
}

/// The members of an object; of anything else, none.
pub(crate) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let all = value.as_object().into_iter().flatten();
    all.map(|(name, value)| (name.as_str(), value))
}

/// YAML as JSON: a key that is a number is its text.
fn json(yaml: serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Mapping(all) => {
            let mut object = Map::new();
            for (key, value) in all {
                let key = match json(key) {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                object.insert(key, json(value));
            }
            Value::Object(object)
        }
        serde_yaml::Value::Sequence(all) => all.into_iter().map(json).collect(),
        other => serde_json::to_value(other).expect("a scalar of YAML is one of JSON"),
    }
}

impl<'a> Operation<'a> {
    /// Method and path, with a slash before it, and the query that it has in any case.
    pub(crate) fn key(&self) -> String {
        let path = self.bare_path();
        let slash = if path.starts_with('/') { "" } else { "/" };
        let fixed: Vec<String> = self
            .query()
            .filter(|(_, value)| !value.starts_with('{'))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let question = if fixed.is_empty() { "" } else { "?" };
        let fixed = fixed.join("&");
        format!("{} {slash}{path}{question}{fixed}", self.method)
    }

    /// The path without a fragment, which nobody sends, and without a query.
    pub(crate) fn bare_path(&self) -> &'a str {
        self.path.split(['?', '#']).next().unwrap_or_default()
    }

    /// The pairs of the query of the path: names, and values or parameters in braces.
    pub(crate) fn query(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let path = self.path.split('#').next().unwrap_or_default();
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').expect("a pair has a value"))
    }

    /// The path of the URL that the path is relative to, without a slash at its end: of the first server
    /// of the operation, of its path, or of the document (4.7.5).
    pub(crate) fn base(&self) -> String {
        let all = [self.own, self.item, &self.document.root];
        let server = all
            .into_iter()
            .map(|one| &one["servers"][0])
            .find(|one| !one.is_null());
        let server = server.unwrap_or(&Value::Null);
        let mut url = server["url"].as_str().unwrap_or_default().to_owned();
        for (name, variable) in members(&server["variables"]) {
            let value = variable["default"]
                .as_str()
                .expect("a variable has a default");
            url = url.replace(&format!("{{{name}}}"), value);
        }
        let path = match url.split_once("//") {
            Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
            None => url.as_str(),
        };
        path.trim_end_matches('/').to_owned()
    }

    /// The parameters, those of the operation in place of those of the path item, and those in the
    /// path that nothing declares as texts.
    pub(crate) fn parameters(&self) -> Vec<Value> {
        let mut all: Vec<Value> = Vec::new();
        let shared = self.item["parameters"].as_array().into_iter().flatten();
        let own = self.own["parameters"].as_array().into_iter().flatten();
        for parameter in shared.chain(own) {
            let parameter = self
                .document
                .whole(parameter)
                .expect("a parameter is there");
            let same = |known: &Value| {
                known["name"] == parameter["name"] && known["in"] == parameter["in"]
            };
            all.retain(|known| !same(known));
            all.push(parameter.clone());
        }
        for name in crate::every::styles::names(self.path) {
            let is_known = |one: &Value| one["in"] == "path" && one["name"] == name;
            if !all.iter().any(is_known) {
                all.push(serde_json::json!({
                    "name": name, "in": "path", "required": true, "schema": {"type": "string"},
                }));
            }
        }
        for (name, value) in self.query() {
            // What is fixed is given by nobody, and what the path names in its query stands there.
            all.retain(|one| one["in"] != "query" || one["name"] != name);
            let named = |one: &&mut Value| value == format!("{{{}}}", text(&one["name"]));
            if let Some(one) = all.iter_mut().find(named) {
                one["in"] = "query".into();
                one["name"] = name.into();
            }
        }
        all
    }

    /// The media types of the body with what they hold, and whether there must be one.
    pub(crate) fn body(&self) -> (Vec<(&'a str, &'a Value)>, bool) {
        let Some(body) = self.own.get("requestBody") else {
            return (Vec::new(), false);
        };
        let body = self.document.whole(body).expect("a body is there");
        let contents = members(&body["content"]).collect();
        (contents, body["required"] == true)
    }

    /// The answers of success, by the key of their status: those of 2xx, and where there are none, the
    /// default one.
    pub(crate) fn successes(&self) -> Answers<'a> {
        let all = || self.answers().into_iter();
        let own: Vec<_> = all()
            .filter(|(status, _)| status.starts_with('2'))
            .collect();
        match own.is_empty() {
            true => all().filter(|(status, _)| *status == "default").collect(),
            false => own,
        }
    }

    /// The answers of failure, in the same way: those of 4xx and 5xx, and the default one.
    pub(crate) fn failures(&self) -> Answers<'a> {
        let mut all = self.answers();
        all.retain(|(status, _)| status.starts_with(['4', '5']) || *status == "default");
        all
    }

    fn answers(&self) -> Answers<'a> {
        let all = members(&self.own["responses"]).map(|(status, answer)| {
            let answer = self.document.whole(answer).expect("an answer is there");
            (status, members(&answer["content"]).collect())
        });
        all.collect()
    }

    /// The ways to sign in, any of which will do, each of schemes that are needed together, with their
    /// names; `None` where the document does not say.
    pub(crate) fn security(&self) -> Option<Vec<Vec<(&'a str, &'a Value)>>> {
        let of_all = &self.document.root["security"];
        let asked = self.own.get("security").unwrap_or(of_all).as_array()?;
        let schemes = &self.document.root["components"]["securitySchemes"];
        let asked = asked.iter().map(|one| {
            let names = members(one).map(|(name, _)| name);
            names.map(|name| (name, &schemes[name])).collect()
        });
        Some(asked.collect())
    }
}
