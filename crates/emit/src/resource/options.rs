//! Query options of the service's own: what a way requires is an argument, what else it takes is a method.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{QueryOption, QueryOptions, StandardOperationKind, TypeRef};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Renderer;
use super::standard::Form;
use crate::docs::{self, Block};
use crate::{Scope, names, operation};

impl Renderer<'_> {
    /// Returns whether some way to the resource requires query options for the operation.
    pub(super) fn is_required(&self, kind: StandardOperationKind) -> bool {
        self.taking().any(|(_, options)| {
            let mut options = options.of(kind).iter();
            options.any(|one| one.required)
        })
    }

    /// The ways to the resource that take query options, by the type that stands for them, with what is taken of
    /// what they offer.
    fn taking(&self) -> impl Iterator<Item = (&String, &QueryOptions)> {
        let ways = self.scope.taking.get(&self.resource.target);
        let ways = ways.into_iter().flatten();
        ways.map(|(marker, (_, options))| (marker, options))
    }

    /// The methods of single ways: those of what they require, and a method for each option that they take besides.
    pub(super) fn of_ways(&self) -> TokenStream {
        let ident = self.scope.names.resources[&self.resource.target].ident();
        let own = &self.resource.standard;
        let everywhere: BTreeSet<&str> = self.of_calls().into_keys().collect();
        let blocks = self.taking().filter_map(|(marker, options)| {
            let offered = self.scope.taking[&self.resource.target][marker].0;
            let mut methods = Vec::new();
            let mut besides: BTreeMap<&str, (&QueryOption, Vec<String>)> = BTreeMap::new();
            for (kind, all) in options.iter() {
                let Some(own) = own.get(&kind).filter(|_| offered.contains(kind)) else {
                    continue;
                };
                let required: Vec<&QueryOption> = all.iter().filter(|one| one.required).collect();
                if !required.is_empty() {
                    let form = form(self.scope, kind, &required);
                    methods.push(self.standard_method(kind, own, &form));
                }
                for option in all.iter().filter(|one| !one.required) {
                    let taken = besides.entry(&option.name).or_insert((option, Vec::new()));
                    taken.1.push(names::standard_method(kind).to_string());
                }
            }
            besides.retain(|name, _| !everywhere.contains(name));
            let names = self.option_methods();
            let besides = besides.values().map(|(option, of)| {
                let method = &names[&*option.name];
                setter(self.scope, method, option, of)
            });
            methods.extend(besides);
            let marker = crate::ident::ident(marker);
            (!methods.is_empty()).then(|| {
                quote! {
                    impl #ident<crate::offers::#marker> {
                        #(#methods)*
                    }
                }
            })
        });
        quote!(#(#blocks)*)
    }

    /// A method for each query option that operations take and do not require.
    pub(super) fn options_of_calls(&self) -> TokenStream {
        let names = self.option_methods();
        let options = self.of_calls();
        let methods = options.values().map(|(option, of)| {
            let method = &names[&*option.name];
            setter(self.scope, method, option, of)
        });
        quote!(#(#methods)*)
    }

    /// The query options that operations of the resource take and do not require, each with the operations.
    fn of_calls(&self) -> BTreeMap<&str, (&QueryOption, Vec<String>)> {
        let mut found: BTreeMap<&str, (&QueryOption, Vec<String>)> = BTreeMap::new();
        let operations = self.resource.operations.values();
        for (overloads, methods) in operations.zip(&self.methods.operations) {
            for (operation, method) in overloads.iter().zip(methods) {
                for option in operation.options.iter().filter(|one| !one.required) {
                    let taken = found.entry(&option.name).or_insert((option, Vec::new()));
                    taken.1.push(method.to_string());
                }
            }
        }
        found
    }

    /// The names of the methods for all query options that are not required.
    fn option_methods(&self) -> BTreeMap<&str, Ident> {
        let of_ways = self.taking().flat_map(|(_, options)| options.iter());
        let of_ways = of_ways.flat_map(|(_, all)| all);
        let of_ways = of_ways.filter(|one| !one.required).map(|one| &*one.name);
        let all: BTreeSet<&str> = of_ways.chain(self.of_calls().into_keys()).collect();
        names::option_methods(self.resource, self.methods, &all)
    }
}

