//! Follows patterns through the resources.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{Api, PathAddress, Target, TypeName};

use super::Chosen;
use super::member::{Member, MemberOf, members, service};
use super::near::near;
use super::profile::{DerivedTypes, Profile};

/// How patterns are followed.
pub(super) struct PatternWalk<'a> {
    api: &'a Api,
    passing: Passing<'a>,
}

/// The members that `*` and `**` match. A derived type is otherwise asked for by name, or a slice of one hierarchy
/// would bring every resource of every type in it; and so is a collection of complex values, which is
/// a field of its owner already and has a URL that few descriptions show.
enum Passing<'a> {
    All,
    Of {
        profile: &'a Profile,
        listed: BTreeSet<&'a TypeName>,
    },
}

/// How far a pattern got: how many of its segments are behind, at which resource, and whether the
/// last of them ends with a colon, which begins a path of names.
type Node<'a> = (usize, &'a Target, bool);

/// A member that stands for one segment of a pattern, or for several.
struct Step<'a> {
    /// Where it begins; none at the service root.
    source: Option<Node<'a>>,
    place: MemberOf<'a>,
    /// Where it ends.
    ends: Vec<Node<'a>>,
    /// Whether it is all that the pattern asks for, as an operation in the last segment is.
    called: bool,
}

/// The nodes and steps that a pattern passes: the nodes, each with the member that led to it first, and the steps
/// in order of their sources.
#[derive(Default)]
struct Trail<'a> {
    nodes: BTreeMap<Node<'a>, MemberOf<'a>>,
    steps: Vec<Step<'a>>,
}

impl<'a> PatternWalk<'a> {
    /// Passes all that there is.
    pub(super) fn whole(api: &'a Api) -> Self {
        Self {
            api,
            passing: Passing::All,
        }
    }

    /// Passes casts to `listed` types, and to those that `profile` says are all brought, and no
    /// collection of complex values.
    pub(super) fn slice(
        api: &'a Api,
        profile: &'a Profile,
        listed: BTreeSet<&'a TypeName>,
    ) -> Self {
        Self {
            api,
            passing: Passing::Of { profile, listed },
        }
    }

    fn passes(&self, target: &Target, member: Member<'a>) -> bool {
        let Passing::Of { profile, listed } = &self.passing else {
            return true;
        };
        match member {
            Member::Cast(ty) => {
                listed.contains(ty) || profile.derived_of(&target.ty) == DerivedTypes::All
            }
            Member::Property(name) => !self.api.resources[target].properties[name].ty.collection,
            _ => true,
        }
    }

    /// Chooses all that there is.
    pub(super) fn everything(&self, chosen: &mut Chosen<'a>) {
        self.below(&Trail::default(), 0, None, chosen);
        for target in self.api.resources.keys() {
            for member in members(self.api, target) {
                let place = MemberOf {
                    target: Some(target),
                    member,
                };
                chosen.add(place, None, None);
            }
        }
        let types = self.api.types.keys().map(|name| (name, None));
        chosen.types.extend(types);
    }

    /// Chooses the way along the path, and what it ends at.
    pub(super) fn choose(
        &self,
        segments: &[String],
        pattern: usize,
        chosen: &mut Chosen<'a>,
    ) -> Result<(), String> {
        let pattern = Some(pattern);
        let (trail, last) = self.follow(segments)?;
        for step in &trail.steps {
            let from = step.source.and_then(|node| trail.nodes.get(&node));
            chosen.add(step.place, pattern, from.copied());
        }
        if last == segments.len() {
            for (target, from) in trail.ends(last) {
                // A call is asked for, and not what can be asked of its result.
                if matches!(from.member, Member::Operation(_)) {
                    continue;
                }
                for member in itself(self.api, target) {
                    let place = MemberOf {
                        target: Some(target),
                        member,
                    };
                    chosen.add(place, pattern, Some(from));
                }
            }
        } else {
            self.below(&trail, last, pattern, chosen);
        }
        Ok(())
    }

