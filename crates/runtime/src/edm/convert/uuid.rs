//! Conversions to and from the type of the crate `uuid`.

use uuid::Uuid;

use crate::edm::Guid;

/// In lower case, as RFC 9562, 4 says.
impl From<Uuid> for Guid {
    fn from(value: Uuid) -> Self {
        Self::from_valid(&value.hyphenated().to_string())
    }
}

impl From<&Guid> for Uuid {
    fn from(value: &Guid) -> Self {
        let digits = value.as_str().chars().filter_map(|c| c.to_digit(16));
        Self::from_u128(digits.fold(0, |number, digit| number << 4 | u128::from(digit)))
    }
}

impl From<Guid> for Uuid {
    fn from(value: Guid) -> Self {
        (&value).into()
    }
}
