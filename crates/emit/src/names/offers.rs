//! The names of what ways offer.

use graphwright_api::{ItemType, Offers, QueryOption, QueryOptions, StandardOperationKind};
use proc_macro2::Ident;

use crate::ident::{ident, upper_camel};

/// Returns what an operation is called in the names of types.
fn word(kind: StandardOperationKind) -> &'static str {
    match kind {
        StandardOperationKind::List => "List",
        StandardOperationKind::Create => "Create",
        StandardOperationKind::Count => "Count",
        StandardOperationKind::Get => "Get",
        StandardOperationKind::Update => "Update",
        StandardOperationKind::Delete => "Delete",
        StandardOperationKind::Replace => "Replace",
        StandardOperationKind::ListReferences => "ListReferences",
        StandardOperationKind::AddReference => "AddReference",
        StandardOperationKind::RemoveReference => "RemoveReference",
        StandardOperationKind::GetReference => "GetReference",
        StandardOperationKind::SetReference => "SetReference",
        StandardOperationKind::DeleteReference => "DeleteReference",
    }
}

/// The trait of the runtime for a way that offers the operation.
pub(crate) fn offered(kind: StandardOperationKind) -> Ident {
    ident(&format!("Offers{}", word(kind)))
}

/// All that are about references to a single entity, and about references in a collection; a name says them in one
/// word.
const REFERENCES: [(&str, [StandardOperationKind; 3]); 2] = [
    (
        "References",
        [
            StandardOperationKind::ListReferences,
            StandardOperationKind::AddReference,
            StandardOperationKind::RemoveReference,
        ],
    ),
    (
        "Reference",
        [
            StandardOperationKind::GetReference,
            StandardOperationKind::SetReference,
            StandardOperationKind::DeleteReference,
        ],
    ),
];

/// The type that stands for what a way offers, and for the query options that this takes. It depends on these alone,
/// so that no other way and no slice renames it.
pub(crate) fn offers(mut offers: Offers, options: &QueryOptions) -> Ident {
    let takes_options = options.iter().any(|(kind, _)| offers.contains(kind));
    if offers == Offers::ALL && !takes_options {
        return ident("All");
    }
    if offers == Offers::NONE {
        return ident("Nothing");
    }
    let mut groups = Vec::new();
    for (group, kinds) in REFERENCES {
        let is_plain =
            |kind: &StandardOperationKind| offers.contains(*kind) && options.of(*kind).is_empty();
        if kinds.iter().all(is_plain) {
            kinds.iter().for_each(|kind| offers.remove(*kind));
            groups.push(group);
        }
    }
    // `And` tells a group from an operation: `GetAndReference` is not `GetReference`.
    let operations = offers.kinds();
    let operations: String = operations
        .map(|kind| word(kind).to_owned() + &taken(options.of(kind)))
        .collect();
    let parts = (!operations.is_empty()).then_some(&*operations).into_iter();
    let parts: Vec<&str> = parts.chain(groups).collect();
    ident(&parts.join("And"))
}

/// Returns what an operation requires, and what else it takes: `ByStartDateTimeAndEndDateTime`, `WithModel`.
fn taken(options: &[QueryOption]) -> String {
    let listed = |word: &str, required: bool| {
        let named = options.iter().filter(|one| one.required == required);
        let named: Vec<String> = named.map(option).collect();
        match named.is_empty() {
            true => String::new(),
            false => format!("{word}{}", named.join("And")),
        }
    };
    listed("By", true) + &listed("With", false)
}

/// Words that have a meaning of their own in the name of a type.
const WORDS: [&str; 4] = ["And", "As", "By", "With"];

/// A query option in the name of a type: by its name, and by its type where that is not text. A number tells those
/// apart that have the same words, and comes of the option alone.
fn option(option: &QueryOption) -> String {
    let name = upper_camel(&option.name);
    let typed = match &option.ty {
        ItemType::Primitive(_) if option.ty == QueryOption::TEXT => String::new(),
        ty => format!(
            "As{}",
            upper_camel(ty.to_string().trim_start_matches("Edm."))
        ),
    };
    let mut first = option.name.chars();
    let capital: String = first
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let is_spelled = capital + first.as_str() == name && !matches!(option.ty, ItemType::Named(_));
    if is_spelled && !WORDS.iter().any(|word| name.contains(word)) {
        return name + &typed;
    }
    let spelled = format!("{}: {}", option.name, option.ty);
    // FNV-1a: the name of a type outlives the hasher of a standard library.
    let number = spelled.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{name}{typed}{number:08X}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_set_of_operations_has_a_name_of_its_own() {
        let sets = 0..1_u32 << StandardOperationKind::ALL.len();
        let names: BTreeSet<String> = sets
            .clone()
            .map(|set| {
                let kinds = StandardOperationKind::ALL.into_iter().enumerate();
                let kinds = kinds.filter(|(bit, _)| set & (1 << bit) != 0);
                offers(
                    kinds.map(|(_, kind)| kind).collect(),
                    &QueryOptions::default(),
                )
                .to_string()
            })
            .collect();
        assert_eq!(names.len(), sets.len());
    }

    #[test]
    fn a_name_says_what_is_offered_and_nothing_else() {
        use StandardOperationKind::*;
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
            (&StandardOperationKind::ALL, "All"),
        ] {
            assert_eq!(
                offers(kinds.iter().copied().collect(), &QueryOptions::default()),
                name
            );
        }
    }

    #[test]
    fn a_name_says_which_query_options_are_required_and_which_are_taken() {
        use StandardOperationKind::*;
        let option = |name: &str, required| QueryOption {
            name: name.into(),
            doc: String::new(),
            ty: QueryOption::TEXT,
            required,
            origin: graphwright_api::Origin::default(),
        };
        let named = |taken: Vec<(StandardOperationKind, Vec<QueryOption>)>| {
            let offered = [List, Count, Get].into_iter().collect();
            offers(offered, &taken.into_iter().collect()).to_string()
        };
        let range = || vec![option("start", true), option("end", true)];
        assert_eq!(named(vec![(List, range())]), "ListByStartAndEndCountGet");
        let more = vec![option("start", true), option("model", false)];
        assert_eq!(
            named(vec![(List, more), (Get, range())]),
            "ListByStartWithModelCountGetByStartAndEnd"
        );
        let date = QueryOption {
            ty: ItemType::Primitive(graphwright_api::Primitive::Date),
            ..option("start", true)
        };
        assert_eq!(named(vec![(List, vec![date])]), "ListByStartAsDateCountGet");
        // What is not offered is not named.
        assert_eq!(named(vec![(Create, range())]), "ListCountGet");
        let alike = ["to-day", "toDay", "startAndEnd", "start_and_end"];
        let names = alike.map(|name| named(vec![(List, vec![option(name, true)])]));
        let apart: BTreeSet<&String> = names.iter().collect();
        assert_eq!(apart.len(), names.len(), "{names:?}");
    }
}
