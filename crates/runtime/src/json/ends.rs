//! Where objects and arrays end that were passed over, so that none is passed over twice.

use super::grammar::Note;

/// The objects and arrays of a text, in the order in which they begin.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Where each begins, and where it ends.
    all: Vec<(usize, usize)>,
    /// The numbers of those that have not ended.
    open: Vec<usize>,
}

impl Ends {
    /// The end of what begins at `at`, if that was passed over.
    #[inline]
    pub(super) fn of(&self, at: usize) -> Option<usize> {
        let found = self.all.binary_search_by_key(&at, |(start, _)| *start);
        Some(self.all[found.ok()?].1)
    }

    /// Returns whether what begins at `at` comes after all that was passed over.
    pub(super) fn are_before(&self, at: usize) -> bool {
        self.all.last().is_none_or(|(start, _)| *start < at)
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
    }

    /// Ends what has not ended because the text is no JSON.
    pub(super) fn close_all(&mut self, end: usize) {
        while !self.open.is_empty() {
            self.closed(end);
        }
    }
}

impl Note for Ends {
    fn opened(&mut self, at: usize) {
        self.open.push(self.all.len());
        self.all.push((at, at));
    }

    fn closed(&mut self, end: usize) {
        if let Some(number) = self.open.pop() {
            self.all[number].1 = end;
        }
    }
}
