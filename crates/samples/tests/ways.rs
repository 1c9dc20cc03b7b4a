//! Every form of URL that OData and Graph have, on a small service of files.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::select::{Pattern, Selection, select};
use graphwright_api::{
    Api, ItemType, KeyPart, Navigation, Offers, Operation, OperationKind, Origin, Parameter,
    PathAddress, Primitive, Property, PropertyPath, QueryOptions, Root, StandardOperation,
    StandardOperationKind, Stream, Structured, Target, TypeDef, TypeKind, TypeName, TypeRef, Way,
};
use graphwright_samples::{Call, Resolver, Route, StepKind};

fn ty(name: &str) -> TypeName {
    TypeName::new(format!("ns.files.{name}"))
}

fn property(name: &str, ty: TypeRef) -> Property {
    Property {
        name: name.into(),
        doc: String::new(),
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

fn declare(api: &mut Api, name: &str, base: Option<&str>, open: bool) {
    let structured = Structured {
        base: base.map(ty),
        open,
        properties: vec![
            property("size", TypeRef::one(ItemType::Primitive(Primitive::Int64))),
            property("facet", TypeRef::one(ItemType::Named(ty("facet")))),
        ],
        ..Structured::default()
    };
    let ty = TypeDef {
        name: ty(name),
        doc: String::new(),
        kind: TypeKind::Structured(structured),
        deprecation: None,
        origin: Origin::default(),
    };
    api.types.insert(ty.name.clone(), ty);
}

fn operation(name: &str, kind: OperationKind, parameters: &[&str], optional: bool) -> Operation {
    let parameter = |name: &&str| Parameter {
        name: (*name).into(),
        doc: String::new(),
        ty: TypeRef::one(ItemType::Primitive(Primitive::String)),
        nullable: false,
        optional,
        origin: Origin::default(),
    };
    Operation {
        name: name.into(),
        kind,
        doc: String::new(),
        parameters: parameters.iter().map(parameter).collect(),
        returns: None,
        composes: None,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    }
}

fn service() -> Api {
    use OperationKind::{Action, Function};
    let mut api = Api::default();
    for (name, base, open) in [
        ("item", None, false),
        ("file", Some("item"), true),
        ("facet", None, false),
        ("range", None, false),
        ("zone", None, false),
    ] {
        declare(&mut api, name, base, open);
    }
    let (items, item) = (Target::many(ty("item")), Target::one(ty("item")));
    for (name, target) in [("items", &items), ("root", &item)] {
        let root = Root {
            target: target.clone(),
            offers: Offers::ALL,
            options: QueryOptions::default(),
            doc: String::new(),
        };
        api.roots.insert(name.into(), root);
    }
    let part = |name: &str| KeyPart {
        name: name.into(),
        ty: ItemType::Primitive(Primitive::String),
    };
    let navigation = |target: &Target| Navigation {
        target: target.clone(),
        offers: Offers::ALL,
        via: Way::default(),
        options: QueryOptions::default(),
        doc: String::new(),
    };

    let resource = api.resource_mut(&items);
    resource.key.push(part("id"));
    resource.alternate_keys = vec![vec![part("name")], vec![part("host"), part("path")]];
    resource.casts.insert(ty("file"), Target::many(ty("file")));
    let delta = operation("delta", Function, &[], false);
    resource.operations.insert("delta".into(), vec![delta]);
    for kind in [
        StandardOperationKind::List,
        StandardOperationKind::Count,
        StandardOperationKind::AddReference,
        StandardOperationKind::RemoveReference,
    ] {
        resource.add_standard(kind, StandardOperation::default());
    }
    resource.paths.push(PathAddress {
        name: "by path".into(),
        template: "/{host}:/{path}:".into(),
        target: item.clone(),
        doc: String::new(),
    });

    let resource = api.resource_mut(&item);
    for kind in [
        StandardOperationKind::Get,
        StandardOperationKind::Replace,
        StandardOperationKind::SetReference,
        StandardOperationKind::RemoveReference,
    ] {
        resource.add_standard(kind, StandardOperation::default());
    }
    resource
        .navigation
        .insert("children".into(), navigation(&items));
    resource.casts.insert(ty("file"), Target::one(ty("file")));
    resource.paths.push(PathAddress {
        name: "at path".into(),
        template: ":/{path}:".into(),
        target: item.clone(),
        doc: String::new(),
    });
    let search = [
        operation("search", Function, &["q"], false),
        operation("search", Function, &["q", "kind"], false),
    ];
    resource.operations.insert("search".into(), search.into());
    let mut range = operation("range", Function, &["address"], true);
    range.composes = Some(Target::one(ty("range")));
    resource.operations.insert("range".into(), vec![range]);
    let lock = operation("lock", Action, &["until"], false);
    resource.operations.insert("files.lock".into(), vec![lock]);
    let named = |name: &str| ItemType::Named(ty(name));
    for (name, ty) in [
        ("facet", TypeRef::one(named("facet"))),
        ("facets", TypeRef::many(named("facet"))),
        ("zone", TypeRef::one(named("zone"))),
    ] {
        let property = PropertyPath::new(ty);
        resource.properties.insert(name.into(), property);
    }
    resource.streams.insert("content".into(), Stream::default());
    resource.streams.insert("$value".into(), Stream::default());

    let (files, file) = (Target::many(ty("file")), Target::one(ty("file")));
    api.resource_mut(&files)
        .add_standard(StandardOperationKind::List, StandardOperation::default());
    let resource = api.resource_mut(&file);
    resource.add_standard(StandardOperationKind::Get, StandardOperation::default());
    resource
        .navigation
        .insert("versions".into(), navigation(&items));
    let range = api.resource_mut(&Target::one(ty("range")));
    range.add_standard(StandardOperationKind::Get, StandardOperation::default());
    range.add_standard(StandardOperationKind::Update, StandardOperation::default());
    let zone = api.resource_mut(&Target::one(ty("zone")));
    zone.add_standard(StandardOperationKind::Update, StandardOperation::default());
    zone.navigation.insert("owner".into(), navigation(&item));
    let mut home = operation("home", Function, &[], false);
    home.composes = Some(item.clone());
    api.operations.insert("home".into(), vec![home]);
    let ping = operation("ping", Action, &[], false);
    api.operations.insert("ping".into(), vec![ping]);
    api
}

/// The route in short: a word for each step, and the call.
fn shown(route: &Route) -> String {
    let texts = |values: &[graphwright_samples::Value]| {
        let texts: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
        texts.join("|")
    };
    let invoked = |call: &graphwright_samples::Invocation| {
        let given: Vec<String> = call
            .arguments
            .iter()
            .map(|one| one.as_ref().map_or("-".into(), |value| value.text.clone()))
            .collect();
        format!("{}#{}({})", call.operation, call.overload, given.join(","))
    };
    let mut words: Vec<String> = route
        .steps
        .iter()
        .map(|step| match &step.kind {
            StepKind::Root(name) | StepKind::Navigation(name) => name.clone(),
            StepKind::Key(values) => format!("[{}]", texts(values)),
            StepKind::AlternateKey(number, values) => format!("[{number}: {}]", texts(values)),
            StepKind::Cast { ty, implied } => {
                format!("{}{}", ty.simple(), if *implied { "?" } else { "" })
            }
            StepKind::Path(_, values) => format!("<{}>", texts(values)),
            StepKind::Property(name) => format!(".{name}"),
            StepKind::Compose(call) => invoked(call),
        })
        .collect();
    words.push(match &route.call {
        Call::StandardOperation(kind) => format!("{kind:?}"),
        Call::Bound(call) => invoked(call),
        Call::Unbound(call) => format!("unbound {}", invoked(call)),
        Call::Stream(name, verb) => format!("{verb:?} bytes of {name}"),
        Call::Property(name, verb) | Call::Value(name, verb) => format!("{verb:?} .{name}"),
        Call::Count(name) => format!("Count .{name}"),
    });
    words.join(" ")
}

fn called(method: &str, url: &str) -> String {
    let api = service();
    let found = Resolver::new(&api, Some("https://h/v1")).resolve(method, url);
    found.map_or_else(
        |no| format!("{}: {no}", no.why.as_str()),
        |route| shown(&route),
    )
}

#[test]
fn every_form_of_url_is_a_chain_of_steps() {
    for (line, expected) in [
        ("GET /items/a%2Fb", "items [a/b] Get"),
        ("GET /items('o''neil')", "items [o'neil] Get"),
        ("GET /items(id='x')", "items [x] Get"),
        ("GET /items/(id)", "items [id] Get"),
        ("GET /items(name='x')", "items [0: x] Get"),
        ("GET /items/name=x", "items [0: x] Get"),
        ("GET /items(path='p',host='h')", "items [1: h|p] Get"),
        ("GET /items/$count", "items Count"),
        ("GET /items/ns.files.file", "items file List"),
        ("GET /items/files.FILE", "items file List"),
        ("GET /items/1/ns.files.file", "items [1] file Get"),
        ("GET /items/1/ns.files.item", "items [1] Get"),
        ("GET /items/1/versions", "items [1] file? versions List"),
        ("POST /root/children/$ref", "root children AddReference"),
        (
            "DELETE /root/children/1/$ref",
            "root children [1] RemoveReference",
        ),
        (
            "DELETE /root/children/$ref?$id=https://h/v1/items/1",
            "root children RemoveReference",
        ),
        ("PUT /root/$ref", "root SetReference"),
        ("PUT /root", "root Replace"),
        ("GET /root:/a%20b/c.txt:", "root <a b/c.txt> Get"),
        ("GET /root:/a/b", "root <a/b> Get"),
        ("GET /root:/a:/children/1:", "root <a> children [1] Get"),
        ("PUT /root:/a:/content", "root <a> Put bytes of content"),
        (
            "GET /items/contoso.example:/sites/x:/children",
            "items <contoso.example|sites/x> children List",
        ),
        ("GET /root/$value", "root Get bytes of $value"),
        ("GET /root/facet", "root Get .facet"),
        ("GET /root/facet/size", "root .facet Get .size"),
        ("GET /root/facets/$count", "root Count .facets"),
        ("GET /root/size", "root Get .size"),
        ("PATCH /root/zone", "root .zone Update"),
        ("GET /root/zone/owner", "root .zone owner Get"),
        ("GET /root/search(q='x')", "root search#0(x)"),
        ("GET /root/search(q=@it)?@it='x'", "root search#0(x)"),
        ("GET /root/search(kind='k', q='x')", "root search#1(x,k)"),
        ("GET /root/search('x')", "root search#0(x)"),
        ("GET /root/search", "root search#0(-)"),
        ("GET /root/range()", "root range#0(-)"),
        ("GET /root/range(address='A1')", "root range#0(A1)"),
        ("PATCH /root/range(address='A1')", "root range#0(A1) Update"),
        ("POST /root/lock", "root files.lock#0()"),
        ("POST /root/ns.files.lock", "root files.lock#0()"),
        ("POST /root/files.lock", "root files.lock#0()"),
        ("GET /items/delta()", "items delta#0()"),
        ("POST /ping", "unbound ping#0()"),
        ("GET /home()", "unbound home#0()"),
        ("GET /home()/children", "home#0() children List"),
        ("GET https://h/v2/items/1", "items [1] Get"),
        ("GET /{version}/items/1", "items [1] Get"),
    ] {
        let (method, url) = line.split_once(' ').unwrap();
        assert_eq!(called(method, url), expected, "{line}");
    }
}

#[test]
fn why_a_request_leads_nowhere_is_told_apart() {
    for (line, expected) in [
        ("GET https://other/v1/items", "another host"),
        ("GET /things", "not in the metadata: entity set"),
        (
            "GET https://h/v1/a/items",
            "not in the metadata: entity set",
        ),
        ("GET /{things}", "a placeholder for a name"),
        ("GET /root/{property}", "a placeholder for a name"),
        ("GET /root/nothing", "not in the metadata: segment"),
        (
            "GET /root/ns.files.file/nothing",
            "not in the metadata: perhaps a dynamic property",
        ),
        ("POST /root/size", "the path of a primitive property"),
        (
            "GET /root/facet/size/size",
            "the path of a primitive property",
        ),
        ("DELETE /items/$ref/x", "not in the metadata: segment"),
        (
            "GET /items/a/b:/sites/x:/children",
            "not in the metadata: segment",
        ),
        ("GET /root/facet/facet", "in the metadata, but not lowered"),
        (
            "GET /root/children/1/ns.files.facet",
            "not in the metadata: segment",
        ),
        (
            "GET /root/search(x='1')",
            "not in the metadata: overload with these parameters",
        ),
        (
            "POST /root/search(q='1')",
            "not in the metadata: operation is invoked with another method",
        ),
        (
            "GET /root/search(q='1')/children",
            "not in the metadata: function is not composable",
        ),
        ("DELETE /root", "not in the metadata: method"),
        ("POST /root/content", "not in the metadata: method"),
        ("PATCH /root/content", "not in the metadata: method"),
        ("GET /items:/a", "no address by path is declared"),
        ("GET /root('x')", "not in the metadata: segment"),
    ] {
        let (method, url) = line.split_once(' ').unwrap();
        let found = called(method, url);
        assert!(found.starts_with(expected), "{line}: {found}");
    }
}

/// `select` follows patterns and the resolver URLs: what a path calls is in the slice that it asks for.
#[test]
fn a_path_as_a_pattern_brings_what_it_calls() {
    let api = service();
    for line in [
        "GET /items",
        "GET /items/{id}",
        "GET /items/$count",
        "GET /items/ns.files.file",
        "GET /items/{id}/ns.files.file",
        "GET /items/{id}/ns.files.file/versions",
        "GET /items/delta",
        "GET /items/delta()",
        "POST /root/children/$ref",
        "DELETE /root/children/$ref",
        "DELETE /root/children/{id}/$ref",
        "PUT /root/$ref",
        "PUT /root",
        "GET /root:/{path}:",
        "GET /root:/{path}:/children/{id}",
        "PUT /root:/{path}:/content",
        "GET /items/{host}:/{path}:/children",
        "GET /root/$value",
        "GET /root/facet",
        "PATCH /root/zone",
        "GET /root/zone/owner",
        "GET /root/search(q={q})",
        "GET /root/range(address={address})",
        "POST /root/files.lock",
        "POST /root/lock",
        "POST /ping",
        "GET /home()/children",
    ] {
        let (method, path) = line.split_once(' ').unwrap();
        let selection = Selection {
            include: vec![Pattern::parse(path).unwrap()],
            ..Selection::default()
        };
        let part = select(&api, &selection).unwrap_or_else(|error| panic!("{line}: {error}"));
        let call = |api: &Api| {
            let route = Resolver::new(api, None).resolve(method, path);
            route.map(|route| shown(&route))
        };
        assert_eq!(call(&part), call(&api), "{line}");
        assert!(call(&api).is_ok(), "{line}");
    }
}

#[test]
fn a_template_may_leave_a_name_to_the_reader() {
    let api = service();
    let resolver = Resolver::new(&api, Some("https://h/v1"));
    for (line, expected) in [
        ("GET /root/{property}", Some("root children List")),
        ("PUT /root/{stream}", Some("root Put bytes of $value")),
        (
            "GET /items/{id}/{way}/$count",
            Some("items [{id}] children Count"),
        ),
        ("GET /root/{a}/x/nothing", None),
        ("GET /root/f(x={y})", None),
    ] {
        let (method, url) = line.split_once(' ').unwrap();
        let found = resolver.resolve_template(method, url).ok();
        let found = found.map(|route| shown(&route));
        assert_eq!(found.as_deref(), expected, "{line}");
    }
    let many = format!("/root{}", "/{name}".repeat(2_000));
    assert!(resolver.resolve_template("GET", &many).is_err());
}

#[test]
fn an_ellipsis_stands_for_steps_that_the_page_leaves_out() {
    let url = "/items/1/children/2/.../children";
    assert_eq!(called("GET", url), "items [1] children [2] children List");
}

#[test]
fn the_query_and_the_root_of_a_url_are_told() {
    let url = "https://h/v2/items?$select=a,b&$filter=x%20eq%20'1'";
    let api = service();
    let resolver = Resolver::new(&api, Some("https://h/v1"));
    assert!(resolver.is_of_other_root(url, "https://h/v1"));
    assert!(!resolver.is_of_other_root("https://h/V1/items", "https://h/v1"));
    assert!(!resolver.is_of_other_root("/items", "https://h/v1"));
    let query = Resolver::query(url);
    assert_eq!(query[1], ("$filter".into(), "x eq '1'".into()));
}
