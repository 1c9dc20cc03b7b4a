//! Computes the patch that makes one value into another.

use crate::body::{INSIDE, is_sent};
use crate::json::Json;
use crate::model::{Additional, Chosen, Model, ObjectRef, is_type};

use super::Patch;

/// How the annotation ends that says the type of a member, in its long and in its short form (JSON Format 4.01,
/// 4.6.3).
const TYPES: [&str; 2] = ["@odata.type", "@type"];

/// The annotations that say the type of a member.
pub(super) fn types_of(member: &str) -> [String; 2] {
    TYPES.map(|ending| format!("{member}{ending}"))
}

/// The member whose type is said by the annotation `name`; empty for the value itself. `None` if it says no type.
pub(super) fn annotated(name: &str) -> Option<&str> {
    TYPES.iter().find_map(|ending| name.strip_suffix(ending))
}

impl<M: Model> Patch<M> {
    /// Finds what must be sent to make `before` into `after`. A member that `after` no longer has is set to `null`; a
    /// complex or collection value that differs is sent whole, but for what only the service sets in it. With a
    /// member that the description does not declare goes the type that `after` says it is of.
    pub fn between(before: &M, after: &M) -> Self {
        let mut patch = Self::new();
        let schema = M::schema();
        let (before, after) = (ObjectRef::new(before), ObjectRef::new(after));
        let types = (before.additional(), after.additional());
        for (index, field) in schema.fields.iter().enumerate() {
            if !field.key && !field.computed {
                let types = field.is_untyped().then_some(types);
                let change = (member(before, index), member(after, index));
                patch.put_change(field.name, change, types);
            }
        }
        for (name, value) in after.additional().iter() {
            if schema.find(name, 0).is_none() && is_sent(name) && annotated(name).is_none() {
                let known = before.additional().get_json(name).cloned();
                patch.put_change(name, (known, Some(value.clone())), Some(types));
            }
        }
        // A service that is told members of a derived type must be told which type that is (JSON
        // Format 4.01, 4.6.3).
        if let Some(said) = after.additional().odata_type()
            && !is_type(&said, schema.name)
        {
            // As it was read: some services write it without `#`.
            let written: Option<String> = after.additional().get("@odata.type");
            patch.derived = Some(written.unwrap_or_else(|| format!("#{said}")).into());
        }
        for (name, value) in before.additional().iter() {
            if schema.find(name, 0).is_none()
                && !name.contains('@')
                && after.additional().get_json(name).is_none()
            {
                patch.put_change(name, (Some(value.clone()), None), None);
            }
        }
        patch
    }

    /// Puts a member that changes, and what says its type where that is among `types`: JSON does not tell an `Int64`
    /// from a `Decimal`, nor a `Date` from a text.
    fn put_change(
        &mut self,
        name: &str,
        (before, after): (Option<Json>, Option<Json>),
        types: Option<(&Additional, &Additional)>,
    ) {
        let is_value = after.as_ref().is_some_and(|after| !after.is_null());
        let said = types.filter(|_| is_value).and_then(|(before, after)| {
            let names = types_of(name);
            let said = |all: &Additional| names.iter().find_map(|name| all.get_json(name)).cloned();
            let name = names.iter().find(|name| after.get_json(name).is_some())?;
            Some((name.clone(), said(before), said(after)?))
        });
        let of_another_type =
            |(_, before, after): &(_, Option<Json>, Json)| before.as_ref() != Some(after);
        if before == after && !said.as_ref().is_some_and(of_another_type) {
            return;
        }
        if let Some((says_type, _, ty)) = said {
            self.put(&says_type, ty);
        }
        self.put(name, after.unwrap_or_else(Json::null));
    }
}

/// The declared member with that number as a body has it, or, where it did not fit, as it was read.
fn member(object: ObjectRef<'_>, index: usize) -> Option<Json> {
    match object.field(index) {
        Some(value) => {
            let choice = INSIDE;
            Json::new(&Chosen { value, choice }).ok()
        }
        None => object
            .additional()
            .get_json(object.schema().fields[index].name)
            .cloned(),
    }
}
