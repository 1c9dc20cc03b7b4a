//! What changed between two surfaces.

use std::collections::{BTreeMap, BTreeSet};

use crate::Change;
use crate::rules::{self, Rule};
use crate::surface::{Function, Item, Kind, Surface};

/// The changes of what a caller can name.
pub(crate) fn of(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut found = Found {
        old,
        new,
        changes: Vec::new(),
    };
    let mut renamed = BTreeSet::new();
    for (path, before) in old {
        // What another type is called now is not the item of before.
        let same = new.get(path).filter(|after| after.schema == before.schema);
        match same {
            Some(after) => found.item(path, before, after),
            None => match found.renamed(before) {
                Some(now) => {
                    renamed.insert(now);
                    found.add(&rules::ITEM_RENAMED, path, format!("now `{now}`"));
                    found.item(now, before, &new[now]);
                }
                None => match new.get(path) {
                    Some(after) => found.item(path, before, after),
                    None => found.add(&rules::ITEM_REMOVED, path, String::new()),
                },
            },
        }
    }
    for path in new.keys() {
        if !old.contains_key(path) && !renamed.contains(path) {
            found.add(&rules::ITEM_ADDED, path, String::new());
        }
    }
    found.changes
}

struct Found<'a> {
    old: &'a Surface,
    new: &'a Surface,
    changes: Vec<Change>,
}

impl<'a> Found<'a> {
    fn add(&mut self, rule: &'static Rule, item: &str, detail: String) {
        self.changes.push(Change {
            rule,
            item: item.to_owned(),
            detail,
        });
    }

