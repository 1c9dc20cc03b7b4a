//! Rust's type for a type of the description.

use graphwright_api::{Alphabet, ItemType, Primitive, TypeKind, TypeName, TypeRef};
use proc_macro2::TokenStream;
use quote::quote;

use crate::Scope;
use crate::names::{self, ItemName};

/// The type of one item: what stands in a field, in a page, as a result.
pub(crate) fn item(scope: &Scope<'_>, item: &ItemType) -> TokenStream {
    match item {
        ItemType::Untyped => quote!(graphwright::Json),
        ItemType::Primitive(primitive) => self::primitive(scope, *primitive),
        ItemType::Named(name) => named(scope, name),
    }
}

/// The type of a field, without the `Option` around it. A structured value is boxed, always: a type
/// may come to hold itself, and that must not change what its users write.
pub(crate) fn field(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    let one = item(scope, &ty.item);
    let boxed = ty.named().is_some_and(|name| {
        names::is_structured(scope.api, name) && !scope.names.polymorphic.contains_key(name)
    });
    match (ty.collection, boxed) {
        (true, _) => quote!(Vec<#one>),
        (false, true) => quote!(Box<#one>),
        (false, false) => one,
    }
}

/// The type of a value that stands by itself: in a map, as a result, as the value of a parameter.
pub(crate) fn value(scope: &Scope<'_>, ty: &TypeRef) -> TokenStream {
    let one = item(scope, &ty.item);
    match ty.collection {
        true => quote!(Vec<#one>),
        false => one,
    }
}

/// Returns what binary values of the service are written as. A document of a service that is not OData's says it
/// itself, place by place.
fn alphabet(scope: &Scope<'_>) -> Alphabet {
    let stated = scope.options.conventions.binary;
    let stated = stated.filter(|_| scope.api.plain.is_empty());
    stated.unwrap_or_default()
}

fn primitive(scope: &Scope<'_>, primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::Binary | Primitive::Stream => match alphabet(scope) {
            Alphabet::Base64 => quote!(graphwright::edm::Binary),
            Alphabet::Base64Url => quote!(graphwright::edm::Base64Url),
        },
        Primitive::Base64Url => quote!(graphwright::edm::Base64Url),
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
        Primitive::UInt16 => quote!(u16),
        Primitive::UInt32 => quote!(u32),
        Primitive::UInt64 => quote!(u64),
    }
}

/// The plain number that an argument is, for a type whose values keep how they were written, which an argument was not.
pub(crate) fn plain_number(primitive: Primitive) -> Option<TokenStream> {
    match primitive {
        Primitive::Double => Some(quote!(f64)),
        Primitive::Single => Some(quote!(f32)),
        _ => None,
    }
}

/// A named type: where types are derived from it, the enum over them.
fn named(scope: &Scope<'_>, name: &TypeName) -> TokenStream {
    if let Some(any) = scope.names.polymorphic.get(name) {
        return path(any);
    }
    // A map or list is no item of its own.
    match scope.api.types.get(name).map(|ty| &ty.kind) {
        Some(TypeKind::Map(item)) => {
            let item = value(scope, item);
            return quote!(graphwright::Map<#item>);
        }
        Some(TypeKind::List(item)) => return value(scope, item),
        _ => {}
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
