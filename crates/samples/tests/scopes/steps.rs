//! A request as a generated crate builds it: the steps of a route, taken by the runtime.

use graphwright::{Literal, Method, Permissions, Request, Resource};
use graphwright_api::route::{Call, Invocation, Part, Route, StepKind, Value};
use graphwright_api::{Api, KeyStyle, OperationKind, Target};

/// What stands for each key and argument that a row leaves open.
const ANY: &str = "x1";

/// Who may make the request of `route`, and its path.
pub(crate) fn asked(
    api: &Api,
    root: Resource,
    method: &str,
    route: &Route,
) -> (&'static Permissions, String) {
    let mut place = root;
    let mut from: Option<&Target> = None;
    for step in &route.steps {
        place = match &step.kind {
            StepKind::Root(name) | StepKind::Navigation(name) | StepKind::Property(name) => {
                place.segment(name)
            }
            StepKind::Cast { ty, .. } => place.segment(ty.as_str()),
            StepKind::Key(values) => {
                assert_eq!(api.key_style, KeyStyle::Segment, "as Graph has keys");
                let values: Vec<String> = values.iter().map(key).collect();
                let values: Vec<&dyn Literal> = values.iter().map(|one| one as _).collect();
                place.key_segments(&values)
            }
            StepKind::AlternateKey(number, values) => {
                let resource = &api.resources[from.expect("a collection")];
                let parts = resource.alternate_keys[*number].iter().zip(values);
                let parts: Vec<_> = parts
                    .map(|(part, value)| (&*part.name, key(value)))
                    .collect();
                let parts: Vec<(&str, &dyn Literal)> = parts
                    .iter()
                    .map(|(name, value)| (*name, value as _))
                    .collect();
                place.key_parentheses_of(&parts)
            }
            StepKind::Path(number, _) => {
                let address = &api.resources[from.expect("a resource")].paths[*number];
                let parts = address.parts();
                let texts = parts.iter().filter_map(|part| match part {
                    Part::Text(text) => Some(text.as_str()),
                    Part::Key(_) | Part::Argument(_) => None,
                });
                let texts: Vec<&str> = texts.collect();
                place.addressed(&texts, &vec![ANY; texts.len() - 1])
            }
            StepKind::Compose(call) => called(api, &place, from, call),
        };
        from = Some(&step.to);
    }
    place = match &route.call {
        Call::StandardOperation(kind) => match kind.segment() {
            Some(segment) => place.segment(segment),
            None => place,
        },
        Call::Bound(call) => called(api, &place, from, call),
        Call::Unbound(call) => called(api, &place, None, call),
        Call::Stream(name, _) | Call::Property(name, _) | Call::Value(name, _) => {
            place.segment(name)
        }
        Call::Count(name) => place.segment(name).segment("$count"),
    };
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let request: Request<()> = place.request(method);
    (request.scopes(), place.path().to_owned())
}

/// A key: that of the row, where the row has one.
fn key(value: &Value) -> String {
    match value.is_placeholder() {
        true => ANY.to_owned(),
        false => value.text.to_lowercase(),
    }
}

fn called(api: &Api, place: &Resource, on: Option<&Target>, call: &Invocation) -> Resource {
    let operation = &api.overloads(on, &call.operation)[call.overload];
    if operation.kind == OperationKind::Action {
        return place.segment(&call.operation);
    }
    let names = operation
        .parameters
        .iter()
        .map(|one| (&*one.name, one.optional));
    match operation.parameters.iter().any(|one| one.optional) {
        true => {
            let given = names.map(|(name, optional)| {
                let value: &dyn Literal = &ANY;
                (name, (!optional).then_some(value))
            });
            place.function_of(&call.operation, &given.collect::<Vec<_>>())
        }
        false => {
            let given = names.map(|(name, _)| (name, &ANY as &dyn Literal));
            place.function(&call.operation, &given.collect::<Vec<_>>())
        }
    }
}
