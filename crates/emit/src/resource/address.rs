//! How an item is addressed: by its key, by another key, by a path of names.

use graphwright_api::route::Part;
use graphwright_api::{ItemType, KeyPart, KeyStyle, PathAddress, Primitive, TypeRef};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Led, Renderer, allow_many, text_or};
use crate::names;
use crate::{Scope, docs, operation};

const TEXT: ItemType = ItemType::Primitive(Primitive::String);

/// The arguments that a key is given by, and what it makes of the resource.
struct Key {
    arguments: TokenStream,
    item: TokenStream,
}

impl Renderer<'_> {
    /// How an item of this collection is addressed; `None` where its items have no key.
    fn key_of_item(&self) -> Option<Key> {
        let parts = &self.resource.key;
        let style = self.scope.api.key_style;
        let names = arguments(parts);
        let item = match (&names[..], style) {
            ([], _) => return None,
            ([one], KeyStyle::Segment) if parts[0].ty == TEXT => {
                quote!(self.0.key_segment(#one))
            }
            ([one], KeyStyle::Parentheses) => quote!(self.0.key_parentheses(&#one)),
            (all, KeyStyle::Segment) => quote!(self.0.key_segments(&[#(&#all),*])),
            (all, KeyStyle::Parentheses) => {
                let pairs = pairs(parts, all);
                quote!(self.0.key_parentheses_of(#pairs))
            }
        };
        Some(Key {
            arguments: typed(self.scope, parts, &names),
            item,
        })
    }

    fn returned(&self, key: &str, parts: &[KeyPart]) -> String {
        let ty = docs::code(self.resource.target.ty.simple());
        format!("Returns the {ty} with the {key} {}.", listed(parts))
    }

    pub(super) fn key(&self) -> TokenStream {
        let item = self.scope.names.resources.get(&self.resource.target.item());
        let (Some(item), Some(method), Some(key)) = (item, &self.methods.key, self.key_of_item())
        else {
            return quote!();
        };
        let sentence = self.returned("key", &self.resource.key);
        let doc = docs::comment([docs::sentence(sentence)]);
        let many = allow_many(self.resource.key.len());
        let led = Led::alike(item);
        let (arguments, ty, place) = (key.arguments, led.ty(), led.at(&key.item));
        quote! {
            #doc
            #many
            #[inline]
            pub fn #method(&self, #arguments) -> #ty {
                #place
            }
        }
    }

    pub(super) fn alternate_keys(&self) -> TokenStream {
        let Some(item) = self.scope.names.resources.get(&self.resource.target.item()) else {
            return quote!();
        };
        let led = Led::alike(item);
        let ty = led.ty();
        let keys = self.resource.alternate_keys.iter();
        let methods = keys
            .zip(&self.methods.alternate_keys)
            .map(|(parts, method)| {
                let names = arguments(parts);
                let typed = typed(self.scope, parts, &names);
                let pairs = pairs(parts, &names);
                let sentence = self.returned("alternate key", parts);
                let doc = docs::comment([docs::sentence(sentence)]);
                let many = allow_many(parts.len());
                let place = led.at(&quote!(self.0.key_parentheses_of(#pairs)));
                quote! {
                    #doc
                    #many
                    #[inline]
                    pub fn #method(&self, #typed) -> #ty {
                        #place
                    }
                }
            });
        quote!(#(#methods)*)
    }

    pub(super) fn paths(&self) -> TokenStream {
        let paths = self.resource.paths.iter().zip(&self.methods.paths);
        let methods = paths.filter_map(|(address, method)| {
            let led = Led::alike(self.scope.names.resources.get(&address.target)?);
            let (texts, arguments) = texts_and_arguments(address);
            let wire: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let names = names::arguments(&wire);
            let mut doc = text_or(&address.doc, "Returns the item at a path of names.");
            doc.push(docs::sentence(docs::code(&line(self.path, address))));
            let doc = docs::comment(doc);
            let many = allow_many(names.len());
            let (ty, place) = (
                led.ty(),
                led.at(&quote!(self.0.addressed(&[#(#texts),*], &[#(#names),*]))),
            );
            Some(quote! {
                #doc
                #many
                #[inline]
                pub fn #method(&self, #(#names: &str),*) -> #ty {
                    #place
                }
            })
        });
        quote!(#(#methods)*)
    }
}

fn line(path: &str, address: &PathAddress) -> String {
    format!("{path}{}", address.template)
}

fn arguments(parts: &[KeyPart]) -> Vec<Ident> {
    let wire: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    names::arguments(&wire)
}

fn typed(scope: &Scope<'_>, parts: &[KeyPart], names: &[Ident]) -> TokenStream {
    let types = parts
        .iter()
        .map(|part| operation::argument_type(scope, &TypeRef::one(part.ty.clone())).plain());
    quote!(#(#names: #types),*)
}

fn pairs(parts: &[KeyPart], names: &[Ident]) -> TokenStream {
    let wire = parts.iter().map(|part| &part.name);
    quote!(&[#((#wire, &#names)),*])
}

fn listed(parts: &[KeyPart]) -> String {
    let names: Vec<String> = parts.iter().map(|part| docs::code(&part.name)).collect();
    names.join(", ")
}

/// The texts and the arguments of an address, one text more than arguments.
fn texts_and_arguments(address: &PathAddress) -> (Vec<String>, Vec<String>) {
    let (mut texts, mut arguments) = (Vec::new(), Vec::new());
    for part in address.parts() {
        match part {
            Part::Text(text) => texts.push(text),
            Part::Key(name) | Part::Argument(name) => arguments.push(name),
        }
    }
    (texts, arguments)
}
