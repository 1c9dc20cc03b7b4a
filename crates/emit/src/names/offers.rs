//! The names of what ways offer.

use graphwright_api::{Offers, OwnKind};
use proc_macro2::Ident;

use crate::ident::ident;

/// What an operation is called in the names of types.
fn word(kind: OwnKind) -> &'static str {
    match kind {
        OwnKind::List => "List",
        OwnKind::Create => "Create",
        OwnKind::Count => "Count",
        OwnKind::Get => "Get",
        OwnKind::Update => "Update",
        OwnKind::Delete => "Delete",
        OwnKind::Replace => "Replace",
        OwnKind::ListReferences => "ListReferences",
        OwnKind::AddReference => "AddReference",
        OwnKind::RemoveReference => "RemoveReference",
        OwnKind::GetReference => "GetReference",
        OwnKind::SetReference => "SetReference",
        OwnKind::DeleteReference => "DeleteReference",
    }
}

/// The trait of the runtime for a way that offers the operation.
pub(crate) fn offered(kind: OwnKind) -> Ident {
    ident(&format!("Offers{}", word(kind)))
}

/// All that are about references to a single entity, and about references in a collection; a name says them in one
/// word.
const REFERENCES: [(&str, [OwnKind; 3]); 2] = [
    (
        "References",
        [
            OwnKind::ListReferences,
            OwnKind::AddReference,
            OwnKind::RemoveReference,
        ],
    ),
    (
        "Reference",
        [
            OwnKind::GetReference,
            OwnKind::SetReference,
            OwnKind::DeleteReference,
        ],
    ),
];

/// The type that stands for what a way offers. It depends on that alone, so that no other way and no slice renames
/// it.
pub(crate) fn offers(mut offers: Offers) -> Ident {
    if offers == Offers::ALL {
        return ident("All");
    }
    if offers == Offers::NONE {
        return ident("Nothing");
    }
    let mut groups = Vec::new();
    for (group, kinds) in REFERENCES {
        if kinds.iter().all(|kind| offers.contains(*kind)) {
            kinds.iter().for_each(|kind| offers.remove(*kind));
            groups.push(group);
        }
    }
    // `And` tells a group from an operation: `GetAndReference` is not `GetReference`.
    let operations: String = offers.kinds().map(word).collect();
    let parts = (!operations.is_empty()).then_some(&*operations).into_iter();
    let parts: Vec<&str> = parts.chain(groups).collect();
    ident(&parts.join("And"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_set_of_operations_has_a_name_of_its_own() {
        let sets = 0..1_u32 << OwnKind::ALL.len();
        let names: BTreeSet<String> = sets
            .clone()
            .map(|set| {
                let kinds = OwnKind::ALL.into_iter().enumerate();
                let kinds = kinds.filter(|(bit, _)| set & (1 << bit) != 0);
                offers(kinds.map(|(_, kind)| kind).collect()).to_string()
            })
            .collect();
        assert_eq!(names.len(), sets.len());
    }

    #[test]
    fn a_name_says_what_is_offered_and_nothing_else() {
        use OwnKind::*;
        for (kinds, name) in [
            (&[][..], "Nothing"),
            (&[Get], "Get"),
            (&[Get, List, Count], "ListCountGet"),
            (&[GetReference], "GetReference"),
            (
                &[Get, GetReference, SetReference, DeleteReference],
                "GetAndReference",
            ),
            (
                &[List, ListReferences, AddReference, RemoveReference],
                "ListAndReferences",
            ),
            (&[List, ListReferences], "ListListReferences"),
            (&OwnKind::ALL, "All"),
        ] {
            assert_eq!(offers(kinds.iter().copied().collect()), name);
        }
    }
}
