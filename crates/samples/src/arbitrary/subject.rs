//! The models of an API.

use graphwright_api::{
    Api, Operation, OperationKind, Origin, Property, Structured, Target, TypeDef, TypeKind,
    TypeName,
};

/// A model that a generated crate has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its type, in [`Subjects::api`].
    pub ty: TypeName,
    /// The kind of model.
    pub kind: SubjectKind,
}

/// The kind of model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// The struct of a structured type.
    Struct,
    /// The enum over a declared type and the types derived from it.
    Polymorphic,
    /// The enum of an enumeration type.
    Enumeration {
        /// Whether a value is a set of members.
        flags: bool,
    },
    /// The struct of the parameters of an action: what the action is bound to, its path segment, the
    /// number of the overload.
    Parameters(Option<Target>, String, usize),
}

/// All models of an API.
#[derive(Clone, Debug)]
pub struct Subjects {
    /// The API, and for the parameters of each action a type that no description has.
    pub api: Api,
    /// The models, in order of kind and name.
    pub all: Vec<Subject>,
}

impl Subjects {
    /// Those of `api`.
    pub fn new(api: &Api) -> Self {
        let mut all = Vec::new();
        for (name, ty) in &api.types {
            let kind = match &ty.kind {
                TypeKind::Structured(_) => SubjectKind::Struct,
                TypeKind::Enum(enumeration) => SubjectKind::Enumeration {
                    flags: enumeration.flags,
                },
                TypeKind::IntegerEnum(_)
                | TypeKind::OneOf(_)
                | TypeKind::Map(_)
                | TypeKind::List(_) => continue,
            };
            all.push(Subject {
                ty: name.clone(),
                kind,
            });
        }
        for name in api.variants.keys() {
            all.push(Subject {
                ty: name.clone(),
                kind: SubjectKind::Polymorphic,
            });
        }
        let mut extended = api.clone();
        let bound = api
            .resources
            .iter()
            .map(|(target, resource)| (Some(target), &resource.operations));
        for (target, operations) in bound.chain([(None, &api.operations)]) {
            for (segment, overloads) in operations {
                for (number, operation) in overloads.iter().enumerate() {
                    let is_model =
                        operation.kind == OperationKind::Action && !operation.parameters.is_empty();
                    if is_model {
                        let ty = parameters(operation, all.len());
                        all.push(Subject {
                            ty: ty.name.clone(),
                            kind: SubjectKind::Parameters(target.cloned(), segment.clone(), number),
                        });
                        extended.types.insert(ty.name.clone(), ty);
                    }
                }
            }
        }
        Self { api: extended, all }
    }
}

/// The parameters as a type, whose name cannot be that of another.
fn parameters(operation: &Operation, number: usize) -> TypeDef {
    let property = |one: &graphwright_api::Parameter| Property {
        name: one.name.clone(),
        doc: String::new(),
        ty: one.ty.clone(),
        nullable: one.nullable,
        key: false,
        computed: false,
        required: false,
        navigation: false,
        secret: false,
        deprecation: None,
        origin: Origin::default(),
    };
    TypeDef {
        name: TypeName::new(format!("parameters of {} ({number})", operation.name)),
        doc: String::new(),
        kind: TypeKind::Structured(Structured {
            properties: operation.parameters.iter().map(property).collect(),
            ..Structured::default()
        }),
        deprecation: None,
        origin: Origin::default(),
    }
}
