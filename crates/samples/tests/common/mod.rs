//! The vppToken family, built by hand: these tests read no description.

use graphwright_api::{
    Api, ItemType, KeyPart, Navigation, Offers, Operation, OperationKind, Origin, Parameter,
    Primitive, QueryOptions, Root, StandardOperation, StandardOperationKind, Structured, Target,
    TypeDef, TypeKind, TypeName, TypeRef, Way,
};

pub(crate) fn app_management() -> TypeName {
    TypeName::new("microsoft.graph.deviceAppManagement")
}

pub(crate) fn token() -> TypeName {
    TypeName::new("microsoft.graph.vppToken")
}

pub(crate) fn api(service_root: Option<&str>) -> Api {
    let mut api = Api {
        service_root: service_root.map(str::to_owned),
        ..Api::default()
    };
    for name in [app_management(), token()] {
        let ty = TypeDef {
            name: name.clone(),
            doc: String::new(),
            kind: TypeKind::Structured(Structured::default()),
            deprecation: None,
            origin: Origin::default(),
        };
        api.types.insert(name, ty);
    }
    let management = Target::one(app_management());
    let tokens = Target::many(token());
    let root = Root {
        target: management.clone(),
        offers: Offers::ALL,
        options: QueryOptions::default(),
        doc: String::new(),
    };
    api.roots.insert("deviceAppManagement".into(), root);

    let resource = api.resource_mut(&management);
    for kind in [StandardOperationKind::Get, StandardOperationKind::Update] {
        resource.add_standard(kind, StandardOperation::default());
    }
    let way = Navigation {
        target: tokens.clone(),
        offers: Offers::ALL,
        via: Way::default(),
        options: QueryOptions::default(),
        doc: String::new(),
    };
    resource.navigation.insert("vppTokens".into(), way);

    let resource = api.resource_mut(&tokens);
    resource.key.push(KeyPart {
        name: "id".into(),
        ty: ItemType::Primitive(Primitive::String),
    });
    for kind in [
        StandardOperationKind::List,
        StandardOperationKind::Create,
        StandardOperationKind::Count,
    ] {
        resource.add_standard(kind, StandardOperation::default());
    }
    let mut licenses = bound("getLicensesForApp", OperationKind::Function);
    licenses.parameters.push(Parameter {
        name: "bundleId".into(),
        doc: String::new(),
        ty: TypeRef::one(ItemType::Primitive(Primitive::String)),
        nullable: false,
        optional: false,
        origin: Origin::default(),
    });
    for operation in [licenses, bound("syncLicenseCounts", OperationKind::Action)] {
        resource
            .operations
            .insert(operation.name.clone(), vec![operation]);
    }

    let resource = api.resource_mut(&tokens.item());
    for kind in [
        StandardOperationKind::Get,
        StandardOperationKind::Update,
        StandardOperationKind::Delete,
    ] {
        resource.add_standard(kind, StandardOperation::default());
    }
    for operation in [
        bound("syncLicenses", OperationKind::Action),
        bound("revokeLicenses", OperationKind::Action),
    ] {
        resource
            .operations
            .insert(operation.name.clone(), vec![operation]);
    }
    api
}

fn bound(name: &str, kind: OperationKind) -> Operation {
    Operation {
        name: name.into(),
        kind,
        doc: String::new(),
        parameters: Vec::new(),
        returns: None,
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    }
}
