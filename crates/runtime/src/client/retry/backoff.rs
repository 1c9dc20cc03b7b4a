//! How long is waited where the service does not say it.

use std::time::Duration;

/// Exponential backoff with full jitter: after the attempt of number n a random time up to `first` · 2ⁿ⁻¹, at most
/// `longest`. That it is random keeps many programs from coming back together
/// ([why](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)).
///
/// ```
/// use std::time::Duration;
///
/// use graphwright::retry::Backoff;
///
/// let backoff = Backoff::default().first(Duration::from_secs(2));
/// assert_eq!(backoff.at_most(1), Duration::from_secs(2));
/// assert_eq!(backoff.at_most(3), Duration::from_secs(8));
/// assert!(backoff.after(3) <= Duration::from_secs(8));
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    is_random: bool,
}

/// Up to 1 second after the first attempt, and never more than 30.
impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(30),
            is_random: true,
        }
    }
}

impl Backoff {
    /// The longest wait after the first attempt.
    pub fn first(self, first: Duration) -> Self {
        Self { first, ..self }
    }

    /// The longest wait at all.
    pub fn longest(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// Always waits the longest time, for tests.
    pub fn without_jitter(self) -> Self {
        Self {
            is_random: false,
            ..self
        }
    }

    /// The longest wait after the attempt of that number, 1 for the first.
    pub fn at_most(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1);
        let factor = 1u32.checked_shl(doublings).unwrap_or(u32::MAX);
        self.first.saturating_mul(factor).min(self.longest)
    }

    /// The wait after the attempt of that number, another one each time.
    pub fn after(&self, attempt: u32) -> Duration {
        let longest = self.at_most(attempt);
        match self.is_random {
            true => longest.mul_f64(fastrand::f64()),
            false => longest,
        }
    }
}
