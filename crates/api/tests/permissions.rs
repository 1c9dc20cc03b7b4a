//! What a file of permissions says of a request.

use std::collections::BTreeMap;

use graphwright_api::permissions::{Permissions, Permitted, RequestFunction, Scopes, Table};
use graphwright_api::{
    Api, ItemType, KeyPart, Offers, Primitive, QueryOptions, Root, StandardOperation,
    StandardOperationKind, Target, TypeName, Way,
};

/// The set `messages`, which can be listed and added to.
fn service() -> (Api, Target) {
    let mut api = Api::default();
    let messages = Target::many(TypeName::new("ns.message"));
    let resource = api.resource_mut(&messages);
    resource.key = vec![KeyPart {
        name: "id".into(),
        ty: ItemType::Primitive(Primitive::String),
    }];
    let own = || StandardOperation {
        via: Way::Root("messages".into()),
        ..StandardOperation::default()
    };
    resource.add_standard(StandardOperationKind::List, own());
    resource.add_standard(StandardOperationKind::Create, own());
    let root = Root {
        target: messages.clone(),
        offers: Offers::ALL,
        options: QueryOptions::default(),
        doc: String::new(),
    };
    api.roots.insert("messages".into(), root);
    (api, messages)
}

/// One permission of the file: its name, its level, and of each path set kinds of callers and what the path says.
type Row<'a> = (&'a str, u32, &'a [(&'a [&'a str], &'a str)]);

/// What the file with these `rows` says of listing messages.
fn of_list(rows: &[Row<'_>]) -> Permissions {
    let permissions = rows.iter().map(|(name, level, sets)| {
        let level = serde_json::json!({ "privilegeLevel": level });
        let schemes = ["DelegatedWork", "DelegatedPersonal", "Application"];
        let schemes: BTreeMap<_, _> = schemes.iter().map(|one| (one, &level)).collect();
        let sets = sets.iter().map(|(schemes, said)| {
            serde_json::json!({ "schemeKeys": schemes, "methods": ["GET"], "paths": { "/messages": said } })
        });
        let sets: Vec<_> = sets.collect();
        (*name, serde_json::json!({ "schemes": schemes, "pathSets": sets }))
    });
    let permissions: BTreeMap<_, _> = permissions.collect();
    let text = serde_json::json!({ "permissions": permissions }).to_string();
    let (api, messages) = service();
    let table = Table::parse(&text).expect("a file of permissions");
    let found = table.of(&api, &api);
    assert_eq!(of(&found, &messages, StandardOperationKind::Create), None);
    let listing = of(&found, &messages, StandardOperationKind::List);
    listing.expect("permissions").clone()
}

/// Who may make the requests of one request function.
fn of<'a>(
    found: &'a Permitted,
    target: &Target,
    kind: StandardOperationKind,
) -> Option<&'a Permissions> {
    let function = RequestFunction::StandardOperation(target.clone(), kind);
    let mut rows = found.rows();
    let row = rows.find(|(_, row)| row.functions.contains(&function));
    row.map(|(_, row)| &row.permissions)
}

fn scopes(least: &[&str], others: &[&str]) -> Scopes {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Scopes {
        least: owned(least),
        others: owned(others),
        also: BTreeMap::new(),
    }
}

const WORK: &[&str] = &["DelegatedWork"];
const ALL: &[&str] = &["DelegatedWork", "DelegatedPersonal", "Application"];

#[test]
fn what_is_marked_as_least_stands_apart_from_what_also_suffices() {
    let found = of_list(&[
        ("A.All", 3, &[(ALL, "")]),
        ("B.Read", 3, &[(ALL, "least=DelegatedWork")]),
        ("C.Read", 1, &[(&["DelegatedWork", "Application"], "")]),
    ]);
    let expected = Permissions {
        delegated_work: scopes(&["B.Read"], &["C.Read", "A.All"]),
        delegated_personal: scopes(&[], &["A.All", "B.Read"]),
        application: scopes(&[], &["C.Read", "A.All", "B.Read"]),
    };
    assert_eq!(found, expected);
}

