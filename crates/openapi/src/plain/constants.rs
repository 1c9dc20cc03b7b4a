//! Finds the constants that schemas allow for members of an object: what tells objects of several types apart.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Constant;
use openapiv3::{Schema, SchemaKind, Type};
use serde_json::Value;

use super::discriminator::Discriminator;
use crate::document::shape::{Shape, Use, is_null};
use crate::document::{Document, component};

/// How many schemas are looked at for one alternative. Real ones take a few dozen.
const MOST: usize = 4_000;

/// The known members of each object that a schema allows.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The members that a schema declares.
    pub(super) members: BTreeMap<String, Member>,
    /// The members that are there in any case, and come back.
    pub(super) required: BTreeSet<String>,
}

/// The known constants of a member.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    /// All that it can be, where that is listed.
    pub(super) constants: Option<Vec<Constant>>,
    /// `type`.
    pub(super) ty: Option<String>,
    /// Whether it is only sent.
    write_only: bool,
}

impl Known {
    /// The constants of a member.
    pub(super) fn constants(&self, member: &str) -> Option<&Vec<Constant>> {
        self.members.get(member)?.constants.as_ref()
    }

    /// Both hold.
    fn and(&mut self, other: Self) {
        for (name, member) in other.members {
            match self.members.get_mut(&name) {
                Some(known) => {
                    known.constants = both(known.constants.take(), member.constants);
                    known.ty = known.ty.take().or(member.ty);
                    known.write_only |= member.write_only;
                }
                None => _ = self.members.insert(name, member),
            }
        }
        self.required.extend(other.required);
    }

    /// One of them holds.
    pub(super) fn or(&mut self, other: &Self) {
        self.members.retain(|name, member| {
            let Some(other) = other.members.get(name) else {
                return false;
            };
            member.constants = match (member.constants.take(), &other.constants) {
                (Some(mut own), Some(other)) => {
                    add(&mut own, other);
                    Some(own)
                }
                _ => None,
            };
            member.ty = member.ty.take().filter(|ty| Some(ty) == other.ty.as_ref());
            true
        });
        self.required.retain(|name| other.required.contains(name));
    }
}

/// Adds what is not there.
pub(super) fn add(all: &mut Vec<Constant>, more: &[Constant]) {
    let mut known: BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    let more = more.iter().filter(|one| known.insert(one.to_string()));
    all.extend(more.cloned());
}

/// Returns what two lists allow. Of two that exclude each other the last one is meant.
fn both(one: Option<Vec<Constant>>, other: Option<Vec<Constant>>) -> Option<Vec<Constant>> {
    let (Some(one), Some(other)) = (&one, &other) else {
        return one.or(other);
    };
    let others: BTreeSet<String> = other.iter().map(ToString::to_string).collect();
    let common = one.iter().filter(|it| others.contains(&it.to_string()));
    let common: Vec<Constant> = common.cloned().collect();
    Some(if common.is_empty() {
        other.clone()
    } else {
        common
    })
}

/// The scalars that a schema itself lists (`enum`, and `const`, which comes as one). Null says nothing: it
/// stands for a value that is not there.
pub(super) fn listed(schema: &Schema) -> Option<Vec<Constant>> {
    let all: Vec<Constant> = match &schema.schema_kind {
        SchemaKind::Type(Type::String(ty)) => {
            let all = ty.enumeration.iter().flatten();
            all.map(|text| Constant::Text(text.clone())).collect()
        }
        SchemaKind::Type(Type::Integer(ty)) => {
            let all = ty.enumeration.iter().flatten();
            all.map(|number| Constant::Integer(*number)).collect()
        }
        SchemaKind::Type(Type::Number(ty)) => {
            let all = ty.enumeration.iter().flatten();
            all.map(|number| of_number(*number)).collect()
        }
        SchemaKind::Type(Type::Boolean(ty)) => {
            let all = ty.enumeration.iter().flatten();
            all.map(|value| Constant::Boolean(*value)).collect()
        }
        SchemaKind::Any(any) => {
            let all = any.enumeration.iter().filter(|one| !one.is_null());
            all.map(of_value).collect::<Option<_>>()?
        }
        _ => return None,
    };
    (!all.is_empty()).then_some(all)
}

