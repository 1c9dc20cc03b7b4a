//! Every Rust name of a crate, decided here and nowhere else.
//!
//! Names depend on what the description declares and not on the order in which it is visited: each
//! scope is filled in the order of the names on the wire. Where two want one name, what OData itself
//! defines keeps it, and the other gets a suffix that says what it is.

mod methods;
mod offers;
pub(crate) mod places;

use std::collections::BTreeMap;

use graphwright_api::{
    Api, NumberMember, Operation, OperationKind, Property, Target, TypeKind, TypeName,
};
use proc_macro2::Ident;

use crate::ident::{NEVER_RAW, Taken, file, ident, shouty_snake, snake, upper_camel};
pub(crate) use methods::option_methods;
pub use methods::{ClientNames, MethodNames, client, methods, standard_method};
pub(crate) use offers::{offered, offers};
pub(crate) use places::{place, place_of_client, statuses};

/// Where an item stands: the modules that lead to it, its own file, its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemName {
    /// The modules below `models` or `resources`, one for each part of the namespace.
    pub modules: Vec<String>,
    /// The module of its own, which is a file.
    pub file: String,
    /// The name of the item.
    pub name: String,
}

impl ItemName {
    /// The name of the item as Rust writes it.
    pub fn ident(&self) -> Ident {
        ident(&self.name)
    }
}

/// The names of all items of a crate.
#[derive(Debug, Default)]
pub struct Names {
    /// Structs and enums, by type.
    pub types: BTreeMap<TypeName, ItemName>,
    /// Enums over a declared type and the types derived from it, by declared type, for each of
    /// [`Api::variants`].
    pub polymorphic: BTreeMap<TypeName, ItemName>,
    /// Structs of the parameters of actions. An action is bound to derived types as well (OData CSDL
    /// 4.01, 12.5), and has one struct for all of them.
    pub parameters: BTreeMap<Overload, ItemName>,
    /// Resources, by what they address.
    pub resources: BTreeMap<Target, ItemName>,
    /// Resources of a service that is not OData's, by template; its root is the client.
    pub places: BTreeMap<String, ItemName>,
    /// Structs of what calls can be given besides.
    pub options: BTreeMap<CallKey, ItemName>,
    /// Enums over what calls answer, where that is not always the same.
    pub answers: BTreeMap<CallKey, ItemName>,
}

/// A call of a service that is not OData's: the template of its place, its number.
pub type CallKey = (String, usize);

/// An overload of an operation: the resource that it is bound to, its path segment, its number.
pub type Overload = (Option<Target>, String, usize);

/// Modules that Rust, Cargo or Windows does not let a file be called, and the one that would hide the runtime.
fn no_file() -> Vec<&'static str> {
    let more = [
        "mod",
        "lib",
        "main",
        "con",
        "prn",
        "aux",
        "nul",
        "graphwright",
    ];
    [&NEVER_RAW[..], &more].concat()
}

/// The short names that generated files use, and that an item must not hide.
const NO_ITEM: [&str; 5] = ["Box", "Into", "Option", "String", "Vec"];

impl Names {
    /// The names of `api`.
    pub fn new(api: &Api) -> Self {
        let mut names = Self::default();
        let root = root_namespace(api);
        let mut models = Modules::default();
        let mut inherited = Vec::new();
        let mut resources = Modules::default();
        for name in api
            .types
            .keys()
            .chain(api.resources.keys().map(|target| &target.ty))
        {
            models.reserve(&modules(name, &root));
            resources.reserve(&modules(name, &root));
        }
        for (ty, _) in api.types.iter().filter(|(_, ty)| ty.is_item()) {
            let item = models.item(modules(ty, &root), upper_camel(ty.simple()), "Type");
            names.types.insert(ty.clone(), item);
        }
        for ty in api.variants.keys() {
            let item = models.item(
                modules(ty, &root),
                format!("Any{}", upper_camel(ty.simple())),
                "Type",
            );
            names.polymorphic.insert(ty.clone(), item);
        }
        for resource in api.resources.values() {
            let target = &resource.target;
            let kind = if target.collection {
                "Collection"
            } else {
                "Resource"
            };
            let name = format!("{}{kind}", upper_camel(target.ty.simple()));
            names.resources.insert(
                target.clone(),
                resources.item(modules(&target.ty, &root), name, "Of"),
            );
            let plural = if target.collection { "Collection" } else { "" };
            let owner = format!("{}{plural}", upper_camel(target.ty.simple()));
            let place = modules(&target.ty, &root);
            for (segment, overloads) in &resource.operations {
                for (number, operation) in with_struct(overloads) {
                    let key = (Some(target.clone()), segment.clone(), number);
                    match base(api, target, segment, operation) {
                        Some(base) => inherited.push((key, base)),
                        None => names.add_parameters(&mut models, (&place, &owner), key, overloads),
                    }
                }
            }
        }
        for (segment, overloads) in &api.operations {
            for (number, _) in with_struct(overloads) {
                let key = (None, segment.clone(), number);
                names.add_parameters(&mut models, (&[], ""), key, overloads);
            }
        }
        for (key, base) in inherited {
            if let Some(item) = names.parameters.get(&base).cloned() {
                names.parameters.insert(key, item);
            }
        }
        places::add(&mut names, api, &mut models, &mut resources);
        names
    }

