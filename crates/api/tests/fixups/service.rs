//! A small service, and what rules make of it.

use graphwright_api::facts::differences;
use graphwright_api::fixups::Fixups;
use graphwright_api::{
    Api, ItemType, KeyPart, Navigation, Offers, Operation, OperationKind, Origin, Parameter,
    Primitive, Property, QueryOptions, Returns, Root, StandardOperation, StandardOperationKind,
    Structured, Target, TypeDef, TypeKind, TypeName, TypeRef, Way,
};

pub(crate) fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.{simple}"))
}

pub(crate) fn text() -> TypeRef {
    TypeRef::one(ItemType::Primitive(Primitive::String))
}

pub(crate) fn property(name: &str) -> Property {
    Property {
        name: name.into(),
        doc: String::new(),
        ty: text(),
        nullable: true,
        key: name == "id",
        computed: false,
        required: false,
        navigation: false,
        secret: false,
        deprecation: None,
        origin: Origin::default(),
    }
}

pub(crate) fn add_type(api: &mut Api, simple: &str, base: Option<&str>, properties: &[&str]) {
    let kind = TypeKind::Structured(Structured {
        base: base.map(name),
        properties: properties.iter().map(|name| property(name)).collect(),
        ..Structured::default()
    });
    let ty = TypeDef {
        name: name(simple),
        doc: String::new(),
        kind,
        deprecation: None,
        origin: Origin::default(),
    };
    api.types.insert(name(simple), ty);
}

pub(crate) fn action(name: &str, parameters: &[&str]) -> Operation {
    let parameter = |name: &&str| Parameter {
        name: (*name).into(),
        doc: String::new(),
        ty: text(),
        nullable: true,
        optional: false,
        origin: Origin::default(),
    };
    Operation {
        name: name.into(),
        kind: OperationKind::Action,
        doc: String::new(),
        parameters: parameters.iter().map(parameter).collect(),
        returns: Some(Returns {
            ty: text(),
            nullable: false,
        }),
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    }
}

/// The set `Users` of `user`; `admin` is a user; both can `reset`, with a code or with a code and a
/// note; a user has a `manager`. `Reports` is a set of `report`, which has no key.
pub(crate) fn service() -> Api {
    let mut api = Api::default();
    add_type(&mut api, "user", None, &["id", "mail"]);
    add_type(&mut api, "admin", Some("user"), &[]);
    add_type(&mut api, "report", None, &["number"]);
    let users = Target::many(name("user"));
    let own = || StandardOperation {
        via: Way::Root("Users".into()),
        unsupported: vec!["$count".into(), "$top".into()],
        ..StandardOperation::default()
    };
    let resource = api.resource_mut(&users);
    resource.key = vec![KeyPart {
        name: "id".into(),
        ty: ItemType::Primitive(Primitive::String),
    }];
    resource.add_standard(StandardOperationKind::List, own());
    for simple in ["user", "admin"] {
        let resource = api.resource_mut(&Target::one(name(simple)));
        resource.add_standard(StandardOperationKind::Get, own());
        let reset = vec![
            action("reset", &["code"]),
            action("reset", &["code", "note"]),
        ];
        resource.operations.insert("reset".into(), reset);
        let manager = Navigation {
            target: Target::one(name("user")),
            offers: [StandardOperationKind::Get].into_iter().collect(),
            via: Way::property(&name("user"), "manager"),
            options: QueryOptions::default(),
            doc: String::new(),
        };
        resource.navigation.insert("manager".into(), manager);
    }
    for (set, simple) in [("Users", "user"), ("Reports", "report")] {
        let target = Target::many(name(simple));
        api.resource_mut(&target);
        api.roots.insert(
            set.into(),
            Root {
                target,
                offers: Offers::ALL,
                options: QueryOptions::default(),
                doc: String::new(),
            },
        );
    }
    api.operations
        .insert("ping".into(), vec![action("ping", &[])]);
    api
}

/// The differences that these rules make, or everything that is wrong with them.
pub(crate) fn fixed(rules: &str) -> Result<Vec<String>, Vec<String>> {
    let shown = |all: Vec<graphwright_api::Diagnostic>| {
        all.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let mut api = service();
    let fixups = Fixups::parse("fix.toml", rules).map_err(shown)?;
    fixups.apply(&mut api).map_err(shown)?;
    let differences = differences(&service(), &api);
    Ok(differences.iter().map(ToString::to_string).collect())
}

/// One rule with a reason.
pub(crate) fn rule(text: &str) -> Result<Vec<String>, Vec<String>> {
    fixed(&format!("[[fix]]\n{text}\nreason = \"because\"\n"))
}

pub(crate) fn done(text: &str) -> Vec<String> {
    rule(text).unwrap()
}

/// The one thing that is wrong with the rule.
pub(crate) fn wrong(text: &str) -> String {
    let errors = rule(text).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].clone()
}
