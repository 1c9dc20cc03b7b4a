//! `cargo xtask codegen --fixups`, as scripts rely on it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::Path;

use support::{Ran, contents, root, xtask};

/// Generates the slice from `description`, corrected by `rules`, into `out`.
fn generate(description: &str, rules: &Path, out: &Path) -> Ran {
    let description = root().join("specs").join(description);
    xtask(&[
        "codegen",
        "--description",
        description.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
        "--name",
        "slice",
        "--service-root",
        "https://graph.microsoft.com/beta",
        "--include",
        "/deviceAppManagement/vppTokens/**",
        "--fixups",
        rules.to_str().unwrap(),
    ])
}

#[test]
fn the_same_rules_correct_a_crate_from_csdl_and_one_from_openapi() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("fix.toml");
    fs::write(
        &rules,
        "[[fix]]\nwithdraw = \"delete\"\non = \"microsoft.graph.vppToken\"\nreason = \"tokens stay\"\n\
         [[fix]]\nadd = \"property\"\non = \"microsoft.graph.vppToken\"\nname = \"colour\"\n\
         type = \"Edm.String\"\nreason = \"tokens have one\"\n",
    )
    .unwrap();
    let model = ["csdl.xml", "openapi.yaml"].map(|kind| {
        let out = folder.path().join(kind);
        let ran = generate(&format!("vpp-beta.{kind}"), &rules, &out);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let mut files = contents(&out);
        let resource = &files[Path::new("src/resources/vpp_token_resource.rs")];
        assert!(!resource.contains("fn delete(") && resource.contains("fn update("));
        files.remove(Path::new("src/models/vpp_token.rs")).unwrap()
    });
    assert!(model[0].contains("pub colour: Option<String>"));
    assert_eq!(model[0], model[1]);
}

#[test]
fn a_rule_that_matches_nothing_says_where_it_stands_and_leaves_the_old_output_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (rules, out) = (folder.path().join("fix.toml"), folder.path().join("out"));
    fs::write(&rules, "").unwrap();
    assert_eq!(generate("vpp-beta.csdl.xml", &rules, &out).code, Some(0));
    let before = contents(&out);
    fs::write(
        &rules,
        "[[fix]]\nwithdraw = \"get\"\non = \"microsoft.graph.vppToken\"\nreason = \"a reason\"\n\n\
         [[fix]]\noffer = \"get\"\non = \"microsoft.graph.vpptoken\"\nreason = \"a reason\"\n",
    )
    .unwrap();
    let ran = generate("vpp-beta.csdl.xml", &rules, &out);
    assert_eq!(ran.code, Some(1));
    for part in [
        "the fix-up file has 1 error; nothing was written\n",
        "fix.toml:8:6: error: the rule matches nothing: no resource is called `microsoft.graph.vpptoken`; did you mean `microsoft.graph.vppToken`?",
        "help: correct the name",
    ] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
    assert_eq!(contents(&out), before);
}
