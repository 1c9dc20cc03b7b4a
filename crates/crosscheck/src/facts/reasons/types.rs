//! Why types differ.

use graphwright_api::facts::{Aspect, Difference, SubjectKind, differences};
use graphwright_api::{Api, Property, TypeKind, TypeName};

use super::{BESIDE_REF, NO_DESCRIPTION, NO_STREAM, ONLY_DOCUMENT, all};
use crate::facts::only_type;
use graphwright_openapi::DocumentSummary;

const NO_SCHEMA: &str = "the document has no schema of the type";
const ONLY_ERRORS: &str =
    "nothing but error responses uses the type, for which the runtime has its own";
const NO_BASE: &str = "no schema of the document relates the type to its base type, so that it repeats what it inherits";
const NO_FLAGS: &str = "no schema of the document says which enumerations are of flags";
const NO_DEPRECATION: &str = "no schema of the document says that it is deprecated";
const NO_READ_ONLY: &str = "the schema is not marked as read-only";
const NO_KEY: &str = "no path addresses an item by this key";
const NO_NAVIGATION: &str =
    "no mark says that the property is navigated to, and no path leads to what it holds";

/// The lookup tables for a type.
#[derive(Clone, Copy)]
struct Look<'l> {
    csdl: &'l Api,
    openapi: &'l Api,
    /// The second with what was set aside of it.
    stated: &'l Api,
    summary: &'l DocumentSummary,
    name: &'l TypeName,
}

/// The reason of a type's differences, if each has one.
pub(in super::super) fn of_type(
    (csdl, openapi): (&Api, &Api),
    stated: &Api,
    summary: &DocumentSummary,
    name: &TypeName,
    facts: &[Difference],
) -> Option<&'static str> {
    if summary.errors_only.contains(name.as_str()) {
        return Some(ONLY_ERRORS);
    }
    if !openapi.types.contains_key(name) {
        let known = summary.schemas.contains(name.as_str());
        return (!known).then_some(NO_SCHEMA);
    }
    let look = Look {
        csdl,
        openapi,
        stated,
        summary,
        name,
    };
    if !look.lost_base() {
        return all(facts, |fact| look.of_fact(fact));
    }
    let facts = differences(&flat(csdl, name), &flat(openapi, name));
    let explained = facts.iter().all(|fact| look.of_fact(fact).is_some());
    explained.then_some(NO_BASE)
}

/// Returns what differs of a type with all that it inherits, where the document has none of its base types: then no
/// output but words depends on what they are.
pub(in super::super) fn without_bases(
    csdl: &Api,
    openapi: &Api,
    name: &TypeName,
) -> Option<Vec<Difference>> {
    let bases = csdl.ancestry(name);
    let bases = bases.get(1..).filter(|bases| !bases.is_empty())?;
    let known = bases.iter().any(|base| openapi.types.contains_key(base));
    let is_alone = openapi.types.get(name)?.base().is_none() && !known;
    is_alone.then(|| differences(&flat(csdl, name), &flat(openapi, name)))
}

/// The type with all that it inherits, and without a base type. What is inherited comes first; whether a
/// property is one for navigation decides nothing here, for it may be what differs.
fn flat(api: &Api, name: &TypeName) -> Api {
    let mut flat = only_type(api, name);
    let Some(TypeKind::Structured(one)) = flat.types.get_mut(name).map(|ty| &mut ty.kind) else {
        return flat;
    };
    let chain = api.ancestry(name).into_iter().rev();
    let inherited = chain.filter_map(|ty| api.types.get(ty)?.structured());
    one.properties = inherited.flat_map(|ty| ty.properties.clone()).collect();
    one.base = None;
    flat
}

