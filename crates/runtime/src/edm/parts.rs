//! Dates and times taken apart and put together again (OData ABNF 4.01, 7), in the proleptic Gregorian calendar.

use super::ConversionErrorKind as Kind;

pub(super) const SECONDS_OF_DAY: i128 = 86_400;

/// Returns how many nanoseconds the digits of a fraction of a second are, if there is no smaller part.
pub(super) fn nanoseconds(fraction: &str) -> Option<u32> {
    let digits = fraction.trim_end_matches('0');
    let of_nine = |digits| format!("{digits:0<9}").parse().ok();
    (digits.len() <= 9).then(|| of_nine(digits)).flatten()
}

/// The fraction of a second as it is written: a point and the digits that it needs.
pub(super) fn fraction_text(nanoseconds: u32) -> String {
    let text = format!(".{nanoseconds:09}");
    text.trim_end_matches(['0', '.']).to_owned()
}

/// The number of two digits, if it is no more than `most`.
fn two_digits(text: &str, most: u8) -> Option<u8> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    number.filter(|number| *number <= most)
}

/// A year, a month and a day, which may be one that the month does not have: OData's grammar lets 30 February be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DateParts {
    pub(super) year: i128,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl DateParts {
    /// Reads a date. A year has four digits or more and may be negative. All times that a `SystemTime` holds have
    /// years of at most twelve digits.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut parts = digits.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = year.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(4..=12).contains(&year.len()) {
            return None;
        }
        Some(Self {
            year: sign * year.parse::<i128>().ok()?,
            month: two_digits(month, 12).filter(|month| *month > 0)?,
            day: two_digits(day, 31).filter(|day| *day > 0)?,
        })
    }

    /// Returns the date that many days after 1970-01-01.
    pub(super) fn of_days(days: i128) -> Self {
        // Years begin in March here, so that a leap day is the last of its year.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day = shifted.rem_euclid(146_097);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let in_range = |number: i128| u8::try_from(number).unwrap_or(1);
        Self {
            year: era * 400 + year + i128::from(month >= 10),
            month: in_range(if month < 10 { month + 3 } else { month - 9 }),
            day: in_range(day - (153 * month + 2) / 5 + 1),
        }
    }

    /// Returns how many days it is after 1970-01-01. A day that the month does not have counts on from its last one.
    pub(super) fn days(self) -> i128 {
        let year = self.year - i128::from(self.month <= 2);
        let year_of_era = year.rem_euclid(400);
        let month = (i128::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i128::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        year.div_euclid(400) * 146_097 + day_of_era - 719_468
    }

    /// Returns whether the month has that day.
    fn is_in_calendar(self) -> bool {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        self.day <= days
    }

    /// Returns the date if there is that day.
    pub(super) fn checked(self) -> Result<Self, Kind> {
        match self.is_in_calendar() {
            true => Ok(self),
            false => Err(Kind::NoSuchDay),
        }
    }

    pub(super) fn text(self) -> String {
        let Self { year, month, day } = self;
        let sign = if year < 0 { "-" } else { "" };
        format!("{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs())
    }
}

/// Hours, minutes and seconds, and the digits of the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeParts<'t> {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    /// Without the zeros at its end, so that an equal fraction is an equal text and a greater one a greater text.
    pub(super) fraction: &'t str,
}

impl<'t> TimeParts<'t> {
    /// Reads a time of day; seconds may be left out, and a fraction of them has twelve digits at most.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let mut parts = whole.split(':');
        let hour = two_digits(parts.next()?, 23)?;
        let minute = two_digits(parts.next()?, 59)?;
        let second = match (parts.next(), fraction) {
            (Some(second), _) => two_digits(second, 59)?,
            (None, None) => 0,
            (None, Some(_)) => return None,
        };
        let digits = fraction.unwrap_or("0");
        let is_fraction =
            (1..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_fraction && parts.next().is_none()).then_some(Self {
            hour,
            minute,
            second,
            fraction: digits.trim_end_matches('0'),
        })
    }

    /// Returns how many whole seconds of the day have gone.
    pub(super) fn seconds(self) -> i128 {
        i128::from(self.hour) * 3600 + i128::from(self.minute) * 60 + i128::from(self.second)
    }

    /// Returns the fraction in nanoseconds.
    pub(super) fn nanoseconds(self) -> Result<u32, Kind> {
        nanoseconds(self.fraction).ok_or(Kind::TooPrecise)
    }
}

/// A date, a time and the minutes that the clock is ahead of UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct DateTimeParts<'t> {
    pub(super) date: DateParts,
    pub(super) time: TimeParts<'t>,
    pub(super) offset: i16,
}

impl<'t> DateTimeParts<'t> {
    /// Reads a point in time.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let (date, rest) = text.split_once(['T', 't'])?;
        let (time, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-'])?);
        Some(Self {
            date: DateParts::of(date)?,
            time: TimeParts::of(time)?,
            offset: offset_of(offset)?,
        })
    }

    /// Returns how many whole seconds it is after 1970-01-01T00:00:00Z; the fraction comes on top, also before that.
    pub(super) fn seconds(self) -> i128 {
        self.date.days() * SECONDS_OF_DAY + self.time.seconds() - i128::from(self.offset) * 60
    }
}

fn offset_of(text: &str) -> Option<i16> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let minutes = i16::from(two_digits(hours, 23)?) * 60 + i16::from(two_digits(minutes, 59)?);
    Some(if text.starts_with('-') {
        -minutes
    } else {
        minutes
    })
}

/// The text of the point in time that many seconds after 1970-01-01T00:00:00Z, as clocks in UTC show it, with the digits
/// of a fraction.
pub(super) fn utc_text(seconds: i128, fraction: &str) -> String {
    let date = DateParts::of_days(seconds.div_euclid(SECONDS_OF_DAY)).text();
    let second = seconds.rem_euclid(SECONDS_OF_DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}
