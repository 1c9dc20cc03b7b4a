//! Who may make which request: the sets of permissions, each once, and the table that finds them by path.

mod documented;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Api;
use graphwright_api::permissions::{Hashed, Permissions, RequestFunction, Row, Scopes};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ident::ident;
use crate::names;

/// The permissions of a crate.
#[derive(Default)]
pub(crate) struct Known<'a> {
    table: Hashed<'a>,
    by_function: BTreeMap<&'a RequestFunction, Rows<'a>>,
}

/// The rows of one request function.
#[derive(Default)]
struct Rows<'a> {
    /// Those of paths whose keys are open.
    open: Vec<&'a Row>,
    /// Those of paths with a key that is written out.
    of_keys: Vec<&'a Row>,
}

impl<'a> Known<'a> {
    /// Returns what is known of the requests of `api`.
    ///
    /// # Errors
    /// As [`Permitted::hashed`](graphwright_api::permissions::Permitted::hashed).
    pub(crate) fn new(api: &'a Api) -> Result<Self, String> {
        let mut by_function: BTreeMap<&RequestFunction, Rows<'_>> = BTreeMap::new();
        for (template, row) in api.permissions.rows() {
            for function in &row.functions {
                let rows = by_function.entry(function).or_default();
                match template.has_key() {
                    true => rows.of_keys.push(row),
                    false => rows.open.push(row),
                }
            }
        }
        let table = api.permissions.hashed()?;
        Ok(Self { table, by_function })
    }

    /// Returns whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.rows.is_empty()
    }

    /// The module of the sets and the table.
    pub(crate) fn render(&self) -> TokenStream {
        let sets: BTreeSet<&Permissions> = self.table.rows.iter().map(|(_, set)| *set).collect();
        let least: Vec<&str> = sets.iter().map(|set| first(set)).collect();
        let names: Vec<_> = names::permissions(&least)
            .iter()
            .map(|one| ident(one))
            .collect();
        let items = sets.iter().zip(&names).map(|(set, name)| {
            let work = scopes(&set.delegated_work);
            let personal = scopes(&set.delegated_personal);
            let application = scopes(&set.application);
            quote! {
                static #name: graphwright::Permissions = graphwright::Permissions {
                    delegated_work: #work,
                    delegated_personal: #personal,
                    application: #application,
                };
            }
        });
        let names: BTreeMap<_, _> = sets.iter().zip(&names).collect();
        let seed = hash(self.table.seed);
        let keys = self.table.keys.iter().map(|one| hash(*one));
        let rows = self.table.rows.iter().map(|(one, set)| {
            let (hash, name) = (hash(*one), names[set]);
            quote!((#hash, &#name))
        });
        quote! {
            /// Who may make which request: by the hash of its path, with keys and arguments left open, and method.
            pub(crate) static TABLE: graphwright::PermissionTable = graphwright::PermissionTable::new(
                #seed,
                &[#(#keys),*],
                &[#(#rows),*],
            );

            #(#items)*
        }
    }
}

fn hash(hash: u64) -> TokenStream {
    let digits = format!("{hash:016x}");
    let digits: Vec<&str> = (0..4).map(|at| &digits[4 * at..4 * at + 4]).collect();
    let text = format!("0x{}", digits.join("_"));
    let literal: Option<Literal> = text.parse().ok();
    quote!(#literal)
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
