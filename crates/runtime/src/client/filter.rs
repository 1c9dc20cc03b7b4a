//! Filters put together from properties and values (OData URL Conventions 4.01, 5.1.1).
//!
//! ```
//! use graphwright::Filter;
//!
//! let filter = Filter::starts_with("displayName", "O'Neil") & !Filter::eq("accountEnabled", false);
//! assert_eq!(filter.to_string(), "startswith(displayName,'O''Neil') and not (accountEnabled eq false)");
//! ```

use std::fmt;
use std::ops::{BitAnd, BitOr, Not};

use serde::Serialize;

use crate::conventions::{Conventions, EnumLiterals};
use crate::literal::Literal;
use crate::model::{Model, Property};
use crate::patch::literal_of;

/// The left side of a comparison: a property such as `VppToken::STATE`, whose type the values must have, or a path as
/// text that no metadata has or that leads further, such as `"from/emailAddress/address"` or `"emails/$count"`.
pub trait Operand {
    /// Returns the path, as it stands in the filter.
    fn path(&self) -> String;

    /// Returns the literal of a value that this is compared with.
    ///
    /// # Errors
    /// The value is not of the operand's type; the text says so.
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

impl<O: Operand + ?Sized> Operand for &O {
    fn path(&self) -> String {
        (**self).path()
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

    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        literal_of(*self, value, conventions).ok_or_else(|| {
            format!("the value in a filter on {self:?} is not of the type of that property")
        })
    }
}

/// The precedence of the outermost operator, lowest first (URL Conventions 4.01, 5.1.1.15).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    /// Text of the caller's, of which it is not known.
    Unknown,
    Or,
    And,
    Whole,
}

/// An expression for [`Request::filter`](crate::Request::filter). `&`, `|` and `!` combine expressions, with the
/// parentheses that they need. A value that is not of the property's type is an error when the request is sent.
#[derive(Clone)]
#[must_use = "a filter does nothing until a request has it"]
pub struct Filter {
    /// The text whose enumeration literals have the name of their type. The form to send is known once a request has the
    /// filter.
    qualified: String,
    /// The text whose enumeration literals have none.
    short: String,
    binding: Binding,
    invalid: Option<String>,
}

/// The name of each comparison, its operator, and what it says.
macro_rules! comparisons {
    ($($name:ident $operator:literal $doc:literal;)*) => {$(
        #[doc = concat!("`", $operator, "`: ", $doc)]
        pub fn $name(operand: impl Operand, value: impl Literal + Serialize) -> Self {
            Self::of(&operand, &[value], |path, values| {
                format!(concat!("{} ", $operator, " {}"), path, values[0])
            })
        }
    )*};
}

/// The name of each function, what it is called in OData, and what it says.
macro_rules! functions {
    ($($name:ident $function:literal $doc:literal;)*) => {$(
        #[doc = concat!("`", $function, "`: ", $doc)]
        pub fn $name(operand: impl Operand, text: &str) -> Self {
            Self::of(&operand, &[text], |path, values| {
                format!(concat!($function, "({},{})"), path, values[0])
            })
        }
    )*};
}

impl Filter {
    comparisons! {
        eq "eq" "equal. `None::<&str>` is null.";
        ne "ne" "not equal.";
        gt "gt" "greater than.";
        ge "ge" "greater than or equal.";
        lt "lt" "less than.";
        le "le" "less than or equal.";
        has "has" "these flags are set, of a value of an enumeration type.";
    }

    functions! {
        contains "contains" "the text is in it.";
        starts_with "startswith" "it starts with the text.";
        ends_with "endswith" "it ends with the text.";
    }

    /// `in`: equal to one of the values. Without a value it is an error when the request is sent.
    pub fn is_in<V: Literal + Serialize>(
        operand: impl Operand,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<V> = values.into_iter().collect();
        let mut filter = Self::of(&operand, &values, |path, values| {
            format!("{path} in ({})", values.join(","))
        });
        if values.is_empty() {
            let why = format!(
                "a filter asks for `{}` in a list without a value",
                operand.path()
            );
            filter.invalid.get_or_insert(why);
        }
        filter
    }

