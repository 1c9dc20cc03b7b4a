//! Paths of properties (OData URL Conventions 4.01, 5.1.1.15 and 5.1.3; Protocol 4.01, 4.12).
//!
//! ```
//! use graphwright::{Additional, Filter, Operand, model};
//!
//! pub struct Address { pub city: Option<String>, pub additional: Additional }
//! model!(Address = "shop.address", [CITY city "city"]);
//! pub struct Customer { pub home: Option<Box<Address>>, pub other: Option<Vec<Address>>, pub additional: Additional }
//! model!(Customer = "shop.customer", [HOME home "home", OTHER other "other"]);
//!
//! let city = Customer::HOME.then(Address::CITY);
//! assert_eq!(Filter::eq(city, "Oslo").to_string(), "home/city eq 'Oslo'");
//! let any = Filter::any(Customer::OTHER, "o", Filter::eq(Address::CITY.of("o"), "Oslo"));
//! assert_eq!(any.to_string(), "other/any(o:o/city eq 'Oslo')");
//! assert_eq!(Customer::HOME.qualified().path(), "shop.customer/home");
//! ```

use std::fmt;

use serde::Serialize;

use super::operand::{Operand, Usage};
use super::order::Order;
use crate::conventions::Conventions;
use crate::json::Json;
use crate::literal::Literal;
use crate::model::{Model, Property, Target};

/// A path of properties, of which the last is one of `M`, or which ends in a cast to `M`. It begins with a
/// [`Property`], whose methods are the same. A step that does not fit the one before it is an error when the request
/// is sent.
#[must_use = "a path does nothing until a query option has it"]
pub struct PropertyPath<M> {
    text: String,
    /// The type that it begins at, unless the path says it.
    begins: Option<&'static str>,
    variable: Option<String>,
    end: End<M>,
    /// The first collection that it leads through.
    through: Option<String>,
    invalid: Option<String>,
}

enum End<M> {
    Property(Property<M>),
    Cast { is_collection: bool },
}

impl<M: Model> End<M> {
    fn target(&self) -> Target {
        match self {
            Self::Property(property) => property.target(),
            Self::Cast {
                is_collection: true,
            } => Target::Objects(M::schema().name),
            Self::Cast {
                is_collection: false,
            } => Target::Object(M::schema().name),
        }
    }
}

impl<M: Model> From<Property<M>> for PropertyPath<M> {
    fn from(property: Property<M>) -> Self {
        Self {
            text: property.name().to_owned(),
            begins: Some(M::schema().name),
            variable: None,
            end: End::Property(property),
            through: None,
            invalid: None,
        }
    }
}

impl<M: Model> PropertyPath<M> {
    /// Goes on with a property of the value: `from/emailAddress`.
    pub fn then<N: Model>(self, next: Property<N>) -> PropertyPath<N> {
        let target = self.end.target();
        let problem = match target {
            Target::Object(name) | Target::Objects(name) if name == N::schema().name => None,
            Target::Unknown => None,
            Target::Object(_) | Target::Objects(_) => Some(format!(
                "`{}` is {target} and does not go on with {next:?}: give a property of that type, or `cast` first \
                 to a type that is derived from it",
                self.text
            )),
            _ => Some(format!(
                "`{}` is {target} and goes on with nothing",
                self.text
            )),
        };
        let through = match target.is_collection() {
            Some(true) => self.through.or_else(|| Some(self.text.clone())),
            _ => self.through,
        };
        PropertyPath {
            text: format!("{}/{}", self.text, next.name()),
            begins: self.begins,
            variable: self.variable,
            end: End::Property(next),
            through,
            invalid: self.invalid.or(problem),
        }
    }

    /// Takes the value, or each item of the collection, for one of a derived type: `members/microsoft.graph.user`
    /// (URL Conventions 4.01, 4.11).
    pub fn cast<D: Model>(self) -> PropertyPath<D> {
        let target = self.end.target();
        let problem = match target {
            Target::Unknown | Target::Object(_) | Target::Objects(_) => None,
            _ => Some(format!(
                "`{}` is {target} and no object: it has no cast to `{}`",
                self.text,
                D::schema().name
            )),
        };
        PropertyPath {
            text: format!("{}/{}", self.text, D::schema().name),
            begins: self.begins,
            variable: self.variable,
            end: End::Cast {
                is_collection: target.is_collection() == Some(true),
            },
            through: self.through,
            invalid: self.invalid.or(problem),
        }
    }

    /// Begins the path with the type that has the property, where items are of a base type:
    /// `microsoft.graph.user/displayName`.
    pub fn qualified(self) -> Self {
        match self.begins {
            Some(name) => Self {
                text: format!("{name}/{}", self.text),
                begins: None,
                ..self
            },
            None => self,
        }
    }

    /// Begins the path at the variable of a lambda expression ([`Filter::any`](crate::Filter::any)): `e/address`.
    pub fn of(self, variable: &str) -> Self {
        Self {
            text: format!("{variable}/{}", self.text),
            variable: Some(variable.to_owned()),
            ..self
        }
    }

    /// The number of the collection's items: `emails/$count`.
    pub fn count(self) -> ItemCount {
        let target = self.end.target();
        let problem = match target.is_collection() {
            Some(false) => Some(format!("`{}` is {target} and has no `$count`", self.text)),
            _ => self.check(Usage::Filter).err(),
        };
        ItemCount {
            text: format!("{}/$count", self.text),
            variable: self.variable.zip(self.begins),
            invalid: self.invalid.or(problem),
        }
    }

