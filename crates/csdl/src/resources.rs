//! Lowers the entity container into resources: what a URL can address, and what can be asked of it.

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{
    About, Api, ItemType, Navigation, Operation, Own, OwnKind, Primitive, PropertyPath, Root,
    Stream, Target, TypeName, Verb,
};

use crate::Context;
use crate::annotations::term;
use crate::behind::Behind;
use crate::capabilities::{Capabilities, Restrictions};
use crate::casts;
use crate::keys::{self, Keys};
use crate::names::Home;
use crate::operations::{self, Bound};
use crate::report::Report;
use crate::schema::{ContainerChild, MemberDecl};

/// Lowers all that the container of `context` leads to into `api`.
pub(crate) fn lower(context: Context<'_>, api: &mut Api, report: &mut Report<'_>) {
    let restrictions = Restrictions::new(context.csdl, context.index);
    let bound = Bound::new(context.csdl, api, report);
    let mut lowering = Lowering {
        context,
        behind: Behind::new(context.csdl, context.index, &bound),
        bound,
        restrictions: &restrictions,
        api,
        open: Vec::new(),
        seen: BTreeSet::new(),
        ways: BTreeSet::new(),
    };
    for child in &context.csdl.container.children {
        lowering.root(child, report);
    }
    lowering.imports(report);
    while let Some(target) = lowering.open.pop() {
        lowering.resource(&target);
    }
    graphwright_api::casts::inherit(api);
    crate::composition::settle(api);
}

struct Lowering<'a, 'l> {
    context: Context<'a>,
    bound: Bound<'a>,
    behind: Behind<'a>,
    restrictions: &'l Restrictions<'a>,
    api: &'l mut Api,
    /// The targets that were reached and are not lowered yet.
    open: Vec<Target>,
    seen: BTreeSet<Target>,
    /// The ways that were taken: those that types inherit are taken once.
    ways: BTreeSet<String>,
}

/// How a resource is reached, which decides what OData defines for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Set,
    Singleton,
    Contained,
    Reference,
    /// By calling a composable function.
    Function,
    /// As the value of a complex property.
    Property,
}

impl Way {
    /// Whether an operation is offered where no capability speaks of it; `None` where none can. What is
    /// reached by reference is changed where it is contained (OData Protocol 4.01, 11.4).
    fn offers(self, kind: OwnKind) -> Option<bool> {
        match kind {
            OwnKind::List | OwnKind::Count | OwnKind::Get => Some(true),
            OwnKind::Create if self == Self::Property => None,
            OwnKind::Delete if self == Self::Singleton => None,
            OwnKind::Create | OwnKind::Update | OwnKind::Delete | OwnKind::Replace => match self {
                Self::Set | Self::Singleton | Self::Contained | Self::Property => Some(true),
                Self::Reference => Some(false),
                Self::Function => None,
            },
            OwnKind::ListReferences
            | OwnKind::AddReference
            | OwnKind::RemoveReference
            | OwnKind::GetReference
            | OwnKind::SetReference
            | OwnKind::DeleteReference => match self {
                Self::Reference => Some(true),
                Self::Contained => Some(false),
                Self::Set | Self::Singleton | Self::Function | Self::Property => None,
            },
        }
    }
}

/// What a way to a collection may offer of the collection, of its items, and one to a single entity.
const OF_COLLECTION: [OwnKind; 6] = [
    OwnKind::List,
    OwnKind::Create,
    OwnKind::Count,
    OwnKind::ListReferences,
    OwnKind::AddReference,
    OwnKind::RemoveReference,
];
const OF_ITEM: [OwnKind; 5] = [
    OwnKind::Get,
    OwnKind::Update,
    OwnKind::Delete,
    OwnKind::Replace,
    OwnKind::RemoveReference,
];
const OF_SINGLE: [OwnKind; 7] = [
    OwnKind::Get,
    OwnKind::Update,
    OwnKind::Delete,
    OwnKind::Replace,
    OwnKind::GetReference,
    OwnKind::SetReference,
    OwnKind::DeleteReference,
];

/// What a property takes that has a URL of its own, in the words of HTTP.
fn verb(kind: OwnKind) -> Option<Verb> {
    Some(match kind {
        OwnKind::Get => Verb::Get,
        OwnKind::Update => Verb::Patch,
        OwnKind::Replace => Verb::Put,
        OwnKind::Delete => Verb::Delete,
        _ => return None,
    })
}

