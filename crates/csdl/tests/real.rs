//! What the reader makes of published descriptions. They are not in the repository: where
//! `../shared` is absent, these tests say so and pass.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use graphwright_api::{
    Api, ItemType, KeyStyle, Lowered, StandardOperationKind, Target, TypeKind, TypeName,
};

/// The folder, if it is there.
fn shared() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: ../shared is absent");
    None
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn lowered(file: &Path) -> Lowered {
    let name = file.display().to_string();
    graphwright_csdl::read(&name, &text(file)).unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", errors.join("\n"))
    })
}

fn read(file: &str) -> Option<Api> {
    Some(lowered(&shared()?.join(file)).api)
}

fn target(ty: &str, collection: bool) -> Target {
    Target {
        ty: TypeName::new(ty),
        collection,
    }
}

#[test]
fn every_published_description_is_read_without_an_error() {
    let Some(shared) = shared() else { return };
    let mut read = 0;
    for folder in ["metadata", "pairs"] {
        for entry in fs::read_dir(shared.join(folder)).expect("the folder is there") {
            let file = entry.expect("its entries can be read").path();
            if file
                .extension()
                .is_some_and(|extension| extension == "csdl")
            {
                let Lowered { api, warnings, .. } = lowered(&file);
                println!(
                    "{}: {} types, {} resources, {} roots, {} warnings",
                    file.display(),
                    api.types.len(),
                    api.resources.len(),
                    api.roots.len(),
                    warnings.len()
                );
                assert!(!api.types.is_empty(), "{}", file.display());
                read += 1;
            }
        }
    }
    assert!(read >= 10, "only {read} descriptions are there");
}

#[test]
fn what_published_descriptions_do_not_declare_is_warned_of_once() {
    let Some(shared) = shared() else { return };
    for (file, what) in [
        (
            "metadata/graph-v1.0-security.csdl",
            "`microsoft.graph.educationAssignment`",
        ),
        ("pairs/Contract.csdl", "`System.Object`"),
    ] {
        let warnings = lowered(&shared.join(file)).warnings;
        let about = warnings.iter().filter(|one| one.message.contains(what));
        assert_eq!(about.count(), 1, "{file}");
    }
}

#[test]
fn all_types_of_graph_are_lowered_except_json() {
    let Some(api) = read("metadata/graph-v1.0.csdl") else {
        return;
    };
    let enums = api.types.values().filter(|ty| ty.structured().is_none());
    assert_eq!(enums.count(), 861);
    let structured = api.types.values().filter_map(|ty| ty.structured());
    assert_eq!(structured.count(), 1_182 + 1_779 - 1);
    assert!(
        !api.types
            .contains_key(&TypeName::new("microsoft.graph.Json"))
    );
}

#[test]
fn json_of_graph_is_any_json_wherever_it_is_used() {
    let Some(shared) = shared() else { return };
    let file = shared.join("metadata/graph-v1.0.csdl");
    let used = text(&file).matches("graph.Json").count();
    assert!(used > 0);
    let api = lowered(&file).api;
    let structured = api.types.values().filter_map(|ty| ty.structured());
    let untyped = structured
        .flat_map(|one| &one.properties)
        .filter(|property| property.ty.item == ItemType::Untyped);
    assert!(untyped.count() > 0);
}

#[test]
fn annotations_out_of_line_in_another_schema_describe_their_targets() {
    let Some(shared) = shared() else { return };
    let file = shared.join("metadata/graph-v1.0.csdl");
    let text = text(&file);
    let api = lowered(&file).api;
    let described = |ty: &graphwright_api::TypeDef| {
        let members = match &ty.kind {
            TypeKind::Structured(one) => {
                one.properties.iter().filter(|p| !p.doc.is_empty()).count()
            }
            TypeKind::Enum(one) => one.members.iter().filter(|m| !m.doc.is_empty()).count(),
            TypeKind::IntegerEnum(_)
            | TypeKind::OneOf(_)
            | TypeKind::Map(_)
            | TypeKind::List(_) => 0,
        };
        members + usize::from(!ty.doc.is_empty())
    };
    let described: usize = api.types.values().map(described).sum();
    let all = text.matches("Org.OData.Core.V1.Description").count();
    // The rest describe operations, parameters and what the container holds.
    assert!(
        described * 10 > all * 8,
        "{described} of {all} descriptions"
    );
}

#[test]
fn graph_addresses_by_key_segments_and_strips_its_own_namespace_from_operations_alone() {
    let Some(api) = read("metadata/graph-v1.0.csdl") else {
        return;
    };
    assert_eq!(api.key_style, KeyStyle::Segment);
    let user = &api.resources[&target("microsoft.graph.user", false)];
    assert!(user.operations.contains_key("revokeSignInSessions"));
    let names = api.resources.values().flat_map(|one| one.operations.keys());
    let (qualified, short): (BTreeSet<&str>, BTreeSet<&str>) =
        names.map(String::as_str).partition(|one| one.contains('.'));
    assert!(short.len() > qualified.len() && !qualified.is_empty());
    for name in qualified {
        assert!(name.starts_with("microsoft.graph."), "{name}");
    }
}

