//! The facts of types that walking paths needs: members, derived types, entity types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use graphwright_api::{Api, DEEPEST_CHAIN, TypeName, TypeRef};

/// Structured types by name, and what stands in them.
#[derive(Debug, Default)]
pub(crate) struct Types {
    bases: HashMap<TypeName, TypeName>,
    derived: BTreeMap<TypeName, Vec<TypeName>>,
    members: HashMap<TypeName, BTreeMap<String, Member>>,
    by_simple_name: HashMap<String, Vec<TypeName>>,
    /// The last base types of what marked navigation properties hold.
    entities: BTreeSet<TypeName>,
}

/// A property.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) ty: TypeRef,
    pub(crate) doc: String,
    pub(crate) navigation: bool,
}

impl Types {
    pub(crate) fn new(api: &Api) -> Self {
        let mut types = Self::default();
        for (name, ty) in &api.types {
            let Some(structured) = ty.structured() else {
                continue;
            };
            if let Some(base) = &structured.base {
                types.bases.insert(name.clone(), base.clone());
                let derived = types.derived.entry(base.clone()).or_default();
                derived.push(name.clone());
            }
            let members = structured.properties.iter().map(|one| {
                let member = Member {
                    ty: one.ty.clone(),
                    doc: one.doc.clone(),
                    navigation: one.navigation,
                };
                (one.name.clone(), member)
            });
            types.members.insert(name.clone(), members.collect());
            let simple = name.simple().to_owned();
            types
                .by_simple_name
                .entry(simple)
                .or_default()
                .push(name.clone());
        }
        let members = types.members.values().flat_map(BTreeMap::values);
        let held = members.filter(|one| one.navigation);
        let held = held.filter_map(|one| one.ty.named());
        types.entities = held.map(|held| types.root(held).clone()).collect();
        types
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &TypeName> {
        self.members.keys()
    }

    pub(crate) fn contains(&self, ty: &TypeName) -> bool {
        self.members.contains_key(ty)
    }

    /// A type and its base types up to the root; a cycle ends where it would repeat.
    pub(crate) fn chain<'a>(&'a self, ty: &'a TypeName) -> Vec<&'a TypeName> {
        let mut chain = vec![ty];
        while let Some(base) = self.bases.get(chain[chain.len() - 1]) {
            if chain.contains(&base) || chain.len() == DEEPEST_CHAIN {
                break;
            }
            chain.push(base);
        }
        chain
    }

    /// The last of the base types of a type.
    pub(crate) fn root<'a>(&'a self, ty: &'a TypeName) -> &'a TypeName {
        let chain = self.chain(ty);
        chain[chain.len() - 1]
    }

    /// The property of that name, own or inherited, and the type that declares it.
    pub(crate) fn member<'a>(
        &'a self,
        ty: &'a TypeName,
        name: &str,
    ) -> Option<(&'a TypeName, &'a Member)> {
        let mut chain = self.chain(ty).into_iter();
        chain.find_map(|owner| Some((owner, self.members.get(owner)?.get(name)?)))
    }

    /// The properties that a type declares itself, by name.
    pub(crate) fn members(&self, ty: &TypeName) -> impl Iterator<Item = (&str, &Member)> {
        let own = self.members.get(ty).into_iter().flatten();
        own.map(|(name, member)| (name.as_str(), member))
    }

    /// Returns whether a type is an entity type by what marked navigation properties hold.
    pub(crate) fn is_entity(&self, ty: &TypeName) -> bool {
        self.entities.contains(self.root(ty))
    }

    /// The types derived from `ty`, at whatever depth. `None` if they are more than `most`.
    pub(crate) fn derived(&self, ty: &TypeName, most: usize) -> Option<BTreeSet<TypeName>> {
        let mut open = vec![ty];
        let mut found = BTreeSet::new();
        while let Some(one) = open.pop() {
            for derived in self.derived.get(one).into_iter().flatten() {
                if derived != ty && found.insert(derived.clone()) {
                    open.push(derived);
                }
                if found.len() > most {
                    return None;
                }
            }
        }
        Some(found)
    }

    /// The type derived from `from` that a cast segment names: by its full name, or with an alias for
    /// its namespace, which a document does not explain.
    pub(crate) fn cast(&self, from: &TypeName, segment: &str) -> Option<TypeName> {
        let (prefix, simple) = segment.rsplit_once('.')?;
        let named = self.by_simple_name.get(simple)?;
        let whole = TypeName::new(segment);
        if named.contains(&whole) {
            return Some(whole);
        }
        let is_derived = |ty: &&TypeName| self.chain(ty).contains(&from);
        let ends_alike = |ty: &&TypeName| {
            let namespace = ty.namespace();
            namespace
                .strip_suffix(prefix)
                .is_some_and(|rest| rest.ends_with('.'))
        };
        let mut candidates: Vec<&TypeName> = named.iter().filter(is_derived).collect();
        candidates.sort_by_key(|ty| (!ends_alike(ty), ty.as_str().len()));
        candidates.first().map(|ty| (*ty).clone())
    }

    /// The types of that simple name.
    pub(crate) fn of_simple_name(&self, simple: &str) -> &[TypeName] {
        self.by_simple_name.get(simple).map_or(&[], Vec::as_slice)
    }
}
