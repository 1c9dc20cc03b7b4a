//! What prettyplease makes of a file by itself: the measure for all that is laid out here.

use super::{HEADER, imports, item, long, print_long_use, tokens};

/// A file as [`super::file`] would print it if prettyplease laid out every item.
pub(crate) fn file(tokens: proc_macro2::TokenStream) -> String {
    let (tokens, mut paths) = tokens::flat(tokens);
    let items = item::items(&tokens);
    let own = items.iter().filter_map(item::Item::declares).collect();
    let mut text = String::from(HEADER);
    let mut last = None;
    for one in imports::shorten(&mut paths, &own) {
        last = Some(Some("use"));
        print_long_use(&mut text, &one);
    }
    for item in items {
        let kind = item.kind_of_line();
        if last.is_some_and(|last| kind.is_none() || last != kind) {
            text.push('\n');
        }
        last = Some(kind);
        if item.is_macro() {
            item.print(&mut text, &paths);
            continue;
        }
        let start = text.len();
        text.push_str(&long::item(item.tokens(), &paths));
        item::space_out(&mut text, start);
    }
    text
}
