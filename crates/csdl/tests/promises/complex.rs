//! What lies behind a complex property.

use graphwright_api::StandardOperationKind::{Delete, Get, List, Replace, Update};
use graphwright_api::{Api, Verb};

use crate::{KEYED, document, many, one, operation, own, read, resource, schema, shop};

/// A company whose profile is complex; `inside` and `derived` are members of the profile and of a type
/// derived from it, `more` stands in the schema.
fn company(attributes: &str, inside: &str, derived: &str, more: &str) -> Api {
    shop(&format!(
        r#"<ComplexType Name="plain"><Property Name="name" Type="Edm.String"/></ComplexType>
           <ComplexType Name="profile">{inside}</ComplexType>
           <ComplexType Name="longProfile" BaseType="self.profile">{derived}</ComplexType>
           <EntityType Name="person">{KEYED}</EntityType>
           <EntityType Name="company">
             <Property Name="profile" Type="self.profile">{attributes}</Property>
             <Property Name="profiles" Type="Collection(self.profile)"/>
           </EntityType>
           {more}
           <EntityContainer Name="service"><Singleton Name="company" Type="self.company"/></EntityContainer>"#
    ))
}

const OWNER: &str = r#"<NavigationProperty Name="owner" Type="self.person"/>"#;

#[test]
fn a_value_with_nothing_behind_it_is_no_resource() {
    let api = company("", "", "", "");
    let paths = &resource(&api, &one("shop.company")).properties;
    let names: Vec<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(names, ["profile", "profiles"]);
    assert_eq!(api.resources.len(), 1);
}

#[test]
fn navigation_and_values_behind_a_complex_property_are_ways_on() {
    let more = r#"<Property Name="sub" Type="self.plain"/>"#;
    let api = company("", &format!("{OWNER}{more}"), "", "");
    let profile = resource(&api, &one("shop.profile"));
    assert_eq!(profile.navigation["owner"].target, one("shop.person"));
    assert!(profile.properties.contains_key("sub"));
    assert_eq!(
        own(&api, &one("shop.profile")),
        [Get, Update, Delete, Replace]
    );
    assert!(own(&api, &one("shop.person")).contains(&Get));
    assert!(!api.resources.contains_key(&one("shop.plain")));
}

#[test]
fn a_cast_of_a_value_is_there_where_it_leads_to_more() {
    let api = company("", "", OWNER, "");
    let profile = resource(&api, &one("shop.profile"));
    assert_eq!(profile.casts.len(), 1);
    let long = resource(&api, &one("shop.longProfile"));
    assert_eq!(long.navigation["owner"].target, one("shop.person"));
    let api = company("", OWNER, "", "");
    assert!(resource(&api, &one("shop.profile")).casts.is_empty());
}

#[test]
fn what_only_the_service_sets_is_only_read() {
    let api = company(r#"<Annotation Term="Core.Computed"/>"#, OWNER, "", "");
    assert_eq!(own(&api, &one("shop.profile")), [Get]);
}

#[test]
fn operations_bound_to_values_can_be_called_on_them() {
    let api = company(
        "",
        "",
        "",
        r#"<Action Name="reset" IsBound="true"><Parameter Name="on" Type="self.profile"/></Action>
           <Function Name="best" IsBound="true" IsComposable="true"><Parameter Name="of" Type="Collection(self.profile)"/><ReturnType Type="self.profile"/></Function>"#,
    );
    operation(&api, &one("shop.profile"), "shop.reset");
    let best = operation(&api, &many("shop.profile"), "shop.best");
    assert_eq!(best.composes, Some(one("shop.profile")));
    assert!(own(&api, &many("shop.profile")).contains(&List));
}

#[test]
fn values_that_hold_each_other_are_resources_once() {
    let inside = r#"<Property Name="before" Type="self.profile"/>"#;
    let api = company("", inside, "", "");
    assert!(api.resources.contains_key(&one("shop.profile")));
    assert_eq!(api.resources.len(), 2);
}

#[test]
fn navigation_that_no_property_leads_to_is_counted() {
    let text = |ty: &str| {
        document(&schema(
            "shop",
            &format!(
                r#"<EntityType Name="person">{KEYED}<Property Name="value" Type="{ty}"/></EntityType>
                   <ComplexType Name="hit">{OWNER}</ComplexType>
                   <EntityContainer Name="service"><EntitySet Name="people" EntityType="self.person"/></EntityContainer>"#
            ),
        ))
    };
    let what = "navigation properties of complex types that no property leads to";
    assert_eq!(read(&text("Edm.String")).unread[what], 1);
    assert!(!read(&text("self.hit")).unread.contains_key(what));
}

#[test]
fn a_stream_takes_what_its_restrictions_say() {
    let stream = |inside: &str| {
        let api = shop(&format!(
            r#"<EntityType Name="paper">{KEYED}<Property Name="scan" Type="Edm.Stream">{inside}</Property></EntityType>
               <EntityContainer Name="service"><EntitySet Name="papers" EntityType="self.paper"/></EntityContainer>"#
        ));
        let paper = resource(&api, &one("shop.paper"));
        paper.streams["scan"]
            .verbs
            .iter()
            .copied()
            .collect::<Vec<_>>()
    };
    let update = |value: &str| {
        stream(&format!(
            r#"<Annotation Term="Can.UpdateRestrictions"><Record><PropertyValue {value}/></Record></Annotation>"#
        ))
    };
    let method = |names: &str| update(&format!(r#"Property="UpdateMethod" EnumMember="{names}""#));
    let (get, put, patch, delete) = (Verb::Get, Verb::Put, Verb::Patch, Verb::Delete);
    assert_eq!(stream(""), [get, put, delete]);
    assert_eq!(method("Can.HttpMethod/PATCH"), [get, patch, delete]);
    let both = "Can.HttpMethod/PATCH Can.HttpMethod/PUT";
    assert_eq!(method(both), [get, put, patch, delete]);
    assert_eq!(
        update(r#"Property="Updatable" Bool="false""#),
        [get, delete]
    );
    assert_eq!(stream(r#"<Annotation Term="Core.Computed"/>"#), [get]);
}