    /// The item that only the new crate has for the same type of the description.
    fn renamed(&self, before: &Item) -> Option<&'a String> {
        before.schema.as_ref()?;
        let same = |one: &Item| (&one.schema, one.kind) == (&before.schema, before.kind);
        // Parameters of actions of one name share a schema: what was there already is not the new name of another.
        let is_new = |path: &String| !self.old.get(path).is_some_and(same);
        let mut all = self.new.iter();
        all.find(|(path, after)| same(after) && is_new(path))
            .map(|(path, _)| path)
    }

    fn item(&mut self, path: &str, before: &Item, after: &Item) {
        if before.kind != after.kind {
            self.add(&rules::ITEM_REKINDED, path, String::new());
            return;
        }
        self.fields(path, before, after);
        self.variants(path, before, after);
        self.functions(path, &before.functions, &after.functions);
    }

    fn fields(&mut self, path: &str, before: &Item, after: &Item) {
        let mut renamed = BTreeSet::new();
        for (name, field) in &before.fields {
            let place = format!("{path}::{name}");
            let same_wire =
                |one: &&String| field.wire.is_some() && after.fields[*one].wire == field.wire;
            let same = after.fields.get(name);
            let elsewhere = after
                .fields
                .keys()
                .find(same_wire)
                .filter(|one| *one != name);
            // What another member is called now is not the field of before.
            if let Some(now) = same.filter(|_| elsewhere.is_none()) {
                if now.ty != field.ty {
                    let detail = format!("from `{}` to `{}`", field.ty, now.ty);
                    self.add(&rules::FIELD_RETYPED, &place, detail);
                }
                continue;
            }
            match elsewhere {
                Some(now) => {
                    renamed.insert(now);
                    self.add(&rules::FIELD_RENAMED, &place, format!("now `{now}`"));
                }
                None => self.add(&rules::FIELD_REMOVED, &place, String::new()),
            }
        }
        for name in after.fields.keys() {
            if !before.fields.contains_key(name) && !renamed.contains(name) {
                self.add(
                    &rules::FIELD_ADDED,
                    &format!("{path}::{name}"),
                    String::new(),
                );
            }
        }
    }

    fn variants(&mut self, path: &str, before: &Item, after: &Item) {
        for (name, ty) in &before.variants {
            let place = format!("{path}::{name}");
            match after.variants.get(name) {
                None => self.add(&rules::VARIANT_REMOVED, &place, String::new()),
                Some(now) if now != ty => {
                    let detail = format!("from `{ty}` to `{now}`");
                    self.add(&rules::VARIANT_REMOVED, &place, detail);
                }
                Some(_) => {}
            }
        }
        for name in after.variants.keys() {
            if !before.variants.contains_key(name) {
                self.add(
                    &rules::VARIANT_ADDED,
                    &format!("{path}::{name}"),
                    String::new(),
                );
            }
        }
    }

    fn functions(
        &mut self,
        path: &str,
        before: &BTreeMap<String, Function>,
        after: &BTreeMap<String, Function>,
    ) {
        for (name, function) in before {
            let place = format!("{path}::{name}");
            match after.get(name) {
                Some(now) => self.function(&place, function, now),
                None if function.leads_to.is_none() => {
                    self.add(&rules::FUNCTION_REMOVED, &place, String::new());
                }
                None => {
                    let moved = self.moved(function);
                    self.add(&rules::STEP_REMOVED, &place, moved);
                }
            }
        }
        for (name, function) in after {
            if !before.contains_key(name) {
                let rule = match function.leads_to {
                    Some(_) => &rules::STEP_ADDED,
                    None => &rules::FUNCTION_ADDED,
                };
                self.add(rule, &format!("{path}::{name}"), String::new());
            }
        }
    }

    /// The steps that only the new crate has to the same resource.
    fn moved(&self, function: &Function) -> String {
        let lead = function.leads_to.as_ref().map(|(resource, _)| resource);
        let mut to = Vec::new();
        for (path, item) in self.new {
            let before = self.old.get(path);
            let is_new = |name: &String| before.is_none_or(|one| !one.functions.contains_key(name));
            for (name, one) in &item.functions {
                if is_new(name) && one.leads_to.as_ref().map(|(resource, _)| resource) == lead {
                    to.push(format!("`{path}::{name}`"));
                }
            }
        }
        match to.is_empty() {
            true => String::new(),
            false => format!("moved to {}", to.join(", ")),
        }
    }

    fn function(&mut self, place: &str, before: &Function, after: &Function) {
        if let Some(note) = &after.deprecated
            && before.deprecated.as_ref() != Some(note)
        {
            self.add(&rules::DEPRECATED, place, note.clone());
        }
        let shape = |one: &Function| (one.parameters.clone(), one.bounds.clone());
        let same = shape(before) == shape(after);
        if same && before.result == after.result {
            return;
        }
        if let (true, Some((from, offered)), Some((to, offers))) =
            (same, &before.leads_to, &after.leads_to)
            && from == to
        {
            self.offers(place, offered, offers);
            return;
        }
        let written = |one: &Function| {
            let parameters = one.parameters.join(", ");
            format!("`({parameters}) -> {}`", one.result)
        };
        let rule = match before.leads_to {
            Some(_) => &rules::STEP_RETYPED,
            None => &rules::FUNCTION_RETYPED,
        };
        let bounds = match before.bounds == after.bounds {
            true => String::new(),
            false => format!(", bounds from `{}` to `{}`", before.bounds, after.bounds),
        };
        let detail = format!("from {} to {}{bounds}", written(before), written(after));
        self.add(rule, place, detail);
    }

    fn offers(&mut self, place: &str, before: &str, after: &str) {
        let (old, new) = (traits(self.old, before), traits(self.new, after));
        let lost: Vec<&str> = old.difference(&new).map(String::as_str).collect();
        let (rule, detail) = match lost.is_empty() {
            true => {
                let more: Vec<&str> = new.difference(&old).map(String::as_str).collect();
                (&rules::OFFER_ADDED, more.join(", "))
            }
            false => (&rules::OFFER_WITHDRAWN, lost.join(", ")),
        };
        self.add(rule, place, detail);
    }
}

/// The traits of the offer at `path`.
fn traits(surface: &Surface, path: &str) -> BTreeSet<String> {
    let name = path.trim_start_matches("crate::");
    let offer = surface.get(name).filter(|item| item.kind == Kind::Offer);
    offer.map(|item| item.traits.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_that_was_there_already_is_no_new_name_of_one_that_is_removed() {
        let item = Item {
            schema: Some("t.go".to_owned()),
            ..Item::default()
        };
        let one = |path: &str| (path.to_owned(), item.clone());
        let old = Surface::from([one("models::A"), one("models::B")]);
        let new = Surface::from([one("models::B")]);
        let changes = of(&old, &new);
        let found: Vec<&str> = changes.iter().map(|one| one.rule.code).collect();
        assert_eq!(found, ["item-removed"]);
    }
}
