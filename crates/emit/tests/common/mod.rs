//! Small APIs built by hand.

use graphwright_api::{
    Api, EnumMember, EnumType, ItemType, KeyPart, Navigation, Operation, OperationKind, Origin,
    Own, OwnKind, Parameter, Primitive, Property, Root, Structured, Target, TypeDef, TypeKind,
    TypeName, TypeRef,
};
use graphwright_emit::Options;

/// Options that are always good.
pub(crate) fn options() -> Options {
    Options {
        package: "test".into(),
        service_root: "https://service.example/v1".into(),
        runtime_path: "../runtime".into(),
        ..Options::default()
    }
}

/// A structural property.
pub(crate) fn property(name: &str, doc: &str, ty: TypeRef) -> Property {
    Property {
        name: name.into(),
        doc: doc.into(),
        ty,
        nullable: true,
        key: false,
        computed: false,
        navigation: false,
        deprecation: None,
        origin: Origin::default(),
    }
}

/// A string.
pub(crate) fn string() -> TypeRef {
    TypeRef::one(ItemType::Primitive(Primitive::String))
}

/// Adds a structured type.
pub(crate) fn add_structured(
    api: &mut Api,
    name: &str,
    doc: &str,
    base: Option<&str>,
    properties: Vec<Property>,
) {
    let kind = TypeKind::Structured(Structured {
        base: base.map(TypeName::new),
        properties,
        ..Structured::default()
    });
    let name = TypeName::new(name);
    api.types.insert(
        name.clone(),
        TypeDef {
            name,
            doc: doc.into(),
            kind,
            deprecation: None,
            origin: Origin::default(),
        },
    );
}

/// Adds an enumeration type.
pub(crate) fn add_enum(api: &mut Api, name: &str, doc: &str, members: &[&str]) {
    let members = members
        .iter()
        .map(|name| EnumMember {
            name: (*name).into(),
            doc: doc.into(),
            deprecation: None,
        })
        .collect();
    let name = TypeName::new(name);
    let kind = TypeKind::Enum(EnumType {
        flags: false,
        members,
    });
    api.types.insert(
        name.clone(),
        TypeDef {
            name,
            doc: doc.into(),
            kind,
            deprecation: None,
            origin: Origin::default(),
        },
    );
}

/// Adds an entity set `set` of the type `ty`, with everything that can be asked of it and an action
/// and a function called `operation` with a parameter called `parameter`.
pub(crate) fn add_set(
    api: &mut Api,
    set: &str,
    ty: &str,
    operation: &str,
    parameter: &str,
    doc: &str,
) {
    let many = Target::many(TypeName::new(ty));
    let one = many.item();
    let own = || Own {
        doc: doc.into(),
        via: set.into(),
        permissions: None,
        unsupported: Vec::new(),
        deprecation: None,
    };
    let resource = api.resource_mut(&many);
    resource.key = vec![KeyPart {
        name: "id".into(),
        ty: Primitive::String,
    }];
    for kind in [OwnKind::List, OwnKind::Create, OwnKind::Count] {
        resource.add_own(kind, own());
    }
    for (kind, segment) in [
        (OperationKind::Action, operation.to_owned()),
        (OperationKind::Function, format!("{operation}2")),
    ] {
        let parameter = Parameter {
            name: parameter.into(),
            doc: doc.into(),
            ty: string(),
            nullable: false,
            optional: false,
            origin: Origin::default(),
        };
        let bound = Operation {
            name: segment.clone(),
            kind,
            doc: doc.into(),
            parameters: vec![parameter],
            returns: None,
            composes: None,
            permissions: None,
            deprecation: None,
            origin: Origin::default(),
        };
        resource.operations.insert(segment, vec![bound]);
    }
    let item = api.resource_mut(&one);
    for kind in [OwnKind::Get, OwnKind::Update, OwnKind::Delete] {
        item.add_own(kind, own());
    }
    item.navigation.insert(
        set.into(),
        Navigation {
            target: many.clone(),
            doc: doc.into(),
        },
    );
    api.roots.insert(
        set.into(),
        Root {
            target: many,
            doc: doc.into(),
        },
    );
}
