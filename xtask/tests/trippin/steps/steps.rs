//! Counts steps, and ends at the first that is not as it should be.

use std::fmt::Debug;

/// The steps that were made.
#[derive(Default)]
pub struct Steps(usize);

impl Steps {
    /// A step, and what came of it.
    pub fn same<T: PartialEq<U> + Debug, U: Debug>(&mut self, step: &str, got: T, expected: U) {
        assert_eq!(got, expected, "{step}");
        self.0 += 1;
        println!("{:2}. {step}", self.0);
    }

    /// A step that is as it should be.
    pub fn holds(&mut self, step: &str, holds: bool) {
        self.same(step, holds, true);
    }

    /// Returns their number.
    pub fn done(&self) -> usize {
        self.0
    }
}
