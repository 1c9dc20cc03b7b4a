//! Which type a value is of.
//!
//! A value may hold values that are one of several types themselves, and so on. So that no part of a text is read
//! more often the deeper it lies, a choice looks at what decides it and at nothing else: types are tried on a
//! value without reading what is one of several types in it, and what was passed over is passed over in one step
//! when it is met again.

use std::borrow::Cow;

use super::tag::Said;
use super::{Alternative, OneOf, UNKNOWN, written};
use crate::json::{Json, Reader};
use crate::model::Enumeration;
use crate::value::Value;

/// How many choices in each other are tried: a list of what is one of several types is told from other lists by
/// its items.
const TRIALS: u32 = 2;

/// Reads the next value, which is never refused.
pub fn read<T: OneOf>(reader: &mut Reader<'_>) -> Option<T> {
    if reader.choice.trials > 0 {
        // Which type it is of is asked when it is read for good.
        return (reader.raw() != "null").then(|| T::keep(Json::null()));
    }
    let start = reader.mark();
    reader.choice.depth += 1;
    // A text is not the number among the types.
    let outside = reader.set_exact(true);
    let found = chosen(reader).and_then(|found: Found<T>| {
        reader.rewind(start);
        (found.one.read)(reader)
    });
    reader.set_exact(outside);
    reader.choice.depth -= 1;
    if reader.choice.depth == 0 {
        reader.forget();
    }
    found.or_else(|| {
        reader.rewind(start);
        Json::read(reader).map(T::keep)
    })
}

/// Reads the next value in a list or a map, where a null is kept as what no type takes.
pub fn read_inside<T: OneOf>(reader: &mut Reader<'_>) -> Option<T> {
    match reader.passes_null() {
        true => Some(T::keep(Json::null())),
        false => read(reader),
    }
}

/// Passes over the next value, and says how many of its members no field holds.
pub fn fit<T: OneOf>(reader: &mut Reader<'_>) -> Option<usize> {
    if reader.choice.trials >= TRIALS {
        return (reader.raw() != "null").then_some(0);
    }
    let start = reader.mark();
    if reader.raw_noted() == "null" {
        return None;
    }
    let end = reader.mark();
    reader.rewind(start);
    let outside = reader.set_exact(true);
    let left = chosen::<T>(reader).and_then(|found| match found.left {
        Some(left) => Some(left),
        None => {
            reader.rewind(start);
            tried(reader, found.one)
        }
    });
    reader.set_exact(outside);
    reader.rewind(end);
    Some(left.unwrap_or(usize::MAX))
}

/// Judges an enumeration, which keeps what it does not list.
pub fn fit_listed<E: Enumeration + Value>(reader: &mut Reader<'_>) -> Option<usize> {
    let member = E::read(reader)?;
    Some(if member.unrecognized().is_some() {
        UNKNOWN
    } else {
        0
    })
}

/// The type that a value is of.
struct Found<T: OneOf> {
    one: &'static Alternative<T>,
    /// How many members no field holds, where that was looked at.
    left: Option<usize>,
}

/// The standing of an alternative before it is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Tags say that it is this one.
    Told,
    /// No tag speaks of it.
    Open,
    /// A tag that it has is not there.
    Untold,
    /// Tags say that it is another one.
    Out,
}

fn chosen<T: OneOf>(reader: &mut Reader<'_>) -> Option<Found<T>> {
    let start = reader.mark();
    let first = reader.begins_with();
    let (shown, told) = match first {
        Some(b'{') => Shown::<T>::read(reader),
        _ => {
            reader.raw_noted();
            (Shown::default(), None)
        }
    };
    reader.rewind(start);
    if told.is_some() {
        return told.map(|one| Found { one, left: None });
    }
    let fits = |one: &&'static Alternative<T>| one.begins.is_none() || one.begins == first;
    let all = T::ALTERNATIVES.iter().filter(fits);
    let all: Vec<_> = all.map(|one| (one, shown.standing(one))).collect();
    let has = |standing| all.iter().any(|(_, known)| *known == standing);
    let (is_told, is_open) = (has(Standing::Told), has(Standing::Open));
    if !is_told && !is_open {
        return None;
    }
    let mut all: Vec<_> = all
        .into_iter()
        .filter(|(one, standing)| match standing {
            Standing::Told => shown.has_all(one),
            Standing::Open | Standing::Untold => !is_told && shown.has_all(one),
            Standing::Out => false,
        })
        .collect();
    all.sort_by_key(|(_, standing)| *standing == Standing::Untold);
    let (one, standing, left) = match all.as_slice() {
        [(one, standing)] if one.begins.is_some() => (*one, *standing, None),
        all => best(reader, all)?,
    };
    // Without the tag it would be written with it.
    (standing != Standing::Untold).then_some(Found { one, left })
}

