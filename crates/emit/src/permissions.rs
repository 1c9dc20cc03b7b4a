//! The sets of permissions that requests of a crate need, each once.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::permissions::{Permissions, Scopes};
use graphwright_api::{Api, Verb};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
use crate::ident::ident;
use crate::{docs, names, operation, resource};

/// The constant of each set.
pub(crate) type Constants = BTreeMap<Permissions, String>;

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
    let sets: BTreeSet<&Permissions> = all.collect();
    let least: Vec<&str> = sets.iter().map(|set| first(set)).collect();
    let idents = names::permissions(&least);
    sets.into_iter().cloned().zip(idents).collect()
}

/// The permission that a set is called after.
fn first(set: &Permissions) -> &str {
    let callers = [
        &set.delegated_work,
        &set.delegated_personal,
        &set.application,
    ];
    let mut all = callers
        .iter()
        .flat_map(|one| one.least.iter().chain(&one.others));
    all.next().map_or("none", String::as_str)
}

/// The expression for a set that an operation needs.
pub(crate) fn expression(constants: &Constants, set: Option<&Permissions>) -> TokenStream {
    match set.and_then(|set| constants.get(set)) {
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
    let items = constants.iter().map(|(set, constant)| {
        let ident = ident(constant);
        let work = scopes(&set.delegated_work);
        let personal = scopes(&set.delegated_personal);
        let application = scopes(&set.application);
        quote! {
            pub(crate) const #ident: &graphwright::Permissions = &graphwright::Permissions {
                delegated_work: #work,
                delegated_personal: #personal,
                application: #application,
            };
        }
    });
    quote!(#(#items)*)
}

fn scopes(scopes: &Scopes) -> TokenStream {
    let Scopes {
        least,
        others,
        also,
    } = scopes;
    if least.is_empty() && others.is_empty() {
        return quote!(graphwright::Scopes::NONE);
    }
    let also = also
        .iter()
        .map(|(name, also)| quote!((#name, &[#(#also),*])));
    let also: Vec<TokenStream> = also.collect();
    let also = (!also.is_empty()).then(|| quote!(.requiring(&[#(#also),*])));
    quote!(graphwright::Scopes::new(&[#(#least),*], &[#(#others),*]) #also)
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
    let callers = [
        ("delegated, work or school account", &set.delegated_work),
        (
            "delegated, personal Microsoft account",
            &set.delegated_personal,
        ),
        ("application", &set.application),
    ];
    let ordered = callers.iter().all(|(_, scopes)| is_ordered(scopes));
    let rows = callers.iter().map(|(caller, scopes)| {
        let cell = match (scopes.least.is_empty(), scopes.others.is_empty()) {
            (true, true) => "not supported".to_owned(),
            _ if ordered => listed(scopes, scopes.least.iter().chain(&scopes.others)),
            (true, false) => {
                let others = listed(scopes, &scopes.others);
                format!("{others}; none is marked as least privileged")
            }
            (false, true) => format!("least privileged: {}", listed(scopes, &scopes.least)),
            (false, false) => format!(
                "least privileged: {}; others that suffice: {}",
                listed(scopes, &scopes.least),
                listed(scopes, &scopes.others)
            ),
        };
        format!("| {caller} | {cell} |")
    });
    let head = ["| caller | permissions |", "|---|---|"].map(str::to_owned);
    let intro = match ordered {
        true => "One of these, from least to most privileged:",
        false => "Any one of these suffices:",
    };
    [
        Block::Lines(vec![title.to_owned()]),
        docs::sentence(intro),
        Block::Lines(head.into_iter().chain(rows).collect()),
    ]
}

/// Whether the data says which of them is more privileged than which.
fn is_ordered(scopes: &Scopes) -> bool {
    scopes.least.len() <= 1 && scopes.others.len() <= 1 && scopes.also.is_empty()
}

/// Each of `names` with what it takes besides.
fn listed<'a>(scopes: &Scopes, names: impl IntoIterator<Item = &'a String>) -> String {
    let code = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| docs::code(name)).collect();
        names.join(" or ")
    };
    let all = names.into_iter().map(|name| match scopes.also.get(name) {
        Some(also) => format!("{} with {}", docs::code(name), code(also)),
        None => docs::code(name),
    });
    all.collect::<Vec<_>>().join(", ")
}
