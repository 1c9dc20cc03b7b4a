//! The enum of an enumeration type.

use graphwright_api::{EnumType, TypeDef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{Scope, docs, names};

/// The enum of `ty` and its names on the wire.
pub(crate) fn render(scope: &Scope<'_>, ty: &TypeDef, enumeration: &EnumType) -> TokenStream {
    let ident = scope.names.types[&ty.name].ident();
    let name = ty.name.as_str();
    let wire: Vec<&str> = enumeration
        .members
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    let called = enumeration.members.iter();
    let called = called.map(|member| match member.label.is_empty() {
        true => member.name.as_str(),
        false => member.label.as_str(),
    });
    let variants = names::variants(&called.collect::<Vec<_>>());
    let mut doc = docs::text(&ty.doc);
    doc.push(docs::sentence(format!("{}.", docs::code(name))));
    let doc = docs::comment(doc);
    let docs = enumeration.members.iter().map(|member| {
        let mut doc = docs::text(&member.doc);
        if doc.is_empty() || !member.label.is_empty() {
            doc.push(docs::sentence(format!("{}.", docs::code(&member.name))));
        }
        docs::comment(doc)
    });
    quote! {
        #doc
        #[non_exhaustive]
        pub enum #ident {
            #(#docs #variants,)*
            /// A member that the description does not list, as the service wrote it.
            Unrecognized(Box<str>),
        }

        graphwright::enumeration!(#ident = #name, [#(#variants #wire),*]);
    }
}
