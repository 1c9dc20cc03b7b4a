//! Which members tell the alternatives of a choice apart.
//!
//! Two types are told apart for certain by a member of which each lists other values. Where one lists a single value
//! and the other does not say, that value tells as well. Of several members, those that tell most are taken, as many
//! as it takes: what lists values without telling, such as a state, may come to have more of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::{Constant, Tag};

use super::constants::Known;

/// The tags that distinguish alternatives.
#[derive(Debug, Default)]
pub(super) struct Telling {
    /// The members that do, the one that tells most first.
    pub(super) members: Vec<String>,
    /// For each alternative what these say of it.
    pub(super) tags: Vec<Vec<Tag>>,
}

/// Alternatives that nothing tells apart so far, by number.
type Group = Vec<usize>;

/// Returns what tells alternatives apart of which this is known; `None` is no object. `said` is what a discriminator
/// says of each.
pub(super) fn tell(known: &[Option<Known>], said: Option<(&str, Vec<Vec<Constant>>)>) -> Telling {
    let objects: Group = (0..known.len())
        .filter(|index| known[*index].is_some())
        .collect();
    let mut telling = Telling {
        members: Vec::new(),
        tags: vec![Vec::new(); known.len()],
    };
    let mut groups = vec![objects];
    if let Some((member, said)) = said {
        let said: Vec<Option<&[Constant]>> = said
            .iter()
            .map(|all| Some(all.as_slice()).filter(|all| !all.is_empty()))
            .collect();
        telling.add(member, said.iter().copied().enumerate());
        groups = groups
            .iter()
            .flat_map(|group| split(group, &said).all())
            .collect();
    }
    let mut candidates: BTreeSet<&str> = listed_by_any(known);
    loop {
        groups.retain(|group| group.len() > 1);
        candidates.retain(|member| !telling.members.iter().any(|one| one == member));
        let ranked = candidates.iter().filter_map(|member| {
            let rank = rank(known, &groups, member)?;
            Some((rank, Reverse(*member)))
        });
        let Some((_, Reverse(member))) = ranked.max() else {
            return telling;
        };
        let values = values(known, member);
        let mut parts = Vec::new();
        for group in &groups {
            let split = split(group, &values);
            let telling_ones = split.telling(&values);
            telling.add(member, telling_ones.map(|index| (index, values[index])));
            parts.extend(split.all());
        }
        groups = parts;
    }
}

impl Telling {
    fn add<'v>(
        &mut self,
        member: &str,
        values: impl Iterator<Item = (usize, Option<&'v [Constant]>)>,
    ) {
        if !self.members.iter().any(|one| one == member) {
            self.members.push(member.to_owned());
        }
        for (index, values) in values {
            if let Some(values) = values {
                self.tags[index].push(Tag {
                    member: member.to_owned(),
                    values: values.to_vec(),
                });
            }
        }
    }
}

fn listed_by_any(known: &[Option<Known>]) -> BTreeSet<&str> {
    let members = known.iter().flatten().flat_map(|one| &one.members);
    let listed = members.filter(|(_, member)| member.constants.is_some());
    listed.map(|(name, _)| name.as_str()).collect()
}

fn values<'k>(known: &'k [Option<Known>], member: &str) -> Vec<Option<&'k [Constant]>> {
    let all = known.iter().map(|one| one.as_ref()?.constants(member));
    all.map(|one| one.map(Vec::as_slice)).collect()
}

/// A group by what one member says of its alternatives.
struct Split {
    /// Alternatives that share no value with those of another part.
    parts: Vec<Group>,
    /// Those that list no value.
    open: Group,
}

impl Split {
    fn all(self) -> impl Iterator<Item = Group> {
        self.parts.into_iter().chain([self.open])
    }

    /// The alternatives that are told by the member.
    fn telling(&self, values: &[Option<&[Constant]>]) -> impl Iterator<Item = usize> {
        let several = self.parts.len() > 1;
        let is_beside_open = !self.open.is_empty();
        let all = self.parts.iter().flatten().copied();
        all.filter(move |index| several || (is_beside_open && is_single(values[*index])))
    }
}

fn is_single(values: Option<&[Constant]>) -> bool {
    values.is_some_and(|all| all.len() == 1)
}

fn split(group: &Group, values: &[Option<&[Constant]>]) -> Split {
    let (listing, open): (Group, Group) = group.iter().partition(|index| values[**index].is_some());
    // Each alternative leads to an earlier one that it shares a value with, or to itself.
    let mut leads_to: Vec<usize> = Vec::new();
    let mut of_value: BTreeMap<String, usize> = BTreeMap::new();
    for (place, index) in listing.iter().enumerate() {
        leads_to.push(place);
        for value in values[*index].into_iter().flatten() {
            let first = *of_value.entry(value.to_string()).or_insert(place);
            let [own, other] = [place, first].map(|from| last(&mut leads_to, from));
            leads_to[own.max(other)] = own.min(other);
        }
    }
    let mut parts: BTreeMap<usize, Group> = BTreeMap::new();
    for (place, index) in listing.into_iter().enumerate() {
        let part = last(&mut leads_to, place);
        parts.entry(part).or_default().push(index);
    }
    Split {
        parts: parts.into_values().collect(),
        open,
    }
}

/// Returns where that leads to in the end; the way is made shorter.
fn last(leads_to: &mut [usize], mut from: usize) -> usize {
    while leads_to[from] != from {
        leads_to[from] = leads_to[leads_to[from]];
        from = leads_to[from];
    }
    from
}

/// How much a member tells: pairs that it tells apart for certain, other pairs, by how many it is required, and how
/// few values it has. `None` if it tells nothing.
type Rank = (usize, usize, usize, Reverse<usize>);

fn rank(known: &[Option<Known>], groups: &[Group], member: &str) -> Option<Rank> {
    let values = values(known, member);
    let (mut certain, mut other) = (0, 0);
    for group in groups {
        let split = split(group, &values);
        let all: usize = split.parts.iter().map(Vec::len).sum();
        let within: usize = split.parts.iter().map(|part| part.len() * part.len()).sum();
        certain += (all * all - within) / 2;
        let single = split
            .parts
            .iter()
            .flatten()
            .filter(|index| is_single(values[**index]));
        other += single.count() * split.open.len();
    }
    if certain + other == 0 {
        return None;
    }
    let requires = |one: &&Known| one.required.contains(member);
    let required = known.iter().flatten().filter(requires).count();
    let count = values.iter().flatten().map(|all| all.len()).sum();
    Some((certain, other, required, Reverse(count)))
}
