//! A copy of what a collection has, kept by rounds of changes.

use std::collections::BTreeMap;

use graphwright::delta::Change;
use graphwright::{Page, Request, Result, Value};
use serde::{Deserialize, Serialize};

use crate::Network;

/// What the program keeps of an item.
pub trait Row: Default {
    /// The type of the item.
    type Item: Value + 'static;

    /// Returns the key of the item.
    fn key(item: &Self::Item) -> Option<&str>;

    /// Takes over the members that the item has: a change may have only those that have changed.
    fn update(&mut self, item: Self::Item);
}

/// The rows of a collection by key, and where the next round begins. It can be stored at any time.
#[derive(Clone, Serialize, Deserialize)]
pub struct Mirror<R> {
    rows: BTreeMap<String, R>,
    link: Option<String>,
}

impl<R> Default for Mirror<R> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            link: None,
        }
    }
}

/// What a round brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// How many pages came.
    pub pages: usize,
    /// How many items are new or changed.
    pub present: usize,
    /// How many items are gone.
    pub removed: usize,
    /// Whether it began with all items: at the first time, and when the service had forgotten the link.
    pub is_whole: bool,
}

impl<R: Row> Mirror<R> {
    /// Asks for what has changed since the last round, or for all items. After an error the next call goes on where this one
    /// was. `request` is that of a delta function; each of
    /// its pages is taken over before the next one is asked for, with the headers of the first.
    pub async fn follow(
        &mut self,
        network: &impl Network,
        request: Request<Page<R::Item>>,
    ) -> Result<Round> {
        let mut done = Round {
            is_whole: self.link.is_none(),
            ..Round::default()
        };
        let mut round = match &self.link {
            Some(link) => request.resume(link).round(),
            None => request.round(),
        };
        let mut has_started_over = false;
        while let Some(request) = round.request() {
            let request = request?;
            let url = request.url().to_owned();
            match network.send(request).await {
                Ok(page) => round.accept(page, &url),
                Err(error) => match round.start_over(&error) {
                    Some(start) if !has_started_over => {
                        *self = Self::default();
                        (done, has_started_over) = (Round::default(), true);
                        done.is_whole = true;
                        round = start.round;
                        continue;
                    }
                    _ => return Err(error),
                },
            }
            done.pages += 1;
            while let Some(change) = round.next_change() {
                self.take(change, &mut done);
            }
            self.link = round.link().map(str::to_owned);
        }
        Ok(done)
    }

    fn take(&mut self, change: Change<R::Item>, done: &mut Round) {
        match change {
            Change::Present(item) => {
                if let Some(key) = R::key(&item).map(str::to_owned) {
                    self.rows.entry(key).or_default().update(item);
                    done.present += 1;
                }
            }
            // Deleted, or moved elsewhere: it is no longer here.
            Change::Removed(removed) => {
                if let Some(key) = removed.id {
                    self.rows.remove(&key);
                    done.removed += 1;
                }
            }
            _ => {}
        }
    }

    /// Returns the rows by key.
    pub fn rows(&self) -> &BTreeMap<String, R> {
        &self.rows
    }

    /// Returns the row with that key.
    pub fn row_mut(&mut self, key: &str) -> Option<&mut R> {
        self.rows.get_mut(key)
    }
}

/// Puts `new` into `old` if there is one.
pub(crate) fn set<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}
