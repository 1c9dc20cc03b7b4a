//! What follows from declarations by OData's rules, whatever format they were written in.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::close::close;
use graphwright_api::declare::{
    Addresses, Declarations, Property, Restrictions, Root, Said, Type, Words,
};
use graphwright_api::{
    Addressed, Api, ItemType, KeyPart, Origin, Primitive, QueryOption, QueryOptions,
    StandardOperationKind, Target, TypeName, Way,
};

use graphwright_api::route::resolve;

use StandardOperationKind::{
    AddReference, Count, Create, Delete, DeleteReference, Get, GetReference, List, ListReferences,
    RemoveReference, SetReference, Update,
};

fn name(simple: &str) -> TypeName {
    TypeName::new(format!("ns.{simple}"))
}

fn entity() -> Type {
    Type {
        entity: true,
        key: vec![KeyPart {
            name: "id".into(),
            ty: ItemType::Primitive(Primitive::String),
        }],
        ..Type::default()
    }
}

fn words(doc: &str) -> Words {
    Words {
        doc: doc.into(),
        ..Words::default()
    }
}

/// A service whose singleton `me` has one property: what its URL addresses is closed.
fn with(property: Addresses) -> Api {
    let mut owner = entity();
    let property = Property {
        doc: String::new(),
        addresses: property,
    };
    owner.properties.insert("to".into(), property);
    let me = Root {
        target: Target::one(name("owner")),
        doc: String::new(),
        restrictions: Restrictions::default(),
    };
    let declared = Declarations {
        types: BTreeMap::from([(name("owner"), owner), (name("held"), entity())]),
        roots: BTreeMap::from([("me".to_owned(), me)]),
        ..Declarations::default()
    };
    let mut api = Api::default();
    close(&declared, &mut api);
    api
}

fn entities(collection: bool, contained: bool, restrictions: Restrictions) -> Addresses {
    Addresses::Entities {
        target: Target {
            ty: name("held"),
            collection,
        },
        contained,
        navigable: true,
        restrictions,
    }
}

fn own(api: &Api, target: &Target) -> Vec<StandardOperationKind> {
    api.resources[target].standard.keys().copied().collect()
}

#[test]
fn what_is_not_said_is_offered_as_odata_does_by_default() {
    let (one, many) = (Target::one(name("held")), Target::many(name("held")));
    let contained = with(entities(true, true, Restrictions::default()));
    assert_eq!(own(&contained, &many), [List, Create, Count]);
    assert_eq!(
        own(&contained, &one),
        [Get, Update, Delete, StandardOperationKind::Replace]
    );
    let reference = with(entities(true, false, Restrictions::default()));
    let all = [List, Count, ListReferences, AddReference, RemoveReference];
    assert_eq!(own(&reference, &many), all);
    assert_eq!(own(&reference, &one), [Get, RemoveReference]);
    let single = with(entities(false, false, Restrictions::default()));
    let all = [Get, GetReference, SetReference, DeleteReference];
    assert_eq!(own(&single, &one), all);
    // A singleton is never deleted by default.
    assert_eq!(
        own(&single, &Target::one(name("owner"))),
        [Get, Update, StandardOperationKind::Replace]
    );
}

#[test]
fn what_is_said_goes_before_the_default() {
    let said = Restrictions {
        operations: BTreeMap::from([
            (Create, Said::Yes(words("Makes one."))),
            (Count, Said::No),
            (List, Said::Nothing(words("Reads them."))),
        ]),
        ..Restrictions::default()
    };
    let api = with(entities(true, false, said));
    let many = Target::many(name("held"));
    let all = [List, Create, ListReferences, AddReference, RemoveReference];
    assert_eq!(own(&api, &many), all);
    let resource = &api.resources[&many];
    assert_eq!(resource.standard[&Create].doc, "Makes one.");
    assert_eq!(resource.standard[&List].doc, "Reads them.");
    assert_eq!(
        resource.standard[&List].via,
        Way::property(&name("owner"), "to")
    );
}

#[test]
fn items_that_no_key_may_address_are_no_resources() {
    let said = Restrictions {
        no_items: true,
        ..Restrictions::default()
    };
    let api = with(entities(true, true, said));
    assert!(!api.resources.contains_key(&Target::one(name("held"))));
    assert!(api.resources[&Target::many(name("held"))].key.is_empty());
}

#[test]
fn a_property_that_cannot_be_navigated_leads_nowhere() {
    let Addresses::Entities {
        target,
        restrictions,
        ..
    } = entities(true, true, Restrictions::default())
    else {
        unreachable!("it was made of entities");
    };
    let api = with(Addresses::Entities {
        target,
        contained: true,
        navigable: false,
        restrictions,
    });
    assert!(
        api.resources[&Target::one(name("owner"))]
            .navigation
            .is_empty()
    );
    assert!(!api.resources.contains_key(&Target::many(name("held"))));
}

