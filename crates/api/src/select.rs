//! Which part of a description is asked for, and what that part needs.
//!
//! Three steps with plain data between them: `walk` follows the patterns and chooses members of
//! resources, `close` adds the types that their requests and responses reach, and what was chosen is
//! cut out of the whole. Each choice keeps its cause, which is what [`explain()`] shows.
//!
//! # What a slice brings along
//! The types of all that a request sends or a response holds, with their base types, and nothing
//! that only might come: navigation properties and derived types are a matter of the [`Profile`].
//! A value of a type that is not there loses nothing, because models keep what they do not know.

mod close;
mod explain;
mod member;
pub(crate) mod near;
mod pattern;
mod plain;
mod profile;
mod shown;
mod variants;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use explain::explain;
pub use pattern::Pattern;
pub use profile::{DerivedTypes, NavigationFields, Profile, TypeProfile};
pub use variants::MOST_VARIANTS;

use crate::{Api, Target, TypeName};
use close::Closure;
use member::{Member, MemberOf};
use walk::PatternWalk;

/// The selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The patterns of the slice; empty selects everything.
    pub include: Vec<Pattern>,
    /// The patterns that are left out of the slice. A path leaves out the requests of the set, singleton or item that
    /// it ends at, else the last member on it, and what nothing else leads to. A type is there only if a
    /// resource's own requests or a derived type cannot do without it: what is of it becomes untyped
    /// JSON, and a navigation property is no field.
    pub exclude: Vec<Pattern>,
    /// The members that types bring along.
    pub profile: Profile,
}

/// The part of `api` that `selection` asks for, with every type that the requests and responses in
/// it can reach, and with [`Api::variants`] for these types.
///
/// # Errors
/// A pattern or a type of the profile that matches nothing, since that is a mistake in it.
pub fn select(api: &Api, selection: &Selection) -> Result<Api, String> {
    if *selection == Selection::default() {
        let mut all = api.clone();
        all.variants = variants::variants(&all, &selection.profile, &Chosen::default());
        return Ok(all);
    }
    if !api.plain.is_empty() {
        return plain::select(api, selection);
    }
    let chosen = choose(api, selection)?;
    let closure = Closure::new(api, selection, &chosen);
    let mut part = cut(api, &chosen);
    closure.fill(&mut part);
    part.variants = variants::variants(&part, &selection.profile, &chosen);
    Ok(part)
}

/// The matches of the patterns, with the reasons.
#[derive(Default)]
struct Chosen<'a> {
    members: BTreeMap<MemberOf<'a>, Cause<'a>>,
    /// Types that patterns name, with the index of the pattern; without an `include`, all.
    types: BTreeMap<&'a TypeName, Option<usize>>,
    /// Types that an `exclude` names.
    unwanted: BTreeSet<&'a TypeName>,
}

impl<'a> Chosen<'a> {
    /// Adds a member; the first reason for it stays.
    fn add(&mut self, place: MemberOf<'a>, pattern: Option<usize>, from: Option<MemberOf<'a>>) {
        self.members.entry(place).or_insert(Cause { pattern, from });
    }

    /// Leaves out members, and those of resources which nothing leads to after that.
    fn leave_out(&mut self, api: &'a Api, unwanted: &Self) {
        let before = self.reached(api);
        self.members
            .retain(|place, _| !unwanted.members.contains_key(place));
        let after = self.reached(api);
        self.members.retain(|place, _| {
            place
                .target
                .is_none_or(|target| after.contains(target) || !before.contains(target))
        });
    }

    /// The resources that chosen members lead to, beginning at the service root.
    fn reached(&self, api: &'a Api) -> BTreeSet<&'a Target> {
        let mut of: BTreeMap<Option<&Target>, Vec<Member<'a>>> = BTreeMap::new();
        for place in self.members.keys() {
            of.entry(place.target).or_default().push(place.member);
        }
        let members = |target| of.get(&target).into_iter().flatten().copied();
        let mut pending: Vec<&'a Target> = members(None)
            .flat_map(|member| member.root_leads_to(api))
            .collect();
        let mut reached: BTreeSet<&'a Target> = pending.iter().copied().collect();
        while let Some(target) = pending.pop() {
            for next in members(Some(target)).flat_map(|member| member.leads_to(api, target)) {
                if reached.insert(next) {
                    pending.push(next);
                }
            }
        }
        reached
    }
}

/// Why a member is chosen.
#[derive(Clone, Copy)]
struct Cause<'a> {
    /// The index of the pattern; none where everything is asked for.
    pattern: Option<usize>,
    /// The member that leads to its resource; none for what stands at the service root, and for a
    /// resource that nothing leads to.
    from: Option<MemberOf<'a>>,
}

