//! The page has the table of rules as it is.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

#[test]
fn the_page_has_the_table_of_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diff.md");
    let page = std::fs::read_to_string(path).unwrap();
    let table = graphwright_diff::print::table();
    assert!(
        page.contains(&table),
        "put this into docs/diff.md:\n{table}"
    );
}
