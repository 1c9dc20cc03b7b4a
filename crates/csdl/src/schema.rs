//! A CSDL document as it is declared: plain data, names resolved, nothing decided yet.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::Origin;

use crate::annotations::Annotations;
use crate::names::Names;

/// The schemas of one document, which form one service (CSDL XML 4.01, 5).
#[derive(Default)]
pub(crate) struct Csdl {
    pub(crate) names: Names,
    /// The namespaces whose operations may be called by simple name (`Core.DefaultNamespace`).
    pub(crate) default_namespaces: BTreeSet<String>,
    pub(crate) types: Vec<TypeDecl>,
    pub(crate) operations: Vec<OperationDecl>,
    pub(crate) container: Container,
    pub(crate) annotations: Annotations,
    /// How often elements and attributes stand in the document of which nothing is made.
    pub(crate) unread: BTreeMap<String, usize>,
}

/// A type of any kind.
pub(crate) struct TypeDecl {
    /// Qualified.
    pub(crate) name: String,
    pub(crate) kind: TypeDeclKind,
    pub(crate) origin: Origin,
}

pub(crate) enum TypeDeclKind {
    Structured(StructuredDecl),
    Enum {
        flags: bool,
        members: Vec<MemberName>,
    },
    /// A type definition (CSDL XML 4.01, 11).
    Definition {
        underlying: String,
    },
}

/// An entity type or a complex type.
pub(crate) struct StructuredDecl {
    pub(crate) base: Option<String>,
    pub(crate) entity: bool,
    pub(crate) is_abstract: bool,
    pub(crate) open: bool,
    /// Whether an entity of it has a media stream (CSDL XML 4.01, 6.4).
    pub(crate) stream: bool,
    pub(crate) key: Vec<KeyDecl>,
    pub(crate) members: Vec<MemberDecl>,
}

/// A member of an enumeration type.
pub(crate) struct MemberName {
    pub(crate) name: String,
    pub(crate) origin: Origin,
}

/// A part of a key (CSDL XML 4.01, 6.5).
pub(crate) struct KeyDecl {
    /// The property, or the path to it.
    pub(crate) path: String,
    /// The name in a URL.
    pub(crate) name: String,
    pub(crate) origin: Origin,
}

/// A structural or navigation property.
pub(crate) struct MemberDecl {
    pub(crate) name: String,
    pub(crate) ty: TypeUse,
    pub(crate) navigation: bool,
    pub(crate) contained: bool,
    pub(crate) origin: Origin,
}

/// `Type` and `Nullable` of a property, parameter or return type.
pub(crate) struct TypeUse {
    /// Qualified, without `Collection(…)`.
    pub(crate) name: String,
    pub(crate) collection: bool,
    /// As it is written, if it is.
    pub(crate) says_nullable: Option<bool>,
}

impl TypeUse {
    /// Returns whether it may be null: absent means true (CSDL XML 4.01, 7.2.1).
    pub(crate) fn nullable(&self) -> bool {
        self.says_nullable.unwrap_or(true)
    }
}

/// An action or function, or one overload of it.
pub(crate) struct OperationDecl {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) action: bool,
    pub(crate) bound: bool,
    /// Whether a path may go on behind it (CSDL XML 4.01, 12.6).
    pub(crate) composable: bool,
    pub(crate) parameters: Vec<ParameterDecl>,
    pub(crate) returns: Option<TypeUse>,
    pub(crate) origin: Origin,
}

pub(crate) struct ParameterDecl {
    pub(crate) name: String,
    pub(crate) ty: TypeUse,
    pub(crate) origin: Origin,
}

/// The entity container (CSDL XML 4.01, 13).
#[derive(Default)]
pub(crate) struct Container {
    /// Qualified; empty if there is none.
    pub(crate) name: String,
    pub(crate) children: Vec<ContainerChild>,
    pub(crate) imports: Vec<ImportDecl>,
}

/// An entity set or a singleton.
pub(crate) struct ContainerChild {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) set: bool,
    pub(crate) origin: Origin,
}

/// An action or function import (CSDL XML 4.01, 13.5 and 13.6).
pub(crate) struct ImportDecl {
    pub(crate) name: String,
    /// The qualified name of what it imports.
    pub(crate) operation: String,
    pub(crate) action: bool,
    pub(crate) origin: Origin,
}

impl TypeDecl {
    pub(crate) fn structured(&self) -> Option<&StructuredDecl> {
        match &self.kind {
            TypeDeclKind::Structured(structured) => Some(structured),
            TypeDeclKind::Enum { .. } | TypeDeclKind::Definition { .. } => None,
        }
    }
}

impl TypeUse {
    /// As a document writes it.
    pub(crate) fn written(&self) -> String {
        match self.collection {
            true => format!("Collection({})", self.name),
            false => self.name.clone(),
        }
    }
}

impl OperationDecl {
    pub(crate) fn qualified(&self) -> String {
        format!("{}.{}", self.namespace, self.name)
    }

    /// Returns what annotations of this overload target (CSDL XML 4.01, 14.2.1).
    pub(crate) fn signature(&self) -> String {
        let types = self.parameters.iter().map(|one| one.ty.written());
        let types: Vec<String> = types.collect();
        format!("{}({})", self.qualified(), types.join(","))
    }
}

impl Container {
    /// Returns what annotations of a child of that name target.
    pub(crate) fn place(&self, child: &str) -> String {
        format!("{}/{child}", self.name)
    }
}
