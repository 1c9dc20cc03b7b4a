//! Copying members of enumeration types.

use crate::model::Enumeration;

/// A copy of a member that the description lists.
pub(crate) fn copy_member<E: Enumeration>(member: &E) -> Option<E> {
    if member.unrecognized().is_some() {
        return None;
    }
    // SAFETY: by the promise of `Enumeration`, it is of a variant without data, so a copy of its
    // bits owns nothing that the first does.
    Some(unsafe { std::ptr::read(member) })
}
