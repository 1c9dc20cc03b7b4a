//! Follows the events of calendars.

use graph_mail::Client;
use graph_mail::models::{Calendar, DateTimeTimeZone, Event};
use graphwright::Result;
use serde::{Deserialize, Serialize};

use crate::mirror::set;
use crate::{Mirror, Network, Round, Row, items};

/// Returns the calendars of the user.
pub async fn list(network: &impl Network, graph: &Client) -> Result<Vec<Calendar>> {
    items(network, graph.me().calendars().list()).await
}

/// A point in time as the clock of its time zone shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// Date and time, without an offset.
    pub clock: String,
    /// The name of the time zone: `UTC`, or the one that was asked for.
    pub zone: String,
}

impl From<DateTimeTimeZone> for Time {
    fn from(time: DateTimeTimeZone) -> Self {
        Self {
            clock: time.date_time.unwrap_or_default(),
            zone: time.time_zone.unwrap_or_else(|| "UTC".to_owned()),
        }
    }
}

/// An event as a calendar shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The subject.
    pub subject: String,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub end: Time,
}

impl Row for Entry {
    type Item = Event;

    fn key(item: &Event) -> Option<&str> {
        item.id.as_deref()
    }

    fn update(&mut self, item: Event) {
        set(&mut self.subject, item.subject);
        set(&mut self.start, item.start.map(|time| Time::from(*time)));
        set(&mut self.end, item.end.map(|time| Time::from(*time)));
    }
}

/// Asks for the events of a calendar that have changed, with times of `zone`, or of UTC.
pub async fn follow(
    network: &impl Network,
    graph: &Client,
    calendar: &str,
    zone: Option<&str>,
    events: &mut Mirror<Entry>,
) -> Result<Round> {
    let request = graph.me().calendars().id(calendar).events().delta();
    let request = match zone {
        Some(zone) => request.prefer(&format!("outlook.timezone=\"{zone}\"")),
        None => request,
    };
    events.follow(network, request).await
}
