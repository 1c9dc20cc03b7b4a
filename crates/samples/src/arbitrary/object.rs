//! Objects: which members they have, in which order, and of which type they say they are.

use std::collections::HashMap;

use graphwright_api::{
    Api, EnumType, ItemType, OneOf, Primitive, Property, TypeKind, TypeName, TypeRef,
};

use super::{Node, Random, Subject, SubjectKind, scalar};
use graphwright_api::route::derived;

/// Makes values for the models of an API.
pub struct Arbitrary<'a> {
    api: &'a Api,
    derived: HashMap<&'a TypeName, Vec<&'a TypeName>>,
    properties: HashMap<&'a TypeName, Vec<&'a Property>>,
}

/// How many values are in one at most, but for the members of the value itself and a long collection.
const SIZE: usize = 250;
/// How deep values nest; what is made to be deep goes further.
const DEPTH: usize = 5;
/// How deep what is made to be deep nests: deeper than any reader that calls itself goes.
const DEEPEST: usize = 200;

/// Which members an object gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Members {
    /// All declared ones, each with a value of its type.
    All,
    /// All declared ones, each null.
    Null,
    /// All declared ones, each with a value that mostly is not of its type.
    Odd,
    /// Some.
    Some,
    /// A few, as the values inside a value have.
    Few,
    /// None.
    None,
}

/// The limits that are left for one value.
struct Making<'r> {
    random: &'r mut Random,
    left: usize,
}

impl<'a> Arbitrary<'a> {
    /// For the types of `api`.
    pub fn new(api: &'a Api) -> Self {
        let structured = api.types.values().filter(|ty| ty.structured().is_some());
        Self {
            api,
            derived: derived(api),
            properties: structured
                .map(|ty| (&ty.name, api.all_properties(&ty.name)))
                .collect(),
        }
    }

    /// A value of the model. The first four cases are the plain ones: all members, all of them null,
    /// none, all of them odd; another one is deep.
    pub fn value(&self, subject: &Subject, case: u32, random: &mut Random) -> Node {
        let mut making = Making { random, left: SIZE };
        if let SubjectKind::Enumeration { .. } = subject.kind {
            return self.item(&mut making, &ItemType::Named(subject.ty.clone()), 0);
        }
        let members = match case {
            0 => Members::All,
            1 => Members::Null,
            2 => Members::None,
            3 => Members::Odd,
            4 => return self.deep(&mut making, &subject.ty),
            _ => *making.random.pick(&[
                Members::All,
                Members::Some,
                Members::Some,
                Members::Few,
                Members::Odd,
            ]),
        };
        self.object(&mut making, &subject.ty, members, 0)
    }

    fn object(
        &self,
        making: &mut Making<'_>,
        declared: &TypeName,
        members: Members,
        depth: usize,
    ) -> Node {
        making.left = making.left.saturating_sub(1);
        let (ty, said) = self.ty(making.random, declared);
        let empty = Vec::new();
        let properties = self.properties.get(ty).unwrap_or(&empty);
        let mut made: Vec<(String, Node)> = Vec::new();
        let wanted = match members {
            Members::None => 0,
            Members::Few => 4 * usize::from(making.left > 0),
            Members::Some => 1 + making.random.below(properties.len()),
            Members::All | Members::Null | Members::Odd => properties.len(),
        };
        for property in properties {
            if wanted < properties.len() && making.random.below(properties.len()) >= wanted {
                continue;
            }
            if members == Members::Some && making.random.percent(5) {
                let annotation = making
                    .random
                    .pick(&["odata.type", "odata.count", "my.standard"]);
                let name = format!("{}@{annotation}", property.name);
                made.push((name, Node::scalar(scalar::any_text(making.random))));
            }
            let value = match members {
                Members::Null => Node::scalar("null"),
                Members::Odd => self.odd(making, depth),
                Members::Some | Members::Few if making.random.percent(6) => Node::scalar("null"),
                Members::Some | Members::Few if making.random.percent(6) => self.odd(making, depth),
                _ => self.member(making, &property.ty, depth),
            };
            made.push((property.name.clone(), value));
        }
        if matches!(members, Members::Some | Members::Odd) {
            self.unknown(making, &mut made, depth);
        }
        if members != Members::All && making.random.percent(25) {
            for index in (1..made.len()).rev() {
                made.swap(index, making.random.below(index + 1));
            }
        }
        if let Some((name, value)) = said {
            // Control information comes first (JSON Format 4.01, 4.5), but not from every service.
            let late = making.random.percent(15);
            let at = if late {
                making.random.below(made.len() + 1)
            } else {
                0
            };
            made.insert(at, (name.into(), value));
        }
        Node::Object(made)
    }