impl<'a> Lowering<'a, '_> {
    fn root(&mut self, child: &'a ContainerChild, report: &mut Report<'_>) {
        let Context { csdl, index, .. } = self.context;
        if !index.is_entity(&child.ty) {
            let name = child.name.escape_debug();
            let ty = child.ty.escape_debug();
            let message = format!("`{name}` has the type `{ty}`, which is no entity type");
            let help = "declare the entity type, or correct its name";
            match csdl.names.home(&child.ty) {
                Home::Here => report.error(child.origin, message, help),
                Home::Included | Home::Unknown => {
                    let message = message + " of this document: it is left out";
                    let about = About::Root(child.name.clone());
                    let help = "call it with `request`";
                    report.warning(Some(child.origin), about, message, help);
                }
            }
            return;
        }
        let target = Target {
            ty: TypeName::new(&child.ty),
            collection: child.set,
        };
        let place = csdl.container.place(&child.name);
        let root = Root {
            target: target.clone(),
            doc: csdl.annotations.on(&place).text(term::DESCRIPTION),
        };
        self.api.roots.insert(child.name.clone(), root);
        let way = if child.set { Way::Set } else { Way::Singleton };
        let capabilities = Capabilities::of(csdl, place);
        self.arrive(&target, way, &child.name, capabilities);
    }

    fn imports(&mut self, report: &mut Report<'_>) {
        let imports = operations::imports(self.context, &self.behind, report);
        for (signature, operation) in imports.values().flatten() {
            self.compose(signature, operation);
        }
        let imports = imports.into_iter().map(|(name, overloads)| {
            let overloads = overloads.into_iter().map(|(_, one)| one);
            (name, overloads.collect())
        });
        self.api.operations = imports.collect();
    }

    /// What is addressed by a call of the operation (CSDL XML 4.01, 12.6).
    fn compose(&mut self, signature: &str, operation: &Operation) {
        if let Some(target) = &operation.composes {
            let capabilities = Capabilities::of(self.context.csdl, signature.to_owned());
            self.arrive(target, Way::Function, signature, capabilities);
        }
    }

    fn visit(&mut self, target: Target) {
        if self.seen.insert(target.clone()) {
            self.open.push(target);
        }
    }

    /// Takes down what a way to a target adds to it: what OData defines for it, how its items are
    /// addressed, and what it can be cast to.
    fn arrive(&mut self, target: &Target, way: Way, via: &str, capabilities: Capabilities<'a, '_>) {
        if !self.ways.insert(via.to_owned()) {
            return;
        }
        let index = self.context.index;
        let ty = target.ty.as_str();
        let types = index.chain(ty).into_iter().map(|(name, _)| name);
        let capabilities = capabilities.to(types.collect());
        let place = capabilities.place();
        let has_items = self.address(target, place, capabilities.is_indexable());
        let one = target.item();
        let of_target: &[OwnKind] = match target.collection {
            true => &OF_COLLECTION,
            false => &OF_SINGLE,
        };
        let of_item: &[OwnKind] = if has_items { &OF_ITEM } else { &[] };
        let verbs = capabilities.verbs(&[Verb::Put, Verb::Patch]);
        let kinds = of_target.iter().map(|kind| (target, *kind));
        for (target, kind) in kinds.chain(of_item.iter().map(|kind| (&one, *kind))) {
            let Some(by_default) = way.offers(kind) else {
                continue;
            };
            let offered = match (way, verb(kind)) {
                (Way::Property, Some(verb)) => verbs.contains(&verb),
                _ => capabilities.offers(kind, by_default),
            };
            if offered {
                let own = Own {
                    doc: capabilities.doc(kind),
                    via: via.to_owned(),
                    permissions: None,
                    unsupported: capabilities.unsupported(kind),
                    deprecation: capabilities.deprecation(),
                };
                self.api.resource_mut(target).add_own(kind, own);
            }
        }
        for derived in casts::along(self.context, &self.behind, ty, place) {
            self.cast(target, derived);
            if has_items {
                self.cast(&one, derived);
            }
        }
    }

    /// Visits a target, and the items of a collection where a key addresses them; whether one does.
    fn address(&mut self, target: &Target, place: &str, indexable: bool) -> bool {
        let Context { csdl, index, uses } = self.context;
        self.api.resource_mut(target);
        self.visit(target.clone());
        if !target.collection || !indexable {
            return false;
        }
        let keys = Keys { csdl, index, uses };
        let key = keys.of(target.ty.as_str());
        let alternate = keys.alternate(target.ty.as_str(), place);
        let has_items = !key.is_empty() || !alternate.is_empty();
        if has_items {
            let resource = self.api.resource_mut(target);
            resource.key = key;
            keys::merge(&mut resource.alternate_keys, alternate);
            self.visit(target.item());
        }
        has_items
    }

    fn cast(&mut self, from: &Target, derived: &str) {
        let to = Target {
            ty: TypeName::new(derived),
            collection: from.collection,
        };
        let casts = &mut self.api.resource_mut(from).casts;
        if casts.insert(to.ty.clone(), to.clone()).is_none() {
            self.address(&to, "", true);
        }
    }

    fn resource(&mut self, target: &Target) {
        let chain = self.context.index.chain(target.ty.as_str());
        let names: Vec<&str> = chain.iter().map(|(name, _)| *name).collect();
        self.operations(target, &names);
        if target.collection {
            return;
        }
        if chain.iter().any(|(_, one)| one.stream) {
            let streams = &mut self.api.resource_mut(target).streams;
            streams.insert("$value".to_owned(), Stream::default());
        }
        // A path goes on through a property of a single entity only (OData URL Conventions 4.01, 4.3).
        for (owner, structured) in chain {
            for member in &structured.members {
                match member.navigation {
                    true => self.navigation(target, owner, member),
                    false => self.property(target, owner, member),
                }
            }
        }
    }

    fn operations(&mut self, target: &Target, chain: &[&str]) {
        let mut lowered = BTreeMap::new();
        for (segment, overloads) in self.bound.on(chain, target.collection) {
            let overloads = operations::sorted(self.context, &self.behind, overloads);
            lowered.insert(segment.to_owned(), overloads);
        }
        for (signature, operation) in lowered.values().flatten() {
            self.compose(signature, operation);
        }
        let lowered = lowered.into_iter().map(|(segment, overloads)| {
            let overloads = overloads.into_iter().map(|(_, one)| one);
            (segment, overloads.collect())
        });
        self.api.resource_mut(target).operations = lowered.collect();
    }

    /// A property with a URL of its own: a stream, or one of a complex type.
    fn property(&mut self, target: &Target, owner: &str, member: &MemberDecl) {
        let Context { csdl, index, uses } = self.context;
        let ty = uses.type_ref(&member.ty);
        let is_stream = ty.item == ItemType::Primitive(Primitive::Stream) && !ty.collection;
        let is_complex = ty
            .named()
            .is_some_and(|name| index.is_complex(name.as_str()));
        if !is_stream && !is_complex {
            return;
        }
        let place = format!("{owner}/{}", member.name);
        let doc = csdl.annotations.on(&place).text(term::DESCRIPTION);
        let capabilities = Capabilities::of(csdl, place.clone());
        if !capabilities.offers(OwnKind::Get, true) {
            return;
        }
        let resource = self.api.resource_mut(target);
        let name = member.name.clone();
        // A derived type that declares a name again has the last word.
        if is_stream {
            // Bytes are put as a whole (OData Protocol 4.01, 11.4.8.2).
            let stream = Stream {
                doc,
                verbs: capabilities.verbs(&[Verb::Put]),
                ..Stream::default()
            };
            resource.streams.entry(name).or_insert(stream);
            return;
        }
        let path = PropertyPath {
            doc,
            ..PropertyPath::new(ty)
        };
        let to = path.target();
        resource.properties.entry(name).or_insert(path);
        if let Some(to) = to.filter(|to| self.behind.leads_on(index, to)) {
            self.arrive(&to, Way::Property, &place, capabilities);
        }
    }

    fn navigation(&mut self, target: &Target, owner: &'a str, member: &'a MemberDecl) {
        let Context { csdl, index, .. } = self.context;
        if !index.is_entity(&member.ty.name) {
            return;
        }
        let restrictions = self.restrictions;
        let capabilities = restrictions.navigation(csdl, owner, &member.name);
        if !capabilities.is_navigable() {
            return;
        }
        let via = format!("{owner}/{}", member.name);
        let to = Target {
            ty: TypeName::new(&member.ty.name),
            collection: member.ty.collection,
        };
        let navigation = Navigation {
            target: to.clone(),
            doc: csdl.annotations.on(&via).text(term::DESCRIPTION),
        };
        let resource = self.api.resource_mut(target);
        let name = member.name.clone();
        resource.navigation.entry(name).or_insert(navigation);
        let way = match member.contained {
            true => Way::Contained,
            false => Way::Reference,
        };
        self.arrive(&to, way, &via, capabilities);
    }
}
