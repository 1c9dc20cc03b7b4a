//! Full paths made short, with the `use` lines that this takes.
//!
//! Renderers write full paths, which are always right. Here each file gets what a person would write:
//! `VppToken` and `use crate::models::VppToken`, unless the short name means something else there.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Group, Ident, Spacing, TokenStream, TokenTree};
use syn::Item;

/// Names that mean something in every file.
const PRELUDE: [&str; 14] = [
    "Box", "Clone", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self",
    "Some", "String", "Vec",
];

/// Shortens the paths of a file; gives the imports that this takes, and the tokens.
pub(crate) fn shorten(tokens: TokenStream) -> (Vec<Item>, TokenStream) {
    let mut names = Names::default();
    names.declare(tokens.clone());
    names.collect(tokens.clone());
    let imported: BTreeSet<String> = names
        .paths
        .into_iter()
        .filter(|(name, paths)| {
            paths.len() == 1 && !names.declared.contains(name) && !PRELUDE.contains(&name.as_str())
        })
        .flat_map(|(_, paths)| paths)
        .collect();
    (uses(&imported), rewrite(tokens, &imported))
}

/// The names that a file uses and declares.
#[derive(Default)]
struct Names {
    /// The full paths of the crate, the runtime and the standard library, by their last name.
    paths: BTreeMap<String, BTreeSet<String>>,
    declared: BTreeSet<String>,
}

impl Names {
    fn declare(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            if let TokenTree::Ident(keyword) = token
                && (keyword == "struct" || keyword == "enum")
                && let Some(TokenTree::Ident(name)) = tokens.next()
            {
                self.declared.insert(name.to_string());
            }
        }
    }

    fn collect(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.collect(group.stream()),
                TokenTree::Ident(first) if is_root(&first) => {
                    let path = Path::read(first, &mut tokens);
                    if let Some(name) = &path.ty {
                        let paths = self.paths.entry(name.to_string()).or_default();
                        paths.insert(path.text);
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_root(ident: &Ident) -> bool {
    ident == "crate" || ident == "graphwright" || ident == "std"
}

/// A path of the crate, the runtime or the standard library.
struct Path {
    tokens: Vec<TokenTree>,
    text: String,
    /// The first type in it, where it ends.
    ty: Option<Ident>,
}

impl Path {
    /// Reads what follows `first`, up to the first type.
    fn read(first: Ident, tokens: &mut Peekable<IntoIter>) -> Self {
        let mut path = Self {
            text: first.to_string(),
            tokens: vec![first.into()],
            ty: None,
        };
        let is_colon =
            |token: &TokenTree| matches!(token, TokenTree::Punct(colon) if colon.as_char() == ':');
        // A path goes on with two colons, the first of them joint, and a name.
        while let Some(colon) = tokens.next_if(|token| {
            is_colon(token)
                && matches!(token, TokenTree::Punct(colon) if colon.spacing() == Spacing::Joint)
        }) {
            path.tokens.push(colon);
            path.tokens.extend(tokens.next_if(is_colon));
            let Some(TokenTree::Ident(name)) =
                tokens.next_if(|token| matches!(token, TokenTree::Ident(_)))
            else {
                return path;
            };
            let shown = name.to_string();
            path.text.push_str("::");
            path.text.push_str(&shown);
            path.tokens.push(name.clone().into());
            // Not all letters have capitals, but modules and functions are named in ASCII.
            if !shown.starts_with(|c: char| c.is_ascii_lowercase()) {
                path.ty = Some(name);
                return path;
            }
        }
        path
    }
}

/// Shows the imported paths by their last name.
fn rewrite(tokens: TokenStream, imported: &BTreeSet<String>) -> TokenStream {
    let mut rewritten = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inside = rewrite(group.stream(), imported);
                rewritten.extend([TokenTree::from(Group::new(group.delimiter(), inside))]);
            }
            TokenTree::Ident(first) if is_root(&first) => {
                let path = Path::read(first, &mut tokens);
                match path.ty.filter(|_| imported.contains(&path.text)) {
                    Some(name) => rewritten.extend([TokenTree::from(name)]),
                    None => rewritten.extend(path.tokens),
                }
            }
            token => rewritten.extend([token]),
        }
    }
    rewritten
}

/// The imports, in rustfmt's order: a module's children before its own items.
fn uses(imported: &BTreeSet<String>) -> Vec<Item> {
    let mut by_module: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for path in imported {
        if let Some((module, name)) = path.rsplit_once("::") {
            let order = format!("{module}::{{");
            by_module.entry(order).or_default().insert(name);
        }
    }
    let uses = by_module.into_iter().map(|(module, names)| {
        let names: Vec<&str> = names.into_iter().collect();
        let tree = match &names[..] {
            [name] => format!("{}{name}", module.trim_end_matches('{')),
            names => format!("{module}{}}}", names.join(", ")),
        };
        syn::parse_str(&format!("use {tree};")).expect("a path that was read is one")
    });
    uses.collect()
}
