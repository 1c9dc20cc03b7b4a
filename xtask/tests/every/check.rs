//! Whether a request is one that the document allows, and the one that was meant.

use std::cmp::Reverse;

use serde_json::{Value, json};

use super::cases::{Body, Case, Part, What, wrong};
use super::document::Operation;
use super::media;
use super::schema::{self, Way, parts, types};
use super::styles::{Parameter, decoded, in_path};
use crate::loopback::Recorded;

/// Headers that every HTTP request may have.
const OF_HTTP: [&str; 7] = [
    "host",
    "accept",
    "accept-encoding",
    "user-agent",
    "content-length",
    "content-type",
    "case",
];

/// The media type that files are given with.
pub(crate) const GIVEN: &str = "application/octet-stream";

/// What the secrets of security schemes begin with; their names follow.
const SECRET: &str = "secret-of-";

/// Whether a header parameter says what is said elsewhere in the document (OpenAPI 3.0, 4.7.12.1).
pub(crate) fn is_said_elsewhere(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

/// What is wrong with `request`, which is to be that of `case`.
pub(crate) fn check(case: &Case<'_>, request: &Recorded) -> Vec<String> {
    let mut check = Check {
        case,
        request,
        wrong: Vec::new(),
    };
    check.all();
    check.wrong
}

struct Check<'c> {
    case: &'c Case<'c>,
    request: &'c Recorded,
    wrong: Vec<String>,
}

impl<'c> Check<'c> {
    fn all(&mut self) {
        let (path, query) = match self.request.target.split_once('?') {
            Some((path, query)) => (path, query),
            None => (self.request.target.as_str(), ""),
        };
        let case = self.case;
        let document = case.operation.document;
        let mut pairs = split(query, '&');
        let Some((operation, path)) = self.operation(path, &pairs) else {
            self.wrong.push(format!(
                "the document has no {} {path}",
                self.request.method
            ));
            return;
        };
        if operation.key() != case.operation.key() {
            self.wrong.push(format!("this is {}", operation.key()));
            return;
        }
        let declared = operation.parameters();
        let declared: Vec<Parameter<'_>> = declared.iter().filter_map(Parameter::new).collect();
        let segments = in_path(operation.bare_path(), path).unwrap_or_default();
        let fixed: Vec<(String, String)> = fixed(&operation).collect();
        pairs.retain(|pair| !fixed.contains(pair));
        let cookies = self.request.header("cookie").unwrap_or_default();
        let mut cookies = split(cookies, ';');
        let mut headers: Vec<String> = OF_HTTP.map(str::to_owned).to_vec();
        self.security(&operation, &mut pairs, &mut cookies, &mut headers);
        for parameter in &declared {
            let read = match parameter.within {
                "path" => {
                    let text = segments.iter().find(|(name, _)| name == parameter.name);
                    text.map(|(_, text)| parameter.of_text(document, text))
                        .transpose()
                }
                "query" => parameter.of_pairs(document, &mut pairs),
                "cookie" => parameter.of_pairs(document, &mut cookies),
                _ if is_said_elsewhere(parameter.name) => continue,
                _ => {
                    headers.push(parameter.name.to_owned());
                    let text = self.request.header(&parameter.name.to_ascii_lowercase());
                    text.map(|text| parameter.of_text(document, text))
                        .transpose()
                }
            };
            self.parameter(parameter, read);
        }
        for (name, _) in pairs {
            self.wrong.push(format!(
                "the document has no `{}` in the query",
                decoded(&name)
            ));
        }
        for (name, _) in cookies {
            self.wrong
                .push(format!("the document has no cookie `{name}`"));
        }
        for (name, _) in &self.request.headers {
            let is_known = |known: &String| known.eq_ignore_ascii_case(name);
            let is_cookie = name == "cookie" && self.request.header(name) != Some("");
            if !headers.iter().any(is_known) && !is_cookie {
                self.wrong
                    .push(format!("the document has no header `{name}`"));
            }
        }
        self.body(&operation);
        self.accept();
    }

