//! What the forms of CSDL mean.

use graphwright_api::{
    Api, ItemType, KeyStyle, Lowered, OperationKind, OwnKind, Primitive, Property, Resource,
    Target, TypeName, TypeRef,
};

/// The document with these schemas.
fn read(schemas: &str) -> Lowered {
    let text = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
             <edmx:Reference Uri="other.xml"><edmx:Include Namespace="elsewhere" Alias="else"/></edmx:Reference>
             <edmx:DataServices>{schemas}</edmx:DataServices></edmx:Edmx>"#
    );
    graphwright_csdl::read("test.xml", &text).unwrap_or_else(|errors| {
        let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", shown.join("\n"))
    })
}

/// A shop: things with parts, a derived thing, a container; `more` stands in the schema.
fn shop(more: &str) -> Api {
    read(&format!(
        r#"<Schema Namespace="shop" Alias="s">
             <EntityType Name="base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
             <EntityType Name="thing" BaseType="s.base">
               <Property Name="code" Type="s.code"/><Property Name="kinds" Type="Collection(s.kind)" Nullable="false"/>
               <Property Name="any" Type="else.type"/><Property Name="place" Type="Edm.GeographyPoint"/>
               <NavigationProperty Name="parts" Type="Collection(s.thing)" ContainsTarget="true"/>
               <NavigationProperty Name="owner" Type="s.thing"/>
             </EntityType>
             <EntityType Name="special" BaseType="s.thing"/>
             <TypeDefinition Name="code" UnderlyingType="Edm.String"/>
             <EnumType Name="kind" IsFlags="true"><Member Name="a"/><Member Name="b"/></EnumType>
             <EntityContainer Name="all"><EntitySet Name="things" EntityType="s.thing"/><Singleton Name="main" Type="shop.special"/></EntityContainer>
             {more}
           </Schema>"#
    ))
    .api
}

fn many<'a>(api: &'a Api, ty: &str) -> &'a Resource {
    &api.resources[&Target::many(TypeName::new(ty))]
}

fn one<'a>(api: &'a Api, ty: &str) -> &'a Resource {
    &api.resources[&Target::one(TypeName::new(ty))]
}

fn own(resource: &Resource) -> Vec<OwnKind> {
    resource.own.keys().copied().collect()
}

fn property(api: &Api, ty: &str, name: &str) -> Property {
    let all = api.all_properties(&TypeName::new(ty));
    all.into_iter()
        .find(|one| one.name == name)
        .cloned()
        .expect("the property")
}

#[test]
fn types_are_what_they_stand_for() {
    let api = shop("");
    assert_eq!(
        property(&api, "shop.thing", "code").ty,
        TypeRef::one(ItemType::Primitive(Primitive::String))
    );
    let kinds = property(&api, "shop.thing", "kinds");
    assert_eq!(
        (kinds.ty, kinds.nullable),
        (
            TypeRef::many(ItemType::Named(TypeName::new("shop.kind"))),
            false
        )
    );
    assert_eq!(
        property(&api, "shop.thing", "any").ty.item,
        ItemType::Untyped
    );
    assert_eq!(
        property(&api, "shop.thing", "place").ty.item,
        ItemType::Untyped
    );
    assert!(property(&api, "shop.special", "id").key && !property(&api, "shop.thing", "code").key);
    assert_eq!(
        api.types[&TypeName::new("shop.special")].base(),
        Some(&TypeName::new("shop.thing"))
    );
    assert!(!api.types.contains_key(&TypeName::new("shop.code")));
}

#[test]
fn the_container_leads_to_resources_with_what_odata_defines_for_them() {
    let api = shop("");
    assert_eq!(api.roots.keys().collect::<Vec<_>>(), ["main", "things"]);
    let things = many(&api, "shop.thing");
    assert_eq!(
        own(things),
        [OwnKind::List, OwnKind::Create, OwnKind::Count]
    );
    assert_eq!(
        (things.key[0].name.as_str(), things.key[0].ty),
        ("id", Primitive::Guid)
    );
    assert_eq!(
        own(one(&api, "shop.thing")),
        [OwnKind::Get, OwnKind::Update, OwnKind::Delete]
    );
    // A singleton cannot be deleted; what its type inherits can be reached from it.
    assert_eq!(
        own(one(&api, "shop.special")),
        [OwnKind::Get, OwnKind::Update]
    );
    assert_eq!(
        one(&api, "shop.special")
            .navigation
            .keys()
            .collect::<Vec<_>>(),
        ["owner", "parts"]
    );
}

