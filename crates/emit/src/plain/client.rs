//! The client of a service that is not OData's.

use graphwright_api::plain::{Call, Scheme, SecurityScheme, SignIn, Within};
use proc_macro2::TokenStream;
use quote::quote;

use super::{call, segment};
use crate::client::undescribed;
use crate::{Scope, docs, names};

/// The client, with what stands at the service root.
pub(crate) fn client(scope: &Scope<'_>) -> TokenStream {
    let plain = &scope.api.plain;
    let place = &plain.places[""];
    let names = names::place_of_client(scope.api, place);
    let receiver = quote!(self.0.root_resource());
    let children = segment::children(scope, "", &receiver, &names.children);
    let calls = call::methods(scope, "", place, &receiver, &names.calls);
    let first = plain.sign_in.first();
    let sign_in = first.map_or_else(
        || quote!(&[graphwright::SecurityScheme("", graphwright::SignIn::Bearer)]),
        way,
    );
    let from_doc = docs::comment([docs::sentence(match first {
        Some(way) => format!("Signs in by {}.", words(way)),
        None => {
            "The description does not say how to sign in: what the credential gives is sent as a \
                 bearer token, and nothing with `graphwright::Anonymous`."
                .to_owned()
        }
    })]);
    let others = plain.sign_in.iter().skip(1).zip(&names.sign_in);
    let others = others.map(|(one, method)| {
        let mut doc: Vec<docs::Block> = one.iter().flat_map(|one| docs::text(&one.doc)).collect();
        let words = words(one);
        doc.push(docs::sentence(format!(
            "The client that signs in by {words}."
        )));
        let (doc, way) = (docs::comment(doc), way(one));
        quote! {
            #doc
            pub fn #method(core: graphwright::Client) -> Self {
                Self(graphwright::ServiceClient::plain(core, crate::SERVICE_ROOT, #way))
            }
        }
    });
    let doc = docs::comment(about(first));
    let undescribed = undescribed();
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

            #undescribed
        }
    }
}

fn about(first: Option<&SignIn>) -> Vec<docs::Block> {
    let mut doc = vec![docs::sentence(
        "The client of this service. Cloning it is cheap, and all clients made of one \
         `graphwright::Client` share its sign-in and connections.",
    )];
    let schemes = first.into_iter().flatten();
    doc.extend(schemes.flat_map(|one| docs::text(&one.doc)));
    doc
}

/// The schemes of a way as the runtime describes them.
pub(super) fn way(way: &SignIn) -> TokenStream {
    let schemes = way.iter().map(|one| {
        let (name, place) = (&one.name, place(&one.scheme));
        quote!(graphwright::SecurityScheme(#name, #place))
    });
    quote!(&[#(#schemes),*])
}

fn place(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Bearer => quote!(graphwright::SignIn::Bearer),
        Scheme::Basic => quote!(graphwright::SignIn::Basic),
        Scheme::ApiKey(Within::Query, name) => quote!(graphwright::SignIn::Query(#name)),
        Scheme::ApiKey(Within::Cookie, name) => quote!(graphwright::SignIn::Cookie(#name)),
        Scheme::ApiKey(_, name) => quote!(graphwright::SignIn::Header(#name)),
    }
}

/// The schemes of a way, with where each secret comes from and is put.
fn words(way: &SignIn) -> String {
    let schemes = way.iter().enumerate().map(|(number, one)| {
        let name = docs::code(&one.name);
        match number {
            0 => format!("{name}: {}", words_of(one, "what the credential gives")),
            _ => {
                let given = "what `graphwright::ClientBuilder::credential_of` is given for it";
                format!("and {name}: {}", words_of(one, given))
            }
        }
    });
    schemes.collect::<Vec<_>>().join(", ")
}

/// Returns where what is given for a scheme is put.
fn words_of(scheme: &SecurityScheme, given: &str) -> String {
    match &scheme.scheme {
        Scheme::Bearer => format!("{given} is sent as a bearer token"),
        Scheme::Basic => {
            "`graphwright::StaticToken::basic` makes a credential of user and password".to_owned()
        }
        Scheme::ApiKey(within, name) => {
            let place = match within {
                Within::Query => "in the query as",
                Within::Cookie => "in the cookie",
                Within::Header | Within::Path => "in the header",
            };
            format!("{given} is the key, {place} {}", docs::code(name))
        }
    }
}

/// The schemes of each way to sign in for a call, with the scopes that it takes, where these are its own.
fn ways_of(call: &Call) -> Option<Vec<Vec<String>>> {
    if call.scopes.is_empty() {
        let ways = call.sign_in.as_ref()?.iter();
        let names = |way: &SignIn| way.iter().map(|one| docs::code(&one.name)).collect();
        return Some(ways.map(names).collect());
    }
    let scoped = call.scopes.iter().map(|way| {
        let schemes = way.iter().map(|(scheme, scopes)| {
            let scheme = docs::code(scheme);
            let listed: Vec<String> = scopes.iter().map(|one| docs::code(one)).collect();
            match listed.as_slice() {
                [] => scheme,
                [one] => format!("{scheme} (with the scope {one})"),
                [all @ .., last] => {
                    format!("{scheme} (with the scopes {} and {last})", all.join(", "))
                }
            }
        });
        schemes.collect()
    });
    Some(scoped.collect())
}

/// Returns what the documentation of a call says of sign-in and server, where these are its own.
pub(super) fn said(call: &Call) -> Vec<docs::Block> {
    let mut said = Vec::new();
    if let Some(ways) = ways_of(call) {
        let ways = ways.iter().map(|names| match names.is_empty() {
            true => "nothing".to_owned(),
            false => names.join(" and "),
        });
        let ways: Vec<String> = ways.collect();
        said.push(docs::sentence(match ways.is_empty() {
            true => "It is sent without a secret.".to_owned(),
            false => format!("It is signed in to by {}.", ways.join(", or by ")),
        }));
    }
    if let Some(server) = &call.server {
        said.push(docs::sentence(format!(
            "It goes to {}.",
            docs::code(server)
        )));
    }
    said
}
