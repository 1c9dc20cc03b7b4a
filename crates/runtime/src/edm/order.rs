//! The order of dates and times.

use std::cmp::Ordering;

use super::parts::{DateParts, DateTimeParts, TimeParts};
use super::{Date, DateTimeOffset, TimeOfDay};

impl DateTimeOffset {
    /// Compares the instants, to the last digit: `2016-12-31T23:00:00-01:00` and `2017-01-01T00:00:00.000Z` are equal.
    pub fn cmp_instant(&self, other: &Self) -> Ordering {
        instant(self).cmp(&instant(other))
    }
}

/// A day that the month does not have counts on from its last day.
fn instant(time: &DateTimeOffset) -> Option<(i128, &str)> {
    let parts = DateTimeParts::of(time.as_str())?;
    Some((parts.seconds(), parts.time.fraction))
}

/// By the instant. Two texts of one instant are ordered as texts, so that no two values are equal here that are not equal
/// by `==`; [`cmp_instant`](DateTimeOffset::cmp_instant) compares instants alone.
impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_text = || self.as_str().cmp(other.as_str());
        self.cmp_instant(other).then_with(by_text)
    }
}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the date; two texts of one date are ordered as texts.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let date = |date: &Self| DateParts::of(date.as_str());
        let by_text = || self.as_str().cmp(other.as_str());
        date(self).cmp(&date(other)).then_with(by_text)
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the time; two texts of one time are ordered as texts.
impl Ord for TimeOfDay {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_text = || self.as_str().cmp(other.as_str());
        time(self).cmp(&time(other)).then_with(by_text)
    }
}

impl PartialOrd for TimeOfDay {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn time(time: &TimeOfDay) -> Option<(i128, &str)> {
    let parts = TimeParts::of(time.as_str())?;
    Some((parts.seconds(), parts.fraction))
}
