//! What types lower to.

use graphwright_api::{ItemType, Primitive, TypeKind, TypeName};

use crate::{
    document, key, many, named, one, operation, orders, primitive, property, read, schema, shop,
    structured,
};

#[test]
fn properties_stand_in_the_order_of_the_document_and_say_whether_they_navigate() {
    let api = shop(
        r#"<EntityType Name="order">
             <NavigationProperty Name="next" Type="self.order"/>
             <Property Name="b" Type="Edm.String"/>
             <Property Name="a" Type="Edm.String"/>
           </EntityType>"#,
    );
    let properties = structured(&api, "shop.order").properties.iter();
    let properties: Vec<_> = properties
        .map(|one| (one.name.as_str(), one.navigation))
        .collect();
    assert_eq!(properties, [("next", true), ("b", false), ("a", false)]);
}

#[test]
fn nullable_is_true_unless_the_facet_says_otherwise_also_of_items() {
    let api = shop(
        r#"<ComplexType Name="a">
             <Property Name="absent" Type="Edm.String"/>
             <Property Name="absentOfItems" Type="Collection(Edm.String)"/>
             <Property Name="yes" Type="Edm.String" Nullable="true"/>
             <Property Name="no" Type="Edm.String" Nullable="false"/>
             <Property Name="noItems" Type="Collection(Edm.String)" Nullable="false"/>
           </ComplexType>"#,
    );
    let properties = structured(&api, "shop.a").properties.iter();
    let nullable: Vec<_> = properties
        .map(|one| (one.name.as_str(), one.nullable))
        .collect();
    let expected = [
        ("absent", true),
        ("absentOfItems", true),
        ("yes", true),
        ("no", false),
        ("noItems", false),
    ];
    assert_eq!(nullable, expected);
}

#[test]
fn a_derived_type_has_its_own_properties_alone_and_names_its_base() {
    let api = shop(
        r#"<ComplexType Name="a"><Property Name="x" Type="Edm.String"/></ComplexType>
           <ComplexType Name="b" BaseType="self.a"><Property Name="y" Type="Edm.String"/></ComplexType>"#,
    );
    let derived = structured(&api, "shop.b");
    assert_eq!(derived.base, Some(TypeName::new("shop.a")));
    assert_eq!(derived.properties.len(), 1);
    assert_eq!(derived.properties[0].name, "y");
}

#[test]
fn a_type_definition_is_replaced_by_what_it_stands_for() {
    let api = orders(
        r#"<TypeDefinition Name="code" UnderlyingType="Edm.Guid"/>
           <ComplexType Name="a"><Property Name="codes" Type="Collection(self.code)"/></ComplexType>
           <Action Name="tag" IsBound="true">
             <Parameter Name="it" Type="self.order"/>
             <Parameter Name="code" Type="self.code"/>
             <ReturnType Type="self.code"/>
           </Action>
           <EntityType Name="coded">
             <Key><PropertyRef Name="code"/></Key><Property Name="code" Type="self.code"/>
           </EntityType>"#,
        r#"<EntitySet Name="coded" EntityType="self.coded"/>"#,
        "",
    );
    let guid = ItemType::Primitive(Primitive::Guid);
    let codes = &property(&api, "shop.a", "codes").ty;
    assert!(codes.collection);
    assert_eq!(codes.item, guid);
    let tag = operation(&api, &one("shop.order"), "shop.tag");
    assert_eq!(tag.parameters[0].ty.item, guid);
    assert_eq!(tag.returns.as_ref().expect("a result").ty.item, guid);
    assert_eq!(
        key(&api, &many("shop.coded")),
        [("code".into(), primitive(Primitive::Guid))]
    );
    assert!(!api.types.contains_key(&TypeName::new("shop.code")));
}

