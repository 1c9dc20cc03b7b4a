//! What a bound action or function takes and gives.

use graphwright_api::{
    ItemType, Operation, OperationKind, Parameter, Primitive, TypeName, TypeRef,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Member, render_struct};
use crate::names::{self, ItemName};
use crate::{Scope, docs, rust_type};

/// The struct of an action's parameters.
pub(crate) fn render_parameters(
    scope: &Scope<'_>,
    name: &ItemName,
    operation: &Operation,
) -> TokenStream {
    let members: Vec<Member<'_>> = operation.parameters.iter().map(member).collect();
    let wire: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    let doc = vec![docs::sentence(format!(
        "The parameters of the action {}.",
        docs::code(&operation.name)
    ))];
    let schema = TypeName::new(format!("{}Parameters", operation.name));
    render_struct(
        scope,
        &name.ident(),
        &schema,
        doc,
        &members,
        &names::members(&wire),
    )
}

fn member(parameter: &Parameter) -> Member<'_> {
    Member {
        wire: &parameter.name,
        doc: &parameter.doc,
        ty: &parameter.ty,
        key: false,
        computed: false,
        secret: false,
    }
}

/// What the request for `operation` gives.
pub(crate) fn result(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    operation
        .returns
        .as_ref()
        .map_or_else(|| quote!(()), |returns| payload(scope, &returns.ty))
}

/// What a response of that type is read as.
pub(crate) fn payload(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    let item = rust_type::item(scope, &ty.item);
    match &ty.item {
        _ if ty.collection => quote!(graphwright::Page<#item>),
        ItemType::Named(name) if names::is_structured(scope.api, name) => item,
        _ => quote!(graphwright::Single<#item>),
    }
}

/// The parameters of a function as Rust parameters.
pub(crate) fn arguments(scope: &Scope<'_>, operation: &Operation) -> TokenStream {
    if operation.kind == OperationKind::Action {
        return quote!();
    }
    let idents = argument_names(operation);
    let types = operation
        .parameters
        .iter()
        .map(|parameter| argument_type(scope, &parameter.ty));
    quote!(#(#idents: #types),*)
}

/// The pairs of name and literal that invoke a function.
pub(crate) fn literals(operation: &Operation) -> TokenStream {
    let idents = argument_names(operation);
    let wire = operation.parameters.iter().map(|parameter| &parameter.name);
    quote!(&[#((#wire, graphwright::Literal::to_literal(&#idents))),*])
}

/// A line for each parameter of a function that the description describes.
pub(crate) fn argument_docs(operation: &Operation) -> Vec<docs::Block> {
    if operation.kind == OperationKind::Action {
        return Vec::new();
    }
    let described = argument_names(operation)
        .into_iter()
        .zip(&operation.parameters);
    described
        .flat_map(|(ident, parameter)| {
            let mut text = docs::text(&parameter.doc);
            if let Some(docs::Block::Paragraph(first)) = text.first_mut() {
                first.insert_str(0, &format!("`{ident}`: "));
            }
            text
        })
        .collect()
}

fn argument_names(operation: &Operation) -> Vec<proc_macro2::Ident> {
    names::arguments(
        &operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect::<Vec<_>>(),
    )
}

fn argument_type(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    match &ty.item {
        ItemType::Primitive(Primitive::String) if !ty.collection => quote!(&str),
        ItemType::Primitive(primitive) if !ty.collection => {
            let item = rust_type::item(scope, &ty.item);
            if is_copied(*primitive) {
                item
            } else {
                quote!(&#item)
            }
        }
        ItemType::Named(name) if !ty.collection && !names::is_structured(scope.api, name) => {
            let item = rust_type::item(scope, &ty.item);
            quote!(&#item)
        }
        // Collections and structured values stand in a URL as JSON (URL Conventions 4.01, 5.1.1.14.3).
        _ => quote!(&graphwright::Json),
    }
}

/// Whether a value is passed by itself and not by reference.
pub(crate) fn is_copied(primitive: Primitive) -> bool {
    matches!(
        primitive,
        Primitive::Boolean
            | Primitive::Byte
            | Primitive::SByte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
    )
}
