//! Which requests go into one batch.

use std::collections::BTreeMap;

/// More requests depend on each other than a batch may have; so many.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany(pub(super) usize);

/// Splits `items`, which are in ascending order, into batches of at most `limit`. Those that depend on each other by
/// `after` have a batch of their own. What an item depends on comes before it.
pub(super) fn batches<'a>(
    items: &[usize],
    after: impl Fn(usize) -> &'a [usize],
    limit: usize,
) -> Result<Vec<Vec<usize>>, TooMany> {
    let mut batches: Vec<Vec<usize>> = Vec::new();
    // The last batch of items that depend on nothing.
    let mut open: Option<usize> = None;
    for group in groups(items, after) {
        if group.len() > limit {
            return Err(TooMany(group.len()));
        }
        match open {
            Some(at) if group.len() == 1 && batches[at].len() < limit => batches[at].extend(group),
            _ => {
                if group.len() == 1 {
                    open = Some(batches.len());
                }
                batches.push(group);
            }
        }
    }
    Ok(batches)
}

/// The items that depend on each other, also by way of others; each group by its first item.
fn groups<'a>(items: &[usize], after: impl Fn(usize) -> &'a [usize]) -> Vec<Vec<usize>> {
    let mut leads: Vec<usize> = (0..items.len()).collect();
    for (position, item) in items.iter().enumerate() {
        for dependency in after(*item) {
            if let Ok(other) = items.binary_search(dependency) {
                let (one, other) = (lead(&mut leads, position), lead(&mut leads, other));
                leads[one.max(other)] = one.min(other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (position, item) in items.iter().enumerate() {
        let lead = lead(&mut leads, position);
        groups.entry(lead).or_default().push(*item);
    }
    groups.into_values().collect()
}

/// The first of the group that `position` is in.
fn lead(leads: &mut [usize], mut position: usize) -> usize {
    while leads[position] != position {
        leads[position] = leads[leads[position]];
        position = leads[position];
    }
    position
}

#[cfg(test)]
mod tests {
    use super::{TooMany, batches};

    fn split(after: &[&[usize]], limit: usize) -> Result<Vec<Vec<usize>>, TooMany> {
        let items: Vec<usize> = (0..after.len()).collect();
        batches(&items, |item| after[item], limit)
    }

    #[test]
    fn what_depends_on_each_other_stays_together_and_alone() {
        let none: &[usize] = &[];
        for (after, limit, expected) in [
            (vec![], 20, vec![]),
            (vec![none; 5], 2, vec![vec![0, 1], vec![2, 3], vec![4]]),
            (
                vec![none, none, &[0], none, none],
                2,
                vec![vec![0, 2], vec![1, 3], vec![4]],
            ),
            // A chain, written from both ends, and a request that depends on two.
            (vec![none, none, &[1], &[0, 2]], 4, vec![vec![0, 1, 2, 3]]),
            (
                vec![none, &[0], none, &[2]],
                20,
                vec![vec![0, 1], vec![2, 3]],
            ),
        ] {
            assert_eq!(split(&after, limit), Ok(expected), "{after:?}");
        }
        assert_eq!(split(&[&[], &[0], &[1]], 2), Err(TooMany(3)));
    }

    #[test]
    fn what_has_an_answer_already_holds_nothing_together() {
        let after: [&[usize]; 5] = [&[], &[0], &[0], &[1], &[2]];
        let rest = batches(&[1, 2, 3, 4], |item| after[item], 20);
        assert_eq!(rest, Ok(vec![vec![1, 3], vec![2, 4]]));
    }
}
