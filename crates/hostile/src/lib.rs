//! Hostile input: each target takes bytes that anybody may have written, and panics if a promise is broken.
//!
//! The targets are called by libFuzzer (`fuzz`, run by `cargo xtask nightly`) and, with the seeds and damaged copies of
//! them, by the tests of every run. A target that panics, runs out of memory or takes too long has a finding.

mod description;
mod json;
mod mutate;
mod response;
mod seeds;

pub use mutate::Mutator;
pub use seeds::seeds;

/// A function that takes hostile bytes.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name, which is also that of its libFuzzer target.
    pub name: &'static str,
    /// The folders of its seeds, relative to this crate: inputs of other tests, or its own.
    pub folders: &'static [&'static str],
    /// The extensions of seeds; other files of the folders are what tests expect.
    pub extensions: &'static [&'static str],
    /// Takes the bytes.
    pub run: fn(&[u8]),
}

/// All targets.
pub const TARGETS: [Target; 6] = [
    Target {
        name: "csdl_xml",
        folders: &["../csdl/tests", "../../specs"],
        extensions: &["xml"],
        run: description::csdl,
    },
    Target {
        name: "csdl_json",
        folders: &["../csdl/tests"],
        extensions: &["json"],
        run: description::csdl,
    },
    Target {
        name: "openapi",
        folders: &["../openapi/tests", "../../specs"],
        extensions: &["yaml", "json"],
        run: description::openapi,
    },
    Target {
        name: "emission",
        folders: &["../csdl/tests/lowering", "../openapi/tests/fixtures"],
        extensions: &["xml", "yaml"],
        run: description::emission,
    },
    Target {
        name: "json",
        folders: &["seeds/json"],
        extensions: &["json"],
        run: json::run,
    },
    Target {
        name: "response",
        folders: &["seeds/response"],
        extensions: &["bin"],
        run: response::run,
    },
];

/// Gives `bytes` to the target called `name`.
///
/// # Panics
/// There is no such target, or it has a finding.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target").run)(bytes);
}
