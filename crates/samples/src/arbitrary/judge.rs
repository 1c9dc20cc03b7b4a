//! Judges the decoding and encoding of a value.

use std::collections::BTreeSet;

use graphwright_api::TypeName;
use serde_json::value::RawValue;

use super::{Subject, SubjectKind, Subjects};
use crate::inspect::Inspector;
use crate::json::{Reason, read, same_json};

/// The value that was read, and the text that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrote {
    /// The qualified name of the type that it was read as; empty for an enumeration type.
    pub ty: String,
    /// The names of the members that no field holds.
    pub additional: Vec<String>,
    /// The JSON that was written.
    pub json: String,
}

/// Judges by the description.
pub struct RoundTrip<'a> {
    subjects: &'a Subjects,
    inspector: Inspector<'a>,
}

impl<'a> RoundTrip<'a> {
    /// For the models of `subjects`.
    pub fn new(subjects: &'a Subjects) -> Self {
        Self {
            subjects,
            inspector: Inspector::new(&subjects.api),
        }
    }

    /// Returns whether nothing of `json` was lost, whether it was read as the type that it says it is, and whether a
    /// field holds what fits it: for what no field holds is kept, whatever it is.
    ///
    /// # Errors
    /// What is wrong.
    pub fn judge(&self, subject: &Subject, json: &str, wrote: &Wrote) -> Result<(), String> {
        let raw: Option<&RawValue> = read(json);
        let found = raw.map(|raw| self.inspector.value(&subject.ty, raw));
        // The one exception: a text that is read as an `Edm.Int64` is written as a number.
        let written = found.as_ref().map(|found| found.wide.written(json));
        match same_json(written.as_deref().unwrap_or(json), &wrote.json) {
            Ok(()) => {}
            // Too deep to look into, but written as it was.
            Err(one) if one.reason == Reason::TooDeep && json == wrote.json => {}
            // A value of a type that has no model where it stands is kept with its texts.
            Err(_)
                if found.as_ref().is_some_and(|found| {
                    let alike = |json: &str| found.wide.without_quotes(json);
                    same_json(&alike(json), &alike(&wrote.json)).is_ok()
                }) => {}
            Err(difference) => return Err(difference.to_string()),
        }
        if let SubjectKind::Enumeration { .. } = subject.kind {
            return Ok(());
        }
        let Some(root) = found.as_ref().and_then(|found| found.objects.last()) else {
            return Ok(());
        };
        let expected = match subject.kind {
            SubjectKind::Polymorphic => {
                let variants = &self.subjects.api.variants[&subject.ty];
                Some(if variants.contains(&root.ty) {
                    &root.ty
                } else {
                    &subject.ty
                })
            }
            SubjectKind::Struct => Some(&subject.ty),
            _ => None,
        };
        if let Some(expected) = expected
            && expected.as_str() != wrote.ty
        {
            return Err(format!("read as {}, not as {expected}", wrote.ty));
        }
        let ty = expected.unwrap_or(&subject.ty);
        self.fields(ty, json, &root.additional, &wrote.additional)
    }

    /// Holds that what fits its declared type is in a field.
    fn fields(
        &self,
        ty: &TypeName,
        json: &str,
        expected: &BTreeSet<String>,
        additional: &[String],
    ) -> Result<(), String> {
        let declared = self.subjects.api.all_properties(ty);
        let members = read::<crate::json::Members<'_>>(json).map(|members| members.0);
        let has_null = |name: &str| {
            let mut members = members.iter().flatten();
            let value = members.find(|(known, _)| known == name);
            let items = value.and_then(|(_, value)| read::<Vec<&RawValue>>(value.get()));
            items.is_some_and(|items| items.iter().any(|item| item.get() == "null"))
        };
        for name in additional.iter().filter(|name| !expected.contains(*name)) {
            // A collection with a null among its items is kept whole, nullable or not.
            if declared.iter().any(|one| one.name == *name) && !has_null(name) {
                return Err(format!("`{name}` fits {ty}, and no field holds it"));
            }
        }
        Ok(())
    }
}