fn choose<'a>(api: &'a Api, selection: &'a Selection) -> Result<Chosen<'a>, String> {
    selection.profile.check(api)?;
    let mut chosen = Chosen::default();
    if selection.include.is_empty() {
        PatternWalk::whole(api).everything(&mut chosen);
    }
    for (index, pattern) in selection.include.iter().enumerate() {
        if let Pattern::Type(name) = pattern {
            for name in pattern::types(api, name)? {
                chosen.types.entry(name).or_insert(Some(index));
            }
        }
    }
    let listed = chosen.types.keys().copied().collect();
    let walk = PatternWalk::slice(api, &selection.profile, listed);
    for (index, pattern) in selection.include.iter().enumerate() {
        if let Pattern::Path(segments) = pattern {
            walk.choose(segments, index, &mut chosen)?;
        }
    }
    let mut unwanted = Chosen::default();
    for pattern in &selection.exclude {
        match pattern {
            Pattern::Type(name) => chosen.unwanted.extend(pattern::types(api, name)?),
            Pattern::Path(segments) => PatternWalk::whole(api).exclude(segments, &mut unwanted)?,
        }
    }
    if !unwanted.members.is_empty() {
        chosen.leave_out(api, &unwanted);
    }
    let unwanted = &chosen.unwanted;
    chosen.types.retain(|ty, _| !unwanted.contains(ty));
    Ok(chosen)
}

/// The chosen members of `api`, without types.
fn cut(api: &Api, chosen: &Chosen<'_>) -> Api {
    let mut part = Api {
        service_root: api.service_root.clone(),
        key_style: api.key_style,
        ..Api::default()
    };
    for MemberOf { target, member } in chosen.members.keys() {
        let Some(target) = target else {
            match member {
                Member::Root(name) => {
                    let root = api.roots[*name].clone();
                    part.resource_mut(&root.target);
                    part.roots.insert((*name).to_owned(), root);
                }
                Member::Operation(name) => {
                    let overloads = api.operations[*name].clone();
                    for leads_to in overloads.iter().filter_map(|one| one.composes.as_ref()) {
                        part.resource_mut(leads_to);
                    }
                    part.operations.insert((*name).to_owned(), overloads);
                }
                _ => {}
            }
            continue;
        };
        let Some(whole) = api.resources.get(*target) else {
            continue;
        };
        let resource = part.resource_mut(target);
        match *member {
            Member::Root(_) => {}
            Member::Item => {
                resource.key.clone_from(&whole.key);
                resource.alternate_keys.clone_from(&whole.alternate_keys);
                part.resource_mut(&target.item());
            }
            Member::Path(index) => resource.paths.push(whole.paths[index].clone()),
            Member::StandardOperation(kind) => {
                resource
                    .standard
                    .insert(kind, whole.standard[&kind].clone());
            }
            Member::Operation(name) => {
                let overloads = whole.operations[name].clone();
                resource.operations.insert(name.to_owned(), overloads);
            }
            Member::Navigation(name) => {
                let navigation = whole.navigation[name].clone();
                resource.navigation.insert(name.to_owned(), navigation);
            }
            Member::Property(name) => {
                let property = whole.properties[name].clone();
                resource.properties.insert(name.to_owned(), property);
            }
            Member::Stream(name) => {
                let stream = whole.streams[name].clone();
                resource.streams.insert(name.to_owned(), stream);
            }
            Member::Cast(ty) => {
                let cast = whole.casts[ty].clone();
                resource.casts.insert(ty.clone(), cast);
            }
        }
        for leads_to in member.leads_to(api, target) {
            part.resource_mut(leads_to);
        }
    }
    keep_paths(api, &mut part);
    part
}

/// Ways by a path of names cost nothing: they are there wherever both their ends are.
fn keep_paths(api: &Api, part: &mut Api) {
    let known: BTreeSet<_> = part.resources.keys().cloned().collect();
    for (target, resource) in &mut part.resources {
        let Some(whole) = api.resources.get(target) else {
            continue;
        };
        // Items of a collection are addressed where the slice addresses items at all.
        if !target.collection || !resource.key.is_empty() {
            let paths = whole.paths.iter();
            resource.paths = paths
                .filter(|path| known.contains(&path.target))
                .cloned()
                .collect();
        }
    }
}
