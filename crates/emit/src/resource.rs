//! The struct of a resource, with a method for each thing that can be asked of it.

use std::collections::BTreeMap;

use graphwright_api::permissions::Permissions;
use graphwright_api::{
    ItemType, KeyPart, KeyStyle, Operation, OperationKind, Own, OwnKind, Primitive, Resource,
    Target, TypeRef,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Block;
use crate::names::{self, ItemName, MethodNames};
use crate::{Scope, docs, ident, operation, permissions, rust_type};

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
    let doc = docs::comment([docs::sentence(format!(
        "{what} {}, addressed by a path such as {}.",
        docs::code(resource.target.ty.as_str()),
        docs::code(path)
    ))]);
    let renderer = Renderer {
        scope,
        resource,
        path,
        methods: &methods,
    };
    let items = [
        renderer.key(),
        renderer.own(),
        renderer.navigation(),
        renderer.operations(),
    ];
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #ident(graphwright::Resource);

        impl From<graphwright::Resource> for #ident {
            fn from(resource: graphwright::Resource) -> Self {
                Self(resource)
            }
        }

        impl #ident {
            #(#items)*

            /// A request to this resource that no description has: the way out.
            pub fn request(&self, method: graphwright::Method) -> graphwright::Request<graphwright::serde_json::Value> {
                self.0.raw_request(method)
            }

            /// The path of this resource below the service root, percent-encoded.
            pub fn path(&self) -> &str {
                self.0.path()
            }
        }
    }
}

/// The path of a resource's struct.
pub(crate) fn path(name: &ItemName) -> TokenStream {
    let modules = name.modules.iter().map(|module| ident::ident(module));
    let ident = name.ident();
    quote!(crate::resources::#(#modules::)*#ident)
}

struct Renderer<'a> {
    scope: &'a Scope<'a>,
    resource: &'a Resource,
    path: &'a str,
    methods: &'a MethodNames,
}