    /// Orders by it, the lowest value first: `displayName asc`.
    pub fn asc(self) -> Order {
        Order::asc(self)
    }

    /// Orders by it, the highest value first: `displayName desc`.
    pub fn desc(self) -> Order {
        Order::desc(self)
    }
}

impl<M: Model> Property<M> {
    /// Goes on with a property of the value, as [`PropertyPath::then`] does.
    pub fn then<N: Model>(self, next: Property<N>) -> PropertyPath<N> {
        PropertyPath::from(self).then(next)
    }

    /// Takes the value for one of a derived type, as [`PropertyPath::cast`] does.
    pub fn cast<D: Model>(self) -> PropertyPath<D> {
        PropertyPath::from(self).cast()
    }

    /// Names the type that has the property, as [`PropertyPath::qualified`] does.
    pub fn qualified(self) -> PropertyPath<M> {
        PropertyPath::from(self).qualified()
    }

    /// Begins at the variable of a lambda expression, as [`PropertyPath::of`] does.
    pub fn of(self, variable: &str) -> PropertyPath<M> {
        PropertyPath::from(self).of(variable)
    }

    /// The number of the collection's items, as [`PropertyPath::count`] gives it.
    pub fn count(self) -> ItemCount {
        PropertyPath::from(self).count()
    }

    /// Orders by it, the lowest value first: `displayName asc`.
    pub fn asc(self) -> Order {
        Order::asc(self)
    }

    /// Orders by it, the highest value first: `displayName desc`.
    pub fn desc(self) -> Order {
        Order::desc(self)
    }
}

impl<M: Model> Operand for PropertyPath<M> {
    fn path(&self) -> String {
        self.text.clone()
    }

    fn target(&self) -> Target {
        self.end.target()
    }

    fn check(&self, usage: Usage) -> Result<(), String> {
        if let Some(why) = &self.invalid {
            return Err(why.clone());
        }
        match (&self.through, usage) {
            (Some(collection), Usage::Filter) => Err(format!(
                "`{}` in a filter leads through `{collection}`, a collection: ask for its items by `Filter::any` or \
                 `Filter::all`",
                self.text
            )),
            (Some(collection), Usage::OrderBy) => Err(format!(
                "`{}` in `$orderby` leads through `{collection}`, a collection: order by the number of its items, \
                 `count()`",
                self.text
            )),
            _ => match &self.end {
                End::Property(property) => property.check(usage),
                End::Cast { .. } if usage == Usage::OrderBy => Err(format!(
                    "`{}` in `$orderby` is an object: go on with a property of that by `then`",
                    self.text
                )),
                End::Cast { .. } => Ok(()),
            },
        }
    }

    fn variable(&self) -> Option<(&str, &'static str)> {
        self.variable.as_deref().zip(self.begins)
    }

    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        match &self.end {
            End::Property(property) => property.literal(value, conventions),
            End::Cast { .. } => match value.to_literal(conventions) {
                null if null == "null" => Ok(null),
                _ => Err(format!(
                    "`{}` in a filter is an object: go on with a property of that by `then`, or compare it with null",
                    self.text
                )),
            },
        }
    }
}

impl<M> Clone for PropertyPath<M> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            begins: self.begins,
            variable: self.variable.clone(),
            end: match self.end {
                End::Property(property) => End::Property(property),
                End::Cast { is_collection } => End::Cast { is_collection },
            },
            through: self.through.clone(),
            invalid: self.invalid.clone(),
        }
    }
}

impl<M> fmt::Debug for PropertyPath<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The number of items of a collection, in `$filter` and `$orderby` (URL Conventions 4.01, 4.8): a whole number.
#[derive(Clone, Debug)]
#[must_use = "it does nothing until a query option has it"]
pub struct ItemCount {
    text: String,
    variable: Option<(String, &'static str)>,
    invalid: Option<String>,
}

impl ItemCount {
    /// Orders by it, the lowest number first.
    pub fn asc(self) -> Order {
        Order::asc(self)
    }

    /// Orders by it, the highest number first.
    pub fn desc(self) -> Order {
        Order::desc(self)
    }
}

impl Operand for ItemCount {
    fn path(&self) -> String {
        self.text.clone()
    }

    fn target(&self) -> Target {
        Target::Primitive("Edm.Int64")
    }

    fn check(&self, usage: Usage) -> Result<(), String> {
        match (&self.invalid, usage) {
            (Some(why), _) => Err(why.clone()),
            (None, Usage::Select | Usage::Expand) => Err(format!(
                "`{}` stands in `$filter` and `$orderby` alone",
                self.text
            )),
            (None, _) => Ok(()),
        }
    }

    fn variable(&self) -> Option<(&str, &'static str)> {
        let (variable, name) = self.variable.as_ref()?;
        Some((variable, name))
    }

    fn literal(
        &self,
        value: &(impl Literal + Serialize),
        conventions: Conventions,
    ) -> Result<String, String> {
        let number = Json::new(value).ok().and_then(|json| json.to::<u64>().ok());
        number
            .map(|_| value.to_literal(conventions))
            .ok_or_else(|| {
                format!(
                    "`{}` in a filter is a number of items, and the value is none",
                    self.text
                )
            })
    }
}
