//! The types whose fields the core reaches without help: all of Edm, numbers without a sign, and JSON.

/// Calls a macro with each of them: the name of its kind, and the type.
macro_rules! each_primitive {
    ($callback:ident) => {
        $callback! {
            Base64Url: crate::edm::Base64Url,
            Binary: crate::edm::Binary,
            Boolean: bool,
            Byte: u8,
            Date: crate::edm::Date,
            DateTimeOffset: crate::edm::DateTimeOffset,
            Decimal: crate::edm::Decimal,
            Double: crate::edm::Double,
            Duration: crate::edm::Duration,
            Guid: crate::edm::Guid,
            Int16: i16,
            Int32: i32,
            Int64: i64,
            Json: crate::json::Json,
            SByte: i8,
            Single: crate::edm::Single,
            String: String,
            TimeOfDay: crate::edm::TimeOfDay,
            UInt16: u16,
            UInt32: u32,
            UInt64: u64,
        }
    };
}
pub(crate) use each_primitive;
