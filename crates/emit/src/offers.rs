//! What ways offer, as types: the module `offers` of a crate, and what methods ask of these types.

use std::collections::BTreeMap;

use graphwright_api::{Api, Offers, OwnKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{docs, names};

/// The bound that the method for a standard operation has.
pub(crate) fn required(kind: OwnKind) -> TokenStream {
    let offered = names::offered(kind);
    quote!(where O: crate::offers::#offered)
}

/// The module: a type for each set of operations that a way of `api` offers, and for what is left of it behind a
/// cast.
pub(crate) fn render(api: &Api) -> TokenStream {
    let mut types: BTreeMap<Ident, Offers> = BTreeMap::new();
    for offers in ways(api) {
        for offers in [offers, offers.cast()] {
            types.insert(names::offers(offers), offers);
        }
    }
    let rows = types.iter().map(|(name, offers)| {
        let offered = offers.kinds().map(names::offered);
        let cast = names::offers(offers.cast());
        quote!(#name(#(#offered),*) as #cast)
    });
    let doc = docs::inner([
        docs::sentence(
            "What ways to resources offer: the types that stand for `O` in [`resources`](crate::resources).",
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

/// What each way of `api` to a resource offers.
fn ways(api: &Api) -> impl Iterator<Item = Offers> {
    let resources = || api.resources.values();
    let navigation = resources().flat_map(|one| one.navigation.values());
    let properties = resources().flat_map(|one| one.properties.values());
    let roots = api
        .roots
        .values()
        .map(|root| (Some(&root.target), root.offers));
    let navigation = navigation.map(|one| (Some(&one.target), one.offers));
    let calls = api
        .all_operations()
        .map(|one| (one.composes.as_ref(), one.offers));
    let led = roots.chain(navigation).chain(calls);
    let led = led.filter(|(target, _)| target.is_some_and(|to| api.resources.contains_key(to)));
    let values = properties.filter(|one| {
        one.target()
            .is_some_and(|to| api.resources.contains_key(&to))
    });
    led.map(|(_, offers)| offers)
        .chain(values.map(|one| one.offers))
}
