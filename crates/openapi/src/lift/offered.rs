//! What is offered of a resource: what the paths of a way show, and what OData offers besides where no path
//! would show it.

use graphwright_api::{Own, OwnKind, Target, TypeName};

use super::Lift;
use crate::evidence::Way;

impl Lift<'_> {
    /// Offers what a way shows of its target, and what it need not show. `contains` says whether that is
    /// contained in what the way leads on from.
    pub(super) fn offer(
        &mut self,
        target: &Target,
        way: Option<&Way>,
        by_default: &Own,
        contains: Option<bool>,
    ) {
        match way {
            Some(way) => {
                for (kind, own) in &way.own {
                    if kind.is_offered_by(target) {
                        self.api.resource_mut(target).add_own(*kind, own.clone());
                    }
                    // Of a reference, whichever path shows it: both forms are one operation of OData.
                    if target.collection && kind.is_offered_by(&target.item()) {
                        let item = self.api.resource_mut(&target.item());
                        item.add_own(*kind, own.clone());
                    }
                }
            }
            None => self.by_default(target, by_default),
        }
        if let Some(list) = way.and_then(|way| way.own.get(&OwnKind::List))
            && !self.conventions.counts
        {
            self.count(target, list);
        }
        let is_reference = match way {
            Some(_) if !self.conventions.references && contains.is_some() => {
                contains == Some(false)
            }
            Some(way) => way.is_reference() && contains != Some(true),
            None => contains != Some(true),
        };
        if is_reference && self.is_property(&by_default.via) {
            self.references(target, &by_default.via);
        }
        let is_cut_off = way.is_some_and(|way| self.is_cut_off(way, contains));
        if is_cut_off || (contains == Some(true) && way.is_none()) {
            self.contained(target, by_default, way.is_none());
        }
    }

    /// What OData offers of whatever a navigation property leads to. Converters stop behind references,
    /// so that no path says it.
    fn by_default(&mut self, target: &Target, own: &Own) {
        let resource = self.api.resource_mut(target);
        if target.collection {
            let count = Own {
                doc: String::new(),
                ..own.clone()
            };
            resource.add_own(OwnKind::List, own.clone());
            resource.add_own(OwnKind::Count, count);
        } else {
            resource.add_own(OwnKind::Get, own.clone());
        }
    }

    /// What is listed can be counted, unless the query option of that name is ruled out; where no path of
    /// the document counts, that none does here says nothing.
    fn count(&mut self, target: &Target, list: &Own) {
        let rules_out = |option: &str| list.unsupported.iter().any(|one| one == option);
        if rules_out("$count") {
            return;
        }
        let options = ["$filter", "$search"].into_iter();
        let count = Own {
            doc: String::new(),
            unsupported: options
                .filter(|one| rules_out(one))
                .map(str::to_owned)
                .collect(),
            ..list.clone()
        };
        self.api.resource_mut(target).add_own(OwnKind::Count, count);
    }

    /// Whether the document ends where items of what is contained would begin: at a depth at which no key
    /// stands.
    pub(super) fn is_cut_off(&self, way: &Way, contains: Option<bool>) -> bool {
        let is_deep = way.depth > self.evidence.deepest_key;
        contains == Some(true) && way.target.collection && !way.keyed && is_deep
    }

    /// How what is contained is changed (OData Protocol 4.01, 11.4), where no path says it; `wholly` where
    /// there is no path at all.
    fn contained(&mut self, target: &Target, own: &Own, wholly: bool) {
        use OwnKind::{Create, Delete, Get, Update};
        let own = Own {
            doc: String::new(),
            ..own.clone()
        };
        let resource = self.api.resource_mut(target);
        let one = match target.collection {
            false => target.clone(),
            true => {
                if wholly {
                    resource.add_own(Create, own.clone());
                }
                if resource.key.is_empty() {
                    return;
                }
                target.item()
            }
        };
        for kind in [Get, Update, Delete] {
            self.api.resource_mut(&one).add_own(kind, own.clone());
        }
    }

    /// Whether what a way leads to is contained in what it leads on from, where that is told.
    pub(super) fn contains(&self, via: &str) -> Option<bool> {
        let (owner, name) = via.rsplit_once('/')?;
        let owner = TypeName::new(owner);
        let said = self.variants.contains(self.types, &owner, name);
        said.or_else(|| self.is_made_there(via).then_some(true))
    }

    /// Whether something is made or changed by the way and no entity set could hold it, so that it is
    /// contained (CSDL 4.01, 8.4). Asked only of documents with schemas for one verb, whose converter tells by
    /// them where something can be made.
    fn is_made_there(&self, via: &str) -> bool {
        let Some(way) = self.evidence.ways.get(via) else {
            return false;
        };
        let chain = self.types.chain(&way.target.ty);
        let mut roots = self.evidence.roots.values();
        let is_held = roots.any(|root| root.collection && chain.contains(&&root.ty));
        self.variants.are_written() && way.is_whole() && !is_held
    }

    /// What OData offers of the references themselves, where no path says anything of them.
    fn references(&mut self, target: &Target, via: &str) {
        use OwnKind::{
            AddReference, DeleteReference, GetReference, ListReferences, RemoveReference,
            SetReference,
        };
        let own = Own {
            via: via.to_owned(),
            ..Own::default()
        };
        let kinds = match target.collection {
            true => &[ListReferences, AddReference, RemoveReference][..],
            false => &[GetReference, SetReference, DeleteReference],
        };
        let resource = self.api.resource_mut(target);
        for kind in kinds {
            resource.add_own(*kind, own.clone());
        }
        if target.collection && !resource.key.is_empty() {
            let item = self.api.resource_mut(&target.item());
            item.add_own(RemoveReference, own);
        }
    }

    /// Whether a way is a navigation property that a schema declares.
    pub(super) fn is_property(&self, via: &str) -> bool {
        let declared = via.rsplit_once('/');
        declared.is_some_and(|(owner, name)| {
            let owner = TypeName::new(owner);
            self.types.member(&owner, name).is_some()
        })
    }

    pub(super) fn is_root(&self, via: &str) -> bool {
        self.evidence.roots.contains_key(via)
    }
}
