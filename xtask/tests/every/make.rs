//! Values made up from schemas. They depend on the document and the turn alone.

use std::cell::Cell;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

use super::document::{Document, members};
use super::schema::{self, Way, alternatives, is_nullable, parts, properties, requires, types};

/// Members that need not be there are left out below this depth.
const DEEPEST: usize = 4;

/// What texts are made of: what each place must encode, or keep as it is.
#[derive(Clone, Copy)]
pub(crate) enum Texts {
    /// Anything.
    Any,
    /// Where a dot, a comma or a space would end the text.
    NoDelimiters,
    /// What a header can hold, without the comma that ends an item.
    Header,
    /// Reserved characters that stand as they are, without those that end a pair.
    Reserved,
}

impl Texts {
    fn all(self) -> &'static [&'static str] {
        match self {
            Self::Any => &[
                "a/b c",
                "\u{fc}&=+1",
                "x?y#z%",
                "it's;@:",
                "1,2.5",
                "\u{1f600}\"\\",
            ],
            Self::NoDelimiters => &["a/b", "\u{fc}&=1", "x?y#z%"],
            Self::Header => &["t 1", "W/\"2\"", "x=y;z"],
            Self::Reserved => &["/a?b;c:@", "(x)!*,'$", "a b/c"],
        }
    }
}

/// Makes values.
pub(crate) struct Maker<'a> {
    document: &'a Document,
    way: Way,
    texts: Texts,
    /// Whether members that need not be there are, and there is more than one item.
    full: bool,
    /// Whether what may be null is.
    nulls: bool,
    /// Whether members of the other way are made too, as in a value that was read before it is sent.
    both_ways: bool,
    count: Cell<usize>,
}

impl<'a> Maker<'a> {
    /// The values of a turn: at first with everything, then with what must be there, then with nulls,
    /// and so on with other alternatives.
    pub(crate) fn new(document: &'a Document, way: Way, turn: usize) -> Self {
        Self {
            document,
            way,
            texts: Texts::Any,
            full: turn != 1,
            nulls: turn == 2,
            both_ways: false,
            count: Cell::new(turn.saturating_sub(1)),
        }
    }

    pub(crate) fn texts(self, texts: Texts) -> Self {
        Self { texts, ..self }
    }

    /// The same with null nowhere.
    pub(crate) fn without_nulls(self) -> Self {
        Self {
            nulls: false,
            ..self
        }
    }

    pub(crate) fn both_ways(self) -> Self {
        Self {
            both_ways: true,
            ..self
        }
    }

    /// A value of a schema.
    pub(crate) fn value(&self, schema: &Value) -> Value {
        let value = self.make(schema, 0);
        if !self.both_ways {
            let wrong = schema::wrong(self.document, schema, &value, self.way, "");
            assert!(wrong.is_empty(), "{value} was made of {schema}: {wrong:#?}");
        }
        value
    }

