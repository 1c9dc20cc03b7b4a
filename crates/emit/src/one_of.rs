//! The enum over several types (OpenAPI `oneOf`, `anyOf`).

use graphwright_api::{OneOf, TypeDef, TypeKind, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::{Scope, docs, names, rust_type};

/// The enum of `ty`, and what tells its types apart.
pub(crate) fn render(scope: &Scope<'_>, ty: &TypeDef, one_of: &OneOf) -> TokenStream {
    let ident = scope.names.types[&ty.name].ident();
    let all = &one_of.alternatives;
    let wanted: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let variants = names::alternatives(&wanted);
    let types: Vec<TokenStream> = all
        .iter()
        .map(|one| rust_type::value(scope, &one.ty))
        .collect();
    let held = all
        .iter()
        .zip(&types)
        .map(|(one, ty)| match is_boxed(scope, &one.ty) {
            true => quote!(Box<#ty>),
            false => quote!(#ty),
        });
    let how = all.iter().map(|one| match is_boxed(scope, &one.ty) {
        true => quote!(boxed),
        false => quote!(plain),
    });
    let docs = all
        .iter()
        .map(|one| docs::comment([docs::sentence(format!("{}.", docs::code(&one.name)))]));
    let tags = all
        .iter()
        .map(|one| &one.tags)
        .map(|tags| quote!(tags(#(#tags),*)));
    let required = all
        .iter()
        .map(|one| &one.required)
        .map(|names| quote!(required(#(#names),*)));
    let tag = match &one_of.discriminator {
        Some(name) => quote!(by #name),
        None => quote!(),
    };
    let mut doc = docs::text(&ty.doc);
    let name = docs::code(ty.name.as_str());
    doc.push(docs::sentence(match &one_of.discriminator {
        Some(member) => format!(
            "{name}: one of several types, as {} says.",
            docs::code(member)
        ),
        None => format!("{name}: one of several types, the first that a value fits best."),
    }));
    let doc = docs::comment(doc);
    quote! {
        #doc
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #ident {
            #(#docs #variants(#held),)*
            /// Of none of these types, as the service wrote it.
            Unrecognized(graphwright::Json),
        }

        graphwright::one_of!(#ident #tag, [#(#variants #how(#types) #tags #required),*]);
    }
}

/// Whether a value is in a box: what may hold another of the same enum.
fn is_boxed(scope: &Scope<'_>, ty: &TypeRef) -> bool {
    let kind = ty.named().and_then(|name| scope.api.types.get(name));
    let kind = kind.map(|ty| &ty.kind);
    !ty.collection && matches!(kind, Some(TypeKind::Structured(_) | TypeKind::OneOf(_)))
}
