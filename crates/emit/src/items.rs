//! The items of a crate, each a file of its own: rendered and printed on all cores.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use graphwright_api::{Operation, Resource, Target, TypeDef, TypeKind};
use proc_macro2::TokenStream;

use crate::names::ItemName;
use crate::tree::{Part, Tree};
use crate::{Scope, enumeration, model, operation, polymorphic, print, resource};

enum Item<'a> {
    Type(&'a TypeDef),
    Polymorphic(&'a TypeDef),
    Resource(&'a Resource),
    Parameters(&'a Operation),
}

/// All items, in the modules that they stand in.
pub(crate) fn tree(
    scope: &Scope<'_>,
    paths: &BTreeMap<Target, String>,
    threads: NonZero<usize>,
) -> Tree {
    let items = items(scope);
    let mut tree = Tree::default();
    for ((part, name, _), text) in items.iter().zip(texts(scope, &items, paths, threads)) {
        tree.add(*part, name, text);
    }
    tree
}

fn items<'a>(scope: &Scope<'a>) -> Vec<(Part, &'a ItemName, Item<'a>)> {
    let (api, names) = (scope.api, scope.names);
    let mut items = Vec::new();
    for ty in api.types.values() {
        items.push((Part::Models, &names.types[&ty.name], Item::Type(ty)));
        if let Some(name) = names.polymorphic.get(&ty.name) {
            items.push((Part::Models, name, Item::Polymorphic(ty)));
        }
    }
    for resource in api.resources.values() {
        let name = &names.resources[&resource.target];
        items.push((Part::Resources, name, Item::Resource(resource)));
    }
    for ((target, segment, number), name) in &names.parameters {
        let operations = match target {
            Some(target) => &api.resources[target].operations,
            None => &api.operations,
        };
        let operation = &operations[segment][*number];
        items.push((Part::Models, name, Item::Parameters(operation)));
    }
    items
}

/// How many items a thread takes at once: many files are a few lines.
const SHARE: usize = 16;

/// The text of each item. What a thread does depends on the item alone, so their number shows in
/// nothing but the time.
fn texts(
    scope: &Scope<'_>,
    items: &[(Part, &ItemName, Item<'_>)],
    paths: &BTreeMap<Target, String>,
    threads: NonZero<usize>,
) -> Vec<String> {
    let text = |(_, name, item): &(Part, &ItemName, Item<'_>)| -> String {
        print::file(render(scope, name, item, paths))
    };
    let next = AtomicUsize::new(0);
    // Items differ in size, so each thread takes the next ones when it is done with its own.
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = items.chunks(SHARE).nth(number) else {
                return done;
            };
            done.push((number, share.iter().map(text).collect()));
        }
    };
    let mut shares: Vec<(usize, Vec<String>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.get()).map(|_| scope.spawn(work)).collect();
        let done = workers.into_iter().map(|worker| match worker.join() {
            Ok(shares) => shares,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    });
    shares.sort_unstable_by_key(|(number, _)| *number);
    shares.into_iter().flat_map(|(_, texts)| texts).collect()
}

fn render(
    scope: &Scope<'_>,
    name: &ItemName,
    item: &Item<'_>,
    paths: &BTreeMap<Target, String>,
) -> TokenStream {
    match item {
        Item::Type(ty) => match &ty.kind {
            TypeKind::Structured(_) => model::render(scope, ty),
            TypeKind::Enum(enumeration) => enumeration::render(scope, ty, enumeration),
        },
        Item::Polymorphic(ty) => polymorphic::render(scope, ty),
        Item::Resource(one) => resource::render(scope, one, paths),
        Item::Parameters(one) => operation::parameters(scope, name, one),
    }
}
