//! Alternatives of a choice: what they are called, and what needs all types to be there.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{
    Alternative, Constant, ItemType, Primitive, Tag, TypeDef, TypeKind, TypeName, TypeRef,
};
use openapiv3::Schema;

use crate::shape::Use;

/// The longest title that is taken for a name.
const LONGEST_TITLE: usize = 60;

/// What an alternative is called that has a title, or whose tag says what it is.
pub(super) fn said(part: &Use, tags: &[Tag]) -> Option<String> {
    let titled = |schema: &Schema| {
        let title = schema
            .schema_data
            .title
            .as_deref()
            .unwrap_or_default()
            .trim();
        let is_name = title.len() <= LONGEST_TITLE && title.contains(char::is_alphabetic);
        is_name.then(|| title.to_owned())
    };
    let title = match part {
        Use::Schema(schema) => titled(schema),
        Use::Reference(_) => None,
    };
    title.or_else(|| {
        let tag = tags.first()?;
        Some(match tag.values.first()? {
            Constant::Text(text) if text.contains(char::is_alphabetic) => text.clone(),
            Constant::Text(text) => format!("{} {text}", tag.member),
            other => format!("{} {other}", tag.member),
        })
    })
}

/// What an alternative is called among the others: `said`, if anything is, else what it is.
pub(super) fn variant(ty: &TypeRef, said: Option<String>, index: usize) -> String {
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
pub(super) fn merge(known: &mut Alternative, tags: Vec<Tag>, required: &[String]) {
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

/// What can only be said when all types are there.
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
