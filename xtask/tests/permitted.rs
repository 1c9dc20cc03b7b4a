//! `cargo xtask codegen --permissions`

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{contents, root, shared, unpacked, xtask};

/// The files of the crate of `description` with these arguments besides.
fn generated(description: &Path, more: &[&str]) -> Vec<(PathBuf, String)> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let arguments = [
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--name",
        "permitted",
        "--service-root",
        "https://example.com",
    ];
    let ran = xtask(&[&arguments, more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    contents(&out).into_iter().collect()
}

/// The sets of permissions in a crate, and how many rows its table has.
fn sets_and_rows(files: &[(PathBuf, String)]) -> (Vec<String>, usize) {
    let file = files
        .iter()
        .find(|(path, _)| path.ends_with("permissions.rs"));
    let text = file.map_or("", |(_, text)| text.as_str());
    let sets = text.lines().filter_map(|line| line.strip_prefix("static "));
    let sets = sets.map(|rest| rest.split(':').next().unwrap().to_owned());
    (sets.collect(), text.matches("(0x").count())
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

fn written(folder: &Path) -> (PathBuf, PathBuf) {
    let description = folder.join("metadata.xml");
    let permissions = folder.join("permissions.json");
    fs::write(&description, DESCRIPTION).unwrap();
    fs::write(&permissions, PERMISSIONS).unwrap();
    (description, permissions)
}

#[test]
fn a_slice_has_the_rows_of_its_own_paths_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (description, permissions) = written(folder.path());
    let permissions = ["--permissions", permissions.to_str().unwrap()];
    let (sets, rows) = sets_and_rows(&generated(&description, &permissions));
    assert_eq!(
        sets,
        [
            "ITEM_MAKER",
            "ITEM_NEXT",
            "ITEM_PRICE",
            "ITEM_READ",
            "ITEM_SHELF"
        ]
    );
    assert_eq!(rows, 5);
    // Where `next` is no function, the path is none of an item whose key is `next`.
    let slice = ["--include", "/items/*", "--include", "/items/*/price"];
    let slice = generated(&description, &[&permissions[..], &slice].concat());
    let (sets, rows) = sets_and_rows(&slice);
    assert_eq!(sets, ["ITEM_PRICE", "ITEM_READ"]);
    assert_eq!(rows, 2);
}

#[test]
fn a_crate_of_which_nothing_is_known_has_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let (description, permissions) = written(folder.path());
    let none = folder.path().join("none.json");
    fs::write(&none, r#"{"permissions": {}}"#).unwrap();
    let permitted = ["--permissions", permissions.to_str().unwrap()];
    let named =
        |files: &[(PathBuf, String)]| files.iter().any(|(_, text)| text.contains("permissions"));
    assert!(named(&generated(&description, &permitted)));
    assert!(!named(&generated(&description, &[])));
    assert!(!named(&generated(
        &description,
        &["--permissions", none.to_str().unwrap()]
    )));
}

#[test]
fn of_all_of_graph_half_of_the_rows_have_a_place_in_the_table() {
    let Some(shared) = shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let permissions = unpacked(
        &shared.join("permissions/permissions.json.gz"),
        folder.path(),
    );
    // The raw metadata do not say of each way what it offers; our rules do.
    let fixups = root().join("specs/fixups/graph-v1.0.toml");
    let arguments = [
        "--permissions",
        permissions.to_str().unwrap(),
        "--fixups",
        fixups.to_str().unwrap(),
    ];
    let files = generated(&shared.join("metadata/graph-v1.0.csdl"), &arguments);
    let (sets, rows) = sets_and_rows(&files);
    assert!(sets.len() > 500, "{}", sets.len());
    assert!(rows > 5_200, "{rows}");
}
