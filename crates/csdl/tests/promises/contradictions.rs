//! Annotations that contradict each other are reported with both places.

use graphwright_api::StandardOperationKind::{Create, Get};

use crate::{KEYED, document, own, read, schema};

/// The service `shop` with a collection `way` of `part` below a singleton: what is said of the way at its own place,
/// outside, and of the singleton.
fn shop(inside: &str, outside: &str, in_root: &str) -> graphwright_api::Lowered {
    let body = format!(
        r#"<EntityType Name="part">{KEYED}</EntityType>
<EntityType Name="root">
<NavigationProperty Name="way" Type="Collection(self.part)" ContainsTarget="true">
{inside}
</NavigationProperty>
<Property Name="file" Type="Edm.Stream">
<Annotation Term="Can.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="true"/></Record></Annotation>
</Property>
</EntityType>
{outside}
<EntityContainer Name="service"><Singleton Name="root" Type="self.root">
{in_root}
</Singleton></EntityContainer>"#
    );
    read(&document(&schema("shop", &body)))
}

fn insertable(value: bool) -> String {
    format!(
        r#"<Annotation Term="Can.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="{value}"/></Record></Annotation>"#
    )
}

fn outside(inside: &str) -> String {
    format!(r#"<Annotations Target="self.root/way">{inside}</Annotations>"#)
}

/// A restriction of the singleton for the path `way`.
fn restricted(records: &[bool]) -> String {
    let records: String = records
        .iter()
        .map(|value| {
            format!(
                r#"<Record><PropertyValue Property="NavigationProperty" NavigationPropertyPath="way"/>
<PropertyValue Property="InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="{value}"/></Record></PropertyValue></Record>"#
            )
        })
        .collect();
    format!(
        r#"<Annotation Term="Can.NavigationRestrictions"><Record><PropertyValue Property="RestrictedProperties"><Collection>{records}</Collection></PropertyValue></Record></Annotation>"#
    )
}

fn said(lowered: &graphwright_api::Lowered) -> Vec<(u32, &str)> {
    let warnings = lowered.warnings.iter();
    let placed = |one: &graphwright_api::Diagnostic| one.position.map_or(0, |at| at.line);
    warnings
        .map(|one| (placed(one), one.message.as_str()))
        .collect()
}

const INSERTABLE: &str = "Org.OData.Capabilities.V1.InsertRestrictions/Insertable";

#[test]
fn annotations_of_one_target_are_named_with_both_places_and_the_first_counts() {
    let lowered = shop(&insertable(false), &outside(&insertable(true)), "");
    let expected = format!(
        "`{INSERTABLE}` of `shop.root/way` is `false` here and `true` at input.xml:13: the first counts"
    );
    assert_eq!(said(&lowered), [(7, &*expected)]);
    assert!(!own(&lowered.api, &crate::many("shop.part")).contains(&Create));
}

#[test]
fn a_path_from_a_singleton_and_the_place_of_the_property_are_named_both() {
    let lowered = shop(&insertable(true), "", &restricted(&[false]));
    let expected = format!(
        "`{INSERTABLE}` of `shop.root/way` is `true` here and `false` at input.xml:16: `false` counts for all paths"
    );
    assert_eq!(said(&lowered), [(7, &*expected)]);
    assert!(!own(&lowered.api, &crate::many("shop.part")).contains(&Create));
}

#[test]
fn two_records_for_one_path_are_named_both_and_the_first_counts() {
    let lowered = shop("", "", &restricted(&[true, false]));
    let what = "Org.OData.Capabilities.V1.NavigationRestrictions/RestrictedProperties/InsertRestrictions/Insertable";
    let expected = format!(
        "`{what}` of `shop.service/root` is `true` here and `false` at input.xml:17: the first counts"
    );
    assert_eq!(said(&lowered), [(16, &*expected)]);
    assert!(own(&lowered.api, &crate::many("shop.part")).contains(&Create));
}

#[test]
fn a_property_that_only_the_service_sets_and_that_is_updatable_is_named_with_both() {
    for (term, value) in [
        ("Permissions", r#"EnumMember="Core.Permission/Read""#),
        ("Computed", ""),
    ] {
        let more = format!(
            r#"<Annotations Target="self.root/file"><Annotation Term="Core.{term}" {value}/></Annotations>"#
        );
        let lowered = shop("", &more, "");
        let expected = format!(
            "`shop.root/file` is updatable by `Org.OData.Capabilities.V1.UpdateRestrictions/Updatable` here, and only the \
             service sets it by `Org.OData.Core.V1.{term}` at input.xml:13: it is not updated"
        );
        assert_eq!(said(&lowered), [(10, &*expected)]);
    }
}

#[test]
fn what_is_said_twice_alike_and_what_is_said_apart_is_taken_together_in_silence() {
    let by_key = r#"<Annotation Term="Can.ReadRestrictions"><Record><PropertyValue Property="ReadByKeyRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/></Record></PropertyValue></Record></Annotation>"#;
    let read = by_key.replace("ReadByKeyRestrictions", "CustomHeaders");
    let lowered = shop(
        &(insertable(false) + &read),
        &outside(&(insertable(false) + by_key)),
        &restricted(&[false]),
    );
    assert_eq!(said(&lowered), []);
    let offered = own(&lowered.api, &crate::many("shop.part"));
    assert!(!offered.contains(&Create));
    assert!(!own(&lowered.api, &crate::one("shop.part")).contains(&Get));
}
