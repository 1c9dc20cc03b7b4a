//! Parameters as they are written (OpenAPI 3.0, 4.7.12.3 and 4.7.12.4; RFC 6570), read back.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::document::Document;
use super::media;
use super::schema::{self, Way, alternatives, parts, properties, types};

/// The names in braces of a path.
pub(crate) fn names(path: &str) -> Vec<&str> {
    let texts = path.split('{').skip(1);
    texts
        .filter_map(|text| Some(text.split_once('}')?.0))
        .collect()
}

/// The texts of the parameters of `path` in `target`, both without a query, as they stand there; `None`
/// where `target` is another path.
pub(crate) fn in_path<'t>(path: &str, target: &'t str) -> Option<Vec<(String, &'t str)>> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (path, target): (Vec<&str>, Vec<&str>) = (
        path.split('/').collect(),
        target.strip_prefix('/')?.split('/').collect(),
    );
    if path.len() != target.len() {
        return None;
    }
    let mut found = Vec::new();
    for (template, segment) in path.iter().zip(target) {
        found.extend(in_segment(template, segment)?);
    }
    Some(found)
}

/// The same of one segment: a parameter ends where the text behind it stands last.
fn in_segment<'t>(template: &str, segment: &'t str) -> Option<Vec<(String, &'t str)>> {
    let brace = template
        .find('{')
        .and_then(|at| Some((at, at + template[at..].find('}')?)));
    let Some((from, to)) = brace else {
        return (decoded(template) == decoded(segment)).then(Vec::new);
    };
    let rest = segment.strip_prefix(&template[..from])?;
    let (name, after) = (&template[from + 1..to], &template[to + 1..]);
    let next = after.split('{').next().unwrap_or_default();
    let end = match (next, after) {
        ("", "") => rest.len(),
        // Nothing stands between two parameters where the second is an extension.
        ("", _) => rest.rfind('.')?,
        _ => rest.rfind(next)?,
    };
    let mut found = vec![(name.to_owned(), &rest[..end])];
    found.extend(in_segment(after, &rest[end..])?);
    (end > 0).then_some(found)
}

/// Undoes percent-encoding.
pub(crate) fn decoded(text: &str) -> String {
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
    String::from_utf8(bytes).expect("what is encoded is UTF-8")
}

/// A parameter of a document.
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    pub(crate) within: &'a str,
    pub(crate) required: bool,
    pub(crate) schema: &'a Value,
    /// The media type of one that has `content`.
    content: Option<&'a str>,
    pub(crate) style: &'a str,
    pub(crate) explode: bool,
    /// Whether delimiters stand in it as they are.
    pub(crate) reserved: bool,
}

impl<'a> Parameter<'a> {
    /// `None` where it has no name or stands in no part of a request.
    pub(crate) fn new(said: &'a Value) -> Option<Self> {
        let name = said["name"].as_str()?;
        let within = said["in"].as_str()?;
        // What each may have, its own first (4.7.12.2). What it may not have, it does not have.
        let styles: &[&str] = match within {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "cookie" => &["form"],
            _ => &["simple"],
        };
        let style = said["style"]
            .as_str()
            .filter(|style| styles.contains(style));
        let style = style.unwrap_or(styles[0]);
        let content = said["content"]
            .as_object()
            .and_then(|all| all.iter().next());
        Some(Self {
            name,
            within,
            required: said["required"] == true,
            schema: content.map_or(&said["schema"], |(_, media)| &media["schema"]),
            content: content.map(|(media_type, _)| media_type.as_str()),
            style,
            explode: said["explode"].as_bool().unwrap_or(style == "form"),
            reserved: said["allowReserved"] == true,
        })
    }

