//! What a pattern selects, and what that brings along.

use graphwright_api::select::{Pattern, Selection, select};
use graphwright_api::{
    Api, ItemType, KeyPart, Navigation, Offers, Operation, OperationKind, Origin, Primitive,
    Property, QueryOptions, Returns, Root, StandardOperation, StandardOperationKind, Structured,
    Target, TypeDef, TypeKind, TypeName, TypeRef, Way,
};

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.{simple}"))
}

fn property(name: &str, ty: ItemType, navigation: bool) -> Property {
    Property {
        name: name.into(),
        doc: String::new(),
        ty: TypeRef::one(ty),
        nullable: true,
        key: false,
        computed: false,
        required: false,
        navigation,
        secret: false,
        deprecation: None,
        origin: Origin::default(),
    }
}

fn add_type(api: &mut Api, simple: &str, base: Option<&str>, properties: Vec<Property>) {
    let kind = TypeKind::Structured(Structured {
        base: base.map(name),
        properties,
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

/// The set `Users` of `user`, which has an address and leads to its manager, a user, and to groups;
/// `admin` is a user; `reset` on a user returns a receipt.
fn service() -> Api {
    let mut api = Api::default();
    let text = || ItemType::Primitive(Primitive::String);
    add_type(
        &mut api,
        "address",
        None,
        vec![property("city", text(), false)],
    );
    add_type(&mut api, "receipt", None, Vec::new());
    add_type(&mut api, "group", None, Vec::new());
    add_type(&mut api, "admin", Some("user"), Vec::new());
    let manager = property("manager", ItemType::Named(name("user")), true);
    let groups = property("groups", ItemType::Named(name("group")), true);
    let home = property("home", ItemType::Named(name("address")), false);
    add_type(
        &mut api,
        "user",
        None,
        vec![property("id", text(), false), home, manager, groups],
    );

    let (users, user) = (Target::many(name("user")), Target::one(name("user")));
    let own = || StandardOperation {
        via: Way::Root("Users".into()),
        ..StandardOperation::default()
    };
    let resource = api.resource_mut(&users);
    resource.key = vec![KeyPart {
        name: "id".into(),
        ty: ItemType::Primitive(Primitive::String),
    }];
    resource.add_standard(StandardOperationKind::List, own());
    resource.add_standard(StandardOperationKind::Count, own());
    let resource = api.resource_mut(&user);
    resource.add_standard(StandardOperationKind::Get, own());
    for (name, target) in [
        ("manager", user.clone()),
        ("groups", Target::many(self::name("group"))),
    ] {
        resource.navigation.insert(
            name.into(),
            Navigation {
                target,
                offers: Offers::ALL,
                via: Way::default(),
                options: QueryOptions::default(),
                doc: String::new(),
            },
        );
    }
    let reset = Operation {
        name: "reset".into(),
        kind: OperationKind::Action,
        doc: String::new(),
        parameters: Vec::new(),
        returns: Some(Returns {
            ty: TypeRef::one(ItemType::Named(name("receipt"))),
            nullable: false,
        }),
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    };
    resource.operations.insert("ns.reset".into(), vec![reset]);
    api.resource_mut(&Target::many(name("group")))
        .add_standard(StandardOperationKind::List, own());
    api.roots.insert(
        "Users".into(),
        Root {
            target: users,
            offers: Offers::ALL,
            options: QueryOptions::default(),
            doc: String::new(),
        },
    );
    api
}

fn cut(include: &[&str], exclude: &[&str]) -> Result<Api, String> {
    let parse = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| Pattern::parse(text))
            .collect::<Result<Vec<_>, _>>()
    };
    let selection = Selection {
        include: parse(include)?,
        exclude: parse(exclude)?,
        ..Selection::default()
    };
    select(&service(), &selection)
}

fn types(api: &Api) -> Vec<&str> {
    api.types.keys().map(TypeName::simple).collect()
}

#[test]
fn without_patterns_everything_is_selected() {
    let mut all = service();
    all.variants.insert(name("user"), vec![name("admin")]);
    assert_eq!(cut(&[], &[]), Ok(all));
}

#[test]
fn a_path_brings_what_its_responses_hold_and_neither_navigation_nor_derived_types()
-> Result<(), String> {
    let api = cut(&["/users/{user-id}"], &[])?;
    assert_eq!(types(&api), ["address", "user"]);
    let user = &api.resources[&Target::one(name("user"))];
    assert_eq!(
        user.standard.keys().copied().collect::<Vec<_>>(),
        [StandardOperationKind::Get]
    );
    assert!(user.navigation.is_empty() && user.operations.is_empty());
    // `manager` leads to a type that is there anyway, `groups` to one that nothing brought.
    let fields: Vec<&str> = api
        .all_properties(&name("user"))
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(fields, ["id", "home", "manager"]);
    assert!(
        api.resources[&Target::many(name("user"))]
            .standard
            .is_empty()
    );
    Ok(())
}

#[test]
fn two_stars_select_all_that_follows() -> Result<(), String> {
    let api = cut(&["/users/**"], &[])?;
    assert_eq!(types(&api), ["address", "group", "receipt", "user"]);
    assert_eq!(api.resources.len(), 3);
    Ok(())
}

#[test]
fn an_operation_brings_its_types_by_its_short_or_qualified_name() -> Result<(), String> {
    for pattern in [
        "/users/*/reset",
        "/Users/{id}/ns.reset",
        "/Users({id})/ns.reset()",
    ] {
        let api = cut(&[pattern], &[])?;
        assert_eq!(types(&api), ["receipt"], "{pattern}");
    }
    Ok(())
}

#[test]
fn a_named_type_brings_its_base_and_what_it_holds() -> Result<(), String> {
    assert_eq!(
        types(&cut(&["ns.admin"], &[])?),
        ["address", "admin", "user"]
    );
    Ok(())
}

#[test]
fn what_is_excluded_is_left_out() -> Result<(), String> {
    let api = cut(&["/users/**"], &["/users/*/reset", "/users/$count"])?;
    assert_eq!(types(&api), ["address", "group", "user"]);
    assert_eq!(
        api.resources[&Target::many(name("user"))]
            .standard
            .keys()
            .copied()
            .collect::<Vec<_>>(),
        [StandardOperationKind::List]
    );
    Ok(())
}

#[test]
fn a_pattern_that_matches_nothing_says_what_is_near() {
    let error = |pattern: &str| cut(&[pattern], &[]).err().unwrap_or_default();
    assert_eq!(
        error("ns.User"),
        "no type is called `ns.User`; did you mean `ns.user`?"
    );
    assert_eq!(
        error("/user"),
        "no path matches `/user`: the service has no `user`; did you mean `Users`?"
    );
    assert_eq!(
        error("/users/*/nothing"),
        "no path matches `/users/*/nothing`: nothing is called `nothing`"
    );
    assert!(error("/users/**/x").contains("can only come last"));
    assert!(error("").contains("selects nothing"));
}
