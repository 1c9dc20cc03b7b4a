//! Walks a body beside its declared type and names each place where the two differ.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use graphwright_api::{
    Api, EnumType, ItemType, Operation, Primitive, Property, TypeKind, TypeName, TypeRef,
};
use serde_json::value::RawValue;

use crate::deviation::{Deviation, Kind};
use crate::fits::fits;
use crate::json::{Members, read};
use crate::misfit::{is_name_of_binary, is_placeholder_text, misfit};
use crate::shape::Answer;
use crate::wide::{WideTexts, is_int64_text};
use graphwright_api::route::derived;
use graphwright_api::route::same_name;

/// The findings in a body.
#[derive(Debug, Default)]
pub struct Inspection<'b> {
    /// Where it departs from the description, in its order.
    pub deviations: Vec<Deviation>,
    /// The structured values in it.
    pub objects: Vec<Placed<'b>>,
    /// The texts that may be written again: itself, and the value in an envelope.
    pub values: Vec<&'b str>,
    /// The texts in it that stand for numbers.
    pub wide: WideTexts<'b>,
}

/// A structured value within a body.
#[derive(Debug)]
pub struct Placed<'b> {
    /// Where it is, as a JSON pointer.
    pub pointer: String,
    /// The type that it is read as.
    pub ty: TypeName,
    /// Its JSON.
    pub json: &'b str,
    /// The members that no field holds: annotations, nulls, what is not declared or does not fit.
    pub additional: BTreeSet<String>,
}

/// The lookup tables for walking bodies, built once for each type.
pub struct Inspector<'a> {
    api: &'a Api,
    members: RefCell<HashMap<&'a TypeName, Rc<Declared<'a>>>>,
    derived: HashMap<&'a TypeName, Vec<&'a TypeName>>,
    /// The names of types by their simple name in lower case.
    simple: HashMap<String, &'a TypeName>,
}

/// The members that a type declares, its base types included.
struct Declared<'a> {
    properties: HashMap<&'a str, Member<'a>>,
    open: bool,
}

#[derive(Clone, Copy)]
struct Member<'a> {
    ty: &'a TypeRef,
    nullable: bool,
}

impl<'a> Inspector<'a> {
    /// An inspector for bodies of `api`.
    pub fn new(api: &'a Api) -> Self {
        let simple = api.types.keys().rev();
        Self {
            api,
            members: RefCell::default(),
            derived: derived(api),
            simple: simple
                .map(|name| (name.simple().to_lowercase(), name))
                .collect(),
        }
    }

    /// Walks the body of a response.
    pub fn answer<'b>(&self, answer: &Answer, body: &'b RawValue) -> Inspection<'b> {
        let mut walk = Inspecting::new(self);
        walk.found.values.push(body.get());
        match answer {
            Answer::Nothing => walk.note(Kind::BodyWithoutType, "the body is passed over"),
            Answer::Bytes | Answer::Count => {}
            Answer::Many(item) => walk.collection(item, body),
            Answer::One(ty) => walk.single(ty, body),
        }
        walk.found
    }

    /// Walks a body that is a value of the type `ty`, or changes to one.
    pub fn value<'b>(&self, ty: &TypeName, body: &'b RawValue) -> Inspection<'b> {
        let mut walk = Inspecting::new(self);
        walk.found.values.push(body.get());
        walk.item(&ItemType::Named(ty.clone()), body);
        walk.found
    }

    /// Walks a body that holds the parameters of an action.
    pub fn parameters<'b>(&self, operation: &Operation, body: &'b RawValue) -> Inspection<'b> {
        let mut walk = Inspecting::new(self);
        walk.found.values.push(body.get());
        let Some(members) = read::<Members<'_>>(body.get()) else {
            walk.note(Kind::WrongShape, "parameters are an object");
            return walk.found;
        };
        for (name, value) in members.0 {
            walk.place.push(step(&name));
            let exact = operation.parameters.iter().find(|one| one.name == name);
            let found = exact.or_else(|| {
                let mut all = operation.parameters.iter();
                all.find(|one| same_name(&one.name, &name))
            });
            match found {
                _ if name.contains('@') => {}
                None => walk.note(Kind::UndeclaredMember, "the action has no such parameter"),
                Some(parameter) => {
                    if parameter.name != name {
                        walk.note(
                            Kind::MemberCase,
                            &format!("`{}` is declared", parameter.name),
                        );
                    }
                    walk.value(&parameter.ty, parameter.nullable, value);
                }
            }
            walk.place.pop();
        }
        walk.found
    }

    fn declared(&self, name: &'a TypeName) -> Rc<Declared<'a>> {
        if let Some(known) = self.members.borrow().get(name) {
            return known.clone();
        }
        let properties = self.api.all_properties(name).into_iter();
        let member = |property: &'a Property| {
            let member = Member {
                ty: &property.ty,
                nullable: property.nullable,
            };
            (property.name.as_str(), member)
        };
        let chain = self.api.ancestry(name);
        let mut chain = chain
            .iter()
            .filter_map(|name| self.api.types.get(*name)?.structured());
        let declared = Rc::new(Declared {
            properties: properties.map(member).collect(),
            open: chain.any(|one| one.open),
        });
        self.members.borrow_mut().insert(name, declared.clone());
        declared
    }

    /// Returns whether a type derived from `name` declares `member`.
    fn is_of_derived(&self, name: &TypeName, member: &str) -> bool {
        let derived = self.derived.get(name).into_iter().flatten();
        let mut own = derived.filter_map(|one| self.api.types.get(*one)?.structured());
        own.any(|one| {
            one.properties
                .iter()
                .any(|property| property.name == member)
        })
    }
}

