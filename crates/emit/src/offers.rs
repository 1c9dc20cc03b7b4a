//! Renders the offers of ways as types: the module `offers` of a crate, and what methods ask of these types.

use std::collections::BTreeMap;

use graphwright_api::{Api, Offers, QueryOptions, StandardOperationKind, Target};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{docs, names};

/// The trait that a way has which offers the operation.
pub(crate) fn bound(kind: StandardOperationKind) -> TokenStream {
    let offered = names::offered(kind);
    quote!(crate::offers::#offered)
}

/// The module: a type for each set of operations that a way of `api` offers, and for what is left of it behind a
/// cast.
pub(crate) fn render(api: &Api) -> TokenStream {
    let mut types: BTreeMap<Ident, (Offers, QueryOptions)> = BTreeMap::new();
    for (_, offers, options) in ways(api) {
        for (offers, options) in [(offers, options.clone()), (offers.cast(), options.cast())] {
            types.insert(names::offers(offers, &options), (offers, options));
        }
    }
    let rows = types.iter().map(|(name, (offers, options))| {
        // What requires options has a method of its own, which this type alone has.
        let plain =
            |kind: &StandardOperationKind| !options.of(*kind).iter().any(|one| one.required);
        let offered = offers.kinds().filter(plain).map(names::offered);
        let cast = names::offers(offers.cast(), &options.cast());
        let more = described(*offers, options);
        quote!(#name(#(#offered),*) as #cast #(#more)*)
    });
    let doc = docs::inner([
        docs::sentence(
            "What ways to resources offer: the types that stand for `O` in [`crate::resources`].",
        ),
        docs::sentence(
            "A type is called after the standard operations that the last step of a path offers, and has \
                        the trait of each. A function that takes a resource of any way asks for these traits.",
        ),
    ]);
    quote! {
        #doc
        pub use graphwright::offers::*;
        graphwright::offers!([#(#rows),*]);
    }
}

/// A line for each operation that takes query options of the service's own.
fn described(offers: Offers, options: &QueryOptions) -> Vec<String> {
    let taking = options.iter().filter(|(kind, _)| offers.contains(*kind));
    let mut all = Vec::new();
    for (kind, options) in taking {
        let method = docs::code(kind.name());
        for (verb, required) in [("requires", true), ("takes", false)] {
            let named = options.iter().filter(|one| one.required == required);
            let named: Vec<String> = named.map(|one| docs::code(&one.name)).collect();
            if !named.is_empty() {
                let noun = match named.len() {
                    1 => "query option",
                    _ => "query options",
                };
                let named = named.join(" and ");
                all.push(format!(" {method} {verb} the {noun} {named}."));
            }
        }
    }
    all
}

/// Each way of `api` to a resource that the crate has: to what, what it offers, and the query options of that.
pub(crate) fn ways(api: &Api) -> impl Iterator<Item = (Target, Offers, QueryOptions)> {
    let resources = || api.resources.values();
    let roots = api.roots.values();
    let roots = roots.map(|one| (Some(one.target.clone()), one.offers, one.options.clone()));
    let navigation = resources().flat_map(|one| one.navigation.values());
    let navigation =
        navigation.map(|one| (Some(one.target.clone()), one.offers, one.options.clone()));
    let properties = resources().flat_map(|one| one.properties.values());
    let properties = properties.map(|one| (one.target(), one.offers, one.options.clone()));
    let calls = api.all_operations();
    let calls = calls.map(|one| (one.composes.clone(), one.offers, QueryOptions::default()));
    let all = roots.chain(navigation).chain(properties).chain(calls);
    all.filter_map(|(target, offers, options)| {
        let target = target.filter(|to| api.resources.contains_key(to))?;
        Some((target, offers, options))
    })
}

/// The ways to each resource that take query options of the service's own, by the type that stands for them.
pub(crate) type Taking = BTreeMap<Target, BTreeMap<String, (Offers, QueryOptions)>>;

/// Follows the ways that take query options to the items, casts and paths of names behind them, which offer what the
/// way offers.
pub(crate) fn taking(api: &Api) -> Taking {
    let mut taking = Taking::new();
    let mut open: Vec<(Target, Offers, QueryOptions)> = ways(api).collect();
    while let Some((target, offers, options)) = open.pop() {
        let Some(resource) = api.resources.get(&target).filter(|_| !options.is_empty()) else {
            continue;
        };
        let known = taking.entry(target.clone()).or_default();
        let marker = names::offers(offers, &options).to_string();
        if known.insert(marker, (offers, options.clone())).is_some() {
            continue;
        }
        if target.collection {
            open.push((target.item(), offers, options.clone()));
        }
        for path in &resource.paths {
            open.push((path.target.clone(), offers, options.clone()));
        }
        for to in resource.casts.values() {
            open.push((to.clone(), offers.cast(), options.cast()));
        }
    }
    taking
}
