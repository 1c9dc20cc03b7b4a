//! What stands for a value of an item in query options: properties, paths, and names as text.

use std::borrow::Cow;

use serde::Serialize;

use crate::conventions::Conventions;
use crate::literal::Literal;
use crate::model::{Model, Property, Target};
use crate::patch::literal_of;

/// The query option in which an [`Operand`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Usage {
    /// `$filter`.
    Filter,
    /// `$orderby`.
    OrderBy,
    /// `$select`.
    Select,
    /// `$expand`.
    Expand,
}

/// What a query option names: a property such as `VppToken::STATE`, a path of properties
/// ([`PropertyPath`](crate::PropertyPath)), or text for what no metadata has, such as `"extension_1_code"` or
/// `"emails/$count"`. Text is not checked.
pub trait Operand {
    /// Returns the path, as it stands in the query option.
    fn path(&self) -> String;

    /// Returns what errors call it.
    fn name_in_errors(&self) -> String {
        format!("`{}`", self.path())
    }

    /// Returns what the path leads to.
    fn target(&self) -> Target {
        Target::Unknown
    }

    /// Checks that it can stand in that query option.
    ///
    /// # Errors
    /// It cannot; the text names it and says what can.
    fn check(&self, _: Usage) -> Result<(), String> {
        Ok(())
    }

    /// Returns the variable of a lambda expression at which the path begins, and the type of the values that the
    /// variable stands for.
    fn variable(&self) -> Option<(&str, &'static str)> {
        None
    }

    /// Returns the literal of a value that this is compared with.
    ///
    /// # Errors
    /// The value is not of the operand's type; the text says of which it is.
    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        Ok(value.to_literal(conventions))
    }
}

impl Operand for str {
    fn path(&self) -> String {
        self.to_owned()
    }
}

impl Operand for String {
    fn path(&self) -> String {
        self.clone()
    }
}

impl Operand for Box<str> {
    fn path(&self) -> String {
        self.to_string()
    }
}

impl Operand for Cow<'_, str> {
    fn path(&self) -> String {
        self.to_string()
    }
}

impl<O: Operand + ?Sized> Operand for &O {
    fn path(&self) -> String {
        (**self).path()
    }

    fn name_in_errors(&self) -> String {
        (**self).name_in_errors()
    }

    fn target(&self) -> Target {
        (**self).target()
    }

    fn check(&self, usage: Usage) -> Result<(), String> {
        (**self).check(usage)
    }

    fn variable(&self) -> Option<(&str, &'static str)> {
        (**self).variable()
    }

    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        (**self).literal(value, conventions)
    }
}

impl<M: Model> Operand for Property<M> {
    fn path(&self) -> String {
        self.name().to_owned()
    }

    fn name_in_errors(&self) -> String {
        format!("{self:?}")
    }

    fn target(&self) -> Target {
        let schema = M::schema();
        let field = schema.find(self.name(), 0).map(|at| &schema.fields[at]);
        field.map_or(Target::Unknown, |field| field.target())
    }

    fn check(&self, usage: Usage) -> Result<(), String> {
        let target = self.target();
        match (usage, target) {
            (Usage::OrderBy, Target::Object(_)) => Err(format!(
                "{self:?} in `$orderby` is {target}: go on with a property of that by `then`"
            )),
            (Usage::OrderBy, Target::Values | Target::Objects(_)) => Err(format!(
                "{self:?} in `$orderby` is {target}: order by the number of its items, `count()`"
            )),
            (Usage::Expand, Target::Primitive(_) | Target::Enumeration(_) | Target::Values) => {
                Err(format!(
                    "{self:?} in `$expand` is {target} and no navigation property: ask for it in `$select`"
                ))
            }
            _ => Ok(()),
        }
    }

    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        let target = self.target();
        if target == Target::Unknown {
            return Ok(value.to_literal(conventions));
        }
        literal_of(*self, value, conventions).ok_or_else(|| match target {
            Target::Object(_) => format!(
                "{self:?} in a filter is {target}: go on with a property of that by `then`, or compare it with null"
            ),
            Target::Values | Target::Objects(_) => {
                format!("{self:?} in a filter is {target}: ask for its items by `Filter::any` or `Filter::all`")
            }
            _ => format!(
                "the value in a filter on {self:?} is not of the type of that property, which is {target}"
            ),
        })
    }
}
