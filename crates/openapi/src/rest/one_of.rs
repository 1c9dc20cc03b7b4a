//! What tells the alternatives of a choice apart (OpenAPI 3.0, 4.7.25).

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{
    Alternative, ItemType, OneOf, Primitive, TypeDef, TypeKind, TypeName, TypeRef,
};
use openapiv3::Schema;

use super::form::{Form, form};
use crate::document::{Document, component};
use crate::shape::{Shape, Use};

/// What a discriminator says of components.
pub(super) struct Tags {
    /// The member that says it.
    pub(super) member: Option<String>,
    /// The component that a value of the member stands for.
    mapping: BTreeMap<String, String>,
}

impl Tags {
    pub(super) fn new(schema: &Schema) -> Self {
        let discriminator = schema.schema_data.discriminator.as_ref();
        let mapping = discriminator.into_iter().flat_map(|one| &one.mapping);
        Self {
            member: discriminator.map(|one| one.property_name.clone()),
            mapping: mapping
                .filter_map(|(tag, to)| Some((tag.clone(), component(to)?)))
                .collect(),
        }
    }

    /// What says that a value is of `component`: what the mapping has for it, and its name, unless
    /// that stands for another.
    pub(super) fn of(&self, component: &str) -> Vec<String> {
        if self.member.is_none() {
            return Vec::new();
        }
        let mapped = self.mapping.iter().filter(|(_, to)| *to == component);
        let mut tags: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
        if !self.mapping.contains_key(component) {
            tags.push(component.to_owned());
        }
        tags
    }
}

/// What is derived from each component that has a discriminator and is an object itself: what has it
/// in its `allOf`, at whatever depth, and what its mapping names.
pub(super) fn derived(document: &Document) -> BTreeMap<String, BTreeSet<String>> {
    let mut direct: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut objects: BTreeMap<&str, &Schema> = BTreeMap::new();
    for (name, _) in &document.schemas {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            continue;
        };
        if matches!(form(document, schema, ""), Form::Object(_)) {
            objects.insert(name, schema);
        }
        for part in Shape::of(schema).all_of {
            if let Use::Reference(base) = part
                && let Some(base) = component(base)
            {
                direct.entry(base).or_default().push(name);
            }
        }
    }
    let mut derived = BTreeMap::new();
    for (name, schema) in &objects {
        let tags = Tags::new(schema);
        if tags.member.is_none() {
            continue;
        }
        let mut found: BTreeSet<String> = tags.mapping.values().cloned().collect();
        let mut open: Vec<&str> = tags.mapping.values().map(String::as_str).collect();
        open.push(name);
        while let Some(base) = open.pop() {
            for one in direct.get(base).into_iter().flatten() {
                if found.insert((*one).to_owned()) {
                    open.push(one);
                }
            }
        }
        found.retain(|one| one != name && objects.contains_key(one.as_str()));
        if !found.is_empty() {
            derived.insert((*name).to_owned(), found);
        }
    }
    derived
}

/// What an alternative is called among the others.
pub(super) fn variant(ty: &TypeRef, component: Option<&str>, index: usize) -> String {
    let name = match (&ty.item, component) {
        (_, Some(component)) => return component.to_owned(),
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

fn primitive_name(primitive: Primitive) -> &'static str {
    use Primitive as P;
    match primitive {
        P::Binary | P::Stream => "Binary",
        P::Boolean => "Boolean",
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => "Integer",
        P::Date => "Date",
        P::DateTimeOffset => "DateTime",
        P::Decimal | P::Double | P::Single => "Number",
        P::Duration => "Duration",
        P::Guid => "Uuid",
        P::String => "String",
        P::TimeOfDay => "Time",
    }
}

/// What can only be said when all types are there: the members that each alternative has in any case,
/// and a member that tells them apart without being called a discriminator.
pub(super) fn finish(
    types: &mut BTreeMap<TypeName, TypeDef>,
    required: &BTreeMap<TypeName, Vec<String>>,
) {
    let names: Vec<TypeName> = types.keys().cloned().collect();
    for name in &names {
        cut_circle(types, name);
    }
    for name in names {
        let Some(TypeKind::OneOf(one_of)) = types.get(&name).map(|ty| &ty.kind) else {
            continue;
        };
        let mut one_of = one_of.clone();
        for one in &mut one_of.alternatives {
            let known = one.ty.named().filter(|_| !one.ty.collection);
            one.required = known
                .and_then(|ty| required.get(ty))
                .cloned()
                .unwrap_or_default();
        }
        if one_of.discriminator.is_none() {
            discriminate(types, &mut one_of);
        }
        if let Some(ty) = types.get_mut(&name) {
            ty.kind = TypeKind::OneOf(one_of);
        }
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
pub(super) fn drop_texts(types: &BTreeMap<TypeName, TypeDef>, all: &mut Vec<Alternative>) {
    let is_enum = |one: &Alternative| {
        let ty = one.ty.named().filter(|_| !one.ty.collection);
        ty.is_some_and(|ty| matches!(types.get(ty).map(|ty| &ty.kind), Some(TypeKind::Enum(_))))
    };
    if all.iter().any(is_enum) {
        let text = TypeRef::one(ItemType::Primitive(Primitive::String));
        all.retain(|one| one.ty != text);
    }
}

/// A member that each alternative requires, and of which each knows one text that no other has.
fn discriminate(types: &BTreeMap<TypeName, TypeDef>, one_of: &mut OneOf) {
    let [first, _, ..] = one_of.alternatives.as_slice() else {
        return;
    };
    for member in first.required.clone() {
        let tags = one_of
            .alternatives
            .iter()
            .map(|one| constant(types, one, &member));
        let Some(tags) = tags.collect::<Option<Vec<String>>>() else {
            continue;
        };
        if tags.iter().collect::<BTreeSet<_>>().len() == tags.len() {
            for (one, tag) in one_of.alternatives.iter_mut().zip(tags) {
                one.tags = vec![tag];
            }
            one_of.discriminator = Some(member);
            return;
        }
    }
}

/// The one text that a required member can be.
fn constant(
    types: &BTreeMap<TypeName, TypeDef>,
    one: &Alternative,
    member: &str,
) -> Option<String> {
    if one.ty.collection || !one.required.iter().any(|name| name == member) {
        return None;
    }
    let properties = &types.get(one.ty.named()?)?.structured()?.properties;
    let property = properties.iter().find(|property| property.name == member)?;
    match &types.get(property.ty.named()?)?.kind {
        TypeKind::Enum(members) => match members.members.as_slice() {
            [only] if !property.ty.collection => Some(only.name.clone()),
            _ => None,
        },
        _ => None,
    }
}
