//! The struct of a resource, with a method for each thing that can be asked of it.

mod address;
mod led;
mod options;
mod references;
mod standard;
mod ways;

use graphwright_api::permissions::RequestFunction;
use graphwright_api::{Resource, StandardOperationKind};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
use crate::names::{self, MethodNames};
use crate::operation::{self, Caller};
use crate::paths::{Paths, Taken};
use crate::{Scope, docs};

pub(crate) use led::{Led, path};
pub(crate) use options::Given;

/// So many HTTP lines are written out; of more than these, how many more there are.
pub(crate) const MOST_LINES: usize = 4;

/// The struct of `resource`.
pub(crate) fn render(scope: &Scope<'_>, resource: &Resource, paths: &Paths) -> TokenStream {
    let ident = scope.names.resources[&resource.target].ident();
    let path = paths.shortest(&resource.target);
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
        docs::sentence("`O` says what the last step of the path offers: see [`crate::offers`]."),
    ]);
    let renderer = Renderer {
        scope,
        resource,
        path,
        ways: paths.by_way(&resource.target),
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
        /// Makes a request with any method, for what the description does not have.
        #[inline]
        pub fn request(&self, method: graphwright::Method) -> graphwright::Request<graphwright::serde_json::Value> {
            self.0.raw_request(method)
        }

        /// Returns the path of this resource below the service root, percent-encoded.
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
    /// The paths to it by each way.
    ways: Vec<&'a Taken>,
    methods: &'a MethodNames,
}

impl Renderer<'_> {
    /// The path to this by each way that offers `kind` and requires the query options of `query` for it.
    fn paths_that_offer(&self, kind: StandardOperationKind, query: &str) -> Vec<&str> {
        let ways = self
            .ways
            .iter()
            .filter(|way| way.offers.contains(kind) && way.required_query(kind) == query);
        ways.map(|way| way.path.as_str()).collect()
    }

    /// The path to this by each way.
    fn paths_by_way(&self) -> Vec<&str> {
        self.ways.iter().map(|way| way.path.as_str()).collect()
    }

    fn operations(&self) -> TokenStream {
        let caller = Caller {
            scope: self.scope,
            target: Some(&self.resource.target),
            paths: self.paths_by_way(),
            receiver: quote!(self.0),
        };
        operation::methods(&caller, &self.resource.operations, &self.methods.operations)
    }
}

/// Documents the effect, the HTTP line of each way, and the permissions.
pub(crate) fn request_doc(
    scope: &Scope<'_>,
    text: &str,
    sentence: &str,
    lines: &[String],
    more: Vec<Block>,
    function: Option<&RequestFunction>,
) -> TokenStream {
    let mut doc = text_or(text, sentence);
    doc.extend(http_lines(lines));
    doc.extend(more);
    let permissions = function.map(|one| scope.permissions.sections(one, lines));
    doc.extend(permissions.into_iter().flatten());
    docs::comment(doc)
}

/// The HTTP lines of a request: one is a paragraph, several are a list of the first and how many more there are.
pub(crate) fn http_lines(lines: &[String]) -> Option<Block> {
    match lines {
        [] => None,
        [one] => Some(docs::sentence(docs::code(one))),
        several => {
            let shown = several.iter().take(MOST_LINES);
            let shown = shown.map(|line| format!("- {}", docs::code(line)));
            let left = several.len().saturating_sub(MOST_LINES);
            let more = (left > 0).then(|| format!("- and {left} more"));
            Some(Block::Lines(shown.chain(more).collect()))
        }
    }
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