    /// Chooses what the path ends at, and not the way there, which other paths share: the requests
    /// of a root or an item, else the last member.
    pub(super) fn exclude(
        &self,
        segments: &[String],
        chosen: &mut Chosen<'a>,
    ) -> Result<(), String> {
        let (trail, last) = self.follow(segments)?;
        let whole = last < segments.len();
        let ends = |step: &Step<'a>| step.called || step.ends.iter().any(|end| end.0 == last);
        for step in trail.steps.iter().filter(|step| ends(step)) {
            let shared = match step.place.member {
                Member::Root(_) => !whole,
                Member::Item => true,
                _ => false,
            };
            if !shared {
                chosen.add(step.place, None, None);
                continue;
            }
            for (_, target, _) in &step.ends {
                for member in itself(self.api, target) {
                    let place = MemberOf {
                        target: Some(target),
                        member,
                    };
                    chosen.add(place, None, None);
                }
            }
        }
        if whole {
            self.below(&trail, last, None, chosen);
        }
        Ok(())
    }

    /// Returns what the path leads through, without what leads nowhere, and how many segments it has without a last
    /// `**`.
    fn follow(&self, segments: &[String]) -> Result<(Trail<'a>, usize), String> {
        let last = match segments.split_last() {
            Some((last, before)) if last == "**" => before.len(),
            _ => segments.len(),
        };
        let mut trail = Trail::default();
        if last == 0 {
            return Ok((trail, last));
        }
        let segments = &segments[..last];
        self.start(segments, &mut trail);
        for index in 1..last {
            let nodes: Vec<Node<'a>> = trail.nodes_at(index).map(|(node, _)| node).collect();
            for node in nodes {
                self.steps(node, segments, &mut trail);
            }
        }
        let furthest = trail.nodes.keys().next_back().map_or(0, |node| node.0);
        if furthest < last && !trail.steps.iter().any(|step| step.called) {
            return Err(self.missing(&trail, segments, furthest));
        }
        trail.prune(last);
        Ok((trail, last))
    }

    fn missing(&self, trail: &Trail<'a>, segments: &[String], index: usize) -> String {
        let path = segments.join("/");
        let segment = segments[index].trim_end_matches(':');
        if index == 0 {
            let names = service(self.api).filter_map(Member::name);
            let near = near(names, segment);
            return format!("no path matches `/{path}`: the service has no `{segment}`{near}");
        }
        let names: BTreeSet<&str> = trail
            .nodes_at(index)
            .flat_map(|((_, target, _), _)| members(self.api, target))
            .filter_map(Member::name)
            .collect();
        let near = near(names.into_iter(), segment);
        format!("no path matches `/{path}`: nothing is called `{segment}`{near}")
    }

    fn start(&self, segments: &[String], trail: &mut Trail<'a>) {
        let (segment, colon) = without_colon(&segments[0]);
        for member in service(self.api) {
            if member.is_called(segment) {
                let place = MemberOf {
                    target: None,
                    member,
                };
                let ends = member.root_leads_to(self.api);
                let ends = ends.into_iter().map(|target| (1, target, colon));
                trail.add(None, place, ends.collect(), segments.len());
            }
        }
    }

    /// The steps on from `node`.
    fn steps(&self, node: Node<'a>, segments: &[String], trail: &mut Trail<'a>) {
        let (index, target, after_colon) = node;
        let (segment, colon) = without_colon(&segments[index]);
        for member in members(self.api, target) {
            let place = MemberOf {
                target: Some(target),
                member,
            };
            let leads_to = member.leads_to(self.api, target).into_iter();
            if let Member::Path(number) = member {
                let path = &self.api.resources[target].paths[number];
                if let Some(taken) = names(path, &segments[index..], after_colon) {
                    let ends = leads_to.map(|target| (index + taken, target, false));
                    trail.add(Some(node), place, ends.collect(), segments.len());
                }
            } else if !after_colon
                && member.is_called(segment)
                && (segment != "*" || self.passes(target, member))
            {
                let ends = leads_to.map(|target| (index + 1, target, colon));
                trail.add(Some(node), place, ends.collect(), segments.len());
            }
        }
    }

