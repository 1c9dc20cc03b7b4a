//! Full paths made short, with the `use` lines that this takes.
//!
//! Renderers write full paths, which are always right. Here each file gets what a person would write:
//! `VppToken` and `use crate::models::VppToken`, unless the short name means something else there.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::print::Paths;

/// Names that mean something in every file.
const PRELUDE: [&str; 14] = [
    "Box", "Clone", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Self",
    "Some", "String", "Vec",
];

/// Shortens `paths` of a file that declares the names `own`, and gives what it must `use` for that.
pub(crate) fn shorten(paths: &mut Paths, own: &BTreeSet<String>) -> Vec<Use> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, name) in paths.all() {
        by_name.entry(name).or_default().push(path);
    }
    let imported: BTreeSet<String> = by_name
        .into_iter()
        .filter(|(name, paths)| paths.len() == 1 && !own.contains(*name) && !PRELUDE.contains(name))
        .flat_map(|(_, paths)| paths)
        .map(str::to_owned)
        .collect();
    paths.import(|path| imported.contains(path));
    uses(&imported)
}

/// What a file takes from a module, in order.
pub(crate) struct Use {
    pub(crate) module: String,
    pub(crate) names: Vec<String>,
}

/// In rustfmt's order: a module's children before its own items.
fn uses(imported: &BTreeSet<String>) -> Vec<Use> {
    let mut by_module: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for path in imported {
        if let Some((module, name)) = path.rsplit_once("::") {
            let order = format!("{module}::{{");
            by_module.entry(order).or_default().insert(name);
        }
    }
    let uses = by_module.into_iter().map(|(order, names)| Use {
        module: order.trim_end_matches("::{").to_owned(),
        names: names.into_iter().map(str::to_owned).collect(),
    });
    uses.collect()
}

/// The tokens of a path.
pub(crate) fn path(text: &str) -> TokenStream {
    let segments = text.split("::").map(segment);
    quote!(#(#segments)::*)
}

/// `crate` is a segment of a path as it is; what else is a keyword is raw.
fn segment(name: &str) -> Ident {
    match name {
        "crate" => Ident::new(name, proc_macro2::Span::call_site()),
        _ => crate::ident::ident(name.trim_start_matches("r#")),
    }
}
