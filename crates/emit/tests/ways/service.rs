//! A small service in which every way of addressing and asking occurs.

use std::collections::BTreeSet;

use graphwright_api::{
    Api, Deprecation, EnumMember, EnumType, ItemType, KeyPart, Navigation, Offers, Operation,
    OperationKind, Origin, Parameter, PathAddress, Primitive, Property, PropertyPath, QueryOption,
    QueryOptions, Resource, Returns, Root, StandardOperation, StandardOperationKind, Stream,
    Structured, Target, TypeDef, TypeKind, TypeName, TypeRef, Verb, Way,
};

pub(crate) fn name(name: &str) -> TypeName {
    TypeName::new(format!("files.{name}"))
}

pub(crate) fn one(ty: &str) -> Target {
    Target::one(name(ty))
}

pub(crate) fn many(ty: &str) -> Target {
    Target::many(name(ty))
}

fn primitive(ty: Primitive) -> TypeRef {
    TypeRef::one(ItemType::Primitive(ty))
}

fn string() -> TypeRef {
    primitive(Primitive::String)
}

fn typed(ty: &str) -> TypeRef {
    TypeRef::one(ItemType::Named(name(ty)))
}

fn property(property: &str, ty: TypeRef) -> Property {
    Property {
        name: property.into(),
        doc: String::new(),
        ty,
        nullable: true,
        key: property == "id",
        computed: false,
        required: false,
        navigation: false,
        secret: false,
        deprecation: None,
        origin: Origin::default(),
    }
}

fn add_type(api: &mut Api, ty: &str, base: Option<&str>, properties: &[(&str, TypeRef)]) {
    let properties = properties.iter();
    let kind = TypeKind::Structured(Structured {
        base: base.map(name),
        properties: properties
            .map(|(one, ty)| property(one, ty.clone()))
            .collect(),
        ..Structured::default()
    });
    add(api, ty, kind);
}

fn add(api: &mut Api, ty: &str, kind: TypeKind) {
    let name = name(ty);
    api.types.insert(
        name.clone(),
        TypeDef {
            name,
            doc: String::new(),
            kind,
            deprecation: None,
            origin: Origin::default(),
        },
    );
}

fn own(resource: &mut Resource, kinds: &[StandardOperationKind]) {
    for kind in kinds {
        resource.add_standard(*kind, StandardOperation::default());
    }
}

fn part(name: &str, ty: Primitive) -> KeyPart {
    KeyPart {
        name: name.into(),
        ty: ItemType::Primitive(ty),
    }
}

/// An operation; a parameter whose name ends in `?` may be left out, and one whose name ends in `0` may be null.
pub(crate) fn operation(
    name: &str,
    kind: OperationKind,
    parameters: &[(&str, TypeRef)],
    returns: Option<TypeRef>,
) -> Operation {
    let parameters = parameters.iter().map(|(name, ty)| Parameter {
        name: name.trim_end_matches(['?', '0']).into(),
        doc: String::new(),
        ty: ty.clone(),
        nullable: name.contains('0'),
        optional: name.contains('?'),
        origin: Origin::default(),
    });
    Operation {
        name: name.into(),
        kind,
        doc: String::new(),
        parameters: parameters.collect(),
        returns: returns.map(|ty| Returns {
            ty,
            nullable: false,
        }),
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    }
}

fn lead(resource: &mut Resource, name: &str, target: Target) {
    let doc = String::new();
    let way = Navigation {
        target,
        offers: Offers::ALL,
        via: Way::default(),
        options: QueryOptions::default(),
        doc,
    };
    resource.navigation.insert(name.into(), way);
}

/// The service.
pub(crate) fn service() -> Api {
    let mut api = Api::default();
    types(&mut api);
    users(&mut api);
    items(&mut api);
    ranges(&mut api);
    values(&mut api);
    unbound(&mut api);
    paints(&mut api);
    absent(&mut api);
    visits(&mut api);
    for (root, target) in [
        ("users", many("user")),
        ("sites", many("site")),
        ("drive", one("item")),
        ("sheet", one("sheet")),
        ("paints", many("paint")),
    ] {
        let doc = String::new();
        api.roots.insert(
            root.into(),
            Root {
                target,
                offers: Offers::ALL,
                options: QueryOptions::default(),
                doc,
            },
        );
    }
    api
}

