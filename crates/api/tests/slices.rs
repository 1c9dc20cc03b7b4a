//! What every kind of member and every profile makes of a slice.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::select::{
    DerivedTypes, MOST_VARIANTS, NavigationFields, Pattern, Profile, Selection, TypeProfile,
    explain, select,
};
use graphwright_api::{
    Api, ItemType, KeyPart, Navigation, Offers, Operation, OperationKind, Origin, Parameter,
    PathAddress, Primitive, Property, PropertyPath, QueryOptions, Returns, Root, StandardOperation,
    StandardOperationKind, Stream, Structured, Target, TypeDef, TypeKind, TypeName, TypeRef, Way,
};

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.{simple}"))
}

fn one(simple: &str) -> Target {
    Target::one(name(simple))
}

fn many(simple: &str) -> Target {
    Target::many(name(simple))
}

fn named(simple: &str) -> TypeRef {
    TypeRef::one(ItemType::Named(name(simple)))
}

/// A property of type `ns.{ty}`; a navigation property where its name begins with `to`.
fn property(property: &str, ty: &str) -> Property {
    Property {
        name: property.into(),
        doc: String::new(),
        ty: named(ty),
        nullable: true,
        key: false,
        computed: false,
        required: false,
        navigation: property.starts_with("to"),
        secret: false,
        deprecation: None,
        origin: Origin::default(),
    }
}

