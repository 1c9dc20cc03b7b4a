//! The error of a value that another type cannot hold.

use std::fmt;

/// A value does not fit the type that it was converted to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionError {
    kind: ConversionErrorKind,
    value: Box<str>,
    target: &'static str,
}

/// Why a value does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConversionErrorKind {
    /// It is less than the least value of the type, or more than the greatest.
    OutOfRange,
    /// It has more digits than the type holds.
    TooPrecise,
    /// The month does not have that day. OData's grammar allows 30 February.
    NoSuchDay,
    /// It is in a leap second, which OData has no text for.
    LeapSecond,
    /// The offset from UTC is not of whole minutes, or is a day or more.
    Offset,
    /// It has years or months, which have no length of their own.
    CalendarUnits,
    /// It is `INF`, `-INF` or `NaN`.
    NotFinite,
}

impl ConversionError {
    pub(super) fn new(
        kind: ConversionErrorKind,
        value: &dyn fmt::Display,
        target: &'static str,
    ) -> Self {
        let value = value.to_string().into();
        Self {
            kind,
            value,
            target,
        }
    }

    /// Returns why the value does not fit.
    pub fn kind(&self) -> ConversionErrorKind {
        self.kind
    }

    /// Returns the name of the type that the value does not fit, such as `time::OffsetDateTime`.
    pub fn target(&self) -> &'static str {
        self.target
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ConversionErrorKind as Kind;

        let Self { value, target, .. } = self;
        let why = match self.kind {
            Kind::OutOfRange => "it is out of the range of that type",
            Kind::TooPrecise => "it has more digits than that type holds",
            Kind::NoSuchDay => "the month does not have that day",
            Kind::LeapSecond => "it is in a leap second, which OData has no text for",
            Kind::Offset => "the offset from UTC must be of whole minutes and less than a day",
            Kind::CalendarUnits => "it has years or months, whose length depends on the date",
            Kind::NotFinite => "it is not a finite number",
        };
        write!(f, "`{value}` cannot be a value of {target}: {why}")
    }
}

impl std::error::Error for ConversionError {}
