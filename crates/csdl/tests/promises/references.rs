//! `$ref`: which entities are related, rather than what they are.

use graphwright_api::StandardOperationKind;
use graphwright_api::StandardOperationKind::{
    AddReference, DeleteReference, GetReference, ListReferences, RemoveReference, SetReference,
};

use crate::{CONTAINED, REFERRED, many, navigation, one, orders, own};

const SINGLE: &str = r#"Type="self.part""#;

fn references(attributes: &str, inside: &str, collection: bool) -> Vec<StandardOperationKind> {
    let api = navigation(attributes, inside, "");
    let mut found = own(&api, &one("shop.part"));
    if collection {
        found.extend(own(&api, &many("shop.part")));
    }
    found.retain(|kind| *kind >= ListReferences);
    found.sort();
    // What an item offers of itself, the collection offers by query.
    found.dedup();
    found
}

fn referenceable(value: bool) -> String {
    format!(
        r#"<Annotation Term="Can.NavigationRestrictions"><Record><PropertyValue Property="Referenceable" Bool="{value}"/></Record></Annotation>"#
    )
}

const ALL_OF_COLLECTION: [StandardOperationKind; 3] =
    [ListReferences, AddReference, RemoveReference];
const ALL_OF_SINGLE: [StandardOperationKind; 3] = [GetReference, SetReference, DeleteReference];

#[test]
fn references_are_offered_where_navigation_is_not_contained() {
    assert_eq!(references(REFERRED, "", true), ALL_OF_COLLECTION);
    assert_eq!(references(SINGLE, "", false), ALL_OF_SINGLE);
    assert_eq!(references(CONTAINED, "", true), []);
    let contained = r#"Type="self.part" ContainsTarget="true""#;
    assert_eq!(references(contained, "", false), []);
}

#[test]
fn a_set_and_a_singleton_have_no_references_to_change() {
    let api = orders("", "", &referenceable(true));
    assert!(
        own(&api, &many("shop.order"))
            .iter()
            .all(|kind| *kind < ListReferences)
    );
    assert!(
        own(&api, &one("shop.order"))
            .iter()
            .all(|kind| *kind < ListReferences)
    );
}

#[test]
fn what_is_said_of_references_counts_more_than_containment() {
    assert_eq!(references(REFERRED, &referenceable(false), true), []);
    assert_eq!(references(SINGLE, &referenceable(false), false), []);
    assert_eq!(
        references(CONTAINED, &referenceable(true), true),
        ALL_OF_COLLECTION
    );
    let contained = r#"Type="self.part" ContainsTarget="true""#;
    assert_eq!(
        references(contained, &referenceable(true), false),
        ALL_OF_SINGLE
    );
}

#[test]
fn references_that_a_client_may_only_read_can_be_read() {
    let read = r#"<Annotation Term="Core.Permissions"><EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation>"#;
    assert_eq!(references(REFERRED, read, true), [ListReferences]);
    assert_eq!(references(SINGLE, read, false), [GetReference]);
    let write = r#"<Annotation Term="Core.Permissions"><EnumMember>Core.Permission/Read Core.Permission/Write</EnumMember></Annotation>"#;
    assert_eq!(references(SINGLE, write, false), ALL_OF_SINGLE);
}

#[test]
fn references_that_cannot_be_read_can_be_changed() {
    let unreadable = r#"<Annotation Term="Can.ReadRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/></Record></Annotation>"#;
    assert_eq!(
        references(REFERRED, unreadable, true),
        [AddReference, RemoveReference]
    );
    assert_eq!(
        references(SINGLE, unreadable, false),
        [SetReference, DeleteReference]
    );
}

#[test]
fn an_item_without_a_key_is_removed_by_query_alone() {
    let unindexed = r#"<Annotation Term="Can.IndexableByKey" Bool="false"/>"#;
    let api = navigation(REFERRED, unindexed, "");
    let of_collection = own(&api, &many("shop.part"));
    assert!(of_collection.contains(&AddReference) && of_collection.contains(&RemoveReference));
    assert!(!api.resources.contains_key(&one("shop.part")));
}
