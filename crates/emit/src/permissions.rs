//! The sets of permissions that requests of a crate need, each once.

use std::collections::BTreeMap;

use graphwright_api::permissions::Permissions;
use graphwright_api::{Api, Verb};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
use crate::ident::ident;
use crate::{docs, names, operation, resource};

/// The constant of each set, by what is in it.
pub(crate) type Constants = BTreeMap<Key, String>;

/// A set in the order of its least privileged permissions.
pub(crate) type Key = (Vec<String>, Vec<String>, Vec<String>);

/// The constants that the requests of `api` name.
pub(crate) fn constants(api: &Api) -> Constants {
    let resources = || api.resources.values();
    let own = resources().flat_map(|resource| resource.own.values());
    let own = own.filter_map(|own| own.permissions.as_ref());
    let invoked = api.all_operations();
    // A resource is asked by its own requests, so a method that only gives one needs no constant.
    let invoked = invoked.filter(|one| operation::addressed(api, one).is_none());
    let invoked = invoked.filter_map(|one| one.permissions.as_ref());
    let properties = resources().flat_map(|resource| resource.properties.values());
    let properties = properties.filter(|one| resource::addressed(api, one).is_none());
    let properties = properties.flat_map(|property| property.permissions.values());
    let streams = resources().flat_map(|resource| resource.streams.values());
    let streams = streams.flat_map(|stream| stream.permissions.values());
    let all = own.chain(invoked).chain(properties).chain(streams);
    let keys: BTreeMap<Key, ()> = all.map(|set| (key(set), ())).collect();
    let least: Vec<&str> = keys
        .keys()
        .map(|(work, personal, application)| {
            let first = work.first().or(personal.first()).or(application.first());
            first.map_or("none", String::as_str)
        })
        .collect();
    let idents = names::permissions(&least);
    keys.into_keys().zip(idents).collect()
}

fn key(set: &Permissions) -> Key {
    (
        set.delegated_work.clone(),
        set.delegated_personal.clone(),
        set.application.clone(),
    )
}

/// The expression for a set that an operation needs.
pub(crate) fn expression(constants: &Constants, set: Option<&Permissions>) -> TokenStream {
    match set.and_then(|set| constants.get(&key(set))) {
        Some(constant) => {
            let constant = ident(constant);
            quote!(crate::permissions::#constant)
        }
        None => quote!(graphwright::Permissions::UNKNOWN),
    }
}

/// The expression for who may do what by each method; `None` where nothing is known.
pub(crate) fn access(
    constants: &Constants,
    sets: &BTreeMap<Verb, Permissions>,
) -> Option<TokenStream> {
    if sets.is_empty() {
        return None;
    }
    let fields = sets.iter().map(|(verb, set)| {
        let set = expression(constants, Some(set));
        match verb {
            Verb::Get => quote!(get: #set),
            Verb::Put => quote!(put: #set),
            Verb::Patch => quote!(patch: #set),
            Verb::Delete => quote!(delete: #set),
        }
    });
    let rest = (sets.len() < Verb::ALL.len()).then(|| quote!(, ..graphwright::Access::UNKNOWN));
    Some(quote!(graphwright::Access { #(#fields),* #rest }))
}

/// The module of the constants.
pub(crate) fn render(constants: &Constants) -> TokenStream {
    let items = constants
        .iter()
        .map(|((work, personal, application), constant)| {
            let ident = ident(constant);
            quote! {
                pub(crate) const #ident: &graphwright::Permissions = &graphwright::Permissions {
                    delegated_work: &[#(#work),*],
                    delegated_personal: &[#(#personal),*],
                    application: &[#(#application),*],
                };
            }
        });
    quote!(#(#items)*)
}

/// A section for the documentation of a request function.
pub(crate) fn section(set: &Permissions) -> [Block; 3] {
    titled("# Permissions", set)
}

/// A section for each method of what has a URL of its own.
pub(crate) fn sections(sets: &BTreeMap<Verb, Permissions>) -> Vec<Block> {
    let sections = sets.iter().flat_map(|(verb, set)| {
        let title = format!("# Permissions for {}", verb.method());
        titled(&title, set)
    });
    sections.collect()
}

fn titled(title: &str, set: &Permissions) -> [Block; 3] {
    let row = |caller: &str, names: &[String]| {
        let listed = names
            .iter()
            .map(|name| docs::code(name))
            .collect::<Vec<_>>()
            .join(", ");
        format!(
            "| {caller} | {} |",
            if listed.is_empty() {
                "not supported"
            } else {
                &listed
            }
        )
    };
    [
        Block::Lines(vec![title.to_owned()]),
        docs::sentence("One of these, from least to most privileged:"),
        Block::Lines(vec![
            "| caller | permissions |".to_owned(),
            "|---|---|".to_owned(),
            row("delegated, work or school account", &set.delegated_work),
            row(
                "delegated, personal Microsoft account",
                &set.delegated_personal,
            ),
            row("application", &set.application),
        ]),
    ]
}
