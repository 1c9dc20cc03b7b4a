//! Descriptions in UTF-16, which readers of XML must know and which editors of Windows write.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use support::{contents, root, xtask};

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = text.trim_start_matches('\u{feff}');
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(unit).collect()
}

/// The crate of a description with these bytes.
fn generated(bytes: &[u8], name: &str) -> BTreeMap<PathBuf, String> {
    let folder = tempfile::tempdir().unwrap();
    let description = folder.path().join(name);
    fs::write(&description, bytes).unwrap();
    let out = folder.path().join("out");
    let ran = xtask(&[
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--name",
        "encoded",
        "--service-root",
        "https://example.com",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut files = contents(&out);
    // The path to the runtime is as deep as the folder.
    files.remove(Path::new("Cargo.toml"));
    files
}

#[test]
fn a_description_in_utf_16_gives_the_crate_that_it_gives_in_utf_8() {
    let library = root().join("crates/csdl/tests/json");
    let xml = fs::read_to_string(library.join("library.xml")).unwrap();
    let declared = xml.replacen("utf-8", "utf-16", 1);
    assert_ne!(declared, xml);
    let json = fs::read_to_string(library.join("library.json")).unwrap();
    let yaml = "openapi: 3.1.0\ninfo: {title: Größe, version: '1'}\npaths:\n  /sizes:\n    get:\n      \
                operationId: sizes\n      description: 'In \u{1f4cf}'\n      responses: {'200': {description: ok}}\n";
    let api = r#"{"openapi": "3.0.3", "info": {"title": "Größe", "version": "1"}, "paths": {"/sizes": {"get": {
        "operationId": "sizes", "description": "In 📏", "responses": {"200": {"description": "ok"}}}}}}"#;
    for (text, name) in [
        (&*declared, "library.xml"),
        (&*json, "library.json"),
        (yaml, "sizes.yaml"),
        (api, "sizes.json"),
    ] {
        let known = generated(text.as_bytes(), name);
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            assert!(generated(&utf16(text, unit), name) == known, "{name}");
        }
    }
}
