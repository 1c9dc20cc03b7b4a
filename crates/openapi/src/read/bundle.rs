//! A document of several files as one. What is read afterwards has no reference to a file.
//!
//! Of what may be a component (schemas, parameters, bodies, responses) a component is made, unless the document
//! has one that is nothing but a reference to it: that is put in, and keeps its name. Of anything else that
//! stands in another file, such as an operation or all properties of a schema, a copy is put in the place of the
//! reference. `here` says what stands where, `target` what a reference leads to.

mod here;
mod target;

use std::collections::HashMap;

use serde_json::{Map, Value};

use self::here::Here;
use self::target::Target;
use crate::pointer;
use crate::read::files::{Files, Loaded};
use crate::report::Report;

/// How the names of files end that may be parts of a document.
const ENDS: [&str; 3] = [".yaml", ".yml", ".json"];

/// How many values may be put in, counted with all that stand in them: what is referred to often, or stands in
/// what else is referred to, is put in often.
const MOST_VALUES: usize = 4_000_000;

/// How many things may stand in each other that are put in.
const DEEPEST: usize = 32;

/// The references that lead nowhere, and what to do about each.
pub(crate) type Unresolved = HashMap<String, String>;

/// Returns whether the text of a document may have a reference to another file: one that does not begin with `#`.
pub(crate) fn refers_elsewhere(text: &str) -> bool {
    let refers = |(at, word): (usize, &str)| {
        // Paths end so as well.
        let is_key = !text[..at].ends_with('/');
        let rest = text[at + word.len()..].trim_start_matches(['"', '\'']);
        let value = rest.trim_start().strip_prefix(':');
        let value = value.map(|value| {
            value.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c))
        });
        is_key && value.is_some_and(|value| !value.starts_with('#'))
    };
    text.match_indices("$ref").any(refers) || may_map_to_files(text)
}

/// Returns whether the mapping of a discriminator may lead to a file: what is a reference there and what is a name is
/// only known once the text is read.
fn may_map_to_files(text: &str) -> bool {
    text.contains("mapping") && ENDS.iter().any(|end| text.contains(end))
}

/// `root`, which stands in `file`, with what it refers to in other files.
pub(crate) fn bundle(
    root: Value,
    file: &str,
    files: &Files<'_>,
    report: &mut Report<'_>,
) -> (Value, Unresolved) {
    let mut bundle = Bundle {
        files,
        report,
        loaded: Loaded::new(file, Value::Null),
        names: HashMap::new(),
        components: Map::new(),
        open: Vec::new(),
        inside: Vec::new(),
        unresolved: Unresolved::new(),
        left: MOST_VALUES,
    };
    bundle.loaded.0[0].value = root.clone();
    bundle.own_names();
    let mut root = root;
    bundle.walk(&mut root, Here::Document, 0, &mut String::new());
    while let Some(one) = bundle.open.pop() {
        bundle.component(one);
    }
    let Bundle {
        components,
        unresolved,
        ..
    } = bundle;
    add(&mut root, components);
    (root, unresolved)
}

/// Adds components by section and name, none of which the document has.
fn add(root: &mut Value, components: Map<String, Value>) {
    let Value::Object(root) = root else { return };
    for (section, entries) in components {
        let all = root
            .entry("components")
            .or_insert_with(|| Map::new().into());
        let Value::Object(all) = all else { return };
        let known = all.entry(section).or_insert_with(|| Map::new().into());
        if let (Value::Object(known), Value::Object(entries)) = (known, entries) {
            known.extend(entries);
        }
    }
}

/// A component that is to be added: what stands in a file at a pointer.
struct Open {
    section: &'static str,
    name: String,
    here: Here,
    target: Target,
}

struct Bundle<'b, 'r, 't> {
    files: &'b Files<'b>,
    report: &'r mut Report<'t>,
    loaded: Loaded,
    /// The references that stand for what is in a file at a pointer.
    names: HashMap<Target, String>,
    /// The added components, by section and name.
    components: Map<String, Value>,
    open: Vec<Open>,
    /// The targets that are being inserted around the current place.
    inside: Vec<Target>,
    unresolved: Unresolved,
    /// How many values may still be put in.
    left: usize,
}

