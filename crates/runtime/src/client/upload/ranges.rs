//! The bytes that a session does not have yet.

use std::fmt;

/// The ranges that a service still expects, in their order; each from its first byte up to and without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Missing(Vec<(u64, u64)>);

impl Missing {
    pub(super) fn all(length: u64) -> Self {
        Self(vec![(0, length)])
    }

    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// Reads `nextExpectedRanges` of a session for a file of `length` bytes: `26-`, `12345-55232`, and in Outlook
    /// `2000000`.
    ///
    /// # Errors
    /// One is no range, or is beyond the end of the file; the text says which.
    pub(super) fn read(ranges: &[impl AsRef<str>], length: u64) -> Result<Self, Unread> {
        let mut missing = Vec::new();
        for range in ranges {
            let (first, end) = bounds(range.as_ref().trim(), length).ok_or(Unread::NoRange)?;
            if first > length || end > length {
                return Err(Unread::BeyondEnd(first.max(end - 1)));
            }
            if first < end {
                missing.push((first, end));
            }
        }
        missing.sort_unstable();
        if missing.windows(2).any(|two| two[0].1 > two[1].0) {
            return Err(Unread::NoRange);
        }
        Ok(Self(missing))
    }

    /// Returns how many bytes they have.
    pub(super) fn bytes(&self) -> u64 {
        self.0.iter().map(|(first, end)| end - first).sum()
    }

    /// Returns the first byte that is missing.
    fn first(&self) -> Option<u64> {
        self.0.first().map(|(first, _)| *first)
    }

    /// Returns how many bytes of a file of that length the service has. It need not list all that it misses: bytes after
    /// the list are not there either.
    pub(super) fn done(&self, length: u64) -> u64 {
        match self.0.last() {
            Some((_, end)) if *end < length => self.first().unwrap_or_default(),
            Some(_) | None => length - self.bytes(),
        }
    }

    /// Returns whether the service has more than it had when `before` was missing.
    pub(super) fn is_less_than(&self, before: &Self) -> bool {
        self.bytes() < before.bytes() || self.first() > before.first()
    }

    /// Returns the fragment that is sent next, of at most `most` bytes: its first byte, and how many it has. Within the file of
    /// that length it is a multiple of `multiple` where the range has room for one.
    pub(super) fn next(&self, most: u64, multiple: u64, length: u64) -> Option<(u64, u64)> {
        let (first, end) = *self.0.first()?;
        let bytes = (end - first).min(most);
        let over = match first + bytes < length && bytes > multiple {
            true => bytes.checked_rem(multiple).unwrap_or(0),
            false => 0,
        };
        Some((first, bytes - over))
    }
}

/// Why `nextExpectedRanges` cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// One of them is no range, or they overlap.
    NoRange,
    /// The service expects this byte, and the file ends before it.
    BeyondEnd(u64),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRange => f.write_str(
                "`nextExpectedRanges` has something that is no range, or ranges that overlap",
            ),
            Self::BeyondEnd(byte) => write!(
                f,
                "the service expects byte {byte}, which the file does not have: it is not the file that the session was \
                 begun with"
            ),
        }
    }
}

/// A range from its first byte up to and without its end.
fn bounds(range: &str, length: u64) -> Option<(u64, u64)> {
    let (first, last) = range.split_once('-').unwrap_or((range, ""));
    let first: u64 = first.trim().parse().ok()?;
    let end = match last.trim() {
        "" => length.max(first),
        last => last.parse::<u64>().ok()?.checked_add(1)?,
    };
    (first <= end).then_some((first, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(ranges: &[&str], length: u64) -> Result<Vec<(u64, u64)>, Unread> {
        Missing::read(ranges, length).map(|missing| missing.0)
    }

    #[test]
    fn each_form_of_expected_ranges_is_read() {
        for (ranges, missing) in [
            (&["0-"][..], &[(0, 100)][..]),
            (&["26-"], &[(26, 100)]),
            (&["26"], &[(26, 100)]),
            (&["26-99"], &[(26, 100)]),
            (&["0-0"], &[(0, 1)]),
            (&["50-59", "10-19"], &[(10, 20), (50, 60)]),
            (&["100-"], &[]),
            (&[], &[]),
        ] {
            assert_eq!(read(ranges, 100).as_deref(), Ok(missing), "{ranges:?}");
        }
    }

    #[test]
    fn what_is_no_range_of_the_file_is_refused() {
        for ranges in [
            &["x"][..],
            &["-5"],
            &["9-3"],
            &[""],
            &["0-5", "3-9"],
            &["0-18446744073709551615"],
        ] {
            assert_eq!(read(ranges, 100), Err(Unread::NoRange), "{ranges:?}");
        }
        assert_eq!(read(&["50-120"], 100), Err(Unread::BeyondEnd(120)));
        assert_eq!(read(&["120-"], 100), Err(Unread::BeyondEnd(120)));
    }

    #[test]
    fn a_fragment_ends_where_what_is_missing_ends() {
        let missing = Missing(vec![(10, 30), (50, 100)]);
        assert_eq!(missing.next(8, 1, 100), Some((10, 8)));
        assert_eq!(missing.next(80, 1, 100), Some((10, 20)));
        assert_eq!(missing.bytes(), 70);
        assert_eq!(Missing::none().next(8, 1, 100), None);
    }

    #[test]
    fn a_fragment_is_a_multiple_where_there_is_room_for_one() {
        let next = |first, end, most| Missing(vec![(first, end)]).next(most, 8, 100);
        for (first, end, most, bytes) in [
            (0, 100, 16, 16),
            (3, 100, 16, 16),
            (90, 100, 16, 10),
            (3, 30, 32, 24),
            (3, 12, 32, 8),
            (3, 11, 32, 8),
            (3, 9, 32, 6),
        ] {
            assert_eq!(
                next(first, end, most),
                Some((first, bytes)),
                "{first} {end}"
            );
        }
    }

    #[test]
    fn a_service_has_more_when_less_is_missing_or_the_rest_begins_later() {
        let missing = |ranges: &[(u64, u64)]| Missing(ranges.to_vec());
        let before = missing(&[(10, 20)]);
        for (ranges, is_less) in [
            (&[(10, 20)][..], false),
            (&[(11, 20)], true),
            (&[(20, 30)], true),
            (&[(20, 100)], true),
            (&[(0, 100)], false),
            (&[(10, 15)], true),
            (&[], true),
        ] {
            assert_eq!(missing(ranges).is_less_than(&before), is_less, "{ranges:?}");
        }
        assert_eq!(before.done(100), 10);
        assert_eq!(missing(&[(10, 20), (50, 100)]).done(100), 40);
        assert_eq!(missing(&[]).done(100), 100);
    }
}
