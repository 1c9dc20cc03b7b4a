//! Whether two descriptions of one service say the same: CSDL and an OpenAPI document.
//!
//! Types and request functions are compared one by one, by the facts that generated code depends on.
//! What differs has a reason: the document cannot say it, which the [`DocumentSummary`] proves, or it was not
//! read as it should have been.

mod offered_by_way;
mod offers;
mod options;
mod reasons;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::facts::{Aspect, Difference, differences};
use graphwright_api::{
    Api, Operation, OperationKind, Resource, StandardOperation, StandardOperationKind, Target,
    TypeKind, TypeName,
};

use graphwright_openapi::DocumentSummary;

pub use offers::{Offered, Share};

/// The result of the comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Types: structured and enumeration types.
    pub types: Tally,
    /// Request functions: what OData defines for a resource, calls, media, and complex properties.
    pub functions: Tally,
    /// The types that the document has a schema of.
    pub stated_types: Tally,
    /// The request functions that a path of the document has, and the complex properties of what its paths
    /// lead to, with what no path goes on to left out. What is offered by OData's defaults is not among them,
    /// equal or not.
    pub stated_functions: Tally,
    /// Ways on: sets and singletons, navigation properties, casts, keys.
    pub ways: Tally,
    /// The offers of the resources of the CSDL on the paths of the document.
    pub offered: Offered,
    /// The differences, in the order of names.
    pub different: Vec<Different>,
}

/// How many are equal and different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Both descriptions say the same.
    pub equal: usize,
    /// They differ in words alone: in descriptions, deprecations, and the query options that are listed; and
    /// types, in base types of which the document has none.
    pub words: usize,
    /// They do not, or one does not have it.
    pub different: usize,
}

impl Tally {
    fn add(&mut self, found: Found) {
        match found {
            Found::Equal => self.equal += 1,
            Found::Words => self.words += 1,
            Found::Different => self.different += 1,
        }
    }

    /// Returns how many of a hundred are equal, words set aside; all of none are.
    pub fn percent(self) -> f64 {
        let equal = self.equal + self.words;
        match equal + self.different {
            0 => 100.0,
            all => equal as f64 * 100.0 / all as f64,
        }
    }
}

/// A thing that the two descriptions do not say the same of.
#[derive(Clone, Debug)]
pub struct Different {
    /// The subject: `microsoft.graph.user`, `Collection(microsoft.graph.user) List`.
    pub subject: String,
    /// The facts that differ, from CSDL to OpenAPI.
    pub facts: Vec<Difference>,
    /// Why the document cannot say it, one of a few; `None` if it was not read as it should have been.
    pub reason: Option<&'static str>,
}

impl Comparison {
    /// Returns what was not read as it should have been.
    pub fn failures(&self) -> impl Iterator<Item = &Different> {
        self.different.iter().filter(|one| one.reason.is_none())
    }

    /// Returns how often each reason explains a difference, the most frequent first.
    pub fn reasons(&self) -> Vec<(&'static str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for reason in self.different.iter().filter_map(|one| one.reason) {
            *counts.entry(reason).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(reason, count)| (usize::MAX - count, *reason));
        counts
    }
}

/// Compares what was read of the two descriptions.
pub fn compare(csdl: &Api, openapi: &Api, summary: &DocumentSummary) -> Comparison {
    let stated = openapi;
    let (mut csdl, mut openapi) = (what_matters(csdl), what_matters(openapi));
    let mut comparison = Comparison {
        offered: offers::offered(&csdl, summary),
        ..Comparison::default()
    };
    offered_by_way::compare(&csdl, &openapi, summary, &mut comparison);
    options::compare(&mut csdl, &mut openapi, summary, &mut comparison);
    let names: BTreeSet<&TypeName> = csdl.types.keys().chain(openapi.types.keys()).collect();
    for name in names {
        let facts = differences(&only_type(&csdl, name), &only_type(&openapi, name));
        let reason = || reasons::of_type((&csdl, &openapi), stated, summary, name, &facts);
        let alone = reasons::without_bases(&csdl, &openapi, name);
        let found = match alone.is_some_and(|facts| facts.iter().all(is_words)) {
            true => Found::Words,
            false => Found::of(&facts),
        };
        comparison.types.add(found);
        if summary.schemas.contains(name.as_str()) {
            comparison.stated_types.add(found);
        }
        if !facts.is_empty() {
            comparison.different.push(Different {
                subject: name.to_string(),
                reason: reason(),
                facts,
            });
        }
    }
    let targets: BTreeSet<&Target> = csdl
        .resources
        .keys()
        .chain(openapi.resources.keys())
        .collect();
    for target in targets {
        let empty = Resource::new(target.clone());
        let before = csdl.resources.get(target).unwrap_or(&empty);
        let after = openapi.resources.get(target).unwrap_or(&empty);
        let is_known = openapi.resources.contains_key(target);
        functions((before, after), is_known, summary, &mut comparison);
    }
    unbound(&csdl, &openapi, summary, &mut comparison);
    ways(&csdl, &openapi, summary, &mut comparison);
    comparison
}

