//! What a call of a composable function is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_api::{Api, Operation, Target, TypeName};

/// A set of houses with functions that give reports, rooms, films and keys. A report has a complex value and
/// nothing else, a room has chairs, a film has media, and keys are a set as well.
const DESCRIPTION: &str = r#"<Edmx><DataServices><Schema Namespace="ns">
  <EntityType Name="house"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
  <ComplexType Name="size"><Property Name="width" Type="Edm.Int32"/></ComplexType>
  <EntityType Name="report"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
    <Property Name="size" Type="ns.size"/></EntityType>
  <EntityType Name="room"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="chairs" Type="Collection(ns.key)" ContainsTarget="true"/></EntityType>
  <EntityType Name="film" HasStream="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
  <EntityType Name="key"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
  <Function Name="reports" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="ns.house"/><ReturnType Type="Collection(ns.report)"/></Function>
  <Function Name="rooms" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="ns.house"/><ReturnType Type="Collection(ns.room)"/></Function>
  <Function Name="films" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="ns.house"/><ReturnType Type="Collection(ns.film)"/></Function>
  <Function Name="keys" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="ns.house"/><ReturnType Type="Collection(ns.key)"/></Function>
  <EntityContainer Name="container">
    <EntitySet Name="houses" EntityType="ns.house"/><EntitySet Name="keys" EntityType="ns.key"/>
  </EntityContainer>
</Schema></DataServices></Edmx>"#;

fn many(simple: &str) -> Target {
    Target::many(TypeName::new(format!("ns.{simple}")))
}

fn function<'a>(api: &'a Api, name: &str) -> &'a Operation {
    let house = &api.resources[&many("house").item()];
    let (_, overloads) = house
        .operations
        .iter()
        .find(|(segment, _)| segment.ends_with(name))
        .unwrap();
    &overloads[0]
}

#[test]
fn a_function_whose_result_leads_nowhere_gives_it_at_once_and_is_no_resource() {
    let api = graphwright_csdl::read("houses.xml", DESCRIPTION)
        .unwrap()
        .api;
    let reports = function(&api, "reports");
    assert_eq!(reports.composes, None);
    assert!(reports.returns.as_ref().unwrap().ty.collection);
    assert!(!api.resources.contains_key(&many("report")));
    assert!(!api.resources.contains_key(&many("report").item()));
}

#[test]
fn a_function_whose_result_leads_on_addresses_it() {
    let api = graphwright_csdl::read("houses.xml", DESCRIPTION)
        .unwrap()
        .api;
    assert_eq!(function(&api, "rooms").composes, Some(many("room")));
    let room = &api.resources[&many("room").item()];
    assert!(room.navigation.contains_key("chairs"));
    assert_eq!(function(&api, "films").composes, Some(many("film")));
}

#[test]
fn what_another_way_leads_to_stays_a_resource() {
    let api = graphwright_csdl::read("houses.xml", DESCRIPTION)
        .unwrap()
        .api;
    assert_eq!(function(&api, "keys").composes, None);
    assert!(api.resources.contains_key(&many("key")));
    assert!(api.resources.contains_key(&many("key").item()));
}
