//! What every way of addressing and asking is generated as. The test `ways` compiles and calls it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "ways/service.rs"]
mod service;

use std::path::Path;

use graphwright_api::permissions::Table;
use graphwright_api::select::{Selection, select};
use graphwright_api::{Api, Offers, Operation, OperationKind, StandardOperationKind};
use graphwright_emit::output::Plan;
use graphwright_emit::{Files, Options, emit};
use service::{many, name, one, operation, service};

fn files(api: &Api) -> Files {
    let options = Options {
        package: "files".into(),
        service_root: "https://files.example/v1".into(),
        runtime: graphwright_emit::Runtime::at("../../../../runtime"),
        own_workspace: true,
        ..Options::default()
    };
    let mut part = select(api, &Selection::default()).unwrap();
    let table = Table::parse(include_str!("ways/permissions.json")).unwrap();
    part.permissions = table.of(api, &part);
    emit(&part, &options).unwrap()
}

#[test]
fn what_is_checked_in_is_what_is_generated() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ways/generated");
    let plan = Plan::new(&folder, &files(&service())).unwrap();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        plan.apply().unwrap();
    } else {
        assert!(
            plan.is_empty(),
            "run this with UPDATE_EXPECT=1:\n{}",
            plan.diff()
        );
    }
}

/// The names of the public methods in a file, in its order.
fn methods(files: &Files, path: &str) -> Vec<String> {
    let text = &files[path];
    let starts = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub fn "));
    let names = starts.filter_map(|rest| rest.split_once('('));
    names.map(|(name, _)| name.to_owned()).collect()
}

const USER: &str = "src/resources/user_resource.rs";
const USERS: &str = "src/resources/user_collection.rs";

#[test]
fn what_odata_defines_keeps_its_name_and_others_say_what_they_are() {
    let mut api = service();
    let user = api.resource_mut(&one("user"));
    for kind in ["list", "get_reference", "property", "request"] {
        let action = operation(kind, OperationKind::Action, &[], None);
        user.operations.insert(kind.into(), vec![action]);
    }
    user.navigation.insert(
        "Path".into(),
        graphwright_api::Navigation {
            target: one("user"),
            offers: Offers::ALL,
            via: graphwright_api::Way::default(),
            options: graphwright_api::QueryOptions::default(),
            doc: String::new(),
        },
    );
    user.streams
        .insert("replace".into(), graphwright_api::Stream::default());
    let methods = methods(&files(&api), USER);
    for expected in [
        "delete",
        "delete_action",
        "list",
        "get_reference",
        "get_reference_action",
        "property_action",
        "request_action",
        "path_navigation",
        "replace_stream",
    ] {
        assert!(
            methods.iter().any(|one| one == expected),
            "{expected}: {methods:?}"
        );
    }
}

#[test]
fn names_do_not_depend_on_the_order_of_lists() {
    let mut api = service();
    let before = files(&api);
    let users = api.resource_mut(&many("user"));
    users.alternate_keys.reverse();
    let sorted = |files: &Files| {
        let mut methods = methods(files, USERS);
        methods.sort();
        methods
    };
    assert_eq!(sorted(&before), sorted(&files(&api)));
}

#[test]
fn each_overload_says_what_it_takes_besides() {
    let users = methods(&files(&service()), USERS);
    assert!(users.contains(&"delta".to_owned()) && users.contains(&"delta_with_token".to_owned()));
    let files = files(&service());
    for file in [
        "src/models/user_restore_parameters.rs",
        "src/models/user_restore_with_side_parameters.rs",
        "src/models/reset_parameters.rs",
    ] {
        assert!(files.contains_key(file), "{file}: {:?}", files.keys());
    }
}

#[test]
fn overloads_that_differ_in_types_only_are_told_apart() {
    let mut api = service();
    let one = |ty| operation("f", OperationKind::Function, &[("a", ty)], None);
    let api_types = service().types;
    let string = api_types[&name("user")].structured().unwrap().properties[0]
        .ty
        .clone();
    let overloads: Vec<Operation> = vec![one(string.clone()), one(string.clone()), one(string)];
    api.resource_mut(&many("user"))
        .operations
        .insert("f".into(), overloads);
    let methods = methods(&files(&api), USERS);
    for expected in ["f", "f_with_a", "f_with_a_function"] {
        assert!(methods.iter().any(|one| one == expected), "{methods:?}");
    }
}

#[test]
fn what_goes_away_says_so_without_becoming_code() {
    let files = files(&service());
    assert!(files[USERS].contains(
        "#[deprecated(\n        note = \"Use \\\\<b\\\\>`people`\\\\</b\\\\> instead. Deprecated since 2024-05/old. Removed on 2030-01-01.\"\n    )]"
    ), "{}", files[USERS]);
    assert!(
        files[USER].contains("#[deprecated(since = \"1.2.3\")]"),
        "{}",
        files[USER]
    );
}

#[test]
fn options_that_are_not_taken_are_named() {
    let files = files(&service());
    assert!(
        files[USERS].contains("/// Does not take `$filter`, `$orderby`.\n"),
        "{}",
        files[USERS]
    );
}

#[test]
fn every_method_that_only_builds_is_inline() {
    for (path, text) in files(&service()) {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines
            .windows(2)
            .filter(|pair| pair[1].starts_with("pub fn "))
        {
            assert_eq!(pair[0], "#[inline]", "{path}: {}", pair[1]);
        }
    }
}

#[test]
fn a_composable_function_that_leads_nowhere_is_invoked_at_once() {
    let mut api = service();
    assert!(
        files(&api)["src/resources/sheet_resource.rs"]
            .contains("pub fn lost(&self) -> Request<Sheet>")
    );
    api.resource_mut(&many("sheet")).add_standard(
        StandardOperationKind::List,
        graphwright_api::StandardOperation::default(),
    );
    assert!(
        files(&api)["src/resources/sheet_resource.rs"]
            .contains("pub fn lost(&self) -> SheetCollection")
    );
}

#[test]
fn no_file_has_the_name_of_its_module() {
    let mut api = Api::default();
    for ty in ["files.billing.Billing", "files.other"] {
        let name = graphwright_api::TypeName::new(ty);
        let kind = graphwright_api::TypeKind::Enum(graphwright_api::EnumType::default());
        let ty = graphwright_api::TypeDef {
            name: name.clone(),
            doc: String::new(),
            kind,
            deprecation: None,
            origin: graphwright_api::Origin::default(),
        };
        api.types.insert(name, ty);
    }
    let files = files(&api);
    assert!(
        files.contains_key("src/models/billing/billing_item.rs"),
        "{:?}",
        files.keys()
    );
}
