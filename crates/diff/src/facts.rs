//! What no signature shows: null, what is required, read-only and deprecated, and permissions.

use std::collections::BTreeMap;

use graphwright_api::permissions::Row;
use graphwright_api::{Api, Deprecation, Property, TypeDef, TypeKind};
use graphwright_emit::names::Names;

use crate::Change;
use crate::rules::{self, Rule};

/// The changes of types and permissions that both descriptions have.
pub(crate) fn of(old: &Api, new: &Api) -> Vec<Change> {
    let names = Names::new(new);
    let mut changes = Vec::new();
    for (name, after) in &new.types {
        let (Some(before), Some(item)) = (old.types.get(name), names.types.get(name)) else {
            continue;
        };
        let path = std::iter::once("models")
            .chain(item.modules.iter().map(String::as_str))
            .chain([item.name.as_str()])
            .collect::<Vec<_>>()
            .join("::");
        deprecated(
            &mut changes,
            &path,
            before.deprecation.as_ref(),
            after.deprecation.as_ref(),
        );
        members(&mut changes, &path, before, after);
    }
    permissions(&mut changes, old, new);
    changes
}

fn add(changes: &mut Vec<Change>, rule: &'static Rule, item: &str, detail: String) {
    changes.push(Change {
        rule,
        item: item.to_owned(),
        detail,
    });
}

fn deprecated(
    changes: &mut Vec<Change>,
    item: &str,
    before: Option<&Deprecation>,
    after: Option<&Deprecation>,
) {
    let Some(now) = after.filter(|_| before != after) else {
        return;
    };
    let parts = [
        ("since", &now.since),
        ("removed on", &now.removal),
        ("", &now.note),
    ];
    let parts = parts.iter().filter(|(_, text)| !text.is_empty());
    let parts: Vec<String> = parts
        .map(|(what, text)| format!("{what} {text}").trim().to_owned())
        .collect();
    add(changes, &rules::DEPRECATED, item, parts.join("; "));
}

fn members(changes: &mut Vec<Change>, path: &str, before: &TypeDef, after: &TypeDef) {
    match (&before.kind, &after.kind) {
        (TypeKind::Structured(old), TypeKind::Structured(new)) => {
            for now in &new.properties {
                if let Some(was) = old.properties.iter().find(|one| one.name == now.name) {
                    property(changes, &format!("{path}, member `{}`", now.name), was, now);
                }
            }
        }
        (TypeKind::Enum(old), TypeKind::Enum(new)) => {
            for now in &new.members {
                if let Some(was) = old.members.iter().find(|one| one.name == now.name) {
                    let place = format!("{path}, member `{}`", now.name);
                    deprecated(
                        changes,
                        &place,
                        was.deprecation.as_ref(),
                        now.deprecation.as_ref(),
                    );
                }
            }
        }
        _ => {}
    }
}

fn property(changes: &mut Vec<Change>, place: &str, was: &Property, now: &Property) {
    let pairs = [
        (
            was.nullable,
            now.nullable,
            &rules::NULLABLE,
            &rules::NOT_NULLABLE,
        ),
        (
            was.required,
            now.required,
            &rules::REQUIRED,
            &rules::OPTIONAL,
        ),
        (
            was.computed,
            now.computed,
            &rules::READ_ONLY,
            &rules::WRITABLE,
        ),
    ];
    for (before, after, on, off) in pairs {
        if before != after {
            add(changes, if after { on } else { off }, place, String::new());
        }
    }
    deprecated(
        changes,
        place,
        was.deprecation.as_ref(),
        now.deprecation.as_ref(),
    );
}

/// Permissions are known where a file of them was given for both.
fn permissions(changes: &mut Vec<Change>, old: &Api, new: &Api) {
    let before: BTreeMap<_, &Row> = old.permissions.rows().collect();
    for (template, now) in new.permissions.rows() {
        let Some(was) = before.get(template) else {
            continue;
        };
        let (from, to) = (&was.permissions, &now.permissions);
        let callers = [
            (
                "delegated, work or school account",
                &from.delegated_work,
                &to.delegated_work,
            ),
            (
                "delegated, personal account",
                &from.delegated_personal,
                &to.delegated_personal,
            ),
            ("application", &from.application, &to.application),
        ];
        for (caller, from, to) in callers {
            if from != to {
                let list = |least: &[String]| match least {
                    [] => "none".to_owned(),
                    some => some.join(" or "),
                };
                let (from, to) = (list(&from.least), list(&to.least));
                let detail = format!("{caller}: least privileged from {from} to {to}");
                add(changes, &rules::PERMISSION_CHANGED, &now.line, detail);
            }
        }
    }
}
