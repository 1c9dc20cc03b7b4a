//! Structured types by name, their chains of base types, and what is derived from them.

use std::collections::{BTreeSet, HashMap, HashSet};

use graphwright_api::DEEPEST_CHAIN;

use crate::schema::{Csdl, MemberDecl, StructuredDecl};

/// Structured types by name. Chains of base types that are cycles or too long are reported by
/// [`graphwright_api::check`]; here they end.
#[derive(Default)]
pub(crate) struct Index<'a> {
    types: HashMap<&'a str, &'a StructuredDecl>,
    members: HashMap<(&'a str, &'a str), &'a MemberDecl>,
    derived: HashMap<&'a str, Vec<&'a str>>,
    /// Members that are part of a key, by the type that declares them.
    keys: HashSet<(&'a str, &'a str)>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(csdl: &'a Csdl) -> Self {
        let mut index = Self::default();
        for decl in &csdl.types {
            let name = decl.name.as_str();
            let Some(structured) = decl.structured() else {
                continue;
            };
            if index.types.contains_key(name) {
                continue;
            }
            index.types.insert(name, structured);
            for member in &structured.members {
                let known = index.members.entry((name, &member.name));
                known.or_insert(member);
            }
            if let Some(base) = structured.base.as_deref() {
                index.derived.entry(base).or_default().push(name);
            }
        }
        index.keys = index.key_members();
        index
    }

    fn key_members(&self) -> HashSet<(&'a str, &'a str)> {
        let types = self.types.iter();
        let parts = types.flat_map(|(name, ty)| ty.key.iter().map(|part| (*name, part)));
        let members = parts.filter_map(|(ty, part)| {
            let (owner, member) = self.member(ty, &part.path)?;
            Some((owner, member.name.as_str()))
        });
        members.collect()
    }

    /// Returns whether a member that `ty` declares is part of a key: of its own, or of a type derived from it, for a
    /// base type without a key may leave that to them (CSDL XML 4.01, 6.5).
    pub(crate) fn is_key(&self, ty: &str, name: &str) -> bool {
        self.keys.contains(&(ty, name))
    }

    /// The structured type of that name.
    pub(crate) fn structured(&self, name: &str) -> Option<&'a StructuredDecl> {
        self.types.get(name).copied()
    }

    /// Returns whether `name` is a declared entity type.
    pub(crate) fn is_entity(&self, name: &str) -> bool {
        self.structured(name).is_some_and(|one| one.entity)
    }

    /// Returns whether `name` is a declared complex type.
    pub(crate) fn is_complex(&self, name: &str) -> bool {
        self.structured(name).is_some_and(|one| !one.entity)
    }

    /// The member of that name, own or inherited, and the type that declares it.
    pub(crate) fn member(&self, ty: &str, name: &str) -> Option<(&'a str, &'a MemberDecl)> {
        self.chain(ty).into_iter().find_map(|(owner, _)| {
            let (_, member) = self.members.get_key_value(&(owner, name))?;
            Some((owner, *member))
        })
    }

    /// The type of that name and its base types up to the root; a cycle ends where it would repeat.
    pub(crate) fn chain(&self, name: &str) -> Vec<(&'a str, &'a StructuredDecl)> {
        let mut chain: Vec<(&'a str, &'a StructuredDecl)> = Vec::new();
        let mut next = self.types.get_key_value(name);
        while let Some((name, structured)) = next
            && chain.len() < DEEPEST_CHAIN
            && chain.iter().all(|(known, _)| known != name)
        {
            chain.push((name, structured));
            let base = structured.base.as_deref();
            next = base.and_then(|base| self.types.get_key_value(base));
        }
        chain
    }

    /// The types derived from `name`, at whatever depth. `None` if they are more than `most`.
    pub(crate) fn derived(&self, name: &str, most: usize) -> Option<BTreeSet<&'a str>> {
        let mut open = vec![name];
        let mut found = BTreeSet::new();
        while let Some(ty) = open.pop() {
            for derived in self.derived.get(ty).into_iter().flatten().copied() {
                if derived != name && found.insert(derived) {
                    open.push(derived);
                }
                if found.len() > most {
                    return None;
                }
            }
        }
        Some(found)
    }
}
