//! Renders the resource that a step leads to: its type and its value.

use graphwright_api::{Offers, QueryOptions, Target};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::{self, ItemName};
use crate::{Scope, ident};

/// A resource that a method gives.
pub(crate) struct Led {
    resource: TokenStream,
    /// The offers of the step.
    offers: TokenStream,
}

impl Led {
    /// By a way that says what it offers; none where the crate has no such resource.
    pub(crate) fn by_way(
        scope: &Scope<'_>,
        target: &Target,
        offers: Offers,
        options: &QueryOptions,
    ) -> Option<Self> {
        let offers = names::offers(offers, options);
        Some(Self {
            resource: path(scope.names.resources.get(target)?),
            offers: quote!(crate::offers::#offers),
        })
    }

    /// By a step that offers what is offered already: a key, or a path of names.
    pub(super) fn alike(resource: &ItemName) -> Self {
        Self {
            resource: path(resource),
            offers: quote!(O),
        }
    }

    /// By a cast.
    pub(super) fn by_cast(resource: &ItemName) -> Self {
        Self {
            resource: path(resource),
            offers: quote!(O::Cast),
        }
    }

    pub(crate) fn ty(&self) -> TokenStream {
        let (resource, offers) = (&self.resource, &self.offers);
        quote!(#resource<#offers>)
    }

    /// The value, where `place` is the runtime's.
    pub(crate) fn at(&self, place: &TokenStream) -> TokenStream {
        let resource = &self.resource;
        quote!(#resource(#place, std::marker::PhantomData))
    }
}

/// The path of a resource's struct.
pub(crate) fn path(name: &ItemName) -> TokenStream {
    let modules = name.modules.iter().map(|module| ident::ident(module));
    let ident = name.ident();
    quote!(crate::resources::#(#modules::)*#ident)
}