#[test]
fn an_enumeration_keeps_its_flags_and_its_members_in_order() {
    let api = shop(
        r#"<EnumType Name="color" IsFlags="true">
             <Member Name="red" Value="2"><Annotation Term="Core.Description" String="Like fire."/></Member>
             <Member Name="blue" Value="1"/>
           </EnumType>
           <EnumType Name="size"><Member Name="small"/></EnumType>"#,
    );
    let enumeration = |name| match &api.types[&TypeName::new(name)].kind {
        TypeKind::Enum(one) => one,
        _ => panic!("{name} is an enumeration"),
    };
    let color = enumeration("shop.color");
    assert!(color.flags);
    let members: Vec<_> = color
        .members
        .iter()
        .map(|one| (&*one.name, &*one.doc))
        .collect();
    assert_eq!(members, [("red", "Like fire."), ("blue", "")]);
    assert!(!enumeration("shop.size").flags);
}

#[test]
fn what_may_hold_anything_is_untyped() {
    let api = read(&document(&schema(
        "microsoft.graph",
        r#"<ComplexType Name="Json"/>
           <ComplexType Name="a">
             <Property Name="json" Type="self.Json"/>
             <Property Name="jsons" Type="Collection(microsoft.graph.Json)"/>
             <Property Name="untyped" Type="Edm.Untyped"/>
             <Property Name="primitive" Type="Edm.PrimitiveType"/>
             <Property Name="complex" Type="Edm.ComplexType"/>
             <Property Name="entity" Type="Edm.EntityType"/>
             <Property Name="point" Type="Edm.GeographyPoint"/>
             <Property Name="shape" Type="Edm.Geometry"/>
           </ComplexType>"#,
    )))
    .api;
    for property in &structured(&api, "microsoft.graph.a").properties {
        assert_eq!(property.ty.item, ItemType::Untyped, "{}", property.name);
        assert_eq!(property.ty.collection, property.name == "jsons");
    }
    assert_eq!(api.types.len(), 1, "Json is no type");
}

#[test]
fn json_of_another_service_is_a_type_like_any_other() {
    let api = shop(
        r#"<ComplexType Name="Json"/>
           <ComplexType Name="a"><Property Name="json" Type="self.Json"/></ComplexType>"#,
    );
    assert_eq!(property(&api, "shop.a", "json").ty.item, named("shop.Json"));
}

#[test]
fn a_type_of_an_included_document_is_untyped() {
    let api = shop(
        r#"<ComplexType Name="a">
             <Property Name="byAlias" Type="Core.Revision"/>
             <Property Name="byNamespace" Type="Collection(Org.OData.Core.V1.Revision)"/>
           </ComplexType>"#,
    );
    for name in ["byAlias", "byNamespace"] {
        assert_eq!(
            property(&api, "shop.a", name).ty.item,
            ItemType::Untyped,
            "{name}"
        );
    }
}

#[test]
fn only_the_service_sets_what_is_computed() {
    let api = shop(
        r#"<ComplexType Name="a">
             <Property Name="tagged" Type="Edm.String"><Annotation Term="Core.Computed"/></Property>
             <Property Name="no" Type="Edm.String"><Annotation Term="Core.Computed" Bool="false"/></Property>
             <Property Name="absent" Type="Edm.String"/>
           </ComplexType>"#,
    );
    let properties = structured(&api, "shop.a").properties.iter();
    let computed: Vec<bool> = properties.map(|one| one.computed).collect();
    assert_eq!(computed, [true, false, false]);
}

#[test]
fn a_type_definition_of_a_type_definition_stands_for_what_that_one_stands_for() {
    let api = shop(
        r#"<ComplexType Name="a"><Property Name="x" Type="self.first"/></ComplexType>
           <TypeDefinition Name="first" UnderlyingType="self.second"/>
           <TypeDefinition Name="second" UnderlyingType="shop.third"/>
           <TypeDefinition Name="third" UnderlyingType="Edm.Guid"/>"#,
    );
    let guid = ItemType::Primitive(Primitive::Guid);
    assert_eq!(property(&api, "shop.a", "x").ty.item, guid);
}