impl Renderer<'_> {
    fn key(&self) -> TokenStream {
        let parts = &self.resource.key;
        let Some(item) = self
            .scope
            .names
            .resources
            .get(&self.resource.target.item())
            .filter(|_| !parts.is_empty())
        else {
            return quote!();
        };
        let item = path(item);
        let method = &self.methods.key;
        let wire: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        let arguments = names::arguments(&wire);
        let types = parts.iter().map(|part| key_type(self.scope, part));
        let listed = wire
            .iter()
            .map(|name| docs::code(name))
            .collect::<Vec<_>>()
            .join(", ");
        let doc = docs::comment([docs::sentence(format!(
            "The one whose key {listed} is this."
        ))]);
        let key = match (&arguments[..], self.scope.api.key_style) {
            ([one], KeyStyle::Segment) if parts[0].ty == Primitive::String => {
                quote!(self.0.key_segment(#one))
            }
            ([one], KeyStyle::Segment) => quote!(self.0.key_segment(&#one.to_string())),
            ([one], KeyStyle::Parentheses) => {
                quote!(self.0.key_parentheses(&graphwright::Literal::to_literal(&#one)))
            }
            (all, style) => {
                let method = if style == KeyStyle::Segment {
                    quote!(key_segment_of)
                } else {
                    quote!(key_parentheses_of)
                };
                quote!(self.0.#method(&[#((#wire, graphwright::Literal::to_literal(&#all))),*]))
            }
        };
        let many = allow_many(parts.len());
        quote! {
            #doc
            #many
            pub fn #method(&self, #(#arguments: #types),*) -> #item {
                #key.into()
            }
        }
    }

    fn own(&self) -> TokenStream {
        let methods = self
            .resource
            .own
            .iter()
            .map(|(kind, own)| self.own_method(*kind, own));
        quote!(#(#methods)*)
    }

    fn own_method(&self, kind: OwnKind, own: &Own) -> TokenStream {
        let method = names::own_method(kind);
        let one = TypeRef::one(ItemType::Named(self.resource.target.ty.clone()));
        let ty = operation::payload(self.scope, &one);
        let (verb, sentence) = match kind {
            OwnKind::List => ("GET", "Lists the items of this collection."),
            OwnKind::Create => ("POST", "Creates an item in this collection."),
            OwnKind::Count => ("GET", "Counts the items of this collection."),
            OwnKind::Get => ("GET", "Gets this item."),
            OwnKind::Update => ("PATCH", "Updates this item with the members that change."),
            OwnKind::Delete => ("DELETE", "Deletes this item."),
            _ => return quote!(),
        };
        let path = if kind == OwnKind::Count {
            format!("{}/$count", self.path)
        } else {
            self.path.to_owned()
        };
        let more = match kind {
            OwnKind::Update => vec![docs::sentence(
                "Gives `None` where the service answers 204, without the updated value.",
            )],
            _ => Vec::new(),
        };
        let doc = self.request_doc(
            &own.doc,
            sentence,
            &format!("{verb} {path}"),
            more,
            own.permissions.as_ref(),
        );
        let permissions = permissions::expression(self.scope.permissions, own.permissions.as_ref());
        let patch = rust_type::path(&self.scope.names.types[&self.resource.target.ty]);
        match kind {
            OwnKind::List => quote! {
                #doc
                pub fn #method(&self) -> graphwright::Request<graphwright::Page<#ty>> {
                    self.0.request(graphwright::Method::GET, #permissions)
                }
            },
            OwnKind::Create => quote! {
                #doc
                pub fn #method(&self, value: &#ty) -> graphwright::Request<#ty> {
                    self.0.request(graphwright::Method::POST, #permissions).json_body(&graphwright::Body::new(value))
                }
            },
            OwnKind::Count => quote! {
                #doc
                pub fn #method(&self) -> graphwright::Request<graphwright::Count> {
                    self.0.segment("$count").request(graphwright::Method::GET, #permissions)
                }
            },
            OwnKind::Get => quote! {
                #doc
                pub fn #method(&self) -> graphwright::Request<#ty> {
                    self.0.request(graphwright::Method::GET, #permissions)
                }
            },
            OwnKind::Update => quote! {
                #doc
                pub fn #method(&self, change: impl Into<graphwright::Patch<#patch>>) -> graphwright::Request<Option<#ty>> {
                    self.0.request(graphwright::Method::PATCH, #permissions).json_body(&change.into())
                }
            },
            OwnKind::Delete => quote! {
                #doc
                pub fn #method(&self) -> graphwright::Request<()> {
                    self.0.request(graphwright::Method::DELETE, #permissions)
                }
            },
            _ => quote!(),
        }
    }

    fn navigation(&self) -> TokenStream {
        let methods = self
            .resource
            .navigation
            .iter()
            .zip(&self.methods.navigation)
            .filter_map(|((name, on), method)| {
                let target = path(self.scope.names.resources.get(&on.target)?);
                let mut doc = docs::text(&on.doc);
                if doc.is_empty() {
                    doc.push(docs::sentence(format!(
                        "The navigation property {}.",
                        docs::code(name)
                    )));
                }
                let doc = docs::comment(doc);
                Some(quote! {
                    #doc
                    pub fn #method(&self) -> #target {
                        self.0.segment(#name).into()
                    }
                })
            });
        quote!(#(#methods)*)
    }

    fn operations(&self) -> TokenStream {
        let operations = self
            .resource
            .operations
            .iter()
            .zip(&self.methods.operations);
        let methods = operations
            .map(|((segment, operation), method)| self.operation(segment, &operation[0], method));
        quote!(#(#methods)*)
    }

    fn operation(
        &self,
        segment: &str,
        operation: &Operation,
        method: &proc_macro2::Ident,
    ) -> TokenStream {
        let result = operation::result(self.scope, operation);
        let permissions =
            permissions::expression(self.scope.permissions, operation.permissions.as_ref());
        let (verb, kind) = match operation.kind {
            OperationKind::Action => ("POST", "action"),
            OperationKind::Function => ("GET", "function"),
        };
        let listed: Vec<String> = operation
            .parameters
            .iter()
            .map(|one| format!("{0}={{{0}}}", one.name))
            .collect();
        let called = match operation.kind {
            OperationKind::Action => segment.to_owned(),
            OperationKind::Function => format!("{segment}({})", listed.join(",")),
        };
        let sentence = format!("Invokes the {kind} {}.", docs::code(&operation.name));
        let line = format!("{verb} {}/{called}", self.path);
        let doc = self.request_doc(
            &operation.doc,
            &sentence,
            &line,
            operation::argument_docs(operation),
            operation.permissions.as_ref(),
        );
        let parameters = self
            .scope
            .names
            .parameters
            .get(&(self.resource.target.clone(), segment.to_owned()));
        match (operation.kind, parameters) {
            (OperationKind::Action, Some(parameters)) => {
                let parameters = rust_type::path(parameters);
                quote! {
                    #doc
                    pub fn #method(&self, parameters: &#parameters) -> graphwright::Request<#result> {
                        self.0.segment(#segment).request(graphwright::Method::POST, #permissions).json_body(&graphwright::Body::new(parameters))
                    }
                }
            }
            (OperationKind::Action, None) => quote! {
                #doc
                pub fn #method(&self) -> graphwright::Request<#result> {
                    self.0.segment(#segment).request(graphwright::Method::POST, #permissions)
                }
            },
            (OperationKind::Function, _) => {
                let arguments = operation::arguments(self.scope, operation);
                let literals = operation::literals(operation);
                let many = allow_many(operation.parameters.len());
                quote! {
                    #doc
                    #many
                    pub fn #method(&self, #arguments) -> graphwright::Request<#result> {
                        self.0.function(#segment, #literals).request(graphwright::Method::GET, #permissions)
                    }
                }
            }
        }
    }

    /// What it does, the HTTP line, the permissions, and what holds for the whole service.
    fn request_doc(
        &self,
        text: &str,
        sentence: &str,
        line: &str,
        more: Vec<Block>,
        permissions: Option<&Permissions>,
    ) -> TokenStream {
        let mut doc = docs::text(text);
        if doc.is_empty() {
            doc.push(docs::sentence(sentence));
        }
        doc.push(docs::sentence(docs::code(line)));
        doc.extend(more);
        doc.extend(
            self.scope
                .options
                .notes
                .iter()
                .flat_map(|note| docs::text(note)),
        );
        doc.extend(permissions.map(permissions::section).into_iter().flatten());
        docs::comment(doc)
    }
}

/// How many a function takes is the service's decision.
fn allow_many(arguments: usize) -> Option<TokenStream> {
    // Clippy's limit is seven, `self` included.
    (arguments >= 7).then(|| quote!(#[allow(clippy::too_many_arguments)]))
}

fn key_type(scope: &Scope<'_>, part: &KeyPart) -> TokenStream {
    match part.ty {
        Primitive::String => quote!(&str),
        primitive => {
            let item = rust_type::item(scope, &ItemType::Primitive(primitive));
            if operation::is_copied(primitive) {
                item
            } else {
                quote!(&#item)
            }
        }
    }
}
