//! Selects a slice of a service that is not OData's: patterns are matched with the templates of paths.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::Selection;
use super::near::near;
use super::pattern::{self, Pattern};
use crate::plain::{Call, PathPrefix};
use crate::{Api, ItemType, TypeKind, TypeName, TypeRef};

/// Why a type is there.
enum Reason<'a> {
    /// A pattern names it; none where everything is asked for.
    Named(Option<&'a Pattern>),
    /// A call sends or receives it, and a pattern asks for the call.
    Call(&'a str, &'a Call, Option<&'a Pattern>),
    /// It stands in another type.
    In(&'a TypeName),
}

/// The selection.
struct Slice<'a> {
    /// The templates of places whose calls are asked for, each with the pattern that does.
    places: BTreeMap<&'a str, Option<&'a Pattern>>,
    types: BTreeMap<&'a TypeName, Reason<'a>>,
}

/// The part of `api` that `selection` asks for.
pub(super) fn select(api: &Api, selection: &Selection) -> Result<Api, String> {
    let slice = Slice::new(api, selection)?;
    let mut part = Api {
        service_root: api.service_root.clone(),
        key_style: api.key_style,
        ..Api::default()
    };
    part.plain.sign_in.clone_from(&api.plain.sign_in);
    for template in slice.places.keys() {
        // All that leads to a place is there, so that it can be reached.
        let ends = template.match_indices('/').map(|(at, _)| at);
        for end in ends.chain([template.len()]) {
            let prefix = &template[..end];
            if let Some(place) = api.plain.places.get(prefix) {
                let calls = match slice.places.contains_key(prefix) {
                    true => place.calls.clone(),
                    false => Vec::new(),
                };
                let segment = place.segment.clone();
                let place = PathPrefix { segment, calls };
                part.plain.places.insert(prefix.to_owned(), place);
            }
        }
    }
    let knows = |ty: &TypeRef| ty.named().is_none_or(|name| slice.types.contains_key(name));
    for name in slice.types.keys() {
        let mut ty = api.types[*name].clone();
        if let TypeKind::OneOf(one_of) = &mut ty.kind {
            one_of.alternatives.retain(|one| knows(&one.ty));
        }
        let uses = ty.uses_mut().into_iter();
        uses.filter(|used| !knows(used))
            .for_each(|used| used.item = ItemType::Untyped);
        part.types.insert((*name).clone(), ty);
    }
    for place in part.plain.places.values_mut() {
        let types = place.calls.iter_mut().flat_map(Call::types_mut);
        types
            .filter(|used| !knows(used))
            .for_each(|used| used.item = ItemType::Untyped);
    }
    Ok(part)
}

/// Why the type `name` is there.
pub(super) fn explain(api: &Api, selection: &Selection, name: &str) -> Result<String, String> {
    let slice = Slice::new(api, selection)?;
    let Some((mut name, _)) = api.types.get_key_value(&TypeName::new(name)) else {
        let names = api.types.keys().map(TypeName::as_str);
        return Err(format!("no type is called `{name}`{}", near(names, name)));
    };
    let asked_for = |pattern: Option<&Pattern>| match pattern {
        Some(pattern) => format!("asked for by `{pattern}`"),
        None => "there because everything is asked for".to_owned(),
    };
    let mut text = String::new();
    // Each reason is older than what it is the reason of, so this ends.
    while let Some(reason) = slice.types.get(name) {
        match *reason {
            Reason::In(owner) => {
                let _ = writeln!(text, "`{name}` stands in `{owner}`");
                name = owner;
            }
            Reason::Named(pattern) => {
                let _ = writeln!(text, "`{name}` is {}", asked_for(pattern));
                return Ok(text);
            }
            Reason::Call(template, call, pattern) => {
                let line = format!("`{} {template}`", call.method);
                let _ = writeln!(text, "`{name}` is what is sent or received at {line}");
                let _ = writeln!(text, "{line} is {}", asked_for(pattern));
                return Ok(text);
            }
        }
    }
    Ok(format!(
        "`{name}` is not there: nothing that is asked for needs it\n"
    ))
}

impl<'a> Slice<'a> {
    fn new(api: &'a Api, selection: &'a Selection) -> Result<Self, String> {
        let mut slice = Self {
            places: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        let mut named: Vec<(&TypeName, Option<&Pattern>)> = Vec::new();
        if selection.include.is_empty() {
            let places = api.plain.places.keys();
            slice
                .places
                .extend(places.map(|template| (template.as_str(), None)));
            named.extend(api.types.keys().map(|name| (name, None)));
        }
        for one in &selection.include {
            match one {
                Pattern::Type(glob) => {
                    let found = pattern::types(api, glob)?;
                    named.extend(found.into_iter().map(|name| (name, Some(one))));
                }
                Pattern::Path(segments) => {
                    for template in matched(api, segments)? {
                        slice.places.entry(template).or_insert(Some(one));
                    }
                }
            }
        }
        let mut unwanted = BTreeSet::new();
        for one in &selection.exclude {
            match one {
                Pattern::Type(glob) => unwanted.extend(pattern::types(api, glob)?),
                Pattern::Path(segments) => {
                    for template in matched(api, segments)? {
                        slice.places.remove(template);
                    }
                }
            }
        }
        slice.close(api, named, &unwanted);
        Ok(slice)
    }

    /// Adds the types that are named, those of calls, and all that stand in them.
    fn close(
        &mut self,
        api: &'a Api,
        named: Vec<(&'a TypeName, Option<&'a Pattern>)>,
        unwanted: &BTreeSet<&TypeName>,
    ) {
        let mut pending: Vec<(&TypeName, Reason)> = Vec::new();
        for (template, pattern) in &self.places {
            for call in &api.plain.places[*template].calls {
                let used = call.types().filter_map(TypeRef::named);
                pending.extend(used.map(|name| (name, Reason::Call(template, call, *pattern))));
            }
        }
        pending.extend(
            named
                .into_iter()
                .map(|(name, pattern)| (name, Reason::Named(pattern))),
        );
        // The nearest uses come first.
        while !pending.is_empty() {
            let mut next = Vec::new();
            for (name, reason) in pending {
                let Some((name, ty)) = api.types.get_key_value(name) else {
                    continue;
                };
                if unwanted.contains(name) || self.types.contains_key(name) {
                    continue;
                }
                self.types.insert(name, reason);
                let inside = ty.uses().into_iter().filter_map(TypeRef::named);
                next.extend(inside.map(|one| (one, Reason::In(name))));
            }
            pending = next;
        }
    }
}

/// The templates that a pattern matches, at least one that has calls.
fn matched<'a>(api: &'a Api, segments: &[String]) -> Result<Vec<&'a str>, String> {
    let with_calls = api
        .plain
        .places
        .iter()
        .filter(|(_, place)| !place.calls.is_empty());
    let templates = with_calls.map(|(template, _)| template.as_str());
    let found: Vec<&str> = templates
        .clone()
        .filter(|one| matches(segments, one))
        .collect();
    if found.is_empty() {
        let wanted = format!("/{}", segments.join("/"));
        let near = near(templates, &wanted);
        return Err(format!("no path is `{wanted}`{near}"));
    }
    Ok(found)
}

/// Returns whether `*` and placeholders stand for what they may stand for, and all else is the same.
fn matches(pattern: &[String], template: &str) -> bool {
    let is_placeholder = |text: &str| text.starts_with('{') && text.ends_with('}');
    let mut given = template.split('/').skip(1);
    for wanted in pattern {
        if wanted == "**" {
            return true;
        }
        // The service root has no segment, and its pattern an empty one.
        let segment = given.next().unwrap_or_default();
        let any = wanted == "*" || is_placeholder(wanted);
        if (segment.is_empty() || !any) && *wanted != segment.to_lowercase() {
            return false;
        }
    }
    given.next().is_none()
}
