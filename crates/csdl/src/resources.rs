//! Lowers the entity container and the members of types to what they declare of resources.

use std::collections::BTreeMap;

use graphwright_api::declare::{
    Addresses, Callable, Declarations, Property, Restrictions, Root, Type,
};
use graphwright_api::{
    About, ItemType, Primitive, StandardOperationKind, Target, TypeDef, TypeName, Verb,
};

use crate::Context;
use crate::annotations::term;
use crate::capabilities::{Capabilities, OfNavigation, SpokenOf};
use crate::casts;
use crate::contradictions;
use crate::keys::Keys;
use crate::names::Home;
use crate::operations;
use crate::report::Report;
use crate::schema::{ContainerChild, MemberDecl, StructuredDecl};

/// Returns what the schemas of `context` declare of resources.
pub(crate) fn declare(
    context: Context<'_>,
    types: &BTreeMap<TypeName, TypeDef>,
    report: &mut Report<'_>,
) -> Declarations {
    let Context { csdl, .. } = context;
    let restrictions = OfNavigation::new(csdl, context.index);
    let bound = operations::bound(context, types, report);
    let explicit = operations::explicit(csdl);
    let mut declared = Declarations::default();
    for decl in &csdl.types {
        let Some(one) = context.index.structured(&decl.name) else {
            continue;
        };
        let mut ty = structured(context, &restrictions, &decl.name, one);
        ty.explicit = explicit.get(&*decl.name).cloned().unwrap_or_default();
        declared.types.insert(TypeName::new(&decl.name), ty);
    }
    for child in &csdl.container.children {
        if let Some(root) = root(context, child, report) {
            declared.roots.insert(child.name.clone(), root);
        }
    }
    contradictions::of_ways(context, &restrictions, report);
    declared.bound = bound;
    declared.imports = operations::imports(context, report);
    declared
}

fn structured<'a>(
    context: Context<'a>,
    restrictions: &OfNavigation<'a>,
    name: &'a str,
    one: &'a StructuredDecl,
) -> Type {
    let keys = Keys::of(context);
    let mut properties = BTreeMap::new();
    for member in &one.members {
        let property = match member.navigation {
            true => navigation(context, restrictions, name, member),
            false => value(context, name, member),
        };
        // Of two of one name the first counts.
        if let Some(property) = property {
            properties.entry(member.name.clone()).or_insert(property);
        }
    }
    Type {
        base: one.base.as_deref().map(TypeName::new),
        entity: one.entity,
        media: one.stream,
        key: keys.declared(name, one),
        alternate_keys: keys.alternate(name, name),
        properties,
        ..Type::default()
    }
}

fn root(context: Context<'_>, child: &ContainerChild, report: &mut Report<'_>) -> Option<Root> {
    let Context { csdl, index, .. } = context;
    if !index.is_entity(&child.ty) {
        let name = child.name.escape_debug();
        let ty = child.ty.escape_debug();
        let message = format!("`{name}` has the type `{ty}`, which is no entity type");
        let help = "declare the entity type, or correct its name";
        match csdl.names.home(&child.ty) {
            Home::Here => report.error(child.origin, message, help),
            Home::Included | Home::Unknown => {
                let message = message + " of this document: it is left out";
                let about = About::Root(child.name.clone());
                let help = "call it with `request`";
                report.warning(Some(child.origin), about, message, help);
            }
        }
        return None;
    }
    let target = Target {
        ty: TypeName::new(&child.ty),
        collection: child.set,
    };
    let place = csdl.container.place(&child.name);
    let doc = csdl.annotations.on(&place).text(term::DESCRIPTION);
    let of = match child.set {
        true => SpokenOf::Set,
        false => SpokenOf::Singleton,
    };
    let capabilities = Capabilities::of(csdl, place);
    Some(Root {
        restrictions: said(context, capabilities, of, &target),
        target,
        doc,
    })
}

fn navigation<'a>(
    context: Context<'a>,
    restrictions: &OfNavigation<'a>,
    owner: &'a str,
    member: &'a MemberDecl,
) -> Option<Property> {
    let Context { csdl, index, .. } = context;
    if !index.is_entity(&member.ty.name) {
        return None;
    }
    let capabilities = restrictions.navigation(csdl, owner, &member.name);
    let target = Target {
        ty: TypeName::new(&member.ty.name),
        collection: member.ty.collection,
    };
    let place = format!("{owner}/{}", member.name);
    Some(Property {
        doc: csdl.annotations.on(&place).text(term::DESCRIPTION),
        addresses: Addresses::Entities {
            contained: member.contained,
            navigable: capabilities.is_navigable(),
            restrictions: said(context, capabilities, SpokenOf::Navigation, &target),
            target,
        },
    })
}

/// A stream, or a property of a complex type.
fn value(context: Context<'_>, owner: &str, member: &MemberDecl) -> Option<Property> {
    let Context { csdl, index, uses } = context;
    let ty = uses.type_ref(&member.ty);
    let is_stream = ty.item == ItemType::Primitive(Primitive::Stream) && !ty.collection;
    let complex = ty.named().filter(|name| index.is_complex(name.as_str()));
    let complex = complex.and(Target::of(&ty));
    if !is_stream && complex.is_none() {
        return None;
    }
    let place = format!("{owner}/{}", member.name);
    let capabilities = Capabilities::of(csdl, place.clone());
    let readable = capabilities.offers(StandardOperationKind::Get, true);
    let addresses = match complex {
        // Bytes are put as a whole (OData Protocol 4.01, 11.4.8.2).
        None => Addresses::Stream {
            readable,
            verbs: capabilities.verbs(&[Verb::Put]),
        },
        Some(target) => Addresses::Value {
            ty,
            readable,
            restrictions: said(context, capabilities, SpokenOf::Value, &target),
        },
    };
    Some(Property {
        doc: csdl.annotations.on(&place).text(term::DESCRIPTION),
        addresses,
    })
}

/// Returns what is said of the way to the result of an operation.
pub(crate) fn of_result(
    context: Context<'_>,
    signature: &str,
    callable: &Callable,
) -> Restrictions {
    let returns = callable.operation.returns.as_ref();
    let target = returns.and_then(|returns| Target::of(&returns.ty));
    let target = target.filter(|_| callable.composable);
    target.map_or_else(Restrictions::default, |target| {
        let capabilities = Capabilities::of(context.csdl, signature.to_owned());
        said(context, capabilities, SpokenOf::Call, &target)
    })
}

/// Returns what is said of a way to `target`.
fn said<'a>(
    context: Context<'a>,
    capabilities: Capabilities<'a, '_>,
    of: SpokenOf,
    target: &Target,
) -> Restrictions {
    let Context { index, .. } = context;
    let ty = target.ty.as_str();
    let types = index.chain(ty).into_iter().map(|(name, _)| name);
    let capabilities = capabilities.to(types.collect());
    let place = capabilities.place();
    Restrictions {
        no_items: !capabilities.is_indexable(),
        alternate_keys: Keys::of(context).alternate(ty, place),
        derived: casts::constraint(context, ty, place),
        operations: capabilities.operations(of, target.collection),
    }
}
