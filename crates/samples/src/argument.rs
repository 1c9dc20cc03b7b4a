//! The keys and arguments of a documented URL as JSON, which generated functions can be given.

use graphwright_api::{Api, ItemType, Primitive, TypeRef};
use serde_json::value::RawValue;

use crate::fits::{fits, text_fits};
use graphwright_api::route::Value;

/// A key or an argument for a generated function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its JSON.
    pub json: String,
    /// Why it is not what the page has; none where it is.
    pub substituted: Option<Substituted>,
}

impl Argument {
    /// One that may be left out, and is.
    pub fn left_out() -> Self {
        Self {
            json: "null".into(),
            substituted: None,
        }
    }
}

/// Why an argument is not what the page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Substituted {
    /// The page leaves it to the reader.
    Placeholder,
    /// The page leaves it out, and the function needs it.
    Absent,
    /// The page has no value of the declared type.
    Unfit,
}

/// `value` as JSON of the type `ty`. Where it is none, any value of the type stands in for it.
pub fn argument(api: &Api, ty: &TypeRef, value: Option<&Value>) -> Argument {
    let Some(value) = value else {
        return stand_in(api, ty, Substituted::Absent);
    };
    match json(api, ty, value) {
        Some(json) => Argument {
            json,
            substituted: None,
        },
        None if value.is_placeholder() => stand_in(api, ty, Substituted::Placeholder),
        None => stand_in(api, ty, Substituted::Unfit),
    }
}

fn json(api: &Api, ty: &TypeRef, value: &Value) -> Option<String> {
    let text = value.text.as_str();
    match &ty.item {
        _ if is_json(api, ty) => {
            let raw: &RawValue = serde_json::from_str(text).ok()?;
            Some(raw.get().to_owned())
        }
        ItemType::Primitive(Primitive::Boolean) => {
            let lower = text.to_ascii_lowercase();
            matches!(&*lower, "true" | "false").then_some(lower)
        }
        ItemType::Primitive(primitive) if is_numeric(*primitive) => {
            fits(*primitive, text).then(|| text.to_owned())
        }
        ItemType::Primitive(primitive) if !text_fits(*primitive, text) => None,
        _ => Some(quoted(text)),
    }
}

/// Returns whether its value is written as JSON: collections and structured values (OData URL Conventions 4.01,
/// 5.1.1.14.3).
fn is_json(api: &Api, ty: &TypeRef) -> bool {
    let is_enum = |name| {
        let ty = api.types.get(name);
        ty.is_some_and(|ty| ty.structured().is_none())
    };
    ty.collection
        || match &ty.item {
            ItemType::Primitive(_) => false,
            ItemType::Named(name) => !is_enum(name),
            ItemType::Untyped => true,
        }
}

fn is_numeric(primitive: Primitive) -> bool {
    use Primitive as P;
    matches!(
        primitive,
        P::Byte
            | P::SByte
            | P::Int16
            | P::Int32
            | P::Int64
            | P::Decimal
            | P::Double
            | P::Single
            | P::UInt16
            | P::UInt32
            | P::UInt64
    )
}

fn stand_in(api: &Api, ty: &TypeRef, why: Substituted) -> Argument {
    let json = match &ty.item {
        _ if is_json(api, ty) => "[]".into(),
        ItemType::Primitive(primitive) if is_numeric(*primitive) => "1".into(),
        ItemType::Primitive(primitive) => match primitive {
            Primitive::Boolean => "true".into(),
            Primitive::Date => quoted("2020-01-01"),
            Primitive::DateTimeOffset => quoted("2020-01-01T00:00:00Z"),
            Primitive::TimeOfDay => quoted("00:00:00"),
            Primitive::Duration => quoted("P1D"),
            Primitive::Guid => quoted("00000000-0000-0000-0000-000000000000"),
            Primitive::Base64Url | Primitive::Binary | Primitive::Stream => quoted("AA=="),
            _ => quoted("x"),
        },
        _ => quoted("x"),
    };
    Argument {
        json,
        substituted: Some(why),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(primitive: Primitive, text: &str) -> (String, Option<Substituted>) {
        let ty = TypeRef::one(ItemType::Primitive(primitive));
        let found = argument(&Api::default(), &ty, Some(&Value::literal(text)));
        (found.json, found.substituted)
    }

    #[test]
    fn an_argument_is_what_the_page_has_where_it_fits() {
        for (ty, text, json) in [
            (Primitive::String, "'o''neil'", "\"o'neil\""),
            (Primitive::String, "{id}", "\"{id}\""),
            (Primitive::Int32, "640", "640"),
            (Primitive::Boolean, "True", "true"),
            (Primitive::Duration, "duration'PT1H'", "\"PT1H\""),
            (Primitive::Date, "2018-03-05", "\"2018-03-05\""),
        ] {
            assert_eq!(given(ty, text), (json.into(), None), "{text}");
        }
        let many = TypeRef::many(ItemType::Primitive(Primitive::String));
        let found = argument(&Api::default(), &many, Some(&Value::literal("[\"a\", 1]")));
        assert_eq!(found.json, "[\"a\", 1]");
    }

    #[test]
    fn another_value_stands_in_where_it_does_not() {
        for (ty, text, why) in [
            (Primitive::Int32, "{n}", Substituted::Placeholder),
            (Primitive::Int32, "<row>", Substituted::Placeholder),
            (Primitive::Int32, "n", Substituted::Unfit),
            (Primitive::DateTimeOffset, "2019-11-01", Substituted::Unfit),
            (Primitive::Guid, "{id}", Substituted::Placeholder),
        ] {
            assert_eq!(given(ty, text).1, Some(why), "{text}");
        }
        let ty = TypeRef::one(ItemType::Primitive(Primitive::Boolean));
        let found = argument(&Api::default(), &ty, None);
        assert_eq!(found.substituted, Some(Substituted::Absent));
    }
}
