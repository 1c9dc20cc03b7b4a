//! The model of a service between readers and writer, as plain data.
//!
//! A reader (`graphwright-csdl`, `graphwright-openapi`) lowers a description into an [`Api`]; the
//! writer (`graphwright-emit`) renders it. Nothing here does I/O and nothing here knows a Rust name.
//! Two descriptions of the same service must lower to the same `Api`, but for each [`Origin`].
//!
//! The rules that both readers share stand here once: [`check`] (what a description must satisfy),
//! [`select`](mod@select) (which part of it is asked for), [`route`] (what a URL calls),
//! [`permissions`] (who may call what),
//! [`secrets`] (what no log may show).

pub mod check;
pub mod close;
pub mod conventions;
pub mod declare;
pub mod diagnostic;
pub mod facts;
pub mod fixups;
pub mod graph;
pub mod names;
pub mod offers;
pub mod options;
pub mod permissions;
pub mod plain;
pub mod resources;
pub mod route;
pub mod secrets;
pub mod select;
pub mod standard;
pub mod text;
pub mod types;
pub mod way;

use std::collections::BTreeMap;

pub use conventions::{Alphabet, Conventions, EnumLiterals};
pub use diagnostic::{About, Diagnostic, Lowered, Origin, Position, Severity};
pub use names::TypeName;
pub use offers::Offers;
pub use options::{QueryOption, QueryOptions};
pub use resources::{
    KeyPart, KeyStyle, Navigation, Operation, OperationKind, Parameter, PathAddress, PropertyPath,
    Resource, Returns, Root, StandardOperation, Stream, Target, Verb,
};
pub use standard::{Addressed, Payload, StandardOperationKind};
pub use types::{
    Alternative, Constant, Deprecation, EnumMember, EnumType, ItemType, NumberMember, OneOf,
    Primitive, Property, Structured, Tag, TypeDef, TypeKind, TypeRef,
};
pub use way::Way;

/// A service: its types, its addressable resources, and the places where a URL may start.
///
/// Maps are ordered by name, so that nothing downstream depends on the order of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// The URL that every request path is relative to, without a trailing slash, where the
    /// description states one (OpenAPI `servers`; CSDL has none).
    pub service_root: Option<String>,
    /// How a key stands in a URL (OData URL Conventions 4.3.1 and 4.3.6).
    pub key_style: KeyStyle,
    /// Every structured and enumeration type. Type definitions are lowered to what they stand for.
    pub types: BTreeMap<TypeName, TypeDef>,
    /// Every addressable resource, one per type and multiplicity.
    pub resources: BTreeMap<Target, Resource>,
    /// Entity sets, singletons: the first path segment and what it addresses.
    pub roots: BTreeMap<String, Root>,
    /// Unbound actions and functions, by the name of their import (CSDL 4.01, 13.5 and 13.6): the
    /// overloads of that name, at least one, fewest parameters first.
    pub operations: BTreeMap<String, Vec<Operation>>,
    /// The paths of a service that is not OData's; empty for an OData service.
    pub plain: plain::Plain,
    /// Who may make which request, where that is known. No description says it; [`Table`](permissions::Table) does.
    pub permissions: permissions::Permitted,
    /// Declared types whose values may be of several types: the derived types that are told apart,
    /// in order of name. Readers leave it empty; [`select`](select::select) decides it.
    pub variants: BTreeMap<TypeName, Vec<TypeName>>,
}

/// How many types a chain of base types may have; in Graph it has four.
pub const DEEPEST_CHAIN: usize = 64;

impl Api {
    /// The resource for `target`, made empty at the first call.
    pub fn resource_mut(&mut self, target: &Target) -> &mut Resource {
        self.resources
            .entry(target.clone())
            .or_insert_with(|| Resource::new(target.clone()))
    }

    /// Returns whether an enumeration type has that name.
    pub fn is_enumeration(&self, name: &TypeName) -> bool {
        let ty = self.types.get(name);
        ty.is_some_and(|ty| matches!(ty.kind, TypeKind::Enum(_)))
    }

    /// Every overload of every action and function, bound and unbound.
    pub fn all_operations(&self) -> impl Iterator<Item = &Operation> {
        let bound = self.resources.values();
        bound
            .flat_map(|resource| resource.operations.values())
            .chain(self.operations.values())
            .flatten()
    }

    /// The overloads of the bound operation of `target` that `segment` invokes, or of the unbound one.
    pub fn overloads(&self, target: Option<&Target>, segment: &str) -> &[Operation] {
        let operations = match target {
            Some(target) => self.resources.get(target).map(|one| &one.operations),
            None => Some(&self.operations),
        };
        let found = operations.and_then(|all| all.get(segment));
        found.map_or(&[], Vec::as_slice)
    }

    /// The chain of base types of `name`, itself first, as far as the types are known, and
    /// [`DEEPEST_CHAIN`] long at most. A cycle ends where it would repeat.
    pub fn ancestry<'a>(&'a self, name: &'a TypeName) -> Vec<&'a TypeName> {
        let mut chain = vec![name];
        while let Some(base) = self
            .types
            .get(chain[chain.len() - 1])
            .and_then(TypeDef::base)
        {
            if chain.contains(&base) || chain.len() == DEEPEST_CHAIN {
                break;
            }
            chain.push(base);
        }
        chain
    }

    /// The properties of a structured type, inherited ones first, structural before navigation,
    /// otherwise in the order of the description.
    pub fn all_properties(&self, name: &TypeName) -> Vec<&Property> {
        let mut chain = self.ancestry(name);
        chain.reverse();
        let own = chain
            .into_iter()
            .filter_map(|one| self.types.get(one)?.structured());
        let properties: Vec<&Property> = own.flat_map(|one| &one.properties).collect();
        let (navigation, structural): (Vec<&Property>, Vec<&Property>) = properties
            .into_iter()
            .partition(|property| property.navigation);
        structural.into_iter().chain(navigation).collect()
    }
}
