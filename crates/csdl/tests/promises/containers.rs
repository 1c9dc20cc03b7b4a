//! Containers that extend others.

use graphwright_api::{Lowered, StandardOperationKind};

use crate::{document, many, own, read, schema};

const TYPES: &str = r#"<EntityType Name="order"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
<EntityType Name="gift" BaseType="shop.order"/>"#;

fn shop(containers: &str) -> String {
    document(&schema("shop", &format!("{TYPES}{containers}")))
}

fn container(name: &str, extends: &str, body: &str) -> String {
    let extends = match extends {
        "" => String::new(),
        base => format!(r#" Extends="{base}""#),
    };
    format!(r#"<EntityContainer Name="{name}"{extends}>{body}</EntityContainer>"#)
}

fn set(name: &str, ty: &str) -> String {
    format!(r#"<EntitySet Name="{name}" EntityType="shop.{ty}"/>"#)
}

fn roots(lowered: &Lowered) -> Vec<&str> {
    lowered.api.roots.keys().map(String::as_str).collect()
}

fn errors(text: &str) -> String {
    let errors = graphwright_csdl::read("input.xml", text).expect_err("it is wrong");
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    errors.join("\n")
}

#[test]
fn a_container_has_what_those_have_that_it_extends() {
    let base = container("base", "", &set("a", "order"));
    let middle = container("middle", "self.base", &set("b", "order"));
    let last = container("last", "shop.middle", &set("c", "order"));
    for text in [
        [&base, &middle, &last].map(String::as_str).concat(),
        [&last, &middle, &base].map(String::as_str).concat(),
    ] {
        let lowered = read(&shop(&text));
        assert_eq!(roots(&lowered), ["a", "b", "c"]);
        assert!(lowered.warnings.is_empty(), "{:?}", lowered.warnings);
        assert!(lowered.unread.is_empty(), "{:?}", lowered.unread);
    }
}

#[test]
fn a_container_of_another_schema_of_the_document_can_be_extended() {
    let other = schema_of("common", &container("base", "", &set("a", "order")));
    let text = format!(
        "{}{other}",
        schema(
            "shop",
            &format!("{TYPES}{}", container("service", "common.base", ""))
        )
    );
    assert_eq!(roots(&read(&document(&text))), ["a"]);
}

fn schema_of(namespace: &str, body: &str) -> String {
    format!(r#"<Schema Namespace="{namespace}">{body}</Schema>"#)
}

#[test]
fn what_is_said_of_an_inherited_set_holds_by_either_name() {
    let readonly = |target: &str| {
        format!(
            r#"<Annotations Target="{target}"><Annotation Term="Can.DeleteRestrictions"><Record>
               <PropertyValue Property="Deletable" Bool="false"/></Record></Annotation></Annotations>"#
        )
    };
    for target in ["self.base/a", "self.service/a"] {
        let text = [
            container("base", "", &set("a", "order")),
            container("service", "self.base", ""),
            readonly(target),
        ];
        let api = read(&shop(&text.concat())).api;
        let offered = own(&api, &graphwright_api::Target::one(order()));
        assert!(
            !offered.contains(&StandardOperationKind::Delete),
            "{target}"
        );
        assert!(own(&api, &many("shop.order")).contains(&StandardOperationKind::List));
    }
}

fn order() -> graphwright_api::TypeName {
    graphwright_api::TypeName::new("shop.order")
}

#[test]
fn a_set_that_is_declared_again_has_the_type_of_the_container_that_extends() {
    let base = container("base", "", &set("a", "order"));
    let text = format!(
        "{base}{}",
        container("service", "self.base", &set("a", "gift"))
    );
    let lowered = read(&shop(&text));
    assert_eq!(lowered.api.roots["a"].target, many("shop.gift"));
    let singleton = r#"<Singleton Name="a" Type="shop.order"/>"#;
    let text = format!("{base}{}", container("service", "self.base", singleton));
    assert!(errors(&shop(&text)).contains("`a` is declared again in a container that inherits it"));
}

#[test]
fn containers_that_extend_each_other_have_what_all_have() {
    let text = format!(
        "{}{}",
        container("one", "self.two", &set("a", "order")),
        container("two", "self.one", &set("b", "order"))
    );
    assert_eq!(roots(&read(&shop(&text))), ["a", "b"]);
    let alone = container("one", "self.one", &set("a", "order"));
    assert_eq!(roots(&read(&shop(&alone))), ["a"]);
}

#[test]
fn a_container_that_nothing_joins_to_the_others_is_refused() {
    let text = format!(
        "{}{}{}",
        container("base", "", &set("a", "order")),
        container("one", "self.base", ""),
        container("two", "self.base", "")
    );
    assert!(errors(&shop(&text)).contains("`shop.two` is a second entity container"));
}

#[test]
fn a_container_of_another_document_is_named_in_a_warning() {
    for base in ["Org.OData.Core.V1.base", "elsewhere.base"] {
        let lowered = read(&shop(&container("service", base, &set("a", "order"))));
        assert_eq!(roots(&lowered), ["a"]);
        let warning = lowered.warnings[0].to_string();
        assert!(
            warning.contains(&format!("`shop.service` extends `{base}`")),
            "{warning}"
        );
    }
    let missing = container("service", "self.base", "");
    assert!(errors(&shop(&missing)).contains("extends `shop.base`, which is not declared"));
}

#[test]
fn json_says_which_container_is_the_service() {
    let text = |service: &str| {
        format!(
            r#"{{"$Version": "4.01"{service}, "shop": {{
            "order": {{"$Kind": "EntityType", "$Key": ["id"], "id": {{"$Type": "Edm.Int32"}}}},
            "base": {{"$Kind": "EntityContainer", "a": {{"$Collection": true, "$Type": "shop.order"}}}},
            "one": {{"$Kind": "EntityContainer", "$Extends": "shop.base",
                     "b": {{"$Collection": true, "$Type": "shop.order"}}}},
            "two": {{"$Kind": "EntityContainer", "c": {{"$Collection": true, "$Type": "shop.order"}}}}
            }}}}"#
        )
    };
    let one = read(&text(r#", "$EntityContainer": "shop.one""#));
    assert_eq!(roots(&one), ["a", "b"]);
    let two = read(&text(r#", "$EntityContainer": "shop.two""#));
    assert_eq!(roots(&two), ["c"]);
    assert!(errors(&text("")).contains("`shop.two` is a second entity container"));
}
