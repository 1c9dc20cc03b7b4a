//! The items of a crate, each a file of its own: rendered and printed by several threads.

use std::collections::BTreeSet;

use graphwright_api::plain::{Call, PathPrefix};
use graphwright_api::{Operation, Resource, TypeDef, TypeKind};
use proc_macro2::TokenStream;
use rayon::prelude::*;

use crate::names::ItemName;
use crate::paths::Paths;
use crate::tree::{Part, Tree};
use crate::{
    Scope, enumeration, integer_enum, model, one_of, operation, plain, polymorphic, print, resource,
};

enum Item<'a> {
    Type(&'a TypeDef),
    Polymorphic(&'a TypeDef),
    Resource(&'a Resource),
    Parameters(&'a Operation),
    PathPrefix(&'a str, &'a PathPrefix),
    Options(&'a str, &'a Call),
    Answers(&'a Call),
}

/// All items, in the modules that they stand in.
pub(crate) fn tree(scope: &Scope<'_>, paths: &Paths) -> Tree {
    let items = items(scope);
    let mut tree = Tree::default();
    let texts = items.par_iter();
    let texts = texts.map(|(_, name, item)| print::file(render(scope, name, item, paths)));
    let texts: Vec<String> = texts.collect();
    for ((part, name, _), text) in items.iter().zip(texts) {
        tree.add(*part, name, text);
    }
    tree
}

fn items<'a>(scope: &Scope<'a>) -> Vec<(Part, &'a ItemName, Item<'a>)> {
    let (api, names) = (scope.api, scope.names);
    let mut items = Vec::new();
    for ty in api.types.values().filter(|ty| ty.is_item()) {
        items.push((Part::Models, &names.types[&ty.name], Item::Type(ty)));
        if let Some(name) = names.polymorphic.get(&ty.name) {
            items.push((Part::Models, name, Item::Polymorphic(ty)));
        }
    }
    for resource in api.resources.values() {
        let name = &names.resources[&resource.target];
        items.push((Part::Resources, name, Item::Resource(resource)));
    }
    let mut made = BTreeSet::new();
    let parameters = names.parameters.iter();
    for ((target, segment, number), name) in parameters.filter(|(_, name)| made.insert(*name)) {
        let operations = match target {
            Some(target) => &api.resources[target].operations,
            None => &api.operations,
        };
        let operation = &operations[segment][*number];
        items.push((Part::Models, name, Item::Parameters(operation)));
    }
    for (template, name) in &names.places {
        let place = &api.plain.places[template];
        items.push((Part::Resources, name, Item::PathPrefix(template, place)));
    }
    for ((template, number), name) in &names.options {
        let call = &api.plain.places[template].calls[*number];
        items.push((Part::Models, name, Item::Options(template, call)));
    }
    for ((template, number), name) in &names.answers {
        let call = &api.plain.places[template].calls[*number];
        items.push((Part::Models, name, Item::Answers(call)));
    }
    items
}

fn render(scope: &Scope<'_>, name: &ItemName, item: &Item<'_>, paths: &Paths) -> TokenStream {
    match item {
        Item::Type(ty) => match &ty.kind {
            TypeKind::Structured(_) => model::render(scope, ty),
            TypeKind::Enum(enumeration) => enumeration::render(scope, ty, enumeration),
            TypeKind::IntegerEnum(members) => integer_enum::render(scope, ty, members),
            TypeKind::OneOf(one) => one_of::render(scope, ty, one),
            TypeKind::Map(_) | TypeKind::List(_) => TokenStream::new(),
        },
        Item::Polymorphic(ty) => polymorphic::render(scope, ty),
        Item::Resource(one) => resource::render(scope, one, paths),
        Item::Parameters(one) => operation::parameters(scope, name, one),
        Item::PathPrefix(template, place) => plain::place(scope, name, template, place),
        Item::Options(template, call) => plain::options(scope, name, template, call),
        Item::Answers(call) => plain::answers(scope, name, call),
    }
}