#[test]
fn members_of_an_enumeration_are_names_whatever_numbers_stand_behind_them() {
    let api = shop(
        r#"<EnumType Name="size" UnderlyingType="Edm.Int64">
             <Member Name="large" Value="9223372036854775807"/>
             <Member Name="none"/>
             <Member Name="small" Value="-5"/>
             <Member Name="tiny" Value="-5"/>
             <Member Name="odd" Value="a lot"/>
           </EnumType>
           <EnumType Name="empty"/>"#,
    );
    let names = |name: &str| -> Vec<String> {
        match &api.types[&TypeName::new(name)].kind {
            TypeKind::Enum(one) => one.members.iter().map(|one| one.name.clone()).collect(),
            _ => panic!("{name} is an enumeration"),
        }
    };
    assert_eq!(
        names("shop.size"),
        ["large", "none", "small", "tiny", "odd"]
    );
    assert_eq!(names("shop.empty"), Vec::<String>::new());
}

#[test]
fn a_member_that_an_enumeration_has_twice_is_read_once_and_told() {
    let lowered = read(&document(&schema(
        "shop",
        r#"<EnumType Name="size"><Member Name="large"/><Member Name="small"/><Member Name="large"/></EnumType>"#,
    )));
    let TypeKind::Enum(size) = &lowered.api.types[&TypeName::new("shop.size")].kind else {
        panic!("size is an enumeration")
    };
    assert_eq!(size.members.len(), 2);
    assert_eq!(lowered.warnings.len(), 1, "{:?}", lowered.warnings);
    assert!(lowered.warnings[0].message.contains("`large` twice"));
}

#[test]
fn types_say_whether_they_are_abstract_and_open_and_what_is_derived_from_open_ones_is_open() {
    let api = shop(
        r#"<EntityType Name="a" Abstract="true" OpenType="true"/>
           <EntityType Name="b" BaseType="self.a"/>
           <ComplexType Name="c" Abstract="true"/>
           <ComplexType Name="d" BaseType="self.c" OpenType="true"/>"#,
    );
    let said = |name: &str| {
        let one = structured(&api, name);
        (one.is_abstract, one.open)
    };
    assert_eq!(said("shop.a"), (true, true));
    assert_eq!(said("shop.b"), (false, true));
    assert_eq!(said("shop.c"), (true, false));
    assert_eq!(said("shop.d"), (false, true));
}

#[test]
fn what_a_client_may_only_read_is_computed() {
    let permissions = |value: &str| {
        format!(
            r#"<Annotation Term="Core.Permissions"><EnumMember>{value}</EnumMember></Annotation>"#
        )
    };
    for (value, computed) in [
        ("Org.OData.Core.V1.Permission/Read", true),
        ("Core.Permission/Read Core.Permission/Write", false),
        ("Core.Permission/ReadWrite", false),
        ("Core.Permission/None", true),
    ] {
        let api = shop(&format!(
            r#"<ComplexType Name="a"><Property Name="x" Type="Edm.String">{}</Property></ComplexType>"#,
            permissions(value)
        ));
        assert_eq!(property(&api, "shop.a", "x").computed, computed, "{value}");
    }
}

#[test]
fn a_type_of_a_namespace_that_nothing_declares_is_untyped_and_told_once() {
    let lowered = read(&document(&schema(
        "shop",
        r#"<ComplexType Name="a" BaseType="System.Object">
             <Property Name="x" Type="Auth.Scheme"/>
             <Property Name="y" Type="Collection(Auth.Scheme)"/>
           </ComplexType>
           <Action Name="go" IsBound="true"><Parameter Name="it" Type="far.thing"/><Parameter Name="how" Type="far.way"/></Action>
           <EntityContainer Name="service"><EntitySet Name="far" EntityType="far.thing"/></EntityContainer>"#,
    )));
    let a = structured(&lowered.api, "shop.a");
    assert_eq!(a.base, None);
    assert!(
        a.properties
            .iter()
            .all(|one| one.ty.item == ItemType::Untyped)
    );
    assert_eq!(lowered.api.roots.len(), 0);
    let said: Vec<&str> = lowered.warnings.iter().map(|one| &*one.message).collect();
    let about = |name: &str| said.iter().filter(|one| one.contains(name)).count();
    assert_eq!(about("`System.Object`"), 1, "{said:#?}");
    assert_eq!(about("`Auth.Scheme`"), 1, "{said:#?}");
    assert_eq!(about("`far.way`"), 1, "{said:#?}");
}