    fn add_parameters(
        &mut self,
        models: &mut Modules,
        (place, owner): (&[String], &str),
        key: Overload,
        overloads: &[Operation],
    ) {
        let name = upper_camel(&methods::overload(overloads, key.2));
        let item = models.item(place.to_vec(), format!("{owner}{name}Parameters"), "Of");
        self.parameters.insert(key, item);
    }
}

/// The overloads whose parameters are a struct, with their numbers.
fn with_struct(overloads: &[Operation]) -> impl Iterator<Item = (usize, &Operation)> {
    let all = overloads.iter().enumerate();
    all.filter(|(_, one)| one.kind == OperationKind::Action && !one.parameters.is_empty())
}

/// The action with the same parameters that the same segment invokes on a base type, on the most basic
/// one.
fn base(api: &Api, target: &Target, segment: &str, operation: &Operation) -> Option<Overload> {
    let same = |other: &Operation| {
        other.kind == operation.kind
            && other.name == operation.name
            && other.parameters.len() == operation.parameters.len()
            && (other.parameters.iter().zip(&operation.parameters))
                .all(|(a, b)| (&a.name, &a.doc, &a.ty) == (&b.name, &b.doc, &b.ty))
    };
    // The type itself comes first.
    let mut bases = api.ancestry(&target.ty).into_iter().skip(1).rev();
    bases.find_map(|ty| {
        let base = Target {
            ty: ty.clone(),
            collection: target.collection,
        };
        let overloads = api.resources.get(&base)?.operations.get(segment)?;
        let number = overloads.iter().position(same)?;
        Some((Some(base), segment.to_owned(), number))
    })
}

/// The items that stand in modules, and the files that they stand in.
#[derive(Default)]
struct Modules {
    items: BTreeMap<Vec<String>, Taken>,
    files: BTreeMap<Vec<String>, Taken>,
}

impl Modules {
    /// Keeps the names of the modules of a namespace from files.
    fn reserve(&mut self, path: &[String]) {
        for depth in 0..path.len() {
            let files = self.files(&path[..depth]);
            // Many types share a module: taken once, it stays as it is.
            let mut trial = files.clone();
            if trial.take(path[depth].clone(), "") == path[depth] {
                *files = trial;
            }
        }
    }

    /// The files of a module. None has the name of the module itself, which Clippy takes for a mistake.
    fn files(&mut self, module: &[String]) -> &mut Taken {
        self.files.entry(module.to_vec()).or_insert_with(|| {
            let mut files = Taken::new(&no_file());
            if let Some(own) = module.last() {
                files.reserve(own);
            }
            files
        })
    }

    fn item(&mut self, modules: Vec<String>, name: String, suffix: &str) -> ItemName {
        let name = self
            .items
            .entry(modules.clone())
            .or_insert_with(|| Taken::new(&NO_ITEM))
            .take(name, suffix);
        let file = self.files(&modules).take(file_name(&name), "item");
        ItemName {
            modules,
            file,
            name,
        }
    }
}

fn file_name(name: &str) -> String {
    let name = file(name);
    // A path must stay short enough for Windows, and a name may be of 128 characters.
    name.chars()
        .take(64)
        .collect::<String>()
        .trim_end_matches('_')
        .to_owned()
}

/// The modules of a type: its namespace, less the part that all types share.
fn modules(name: &TypeName, root: &[&str]) -> Vec<String> {
    let parts: Vec<&str> = name
        .namespace()
        .split('.')
        .filter(|part| !part.is_empty())
        .collect();
    let own = if parts.starts_with(root) {
        &parts[root.len()..]
    } else {
        &parts[..]
    };
    own.iter().map(|part| module_of(part)).collect()
}

/// The module of one part of a namespace.
fn module_of(part: &str) -> String {
    let name = file(part);
    match no_file().contains(&name.as_str()) {
        true => name + "_",
        false => name,
    }
}

