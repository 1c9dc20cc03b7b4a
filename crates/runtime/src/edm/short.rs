//! Texts that are mostly short, which then stand in the value itself.

use serde::{Serialize, Serializer};

/// A text that needs no memory of its own if it is of no more than `N` bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Short<const N: usize> {
    /// The bytes after the text are zero, so that equal texts are equal values.
    Here {
        length: u8,
        bytes: [u8; N],
    },
    Elsewhere(Box<str>),
}

impl<const N: usize> Short<N> {
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Here { length, bytes } => {
                let text = bytes.get(..usize::from(*length)).unwrap_or_default();
                // It was made from a text.
                std::str::from_utf8(text).unwrap_or_default()
            }
            Self::Elsewhere(text) => text,
        }
    }
}

impl<const N: usize> From<&str> for Short<N> {
    #[inline]
    fn from(text: &str) -> Self {
        let mut bytes = [0; N];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(room), Ok(length)) => {
                room.copy_from_slice(text.as_bytes());
                Self::Here { length, bytes }
            }
            _ => Self::Elsewhere(text.into()),
        }
    }
}

/// Room for every short text, where eight bytes at once can be looked at.
#[repr(align(16))]
struct Aligned([u8; 48]);

impl<const N: usize> Serialize for Short<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Here { length, bytes } = self {
            let mut room = Aligned([0; 48]);
            if let Some(room) = room.0.first_chunk_mut() {
                *room = *bytes;
            }
            // That it is a text is found in less time of all 48 than of those that count.
            let all = std::str::from_utf8(&room.0).unwrap_or_default();
            if let Some(text) = all.get(..usize::from(*length)) {
                return serializer.serialize_str(text);
            }
        }
        serializer.serialize_str(self.as_str())
    }
}
