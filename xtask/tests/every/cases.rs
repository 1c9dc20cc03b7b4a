//! Which calls are made: each method of each operation, with everything it can be given and with the
//! least, with each alternative, and answered by each status of success; the first method of an operation
//! also by each status of failure.

use std::collections::BTreeSet;

use graphwright_api::Api;
use graphwright_api::plain::{Content, Form};
use graphwright_emit::{BodyArgument, CallMethod, Given, Read, call_methods};
use serde_json::Value;

use super::document::{Document, Operation};
use super::failed::failures;
use super::make::{Maker, Texts, width};
use super::media::essence;
use super::schema::{self, Way, parts, properties, requires, types};
use super::styles::Parameter;

/// No more calls of one method are made than that.
const MOST_TURNS: usize = 8;

/// A call.
pub(crate) struct Case<'a> {
    pub(crate) operation: Operation<'a>,
    /// The parameters that are given: where each stands, its name, its value.
    pub(crate) given: Vec<(String, String, Value)>,
    /// What is sent; `None` where nothing is.
    pub(crate) body: Option<Body>,
    pub(crate) answer: Answer,
}

/// What is sent.
pub(crate) struct Body {
    /// The media type as the document has it.
    pub(crate) media_type: String,
    pub(crate) schema: Value,
    /// How its fields are written, by name.
    pub(crate) encoding: Value,
    pub(crate) what: What,
}

/// What is sent, by its form.
pub(crate) enum What {
    /// JSON or the fields of a form: the value that is given, and what of it is to arrive.
    Value {
        given: Value,
        sent: Value,
    },
    Text(String),
    Bytes(Vec<u8>),
    Parts(Vec<(String, Part)>),
}

/// A part of a form of several parts.
pub(crate) enum Part {
    Text(String),
    Json(Value),
    File(Vec<u8>),
}

/// What the server answers.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Which of the statuses of success it is, or of those of failure, in the order of the model.
    pub(crate) number: usize,
    pub(crate) fails: bool,
    /// The media types that the document has for it.
    pub(crate) offered: Vec<String>,
    /// The media type, and what is of it; `None` for no body.
    pub(crate) content: Option<(String, Answered)>,
    /// The members that must be in fields of what is read, where that is a structured type.
    pub(crate) fields: Vec<String>,
}

/// What is answered, by its form.
pub(crate) enum Answered {
    Json(Value),
    Text(String),
    Bytes(Vec<u8>),
}

impl Answered {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Json(value) => value.to_string().into_bytes(),
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
}

/// The calls of all operations that `api` has, which was read from `document`, by the methods that make
/// them.
pub(crate) fn cases<'a>(
    document: &'a Document,
    api: &'a Api,
) -> Vec<(CallMethod<'a>, Vec<Case<'a>>)> {
    let operations = document.operations();
    let mut failed = BTreeSet::new();
    let methods = call_methods(api).into_iter().map(|method| {
        let key = key(&method);
        let operation = operations.iter().find(|one| one.key() == key);
        let operation = *operation.unwrap_or_else(|| panic!("the document has no {key}"));
        let turns = 0..turns(&operation, &method);
        let mut cases: Vec<Case<'_>> = turns
            .map(|turn| {
                let answer = answer(api, &operation, &method, turn);
                case(operation, &method, turn, answer)
            })
            .collect();
        if failed.insert(key) {
            let answers = failures(api, &operation, &method).into_iter();
            cases.extend(answers.map(|answer| case(operation, &method, 1, answer)));
        }
        (method, cases)
    });
    methods.collect()
}

/// Method and path of what a generated method calls.
fn key(method: &CallMethod<'_>) -> String {
    method.call.line(method.template)
}

/// How often a method is called.
fn turns(operation: &Operation<'_>, method: &CallMethod<'_>) -> usize {
    let document = operation.document;
    let parameters = operation.parameters();
    let mut widths: Vec<usize> = parameters
        .iter()
        .filter_map(Parameter::new)
        .map(|one| width(document, one.schema))
        .collect();
    let bodies = operation.body().0;
    let successes = operation.successes();
    let media = bodies
        .iter()
        .chain(successes.iter().flat_map(|(_, contents)| contents));
    widths.extend(media.map(|(_, media)| width(document, &media["schema"])));
    widths.push(successes.len());
    let has_nothing = widths.len() == 1 && method.body.is_none();
    let turns = widths.iter().max().map_or(1, |widest| widest + 1);
    if has_nothing {
        1
    } else {
        turns.clamp(3, MOST_TURNS)
    }
}

