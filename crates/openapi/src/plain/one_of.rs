//! Choices to types: their alternatives, what these are called, and what needs all types to be there.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{
    Alternative, ItemType, OneOf, Primitive, Tag, TypeDef, TypeKind, TypeName, TypeRef,
};
use openapiv3::Schema;

use super::constants::{self, Known, Look};
use super::discriminator::Discriminator;
use super::telling::{Telling, tell};
use super::types::{Types, Wanted};
use super::{called, names};
use crate::document::shape::{Use, is_null};

impl<'a> Types<'a, '_, '_> {
    /// The enum over a component with a discriminator and what is derived from it.
    pub(super) fn declare_any(
        &mut self,
        any: &TypeName,
        name: &str,
        derived: &BTreeSet<String>,
        schema: &'a Schema,
        at: &str,
    ) {
        let Some(discriminator) = Discriminator::new(schema) else {
            return;
        };
        let mut look = Look::new(self.document, &self.derived);
        let of_base = look.component(name).unwrap_or_default();
        let known = derived.iter().map(|one| look.component(one));
        let mut known: Vec<Option<Known>> = known.collect();
        let said = discriminator.of_derived((name, &of_base), derived, &known);
        known.push(Some(of_base));
        let mut telling = tell(&known, Some((&discriminator.member, said)));
        let mut alternatives = Vec::new();
        for (index, one) in derived.iter().map(String::as_str).chain([name]).enumerate() {
            self.component(one);
            if let Some(ty) = self.names.component(one).cloned() {
                alternatives.push(Alternative {
                    name: ty.simple().to_owned(),
                    ty: TypeRef::one(ItemType::Named(ty)),
                    tags: std::mem::take(&mut telling.tags[index]),
                    required: required(known[index].as_ref()),
                });
            }
        }
        let kind = TypeKind::OneOf(OneOf {
            members: telling.members,
            alternatives,
        });
        self.insert(any.clone(), kind, &schema.schema_data, at);
    }

    /// One of `parts`, the alternatives of `schema`.
    pub(super) fn one_of(
        &mut self,
        parts: &[Use<'a>],
        schema: &'a Schema,
        wanted: &Wanted,
    ) -> OneOf {
        let parts: Vec<Use> = parts
            .iter()
            .copied()
            .filter(|part| !is_null(part))
            .collect();
        let mut look = Look::new(self.document, &self.derived);
        let known: Vec<Option<Known>> = parts.iter().map(|part| look.object(*part)).collect();
        let components: Vec<Option<String>> = parts.iter().map(constants::name).collect();
        let discriminator = Discriminator::new(schema);
        let said = discriminator.as_ref().map(|one| {
            let names: Vec<Option<&str>> = components.iter().map(Option::as_deref).collect();
            (one.member.as_str(), one.tags(&names, &known))
        });
        let Telling { members, tags } = tell(&known, said);
        let mut alternatives: Vec<Alternative> = Vec::new();
        for (index, ((part, tags), component)) in parts.iter().zip(tags).zip(components).enumerate()
        {
            let said = component.or_else(|| called::alternative(self.document, part, &tags));
            let name = match &said {
                Some(said) => format!("{}_{}", wanted.name, names::part(said)),
                None => format!("{}_variant{}", wanted.name, index + 1),
            };
            let at = format!("{}/oneOf/{index}", wanted.at);
            let ty = self.of(
                *part,
                &Wanted {
                    name: &name,
                    at: &at,
                },
            );
            // Any JSON is what is kept anyway.
            if ty.item == ItemType::Untyped && !ty.collection {
                continue;
            }
            let required = required(known[index].as_ref());
            match alternatives.iter_mut().find(|known| known.ty == ty) {
                Some(known) => merge(known, tags, &required),
                None => alternatives.push(Alternative {
                    name: variant(&ty, said, index),
                    ty,
                    tags,
                    required,
                }),
            }
        }
        drop_texts(&self.types, &mut alternatives);
        OneOf {
            members,
            alternatives,
        }
    }
}

/// The members that an object has in any case, as far as is known.
fn required(known: Option<&Known>) -> Vec<String> {
    let required = known.into_iter().flat_map(|known| &known.required);
    required.cloned().collect()
}

/// Returns what an alternative is called among the others: `said`, if anything is, else what it is.
fn variant(ty: &TypeRef, said: Option<String>, index: usize) -> String {
    let name = match (&ty.item, said) {
        (_, Some(said)) => return said,
        (ItemType::Primitive(primitive), None) => primitive_name(*primitive).to_owned(),
        (ItemType::Named(item), None) if ty.collection => item.simple().to_owned(),
        (ItemType::Named(_), None) => format!("Variant{}", index + 1),
        (ItemType::Untyped, None) => "Json".to_owned(),
    };
    match ty.collection {
        true => format!("{name}List"),
        false => name,
    }
}

/// Adds an alternative that is of a type that is there already: what one of them says holds of the type.
fn merge(known: &mut Alternative, tags: Vec<Tag>, required: &[String]) {
    known.required.retain(|name| required.contains(name));
    known.tags.retain_mut(|own| {
        let other = tags.iter().find(|tag| tag.member == own.member);
        let values = other.into_iter().flat_map(|tag| &tag.values);
        for value in values {
            if !own.values.contains(value) {
                own.values.push(value.clone());
            }
        }
        other.is_some()
    });
}

fn primitive_name(primitive: Primitive) -> &'static str {
    use Primitive as P;
    match primitive {
        P::Base64Url | P::Binary | P::Stream => "Binary",
        P::Boolean => "Boolean",
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => "Integer",
        P::UInt16 | P::UInt32 | P::UInt64 => "Integer",
        P::Date => "Date",
        P::DateTimeOffset => "DateTime",
        P::Decimal | P::Double | P::Single => "Number",
        P::Duration => "Duration",
        P::Guid => "Uuid",
        P::String => "String",
        P::TimeOfDay => "Time",
    }
}

