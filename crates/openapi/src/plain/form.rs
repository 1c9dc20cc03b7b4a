//! Classifies a schema.

use std::collections::BTreeSet;

use graphwright_api::Primitive;
use openapiv3::Schema;

use super::constants::listed;
use super::enums::{self, List};
use crate::document::shape::{Shape, Use, is_null, primitive};
use crate::document::{Document, component};
use crate::pointer;

/// The form of a schema.
pub(super) enum Form<'a> {
    /// An object with these members.
    Object(Vec<Member<'a>>),
    /// A string of these.
    Enum(Vec<List<'a, &'a str>>),
    /// An integer of these.
    IntegerEnum(Vec<List<'a, i64>>),
    /// One of several.
    OneOf(Vec<Use<'a>>),
    /// An object whose members are all of that schema.
    Map(Use<'a>),
    /// A list.
    List(Option<Use<'a>>),
    /// An alias of another schema.
    Same(Use<'a>),
    Primitive(Primitive),
    /// Any JSON.
    Untyped,
}

impl Form<'_> {
    /// Returns whether a type of its own stands for it, which needs a name.
    pub(super) fn is_named(&self) -> bool {
        use Form::{Enum, IntegerEnum, List, Map, Object, OneOf, Primitive, Same, Untyped};
        match self {
            Object(_) | Enum(_) | IntegerEnum(_) | OneOf(_) | Map(_) => true,
            List(_) | Same(_) | Primitive(_) | Untyped => false,
        }
    }
}

/// A member of an object.
#[derive(Clone)]
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) schema: Use<'a>,
    pub(super) required: bool,
    /// The component that declares it; none where that is the schema itself.
    pub(super) component: Option<String>,
    /// The pointer to it.
    pub(super) at: String,
}

/// The form of `schema`, which stands at `at`.
pub(super) fn form<'a>(document: &'a Document, schema: &'a Schema, at: &str) -> Form<'a> {
    let shape = Shape::of(schema);
    if !shape.members.is_empty() && matches!(shape.ty, None | Some("string")) {
        return match shape.other_members {
            true => Form::Untyped,
            false => Form::Enum(List::own(shape.members)),
        };
    }
    if !shape.numbers.is_empty() && matches!(shape.ty, None | Some("integer")) {
        return Form::IntegerEnum(List::own(shape.numbers));
    }
    if shape.ty.is_none()
        && let Some(primitive) = listed(schema).and_then(|all| enums::primitive(&all))
    {
        return Form::Primitive(primitive);
    }
    if shape.ty == Some("array") || shape.items.is_some() {
        return Form::List(shape.items);
    }
    let parts = |all: &[Use<'a>]| -> Vec<Use<'a>> {
        let said = all.iter().filter(|part| says_something(part));
        said.copied().collect()
    };
    let (all_of, any_of) = (parts(&shape.all_of), parts(&shape.any_of));
    let is_bare = shape.properties.is_empty() && shape.additional.is_none();
    if is_bare && any_of.is_empty() && all_of.len() == 1 {
        return Form::Same(all_of[0]);
    }
    // The types that a discriminator tells apart repeat what stands beside it.
    let chosen = !any_of.is_empty()
        && (schema.schema_data.discriminator.is_some() || (is_bare && all_of.is_empty()));
    if chosen {
        if let Some(form) = enums::of_alternatives(&any_of) {
            return form;
        }
        return match any_of.as_slice() {
            [one] => Form::Same(*one),
            _ => Form::OneOf(any_of),
        };
    }
    let mut gather = Gather {
        document,
        seen: BTreeSet::new(),
        members: Vec::new(),
    };
    gather.schema(schema, None, at);
    if !gather.members.is_empty() {
        return Form::Object(gather.members);
    }
    let primitive = match (primitive(&shape), shape.format) {
        // The document decides of each place which alphabet stands there.
        (Some(Primitive::Binary), Some("base64url")) => Some(Primitive::Base64Url),
        (other, _) => other,
    };
    match (shape.additional, primitive) {
        (Some(value), _) => Form::Map(value),
        (None, Some(primitive)) => Form::Primitive(primitive),
        // Several types at once that are no objects: the first says most.
        (None, None) => match all_of.into_iter().chain(any_of).next() {
            Some(first) => Form::Same(first),
            None => Form::Untyped,
        },
    }
}

/// Returns whether a part of `allOf`, `anyOf` or `oneOf` says anything about the type; it may only say that a value
/// may be null, or which members there are in any case.
fn says_something(part: &Use) -> bool {
    match part {
        Use::Reference(_) => true,
        Use::Schema(schema) => {
            let shape = Shape::of(schema);
            !is_null(part)
                && (!shape.says_nothing()
                    || shape.additional.is_some()
                    || shape.ty == Some("object"))
        }
    }
}

/// The members of an object, with those of all that it is made of.
struct Gather<'a> {
    document: &'a Document,
    seen: BTreeSet<String>,
    members: Vec<Member<'a>>,
}

impl<'a> Gather<'a> {
    fn schema(&mut self, schema: &'a Schema, component: Option<&str>, at: &str) {
        let shape = Shape::of(schema);
        for (index, part) in shape.all_of.iter().enumerate() {
            self.part(*part, component, &format!("{at}/allOf/{index}"));
        }
        for (name, property) in &shape.properties {
            self.member(Member {
                name,
                schema: *property,
                required: false,
                component: component.map(str::to_owned),
                at: pointer::join(&format!("{at}/properties"), name),
            });
        }
        // Whatever the choice: each member may be there.
        for (index, part) in shape.any_of.iter().enumerate() {
            self.part(*part, component, &format!("{at}/oneOf/{index}"));
        }
        for member in &mut self.members {
            member.required |= shape.required.iter().any(|name| name == member.name);
        }
    }

    fn part(&mut self, part: Use<'a>, within: Option<&str>, at: &str) {
        match part {
            Use::Schema(schema) => self.schema(schema, within, at),
            Use::Reference(reference) => {
                let Some(name) = component(reference) else {
                    return;
                };
                if !self.seen.insert(name.clone()) {
                    return;
                }
                let at = pointer::join("/components/schemas", &name);
                match self.document.schema(&name) {
                    Some(Use::Schema(schema)) => self.schema(schema, Some(&name), &at),
                    Some(further) => self.part(further, within, &at),
                    None => {}
                }
            }
        }
    }

    /// A member that is declared again keeps its place; the last says what it is, if it does.
    fn member(&mut self, member: Member<'a>) {
        let known = self
            .members
            .iter_mut()
            .find(|known| known.name == member.name);
        match known {
            None => self.members.push(member),
            Some(known) if says_something(&member.schema) => {
                *known = Member {
                    required: known.required,
                    ..member
                }
            }
            Some(_) => {}
        }
    }
}
