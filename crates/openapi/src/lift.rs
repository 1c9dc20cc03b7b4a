//! From what the paths show to resources: the closure of all ways that lead on from the roots.
//!
//! The rules are OData's. Where no path goes on from a type, for converters stop at what is reached by
//! reference, they say what is offered.

mod alternate;
mod expand;
mod marks;
mod offered;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::casts::{MOST_CASTS, MOST_DERIVED, inherit};
use graphwright_api::{
    Api, KeyPart, KeyStyle, Navigation, Operation, Own, OwnKind, PropertyPath, Root, Stream,
    Target, TypeName,
};

use crate::behind::Behind;
use crate::conventions::Conventions;
use crate::deprecation::deprecate_types;
use crate::document::Document;
use crate::evidence::{Evidence, Way, add_overload};
use crate::paths::Segment;
use crate::pointer::Origins;
use crate::report::Report;
use crate::tree::{Node, Tree};
use crate::types::{Member, Types};
use crate::uses::Uses;
use crate::variants::Variants;
use crate::walk::{Context, walk};
use crate::witness::Witness;

/// Lowers all paths of `document` into `api`.
pub(crate) fn lift(
    document: &Document,
    uses: &Uses<'_>,
    api: &mut Api,
    origins: &mut Origins,
    report: &mut Report<'_>,
) -> Witness {
    let types = Types::new(api);
    let tree = Tree::new(document);
    let conventions = Conventions::new(document, &types);
    let context = Context {
        document,
        uses,
        types: &types,
        conventions: &conventions,
    };
    api.key_style = key_style(&tree);
    let (mut evidence, unread) = walk(context, &tree, origins, report);
    evidence.compose_behind_calls();
    let entities = entities(&types, api, &evidence);
    let variants = Variants::new(document, &types);
    let mut lift = Lift {
        keys: keys(&types, &evidence),
        expanded: expanded(&types, &evidence, &variants),
        behind: Behind::new(&types, &evidence, &entities),
        variants,
        conventions: &conventions,
        types: &types,
        evidence: &evidence,
        entities: &entities,
        api,
        open: Vec::new(),
        seen: BTreeSet::new(),
        ways: BTreeSet::new(),
    };
    lift.mark_properties();
    for (name, target) in &evidence.roots {
        lift.root(name, target);
    }
    lift.unbound();
    while let Some(target) = lift.open.pop() {
        lift.resource(&target);
    }
    inherit(lift.api);
    alternate::inherit(lift.api);
    expand::allow(lift.api);
    deprecate_types(api, &evidence);
    Witness {
        paths: document.paths.len(),
        unread,
        marks_navigation: uses.marks_navigation,
        entities,
        ..witness(&evidence)
    }
}

/// Takes down what the paths show, apart from what was made of it.
fn witness(evidence: &Evidence) -> Witness {
    let mut witness = Witness::default();
    for way in evidence.ways.values() {
        for kind in way.own.keys() {
            let (asked, kind) = ([way.target.clone(), way.target.item()], *kind);
            let asked = asked.into_iter().filter(|to| kind.is_offered_by(to));
            witness.asked.extend(asked.map(|to| (to, kind)));
        }
    }
    for (target, segments) in &evidence.operations {
        for (segment, overloads) in segments {
            if overloads.iter().any(|one| one.composes.is_some()) {
                witness.composed.insert((target.clone(), segment.clone()));
            }
        }
    }
    witness.keyed = evidence.keys.keys().cloned().collect();
    witness
}

/// Keys are segments, unless they stand in parentheses wherever there is one.
fn key_style(tree: &Tree<'_>) -> KeyStyle {
    let mut in_parentheses = false;
    let mut open: Vec<&Node<'_>> = vec![tree.root()];
    while let Some(node) = open.pop() {
        match &node.segment {
            Some(Segment::Key { parentheses, .. }) if !parentheses => return KeyStyle::Segment,
            Some(Segment::Key { .. }) => in_parentheses = true,
            _ => {}
        }
        open.extend(tree.children(node));
    }
    match in_parentheses {
        true => KeyStyle::Parentheses,
        false => KeyStyle::Segment,
    }
}