/// Completes the choices once all types are known.
pub(super) fn finish(types: &mut BTreeMap<TypeName, TypeDef>) {
    let names: Vec<TypeName> = types.keys().cloned().collect();
    for name in &names {
        cut_circle(types, name);
    }
}

/// A choice that leads to itself would never be made: what leads back says nothing more.
fn cut_circle(types: &mut BTreeMap<TypeName, TypeDef>, name: &TypeName) {
    let choices = |from: &TypeName| -> Vec<TypeName> {
        let Some(TypeKind::OneOf(one_of)) = types.get(from).map(|ty| &ty.kind) else {
            return Vec::new();
        };
        let direct = one_of.alternatives.iter().filter(|one| !one.ty.collection);
        direct.filter_map(|one| one.ty.named().cloned()).collect()
    };
    let leads_back = |from: &TypeName| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from.clone()];
        while let Some(next) = open.pop() {
            if next == *name {
                return true;
            }
            if seen.insert(next.clone()) {
                open.extend(choices(&next));
            }
        }
        false
    };
    let back: BTreeSet<TypeName> = choices(name)
        .into_iter()
        .filter(|one| leads_back(one))
        .collect();
    if let Some(TypeKind::OneOf(one_of)) = types.get_mut(name).map(|ty| &mut ty.kind) {
        let is_back = |one: &Alternative| {
            !one.ty.collection && one.ty.named().is_some_and(|named| back.contains(named))
        };
        one_of.alternatives.retain(|one| !is_back(one));
    }
}

/// Beside an enumeration, which keeps any text, `string` says nothing.
fn drop_texts(types: &BTreeMap<TypeName, TypeDef>, all: &mut Vec<Alternative>) {
    let is_enum = |one: &Alternative| {
        let ty = one.ty.named().filter(|_| !one.ty.collection);
        ty.is_some_and(|ty| matches!(types.get(ty).map(|ty| &ty.kind), Some(TypeKind::Enum(_))))
    };
    if all.iter().any(is_enum) {
        let text = TypeRef::one(ItemType::Primitive(Primitive::String));
        all.retain(|one| one.ty != text);
    }
}