/// The parts of the namespace that all types share.
fn root_namespace(api: &Api) -> Vec<&str> {
    let mut spaces = api
        .types
        .keys()
        .chain(api.resources.keys().map(|target| &target.ty))
        .map(TypeName::namespace);
    let mut root: Vec<&str> = spaces
        .next()
        .map(|first| first.split('.').collect())
        .unwrap_or_default();
    for space in spaces {
        let shared = root
            .iter()
            .zip(space.split('.'))
            .take_while(|(a, b)| *a == b)
            .count();
        root.truncate(shared);
    }
    root
}

/// The field and the constant of a property.
pub(crate) struct MemberName {
    pub(crate) field: Ident,
    pub(crate) constant: Ident,
}

/// The names of the members of a struct, in the order of `properties`.
pub(crate) fn members(properties: &[&str]) -> Vec<MemberName> {
    let fields = scope(properties, &["additional"], snake, "property");
    let constants = scope(properties, &["SCHEMA"], shouty_snake, "PROPERTY");
    fields
        .into_iter()
        .zip(constants)
        .map(|(field, constant)| MemberName { field, constant })
        .collect()
}

/// The constants of a model, in the order of its properties.
pub fn constants(properties: &[&Property]) -> Vec<Ident> {
    let members = members(&wire(properties)).into_iter();
    members.map(|member| member.constant).collect()
}

/// The names of `properties` on the wire.
pub(crate) fn wire<'a>(properties: &[&'a Property]) -> Vec<&'a str> {
    properties
        .iter()
        .map(|property| property.name.as_str())
        .collect()
}

/// The variants of an enumeration type; `Unrecognized` is the one that keeps unknown members.
pub(crate) fn variants(members: &[&str]) -> Vec<Ident> {
    scope(members, &["Unrecognized"], upper_camel, "Member")
}

/// The variants of numbers that have names; `Unrecognized` is the one that keeps other numbers.
pub(crate) fn numbers(members: &[NumberMember]) -> Vec<Ident> {
    let words = |one: &NumberMember| match (one.name.is_empty(), one.number < 0) {
        (false, _) => one.name.clone(),
        (true, false) => format!("Number {}", one.number),
        (true, true) => format!("Minus {}", one.number.unsigned_abs()),
    };
    let words: Vec<String> = members.iter().map(words).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    variants(&words)
}

/// The constants of sets of permissions, each named by the least privileged of them, in the order of
/// `least`.
pub(crate) fn permissions(least: &[&str]) -> Vec<String> {
    let mut taken = Taken::default();
    least
        .iter()
        .map(|name| taken.take(shouty_snake(name), ""))
        .collect()
}

/// A module of [`ItemName::modules`] as Rust writes it.
pub fn module(name: &str) -> Ident {
    ident(name)
}

/// The parameters of a function.
pub(crate) fn arguments(parameters: &[&str]) -> Vec<Ident> {
    scope(parameters, &["self"], snake, "parameter")
}

/// The arguments for query options, beside arguments that are called `beside` on the wire.
pub(crate) fn arguments_beside(beside: &[&str], options: &[&str]) -> Vec<Ident> {
    let beside = arguments(beside)
        .iter()
        .map(Ident::to_string)
        .collect::<Vec<_>>();
    let beside = beside.iter().map(|name| name.trim_start_matches("r#"));
    let reserved: Vec<&str> = beside.chain(["self"]).collect();
    scope(options, &reserved, snake, "option")
}

/// The parameters of a call, beside what it sends and what it can be given besides.
pub(crate) fn call_arguments(parameters: &[&str]) -> Vec<Ident> {
    scope(parameters, &["self", "body", "options"], snake, "parameter")
}

/// The fields of what a call can be given besides.
pub(crate) fn options(parameters: &[&str]) -> Vec<Ident> {
    scope(parameters, &[], snake, "parameter")
}

/// The variants of one of several types; `Unrecognized` is the one that keeps all else.
pub(crate) fn alternatives(names: &[&str]) -> Vec<Ident> {
    scope(names, &["Unrecognized"], upper_camel, "Variant")
}

/// Names for `wanted` in one scope, in the order of `wanted`, decided in the order of names.
fn scope(wanted: &[&str], reserved: &[&str], case: fn(&str) -> String, suffix: &str) -> Vec<Ident> {
    let mut taken = Taken::new(reserved);
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|index| wanted[*index]);
    let mut names = vec![String::new(); wanted.len()];
    for index in order {
        names[index] = taken.take(case(wanted[index]), suffix);
    }
    names.iter().map(|name| ident(name)).collect()
}

/// Returns whether `name` is a structured type that the crate has.
pub(crate) fn is_structured(api: &Api, name: &TypeName) -> bool {
    api.types
        .get(name)
        .is_some_and(|ty| matches!(ty.kind, TypeKind::Structured(_)))
}