/// The last base types of all entity types: what a way leads to, and what a navigation property holds.
fn entities(types: &Types, api: &Api, evidence: &Evidence) -> BTreeSet<TypeName> {
    let reached = evidence.ways.values().map(|way| &way.target.ty);
    let called = evidence.operations.keys().map(|target| &target.ty);
    let structured = api.types.values().filter_map(|ty| ty.structured());
    let properties = structured.flat_map(|one| &one.properties);
    let navigated = properties.filter(|one| one.navigation);
    let held = navigated.filter_map(|one| one.ty.named());
    let all = reached.chain(called).chain(held);
    all.map(|ty| types.root(ty).clone()).collect()
}

/// The keys that the paths show; of an inherited key, by the type that declares its properties.
fn keys(types: &Types, evidence: &Evidence) -> BTreeMap<TypeName, Vec<KeyPart>> {
    let mut keys: BTreeMap<TypeName, Vec<KeyPart>> = BTreeMap::new();
    for (ty, key) in &evidence.keys {
        let owner = key
            .first()
            .and_then(|part| types.member(ty, &part.name))
            .map_or(ty, |(owner, _)| owner);
        keys.entry(owner.clone()).or_insert_with(|| key.clone());
    }
    keys
}

/// The types that declare what some path goes on to: those with such a path or with one that changes them, and
/// their base types. The converter of OASIS changes a type also where its document ends.
fn expanded(types: &Types, evidence: &Evidence, variants: &Variants) -> BTreeSet<TypeName> {
    let goes_on = |depth: usize| !variants.are_written() || depth <= evidence.deepest_key;
    let changed = evidence
        .changed
        .iter()
        .filter(|(_, depth)| goes_on(**depth));
    let all = evidence.expanded.iter().chain(changed.map(|(ty, _)| ty));
    let all = all.flat_map(|ty| types.chain(ty));
    all.cloned().collect()
}

struct Lift<'l> {
    keys: BTreeMap<TypeName, Vec<KeyPart>>,
    expanded: BTreeSet<TypeName>,
    behind: Behind,
    variants: Variants,
    conventions: &'l Conventions,
    types: &'l Types,
    evidence: &'l Evidence,
    entities: &'l BTreeSet<TypeName>,
    api: &'l mut Api,
    /// The targets that were reached and are not lowered yet.
    open: Vec<Target>,
    seen: BTreeSet<Target>,
    ways: BTreeSet<String>,
}

