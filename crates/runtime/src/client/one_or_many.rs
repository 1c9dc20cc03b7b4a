//! One text or several, where a query option takes a list.

/// Marks a value that is one text.
#[derive(Debug)]
pub enum One {}

/// Marks a collection of texts.
#[derive(Debug)]
pub enum Many {}

/// One property or expression (`VppToken::ID`, `"id"`), or several in an array or another collection.
///
/// `K` is [`One`] or [`Many`] and follows from the type: without it, the two implementations could overlap.
pub trait OneOrMany<K> {
    /// Returns the texts, in order.
    fn into_texts(self) -> Vec<String>;
}

impl<T: AsRef<str>> OneOrMany<One> for T {
    fn into_texts(self) -> Vec<String> {
        vec![self.as_ref().to_owned()]
    }
}

impl<I: IntoIterator<Item: AsRef<str>>> OneOrMany<Many> for I {
    fn into_texts(self) -> Vec<String> {
        self.into_iter()
            .map(|item| item.as_ref().to_owned())
            .collect()
    }
}