struct Inspecting<'i, 'a, 'b> {
    inspector: &'i Inspector<'a>,
    found: Inspection<'b>,
    place: Vec<String>,
}

impl<'i, 'a, 'b> Inspecting<'i, 'a, 'b> {
    fn new(inspector: &'i Inspector<'a>) -> Self {
        Self {
            inspector,
            found: Inspection::default(),
            place: Vec::new(),
        }
    }

    fn note(&mut self, kind: Kind, detail: &str) {
        let detail: String = detail.chars().take(200).collect();
        self.found.deviations.push(Deviation {
            kind,
            pointer: self.place.concat(),
            detail,
        });
    }

    /// A page of items (JSON Format 4.01, 12).
    fn collection(&mut self, item: &ItemType, body: &'b RawValue) {
        let members = read::<Members<'_>>(body.get());
        let value = members.and_then(|members| last(&members, "value"));
        let Some(items) = value.and_then(|value| read::<Vec<&RawValue>>(value.get())) else {
            self.note(Kind::BareInCollection, "an array `value` is expected");
            return;
        };
        self.place.push("/value".into());
        self.items(item, false, items);
        self.place.pop();
    }

    /// A single value: bare if it is structured, in `value` if it is not (JSON Format 4.01, 11).
    fn single(&mut self, ty: &TypeRef, body: &'b RawValue) {
        let members = read::<Members<'_>>(body.get());
        let structured = match &ty.item {
            ItemType::Named(name) => {
                let known = self.inspector.api.types.get(name);
                known.filter(|ty| ty.structured().is_some())
            }
            _ => None,
        };
        let inner = members.as_ref().and_then(|members| {
            let annotated = members
                .0
                .iter()
                .all(|(name, _)| name == "value" || name.contains('@'));
            annotated.then(|| last(members, "value")).flatten()
        });
        match (structured, inner) {
            (Some(ty), inner) => {
                let has_value = self
                    .inspector
                    .declared(&ty.name)
                    .properties
                    .contains_key("value");
                let inner = inner.filter(|_| !has_value);
                match inner.map(|inner| (inner, inner.get().as_bytes().first())) {
                    Some((inner, Some(b'{'))) => {
                        self.note(Kind::EnvelopeAroundSingle, ty.name.as_str());
                        self.found.values.insert(0, inner.get());
                        self.place.push("/value".into());
                        self.item(&ItemType::Named(ty.name.clone()), inner);
                        self.place.pop();
                    }
                    Some((inner, Some(b'['))) => {
                        self.note(Kind::ListAroundSingle, ty.name.as_str());
                        let items = read::<Vec<&RawValue>>(inner.get()).unwrap_or_default();
                        self.found
                            .values
                            .extend(items.first().map(|first| first.get()));
                        self.place.push("/value".into());
                        self.items(&ItemType::Named(ty.name.clone()), false, items);
                        self.place.pop();
                    }
                    _ => {
                        self.item(&ItemType::Named(ty.name.clone()), body);
                    }
                }
            }
            (None, Some(inner)) => {
                self.found.values.insert(0, inner.get());
                self.place.push("/value".into());
                self.item(&ty.item, inner);
                self.place.pop();
            }
            (None, None) => {
                if members.is_some() {
                    self.note(Kind::BareForSingle, "an object with `value` is expected");
                } else {
                    self.item(&ty.item, body);
                }
            }
        }
    }

