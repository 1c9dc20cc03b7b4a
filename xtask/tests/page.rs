//! The Rust in the documentation compiles, with a client of a small part of Graph.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod downstream;
mod support;

use std::fs;

use downstream::{cargo, client_of, put};
use support::root;

/// The blocks of Rust on a page, each with the line that it begins at.
fn blocks(page: &str) -> Vec<(usize, String)> {
    let mut blocks: Vec<(usize, String)> = Vec::new();
    let mut inside = None;
    for (number, line) in page.lines().enumerate() {
        match (line, inside) {
            ("```rust", _) => {
                inside = Some(true);
                blocks.push((number + 1, String::new()));
            }
            ("```", _) => inside = None,
            (line, _) if line.starts_with("```") => inside = Some(false),
            (line, Some(true)) => {
                let (_, text) = blocks.last_mut().unwrap();
                *text += line;
                text.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn each_block_of_the_page_from_the_official_sdks_compiles() {
    let page = fs::read_to_string(root().join("docs/from-the-official-sdks.md")).unwrap();
    let tasks = page.lines().filter(|line| line.starts_with("## ")).count();
    let blocks = blocks(&page);
    assert_eq!(tasks, 12);
    assert_eq!(blocks.len(), tasks, "a task has one block of Rust");

    let place = root().join("target/page");
    let description = root().join("xtask/tests/page/graph.csdl.xml");
    let service = "https://graph.microsoft.com/v1.0";
    client_of(
        &description,
        "graph-slice",
        service,
        &place.join("graph-slice"),
    );

    let mut program = String::from("#![allow(unused)]\nmod tasks {\n");
    for (line, block) in &blocks {
        program += &format!(
            "// docs/from-the-official-sdks.md:{line}\npub async fn line_{line}(graph: graph_slice::Client, saved: &str) -> \
             Result<(), Box<dyn std::error::Error>> {{\nuse graph_slice::models::*;\n\
             use graphwright::{{self, Patch, delta::Change}};\n{block}Ok(())\n}}\n"
        );
    }
    program += "}\n";
    let runtime = root().join("crates/runtime");
    let manifest = format!(
        "[package]\nname = \"page\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n\
         graph-slice = {{ path = \"graph-slice\" }}\n\
         graphwright = {{ path = {runtime:?}, features = [\"azure\"] }}\n\
         azure_core = {{ version = \"1\", default-features = false }}\n\
         tokio = {{ version = \"1\", features = [\"fs\"] }}\n\n[workspace]\nmembers = [\"graph-slice\"]\n"
    );
    put(&place.join("src/lib.rs"), &program);
    put(&place.join("Cargo.toml"), &manifest);
    let output = cargo(&place, &["check", "--quiet"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
