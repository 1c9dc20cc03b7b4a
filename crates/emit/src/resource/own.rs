//! What OData itself defines: list, create, count, get, update, replace, delete.

use graphwright_api::permissions::RequestFunction;
use graphwright_api::{ItemType, Own, OwnKind, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, request_doc};
use crate::docs::Block;
use crate::{docs, names, offers, operation, rust_type};

impl Renderer<'_> {
    pub(super) fn own(&self) -> TokenStream {
        let methods = self.resource.own.iter().map(|(kind, own)| {
            self.entity_method(*kind, own)
                .unwrap_or_else(|| self.reference_method(*kind, own))
        });
        quote!(#(#methods)*)
    }

    /// The attributes of the method for `own`, its documentation first.
    pub(super) fn own_attributes(
        &self,
        (kind, own): (OwnKind, &Own),
        sentence: &str,
        line: &str,
        mut more: Vec<Block>,
    ) -> TokenStream {
        if !own.unsupported.is_empty() {
            let options: Vec<String> = own.unsupported.iter().map(|one| docs::code(one)).collect();
            more.push(docs::sentence(format!(
                "Does not take {}.",
                options.join(", ")
            )));
        }
        let function = RequestFunction::Own(self.resource.target.clone(), kind);
        let doc = request_doc(self.scope, &own.doc, sentence, line, more, Some(&function));
        let deprecated = own.deprecation.as_ref().map(docs::deprecated);
        quote! {
            #doc
            #deprecated
            #[inline]
        }
    }

    /// The request to this resource, or to what `segments` of it make.
    pub(super) fn own_request(&self, place: &TokenStream, verb: TokenStream) -> TokenStream {
        quote!(#place.request(graphwright::Method::#verb))
    }

    /// `None` if `kind` is about references.
    fn entity_method(&self, kind: OwnKind, own: &Own) -> Option<TokenStream> {
        let method = names::own_method(kind);
        let offered = offers::required(kind);
        let one = TypeRef::one(ItemType::Named(self.resource.target.ty.clone()));
        let ty = operation::payload(self.scope, &one);
        let model = rust_type::path(self.scope.names.types.get(&self.resource.target.ty)?);
        let (here, path) = (quote!(self.0), self.path);
        let maybe = || {
            vec![docs::sentence(
                "Gives `None` where the service answers 204, without the value.",
            )]
        };
        let request = |verb| self.own_request(&here, verb);
        let attributes = |sentence: &str, verb: &str, more: Vec<Block>| {
            self.own_attributes((kind, own), sentence, &format!("{verb} {path}"), more)
        };
        Some(match kind {
            OwnKind::List => {
                let attributes = attributes("Lists the items of this collection.", "GET", vec![]);
                let request = request(quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<graphwright::Page<#ty>> #offered {
                        #request
                    }
                }
            }
            OwnKind::Create => {
                let attributes = attributes("Creates an item in this collection.", "POST", vec![]);
                let request = request(quote!(POST));
                quote! {
                    #attributes
                    pub fn #method(&self, value: &#ty) -> graphwright::Request<#ty> #offered {
                        #request.json_body(&graphwright::Body::new(value))
                    }
                }
            }
            OwnKind::Count => {
                let line = format!("GET {path}/$count");
                let attributes = self.own_attributes(
                    (kind, own),
                    "Counts the items of this collection.",
                    &line,
                    vec![],
                );
                let request = self.own_request(&quote!(self.0.segment("$count")), quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<graphwright::Count> #offered {
                        #request
                    }
                }
            }
            OwnKind::Get => {
                let attributes = attributes("Gets this item.", "GET", vec![]);
                let request = request(quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<#ty> #offered {
                        #request
                    }
                }
            }
            OwnKind::Update => {
                let sentence = "Updates this item with the members that change.";
                let attributes = attributes(sentence, "PATCH", maybe());
                let request = request(quote!(PATCH));
                quote! {
                    #attributes
                    pub fn #method(&self, change: impl Into<graphwright::Patch<#model>>) -> graphwright::Request<Option<#ty>> #offered {
                        #request.patch_body(change)
                    }
                }
            }
            OwnKind::Replace => {
                let sentence = "Replaces this item, or makes it if it is not there.";
                let attributes = attributes(sentence, "PUT", maybe());
                let request = request(quote!(PUT));
                quote! {
                    #attributes
                    pub fn #method(&self, value: &#ty) -> graphwright::Request<Option<#ty>> #offered {
                        #request.json_body(&graphwright::Body::new(value))
                    }
                }
            }
            OwnKind::Delete => {
                let attributes = attributes("Deletes this item.", "DELETE", vec![]);
                let request = request(quote!(DELETE));
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<()> #offered {
                        #request
                    }
                }
            }
            _ => return None,
        })
    }
}
