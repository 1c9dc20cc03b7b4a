//! Which declaration a name means.

use graphwright_api::{TypeKind, TypeName};

use crate::{document, named, property, read, shop, structured};

#[test]
fn an_alias_holds_in_the_whole_document_also_before_its_schema() {
    let text = document(
        r#"<Schema Namespace="first">
             <ComplexType Name="a" BaseType="s.b"><Property Name="x" Type="Collection(s.b)"/></ComplexType>
           </Schema>
           <Schema Namespace="second.one" Alias="s"><ComplexType Name="b"/></Schema>"#,
    );
    let api = read(&text).api;
    let a = structured(&api, "first.a");
    assert_eq!(a.base, Some(TypeName::new("second.one.b")));
    assert_eq!(a.properties[0].ty.item, named("second.one.b"));
}

#[test]
fn annotations_in_another_schema_reach_their_targets_by_alias_and_by_namespace() {
    let describe = |target: &str| {
        format!(
            r#"<Annotations Target="{target}"><Annotation Term="Org.OData.Core.V1.Description" String="{target}"/></Annotations>"#
        )
    };
    let targets = [
        "s.a",
        "shop.a/x",
        "s.color/red",
        "s.service/me",
        "shop.service/as",
    ];
    let targets: String = targets.iter().map(|target| describe(target)).collect();
    let text = document(&format!(
        r#"<Schema Namespace="words">{targets}</Schema>
           <Schema Namespace="shop" Alias="s">
             <EntityType Name="a"><Property Name="x" Type="Edm.String"/></EntityType>
             <EnumType Name="color"><Member Name="red"/></EnumType>
             <EntityContainer Name="service">
               <EntitySet Name="as" EntityType="s.a"/><Singleton Name="me" Type="shop.a"/>
             </EntityContainer>
           </Schema>"#
    ));
    let api = read(&text).api;
    assert_eq!(api.types[&TypeName::new("shop.a")].doc, "s.a");
    assert_eq!(property(&api, "shop.a", "x").doc, "shop.a/x");
    let TypeKind::Enum(color) = &api.types[&TypeName::new("shop.color")].kind else {
        panic!("color is an enumeration")
    };
    assert_eq!(color.members[0].doc, "s.color/red");
    assert_eq!(api.roots["me"].doc, "s.service/me");
    assert_eq!(api.roots["as"].doc, "shop.service/as");
}

#[test]
fn an_annotation_for_a_special_purpose_is_not_read() {
    let api = shop(
        r#"<ComplexType Name="a">
             <Annotation Term="Core.Description" Qualifier="tablet" String="short"/>
             <Annotation Term="Core.Description" String="  long  "/>
           </ComplexType>"#,
    );
    assert_eq!(api.types[&TypeName::new("shop.a")].doc, "long");
}

#[test]
fn names_have_the_letters_marks_and_connectors_that_csdl_allows() {
    for name in [
        "ชื่อ",
        "Gro\u{308}ße",
        "a‿b",
        "ぶんしょう",
        "Ⅷ",
        "می\u{200c}خواهم",
        "x٣",
        "_\u{903}",
    ] {
        let text = document(&format!(
            r#"<Schema Namespace="{name}.x" Alias="s"><ComplexType Name="{name}"><Property Name="{name}" Type="s.{name}"/>
               </ComplexType></Schema>"#
        ));
        let api = read(&text).api;
        let ty = format!("{name}.x.{name}");
        assert_eq!(property(&api, &ty, name).ty.item, named(&ty));
    }
    for name in ["1a", "a b", "\u{308}a", "a‑b", "😀"] {
        let text = document(&format!(
            r#"<Schema Namespace="x"><ComplexType Name="{name}"/></Schema>"#
        ));
        let errors = graphwright_csdl::read("input.xml", &text).expect_err("it is no name");
        assert!(errors[0].message.ends_with("is not a type name"), "{name}");
    }
}

#[test]
fn annotations_without_a_target_are_left_out_with_a_warning() {
    let lowered = read(&document(&crate::schema(
        "shop",
        r#"<Annotations/>
           <Annotations Qualifier="q"><Annotation Term="Core.Description" String="x"/></Annotations>
           <ComplexType Name="a"/>"#,
    )));
    assert_eq!(lowered.api.types.len(), 1);
    let warnings: Vec<&str> = lowered.warnings.iter().map(|one| &*one.message).collect();
    assert_eq!(
        warnings,
        ["`Annotations` has no attribute `Target`: what it says is not read"; 2]
    );
}