    /// Chooses all that can be reached by going on from the ends of `trail`; from the service root,
    /// where it has no steps.
    fn below(
        &self,
        trail: &Trail<'a>,
        last: usize,
        pattern: Option<usize>,
        chosen: &mut Chosen<'a>,
    ) {
        let mut places: VecDeque<(&'a Target, MemberOf<'a>)> = VecDeque::new();
        if trail.steps.is_empty() {
            for member in service(self.api) {
                let place = MemberOf {
                    target: None,
                    member,
                };
                chosen.add(place, pattern, None);
                let next = member.root_leads_to(self.api).into_iter();
                places.extend(next.map(|target| (target, place)));
            }
        } else {
            places.extend(trail.ends(last));
        }
        let mut seen: BTreeSet<&Target> = BTreeSet::new();
        places.retain(|(target, _)| seen.insert(target));
        while let Some((target, from)) = places.pop_front() {
            for member in members(self.api, target) {
                if !self.passes(target, member) {
                    continue;
                }
                let place = MemberOf {
                    target: Some(target),
                    member,
                };
                chosen.add(place, pattern, Some(from));
                let next = member.leads_to(self.api, target).into_iter();
                places.extend(
                    next.filter(|next| seen.insert(next))
                        .map(|next| (next, place)),
                );
            }
        }
    }
}

impl<'a> Trail<'a> {
    fn add(
        &mut self,
        source: Option<Node<'a>>,
        place: MemberOf<'a>,
        ends: Vec<Node<'a>>,
        last: usize,
    ) {
        let index = source.map_or(0, |node| node.0);
        let called = index + 1 == last && place.member.is_whole();
        for end in &ends {
            self.nodes.entry(*end).or_insert(place);
        }
        self.steps.push(Step {
            source,
            place,
            ends,
            called,
        });
    }

    fn nodes_at(&self, index: usize) -> impl Iterator<Item = (Node<'a>, MemberOf<'a>)> {
        let nodes = self.nodes.iter().map(|(node, from)| (*node, *from));
        nodes.filter(move |(node, _)| node.0 == index)
    }

    /// The resources that so many segments lead to, each with the member that leads there.
    fn ends(&self, last: usize) -> impl Iterator<Item = (&'a Target, MemberOf<'a>)> {
        self.steps.iter().flat_map(move |step| {
            let ends = step.ends.iter().filter(move |end| end.0 == last);
            ends.map(|(_, target, _)| (*target, step.place))
        })
    }

    /// Leaves out the steps that lead to no end of the pattern.
    fn prune(&mut self, last: usize) {
        let mut needed: BTreeSet<Node<'a>> = BTreeSet::new();
        let mut kept = Vec::new();
        while let Some(step) = self.steps.pop() {
            let ends = |end: &Node<'a>| end.0 == last || needed.contains(end);
            if step.called || step.ends.iter().any(ends) {
                needed.extend(step.source);
                needed.extend(step.ends.iter().filter(|end| end.0 == last));
                kept.push(step);
            }
        }
        kept.reverse();
        self.steps = kept;
        self.nodes.retain(|node, _| needed.contains(node));
    }
}

/// The requests that need no segment more.
fn itself<'a>(api: &'a Api, target: &Target) -> Vec<Member<'a>> {
    let mut members = members(api, target);
    members.retain(
        |member| matches!(member, Member::StandardOperation(kind) if kind.segment().is_none()),
    );
    members
}

fn without_colon(segment: &str) -> (&str, bool) {
    match segment.strip_suffix(':') {
        Some(name) => (name, true),
        None => (segment, false),
    }
}

/// Returns how many of the segments the path of names takes, if it is one. A colon at its end is not needed where
/// nothing follows, and each argument is one segment of the pattern.
fn names(path: &PathAddress, segments: &[String], after_colon: bool) -> Option<usize> {
    let template = path.template.to_lowercase();
    let (begins_with, parts) = template.split_once('/')?;
    if (begins_with == ":") != after_colon {
        return None;
    }
    let parts: Vec<&str> = parts.split('/').collect();
    if parts.len() > segments.len() {
        return None;
    }
    let ends = parts.len() == segments.len();
    for (number, (part, segment)) in parts.iter().zip(segments).enumerate() {
        let (part, part_colon) = without_colon(part);
        let (segment, colon) = without_colon(segment);
        let colon_fits = part_colon == colon || (ends && number + 1 == parts.len());
        if !colon_fits || !(part.starts_with('{') || segment == "*" || part == segment) {
            return None;
        }
    }
    Some(parts.len())
}
