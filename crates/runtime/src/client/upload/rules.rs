//! The rules of services for fragments.

/// The rules of a service for the fragments of an upload. For a service that is not here, make a value of this type.
///
/// ```
/// use graphwright::upload::Rules;
///
/// let of_our_service = Rules { largest: 8 << 20, usual: 1 << 20, ..Rules::OUTLOOK };
/// assert!(of_our_service.allows(5 << 20));
/// assert!(!Rules::ONE_DRIVE.allows(1_000_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The number of bytes that each fragment but the last is a multiple of.
    pub multiple: u64,
    /// The most bytes that a fragment may have.
    pub largest: u64,
    /// The number of bytes of a fragment unless the program sets it ([`Upload::fragment_size`](super::Upload::fragment_size)).
    pub usual: u64,
    /// The text that is added to the path of the session's URL for its fragments.
    pub content: &'static str,
    /// Set if the session wants a token of the service. The token goes along where the session is of the service's own
    /// origin, and where the request was not made by
    /// [`pre_authenticated`](crate::ServiceClient::pre_authenticated).
    pub is_signed: bool,
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
        content: "",
        is_signed: false,
    };

    /// Attachments of messages and events in Outlook: less than 4 MB
    /// ([source](https://learn.microsoft.com/graph/outlook-large-attachments)). The last response is 201 with the URL of
    /// the attachment as the header `Location`, and without a body. Usual are 3 MiB.
    pub const OUTLOOK: Self = Self {
        multiple: 1,
        largest: 4_000_000 - 1,
        usual: 3 << 20,
        content: "",
        is_signed: false,
    };

    /// Attachments of tasks in To Do: as [`OUTLOOK`](Self::OUTLOOK), but with the token of the service, and fragments go
    /// to `/content` of the session ([source](https://learn.microsoft.com/graph/todo-attachments)). Begin with
    /// `request(Method::PUT, &upload_url)` of the service's client.
    pub const TO_DO: Self = Self {
        content: "/content",
        is_signed: true,
        ..Self::OUTLOOK
    };

    /// Documents of Universal Print: less than 10 MB
    /// ([source](https://learn.microsoft.com/graph/upload-data-to-upload-session)). The last response is 201 with the
    /// document. Usual are 5 MB.
    pub const UNIVERSAL_PRINT: Self = Self {
        largest: 10_000_000 - 1,
        usual: 5_000_000,
        ..Self::OUTLOOK
    };

    /// Returns whether a fragment that is not the last may have so many bytes.
    pub const fn allows(&self, bytes: u64) -> bool {
        self.multiple > 0
            && bytes > 0
            && bytes <= self.largest
            && bytes.is_multiple_of(self.multiple)
    }
}
