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
    let variants = names::variants(&wire);
    let mut doc = docs::text(&ty.doc);
    doc.push(docs::sentence(format!("{}.", docs::code(name))));
    let doc = docs::comment(doc);
    let docs = enumeration.members.iter().map(|member| {
        let mut doc = docs::text(&member.doc);
        if doc.is_empty() {
            doc.push(docs::sentence(format!("{}.", docs::code(&member.name))));
        }
        docs::comment(doc)
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#docs #variants,)*
            /// A member that the description does not list, as the service wrote it.
            Unrecognized(Box<str>),
        }

        impl graphwright::Enumeration for #ident {
            const NAME: &'static str = #name;
            const MEMBERS: &'static [&'static str] = &[#(#wire),*];

            fn from_name(name: &str) -> Self {
                match name {
                    #(#wire => Self::#variants,)*
                    _ => Self::Unrecognized(name.into()),
                }
            }

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #wire,)*
                    Self::Unrecognized(name) => name,
                }
            }
        }

        graphwright::enumeration!(#ident);
    }
}
