//! Which type is the base type of which. Converters say it in three ways: the derived type refers to its base
//! in `allOf` (Microsoft's), or the base lists what is derived from it in `anyOf` (OASIS's) or in the mapping of
//! its discriminator, and what is derived repeats what it inherits.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::DEEPEST_CHAIN;
use openapiv3::Schema;

use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};
use crate::odata::uses::Declares;
use crate::pointer;
use crate::report::Report;

/// The base types of the types that have one. No base type that is only listed leads back to its type.
pub(super) fn bases(
    document: &Document,
    declared: &BTreeMap<String, Declares>,
    report: &mut Report,
) -> BTreeMap<String, String> {
    let is_structured = |name: &str| declared.get(name).copied() == Some(Declares::Structured);
    let mut bases = BTreeMap::new();
    let mut listed = Vec::new();
    let mut mapped: BTreeMap<String, Vec<Mapped>> = BTreeMap::new();
    for name in declared.keys() {
        let Some(Use::Schema(schema)) = document.schema(name) else {
            continue;
        };
        let shape = Shape::of(schema);
        let known = |one: &Use| named(one).filter(|one| declared.contains_key(one));
        if let Some(base) = shape.all_of.iter().find_map(known) {
            bases.insert(name.clone(), base);
        }
        if !is_structured(name) {
            continue;
        }
        let derived = shape.any_of.iter().filter_map(known);
        listed.extend(derived.map(|derived| (derived, name.clone())));
        for (at, derived) in self::mapped(schema) {
            let base = name.clone();
            let at = pointer::join("/components/schemas", name) + &at;
            mapped.entry(derived).or_default().push(Mapped { base, at });
        }
    }
    for (derived, base) in listed {
        if is_structured(&derived) {
            add(&mut bases, derived, base);
        }
    }
    let depths: BTreeMap<String, usize> = mapped
        .iter()
        .map(|(derived, all)| (derived.clone(), all.len()))
        .collect();
    for (derived, all) in &mapped {
        if is_structured(derived) && !bases.contains_key(derived) {
            // What is derived at some depth is mapped by all its base types: the nearest has the most members,
            // and of those that add none to each other it is mapped by the others.
            let fitting = all.iter().filter(|one| one.base != *derived);
            let fitting = fitting.filter(|one| lacks(document, derived, &one.base).is_empty());
            let depth = |one: &&Mapped| depths.get(&one.base).copied().unwrap_or_default();
            let nearest =
                fitting.max_by_key(|one| (members(document, &one.base).len(), depth(one)));
            if let Some(nearest) = nearest {
                add(&mut bases, derived.clone(), nearest.base.clone());
            }
        }
    }
    for (derived, all) in &mapped {
        let chain = chain(&bases, derived);
        for one in all.iter().filter(|one| !chain.contains(&one.base.as_str())) {
            let why = match is_structured(derived) {
                true => why_not(document, &bases, derived, &one.base),
                false => "it is no structured type".to_owned(),
            };
            report.warning(
                one.at.as_str(),
                format!(
                    "the discriminator of `{}` leads to `{}`, which is not derived from it: {why}",
                    one.base.escape_debug(),
                    derived.escape_debug()
                ),
                "the mapping is left out; correct it, or refer to the base in `allOf` of the derived type",
            );
        }
    }
    bases
}

/// The entries of a mapping.
struct Mapped {
    base: String,
    /// The pointer to where it says so.
    at: String,
}

/// Returns what the discriminator of a type leads to, with the pointer from the schema to where that stands: beside
/// the type's own properties, which may be a part of `allOf`.
pub(super) fn mapped(schema: &Schema) -> impl Iterator<Item = (String, String)> {
    let inline = Shape::of(schema).all_of.into_iter().enumerate();
    let inline = inline.filter_map(|(index, part)| match part {
        Use::Schema(part) => Some((format!("/allOf/{index}"), part)),
        Use::Reference(_) => None,
    });
    let parts = std::iter::once((String::new(), schema)).chain(inline);
    parts.flat_map(|(at, part)| {
        let mapping = part.schema_data.discriminator.iter();
        let mapping = mapping.flat_map(|one| &one.mapping);
        mapping.filter_map(move |(tag, to)| {
            let at = pointer::join(&format!("{at}/discriminator/mapping"), tag);
            Some((at, component(to)?))
        })
    })
}

fn named(used: &Use<'_>) -> Option<String> {
    match used {
        Use::Reference(reference) => component(reference),
        Use::Schema(_) => None,
    }
}

/// Takes `base` for the base type of `derived`, unless that has one or `base` is derived from it.
fn add(bases: &mut BTreeMap<String, String>, derived: String, base: String) {
    if !bases.contains_key(&derived) && !chain(bases, &base).contains(&derived.as_str()) {
        bases.insert(derived, base);
    }
}

/// A type and its base types.
pub(super) fn chain<'a>(bases: &'a BTreeMap<String, String>, ty: &'a str) -> Vec<&'a str> {
    let mut chain = vec![ty];
    while let Some(base) = bases.get(chain[chain.len() - 1])
        && chain.len() < DEEPEST_CHAIN
    {
        chain.push(base);
    }
    chain
}

/// The members that a schema has, with those that it refers to in `allOf`.
fn members<'a>(document: &'a Document, name: &str) -> BTreeSet<&'a str> {
    let mut members = BTreeSet::new();
    let mut seen = BTreeSet::from([name.to_owned()]);
    let mut open: Vec<Shape> = match document.schema(name) {
        Some(Use::Schema(schema)) => vec![Shape::of(schema)],
        _ => Vec::new(),
    };
    while let Some(shape) = open.pop() {
        // Control information is no member.
        let own = shape.properties.iter().map(|(name, _)| *name);
        members.extend(own.filter(|name| !name.contains('@')));
        for part in &shape.all_of {
            match part {
                Use::Schema(part) => open.push(Shape::of(part)),
                Use::Reference(_) => {
                    let fresh = named(part).filter(|name| seen.insert(name.clone()));
                    if let Some(Use::Schema(base)) = fresh.and_then(|name| document.schema(&name)) {
                        open.push(Shape::of(base));
                    }
                }
            }
        }
    }
    members
}

/// The members of `base` that `derived` has not.
fn lacks<'a>(document: &'a Document, derived: &str, base: &str) -> Vec<&'a str> {
    let has = members(document, derived);
    let members = members(document, base).into_iter();
    members.filter(|name| !has.contains(name)).collect()
}

fn why_not(
    document: &Document,
    bases: &BTreeMap<String, String>,
    derived: &str,
    base: &str,
) -> String {
    let lacking = lacks(document, derived, base);
    match (bases.get(derived), lacking.as_slice()) {
        (_, [only]) => format!("it has no `{}`", only.escape_debug()),
        (_, [first, rest @ ..]) => {
            let (first, more) = (first.escape_debug(), rest.len());
            format!("it has no `{first}`, nor {more} more of its members")
        }
        (Some(other), []) => format!("its base type is `{}`", other.escape_debug()),
        (None, []) => "each would be derived from the other".to_owned(),
    }
}
