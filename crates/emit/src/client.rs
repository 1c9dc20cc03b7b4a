//! The client of a crate and the crate's root module.

use graphwright_api::EnumLiterals;
use proc_macro2::TokenStream;
use quote::quote;

use crate::operation::{self, Caller};
use crate::resource::Led;
use crate::{Scope, all_models, docs, names, plain, print, resource};

/// The client, with a method for each entity set, singleton and unbound operation.
pub(crate) fn render(scope: &Scope<'_>) -> TokenStream {
    if !scope.api.plain.is_empty() {
        return plain::client(scope);
    }
    let conventions = conventions(scope);
    let permissions = (!scope.permissions.is_empty())
        .then(|| quote!(.with_permissions(&crate::permissions::TABLE)));
    let roots = &scope.api.roots;
    let names = names::client(scope.api);
    let caller = Caller {
        scope,
        target: None,
        path: "",
        receiver: quote!(self.0.root_resource()),
    };
    let operations = operation::methods(&caller, &scope.api.operations, &names.operations);
    let methods = roots
        .iter()
        .zip(&names.roots)
        .filter_map(|((name, root), method)| {
            let led = Led::by_way(scope, &root.target, root.offers, &root.options)?;
            let ty = led.ty();
            let place = led.at(&quote!(self.0.root_resource().segment(#name)));
            let kind = if root.target.collection {
                "entity set"
            } else {
                "singleton"
            };
            let sentence = format!("The {kind} {}.", docs::code(name));
            let doc = docs::comment(resource::text_or(&root.doc, &sentence));
            Some(quote! {
                #doc
                #[inline]
                pub fn #method(&self) -> #ty {
                    #place
                }
            })
        });
    let undescribed = undescribed();
    quote! {
        /// The client of this service. Cloning it is cheap, and all clients made of one
        /// `graphwright::Client` share its sign-in and connections.
        #[derive(Clone, Debug)]
        pub struct Client(graphwright::ServiceClient);

        impl From<graphwright::Client> for Client {
            fn from(core: graphwright::Client) -> Self {
                Self(graphwright::ServiceClient::new(core, crate::SERVICE_ROOT) #conventions #permissions)
            }
        }

        impl Client {
            #(#methods)*

            #operations

            #undescribed
        }
    }
}

/// The requests of a client that no description has.
pub(crate) fn undescribed() -> TokenStream {
    quote! {
        /// A request that no description has. `path` is relative to the service root, or a URL of the service's
        /// own origin, such as a link that was kept.
        #[inline]
        pub fn request(&self, method: graphwright::Method, path: &str) -> graphwright::Request<graphwright::serde_json::Value> {
            self.0.request(method, path)
        }

        /// A request to a URL that carries its own permission, such as an upload, monitor or download URL that the
        /// service gave. Neither a token nor a cookie goes there.
        #[inline]
        pub fn pre_authenticated(&self, method: graphwright::Method, url: &str) -> graphwright::Request<graphwright::serde_json::Value> {
            self.0.pre_authenticated(method, url)
        }
    }
}

/// What gives the client conventions that are not those of OData.
fn conventions(scope: &Scope<'_>) -> TokenStream {
    let stated = &scope.options.conventions;
    let short = match stated.enum_literals(scope.api) {
        EnumLiterals::Qualified => quote!(),
        EnumLiterals::Short => quote!(.enum_literals(graphwright::EnumLiterals::Short)),
    };
    let texts = match stated.ieee754_compatible {
        false => quote!(),
        true => quote!(.ieee754_compatible(true)),
    };
    match short.is_empty() && texts.is_empty() {
        true => quote!(),
        false => quote!(.with_conventions(graphwright::Conventions::ODATA #short #texts)),
    }
}

/// The root module; `has_scripts` says whether identifiers have letters that are not ASCII.
pub(crate) fn lib(scope: &Scope<'_>, service_root: &str, has_scripts: bool) -> String {
    // The compiler can be told of these for a whole crate alone.
    let alike = has_scripts.then(|| {
        let reason = "the names are those of the description, whichever letters look alike";
        quote!(#![allow(confusable_idents, mixed_script_confusables, reason = #reason)])
    });
    let all_models = all_models::are_many(scope).then(|| {
        quote!(
            #[doc(hidden)]
            pub mod all_models;
        )
    });
    let has_permissions = !scope.permissions.is_empty();
    let permissions = has_permissions.then(|| {
        quote!(
            mod permissions;
        )
    });
    let offers = scope.api.plain.is_empty().then(|| {
        quote!(
            pub mod offers;
        )
    });
    let doc = docs::inner(
        [docs::sentence(format!("A typed client for {}.", docs::code(service_root))),
         docs::sentence("Start with [`Client`]: it leads to [`resources`], whose methods make requests; what \
                         requests and responses carry are [`models`]. Errors, pages and patches are those of \
                         [`graphwright`]."),
        ].into_iter().chain(scope.options.notes.iter().flat_map(|note| docs::text(note))),
    );
    let lib = quote! {
        #doc
        #![warn(missing_docs)]
        #alike

        #all_models
        mod client;
        pub mod models;
        #offers
        #permissions
        pub mod resources;

        pub use client::Client;
        pub use graphwright;

        /// The URL that all paths are relative to.
        pub const SERVICE_ROOT: &str = #service_root;
    };
    print::file(lib)
}
