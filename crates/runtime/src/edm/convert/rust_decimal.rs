//! Conversions to and from the type of the crate `rust_decimal`.

use rust_decimal::Decimal as RustDecimal;

use super::{Kind, from_edm};
use crate::edm::Decimal;

/// The digits of the greatest mantissa, 2⁹⁶ - 1.
const MOST_DIGITS: usize = 29;

/// A finite number, as it is written in JSON.
struct Written {
    negative: bool,
    /// All digits, without zeros at the beginning.
    digits: String,
    /// How many of the digits stand behind the point, with the exponent taken into account.
    scale: i64,
}

impl Written {
    fn of(text: &str) -> Result<Self, Kind> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        if !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(Kind::NotFinite);
        }
        let (number, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{fraction}")
            .trim_start_matches('0')
            .to_owned();
        // An exponent that no `i64` holds is one that no number can have here, but for zero.
        let exponent = exponent.parse().unwrap_or(match exponent.starts_with('-') {
            true => i64::MIN / 2,
            false => i64::MAX / 2,
        });
        let written = i64::try_from(fraction.len()).map_err(|_| Kind::TooPrecise)?;
        Ok(Self {
            negative: text.starts_with('-'),
            scale: written.saturating_sub(exponent),
            digits,
        })
    }

    /// The same number with the digits and the scale that a `rust_decimal::Decimal` holds.
    fn fitted(mut self) -> Result<RustDecimal, Kind> {
        if self.digits.is_empty() {
            self.scale = self.scale.clamp(0, RustDecimal::MAX_SCALE.into());
        }
        // Zeros at the end of a fraction say nothing about the number, and are kept where there is room.
        while self.scale > 0
            && self.digits.ends_with('0')
            && (self.scale > RustDecimal::MAX_SCALE.into() || self.mantissa().is_none())
        {
            self.digits.pop();
            self.scale -= 1;
        }
        if self.scale < 0 {
            let zeros = usize::try_from(-self.scale).unwrap_or(usize::MAX);
            if zeros.saturating_add(self.digits.len()) > MOST_DIGITS {
                return Err(Kind::OutOfRange);
            }
            self.digits.push_str(&"0".repeat(zeros));
            self.scale = 0;
        }
        let scale = u32::try_from(self.scale).map_err(|_| Kind::TooPrecise)?;
        let mantissa = self.mantissa().ok_or_else(|| self.excess())?;
        let mut number =
            RustDecimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| Kind::TooPrecise)?;
        number.set_sign_negative(self.negative);
        Ok(number)
    }

    fn mantissa(&self) -> Option<i128> {
        let number = match self.digits.as_str() {
            "" => 0,
            digits if digits.len() <= MOST_DIGITS => digits.parse().ok()?,
            _ => return None,
        };
        (number <= RustDecimal::MAX.mantissa()).then_some(number)
    }

    /// Says whether it is the number that is too large, or its digits that are too many.
    fn excess(&self) -> Kind {
        let behind = usize::try_from(self.scale).unwrap_or(usize::MAX);
        let whole = self.digits.len().saturating_sub(behind);
        let whole = Self {
            digits: self.digits[..whole].to_owned(),
            ..*self
        };
        match whole.mantissa() {
            Some(_) => Kind::TooPrecise,
            None => Kind::OutOfRange,
        }
    }
}

from_edm! {
    Decimal => RustDecimal, "rust_decimal::Decimal", |value| Written::of(value.as_str())?.fitted();
}

/// With all digits, zeros at the end too.
impl From<RustDecimal> for Decimal {
    fn from(value: RustDecimal) -> Self {
        Self::from_valid(value.to_string())
    }
}