    /// The operation of the document that has this path, and the path below its server; one with fewer
    /// parameters before one with more (OpenAPI 3.0, 4.7.8.2), then one with more text.
    fn operation<'p>(
        &self,
        path: &'p str,
        pairs: &[(String, String)],
    ) -> Option<(Operation<'c>, &'p str)> {
        let all = self.case.operation.document.operations().into_iter();
        let of = all.filter(|one| one.method == self.request.method);
        let found = of.filter_map(|one| {
            let path = path.strip_prefix(one.base().as_str())?;
            let parameters = in_path(one.bare_path(), path)?.len();
            // Of a path with a query there may be one without it as well.
            let fixed: Vec<(String, String)> = fixed(&one).collect();
            let has_all = fixed.iter().all(|pair| pairs.contains(pair));
            has_all.then_some(((parameters, Reverse(one.path.len())), (one, path)))
        });
        found.min_by_key(|(rank, _)| *rank).map(|(_, one)| one)
    }

    fn parameter(&mut self, parameter: &Parameter<'_>, read: Result<Option<Value>, String>) {
        let (within, name) = (parameter.within, parameter.name);
        let at = format!("`{name}` in {within}");
        let meant = self
            .case
            .given
            .iter()
            .find(|(place, known, _)| place == within && known == name);
        let meant = meant.map(|(_, _, value)| value);
        match (read, meant) {
            (Err(why), _) => self.wrong.push(format!("{at}: {why}")),
            (Ok(None), None) if parameter.required && within != "path" => {
                self.wrong.push(format!("{at} is required"));
            }
            (Ok(None), None) => {}
            (Ok(None), Some(meant)) => self
                .wrong
                .push(format!("{at} is missing, {meant} was given")),
            (Ok(Some(read)), None) => self
                .wrong
                .push(format!("{at} is {read}, nothing was given")),
            (Ok(Some(read)), Some(meant)) => {
                let document = self.case.operation.document;
                self.wrong.extend(schema::wrong(
                    document,
                    parameter.schema,
                    &read,
                    Way::Sent,
                    &at,
                ));
                if read != *meant {
                    self.wrong
                        .push(format!("{at} is {read}, {meant} was given"));
                }
            }
        }
    }

    /// Takes what signs in out of pairs and cookies, and adds its headers to those that are known.
    fn security(
        &mut self,
        operation: &Operation<'_>,
        pairs: &mut Vec<(String, String)>,
        cookies: &mut Vec<(String, String)>,
        headers: &mut Vec<String>,
    ) {
        let Some(ways) = operation.security() else {
            // The document does not say: what the credential gives goes as a bearer token.
            headers.push("authorization".to_owned());
            return;
        };
        let mut put: Vec<String> = Vec::new();
        for (within, all) in [("query", pairs), ("cookie", cookies)] {
            let is_secret = |(_, value): &(String, String)| decoded(value).starts_with(SECRET);
            let secrets = all.iter().filter(|pair| is_secret(pair));
            put.extend(
                secrets
                    .map(|(name, value)| format!("{within} {}: {}", decoded(name), decoded(value))),
            );
            all.retain(|pair| !is_secret(pair));
        }
        for (name, value) in &self.request.headers {
            let bare = value
                .trim_start_matches("Bearer ")
                .trim_start_matches("Basic ");
            if bare.starts_with(SECRET) {
                put.push(format!("header {name}: {value}"));
                headers.push(name.clone());
            }
        }
        put.sort();
        let wanted = ways.iter().map(|schemes| {
            let secrets = schemes.iter().map(|(name, scheme)| secret(name, scheme));
            let mut wanted: Vec<String> = secrets.collect();
            wanted.sort();
            wanted
        });
        let wanted: Vec<Vec<String>> = wanted.collect();
        let is_allowed = match wanted.is_empty() {
            true => put.is_empty(),
            false => wanted.contains(&put),
        };
        if !is_allowed {
            let why = format!("secrets stand in {put:?}, where {wanted:?} is asked for");
            self.wrong.push(why);
        }
    }

    fn body(&mut self, operation: &Operation<'_>) {
        let (contents, required) = operation.body();
        let content_type = self.request.header("content-type");
        let Some(body) = &self.case.body else {
            if required || content_type.is_some() || !self.request.body.is_empty() {
                self.wrong
                    .push("a body, or none where one is required".to_owned());
            }
            return;
        };
        let Some(content_type) = content_type else {
            self.wrong.push("a body without a content type".to_owned());
            return;
        };
        let offered: Vec<&str> = contents.iter().map(|(media_type, _)| *media_type).collect();
        if !offered.iter().any(|range| media::has(range, content_type)) {
            self.wrong
                .push(format!("`{content_type}` is not among {offered:?}"));
        }
        if !media::has(&body.media_type, content_type) {
            self.wrong
                .push(format!("`{content_type}` in place of {}", body.media_type));
        }
        if let Err(why) = self.content(body, content_type) {
            self.wrong.push(why);
        }
    }

    /// The body itself.
    fn content(&mut self, body: &Body, content_type: &str) -> Result<(), String> {
        let document = self.case.operation.document;
        let bytes = self.request.body.as_slice();
        match &body.what {
            What::Value { sent, .. } => {
                let value = match media::essence(content_type).as_str() {
                    "application/x-www-form-urlencoded" => self.form(body)?,
                    _ => serde_json::from_slice(bytes).map_err(|error| error.to_string())?,
                };
                self.wrong.extend(wrong(document, &body.schema, &value));
                same(&value, sent)
            }
            What::Text(text) => same(&String::from_utf8_lossy(bytes).as_ref(), &text.as_str()),
            What::Bytes(meant) => same(&bytes, &meant.as_slice()),
            What::Parts(meant) => self.several(body, meant, content_type),
        }
    }

    /// The fields of a form: as their encodings say, and otherwise an object as JSON, and the items of a
    /// list each by itself (OpenAPI 3.0, 4.7.14.2 and 4.7.15).
    fn form(&self, body: &Body) -> Result<Value, String> {
        let text = std::str::from_utf8(&self.request.body).map_err(|error| error.to_string())?;
        let mut pairs = split(&text.replace('+', "%20"), '&');
        let document = self.case.operation.document;
        let mut object = serde_json::Map::new();
        for (name, schema) in schema::properties(&parts(document, &body.schema)) {
            let said = &body.encoding[name];
            let is_said = ["style", "explode", "allowReserved"]
                .iter()
                .any(|one| said.get(one).is_some());
            let is_object = types(&parts(document, &schema)).contains(&"object");
            let field = match is_object && !is_said {
                true => json!({
                    "name": name, "in": "query", "content": {"application/json": {"schema": schema}},
                }),
                false => json!({
                    "name": name, "in": "query", "schema": schema,
                    "style": said["style"], "explode": said["explode"],
                }),
            };
            let field = Parameter::new(&field).ok_or("a field without a name")?;
            if let Some(value) = field.of_pairs(document, &mut pairs)? {
                object.insert(name.to_owned(), value);
            }
        }
        match pairs.first() {
            None => Ok(Value::Object(object)),
            Some((name, _)) => Err(format!("the document has no field `{name}`")),
        }
    }

    /// A form of several parts (RFC 7578).
    fn several(
        &mut self,
        body: &Body,
        meant: &[(String, Part)],
        content_type: &str,
    ) -> Result<(), String> {
        let boundary = content_type.split_once("boundary=").ok_or("no boundary")?.1;
        let found = split_parts(&self.request.body, &format!("--{boundary}"))?;
        let parts = parts(self.case.operation.document, &body.schema);
        let known = schema::properties(&parts);
        for part in &found {
            let schema = known.iter().find(|(known, _)| *known == part.name);
            let Some((_, schema)) = schema else {
                let name = &part.name;
                self.wrong
                    .push(format!("the document has no part `{name}`"));
                continue;
            };
            let wanted = self.part_type(body, &part.name, schema);
            // What is given with a file is its own.
            let is_given = part.content_type.as_deref() == Some(GIVEN);
            if !is_given && part.content_type != wanted {
                let (came, name) = (&part.content_type, &part.name);
                self.wrong
                    .push(format!("the part `{name}` is {came:?}, not {wanted:?}"));
            }
        }
        for (name, _) in &known {
            let is_there = found.iter().any(|known| known.name == *name);
            if schema::requires(&parts, name) && !is_there {
                self.wrong.push(format!("the part `{name}` is required"));
            }
        }
        let meant = meant.iter().map(|(name, part)| {
            let bytes = match part {
                Part::Text(text) => text.clone().into_bytes(),
                Part::Json(value) => value.to_string().into_bytes(),
                Part::File(bytes) => bytes.clone(),
            };
            (name.clone(), bytes)
        });
        let found = found.into_iter().map(|part| (part.name, part.content));
        same(&found.collect::<Vec<_>>(), &meant.collect::<Vec<_>>())
    }

    /// The media type of a part: what its encoding says, or its schema, or what an object has by default
    /// (OpenAPI 3.0, 4.7.15; OpenAPI 3.1, 4.8.15).
    fn part_type(&self, body: &Body, name: &str, schema: &Value) -> Option<String> {
        let document = self.case.operation.document;
        let own = parts(document, schema);
        let is_list = types(&own).contains(&"array");
        let items = own.iter().find_map(|part| part.get("items"));
        let item = items.filter(|_| is_list).map(|item| parts(document, item));
        let item = item.as_ref().unwrap_or(&own);
        let is_one = |text: &&str| !text.contains('*');
        let encoded = body.encoding[name]["contentType"].as_str();
        let encoded = encoded.and_then(|list| list.split(',').map(str::trim).find(is_one));
        let said = own.iter().chain(item);
        let said = said
            .filter_map(|part| part["contentMediaType"].as_str())
            .find(is_one);
        let usual = types(item)
            .contains(&"object")
            .then_some("application/json");
        encoded.or(said).or(usual).map(str::to_owned)
    }

    /// What is answered must be what is asked for; nobody asks for a failure.
    fn accept(&mut self) {
        let answer = &self.case.answer;
        if answer.fails {
            return;
        }
        let Some((media_type, _)) = &answer.content else {
            return;
        };
        let accept = self.request.header("accept").unwrap_or("*/*");
        let offered: Vec<&str> = answer.offered.iter().map(String::as_str).collect();
        let preferred = media::preferred(accept, &offered);
        if !preferred.is_some_and(|one| media::has(one, media_type)) {
            let why = format!("`{accept}` asks for {preferred:?}, not for `{media_type}`");
            self.wrong.push(why);
        }
    }
}

