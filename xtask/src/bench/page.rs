//! Pages as a service sends them: a collection of a hundred entities with plain values.

use graphwright_api::{Api, ItemType, Primitive, TypeKind, TypeName, TypeRef};
use graphwright_samples::arbitrary::Node;

/// How many entities there are on a page.
const ENTITIES: usize = 100;
/// How deep values nest.
const DEPTH: usize = 3;

/// The JSON of a page of `ty`. One structural property in eight is null, as services send what is not
/// set; navigation properties are not expanded.
pub(super) fn page(api: &Api, ty: &TypeName, says_type: bool) -> String {
    let context = format!(
        "\"https://graph.microsoft.com/v1.0/$metadata#{}\"",
        ty.simple()
    );
    let entities = (0..ENTITIES).map(|number| {
        let mut members = object(api, ty, number, 0);
        if says_type {
            let said = Node::scalar(format!("\"#{ty}\""));
            members.insert(0, ("@odata.type".to_owned(), said));
        }
        Node::Object(members)
    });
    let members = vec![
        ("@odata.context".to_owned(), Node::scalar(context)),
        ("value".to_owned(), Node::Array(entities.collect())),
    ];
    Node::Object(members).to_string()
}

fn object(api: &Api, ty: &TypeName, number: usize, depth: usize) -> Vec<(String, Node)> {
    let mut members = Vec::new();
    let properties = api.all_properties(ty);
    let structural = properties.iter().filter(|property| !property.navigation);
    for (index, property) in structural.enumerate() {
        let value = match (number + index) % 8 {
            7 if property.nullable && !property.ty.collection => Node::scalar("null"),
            _ => value(api, &property.ty, &property.name, number + index, depth),
        };
        members.push((property.name.clone(), value));
    }
    members
}

fn value(api: &Api, ty: &TypeRef, name: &str, number: usize, depth: usize) -> Node {
    if !ty.collection {
        return item(api, &ty.item, name, number, depth);
    }
    let count = if depth < DEPTH { number % 3 } else { 0 };
    let items = (0..count).map(|index| item(api, &ty.item, name, number + index, depth));
    Node::Array(items.collect())
}

fn item(api: &Api, item: &ItemType, name: &str, number: usize, depth: usize) -> Node {
    match item {
        ItemType::Untyped => Node::scalar("{\"a\":1}"),
        ItemType::Primitive(one) => Node::scalar(primitive(*one, name, number)),
        ItemType::Named(ty) => match api.types.get(ty).map(|ty| &ty.kind) {
            Some(TypeKind::Enum(members)) => {
                let member = members.members.get(number % members.members.len().max(1));
                Node::scalar(match member {
                    Some(member) => format!("\"{}\"", member.name),
                    None => "\"unknownFutureValue\"".into(),
                })
            }
            Some(TypeKind::Structured(_)) if depth < DEPTH => {
                Node::Object(object(api, ty, number, depth + 1))
            }
            _ => Node::Object(Vec::new()),
        },
    }
}

fn primitive(primitive: Primitive, name: &str, number: usize) -> String {
    use Primitive as P;
    match primitive {
        P::Boolean => (number.is_multiple_of(2)).to_string(),
        P::Byte | P::SByte => (number % 100).to_string(),
        P::Int16 | P::Int32 | P::Int64 | P::UInt16 | P::UInt32 | P::UInt64 => {
            (number * 37).to_string()
        }
        P::Double | P::Single | P::Decimal => format!("{}.5", number * 3),
        P::DateTimeOffset => format!("\"2024-0{}-1{}T08:15:30Z\"", 1 + number % 9, number % 9),
        P::Date => format!("\"2024-0{}-1{}\"", 1 + number % 9, number % 9),
        P::TimeOfDay => "\"08:15:30.0000000\"".into(),
        P::Duration => "\"PT1H30M\"".into(),
        P::Guid => format!("\"6ea91a8d-e32e-41a1-b7bd-d2d185ee{number:04}\""),
        P::Base64Url | P::Binary | P::Stream => "\"dGVzdCBkYXRhIGZvciBhIHBhZ2U=\"".into(),
        P::String if name == "id" => format!("\"6ea91a8d-e32e-41a1-b7bd-d2d185ee{number:04}\""),
        P::String => format!("\"{name} of Adele Vance, Contoso {number}\""),
    }
}
