//! Renders the steps: navigation properties, properties and streams with a URL of their own, casts.

use graphwright_api::permissions::RequestFunction;
use graphwright_api::{Api, ItemType, PropertyPath, StandardOperationKind, Target};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Led, Renderer, http_lines, text_or};
use crate::{docs, names, rust_type};

/// The resource that the method for a property gives; `None` where it is one of the runtime's own types.
fn addressed(api: &Api, property: &PropertyPath) -> Option<Target> {
    let target = property.target();
    target.filter(|target| api.resources.contains_key(target))
}

impl Renderer<'_> {
    pub(super) fn navigation(&self) -> TokenStream {
        let ways = self.resource.navigation.iter();
        let methods = ways
            .zip(&self.methods.navigation)
            .filter_map(|((name, on), method)| {
                let led = Led::by_way(self.scope, &on.target, on.offers, &on.options)?;
                let (ty, place) = (led.ty(), led.at(&quote!(self.0.segment(#name))));
                let sentence = format!(
                    "Returns what the navigation property {} leads to.",
                    docs::code(name)
                );
                let doc = docs::comment(text_or(&on.doc, &sentence));
                Some(quote! {
                    #doc
                    #[inline]
                    pub fn #method(&self) -> #ty {
                        #place
                    }
                })
            });
        quote!(#(#methods)*)
    }

    /// Complex properties one by one, all others by one method.
    pub(super) fn properties(&self) -> TokenStream {
        let properties = self.resource.properties.iter();
        let methods = properties
            .zip(&self.methods.properties)
            .map(|((name, property), method)| {
                let sentence = format!("Returns the property {} by itself.", docs::code(name));
                let mut doc = text_or(&property.doc, &sentence);
                let resource = addressed(self.scope.api, property);
                let led = resource.and_then(|to| {
                    Led::by_way(self.scope, &to, property.offers, &property.options)
                });
                let (ty, place) = match led {
                    Some(led) => (led.ty(), led.at(&quote!(self.0.segment(#name)))),
                    None => {
                        let here = &self.resource.target;
                        let function =
                            |verb| RequestFunction::Property(here.clone(), name.clone(), verb);
                        let paths = self.paths_behind(name);
                        let permissions = self.scope.permissions;
                        doc.extend(permissions.sections_by_method(function, &paths));
                        let ty = self.property_type(property);
                        (ty, quote!(self.0.segment(#name).into()))
                    }
                };
                let doc = docs::comment(doc);
                quote! {
                    #doc
                    #[inline]
                    pub fn #method(&self) -> #ty {
                        #place
                    }
                }
            });
        let model = self.scope.names.types.get(&self.resource.target.ty);
        let any = model
            .filter(|_| self.resource.standard.contains_key(&StandardOperationKind::Get))
            .map(|model| {
                let model = rust_type::path(model);
                quote! {
                    /// Returns a property by itself that is a single value and no object.
                    #[inline]
                    pub fn property(&self, property: graphwright::Property<#model>) -> graphwright::PrimitivePropertyResource {
                        self.0.segment(property.name()).into()
                    }
                }
            });
        quote!(#(#methods)* #any)
    }

    /// The path to what has a URL of its own, by each way to this.
    fn paths_behind(&self, name: &str) -> Vec<String> {
        let paths = self.paths_by_way().into_iter();
        paths.map(|path| format!("{path}/{name}")).collect()
    }

    /// The type of a property.
    fn property_type(&self, property: &PropertyPath) -> TokenStream {
        let item = rust_type::item(self.scope, &property.ty.item);
        match &property.ty.item {
            _ if property.ty.collection => quote!(graphwright::CollectionPropertyResource<#item>),
            ItemType::Named(name) if names::is_structured(self.scope.api, name) => {
                quote!(graphwright::PropertyResource<#item>)
            }
            _ => quote!(graphwright::PrimitivePropertyResource),
        }
    }

    pub(super) fn streams(&self) -> TokenStream {
        let streams = self.resource.streams.iter();
        let methods = streams
            .zip(&self.methods.streams)
            .map(|((name, stream), method)| {
                let sentence = match name.as_str() {
                    "$value" => "Returns the content of this media entity.".to_owned(),
                    name => format!("Returns the stream {}.", docs::code(name)),
                };
                let mut doc = text_or(&stream.doc, &sentence);
                let verbs: Vec<&str> = stream.verbs.iter().map(|verb| verb.method()).collect();
                let paths = self.paths_behind(name);
                let lines = paths.iter();
                let lines = lines.map(|path| format!("{} {path}", verbs.join(", ")));
                doc.extend(http_lines(&lines.collect::<Vec<_>>()));
                let here = &self.resource.target;
                let function = |verb| RequestFunction::Stream(here.clone(), name.clone(), verb);
                let permissions = self.scope.permissions;
                doc.extend(permissions.sections_by_method(function, &paths));
                let doc = docs::comment(doc);
                quote! {
                    #doc
                    #[inline]
                    pub fn #method(&self) -> graphwright::MediaResource {
                        self.0.segment(#name).into()
                    }
                }
            });
        quote!(#(#methods)*)
    }

    pub(super) fn casts(&self) -> TokenStream {
        let casts = self.resource.casts.iter();
        let methods = casts
            .zip(&self.methods.casts)
            .filter_map(|((ty, target), method)| {
                let led = Led::by_cast(self.scope.names.resources.get(target)?);
                let name = ty.as_str();
                let (to, place) = (led.ty(), led.at(&quote!(self.0.segment(#name))));
                let sentence = if self.resource.target.collection {
                    format!("Returns the items that are {}.", docs::code(name))
                } else {
                    format!("Returns this as a {}, if it is one.", docs::code(name))
                };
                let doc = docs::comment([docs::sentence(sentence)]);
                Some(quote! {
                    #doc
                    #[inline]
                    pub fn #method(&self) -> #to
                    where
                        O: crate::offers::Offers,
                    {
                        #place
                    }
                })
            });
        quote!(#(#methods)*)
    }
}
