//! Infers the restrictions of a way from its paths, and from what they need not show.

use std::collections::BTreeMap;

use graphwright_api::declare::{Restrictions, Said, Words};
use graphwright_api::{Addressed, StandardOperationKind, Target, Way};

use super::Lowering;
use crate::odata::path_facts::WayFacts;

impl Lowering<'_> {
    /// Returns what is said of a way to `target`, which a property with the words `doc` describes.
    pub(super) fn said(&self, way: &Way, target: &Target, doc: &str) -> Restrictions {
        let contains = self.contains(way);
        let Some(shown) = self.facts.ways.get(way) else {
            return Restrictions {
                operations: unshown(target, doc, contains == Some(true)),
                ..Restrictions::default()
            };
        };
        let is_cut_off = self.is_cut_off(shown, contains);
        // What can be changed is no reference, and of that converters write a path for each item.
        let is_indexable =
            is_cut_off || shown.keyed || !(shown.is_whole() || matches!(way, Way::Root(_)));
        let is_property = self.is_property(way);
        let is_reference = is_property && self.is_reference(shown, contains);
        // Whichever path removes a reference, both forms of it are one operation of OData.
        let removes = is_reference
            || shown
                .standard
                .contains_key(&StandardOperationKind::RemoveReference);
        let is_unasked = target.collection && is_property && !shown.items_asked;
        let is_end = is_property && self.is_end(shown);
        let said = |kind: StandardOperationKind| -> Option<Words> {
            use StandardOperationKind::{Count, Delete, Get, Update};
            if let Some(own) = shown.standard.get(&kind) {
                return Some(own.clone());
            }
            match kind {
                Count if !self.conventions.counts || is_end => {
                    count(shown.standard.get(&StandardOperationKind::List)?)
                }
                // How what is contained is changed (OData Protocol 4.01, 11.4).
                Get | Update | Delete if is_cut_off => Some(Words::default()),
                // Converters write no path for an item that is reached by reference.
                Get if is_indexable && is_unasked && !is_end => Some(Words {
                    doc: doc.to_owned(),
                    ..Words::default()
                }),
                _ => (is_reference && kind.is_of_references()).then(Words::default),
            }
        };
        let said = |kind| match said(kind) {
            Some(words) => Said::Yes(self.allowed(target, words)),
            None => Said::No,
        };
        let derived = Some(shown.casts.clone()).filter(|casts| !casts.is_empty());
        Restrictions {
            no_items: !is_indexable && !removes,
            alternate_keys: Vec::new(),
            derived,
            operations: kinds(target).map(|kind| (kind, said(kind))).collect(),
        }
    }

    /// Where nothing can be expanded, converters do not list `$expand`, and say nothing by that.
    fn allowed(&self, target: &Target, mut words: Words) -> Words {
        if !self.leading.contains(&target.ty) {
            words.unsupported.retain(|option| option != "$expand");
        }
        words
    }

    /// Returns whether a way shows what is reached by reference; where no path of the document leads to references,
    /// that none does here says nothing.
    fn is_reference(&self, shown: &WayFacts, contains: Option<bool>) -> bool {
        match contains {
            Some(contains) if !self.conventions.references => !contains,
            _ => shown.is_reference() && contains != Some(true),
        }
    }

    /// Returns whether paths end at a collection: it is listed, and there is neither a key nor a count nor a reference.
    /// Microsoft's converter writes so where nothing beyond it is navigated (`NavigationType/Single`), which says nothing of
    /// `$count`.
    fn is_end(&self, shown: &WayFacts) -> bool {
        use StandardOperationKind::{Count, List};
        let has = |kind| shown.standard.contains_key(&kind);
        shown.target.collection
            && self.conventions.counts
            && has(List)
            && !has(Count)
            && !shown.keyed
            && !shown.is_reference()
    }

    /// Returns whether the document ends where items of what is contained would begin: at a depth at which no key
    /// stands.
    fn is_cut_off(&self, shown: &WayFacts, contains: Option<bool>) -> bool {
        let is_deep = shown.depth > self.facts.deepest_key;
        contains == Some(true) && shown.target.collection && !shown.keyed && is_deep
    }

    /// Returns whether what a way leads to is contained in what it leads on from, where that is told.
    pub(super) fn contains(&self, way: &Way) -> Option<bool> {
        let Way::Property(owner, name) = way else {
            return None;
        };
        let said = self.variants.contains(self.types, owner, name);
        said.or_else(|| self.is_made_there(way).then_some(true))
    }

    /// Returns whether something is made or changed by the way and no entity set could hold it, so that it is
    /// contained (CSDL 4.01, 8.4). Asked only of documents with schemas for one verb, whose converter tells by them
    /// where something can be made.
    fn is_made_there(&self, way: &Way) -> bool {
        let Some(shown) = self.facts.ways.get(way) else {
            return false;
        };
        let chain = self.types.chain(&shown.target.ty);
        let mut roots = self.facts.roots.values();
        let is_held = roots.any(|root| root.collection && chain.contains(&&root.ty));
        self.variants.are_written() && shown.is_whole() && !is_held
    }

    /// Returns whether a way is a navigation property that a schema declares.
    fn is_property(&self, way: &Way) -> bool {
        match way {
            Way::Property(owner, name) => self.types.member(owner, name).is_some(),
            _ => false,
        }
    }
}

/// Returns what OData defines for what a way leads to and for its items.
fn kinds(target: &Target) -> impl Iterator<Item = StandardOperationKind> {
    let addressed = match target.collection {
        true => &[Addressed::Collection, Addressed::Item][..],
        false => &[Addressed::Single],
    };
    addressed
        .iter()
        .flat_map(|one| StandardOperationKind::of(*one))
}

/// Says that what is listed can be counted, unless the query option of that name is ruled out.
fn count(list: &Words) -> Option<Words> {
    let rules_out = |option: &str| list.unsupported.iter().any(|one| one == option);
    let options = ["$filter", "$search"].into_iter();
    (!rules_out("$count")).then(|| Words {
        doc: String::new(),
        unsupported: options
            .filter(|one| rules_out(one))
            .map(str::to_owned)
            .collect(),
        options: Vec::new(),
        deprecation: list.deprecation.clone(),
    })
}

/// Returns what is said of a way that no path takes: the words of the property, for reads.
fn unshown(target: &Target, doc: &str, contained: bool) -> BTreeMap<StandardOperationKind, Said> {
    let described = Said::Nothing(Words {
        doc: doc.to_owned(),
        ..Words::default()
    });
    // Converters write PATCH for updates.
    let mut said = BTreeMap::from([(StandardOperationKind::Replace, Said::No)]);
    let of_items = target.collection && contained;
    for kind in [StandardOperationKind::List, StandardOperationKind::Get] {
        if kind == StandardOperationKind::List || !of_items {
            said.insert(kind, described.clone());
        }
    }
    said
}
