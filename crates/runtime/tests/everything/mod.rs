//! Models of every kind of field.

#![allow(dead_code, reason = "each test uses some of it")]

use graphwright::edm::{
    Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid, Single, TimeOfDay,
};
use graphwright::serde_json::{Value, json};
use graphwright::{Additional, Flags, Json, Map};

#[non_exhaustive]
pub(crate) enum Color {
    Red,
    Green,
    Unrecognized(Box<str>),
}

graphwright::enumeration!(Color = "example.color", [Red "red", Green "green"]);

pub(crate) struct Base {
    pub(crate) id: Option<String>,
    pub(crate) additional: Additional,
}

graphwright::model!(Base = "example.base", [ID id "id" key]);

pub(crate) struct Derived {
    pub(crate) id: Option<String>,
    pub(crate) inner: Option<Box<Everything>>,
    pub(crate) additional: Additional,
}

graphwright::model!(Derived = "example.derived", [ID id "id" key, INNER inner "inner"]);

#[non_exhaustive]
pub(crate) enum AnyBase {
    Base(Box<Base>),
    Derived(Box<Derived>),
}

graphwright::polymorphic!(AnyBase = "example.base", Base(Base), [Derived(Derived) "example.derived"]);

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub(crate) enum OneOf {
    Text(String),
    Base(Box<Base>),
    Rows(Vec<OneOf>),
    Unrecognized(Json),
}

graphwright::one_of!(OneOf, [
    Text plain(String) tags() required(),
    Base boxed(Base) tags() required("id"),
    Rows plain(Vec<OneOf>) tags() required(),
]);

macro_rules! everything {
    ($($constant:ident $field:ident $wire:literal: $ty:ty,)*) => {
        pub(crate) struct Everything {
            $(pub(crate) $field: Option<$ty>,)*
            pub(crate) additional: Additional,
        }

        graphwright::model!(Everything = "example.everything", [$($constant $field $wire),*]);
    };
}

everything! {
    BINARY binary "binary": Binary,
    BOOLEAN boolean "boolean": bool,
    BYTE byte "byte": u8,
    DATE date "date": Date,
    DATE_TIME date_time "dateTime": DateTimeOffset,
    DECIMAL decimal "decimal": Decimal,
    DOUBLE double "double": Double,
    DURATION duration "duration": Duration,
    GUID guid "guid": Guid,
    INT16 int16 "int16": i16,
    INT32 int32 "int32": i32,
    INT64 int64 "int64": i64,
    JSON json "json": Json,
    SBYTE sbyte "sbyte": i8,
    SINGLE single "single": Single,
    STRING string "string": String,
    TIME time "time": TimeOfDay,
    UINT16 uint16 "uint16": u16,
    UINT32 uint32 "uint32": u32,
    UINT64 uint64 "uint64": u64,
    STRINGS strings "strings": Vec<String>,
    DOUBLES doubles "doubles": Vec<Double>,
    COLOR color "color": Color,
    COLORS colors "colors": Vec<Color>,
    FLAGS flags "flags": Flags<Color>,
    MANY_FLAGS many_flags "manyFlags": Vec<Flags<Color>>,
    ITSELF itself "itself": Box<Everything>,
    MANY many "many": Vec<Everything>,
    ANY any "any": AnyBase,
    MANY_ANY many_any "manyAny": Vec<AnyBase>,
    MAP map "map": Map<Vec<String>>,
    MAPS maps "maps": Vec<Map<Base>>,
    ROWS rows "rows": Vec<Vec<Color>>,
    ONE_OF one_of "oneOf": OneOf,
    MANY_ONE_OF many_one_of "manyOneOf": Vec<OneOf>,
}

/// A value in each of its fields, and one that has none.
pub(crate) fn full() -> Value {
    let mut all = json!({
        "@odata.type": "#example.everything", "binary": "AQID", "boolean": true, "byte": 255, "date": "2016-12-31",
        "dateTime": "2016-12-31T23:57:57.1200000-08:00", "decimal": 1.5, "double": "-INF", "duration": "P1DT2H",
        "guid": "21EC2020-3AEA-1069-A2DD-08002B30309D", "int16": -32768, "int32": 2147483647,
        "int64": 9223372036854775807_i64, "json": {"a": [1, null]}, "sbyte": -128, "single": 0.5,
        "string": "line\nend \u{1F600}", "time": "07:59:59.999", "strings": ["", "b"], "doubles": [1.5, "NaN"],
        "color": "red", "colors": ["green", "mauve"], "flags": "red,green,mauve", "manyFlags": ["red", ""],
        "itself": {"string": "deep", "itself": {"many": []}, "unknown": 1},
        "many": [{"int32": 1}, {"x": null}],
        "any": {"@odata.type": "#example.derived", "id": "d", "inner": {"boolean": false}},
        "manyAny": [{"id": "b"}, {"@odata.type": "#example.derived", "id": "d"}, {"@odata.type": "#example.other", "z": 1}],
        "map": {"a": ["heap"], "b": []}, "maps": [{"x": {"id": "1", "z": 2}}, {}],
        "rows": [["red", "mauve"], []], "oneOf": {"id": "b", "more": 1},
        "manyOneOf": ["text", {"id": "c"}, [["deep"], 7], 1.5, {"no": "id"}],
        "extension": {"kept": true}
    });
    // One macro has no room for more.
    all["uint16"] = json!(u16::MAX);
    all["uint32"] = json!(u32::MAX);
    all["uint64"] = json!(u64::MAX);
    all
}
