//! `graphwright diff`

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::path::Path;
use std::process::Command;

use support::{Place, csdl};

/// A folder with the description, and one in which a member of its type is called otherwise.
fn place() -> Place {
    let place = Place::empty();
    let before = csdl();
    let property = before.split("<Property Name=\"").nth(2).unwrap();
    let name = property.split('"').next().unwrap();
    let after = before.replace(
        &format!("<Property Name=\"{name}\""),
        "<Property Name=\"unheardOf\"",
    );
    place.write("old.xml", &before);
    place.write("new.xml", &after);
    place
}

#[test]
fn the_same_description_has_no_change() {
    let ran = place().run(&["diff", "old.xml", "old.xml", "--deny", "neutral"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out, "0 breaking, 0 additive, 0 neutral\n");
}

#[test]
fn what_is_denied_ends_with_1_unless_it_is_allowed() {
    let place = place();
    let ran = place.run(&["diff", "old.xml", "new.xml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("breaking [field-removed]"), "{}", ran.out);
    let denied = ["diff", "old.xml", "new.xml", "--deny", "field-removed"];
    assert_eq!(place.run(&denied).code, Some(1));
    let allowed = [&denied[..], &["--allow", "field-removed"]].concat();
    assert_eq!(place.run(&allowed).code, Some(0));
}

#[test]
fn a_mistyped_rule_is_refused_with_the_one_that_is_near() {
    let ran = place().run(&["diff", "old.xml", "new.xml", "--deny", "breakin"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("`breaking` is near"), "{}", ran.err);
}

#[test]
fn a_file_of_a_git_revision_is_compared() {
    let place = place();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let ran = git
            .args(who)
            .args(arguments)
            .current_dir(place.path(""))
            .output();
        assert!(ran.unwrap().status.success());
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "Add descriptions"]);
    let ran = place.run(&["diff", "HEAD:old.xml", "new.xml", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows[0]["verdict"], "breaking", "{rows}");
    let ran = place.run(&["diff", "HEAD:nothing.xml", "new.xml"]);
    assert!(
        ran.err.contains("neither a file nor one of a git revision"),
        "{}",
        ran.err
    );
}

#[test]
fn csdl_and_openapi_of_one_service_have_no_change() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let [csdl, openapi] = ["vpp-beta.csdl.xml", "vpp-beta.openapi.yaml"].map(|one| specs.join(one));
    let ran = place().run(&["diff", csdl.to_str().unwrap(), openapi.to_str().unwrap()]);
    assert_eq!(
        ran.out, "0 breaking, 0 additive, 0 neutral\n",
        "{}",
        ran.err
    );
}