    fn pick<'p, T>(&self, all: &'p [T]) -> &'p T {
        let count = self.count.get();
        self.count.set(count + 1);
        &all[count % all.len()]
    }

    fn make(&self, schema: &Value, depth: usize) -> Value {
        let (schema, tag) = self.derived(schema);
        let parts = parts(self.document, schema);
        if self.nulls && depth > 0 && is_nullable(&parts) {
            return Value::Null;
        }
        let mut value = self.of_parts(&parts, depth);
        if let (Some((member, tag)), Value::Object(object)) = (tag, &mut value) {
            object.insert(member, tag);
        }
        value
    }

    fn of_parts(&self, parts: &[&Value], depth: usize) -> Value {
        let said = |keyword: &str| parts.iter().find_map(|part| part.get(keyword));
        if let Some(constant) = said("const") {
            return constant.clone();
        }
        if let Some(members) = said("enum").and_then(Value::as_array) {
            let members: Vec<&Value> = members.iter().filter(|one| !one.is_null()).collect();
            return (*self.pick(&members)).clone();
        }
        if let Some(choice) = parts.iter().find(|part| alternatives(part).is_some()) {
            return self.choice(choice, depth);
        }
        let types: Vec<&str> = types(parts)
            .into_iter()
            .filter(|ty| *ty != "null")
            .collect();
        let ty = match types.as_slice() {
            [] if schema::types(parts) == ["null"] => return Value::Null,
            [] if !properties(parts).is_empty() || said("additionalProperties").is_some() => {
                "object"
            }
            [] if said("contentMediaType").is_some() => "string",
            [] => return self.anything(parts),
            types => *self.pick(types),
        };
        match ty {
            "object" => self.object(parts, depth),
            "array" => self.array(parts, depth),
            "string" => Value::String(self.text(parts)),
            "boolean" => Value::Bool(*self.pick(&[true, false])),
            "integer" => self.number(parts, true),
            "number" => self.number(parts, false),
            other => panic!("no value is of type {other}"),
        }
    }

    /// Any JSON that the schema does not exclude.
    fn anything(&self, parts: &[&Value]) -> Value {
        let all = [
            json!({"any": [1, null, "x"]}),
            json!([true]),
            json!(7),
            json!("text"),
        ];
        let of_all = json!({ "allOf": parts });
        let fits =
            |value: &&Value| schema::wrong(self.document, &of_all, value, self.way, "").is_empty();
        let fitting: Vec<&Value> = all.iter().filter(fits).collect();
        (*self.pick(&fitting)).clone()
    }

    /// One of the alternatives, with what a discriminator says of it.
    fn choice(&self, part: &Value, depth: usize) -> Value {
        let all = alternatives(part).expect("there are alternatives");
        let is_null = |one: &&Value| one["type"] == "null";
        if self.nulls && depth > 0 && all.iter().any(|one| is_null(&one)) {
            return Value::Null;
        }
        let all: Vec<&Value> = all.iter().filter(|one| !is_null(one)).collect();
        // What leads back to itself must end.
        let ends = |one: &&&Value| {
            let parts = parts(self.document, one);
            !["array", "object"]
                .iter()
                .any(|ty| types(&parts).contains(ty))
        };
        let short: Vec<&Value> = all.iter().filter(ends).copied().collect();
        let all = if depth > DEEPEST && !short.is_empty() {
            short
        } else {
            all
        };
        let picked = *self.pick(&all);
        // What stands beside the choice holds as well.
        let mut beside = part.clone();
        if let Some(beside) = beside.as_object_mut() {
            let says = |name: &str| ["type", "properties", "items", "required"].contains(&name);
            beside.retain(|name, _| says(name));
        }
        let both = json!({ "allOf": [beside, picked] });
        let has_more = both["allOf"][0] != json!({});
        let mut value = self.make(if has_more { &both } else { picked }, depth + 1);
        if let (Some((member, tag)), Value::Object(object)) = (self.tag(part, picked), &mut value) {
            object.insert(member, tag);
        }
        value
    }

    /// The member that says of which component a value is, and what it says.
    fn tag(&self, part: &Value, component: &Value) -> Option<(String, Value)> {
        let discriminator = part.get("discriminator")?;
        let member = discriminator["propertyName"].as_str()?;
        // What its own schema lists is what a value has.
        let own = properties(&parts(self.document, component));
        let own = own.into_iter().find(|(name, _)| *name == member);
        let lists = |one: &Value| one.get("enum").is_some() || one.get("const").is_some();
        if own.is_some_and(|(_, schema)| parts(self.document, &schema).into_iter().any(lists)) {
            return None;
        }
        let reference = component["$ref"].as_str()?;
        let name = reference.rsplit('/').next()?;
        let mut mapping = members(&discriminator["mapping"]);
        let mapped = mapping.find(|(_, to)| *to == reference || *to == name);
        let tag = mapped.map_or(name, |(tag, _)| tag);
        Some((member.to_owned(), tag.into()))
    }

    /// Of a base with a discriminator, one of what has it in its `allOf`, or itself.
    fn derived<'s>(&'s self, schema: &'s Value) -> (&'s Value, Option<(String, Value)>) {
        let base = self.document.whole(schema).unwrap_or(schema);
        let has_derived = base.get("discriminator").is_some() && alternatives(base).is_none();
        if schema.get("$ref").is_none() || !has_derived {
            return (schema, None);
        }
        let is_derived = |one: &Value| {
            parts(self.document, one)
                .iter()
                .any(|part| std::ptr::eq(*part, base))
        };
        let all: Vec<(&str, &Value)> = self
            .document
            .schemas()
            .filter(|(_, one)| is_derived(one))
            .collect();
        let (name, picked) = *self.pick(&all);
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        (picked, self.tag(base, &reference))
    }

    fn object(&self, parts: &[&Value], depth: usize) -> Value {
        let mut object = Map::new();
        for (name, schema) in properties(parts) {
            let is_never = schema == Value::Bool(false);
            let is_of_the_other_way = self.way.leaves_out(self.document, &schema);
            let is_wanted = self.full && depth < DEEPEST || requires(parts, name);
            if !is_wanted || is_never || (is_of_the_other_way && !self.both_ways) {
                continue;
            }
            let count = self.count.get();
            object.insert(name.to_owned(), self.make(&schema, depth + 1));
            if is_of_the_other_way {
                // All else must be as it is without this member.
                self.count.set(count);
            }
        }
        if !self.full || depth >= DEEPEST {
            return Value::Object(object);
        }
        let said = |keyword: &str| parts.iter().find_map(|part| part.get(keyword));
        for (pattern, schema) in said("patternProperties").into_iter().flat_map(members) {
            let name = format!("{}1", pattern.trim_start_matches('^'));
            object.insert(name, self.make(schema, depth + 1));
        }
        match said("additionalProperties").or(said("unevaluatedProperties")) {
            Some(Value::Bool(false)) => {}
            Some(schema @ Value::Object(_)) => {
                for name in ["k 1", "k2"] {
                    object.insert(name.to_owned(), self.make(schema, depth + 1));
                }
            }
            // A service may say more than its document does.
            _ if self.way == Way::Received => {
                object.insert("unheard of".to_owned(), json!([1, {"more": null}]));
            }
            _ => {}
        }
        Value::Object(object)
    }

    fn array(&self, parts: &[&Value], depth: usize) -> Value {
        let said = |keyword: &str| parts.iter().find_map(|part| part.get(keyword));
        let first = said("prefixItems")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let mut items: Vec<Value> = first.map(|schema| self.make(schema, depth + 1)).collect();
        if items.is_empty() && depth <= DEEPEST {
            let schemas: Vec<&Value> = parts.iter().filter_map(|part| part.get("items")).collect();
            let schema = match schemas.as_slice() {
                [] => &Value::Null,
                [one] => one,
                all => &json!({ "allOf": all }),
            };
            // As many as there are alternatives.
            let count = match self.full {
                true => width(self.document, schema).max(2),
                false => 1,
            };
            let length = |keyword: &str| said(keyword)?.as_u64()?.try_into().ok();
            let count = count.max(length("minItems").unwrap_or(0));
            let count = count.min(length("maxItems").unwrap_or(usize::MAX));
            for _ in 0..count {
                let item = self.make(schema, depth + 1);
                if said("uniqueItems") != Some(&Value::Bool(true)) || !items.contains(&item) {
                    items.push(item);
                }
            }
        }
        Value::Array(items)
    }

    fn number(&self, parts: &[&Value], is_whole: bool) -> Value {
        let said = |keyword: &str| parts.iter().find_map(|part| part.get(keyword));
        let all = match said("format").and_then(Value::as_str) {
            _ if !is_whole => vec![json!(1.5), json!(-2), json!(0.25)],
            Some("uint8") => vec![json!(200)],
            Some("int32") => vec![json!(7), json!(-2_147_483_648_i64)],
            // No number of this size is exact as a double.
            Some("int64") => vec![json!(9_007_199_254_740_993_i64), json!(-1)],
            _ => vec![json!(1), json!(42), json!(3)],
        };
        // Where there are limits, these are values too.
        let limits = ["minimum", "maximum"].map(|keyword| said(keyword).cloned());
        let all: Vec<Value> = all
            .into_iter()
            .chain(limits.into_iter().flatten())
            .collect();
        let of_all = json!({ "allOf": parts });
        let fits =
            |value: &&Value| schema::wrong(self.document, &of_all, value, self.way, "").is_empty();
        let fitting: Vec<&Value> = all.iter().filter(fits).collect();
        (*self.pick(&fitting)).clone()
    }

    fn text(&self, parts: &[&Value]) -> String {
        let said = |keyword: &str| parts.iter().find_map(|part| part.get(keyword)?.as_str());
        let encoded = said("contentEncoding")
            .or(said("contentMediaType"))
            .and(Some("byte"));
        let matching = said("pattern").map(|pattern| {
            let pattern = regex_syntax::parse(pattern);
            matching(&pattern.unwrap_or_else(|error| panic!("{error}")))
        });
        let text = match said("format").or(encoded) {
            Some("date") => "2024-02-29",
            Some("date-time") => "2024-02-29T23:59:59.1230-08:00",
            Some("duration") => "P1DT2H3.50S",
            Some("uuid") => "9CEB2F92-0000-4a4a-8b8b-0123456789ab",
            Some("base64url" | "byte" | "binary") => "AQID_w==",
            Some("email") => "a.b@example.org",
            _ => match &matching {
                Some(text) => text.as_str(),
                None => self.pick(self.texts.all()),
            },
        };
        let length = |keyword: &str| {
            let said = parts.iter().find_map(|part| part.get(keyword)?.as_u64());
            said.and_then(|length| usize::try_from(length).ok())
        };
        let most = length("maxLength").unwrap_or(usize::MAX);
        let mut text: String = text.chars().take(most).collect();
        let missing = length("minLength")
            .unwrap_or(0)
            .saturating_sub(text.chars().count());
        let last = text.chars().last().unwrap_or('x');
        text.extend(std::iter::repeat_n(last, missing));
        text
    }
}

