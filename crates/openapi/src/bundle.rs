//! A document of several files as one: what another file declares becomes a component of the document.
//! What is read afterwards has no reference to a file.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::files::{Files, Loaded};
use crate::pointer;
use crate::report::Report;

/// How the names of files end that may be parts of a document.
const ENDS: [&str; 3] = [".yaml", ".yml", ".json"];

/// How many values may be put in, counted with all that stand in them: what is referred to often, or stands in
/// what else is referred to, is put in often.
const MOST_VALUES: usize = 4_000_000;

/// How many path items may refer to each other in a row.
const HOPS: usize = 8;

/// The references that lead nowhere, and what to do about each.
pub(crate) type Unresolved = HashMap<String, String>;

/// Whether the text of a document may have a reference to another file: one that does not begin with `#`.
pub fn refers_elsewhere(text: &str) -> bool {
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

/// Whether the mapping of a discriminator may lead to a file: what is a reference there and what is a name is
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
        unresolved: Unresolved::new(),
        left: MOST_VALUES,
    };
    bundle.loaded.0[0].value = root.clone();
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

/// What an object is, as far as references may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Here {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    MediaType,
    Schema,
    Discriminator,
    /// A name that stands for a schema, in the mapping of a discriminator.
    Link,
    /// An object or a list of such.
    Each(&'static Here),
}

impl Here {
    /// What stands at a member.
    fn member(self, name: &str) -> Option<Self> {
        Some(match (self, name) {
            (Self::Each(one), _) => *one,
            (Self::Document, "components") => Self::Components,
            (Self::Document, "paths") | (Self::Components, "pathItems") => {
                Self::Each(&Self::PathItem)
            }
            (Self::Components, "schemas") => Self::Each(&Self::Schema),
            (Self::Components, "responses") | (Self::Operation, "responses") => {
                Self::Each(&Self::Response)
            }
            (Self::Components | Self::PathItem | Self::Operation, "parameters") => {
                Self::Each(&Self::Parameter)
            }
            (Self::Components, "requestBodies") => Self::Each(&Self::RequestBody),
            (Self::PathItem, "get" | "post" | "put" | "patch" | "delete") => Self::Operation,
            (Self::Operation, "requestBody") => Self::RequestBody,
            (Self::Parameter | Self::RequestBody | Self::Response, "content") => {
                Self::Each(&Self::MediaType)
            }
            (Self::Parameter | Self::MediaType, "schema") => Self::Schema,
            (Self::Schema, "items" | "additionalProperties" | "not") => Self::Schema,
            (Self::Schema, "properties" | "allOf" | "anyOf" | "oneOf") => Self::Each(&Self::Schema),
            (Self::Schema, "discriminator") => Self::Discriminator,
            (Self::Discriminator, "mapping") => Self::Each(&Self::Link),
            _ => return None,
        })
    }

    /// The section of components that it may stand in, and what stands there.
    fn section(self) -> Option<(&'static str, Self)> {
        Some(match self {
            Self::Schema | Self::Link => ("schemas", Self::Schema),
            Self::Parameter => ("parameters", self),
            Self::RequestBody => ("requestBodies", self),
            Self::Response => ("responses", self),
            _ => return None,
        })
    }
}

/// A component that is to be added: what stands in a file at a pointer.
struct Open {
    section: &'static str,
    name: String,
    here: Here,
    file: usize,
    pointer: String,
}

struct Bundle<'b, 'r, 't> {
    files: &'b Files<'b>,
    report: &'r mut Report<'t>,
    loaded: Loaded,
    /// The references that stand for what is in a file at a pointer.
    names: HashMap<(usize, String), String>,
    /// What is added, by section and name.
    components: Map<String, Value>,
    open: Vec<Open>,
    unresolved: Unresolved,
    /// How many values may still be put in.
    left: usize,
}