    /// `any`: the expression is true of an item of the collection. The expression names the item `variable`, as in
    /// `Filter::any("emails", "e", Filter::eq("e/address", "a@b.example"))`; of a collection of primitive values the
    /// item is `variable` itself.
    pub fn any(collection: impl Operand, variable: &str, expression: Self) -> Self {
        expression.lambda("any", &collection.path(), variable)
    }

    /// `all`: the expression is true of every item of the collection, as for [`any`](Self::any).
    pub fn all(collection: impl Operand, variable: &str, expression: Self) -> Self {
        expression.lambda("all", &collection.path(), variable)
    }

    /// An expression as OData writes it, for what is not here. It is not checked; a value in it must be a literal
    /// ([`Literal`]).
    pub fn raw(expression: impl Into<String>) -> Self {
        let qualified = expression.into();
        Self {
            short: qualified.clone(),
            qualified,
            binding: Binding::Unknown,
            invalid: None,
        }
    }

    /// Returns the text for a service of these conventions.
    ///
    /// # Errors
    /// A value is not of its property's type.
    pub(super) fn text(self, conventions: Conventions) -> Result<String, String> {
        match (self.invalid, conventions.enum_literals) {
            (Some(why), _) => Err(why),
            (None, EnumLiterals::Qualified) => Ok(self.qualified),
            (None, EnumLiterals::Short) => Ok(self.short),
        }
    }

    fn of<V: Literal + Serialize>(
        operand: &impl Operand,
        values: &[V],
        text: impl Fn(&str, &[String]) -> String,
    ) -> Self {
        let path = operand.path();
        let mut invalid = None;
        let mut written = |form| {
            let conventions = Conventions::ODATA.enum_literals(form);
            let literals = values
                .iter()
                .map(|value| operand.literal(value, conventions));
            match literals.collect::<Result<Vec<_>, _>>() {
                Ok(literals) if !literals.is_empty() => text(&path, &literals),
                Ok(_) => String::new(),
                Err(why) => {
                    invalid.get_or_insert(why);
                    String::new()
                }
            }
        };
        Self {
            qualified: written(EnumLiterals::Qualified),
            short: written(EnumLiterals::Short),
            binding: Binding::Whole,
            invalid,
        }
    }

    fn lambda(self, operator: &str, collection: &str, variable: &str) -> Self {
        let with = |inner: &str| format!("{collection}/{operator}({variable}:{inner})");
        Self {
            qualified: with(&self.qualified),
            short: with(&self.short),
            binding: Binding::Whole,
            invalid: self.invalid,
        }
    }

    fn join(self, other: Self, operator: &str, binding: Binding) -> Self {
        let side = |text: &str, its: Binding| match its < binding {
            true => format!("({text})"),
            false => text.to_owned(),
        };
        let both = |one: &str, two: &str| {
            format!(
                "{} {operator} {}",
                side(one, self.binding),
                side(two, other.binding)
            )
        };
        Self {
            qualified: both(&self.qualified, &other.qualified),
            short: both(&self.short, &other.short),
            binding,
            invalid: self.invalid.or(other.invalid),
        }
    }
}

/// `and`.
impl BitAnd for Filter {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.join(other, "and", Binding::And)
    }
}

/// `or`.
impl BitOr for Filter {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.join(other, "or", Binding::Or)
    }
}

/// `not`.
impl Not for Filter {
    type Output = Self;

    fn not(self) -> Self {
        Self {
            qualified: format!("not ({})", self.qualified),
            short: format!("not ({})", self.short),
            binding: Binding::Whole,
            invalid: self.invalid,
        }
    }
}

/// Makes a filter as [`Filter::raw`] does.
impl From<&str> for Filter {
    fn from(expression: &str) -> Self {
        Self::raw(expression)
    }
}

/// Makes a filter as [`Filter::raw`] does.
impl From<&String> for Filter {
    fn from(expression: &String) -> Self {
        Self::raw(expression)
    }
}

/// Makes a filter as [`Filter::raw`] does.
impl From<String> for Filter {
    fn from(expression: String) -> Self {
        Self::raw(expression)
    }
}

/// The expression, with literals of enumeration types as OData 4.0 has them.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.qualified)
    }
}

/// Shows the length alone, because values may be secrets.
impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter of {} bytes", self.qualified.len())
    }
}
