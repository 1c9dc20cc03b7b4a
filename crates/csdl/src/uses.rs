//! Resolves the uses of types.

use std::collections::{HashMap, HashSet};

use graphwright_api::{ItemType, Primitive, TypeName, TypeRef};

use crate::names::{Home, Names};
use crate::report::Report;
use crate::schema::{Csdl, TypeDecl, TypeDeclKind, TypeUse};

/// A complex type without members that stands for any JSON; 858 places in Graph v1.0 use it.
pub(crate) const GRAPH_JSON: &str = "microsoft.graph.Json";

/// Types of `Edm` whose values are paths, which JSON writes as text (CSDL JSON 4.01, 14.4.1).
const PATHS: [&str; 5] = [
    "AnnotationPath",
    "AnyPropertyPath",
    "ModelElementPath",
    "NavigationPropertyPath",
    "PropertyPath",
];

pub(crate) struct Uses<'a> {
    names: &'a Names,
    /// The underlying types of type definitions, resolved to the end of each chain.
    definitions: HashMap<&'a str, &'a str>,
}

impl<'a> Uses<'a> {
    /// Reports the type definitions that stand for nothing.
    pub(crate) fn new(csdl: &'a Csdl, report: &mut Report<'_>) -> Self {
        Self {
            names: &csdl.names,
            definitions: definitions(csdl, report),
        }
    }

    pub(crate) fn type_ref(&self, used: &TypeUse) -> TypeRef {
        TypeRef {
            item: self.item(&used.name),
            collection: used.collection,
        }
    }

    fn item(&self, name: &str) -> ItemType {
        let name = self.definitions.get(name).copied().unwrap_or(name);
        match name.strip_prefix("Edm.") {
            _ if name == GRAPH_JSON => ItemType::Untyped,
            // Abstract types of Edm may hold any value; geography and geometry are GeoJSON objects.
            Some("Untyped" | "PrimitiveType" | "ComplexType" | "EntityType") => ItemType::Untyped,
            Some(edm) if edm.starts_with("Geo") => ItemType::Untyped,
            // Of these are the terms of vocabularies and what stands in them (CSDL XML 4.01, 4.6).
            Some(edm) if PATHS.contains(&edm) => ItemType::Primitive(Primitive::String),
            Some(edm) => Primitive::from_edm(edm)
                .map_or_else(|| ItemType::Named(TypeName::new(name)), ItemType::Primitive),
            // What stands in another document is not read: its values are kept as any JSON.
            None if self.names.home(name) != Home::Here => ItemType::Untyped,
            None => ItemType::Named(TypeName::new(name)),
        }
    }
}

/// Returns what each type definition stands for in the end. CSDL allows primitive types alone (CSDL XML 4.01, 11.1);
/// a definition of a definition is understood as well.
fn definitions<'a>(csdl: &'a Csdl, report: &mut Report<'_>) -> HashMap<&'a str, &'a str> {
    let underlying = |decl: &'a TypeDecl| match &decl.kind {
        TypeDeclKind::Definition { underlying } => Some((&*decl.name, &**underlying)),
        TypeDeclKind::Structured(_) | TypeDeclKind::Enum { .. } => None,
    };
    let direct: HashMap<&str, &str> = csdl.types.iter().filter_map(underlying).collect();
    let mut ends: HashMap<&str, &str> = HashMap::new();
    for decl in &csdl.types {
        let mut passed = Vec::new();
        let mut seen = HashSet::new();
        let mut name = decl.name.as_str();
        while let Some(next) = ends.get(name).or_else(|| direct.get(name)) {
            if !seen.insert(name) {
                break;
            }
            passed.push(name);
            name = next;
        }
        let is_primitive = name.starts_with("Edm.") || csdl.names.home(name) != Home::Here;
        if let Some(first) = passed.first()
            && !is_primitive
            && !ends.contains_key(first)
        {
            let written = direct.get(first).copied().unwrap_or_default();
            let message = format!(
                "`UnderlyingType` is `{}`, which is no primitive type",
                written.escape_debug()
            );
            let help = "a type definition stands for a type of `Edm` (CSDL XML 4.01, 11.1)";
            report.error(decl.origin, message, help);
        }
        ends.extend(passed.into_iter().map(|one| (one, name)));
    }
    ends
}
