//! What prettyplease makes of a file by itself: the measure for all that is laid out here.

use syn::{Attribute, Item};

use super::{HEADER, imports, item, long, print_use, tokens};

/// A file as [`super::file`] would print it if prettyplease laid out every item.
pub(crate) fn file(tokens: proc_macro2::TokenStream) -> String {
    let (tokens, mut paths) = tokens::flat(tokens);
    let items = item::items(&tokens);
    let own = items.iter().filter_map(item::Item::declares).collect();
    let mut text = String::from(HEADER);
    let mut last = None;
    for one in imports::shorten(&mut paths, &own) {
        last = Some(Some("use"));
        print_use(&mut text, &one);
    }
    for item in items {
        let kind = item.kind_of_line();
        if last.is_some_and(|last| kind.is_none() || last != kind) {
            text.push('\n');
        }
        last = Some(kind);
        if item.is_macro() {
            item.print(&mut text, &paths);
            continue;
        }
        let start = text.len();
        let mut parsed: syn::File = syn::parse2(tokens::stream(item.tokens(), &paths)).unwrap();
        parsed.items.iter_mut().for_each(lines);
        text.push_str(&prettyplease::unparse(&parsed));
        item::space_out(&mut text, start);
    }
    text
}

/// Makes each line of a doc comment an attribute of its own, which prettyplease writes with slashes.
fn lines(item: &mut Item) {
    match item {
        Item::Struct(one) => {
            split(&mut one.attrs);
            one.fields
                .iter_mut()
                .for_each(|field| split(&mut field.attrs));
        }
        Item::Enum(one) => {
            split(&mut one.attrs);
            let variants = one.variants.iter_mut();
            variants.for_each(|variant| split(&mut variant.attrs));
        }
        Item::Impl(one) => {
            for member in &mut one.items {
                match member {
                    syn::ImplItem::Fn(function) => split(&mut function.attrs),
                    syn::ImplItem::Const(constant) => split(&mut constant.attrs),
                    _ => {}
                }
            }
        }
        Item::Const(one) => split(&mut one.attrs),
        _ => {}
    }
}

fn split(attributes: &mut Vec<Attribute>) {
    let all = std::mem::take(attributes).into_iter();
    let each = all.flat_map(|attribute| match text(&attribute) {
        Some(doc) => {
            let lines = doc.split('\n');
            lines
                .map(|line| syn::parse_quote!(#[doc = #line]))
                .collect()
        }
        None => vec![attribute],
    });
    *attributes = each.collect();
}

fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
