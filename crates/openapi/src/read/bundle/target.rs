//! Resolves references, and finds the components of the document that they name.

use serde_json::{Map, Value};

use super::Bundle;
use crate::pointer;

/// How many references may lead on to each other.
const HOPS: usize = 32;

/// The sections of components in which a reference to a file gives what stands there its name.
const SECTIONS: [&str; 4] = ["schemas", "parameters", "requestBodies", "responses"];

/// A place in one of the files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: usize,
    pub(super) pointer: String,
}

impl Bundle<'_, '_, '_> {
    /// Returns the value at a place.
    pub(super) fn value(&self, target: &Target) -> Option<&Value> {
        self.loaded.0[target.file].value.pointer(&target.pointer)
    }

    /// The place that `reference` leads to from `file`; what to do where it leads nowhere.
    pub(super) fn target(&mut self, reference: &str, file: usize) -> Result<Target, String> {
        self.target_within(reference, file, HOPS)
    }

    fn target_within(
        &mut self,
        reference: &str,
        file: usize,
        hops: usize,
    ) -> Result<Target, String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match path {
            "" => file,
            path => self.loaded.find(file, path, self.files, self.report)?,
        };
        // In a URL a pointer may be percent-encoded (RFC 6901, 6).
        let mut pointers = vec![fragment.to_owned()];
        let decoded = pointer::decoded(fragment);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            pointers.extend(self.loaded.0[file].anchor(&decoded).cloned());
        }
        if decoded != fragment {
            pointers.push(decoded);
        }
        for pointer in pointers {
            if let Some(found) = self.through(Target { file, pointer }, hops)? {
                return Ok(found);
            }
        }
        let (path, fragment) = (&self.loaded.0[file].path, fragment.escape_debug());
        let path = path.escape_debug();
        Err(format!(
            "`{path}` has nothing at `{fragment}`: correct the reference"
        ))
    }

    /// Follows references on the way to a place.
    fn through(&mut self, target: Target, hops: usize) -> Result<Option<Target>, String> {
        if self.value(&target).is_some() {
            return Ok(Some(target));
        }
        if hops == 0 || !target.pointer.starts_with('/') {
            return Ok(None);
        }
        let steps = target.pointer.match_indices('/').map(|(at, _)| at);
        for at in steps.collect::<Vec<_>>() {
            let (before, rest) = target.pointer.split_at(at);
            let above = Target {
                file: target.file,
                pointer: before.to_owned(),
            };
            let Some(value) = self.value(&above) else {
                return Ok(None);
            };
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                continue;
            };
            let step = rest[1..].split('/').next().unwrap_or_default();
            if value.get(pointer::unescape(step)).is_some() {
                continue;
            }
            let reference = reference.to_owned();
            let behind = self.target_within(&reference, target.file, hops - 1)?;
            let further = Target {
                pointer: format!("{}{rest}", behind.pointer),
                ..behind
            };
            return self.through(further, hops - 1);
        }
        Ok(None)
    }

    /// Takes down what the components of the document stand for that are nothing but references to files.
    pub(super) fn own_names(&mut self) {
        for section in SECTIONS {
            let pointer = format!("/components/{section}");
            let entries = self.through(Target { file: 0, pointer }, HOPS);
            let entries = entries.ok().flatten().and_then(|at| self.behind(at));
            let Some(entries) = entries else { continue };
            let Some(Value::Object(all)) = self.value(&entries).cloned() else {
                continue;
            };
            for (name, value) in &all {
                self.own_name(section, name, value, entries.file);
            }
        }
    }

    fn own_name(&mut self, section: &str, name: &str, value: &Value, file: usize) {
        let own = pointer::join(&format!("#/components/{section}"), name);
        let (mut file, mut reference) = (file, bare(value).map(str::to_owned));
        for _ in 0..HOPS {
            let Some(next) = reference else { return };
            let Ok(target) = self.target(&next, file) else {
                return;
            };
            // What another component stands for is that component.
            if target.file == 0 || self.names.contains_key(&target) {
                return;
            }
            file = target.file;
            reference = self.value(&target).and_then(bare).map(str::to_owned);
            self.names.insert(target, own.clone());
        }
    }

    /// Returns the target of a place that is nothing but a reference.
    fn behind(&mut self, target: Target) -> Option<Target> {
        let mut target = target;
        for _ in 0..HOPS {
            let Some(reference) = self.value(&target).and_then(bare) else {
                return Some(target);
            };
            let (reference, file) = (reference.to_owned(), target.file);
            target = self.target(&reference, file).ok()?;
        }
        None
    }
}

/// Returns the `$ref` of an object that has no other member.
fn bare(value: &Value) -> Option<&str> {
    let members: &Map<String, Value> = value.as_object()?;
    members.get("$ref").filter(|_| members.len() == 1)?.as_str()
}