#[test]
fn capabilities_rule_out_what_they_name() {
    let annotated = |term: &str, member: &str| {
        shop(&format!(
            r#"<Annotations Target="s.all/things"><Annotation Term="Org.OData.Capabilities.V1.{term}"><Record><PropertyValue Property="{member}" Bool="false"/></Record></Annotation></Annotations>
               <Annotations Target="shop.thing/parts"><Annotation Term="Org.OData.Capabilities.V1.{term}"><Record><PropertyValue Property="{member}"><Bool>false</Bool></PropertyValue></Record></Annotation></Annotations>"#
        ))
    };
    let table = [
        ("InsertRestrictions", "Insertable", OwnKind::Create),
        ("UpdateRestrictions", "Updatable", OwnKind::Update),
        ("DeleteRestrictions", "Deletable", OwnKind::Delete),
        ("CountRestrictions", "Countable", OwnKind::Count),
    ];
    for (term, member, kind) in table {
        let api = annotated(term, member);
        let all = [own(many(&api, "shop.thing")), own(one(&api, "shop.thing"))].concat();
        assert!(!all.contains(&kind) && all.len() == 5, "{term}: {all:?}");
    }
    let api = annotated("ReadRestrictions", "Readable");
    assert!(!own(many(&api, "shop.thing")).contains(&OwnKind::List));
    // `owner` leads to a thing as well, and nothing rules out reading it there.
    assert!(own(one(&api, "shop.thing")).contains(&OwnKind::Get));
}

#[test]
fn words_come_from_the_restriction_else_from_what_is_read() {
    let api = shop(
        r#"<Annotations Target="s.all/things">
             <Annotation Term="Org.OData.Core.V1.Description" String=" All things. "/>
             <Annotation Term="Org.OData.Capabilities.V1.ReadRestrictions"><Record>
               <PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="LongDescription" String="Gets a thing."/></Record></PropertyValue>
             </Record></Annotation>
             <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="LongDescription" String="Adds a thing."/></Record></Annotation>
           </Annotations>
           <Annotations Target="s.thing"><Annotation Term="Org.OData.Core.V1.Description" String="A thing."/></Annotations>
           <Annotations Target="shop.kind/a"><Annotation Term="Org.OData.Core.V1.Description" String="An a."/></Annotations>"#,
    );
    assert_eq!(api.types[&TypeName::new("shop.thing")].doc, "A thing.");
    // Of several ways to a thing the first by name describes it: `shop.thing/owner` before `things`.
    let things = many(&api, "shop.thing");
    assert_eq!(things.own[&OwnKind::List].via, "shop.thing/parts");
    assert_eq!(api.roots["things"].doc, "All things.");
    let alone = read(
        r#"<Schema Namespace="n"><EntityType Name="t"><Key><PropertyRef Name="k"/></Key><Property Name="k" Type="Edm.String"/></EntityType>
             <EntityContainer Name="c"><EntitySet Name="ts" EntityType="n.t">
               <Annotation Term="Org.OData.Core.V1.Description" String="All."/>
               <Annotation Term="Org.OData.Capabilities.V1.ReadRestrictions"><Record><PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="LongDescription"><String>One.</String></PropertyValue></Record></PropertyValue></Record></Annotation>
             </EntitySet></EntityContainer></Schema>"#,
    )
    .api;
    let texts = [
        many(&alone, "n.t").own[&OwnKind::List].doc.as_str(),
        one(&alone, "n.t").own[&OwnKind::Get].doc.as_str(),
    ];
    assert_eq!(texts, ["All.", "One."]);
    assert_eq!(many(&alone, "n.t").own[&OwnKind::Create].doc, "");
}

