//! What prettyplease lays out: what does not fit on a line, and forms that are rare.

use super::tokens::{Paths, Token, stream};

/// A whole item with its attributes.
pub(crate) fn item(tokens: &[Token], paths: &Paths) -> String {
    // Our own tokens always parse: names are identifiers and texts are literals by construction.
    let file = syn::parse2::<syn::File>(stream(tokens, paths)).expect("emitted tokens are Rust");
    prettyplease::unparse(&file)
}

/// A member of a `struct`, an `enum` or an `impl`, with its attributes.
pub(crate) fn member(kind: &str, tokens: &[Token], paths: &Paths) -> String {
    let member = stream(tokens, paths);
    let kind = proc_macro2::Ident::new(kind, proc_macro2::Span::call_site());
    let file = syn::parse2::<syn::File>(quote::quote!(#kind Outer { #member }))
        .expect("emitted tokens are Rust");
    let text = prettyplease::unparse(&file);
    let inside = text.split_once('\n').map_or("", |(_, inside)| inside);
    inside.strip_suffix("}\n").unwrap_or(inside).to_owned()
}