fn types(api: &mut Api) {
    add_type(
        api,
        "user",
        None,
        &[
            ("id", string()),
            ("name", string()),
            ("settings", typed("settings")),
        ],
    );
    add_type(
        api,
        "admin",
        Some("user"),
        &[("level", primitive(Primitive::Int32))],
    );
    add_type(api, "settings", None, &[("locale", string())]);
    add_type(
        api,
        "item",
        None,
        &[
            ("id", string()),
            ("name", string()),
            ("facet", typed("facet")),
            (
                "tags",
                TypeRef::many(ItemType::Primitive(Primitive::String)),
            ),
        ],
    );
    add_type(api, "facet", None, &[("size", primitive(Primitive::Int64))]);
    add_type(api, "fileFacet", Some("facet"), &[("hash", string())]);
    add_type(
        api,
        "site",
        None,
        &[("host", string()), ("number", primitive(Primitive::Int32))],
    );
    add_type(api, "sheet", None, &[("id", string())]);
    add_type(api, "range", None, &[("address", string())]);
    let member = |name: &str| EnumMember {
        name: name.into(),
        label: String::new(),
        doc: String::new(),
        deprecation: None,
    };
    let sides = EnumType {
        flags: false,
        members: vec![member("left"), member("right")],
    };
    add(api, "side", TypeKind::Enum(sides));
    let hues = EnumType {
        flags: true,
        members: vec![member("red"), member("green")],
    };
    add(api, "hue", TypeKind::Enum(hues));
    add_type(api, "paint", None, &[("id", string())]);
}

/// Items whose keys are values of enumeration types.
fn paints(api: &mut Api) {
    let part = |part: &str, ty: &str| KeyPart {
        name: part.into(),
        ty: ItemType::Named(name(ty)),
    };
    let paints = api.resource_mut(&many("paint"));
    paints.key = vec![part("side", "side"), part("hue", "hue")];
    paints.alternate_keys = vec![vec![part("hue", "hue")], vec![part("side", "side")]];
    own(paints, &[StandardOperationKind::List]);
    own(
        api.resource_mut(&one("paint")),
        &[StandardOperationKind::Get],
    );
}

/// Ways that require query options of the service's own, and take others.
fn visits(api: &mut Api) {
    use StandardOperationKind::{Count, Create, Get, List, Update};
    let option = |name: &str, ty: TypeRef, required: bool| QueryOption {
        name: name.into(),
        doc: format!("What {name} is."),
        ty: ty.item,
        required,
        origin: Origin::default(),
    };
    add_type(api, "visit", None, &[("id", string())]);
    let visits = api.resource_mut(&many("visit"));
    visits.key = vec![part("id", Primitive::String)];
    own(visits, &[List, Create, Count]);
    let visit = api.resource_mut(&one("visit"));
    own(visit, &[Get, Update]);
    let mut close = operation("close", OperationKind::Action, &[("note", string())], None);
    close.options = vec![option("parameters", string(), true)];
    visit.operations.insert("close".into(), vec![close]);
    let text = Some(string());
    let mut cost = operation("cost", OperationKind::Function, &[("in", string())], text);
    cost.options = vec![
        option("in", string(), true),
        option("rounded", primitive(Primitive::Boolean), false),
    ];
    visit.operations.insert("cost".into(), vec![cost]);
    let list = vec![
        option("from", primitive(Primitive::Date), true),
        option("type", string(), true),
        option("max-size", primitive(Primitive::Int32), false),
    ];
    let options = [
        (List, list),
        (
            Create,
            vec![option("value", primitive(Primitive::Boolean), true)],
        ),
        (Get, vec![option("hue", typed("hue"), true)]),
    ];
    let user = api.resource_mut(&one("user"));
    lead(user, "pastVisits", many("visit"));
    lead(user, "visits", many("visit"));
    if let Some(way) = user.navigation.get_mut("visits") {
        way.offers = [List, Create, Count, Get, Update].into_iter().collect();
        way.options = options.into_iter().collect();
    }
}

/// Functions whose arguments can be absent in all ways.
fn absent(api: &mut Api) {
    let json = TypeRef::many(ItemType::Named(name("side")));
    let find = [
        ("text0", string()),
        ("day0", primitive(Primitive::Date)),
        ("count0", primitive(Primitive::Int32)),
        ("side0", typed("side")),
        ("hue0", typed("hue")),
    ];
    let seek = [
        ("facet0", typed("facet")),
        ("sides0", json),
        ("bytes", primitive(Primitive::Binary)),
        ("note0?", string()),
    ];
    for (name, parameters) in [("find", &find[..]), ("seek", &seek[..])] {
        let found = Some(primitive(Primitive::Int64));
        let one = operation(name, OperationKind::Function, parameters, found);
        api.operations.insert(name.into(), vec![one]);
    }
    let mut look = operation(
        "look",
        OperationKind::Function,
        &[("day0", primitive(Primitive::Date)), ("hue", typed("hue"))],
        Some(typed("item")),
    );
    look.composes = Some(one("item"));
    api.operations.insert("look".into(), vec![look]);
}

