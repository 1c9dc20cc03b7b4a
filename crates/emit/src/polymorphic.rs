//! The enum over a declared type and the types derived from it.

use graphwright_api::TypeDef;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{Scope, docs, rust_type};

/// The enum over `ty` and the types derived from it that are told apart.
pub(crate) fn render(scope: &Scope<'_>, ty: &TypeDef) -> TokenStream {
    let ident = scope.names.polymorphic[&ty.name].ident();
    let derived = &scope.api.variants[&ty.name];
    let declared = ty.name.as_str();
    let own = &scope.names.types[&ty.name];
    let variants: Vec<Ident> = variants(scope, ty);
    let (own_variant, derived_variants) = (&variants[0], &variants[1..]);
    let own_path = rust_type::path(own);
    let paths: Vec<TokenStream> = derived
        .iter()
        .map(|name| rust_type::path(&scope.names.types[name]))
        .collect();
    let names = derived.iter().map(|name| name.as_str());
    let variant_docs = derived
        .iter()
        .map(|name| docs::comment([docs::sentence(format!("{}.", docs::code(name.as_str())))]));
    let own_doc = docs::comment([docs::sentence(format!(
        "{} itself, and every derived type that this crate does not have: its other members are kept in `additional`.",
        docs::code(declared)
    ))]);
    let mut doc = docs::text(&ty.doc);
    doc.push(docs::sentence(format!(
        "{} or a type derived from it, as `@odata.type` says.",
        docs::code(declared)
    )));
    let doc = docs::comment(doc);
    quote! {
        #doc
        #[non_exhaustive]
        pub enum #ident {
            #own_doc
            #own_variant(Box<#own_path>),
            #(#variant_docs #derived_variants(Box<#paths>),)*
        }

        graphwright::polymorphic!(#ident = #declared, #own_variant(#own_path), [#(#derived_variants(#paths) #names),*]);
    }
}

/// The variants: the declared type, then the derived ones. Types of several namespaces may share a
/// name, so each is named by what its struct is called where that is unique, else by all of it.
fn variants(scope: &Scope<'_>, ty: &TypeDef) -> Vec<Ident> {
    let all: Vec<_> = std::iter::once(&ty.name)
        .chain(&scope.api.variants[&ty.name])
        .collect();
    let items: Vec<_> = all.iter().map(|name| &scope.names.types[*name]).collect();
    let shared = |name: &str| items.iter().filter(|item| item.name == name).count() > 1;
    items
        .iter()
        .map(|item| {
            let name = if shared(&item.name) {
                crate::ident::upper_camel(&format!("{} {}", item.modules.join(" "), item.name))
            } else {
                item.name.clone()
            };
            crate::ident::ident(&name)
        })
        .collect()
}
