//! The body and the response of a request function, by the description.

use graphwright_api::{Api, ItemType, Operation, Payload, Target, TypeName, TypeRef};

use graphwright_api::route::{Call, Invocation, Route, Verb};

/// The form of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing is promised.
    Nothing,
    /// One value.
    One(TypeRef),
    /// A page of items.
    Many(ItemType),
    /// A number that stands alone as text.
    Count,
    /// Bytes of any kind.
    Bytes,
}

/// The content of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent<'a> {
    /// No body.
    Nothing,
    /// A whole value of this type.
    Whole(TypeName),
    /// All items of a collection of this type.
    Items(TypeName),
    /// Changes to a value of this type.
    Changes(TypeName),
    /// The parameters of an action.
    Parameters(&'a Operation),
    /// A link to an entity.
    Reference,
    /// Bytes of any kind.
    Bytes,
}

/// The operation that a route invokes at its end.
pub fn operation<'a>(api: &'a Api, route: &Route) -> Option<&'a Operation> {
    match &route.call {
        Call::Bound(invocation) => bound(api, route.target()?, invocation),
        Call::Unbound(invocation) => api
            .operations
            .get(&invocation.operation)?
            .get(invocation.overload),
        _ => None,
    }
}

/// The overload that `invocation` calls on `target`.
pub fn bound<'a>(api: &'a Api, target: &Target, invocation: &Invocation) -> Option<&'a Operation> {
    let resource = api.resources.get(target)?;
    resource
        .operations
        .get(&invocation.operation)?
        .get(invocation.overload)
}

/// Returns what the response of the request function is read as.
pub fn answer(api: &Api, route: &Route) -> Answer {
    let one = |target: &Target| TypeRef::one(ItemType::Named(target.ty.clone()));
    match (&route.call, route.target()) {
        (Call::StandardOperation(kind), Some(target)) => match kind.receives() {
            Payload::Nothing => Answer::Nothing,
            Payload::Value | Payload::Changes => Answer::One(one(target)),
            Payload::Items => Answer::Many(ItemType::Named(target.ty.clone())),
            Payload::Count => Answer::Count,
            Payload::Reference => Answer::One(TypeRef::one(ItemType::Untyped)),
            Payload::References => Answer::Many(ItemType::Untyped),
        },
        (Call::Count(_), _) => Answer::Count,
        (Call::Value(name, Verb::Get), Some(target)) => {
            let properties = api.all_properties(&target.ty);
            let property = properties.into_iter().find(|one| one.name == *name);
            property.map_or(Answer::Nothing, |one| Answer::One(one.ty.clone()))
        }
        (Call::Stream(_, Verb::Get), _) => Answer::Bytes,
        (Call::Stream(..), _) => Answer::Nothing,
        (Call::Property(name, verb), Some(target)) => {
            let property = api
                .resources
                .get(target)
                .and_then(|one| one.properties.get(name));
            match (property, verb) {
                (Some(property), Verb::Get | Verb::Patch | Verb::Put) => returned(&property.ty),
                _ => Answer::Nothing,
            }
        }
        _ => operation(api, route)
            .and_then(|operation| operation.returns.as_ref())
            .map_or(Answer::Nothing, |returns| returned(&returns.ty)),
    }
}

fn returned(ty: &TypeRef) -> Answer {
    match &ty.item {
        ItemType::Primitive(graphwright_api::Primitive::Stream) if !ty.collection => Answer::Bytes,
        item if ty.collection => Answer::Many(item.clone()),
        _ => Answer::One(ty.clone()),
    }
}

/// Returns what the body of the request function is made of.
pub fn sent<'a>(api: &'a Api, route: &Route) -> Sent<'a> {
    match (&route.call, route.target()) {
        (Call::StandardOperation(kind), Some(target)) => match kind.sends() {
            Payload::Value => Sent::Whole(target.ty.clone()),
            Payload::Changes => Sent::Changes(target.ty.clone()),
            Payload::Reference => Sent::Reference,
            Payload::Nothing | Payload::Items | Payload::Count | Payload::References => {
                Sent::Nothing
            }
        },
        (Call::Stream(_, Verb::Put | Verb::Patch), _) => Sent::Bytes,
        (Call::Property(name, verb), Some(target)) => {
            let property = api
                .resources
                .get(target)
                .and_then(|one| one.properties.get(name));
            let collection = property.is_some_and(|one| one.ty.collection);
            match (property.and_then(|one| one.ty.named()), verb) {
                (Some(ty), Verb::Put) if collection => Sent::Items(ty.clone()),
                (Some(ty), Verb::Put) => Sent::Whole(ty.clone()),
                (Some(ty), Verb::Patch) => Sent::Changes(ty.clone()),
                _ => Sent::Nothing,
            }
        }
        _ => match operation(api, route) {
            Some(operation)
                if operation.kind == graphwright_api::OperationKind::Action
                    && !operation.parameters.is_empty() =>
            {
                Sent::Parameters(operation)
            }
            _ => Sent::Nothing,
        },
    }
}
