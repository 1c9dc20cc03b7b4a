//! Resolves the paths of the permissions file in an `Api`.

use std::collections::{BTreeMap, BTreeSet};

use super::file::{Grant, called, permissions};
use super::{Permissions, Table, Template};
use crate::route::{Call, Invocation, Part, Resolver, Route, StepKind, shown};
use crate::{Api, OperationKind, StandardOperationKind, Target, Verb};

/// A row that names no arguments stands for at most so many calls.
const MOST_CALLS: usize = 64;

/// Who may make which request, by method and template of its path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Permitted {
    pub(super) rows: BTreeMap<Template, Row>,
}

/// The permissions of the requests of one template.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The request functions that make such a request, on a resource that such a path leads to.
    pub functions: Vec<RequestFunction>,
    /// Method and path, with names for keys and arguments: `GET /users/{user-id}/messages`.
    pub line: String,
    /// Who may make it.
    pub permissions: Permissions,
}

/// A request function, or a method of what has a URL of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestFunction {
    /// The standard operations of a resource.
    StandardOperation(Target, StandardOperationKind),
    /// The overload with that number of a bound operation; without a target it is unbound.
    Operation(Option<Target>, String, usize),
    /// Media, by its name.
    Stream(Target, String, Verb),
    /// A complex property that is no resource of its own.
    Property(Target, String, Verb),
}

impl Permitted {
    /// All rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = (&Template, &Row)> {
        self.rows.iter()
    }

    /// Returns who may make a request of that template; none where no row is of it.
    pub fn get(&self, template: &Template) -> Option<&Permissions> {
        self.rows.get(template).map(|row| &row.permissions)
    }

    /// Returns whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The calls and permissions of the rows of one template.
struct Found<'t> {
    route: Route,
    grants: BTreeSet<&'t Grant>,
}

impl Table {
    /// Returns who may make which request of `part`, which is all of `whole` or a slice of it. Rows whose paths have
    /// one template are one. A path that leads to something else in the whole is none of the slice.
    pub fn of(&self, whole: &Api, part: &Api) -> Permitted {
        let in_whole = Resolver::new(whole, None);
        let in_part = Resolver::new(part, None);
        let mut all: BTreeMap<Template, Found<'_>> = BTreeMap::new();
        for ((path, method), grants) in &self.grants {
            let template = |api: &Api, resolver: &Resolver<'_>| {
                let route = called(resolver, method, path).ok()?;
                Some((Template::of(api, method, &route)?, route))
            };
            let Some((of_part, route)) = template(part, &in_part) else {
                continue;
            };
            if template(whole, &in_whole).is_some_and(|(of_whole, _)| of_whole == of_part) {
                let grants = grants.iter();
                let found = all.entry(of_part).or_insert_with(|| Found {
                    route,
                    grants: BTreeSet::new(),
                });
                found.grants.extend(grants);
            }
        }
        let rows = all.iter().map(|(template, found)| {
            let row = Row::new(part, &template.method, &found.route, &found.grants);
            (template.clone(), row)
        });
        let mut rows: BTreeMap<Template, Row> = rows.collect();
        for (template, found) in &all {
            for route in other_overloads(part, &found.route) {
                let row = || Row::new(part, &template.method, &route, &found.grants);
                if let Some(other) = Template::of(part, &template.method, &route) {
                    rows.entry(other).or_insert_with(row);
                }
            }
        }
        Permitted { rows }
    }
}

impl Row {
    fn new(api: &Api, method: &str, route: &Route, grants: &BTreeSet<&Grant>) -> Self {
        let parts = route.parts(api).into_iter();
        let parts = parts.map(|(part, value)| match (&part, value) {
            (Part::Key(_), Some(value)) if !value.is_placeholder() => {
                Part::Text(value.text.clone())
            }
            _ => part,
        });
        let parts: Vec<Part> = parts.collect();
        Self {
            functions: functions(api, route),
            line: format!("{method} {}", shown(&parts)),
            permissions: permissions(grants),
        }
    }
}

/// The request functions that make the request of `route`.
fn functions(api: &Api, route: &Route) -> Vec<RequestFunction> {
    let target = route.target();
    let called = |call: &Invocation, target: Option<&Target>| {
        let operation = call.operation.clone();
        let function = RequestFunction::Operation(target.cloned(), operation, call.overload);
        // What a composable function leads to is asked for by the resource itself.
        let composed = api.overloads(target, &call.operation).get(call.overload);
        let composed = composed.and_then(|one| one.composes.clone());
        let read = composed.map(|to| {
            let kind = StandardOperationKind::read(to.collection);
            RequestFunction::StandardOperation(to, kind)
        });
        [Some(function), read].into_iter().flatten().collect()
    };
    match (&route.call, target) {
        (Call::StandardOperation(kind), Some(target)) => {
            vec![RequestFunction::StandardOperation(target.clone(), *kind)]
        }
        (Call::Bound(call), Some(target)) => called(call, Some(target)),
        (Call::Unbound(call), _) => called(call, None),
        (Call::Stream(name, verb), Some(target)) => {
            vec![RequestFunction::Stream(target.clone(), name.clone(), *verb)]
        }
        (Call::Property(name, verb), Some(target)) => {
            vec![RequestFunction::Property(
                target.clone(),
                name.clone(),
                *verb,
            )]
        }
        // A plain property is asked for by one method for all of them.
        (Call::Value(..) | Call::Count(_) | Call::StandardOperation(_) | Call::Bound(_), _)
        | (Call::Stream(..) | Call::Property(..), None) => Vec::new(),
    }
}

/// Returns the path by the other overloads of functions that it names without arguments: a row without them means
/// each overload for which there is no row of its own.
fn other_overloads(api: &Api, route: &Route) -> Vec<Route> {
    let mut found = vec![route.clone()];
    for at in 0..=route.steps.len() {
        let from = at.checked_sub(1).and_then(|before| route.steps.get(before));
        let from = from.map(|step| &step.to);
        let step = route.steps.get(at);
        let call = match (step.map(|step| &step.kind), &route.call) {
            (Some(StepKind::Compose(call)), _) => call,
            (None, Call::Bound(call) | Call::Unbound(call)) => call,
            _ => continue,
        };
        if call.arguments.iter().any(Option::is_some) {
            continue;
        }
        let overloads = api.overloads(from, &call.operation).iter().enumerate();
        let others = overloads.filter(|(number, one)| {
            let leads_there = step.is_none_or(|step| one.composes.as_ref() == Some(&step.to));
            *number != call.overload && one.kind == OperationKind::Function && leads_there
        });
        let others: Vec<Invocation> = others
            .map(|(overload, one)| Invocation {
                operation: call.operation.clone(),
                overload,
                arguments: vec![None; one.parameters.len()],
            })
            .collect();
        for number in 0..found.len() {
            let more = others
                .iter()
                .map(|other| calling(&found[number], at, other));
            let more: Vec<Route> = more.collect();
            found.extend(more);
        }
        found.truncate(MOST_CALLS);
    }
    found.remove(0);
    found
}

/// `route` with another overload called at that step; behind the last one, at its end.
fn calling(route: &Route, at: usize, other: &Invocation) -> Route {
    let mut route = route.clone();
    let is_unbound = route.steps.is_empty();
    match route.steps.get_mut(at) {
        Some(step) => step.kind = StepKind::Compose(other.clone()),
        None if is_unbound => route.call = Call::Unbound(other.clone()),
        None => route.call = Call::Bound(other.clone()),
    }
    route
}
