//! What a project file says of the manifest of a generated crate.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use support::{Place, Ran, checkout, project};

/// Generates with these keys, and returns the manifest.
fn manifest(before: &str, more: &str) -> String {
    let place = Place::with(&format!("{before}\n{}", project(more)));
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    place.read("things/Cargo.toml")
}

#[test]
fn the_runtime_comes_from_where_the_project_says() {
    let version = env!("CARGO_PKG_VERSION");
    for (key, expected) in [
        ("", format!("{{ version = \"{version}\", default")),
        (
            "runtime = { version = \"0.7\" }",
            "{ version = \"0.7\", default".into(),
        ),
        (
            "runtime = { path = \"../far/runtime\" }",
            format!("{{ version = \"{version}\", path = \"../../far/runtime\", default"),
        ),
        (
            "runtime = { registry = \"ours\", version = \"1\" }",
            "{ version = \"1\", registry = \"ours\", default".into(),
        ),
        (
            "runtime = { git = \"https://git.example/g\" }",
            format!("{{ version = \"{version}\", git = \"https://git.example/g\", default"),
        ),
        (
            "runtime = { git = \"https://git.example/g\", tag = \"v1\" }",
            format!(
                "{{ version = \"{version}\", git = \"https://git.example/g\", tag = \"v1\", default"
            ),
        ),
        (
            "runtime = { git = \"https://git.example/g\", rev = \"abc\" }",
            format!(
                "{{ version = \"{version}\", git = \"https://git.example/g\", rev = \"abc\", default"
            ),
        ),
    ] {
        let line = format!("graphwright = {expected}-features = false }}\n");
        // For all crates, and for one.
        for (before, more) in [(key, ""), ("runtime = { version = \"9\" }", key)] {
            if before != key && key.is_empty() {
                continue;
            }
            let manifest = manifest(before, more);
            assert!(manifest.contains(&line), "{line}{manifest}");
        }
    }
}

#[test]
fn the_option_for_the_runtime_says_what_the_keys_say() {
    let place = Place::with("");
    let fixed = [
        "codegen",
        "--description",
        "metadata.xml",
        "--out",
        "out",
        "--name",
        "things",
        "--service-root",
        "https://things.example",
        "--runtime",
    ];
    let run = |runtime: &str| -> Ran { place.run(&[&fixed[..], &[runtime]].concat()) };
    for (option, expected) in [
        ("path=runtime", "path = \"../runtime\""),
        (
            "version=0.3,registry=ours",
            "version = \"0.3\", registry = \"ours\"",
        ),
        (
            "git=https://git.example/g?a=b,branch=next",
            "git = \"https://git.example/g?a=b\", branch = \"next\"",
        ),
    ] {
        let ran = run(option);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let manifest = place.read("out/Cargo.toml");
        assert!(manifest.contains(expected), "{manifest}");
    }
    for wrong in ["here", "folder=x", "version=1,here"] {
        let ran = run(wrong);
        assert_eq!(ran.code, Some(2), "{wrong}");
        assert!(
            ran.err.contains("version, path, git, branch"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_runtime_from_two_places_is_an_error_that_says_so() {
    for (keys, said) in [
        ("path = \"x\", git = \"y\"", "both `path` and `git`"),
        ("git = \"y\", registry = \"z\"", "both `git` and `registry`"),
        (
            "git = \"y\", tag = \"1\", rev = \"2\"",
            "both `tag` and `rev`",
        ),
        ("version = \"1\", branch = \"x\"", "`branch` without `git`"),
    ] {
        let ran = Place::with(&project(&format!("runtime = {{ {keys} }}"))).run(&["codegen"]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn the_manifest_has_what_the_project_says_of_all_crates_and_of_one() {
    let all = "[package]\nlicense = \"MIT\"\nrepository = \"https://git.example/things\"\nversion = \"1.0.0\"\n\
               keywords = [\"odata\", \"graph\"]\ncategories = [\"api-bindings\"]\nauthors = [\"A \\\"B\\\"\"]\n\
               homepage = \"https://h.example\"\ndocumentation = \"https://d.example\"\nreadme = \"README.md\"\n\
               rust-version = \"1.95\"\npublish = [\"ours\"]\n";
    let one =
        "[crate.package]\nversion = \"2.3.4\"\ndescription = \"Things, \\\"typed\\\"\\nand more.\"";
    let manifest: toml::Table = manifest(all, one).parse().unwrap();
    let expected: toml::Table = format!(
        "{}name = \"things\"\nedition = \"2024\"\ndescription = \"Things, \\\"typed\\\"\\nand more.\"\n\
         [metadata.docs.rs]\nall-features = true\n",
        all.replace("[package]\n", "").replace("1.0.0", "2.3.4")
    )
    .parse()
    .unwrap();
    assert_eq!(manifest["package"].as_table().unwrap(), &expected);
}

#[test]
fn what_a_registry_would_refuse_is_refused_before() {
    for (key, said) in [
        (
            "keywords = [\"two words\"]",
            "`two words` cannot be a keyword",
        ),
        (
            "keywords = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]",
            "6 keywords: crates.io takes at most 5",
        ),
        (
            "categories = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]",
            "6 categories",
        ),
    ] {
        let ran = Place::with(&project(&format!("[crate.package]\n{key}"))).run(&["codegen"]);
        assert_eq!(ran.code, Some(1));
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn a_license_file_takes_the_place_of_the_license() {
    let manifest = manifest(
        "[package]\nlicense = \"MIT\"",
        "[crate.package]\nlicense-file = \"LICENSE\"\npublish = false",
    );
    assert!(
        manifest.contains("license-file = \"LICENSE\"\n"),
        "{manifest}"
    );
    assert!(manifest.contains("publish = false\n"), "{manifest}");
    assert!(!manifest.contains("license = "), "{manifest}");
}

#[test]
fn features_are_those_of_the_runtime_and_on_by_default_as_asked() {
    let text = std::fs::read_to_string(checkout().join("crates/runtime/Cargo.toml")).unwrap();
    let runtime: toml::Table = text.parse().unwrap();
    let declared = runtime["features"].as_table().unwrap().keys();
    let declared: Vec<&str> = declared
        .map(String::as_str)
        .filter(|name| *name != "default")
        .collect();
    let passed = graphwright_emit::FEATURES.map(|(name, _)| name);
    assert_eq!(passed.to_vec(), declared);
    let manifest = manifest("", "features = [\"client\", \"oauth2\"]");
    assert!(
        manifest.contains("default = [\"client\", \"oauth2\"]\n"),
        "{manifest}"
    );
    let ran = Place::with(&project("features = [\"clint\"]")).run(&["codegen"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err
            .contains("`clint` is no feature of the runtime: it has `azure`"),
        "{}",
        ran.err
    );
}

#[test]
fn a_crate_is_a_workspace_of_its_own_where_that_is_asked_for() {
    assert!(!manifest("", "").contains("[workspace]"));
    assert!(manifest("", "own-workspace = true").ends_with("\n[workspace]\n"));
}
