//! Who may call what: permissions reach the requests that their paths lead to.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::permissions::{RequestFunction, Table};
use graphwright_api::{StandardOperationKind, Target, TypeName, Verb};

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

/// The request functions of which a file with this row alone says something.
fn permitted(method: &str, path: &str) -> Vec<RequestFunction> {
    let api = graphwright_csdl::read("shop.xml", SHOP).unwrap().api;
    let table = format!(
        r#"{{"permissions": {{"May": {{"schemes": {{"Application": {{}}}}, "pathSets": [
            {{"schemeKeys": ["Application"], "methods": ["{method}"], "paths": {{"{path}": ""}}}}]}}}}}}"#
    );
    let permitted = Table::parse(&table).unwrap().of(&api, &api);
    let rows = permitted.rows().map(|(_, row)| {
        assert_eq!(row.permissions.application, ["May"]);
        row.functions.clone()
    });
    rows.flatten().collect()
}

fn one(ty: &str) -> Target {
    Target::one(TypeName::new(ty))
}

fn many(ty: &str) -> Target {
    Target::many(TypeName::new(ty))
}

fn own(target: Target, kind: StandardOperationKind) -> RequestFunction {
    RequestFunction::StandardOperation(target, kind)
}

fn operation(target: Option<Target>, segment: &str, number: usize) -> RequestFunction {
    RequestFunction::Operation(target, segment.into(), number)
}

#[test]
fn casts_references_and_counts_carry_the_permissions_of_their_own_paths() {
    for (method, path, expected) in [
        (
            "GET",
            "/items/shop.crate",
            vec![own(many("shop.crate"), StandardOperationKind::List)],
        ),
        ("GET", "/items/{id}/crate", vec![]),
        (
            "POST",
            "/items/{id}/parts/$ref",
            vec![own(many("shop.item"), StandardOperationKind::AddReference)],
        ),
        (
            "DELETE",
            "/items/{id}/parts/{id}/$ref",
            vec![own(
                one("shop.item"),
                StandardOperationKind::RemoveReference,
            )],
        ),
        (
            "GET",
            "/items/$count",
            vec![own(many("shop.item"), StandardOperationKind::Count)],
        ),
    ] {
        assert_eq!(permitted(method, path), expected, "{method} {path}");
    }
}

#[test]
fn media_and_properties_carry_permissions_by_method() {
    let scan = RequestFunction::Stream(one("shop.item"), "scan".into(), Verb::Put);
    assert_eq!(permitted("PUT", "/items/{id}/scan"), [scan]);
    let size = RequestFunction::Property(one("shop.item"), "size".into(), Verb::Patch);
    assert_eq!(permitted("PATCH", "/ITEMS/{id}/Size"), [size]);
}

#[test]
fn a_function_without_arguments_means_all_overloads_and_with_them_one() {
    let find = |number| operation(Some(many("shop.item")), "shop.find", number);
    assert_eq!(permitted("GET", "/items/find"), [find(0), find(1)]);
    assert_eq!(
        permitted("GET", "/items/shop.find(word={value})"),
        [find(1)]
    );
}

#[test]
fn what_a_function_leads_to_and_what_is_unbound_are_found_too() {
    let best = operation(Some(many("shop.item")), "shop.best", 0);
    let read = own(one("shop.item"), StandardOperationKind::Get);
    assert_eq!(permitted("GET", "/items/best"), [best, read]);
    assert_eq!(permitted("POST", "/ping"), [operation(None, "ping", 0)]);
}