/// How many values it takes to see all alternatives and members of an enumeration.
pub(crate) fn width(document: &Document, schema: &Value) -> usize {
    let parts = parts(document, schema);
    let widths = parts.iter().map(|part| {
        let lists = [alternatives(part), part["enum"].as_array()];
        let list = lists.into_iter().flatten().map(Vec::len).max();
        let derived = part.get("discriminator").filter(|_| list.is_none());
        derived.map_or(list.unwrap_or(1), |_| document.schemas().count())
    });
    widths.max().unwrap_or(1)
}

/// The shortest text that a pattern is found in, and one of what may be left out.
fn matching(pattern: &Hir) -> String {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(Class::Unicode(class)) => {
            // A letter or a digit, for all characters of a place may be meant.
            let has = |c: char| {
                class
                    .iter()
                    .any(|range| range.start() <= c && c <= range.end())
            };
            let first = class.iter().next().map(|range| range.start());
            ['a', '1', 'A']
                .into_iter()
                .find(|c| has(*c))
                .or(first)
                .into_iter()
                .collect()
        }
        HirKind::Class(Class::Bytes(_)) => panic!("a pattern of bytes"),
        HirKind::Repetition(one) => {
            let most = one.max.unwrap_or(u32::MAX);
            matching(&one.sub).repeat(one.min.max(1).min(most) as usize)
        }
        HirKind::Capture(one) => matching(&one.sub),
        HirKind::Concat(all) => all.iter().map(matching).collect(),
        HirKind::Alternation(all) => matching(&all[0]),
    }
}
