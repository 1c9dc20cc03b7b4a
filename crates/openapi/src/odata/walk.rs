//! Walks the paths of a document from its root, and takes down what they show.
//!
//! Each prefix of a path is a place with a type: what the schema of its owner declares, else what is
//! answered there. Thousands of paths lead to one type; what they show of it adds up.

mod calls;
mod members;
mod roots;

use std::collections::BTreeSet;

use graphwright_api::{Addressed, Deprecation, StandardOperationKind, Target, TypeName, Way};
use openapiv3::Operation;

use self::calls::{is_marked, marked_call, marked_call_of};
use crate::document::Document;
use crate::odata::conventions::Conventions;
use crate::odata::keys;
use crate::odata::options;
use crate::odata::path_facts::PathFacts;
use crate::odata::paths::{Part, Segment};
use crate::odata::requests;
use crate::odata::tree::{Node, Template, Tree};
use crate::odata::types::Types;
use crate::odata::uses::Uses;
use crate::pointer::{self, Origins};
use crate::report::Report;
use crate::report::unread::{self, Unread};

/// The lookup tables of the walk.
#[derive(Clone, Copy)]
pub(crate) struct Context<'l, 'a> {
    pub(crate) document: &'a Document,
    pub(crate) uses: &'l Uses<'a>,
    pub(crate) types: &'l Types,
    pub(crate) conventions: &'l Conventions,
}

/// A place that a prefix of a path leads to.
#[derive(Clone, Debug)]
struct Location {
    target: Target,
    /// None behind a cast or a call, for what OData defines there is that of what is cast or called.
    via: Option<Way>,
    /// Whether it is an item of a collection, and not a single entity by itself.
    item: bool,
    /// Whether the call of a function leads here.
    called: bool,
    /// How many navigation properties lead here.
    depth: usize,
    /// The deprecations of what the path passes before, which converters repeat behind it.
    above: Vec<Deprecation>,
}

impl Location {
    fn addressed(&self) -> Addressed {
        match (self.target.collection, self.item) {
            (true, _) => Addressed::Collection,
            (false, true) => Addressed::Item,
            (false, false) => Addressed::Single,
        }
    }

    /// Returns what the way that leads here addresses.
    fn of_way(&self) -> Target {
        Target {
            ty: self.target.ty.clone(),
            collection: self.target.collection || self.item,
        }
    }
}

/// Takes down what all paths show, and the paths that show nothing.
pub(crate) fn walk<'a>(
    context: Context<'_, 'a>,
    tree: &Tree<'a>,
    origins: &mut Origins,
    report: &mut Report<'_>,
) -> (PathFacts, BTreeSet<String>) {
    let paths = context.document.paths.iter().map(|(text, _)| text.as_str());
    let mut walk = PathWalk {
        passed_over: paths.collect(),
        context,
        tree,
        origins,
        report,
        facts: PathFacts::default(),
        marked: is_marked(context.document),
    };
    let root = tree.root();
    for child in tree.children(root) {
        walk.at_root(root, child);
    }
    let passed_over = walk.passed_over.into_iter().map(str::to_owned);
    (walk.facts, passed_over.collect())
}

struct PathWalk<'l, 'a, 't> {
    context: Context<'l, 'a>,
    tree: &'l Tree<'a>,
    origins: &'l mut Origins,
    report: &'l mut Report<'t>,
    facts: PathFacts,
    /// The paths that the walk did not come by, or could make nothing of.
    passed_over: BTreeSet<&'a str>,
    marked: bool,
}

/// Where the walk goes on.
type Next<'n, 'a> = Vec<(&'n Node<'a>, Location)>;