#[test]
fn each_way_to_one_type_offers_what_it_offers_and_no_more() {
    let to = |contained, operations: &[(StandardOperationKind, Said)]| Property {
        doc: String::new(),
        addresses: entities(
            true,
            contained,
            Restrictions {
                operations: operations.iter().cloned().collect(),
                ..Restrictions::default()
            },
        ),
    };
    let mut owner = entity();
    owner.properties = BTreeMap::from([
        ("events".to_owned(), to(true, &[])),
        ("calendarView".to_owned(), to(true, &[(Create, Said::No)])),
        ("members".to_owned(), to(false, &[])),
    ]);
    let me = Root {
        target: Target::one(name("owner")),
        doc: String::new(),
        restrictions: Restrictions::default(),
    };
    let mut derived = entity();
    derived.base = Some(name("held"));
    let declared = Declarations {
        types: BTreeMap::from([
            (name("owner"), owner),
            (name("held"), entity()),
            (name("derived"), derived),
        ]),
        roots: BTreeMap::from([("me".to_owned(), me)]),
        ..Declarations::default()
    };
    let mut api = Api::default();
    close(&declared, &mut api);
    // The resource has what any way offers.
    assert!(own(&api, &Target::many(name("held"))).contains(&Create));
    let offers = |way: &str| api.resources[&Target::one(name("owner"))].navigation[way].offers;
    assert!(offers("events").contains(Create));
    assert!(!offers("calendarView").contains(Create));
    assert!(!offers("members").contains(Create) && offers("members").contains(AddReference));
    assert!(!offers("events").contains(AddReference));
    let asked = [
        ("POST", "/me/events", true),
        ("POST", "/me/calendarView", false),
        ("GET", "/me/calendarView", true),
        ("GET", "/me/calendarView/$count", true),
        ("POST", "/me/members", false),
        ("POST", "/me/members/$ref", true),
        ("POST", "/me/events/$ref", false),
        ("PATCH", "/me/events/1", true),
        ("PATCH", "/me/members/1", false),
        ("DELETE", "/me/members/1", false),
        ("DELETE", "/me/members/1/$ref", true),
        ("DELETE", "/me/events/1/$ref", false),
        ("DELETE", "/me", false),
        ("GET", "/me/members/ns.derived", true),
        ("POST", "/me/members/ns.derived/$ref", false),
        ("PATCH", "/me/events/1/ns.derived", true),
        ("PATCH", "/me/members/1/ns.derived", false),
    ];
    for (method, path, is_offered) in asked {
        let route = resolve(&api, method, path);
        assert_eq!(route.is_ok(), is_offered, "{method} {path}: {route:?}");
    }
}

/// The method, the segment behind the path, and what of collection, item and single has the operation.
#[test]
fn one_table_says_what_each_operation_belongs_to() {
    let place = |kind: StandardOperationKind| {
        let all = [Addressed::Collection, Addressed::Item, Addressed::Single];
        let of: String = all
            .iter()
            .zip(["c", "i", "s"])
            .filter(|(addressed, _)| kind.is_of(**addressed))
            .map(|(_, letter)| letter)
            .collect();
        (kind.method(), kind.segment().unwrap_or(""), of)
    };
    let table = [
        ("GET", "", "c"),
        ("POST", "", "c"),
        ("GET", "$count", "c"),
        ("GET", "", "is"),
        ("PATCH", "", "is"),
        ("DELETE", "", "is"),
        ("PUT", "", "is"),
        ("GET", "$ref", "c"),
        ("POST", "$ref", "c"),
        ("DELETE", "$ref", "ci"),
        ("GET", "$ref", "s"),
        ("PUT", "$ref", "s"),
        ("DELETE", "$ref", "s"),
    ];
    for (kind, expected) in StandardOperationKind::ALL.into_iter().zip(table) {
        let (method, segment, of) = place(kind);
        assert_eq!((method, segment, &*of), expected, "{kind:?}");
        for addressed in [Addressed::Collection, Addressed::Item, Addressed::Single] {
            let asked = StandardOperationKind::asked(method, kind.segment(), addressed);
            assert_eq!(asked == Some(kind), kind.is_of(addressed), "{kind:?}");
        }
    }
}

#[test]
fn ways_are_in_the_order_in_which_they_are_written() {
    let ty = |name: &str| TypeName::new(name);
    let ways = [
        Way::Root("users".into()),
        Way::Root("a.b/c".into()),
        Way::property(&ty("a.b"), "c"),
        Way::property(&ty("a.b"), "b"),
        Way::property(&ty("a"), "z"),
        Way::Call("f()".into()),
        Way::Cast(Box::new(Way::Root("users".into())), ty("a.b")),
        Way::Rule,
    ];
    let sorted: BTreeSet<&Way> = ways.iter().collect();
    assert_eq!(sorted.len(), ways.len());
    let written: Vec<String> = sorted.iter().map(ToString::to_string).collect();
    assert!(written.is_sorted(), "{written:?}");
}

#[test]
fn a_way_hands_on_the_query_options_of_what_it_offers_and_no_other_way_has_them() {
    let from = QueryOption {
        name: "from".into(),
        doc: String::new(),
        ty: QueryOption::TEXT,
        required: true,
        origin: Origin::default(),
    };
    let said = |allowed: Said| Restrictions {
        operations: BTreeMap::from([(List, allowed)]),
        ..Restrictions::default()
    };
    let words = Words {
        options: vec![from.clone()],
        ..Words::default()
    };
    let options = |restrictions: Restrictions| {
        let api = with(entities(true, true, restrictions));
        assert!(api.roots["me"].options.is_empty());
        api.resources[&Target::one(name("owner"))].navigation["to"]
            .options
            .clone()
    };
    let expected: QueryOptions = [(List, vec![from])].into_iter().collect();
    assert_eq!(options(said(Said::Yes(words.clone()))), expected);
    assert_eq!(options(said(Said::Nothing(words))), expected);
    assert!(options(said(Said::No)).is_empty());
    assert_eq!(expected.cast(), expected);
}
