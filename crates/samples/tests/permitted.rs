//! Who may call what: permissions reach the requests that their paths lead to.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use graphwright_api::fixups::Fixups;
use graphwright_api::permissions::{Permissions, Table};
use graphwright_api::{Api, OwnKind, Target, TypeName, Verb};
use graphwright_samples::Resolver;

const SHOP: &str = r#"<Edmx Version="4.01"><DataServices><Schema Namespace="shop" Alias="self">
    <EntityType Name="item"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
      <Property Name="scan" Type="Edm.Stream"/>
      <Property Name="size" Type="self.size"/>
      <NavigationProperty Name="parts" Type="Collection(self.item)"/>
    </EntityType>
    <EntityType Name="crate" BaseType="self.item"/>
    <ComplexType Name="size"/>
    <Function Name="find" IsBound="true"><Parameter Name="in" Type="Collection(self.item)"/><ReturnType Type="Edm.String"/></Function>
    <Function Name="find" IsBound="true"><Parameter Name="in" Type="Collection(self.item)"/><Parameter Name="word" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
    <Function Name="best" IsBound="true" IsComposable="true"><Parameter Name="in" Type="Collection(self.item)"/><ReturnType Type="self.item"/></Function>
    <Action Name="ping"/>
    <EntityContainer Name="service">
      <EntitySet Name="items" EntityType="self.item"/>
      <ActionImport Name="ping" Action="self.ping"/>
    </EntityContainer>
  </Schema></DataServices></Edmx>"#;

fn permitted(method: &str, path: &str) -> Api {
    let mut api = graphwright_csdl::read("shop.xml", SHOP).unwrap().api;
    let table = format!(
        r#"{{"permissions": {{"May": {{"schemes": {{"Application": {{}}}}, "pathSets": [
            {{"schemeKeys": ["Application"], "methods": ["{method}"], "paths": {{"{path}": ""}}}}]}}}}}}"#
    );
    Table::parse(&table).unwrap().apply(&mut api);
    api
}

fn one(ty: &str) -> Target {
    Target::one(TypeName::new(ty))
}

fn many(ty: &str) -> Target {
    Target::many(TypeName::new(ty))
}

fn is_may(found: Option<&Permissions>) -> bool {
    found.is_some_and(|found| found.application == ["May"])
}

fn own(api: &Api, target: &Target, kind: OwnKind) -> bool {
    is_may(api.resources[target].own[&kind].permissions.as_ref())
}

#[test]
fn casts_references_and_counts_carry_the_permissions_of_their_own_paths() {
    let api = permitted("GET", "/items/shop.crate");
    assert!(own(&api, &many("shop.crate"), OwnKind::List));
    assert!(!own(&api, &many("shop.item"), OwnKind::List));
    let api = permitted("GET", "/items/{id}/crate");
    assert!(!own(&api, &one("shop.crate"), OwnKind::Get));
    let api = permitted("POST", "/items/{id}/parts/$ref");
    assert!(own(&api, &many("shop.item"), OwnKind::AddReference));
    let api = permitted("DELETE", "/items/{id}/parts/{id}/$ref");
    assert!(own(&api, &one("shop.item"), OwnKind::RemoveReference));
    let api = permitted("GET", "/items/$count");
    assert!(own(&api, &many("shop.item"), OwnKind::Count));
}

#[test]
fn media_and_properties_carry_permissions_by_method() {
    let api = permitted("PUT", "/items/{id}/scan");
    let scan = &api.resources[&one("shop.item")].streams["scan"].permissions;
    assert!(is_may(scan.get(&Verb::Put)) && !scan.contains_key(&Verb::Get));
    let api = permitted("PATCH", "/ITEMS/{id}/Size");
    let size = &api.resources[&one("shop.item")].properties["size"].permissions;
    assert!(is_may(size.get(&Verb::Patch)));
}

#[test]
fn a_function_without_arguments_means_all_overloads_and_with_them_one() {
    let found = |path: &str| -> Vec<bool> {
        let api = permitted("GET", path);
        let overloads = &api.resources[&many("shop.item")].operations["shop.find"];
        let found = overloads.iter().map(|one| is_may(one.permissions.as_ref()));
        found.collect()
    };
    assert_eq!(found("/items/find"), [true, true]);
    assert_eq!(found("/items/shop.find(word={value})"), [false, true]);
}

#[test]
fn what_a_function_leads_to_and_what_is_unbound_are_found_too() {
    let api = permitted("GET", "/items/best");
    assert!(own(&api, &one("shop.item"), OwnKind::Get));
    let api = permitted("POST", "/ping");
    assert!(is_may(api.operations["ping"][0].permissions.as_ref()));
}

/// Most paths of the published file are of the beta endpoint.
#[test]
fn half_of_the_published_paths_are_of_graph_v1() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let shared = root.join("../shared");
    if !shared.exists() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let text = fs::read_to_string(shared.join("metadata/graph-v1.0.csdl")).unwrap();
    let mut api = graphwright_csdl::read("graph-v1.0.csdl", &text)
        .unwrap()
        .api;
    let fixups = fs::read_to_string(root.join("specs/fixups/graph-v1.0.toml")).unwrap();
    let fixups = Fixups::parse("graph-v1.0.toml", &fixups).unwrap();
    fixups.apply(&mut api).unwrap();
    let mut text = String::new();
    let file = File::open(shared.join("permissions/permissions.json.gz")).unwrap();
    GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let table = Table::parse(&text).unwrap();
    let resolver = Resolver::new(&api, None);
    let all = table.calls(&resolver).count();
    let found = table
        .calls(&resolver)
        .filter(|(_, _, route)| route.is_ok())
        .count();
    println!("{found} of {all} paths and methods call something");
    assert!(found * 100 > all * 48, "{found} of {all}");
}
