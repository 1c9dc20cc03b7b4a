//! One type that names all models of a crate which has many.
//!
//! The compiler finds out what dropping a value does along the types of its fields: the last field comes first, it
//! goes on from there, and after 64 types in a row it gives up (E0320), in the crate itself and in every crate that
//! uses the type. No type is looked up twice. So the last field of each model names this type, behind which all are
//! come across at once, before any is followed further. It costs the compiler nothing that it would not do anyway.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::is_structured;
use crate::{Scope, docs, rust_type};

/// The most types that lie in a row at all, with room for those that a user's own types lead through.
const FEW: usize = 40;

/// Returns whether models name the type of all models.
pub(crate) fn are_many(scope: &Scope<'_>) -> bool {
    scope.api.types.len() + scope.api.variants.len() > FEW
}

/// The type of what a model has besides its fields.
pub(crate) fn additional(scope: &Scope<'_>) -> TokenStream {
    match are_many(scope) {
        true => quote!(graphwright::AdditionalOf<crate::all_models::AllModels>),
        false => quote!(graphwright::Additional),
    }
}

/// The file of that type.
pub(crate) fn render(scope: &Scope<'_>) -> TokenStream {
    let types = scope.names.types.iter();
    let models = types.filter(|(name, _)| is_structured(scope.api, name));
    let models = models.map(|(_, name)| rust_type::path(name));
    let module = docs::inner([docs::sentence("All models, named in one place.")]);
    let doc = docs::comment([docs::sentence(
        "All models. There is no such value: a model names this type so that the compiler comes across all of \
         them at once, and does not give up on a chain of more than 64 (E0320).",
    )]);
    quote! {
        #module

        #doc
        pub struct AllModels(#(pub #models),*);
    }
}
