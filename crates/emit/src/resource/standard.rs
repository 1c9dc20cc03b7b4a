//! Renders the standard operations: list, create, count, get, update, replace, delete.

use graphwright_api::permissions::RequestFunction;
use graphwright_api::{ItemType, StandardOperation, StandardOperationKind, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Renderer, request_doc};
use crate::docs::Block;
use crate::{docs, names, offers, operation, rust_type};

/// How the method for a standard operation is asked for.
pub(super) struct Form {
    /// The resource, with the query options that are given.
    pub(super) place: TokenStream,
    /// The arguments for these, each behind a comma.
    pub(super) arguments: TokenStream,
    /// The operations that the way must offer.
    pub(super) offered: TokenStream,
    /// The query of the HTTP line.
    pub(super) query: String,
    /// The documentation of the arguments.
    pub(super) more: Vec<Block>,
}

impl Form {
    /// As each way has it that offers the operation and requires nothing.
    fn plain(offered: TokenStream) -> Self {
        Self {
            place: quote!(self.0),
            arguments: quote!(),
            offered,
            query: String::new(),
            more: Vec::new(),
        }
    }
}

impl Renderer<'_> {
    /// The methods that stand among those of each way.
    pub(super) fn own(&self) -> TokenStream {
        let own = self.resource.standard.iter();
        let own = own.filter(|(kind, _)| !self.is_required(**kind));
        let methods = own.map(|(kind, own)| {
            let bound = offers::bound(*kind);
            self.standard_method(*kind, own, &Form::plain(quote!(where O: #bound)))
        });
        quote!(#(#methods)*)
    }

    /// The methods beside which a way has others of the same names, for it requires query options: rustc tells these
    /// apart by what is implemented alone.
    pub(super) fn own_apart(&self) -> TokenStream {
        let ident = self.scope.names.resources[&self.resource.target].ident();
        let own = self.resource.standard.iter();
        let own = own.filter(|(kind, _)| self.is_required(**kind));
        let methods = own.map(|(kind, own)| {
            let bound = offers::bound(*kind);
            let method = self.standard_method(*kind, own, &Form::plain(quote!()));
            quote! {
                impl<O: #bound> #ident<O> {
                    #method
                }
            }
        });
        quote!(#(#methods)*)
    }

    pub(super) fn standard_method(
        &self,
        kind: StandardOperationKind,
        own: &StandardOperation,
        form: &Form,
    ) -> TokenStream {
        self.entity_method(kind, own, form)
            .unwrap_or_else(|| self.reference_method(kind, own, form))
    }

    /// The attributes of the method for `own`, its documentation first; `behind` is what each HTTP line has behind the
    /// path.
    pub(super) fn standard_attributes(
        &self,
        (kind, own): (StandardOperationKind, &StandardOperation),
        form: &Form,
        sentence: &str,
        behind: &str,
        more: Vec<Block>,
    ) -> TokenStream {
        let mut more: Vec<Block> = form.more.iter().cloned().chain(more).collect();
        if !own.unsupported.is_empty() {
            let options: Vec<String> = own.unsupported.iter().map(|one| docs::code(one)).collect();
            more.push(docs::sentence(format!(
                "Does not take {}.",
                options.join(", ")
            )));
        }
        let function = RequestFunction::StandardOperation(self.resource.target.clone(), kind);
        let paths = self.paths_that_offer(kind, &form.query).into_iter();
        let lines = paths.map(|path| format!("{} {path}{behind}", kind.method()));
        let lines: Vec<String> = lines.collect();
        let doc = request_doc(
            self.scope,
            &own.doc,
            sentence,
            &lines,
            more,
            Some(&function),
        );
        let deprecated = own.deprecation.as_ref().map(docs::deprecated);
        quote! {
            #doc
            #deprecated
            #[inline]
        }
    }

    /// The request to this resource, or to what `segments` of it make.
    pub(super) fn standard_request(&self, place: &TokenStream, verb: TokenStream) -> TokenStream {
        quote!(#place.request(graphwright::Method::#verb))
    }

    /// `None` if `kind` is about references.
    fn entity_method(
        &self,
        kind: StandardOperationKind,
        own: &StandardOperation,
        form: &Form,
    ) -> Option<TokenStream> {
        let method = names::standard_method(kind);
        let Form {
            place: here,
            arguments,
            offered,
            query,
            ..
        } = form;
        let one = TypeRef::one(ItemType::Named(self.resource.target.ty.clone()));
        let ty = operation::payload(self.scope, &one);
        let model = rust_type::path(self.scope.names.types.get(&self.resource.target.ty)?);
        let maybe = || {
            vec![docs::sentence(
                "Gives `None` where the service answers 204, without the value.",
            )]
        };
        let request = |verb| self.standard_request(here, verb);
        let attributes = |sentence: &str, more: Vec<Block>| {
            self.standard_attributes((kind, own), form, sentence, query, more)
        };
        Some(match kind {
            StandardOperationKind::List => {
                let attributes = attributes("Lists the items of this collection.", vec![]);
                let request = request(quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<graphwright::Page<#ty>> #offered {
                        #request
                    }
                }
            }
            StandardOperationKind::Create => {
                let attributes = attributes("Creates an item in this collection.", vec![]);
                let request = request(quote!(POST));
                quote! {
                    #attributes
                    pub fn #method(&self, value: &#ty #arguments) -> graphwright::Request<#ty> #offered {
                        #request.json_body(&graphwright::Body::new(value))
                    }
                }
            }
            StandardOperationKind::Count => {
                let behind = format!("/$count{query}");
                let sentence = "Counts the items of this collection.";
                let attributes =
                    self.standard_attributes((kind, own), form, sentence, &behind, Vec::new());
                let place = quote!(#here.segment("$count"));
                let request = self.standard_request(&place, quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<graphwright::Count> #offered {
                        #request
                    }
                }
            }
            StandardOperationKind::Get => {
                let attributes = attributes("Gets this item.", vec![]);
                let request = request(quote!(GET));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<#ty> #offered {
                        #request
                    }
                }
            }
            StandardOperationKind::Update => {
                let sentence = "Updates this item with the members that change.";
                let attributes = attributes(sentence, maybe());
                let request = request(quote!(PATCH));
                quote! {
                    #attributes
                    pub fn #method(&self, change: impl Into<graphwright::Patch<#model>> #arguments) -> graphwright::Request<Option<#ty>> #offered {
                        #request.patch_body(change)
                    }
                }
            }
            StandardOperationKind::Replace => {
                let sentence = "Replaces this item, or makes it if it is not there.";
                let attributes = attributes(sentence, maybe());
                let request = request(quote!(PUT));
                quote! {
                    #attributes
                    pub fn #method(&self, value: &#ty #arguments) -> graphwright::Request<Option<#ty>> #offered {
                        #request.json_body(&graphwright::Body::new(value))
                    }
                }
            }
            StandardOperationKind::Delete => {
                let attributes = attributes("Deletes this item.", vec![]);
                let request = request(quote!(DELETE));
                quote! {
                    #attributes
                    pub fn #method(&self #arguments) -> graphwright::Request<()> #offered {
                        #request
                    }
                }
            }
            _ => return None,
        })
    }
}
