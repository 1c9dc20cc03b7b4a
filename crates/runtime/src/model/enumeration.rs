//! Enumeration types whose unknown members are kept.

use std::borrow::Cow;

/// An enumeration type. Its last variant keeps the text of a member that the description does not
/// list, so a service may add members without breaking those who read them.
pub trait Enumeration: Clone + Eq + Send + Sync + 'static {
    /// The qualified name of the type.
    const NAME: &'static str;
    /// The names of the members on the wire, in the order of the description.
    const MEMBERS: &'static [&'static str];

    /// The member of that name; any other name is kept.
    fn from_name(name: &str) -> Self;

    /// The name on the wire.
    fn as_str(&self) -> &str;
}

/// A value that is a text on the wire, whatever the text is: a member of an enumeration type, or a
/// set of members.
pub trait Text: Send + Sync + 'static {
    /// The value of that text.
    fn from_text(text: &str) -> Self;

    /// The text.
    fn text(&self) -> Cow<'_, str>;
}
