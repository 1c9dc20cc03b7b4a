//! Checks that a lowered description must pass before code is generated from it.

use std::collections::HashSet;

use crate::names::is_simple_identifier;
use crate::{Api, DEEPEST_CHAIN, ItemType, Origin, TypeDef, TypeKind, TypeName, TypeRef};

/// Something that an [`Api`] must not have, and the place in the description that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub origin: Origin,
    /// The problem.
    pub message: String,
    /// The advice to the user.
    pub help: String,
}

/// Everything that is wrong with `api`, in the order of the description.
pub fn check(api: &Api) -> Vec<Problem> {
    let mut problems = Vec::new();
    for ty in api.types.values() {
        check_type(api, ty, &mut problems);
    }
    for operation in api.all_operations() {
        for parameter in &operation.parameters {
            let what = format!("parameter `{}` of `{}`", parameter.name, operation.name);
            check_use(api, &what, &parameter.ty, parameter.origin, &mut problems);
        }
        for option in &operation.options {
            let what = format!("query option `{}` of `{}`", option.name, operation.name);
            let ty = TypeRef::one(option.ty.clone());
            check_use(api, &what, &ty, option.origin, &mut problems);
        }
        if let Some(returns) = &operation.returns {
            let what = format!("the result of `{}`", operation.name);
            check_use(api, &what, &returns.ty, operation.origin, &mut problems);
        }
    }
    for (template, call) in api.plain.calls() {
        for ty in call.types() {
            let what = format!("a part of `{} {template}`", call.method);
            check_use(api, &what, ty, call.origin, &mut problems);
        }
    }
    problems.sort_by(|a, b| (a.origin, &a.message).cmp(&(b.origin, &b.message)));
    problems.dedup();
    problems
}

fn check_type(api: &Api, ty: &TypeDef, problems: &mut Vec<Problem>) {
    if !ty.name.as_str().split('.').all(is_simple_identifier) {
        problems.push(Problem {
            origin: ty.origin,
            message: format!("`{}` is not a type name", ty.name.as_str().escape_debug()),
            help: "a name is a letter or underscore followed by letters, digits, marks and underscores, \
                   at most 128 characters; a dot ends its namespace"
                .into(),
        });
    }
    let TypeKind::Structured(structured) = &ty.kind else {
        for used in ty.uses() {
            let what = format!("a part of `{}`", ty.name);
            check_use(api, &what, used, ty.origin, problems);
        }
        return;
    };
    if let Some(base) = &structured.base {
        check_base(api, ty, base, problems);
    }
    let mut names = HashSet::new();
    for property in &structured.properties {
        let what = format!("property `{}` of `{}`", property.name, ty.name);
        check_use(api, &what, &property.ty, property.origin, problems);
        if !names.insert(property.name.as_str()) {
            problems.push(Problem {
                origin: property.origin,
                message: format!("{what} is declared twice"),
                help: "rename or remove one of the two".into(),
            });
        }
    }
}

fn check_base(api: &Api, ty: &TypeDef, base: &TypeName, problems: &mut Vec<Problem>) {
    let mut problem = |message: String, help: &str| {
        problems.push(Problem {
            origin: ty.origin,
            message,
            help: help.into(),
        });
    };
    match api.types.get(base) {
        None => problem(
            format!("`{}` extends `{base}`, which is not declared", ty.name),
            "declare the base type, or correct its name",
        ),
        Some(known) if known.structured().is_none() => problem(
            format!(
                "`{}` extends `{base}`, which is an enumeration type",
                ty.name
            ),
            "a structured type extends a structured type",
        ),
        Some(_) => {
            let chain = api.ancestry(&ty.name);
            let last = chain[chain.len() - 1];
            if chain.len() == DEEPEST_CHAIN && api.types.get(last).and_then(TypeDef::base).is_some()
            {
                problem(
                    format!(
                        "`{}` extends a chain of more than {DEEPEST_CHAIN} types",
                        ty.name
                    ),
                    "shorten the chain of base types",
                );
            } else if api.types.get(last).and_then(TypeDef::base) == Some(&ty.name) {
                let path: Vec<&str> = chain.iter().map(|name| name.as_str()).collect();
                problem(
                    format!(
                        "`{}` extends itself: {} -> {}",
                        ty.name,
                        path.join(" -> "),
                        ty.name
                    ),
                    "remove one of these base types",
                );
            }
        }
    }
}

fn check_use(api: &Api, what: &str, ty: &TypeRef, origin: Origin, problems: &mut Vec<Problem>) {
    if let ItemType::Named(name) = &ty.item
        && !api.types.contains_key(name)
    {
        problems.push(Problem {
            origin,
            message: format!(
                "{what} has the type `{}`, which is not declared",
                name.as_str().escape_debug()
            ),
            help: "declare the type, or correct its name".into(),
        });
    }
}
