//! Conversions to and from the types of `std::time`.

use std::time::{Duration as StdDuration, SystemTime, UNIX_EPOCH};

use super::{Kind, NANOSECONDS, from_edm, length, timestamp};
use crate::edm::parts::{DateTimeParts, fraction_text, utc_text};
use crate::edm::period::period_text;
use crate::edm::{DateTimeOffset, Duration};

impl DateTimeOffset {
    /// Returns the time that the clock of this machine shows, in UTC.
    #[cfg(feature = "client")]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// The instant that many seconds after 1970-01-01T00:00:00Z, in UTC. Clocks that count seconds in 64 bits show no
    /// later one than a `DateTimeOffset` can say.
    pub(super) fn of_instant(seconds: i128, nanoseconds: u32) -> Self {
        Self::from_valid(&utc_text(seconds, &fraction_text(nanoseconds)))
    }

    /// The date and the time that clocks in UTC show, without an offset and with all digits.
    pub(crate) fn local_in_utc(&self) -> String {
        let Some(parts) = DateTimeParts::of(self.as_str()) else {
            return self.to_string();
        };
        let fraction = match parts.time.fraction {
            "" => String::new(),
            digits => format!(".{digits}"),
        };
        let text = utc_text(parts.seconds(), &fraction);
        text.trim_end_matches('Z').to_owned()
    }

    /// Returns the instant, to the nanosecond; digits past the ninth are dropped. `None` for a day that no calendar has,
    /// such as 30 February, which OData's grammar allows, and for a year that `SystemTime` cannot hold. `TryFrom` drops
    /// no digit, and says why a value does not fit.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let parts = super::date_time_parts(self).ok()?;
        let fraction = parts.time.fraction;
        let nanoseconds = crate::edm::parts::nanoseconds(fraction.get(..9).unwrap_or(fraction))?;
        system_time(i64::try_from(parts.seconds()).ok()?, nanoseconds)
    }
}

fn system_time(seconds: i64, nanoseconds: u32) -> Option<SystemTime> {
    let whole = StdDuration::from_secs(seconds.unsigned_abs());
    let base = match seconds < 0 {
        true => UNIX_EPOCH.checked_sub(whole),
        false => UNIX_EPOCH.checked_add(whole),
    };
    base?.checked_add(StdDuration::from_nanos(nanoseconds.into()))
}

/// The seconds since 1970-01-01T00:00:00Z, and the nanoseconds on top.
fn since_epoch(time: SystemTime) -> (i128, u32) {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => (after.as_secs().into(), after.subsec_nanos()),
        Err(before) => {
            let before = before.duration();
            let seconds = -i128::from(before.as_secs());
            match before.subsec_nanos() {
                0 => (seconds, 0),
                nanoseconds => (seconds - 1, 1_000_000_000 - nanoseconds),
            }
        }
    }
}

/// The instant in UTC, with as many digits as it needs.
impl From<SystemTime> for DateTimeOffset {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanoseconds) = since_epoch(time);
        Self::of_instant(seconds, nanoseconds)
    }
}

/// The length in days, hours, minutes and seconds.
impl From<StdDuration> for Duration {
    fn from(duration: StdDuration) -> Self {
        let text = period_text(false, duration.as_secs(), duration.subsec_nanos());
        Self::from_valid(&text)
    }
}

from_edm! {
    DateTimeOffset => SystemTime, "std::time::SystemTime", |value| {
        let (seconds, nanoseconds) = timestamp(value)?;
        let time = system_time(seconds, nanoseconds).ok_or(Kind::OutOfRange)?;
        // The clocks of some systems count in steps of more than a nanosecond.
        match since_epoch(time) == (seconds.into(), nanoseconds) {
            true => Ok(time),
            false => Err(Kind::TooPrecise),
        }
    };
    Duration => StdDuration, "std::time::Duration", |value| {
        let length = u128::try_from(length(value)?).map_err(|_| Kind::OutOfRange)?;
        let nanoseconds = NANOSECONDS.unsigned_abs();
        let seconds = u64::try_from(length / nanoseconds).map_err(|_| Kind::OutOfRange)?;
        let rest = u32::try_from(length % nanoseconds).map_err(|_| Kind::OutOfRange)?;
        Ok(Self::new(seconds, rest))
    };
}
