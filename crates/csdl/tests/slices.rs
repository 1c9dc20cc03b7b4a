//! How small slices of published descriptions are. They are not in the repository: where `../shared`
//! is absent, these tests say so and pass.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use graphwright_api::select::{NavigationFields, Pattern, Profile, Selection, select};
use graphwright_api::{Api, TypeName};

/// Microsoft Graph, if it is there.
fn graph() -> Option<Api> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let file = folder.join("metadata/graph-v1.0.csdl");
    if !file.is_file() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    let text = fs::read_to_string(&file).unwrap();
    Some(
        graphwright_csdl::read("graph-v1.0.csdl", &text)
            .unwrap()
            .api,
    )
}

fn cut(api: &Api, include: &[&str], navigation: Option<NavigationFields>) -> Api {
    let include = include.iter().map(|text| Pattern::parse(text).unwrap());
    let selection = Selection {
        include: include.collect(),
        profile: Profile {
            navigation,
            ..Profile::default()
        },
        ..Selection::default()
    };
    let part = select(api, &selection).unwrap();
    let names: Vec<&str> = part.types.keys().map(TypeName::simple).collect();
    println!(
        "{} types, {} resources: {}",
        part.types.len(),
        part.resources.len(),
        names.join(" ")
    );
    part
}

#[test]
fn a_slice_of_one_family_of_graph_is_small() {
    let Some(api) = graph() else { return };
    let part = cut(&api, &["/deviceAppManagement/vppTokens/**"], None);
    assert!(part.types.len() <= 25, "{} types", part.types.len());
}

#[test]
fn users_and_mail_without_typed_navigation_are_a_small_part_of_graph() {
    let Some(api) = graph() else { return };
    let include = [
        "/users",
        "/users/*",
        "/users/*/messages/**",
        "/users/*/mailFolders/**",
        "/users/*/sendMail",
    ];
    for navigation in [
        None,
        Some(NavigationFields::None),
        Some(NavigationFields::Ids),
    ] {
        let part = cut(&api, &include, navigation);
        assert!(part.types.len() <= 150, "{} types", part.types.len());
    }
}