#[test]
fn a_key_that_a_client_may_only_read_can_be_chosen_when_it_is_created() {
    let only_read =
        r#"<Annotation Term="Core.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>"#;
    let generated = r#"<Annotation Term="Core.Computed"/>"#;
    for (said, computed) in [(only_read, false), (generated, true)] {
        let api = shop(&format!(
            r#"<EntityType Name="a"><Key><PropertyRef Name="x"/></Key><Property Name="x" Type="Edm.String">{said}</Property></EntityType>"#
        ));
        assert_eq!(property(&api, "shop.a", "x").computed, computed, "{said}");
    }
}

#[test]
fn paths_are_texts_wherever_they_stand() {
    for path in [
        "AnnotationPath",
        "AnyPropertyPath",
        "ModelElementPath",
        "NavigationPropertyPath",
        "PropertyPath",
    ] {
        let text = document(&schema(
            "my.vocabulary",
            &format!(
                r#"<Term Name="term" Type="Edm.{path}"/>
                   <ComplexType Name="a">
                     <Property Name="one" Type="Edm.{path}"/>
                     <Property Name="many" Type="Collection(Edm.{path})" Nullable="false"/>
                   </ComplexType>
                   <Function Name="f"><Parameter Name="p" Type="Edm.{path}"/><ReturnType Type="Edm.{path}"/></Function>
                   <EntityContainer Name="service"><FunctionImport Name="f" Function="self.f"/></EntityContainer>"#
            ),
        ));
        let api = read(&text).api;
        let text = ItemType::Primitive(Primitive::String);
        let one = property(&api, "my.vocabulary.a", "one");
        let many = property(&api, "my.vocabulary.a", "many");
        assert_eq!((&one.ty.item, one.ty.collection), (&text, false), "{path}");
        assert_eq!((&many.ty.item, many.ty.collection), (&text, true), "{path}");
        let function = &api.operations["f"][0];
        assert_eq!(function.parameters[0].ty.item, text, "{path}");
        assert_eq!(function.returns.as_ref().unwrap().ty.item, text, "{path}");
    }
}

#[test]
fn abstract_types_of_edm_stand_wherever_a_type_stands() {
    let lowered = read(&document(&schema(
        "shop",
        r#"<EntityType Name="a" BaseType="Edm.EntityType">
             <Key><PropertyRef Name="id"/></Key>
             <Property Name="id" Type="Edm.Int32" Nullable="false"/>
             <Property Name="any" Type="Edm.PrimitiveType"/>
             <Property Name="complex" Type="Collection(Edm.ComplexType)"/>
             <NavigationProperty Name="entity" Type="Edm.EntityType"/>
             <NavigationProperty Name="entities" Type="Collection(Edm.EntityType)"/>
           </EntityType>
           <ComplexType Name="b" BaseType="Edm.ComplexType"><Property Name="x" Type="Edm.Untyped"/></ComplexType>
           <TypeDefinition Name="d" UnderlyingType="Edm.PrimitiveType"/>
           <Action Name="act" IsBound="true"><Parameter Name="it" Type="Edm.EntityType"/></Action>
           <Function Name="ask" IsBound="true"><Parameter Name="it" Type="Collection(Edm.EntityType)"/>
             <Parameter Name="p" Type="Edm.ComplexType"/><ReturnType Type="Edm.PrimitiveType"/></Function>
           <EntityContainer Name="service"><EntitySet Name="as" EntityType="self.a"/></EntityContainer>"#,
    )));
    let api = lowered.api;
    assert_eq!(structured(&api, "shop.a").base, None);
    assert_eq!(structured(&api, "shop.b").base, None);
    assert_eq!(
        key(&api, &many("shop.a")),
        [("id".to_owned(), primitive(Primitive::Int32))]
    );
    for name in ["any", "complex", "entity", "entities"] {
        assert_eq!(
            property(&api, "shop.a", name).ty.item,
            ItemType::Untyped,
            "{name}"
        );
    }
}