impl Lift<'_> {
    fn is_entity(&self, ty: &TypeName) -> bool {
        self.entities.contains(self.types.root(ty))
    }

    fn root(&mut self, name: &str, target: &Target) {
        let root = Root {
            target: target.clone(),
            doc: String::new(),
        };
        self.api.roots.insert(name.to_owned(), root);
        self.arrive(target, name, "");
    }

    fn unbound(&mut self) {
        for (segment, overloads) in &self.evidence.unbound {
            for operation in overloads {
                self.compose(operation);
            }
            let mut overloads = overloads.clone();
            overloads.sort_by(|a, b| a.order().cmp(&b.order()));
            let name = segment.rsplit('.').next().unwrap_or(segment);
            self.api.operations.insert(name.to_owned(), overloads);
        }
    }

    fn visit(&mut self, target: Target) {
        if self.seen.insert(target.clone()) {
            self.open.push(target);
        }
    }

    /// What is addressed by a call can be read.
    fn compose(&mut self, operation: &Operation) {
        let Some(target) = &operation.composes else {
            return;
        };
        let via = format!("{}()", operation.name);
        let has_items = self.address(target, true);
        let own = Own {
            via,
            ..Own::default()
        };
        let reads = [OwnKind::List, OwnKind::Count];
        let of_target = match target.collection {
            true => &reads[..],
            false => &[OwnKind::Get],
        };
        for kind in of_target {
            self.api.resource_mut(target).add_own(*kind, own.clone());
        }
        if has_items {
            let item = self.api.resource_mut(&target.item());
            item.add_own(OwnKind::Get, own);
        }
        self.casts(target, None, has_items);
    }

    /// Takes over what the paths show of a way, which a property with the words `doc` describes.
    fn arrive(&mut self, target: &Target, via: &str, doc: &str) {
        if !self.ways.insert(via.to_owned()) {
            return;
        }
        let evidence = self.evidence;
        let way = evidence.ways.get(via);
        let alternate = way.map_or(&[][..], |way| &way.alternate_keys);
        let resource = self.api.resource_mut(target);
        for key in alternate {
            if !resource.alternate_keys.contains(key) {
                resource.alternate_keys.push(key.clone());
            }
        }
        let names = |key: &Vec<KeyPart>| -> Vec<String> {
            key.iter().map(|part| part.name.clone()).collect()
        };
        resource.alternate_keys.sort_by_cached_key(names);
        let contains = self.contains(via);
        let is_cut_off = way.is_some_and(|way| self.is_cut_off(way, contains));
        // What can be changed is no reference, and of that converters write a path for each item.
        let is_indexable =
            is_cut_off || way.is_none_or(|way| way.keyed || !(way.is_whole() || self.is_root(via)));
        let has_items = self.address(target, is_indexable);
        let by_default = Own {
            doc: doc.to_owned(),
            via: via.to_owned(),
            ..Own::default()
        };
        self.offer(target, way, &by_default, contains);
        // Converters write no path for an item that is reached by reference.
        let unasked = way.is_none_or(|way| !way.items_asked) && self.is_property(via);
        if has_items && target.collection && unasked {
            let item = self.api.resource_mut(&target.item());
            item.add_own(OwnKind::Get, by_default);
        }
        self.casts(target, way, has_items);
    }

    /// What OData offers of the value of a complex property that leads on (OData Protocol 4.01, 11.4.9);
    /// converters write no path for it.
    fn value(&mut self, target: &Target, via: String) {
        if !self.ways.insert(via.clone()) {
            return;
        }
        self.address(target, false);
        let kinds: &[OwnKind] = match target.collection {
            true => &[OwnKind::List, OwnKind::Count],
            false => &[
                OwnKind::Get,
                OwnKind::Update,
                OwnKind::Delete,
                OwnKind::Replace,
            ],
        };
        let own = Own {
            via,
            ..Own::default()
        };
        for kind in kinds {
            self.api.resource_mut(target).add_own(*kind, own.clone());
        }
        self.casts(target, None, false);
    }

    /// Visits a target, and the items of a collection where a key addresses them; whether one does.
    fn address(&mut self, target: &Target, is_indexable: bool) -> bool {
        self.api.resource_mut(target);
        self.visit(target.clone());
        if !target.collection || !is_indexable {
            return false;
        }
        let types = self.types;
        let mut chain = types.chain(&target.ty).into_iter();
        let key = chain.find_map(|ty| self.keys.get(ty)).cloned();
        let resource = self.api.resource_mut(target);
        resource.key = key.unwrap_or_default();
        let has_items = !resource.key.is_empty() || !resource.alternate_keys.is_empty();
        if has_items {
            self.visit(target.item());
            self.api.resource_mut(&target.item());
        }
        has_items
    }

    /// The casts that paths show, else those to all derived types.
    fn casts(&mut self, target: &Target, way: Option<&Way>, has_items: bool) {
        let shown = way.map(|way| &way.casts).filter(|casts| !casts.is_empty());
        let casts = match shown {
            Some(casts) => casts.clone(),
            None => {
                let mut all = self
                    .types
                    .derived(&target.ty, MOST_DERIVED)
                    .unwrap_or_default();
                // A complex value is cast only to what has more behind it, and so is one of many types.
                if !self.is_entity(&target.ty) || all.len() > MOST_CASTS {
                    all.retain(|ty| self.behind.adds(self.types, &target.ty, ty));
                }
                if all.len() > MOST_CASTS {
                    all.clear();
                }
                all
            }
        };
        for ty in casts {
            self.cast(target, &ty);
            if has_items {
                self.cast(&target.item(), &ty);
            }
        }
    }

    fn cast(&mut self, from: &Target, ty: &TypeName) {
        let to = Target {
            ty: ty.clone(),
            collection: from.collection,
        };
        let casts = &mut self.api.resource_mut(from).casts;
        if casts.insert(ty.clone(), to.clone()).is_none() {
            self.address(&to, true);
        }
    }

    fn resource(&mut self, target: &Target) {
        let types = self.types;
        let chain = types.chain(&target.ty);
        self.operations(target, &chain);
        if target.collection {
            return;
        }
        if chain.iter().any(|ty| self.evidence.media.contains(ty)) {
            let streams = &mut self.api.resource_mut(target).streams;
            streams.insert("$value".to_owned(), Stream::default());
        }
        let mut known = BTreeSet::new();
        for owner in chain {
            for (name, member) in types.members(owner) {
                if known.insert(name) {
                    self.member(target, owner, name, member);
                }
            }
            let undeclared = self.evidence.undeclared.get(owner);
            for (name, to) in undeclared.into_iter().flatten() {
                self.navigate(target, to, format!("{owner}/{name}"), name, "");
            }
        }
    }

    fn operations(&mut self, target: &Target, chain: &[&TypeName]) {
        let mut found: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
        for owner in chain {
            let seen_on = Target {
                ty: (*owner).clone(),
                collection: target.collection,
            };
            for (segment, overloads) in self.evidence.operations.get(&seen_on).into_iter().flatten()
            {
                let known = found.entry(segment.clone()).or_default();
                for one in overloads {
                    add_overload(known, one.clone());
                }
            }
        }
        for overloads in found.values_mut() {
            overloads.sort_by(|a, b| a.order().cmp(&b.order()));
            for operation in overloads {
                self.compose(operation);
            }
        }
        self.api.resource_mut(target).operations = found;
    }

    /// A property that leads on, or that has a URL of its own.
    fn member(&mut self, target: &Target, owner: &TypeName, name: &str, member: &Member) {
        let doc = member.doc.clone();
        let key = (owner.clone(), name.to_owned());
        if self.evidence.streams.contains(&key) {
            let streams = &mut self.api.resource_mut(target).streams;
            let stream = Stream {
                doc,
                ..Stream::default()
            };
            streams.insert(name.to_owned(), stream);
            return;
        }
        let Some(held) = member.ty.named().filter(|held| self.types.contains(held)) else {
            return;
        };
        // A mark cannot stand beside the `$ref` of a property (OpenAPI 3.0, 4.7.23).
        if !member.navigation && !self.is_entity(held) {
            let path = PropertyPath {
                doc,
                ..PropertyPath::new(member.ty.clone())
            };
            let to = path.target();
            let properties = &mut self.api.resource_mut(target).properties;
            properties.insert(name.to_owned(), path);
            let leads_on = |to: &Target| self.behind.leads_on(self.types, self.evidence, to);
            if let Some(to) = to.filter(leads_on) {
                self.value(&to, format!("{owner}/{name}"));
            }
            return;
        }
        let via = format!("{owner}/{name}");
        // Where paths go on from the owner and none through this property, none may.
        if self.expanded.contains(owner) && !self.evidence.ways.contains_key(&via) {
            return;
        }
        let to = Target {
            ty: held.clone(),
            collection: member.ty.collection,
        };
        self.navigate(target, &to, via, name, &doc);
    }

    fn navigate(&mut self, from: &Target, to: &Target, via: String, name: &str, doc: &str) {
        let navigation = Navigation {
            target: to.clone(),
            doc: doc.to_owned(),
        };
        let known = &mut self.api.resource_mut(from).navigation;
        known.insert(name.to_owned(), navigation);
        self.arrive(to, &via, doc);
    }
}
