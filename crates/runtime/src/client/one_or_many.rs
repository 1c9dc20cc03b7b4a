//! One item or several, where a query option takes a list.

/// Marks a value that is one item.
#[derive(Debug)]
pub enum One {}

/// Marks a collection of items.
#[derive(Debug)]
pub enum Many {}

/// One item of a query option (`VppToken::ID`, `"id"`), or several in an array or another collection. `T` is the item:
/// [`Select`](crate::Select), [`Order`](crate::Order) or [`Expand`](crate::Expand).
///
/// `K` is [`One`] or [`Many`] and follows from the type: without it, the two implementations could overlap.
pub trait OneOrMany<K, T> {
    /// Returns the items, in order.
    fn into_items(self) -> Vec<T>;
}

impl<T, V: Into<T>> OneOrMany<One, T> for V {
    fn into_items(self) -> Vec<T> {
        vec![self.into()]
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> OneOrMany<Many, T> for I {
    fn into_items(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}
