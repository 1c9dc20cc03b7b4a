//! Lowers types.

use std::collections::BTreeMap;

use graphwright_api::{
    Api, EnumMember, EnumType, ItemType, Origin, Primitive, Property, Structured, TypeDef,
    TypeKind, TypeName, TypeRef,
};

use crate::report::Report;
use crate::schema::{Csdl, MemberDecl, TypeDeclKind, TypeUse};

/// A complex type without members that stands for any JSON; 858 places in Graph v1.0 use it.
const GRAPH_JSON: &str = "microsoft.graph.Json";

/// Lowers all types of `csdl` into `api`.
pub(crate) fn lower(csdl: &Csdl, api: &mut Api, report: &mut Report<'_>) {
    let definitions = definitions(csdl);
    let mut declared: BTreeMap<&str, Origin> = BTreeMap::new();
    for decl in &csdl.types {
        if let Some(first) = declared.get(decl.name.as_str()) {
            let line = report.line(*first);
            report.error(
                decl.origin,
                format!(
                    "the type `{}` is declared a second time; the first is in line {line}",
                    decl.name.escape_debug()
                ),
                "rename or remove one of the two",
            );
            continue;
        }
        declared.insert(&decl.name, decl.origin);
        let kind = match &decl.kind {
            TypeDeclKind::Definition { .. } => continue,
            _ if decl.name == GRAPH_JSON => continue,
            TypeDeclKind::Enum { flags, members } => {
                let member = |name: &String| EnumMember {
                    name: name.clone(),
                    doc: csdl
                        .annotations
                        .text(&format!("{}/{name}", decl.name), "Description"),
                    deprecation: None,
                };
                TypeKind::Enum(EnumType {
                    flags: *flags,
                    members: members.iter().map(member).collect(),
                })
            }
            TypeDeclKind::Structured {
                base, key, members, ..
            } => {
                let properties = members
                    .iter()
                    .map(|member| property(csdl, &definitions, &decl.name, key, member));
                TypeKind::Structured(Structured {
                    base: base.as_ref().map(TypeName::new),
                    properties: properties.collect(),
                    ..Structured::default()
                })
            }
        };
        let name = TypeName::new(&decl.name);
        let doc = csdl.annotations.text(&decl.name, "Description");
        api.types.insert(
            name.clone(),
            TypeDef {
                name,
                doc,
                kind,
                deprecation: None,
                origin: decl.origin,
            },
        );
    }
}

fn property(
    csdl: &Csdl,
    definitions: &BTreeMap<&str, &str>,
    owner: &str,
    key: &[String],
    member: &MemberDecl,
) -> Property {
    let target = format!("{owner}/{}", member.name);
    Property {
        name: member.name.clone(),
        doc: csdl.annotations.text(&target, "Description"),
        ty: type_ref(csdl, definitions, &member.ty),
        nullable: member.ty.nullable,
        key: key.contains(&member.name),
        computed: csdl.annotations.is_true(&target, "Computed"),
        navigation: member.navigation,
        deprecation: None,
        origin: member.origin,
    }
}

/// The type definitions, by name.
pub(crate) fn definitions(csdl: &Csdl) -> BTreeMap<&str, &str> {
    csdl.types
        .iter()
        .filter_map(|decl| match &decl.kind {
            TypeDeclKind::Definition { underlying } => {
                Some((decl.name.as_str(), underlying.as_str()))
            }
            _ => None,
        })
        .collect()
}

/// The type that a use names: primitive, declared, or any JSON.
pub(crate) fn type_ref(csdl: &Csdl, definitions: &BTreeMap<&str, &str>, used: &TypeUse) -> TypeRef {
    let name = definitions
        .get(used.name.as_str())
        .copied()
        .unwrap_or(&used.name);
    let namespace = name.rsplit_once('.').map_or("", |(namespace, _)| namespace);
    // A type of an included document is not read: its values are kept as any JSON.
    let elsewhere = csdl.included.contains(namespace) && !csdl.namespaces.contains(namespace);
    TypeRef {
        item: if elsewhere {
            ItemType::Untyped
        } else {
            item(name)
        },
        collection: used.collection,
    }
}

fn item(name: &str) -> ItemType {
    match name.strip_prefix("Edm.") {
        _ if name == GRAPH_JSON => ItemType::Untyped,
        // Abstract types of Edm may hold any value; geography and geometry are GeoJSON objects.
        Some("Untyped" | "PrimitiveType" | "ComplexType" | "EntityType") => ItemType::Untyped,
        Some(edm) if edm.starts_with("Geo") => ItemType::Untyped,
        Some(edm) => Primitive::from_edm(edm)
            .map_or_else(|| ItemType::Named(TypeName::new(name)), ItemType::Primitive),
        None => ItemType::Named(TypeName::new(name)),
    }
}