/// How two of a kind compare.
#[derive(Clone, Copy)]
enum Found {
    Equal,
    Words,
    Different,
}

impl Found {
    fn of(facts: &[Difference]) -> Self {
        match facts {
            [] => Self::Equal,
            _ if facts.iter().all(is_words) => Self::Words,
            _ => Self::Different,
        }
    }
}

fn is_words(fact: &Difference) -> bool {
    let words = [Aspect::Doc, Aspect::Deprecation, Aspect::Unsupported];
    words.iter().any(|aspect| fact.fact.is_about(*aspect))
}

/// `api` without the facts that no output depends on: what may be null but
/// for parameters of functions, what is abstract or open, which parameters of an action may be left out. The root and
/// the style of keys are the document's to say.
fn what_matters(api: &Api) -> Api {
    let mut api = api.clone();
    api.service_root = None;
    api.key_style = graphwright_api::KeyStyle::default();
    for ty in api.types.values_mut() {
        if let TypeKind::Structured(one) = &mut ty.kind {
            (one.is_abstract, one.open) = (false, false);
            for property in &mut one.properties {
                property.nullable = false;
            }
        }
    }
    let bound = api.resources.values_mut();
    let bound = bound.flat_map(|one| one.operations.values_mut());
    for operation in bound.chain(api.operations.values_mut()).flatten() {
        let is_action = operation.kind == OperationKind::Action;
        for parameter in &mut operation.parameters {
            // Arguments of functions can be null; in a body all members may be left unset.
            parameter.nullable &= !is_action && !parameter.ty.collection;
            parameter.optional &= !is_action;
        }
        if let Some(returns) = &mut operation.returns {
            returns.nullable = false;
        }
    }
    api
}

fn only_type(api: &Api, name: &TypeName) -> Api {
    let ty = api.types.get(name).cloned();
    Api {
        types: ty.map(|ty| (name.clone(), ty)).into_iter().collect(),
        ..Api::default()
    }
}

/// An `Api` that has nothing but this resource, made by `fill`.
fn only_resource(target: &Target, fill: impl FnOnce(&mut Resource)) -> Api {
    let mut api = Api::default();
    fill(api.resource_mut(target));
    api
}

fn functions(
    (before, after): (&Resource, &Resource),
    is_known: bool,
    summary: &DocumentSummary,
    into: &mut Comparison,
) {
    let target = &before.target;
    let kinds: BTreeSet<&StandardOperationKind> = before
        .standard
        .keys()
        .chain(after.standard.keys())
        .collect();
    for kind in kinds {
        let only = |own: Option<&StandardOperation>| {
            only_resource(target, |one| {
                one.standard.extend(own.map(|own| (*kind, own.clone())));
            })
        };
        let (a, b) = (before.standard.get(kind), after.standard.get(kind));
        let facts = differences(&only(a), &only(b));
        let asked = summary.standard.contains(&(target.clone(), *kind));
        let stated = asked.then(|| facts.clone());
        into.function(format!("{target} {kind:?}"), facts, stated, |facts| {
            reasons::of_standard(summary, (target, *kind), (a, b), facts)
        });
    }
    let segments = before.operations.keys().chain(after.operations.keys());
    for segment in segments.collect::<BTreeSet<_>>() {
        for (a, b) in paired(
            before.operations.get(segment),
            after.operations.get(segment),
        ) {
            let only = |operation: Option<&Operation>| {
                only_resource(target, |one| {
                    let overloads = operation.cloned().into_iter().collect();
                    one.operations.insert(segment.clone(), overloads);
                })
            };
            let facts = differences(&only(a), &only(b));
            let composed = summary
                .composed
                .contains(&(target.clone(), segment.clone()));
            let stated =
                b.map(|b| differences(&only(called(a, b, composed).as_ref()), &only(Some(b))));
            into.function(format!("{target}/{segment}"), facts, stated, |facts| {
                let renamed = by_alias(segment, (before, after));
                reasons::of_call(summary, segment, (a, b), composed, renamed, facts)
            });
        }
    }
    let streams = before.streams.keys().chain(after.streams.keys());
    for name in streams.collect::<BTreeSet<_>>() {
        let only = |from: &Resource| {
            only_resource(target, |one| {
                let stream = from.streams.get(name).cloned();
                one.streams.extend(stream.map(|it| (name.clone(), it)));
            })
        };
        let facts = differences(&only(before), &only(after));
        let stated = after.streams.contains_key(name).then(|| facts.clone());
        into.function(format!("{target}/{name}"), facts, stated, reasons::of_media);
    }
    let paths = before.properties.keys().chain(after.properties.keys());
    for name in paths.collect::<BTreeSet<_>>() {
        let only = |from: &Resource| {
            only_resource(target, |one| {
                let path = from.properties.get(name).cloned();
                one.properties.extend(path.map(|it| (name.clone(), it)));
            })
        };
        let facts = differences(&only(before), &only(after));
        let stated = is_known.then(|| facts.clone());
        into.function(format!("{target}/{name}"), facts, stated, |facts| {
            reasons::of_property(facts)
        });
    }
}

