//! The facts that the paths of a document show: the declarations behind them.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::declare::Words;
use graphwright_api::options::unite;
use graphwright_api::{
    KeyPart, Operation, OperationKind, StandardOperationKind, Target, TypeName, Way,
};

/// All that the paths show.
#[derive(Debug, Default)]
pub(crate) struct PathFacts {
    /// Sets and singletons by name: what they address.
    pub(crate) roots: BTreeMap<String, Target>,
    /// The facts about sets, singletons and navigation properties.
    pub(crate) ways: BTreeMap<Way, WayFacts>,
    /// Bound operations by what they were seen on, and by the segment that calls them.
    pub(crate) operations: BTreeMap<Target, BTreeMap<String, Vec<Operation>>>,
    /// The results of functions that were seen where no call leads: whether paths go on from each of them.
    pub(crate) results: BTreeMap<Target, bool>,
    /// Unbound operations by the segment that calls them.
    pub(crate) unbound: BTreeMap<String, Vec<Operation>>,
    /// Stream properties with a URL of their own: the type that declares them, and their name.
    pub(crate) streams: BTreeSet<(TypeName, String)>,
    /// Types whose entities were seen to have media (`$value`).
    pub(crate) media: BTreeSet<TypeName>,
    /// Types with a path that goes on from one entity of them.
    pub(crate) expanded: BTreeSet<TypeName>,
    /// Types with a path that changes them, and behind how many navigation properties one does at least.
    pub(crate) changed: BTreeMap<TypeName, usize>,
    /// Ways that paths take and no schema declares, by the type that they lead on from, and by name.
    pub(crate) undeclared: BTreeMap<TypeName, BTreeMap<String, Target>>,
    /// Navigation properties of a type that nothing tells: the type that declares them, and their name.
    pub(crate) navigated: BTreeSet<(TypeName, String)>,
    /// Keys by the type of the items that they address.
    pub(crate) keys: BTreeMap<TypeName, Vec<KeyPart>>,
    /// Behind how many navigation properties a key stands at most.
    pub(crate) deepest_key: usize,
}

/// The facts that the paths show about a way to a resource: a set, a singleton or a navigation property.
#[derive(Debug)]
pub(crate) struct WayFacts {
    pub(crate) target: Target,
    /// The standard operations that a path has.
    pub(crate) standard: BTreeMap<StandardOperationKind, Words>,
    /// Derived types that it is cast to.
    pub(crate) casts: BTreeSet<TypeName>,
    /// Other keys of its items.
    pub(crate) alternate_keys: Vec<Vec<KeyPart>>,
    /// Whether a path goes on to a property or an operation.
    pub(crate) goes_on: bool,
    /// Whether a path goes on through an item.
    pub(crate) keyed: bool,
    /// Whether a path addresses an item and asks something of it.
    pub(crate) items_asked: bool,
    /// Through how many navigation properties the shortest path leads here.
    pub(crate) depth: usize,
}

impl WayFacts {
    pub(crate) fn new(target: Target) -> Self {
        Self {
            target,
            standard: BTreeMap::new(),
            casts: BTreeSet::new(),
            alternate_keys: Vec::new(),
            goes_on: false,
            keyed: false,
            items_asked: false,
            depth: usize::MAX,
        }
    }

    /// Returns whether it shows a set, a singleton or what is contained: it offers changes.
    pub(crate) fn is_whole(&self) -> bool {
        use StandardOperationKind::{Create, Delete, Replace, Update};
        let changes = [Create, Update, Replace, Delete];
        changes.iter().any(|kind| self.standard.contains_key(kind))
    }

    /// Returns whether it shows what is reached by reference, without a word of the references: it is read, and no
    /// path goes on from there.
    pub(crate) fn is_reference(&self) -> bool {
        let reads = |kind: &StandardOperationKind| {
            matches!(
                kind,
                StandardOperationKind::List
                    | StandardOperationKind::Count
                    | StandardOperationKind::Get
            )
        };
        !self.goes_on && self.standard.keys().all(reads)
    }

    /// Adds what one path shows of an operation that other paths may show as well: it takes the query
    /// options that any of them takes, and the first one with words describes it.
    pub(crate) fn add(&mut self, kind: StandardOperationKind, own: Words) {
        let Some(known) = self.standard.get_mut(&kind) else {
            self.standard.insert(kind, own);
            return;
        };
        known
            .unsupported
            .retain(|one| own.unsupported.contains(one));
        unite(&mut known.options, own.options);
        if known.doc.is_empty() {
            known.doc = own.doc;
        }
        if own.deprecation.is_none() {
            known.deprecation = None;
        }
    }
}

impl PathFacts {
    /// Returns what is shown of a way, made at the first call.
    pub(crate) fn way(&mut self, via: &Way, target: &Target) -> &mut WayFacts {
        let fresh = || WayFacts::new(target.clone());
        self.ways.entry(via.clone()).or_insert_with(fresh)
    }

    /// Adds an operation that was seen on `target`. Overloads differ in the names of their parameters
    /// (CSDL 4.01, 12.2.1).
    pub(crate) fn add_bound(&mut self, target: &Target, segment: &str, operation: Operation) {
        let of_target = self.operations.entry(target.clone()).or_default();
        add_overload(of_target.entry(segment.to_owned()).or_default(), operation);
    }

    /// Takes functions that are only called on what another call gives for composable (OData CSDL 4.01,
    /// 12.6), if all others that give the same are: converters go on behind the first call of a path
    /// and no further, so of these no path can show it. Of one that is called elsewhere a path does, and
    /// then it is one of those others.
    pub(crate) fn compose_behind_calls(&mut self) {
        let overloads = self.operations.values_mut().flat_map(BTreeMap::values_mut);
        for operation in overloads.flatten() {
            let function = operation.kind == OperationKind::Function;
            let Some(returns) = operation.returns.as_ref().filter(|_| function) else {
                continue;
            };
            let result = Target::of(&returns.ty);
            let all = result.filter(|result| self.results.get(result) == Some(&true));
            operation.composes = operation.composes.take().or(all);
        }
    }

    /// Adds an operation that was seen at the root.
    pub(crate) fn add_unbound(&mut self, segment: &str, operation: Operation) {
        let overloads = self.unbound.entry(segment.to_owned()).or_default();
        add_overload(overloads, operation);
    }
}

/// Adds an overload, unless one with parameters of these names is known; that one keeps what it is,
/// and learns where a call of it leads.
pub(crate) fn add_overload(overloads: &mut Vec<Operation>, operation: Operation) {
    let names = |one: &Operation| -> BTreeSet<String> {
        one.parameters.iter().map(|one| one.name.clone()).collect()
    };
    let wanted = names(&operation);
    let known = overloads
        .iter_mut()
        .find(|one| one.kind == operation.kind && names(one) == wanted);
    match known {
        Some(known) => {
            if known.composes.is_none() {
                known.composes = operation.composes;
            }
            unite(&mut known.options, operation.options);
            if known.doc.is_empty() {
                known.doc = operation.doc;
            }
            if operation.deprecation.is_none() {
                known.deprecation = None;
            }
        }
        None => overloads.push(operation),
    }
}
