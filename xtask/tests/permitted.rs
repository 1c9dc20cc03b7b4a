//! `cargo xtask codegen --permissions`

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{contents, shared, unpacked, xtask};

/// The crate of `description` with `permissions`; in it each constant of a set of permissions, and whether a
/// request names it.
fn constants(description: &Path, permissions: &Path) -> Vec<(String, bool)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let ran = xtask(&[
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--permissions",
        permissions.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--name",
        "permitted",
        "--service-root",
        "https://example.com",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let (constants, others): (Vec<_>, Vec<_>) = contents(&out)
        .into_iter()
        .partition(|(path, _)| path.ends_with("permissions.rs"));
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let named: BTreeSet<&str> = others
        .iter()
        .flat_map(|(_, text)| text.split(|c| !is_word(c)))
        .collect();
    let constants = constants.first().map_or("", |(_, text)| text);
    let declared = constants.split("pub(crate) const ").skip(1);
    let declared = declared.map(|rest| rest.split(':').next().unwrap().to_owned());
    declared
        .map(|name| {
            let is_named = named.contains(name.as_str());
            (name, is_named)
        })
        .collect()
}

const DESCRIPTION: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Item"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<Property Name="maker" Type="shop.Maker"/><Property Name="shelf" Type="shop.Shelf"/></EntityType>
<ComplexType Name="Maker"><NavigationProperty Name="items" Type="Collection(shop.Item)"/></ComplexType>
<ComplexType Name="Shelf"><Property Name="row" Type="Edm.Int32"/></ComplexType>
<Function Name="next" IsBound="true" IsComposable="true"><Parameter Name="this" Type="shop.Item"/>
<ReturnType Type="shop.Item"/></Function>
<Function Name="price" IsBound="true"><Parameter Name="this" Type="shop.Item"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="container"><EntitySet Name="items" EntityType="shop.Item"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

const PERMISSIONS: &str = r#"{"permissions": {
"Item.Read": {"pathSets": [{"schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/items/{id}": ""}}]},
"Item.Price": {"pathSets": [{"schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/items/{id}/price": ""}}]},
"Item.Next": {"pathSets": [{"schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/items/{id}/next": ""}}]},
"Item.Shelf": {"pathSets": [{"schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/items/{id}/shelf": ""}}]},
"Item.Maker": {"pathSets": [{"schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/items/{id}/maker": ""}}]}
}}"#;

#[test]
fn a_set_of_permissions_that_no_request_names_has_no_constant() {
    let folder = tempfile::tempdir().unwrap();
    let description = folder.path().join("metadata.xml");
    let permissions = folder.path().join("permissions.json");
    fs::write(&description, DESCRIPTION).unwrap();
    fs::write(&permissions, PERMISSIONS).unwrap();
    let constants = constants(&description, &permissions);
    assert!(constants.iter().all(|(_, named)| *named), "{constants:?}");
    let names: Vec<&str> = constants.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["ITEM_PRICE", "ITEM_SHELF"] {
        assert!(names.contains(&name), "{names:?}");
    }
}

#[test]
fn of_all_of_graph_each_set_of_permissions_is_named_by_a_request() {
    let Some(shared) = shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let permissions = unpacked(
        &shared.join("permissions/permissions.json.gz"),
        folder.path(),
    );
    let constants = constants(&shared.join("metadata/graph-v1.0.csdl"), &permissions);
    assert!(constants.len() > 500, "{}", constants.len());
    let unnamed: Vec<_> = constants.iter().filter(|(_, named)| !named).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}
