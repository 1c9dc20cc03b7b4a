//! The sets of permissions that requests of a crate need, each once.

use std::collections::BTreeMap;

use graphwright_api::Api;
use graphwright_api::permissions::Permissions;
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
use crate::ident::ident;
use crate::{docs, names};

/// The constant of each set, by what is in it.
pub(crate) type Constants = BTreeMap<Key, String>;

/// A set in the order of its least privileged permissions.
pub(crate) type Key = (Vec<String>, Vec<String>, Vec<String>);

/// The constants that `api` needs.
pub(crate) fn constants(api: &Api) -> Constants {
    let own = api
        .resources
        .values()
        .flat_map(|resource| resource.own.values())
        .map(|own| &own.permissions);
    let keys: BTreeMap<Key, ()> = own
        .chain(api.all_operations().map(|one| &one.permissions))
        .flatten()
        .map(|set| (key(set), ()))
        .collect();
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
            quote!(&crate::permissions::#constant)
        }
        None => quote!(&graphwright::Permissions::UNKNOWN),
    }
}

/// The module of the constants.
pub(crate) fn render(constants: &Constants) -> TokenStream {
    let items = constants
        .iter()
        .map(|((work, personal, application), constant)| {
            let ident = ident(constant);
            quote! {
                pub(crate) const #ident: graphwright::Permissions = graphwright::Permissions {
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
        Block::Lines(vec!["# Permissions".to_owned()]),
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
