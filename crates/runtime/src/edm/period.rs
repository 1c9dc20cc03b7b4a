//! Durations taken apart and put together again.

use super::ConversionErrorKind as Kind;
use super::parts::fraction_text;

/// The units in their order, and the seconds that one is of where it has a length of its own.
const UNITS: [(char, u32); 7] = [
    ('Y', 0),
    ('M', 0),
    ('W', 7 * 86_400),
    ('D', 86_400),
    ('H', 3600),
    ('M', 60),
    ('S', 1),
];

/// How many of the units stand before the `T`.
const DATE_UNITS: usize = 4;

const NANOSECONDS: i128 = 1_000_000_000;

/// The fractions that can be exact in nanoseconds have fewer digits, for the largest unit too.
const MOST_DIGITS: usize = 18;

/// An ISO 8601 duration. Days, hours, minutes and seconds are OData's; years, months and weeks are ISO's and Graph uses
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PeriodParts<'t> {
    pub(super) negative: bool,
    /// Numbers in the order of `UNITS`: the digits before the point and those behind it.
    numbers: [(&'t str, &'t str); 7],
}

impl<'t> PeriodParts<'t> {
    /// Reads a duration.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let parts = unsigned.strip_prefix('P')?;
        let (date, time) = match parts.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (parts, None),
        };
        if parts.is_empty() || time == Some("") {
            return None;
        }
        let mut period = Self {
            negative: text.starts_with('-'),
            ..Self::default()
        };
        period.read(date, 0..DATE_UNITS)?;
        period.read(time.unwrap_or_default(), DATE_UNITS..UNITS.len())?;
        Some(period)
    }

    /// Reads numbers, each followed by its unit, which come in order.
    fn read(&mut self, mut text: &'t str, mut units: std::ops::Range<usize>) -> Option<()> {
        while !text.is_empty() {
            let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
            let (number, rest) = text.split_at(end);
            let unit = rest.chars().next()?;
            let at = units.find(|at| UNITS[*at].0 == unit)?;
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            if whole.len() + fraction.len() == 0 || fraction.contains('.') {
                return None;
            }
            self.numbers[at] = (whole, fraction.trim_end_matches('0'));
            text = &rest[1..];
        }
        Some(())
    }

    /// Returns its length in nanoseconds. A day has 24 hours, as in OData.
    pub(super) fn nanoseconds(self) -> Result<i128, Kind> {
        let mut sum = 0;
        for ((whole, fraction), (_, seconds)) in self.numbers.into_iter().zip(UNITS) {
            let whole = whole.trim_start_matches('0');
            if seconds == 0 && !(whole.is_empty() && fraction.is_empty()) {
                return Err(Kind::CalendarUnits);
            }
            let unit = i128::from(seconds) * NANOSECONDS;
            sum += i128::from(number::<u64>(whole)?) * unit + part_of(unit, fraction)?;
        }
        Ok(if self.negative { -sum } else { sum })
    }

    /// Returns the whole numbers of years, months, weeks, days, hours, minutes and seconds, and the nanoseconds.
    #[cfg(feature = "jiff")]
    pub(super) fn units(self) -> Result<([i64; 7], i64), Kind> {
        let sign = if self.negative { -1 } else { 1 };
        let [greater @ .., (_, of_second)] = self.numbers;
        if greater.iter().any(|(_, fraction)| !fraction.is_empty()) {
            return Err(Kind::TooPrecise);
        }
        let mut units = [0; 7];
        for (unit, (whole, _)) in units.iter_mut().zip(self.numbers) {
            *unit = sign * number::<i64>(whole.trim_start_matches('0'))?;
        }
        let part = part_of(NANOSECONDS, of_second)?;
        Ok((
            units,
            sign * i64::try_from(part).map_err(|_| Kind::OutOfRange)?,
        ))
    }
}

/// The number of digits that do not begin with a zero.
fn number<T: std::str::FromStr + Default>(digits: &str) -> Result<T, Kind> {
    match digits {
        "" => Ok(T::default()),
        digits => digits.parse().map_err(|_| Kind::OutOfRange),
    }
}

/// That fraction of a unit, which must be of whole nanoseconds.
fn part_of(unit: i128, fraction: &str) -> Result<i128, Kind> {
    if fraction.is_empty() {
        return Ok(0);
    }
    if fraction.len() > MOST_DIGITS {
        return Err(Kind::TooPrecise);
    }
    let digits: i128 = fraction.parse().map_err(|_| Kind::TooPrecise)?;
    let whole = (0..fraction.len()).fold(1, |whole, _| whole * 10);
    match digits * unit % whole {
        0 => Ok(digits * unit / whole),
        _ => Err(Kind::TooPrecise),
    }
}

/// The text of a duration of that many seconds and nanoseconds, in days, hours, minutes and seconds.
pub(super) fn period_text(negative: bool, seconds: u64, nanoseconds: u32) -> String {
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3600 % 24, seconds / 86_400);
    let second = seconds % 60;
    let fraction = fraction_text(nanoseconds);
    units_text(negative, [0, 0, 0, days, hours, minutes, second], &fraction)
}

/// The text of a duration of whole numbers of years, months, weeks, days, hours, minutes and seconds, with the fraction of
/// the seconds.
pub(super) fn units_text(negative: bool, units: [u64; 7], fraction: &str) -> String {
    let mut text = String::from(if negative { "-P" } else { "P" });
    for (at, (unit, (letter, _))) in units.into_iter().zip(UNITS).enumerate() {
        let fraction = if at + 1 == UNITS.len() { fraction } else { "" };
        if unit == 0 && fraction.is_empty() {
            continue;
        }
        if at >= DATE_UNITS && !text.contains('T') {
            text.push('T');
        }
        text.push_str(&format!("{unit}{fraction}{letter}"));
    }
    if text.ends_with('P') {
        return "PT0S".into();
    }
    text
}