fn add_type(api: &mut Api, simple: &str, base: Option<&str>, properties: &[(&str, &str)]) {
    let properties = properties.iter().map(|(name, ty)| property(name, ty));
    let kind = TypeKind::Structured(Structured {
        base: base.map(name),
        properties: properties.collect(),
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

fn function(name: &str, parameter: &str, returns: &str, composes: Option<Target>) -> Operation {
    Operation {
        name: name.into(),
        kind: OperationKind::Function,
        doc: String::new(),
        parameters: vec![Parameter {
            name: "of".into(),
            doc: String::new(),
            ty: named(parameter),
            nullable: false,
            optional: false,
            origin: Origin::default(),
        }],
        returns: Some(Returns {
            ty: named(returns),
            nullable: false,
        }),
        composes,
        offers: Offers::ALL,
        options: Vec::new(),
        deprecation: None,
        origin: Origin::default(),
    }
}

fn own(api: &mut Api, target: &Target, kinds: &[StandardOperationKind]) {
    for kind in kinds {
        api.resource_mut(target)
            .add_standard(*kind, StandardOperation::default());
    }
}

fn lead(api: &mut Api, from: &Target, name: &str, target: Target) {
    let doc = String::new();
    let navigation = Navigation {
        target,
        offers: Offers::ALL,
        via: Way::default(),
        options: QueryOptions::default(),
        doc,
    };
    let from = api.resource_mut(from);
    from.navigation.insert(name.into(), navigation);
}

/// The set `Items` of `item` (base `thing`), with facets, a photo, content and parents; `folder` is
/// an item that holds `report`s; the unbound function `find` is composable; the singleton `drive`
/// has a root, an item, that is addressed by paths as well.
fn service() -> Api {
    let mut api = Api::default();
    add_type(&mut api, "thing", None, &[]);
    let fields = [
        ("facet", "facet"),
        ("toOwner", "owner"),
        ("toParent", "item"),
    ];
    add_type(&mut api, "item", Some("thing"), &fields);
    add_type(&mut api, "folder", Some("item"), &[("view", "view")]);
    add_type(&mut api, "facet", None, &[("inner", "inner")]);
    add_type(&mut api, "special", Some("facet"), &[]);
    add_type(&mut api, "drive", Some("thing"), &[]);
    for simple in ["view", "inner", "owner", "query", "report", "answer"] {
        add_type(&mut api, simple, None, &[]);
    }
    let references = [
        StandardOperationKind::List,
        StandardOperationKind::AddReference,
        StandardOperationKind::RemoveReference,
    ];
    own(&mut api, &many("item"), &references);
    own(
        &mut api,
        &one("item"),
        &[StandardOperationKind::Get, StandardOperationKind::Update],
    );
    own(&mut api, &one("folder"), &[StandardOperationKind::Get]);
    own(&mut api, &one("drive"), &[StandardOperationKind::Get]);
    own(&mut api, &many("report"), &[StandardOperationKind::List]);
    own(&mut api, &one("owner"), &[StandardOperationKind::Get]);
    api.resource_mut(&many("item")).key = vec![KeyPart {
        name: "id".into(),
        ty: ItemType::Primitive(Primitive::String),
    }];
    lead(&mut api, &one("item"), "toOwner", one("owner"));
    lead(&mut api, &one("item"), "toChildren", many("item"));
    lead(&mut api, &one("folder"), "toReports", many("report"));
    lead(&mut api, &one("drive"), "root", one("item"));
    let item = api.resource_mut(&one("item"));
    item.casts.insert(name("folder"), one("folder"));
    item.streams.insert("photo".into(), Stream::default());
    item.streams.insert("$value".into(), Stream::default());
    let facet = PropertyPath::new(named("facet"));
    item.properties.insert("facet".into(), facet);
    let views = PropertyPath::new(TypeRef::many(ItemType::Named(name("view"))));
    item.properties.insert("views".into(), views);
    item.paths.push(PathAddress {
        name: "at path".into(),
        template: ":/{path}:".into(),
        target: one("item"),
        doc: String::new(),
    });
    let search = function("search", "query", "answer", None);
    item.operations.insert("ns.search".into(), vec![search]);
    let find = function("find", "query", "item", Some(one("item")));
    api.operations.insert("find".into(), vec![find]);
    for (name, target) in [("Items", many("item")), ("drive", one("drive"))] {
        let doc = String::new();
        api.roots.insert(
            name.into(),
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

fn selection(include: &[&str], exclude: &[&str], profile: Profile) -> Selection {
    let parse = |texts: &[&str]| {
        let patterns = texts.iter().map(|text| Pattern::parse(text).unwrap());
        patterns.collect()
    };
    Selection {
        include: parse(include),
        exclude: parse(exclude),
        profile,
    }
}

fn cut(include: &[&str]) -> Api {
    select(&service(), &selection(include, &[], Profile::default())).unwrap()
}

fn with(include: &[&str], navigation: Option<NavigationFields>, derived: DerivedTypes) -> Api {
    let profile = Profile {
        navigation,
        derived,
        ..Profile::default()
    };
    select(&service(), &selection(include, &[], profile)).unwrap()
}

fn types(api: &Api) -> Vec<&str> {
    api.types.keys().map(TypeName::simple).collect()
}

fn fields<'a>(api: &'a Api, simple: &str) -> Vec<(&'a str, &'a ItemType)> {
    let structured = api.types[&name(simple)].structured().unwrap();
    let properties = structured.properties.iter();
    properties
        .map(|property| (property.name.as_str(), &property.ty.item))
        .collect()
}

#[test]
fn a_cast_is_asked_for_by_its_name_and_leads_on() {
    for pattern in ["/items/*/folder", "/items/{id}/ns.folder"] {
        let api = cut(&[pattern]);
        let expected = ["facet", "folder", "inner", "item", "thing", "view"];
        assert_eq!(types(&api), expected, "{pattern}");
        assert!(
            api.resources[&one("folder")]
                .standard
                .contains_key(&StandardOperationKind::Get)
        );
        assert!(api.resources[&one("item")].standard.is_empty());
    }
    let api = cut(&["/items/*/folder/toReports"]);
    assert_eq!(types(&api), ["report"]);
}

#[test]
fn stars_pass_no_cast_that_nothing_else_asks_for() {
    assert!(cut(&["/items/**"]).resources[&one("item")].casts.is_empty());
    assert!(!types(&cut(&["/items/*/*"])).contains(&"folder"));
    let listed = cut(&["/items/**", "ns.folder"]);
    assert!(
        listed.resources[&one("item")]
            .casts
            .contains_key(&name("folder"))
    );
    assert!(types(&listed).contains(&"report"));
    let all = with(&["/items/**"], None, DerivedTypes::All);
    assert!(
        all.resources[&one("item")]
            .casts
            .contains_key(&name("folder"))
    );
}

#[test]
fn a_stream_and_the_content_of_an_item_are_segments_that_need_no_type() {
    for (pattern, stream) in [("/items/*/photo", "photo"), ("/items/*/$value", "$value")] {
        let api = cut(&[pattern]);
        assert!(types(&api).is_empty(), "{pattern}");
        let streams = &api.resources[&one("item")].streams;
        assert_eq!(streams.keys().collect::<Vec<_>>(), [stream]);
    }
}

#[test]
fn a_complex_property_is_there_if_a_path_names_it_or_passes_by() {
    let has = |api: &Api| api.resources[&one("item")].properties.contains_key("facet");
    let api = cut(&["/items/*/facet"]);
    assert_eq!(types(&api), ["facet", "inner"]);
    assert!(has(&api));
    assert!(has(&cut(&["/items/*/**"])));
    assert!(!has(&cut(&["/items/*"])));
}

#[test]
fn a_collection_of_complex_values_is_there_only_if_a_path_names_it() {
    let has = |api: &Api| api.resources[&one("item")].properties.contains_key("views");
    assert!(has(&cut(&["/items/*/views"])) && has(&cut(&[])));
    assert!(!has(&cut(&["/items/*/**"])) && !has(&cut(&["/items/*/*"])));
}

#[test]
fn references_are_a_segment_and_need_no_type() {
    let api = cut(&["/items/$ref"]);
    assert!(types(&api).is_empty());
    let own = &api.resources[&many("item")].standard;
    let expected = [
        StandardOperationKind::AddReference,
        StandardOperationKind::RemoveReference,
    ];
    assert_eq!(own.keys().copied().collect::<Vec<_>>(), expected);
    assert_eq!(cut(&["/items"]).resources[&many("item")].standard.len(), 1);
}

#[test]
fn an_unbound_function_is_called_and_leads_on_where_it_is_composable() {
    let api = cut(&["/find(of={query})"]);
    assert_eq!(types(&api), ["facet", "inner", "item", "query", "thing"]);
    assert!(api.operations.contains_key("find") && api.roots.is_empty());
    assert!(api.resources[&one("item")].standard.is_empty());
    let api = cut(&["/find/toOwner"]);
    assert!(
        api.resources[&one("owner")]
            .standard
            .contains_key(&StandardOperationKind::Get)
    );
    assert!(
        api.resources[&one("item")]
            .navigation
            .contains_key("toOwner")
    );
}

#[test]
fn a_path_of_names_is_followed_and_kept_where_both_its_ends_are() {
    let api = cut(&["/drive/root:/{path}:/toChildren"]);
    let item = &api.resources[&one("item")];
    assert_eq!(item.paths.len(), 1);
    assert_eq!(item.navigation.keys().collect::<Vec<_>>(), ["toChildren"]);
    let file = cut(&["/drive/root:/{path}"]);
    assert!(
        file.resources[&one("item")]
            .standard
            .contains_key(&StandardOperationKind::Get)
    );
    let error = select(
        &service(),
        &selection(&["/drive:/{path}"], &[], Profile::default()),
    );
    assert!(error.is_err());
}

#[test]
fn a_star_chooses_only_ways_that_lead_to_the_end_of_the_path() {
    let api = cut(&["/*/*/toOwner"]);
    let item = &api.resources[&one("item")];
    assert!(item.standard.is_empty() && item.operations.is_empty());
    let set = &api.resources[&many("item")];
    assert!(set.standard.is_empty());
    assert_eq!(types(&api), ["owner"]);
    assert!(api.operations.is_empty());
}

#[test]
fn navigation_properties_are_fields_as_the_profile_says() {
    let said = |navigation| with(&["/items/*"], navigation, DerivedTypes::Declared);
    let (facet, item) = (
        ItemType::Named(name("facet")),
        ItemType::Named(name("item")),
    );
    let api = said(None);
    assert_eq!(
        fields(&api, "item"),
        [("facet", &facet), ("toParent", &item)]
    );
    let api = said(Some(NavigationFields::None));
    assert_eq!(fields(&api, "item"), [("facet", &facet)]);
    let api = said(Some(NavigationFields::Ids));
    let json = &ItemType::Untyped;
    let expected = [("facet", &facet), ("toOwner", json), ("toParent", json)];
    assert_eq!(fields(&api, "item"), expected);
    let api = said(Some(NavigationFields::Typed));
    assert!(types(&api).contains(&"owner"));
    assert_eq!(fields(&api, "item").len(), 3);
}

#[test]
fn a_profile_for_a_type_or_a_property_goes_before_that_for_all() {
    let types = [
        ("ns.item", NavigationFields::Ids),
        ("ns.item/toOwner", NavigationFields::None),
    ];
    let types = types.map(|(key, navigation)| {
        let navigation = Some(navigation);
        let said = TypeProfile {
            navigation,
            derived: None,
        };
        (key.to_owned(), said)
    });
    let profile = Profile {
        navigation: Some(NavigationFields::Typed),
        types: types.into(),
        ..Profile::default()
    };
    let api = select(&service(), &selection(&["/items/*"], &[], profile)).unwrap();
    let expected = [
        ("facet", &ItemType::Named(name("facet"))),
        ("toParent", &ItemType::Untyped),
    ];
    assert_eq!(fields(&api, "item"), expected);
}

#[test]
fn a_profile_that_speaks_of_nothing_says_what_is_near() {
    for (key, message) in [
        ("ns.Item", "no type is called so; did you mean `ns.item`?"),
        ("ns.item/toowner", "did you mean `toOwner`?"),
        ("ns.item/facet", "declares no such navigation property"),
    ] {
        let profile = Profile {
            types: [(key.to_owned(), TypeProfile::default())].into(),
            ..Profile::default()
        };
        let error = select(&service(), &selection(&[], &[], profile)).unwrap_err();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn derived_types_are_told_apart_as_the_profile_says() {
    let variants = |include: &[&str], derived| {
        let api = with(include, None, derived);
        api.variants
            .get(&name("facet"))
            .cloned()
            .unwrap_or_default()
    };
    let special = vec![name("special")];
    assert!(variants(&["/items/*"], DerivedTypes::Declared).is_empty());
    assert_eq!(
        variants(&["/items/*", "ns.special"], DerivedTypes::Declared),
        special
    );
    assert_eq!(
        variants(&["/items/*", "ns.spec*"], DerivedTypes::Listed),
        special
    );
    assert!(variants(&[], DerivedTypes::Listed).is_empty());
    assert_eq!(variants(&["/items/*"], DerivedTypes::All), special);
    // A base type that nothing declares brings nothing.
    assert!(!types(&with(&["/items/*"], None, DerivedTypes::All)).contains(&"drive"));
}

#[test]
fn a_wide_hierarchy_is_told_apart_only_where_that_is_said_for_it() {
    let mut api = service();
    for number in 0..=MOST_VARIANTS {
        add_type(&mut api, &format!("wide{number:03}"), Some("inner"), &[]);
    }
    let narrow = Selection::default();
    assert!(
        !select(&api, &narrow)
            .unwrap()
            .variants
            .contains_key(&name("inner"))
    );
    let count = |types: &[(&str, DerivedTypes)]| {
        let types = types.iter().map(|(key, derived)| {
            let said = TypeProfile {
                derived: Some(*derived),
                ..TypeProfile::default()
            };
            ((*key).to_owned(), said)
        });
        let profile = Profile {
            derived: DerivedTypes::All,
            types: types.collect(),
            ..Profile::default()
        };
        let part = select(&api, &selection(&["/items/*"], &[], profile)).unwrap();
        part.variants.get(&name("inner")).map_or(0, Vec::len)
    };
    assert_eq!(count(&[]), 0);
    assert_eq!(count(&[("ns.inner", DerivedTypes::All)]), MOST_VARIANTS + 1);
}

#[test]
fn what_is_of_an_excluded_type_becomes_json_unless_it_cannot_be_missed() {
    let profile = Profile {
        navigation: Some(NavigationFields::Typed),
        ..Profile::default()
    };
    let exclude = ["ns.facet", "ns.owner", "ns.thing", "ns.answer"];
    let include = ["/items/*", "/items/*/search"];
    let api = select(&service(), &selection(&include, &exclude, profile)).unwrap();
    assert_eq!(types(&api), ["item", "query", "thing"]);
    let expected = [
        ("facet", &ItemType::Untyped),
        ("toParent", &ItemType::Named(name("item"))),
    ];
    assert_eq!(fields(&api, "item"), expected);
    let search = &api.resources[&one("item")].operations["ns.search"][0];
    assert_eq!(search.returns.as_ref().unwrap().ty.item, ItemType::Untyped);
}

#[test]
fn an_excluded_way_takes_along_what_only_it_leads_to_and_no_other_way() {
    let exclude = ["/items/*/toOwner"];
    let all = selection(&["/items/**"], &exclude, Profile::default());
    let api = select(&service(), &all).unwrap();
    assert!(api.roots.contains_key("Items"));
    assert!(
        !api.resources[&one("item")]
            .navigation
            .contains_key("toOwner")
    );
    assert!(!types(&api).contains(&"owner"));
    let requests = selection(&["/items/**"], &["/items/*"], Profile::default());
    let api = select(&service(), &requests).unwrap();
    assert!(api.resources[&one("item")].standard.is_empty());
    assert!(
        api.resources[&one("item")]
            .navigation
            .contains_key("toOwner")
    );
}

#[test]
fn an_explanation_leads_from_use_to_use_to_the_pattern() {
    let api = service();
    let asked = selection(&["/items/*", "ns.folder"], &[], Profile::default());
    let inner = explain(&api, &asked, "ns.inner").unwrap();
    assert_eq!(
        inner,
        "`ns.inner` is the type of `inner` of `ns.facet`\n\
         `ns.facet` is the type of `facet` of `ns.item`\n\
         `ns.item` is what is sent or received at `/Items/{id}`\n\
         `/Items/{id}` is asked for by `/items/*`\n"
    );
    let view = explain(&api, &asked, "ns.view").unwrap();
    assert!(
        view.ends_with("`ns.folder` is asked for by `ns.folder`\n"),
        "{view}"
    );
    let absent = explain(&api, &asked, "ns.owner").unwrap();
    assert!(absent.contains("is not there"), "{absent}");
    let unknown = explain(&api, &asked, "ns.Item").unwrap_err();
    assert!(unknown.contains("did you mean `ns.item`?"), "{unknown}");
    let all = explain(&api, &Selection::default(), "ns.report").unwrap();
    assert!(all.contains("everything is asked for"), "{all}");
}

#[test]
fn cycles_of_base_types_and_properties_end() {
    let mut api = service();
    add_type(&mut api, "a", Some("b"), &[("other", "b")]);
    add_type(
        &mut api,
        "b",
        Some("a"),
        &[("other", "a"), ("self", "b"), ("none", "missing")],
    );
    for derived in [DerivedTypes::Declared, DerivedTypes::All] {
        let profile = Profile {
            derived,
            ..Profile::default()
        };
        let asked = selection(&["ns.a"], &[], profile);
        let part = select(&api, &asked).unwrap();
        assert_eq!(types(&part), ["a", "b"]);
        assert_eq!(fields(&part, "b")[2], ("none", &ItemType::Untyped));
        assert!(explain(&api, &asked, "ns.b").is_ok());
    }
}
