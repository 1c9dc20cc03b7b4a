//! The client of a service that is not OData's.

use graphwright_api::rest::{Scheme, SignIn, Within};
use proc_macro2::TokenStream;
use quote::quote;

use super::{call, segment};
use crate::{Scope, docs, names};

/// The client, with what stands at the service root.
pub(crate) fn client(scope: &Scope<'_>) -> TokenStream {
    let rest = &scope.api.rest;
    let place = &rest.places[""];
    let names = names::place_of_client(scope.api, place);
    let receiver = quote!(self.0.root_resource());
    let children = segment::children(scope, "", &receiver, &names.children);
    let calls = call::methods(scope, "", place, &receiver, &names.calls);
    let first = rest.sign_in.first();
    let sign_in = first.map_or_else(
        || quote!(graphwright::SignIn::Bearer),
        |one| scheme(&one.scheme),
    );
    let from_doc = docs::comment([docs::sentence(match first {
        Some(one) => format!(
            "Signs in by {}: {}.",
            docs::code(&one.name),
            words(&one.scheme)
        ),
        None => {
            "The description does not say how to sign in: what the credential gives is sent as a \
                 bearer token, and nothing with `graphwright::Anonymous`."
                .to_owned()
        }
    })]);
    let others = rest.sign_in.iter().skip(1).zip(&names.sign_in);
    let others = others.map(|(one, method)| {
        let mut doc = docs::text(&one.doc);
        doc.push(docs::sentence(format!(
            "The client that signs in by {}: {}.",
            docs::code(&one.name),
            words(&one.scheme)
        )));
        let (doc, scheme) = (docs::comment(doc), scheme(&one.scheme));
        quote! {
            #doc
            pub fn #method(core: graphwright::Client) -> Self {
                Self(graphwright::ServiceClient::plain(core, crate::SERVICE_ROOT, #scheme))
            }
        }
    });
    let doc = docs::comment(about(first));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct Client(graphwright::ServiceClient);

        #from_doc
        impl From<graphwright::Client> for Client {
            fn from(core: graphwright::Client) -> Self {
                Self(graphwright::ServiceClient::plain(core, crate::SERVICE_ROOT, #sign_in))
            }
        }

        impl Client {
            /// The client of the same service at another URL, that paths are relative to.
            pub fn at(core: graphwright::Client, service_root: &str) -> Self {
                Self(graphwright::ServiceClient::plain(core, service_root, #sign_in))
            }

            #(#others)*

            #children

            #calls

            /// A request that no description has: the way out. `path` is relative to the service
            /// root.
            #[inline]
            pub fn request(&self, method: graphwright::Method, path: &str) -> graphwright::Request<graphwright::serde_json::Value> {
                self.0.request(method, path)
            }
        }
    }
}

fn about(first: Option<&SignIn>) -> Vec<docs::Block> {
    let mut doc = vec![docs::sentence(
        "The client of this service. Cloning it is cheap, and all clients made of one \
         `graphwright::Client` share its sign-in and connections.",
    )];
    doc.extend(first.into_iter().flat_map(|one| docs::text(&one.doc)));
    doc
}

fn scheme(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Bearer => quote!(graphwright::SignIn::Bearer),
        Scheme::Basic => quote!(graphwright::SignIn::Basic),
        Scheme::ApiKey(Within::Query, name) => quote!(graphwright::SignIn::Query(#name)),
        Scheme::ApiKey(Within::Cookie, name) => quote!(graphwright::SignIn::Cookie(#name)),
        Scheme::ApiKey(_, name) => quote!(graphwright::SignIn::Header(#name)),
    }
}

/// Where what the credential gives is put.
fn words(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => "what the credential gives is sent as a bearer token".to_owned(),
        Scheme::Basic => {
            "`graphwright::StaticToken::basic` makes a credential of user and password".to_owned()
        }
        Scheme::ApiKey(within, name) => {
            let place = match within {
                Within::Query => "in the query as",
                Within::Cookie => "in the cookie",
                Within::Header | Within::Path => "in the header",
            };
            format!(
                "what the credential gives is the key, {place} {}",
                docs::code(name)
            )
        }
    }
}