impl<'l, 'a> PathWalk<'l, 'a, '_> {
    fn come_by(&mut self, node: &Node<'a>) {
        if let Some(path) = node.path() {
            self.passed_over.remove(path);
        }
    }

    fn at_root(&mut self, root: &'l Node<'a>, node: &'l Node<'a>) {
        self.come_by(node);
        let place = match &node.segment {
            Some(Segment::Name(name)) => match self.call(node, None) {
                Some((kind, operation)) => self.invoked(node, None, kind, operation, (name, &[])),
                None => self.root(node, name),
            },
            Some(Segment::Call { name, parts }) => {
                let set = self.tree.children(root).find(
                    |other| matches!(&other.segment, Some(Segment::Name(other)) if other == name),
                );
                match (self.call(node, None), set) {
                    (Some((kind, operation)), None) => {
                        self.invoked(node, None, kind, operation, (name, parts))
                    }
                    (Some((kind, operation)), _) if marked_call_of(node) => {
                        self.invoked(node, None, kind, operation, (name, parts))
                    }
                    (_, set) => {
                        let place = self.root(set.unwrap_or(node), name);
                        let collection = set.unwrap_or(node);
                        place.and_then(|place| self.key(node, collection, &place, parts))
                    }
                }
            }
            Some(Segment::Key { .. }) => {
                if let Some(template) = node.within {
                    let text = template.text.escape_debug();
                    let message = format!(
                        "the path `{text}` begins with a key, so that nothing says what it addresses"
                    );
                    let help = "begin it with an entity set or singleton; it is left out";
                    self.report.warning(at(template), message, help);
                }
                None
            }
            // `/$batch`, `/$metadata` and the service document are the protocol's.
            Some(Segment::System(_)) | None => None,
            Some(Segment::Other) => {
                self.unread(node, Unread::Unknown);
                None
            }
        };
        let Some(place) = place else { return };
        let mut open: Next<'l, 'a> = vec![(node, place)];
        while let Some((node, place)) = open.pop() {
            self.below(node, &place, &mut open);
        }
    }

    /// Takes down what stands directly below `node`, which is `place`.
    fn below(&mut self, node: &'l Node<'a>, place: &Location, open: &mut Next<'l, 'a>) {
        for child in self.tree.children(node) {
            self.come_by(child);
            if let Some(next) = self.step(node, child, place) {
                open.push((child, next));
            }
        }
    }

    fn step(
        &mut self,
        parent: &'l Node<'a>,
        node: &'l Node<'a>,
        place: &Location,
    ) -> Option<Location> {
        let types = self.context.types;
        match node.segment.as_ref()? {
            Segment::System(name) => {
                self.system(node, place, name);
                None
            }
            Segment::Key { parts, .. } if place.target.collection => {
                self.key(node, parent, place, parts)
            }
            Segment::Name(name) => {
                if let Some((kind, operation)) = self.call(node, Some(place)) {
                    return self.invoked(node, Some(place), kind, operation, (name, &[]));
                }
                if let Some(ty) = types.cast(&place.target.ty, name) {
                    return Some(self.cast(place, ty));
                }
                self.member(node, place, name)
            }
            Segment::Call { name, parts } => {
                let is_member = types.member(&place.target.ty, name).is_some();
                match self.call(node, Some(place)) {
                    Some((kind, operation)) if !is_member || marked_call_of(node) => {
                        self.invoked(node, Some(place), kind, operation, (name, parts))
                    }
                    _ => {
                        let named = |other: &&Node<'a>| matches!(&other.segment, Some(Segment::Name(other)) if other == name);
                        let collection = self.tree.children(parent).find(named).unwrap_or(node);
                        let place = self.member(collection, place, name)?;
                        self.key(node, collection, &place, parts)
                    }
                }
            }
            Segment::Key { .. } | Segment::Other => {
                self.unread(node, Unread::Unknown);
                None
            }
        }
    }

    /// The resource that the operations at a node speak of.
    fn answered(&self, node: &Node<'a>) -> Option<Target> {
        let item = node.template?.item;
        let Context { document, uses, .. } = self.context;
        let got = item.get.as_ref().and_then(|one| document.answer(one));
        let posted = || item.post.as_ref().and_then(|one| document.body(one));
        let changes = [&item.patch, &item.put];
        let changed = || {
            let mut changes = changes.into_iter().flatten();
            changes.find_map(|one| document.body(one))
        };
        let content = got.or_else(posted).or_else(changed)?;
        let used = uses.payload(content);
        let ty = used.ty.named()?.clone();
        if !self.context.types.contains(&ty) {
            return None;
        }
        // Of a collection that can only be posted to, the body says the type of an item.
        let only_posted = item.get.is_none() && item.post.is_some();
        Some(Target {
            ty,
            collection: used.ty.collection || only_posted,
        })
    }

    /// Returns what a key addresses; `collection` is the node of what it is a key in.
    fn key(
        &mut self,
        node: &'l Node<'a>,
        collection: &Node<'a>,
        place: &Location,
        parts: &[Part],
    ) -> Option<Location> {
        if !place.target.collection {
            self.unread(node, Unread::Unknown);
            return None;
        }
        if let Some(template) = node.template.filter(|one| marked_call(one.item).is_some()) {
            let message =
                "this path is marked as an action or function, but does not end with its name";
            let help =
                "end the path with the operation's name, or correct `x-ms-docs-operation-type`";
            self.report.warning(at(template), message, help);
        }
        let ty = &place.target.ty;
        let Context {
            document,
            uses,
            types,
            ..
        } = self.context;
        let template = node.within?;
        let key = keys::read(document, uses, types, ty, template, parts);
        // Beside keys that are segments, what stands in parentheses is another key.
        let is_key = |other: &Node<'a>| matches!(other.segment, Some(Segment::Key { .. }));
        let is_alternate = matches!(node.segment, Some(Segment::Call { .. }))
            && (self.tree.children(collection).any(is_key)
                || keys::are_alternate(document, template, parts));
        if let Some(via) = &place.via {
            let way = self.facts.way(via, &place.target);
            if is_alternate && !way.alternate_keys.contains(&key) {
                way.alternate_keys.push(key.clone());
            }
            way.keyed = true;
            if node.template.is_some() {
                way.items_asked = true;
            }
        }
        let deepest = &mut self.facts.deepest_key;
        *deepest = place.depth.max(*deepest);
        if !is_alternate {
            self.facts.keys.entry(ty.clone()).or_insert(key);
        }
        let item = Location {
            target: place.target.item(),
            via: place.via.clone(),
            item: true,
            called: place.called,
            depth: place.depth,
            above: place.above.clone(),
        };
        self.ask(node, &item);
        Some(item)
    }

    /// Records the standard operations that the path at `node` has.
    fn ask(&mut self, node: &Node<'a>, place: &Location) {
        let Some(template) = node.template else {
            return;
        };
        for (kind, operation) in requests::of_path(template.item, None, place.addressed()) {
            self.own(template, place, kind, operation);
        }
    }

    fn own(
        &mut self,
        template: Template<'a>,
        place: &Location,
        kind: StandardOperationKind,
        one: &Operation,
    ) {
        let Some(via) = &place.via else { return };
        let mut own = requests::words(self.context.document, template.item, one, kind);
        use StandardOperationKind::{Create, Delete, Replace, Update};
        if matches!(kind, Create | Delete | Replace | Update) {
            let changed = &mut self.facts.changed;
            let least = changed
                .entry(place.target.ty.clone())
                .or_insert(place.depth);
            *least = place.depth.min(*least);
        }
        let at = || pointer::join(&at(template), &kind.method().to_lowercase());
        own.options = options::of_operation(self.context, template.item, one, at, self.origins);
        own.deprecation = own.deprecation.filter(|one| !place.above.contains(one));
        self.facts.way(via, &place.of_way()).add(kind, own);
    }

    /// A cast: what OData defines for it is that of what is cast.
    fn cast(&mut self, place: &Location, ty: TypeName) -> Location {
        if let Some(via) = &place.via {
            let way = self.facts.way(via, &place.of_way());
            way.casts.insert(ty.clone());
        }
        Location {
            target: Target {
                ty,
                collection: place.target.collection,
            },
            via: None,
            item: place.item,
            called: place.called,
            depth: place.depth,
            above: place.above.clone(),
        }
    }

    fn system(&mut self, node: &Node<'a>, place: &Location, name: &str) {
        let Some(template) = node.template else {
            return;
        };
        let item = template.item;
        match name {
            "$count" | "$ref" if name == "$ref" || place.target.collection => {
                for (kind, operation) in requests::of_path(item, Some(name), place.addressed()) {
                    self.own(template, place, kind, operation);
                }
            }
            "$value" if !place.target.collection => {
                self.facts.media.insert(place.target.ty.clone());
            }
            _ => self.unread(node, Unread::Unknown),
        }
    }

    /// A path goes on from a place to a property or an operation.
    fn goes_on(&mut self, place: &Location) {
        if !place.target.collection {
            let expanded = &mut self.facts.expanded;
            expanded.insert(place.target.ty.clone());
        }
        if let Some(via) = &place.via {
            self.facts.way(via, &place.of_way()).goes_on = true;
        }
    }

    /// The deprecations in force behind a place.
    fn passed(&self, place: &Location) -> Vec<Deprecation> {
        let mut passed = place.above.clone();
        let way = place.via.as_ref().and_then(|via| self.facts.ways.get(via));
        let own = way.into_iter().flat_map(|way| way.standard.values());
        for deprecation in own.filter_map(|one| one.deprecation.as_ref()) {
            if !passed.contains(deprecation) {
                passed.push(deprecation.clone());
            }
        }
        passed
    }

    fn unread(&mut self, node: &Node<'a>, what: Unread) {
        self.passed_over.extend(node.path());
        if let Some(template) = node.within {
            unread::warn(self.report, what, &at(template));
        }
    }
}

/// The pointer to a path.
fn at(template: Template<'_>) -> String {
    pointer::join("/paths", template.text)
}
