//! The methods that lead on, one segment each.

use graphwright_api::plain::{CallParameter, PathPrefix, SegmentPart};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::argument::{argument, borrowed, described};
use crate::{Scope, docs, names, resource};

/// The methods that lead on from a place.
pub(super) fn children(
    scope: &Scope<'_>,
    template: &str,
    receiver: &TokenStream,
    methods: &[Ident],
) -> TokenStream {
    let children = scope.api.plain.children(template).zip(methods);
    let methods = children.filter_map(|((longer, child), method)| {
        let target = resource::path(scope.names.places.get(longer)?);
        Some(one(scope, longer, child, receiver, method, &target))
    });
    quote!(#(#methods)*)
}

fn one(
    scope: &Scope<'_>,
    longer: &str,
    child: &PathPrefix,
    receiver: &TokenStream,
    method: &Ident,
    target: &TokenStream,
) -> TokenStream {
    let given: Vec<&CallParameter> = child
        .segment
        .iter()
        .filter_map(|part| match part {
            SegmentPart::Parameter(parameter) => Some(parameter),
            SegmentPart::Text(_) => None,
        })
        .collect();
    let mut doc = vec![docs::sentence(docs::code(longer))];
    for parameter in &given {
        doc.extend(docs::text(&parameter.doc));
    }
    let doc = docs::comment(doc);
    let texts = texts(&child.segment);
    if let ([], [text]) = (given.as_slice(), texts.as_slice()) {
        return quote! {
            #doc
            #[inline]
            pub fn #method(&self) -> #target {
                #target(#receiver.segment(#text))
            }
        };
    }
    let wire: Vec<&str> = given.iter().map(|one| one.name.as_str()).collect();
    let names = names::arguments(&wire);
    let all = given
        .iter()
        .map(|one| argument(scope, &one.ty, &TokenStream::new()));
    let (types, references): (Vec<TokenStream>, Vec<bool>) = all.unzip();
    let values = given.iter().zip(&names).zip(references);
    let values = values.map(|((parameter, name), is_reference)| {
        let (parameter, value) = (described(parameter), borrowed(name, is_reference));
        // A slice or a `str` is of no size of its own, so what is given is a reference to it.
        let value = if is_reference { quote!(&#value) } else { value };
        quote!((#parameter, #value))
    });
    quote! {
        #doc
        #[inline]
        pub fn #method(&self, #(#names: #types),*) -> #target {
            #target(#receiver.filled(&[#(#texts),*], &[#(#values),*]))
        }
    }
}

/// The texts around the parameters, one more than these.
fn texts(parts: &[SegmentPart]) -> Vec<String> {
    let mut texts = vec![String::new()];
    for part in parts {
        match part {
            SegmentPart::Text(text) => {
                if let Some(last) = texts.last_mut() {
                    last.push_str(text);
                }
            }
            SegmentPart::Parameter(_) => texts.push(String::new()),
        }
    }
    texts
}