    /// Walks a value and tells whether it is one of the type.
    fn value(&mut self, ty: &TypeRef, nullable: bool, raw: &'b RawValue) -> bool {
        if raw.get() == "null" {
            if !nullable {
                self.note(Kind::NullForNonNullable, "null");
            }
            return false;
        }
        if !ty.collection {
            return self.item(&ty.item, raw);
        }
        match read::<Vec<&RawValue>>(raw.get()) {
            Some(items) => {
                let mark = self.found.wide.mark();
                let has_null = items.iter().any(|item| item.get() == "null");
                let fits = self.items(&ty.item, nullable, items);
                if has_null || !fits {
                    self.found.wide.forget_from(mark);
                }
                fits
            }
            None => {
                let text = serde_json::from_str::<String>(raw.get()).unwrap_or_default();
                let kind = match is_placeholder_text(&text) {
                    true => Kind::Placeholder,
                    false => Kind::WrongShape,
                };
                self.note(kind, &format!("{} is no array", raw.get()));
                false
            }
        }
    }

    fn items(&mut self, item: &ItemType, nullable: bool, items: Vec<&'b RawValue>) -> bool {
        let mut all = true;
        for (index, raw) in items.into_iter().enumerate() {
            self.place.push(format!("/{index}"));
            if raw.get() == "null" {
                if !nullable {
                    self.note(Kind::NullInCollection, "null");
                }
                all = nullable && all;
            } else {
                all = self.item(item, raw) && all;
            }
            self.place.pop();
        }
        all
    }

    fn item(&mut self, item: &ItemType, raw: &'b RawValue) -> bool {
        let api = self.inspector.api;
        match item {
            ItemType::Untyped => true,
            ItemType::Primitive(primitive) => {
                // In OData a text may stand for such a number.
                let is_odata = api.plain.is_empty();
                let is_text =
                    is_odata && *primitive == Primitive::Int64 && is_int64_text(raw.get());
                let good = fits(*primitive, raw.get()) || is_text;
                if good && is_odata {
                    self.found.wide.add(*primitive, raw.get());
                }
                if !good || is_name_of_binary(*primitive, raw.get()) {
                    let kind = misfit(*primitive, raw.get());
                    self.note(kind, &format!("{} for {primitive:?}", raw.get()));
                }
                good
            }
            ItemType::Named(name) => match api.types.get_key_value(name) {
                Some((name, ty)) => match &ty.kind {
                    TypeKind::Enum(members) => self.enumeration(name, members, raw),
                    TypeKind::Structured(_) => self.structured(name, raw),
                    TypeKind::IntegerEnum(_) => {
                        self.item(&ItemType::Primitive(Primitive::Int64), raw)
                    }
                    // What is of none of its types is kept as it is.
                    TypeKind::OneOf(_) => true,
                    TypeKind::Map(inner) => self.map(inner, raw),
                    TypeKind::List(inner) => self.value(inner, false, raw),
                },
                None => true,
            },
        }
    }

    fn map(&mut self, inner: &TypeRef, raw: &'b RawValue) -> bool {
        let Some(Members(members)) = read(raw.get()) else {
            self.note(Kind::WrongShape, &format!("{} is no object", raw.get()));
            return false;
        };
        let mut all = true;
        for (name, value) in members {
            self.place.push(format!("/{name}"));
            all = self.value(inner, false, value) && all;
            self.place.pop();
        }
        all
    }

    fn enumeration(&mut self, name: &TypeName, ty: &EnumType, raw: &RawValue) -> bool {
        let Ok(text) = serde_json::from_str::<String>(raw.get()) else {
            self.note(Kind::WrongShape, &format!("{} for {name}", raw.get()));
            return false;
        };
        if text.is_empty() {
            self.note(Kind::EmptyText, &format!("for {name}"));
            return true;
        }
        let single = [text.as_str()];
        let members: Vec<&str> = match ty.flags {
            true => text.split(',').map(str::trim).collect(),
            false => single.to_vec(),
        };
        for member in members {
            let exact = ty.members.iter().any(|one| one.name == member);
            let other = ty.members.iter().find(|one| same_name(&one.name, member));
            let names_type = member.contains(name.as_str()) || same_name(member, name.simple());
            match other {
                _ if exact => {}
                Some(other) => {
                    self.note(
                        Kind::EnumCase,
                        &format!("`{member}`: {name} has `{}`", other.name),
                    );
                }
                None if names_type || is_placeholder_text(member) => {
                    self.note(Kind::Placeholder, &format!("`{member}` for {name}"));
                }
                None => self.note(Kind::UnknownEnumMember, &format!("`{member}` for {name}")),
            }
        }
        true
    }

