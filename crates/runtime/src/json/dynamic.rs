//! `Edm.Int64` and `Edm.Decimal` inside values that nothing declares: annotations beside them say their types (OData
//! JSON Format 4.01, 4.6.3).

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Json, Reader, WideNumbers};
use crate::model::wide;

/// Values that lie deeper are left as they are.
const DEPTH_LIMIT: usize = 100;

/// A value that nothing declares: [`to_vec_with`](super::to_vec_with) writes such numbers in it as it is told, every
/// other serializer as they are.
pub(crate) struct Dynamic<T>(pub(crate) T);

impl<T> Dynamic<T> {
    pub(super) const NAME: &'static str = "$graphwright::Dynamic";
}

impl<T: Serialize> Serialize for Dynamic<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(Dynamic::<()>::NAME, &self.0)
    }
}

impl WideNumbers {
    /// Returns the JSON of an object or a list with such numbers in it written in this way. `None` if there are none.
    pub(crate) fn rewritten_inside(self, json: &str) -> Option<String> {
        // Few values have such annotations, and all others need not be taken apart.
        let may_have = json.contains("Int64") || json.contains("Decimal");
        match self {
            Self::AsTheyAre => None,
            Self::Numbers | Self::Texts if may_have => self.inside(json, DEPTH_LIMIT),
            Self::Numbers | Self::Texts => None,
        }
    }

    fn inside(self, json: &str, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match json.as_bytes().first()? {
            b'[' => self.inside_list(json, depth),
            b'{' => self.inside_object(json, depth),
            _ => None,
        }
    }

    fn inside_list(self, json: &str, depth: usize) -> Option<String> {
        let mut changed = false;
        let mut items = Vec::new();
        Reader::unchecked(json).array(|reader| {
            let item = reader.raw();
            let rewritten = self.inside(item, depth);
            changed |= rewritten.is_some();
            items.push(rewritten.unwrap_or_else(|| item.to_owned()));
            true
        })?;
        changed.then(|| format!("[{}]", items.join(",")))
    }

    fn inside_object(self, json: &str, depth: usize) -> Option<String> {
        let mut members = Vec::new();
        Reader::unchecked(json).object(|reader, name| {
            members.push((name, reader.raw()));
            true
        })?;
        let wide = members.iter().filter_map(|(name, value)| {
            let value = name.contains('@').then(|| Json::from_checked(value))?;
            wide::member(name, &value)
        });
        let wide: Vec<&str> = wide.collect();
        let mut changed = false;
        let written = members.iter().map(|(name, value)| {
            let rewritten = match wide.contains(&&**name) {
                true => self.rewritten(value),
                false => self.inside(value, depth),
            };
            changed |= rewritten.is_some();
            let value = rewritten.unwrap_or_else(|| (*value).to_owned());
            format!("{}:{value}", Value::from(&**name))
        });
        let written = written.collect::<Vec<_>>().join(",");
        changed.then(|| format!("{{{written}}}"))
    }
}
