//! Rust's type for a type of the description.

use graphwright_api::{ItemType, Primitive, TypeKind, TypeName, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::Scope;
use crate::names::ItemName;

/// The type of one item: what stands in a field, in a page, as a result.
pub(crate) fn item(scope: &Scope<'_>, item: &ItemType) -> TokenStream {
    match item {
        ItemType::Untyped => quote!(graphwright::Json),
        ItemType::Primitive(primitive) => self::primitive(*primitive),
        ItemType::Named(name) => named(scope, name),
    }
}

/// The type of a field, without the `Option` around it. `owner` is the type that has the field.
pub(crate) fn field(scope: &Scope<'_>, ty: &TypeRef, owner: Option<&TypeName>) -> TokenStream {
    let one = item(scope, &ty.item);
    if ty.collection {
        quote!(Vec<#one>)
    } else if ty
        .named()
        .is_some_and(|name| owner.is_some_and(|owner| contains(scope, name, owner)))
    {
        quote!(Box<#one>)
    } else {
        one
    }
}

fn primitive(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::Binary | Primitive::Stream => quote!(graphwright::edm::Binary),
        Primitive::Boolean => quote!(bool),
        Primitive::Byte => quote!(u8),
        Primitive::Date => quote!(graphwright::edm::Date),
        Primitive::DateTimeOffset => quote!(graphwright::edm::DateTimeOffset),
        Primitive::Decimal => quote!(graphwright::edm::Decimal),
        Primitive::Double => quote!(graphwright::edm::Double),
        Primitive::Duration => quote!(graphwright::edm::Duration),
        Primitive::Guid => quote!(graphwright::edm::Guid),
        Primitive::Int16 => quote!(i16),
        Primitive::Int32 => quote!(i32),
        Primitive::Int64 => quote!(i64),
        Primitive::SByte => quote!(i8),
        Primitive::Single => quote!(graphwright::edm::Single),
        Primitive::String => quote!(String),
        Primitive::TimeOfDay => quote!(graphwright::edm::TimeOfDay),
    }
}

/// A named type: where types are derived from it, the enum over them.
fn named(scope: &Scope<'_>, name: &TypeName) -> TokenStream {
    if let Some(any) = scope.names.polymorphic.get(name) {
        return path(any);
    }
    let path = scope
        .names
        .types
        .get(name)
        .map_or_else(|| quote!(graphwright::Json), path);
    match scope.api.types.get(name).map(|ty| &ty.kind) {
        Some(TypeKind::Enum(enumeration)) if enumeration.flags => quote!(graphwright::Flags<#path>),
        _ => path,
    }
}

/// The path of an item in `models`.
pub(crate) fn path(name: &ItemName) -> TokenStream {
    let modules = name
        .modules
        .iter()
        .map(|module| crate::ident::ident(module));
    let ident = name.ident();
    quote!(crate::models::#(#modules::)*#ident)
}

/// Whether a value of `name` holds, by itself and not behind a pointer, a value of `wanted`.
/// An enum over derived types boxes each of them, so it ends the search.
fn contains(scope: &Scope<'_>, name: &TypeName, wanted: &TypeName) -> bool {
    let mut seen = Vec::new();
    let mut open = vec![name.clone()];
    while let Some(next) = open.pop() {
        if scope.names.polymorphic.contains_key(&next) || seen.contains(&next) {
            continue;
        }
        if next == *wanted {
            return true;
        }
        let properties = scope.api.all_properties(&next);
        let held = properties.iter().filter(|property| !property.ty.collection);
        open.extend(held.filter_map(|property| property.ty.named()).cloned());
        seen.push(next);
    }
    false
}
