//! How a service writes URLs.

use graphwright_api::KeyStyle;

use crate::{KEYED, document, many, orders, read, resource, schema};

#[test]
fn keys_are_segments_in_graph_and_stand_in_parentheses_elsewhere() {
    for (namespace, style) in [
        ("microsoft.graph", KeyStyle::Segment),
        ("microsoft.graph.security", KeyStyle::Segment),
        ("microsoft.graphics", KeyStyle::Parentheses),
        ("shop", KeyStyle::Parentheses),
    ] {
        let api = read(&document(&schema(namespace, ""))).api;
        assert_eq!(api.key_style, style, "{namespace}");
    }
}

#[test]
fn keys_are_segments_where_the_container_supports_it() {
    for (value, style) in [
        ("", KeyStyle::Segment),
        (r#"Bool="true""#, KeyStyle::Segment),
        (r#"Bool="false""#, KeyStyle::Parentheses),
    ] {
        let annotation = format!(r#"<Annotation Term="Can.KeyAsSegmentSupported" {value}/>"#);
        let api = orders("", &annotation, "");
        assert_eq!(api.key_style, style, "{value}");
    }
}

/// The segment that calls a function of this namespace; an entity set stands in `home`.
fn segment(home: &str, namespace: &str, in_schema: &str) -> String {
    let text = document(&format!(
        r#"<Schema Namespace="{home}" Alias="home">
             <EntityType Name="order">{KEYED}</EntityType>
             <EntityContainer Name="service"><EntitySet Name="orders" EntityType="home.order"/></EntityContainer>
           </Schema>
           <Schema Namespace="{namespace}">
             {in_schema}
             <Function Name="total" IsBound="true">
               <Parameter Name="it" Type="Collection({home}.order)"/><ReturnType Type="Edm.Decimal"/>
             </Function>
           </Schema>"#
    ));
    let api = read(&text).api;
    let operations = &resource(&api, &many(&format!("{home}.order"))).operations;
    operations.keys().cloned().collect()
}

#[test]
fn operations_of_graph_are_called_without_its_namespace_and_with_those_below_it() {
    let calls = |namespace| segment("microsoft.graph.home", namespace, "");
    assert_eq!(calls("microsoft.graph"), "total");
    assert_eq!(
        calls("microsoft.graph.security"),
        "microsoft.graph.security.total"
    );
    assert_eq!(calls("microsoft.graphics"), "microsoft.graphics.total");
}

#[test]
fn operations_of_other_services_are_called_by_qualified_name() {
    assert_eq!(segment("shop", "shop.stock", ""), "shop.stock.total");
}

#[test]
fn operations_of_a_default_namespace_are_called_by_simple_name() {
    let default = r#"<Annotation Term="Core.DefaultNamespace"/>"#;
    assert_eq!(segment("shop", "shop.stock", default), "total");
    let not = r#"<Annotation Term="Core.DefaultNamespace" Bool="false"/>"#;
    assert_eq!(segment("shop", "shop.stock", not), "shop.stock.total");
}
