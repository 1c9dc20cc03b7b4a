//! Full paths made short, with the `use` lines that this takes.
//!
//! Renderers write full paths, which are always right. Here each file gets what a person would write:
//! `VppToken` and `use crate::models::VppToken`, unless the short name means something else there.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};

/// Names that mean something in every file.
const PRELUDE: [&str; 14] = [
    "Box", "Clone", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self",
    "Some", "String", "Vec",
];

/// Shortens the paths of `file` that begin with `crate` or `graphwright`, and puts the `use` lines
/// that this takes before its items.
pub(crate) fn shorten(mut file: syn::File) -> syn::File {
    let mut found = Found::default();
    found.visit_file_mut(&mut file);
    let own = file
        .items
        .iter()
        .filter_map(declared)
        .collect::<BTreeSet<String>>();
    let mut by_name: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    for path in found.0 {
        by_name
            .entry(path[path.len() - 1].clone())
            .or_default()
            .insert(path);
    }
    let imported: BTreeSet<Vec<String>> = by_name
        .into_iter()
        .filter(|(name, paths)| {
            paths.len() == 1 && !own.contains(name) && !PRELUDE.contains(&name.as_str())
        })
        .flat_map(|(_, paths)| paths)
        .collect();
    Shortener(&imported).visit_file_mut(&mut file);
    let mut items = uses(&imported);
    items.append(&mut file.items);
    file.items = items;
    file
}

/// The name that an item brings into its file.
fn declared(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Struct(one) => Some(one.ident.to_string()),
        syn::Item::Enum(one) => Some(one.ident.to_string()),
        _ => None,
    }
}

/// How many segments lead to the first type in a path of ours; `None` if there is nothing to shorten.
fn type_at(path: &syn::Path) -> Option<usize> {
    let first = path.segments.first()?;
    if path.leading_colon.is_some() || (first.ident != "crate" && first.ident != "graphwright") {
        return None;
    }
    path.segments
        .iter()
        .position(|segment| segment.ident.to_string().starts_with(char::is_uppercase))
}

fn names(path: &syn::Path, last: usize) -> Vec<String> {
    path.segments
        .iter()
        .take(last + 1)
        .map(|segment| segment.ident.to_string())
        .collect()
}

#[derive(Default)]
struct Found(BTreeSet<Vec<String>>);

impl VisitMut for Found {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(at) = type_at(path) {
            self.0.insert(names(path, at));
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_item_macro_mut(&mut self, item: &mut syn::ItemMacro) {
        for_each_path(&item.mac.tokens, &mut |path| {
            self.visit_path_mut(&mut path.clone());
        });
    }
}

struct Shortener<'a>(&'a BTreeSet<Vec<String>>);

impl VisitMut for Shortener<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(at) = type_at(path)
            && self.0.contains(&names(path, at))
        {
            path.segments = path.segments.iter().skip(at).cloned().collect();
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_item_macro_mut(&mut self, item: &mut syn::ItemMacro) {
        item.mac.tokens = map_paths(item.mac.tokens.clone(), &mut |path| {
            self.visit_path_mut(path);
        });
    }
}

/// Calls `found` with each path of ours among the tokens of a macro.
fn for_each_path(tokens: &TokenStream, found: &mut dyn FnMut(&syn::Path)) {
    map_paths(tokens.clone(), &mut |path| found(path));
}

/// The tokens of a macro with each path of ours as `change` makes it.
fn map_paths(tokens: TokenStream, change: &mut dyn FnMut(&mut syn::Path)) -> TokenStream {
    let mut mapped = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = map_paths(group.stream(), change);
                mapped.extend([TokenTree::from(Group::new(group.delimiter(), inner))]);
            }
            TokenTree::Ident(first) if first == "crate" || first == "graphwright" => {
                let mut path = syn::Path::from(first);
                // A path goes on with two colons and a name.
                while matches!(tokens.peek(), Some(TokenTree::Punct(colon)) if colon.as_char() == ':')
                {
                    tokens.next();
                    if let Some(TokenTree::Ident(name)) = tokens.peek() {
                        path.segments.push(name.clone().into());
                        tokens.next();
                    }
                }
                change(&mut path);
                path.to_tokens(&mut mapped);
            }
            other => mapped.extend([other]),
        }
    }
    mapped
}

/// A `use` line for each module, in rustfmt's order: a module's children before its own items.
fn uses(imported: &BTreeSet<Vec<String>>) -> Vec<syn::Item> {
    let mut by_module: BTreeMap<String, (&[String], Vec<Ident>)> = BTreeMap::new();
    for path in imported {
        if let Some((name, module)) = path.split_last() {
            let order = format!("{}::{{", module.join("::"));
            let line = by_module.entry(order).or_insert((module, Vec::new()));
            line.1.push(crate::ident::ident(name));
        }
    }
    let lines = by_module.into_values().map(|(module, names)| {
        let module = module.iter().map(|name| segment(name));
        match &names[..] {
            [one] => syn::parse_quote!(use #(#module)::*::#one;),
            all => syn::parse_quote!(use #(#module)::*::{#(#all),*};),
        }
    });
    lines.collect()
}

/// `crate` is a segment of a path as it is; what else is a keyword is raw.
fn segment(name: &str) -> Ident {
    match name {
        "crate" => Ident::new(name, proc_macro2::Span::call_site()),
        _ => crate::ident::ident(name.trim_start_matches("r#")),
    }
}
