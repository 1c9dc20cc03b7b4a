//! Bound actions and functions.

use graphwright_api::StandardOperationKind::{Count, Get, List};
use graphwright_api::{ItemType, Lowered, Operation, OperationKind, Primitive, Target};

use crate::{
    KEYED, document, many, named, one, operation, orders, own, read, resource, schema, shop,
};

#[test]
fn an_operation_has_its_parameters_without_the_binding_parameter_and_its_result() {
    let api = orders(
        r#"<Action Name="ship" IsBound="true">
             <Parameter Name="it" Type="self.order"/>
             <Parameter Name="to" Type="Edm.String" Nullable="false"/>
             <Parameter Name="items" Type="Collection(self.item)"/>
           </Action>
           <Function Name="best" IsBound="true">
             <Parameter Name="it" Type="Collection(self.order)"/>
             <ReturnType Type="Collection(self.order)" Nullable="false"/>
           </Function>"#,
        "",
        "",
    );
    let ship = operation(&api, &one("shop.order"), "shop.ship");
    assert_eq!(ship.kind, OperationKind::Action);
    assert_eq!(ship.name, "ship");
    assert_eq!(ship.returns, None);
    let parameters: Vec<_> = ship
        .parameters
        .iter()
        .map(|one| (&*one.name, one.ty.collection, one.nullable))
        .collect();
    assert_eq!(parameters, [("to", false, false), ("items", true, true)]);

    let best = operation(&api, &many("shop.order"), "shop.best");
    assert_eq!(best.kind, OperationKind::Function);
    assert!(best.parameters.is_empty());
    let returns = best.returns.as_ref().expect("a function has a result");
    assert!(returns.ty.collection && !returns.nullable);
    assert_eq!(returns.ty.item, named("shop.order"));

    assert_eq!(resource(&api, &one("shop.order")).operations.len(), 1);
    assert_eq!(resource(&api, &many("shop.order")).operations.len(), 1);
}

#[test]
fn what_is_bound_to_a_base_type_can_be_called_on_derived_types() {
    let api = shop(&format!(
        r#"<EntityType Name="entity">{KEYED}</EntityType>
           <EntityType Name="order" BaseType="self.entity"/>
           <Action Name="touch" IsBound="true"><Parameter Name="it" Type="self.entity"/></Action>
           <Action Name="touchAll" IsBound="true"><Parameter Name="it" Type="Collection(self.entity)"/></Action>
           <Action Name="ship" IsBound="true"><Parameter Name="it" Type="self.order"/></Action>
           <EntityContainer Name="service">
             <EntitySet Name="orders" EntityType="self.order"/>
             <Singleton Name="any" Type="self.entity"/>
           </EntityContainer>"#
    ));
    let called = |target: &Target| -> Vec<String> {
        resource(&api, target).operations.keys().cloned().collect()
    };
    assert_eq!(called(&one("shop.order")), ["shop.ship", "shop.touch"]);
    assert_eq!(called(&many("shop.order")), ["shop.touchAll"]);
    assert_eq!(called(&one("shop.entity")), ["shop.touch"]);
}