fn case<'a>(
    operation: Operation<'a>,
    method: &CallMethod<'a>,
    turn: usize,
    answer: Answer,
) -> Case<'a> {
    let is_least = turn == 1;
    let parameters = operation.parameters();
    let declared: Vec<Parameter<'_>> = parameters.iter().filter_map(Parameter::new).collect();
    // These headers say what is said elsewhere (OpenAPI 3.0, 4.7.12.1), and parameters of the path that
    // the path does not have stand nowhere.
    let in_path = super::styles::names(operation.bare_path());
    let declared = declared.into_iter().filter(|one| match one.within {
        "header" => !super::check::is_said_elsewhere(one.name),
        "path" => in_path.contains(&one.name),
        _ => true,
    });
    let given = declared.filter(|one| !is_least || one.required).map(|one| {
        let value = parameter(operation.document, &one, turn);
        (one.within.to_owned(), one.name.to_owned(), value)
    });
    Case {
        given: given.collect(),
        body: method
            .body
            .as_ref()
            .filter(|body| !(is_least && body.optional))
            .map(|body| self::body(&operation, body, turn)),
        answer,
        operation,
    }
}

/// The value of a parameter, with what its place must encode.
fn parameter(document: &Document, parameter: &Parameter<'_>, turn: usize) -> Value {
    let texts = match (parameter.within, parameter.style) {
        _ if parameter.is_json() => Texts::Any,
        ("path", _) | (_, "spaceDelimited" | "pipeDelimited") => Texts::NoDelimiters,
        ("query", _) if parameter.reserved => Texts::Reserved,
        ("query" | "cookie", _) => Texts::Any,
        _ => Texts::Header,
    };
    // With everything, for a list or an object without anything in it is not there at all.
    let turn = if turn == 1 { 0 } else { turn };
    let mut made = (turn..).map(|turn| {
        let maker = Maker::new(document, Way::Sent, turn).texts(texts);
        maker.without_nulls().value(parameter.schema)
    });
    // Without a text there would be another path.
    let found = made.find(|value| parameter.within != "path" || value != "");
    found.expect("some value is no empty text")
}

/// The media type of the document, and what it holds.
fn media<'a>(contents: &[(&'a str, &'a Value)], content: &Content) -> (&'a str, &'a Value) {
    let found = contents
        .iter()
        .find(|(name, _)| name.trim() == content.media_type);
    *found.unwrap_or_else(|| panic!("the document has no {}", content.media_type))
}

fn body(operation: &Operation<'_>, body: &BodyArgument<'_>, turn: usize) -> Body {
    let document = operation.document;
    let (media_type, media) = media(&operation.body().0, body.content);
    let schema = media.get("schema").cloned().unwrap_or_default();
    let maker = || {
        let maker = Maker::new(document, Way::Sent, turn);
        // The fields of a form have no null.
        let is_form = matches!(body.content.form, Form::Fields(..));
        if is_form {
            maker.without_nulls()
        } else {
            maker
        }
    };
    let what = match &body.content.form {
        Form::Json(_) | Form::Fields(..) => What::Value {
            given: maker().both_ways().value(&schema),
            sent: maker().value(&schema),
        },
        Form::Text => What::Text("<a>\u{fc} &amp; b</a>\r\n".to_owned()),
        Form::Bytes => What::Bytes(vec![0, 1, b'\r', 255]),
        Form::Multipart(_) => What::Parts(form_parts(document, &schema, turn)),
    };
    Body {
        media_type: media_type.to_owned(),
        schema,
        encoding: media["encoding"].clone(),
        what,
    }
}

