//! What was lowered, as text that can be read beside its CSDL.

use std::fmt::Write as _;

use graphwright_api::{
    Deprecation, ItemType, KeyPart, Lowered, Operation, OperationKind, Resource, StandardOperation,
    TypeDef, TypeKind, TypeRef,
};

/// All of the `Api` but for each origin, and what was not used.
pub(crate) fn dump(Lowered { api, unread, .. }: &Lowered) -> String {
    let mut text = format!("keys: {:?}\n", api.key_style);
    for ty in api.types.values() {
        dump_type(ty, &mut text);
    }
    for resource in api.resources.values() {
        dump_resource(resource, &mut text);
    }
    for (name, root) in &api.roots {
        line(
            &mut text,
            &format!("\nroot {name}: {}", root.target),
            &root.doc,
        );
    }
    for (name, overloads) in &api.operations {
        line(&mut text, "", "");
        for operation in overloads {
            dump_operation(name, operation, &mut text);
        }
    }
    if !unread.is_empty() {
        line(&mut text, "\nnot used", "");
    }
    for (what, count) in unread {
        line(&mut text, &format!("  {count} {what}"), "");
    }
    text
}

/// A line, with its description behind it where it has one.
fn line(text: &mut String, line: &str, doc: &str) {
    let doc = match doc {
        "" => String::new(),
        doc => format!("  -- {}", doc.escape_debug()),
    };
    writeln!(text, "{line}{doc}").expect("a string takes all");
}

fn gone(deprecation: Option<&Deprecation>) -> String {
    deprecation.map_or(String::new(), |one| {
        let Deprecation {
            note,
            since,
            removal,
        } = one;
        format!(" deprecated({since}, {removal}: {note})")
    })
}

fn tags(tags: &[(bool, &str)]) -> String {
    let set = tags.iter().filter(|tag| tag.0);
    set.map(|tag| format!(" {}", tag.1)).collect()
}

fn dump_type(ty: &TypeDef, text: &mut String) {
    let name = &ty.name;
    let gone_type = gone(ty.deprecation.as_ref());
    match &ty.kind {
        TypeKind::Enum(one) => {
            let flags = tags(&[(one.flags, "flags")]);
            line(text, &format!("\nenum {name}{flags}{gone_type}"), &ty.doc);
            for member in &one.members {
                let gone = gone(member.deprecation.as_ref());
                line(text, &format!("  {}{gone}", member.name), &member.doc);
            }
        }
        // CSDL has none of these.
        TypeKind::IntegerEnum(_) | TypeKind::OneOf(_) | TypeKind::Map(_) | TypeKind::List(_) => {
            line(text, &format!("\nother {name}{gone_type}"), &ty.doc);
        }
        TypeKind::Structured(one) => {
            let base = one.base.as_ref();
            let base = base.map_or(String::new(), |base| format!(": {base}"));
            let kind = tags(&[(one.is_abstract, "abstract"), (one.open, "open")]);
            line(
                text,
                &format!("\ntype {name}{base}{kind}{gone_type}"),
                &ty.doc,
            );
            for property in &one.properties {
                let tags = tags(&[
                    (property.key, "key"),
                    (property.computed, "computed"),
                    (property.navigation, "navigation"),
                ]);
                let ty = type_ref(&property.ty, property.nullable);
                let gone = gone(property.deprecation.as_ref());
                line(
                    text,
                    &format!("  {}: {ty}{tags}{gone}", property.name),
                    &property.doc,
                );
            }
        }
    }
}

fn key(parts: &[KeyPart]) -> String {
    let parts = parts.iter();
    let parts: Vec<String> = parts
        .map(|part| {
            let ty = part.ty.to_string();
            format!("{}: {}", part.name, ty.trim_start_matches("Edm."))
        })
        .collect();
    match parts.is_empty() {
        true => String::new(),
        false => format!(" [{}]", parts.join(", ")),
    }
}

fn dump_resource(resource: &Resource, text: &mut String) {
    let alternate = resource.alternate_keys.iter();
    let alternate: String = alternate.map(|parts| key(parts)).collect();
    let key = key(&resource.key) + &alternate;
    line(text, &format!("\nresource {}{key}", resource.target), "");
    for (kind, own) in &resource.standard {
        let StandardOperation {
            doc,
            via,
            unsupported,
            deprecation,
            ..
        } = own;
        let without: String = unsupported
            .iter()
            .map(|one| format!(" without {one}"))
            .collect();
        let gone = gone(deprecation.as_ref());
        line(text, &format!("  {kind:?} via {via}{without}{gone}"), doc);
    }
    for (segment, overloads) in &resource.operations {
        for operation in overloads {
            dump_operation(segment, operation, text);
        }
    }
    for (name, navigation) in &resource.navigation {
        let target = &navigation.target;
        line(text, &format!("  /{name} -> {target}"), &navigation.doc);
    }
    for (name, property) in &resource.properties {
        let ty = type_ref(&property.ty, false);
        line(text, &format!("  /{name}: {ty}"), &property.doc);
    }
    for (name, stream) in &resource.streams {
        line(text, &format!("  /{name}: media"), &stream.doc);
    }
    for target in resource.casts.values() {
        line(text, &format!("  as {target}"), "");
    }
}

fn dump_operation(segment: &str, operation: &Operation, text: &mut String) {
    let kind = match operation.kind {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
    };
    let returns = operation.returns.as_ref();
    let returns = returns.map_or(String::new(), |one| {
        format!(" -> {}", type_ref(&one.ty, one.nullable))
    });
    let composes = operation.composes.as_ref();
    let composes = composes.map_or(String::new(), |target| format!(" and on to {target}"));
    let gone = gone(operation.deprecation.as_ref());
    let called = format!(
        "  {kind} {} at {segment}{returns}{composes}{gone}",
        operation.name
    );
    line(text, &called, &operation.doc);
    for parameter in &operation.parameters {
        let ty = type_ref(&parameter.ty, parameter.nullable);
        let optional = tags(&[(parameter.optional, "optional")]);
        line(
            text,
            &format!("    {}: {ty}{optional}", parameter.name),
            &parameter.doc,
        );
    }
}

fn type_ref(ty: &TypeRef, nullable: bool) -> String {
    let item = match &ty.item {
        ItemType::Primitive(primitive) => format!("{primitive:?}"),
        ItemType::Named(name) => name.to_string(),
        ItemType::Untyped => "any".to_owned(),
    };
    let item = if nullable { item + "?" } else { item };
    match ty.collection {
        true => format!("[{item}]"),
        false => item,
    }
}
