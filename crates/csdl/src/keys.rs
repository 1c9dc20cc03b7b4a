//! How an item of a collection is addressed: by its key, and by alternate keys.

use graphwright_api::{ItemType, KeyPart, Primitive};

use crate::annotations::{Expression, term};
use crate::hierarchy::Index;
use crate::schema::{Csdl, KeyDecl};
use crate::uses::Uses;

/// What keys are made of.
pub(crate) struct Keys<'a> {
    pub(crate) csdl: &'a Csdl,
    pub(crate) index: &'a Index<'a>,
    pub(crate) uses: &'a Uses<'a>,
}

impl Keys<'_> {
    /// The key of the nearest type that declares one (CSDL XML 4.01, 6.5).
    pub(crate) fn of(&self, ty: &str) -> Vec<KeyPart> {
        let chain = self.index.chain(ty);
        let Some((owner, structured)) = chain.iter().find(|(_, one)| !one.key.is_empty()) else {
            return Vec::new();
        };
        let part = |part: &KeyDecl| KeyPart {
            name: part.name.clone(),
            ty: self.part_type(owner, &part.path),
        };
        structured.key.iter().map(part).collect()
    }

    /// The alternate keys of a type, inherited ones too, and those of a set or navigation property to
    /// it, sorted by the names of their parts.
    pub(crate) fn alternate(&self, ty: &str, place: &str) -> Vec<Vec<KeyPart>> {
        let chain = self.index.chain(ty);
        let places = chain.iter().map(|(name, _)| *name).chain([place]);
        let mut keys: Vec<Vec<KeyPart>> = Vec::new();
        for place in places {
            for term in [term::ALTERNATE_KEYS, term::COMMUNITY_KEYS] {
                let records = self.csdl.annotations.on(place).get(term);
                let records = records.map(Expression::items).unwrap_or_default();
                keys.extend(records.iter().filter_map(|one| self.record(ty, one)));
            }
        }
        keys
    }

    /// An alternate key; `None` if it has no parts, or one without a name.
    fn record(&self, ty: &str, record: &Expression) -> Option<Vec<KeyPart>> {
        let parts = record.property("Key")?.items().iter().map(|part| {
            let path = part.said("Name")?;
            Some(KeyPart {
                name: part.said("Alias").unwrap_or(path).to_owned(),
                ty: self.part_type(ty, path),
            })
        });
        let parts: Vec<KeyPart> = parts.collect::<Option<_>>()?;
        (!parts.is_empty()).then_some(parts)
    }

    /// The type of the property at the end of a path. A value of no type that a key can have stands there as
    /// text.
    fn part_type(&self, owner: &str, path: &str) -> ItemType {
        const TEXT: ItemType = ItemType::Primitive(Primitive::String);
        let mut ty = owner;
        let mut item = None;
        for name in path.split('/') {
            let Some((_, member)) = self.index.member(ty, name) else {
                return TEXT;
            };
            ty = &member.ty.name;
            item = Some(self.uses.type_ref(&member.ty).item);
        }
        match item {
            Some(ItemType::Named(name)) if self.index.structured(name.as_str()).is_some() => TEXT,
            Some(ItemType::Untyped) | None => TEXT,
            Some(item) => item,
        }
    }
}

/// Adds alternate keys to those that are known, in the order of the names of their parts.
pub(crate) fn merge(known: &mut Vec<Vec<KeyPart>>, more: Vec<Vec<KeyPart>>) {
    known.extend(more);
    let parts = |key: &[KeyPart]| -> Vec<(String, ItemType)> {
        key.iter()
            .map(|part| (part.name.clone(), part.ty.clone()))
            .collect()
    };
    known.sort_by_cached_key(|key| parts(key));
    known.dedup_by(|a, b| {
        a.iter()
            .map(|part| &part.name)
            .eq(b.iter().map(|part| &part.name))
    });
}
