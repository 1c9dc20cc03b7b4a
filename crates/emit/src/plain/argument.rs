//! Renders the arguments of a method: parameters and body.

use graphwright_api::plain::{CallParameter, FieldStyle, Style, Within};
use graphwright_api::{ItemType, Primitive, TypeKind, TypeRef};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::operation::is_copied;
use crate::{Scope, rust_type};

/// The type of an argument, and whether that is a reference; `life` is the lifetime of one.
pub(super) fn argument(scope: &Scope<'_>, ty: &TypeRef, life: &TokenStream) -> (TokenStream, bool) {
    if ty.collection {
        return (list(scope, ty, life), true);
    }
    match &ty.item {
        ItemType::Primitive(Primitive::String) => (quote!(&#life str), true),
        ItemType::Primitive(primitive) if is_copied(*primitive) => {
            (rust_type::item(scope, &ty.item), false)
        }
        ItemType::Named(name) => match scope.api.types.get(name).map(|ty| &ty.kind) {
            Some(TypeKind::List(inner)) => (list(scope, inner, life), true),
            _ => by_reference(scope, ty, life),
        },
        _ => by_reference(scope, ty, life),
    }
}

fn by_reference(scope: &Scope<'_>, ty: &TypeRef, life: &TokenStream) -> (TokenStream, bool) {
    let item = rust_type::item(scope, &ty.item);
    (quote!(&#life #item), true)
}

fn list(scope: &Scope<'_>, ty: &TypeRef, life: &TokenStream) -> TokenStream {
    match &ty.item {
        ItemType::Primitive(Primitive::String) => quote!(&#life [&#life str]),
        item => {
            let item = rust_type::item(scope, item);
            quote!(&#life [#item])
        }
    }
}

/// The value of an argument as a reference.
pub(super) fn borrowed(name: &Ident, is_reference: bool) -> TokenStream {
    match is_reference {
        true => quote!(#name),
        false => quote!(&#name),
    }
}

/// A parameter as the runtime describes it.
pub(super) fn described(parameter: &CallParameter) -> TokenStream {
    let name = &parameter.name;
    let (of, style, explode) = match parameter.within {
        Within::Path => (quote!(path), Style::Simple, false),
        Within::Query => (quote!(query), Style::Form, true),
        Within::Header => (quote!(header), Style::Simple, false),
        Within::Cookie => (quote!(cookie), Style::Form, true),
    };
    let mut described = quote!(graphwright::Parameter::#of(#name));
    if parameter.style != style {
        let style = quote::format_ident!("{}", format!("{:?}", parameter.style));
        described = quote!(#described.style(graphwright::Style::#style));
    }
    if parameter.explode != explode && is_structured(parameter) {
        let explode = parameter.explode;
        described = quote!(#described.explode(#explode));
    }
    if parameter.reserved {
        described = quote!(#described.reserved());
    }
    described
}

/// Returns how a field of a form is written, as the runtime describes it.
pub(super) fn field(field: &FieldStyle) -> TokenStream {
    let name = &field.name;
    let style = quote::format_ident!("{}", format!("{:?}", field.style));
    let style = (field.style != Style::Form).then(|| quote!(.style(graphwright::Style::#style)));
    let explode = (!field.explode).then(|| quote!(.explode(false)));
    let reserved = field.reserved.then(|| quote!(.reserved()));
    quote!(graphwright::Parameter::query(#name) #style #explode #reserved)
}

/// Returns whether there are items or members to tell apart.
fn is_structured(parameter: &CallParameter) -> bool {
    parameter.ty.collection || !matches!(parameter.ty.item, ItemType::Primitive(_))
}