#[test]
fn other_services_address_by_keys_in_parentheses_and_qualified_operation_names() {
    let Some(api) = read("pairs/TripPin.csdl") else {
        return;
    };
    assert_eq!(api.key_style, KeyStyle::Parentheses);
    let names = api.resources.values().flat_map(|one| one.operations.keys());
    assert!(names.clone().count() > 0);
    for name in names {
        assert!(name.starts_with("Microsoft.OData.SampleService."), "{name}");
    }
}

#[test]
fn what_only_a_reference_leads_to_is_created_where_a_capability_says_so() {
    let Some(api) = read("metadata/graph-v1.0-clean.csdl") else {
        return;
    };
    let items = &api.resources[&target("microsoft.graph.driveItem", true)];
    assert!(items.standard.contains_key(&StandardOperationKind::Create));
}

#[test]
fn the_older_beta_has_the_vpp_tokens() {
    let Some(api) = read("metadata/graph-beta-older-clean.csdl") else {
        return;
    };
    let many = &api.resources[&target("microsoft.graph.vppToken", true)];
    let key: Vec<&str> = many.key.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(key, ["id"]);
    let own: Vec<StandardOperationKind> = many.standard.keys().copied().collect();
    assert_eq!(
        own,
        [
            StandardOperationKind::List,
            StandardOperationKind::Create,
            StandardOperationKind::Count
        ]
    );
    let operations: Vec<&str> = many.operations.keys().map(String::as_str).collect();
    assert_eq!(operations, ["getLicensesForApp"]);

    let one = &api.resources[&target("microsoft.graph.vppToken", false)];
    let own: Vec<StandardOperationKind> = one.standard.keys().copied().collect();
    assert_eq!(
        own,
        [
            StandardOperationKind::Get,
            StandardOperationKind::Update,
            StandardOperationKind::Delete
        ]
    );
    let operations: Vec<&str> = one.operations.keys().map(String::as_str).collect();
    assert_eq!(operations, ["revokeLicenses", "syncLicenses"]);

    let management = &api.roots["deviceAppManagement"].target;
    assert!(!management.collection);
    let way = &api.resources[management].navigation["vppTokens"];
    assert_eq!(way.target, target("microsoft.graph.vppToken", true));
}

#[test]
fn the_whole_of_graph_says_in_few_words_what_it_leaves_out() {
    let Some(shared) = shared() else { return };
    let Lowered {
        warnings, unread, ..
    } = lowered(&shared.join("metadata/graph-v1.0.csdl"));
    let said = graphwright_api::diagnostic::gathered(&warnings);
    let kinds = said.lines().filter(|line| !line.starts_with(' ')).count();
    assert!(kinds < 10, "{said}");
    println!("{unread:#?}");
    assert!(unread["EntitySet/NavigationPropertyBinding"] > 0);
    assert!(unread["Org.OData.Capabilities.V1.ChangeTracking"] > 0);
}

#[test]
fn operations_of_graph_keep_their_overloads() {
    let Some(api) = read("metadata/graph-v1.0.csdl") else {
        return;
    };
    let operations = api
        .resources
        .values()
        .flat_map(|one| one.operations.values());
    let overloaded = operations.filter(|overloads| overloads.len() > 1);
    assert!(overloaded.count() >= 30);
}

#[test]
fn directory_objects_are_cast_and_entities_are_not() {
    let Some(api) = read("metadata/graph-v1.0.csdl") else {
        return;
    };
    let objects = &api.resources[&target("microsoft.graph.directoryObject", true)];
    let user = &objects.casts[&TypeName::new("microsoft.graph.user")];
    assert_eq!(user, &target("microsoft.graph.user", true));
    assert!(
        api.resources[&target("microsoft.graph.group", false)]
            .navigation
            .contains_key("members")
    );
    let most = api.resources.values().map(|one| one.casts.len()).max();
    assert!(most <= Some(64), "{most:?}");
}

#[test]
fn what_lies_behind_complex_values_of_graph_is_addressed() {
    let Some(shared) = shared() else { return };
    let Lowered { api, unread, .. } = lowered(&shared.join("metadata/graph-v1.0.csdl"));
    let way = |ty: &str, name: &str| {
        let resource = &api.resources[&target(ty, false)];
        resource.navigation[name].target.to_string()
    };
    assert_eq!(
        way(
            "microsoft.graph.authenticationConditionsApplications",
            "includeApplications"
        ),
        "Collection(microsoft.graph.authenticationConditionApplication)"
    );
    // Behind a cast.
    assert_eq!(
        way(
            "microsoft.graph.onOtpSendCustomExtensionHandler",
            "customExtension"
        ),
        "microsoft.graph.onOtpSendCustomExtension"
    );
    let settings = &api.resources[&target("microsoft.graph.mailboxSettings", false)];
    assert!(settings.properties.contains_key("workingHours"));
    // What stands in results and in collections alone has no URL.
    let unread = unread["navigation properties of complex types that no property leads to"];
    assert_eq!(unread, 19);
}

#[test]
fn graph_is_read_in_a_fraction_of_a_second() {
    let Some(shared) = shared() else { return };
    let text = text(&shared.join("metadata/graph-v1.0.csdl"));
    let start = Instant::now();
    let lowered = graphwright_csdl::read("graph-v1.0.csdl", &text);
    let taken = start.elapsed();
    println!("graph-v1.0.csdl is read in {} ms", taken.as_millis());
    assert!(lowered.is_ok());
    // Far more than a slow machine needs without optimisation, and far less than what is quadratic takes.
    assert!(taken.as_secs() < 10, "{taken:?}");
}
