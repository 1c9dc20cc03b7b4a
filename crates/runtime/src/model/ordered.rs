//! Members by name, in the order in which they came.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, btree_map};
use std::slice;

/// A name, which needs no memory where it is known to the program.
pub(crate) type Name = Cow<'static, str>;

/// From here on, looking names up is faster than comparing each.
const MANY: usize = 32;

/// A map that keeps the order. Needs no memory while it is empty, and none but a list's while it is small: a
/// model of which nothing is left over has one, and nearly all others have a few members in it.
#[derive(Clone)]
pub(crate) struct Ordered<V>(Members<V>);

#[derive(Clone)]
enum Members<V> {
    Few(Vec<(Name, V)>),
    Many(Box<Many<V>>),
}

/// Members by the numbers that they were given as they came, and these numbers by name.
#[derive(Clone)]
struct Many<V> {
    next: u64,
    members: BTreeMap<u64, (Name, V)>,
    numbers: HashMap<Name, u64>,
}

impl<V> Ordered<V> {
    #[inline]
    pub(crate) const fn new() -> Self {
        Self(Members::Few(Vec::new()))
    }

    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            Members::Few(few) => few.len(),
            Members::Many(many) => many.members.len(),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        match &self.0 {
            Members::Few(few) => few
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value),
            Members::Many(many) => many
                .members
                .get(many.numbers.get(name)?)
                .map(|(_, value)| value),
        }
    }

    /// Sets a member: in its place if it is there, else behind all others.
    pub(crate) fn insert(&mut self, name: Name, value: V) {
        match &mut self.0 {
            Members::Few(few) => {
                if let Some((_, known)) = few.iter_mut().find(|(known, _)| *known == name) {
                    *known = value;
                    return;
                }
                few.push((name, value));
                self.look_names_up();
            }
            Members::Many(many) => many.insert(name, value),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<V> {
        match &mut self.0 {
            Members::Few(few) => {
                let at = few.iter().position(|(known, _)| known == name)?;
                Some(few.remove(at).1)
            }
            Members::Many(many) => {
                let number = many.numbers.remove(name)?;
                many.members.remove(&number).map(|(_, value)| value)
            }
        }
    }

    /// Adds members, each of another name, to none.
    pub(crate) fn extend_new(&mut self, members: impl ExactSizeIterator<Item = (Name, V)>) {
        if let Members::Few(few) = &mut self.0 {
            few.reserve_exact(members.len());
            few.extend(members);
            self.look_names_up();
        }
    }

    #[inline]
    pub(crate) fn iter(&self) -> Iter<'_, V> {
        match &self.0 {
            Members::Few(few) => Iter::Few(few.iter()),
            Members::Many(many) => Iter::Many(many.members.values()),
        }
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        let (few, many) = match &mut self.0 {
            Members::Few(few) => (&mut few[..], None),
            Members::Many(many) => (&mut [][..], Some(many.members.values_mut())),
        };
        let all = few.iter_mut().chain(many.into_iter().flatten());
        all.map(|(_, value)| value)
    }

    /// Once there are so many that it pays.
    fn look_names_up(&mut self) {
        if let Members::Few(few) = &mut self.0
            && few.len() > MANY
        {
            let mut many = Box::new(Many {
                next: 0,
                members: BTreeMap::new(),
                numbers: HashMap::with_capacity(few.len()),
            });
            for (name, value) in few.drain(..) {
                many.insert(name, value);
            }
            self.0 = Members::Many(many);
        }
    }
}

/// The members in their order.
pub(crate) enum Iter<'a, V> {
    Few(slice::Iter<'a, (Name, V)>),
    Many(btree_map::Values<'a, u64, (Name, V)>),
}

impl<'a, V> Iterator for Iter<'a, V> {
    type Item = (&'a str, &'a V);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = match self {
            Self::Few(few) => few.next()?,
            Self::Many(many) => many.next()?,
        };
        Some((name, value))
    }
}

impl<V> Many<V> {
    fn insert(&mut self, name: Name, value: V) {
        let known = self
            .numbers
            .get(&name)
            .and_then(|number| self.members.get_mut(number));
        if let Some((_, known)) = known {
            *known = value;
            return;
        }
        self.numbers.insert(name.clone(), self.next);
        self.members.insert(self.next, (name, value));
        self.next += 1;
    }
}

impl<V> Default for Ordered<V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Compares members and their order.
impl<V: PartialEq> PartialEq for Ordered<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_however_many_there_are() {
        let mut list: Vec<(String, usize)> = Vec::new();
        let mut ordered = Ordered::new();
        for step in 0..400 {
            let name = format!("m{}", step * 37 % 90);
            if step % 7 == 3 {
                let at = list.iter().position(|(known, _)| *known == name);
                let removed = at.map(|at| list.remove(at).1);
                assert_eq!(ordered.remove(&name), removed);
            } else {
                ordered.insert(name.clone().into(), step);
                match list.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => *known = step,
                    None => list.push((name, step)),
                }
            }
            assert_eq!(ordered.len(), list.len());
            assert!(
                ordered
                    .iter()
                    .eq(list.iter().map(|(name, value)| (&name[..], value)))
            );
            let mut again = Ordered::new();
            again.extend_new(
                list.iter()
                    .cloned()
                    .map(|(name, value)| (name.into(), value)),
            );
            assert!(ordered == again && ordered.clone() == again);
            for (name, value) in &list {
                assert_eq!(ordered.get(name), Some(value));
            }
            assert_eq!(ordered.get("none"), None);
        }
        assert!(matches!(ordered.0, Members::Many(_)));
        while let Some((name, _)) = list.pop() {
            ordered.remove(&name);
        }
        assert!(ordered == Ordered::new());
    }

    #[test]
    fn nothing_needs_no_more_room_than_a_list() {
        assert_eq!(size_of::<Ordered<crate::Json>>(), size_of::<Vec<u8>>());
    }
}
