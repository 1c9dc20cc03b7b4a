//! OData's rules: which resources follow from what is declared, what leads to them, and what can be asked of
//! them. Both readers use them.
//!
//! The closure begins at sets, singletons and imports, and takes each way on (OData URL Conventions 4.01, 4).
//! A way offers what its declaration says; where the declaration is silent, `defaults` decides.

mod addressable;
mod casts;
mod composition;
mod defaults;
mod operations;

pub use self::casts::{MOST_CASTS, MOST_DERIVED};

use std::collections::{BTreeMap, BTreeSet};

use self::addressable::Addressable;
use self::defaults::WayKind;
use crate::declare::{Addresses, Declarations, Property, Restrictions, Said, Words};
use crate::{
    Addressed, Api, KeyPart, Navigation, Offers, PropertyPath, QueryOptions, Root,
    StandardOperation, StandardOperationKind, Stream, Target, TypeName, Way,
};

/// Adds to `api` all that its roots and imports lead to, as it is declared.
pub fn close(declared: &Declarations, api: &mut Api) {
    let mut closure = Closure {
        declared,
        addressable: &Addressable::new(declared),
        api,
        open: Vec::new(),
        seen: BTreeSet::new(),
        taken: BTreeMap::new(),
    };
    for (name, root) in &declared.roots {
        closure.root(name, root);
    }
    closure.imports();
    while let Some(target) = closure.open.pop() {
        closure.resource(&target);
    }
    casts::inherit(api);
    composition::settle(api);
}

struct Closure<'d, 'l> {
    declared: &'d Declarations,
    addressable: &'l Addressable<'d>,
    api: &'l mut Api,
    /// The targets that were reached and are not closed yet.
    open: Vec<Target>,
    seen: BTreeSet<Target>,
    /// The ways that were taken, with what they lead to: those that types inherit are taken once.
    taken: BTreeMap<(Way, Target), Taken>,
}

/// The standard operations of a way, and the query options that each takes.
#[derive(Clone, Default)]
struct Taken {
    offers: Offers,
    options: QueryOptions,
}

