//! From what the paths show to the declarations behind it, of which [`graphwright_api::close`] makes resources.
//!
//! A document is often silent: converters stop at what is reached by reference, and at some depth. What its
//! silence lets one infer is inferred here.

mod expand;
mod marks;
mod offered;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::close::close;
use graphwright_api::declare::{
    Addresses, Callable, Declarations, Property, Restrictions, Root, Type,
};
use graphwright_api::{Api, KeyPart, KeyStyle, Operation, Stream, Target, TypeName, Way};
use openapiv3::PathItem;

use crate::document::Document;
use crate::document_summary::DocumentSummary;
use crate::odata::conventions::Conventions;
use crate::odata::deprecation::deprecate_types;
use crate::odata::path_facts::{PathFacts, add_overload};
use crate::odata::paths::Segment;
use crate::odata::tree::{Node, Tree};
use crate::odata::types::{Member, Types};
use crate::odata::uses::Uses;
use crate::odata::variants::Variants;
use crate::odata::walk::{Context, walk};
use crate::pointer::Origins;
use crate::report::Report;

/// Lowers all paths of `document` into `api`.
pub(crate) fn lower(
    document: &Document,
    uses: &Uses<'_>,
    api: &mut Api,
    origins: &mut Origins,
    report: &mut Report<'_>,
) -> DocumentSummary {
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
    let (mut facts, unread) = walk(context, &tree, origins, report);
    facts.compose_behind_calls();
    let entities = entities(&types, api, &facts);
    let variants = Variants::new(document, &types);
    let mut lowering = Lowering {
        keys: keys(&types, &facts),
        expanded: expanded(&types, &facts, &variants),
        leading: BTreeSet::new(),
        variants,
        conventions: &conventions,
        types: &types,
        facts: &facts,
        entities: &entities,
    };
    lowering.mark_properties(api);
    lowering.leading = expand::leading(api);
    let declared = lowering.declare(api);
    close(&declared, api);
    deprecate_types(api, &facts);
    DocumentSummary {
        paths: document.paths.len(),
        requests: requests(document),
        query: query(document),
        unread,
        marks_navigation: uses.marks_navigation,
        entities,
        ..summary(&facts)
    }
}

/// All operations of the document, by template and method.
fn operations(
    document: &Document,
) -> impl Iterator<Item = (&String, &PathItem, &str, &openapiv3::Operation)> {
    document.paths.iter().flat_map(|(template, item)| {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("PUT", &item.put),
            ("DELETE", &item.delete),
        ];
        let present = methods.into_iter();
        present.filter_map(move |(method, operation)| {
            Some((template, &**item, method, operation.as_ref()?))
        })
    })
}

fn requests(document: &Document) -> BTreeSet<(String, String)> {
    let all = operations(document);
    all.map(|(template, _, method, _)| (template.clone(), method.to_owned()))
        .collect()
}

fn query(document: &Document) -> BTreeSet<(String, String, String)> {
    let all = operations(document).flat_map(|(template, item, method, operation)| {
        let declared = operation.parameters.iter().chain(&item.parameters);
        let names = document.query(declared).map(|data| data.name.clone());
        names.map(move |name| (template.clone(), method.to_owned(), name))
    });
    all.collect()
}

