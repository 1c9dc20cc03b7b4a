//! How a service writes what OData lets it write in several ways.

/// How the literal of an enumeration type stands in a URL (OData ABNF, `enum`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnumLiterals {
    /// With the qualified name of the type: `shop.model.Size'L'`. OData 4.0 knows no other form, and all
    /// services read it.
    #[default]
    Qualified,
    /// Without it, as OData 4.01 allows: `'L'`. Microsoft Graph documents this form.
    Short,
}

/// The conventions of a service on the wire. A generated client has those that its crate was generated with
/// (`graphwright codegen --help`); where they are not those of OData, it gives them to its [`ServiceClient`].
///
/// ```
/// use graphwright::{Conventions, Literal};
///
/// assert_eq!("O'Neil".to_literal(Conventions::ODATA), "'O''Neil'");
/// ```
///
/// [`ServiceClient`]: crate::ServiceClient
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conventions {
    /// How enumeration types are written in URLs.
    pub enum_literals: EnumLiterals,
    /// Whether `Edm.Int64` and `Edm.Decimal` are texts in JSON, sent and asked for by the parameter
    /// `IEEE754Compatible=true` of the media type (OData JSON Format 4.01, 3.2).
    pub ieee754_compatible: bool,
}

impl Conventions {
    /// The conventions that OData sets by default: literals of enumeration types have the name of their type,
    /// and numbers are numbers.
    pub const ODATA: Self = Self {
        enum_literals: EnumLiterals::Qualified,
        ieee754_compatible: false,
    };

    /// Sets the form of the literals of enumeration types.
    #[must_use]
    pub const fn enum_literals(self, enum_literals: EnumLiterals) -> Self {
        Self {
            enum_literals,
            ..self
        }
    }

    /// Sets whether `Edm.Int64` and `Edm.Decimal` are texts in JSON, or numbers.
    #[must_use]
    pub const fn ieee754_compatible(self, ieee754_compatible: bool) -> Self {
        Self {
            ieee754_compatible,
            ..self
        }
    }
}

impl Default for Conventions {
    fn default() -> Self {
        Self::ODATA
    }
}
