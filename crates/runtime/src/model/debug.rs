//! Showing: what is set, and no secret.

use std::fmt;

use super::Object;

/// Shows the fields that are set and the names of additional members; a secret shows as `…`.
///
/// # Errors
/// The formatter's own.
pub fn debug_model(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let schema = object.schema();
    let simple = schema.name.rsplit('.').next().unwrap_or(schema.name);
    let mut shown = f.debug_struct(simple);
    for (index, property) in schema.properties.iter().enumerate() {
        match object.slot(index).value() {
            Some(_) if property.secret => shown.field(property.name, &format_args!("…")),
            Some(value) => shown.field(property.name, &value),
            None => &mut shown,
        };
    }
    if !object.additional().is_empty() {
        shown.field("additional", object.additional());
    }
    shown.finish()
}
