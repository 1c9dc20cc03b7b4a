//! JSON pointers (RFC 6901), which say where in a document something stands.

use graphwright_api::Origin;

/// `parent` and one more step, escaped.
pub(crate) fn join(parent: &str, step: &str) -> String {
    let mut pointer = String::with_capacity(parent.len() + step.len() + 1);
    pointer.push_str(parent);
    push(&mut pointer, step);
    pointer
}

/// Lengthens `pointer` by one step, escaped.
pub(crate) fn push(pointer: &mut String, step: &str) {
    pointer.push('/');
    for c in step.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(c),
        }
    }
}

/// One step of a pointer as it stands in the document.
pub(crate) fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A pointer in the fragment of a URL, which may be percent-encoded (RFC 6901, 6).
pub(crate) fn decoded(pointer: &str) -> String {
    let bytes = percent_encoding::percent_decode_str(pointer);
    bytes.decode_utf8_lossy().into_owned()
}

/// The pointers behind the origins of one lowered document.
#[derive(Debug, Default)]
pub(crate) struct Origins(Vec<String>);

impl Origins {
    /// The origin that stands for `pointer`.
    pub(crate) fn add(&mut self, pointer: String) -> Origin {
        let index = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        self.0.push(pointer);
        Origin(index)
    }

    /// The pointer that `origin` stands for; the whole document where it stands for none.
    pub(crate) fn pointer(&self, origin: Origin) -> String {
        let index = usize::try_from(origin.0).unwrap_or(usize::MAX);
        self.0.get(index).cloned().unwrap_or_default()
    }
}
