//! Items, and what has become of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The items of one kind, wherever they are, and every change of them.
pub(super) struct Table {
    /// The member that says where an item is.
    parent: &'static str,
    pub(super) items: BTreeMap<String, Value>,
    changes: Vec<Change>,
}

struct Change {
    id: String,
    place: String,
    /// Why it is no longer there.
    removed: Option<&'static str>,
}

impl Table {
    pub(super) fn new(parent: &'static str) -> Self {
        Self {
            parent,
            items: BTreeMap::new(),
            changes: Vec::new(),
        }
    }

    /// Adds an item, or puts it in place of the one with its id.
    pub(super) fn put(&mut self, item: Value) {
        let id = text(&item, "id");
        self.note(&id, text(&item, self.parent), None);
        self.items.insert(id, item);
    }

    /// Sets members of an item, and returns it; `None` if there is no such item.
    pub(super) fn set(&mut self, id: &str, members: &Value) -> Option<Value> {
        let item = self.items.get_mut(id)?;
        for (name, value) in members.as_object()? {
            item[name] = value.clone();
        }
        let item = item.clone();
        self.note(id, text(&item, self.parent), None);
        Some(item)
    }

    /// Removes an item, and returns it.
    pub(super) fn remove(&mut self, id: &str, reason: &'static str) -> Option<Value> {
        let item = self.items.remove(id)?;
        self.note(id, text(&item, self.parent), Some(reason));
        Some(item)
    }

    fn note(&mut self, id: &str, place: String, removed: Option<&'static str>) {
        let id = id.to_owned();
        self.changes.push(Change { id, place, removed });
    }

    /// Returns the items in a place, or all.
    pub(super) fn of(&self, place: Option<&str>) -> Vec<Value> {
        let items = self.items.values();
        let is_there = |item: &&Value| place.is_none_or(|place| text(item, self.parent) == place);
        items.filter(is_there).cloned().collect()
    }

    /// Returns how many changes there were.
    pub(super) fn now(&self) -> usize {
        self.changes.len()
    }

    /// Returns what has changed in a place, or anywhere, after so many changes and before so many: each item once.
    pub(super) fn since(&self, place: Option<&str>, after: usize, until: usize) -> Vec<Value> {
        let changes = self.changes.get(after..until).unwrap_or_default().iter();
        let changes = changes.filter(|change| place.is_none_or(|place| change.place == place));
        let last: BTreeMap<&str, Option<&str>> = changes
            .map(|change| (&*change.id, change.removed))
            .collect();
        let items = last.into_iter().filter_map(|(id, removed)| match removed {
            Some(reason) => Some(json!({"id": id, "@removed": {"reason": reason}})),
            None => self.items.get(id).cloned(),
        });
        items.collect()
    }
}

/// Returns the text of a member; empty if there is none.
pub(super) fn text(item: &Value, member: &str) -> String {
    item[member].as_str().unwrap_or_default().to_owned()
}
