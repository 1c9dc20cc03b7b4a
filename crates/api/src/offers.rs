//! Which of the operations that OData defines a way offers.

use std::fmt;

use crate::StandardOperationKind;

/// The operations that a way offers: those of what it leads to, and of the items of that.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offers(u16);

/// The operations that a cast takes over from the resource that is cast (OData URL Conventions 4.01, 4.11).
const OF_CAST: [StandardOperationKind; 5] = [
    StandardOperationKind::List,
    StandardOperationKind::Count,
    StandardOperationKind::Get,
    StandardOperationKind::Update,
    StandardOperationKind::Delete,
];

impl Offers {
    /// None.
    pub const NONE: Self = Self(0);

    /// All that the resource has, as nothing is known of the way.
    pub const ALL: Self = Self((1 << StandardOperationKind::ALL.len()) - 1);

    /// Whether it offers the operation.
    pub fn contains(self, kind: StandardOperationKind) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    /// Adds an operation.
    pub fn insert(&mut self, kind: StandardOperationKind) {
        self.0 |= Self::bit(kind);
    }

    /// Takes an operation away.
    pub fn remove(&mut self, kind: StandardOperationKind) {
        self.0 &= !Self::bit(kind);
    }

    /// These and those of `other`.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the offers of the derived type that a cast leads to.
    pub fn cast(self) -> Self {
        let kept = OF_CAST.into_iter().filter(|kind| self.contains(*kind));
        kept.collect()
    }

    /// The operations, in order.
    pub fn kinds(self) -> impl Iterator<Item = StandardOperationKind> {
        let all = StandardOperationKind::ALL.into_iter();
        all.filter(move |kind| self.contains(*kind))
    }

    fn bit(kind: StandardOperationKind) -> u16 {
        1 << kind as u16
    }
}

impl FromIterator<StandardOperationKind> for Offers {
    fn from_iter<I: IntoIterator<Item = StandardOperationKind>>(kinds: I) -> Self {
        let mut offers = Self::NONE;
        for kind in kinds {
            offers.insert(kind);
        }
        offers
    }
}

impl fmt::Debug for Offers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.kinds()).finish()
    }
}