fn users(api: &mut Api) {
    let users = api.resource_mut(&many("user"));
    users.key = vec![part("id", Primitive::String)];
    users.alternate_keys = vec![
        vec![part("name", Primitive::String)],
        vec![
            part("host", Primitive::String),
            part("number", Primitive::Int32),
        ],
    ];
    own(
        users,
        &[
            StandardOperationKind::Create,
            StandardOperationKind::Count,
            StandardOperationKind::ListReferences,
            StandardOperationKind::AddReference,
            StandardOperationKind::RemoveReference,
        ],
    );
    let list = StandardOperation {
        unsupported: vec!["$filter".into(), "$orderby".into()],
        deprecation: Some(Deprecation {
            note: "Use <b>`people`</b> instead.".into(),
            since: "2024-05/old".into(),
            removal: "2030-01-01".into(),
        }),
        ..StandardOperation::default()
    };
    users.add_standard(StandardOperationKind::List, list);
    users.casts.insert(name("admin"), many("admin"));
    let delta = || Some(TypeRef::many(ItemType::Named(name("user"))));
    let function = OperationKind::Function;
    users.operations.insert(
        "delta".into(),
        vec![
            operation("delta", function, &[], delta()),
            operation("delta", function, &[("token", string())], delta()),
        ],
    );
    // What OData itself defines keeps its name.
    let create = operation("create", OperationKind::Action, &[], None);
    users.operations.insert("create".into(), vec![create]);
    let admins = api.resource_mut(&many("admin"));
    admins.key = vec![part("id", Primitive::String)];
    own(
        admins,
        &[StandardOperationKind::List, StandardOperationKind::Count],
    );
    own(
        api.resource_mut(&one("admin")),
        &[StandardOperationKind::Get],
    );
    let user = api.resource_mut(&one("user"));
    own(
        user,
        &[
            StandardOperationKind::Get,
            StandardOperationKind::Update,
            StandardOperationKind::Delete,
            StandardOperationKind::Replace,
            StandardOperationKind::GetReference,
            StandardOperationKind::SetReference,
            StandardOperationKind::DeleteReference,
            StandardOperationKind::RemoveReference,
        ],
    );
    user.casts.insert(name("admin"), one("admin"));
    lead(user, "manager", one("user"));
    lead(user, "members", many("user"));
    for (way, target, offers) in [
        (
            "reports",
            many("user"),
            &[
                StandardOperationKind::List,
                StandardOperationKind::AddReference,
            ][..],
        ),
        ("sponsor", one("user"), &[StandardOperationKind::Get]),
    ] {
        lead(user, way, target);
        let way = user.navigation.get_mut(way).unwrap();
        way.offers = offers.iter().copied().collect();
    }
    let settings = PropertyPath {
        doc: "How it is shown.".into(),
        ..PropertyPath::new(typed("settings"))
    };
    user.properties.insert("settings".into(), settings);
    let photo = Stream {
        verbs: BTreeSet::from([Verb::Get, Verb::Patch, Verb::Put]),
        ..Stream::default()
    };
    user.streams.insert("photo".into(), photo);
    let restore = |parameters: &[(&str, TypeRef)]| {
        operation(
            "restore",
            OperationKind::Action,
            parameters,
            Some(typed("user")),
        )
    };
    user.operations.insert(
        "files.restore".into(),
        vec![
            restore(&[("to", string())]),
            restore(&[("side", typed("side")), ("to", string())]),
        ],
    );
    let mut old = operation("delete", OperationKind::Action, &[], None);
    old.deprecation = Some(Deprecation {
        since: "1.2.3".into(),
        ..Deprecation::default()
    });
    user.operations.insert("delete".into(), vec![old]);
    let bytes = TypeRef::one(ItemType::Primitive(Primitive::Stream));
    let export = operation("export", OperationKind::Function, &[], Some(bytes));
    user.operations.insert("export".into(), vec![export]);
}