type Best<T> = (&'static Alternative<T>, Standing, Option<usize>);

/// The first alternative that holds all members, else the one that leaves the fewest over.
fn best<T: OneOf>(
    reader: &mut Reader<'_>,
    all: &[(&'static Alternative<T>, Standing)],
) -> Option<Best<T>> {
    let start = reader.mark();
    let mut best: Option<(&(&'static Alternative<T>, Standing), usize)> = None;
    for one in all {
        reader.rewind(start);
        let Some(left) = tried(reader, one.0).filter(|left| *left < usize::MAX) else {
            continue;
        };
        if best.is_none_or(|(_, least)| left < least) {
            best = Some((one, left));
        }
        if left == 0 {
            break;
        }
    }
    best.map(|((one, standing), left)| (*one, *standing, Some(left)))
}

fn tried<T>(reader: &mut Reader<'_>, one: &Alternative<T>) -> Option<usize> {
    reader.choice.trials += 1;
    let left = (one.fit)(reader);
    reader.choice.trials -= 1;
    left
}

/// The tags that an object shows without being read.
struct Shown<'a, T> {
    names: Vec<Cow<'a, str>>,
    /// The value of each tag, if present.
    said: Vec<Option<Said<'a>>>,
    of: std::marker::PhantomData<T>,
}

impl<T> Default for Shown<'_, T> {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            said: Vec::new(),
            of: std::marker::PhantomData,
        }
    }
}

impl<'a, T: OneOf> Shown<'a, T> {
    /// Returns what the next value shows; the one alternative that its tag speaks of, if it is the only tag that
    /// tells.
    fn read(reader: &mut Reader<'a>) -> (Self, Option<&'static Alternative<T>>) {
        let mut shown = Self::default();
        shown.said.resize_with(T::TAGS.len(), || None);
        let mut told = None;
        reader.object(|reader, name| {
            let tag = T::TAGS.iter().position(|tag| *tag == name);
            shown.names.push(name);
            let Some(index) = tag.filter(|index| shown.said[*index].is_none()) else {
                reader.raw_noted();
                return true;
            };
            shown.said[index] = Some(Said::read(reader));
            told = (T::TAGS.len() == 1).then(|| shown.told()).flatten();
            told.is_none()
        });
        (shown, told)
    }

    /// The alternative that tags speak of, if that is one.
    fn told(&self) -> Option<&'static Alternative<T>> {
        let all = T::ALTERNATIVES.iter();
        let mut all = all.filter(|one| self.standing(one) == Standing::Told);
        all.next().filter(|_| all.next().is_none())
    }

    fn standing(&self, one: &Alternative<T>) -> Standing {
        let mut is_told = false;
        for (said, values) in self.said.iter().zip(one.tags) {
            match said {
                Some(_) if values.is_empty() => {}
                Some(said) if values.iter().any(|value| value.is(said)) => is_told = true,
                Some(_) => return Standing::Out,
                None => {}
            }
        }
        let is_there = |index: usize| matches!(self.said.get(index), Some(Some(_)));
        if written(one.tags).any(|(index, _)| !is_there(index)) {
            return Standing::Untold;
        }
        match is_told {
            true => Standing::Told,
            false => Standing::Open,
        }
    }

    fn has_all(&self, one: &Alternative<T>) -> bool {
        let mut required = one.required.iter();
        required.all(|name| self.names.iter().any(|known| known == name))
    }
}