/// The pairs that the query of an operation has in any case.
fn fixed(operation: &Operation<'_>) -> impl Iterator<Item = (String, String)> {
    let pairs = operation.query();
    let fixed = pairs.filter(|(_, value)| !value.starts_with('{'));
    fixed.map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// The secret of a scheme, where the scheme wants it (OpenAPI 3.0, 4.7.27).
fn secret(name: &str, scheme: &Value) -> String {
    let text = |member: &str| scheme[member].as_str().unwrap_or_default();
    let place = match (text("type"), text("in")) {
        ("apiKey", "header") => format!("header {}: ", text("name").to_ascii_lowercase()),
        ("apiKey", within) => format!("{within} {}: ", text("name")),
        ("http", _) if text("scheme").eq_ignore_ascii_case("basic") => {
            "header authorization: Basic ".to_owned()
        }
        _ => "header authorization: Bearer ".to_owned(),
    };
    format!("{place}{SECRET}{name}")
}

fn split(text: &str, separator: char) -> Vec<(String, String)> {
    let pairs = text
        .split(separator)
        .map(str::trim)
        .filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// A part of a body.
struct Came {
    name: String,
    content_type: Option<String>,
    content: Vec<u8>,
}

/// The parts of a body.
fn split_parts(body: &[u8], boundary: &str) -> Result<Vec<Came>, String> {
    let mut found = Vec::new();
    let mut rest = after(body, boundary.as_bytes()).ok_or("no part")?;
    while !rest.starts_with(b"--") {
        let next = format!("\r\n{boundary}");
        let end = position(rest, next.as_bytes()).ok_or("a part without an end")?;
        let part = &rest[..end];
        let blank = position(part, b"\r\n\r\n").ok_or("a part without a head")?;
        let head = String::from_utf8_lossy(&part[..blank]).into_owned();
        let name = head
            .split_once(" name=\"")
            .and_then(|(_, rest)| rest.split_once('"'));
        let (name, _) = name.ok_or("a part without a name")?;
        let mut lines = head.lines();
        let content_type = lines.find_map(|line| line.strip_prefix("Content-Type: "));
        found.push(Came {
            name: name.to_owned(),
            content_type: content_type.map(str::to_owned),
            content: part[blank + 4..].to_vec(),
        });
        rest = &rest[end + next.len()..];
    }
    Ok(found)
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn after<'b>(bytes: &'b [u8], wanted: &[u8]) -> Option<&'b [u8]> {
    Some(&bytes[position(bytes, wanted)? + wanted.len()..])
}

fn same<T: PartialEq + std::fmt::Debug>(came: &T, meant: &T) -> Result<(), String> {
    match came == meant {
        true => Ok(()),
        false => Err(format!("{came:?} came, {meant:?} was given")),
    }
}