/// What stands in the parts of a form: files for what is binary, JSON for objects, a part for each item
/// of a list (OpenAPI 3.0, 4.7.14.3).
fn form_parts(document: &Document, schema: &Value, turn: usize) -> Vec<(String, Part)> {
    let all = parts(document, schema);
    let mut made = Vec::new();
    for (name, schema) in properties(&all) {
        if turn == 1 && !requires(&all, name) {
            continue;
        }
        let parts = parts(document, &schema);
        let value = Maker::new(document, Way::Sent, turn)
            .without_nulls()
            .value(&schema);
        let is_binary = parts.iter().any(|part| part["format"] == "binary");
        let one = |value: Value| match value {
            _ if is_binary => Part::File(vec![b'-', b'-', 0, 255, b'\r', b'\n']),
            Value::Object(_) => Part::Json(value),
            Value::String(text) => Part::Text(text),
            other => Part::Text(other.to_string()),
        };
        match value {
            Value::Array(items) if types(&parts).contains(&"array") => {
                made.extend(items.into_iter().map(|item| (name.to_owned(), one(item))));
            }
            value => made.push((name.to_owned(), one(value))),
        }
    }
    made
}

fn answer(api: &Api, operation: &Operation<'_>, method: &CallMethod<'_>, turn: usize) -> Answer {
    let mut statuses = operation.successes();
    let none = statuses.is_empty();
    if none {
        statuses.push(("204", Vec::new()));
    }
    let (key, contents) = &statuses[turn % statuses.len()];
    let successes = method.call.successes();
    let number = successes
        .iter()
        .position(|one| one.status.to_string() == *key);
    let number = number.unwrap_or_else(|| {
        assert!(none, "the model has no answer {key}");
        0
    });
    let status = match *key {
        "2XX" => 203,
        "default" => 200,
        code => code.parse().expect("a status is a number"),
    };
    // Which of several media types it is depends on what the method asks for.
    let read = match &method.gives {
        Given::One(read) if successes.len() == 1 => content_of(read),
        Given::One(Read::Nothing) => None,
        _ => successes.get(number).and_then(|one| one.contents.first()),
    };
    let mut answer = Answer {
        status,
        number,
        fails: false,
        offered: contents.iter().map(|(one, _)| (*one).to_owned()).collect(),
        content: None,
        fields: Vec::new(),
    };
    if let Some(read) = read {
        answer.hold(api, operation.document, contents, read, turn);
    }
    answer
}

impl Answer {
    /// Makes up what is read as `read`, one of the media types of `contents`.
    pub(super) fn hold(
        &mut self,
        api: &Api,
        document: &Document,
        contents: &[(&str, &Value)],
        read: &Content,
        turn: usize,
    ) {
        let (media_type, media) = media(contents, read);
        let media_type = if essence(media_type) == "*/*" {
            "application/json"
        } else {
            media_type
        };
        let answered = match &read.form {
            Form::Json(ty) => {
                let schema = media.get("schema").unwrap_or(&Value::Null);
                let example = media.get("example").filter(|_| turn == 0);
                let made = || Maker::new(document, Way::Received, turn).value(schema);
                let value = example.cloned().unwrap_or_else(made);
                let read = ty.named().filter(|_| !ty.collection);
                let read = read.and_then(|name| api.types.get(name));
                if read.is_some_and(|ty| ty.structured().is_some()) {
                    self.fields = fields(document, schema, &value);
                }
                Answered::Json(value)
            }
            Form::Text => Answered::Text("a;\u{fc}\r\n1;\"2\"\r\n".to_owned()),
            _ => Answered::Bytes(vec![0, 255, b'\n', 1]),
        };
        self.content = Some((media_type.to_owned(), answered));
    }
}

/// The members of `value` that the schema has a type for; null has none.
fn fields(document: &Document, schema: &Value, value: &Value) -> Vec<String> {
    let parts = parts(document, schema);
    let known = properties(&parts).into_iter().map(|(name, _)| name);
    let known = known.filter(|name| value.get(name).is_some_and(|value| !value.is_null()));
    known.map(str::to_owned).collect()
}

fn content_of<'a>(read: &Read<'a>) -> Option<&'a Content> {
    match read {
        Read::Nothing => None,
        Read::Value(content) | Read::Single(content) => Some(content),
    }
}

/// Why a value that was sent is not what the schema says.
pub(crate) fn wrong(document: &Document, schema: &Value, value: &Value) -> Vec<String> {
    schema::wrong(document, schema, value, Way::Sent, "the body")
}