fn of_value(value: &Value) -> Option<Constant> {
    Some(match value {
        Value::Bool(value) => Constant::Boolean(*value),
        Value::String(text) => Constant::Text(text.clone()),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Constant::Integer(number),
            None => of_number(number.as_f64()?),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}

/// `1.0` is an integer (JSON Schema 2020-12, 4.2.2).
fn of_number(number: f64) -> Constant {
    // Up to here each integer is a number of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.fract() == 0.0 && number.abs() < EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer")]
        true => Constant::Integer(number as i64),
        false => Constant::Number(number),
    }
}

/// Looks at schemas, and at what they refer to.
pub(super) struct Look<'a> {
    document: &'a Document,
    derived: &'a BTreeMap<String, BTreeSet<String>>,
    /// The components that are being looked at.
    open: Vec<String>,
    left: usize,
}

impl<'a> Look<'a> {
    /// `derived` is what components with a discriminator stand for.
    pub(super) fn new(
        document: &'a Document,
        derived: &'a BTreeMap<String, BTreeSet<String>>,
    ) -> Self {
        Self {
            document,
            derived,
            open: Vec::new(),
            left: MOST,
        }
    }

    /// Returns what is known of an object where that schema is used; `None` if no object is of it. A type that others
    /// are derived from stands for any of these.
    pub(super) fn object(&mut self, schema: Use<'a>) -> Option<Known> {
        match schema {
            Use::Reference(reference) => {
                let name = component(reference)?;
                self.within(&name, Some(Known::default()), |look, schema| {
                    let mut known = look.base(schema)?;
                    look.of_derived(&name, schema, &mut known);
                    Some(known)
                })
            }
            Use::Schema(schema) => {
                let shape = Shape::of(schema);
                let mut parts = shape.all_of.iter().filter(|part| !is_null(part));
                match (parts.next(), parts.next()) {
                    (Some(only), None)
                        if shape.properties.is_empty() && shape.any_of.is_empty() =>
                    {
                        let mut known = self.object(*only)?;
                        known.required.extend(shape.required.iter().cloned());
                        Some(known)
                    }
                    _ => self.schema(schema),
                }
            }
        }
    }

    /// Returns what is known of an object of a component.
    pub(super) fn component(&mut self, name: &str) -> Option<Known> {
        self.within(name, Some(Known::default()), Self::base)
    }

    /// Returns what is known of an object of that very schema.
    fn base(&mut self, schema: Use<'a>) -> Option<Known> {
        match schema {
            Use::Reference(reference) => self.component(&component(reference)?),
            Use::Schema(schema) => self.schema(schema),
        }
    }

    fn schema(&mut self, schema: &'a Schema) -> Option<Known> {
        let shape = Shape::of(schema);
        let is_object = shape.ty.is_none_or(|ty| ty == "object");
        if !is_object || shape.items.is_some() || listed(schema).is_some() {
            return None;
        }
        let mut known = Known::default();
        for part in shape.all_of.iter().filter(|part| !is_null(part)) {
            known.and(self.base(*part)?);
        }
        let own = shape.properties.iter();
        let own = own.map(|(name, property)| ((*name).to_owned(), self.member(*property)));
        known.and(Known {
            members: own.collect(),
            required: shape.required.iter().cloned().collect(),
        });
        let parts: Vec<Use> = shape
            .any_of
            .into_iter()
            .filter(|part| !is_null(part))
            .collect();
        if !parts.is_empty() {
            known.and(self.choice(schema, &parts)?);
        }
        let members = &known.members;
        let is_sent = |name: &String| members.get(name).is_some_and(|one| one.write_only);
        known.required.retain(|name| !is_sent(name));
        Some(known)
    }