/// Takes down what the paths show, apart from what was made of it.
fn summary(facts: &PathFacts) -> DocumentSummary {
    let mut summary = DocumentSummary::default();
    for (via, way) in &facts.ways {
        for kind in way.standard.keys() {
            summary.ways.insert((via.clone(), *kind));
            let (asked, kind) = ([way.target.clone(), way.target.item()], *kind);
            let asked = asked.into_iter().filter(|to| kind.is_offered_by(to));
            summary.standard.extend(asked.map(|to| (to, kind)));
        }
    }
    for (target, segments) in &facts.operations {
        for (segment, overloads) in segments {
            if overloads.iter().any(|one| one.composes.is_some()) {
                summary.composed.insert((target.clone(), segment.clone()));
            }
        }
    }
    summary.keyed = facts.keys.keys().cloned().collect();
    summary
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
fn entities(types: &Types, api: &Api, facts: &PathFacts) -> BTreeSet<TypeName> {
    let reached = facts.ways.values().map(|way| &way.target.ty);
    let called = facts.operations.keys().map(|target| &target.ty);
    let structured = api.types.values().filter_map(|ty| ty.structured());
    let properties = structured.flat_map(|one| &one.properties);
    let navigated = properties.filter(|one| one.navigation);
    let held = navigated.filter_map(|one| one.ty.named());
    let all = reached.chain(called).chain(held);
    all.map(|ty| types.root(ty).clone()).collect()
}

/// The keys that the paths show; of an inherited key, by the type that declares its properties.
fn keys(types: &Types, facts: &PathFacts) -> BTreeMap<TypeName, Vec<KeyPart>> {
    let mut keys: BTreeMap<TypeName, Vec<KeyPart>> = BTreeMap::new();
    for (ty, key) in &facts.keys {
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
fn expanded(types: &Types, facts: &PathFacts, variants: &Variants) -> BTreeSet<TypeName> {
    let goes_on = |depth: usize| !variants.are_written() || depth <= facts.deepest_key;
    let changed = facts.changed.iter().filter(|(_, depth)| goes_on(**depth));
    let all = facts.expanded.iter().chain(changed.map(|(ty, _)| ty));
    let all = all.flat_map(|ty| types.chain(ty));
    all.cloned().collect()
}

struct Lowering<'l> {
    keys: BTreeMap<TypeName, Vec<KeyPart>>,
    expanded: BTreeSet<TypeName>,
    /// The types from which something can be expanded.
    leading: BTreeSet<TypeName>,
    variants: Variants,
    conventions: &'l Conventions,
    types: &'l Types,
    facts: &'l PathFacts,
    entities: &'l BTreeSet<TypeName>,
}

impl Lowering<'_> {
    fn is_entity(&self, ty: &TypeName) -> bool {
        self.entities.contains(self.types.root(ty))
    }

    /// Returns what the document declares of resources.
    fn declare(&self, api: &Api) -> Declarations {
        let facts = self.facts;
        let mut declared = Declarations::of_types(api, |ty| self.is_entity(ty));
        for ty in self.types.names() {
            for (name, member) in self.types.members(ty) {
                if let Some(property) = self.member(ty, name, member) {
                    let properties = &mut self.ty(&mut declared, ty).properties;
                    properties.insert(name.to_owned(), property);
                }
            }
        }
        for (owner, ways) in &facts.undeclared {
            for (name, to) in ways {
                let property = self.entities(owner, name, to.clone(), "");
                let properties = &mut self.ty(&mut declared, owner).properties;
                properties.entry(name.clone()).or_insert(property);
            }
        }
        for ty in &facts.media {
            self.ty(&mut declared, ty).media = true;
        }
        for (ty, key) in &self.keys {
            self.ty(&mut declared, ty).key.clone_from(key);
        }
        for way in facts.ways.values() {
            // No path shows whether another way to the type has them: they are its own.
            let keys = way.alternate_keys.iter().cloned();
            let ty = self.ty(&mut declared, &way.target.ty);
            ty.alternate_keys.extend(keys);
        }
        for (name, target) in &facts.roots {
            let root = Root {
                target: target.clone(),
                doc: String::new(),
                restrictions: self.said(&Way::Root(name.clone()), target, ""),
            };
            declared.roots.insert(name.clone(), root);
        }
        for (target, segments) in &facts.operations {
            let bound = segments.iter().map(|(segment, overloads)| {
                let overloads = overloads.iter().map(|one| self.bound(target, segment, one));
                (segment.clone(), overloads.collect())
            });
            declared.bound.insert(target.clone(), bound.collect());
        }
        for (segment, overloads) in &facts.unbound {
            let name = segment.rsplit('.').next().unwrap_or(segment);
            let overloads = overloads.iter().cloned().map(callable);
            declared
                .imports
                .insert(name.to_owned(), overloads.collect());
        }
        declared
    }

    fn ty<'d>(&self, declared: &'d mut Declarations, ty: &TypeName) -> &'d mut Type {
        // Paths may lead to what no schema declares.
        declared.types.entry(ty.clone()).or_insert_with(|| Type {
            entity: self.is_entity(ty),
            ..Type::default()
        })
    }

    /// An operation, with what other paths show of the one of a base type that it hides.
    fn bound(&self, target: &Target, segment: &str, operation: &Operation) -> Callable {
        let mut one = vec![operation.clone()];
        for base in self.types.chain(&target.ty).into_iter().skip(1) {
            let bound_to = Target {
                ty: base.clone(),
                collection: target.collection,
            };
            let segments = self.facts.operations.get(&bound_to);
            let others = segments.and_then(|segments| segments.get(segment));
            for other in others.into_iter().flatten() {
                add_overload(&mut one, other.clone());
            }
        }
        let shown = one.swap_remove(0);
        callable(Operation {
            // The options are those of the operation that is called.
            options: operation.options.clone(),
            ..shown
        })
    }

    /// A property that leads on, or that has a URL of its own.
    fn member(&self, owner: &TypeName, name: &str, member: &Member) -> Option<Property> {
        let key = (owner.clone(), name.to_owned());
        if self.facts.streams.contains(&key) {
            return Some(Property {
                doc: member.doc.clone(),
                addresses: Addresses::Stream {
                    readable: true,
                    verbs: Stream::default().verbs,
                },
            });
        }
        let held = member.ty.named().filter(|held| self.types.contains(held))?;
        // A mark cannot stand beside the `$ref` of a property (OpenAPI 3.0, 4.7.23).
        if member.navigation || self.is_entity(held) {
            let to = Target::of(&member.ty)?;
            return Some(self.entities(owner, name, to, &member.doc));
        }
        Some(Property {
            doc: member.doc.clone(),
            addresses: Addresses::Value {
                ty: member.ty.clone(),
                readable: true,
                restrictions: Restrictions {
                    no_items: true,
                    ..Restrictions::default()
                },
            },
        })
    }

    fn entities(&self, owner: &TypeName, name: &str, target: Target, doc: &str) -> Property {
        let way = Way::property(owner, name);
        // Where paths go on from the owner and none through this property, none may.
        let navigable = !self.expanded.contains(owner) || self.facts.ways.contains_key(&way);
        Property {
            doc: doc.to_owned(),
            addresses: Addresses::Entities {
                contained: self.contains(&way) == Some(true),
                navigable,
                restrictions: self.said(&way, &target, doc),
                target,
            },
        }
    }
}

/// Says that what a call addresses can be read.
fn callable(mut operation: Operation) -> Callable {
    Callable {
        composable: operation.composes.take().is_some(),
        named: None,
        way: Way::Call(format!("{}()", operation.name)),
        restrictions: Restrictions::default(),
        operation,
    }
}
