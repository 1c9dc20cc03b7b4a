//! Renders a service that is not OData's: a resource for each place, whose methods lead on or are
//! calls.

mod answer;
mod argument;
mod call;
mod client;
#[cfg(feature = "calls")]
mod methods;
mod segment;

use graphwright_api::plain::{Call, CallParameter, Content, PathPrefix};
use graphwright_api::secrets;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use crate::model::SECRET;
use crate::names::{self, ItemName};
use crate::{Scope, docs, resource, rust_type};

pub(crate) use answer::{answers, gives};
pub(crate) use client::client;
#[cfg(feature = "calls")]
pub use methods::{Argument, BodyArgument, CallMethod, Given, Read, call_methods};

/// The resource of a place.
pub(crate) fn place(
    scope: &Scope<'_>,
    name: &ItemName,
    template: &str,
    place: &PathPrefix,
) -> TokenStream {
    let ident = name.ident();
    let names = names::place(scope.api, template, place);
    let children = segment::children(scope, template, &quote!(self.0), &names.children);
    let calls = call::methods(scope, template, place, &quote!(self.0), &names.calls);
    let doc = docs::comment([docs::sentence(format!(
        "What stands at {}.",
        docs::code(template)
    ))]);
    let every = resource::of_every_resource();
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #ident(pub(crate) graphwright::Resource);

        impl #ident {
            #children

            #calls

            #every
        }
    }
}

/// One of the methods of a call: by what it sends, and by what it asks for.
#[derive(Clone, Copy)]
pub(crate) struct MethodVariant<'a> {
    /// The body that it sends, if any.
    pub(crate) body: Option<&'a Content>,
    /// The response that it asks for in place of the default.
    pub(crate) answer: Option<&'a Content>,
}

/// The methods of a call: the usual one, one for each other kind of body, and one for each other kind
/// of answer.
pub(crate) fn ways(call: &Call) -> Vec<MethodVariant<'_>> {
    let usual = call.bodies.first();
    let way = |body, answer| MethodVariant { body, answer };
    let bodies = call.bodies.iter().skip(1);
    let answers = answer::others(call).into_iter();
    std::iter::once(way(usual, None))
        .chain(bodies.map(|body| way(Some(body), None)))
        .chain(answers.map(|answer| way(usual, Some(answer))))
        .collect()
}

/// Returns whether a call can be given anything besides.
pub(crate) fn has_options(call: &Call) -> bool {
    call.parameters.iter().any(|one| !one.required)
}

/// The struct of what a call can be given besides.
pub(crate) fn options(
    scope: &Scope<'_>,
    name: &ItemName,
    template: &str,
    call: &Call,
) -> TokenStream {
    let ident = name.ident();
    let all: Vec<_> = call.parameters.iter().filter(|one| !one.required).collect();
    let wire: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let fields = names::options(&wire);
    let types = all.iter().map(|one| rust_type::value(scope, &one.ty));
    let field_docs = all.iter().map(|one| {
        let mut doc = docs::text(&one.doc);
        if doc.is_empty() {
            doc.push(docs::sentence(format!("{}.", docs::code(&one.name))));
        }
        if one.deprecated {
            doc.push(docs::sentence("Deprecated."));
        }
        if secrets::is_secret_parameter(scope.api, one) {
            doc.push(docs::sentence(SECRET));
        }
        docs::comment(doc)
    });
    let doc = docs::comment([docs::sentence(format!(
        "What {} can be given besides; each is left out unless it is set.",
        docs::code(&format!("{} {template}", call.method))
    ))]);
    let shown = debug(scope, &ident, &all, &fields);
    let derived = match shown.is_some() {
        true => quote!(Clone, Default, PartialEq),
        false => quote!(Clone, Debug, Default, PartialEq),
    };
    quote! {
        #doc
        #[derive(#derived)]
        pub struct #ident {
            #(#field_docs pub #fields: Option<#types>,)*
        }

        #shown
    }
}

/// Returns how parameters are shown where a value of one is a secret: whether that is there, and no more.
fn debug(
    scope: &Scope<'_>,
    ident: &Ident,
    all: &[&CallParameter],
    fields: &[Ident],
) -> Option<TokenStream> {
    let is_secret = |one: &&CallParameter| secrets::is_secret_parameter(scope.api, one);
    if !all.iter().any(is_secret) {
        return None;
    }
    let shown = all.iter().zip(fields).map(|(one, field)| {
        let name = field.unraw().to_string();
        match is_secret(one) {
            true => quote!(.field(#name, &self.#field.as_ref().map(|_| format_args!("…")))),
            false => quote!(.field(#name, &self.#field)),
        }
    });
    let name = ident.to_string();
    Some(quote! {
        /// Shows no secrets.
        impl std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#name) #(#shown)* .finish()
            }
        }
    })
}
