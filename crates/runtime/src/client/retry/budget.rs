//! How many requests a client repeats in all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The number of successes that make up for one repetition.
const SUCCESSES: u32 = 10;

/// The repetitions that a client has left. Each takes one; ten successes give one back, up to as many as there were at
/// first. So a service that fails altogether is not asked several times as often as one that works, whatever the number
/// of requests at once.
///
/// Clones share it, as do the clones of a client; so can several clients.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// In parts of which [`SUCCESSES`] make one.
    most: u32,
    left: Mutex<u32>,
}

/// 100 repetitions.
impl Default for Budget {
    fn default() -> Self {
        Self::new(100)
    }
}

impl Budget {
    /// So many repetitions.
    pub fn new(repetitions: u32) -> Self {
        let most = repetitions.saturating_mul(SUCCESSES);
        Self(Arc::new(Inner {
            most,
            left: Mutex::new(most),
        }))
    }

    /// Takes a repetition, if there is one left.
    pub fn take(&self) -> bool {
        let mut left = self.lock();
        let rest = left.checked_sub(SUCCESSES);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Takes a success down.
    pub fn succeeded(&self) {
        let mut left = self.lock();
        *left = left.saturating_add(1).min(self.0.most);
    }

    /// Returns how many repetitions are left.
    pub fn left(&self) -> u32 {
        *self.lock() / SUCCESSES
    }

    fn lock(&self) -> MutexGuard<'_, u32> {
        self.0.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
