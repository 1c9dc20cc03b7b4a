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

use super::operand::{Operand, Usage};
use crate::conventions::{Conventions, EnumLiterals};
use crate::literal::Literal;
use crate::model::Target;

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
    /// The variables of lambda expressions that are not closed yet, with the types that their properties are of.
    variables: Vec<(String, &'static str)>,
    invalid: Option<String>,
}

/// The name of each comparison, its operator, and what it says.
macro_rules! comparisons {
    ($($name:ident $operator:literal $doc:literal;)*) => {$(
        #[doc = concat!("`", $operator, "`: ", $doc)]
        pub fn $name(operand: impl Operand, value: impl Literal + Serialize) -> Self {
            Self::of(&operand, Ok(()), &[value], |path, values| {
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
            let fits = match operand.target() {
                Target::Unknown | Target::Primitive("Edm.String") => Ok(()),
                target => Err(format!(
                    concat!("{} in `", $function, "` is {}: only an `Edm.String` can stand there"),
                    operand.name_in_errors(), target
                )),
            };
            Self::of(&operand, fits, &[text], |path, values| {
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
    }

    /// `has`: these flags are set, of a value of an enumeration type.
    pub fn has(operand: impl Operand, value: impl Literal + Serialize) -> Self {
        let fits = match operand.target() {
            Target::Unknown | Target::Enumeration(_) => Ok(()),
            target => Err(format!(
                "{} in `has` is {target}: only a value of an enumeration type has flags",
                operand.name_in_errors()
            )),
        };
        Self::of(&operand, fits, &[value], |path, values| {
            format!("{path} has {}", values[0])
        })
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
        let mut filter = Self::of(&operand, Ok(()), &values, |path, values| {
            format!("{path} in ({})", values.join(","))
        });
        if values.is_empty() {
            let why = format!(
                "a filter asks for `{}` in a list without a value",
                operand.path()
            );
            filter.refuse(why);
        }
        filter
    }

    /// `any`: the expression is true of an item of the collection. Paths in the expression begin at `variable`, which
    /// stands for the item: `Filter::any(Message::TO_RECIPIENTS, "r", Filter::eq(address.of("r"), "a@b.example"))`, or
    /// `"r/emailAddress/address"` as text. Of a collection of primitive values the item is `variable` itself.
    pub fn any(collection: impl Operand, variable: &str, expression: Self) -> Self {
        expression.lambda("any", &collection, variable)
    }

    /// `all`: the expression is true of every item of the collection, as for [`any`](Self::any).
    pub fn all(collection: impl Operand, variable: &str, expression: Self) -> Self {
        expression.lambda("all", &collection, variable)
    }

    /// `any` without an expression: the collection has an item.
    pub fn has_any(collection: impl Operand) -> Self {
        let mut filter = Self::raw(format!("{}/any()", collection.path()));
        filter.binding = Binding::Whole;
        filter.of_collection("any", &collection)
    }

    /// An expression as OData writes it, for what is not here. It is not checked; a value in it must be a literal
    /// ([`Literal`]).
    pub fn raw(expression: impl Into<String>) -> Self {
        let qualified = expression.into();
        Self {
            short: qualified.clone(),
            qualified,
            binding: Binding::Unknown,
            variables: Vec::new(),
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
        fits: Result<(), String>,
        values: &[V],
        text: impl Fn(&str, &[String]) -> String,
    ) -> Self {
        let path = operand.path();
        let mut invalid = operand.check(Usage::Filter).and(fits).err();
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
            variables: variable_of(operand).into_iter().collect(),
            invalid,
        }
    }

    fn lambda(self, operator: &str, collection: &impl Operand, variable: &str) -> Self {
        let path = collection.path();
        let with = |inner: &str| format!("{path}/{operator}({variable}:{inner})");
        let mut filter = Self {
            qualified: with(&self.qualified),
            short: with(&self.short),
            binding: Binding::Whole,
            ..self
        };
        let (closed, open) = filter
            .variables
            .into_iter()
            .partition::<Vec<_>, _>(|(name, _)| name == variable);
        filter.variables = open;
        let target = collection.target();
        let other = closed.iter().find(|(_, ty)| match target {
            Target::Objects(item) => item != *ty,
            Target::Values => true,
            _ => false,
        });
        if let Some((_, ty)) = other {
            filter.refuse(format!(
                "`{variable}` in a filter is an item of `{path}`, which is {target}, and the expression has a property \
                 of `{ty}` of it: give one of that type, or one of a derived type as `qualified()`"
            ));
        }
        filter.of_collection(operator, collection)
    }

    /// Checks that the operand is a collection.
    fn of_collection(mut self, operator: &str, collection: &impl Operand) -> Self {
        let target = collection.target();
        if let Err(why) = collection.check(Usage::Filter) {
            self.refuse(why);
        } else if target.is_collection() == Some(false) {
            self.refuse(format!(
                "{} in `{operator}` is {target} and no collection: compare it as it is",
                collection.name_in_errors()
            ));
        }
        self.variables.extend(variable_of(collection));
        self
    }

    fn refuse(&mut self, why: String) {
        self.invalid.get_or_insert(why);
    }

    fn join(mut self, other: Self, operator: &str, binding: Binding) -> Self {
        self.variables.extend(other.variables);
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
            variables: self.variables,
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
            ..self
        }
    }
}

fn variable_of(operand: &impl Operand) -> Option<(String, &'static str)> {
    let (variable, ty) = operand.variable()?;
    Some((variable.to_owned(), ty))
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
