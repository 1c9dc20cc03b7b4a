//! Follows patterns through the resources.

use std::collections::BTreeSet;

use crate::{Api, OwnKind, PathAddress, Target, TypeName};

use super::member::{Member, Place, members, service};
use super::near::near;
use super::profile::{DerivedTypes, Profile};
use super::{Cause, Chosen};

/// How patterns are followed.
pub(super) struct Walk<'a> {
    api: &'a Api,
    casts: Casts<'a>,
}

/// Which casts `**` passes. A derived type is otherwise asked for by name, or a slice of one
/// hierarchy would bring every resource of every type in it.
enum Casts<'a> {
    All,
    Of {
        profile: &'a Profile,
        listed: BTreeSet<&'a TypeName>,
    },
}

/// How far a pattern got.
#[derive(Clone, Copy)]
struct At<'a> {
    target: &'a Target,
    /// The member that led here.
    from: Place<'a>,
    /// Whether the segment that led here ends with a colon, which begins a path of names.
    colon: bool,
}

impl<'a> Walk<'a> {
    /// Passes all casts.
    pub(super) fn whole(api: &'a Api) -> Self {
        Self {
            api,
            casts: Casts::All,
        }
    }

    /// Passes casts to `listed` types, and to those that `profile` says are all brought.
    pub(super) fn slice(
        api: &'a Api,
        profile: &'a Profile,
        listed: BTreeSet<&'a TypeName>,
    ) -> Self {
        Self {
            api,
            casts: Casts::Of { profile, listed },
        }
    }

    fn passes(&self, target: &Target, member: Member<'a>) -> bool {
        match (member, &self.casts) {
            (Member::Cast(ty), Casts::Of { profile, listed }) => {
                listed.contains(ty) || profile.derived_of(&target.ty) == DerivedTypes::All
            }
            _ => true,
        }
    }

    /// Chooses all that there is.
    pub(super) fn everything(&self, chosen: &mut Chosen<'a>) {
        let places: Vec<At<'a>> = self.start("**", None, chosen);
        self.below(places, None, chosen);
        let cause = Cause {
            pattern: None,
            from: None,
        };
        for target in self.api.resources.keys() {
            for member in members(self.api, target) {
                let place = Place {
                    target: Some(target),
                    member,
                };
                chosen.members.entry(place).or_insert(cause);
            }
        }
        let types = self.api.types.keys().map(|name| (name, None));
        chosen.types.extend(types);
    }

    /// Chooses what the path leads to.
    pub(super) fn path(
        &self,
        segments: &[String],
        pattern: usize,
        chosen: &mut Chosen<'a>,
    ) -> Result<(), String> {
        let pattern = Some(pattern);
        let first = segments.first().map_or("", String::as_str);
        let known = chosen.members.len();
        let start = self.start(first, pattern, chosen);
        if start.is_empty() && !service(self.api).any(|one| called_at_root(one, first)) {
            let names = service(self.api).filter_map(|one| match one {
                Member::Root(name) | Member::Operation(name) => Some(name),
                _ => None,
            });
            return Err(format!(
                "no path matches `/{}`: the service has no `{first}`{}",
                segments.join("/"),
                near(names, first)
            ));
        }
        if first == "**" {
            self.below(start, pattern, chosen);
            return Ok(());
        }
        // What each number of segments leads to: a path of names takes several at once.
        let mut reached: Vec<Vec<At<'a>>> = vec![Vec::new(); segments.len() + 1];
        reached[1] = start;
        let mut furthest = 0;
        for index in 1..segments.len() {
            let places = std::mem::take(&mut reached[index]);
            if places.is_empty() {
                continue;
            }
            if segments[index] == "**" {
                self.below(places, pattern, chosen);
                return Ok(());
            }
            furthest = index;
            for at in places {
                self.segment(at, segments, index, pattern, chosen, &mut reached);
            }
            reached[index + 1].sort_unstable_by_key(|at| (at.target, at.colon));
            reached[index + 1].dedup_by_key(|at| (at.target, at.colon));
        }
        let ends = &reached[segments.len()];
        let called = chosen.members.len() > known && furthest + 1 >= segments.len();
        let _ = called;
        let _ = ends;
        Ok(())
    }
}