/// The method that requires these options.
fn form(scope: &Scope<'_>, kind: StandardOperationKind, required: &[&QueryOption]) -> Form {
    let own = match kind {
        StandardOperationKind::Update => Some("change"),
        StandardOperationKind::Create | StandardOperationKind::Replace => Some("value"),
        StandardOperationKind::AddReference | StandardOperationKind::SetReference => Some("to"),
        StandardOperationKind::RemoveReference => Some("item"),
        _ => None,
    };
    let given = Given::new(scope, own.as_slice(), required);
    let (place, arguments) = (given.place(&quote!(self.0)), given.arguments());
    Form {
        place,
        arguments: quote!(, #arguments),
        offered: quote!(),
        query: given.query(),
        more: given.docs(),
    }
}

/// A method that adds an option to the requests that are made from here on.
fn setter(scope: &Scope<'_>, method: &Ident, option: &QueryOption, of: &[String]) -> TokenStream {
    let ty = operation::argument_type(scope, &TypeRef::one(option.ty.clone())).plain();
    let wire = &option.name;
    let calls: Vec<String> = of.iter().map(|name| docs::code(name)).collect();
    let name = docs::code(wire);
    let mut doc = vec![docs::sentence(format!(
        "Adds the query option {name} to the requests that are made from here on."
    ))];
    doc.extend(docs::text(&option.doc));
    doc.push(docs::sentence(format!(
        "It is an option of the service's own, which {} takes.",
        calls.join(" and ")
    )));
    let doc = docs::comment(doc);
    quote! {
        #doc
        #[must_use]
        #[inline]
        pub fn #method(&self, value: #ty) -> Self {
            Self(self.0.option(#wire, &value), std::marker::PhantomData)
        }
    }
}

/// Query options that are given as arguments.
pub(crate) struct Given<'a> {
    scope: &'a Scope<'a>,
    options: Vec<(Ident, &'a QueryOption)>,
}

impl<'a> Given<'a> {
    /// Those of `options` beside arguments of these names.
    pub(crate) fn new(scope: &'a Scope<'a>, beside: &[&str], options: &[&'a QueryOption]) -> Self {
        let wires = options.iter().map(|one| one.name.as_str());
        let names = names::arguments_beside(beside, &wires.collect::<Vec<_>>());
        let options = names.into_iter().zip(options.iter().copied());
        Self {
            scope,
            options: options.collect(),
        }
    }

    /// `start: &str, end: &str`.
    pub(crate) fn arguments(&self) -> TokenStream {
        let arguments = self.options.iter().map(|(name, option)| {
            let ty = TypeRef::one(option.ty.clone());
            let ty = operation::argument_type(self.scope, &ty).plain();
            quote!(#name: #ty)
        });
        quote!(#(#arguments),*)
    }

    /// The resource `of`, with the options in its query.
    pub(crate) fn place(&self, of: &TokenStream) -> TokenStream {
        let options = self.options.iter().map(|(name, option)| {
            let wire = &option.name;
            quote!(.option(#wire, &#name))
        });
        quote!(#of #(#options)*)
    }

    /// As the HTTP line has it: `?start={start}&end={end}`.
    pub(crate) fn query(&self) -> String {
        let options = self.options.iter().enumerate();
        let options = options.map(|(number, (_, option))| {
            let sign = if number == 0 { '?' } else { '&' };
            format!("{sign}{name}={{{name}}}", name = option.name)
        });
        options.collect()
    }

    /// A paragraph for each.
    pub(crate) fn docs(&self) -> Vec<Block> {
        let all = self.options.iter().flat_map(|(name, option)| {
            let wire = docs::code(&option.name);
            let label = format!("`{name}`, the query option {wire} that the service requires here");
            docs::labelled(&label, &option.doc)
        });
        all.collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.options.len()
    }
}
