//! Numbers of 64 bits and more in a change, as the service has them.

use std::borrow::Cow;

use super::Patch;
use crate::body::INSIDE;
use crate::json::{self, Json, Reader, Wide, WideNumbers};
use crate::model::{Chosen, Model, ObjectMut, ObjectRef, wide};

/// How a member is written, by the model that it was set for: a change may be sent as one of a base type, which
/// does not declare it.
#[derive(Clone, Copy)]
pub(super) struct Rewrite(fn(&str, &Json, WideNumbers) -> Option<Vec<u8>>);

impl Rewrite {
    pub(super) fn of<M: Model>() -> Self {
        Self(rewritten::<M>)
    }
}

/// Two changes are equal if they change the same.
impl PartialEq for Rewrite {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The member of `M` of that name as a body has it, if such numbers may be in it.
fn rewritten<M: Model>(name: &str, json: &Json, wide: WideNumbers) -> Option<Vec<u8>> {
    let schema = M::schema();
    let index = schema.find(name, 0)?;
    if !schema.fields[index].may_be_wide() {
        return None;
    }
    let mut model = M::default();
    let read = ObjectMut::new(&mut model).read(index, &mut Reader::unchecked(json.as_str()));
    let value = ObjectRef::new(&model).field(index).filter(|_| read)?;
    let choice = INSIDE;
    json::to_vec_with(&Chosen { value, choice }, wide).ok()
}

impl<M> Patch<M> {
    /// Writes such numbers in all members as `wide` says: in declared ones, and in those whose annotations say that
    /// they are of such a type.
    pub(super) fn rewrite_numbers(&mut self, wide: WideNumbers) {
        let mut typed: Vec<&str> = self
            .members
            .iter()
            .filter_map(|(name, value)| wide::member(name, value))
            .collect();
        typed.sort_unstable();
        let rewritten = self.members.iter().filter_map(|(name, value)| {
            let json = match typed.binary_search(&name) {
                Ok(_) => json::to_vec_with(&Wide(value), wide).ok(),
                Err(_) => (self.rewrite.0)(name, value, wide).or_else(|| {
                    wide.rewritten_inside(value.as_str())
                        .map(String::into_bytes)
                }),
            };
            let json = String::from_utf8(json?).ok()?;
            Some((name.to_owned(), Json::from_checked(&json)))
        });
        for (name, value) in rewritten.collect::<Vec<_>>() {
            self.members.insert(Cow::Owned(name), value);
        }
    }
}
