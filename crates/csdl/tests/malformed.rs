//! What the reader says of documents that it cannot use.

#[path = "../../api/tests/support/malformed.rs"]
mod cases;

use std::path::Path;

#[test]
fn every_malformed_document_is_refused_in_the_expected_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/malformed");
    cases::assert_cases(&folder, &["input.xml"], graphwright_csdl::read);
}
