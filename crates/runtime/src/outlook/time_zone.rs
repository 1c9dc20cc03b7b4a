//! Points in time as `microsoft.graph.dateTimeTimeZone` has them: a date and a time without an offset, beside the name of a
//! time zone ([source](https://learn.microsoft.com/graph/api/resources/datetimetimezone)).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::edm::DateTimeOffset;
use crate::json::Json;
use crate::model::Model;

/// Names of UTC, which services write in several ways.
const UTC: [&str; 6] = [
    "UTC",
    "Etc/UTC",
    "Etc/GMT",
    "GMT",
    "Coordinated Universal Time",
    "tzone://Microsoft/Utc",
];

/// The members of `dateTimeTimeZone`.
#[derive(Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct DateTimeTimeZone {
    date_time: Option<String>,
    time_zone: Option<String>,
}

/// A `dateTimeTimeZone` is not a point in time that can be told without a database of time zones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeZoneError {
    /// The time zone, which is named here, is not UTC. Services answer in UTC unless the request asks for another time
    /// zone by `Prefer: outlook.timezone="…"`.
    OtherZone(String),
    /// `dateTime` is not a date and a time without an offset, such as `2017-08-29T04:00:00.0000000`.
    NotATime(String),
    /// The value has no `dateTime`, or no `timeZone`.
    Missing(&'static str),
}

impl fmt::Display for TimeZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherZone(zone) => write!(
                f,
                "the time zone `{zone}` is not UTC: ask for UTC by `Prefer: outlook.timezone=\"UTC\"`"
            ),
            Self::NotATime(text) => write!(
                f,
                "`{text}` is not a date and a time without an offset, such as `2017-08-29T04:00:00`"
            ),
            Self::Missing(name) => write!(f, "the value has no `{name}`"),
        }
    }
}

impl std::error::Error for TimeZoneError {}

/// Returns the point in time that a `dateTimeTimeZone` is, if its time zone is UTC; all digits are kept.
///
/// ```
/// # #[repr(C)] pub struct DateTimeTimeZone { pub date_time: Option<String>, pub time_zone: Option<String>,
/// #     pub additional: graphwright::Additional }
/// # graphwright::model!(DateTimeTimeZone = "microsoft.graph.dateTimeTimeZone",
/// #     [DATE_TIME date_time "dateTime", TIME_ZONE time_zone "timeZone"]);
/// let start = DateTimeTimeZone {
///     date_time: Some("2017-08-29T04:00:00.0000000".into()),
///     time_zone: Some("UTC".into()),
///     ..Default::default()
/// };
/// assert_eq!(graphwright::outlook::point_in_time(&start)?, "2017-08-29T04:00:00.0000000Z");
/// # Ok::<_, graphwright::outlook::TimeZoneError>(())
/// ```
///
/// # Errors
/// The time zone is another one, or the value has no time.
pub fn point_in_time(value: &impl Model) -> Result<DateTimeOffset, TimeZoneError> {
    // Members of other types are as good as missing.
    let members = Json::new(value).and_then(|json| json.to::<DateTimeTimeZone>());
    let members = members.unwrap_or_default();
    let text = members
        .date_time
        .ok_or(TimeZoneError::Missing("dateTime"))?;
    let zone = members
        .time_zone
        .ok_or(TimeZoneError::Missing("timeZone"))?;
    if !UTC.iter().any(|utc| utc.eq_ignore_ascii_case(&zone)) {
        return Err(TimeZoneError::OtherZone(zone));
    }
    let time = format!("{}Z", text.trim_end_matches(['Z', 'z']));
    time.parse().map_err(|_| TimeZoneError::NotATime(text))
}

/// Returns the `dateTimeTimeZone` of a point in time: the type `M` of a generated crate, with the time in UTC. All digits
/// are kept.
///
/// ```
/// # #[repr(C)] pub struct DateTimeTimeZone { pub date_time: Option<String>, pub time_zone: Option<String>,
/// #     pub additional: graphwright::Additional }
/// # graphwright::model!(DateTimeTimeZone = "microsoft.graph.dateTimeTimeZone",
/// #     [DATE_TIME date_time "dateTime", TIME_ZONE time_zone "timeZone"]);
/// use graphwright::outlook;
///
/// let start: DateTimeTimeZone = outlook::date_time_time_zone(&"2017-08-29T04:00:00.5-08:00".parse()?);
/// assert_eq!(start.date_time.as_deref(), Some("2017-08-29T12:00:00.5"));
/// assert_eq!(start.time_zone.as_deref(), Some("UTC"));
/// # Ok::<_, graphwright::edm::InvalidText>(())
/// ```
pub fn date_time_time_zone<M: Model>(time: &DateTimeOffset) -> M {
    let members = DateTimeTimeZone {
        date_time: Some(time.local_in_utc()),
        time_zone: Some("UTC".into()),
    };
    let json = Json::new(&members).and_then(|json| json.to());
    // Every object can be read as a model.
    json.unwrap_or_default()
}
