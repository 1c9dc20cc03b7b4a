//! Renders the requests for references between entities: `$ref` (Protocol 4.01, 11.2.8 and 11.4.6).

use graphwright_api::{StandardOperation, StandardOperationKind};
use proc_macro2::TokenStream;
use quote::quote;

use super::Renderer;
use super::standard::Form;
use crate::names;

impl Renderer<'_> {
    /// Nothing if `kind` is not about references.
    pub(super) fn reference_method(
        &self,
        kind: StandardOperationKind,
        own: &StandardOperation,
        form: &Form,
    ) -> TokenStream {
        let method = names::standard_method(kind);
        let Form {
            place,
            arguments,
            offered,
            query,
            ..
        } = form;
        let here = quote!(#place.segment("$ref"));
        let behind = format!("/$ref{query}");
        let attributes = |sentence: &str| {
            self.standard_attributes((kind, own), form, sentence, &behind, Vec::new())
        };
        match kind {
            StandardOperationKind::ListReferences => {
                let attributes = attributes("Lists where the items of this collection are.");
                let request = self.standard_request(&here, quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<graphwright::Page<graphwright::EntityReference>> #offered {
                        #request
                    }
                }
            }
            StandardOperationKind::GetReference => {
                let attributes = attributes("Gets where this item is.");
                let request = self.standard_request(&here, quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<graphwright::EntityReference> #offered {
                        #request
                    }
                }
            }
            StandardOperationKind::AddReference | StandardOperationKind::SetReference => {
                let (attributes, verb) = if kind == StandardOperationKind::AddReference {
                    let sentence = "Adds an existing entity to this collection.";
                    (attributes(sentence), quote!(POST))
                } else {
                    let sentence = "Makes this lead to another existing entity.";
                    (attributes(sentence), quote!(PUT))
                };
                let request = self.standard_request(&here, verb);
                quote! {
                    #attributes
                    pub fn #method(&self, to: &(impl graphwright::Reference + ?Sized) #arguments) -> graphwright::Request<()> #offered {
                        #request.reference_body(to)
                    }
                }
            }
            StandardOperationKind::DeleteReference => {
                let attributes =
                    attributes("Makes this lead nowhere; the entity that it led to stays.");
                let request = self.standard_request(&here, quote!(DELETE));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<()> #offered {
                        #request
                    }
                }
            }
            StandardOperationKind::RemoveReference => self.remove_reference(own, form),
            _ => quote!(),
        }
    }

    /// Out of a collection the item is named by its URL; an item names itself.
    fn remove_reference(&self, own: &StandardOperation, form: &Form) -> TokenStream {
        let kind = StandardOperationKind::RemoveReference;
        let method = names::standard_method(kind);
        let Form {
            place,
            arguments: options,
            offered,
            query: taken,
            ..
        } = form;
        let sentence = "Takes an entity out of this collection; the entity stays.";
        let (arguments, query, by_url) = match self.resource.target.collection {
            true => (
                quote!(, item: &(impl graphwright::Reference + ?Sized)),
                quote!(.reference_query(item)),
                "?$id={item}",
            ),
            false => (quote!(), quote!(), ""),
        };
        let by_url = match taken.is_empty() {
            true => by_url.to_owned(),
            false => by_url.replace('?', "&"),
        };
        let behind = format!("/$ref{taken}{by_url}");
        let attributes = self.standard_attributes((kind, own), form, sentence, &behind, Vec::new());
        let request = self.standard_request(&quote!(#place.segment("$ref")), quote!(DELETE));
        quote! {
            #attributes
            pub fn #method(&self #arguments #options) -> graphwright::Request<()> #offered {
                #request #query
            }
        }
    }
}
