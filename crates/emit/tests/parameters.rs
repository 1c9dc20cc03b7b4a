//! Structs of the parameters of actions.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright_emit::{Options, emit};

/// A base type, types derived from it, one of them from another, and a set of each. `move` is bound to the
/// base, and `paint` to it and to `chair`, with other parameters.
const DESCRIPTION: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
<edmx:DataServices><Schema Namespace="ns" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="chair" BaseType="ns.thing"/>
  <EntityType Name="bench" BaseType="ns.chair"/>
  <EntityType Name="table" BaseType="ns.thing"/>
  <Action Name="move" IsBound="true">
    <Parameter Name="bindingParameter" Type="ns.thing"/><Parameter Name="room" Type="Edm.String"/>
  </Action>
  <Action Name="paint" IsBound="true">
    <Parameter Name="bindingParameter" Type="ns.thing"/><Parameter Name="colour" Type="Edm.String"/>
  </Action>
  <Action Name="paint" IsBound="true">
    <Parameter Name="bindingParameter" Type="ns.chair"/><Parameter Name="colour" Type="Edm.Int32"/>
  </Action>
  <EntityContainer Name="container">
    <EntitySet Name="things" EntityType="ns.thing"/>
    <EntitySet Name="chairs" EntityType="ns.chair"/>
    <EntitySet Name="benches" EntityType="ns.bench"/>
    <EntitySet Name="tables" EntityType="ns.table"/>
  </EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

#[test]
fn an_action_has_one_struct_for_all_types_that_inherit_it() {
    let lowered = graphwright_csdl::read("things.csdl", DESCRIPTION).unwrap();
    let options = Options {
        package: "things".into(),
        service_root: "https://things.example".into(),
        ..Options::default()
    };
    let files = emit(&lowered.api, &options).unwrap();
    let structs = files.keys().filter(|path| path.contains("parameters"));
    let structs: Vec<&String> = structs.collect();
    assert_eq!(
        structs,
        [
            "src/models/chair_paint_parameters.rs",
            "src/models/thing_move_parameters.rs",
            "src/models/thing_paint_parameters.rs",
        ]
    );
    for resource in ["bench", "chair", "table", "thing"] {
        let text = &files[&format!("src/resources/{resource}_resource.rs")];
        assert!(text.contains("parameters: &ThingMoveParameters"), "{text}");
    }
    let bench = &files["src/resources/bench_resource.rs"];
    assert!(
        bench.contains("parameters: &ChairPaintParameters"),
        "{bench}"
    );
}