const OPERATIONS: &str = r#"
    <Action Name="reset" IsBound="true"><Parameter Name="it" Type="s.base"/><Parameter Name="hard" Type="Edm.Boolean" Nullable="false"/></Action>
    <Function Name="best" IsBound="true"><Parameter Name="them" Type="Collection(s.thing)"/><ReturnType Type="s.thing" Nullable="false"/></Function>
    <Function Name="best" IsBound="true"><Parameter Name="them" Type="Collection(s.thing)"/><Parameter Name="by" Type="Edm.String"/><ReturnType Type="s.thing"/></Function>
    <Function Name="now"><ReturnType Type="Edm.Date"/></Function>
    <Annotations Target="s.reset(s.base)"><Annotation Term="Org.OData.Core.V1.LongDescription" String="Resets it."/></Annotations>
    <Annotations Target="s.reset(s.base)/hard"><Annotation Term="Org.OData.Core.V1.Description" String="All of it."/></Annotations>"#;

#[test]
fn operations_are_offered_where_they_are_bound_and_on_what_is_derived() {
    let api = shop(OPERATIONS);
    for ty in ["shop.thing", "shop.special"] {
        let reset = &one(&api, ty).operations["shop.reset"][0];
        assert_eq!(
            (reset.kind, reset.doc.as_str(), &reset.returns),
            (OperationKind::Action, "Resets it.", &None)
        );
        let hard = &reset.parameters[0];
        assert_eq!(
            (hard.name.as_str(), hard.doc.as_str(), hard.nullable),
            ("hard", "All of it.", false)
        );
    }
    let best = &many(&api, "shop.thing").operations["shop.best"][0];
    assert_eq!(
        (best.kind, best.parameters.len()),
        (OperationKind::Function, 0)
    );
    assert_eq!(
        best.returns.as_ref().map(|returns| returns.nullable),
        Some(false)
    );
}

#[test]
fn what_is_not_generated_yet_is_said() {
    let schema = format!(
        r#"<Schema Namespace="n" Alias="s"><EntityType Name="thing"/><EntityType Name="base"/>{OPERATIONS}</Schema>"#
    );
    let said: Vec<String> = read(&schema)
        .warnings
        .iter()
        .map(|one| one.message.clone())
        .collect();
    assert_eq!(
        said,
        [
            "the overload `best(by)` is not generated yet: `()` is",
            "1 unbound operations (0 imports) are not generated yet"
        ]
    );
}

