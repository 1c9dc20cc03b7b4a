//! A CSDL document as it is declared: plain data, aliases resolved, nothing decided yet.

use std::collections::BTreeSet;

use graphwright_api::Origin;

use crate::annotations::Annotations;

/// The schemas of one document, which form one service (CSDL XML 4.01, 5).
#[derive(Default)]
pub(crate) struct Csdl {
    /// The namespaces that the document declares.
    pub(crate) namespaces: BTreeSet<String>,
    /// The namespaces that it includes from other documents, which are not read.
    pub(crate) included: BTreeSet<String>,
    pub(crate) types: Vec<TypeDecl>,
    pub(crate) operations: Vec<OperationDecl>,
    pub(crate) container: Container,
    pub(crate) annotations: Annotations,
}

/// A type of any kind.
pub(crate) struct TypeDecl {
    /// Qualified.
    pub(crate) name: String,
    pub(crate) kind: TypeDeclKind,
    pub(crate) origin: Origin,
}

pub(crate) enum TypeDeclKind {
    Structured {
        base: Option<String>,
        key: Vec<String>,
        entity: bool,
        members: Vec<MemberDecl>,
    },
    Enum {
        flags: bool,
        members: Vec<String>,
    },
    /// A type definition (CSDL XML 4.01, 11).
    Definition {
        underlying: String,
    },
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
    /// Absent means true (CSDL XML 4.01, 7.2.1).
    pub(crate) nullable: bool,
}

/// An action or function, or one overload of it.
pub(crate) struct OperationDecl {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) action: bool,
    pub(crate) bound: bool,
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
    pub(crate) imports: usize,
}

/// An entity set or a singleton.
pub(crate) struct ContainerChild {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) set: bool,
    pub(crate) origin: Origin,
}