/// Returns whether the one side calls the operation of the other by what is no namespace of it.
fn by_alias(segment: &str, (before, after): (&Resource, &Resource)) -> bool {
    let Some((_, name)) = segment.rsplit_once('.') else {
        return false;
    };
    let is_same = |other: &&String| {
        other
            .rsplit_once('.')
            .is_some_and(|(_, other)| other == name)
    };
    let only_in = |one: &Resource, other: &Resource| {
        let mut known = one.operations.keys().filter(is_same);
        known.any(|known| !other.operations.contains_key(known))
    };
    only_in(before, after) && only_in(after, before)
}

impl Comparison {
    /// Counts a request function, and takes down how it differs; `stated`, how it does where the document has
    /// it.
    fn function(
        &mut self,
        subject: String,
        facts: Vec<Difference>,
        stated: Option<Vec<Difference>>,
        reason: impl FnOnce(&[Difference]) -> Option<&'static str>,
    ) {
        self.functions.add(Found::of(&facts));
        if let Some(stated) = stated {
            self.stated_functions.add(Found::of(&stated));
        }
        if !facts.is_empty() {
            let reason = reason(&facts);
            self.different.push(Different {
                subject,
                facts,
                reason,
            });
        }
    }
}

/// An operation as far as its own path says it: without what a call of it leads to, if no path goes on from
/// there.
fn called(before: Option<&Operation>, after: &Operation, composed: bool) -> Option<Operation> {
    let mut one = before?.clone();
    if !composed && after.composes.is_none() {
        one.composes = None;
    }
    Some(one)
}

/// Overloads that take parameters of the same names, and those that stand alone.
fn paired<'a>(
    before: Option<&'a Vec<Operation>>,
    after: Option<&'a Vec<Operation>>,
) -> Vec<(Option<&'a Operation>, Option<&'a Operation>)> {
    let all = |list: Option<&'a Vec<Operation>>| -> BTreeMap<_, &'a Operation> {
        let all = list.into_iter().flatten();
        all.map(|one| (one.order(), one)).collect()
    };
    let (before, after) = (all(before), all(after));
    let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let pair = |key| (before.get(key).copied(), after.get(key).copied());
    keys.into_iter().map(pair).collect()
}

fn unbound(csdl: &Api, openapi: &Api, summary: &DocumentSummary, into: &mut Comparison) {
    let names = csdl.operations.keys().chain(openapi.operations.keys());
    for name in names.collect::<BTreeSet<_>>() {
        for (a, b) in paired(csdl.operations.get(name), openapi.operations.get(name)) {
            let only = |operation: Option<&Operation>| {
                let overloads = operation.cloned().into_iter().collect();
                Api {
                    operations: BTreeMap::from([(name.clone(), overloads)]),
                    ..Api::default()
                }
            };
            let facts = differences(&only(a), &only(b));
            let stated =
                b.map(|b| differences(&only(called(a, b, false).as_ref()), &only(Some(b))));
            into.function(format!("/{name}"), facts, stated, |facts| {
                reasons::of_import(summary, name, (a, b), facts)
            });
        }
    }
}

fn ways(csdl: &Api, openapi: &Api, summary: &DocumentSummary, into: &mut Comparison) {
    let only = |api: &Api| {
        let mut api = Api {
            roots: api.roots.clone(),
            resources: api.resources.clone(),
            ..Api::default()
        };
        for resource in api.resources.values_mut() {
            resource.standard.clear();
            resource.operations.clear();
            resource.streams.clear();
            resource.properties.clear();
        }
        api
    };
    let (before, after) = (only(csdl), only(openapi));
    let empty = Api::default();
    let facts = differences(&before, &after);
    let all = differences(&empty, &before).len();
    let changed = facts.iter().filter(|one| one.before.is_some()).count();
    let words = facts.iter().filter(|one| is_words(one)).count();
    into.ways.equal += all.saturating_sub(changed);
    into.ways.words += words;
    into.ways.different += facts.len() - words;
    for fact in facts {
        into.different.push(Different {
            subject: fact.fact.to_string(),
            reason: reasons::of_way(summary, &fact),
            facts: vec![fact],
        });
    }
}
