//! What a caller of a generated crate can name, as plain data.
//!
//! It is read from the syntax of what the emitter writes, with every imported name resolved: names and types are the
//! emitter's own, and no rule of naming stands here a second time.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_emit::Files;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use rayon::prelude::*;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Fields, FnArg, ImplItem, ReturnType, Type, UseTree, Visibility};

/// Items by their path in the crate.
pub type Surface = BTreeMap<String, Item>;

/// What a caller can name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Structs and enums differ in how they are used.
    pub kind: Kind,
    /// The name in the description, of a model.
    pub schema: Option<String>,
    /// Fields of structs: type and name on the wire.
    pub fields: BTreeMap<String, Field>,
    /// Variants of enums, with the types of their values.
    pub variants: BTreeMap<String, String>,
    /// Functions.
    pub functions: BTreeMap<String, Function>,
    /// The traits of an offer.
    pub traits: BTreeSet<String>,
}

/// The kinds of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A struct with fields.
    #[default]
    Struct,
    /// An enum.
    Enum,
    /// A type that says what a way offers.
    Offer,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its Rust type.
    pub ty: String,
    /// Its name on the wire, where it is a member of a model.
    pub wire: Option<String>,
}

/// A function of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Function {
    /// The types of its parameters.
    pub parameters: Vec<String>,
    /// The type of its result.
    pub result: String,
    /// The resource that it leads to and what that offers, if it leads on.
    pub leads_to: Option<(String, String)>,
    /// Its bounds, and those of its `impl`.
    pub bounds: String,
    /// Since when and why it is deprecated.
    pub deprecated: Option<String>,
}

/// Reads the files of `crate_files` whose paths are in `only`.
///
/// # Errors
/// A file is not Rust, which is a fault of the emitter.
pub fn read(crate_files: &Files, only: &BTreeSet<&String>) -> Result<Surface, String> {
    let paths: Vec<&&String> = only
        .iter()
        .filter(|path| path.ends_with(".rs") && !path.ends_with("/mod.rs"))
        .filter(|path| !matches!(path.as_str(), "src/lib.rs" | "src/permissions.rs"))
        .collect();
    let parts = paths.par_iter().map(|path| match crate_files.get(**path) {
        Some(text) => file(path, text),
        None => Ok(Surface::new()),
    });
    let parts: Vec<Surface> = parts.collect::<Result<_, _>>()?;
    Ok(parts.into_iter().flatten().collect())
}

fn file(path: &str, text: &str) -> Result<Surface, String> {
    let syntax = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    // A file is a private module, whose item is exported by the module around it.
    let module = match inside.rsplit_once('/') {
        Some((module, _)) => module.replace('/', "::") + "::",
        None if inside == "offers" => "offers::".to_owned(),
        None => String::new(),
    };
    let mut resolve = Resolve::default();
    for item in &syntax.items {
        match item {
            syn::Item::Use(one) => resolve.imports(&one.tree, ""),
            syn::Item::Struct(one) => resolve.own(&module, &one.ident.to_string()),
            syn::Item::Enum(one) => resolve.own(&module, &one.ident.to_string()),
            _ => {}
        }
    }
    let mut surface = Surface::new();
    for item in syntax.items {
        add(&mut surface, &module, item, &mut resolve);
    }
    Ok(surface)
}

fn add(surface: &mut Surface, module: &str, item: syn::Item, resolve: &mut Resolve) {
    let is_public = |one: &Visibility| matches!(one, Visibility::Public(_));
    match item {
        syn::Item::Struct(one) if is_public(&one.vis) => {
            let item = surface.entry(format!("{module}{}", one.ident)).or_default();
            if let Fields::Named(fields) = one.fields {
                for field in fields.named.into_iter().filter(|one| is_public(&one.vis)) {
                    let name = field.ident.map(|one| one.to_string()).unwrap_or_default();
                    let ty = resolve.text(field.ty);
                    item.fields.entry(name).or_insert(Field { ty, wire: None });
                }
            }
        }
        syn::Item::Enum(one) if is_public(&one.vis) => {
            let item = surface.entry(format!("{module}{}", one.ident)).or_default();
            item.kind = Kind::Enum;
            for variant in one.variants {
                let types = variant.fields.into_iter();
                let types: Vec<String> = types.map(|one| resolve.text(one.ty)).collect();
                item.variants
                    .insert(variant.ident.to_string(), types.join(", "));
            }
        }
        syn::Item::Impl(one) if one.trait_.is_none() => {
            let Type::Path(path) = &*one.self_ty else {
                return;
            };
            let Some(name) = path.path.segments.last() else {
                return;
            };
            let on = one.generics.params.to_token_stream().to_string();
            let item = surface
                .entry(format!("{module}{}", name.ident))
                .or_default();
            for inner in one.items {
                if let ImplItem::Fn(function) = inner
                    && is_public(&function.vis)
                {
                    let name = function.sig.ident.to_string();
                    item.functions
                        .insert(name, self::function(function, &on, resolve));
                }
            }
        }
        syn::Item::Macro(one) => macro_call(surface, module, &one.mac),
        _ => {}
    }
}

