//! Enumeration types whose unknown members are kept.

use std::borrow::Cow;
use std::fmt::Debug;
use std::mem::discriminant;

use super::table::copy_member;
use crate::conventions::Conventions;
use crate::json::Reader;
use crate::literal;

/// The members of an enumeration type, as [`enumeration!`](crate::enumeration!) lists them.
#[doc(hidden)]
pub struct Members<E: 'static> {
    pub name: &'static str,
    pub names: &'static [&'static str],
    pub variants: &'static [E],
    pub keep: fn(Box<str>) -> E,
}

/// An enumeration type. Its last variant keeps the text of a member that the description does not
/// list, so a service may add members without breaking those who read them.
///
/// The differences between types are data, and everything else is written once, below: enumeration
/// types are a quarter of Graph, and a match on names in each of them takes long to compile.
///
/// # Safety
/// A value for which `unrecognized` gives `None` is of a variant without data, and `VARIANTS` are
/// such values; [`enumeration!`](crate::enumeration!) sees to it.
#[allow(unsafe_code, reason = "the promise that copying a member rests on")]
pub unsafe trait Enumeration: Clone + Eq + Debug + Send + Sync + 'static {
    /// The members of the type.
    #[doc(hidden)]
    const TABLE: Members<Self>;

    /// The qualified name of the type.
    const NAME: &'static str = Self::TABLE.name;
    /// The names of the members on the wire, in the order of the description.
    const MEMBERS: &'static [&'static str] = Self::TABLE.names;
    /// The members, in the same order.
    const VARIANTS: &'static [Self] = Self::TABLE.variants;

    /// The text of a member that the description does not list.
    fn unrecognized(&self) -> Option<&str>;

    /// A member that the description does not list.
    fn keep(name: &str) -> Self {
        (Self::TABLE.keep)(name.into())
    }

    /// The member of that name; any other name is kept.
    fn from_name(name: &str) -> Self {
        Self::MEMBERS
            .iter()
            .position(|member| *member == name)
            .and_then(|index| copy_member(Self::VARIANTS.get(index)?))
            .unwrap_or_else(|| Self::keep(name))
    }

    /// The name on the wire.
    fn as_str(&self) -> &str {
        self.unrecognized().unwrap_or_else(|| {
            let same = |member| discriminant(member) == discriminant(self);
            let index = Self::VARIANTS.iter().position(same);
            index
                .and_then(|index| Self::MEMBERS.get(index))
                .unwrap_or(&"")
        })
    }
}

/// Implements `Clone` of every enumeration type.
pub fn clone<E: Enumeration>(member: &E) -> E {
    copy_member(member).unwrap_or_else(|| E::keep(member.unrecognized().unwrap_or_default()))
}

/// Implements `PartialEq` of every enumeration type.
pub fn eq<E: Enumeration>(one: &E, other: &E) -> bool {
    discriminant(one) == discriminant(other) && one.unrecognized() == other.unrecognized()
}

/// Implements [`Value`](crate::Value) of every enumeration type.
pub fn read<E: Enumeration>(reader: &mut Reader<'_>) -> Option<E> {
    reader.text(E::from_name)
}

/// Implements [`Literal`](crate::Literal) of every enumeration type.
pub fn to_literal<E: Enumeration>(member: &E, conventions: Conventions) -> String {
    literal::enumeration(E::NAME, std::iter::once(member.as_str()), conventions)
}

/// A value that is a text on the wire, whatever the text is: a member of an enumeration type, or a
/// set of members.
pub trait Text: Send + Sync + 'static {
    /// The qualified name of the enumeration type.
    const NAME: &'static str;

    /// The value of that text.
    fn from_text(text: &str) -> Self;

    /// The text.
    fn text(&self) -> Cow<'_, str>;
}

impl<E: Enumeration> Text for E {
    const NAME: &'static str = E::NAME;

    fn from_text(text: &str) -> Self {
        Self::from_name(text)
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}
