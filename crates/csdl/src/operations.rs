//! Actions and functions (CSDL XML 4.01, 12), bound and imported.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use graphwright_api::declare::{Callable, Restrictions};
use graphwright_api::{
    About, Offers, Operation, OperationKind, Parameter, Returns, Target, TypeDef, TypeName, Way,
};

use crate::Context;
use crate::annotations::{Expression, term};
use crate::conventions;
use crate::names::Home;
use crate::options;
use crate::report::Report;
use crate::resources;
use crate::schema::{Csdl, OperationDecl};

/// The identity of an overload on one binding: the kind, and the names of the parameters in whatever
/// order (CSDL XML 4.01, 12.2.1).
type Overload<'a> = (bool, BTreeSet<&'a str>);

fn overload(operation: &OperationDecl) -> Overload<'_> {
    let skipped = usize::from(operation.bound);
    let names = operation.parameters.iter().skip(skipped);
    (operation.action, names.map(|one| &*one.name).collect())
}

/// Bound operations by the target that they are bound to, and by the segment that calls them. Reports what is
/// bound to nothing, and what is declared twice.
pub(crate) fn bound(
    context: Context<'_>,
    types: &BTreeMap<TypeName, TypeDef>,
    report: &mut Report<'_>,
) -> BTreeMap<Target, BTreeMap<String, Vec<Callable>>> {
    let csdl = context.csdl;
    let mut by_target: BTreeMap<Target, BTreeMap<String, Vec<Callable>>> = BTreeMap::new();
    let mut known: HashSet<(Target, String, Overload<'_>)> = HashSet::new();
    let explicit = explicit(csdl);
    let named_anywhere: HashSet<&String> = explicit.values().flatten().collect();
    for operation in csdl.operations.iter().filter(|operation| operation.bound) {
        let Some(target) = target(csdl, types, operation, report) else {
            continue;
        };
        let segment = conventions::operation_segment(csdl, &operation.namespace, &operation.name);
        if !known.insert((target.clone(), segment.clone(), overload(operation))) {
            warn_twice(operation, report);
            continue;
        }
        let named = requires_binding(csdl, operation).then(|| operation.qualified());
        let named = named.filter(|name| {
            let is_named = named_anywhere.contains(name);
            if !is_named {
                warn_unnamed(operation, report);
            }
            is_named
        });
        let of_name = by_target.entry(target).or_default();
        let overloads = of_name.entry(segment).or_default();
        overloads.push(Callable {
            named,
            ..lower(context, operation)
        });
    }
    by_target
}

fn requires_binding(csdl: &Csdl, operation: &OperationDecl) -> bool {
    let mut places = annotation_targets(operation).into_iter();
    places.any(|place| csdl.annotations.on(&place).is_true(term::REQUIRES_BINDING))
}

/// The operations that `Core.ExplicitOperationBindings` allows, by the type that says so, or that has a set,
/// singleton or navigation property which says so.
pub(crate) fn explicit(csdl: &Csdl) -> HashMap<&str, BTreeSet<String>> {
    let mut explicit: HashMap<&str, BTreeSet<String>> = HashMap::new();
    let mut add = |ty, place: &str| {
        let named = csdl.annotations.on(place).get(term::EXPLICIT_BINDINGS);
        let named = named.map(Expression::items).unwrap_or_default();
        for name in named.iter().filter_map(Expression::as_text) {
            let name = name.split('(').next().unwrap_or(name);
            let names = explicit.entry(ty).or_default();
            names.insert(csdl.names.resolve(name));
        }
    };
    for decl in &csdl.types {
        add(decl.name.as_str(), &decl.name);
        let members = decl.structured().map_or(&[][..], |one| &one.members);
        for member in members.iter().filter(|member| member.navigation) {
            let place = format!("{}/{}", decl.name, member.name);
            add(member.ty.name.as_str(), &place);
        }
    }
    for child in &csdl.container.children {
        add(child.ty.as_str(), &csdl.container.place(&child.name));
    }
    explicit
}

/// Returns what the first parameter says; a missing or undeclared one is an error.
fn target(
    csdl: &Csdl,
    types: &BTreeMap<TypeName, TypeDef>,
    operation: &OperationDecl,
    report: &mut Report<'_>,
) -> Option<Target> {
    let name = operation.name.escape_debug();
    let Some(binding) = operation.parameters.first() else {
        let message = format!("`{name}` is bound, but has no parameter that it is bound to");
        let help = "its first parameter is the binding parameter (CSDL XML 4.01, 12.5): add it, or remove `IsBound`";
        report.error(operation.origin, message, help);
        return None;
    };
    let ty = TypeName::new(&binding.ty.name);
    let is_known = binding.ty.name.starts_with("Edm.")
        || csdl.names.home(&binding.ty.name) != Home::Here
        || types.contains_key(&ty);
    if !is_known {
        let written = binding.ty.name.escape_debug();
        let message = format!("`{name}` is bound to `{written}`, which is not declared");
        let help = "declare the type, or correct its name";
        report.error(binding.origin, message, help);
        return None;
    }
    Some(Target {
        ty,
        collection: binding.ty.collection,
    })
}

/// Nothing could call it if its annotation were right.
fn warn_unnamed(operation: &OperationDecl, report: &mut Report<'_>) {
    let message = format!(
        "`{}` requires an explicit binding, and nothing names it: it is offered wherever it is bound",
        operation.name.escape_debug()
    );
    let help =
        "name it in `Core.ExplicitOperationBindings`, or remove `Core.RequiresExplicitBinding`";
    report.warning(Some(operation.origin), about(operation), message, help);
}

/// Findings about an operation are about that operation.
pub(crate) fn about(operation: &OperationDecl) -> About {
    match operation.bound {
        true => About::Operation(operation.name.clone()),
        false => About::Root(operation.name.clone()),
    }
}

fn warn_twice(operation: &OperationDecl, report: &mut Report<'_>) {
    let message = format!(
        "`{}` is declared a second time with parameters of these names: the first is read",
        operation.name.escape_debug()
    );
    let help = "overloads differ in the names of their parameters (CSDL XML 4.01, 12.2.1)";
    report.warning(Some(operation.origin), about(operation), message, help);
}

/// Lowers the imports of the container, by name.
pub(crate) fn imports(
    context: Context<'_>,
    report: &mut Report<'_>,
) -> BTreeMap<String, Vec<Callable>> {
    let csdl = context.csdl;
    let mut unbound: HashMap<(bool, String), Vec<&OperationDecl>> = HashMap::new();
    let mut known: HashSet<(String, Overload<'_>)> = HashSet::new();
    for operation in csdl.operations.iter().filter(|one| !one.bound) {
        if !known.insert((operation.qualified(), overload(operation))) {
            warn_twice(operation, report);
            continue;
        }
        let of_name = unbound.entry((operation.action, operation.qualified()));
        of_name.or_default().push(operation);
    }
    let mut imports = BTreeMap::new();
    for import in &csdl.container.imports {
        let kind = if import.action { "action" } else { "function" };
        let Some(overloads) = unbound.get(&(import.action, import.operation.clone())) else {
            let message = format!(
                "`{}` imports `{}`, which is no unbound {kind} of this document: it is left out",
                import.name.escape_debug(),
                import.operation.escape_debug()
            );
            let help = "declare it without `IsBound`, or correct its name";
            let about = About::Root(import.name.clone());
            report.warning(Some(import.origin), about, message, help);
            continue;
        };
        let place = csdl.container.place(&import.name);
        let lowered = overloads.iter().map(|one| lower(context, one));
        let mut lowered: Vec<Callable> = lowered.collect();
        for operation in lowered.iter_mut().map(|one| &mut one.operation) {
            // What is called is the import (CSDL XML 4.01, 13.5 and 13.6).
            operation.name.clone_from(&import.name);
            if operation.doc.is_empty() {
                operation.doc = described(csdl, std::slice::from_ref(&place));
            }
            if operation.options.is_empty() {
                operation.options = options::of_call(csdl, std::slice::from_ref(&place));
            }
            if operation.deprecation.is_none() {
                operation.deprecation = csdl.annotations.on(&place).deprecation();
            }
        }
        imports.insert(import.name.clone(), lowered);
    }
    imports
}

fn lower(context: Context<'_>, operation: &OperationDecl) -> Callable {
    let Context { csdl, uses, .. } = context;
    let places = annotation_targets(operation);
    let skipped = usize::from(operation.bound);
    let parameters = operation.parameters.iter().skip(skipped).map(|parameter| {
        let below = |place: &String| format!("{place}/{}", parameter.name);
        let places: Vec<String> = places.iter().map(below).collect();
        let mut optional = places
            .iter()
            .filter_map(|place| csdl.annotations.on(place).get(term::OPTIONAL));
        Parameter {
            name: parameter.name.clone(),
            doc: text(csdl, &places, term::DESCRIPTION),
            ty: uses.type_ref(&parameter.ty),
            nullable: parameter.ty.nullable(),
            optional: optional
                .next()
                .is_some_and(|said| said.as_bool() != Some(false)),
            origin: parameter.origin,
        }
    });
    let returns = operation.returns.as_ref().map(|returns| Returns {
        ty: uses.type_ref(returns),
        nullable: match returns.collection {
            true => returns.says_nullable == Some(true),
            false => returns.nullable(),
        },
    });
    let mut deprecations = places
        .iter()
        .filter_map(|place| csdl.annotations.on(place).deprecation());
    let lowered = Operation {
        name: operation.name.clone(),
        kind: match operation.action {
            true => OperationKind::Action,
            false => OperationKind::Function,
        },
        doc: described(csdl, &places),
        parameters: parameters.collect(),
        composes: None,
        offers: Offers::NONE,
        options: options::of_call(csdl, &places),
        returns,
        deprecation: deprecations.next(),
        origin: operation.origin,
    };
    let signature = operation.signature();
    let mut callable = Callable {
        operation: lowered,
        composable: operation.composable && !operation.action,
        named: None,
        way: Way::Call(signature.clone()),
        restrictions: Restrictions::default(),
    };
    callable.restrictions = resources::of_result(context, &signature, &callable);
    callable
}

/// The long description, or else the description.
fn described(csdl: &Csdl, places: &[String]) -> String {
    let long = text(csdl, places, term::LONG_DESCRIPTION);
    match long.is_empty() {
        true => text(csdl, places, term::DESCRIPTION),
        false => long,
    }
}

/// The first text that one of the places has.
fn text(csdl: &Csdl, places: &[String], term: &str) -> String {
    let texts = places
        .iter()
        .map(|place| csdl.annotations.on(place).text(term));
    let mut texts = texts.filter(|text| !text.is_empty());
    texts.next().unwrap_or_default()
}

/// Returns what annotations of an operation may target: this overload, or all of that name (CSDL XML 4.01, 14.2.2).
/// The overload of an action is told by its binding parameter alone, and of an unbound one by empty parentheses, but
/// real documents write all parameters.
fn annotation_targets(operation: &OperationDecl) -> [String; 3] {
    let name = operation.qualified();
    let signature = operation.signature();
    let by_binding = match operation.action {
        true => {
            let binding = operation.parameters.first().filter(|_| operation.bound);
            let binding = binding.map(|binding| binding.ty.written());
            format!("{name}({})", binding.unwrap_or_default())
        }
        false => signature.clone(),
    };
    [signature, by_binding, name]
}