    /// The type whose members a value of the declared type has, and what it says it is.
    fn ty<'t>(
        &'t self,
        random: &mut Random,
        declared: &'t TypeName,
    ) -> (&'t TypeName, Option<(&'static str, Node)>) {
        let name = *random.pick(&["@odata.type", "@odata.type", "@odata.type", "@type"]);
        let hash = if random.percent(80) { "#" } else { "" };
        let said = |ty: &str| Some((name, Node::scalar(format!("\"{hash}{ty}\""))));
        match random.below(20) {
            0..5 => match self.derived.get(declared) {
                Some(derived) => {
                    let ty = *random.pick(derived);
                    (ty, said(ty.as_str()))
                }
                None => (declared, None),
            },
            5 => (declared, said(declared.as_str())),
            6 => {
                let unknown = format!("{}Unheard", declared.as_str());
                (declared, said(&unknown))
            }
            7 => {
                let mut types = self.api.types.keys();
                let other = types.nth(random.below(self.api.types.len()));
                (declared, other.and_then(|other| said(other.as_str())))
            }
            8 if random.percent(20) => (declared, Some((name, Node::scalar(scalar::odd(random))))),
            _ => (declared, None),
        }
    }

    /// Members that no description has.
    fn unknown(&self, making: &mut Making<'_>, made: &mut Vec<(String, Node)>, depth: usize) {
        const NAMES: [&str; 12] = [
            "",
            "additional",
            "value",
            "@odata.etag",
            "@odata.context",
            "@my.standard",
            "ID",
            "Id",
            "un\\u0068eard",
            "a\\\"b",
            "é",
            "extension_0123456789abcdef_skypeId",
        ];
        for _ in 0..making.random.below(4) {
            let name = *making.random.pick(&NAMES);
            if made.iter().all(|(known, _)| known != name) {
                let value = self.odd(making, depth);
                made.push((name.into(), value));
            }
        }
    }

    fn member(&self, making: &mut Making<'_>, ty: &TypeRef, depth: usize) -> Node {
        if !ty.collection {
            return self.item(making, &ty.item, depth);
        }
        let structured = self.structured(&ty.item).is_some();
        let count = match making.random.below(40) {
            0 if !structured => 200,
            1 if depth == 0 => 20,
            _ if structured && (making.left == 0 || depth >= DEPTH) => 0,
            _ => making.random.below(4),
        };
        let items = (0..count).map(|_| match making.random.percent(2) {
            true => Node::scalar(
                *making
                    .random
                    .pick(&["null", "1.50", "\"text\"", "{}", "[]"]),
            ),
            false => self.item(making, &ty.item, depth),
        });
        Node::Array(items.collect())
    }

    fn item(&self, making: &mut Making<'_>, item: &ItemType, depth: usize) -> Node {
        making.left = making.left.saturating_sub(1);
        let name = match item {
            ItemType::Primitive(primitive) => {
                return Node::scalar(scalar::good(making.random, *primitive));
            }
            ItemType::Untyped => return self.odd(making, depth),
            ItemType::Named(name) => name,
        };
        match self.api.types.get(name).map(|ty| &ty.kind) {
            Some(TypeKind::Enum(enumeration)) => {
                Node::scalar(enumerated(making.random, enumeration))
            }
            Some(TypeKind::IntegerEnum(members)) => {
                let known = !members.is_empty() && making.random.percent(80);
                Node::scalar(match known {
                    true => making.random.pick(members).number.to_string(),
                    false => scalar::good(making.random, Primitive::Int64),
                })
            }
            Some(TypeKind::Structured(_)) => {
                let members = match making.left == 0 || depth >= DEPTH {
                    true => Members::None,
                    false => Members::Few,
                };
                self.object(making, name, members, depth + 1)
            }
            Some(TypeKind::Map(inner)) => {
                let count = match making.left == 0 || depth >= DEPTH {
                    true => 0,
                    false => making.random.below(4),
                };
                let names = ["", "a", "\u{e9}"].into_iter().take(count);
                let members =
                    names.map(|name| (name.to_owned(), self.member(making, inner, depth + 1)));
                Node::Object(members.collect())
            }
            Some(TypeKind::List(inner)) => self.member(making, inner, depth + 1),
            Some(TypeKind::OneOf(one_of)) if !one_of.alternatives.is_empty() && depth < DEPTH => {
                self.one_of(making, one_of, depth)
            }
            _ => self.odd(making, depth),
        }
    }

    /// A value of one of several types, which mostly says of which.
    fn one_of(&self, making: &mut Making<'_>, one_of: &OneOf, depth: usize) -> Node {
        let all = &one_of.alternatives;
        let one = &all[making.random.below(all.len())];
        let mut value = self.member(making, &one.ty, depth + 1);
        if let Node::Object(members) = &mut value
            && making.random.percent(90)
        {
            for tag in &one.tags {
                members.retain(|(name, _)| *name != tag.member);
                let value = making.random.pick(&tag.values);
                members.push((tag.member.clone(), Node::scalar(value.to_string())));
            }
        }
        value
    }

    /// JSON of any kind, as it may stand where nothing is declared.
    fn odd(&self, making: &mut Making<'_>, depth: usize) -> Node {
        making.left = making.left.saturating_sub(1);
        let small = making.left == 0 || depth >= DEPTH + 3;
        match making.random.below(12) {
            0 => Node::scalar("null"),
            1 => Node::Array(Vec::new()),
            2 => Node::Object(Vec::new()),
            3 | 4 if !small => {
                let items = (0..making.random.below(4)).map(|_| self.odd(making, depth + 1));
                Node::Array(items.collect())
            }
            5 | 6 if !small => {
                let mut members = Vec::new();
                for name in ["a", "", "@odata.type", "id"] {
                    if making.random.percent(40) {
                        members.push((name.to_owned(), self.odd(making, depth + 1)));
                    }
                }
                Node::Object(members)
            }
            7 => Node::scalar(scalar::any_text(making.random)),
            _ => Node::scalar(scalar::odd(making.random)),
        }
    }

    /// A value in a value in a value, as far as the types go.
    fn deep(&self, making: &mut Making<'_>, ty: &TypeName) -> Node {
        let deepest = making.random.below(DEEPEST);
        // From the outside to the inside: names of members, and whether an array stands between.
        let mut steps: Vec<(&str, bool)> = Vec::new();
        let mut at = ty;
        while steps.len() < deepest {
            let all = self
                .properties
                .get(at)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let ways: Vec<&&Property> = all
                .iter()
                .filter(|property| self.structured(&property.ty.item).is_some())
                .collect();
            if ways.is_empty() {
                break;
            }
            let way = making.random.pick(&ways);
            if let Some(next) = self.structured(&way.ty.item) {
                steps.push((&way.name, way.ty.collection));
                at = next;
            }
        }
        let mut value = Node::Object(Vec::new());
        for (name, many) in steps.into_iter().rev() {
            if many {
                value = Node::Array(vec![value]);
            }
            value = Node::Object(vec![(name.to_owned(), value)]);
        }
        value
    }

    /// The structured type that an item is of.
    fn structured<'t>(&'t self, item: &'t ItemType) -> Option<&'t TypeName> {
        match item {
            ItemType::Named(name) => self.properties.contains_key(name).then_some(name),
            _ => None,
        }
    }
}

fn enumerated(random: &mut Random, ty: &EnumType) -> String {
    let member = |random: &mut Random| match ty.members.is_empty() || random.percent(15) {
        true => (*random.pick(&["unheardOf", "", "Unrecognized", "with space", "é"])).to_owned(),
        false => random.pick(&ty.members).name.clone(),
    };
    if !ty.flags {
        return format!("\"{}\"", member(random));
    }
    let comma = *random.pick(&[",", ", ", " ,"]);
    let members: Vec<String> = (0..random.below(4)).map(|_| member(random)).collect();
    format!("\"{}\"", members.join(comma))
}
