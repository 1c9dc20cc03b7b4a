//! Why a type is in a slice.

use std::fmt::Write;

use crate::{Api, Target, TypeName};

use super::close::{Closure, Reason};
use super::member::{Member, MemberOf, Use};
use super::near::near;
use super::plain;
use super::{Chosen, Selection, choose};

/// Why the type `name` is in the part of `api` that `selection` asks for: a line for each use,
/// beginning with the type itself and ending with the pattern that brought it.
///
/// # Errors
/// There is no such type, or the selection has a mistake (see [`select`](super::select)).
pub fn explain(api: &Api, selection: &Selection, name: &str) -> Result<String, String> {
    if !api.plain.is_empty() {
        return plain::explain(api, selection, name);
    }
    let chosen = choose(api, selection)?;
    let closure = Closure::new(api, selection, &chosen);
    let Some((mut name, _)) = api.types.get_key_value(&TypeName::new(name)) else {
        let names = api.types.keys().map(TypeName::as_str);
        return Err(format!("no type is called `{name}`{}", near(names, name)));
    };
    let mut text = String::new();
    // Each reason is older than what it is the reason of, so this ends.
    while let Some(reason) = closure.reasons.get(name) {
        let line = match *reason {
            Reason::BaseOf(derived) => {
                let line = format!("`{name}` is the base type of `{derived}`");
                name = derived;
                line
            }
            Reason::PropertyOf(owner, property) => {
                let line = format!("`{name}` is the type of `{property}` of `{owner}`");
                name = owner;
                line
            }
            Reason::DerivedFrom(declared) => {
                let line =
                    format!("`{name}` is derived from `{declared}`, of which all are asked for");
                name = declared;
                line
            }
            Reason::Named(pattern) => {
                let _ = writeln!(text, "`{name}` is {}", asked_for(selection, pattern));
                return Ok(text);
            }
            Reason::Request(place, how) => {
                let path = path(&chosen, api, place);
                let _ = writeln!(text, "`{name}` is {} `{path}`", used_as(how));
                let pattern = chosen.members.get(&place).and_then(|cause| cause.pattern);
                let _ = writeln!(text, "`{path}` is {}", asked_for(selection, pattern));
                return Ok(text);
            }
        };
        let _ = writeln!(text, "{line}");
    }
    Ok(format!(
        "`{name}` is not there: nothing that is asked for needs it\n"
    ))
}

fn asked_for(selection: &Selection, pattern: Option<usize>) -> String {
    match pattern.and_then(|index| selection.include.get(index)) {
        Some(pattern) => format!("asked for by `{pattern}`"),
        None => "there because everything is asked for".to_owned(),
    }
}

fn used_as(how: Use<'_>) -> String {
    match how {
        Use::Itself => "what is sent or received at".to_owned(),
        Use::Key(name) => format!("the type of the key property `{name}` at"),
        Use::Parameter(name) => format!("the type of the parameter `{name}` of"),
        Use::Option(name) => format!("the type of the query option `{name}` of"),
        Use::Result => "the result of".to_owned(),
    }
}

/// The way to a member, as a URL would show it. What nothing leads to begins with its type.
fn path(chosen: &Chosen<'_>, api: &Api, place: MemberOf<'_>) -> String {
    let mut segments = Vec::new();
    let mut at = Some(place);
    let mut first = place;
    while let Some(place) = at {
        segments.push(segment(api, place));
        first = place;
        at = chosen.members.get(&place).and_then(|cause| cause.from);
    }
    let start = first.target.map(Target::to_string).unwrap_or_default();
    segments.push(start);
    segments.reverse();
    segments.concat()
}

fn segment(api: &Api, MemberOf { target, member }: MemberOf<'_>) -> String {
    match member {
        Member::Item => "/{id}".to_owned(),
        Member::Path(index) => target
            .and_then(|target| api.resources.get(target)?.paths.get(index))
            .map(|path| path.template.clone())
            .unwrap_or_default(),
        named => named
            .name()
            .map(|name| format!("/{name}"))
            .unwrap_or_default(),
    }
}