fn function(function: syn::ImplItemFn, on: &str, resolve: &mut Resolve) -> Function {
    let sig = function.sig;
    let bounds = sig.generics.where_clause.to_token_stream();
    let bounds = format!("{on} {} {bounds}", sig.generics.params.to_token_stream());
    let parameters = sig.inputs.into_iter().map(|one| match one {
        FnArg::Receiver(one) => one.to_token_stream().to_string(),
        FnArg::Typed(one) => resolve.text(*one.ty),
    });
    let parameters = parameters.collect();
    let result = match sig.output {
        ReturnType::Default => "()".to_owned(),
        ReturnType::Type(_, ty) => resolve.text(*ty),
    };
    let leads = result.strip_prefix("crate::resources::");
    let leads = leads.map(|lead| match lead.split_once('<') {
        Some((resource, offer)) => (resource.to_owned(), offer.trim_end_matches('>').to_owned()),
        None => (lead.to_owned(), String::new()),
    });
    Function {
        parameters,
        result,
        leads_to: leads,
        bounds: bounds.trim().to_owned(),
        deprecated: function.attrs.iter().find_map(deprecated),
    }
}

fn deprecated(attribute: &Attribute) -> Option<String> {
    let is = attribute.path().is_ident("deprecated");
    let mut said = Vec::new();
    if is {
        literals(attribute.meta.to_token_stream(), &mut said);
    }
    is.then(|| said.join(": "))
}

/// The text literals in `tokens`.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => literals(group.stream(), found),
            TokenTree::Literal(literal) => found.extend(text(&literal)),
            _ => {}
        }
    }
}

fn text(literal: &proc_macro2::Literal) -> Option<String> {
    let parsed = syn::parse2::<syn::LitStr>(literal.to_token_stream());
    parsed.ok().map(|one| one.value())
}

/// What the macros of models and offers say.
fn macro_call(surface: &mut Surface, module: &str, call: &syn::Macro) {
    let Some(name) = call.path.segments.last() else {
        return;
    };
    let mut tokens = call.tokens.clone().into_iter().peekable();
    if name.ident == "offers" {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                offers(surface, module, group.stream());
            }
        }
        return;
    }
    let Some(TokenTree::Ident(ident)) = tokens.next() else {
        return;
    };
    let Some(item) = surface.get_mut(&format!("{module}{ident}")) else {
        return;
    };
    let is_model = name.ident == "model";
    for token in tokens {
        match token {
            TokenTree::Literal(literal) if item.schema.is_none() => item.schema = text(&literal),
            TokenTree::Group(group) if is_model => wires(item, group.stream()),
            _ => {}
        }
    }
}

/// `CONSTANT field "wire" marks,` of each member.
fn wires(item: &mut Item, members: TokenStream) {
    let mut before = None;
    for token in members {
        if let (TokenTree::Literal(literal), Some(field)) = (&token, &before)
            && let Some(field) = item.fields.get_mut(field)
        {
            field.wire = text(literal);
        }
        before = Some(token.to_string());
    }
}

/// `Name(Trait, Trait) as Cast "more",` of each offer.
fn offers(surface: &mut Surface, module: &str, all: TokenStream) {
    let mut before = String::new();
    for token in all {
        if let TokenTree::Group(group) = &token {
            let idents = group.stream().into_iter().filter_map(|one| match one {
                TokenTree::Ident(one) => Some(one.to_string()),
                _ => None,
            });
            let item = Item {
                kind: Kind::Offer,
                traits: idents.collect(),
                ..Item::default()
            };
            surface.insert(format!("{module}{before}"), item);
        }
        before = token.to_string();
    }
}

/// The full paths of short names in a file.
#[derive(Default)]
struct Resolve(BTreeMap<String, String>);

impl Resolve {
    fn imports(&mut self, tree: &UseTree, before: &str) {
        match tree {
            UseTree::Path(path) => self.imports(&path.tree, &format!("{before}{}::", path.ident)),
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                let full = format!("{before}{name}");
                self.0.insert(name, full);
            }
            UseTree::Rename(one) => {
                let full = format!("{before}{}", one.ident);
                self.0.insert(one.rename.to_string(), full);
            }
            UseTree::Group(group) => {
                for one in &group.items {
                    self.imports(one, before);
                }
            }
            UseTree::Glob(_) => {}
        }
    }

    fn own(&mut self, module: &str, name: &str) {
        let full = format!("crate::{module}{name}");
        self.0.insert(name.to_owned(), full);
    }

    /// A type with full paths, as rustfmt would write it on one line.
    fn text(&mut self, mut ty: Type) -> String {
        self.visit_type_mut(&mut ty);
        let spaced = ty.to_token_stream().to_string();
        let mut text = spaced.replace(" :: ", "::").replace(" < ", "<");
        for (from, to) in [
            (" >", ">"),
            (" ,", ","),
            ("& ", "&"),
            ("( )", "()"),
            ("<:: ", "<::"),
        ] {
            text = text.replace(from, to);
        }
        text
    }
}

impl VisitMut for Resolve {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let Some(first) = path.segments.first() else {
            return;
        };
        let full = self.0.get(&first.ident.to_string());
        if let Some(Ok(full)) = full.map(|full| syn::parse_str::<syn::Path>(full)) {
            let mut segments = full.segments;
            if let Some(last) = segments.last_mut() {
                last.arguments = first.arguments.clone();
            }
            segments.extend(path.segments.iter().skip(1).cloned());
            path.segments = segments;
        }
    }
}
