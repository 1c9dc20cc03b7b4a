//! Every generated file as a reviewer reads it, from both readers.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use support::{contents, root, xtask};

#[test]
fn both_readers_give_the_snapshot_of_every_file() {
    for description in ["specs/vpp-beta.csdl.xml", "specs/vpp-beta.openapi.yaml"] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let ran = xtask(&[
            "codegen",
            "--description",
            description,
            "--out",
            out.to_str().unwrap(),
            "--name",
            "vpp-beta",
            "--service-root",
            "https://graph.microsoft.com/beta",
            "--permissions",
            "specs/vpp-beta.permissions.json",
            // The OpenAPI document has no path for a property that is a collection.
            "--include",
            "/**",
            "--include",
            "*",
        ]);
        assert_eq!(ran.code, Some(0), "{description}: {}", ran.err);
        let runtime = root().join("crates/runtime").display().to_string();
        for (path, text) in contents(&out) {
            let name = path.display().to_string().replace(['/', '\\'], "__");
            // Where the runtime is depends on the machine, and with it the hash of the manifest.
            let text = text.lines().map(|line| match line.split_once("  ") {
                Some((hash, "Cargo.toml")) => line.replace(hash, "…"),
                _ if line.starts_with("graphwright = ") => "graphwright = …".to_owned(),
                _ => line.to_owned(),
            });
            let text = text.collect::<Vec<_>>().join("\n");
            assert!(!text.contains(&runtime));
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, text);
            });
        }
    }
}