    /// Whether its value is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.content.is_some_and(media::is_json)
    }

    /// What stands between items.
    fn separator(&self) -> &'static str {
        match (self.style, self.explode) {
            ("label", true) => ".",
            ("matrix", true) => ";",
            ("spaceDelimited", _) => "%20",
            ("pipeDelimited", _) => "%7C",
            _ => ",",
        }
    }

    /// The value of a text in a path or a header.
    pub(crate) fn of_text(&self, document: &Document, text: &str) -> Result<Value, String> {
        let lead = |lead: &str| {
            let rest = text.strip_prefix(lead);
            rest.ok_or_else(|| format!("`{text}` does not begin with `{lead}`"))
        };
        match (self.style, self.form(document)) {
            ("label", _) => self.of_joined(document, lead(".")?),
            ("matrix", Form::Items) if self.explode => {
                let items = lead(";")?.split(';').map(|item| {
                    let (name, item) = item.split_once('=').ok_or("an item without a name")?;
                    (decoded(name) == self.name)
                        .then_some(item)
                        .ok_or("an item of another name")
                });
                let items: Vec<&str> = items.collect::<Result<_, _>>()?;
                self.items(document, &items)
            }
            ("matrix", Form::Members) if self.explode => self.of_joined(document, lead(";")?),
            ("matrix", _) => self.of_joined(document, lead(&format!(";{}=", self.name))?),
            _ => self.of_joined(document, text),
        }
    }

    /// The value of its pairs in a query or in cookies, of which those that are its own are taken.
    pub(crate) fn of_pairs(
        &self,
        document: &Document,
        pairs: &mut Vec<(String, String)>,
    ) -> Result<Option<Value>, String> {
        let form = self.form(document);
        let mut take = |is_own: &dyn Fn(&str) -> bool| -> Vec<(String, String)> {
            let all = std::mem::take(pairs).into_iter();
            let (own, other) = all.partition(|(name, _)| is_own(&decoded(name)));
            *pairs = other;
            own
        };
        if self.content.is_none() && self.style == "deepObject" {
            let start = format!("{}[", self.name);
            let own = take(&|name| name == self.name || name.starts_with(&start));
            return match own.is_empty() {
                true => Ok(None),
                false => self.deep(document, &own).map(Some),
            };
        }
        if self.content.is_none() && self.explode && form == Form::Members {
            let schema = parts(document, self.schema);
            let known: Vec<&str> = properties(&schema)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            let own = take(&|name| known.contains(&name));
            return match own.is_empty() {
                true => Ok(None),
                false => self.members(document, &own).map(Some),
            };
        }
        let own = take(&|name| name == self.name);
        let texts: Vec<&str> = own.iter().map(|(_, text)| text.as_str()).collect();
        match texts.as_slice() {
            [] => Ok(None),
            all if self.content.is_none() && self.explode && form == Form::Items => {
                self.items(document, all).map(Some)
            }
            [text] => self.of_joined(document, text).map(Some),
            _ => Err("it stands there more than once".to_owned()),
        }
    }

    /// The value of a text that holds all of it.
    fn of_joined(&self, document: &Document, text: &str) -> Result<Value, String> {
        if let Some(media_type) = self.content {
            let text = self.text(text);
            return match media::is_json(media_type) {
                true => serde_json::from_str(&text).map_err(|error| error.to_string()),
                false => Ok(Value::String(text)),
            };
        }
        let texts: Vec<&str> = text.split(self.separator()).collect();
        match self.form(document) {
            Form::One => scalar(document, self.schema, &self.text(text)),
            Form::Items => self.items(document, &texts),
            Form::Members if self.explode => {
                let pairs = texts.iter().map(|pair| {
                    let (name, value) = pair.split_once('=').ok_or("a member without a value")?;
                    Ok((name.to_owned(), value.to_owned()))
                });
                self.members(document, &pairs.collect::<Result<Vec<_>, String>>()?)
            }
            Form::Members => {
                let pairs = texts.chunks(2).map(|pair| match pair {
                    [name, value] => Ok(((*name).to_owned(), (*value).to_owned())),
                    _ => Err("a member without a value".to_owned()),
                });
                self.members(document, &pairs.collect::<Result<Vec<_>, String>>()?)
            }
        }
    }

    fn items(&self, document: &Document, texts: &[&str]) -> Result<Value, String> {
        let parts = parts(document, self.schema);
        let schema = parts
            .iter()
            .find_map(|part| part.get("items"))
            .unwrap_or(&Value::Null);
        texts
            .iter()
            .map(|text| scalar(document, schema, &self.text(text)))
            .collect()
    }

    fn members(&self, document: &Document, pairs: &[(String, String)]) -> Result<Value, String> {
        let mut object = Map::new();
        for (name, text) in pairs {
            let name = self.text(name);
            let value = scalar(
                document,
                &member(document, self.schema, &name),
                &self.text(text),
            )?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }

    /// `name[member]=value`, and so on inside.
    fn deep(&self, document: &Document, pairs: &[(String, String)]) -> Result<Value, String> {
        let mut root = Deep::default();
        for (name, text) in pairs {
            let name = decoded(name);
            let mut at = &mut root;
            for key in name[self.name.len()..].split_terminator(']') {
                let key = key
                    .strip_prefix('[')
                    .ok_or("what stands behind a bracket is no other")?;
                at = at.inside.entry(key.to_owned()).or_default();
            }
            at.texts.push(self.text(text));
        }
        root.value(document, self.schema)
    }

    /// What stands between delimiters; nothing is encoded in a header.
    fn text(&self, text: &str) -> String {
        match self.within {
            "path" | "query" | "cookie" => decoded(text),
            _ => text.to_owned(),
        }
    }

    fn form(&self, document: &Document) -> Form {
        let parts = parts(document, self.schema);
        match types(&parts).first() {
            Some(&"array") => Form::Items,
            Some(&"object") => Form::Members,
            _ => Form::One,
        }
    }
}

