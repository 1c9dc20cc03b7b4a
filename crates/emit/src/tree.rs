//! The modules of a crate: a file for each item, and the modules that lead to it.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;

use crate::names::ItemName;
use crate::{Files, docs, ident, print};

/// The two parts of a crate.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Models,
    Resources,
}

/// The modules below `models` and `resources`.
#[derive(Default)]
pub(crate) struct Tree {
    files: Files,
    modules: BTreeMap<String, Module>,
}

#[derive(Default)]
struct Module {
    /// File and item.
    items: BTreeSet<(String, String)>,
    modules: BTreeSet<String>,
}

impl Tree {
    /// Adds an item, whose file has that text.
    pub(crate) fn add(&mut self, part: Part, name: &ItemName, text: String) {
        let root = match part {
            Part::Models => "models",
            Part::Resources => "resources",
        };
        let mut path = format!("src/{root}");
        for module in &name.modules {
            self.modules
                .entry(path.clone())
                .or_default()
                .modules
                .insert(module.clone());
            path = format!("{path}/{module}");
        }
        let module = self.modules.entry(path.clone()).or_default();
        module.items.insert((name.file.clone(), name.name.clone()));
        self.files.insert(format!("{path}/{}.rs", name.file), text);
    }

    /// All files, with the modules' own.
    pub(crate) fn into_files(mut self) -> Files {
        for root in ["models", "resources"] {
            self.modules.entry(format!("src/{root}")).or_default();
        }
        for (path, module) in &self.modules {
            self.files
                .insert(format!("{path}/mod.rs"), module_file(path, module));
        }
        self.files
    }
}

fn module_file(path: &str, module: &Module) -> String {
    let doc = match path {
        "src/models" => "What requests and responses carry.".to_owned(),
        "src/resources" => {
            "What a URL addresses: each method makes a request or leads on.".to_owned()
        }
        _ => format!(
            "The part `{}` of the namespace.",
            path.rsplit('/').next().unwrap_or(path)
        ),
    };
    let files: Vec<_> = module
        .items
        .iter()
        .map(|(file, _)| ident::ident(file))
        .collect();
    let names = module.items.iter().map(|(_, name)| ident::ident(name));
    let modules = module.modules.iter().map(|name| ident::ident(name));
    let doc = docs::inner([docs::sentence(doc)]);
    print::file(quote! {
        #doc
        #(mod #files;)*
        #(pub mod #modules;)*
        #(pub use #files::#names;)*
    })
}