#[test]
fn all_that_are_marked_as_least_are_least() {
    let two = "least=DelegatedWork,DelegatedPersonal";
    let found = of_list(&[
        ("Mail.Read", 2, &[(ALL, "")]),
        (
            "Mail.ReadBasic",
            2,
            &[(&["DelegatedWork", "DelegatedPersonal"], two)],
        ),
        (
            "Mail.ReadBasic.All",
            2,
            &[(&["Application"], "least=Application")],
        ),
        (
            "Mail.ReadWrite",
            2,
            &[(ALL, "least=DelegatedWork, DelegatedPersonal,Application")],
        ),
    ]);
    let delegated = scopes(&["Mail.ReadBasic", "Mail.ReadWrite"], &["Mail.Read"]);
    let expected = Permissions {
        delegated_work: delegated.clone(),
        delegated_personal: delegated,
        application: scopes(&["Mail.ReadBasic.All", "Mail.ReadWrite"], &["Mail.Read"]),
    };
    assert_eq!(found, expected);
}

#[test]
fn what_a_permission_requires_besides_is_said() {
    let found = of_list(&[
        (
            "Apps.Write",
            1,
            &[(
                WORK,
                "least=DelegatedWork;AlsoRequires=Policy.Read, Directory.Read",
            )],
        ),
        ("Apps.All", 2, &[(WORK, "AlsoRequires=Policy.Read")]),
        ("Root.All", 3, &[(WORK, "")]),
        // Of two path sets either says what will do.
        (
            "Two.Sets",
            4,
            &[(WORK, "AlsoRequires=B"), (WORK, "AlsoRequires=A")],
        ),
        ("Whole.Set", 5, &[(WORK, "AlsoRequires=B"), (WORK, "")]),
    ]);
    let also = |name: &str, also: &[&str]| {
        let also: Vec<String> = also.iter().map(|one| (*one).to_owned()).collect();
        (name.to_owned(), also)
    };
    let expected = Scopes {
        also: BTreeMap::from([
            also("Apps.Write", &["Directory.Read", "Policy.Read"]),
            also("Apps.All", &["Policy.Read"]),
            also("Two.Sets", &["A", "B"]),
        ]),
        ..scopes(
            &["Apps.Write"],
            &["Apps.All", "Root.All", "Two.Sets", "Whole.Set"],
        )
    };
    assert_eq!(found.delegated_work, expected);
    assert_eq!(found.application, Scopes::default());
}

/// The set `groups` is read, and its items are added and removed by reference.
#[test]
fn a_row_that_leaves_ref_away_is_of_the_reference() {
    let row = |path: &str, method: &str| {
        serde_json::json!({
            "schemes": { "DelegatedWork": { "privilegeLevel": 1 } },
            "pathSets": [
                { "schemeKeys": ["DelegatedWork"], "methods": [method], "paths": { path: "" } }
            ],
        })
    };
    let text = serde_json::json!({ "permissions": {
        "Add.Members": row("/messages", "POST"),
        "Remove.Members": row("/messages/{id}", "DELETE"),
    } });
    let (mut api, messages) = service();
    let offers = [
        StandardOperationKind::List,
        StandardOperationKind::AddReference,
        StandardOperationKind::RemoveReference,
    ];
    for kind in offers {
        api.resource_mut(&messages)
            .add_standard(kind, StandardOperation::default());
    }
    for kind in [
        StandardOperationKind::Delete,
        StandardOperationKind::RemoveReference,
    ] {
        let item = api.resource_mut(&messages.item());
        item.add_standard(kind, StandardOperation::default());
    }
    if let Some(root) = api.roots.get_mut("messages") {
        root.offers = offers.into_iter().collect();
    }
    let table = Table::parse(&text.to_string()).expect("a file of permissions");
    let found = table.of(&api, &api);
    let has = |target: &Target, kind: StandardOperationKind| of(&found, target, kind).is_some();
    assert!(has(&messages, StandardOperationKind::AddReference));
    assert!(has(
        &messages.item(),
        StandardOperationKind::RemoveReference
    ));
    // Another way may make and delete them: these rows are not of that.
    assert!(!has(&messages, StandardOperationKind::Create));
    assert!(!has(&messages.item(), StandardOperationKind::Delete));
}
