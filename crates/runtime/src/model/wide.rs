//! Which members that no field holds are numbers of 64 bits and more.

use super::type_name::qualified;
use crate::json::Json;

/// The member that an annotation is of, if it says that this is of `Edm.Int64` or `Edm.Decimal`.
pub(crate) fn member<'n>(annotation: &'n str, value: &Json) -> Option<&'n str> {
    let name = annotation.strip_suffix("@odata.type");
    let name = name.or_else(|| annotation.strip_suffix("@type"))?;
    let said = value.to::<String>().ok()?;
    let ty = qualified(&said);
    let item = ty
        .strip_prefix("Collection(")
        .and_then(|rest| rest.strip_suffix(')'));
    let item = item.unwrap_or(ty);
    let is_wide = matches!(
        item.strip_prefix("Edm.").unwrap_or(item),
        "Int64" | "Decimal"
    );
    (is_wide && !name.is_empty()).then_some(name)
}

/// Returns whether it is the number of items of a collection (JSON Format 4.01, 4.6.5), an `Edm.Int64`.
pub(super) fn is_count(name: &str) -> bool {
    name.ends_with("@odata.count") || name.ends_with("@count")
}
