//! Actions and functions (CSDL XML 4.01, 12), bound and imported.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use graphwright_api::{About, Api, Operation, OperationKind, Parameter, Returns, Target, TypeName};

use crate::Context;
use crate::annotations::{Expression, term};
use crate::behind::Behind;
use crate::conventions;
use crate::names::Home;
use crate::report::Report;
use crate::schema::{Csdl, OperationDecl};

/// Bound operations by the target that they are bound to, and by the segment that calls them.
pub(crate) struct Bound<'a> {
    by_target: HashMap<Target, BTreeMap<String, Vec<BoundOperation<'a>>>>,
    /// The operations that `Core.ExplicitOperationBindings` allows, by the type that says so, or that
    /// has a set, singleton or navigation property which says so.
    explicit: HashMap<&'a str, HashSet<String>>,
}

struct BoundOperation<'a> {
    operation: &'a OperationDecl,
    /// Its qualified name, if it is offered only where `Core.ExplicitOperationBindings` name it.
    named: Option<String>,
}

/// What tells overloads on one binding apart: the kind, and the names of the parameters in whatever
/// order (CSDL XML 4.01, 12.2.1).
type Overload<'a> = (bool, BTreeSet<&'a str>);

fn overload(operation: &OperationDecl) -> Overload<'_> {
    let skipped = usize::from(operation.bound);
    let names = operation.parameters.iter().skip(skipped);
    (operation.action, names.map(|one| &*one.name).collect())
}

impl<'a> Bound<'a> {
    /// Reports what is bound to nothing, and what is declared twice.
    pub(crate) fn new(csdl: &'a Csdl, api: &Api, report: &mut Report<'_>) -> Self {
        let mut by_target: HashMap<Target, BTreeMap<String, Vec<BoundOperation<'_>>>> =
            HashMap::new();
        let mut known: HashSet<(Target, String, Overload<'_>)> = HashSet::new();
        let explicit = explicit(csdl);
        let named_anywhere: HashSet<&String> = explicit.values().flatten().collect();
        for operation in csdl.operations.iter().filter(|operation| operation.bound) {
            let Some(target) = target(csdl, api, operation, report) else {
                continue;
            };
            let segment =
                conventions::operation_segment(csdl, &operation.namespace, &operation.name);
            if !known.insert((target.clone(), segment.clone(), overload(operation))) {
                warn_twice(operation, report);
                continue;
            }
            let of_name = by_target.entry(target).or_default();
            let named = requires_binding(csdl, operation).then(|| operation.qualified());
            let named = named.filter(|name| {
                let is_named = named_anywhere.contains(name);
                if !is_named {
                    warn_unnamed(operation, report);
                }
                is_named
            });
            let overloads = of_name.entry(segment).or_default();
            overloads.push(BoundOperation { operation, named });
        }
        Self {
            by_target,
            explicit,
        }
    }

    /// What operations are bound to.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.by_target.keys()
    }

    /// What can be called on a target whose type has this chain of base types, itself first. An
    /// overload that is bound to the derived type hides the one that is bound to its base type. Of actions
    /// the binding parameter alone should tell overloads apart (CSDL XML 4.01, 12.2), but Graph offers both
    /// forms of `targetApps`, and its OpenAPI has that of the base type.
    pub(crate) fn on(
        &self,
        chain: &[&str],
        collection: bool,
    ) -> BTreeMap<&str, Vec<&'a OperationDecl>> {
        let mut found: BTreeMap<&str, Vec<&'a OperationDecl>> = BTreeMap::new();
        let mut known: HashSet<(&str, Overload<'_>)> = HashSet::new();
        for owner in chain {
            let bound_to = Target {
                ty: TypeName::new(*owner),
                collection,
            };
            for (segment, overloads) in self.by_target.get(&bound_to).into_iter().flatten() {
                for one in overloads.iter().filter(|one| self.offers(one, chain)) {
                    if known.insert((segment, overload(one.operation))) {
                        found.entry(segment).or_default().push(one.operation);
                    }
                }
            }
        }
        found
    }

    fn offers(&self, operation: &BoundOperation<'_>, chain: &[&str]) -> bool {
        let mut allowed = chain.iter().filter_map(|one| self.explicit.get(one));
        let named = operation.named.as_ref();
        named.is_none_or(|name| allowed.any(|names| names.contains(name)))
    }
}

fn requires_binding(csdl: &Csdl, operation: &OperationDecl) -> bool {
    let mut places = annotation_targets(operation).into_iter();
    places.any(|place| csdl.annotations.on(&place).is_true(term::REQUIRES_BINDING))
}

fn explicit(csdl: &Csdl) -> HashMap<&str, HashSet<String>> {
    let mut explicit: HashMap<&str, HashSet<String>> = HashMap::new();
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

/// What the first parameter says; a missing or undeclared one is an error.
fn target(
    csdl: &Csdl,
    api: &Api,
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
        || api.types.contains_key(&ty);
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

/// An operation, and what annotations of this overload target.
pub(crate) type Signed = (String, Operation);

/// Lowers the imports of the container, by name.
pub(crate) fn imports(
    context: Context<'_>,
    behind: &Behind<'_>,
    report: &mut Report<'_>,
) -> BTreeMap<String, Vec<Signed>> {
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
        let mut lowered = sorted(context, behind, overloads.clone());
        for (_, operation) in &mut lowered {
            // What is called is the import (CSDL XML 4.01, 13.5 and 13.6).
            operation.name.clone_from(&import.name);
            if operation.doc.is_empty() {
                operation.doc = described(csdl, std::slice::from_ref(&place));
            }
            if operation.deprecation.is_none() {
                operation.deprecation = csdl.annotations.on(&place).deprecation();
            }
        }
        imports.insert(import.name.clone(), lowered);
    }
    imports
}

/// Lowers overloads, in their order.
pub(crate) fn sorted(
    context: Context<'_>,
    behind: &Behind<'_>,
    overloads: Vec<&OperationDecl>,
) -> Vec<Signed> {
    let lowered = overloads.into_iter();
    let mut lowered: Vec<Signed> = lowered
        .map(|one| (one.signature(), lower(context, behind, one)))
        .collect();
    lowered.sort_by(|(_, a), (_, b)| a.order().cmp(&b.order()));
    lowered
}

fn lower(context: Context<'_>, behind: &Behind<'_>, operation: &OperationDecl) -> Operation {
    let Context { csdl, index, uses } = context;
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
    let result = returns.as_ref().map(|one| &one.ty);
    // A path goes on behind what has something behind it (CSDL XML 4.01, 12.6).
    let composes = result.filter(|_| operation.composable && !operation.action);
    let composes = composes.and_then(|ty| {
        let target = Target::of(ty)?;
        let leads_on = index.is_entity(target.ty.as_str()) || behind.leads_on(index, &target);
        leads_on.then_some(target)
    });
    let mut deprecations = places
        .iter()
        .filter_map(|place| csdl.annotations.on(place).deprecation());
    Operation {
        name: operation.name.clone(),
        kind: match operation.action {
            true => OperationKind::Action,
            false => OperationKind::Function,
        },
        doc: described(csdl, &places),
        parameters: parameters.collect(),
        composes,
        returns,
        permissions: None,
        deprecation: deprecations.next(),
        origin: operation.origin,
    }
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

/// What annotations of an operation may target: this overload, or all of that name (CSDL XML 4.01,
/// 14.2.2). The overload of an action is told by its binding parameter alone, and of an unbound one by empty
/// parentheses, but real documents write all parameters.
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