impl Bundle<'_, '_, '_> {
    /// Makes the references in `value` references into the document. `file` is where it stands, and `at` the
    /// pointer by which it is found in the document.
    fn walk(&mut self, value: &mut Value, here: Here, file: usize, at: &mut String) {
        if let (Value::String(reference), Here::Link) = (&mut *value, here) {
            self.link(reference, here, file, at);
            return;
        }
        match value {
            Value::Object(members) => {
                if self.must_be_put_in(members, here, file, at) {
                    return self.put_in(value, here, file, at);
                }
                for (name, member) in members.iter_mut() {
                    if let Some(here) = here.member(name) {
                        self.below(member, here, file, at, name);
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    let step = index.to_string();
                    if let Some(here) = here.member(&step) {
                        self.below(item, here, file, at, &step);
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns whether what an object refers to must stand in its place; where it need not, the reference becomes one
    /// into the document.
    fn must_be_put_in(
        &mut self,
        members: &mut Map<String, Value>,
        here: Here,
        file: usize,
        at: &str,
    ) -> bool {
        let is_alone = members.len() == 1;
        match members.get_mut("$ref") {
            Some(Value::String(reference)) => match here {
                // What cannot be followed is told where it would be put in.
                Here::PathItem if self.target(reference, file).is_err() => true,
                _ if here.section().is_some() => !self.link(reference, here, file, at),
                // In a mapping it is mostly a text like any other.
                Here::Each(Here::Link) => is_alone && is_file(reference),
                _ => true,
            },
            _ => false,
        }
    }

    fn below(&mut self, value: &mut Value, here: Here, file: usize, at: &mut String, step: &str) {
        let length = at.len();
        pointer::push(at, step);
        self.walk(value, here, file, at);
        at.truncate(length);
    }

    /// Makes `reference`, which stands in `file`, one into the document; `false` where that is the one to what
    /// stands at `at` itself, so that it must be put in.
    fn link(&mut self, reference: &mut String, here: Here, file: usize, at: &str) -> bool {
        let is_local = reference.starts_with('#');
        let is_name = here == Here::Link && !is_local && !is_file(reference);
        if (file == 0 && is_local) || is_name {
            return true;
        }
        let found = self.target(reference, file);
        let found = found.and_then(|target| match target.file {
            0 => Ok(format!("#{}", target.pointer)),
            _ => self.named(here, target),
        });
        match found {
            Ok(found) if here != Here::Link && found.strip_prefix('#') == Some(at) => return false,
            Ok(found) => *reference = found,
            Err(help) => {
                // In the document the same words could refer to something.
                if reference.starts_with('#') {
                    reference.insert_str(0, &self.loaded.0[file].path);
                }
                self.unresolved.insert(reference.clone(), help);
            }
        }
        true
    }

    /// Counts what is put in.
    fn spend(&mut self, target: &Target) -> Result<(), String> {
        let value = self.value(target);
        let cost = value.map_or(0, |value| values(value, self.left));
        let left = self.left.checked_sub(cost);
        self.left = left.ok_or_else(|| {
            format!("it unfolds to more than {MOST_VALUES} values: refer to less")
        })?;
        Ok(())
    }

    /// The reference to a component that stands for what is in a file at a pointer, added where it is new.
    fn named(&mut self, here: Here, target: Target) -> Result<String, String> {
        let nothing = || "correct the reference".to_owned();
        let (section, here) = here.section().ok_or_else(nothing)?;
        if let Some(known) = self.names.get(&target) {
            return Ok(known.clone());
        }
        let wanted = match target.pointer.rsplit('/').next().unwrap_or_default() {
            "" => stem(&self.loaded.0[target.file].path).to_owned(),
            step => pointer::unescape(step),
        };
        let value = self.value(&target).ok_or_else(nothing)?;
        let own = self.loaded.0[0].value.get("components");
        let own = own.and_then(|own| own.get(section)?.as_object());
        let added = self.components.get(section).and_then(Value::as_object);
        // A file may declare again, to the letter, what the document declares.
        let is_same = own.and_then(|own| own.get(&wanted)) == Some(value);
        let is_free = |name: &str| {
            let all = [own, added].into_iter().flatten();
            !all.into_iter().any(|known| known.contains_key(name))
        };
        let numbered = (2..).map(|number| format!("{wanted}{number}"));
        let mut names = std::iter::once(wanted.clone()).chain(numbered);
        let name = names.find(|name| is_same || is_free(name));
        let name = name.ok_or_else(nothing)?;
        let reference = pointer::join(&format!("#/components/{section}"), &name);
        if !is_same {
            self.spend(&target)?;
        }
        self.names.insert(target.clone(), reference.clone());
        if !is_same {
            let entries = self.components.entry(section);
            let entries = entries.or_insert_with(|| Map::new().into());
            if let Value::Object(entries) = entries {
                entries.insert(name.clone(), Value::Null);
            }
            self.open.push(Open {
                section,
                name,
                here,
                target,
            });
        }
        Ok(reference)
    }

    fn component(&mut self, open: Open) {
        let Open {
            section,
            name,
            here,
            target,
        } = open;
        let mut at = pointer::join(&format!("/components/{section}"), &name);
        let mut value = self.value(&target).cloned().unwrap_or_default();
        self.moved(&at, &target);
        self.walk(&mut value, here, target.file, &mut at);
        if let Some(Value::Object(entries)) = self.components.get_mut(section) {
            entries.insert(name, value);
        }
    }

    /// Puts what `value` refers to in its place. What stands beside the reference stays.
    fn put_in(&mut self, value: &mut Value, here: Here, file: usize, at: &mut String) {
        let Some(members) = value.as_object_mut() else {
            return;
        };
        let Some(Value::String(reference)) = members.remove("$ref") else {
            return;
        };
        self.walk(value, here, file, at);
        let found = self.target(&reference, file).and_then(|target| {
            if self.inside.contains(&target) || self.inside.len() >= DEEPEST {
                return Err(format!(
                    "what is put in may not stand in itself, nor more than {DEEPEST} deep"
                ));
            }
            self.spend(&target)?;
            Ok(target)
        });
        let target = match found {
            Ok(target) => target,
            Err(help) => {
                let at = pointer::join(at, "$ref");
                let shown = reference.escape_debug();
                let message = format!("`{shown}` is referred to, which cannot be put in its place");
                self.report
                    .warning(at, message, format!("it is left out; {help}"));
                return;
            }
        };
        self.moved(at, &target);
        let mut found = self.value(&target).cloned().unwrap_or_default();
        let from = target.file;
        self.inside.push(target);
        self.walk(&mut found, here, from, at);
        self.inside.pop();
        match (&mut *value, found) {
            (Value::Object(own), Value::Object(found)) => {
                for (name, member) in found {
                    own.entry(name).or_insert(member);
                }
            }
            (_, found) => *value = found,
        }
    }

    /// Records that the part of the document at `at` stands in a file at a pointer.
    fn moved(&mut self, at: &str, target: &Target) {
        if target.file > 0 {
            let file = &self.loaded.0[target.file];
            let (path, text) = (file.path.as_str(), file.text.as_str());
            self.report.moved(at, path, text, &target.pointer);
        }
    }
}

/// Returns how many values `value` is with all that stand in it, counted until they are more than `most`.
pub(crate) fn values(value: &Value, most: usize) -> usize {
    let mut open = vec![value];
    let mut count = 0;
    while let Some(one) = open.pop() {
        count += 1;
        match one {
            _ if count > most => break,
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    count
}

/// Returns whether the value in a mapping of a discriminator is a reference to a file, and not a name or a reference
/// into the document.
fn is_file(reference: &str) -> bool {
    let path = reference.split('#').next().unwrap_or_default();
    ENDS.iter().any(|end| path.ends_with(end))
}

/// The name of a file without its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let bare = ENDS.iter().find_map(|end| name.strip_suffix(end));
    bare.unwrap_or(name)
}
