//! The client of a crate and the crate's root module.

use graphwright_api::{EnumLiterals, Offers, QueryOptions, StandardOperationKind, Target};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
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
        paths: vec![""],
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
            let sentence = format!("Returns the {kind} {}.", docs::code(name));
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
        /// Makes a request that the description does not have. `path` is relative to the service root, or a URL of the
        /// service's own origin, such as a link that was kept.
        #[inline]
        pub fn request(&self, method: graphwright::Method, path: &str) -> graphwright::Request<graphwright::serde_json::Value> {
            self.0.request(method, path)
        }

        /// Makes a request to a URL that carries its own permission, such as an upload, monitor or download URL that
        /// the service gave. Neither a token nor a cookie goes there.
        #[inline]
        pub fn pre_authenticated(&self, method: graphwright::Method, url: &str) -> graphwright::Request<graphwright::serde_json::Value> {
            self.0.pre_authenticated(method, url)
        }
    }
}

/// Renders the call that gives the client conventions that are not those of OData.
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

/// A program that asks for what a way near the root offers.
fn example(scope: &Scope<'_>) -> Vec<Block> {
    let api = scope.api;
    if !api.plain.is_empty() {
        return Vec::new();
    }
    let read = |target: &Target, offers: Offers, options: &QueryOptions| {
        let kind = StandardOperationKind::read(target.collection);
        let resource = api.resources.get(target)?;
        let is_offered = offers.contains(kind) && resource.standard.contains_key(&kind);
        let required = options.of(kind).iter().any(|one| one.required);
        (is_offered && !required).then(|| names::standard_method(kind))
    };
    let roots = || api.roots.values().zip(names::client(api).roots);
    let of_root = roots().find_map(|(root, name)| {
        let method = read(&root.target, root.offers, &root.options)?;
        Some(format!("client.{name}().{method}()"))
    });
    let of_property = || {
        let singletons = roots().filter(|(root, _)| !root.target.collection);
        let mut found = singletons.filter_map(|(root, name)| {
            let resource = api.resources.get(&root.target)?;
            let ways = resource.navigation.values();
            let mut ways = ways.zip(names::methods(resource).navigation);
            ways.find_map(|(on, property)| {
                let method = read(&on.target, on.offers, &on.options)?;
                Some(format!("client.{name}().{property}().{method}()"))
            })
        });
        found.next()
    };
    let request = of_root.or_else(of_property);
    let request =
        request.unwrap_or_else(|| "client.request(graphwright::Method::GET, \"/\")".to_owned());
    let package = scope.options.package.replace('-', "_");
    let lines = [
        "# Example".to_owned(),
        String::new(),
        "```no_run".to_owned(),
        format!("use {package}::{{Client, graphwright}};"),
        String::new(),
        "# async fn example() -> graphwright::Result<()> {".to_owned(),
        "let token = graphwright::StaticToken::new(\"a token of the service\");".to_owned(),
        "let client = Client::from(graphwright::Client::builder(token).build()?);".to_owned(),
        format!("let answer = {request}.send().await?;"),
        "println!(\"{answer:?}\");".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ];
    vec![Block::Lines(lines.to_vec())]
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
                         requests and responses carry are [`models`]. Pages and patches are those of \
                         [`graphwright`]."),
        ].into_iter()
            .chain(scope.options.notes.iter().flat_map(|note| docs::text(note)))
            .chain(example(scope))
            .chain([
                Block::Lines(vec!["# Errors".to_owned()]),
                docs::sentence("A request that is sent returns a [`graphwright::Error`] where it fails: \
                                [`graphwright::Error::kind`] says what went wrong."),
            ]),
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
