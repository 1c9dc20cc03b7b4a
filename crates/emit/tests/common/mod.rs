//! Small APIs built by hand.

use graphwright_api::{
    Api, Deprecation, EnumMember, EnumType, ItemType, KeyPart, Navigation, Offers, Operation,
    OperationKind, Origin, Parameter, PathAddress, Primitive, Property, PropertyPath, QueryOptions,
    Root, StandardOperation, StandardOperationKind, Stream, Structured, Target, TypeDef, TypeKind,
    TypeName, TypeRef, Way,
};
use graphwright_emit::Options;

/// Options that are always good.
pub(crate) fn options() -> Options {
    Options {
        package: "test".into(),
        service_root: "https://service.example/v1".into(),
        runtime: graphwright_emit::Runtime::at("../runtime"),
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
        required: false,
        navigation: false,
        secret: false,
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
            label: String::new(),
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
    let own = || StandardOperation {
        doc: doc.into(),
        via: Way::Root(set.into()),
        unsupported: vec![doc.into()],
        deprecation: Some(Deprecation {
            note: doc.into(),
            since: doc.into(),
            removal: doc.into(),
        }),
    };
    let part = |name: &str| KeyPart {
        name: name.into(),
        ty: ItemType::Primitive(Primitive::String),
    };
    let mut unbound = std::collections::BTreeMap::new();
    let resource = api.resource_mut(&many);
    resource.key = vec![part("id")];
    resource.alternate_keys = vec![vec![part(parameter), part(operation)]];
    resource.casts.insert(many.ty.clone(), many.clone());
    resource.paths = vec![PathAddress {
        name: operation.into(),
        template: format!(":/{{{parameter}}}{doc}:"),
        target: one.clone(),
        doc: doc.into(),
    }];
    for kind in [
        StandardOperationKind::List,
        StandardOperationKind::Create,
        StandardOperationKind::Count,
    ] {
        resource.add_standard(kind, own());
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
            optional: true,
            origin: Origin::default(),
        };
        let bound = Operation {
            name: segment.clone(),
            kind,
            doc: doc.into(),
            parameters: vec![parameter],
            returns: None,
            composes: None,
            offers: Offers::ALL,
            options: Vec::new(),
            deprecation: own().deprecation,
            origin: Origin::default(),
        };
        resource
            .operations
            .insert(segment, vec![bound.clone(), bound]);
    }
    api.operations.append(&mut unbound);
    let item = api.resource_mut(&one);
    for kind in [
        StandardOperationKind::Get,
        StandardOperationKind::Update,
        StandardOperationKind::Delete,
    ] {
        item.add_standard(kind, own());
    }
    let complex = PropertyPath {
        doc: doc.into(),
        ..PropertyPath::new(string())
    };
    item.properties.insert(parameter.into(), complex);
    item.streams.insert(
        operation.into(),
        Stream {
            doc: doc.into(),
            ..Stream::default()
        },
    );
    item.navigation.insert(
        set.into(),
        Navigation {
            target: many.clone(),
            offers: Offers::ALL,
            via: Way::default(),
            options: QueryOptions::default(),
            doc: doc.into(),
        },
    );
    api.roots.insert(
        set.into(),
        Root {
            target: many,
            offers: Offers::ALL,
            options: QueryOptions::default(),
            doc: doc.into(),
        },
    );
}
