//! How an item of a collection is addressed: by its key, and by alternate keys.

use graphwright_api::{ItemType, KeyPart, Primitive};

use crate::Context;
use crate::annotations::{Expression, term};
use crate::schema::{KeyDecl, StructuredDecl};

/// The lookup of keys.
pub(crate) struct Keys<'a>(Context<'a>);

impl<'a> Keys<'a> {
    pub(crate) fn of(context: Context<'a>) -> Self {
        Self(context)
    }

    /// The key that a type declares itself (CSDL XML 4.01, 6.5).
    pub(crate) fn declared(&self, owner: &str, structured: &StructuredDecl) -> Vec<KeyPart> {
        let part = |part: &KeyDecl| KeyPart {
            name: part.name.clone(),
            ty: self.part_type(owner, &part.path),
        };
        structured.key.iter().map(part).collect()
    }

    /// The alternate keys of items of a type that are declared at `place`: the type itself, or a set or
    /// navigation property to it.
    pub(crate) fn alternate(&self, ty: &str, place: &str) -> Vec<Vec<KeyPart>> {
        let mut keys: Vec<Vec<KeyPart>> = Vec::new();
        for term in [term::ALTERNATE_KEYS, term::COMMUNITY_KEYS] {
            let records = self.0.csdl.annotations.on(place).get(term);
            let records = records.map(Expression::items).unwrap_or_default();
            keys.extend(records.iter().filter_map(|one| self.record(ty, one)));
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
            let Some((_, member)) = self.0.index.member(ty, name) else {
                return TEXT;
            };
            ty = &member.ty.name;
            item = Some(self.0.uses.type_ref(&member.ty).item);
        }
        match item {
            Some(ItemType::Named(name)) if self.0.index.structured(name.as_str()).is_some() => TEXT,
            Some(ItemType::Untyped) | None => TEXT,
            Some(item) => item,
        }
    }
}
