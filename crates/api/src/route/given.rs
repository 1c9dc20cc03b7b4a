//! Keys and arguments as a URL gives them, and what takes them.

use crate::{KeyPart, Operation, OperationKind, Resource, Target};

use super::path::{Value, arguments, same_name};
use super::{Invocation, NoRoute, StepKind, Why};

/// The key that the parts between parentheses are: that of the items, or an alternate one.
pub(super) fn keyed(resource: &Resource, parts: &[(Option<&str>, Value)]) -> Option<StepKind> {
    let by_name = |key: &[KeyPart]| -> Option<Vec<Value>> {
        let found = key.iter().map(|part| {
            let is = |name: &Option<&str>| name.is_some_and(|name| same_name(name, &part.name));
            let (_, value) = parts.iter().find(|(name, _)| is(name))?;
            Some(value.clone())
        });
        let found = found.collect::<Option<Vec<_>>>()?;
        (!found.is_empty() && found.len() == parts.len()).then_some(found)
    };
    if let Some(values) = by_name(&resource.key) {
        return Some(StepKind::Key(values));
    }
    let mut alternate = resource.alternate_keys.iter().enumerate();
    if let Some((number, values)) =
        alternate.find_map(|(number, key)| Some((number, by_name(key)?)))
    {
        return Some(StepKind::AlternateKey(number, values));
    }
    match (parts, resource.key.len()) {
        ([(None, value)], 1) => Some(StepKind::Key(vec![value.clone()])),
        _ => None,
    }
}

/// The overload that takes the arguments between the parentheses, and these in its order.
pub(super) fn invocation(
    key: &str,
    overloads: &[Operation],
    given: Option<&str>,
    target: Option<&Target>,
) -> Result<Invocation, NoRoute> {
    let given = arguments(given.unwrap_or_default());
    let found = overloads.iter().enumerate().find_map(|(number, one)| {
        let arguments = taken(one, &given)?;
        Some((number, arguments))
    });
    // Pages leave arguments out where they name the operation alone.
    let found = found.or_else(|| {
        let none = vec![None; overloads.first()?.parameters.len()];
        given.is_empty().then_some((0, none))
    });
    let Some((overload, mut arguments)) = found else {
        let names: Vec<&str> = given.iter().map(|(name, _)| name.unwrap_or("?")).collect();
        let at = format!("`{key}` takes ({})", names.join(","));
        return Err(NoRoute::new(Why::NoOverload, &at, target));
    };
    if overloads[overload].kind == OperationKind::Action {
        arguments.clear();
    }
    Ok(Invocation {
        operation: key.to_owned(),
        overload,
        arguments,
    })
}

/// The arguments in the order of the parameters, if `operation` takes them.
fn taken(operation: &Operation, given: &[(Option<&str>, Value)]) -> Option<Vec<Option<Value>>> {
    if operation.kind == OperationKind::Action {
        return given.is_empty().then(Vec::new);
    }
    let parameters = &operation.parameters;
    if given.iter().all(|(name, _)| name.is_none()) && given.len() == parameters.len() {
        return Some(given.iter().map(|(_, value)| Some(value.clone())).collect());
    }
    let mut used = 0;
    let mut arguments = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let is = |name: &Option<&str>| name.is_some_and(|name| same_name(name, &parameter.name));
        let value = given.iter().find(|(name, _)| is(name));
        if value.is_none() && !parameter.optional {
            return None;
        }
        used += usize::from(value.is_some());
        arguments.push(value.map(|(_, value)| value.clone()));
    }
    (used == given.len()).then_some(arguments)
}

/// OData Protocol 4.01, 11.5.4 and 11.5.5.
pub(super) fn invoked_with(operation: &Operation) -> &'static str {
    match operation.kind {
        OperationKind::Function => "GET",
        OperationKind::Action => "POST",
    }
}