impl Look<'_> {
    fn property(&self, name: &str) -> Option<&Property> {
        let all = self.stated.all_properties(self.name);
        all.into_iter().find(|one| one.name == name)
    }

    fn base(self, api: &Api) -> Option<&TypeName> {
        let structured = api.types.get(self.name)?.structured()?;
        structured.base.as_ref()
    }

    /// Returns whether the type has a base type that no schema of the document names as such.
    fn lost_base(self) -> bool {
        let extends = |base: &TypeName| {
            let pair = (self.name.to_string(), base.to_string());
            self.summary.extends.contains(&pair)
        };
        let base = self.base(self.csdl);
        self.base(self.openapi).is_none() && base.is_some_and(|base| !extends(base))
    }

    fn of_fact(self, fact: &Difference) -> Option<&'static str> {
        if fact.fact.is_about(Aspect::Deprecation) {
            return self.of_deprecation(fact);
        }
        let property = match fact.fact.kind {
            SubjectKind::Property => self.property(&fact.fact.name),
            _ => None,
        };
        let is_bare = property.is_some_and(is_reference);
        if fact.fact.is_about(Aspect::Doc) {
            return match (&fact.before, &fact.after) {
                (Some(_), None) if is_bare => Some(BESIDE_REF),
                (Some(_), None) => Some(NO_DESCRIPTION),
                (None, Some(_)) => Some(ONLY_DOCUMENT),
                _ => None,
            };
        }
        let (before, after) = (fact.before.as_deref()?, fact.after.as_deref()?);
        if let Some(property) = property {
            return self.of_property(property, before, after);
        }
        let is_alike = before.replacen("enumeration flags:", "enumeration:", 1) == after;
        (is_alike && !self.summary.marks_flags).then_some(NO_FLAGS)
    }

    /// Returns what the document says of a property: its type, and of what kind it is.
    fn of_property(self, property: &Property, before: &str, after: &str) -> Option<&'static str> {
        let (was, had) = tagged(before);
        let (is, has) = tagged(after);
        let mut reasons = Vec::new();
        if was != is {
            reasons.push(of_property_type(property, &had, was, is));
        }
        for tag in had.iter().filter(|tag| !has.contains(tag)) {
            reasons.push(match *tag {
                "computed" if is_reference(property) => Some(BESIDE_REF),
                "computed" => Some(NO_READ_ONLY),
                "key" => (!self.summary.keyed.contains(self.name)).then_some(NO_KEY),
                _ => self.is_no_entity(property).then_some(NO_NAVIGATION),
            });
        }
        // What is linked and not sent looks like what only the service sets.
        let is_linked = had.contains(&"navigation") && !has.contains(&"navigation");
        for tag in has.iter().filter(|tag| !had.contains(tag)) {
            reasons.push((*tag == "computed" && is_linked).then_some(NO_NAVIGATION));
        }
        let reasons: Option<Vec<&str>> = reasons.into_iter().collect();
        reasons?.first().copied()
    }

    /// Returns whether nothing in the document says that a property holds entities, although it might.
    fn is_no_entity(self, property: &Property) -> bool {
        let held = property.ty.named();
        let root = held.and_then(|held| self.openapi.ancestry(held).last().copied());
        let is_marked = self.summary.marks_navigation && !is_reference(property);
        !is_marked && root.is_none_or(|root| !self.summary.entities.contains(root))
    }

    fn of_deprecation(self, fact: &Difference) -> Option<&'static str> {
        match (&fact.before, &fact.after) {
            (Some(_), None) if !self.summary.deprecates_schemas => Some(NO_DEPRECATION),
            (None, Some(_)) => Some(ONLY_DOCUMENT),
            _ => None,
        }
    }
}

fn of_property_type(
    property: &Property,
    had: &[&str],
    was: &str,
    is: &str,
) -> Option<&'static str> {
    if was.replace("Edm.Stream", "Edm.Binary") == is {
        return Some(NO_STREAM);
    }
    // The metadata navigate to what they do not declare as an entity type.
    let untyped = property
        .ty
        .named()
        .map(|name| is.replace(name.as_str(), "Edm.Untyped"));
    let only_document = had.contains(&"navigation") && untyped.as_deref() == Some(was);
    only_document.then_some(ONLY_DOCUMENT)
}

/// A property as a fact says it: its type, and what it is besides.
fn tagged(said: &str) -> (&str, Vec<&str>) {
    let mut words = said.split(' ');
    (words.next().unwrap_or_default(), words.collect())
}

/// Returns whether a property is of one structured or enumeration type: written as a `$ref` alone, unless it may be
/// null.
fn is_reference(property: &Property) -> bool {
    property.ty.named().is_some() && !property.ty.collection && !property.nullable
}
