//! What prettyplease makes of a file by itself: the measure for all that is laid out here.

use super::{file_by, item, long, print_long_use};

/// A file as [`super::file`] would print it if prettyplease laid out every item.
pub(crate) fn file(tokens: proc_macro2::TokenStream) -> String {
    file_by(tokens, print_long_use, |item, text, paths| {
        if item.is_macro() {
            item.print(text, paths);
            return;
        }
        let start = text.len();
        text.push_str(&long::item(item.tokens(), paths));
        item::space_out(text, start);
    })
}