fn items(api: &mut Api) {
    let item = api.resource_mut(&one("item"));
    own(
        item,
        &[StandardOperationKind::Get, StandardOperationKind::Update],
    );
    item.streams.insert("$value".into(), Stream::default());
    item.streams.insert("content".into(), Stream::default());
    for (name, ty) in [
        ("facet", typed("facet")),
        (
            "tags",
            TypeRef::many(ItemType::Primitive(Primitive::String)),
        ),
        ("size", primitive(Primitive::Int64)),
    ] {
        item.properties.insert(name.into(), PropertyPath::new(ty));
    }
    lead(item, "children", many("item"));
    item.paths = vec![PathAddress {
        name: "at path".into(),
        template: ":/{path}:".into(),
        target: one("item"),
        doc: "The item at a path below this one.".into(),
    }];
    let items = api.resource_mut(&many("item"));
    own(
        items,
        &[
            StandardOperationKind::List,
            StandardOperationKind::RemoveReference,
        ],
    );
    let sites = api.resource_mut(&many("site"));
    sites.key = vec![
        part("host", Primitive::String),
        part("number", Primitive::Int32),
    ];
    own(
        sites,
        &[
            StandardOperationKind::List,
            StandardOperationKind::RemoveReference,
        ],
    );
    sites.paths = vec![PathAddress {
        name: "by path".into(),
        template: "/{host}:/{relative path}:".into(),
        target: one("site"),
        doc: String::new(),
    }];
    own(
        api.resource_mut(&one("site")),
        &[StandardOperationKind::Get],
    );
}

/// A complex value with a navigation property, an action, a cast and another value behind it.
fn values(api: &mut Api) {
    add_type(
        api,
        "scope",
        None,
        &[("label", string()), ("settings", typed("settings"))],
    );
    add_type(api, "groupScope", Some("scope"), &[]);
    let sheet = api.resource_mut(&one("sheet"));
    for (name, ty) in [
        ("scope", typed("scope")),
        ("scopes", TypeRef::many(ItemType::Named(name("scope")))),
    ] {
        sheet.properties.insert(name.into(), PropertyPath::new(ty));
    }
    let scope = api.resource_mut(&one("scope"));
    own(
        scope,
        &[
            StandardOperationKind::Get,
            StandardOperationKind::Update,
            StandardOperationKind::Replace,
            StandardOperationKind::Delete,
        ],
    );
    lead(scope, "owner", one("user"));
    let settings = PropertyPath::new(typed("settings"));
    scope.properties.insert("settings".into(), settings);
    let widen = operation("widen", OperationKind::Action, &[], None);
    scope.operations.insert("widen".into(), vec![widen]);
    scope.casts.insert(name("groupScope"), one("groupScope"));
    let group = api.resource_mut(&one("groupScope"));
    own(group, &[StandardOperationKind::Get]);
    lead(group, "members", many("user"));
}

fn ranges(api: &mut Api) {
    let range = |parameters: &[(&str, TypeRef)]| {
        let mut range = operation(
            "range",
            OperationKind::Function,
            parameters,
            Some(typed("range")),
        );
        range.composes = Some(one("range"));
        range
    };
    let ranges = vec![range(&[]), range(&[("address", string())])];
    let near = range(&[
        ("row", primitive(Primitive::Int32)),
        ("side?", typed("side")),
        ("label?", string()),
        ("at?", primitive(Primitive::DateTimeOffset)),
    ]);
    let mut lost = operation("lost", OperationKind::Function, &[], Some(typed("sheet")));
    // Nothing can be asked of what it leads to, so that it is invoked at once.
    lost.composes = Some(many("sheet"));
    let sheet = api.resource_mut(&one("sheet"));
    own(sheet, &[StandardOperationKind::Get]);
    sheet.operations.insert("range".into(), ranges);
    let near = Operation {
        name: "near".into(),
        ..near
    };
    sheet.operations.insert("near".into(), vec![near]);
    sheet.operations.insert("lost".into(), vec![lost]);
    api.resource_mut(&many("sheet"));
    let range = api.resource_mut(&one("range"));
    own(
        range,
        &[StandardOperationKind::Get, StandardOperationKind::Update],
    );
    lead(range, "rows", many("range"));
    let clear = operation(
        "clear",
        OperationKind::Action,
        &[("side", typed("side"))],
        None,
    );
    range.operations.insert("clear".into(), vec![clear]);
    own(
        api.resource_mut(&many("range")),
        &[StandardOperationKind::List],
    );
}

fn unbound(api: &mut Api) {
    let function = OperationKind::Function;
    let sum = |parameters: &[(&str, TypeRef)]| {
        operation(
            "sum",
            function,
            parameters,
            Some(primitive(Primitive::Int64)),
        )
    };
    let number = || primitive(Primitive::Int64);
    api.operations.insert(
        "sum".into(),
        vec![
            sum(&[("a", number())]),
            sum(&[("a", number()), ("b", number())]),
        ],
    );
    let reset = operation(
        "reset",
        OperationKind::Action,
        &[("hard", primitive(Primitive::Boolean))],
        None,
    );
    api.operations.insert("reset".into(), vec![reset]);
    let mut home = operation("home", function, &[], Some(typed("item")));
    home.composes = Some(one("item"));
    api.operations.insert("home".into(), vec![home]);
    // An entity set has that name already.
    let users = operation("users", function, &[], Some(number()));
    api.operations.insert("users".into(), vec![users]);
}