    /// Returns what is known of each object that one of `parts` allows.
    fn choice(&mut self, schema: &'a Schema, parts: &[Use<'a>]) -> Option<Known> {
        let all: Vec<Option<Known>> = parts.iter().map(|part| self.object(*part)).collect();
        let discriminator = Discriminator::new(schema);
        let told = discriminator.as_ref().map(|one| {
            let names: Vec<Option<String>> = parts.iter().map(name).collect();
            let names: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
            one.tags(&names, &all)
        });
        let mut objects = all.into_iter().flatten();
        let mut known = objects.next()?;
        objects.for_each(|one| known.or(&one));
        if let (Some(discriminator), Some(told)) = (discriminator, told) {
            known.say(&discriminator.member, told);
        }
        Some(known)
    }

    /// Of a component that others are derived from, what the discriminator says of any of them.
    fn of_derived(&mut self, name: &str, schema: Use<'a>, known: &mut Known) {
        if let (Some(derived), Use::Schema(schema)) = (self.derived.get(name), schema)
            && let Some(discriminator) = Discriminator::new(schema)
        {
            let all: Vec<Option<Known>> = derived.iter().map(|one| self.component(one)).collect();
            let told = discriminator.of_derived((name, known), derived, &all);
            known.say(&discriminator.member, told);
        }
    }

    fn member(&mut self, schema: Use<'a>) -> Member {
        let mut member = Member::default();
        self.gather(schema, &mut member);
        member
    }

    fn gather(&mut self, schema: Use<'a>, member: &mut Member) {
        match schema {
            Use::Reference(reference) => {
                if let Some(name) = component(reference) {
                    self.within(&name, (), |look, schema| look.gather(schema, member));
                }
            }
            Use::Schema(schema) => {
                let shape = Shape::of(schema);
                for part in shape.all_of.iter().filter(|part| !is_null(part)) {
                    self.gather(*part, member);
                }
                let parts = shape.any_of.iter().filter(|part| !is_null(part));
                let parts: Vec<Member> = parts.map(|part| self.member(*part)).collect();
                let listed_all = parts.iter().map(|part| part.constants.as_ref());
                let all = listed_all
                    .collect::<Option<Vec<_>>>()
                    .filter(|all| !all.is_empty());
                let all = all.map(|all| {
                    let mut any = Vec::new();
                    all.into_iter().for_each(|one| add(&mut any, one));
                    any
                });
                member.constants = both(member.constants.take(), all);
                member.constants = both(member.constants.take(), listed(schema));
                member.ty = shape.ty.map(str::to_owned).or(member.ty.take());
                member.write_only |= schema.schema_data.write_only;
            }
        }
    }

    /// Does `look` at a component, if it is there and is not being looked at.
    fn within<T>(
        &mut self,
        name: &str,
        unknown: T,
        look: impl FnOnce(&mut Self, Use<'a>) -> T,
    ) -> T {
        let schema = self.document.schema(name);
        let Some(schema) =
            schema.filter(|_| self.left > 0 && !self.open.iter().any(|one| one == name))
        else {
            return unknown;
        };
        self.left -= 1;
        self.open.push(name.to_owned());
        let found = look(self, schema);
        self.open.pop();
        found
    }
}

impl Known {
    /// A discriminator says all that this member can be.
    fn say(&mut self, member: &str, told: Vec<Vec<Constant>>) {
        let mut any = Vec::new();
        told.iter().for_each(|one| add(&mut any, one));
        self.members.entry(member.to_owned()).or_default().constants = Some(any);
    }
}

/// The component that a schema refers to.
pub(super) fn name(part: &Use) -> Option<String> {
    match part {
        Use::Reference(reference) => component(reference),
        Use::Schema(_) => None,
    }
}