#[test]
fn urls_follow_the_conventions_of_the_service() {
    let key_style = |schema: &str| read(schema).api.key_style;
    let container = |inner: &str| {
        format!(
            r#"<Schema Namespace="n"><EntityContainer Name="c">{inner}</EntityContainer></Schema>"#
        )
    };
    assert_eq!(key_style(&container("")), KeyStyle::Parentheses);
    assert_eq!(
        key_style(&container(
            r#"<Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/>"#
        )),
        KeyStyle::Segment
    );
    assert_eq!(
        key_style(r#"<Schema Namespace="microsoft.graph"/>"#),
        KeyStyle::Segment
    );

    let segments = |namespace: &str, annotation: &str| -> Vec<String> {
        let api = read(&format!(
            r#"<Schema Namespace="{namespace}">{annotation}<EntityType Name="t"/><Action Name="go" IsBound="true"><Parameter Name="it" Type="{namespace}.t"/></Action>
               <EntityContainer Name="c"><Singleton Name="x" Type="{namespace}.t"/></EntityContainer></Schema>"#
        ))
        .api;
        api.resources
            .values()
            .flat_map(|one| one.operations.keys().cloned())
            .collect()
    };
    assert_eq!(segments("microsoft.graph", ""), ["go"]);
    assert_eq!(segments("microsoft.graph.security", ""), ["security.go"]);
    assert_eq!(segments("n", ""), ["n.go"]);
    assert_eq!(
        segments(
            "n",
            r#"<Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>"#
        ),
        ["go"]
    );
}

#[test]
fn an_alias_holds_for_the_whole_document() {
    let api = read(
        r#"<Schema Namespace="first"><ComplexType Name="a"><Property Name="b" Type="second_alias.b"/></ComplexType></Schema>
           <Schema Namespace="second" Alias="second_alias"><ComplexType Name="b"/>
             <Annotations Target="first.a/b"><Annotation Term="Org.OData.Core.V1.Description" String="From elsewhere."/></Annotations></Schema>"#,
    )
    .api;
    let b = property(&api, "first.a", "b");
    assert_eq!(
        (b.ty.item, b.doc.as_str()),
        (
            ItemType::Named(TypeName::new("second.b")),
            "From elsewhere."
        )
    );
}

#[test]
fn a_document_without_end_harms_nothing() {
    let open = "<a>".repeat(1_000_000);
    let deep = format!(
        "<edmx:Edmx xmlns:edmx=\"x\">{}{}</edmx:Edmx>",
        "<a>".repeat(10_000),
        "</a>".repeat(10_000)
    );
    for text in [open, deep] {
        let errors = graphwright_csdl::read("deep.xml", &text).expect_err("it nests too deep");
        assert!(
            errors[0].to_string().contains("nest more than 256 deep"),
            "{}",
            errors[0]
        );
    }
    let long = format!(
        r#"<Schema Namespace="n"><ComplexType Name="t"><Annotation Term="Core.Description" String="{}"/></ComplexType></Schema>"#,
        "x".repeat(5_000_000)
    );
    assert_eq!(
        read(&long).api.types[&TypeName::new("n.t")].doc.len(),
        5_000_000
    );
}

#[test]
fn depth_that_comments_hide_harms_nothing() {
    let levels = 100_000;
    let open = "<Collection><!--</x>-->".repeat(levels);
    let text = format!(
        r#"<Schema Namespace="n"><ComplexType Name="t"><Annotation Term="Core.Description">{open}{}</Annotation></ComplexType></Schema>"#,
        "</Collection>".repeat(levels)
    );
    assert_eq!(read(&text).api.types[&TypeName::new("n.t")].doc, "");
}

#[test]
fn ten_thousand_errors_in_one_line_are_all_placed() {
    let properties = r#"<Property Name="p" Type="n.nothing"/>"#.repeat(10_000);
    let text = format!(
        r#"<edmx:Edmx xmlns:edmx="x"><edmx:DataServices><Schema Namespace="n"><ComplexType Name="t">{properties}</ComplexType></Schema></edmx:DataServices></edmx:Edmx>"#
    );
    let errors = graphwright_csdl::read("long.xml", &text).expect_err("nothing is declared");
    assert!(errors.len() >= 10_000 && errors.iter().all(|error| error.position.is_some()));
}

#[test]
fn a_name_cannot_begin_a_line_of_its_own_in_a_message() {
    let text = r#"<edmx:Edmx xmlns:edmx="x"><edmx:DataServices><Schema Namespace="n"><ComplexType Name="t"><Property Name="p&#10;fake.xml:1:1: error: x" Type="n.nothing"/></ComplexType></Schema></edmx:DataServices></edmx:Edmx>"#;
    let errors = graphwright_csdl::read("test.xml", text).expect_err("nothing is declared");
    let lines: Vec<String> = errors[0].to_string().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
fn a_chain_of_base_types_without_end_is_refused_soon() {
    let types: String = (0..20_000)
        .map(|number| {
            format!(
                r#"<EntityType Name="t{number}" BaseType="n.t{}"/>"#,
                number + 1
            )
        })
        .collect();
    let text = format!(
        r#"<edmx:Edmx xmlns:edmx="x"><edmx:DataServices><Schema Namespace="n">{types}<EntityType Name="t20000"/></Schema></edmx:DataServices></edmx:Edmx>"#
    );
    let errors = graphwright_csdl::read("chain.xml", &text).expect_err("the chain is too long");
    assert!(
        errors[0]
            .to_string()
            .contains("a chain of more than 64 types"),
        "{}",
        errors[0]
    );
}

#[test]
fn fifty_thousand_properties_are_read() {
    let properties: String = (0..50_000)
        .map(|number| format!(r#"<Property Name="p{number}" Type="Edm.String"/>"#))
        .collect();
    let schema = format!(
        r#"<Schema Namespace="n"><ComplexType Name="t">{properties}</ComplexType></Schema>"#
    );
    assert_eq!(
        read(&schema)
            .api
            .all_properties(&TypeName::new("n.t"))
            .len(),
        50_000
    );
}
