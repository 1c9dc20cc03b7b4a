//! The names of methods: of resources, and of the client.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Api, KeyPart, Operation, OperationKind, Resource, StandardOperationKind};
use proc_macro2::Ident;

use crate::ident::{Taken, ident, snake};

/// The methods of a resource, each list in the order of what it names.
pub struct MethodNames {
    /// Of a collection whose items have a key.
    pub key: Option<Ident>,
    /// Those of `Resource::navigation`.
    pub navigation: Vec<Ident>,
    /// Those of `Resource::properties`.
    pub properties: Vec<Ident>,
    /// Those of `Resource::streams`.
    pub streams: Vec<Ident>,
    /// Those of `Resource::casts`.
    pub casts: Vec<Ident>,
    /// Those of `Resource::alternate_keys`.
    pub alternate_keys: Vec<Ident>,
    /// Those of `Resource::paths`.
    pub paths: Vec<Ident>,
    /// Those of the operations, an overload each.
    pub operations: Vec<Vec<Ident>>,
}

/// The methods of a client, each list in the order of what it names.
pub struct ClientNames {
    /// Those of `Api::roots`.
    pub roots: Vec<Ident>,
    /// Those of the operations, an overload each.
    pub operations: Vec<Vec<Ident>>,
}

/// The methods that every resource has besides standard operations, and those of every Rust value.
const RESERVED: [&str; 7] = [
    "request", "path", "property", "clone", "from", "into", "new",
];

/// The name of the method that OData itself defines.
pub fn standard_method(kind: StandardOperationKind) -> Ident {
    ident(kind.name())
}

/// The names of the methods of a resource. What OData itself defines keeps its name, offered or not,
/// so that a correction of the description renames nothing. Then the key chooses, then what the type
/// declares, then what is made of names, then operations.
pub fn methods(resource: &Resource) -> MethodNames {
    let mut taken = Taken::new(&RESERVED);
    let own = StandardOperationKind::ALL.into_iter();
    let own = own.filter(|kind| kind.is_offered_by(&resource.target));
    // Any kind that is offered here too, whatever a description offers where.
    for kind in own.chain(resource.standard.keys().copied()) {
        taken.reserve(kind.name());
    }
    let key = match &resource.key[..] {
        [] => None,
        [one] => Some(taken.take(snake(&one.name), "key")),
        _ => Some(taken.take("key".into(), "key")),
    };
    let navigation = resource.navigation.keys();
    let properties = resource.properties.keys();
    let streams = resource.streams.keys().map(|name| match name.as_str() {
        "$value" => "media".to_owned(),
        name => snake(name),
    });
    let casts = resource.casts.keys();
    let alternate = resource.alternate_keys.iter();
    let paths = resource.paths.iter();
    MethodNames {
        key: key.map(|name| ident(&name)),
        navigation: take(&mut taken, navigation.map(|name| snake(name)), "navigation"),
        properties: take(&mut taken, properties.map(|name| snake(name)), "property"),
        streams: take(&mut taken, streams, "stream"),
        casts: take(
            &mut taken,
            casts.map(|ty| format!("as_{}", snake(ty.simple()))),
            "cast",
        ),
        alternate_keys: take_sorted(
            &mut taken,
            alternate.map(|parts| by_parts(parts)).collect(),
            "key",
        ),
        paths: take_sorted(
            &mut taken,
            paths.map(|path| snake(&path.name)).collect(),
            "path",
        ),
        operations: operations(&mut taken, resource.operations.values()),
    }
}

/// The names of the methods for query options, beside all other methods of the resource.
pub(crate) fn option_methods<'o>(
    resource: &Resource,
    methods: &MethodNames,
    options: &BTreeSet<&'o str>,
) -> BTreeMap<&'o str, Ident> {
    let mut taken = Taken::new(&RESERVED);
    for kind in StandardOperationKind::ALL
        .into_iter()
        .chain(resource.standard.keys().copied())
    {
        taken.reserve(kind.name());
    }
    let lists = [
        &methods.navigation,
        &methods.properties,
        &methods.streams,
        &methods.casts,
        &methods.alternate_keys,
        &methods.paths,
    ];
    let all = lists.into_iter().flatten().chain(&methods.key);
    for name in all.chain(methods.operations.iter().flatten()) {
        taken.reserve(name.to_string().trim_start_matches("r#"));
    }
    let named = options.iter().map(|option| {
        let name = taken.take(format!("with_{}", snake(option)), "option");
        (*option, ident(&name))
    });
    named.collect()
}

/// The names of the methods of the client: entity sets and singletons, then unbound operations.
pub fn client(api: &Api) -> ClientNames {
    let mut taken = Taken::new(&["clone", "from", "request", "pre_authenticated", "new"]);
    ClientNames {
        roots: take(&mut taken, api.roots.keys().map(|name| snake(name)), "root"),
        operations: operations(&mut taken, api.operations.values()),
    }
}

fn take(taken: &mut Taken, names: impl Iterator<Item = String>, suffix: &str) -> Vec<Ident> {
    names.map(|name| ident(&taken.take(name, suffix))).collect()
}

/// Takes names that have no order of their own.
fn take_sorted(taken: &mut Taken, names: Vec<String>, suffix: &str) -> Vec<Ident> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| &names[*at]);
    let mut chosen: Vec<(usize, Ident)> = order
        .into_iter()
        .map(|at| (at, ident(&taken.take(names[at].clone(), suffix))))
        .collect();
    chosen.sort_by_key(|(at, _)| *at);
    chosen.into_iter().map(|(_, name)| name).collect()
}

fn operations<'a>(
    taken: &mut Taken,
    all: impl Iterator<Item = &'a Vec<Operation>>,
) -> Vec<Vec<Ident>> {
    all.map(|overloads| {
        let names = overloads.iter().enumerate().map(|(number, operation)| {
            let suffix = match operation.kind {
                OperationKind::Action => "action",
                OperationKind::Function => "function",
            };
            ident(&taken.take(overload(overloads, number), suffix))
        });
        names.collect()
    })
    .collect()
}

/// The name of an overload: the first has that of the operation, each other says what it takes that
/// the first does not, or where that is nothing, what it takes.
pub(super) fn overload(overloads: &[Operation], number: usize) -> String {
    let operation = &overloads[number];
    let name = snake(&operation.name);
    let own = operation.parameters.iter().map(|one| one.name.as_str());
    let first = overloads[0].parameters.iter();
    let first: BTreeSet<&str> = first.map(|one| one.name.as_str()).collect();
    let mut more: Vec<&str> = own.clone().filter(|one| !first.contains(one)).collect();
    if more.is_empty() {
        more = own.collect();
    }
    if number == 0 || more.is_empty() {
        return name;
    }
    format!("{name}_with_{}", joined(&more))
}

fn by_parts(parts: &[KeyPart]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    format!("by_{}", joined(&names))
}

fn joined(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| snake(name)).collect();
    names.join("_and_")
}