impl Bundle<'_, '_, '_> {
    /// Makes the references in `value` references into the document. `file` is where it stands, and `at` the
    /// pointer by which it is found in the document.
    fn walk(&mut self, value: &mut Value, here: Here, file: usize, at: &mut String) {
        let mut file = file;
        if here == Here::Link {
            if let Value::String(reference) = value {
                self.link(reference, here, file);
            }
            return;
        }
        if here == Here::PathItem {
            for _ in 0..HOPS {
                match self.path_item(value, file, at) {
                    Some(other) => file = other,
                    None => break,
                }
            }
        }
        match value {
            Value::Object(members) => {
                let reference = members.get_mut("$ref");
                if let (Some(Value::String(reference)), true) =
                    (reference, here.section().is_some())
                {
                    self.link(reference, here, file);
                }
                for (name, member) in members.iter_mut() {
                    if let Some(here) = here.member(name) {
                        self.below(member, here, file, at, name);
                    }
                }
            }
            Value::Array(items) => {
                let Here::Each(one) = here else { return };
                for (index, item) in items.iter_mut().enumerate() {
                    self.below(item, *one, file, at, &index.to_string());
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, value: &mut Value, here: Here, file: usize, at: &mut String, step: &str) {
        let length = at.len();
        pointer::push(at, step);
        self.walk(value, here, file, at);
        at.truncate(length);
    }

    /// Makes `reference`, which stands in `file`, one into the document.
    fn link(&mut self, reference: &mut String, here: Here, file: usize) {
        let is_local = reference.starts_with('#');
        let is_name = here == Here::Link && !is_local && !is_file(reference);
        if (file == 0 && is_local) || is_name {
            return;
        }
        let found = self.target(reference, file);
        let found = found.and_then(|(target, pointer)| match target {
            0 => Ok(format!("#{pointer}")),
            _ => self.named(here, target, pointer),
        });
        match found {
            Ok(found) => *reference = found,
            Err(help) => {
                // In the document the same words could refer to something.
                if reference.starts_with('#') {
                    reference.insert_str(0, &self.loaded.0[file].path);
                }
                self.unresolved.insert(reference.clone(), help);
            }
        }
    }

    /// Counts what is put in.
    fn spend(&mut self, file: usize, pointer: &str) -> Result<(), String> {
        let value = self.loaded.0[file].value.pointer(pointer);
        let cost = value.map_or(0, |value| values(value, self.left));
        let left = self.left.checked_sub(cost);
        self.left = left.ok_or_else(|| {
            format!("it unfolds to more than {MOST_VALUES} values: refer to less")
        })?;
        Ok(())
    }

    /// The file and the pointer that `reference` leads to from `file`; what to do where it leads nowhere.
    fn target(&mut self, reference: &str, file: usize) -> Result<(usize, String), String> {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let target = match path {
            "" => file,
            path => self.loaded.find(file, path, self.files, self.report)?,
        };
        let one = &self.loaded.0[target];
        match one.value.pointer(pointer) {
            Some(_) => Ok((target, pointer.to_owned())),
            None => {
                let (path, pointer) = (one.path.escape_debug(), pointer.escape_debug());
                Err(format!(
                    "`{path}` has nothing at `{pointer}`: correct the reference"
                ))
            }
        }
    }

    /// The reference to a component that stands for what is in a file at a pointer, added where it is new.
    fn named(&mut self, here: Here, file: usize, pointer: String) -> Result<String, String> {
        let nothing = || "correct the reference".to_owned();
        let (section, here) = here.section().ok_or_else(nothing)?;
        let key = (file, pointer);
        if let Some(known) = self.names.get(&key) {
            return Ok(known.clone());
        }
        let wanted = match key.1.rsplit('/').next().unwrap_or_default() {
            "" => stem(&self.loaded.0[file].path).to_owned(),
            step => pointer::unescape(step),
        };
        let value = self.loaded.0[file].value.pointer(&key.1);
        let value = value.ok_or_else(nothing)?;
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
            self.spend(key.0, &key.1)?;
        }
        self.names.insert(key.clone(), reference.clone());
        if !is_same {
            let entries = self.components.entry(section);
            let entries = entries.or_insert_with(|| Map::new().into());
            if let Value::Object(entries) = entries {
                entries.insert(name.clone(), Value::Null);
            }
            let (file, pointer) = key;
            self.open.push(Open {
                section,
                name,
                here,
                file,
                pointer,
            });
        }
        Ok(reference)
    }

    fn component(&mut self, open: Open) {
        let Open {
            section,
            name,
            here,
            file,
            pointer,
        } = open;
        let mut at = pointer::join(&format!("/components/{section}"), &name);
        let value = self.loaded.0[file].value.pointer(&pointer).cloned();
        let mut value = value.unwrap_or_default();
        self.moved(&at, file, &pointer);
        self.walk(&mut value, here, file, &mut at);
        if let Some(Value::Object(entries)) = self.components.get_mut(section) {
            entries.insert(name, value);
        }
    }

    /// Puts in what a path item refers to, for path items are no components of OpenAPI 3.0; the file that it
    /// comes from.
    fn path_item(&mut self, value: &mut Value, file: usize, at: &str) -> Option<usize> {
        let members = value.as_object_mut()?;
        let reference = members.get("$ref")?.as_str()?.to_owned();
        let found = self.target(&reference, file).and_then(|(target, pointer)| {
            self.spend(target, &pointer)?;
            Ok((target, pointer))
        });
        let (target, pointer) = match found {
            Ok(found) => found,
            Err(help) => {
                let at = pointer::join(at, "$ref");
                let shown = reference.escape_debug();
                let message = format!("`{shown}` is referred to, which the document does not have");
                self.report
                    .warning(at, message, format!("the path is left out; {help}"));
                return None;
            }
        };
        members.remove("$ref");
        let found = self.loaded.0[target].value.pointer(&pointer)?;
        for (name, member) in found.as_object()? {
            members
                .entry(name.clone())
                .or_insert_with(|| member.clone());
        }
        self.moved(at, target, &pointer);
        Some(target)
    }

    /// What the document has at `at` stands in a file at `pointer`.
    fn moved(&mut self, at: &str, file: usize, pointer: &str) {
        if file > 0 {
            let file = &self.loaded.0[file];
            let (path, text) = (file.path.as_str(), file.text.as_str());
            self.report.moved(at, path, text, pointer);
        }
    }
}

/// How many values `value` is with all that stand in it, counted until they are more than `most`.
fn values(value: &Value, most: usize) -> usize {
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

/// Whether the value in a mapping of a discriminator is a reference to a file, and not a name or a reference
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