impl<'d> Closure<'d, '_> {
    fn root(&mut self, name: &str, root: &'d crate::declare::Root) {
        let target = &root.target;
        let kind = match target.collection {
            true => WayKind::Set,
            false => WayKind::Singleton,
        };
        let way = Way::Root(name.to_owned());
        let taken = self.arrive(target, kind, way, &root.restrictions);
        let root = Root {
            target: target.clone(),
            offers: taken.offers,
            options: taken.options,
            doc: root.doc.clone(),
        };
        self.api.roots.insert(name.to_owned(), root);
    }

    fn visit(&mut self, target: Target) {
        self.api.resource_mut(&target);
        if self.seen.insert(target.clone()) {
            self.open.push(target);
        }
    }

    /// Takes down what a way to a target adds to it: what OData defines for it, how its items are addressed,
    /// and what it can be cast to. Returns what the way offers.
    fn arrive(
        &mut self,
        target: &Target,
        kind: WayKind,
        way: Way,
        said: &'d Restrictions,
    ) -> Taken {
        let step = (way, target.clone());
        if let Some(taken) = self.taken.get(&step) {
            return taken.clone();
        }
        let has_items = self.address(target, &said.alternate_keys, !said.no_items);
        let addressed = match target.collection {
            true => Addressed::Collection,
            false => Addressed::Single,
        };
        let mut taken = Taken::default();
        let item = target.item();
        let asked = [(target, addressed), (&item, Addressed::Item)];
        for (target, addressed) in asked.into_iter().take(1 + usize::from(has_items)) {
            for (operation, words) in offered(addressed, kind, said) {
                taken.offers.insert(operation);
                taken.options.set(operation, words.options.clone());
                let own = StandardOperation {
                    doc: words.doc.clone(),
                    via: step.0.clone(),
                    unsupported: words.unsupported.clone(),
                    deprecation: words.deprecation.clone(),
                };
                self.api.resource_mut(target).add_standard(operation, own);
            }
        }
        for derived in self.addressable.casts(&target.ty, said) {
            self.cast(target, &derived);
            if has_items {
                self.cast(&item, &derived);
            }
        }
        self.taken.insert(step, taken.clone());
        taken
    }

    /// Visits a target, and the items of a collection where a key addresses them; whether one does.
    fn address(&mut self, target: &Target, more: &[Vec<KeyPart>], indexable: bool) -> bool {
        self.visit(target.clone());
        if !target.collection || !indexable {
            return false;
        }
        let chain = self.declared.chain(&target.ty).into_iter();
        let types = || chain.clone().filter_map(|ty| self.declared.types.get(ty));
        // The key of the nearest type that declares one (CSDL XML 4.01, 6.5).
        let key = types().map(|one| &one.key).find(|key| !key.is_empty());
        let alternate = types().flat_map(|one| &one.alternate_keys).chain(more);
        let alternate: Vec<Vec<KeyPart>> = alternate.cloned().collect();
        let has_items = key.is_some() || !alternate.is_empty();
        if has_items {
            let key = key.cloned().unwrap_or_default();
            let resource = self.api.resource_mut(target);
            resource.key = key;
            merge(&mut resource.alternate_keys, alternate);
            self.visit(target.item());
        }
        has_items
    }

    fn cast(&mut self, from: &Target, derived: &TypeName) {
        let to = Target {
            ty: derived.clone(),
            collection: from.collection,
        };
        let casts = &mut self.api.resource_mut(from).casts;
        if casts.insert(to.ty.clone(), to.clone()).is_none() {
            self.address(&to, &[], true);
        }
    }

    fn resource(&mut self, target: &Target) {
        let declared = self.declared;
        let chain = declared.chain(&target.ty);
        self.operations(target, &chain);
        if target.collection {
            return;
        }
        let types: Vec<_> = chain
            .into_iter()
            .filter_map(|ty| declared.types.get_key_value(ty))
            .collect();
        if types.iter().any(|(_, one)| one.media) {
            let streams = &mut self.api.resource_mut(target).streams;
            streams.insert("$value".to_owned(), Stream::default());
        }
        // A path goes on through a property of a single entity only (OData URL Conventions 4.01, 4.3).
        for (owner, ty) in types {
            for (name, property) in &ty.properties {
                self.property(target, owner, name, property);
            }
        }
    }

    /// Adds a property with a URL of its own. A derived type that declares a name again has the last word.
    fn property(&mut self, of: &Target, owner: &TypeName, name: &str, property: &'d Property) {
        let doc = property.doc.clone();
        let way = || Way::property(owner, name);
        match &property.addresses {
            Addresses::Entities {
                target,
                contained,
                navigable,
                restrictions,
            } => {
                if !navigable {
                    return;
                }
                let kind = match contained {
                    true => WayKind::Contained,
                    false => WayKind::Reference,
                };
                let taken = self.arrive(target, kind, way(), restrictions);
                let on = Navigation {
                    target: target.clone(),
                    via: way(),
                    offers: taken.offers,
                    options: taken.options,
                    doc,
                };
                let navigation = &mut self.api.resource_mut(of).navigation;
                navigation.entry(name.to_owned()).or_insert(on);
            }
            Addresses::Value {
                ty,
                readable,
                restrictions,
            } => {
                if !readable {
                    return;
                }
                let mut path = PropertyPath {
                    doc,
                    via: way(),
                    ..PropertyPath::new(ty.clone())
                };
                if let Some(to) = path.target().filter(|to| self.addressable.leads_on(to)) {
                    let taken = self.arrive(&to, WayKind::Value, way(), restrictions);
                    (path.offers, path.options) = (taken.offers, taken.options);
                }
                let properties = &mut self.api.resource_mut(of).properties;
                properties.entry(name.to_owned()).or_insert(path);
            }
            Addresses::Stream { readable, verbs } => {
                if *readable {
                    let stream = Stream {
                        doc,
                        verbs: verbs.clone(),
                    };
                    let streams = &mut self.api.resource_mut(of).streams;
                    streams.entry(name.to_owned()).or_insert(stream);
                }
            }
        }
    }
}

/// Returns the standard operations that a way offers, each with its documentation.
fn offered(
    addressed: Addressed,
    kind: WayKind,
    said: &Restrictions,
) -> impl Iterator<Item = (StandardOperationKind, &Words)> {
    StandardOperationKind::of(addressed).filter_map(move |operation| match said.of(operation) {
        Said::Yes(words) => Some((operation, words)),
        Said::Nothing(words) => kind.offers(operation).then_some((operation, words)),
        Said::No => None,
    })
}

/// Adds alternate keys to those that are known, in the order of the names of their parts.
fn merge(known: &mut Vec<Vec<KeyPart>>, more: Vec<Vec<KeyPart>>) {
    known.extend(more);
    known.sort_by_cached_key(|key| {
        let parts = key.iter().map(|part| (part.name.clone(), part.ty.clone()));
        parts.collect::<Vec<_>>()
    });
    known.dedup_by(|a, b| {
        let names =
            |key: &[KeyPart]| -> Vec<String> { key.iter().map(|part| part.name.clone()).collect() };
        names(a) == names(b)
    });
}