/// A function on the collection of orders with these parameters.
fn find(parameters: &[&str]) -> String {
    let parameters: String = parameters
        .iter()
        .map(|name| format!(r#"<Parameter Name="{name}" Type="Edm.String"/>"#))
        .collect();
    format!(
        r#"<Function Name="find" IsBound="true"><Parameter Name="it" Type="Collection(self.order)"/>{parameters}<ReturnType Type="self.order"/></Function>"#
    )
}

fn names(operation: &Operation) -> Vec<&str> {
    let parameters = operation.parameters.iter();
    parameters.map(|one| one.name.as_str()).collect()
}

#[test]
fn all_overloads_are_kept_fewest_parameters_first_whatever_their_order() {
    let all = [find(&["text", "top"]), find(&["text"]), find(&["name"])];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let functions: String = order.iter().map(|number| all[*number].as_str()).collect();
        let api = orders(&functions, "", "");
        let find = &resource(&api, &many("shop.order")).operations["shop.find"];
        let names: Vec<Vec<&str>> = find.iter().map(names).collect();
        assert_eq!(names, [vec!["name"], vec!["text"], vec!["text", "top"]]);
    }
}

#[test]
fn an_overload_with_the_same_parameters_is_read_once_and_told() {
    let twice = find(&["text", "top"]) + &find(&["top", "text"]);
    let text = document(&schema(
        "shop",
        &format!(
            r#"<EntityType Name="order">{KEYED}</EntityType>{twice}
               <EntityContainer Name="service"><EntitySet Name="orders" EntityType="self.order"/></EntityContainer>"#
        ),
    ));
    let Lowered { api, warnings, .. } = read(&text);
    let find = operation(&api, &many("shop.order"), "shop.find");
    assert_eq!(names(find), ["text", "top"]);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let message = &warnings[0].message;
    assert!(
        message.contains("`find` is declared a second time"),
        "{message}"
    );
}

#[test]
fn an_overload_on_a_derived_type_hides_the_one_on_its_base_type_and_no_other() {
    let reset = |ty: &str, parameter: &str, returns: &str| {
        format!(
            r#"<Action Name="reset" IsBound="true"><Parameter Name="it" Type="self.{ty}"/>{parameter}<ReturnType Type="{returns}"/></Action>"#
        )
    };
    let more = r#"<Parameter Name="hard" Type="Edm.Boolean"/>"#;
    let actions = [
        reset("order", "", "Edm.Date"),
        reset("order", more, "Edm.Date"),
        reset("rush", "", "Edm.Guid"),
    ];
    let api = orders(
        &format!(
            r#"{}<EntityType Name="rush" BaseType="self.order"/>"#,
            actions.concat()
        ),
        r#"<Singleton Name="rush" Type="self.rush"/>"#,
        "",
    );
    let reset = &resource(&api, &one("shop.rush")).operations["shop.reset"];
    let found: Vec<_> = reset
        .iter()
        .map(|one| (names(one), one.returns.clone().expect("a result").ty.item))
        .collect();
    let expected = [
        (vec![], ItemType::Primitive(Primitive::Guid)),
        (vec!["hard"], ItemType::Primitive(Primitive::Date)),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_parameter_is_optional_where_its_overload_says_so() {
    let optional = r#"<Parameter Name="top" Type="Edm.Int32"><Annotation Term="Core.OptionalParameter"><Record><PropertyValue Property="DefaultValue" String="10"/></Record></Annotation></Parameter>"#;
    let api = orders(
        &format!(
            r#"<Function Name="best" IsBound="true">
                 <Parameter Name="it" Type="Collection(self.order)"/>{optional}<ReturnType Type="self.order"/>
               </Function>
               <Function Name="best" IsBound="true">
                 <Parameter Name="it" Type="Collection(self.order)"/>
                 <Parameter Name="by" Type="Edm.String"/><Parameter Name="top" Type="Edm.Int32"/>
                 <ReturnType Type="self.order"/>
               </Function>
               <Function Name="worst" IsBound="true">
                 <Parameter Name="it" Type="Collection(self.order)"/>
                 <Parameter Name="top" Type="Edm.Int32"/><ReturnType Type="self.order"/>
               </Function>
               <Annotations Target="self.worst(Collection(self.order), Edm.Int32)/top"><Annotation Term="Core.OptionalParameter"/></Annotations>"#
        ),
        "",
        "",
    );
    let operations = &resource(&api, &many("shop.order")).operations;
    let optional = |name: &str| -> Vec<Vec<bool>> {
        let overloads = operations[name].iter();
        overloads
            .map(|one| one.parameters.iter().map(|one| one.optional).collect())
            .collect()
    };
    assert_eq!(optional("shop.best"), [vec![true], vec![false, false]]);
    assert_eq!(optional("shop.worst"), [vec![true]]);
}

#[test]
fn what_requires_an_explicit_binding_is_offered_where_it_is_named() {
    let requires = r#"<Annotation Term="Core.RequiresExplicitBinding"/>"#;
    let touch = format!(
        r#"<EntityType Name="thing">{KEYED}</EntityType>
           <EntityType Name="pen" BaseType="self.thing"><Annotation Term="Core.ExplicitOperationBindings"><Collection><String>self.touch</String></Collection></Annotation></EntityType>
           <EntityType Name="quill" BaseType="self.pen"/>
           <EntityType Name="ink" BaseType="self.thing"/>
           <EntityType Name="desk" BaseType="self.thing">
             <NavigationProperty Name="inks" Type="Collection(self.ink)" ContainsTarget="true"/>
           </EntityType>
           <Action Name="touch" IsBound="true"><Parameter Name="it" Type="self.thing"/>{requires}</Action>
           <Action Name="spill" IsBound="true"><Parameter Name="it" Type="self.ink"/>{requires}</Action>
           <Annotations Target="self.desk/inks"><Annotation Term="Core.ExplicitOperationBindings"><Collection><String>shop.spill</String></Collection></Annotation></Annotations>
           <EntityContainer Name="service">
             <Singleton Name="pen" Type="self.pen"/><Singleton Name="quill" Type="self.quill"/><Singleton Name="desk" Type="self.desk"/>
           </EntityContainer>"#
    );
    let api = shop(&touch);
    let called = |ty: &str| -> Vec<String> {
        let operations = &resource(&api, &one(ty)).operations;
        operations.keys().cloned().collect()
    };
    assert_eq!(called("shop.pen"), ["shop.touch"]);
    assert_eq!(called("shop.quill"), ["shop.touch"]);
    assert_eq!(called("shop.ink"), ["shop.spill"]);
    assert_eq!(called("shop.desk"), Vec::<String>::new());
}

#[test]
fn imports_are_called_by_their_own_names_with_all_overloads() {
    let api = orders(
        r#"<Action Name="reset"><Parameter Name="hard" Type="Edm.Boolean" Nullable="false"/></Action>
           <Action Name="reset" IsBound="true"><Parameter Name="it" Type="self.order"/></Action>
           <Function Name="near"><Parameter Name="lat" Type="Edm.Double"/><Parameter Name="lon" Type="Edm.Double"/><ReturnType Type="self.order"/></Function>
           <Function Name="near"><Parameter Name="city" Type="Edm.String"/><ReturnType Type="self.order"/></Function>"#,
        r#"<ActionImport Name="resetAll" Action="self.reset"/>
           <FunctionImport Name="near" Function="shop.near" EntitySet="orders"><Annotation Term="Core.Description" String="What is near."/></FunctionImport>"#,
        "",
    );
    let names: Vec<&String> = api.operations.keys().collect();
    assert_eq!(names, ["near", "resetAll"]);
    let reset = &api.operations["resetAll"];
    assert_eq!((reset.len(), reset[0].kind), (1, OperationKind::Action));
    assert_eq!(self::names(&reset[0]), ["hard"]);
    let near = &api.operations["near"];
    let parameters: Vec<Vec<&str>> = near.iter().map(self::names).collect();
    assert_eq!(parameters, [vec!["city"], vec!["lat", "lon"]]);
    assert!(near.iter().all(|one| one.doc == "What is near."));
}

#[test]
fn what_no_request_is_made_for_is_said_where_it_stands() {
    let text = document(&schema(
        "shop",
        r#"<ComplexType Name="place"><NavigationProperty Name="city" Type="self.city"/></ComplexType><EntityType Name="city"/>
           <Action Name="reset"/><Action Name="restock" IsBound="false"/>
           <Function Name="now"><ReturnType Type="Edm.Date"/></Function>
           <Function Name="far" IsBound="true"><Parameter Name="it" Type="self.place"/><ReturnType Type="Edm.Boolean"/></Function>
           <EntityContainer Name="service"><ActionImport Name="reset" Action="self.reset"/><ActionImport Name="lost" Action="self.lost"/></EntityContainer>"#,
    ));
    let Lowered {
        warnings, unread, ..
    } = read(&text);
    let said: Vec<&str> = warnings.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "no request is made for the navigation property `city` of `shop.place`, a complex type that no property leads to",
            "no request is made for `restock`, an unbound operation without an import",
            "no request is made for `now`, an unbound operation without an import",
            "no request is made for `far`, which is bound to `shop.place`: no property leads to such values",
            "`lost` imports `shop.lost`, which is no unbound action of this document: it is left out",
        ]
    );
    assert_eq!(unread["unbound operations without an import"], 2);
}

const SHELVES: &str = r#"
    <EntityType Name="shelf"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
      <NavigationProperty Name="books" Type="Collection(self.book)" ContainsTarget="true"/></EntityType>
    <EntityType Name="book"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>"#;

#[test]
fn a_composable_function_leads_on_to_what_it_returns() {
    let api = orders(
        &format!(
            r#"{SHELVES}
               <Function Name="shelf" IsBound="true" IsComposable="true"><Parameter Name="it" Type="self.order"/><ReturnType Type="self.shelf"/></Function>
               <Function Name="shelves" IsComposable="true"><ReturnType Type="Collection(self.shelf)"/></Function>"#
        ),
        r#"<FunctionImport Name="shelves" Function="self.shelves"/>"#,
        "",
    );
    let shelf = operation(&api, &one("shop.order"), "shop.shelf");
    assert_eq!(shelf.composes, Some(one("shop.shelf")));
    let own_of = |target: &Target| own(&api, target);
    assert_eq!(own_of(&one("shop.shelf")), [Get]);
    let leads_to = &resource(&api, &one("shop.shelf")).navigation["books"].target;
    assert_eq!(leads_to, &many("shop.book"));
    assert_eq!(
        api.operations["shelves"][0].composes,
        Some(many("shop.shelf"))
    );
}

#[test]
fn what_a_composable_function_returns_can_be_read_and_not_changed() {
    let api = orders(
        &format!(
            r#"{SHELVES}<Function Name="shelves" IsComposable="true"><ReturnType Type="Collection(self.shelf)"/></Function>"#
        ),
        r#"<FunctionImport Name="shelves" Function="self.shelves"/>"#,
        "",
    );
    assert_eq!(own(&api, &many("shop.shelf")), [List, Count]);
    assert_eq!(own(&api, &one("shop.shelf")), [Get]);
}

#[test]
fn nothing_follows_a_function_that_is_not_composable_or_returns_no_entity() {
    let function = |name: &str, composable: &str, returns: &str| {
        format!(
            r#"<Function Name="{name}" IsBound="true" {composable}><Parameter Name="it" Type="self.order"/><ReturnType Type="{returns}"/></Function>"#
        )
    };
    let functions = [
        function("silent", "", "self.shelf"),
        function("no", r#"IsComposable="false""#, "self.shelf"),
        function("text", r#"IsComposable="true""#, "Edm.String"),
        function("complex", r#"IsComposable="true""#, "self.place"),
    ];
    let api = orders(
        &format!(
            r#"{SHELVES}<ComplexType Name="place"/>{}"#,
            functions.concat()
        ),
        "",
        "",
    );
    let operations = resource(&api, &one("shop.order")).operations.values();
    assert!(operations.flatten().all(|one| one.composes.is_none()));
    assert!(!api.resources.contains_key(&one("shop.shelf")));
}

#[test]
fn what_requires_an_explicit_binding_that_nothing_gives_is_offered_and_told() {
    let text = document(&schema(
        "shop",
        &format!(
            r#"<EntityType Name="order">{KEYED}</EntityType>
               <Action Name="touch" IsBound="true"><Parameter Name="it" Type="self.order"/><Annotation Term="Core.RequiresExplicitBinding"/></Action>
               <EntityContainer Name="service"><EntitySet Name="orders" EntityType="self.order"/></EntityContainer>"#
        ),
    ));
    let Lowered { api, warnings, .. } = read(&text);
    operation(&api, &one("shop.order"), "shop.touch");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let message = &warnings[0].message;
    assert!(
        message.contains("`touch` requires an explicit binding"),
        "{message}"
    );
}
