//! Items of `$select` and `$orderby` (OData URL Conventions 4.01, 5.1.4 and 5.1.5).

use super::operand::{Operand, Usage};
use crate::conventions::Conventions;

/// An item of a query option, as it is written for a service.
pub(super) trait QueryItem: Send + Sync {
    /// Returns the text, which is not percent-encoded yet.
    ///
    /// # Errors
    /// It cannot be sent; the text says why.
    fn text(&self, conventions: Conventions) -> Result<String, String>;
}

impl<T: QueryItem> QueryItem for Vec<T> {
    fn text(&self, conventions: Conventions) -> Result<String, String> {
        let texts = self.iter().map(|one| one.text(conventions));
        Ok(texts.collect::<Result<Vec<_>, _>>()?.join(","))
    }
}

/// A property for [`Request::select`](crate::Request::select): it is made of any [`Operand`].
#[derive(Clone, Debug)]
pub struct Select(Result<String, String>);

impl<O: Operand> From<O> for Select {
    fn from(operand: O) -> Self {
        Self(operand.check(Usage::Select).map(|()| operand.path()))
    }
}

impl QueryItem for Select {
    fn text(&self, _: Conventions) -> Result<String, String> {
        self.0.clone()
    }
}

/// A property and a direction for [`Request::order_by`](crate::Request::order_by). It is also made of any [`Operand`],
/// and then the lowest value is first.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until a request has it"]
pub struct Order(Result<String, String>);

impl Order {
    /// The lowest value first: `displayName asc`.
    pub fn asc(operand: impl Operand) -> Self {
        Self::with(&operand, " asc")
    }

    /// The highest value first: `displayName desc`.
    pub fn desc(operand: impl Operand) -> Self {
        Self::with(&operand, " desc")
    }

    fn with(operand: &impl Operand, direction: &str) -> Self {
        let checked = operand.check(Usage::OrderBy);
        Self(checked.map(|()| operand.path() + direction))
    }
}

impl<O: Operand> From<O> for Order {
    fn from(operand: O) -> Self {
        Self::with(&operand, "")
    }
}

impl QueryItem for Order {
    fn text(&self, _: Conventions) -> Result<String, String> {
        self.0.clone()
    }
}
