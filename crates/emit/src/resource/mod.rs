//! The struct of a resource, with a method for each thing that can be asked of it.

mod address;
mod led;
mod options;
mod own;
mod references;
mod ways;

use std::collections::BTreeMap;

use graphwright_api::permissions::RequestFunction;
use graphwright_api::{Resource, Target};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
use crate::names::{self, MethodNames};
use crate::operation::{self, Caller};
use crate::{Scope, docs};

pub(crate) use led::{Led, path};
pub(crate) use options::Given;

/// The struct of `resource`.
pub(crate) fn render(
    scope: &Scope<'_>,
    resource: &Resource,
    paths: &BTreeMap<Target, String>,
) -> TokenStream {
    let ident = scope.names.resources[&resource.target].ident();
    let path = paths.get(&resource.target).map_or("", String::as_str);
    let methods = names::methods(resource);
    let what = if resource.target.collection {
        "A collection of"
    } else {
        "One"
    };
    let doc = docs::comment([
        docs::sentence(format!(
            "{what} {}, addressed by a path such as {}.",
            docs::code(resource.target.ty.as_str()),
            docs::code(path)
        )),
        docs::sentence("`O` says what the last step of the path [offers](crate::offers)."),
    ]);
    let renderer = Renderer {
        scope,
        resource,
        path,
        methods: &methods,
    };
    let items = [
        renderer.key(),
        renderer.alternate_keys(),
        renderer.paths(),
        renderer.own(),
        renderer.navigation(),
        renderer.properties(),
        renderer.streams(),
        renderer.casts(),
        renderer.operations(),
        renderer.options_of_calls(),
    ];
    let apart = [renderer.own_apart(), renderer.of_ways()];
    // Only an entity can be linked to, and not a collection or a complex value.
    let no_entity = resource.target.collection || scope.values.contains(&resource.target);
    let implementations = match no_entity {
        true => quote!(graphwright::resource!(#ident);),
        false => quote!(graphwright::entity!(#ident);),
    };
    let every = of_every_resource();
    quote! {
        #doc
        pub struct #ident<O>(pub(crate) graphwright::Resource, pub(crate) std::marker::PhantomData<fn() -> O>);

        #implementations

        impl<O> #ident<O> {
            #(#items)*

            #every
        }

        #(#apart)*
    }
}

/// The methods that every resource has, of whatever service.
pub(crate) fn of_every_resource() -> TokenStream {
    quote! {
        /// A request to this resource that no description has: the way out.
        #[inline]
        pub fn request(&self, method: graphwright::Method) -> graphwright::Request<graphwright::serde_json::Value> {
            self.0.raw_request(method)
        }

        /// The path of this resource below the service root, percent-encoded.
        #[inline]
        pub fn path(&self) -> &str {
            self.0.path()
        }
    }
}

struct Renderer<'a> {
    scope: &'a Scope<'a>,
    resource: &'a Resource,
    path: &'a str,
    methods: &'a MethodNames,
}

impl Renderer<'_> {
    fn operations(&self) -> TokenStream {
        let caller = Caller {
            scope: self.scope,
            target: Some(&self.resource.target),
            path: self.path,
            receiver: quote!(self.0),
        };
        operation::methods(&caller, &self.resource.operations, &self.methods.operations)
    }
}

/// What it does, the HTTP line, the permissions, and what holds for the whole service.
pub(crate) fn request_doc(
    scope: &Scope<'_>,
    text: &str,
    sentence: &str,
    line: &str,
    more: Vec<Block>,
    function: Option<&RequestFunction>,
) -> TokenStream {
    let mut doc = text_or(text, sentence);
    doc.push(docs::sentence(docs::code(line)));
    doc.extend(more);
    let notes = scope.options.notes.iter();
    doc.extend(notes.flat_map(|note| docs::text(note)));
    let lines = [line.to_owned()];
    let permissions = function.map(|one| scope.permissions.sections(one, &lines));
    doc.extend(permissions.into_iter().flatten());
    docs::comment(doc)
}

/// The description's words, or a sentence of ours where it says nothing.
pub(crate) fn text_or(text: &str, sentence: &str) -> Vec<Block> {
    let mut doc = docs::text(text);
    if doc.is_empty() {
        doc.push(docs::sentence(sentence));
    }
    doc
}

/// How many a function takes is the service's decision.
pub(crate) fn allow_many(arguments: usize) -> Option<TokenStream> {
    // Clippy's limit is seven, `self` included.
    (arguments >= 7).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}
