//! What OData defines for references between entities: `$ref` (Protocol 4.01, 11.2.8 and 11.4.6).

use graphwright_api::{Own, OwnKind};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, allow_many};
use crate::names;

impl Renderer<'_> {
    /// Nothing if `kind` is not about references.
    pub(super) fn reference_method(&self, kind: OwnKind, own: &Own) -> TokenStream {
        let method = names::own_method(kind);
        let here = quote!(self.0.segment("$ref"));
        let attributes = |sentence: &str, verb: &str| {
            let line = format!("{verb} {}/$ref", self.path);
            self.own_attributes(own, sentence, &line, Vec::new())
        };
        match kind {
            OwnKind::ListReferences => {
                let attributes = attributes("Lists where the items of this collection are.", "GET");
                let request = self.own_request(&here, quote!(GET), own);
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<graphwright::Page<graphwright::EntityReference>> {
                        #request
                    }
                }
            }
            OwnKind::GetReference => {
                let attributes = attributes("Gets where this item is.", "GET");
                let request = self.own_request(&here, quote!(GET), own);
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<graphwright::EntityReference> {
                        #request
                    }
                }
            }
            OwnKind::AddReference | OwnKind::SetReference => {
                let (attributes, verb) = if kind == OwnKind::AddReference {
                    let sentence = "Adds an existing entity to this collection.";
                    (attributes(sentence, "POST"), quote!(POST))
                } else {
                    let sentence = "Makes this lead to another existing entity.";
                    (attributes(sentence, "PUT"), quote!(PUT))
                };
                let request = self.own_request(&here, verb, own);
                quote! {
                    #attributes
                    pub fn #method(&self, to: &(impl graphwright::Reference + ?Sized)) -> graphwright::Request<()> {
                        #request.reference_body(to)
                    }
                }
            }
            OwnKind::DeleteReference => {
                let attributes = attributes(
                    "Makes this lead nowhere; the entity that it led to stays.",
                    "DELETE",
                );
                let request = self.own_request(&here, quote!(DELETE), own);
                quote! {
                    #attributes
                    pub fn #method(&self) -> graphwright::Request<()> {
                        #request
                    }
                }
            }
            OwnKind::RemoveReference => self.remove_reference(own),
            _ => quote!(),
        }
    }

    /// By its key where items of the collection have one, else by its URL. An item itself, as the
    /// service may offer it, needs neither.
    fn remove_reference(&self, own: &Own) -> TokenStream {
        let method = names::own_method(OwnKind::RemoveReference);
        let sentence = "Takes an entity out of this collection; the entity stays.";
        let (arguments, place, item, query) = match self.key_of_item() {
            Some(key) => {
                let item = key.item;
                let wire = self.resource.key.iter().map(|part| &part.name);
                let path: Vec<String> = wire.map(|name| format!("{{{name}}}")).collect();
                let path = format!("/{}", path.join(","));
                (key.arguments, quote!(#item.segment("$ref")), path, None)
            }
            None if self.resource.target.collection => {
                let arguments = quote!(item: &(impl graphwright::Reference + ?Sized));
                let query = quote!(.reference_query(item));
                (
                    arguments,
                    quote!(self.0.segment("$ref")),
                    String::new(),
                    Some(query),
                )
            }
            None => (
                quote!(),
                quote!(self.0.segment("$ref")),
                String::new(),
                None,
            ),
        };
        let by_url = if query.is_some() { "?$id={item}" } else { "" };
        let line = format!("DELETE {}{item}/$ref{by_url}", self.path);
        let attributes = self.own_attributes(own, sentence, &line, Vec::new());
        let many = allow_many(self.resource.key.len());
        let request = self.own_request(&place, quote!(DELETE), own);
        quote! {
            #attributes
            #many
            pub fn #method(&self, #arguments) -> graphwright::Request<()> {
                #request #query
            }
        }
    }
}