/// What stands at a name in brackets: texts, or what stands behind further brackets.
#[derive(Default)]
struct Deep {
    texts: Vec<String>,
    inside: BTreeMap<String, Deep>,
}

impl Deep {
    fn value(&self, document: &Document, schema: &Value) -> Result<Value, String> {
        let parts = parts(document, schema);
        if let Some(all) = parts.iter().find_map(|part| alternatives(part)) {
            let mut tried = all.iter().filter_map(|one| self.value(document, one).ok());
            return tried
                .next()
                .ok_or_else(|| "it is no alternative".to_owned());
        }
        if let [text] = self.texts.as_slice() {
            return scalar(document, schema, text);
        }
        if types(&parts).contains(&"array") {
            let of_item = parts.iter().find_map(|part| part.get("items"));
            let of_item = of_item.unwrap_or(&Value::Null);
            let items = self
                .inside
                .iter()
                .flat_map(|(key, one)| match key.as_str() {
                    "" => one
                        .texts
                        .iter()
                        .map(|text| scalar(document, of_item, text))
                        .collect(),
                    _ => vec![one.value(document, of_item)],
                });
            return items.collect();
        }
        let members = self.inside.iter().map(|(name, one)| {
            let value = one.value(document, &member(document, schema, name))?;
            Ok((name.clone(), value))
        });
        let members: Map<String, Value> = members.collect::<Result<_, String>>()?;
        Ok(Value::Object(members))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    One,
    Items,
    Members,
}

/// The schema of a member.
fn member(document: &Document, schema: &Value, name: &str) -> Value {
    let parts = parts(document, schema);
    let known = properties(&parts)
        .into_iter()
        .find(|(known, _)| *known == name);
    let other = || {
        parts
            .iter()
            .find_map(|part| part.get("additionalProperties"))
            .cloned()
    };
    known
        .map(|(_, schema)| schema)
        .or_else(other)
        .unwrap_or(json!({}))
}

/// The value that a text is by its schema: a number or a Boolean where that fits, and otherwise text.
fn scalar(document: &Document, schema: &Value, text: &str) -> Result<Value, String> {
    let of = |schema: &Value| -> Option<Value> {
        let parsed = serde_json::from_str(text).ok();
        let parsed = parsed.filter(|value: &Value| value.is_number() || value.is_boolean());
        let is_text = types(&parts(document, schema)).contains(&"string");
        let tried = [
            parsed.filter(|_| !is_text),
            Some(Value::String(text.to_owned())),
        ];
        let mut tried = tried.into_iter().flatten();
        tried.find(|value| schema::wrong(document, schema, value, Way::Sent, "").is_empty())
    };
    let parts = parts(document, schema);
    let choice = parts.iter().find_map(|part| alternatives(part));
    let found = match choice {
        Some(all) => all.iter().find_map(of),
        None => of(schema),
    };
    found.ok_or_else(|| format!("`{text}` is no value of {schema}"))
}
