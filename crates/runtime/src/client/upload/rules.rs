//! What services ask of fragments.

/// What a service asks of the fragments of an upload. A service that is not here has its own as a value of this type.
///
/// ```
/// use graphwright::upload::Rules;
///
/// let of_our_service = Rules { multiple: 1, largest: 8 << 20, usual: 1 << 20 };
/// assert!(of_our_service.allows(5 << 20));
/// assert!(!Rules::ONE_DRIVE.allows(1_000_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Each fragment but the last has a multiple of so many bytes.
    pub multiple: u64,
    /// No fragment has more bytes.
    pub largest: u64,
    /// A fragment has so many bytes unless the program says it ([`Upload::fragment_size`](super::Upload::fragment_size)).
    pub usual: u64,
}

/// OneDrive takes multiples of 320 KiB.
const BLOCK: u64 = 320 << 10;

impl Rules {
    /// OneDrive and SharePoint: multiples of 320 KiB, less than 60 MiB
    /// ([source](https://learn.microsoft.com/graph/api/driveitem-createuploadsession)). The last response is 200 or 201
    /// with the item. Usual are 10 MiB.
    pub const ONE_DRIVE: Self = Self {
        multiple: BLOCK,
        largest: (60 << 20) - BLOCK,
        usual: 10 << 20,
    };

    /// Attachments of messages and events in Outlook: less than 4 MB
    /// ([source](https://learn.microsoft.com/graph/outlook-large-attachments)). The last response is 201 with the URL of
    /// the attachment as the header `Location`, and without a body. Usual are 3 MiB.
    pub const OUTLOOK: Self = Self {
        multiple: 1,
        largest: 4_000_000 - 1,
        usual: 3 << 20,
    };

    /// Returns whether a fragment that is not the last may have so many bytes.
    pub const fn allows(&self, bytes: u64) -> bool {
        self.multiple > 0
            && bytes > 0
            && bytes <= self.largest
            && bytes.is_multiple_of(self.multiple)
    }
}