    /// Walks an object of the declared type, or of the derived one that it says it is of.
    fn structured(&mut self, declared: &'a TypeName, raw: &'b RawValue) -> bool {
        let Some(members) = read::<Members<'_>>(raw.get()).filter(|_| raw.get().starts_with('{'))
        else {
            let text = serde_json::from_str::<String>(raw.get()).unwrap_or_default();
            let names_type =
                text.contains(declared.as_str()) || same_name(&text, declared.simple());
            let kind = match names_type || is_placeholder_text(&text) {
                true => Kind::Placeholder,
                false if text.is_empty() && raw.get() == "\"\"" => Kind::EmptyText,
                false => Kind::WrongShape,
            };
            self.note(kind, &format!("{} for {declared}", raw.get()));
            return false;
        };
        let said = ["@odata.type", "@type"]
            .iter()
            .find_map(|name| last(&members, name))
            .and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
        let ty = match said {
            Some(said) => self.said(declared, &said),
            None => {
                let known = self.inspector.api.types.get(declared);
                if known
                    .and_then(|ty| ty.structured())
                    .is_some_and(|ty| ty.is_abstract)
                {
                    self.note(Kind::AbstractType, declared.as_str());
                }
                declared
            }
        };
        let additional = self.members(ty, members);
        self.found.objects.push(Placed {
            pointer: self.place.concat(),
            ty: ty.clone(),
            json: raw.get(),
            additional,
        });
        true
    }

    /// The type that a value of the declared type is read as, which says that it is of type `said`.
    fn said(&mut self, declared: &'a TypeName, said: &str) -> &'a TypeName {
        let api = self.inspector.api;
        let Some(name) = said.strip_prefix('#') else {
            self.note(Kind::TypeWithoutHash, said);
            return self.said(declared, &format!("#{said}"));
        };
        let Some((known, _)) = api.types.get_key_value(&TypeName::new(name)) else {
            let simple = name.rsplit('.').next().unwrap_or(name).to_lowercase();
            let kind = match self.inspector.simple.contains_key(&simple) {
                true => Kind::OtherNamespace,
                false => Kind::UnknownType,
            };
            self.note(kind, &format!("`{said}` for {declared}"));
            return declared;
        };
        if api.ancestry(known).contains(&declared) {
            return known;
        }
        self.note(Kind::WrongType, &format!("`{said}` for {declared}"));
        declared
    }

    /// Walks the members of an object and gives those that no field holds.
    fn members(&mut self, ty: &'a TypeName, members: Members<'b>) -> BTreeSet<String> {
        let declared = self.inspector.declared(ty);
        let mut additional = BTreeSet::new();
        let mut seen = BTreeSet::new();
        if self.inspector.api.plain.is_empty() {
            let is_declared = |name: &str| {
                let member = declared.properties.get(name);
                member.is_some_and(|member| member.ty.item != ItemType::Untyped)
            };
            self.found.wide.add_dynamic(&members, is_declared);
        }
        for (name, value) in members.0 {
            self.place.push(step(&name));
            if !seen.insert(name.clone()) {
                self.note(Kind::DuplicateMember, &name);
            }
            let fits = match declared.properties.get(name.as_str()) {
                _ if name.contains('@') => false,
                Some(member) => self.value(member.ty, member.nullable, value),
                None => {
                    self.undeclared(ty, &declared, &name);
                    false
                }
            };
            if !fits {
                additional.insert(name);
            }
            self.place.pop();
        }
        additional
    }

    fn undeclared(&mut self, ty: &TypeName, declared: &Declared<'_>, name: &str) {
        let mut names = declared.properties.keys();
        if let Some(other) = names.find(|known| same_name(known, name)) {
            self.note(Kind::MemberCase, &format!("{ty} has `{other}`"));
        } else if self.inspector.is_of_derived(ty, name) {
            self.note(Kind::DerivedMember, ty.as_str());
        } else if declared.open {
            self.note(Kind::DynamicMember, ty.as_str());
        } else {
            self.note(Kind::UndeclaredMember, ty.as_str());
        }
    }
}

/// The last member of that name, which is the one that readers take.
fn last<'b>(members: &Members<'b>, name: &str) -> Option<&'b RawValue> {
    let mut members = members.0.iter().rev();
    members
        .find(|(known, _)| known == name)
        .map(|(_, value)| *value)
}

fn step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
