//! `graphwright init`

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use support::{Place, csdl};

const ALL: [&str; 34] = [
    "--description",
    "metadata.xml",
    "--out",
    "made/things",
    "--name",
    "things",
    "--service-root",
    "https://things.example",
    "--include",
    "/deviceAppManagement/vppTokens/**",
    "--include",
    "microsoft.graph.vppTokenRevokeLicensesActionResult",
    "--exclude",
    "/deviceAppManagement/vppTokens/syncLicenseCounts",
    "--navigation",
    "ids",
    "--derived",
    "listed",
    "--binary",
    "base64url",
    "--enum-literals",
    "qualified",
    "--service",
    "odata",
    "--ieee754-compatible",
    "--runtime",
    "path=far/runtime,version=0.1",
    "--features",
    "client,oauth2",
    "--package-version",
    "1.2.3",
    "--license",
    "MIT",
    "--own-workspace",
];

#[test]
fn the_project_that_is_written_generates_what_the_options_do() {
    let place = Place::empty();
    place.write("metadata.xml", &csdl());
    let by_options = place.run(&[&["codegen"][..], &ALL].concat());
    assert_eq!(by_options.code, Some(0), "{}", by_options.err);
    let made = |place: &Place| {
        let mut all = place.contents();
        all.retain(|path, _| path.starts_with("made/"));
        all
    };
    let expected = made(&place);
    std::fs::remove_dir_all(place.path("made")).unwrap();
    let ran = place.run(&[&["init"][..], &ALL].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        place
            .read("graphwright.toml")
            .starts_with("#:schema https://")
    );
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(made(&place) == expected);
}

#[test]
fn nothing_is_written_but_the_project_and_a_project_that_is_there_is_kept() {
    let place = Place::empty();
    let fixed = [
        "init",
        "--description",
        "none.xml",
        "--out",
        "out",
        "--name",
        "things",
    ];
    let ran = place.run(&fixed);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        place.contents().into_keys().collect::<Vec<_>>(),
        ["graphwright.toml"]
    );
    place.write("graphwright.toml", "# mine\n");
    let ran = place.run(&fixed);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("is there already") && ran.err.contains("--force"),
        "{}",
        ran.err
    );
    assert_eq!(place.read("graphwright.toml"), "# mine\n");
    assert_eq!(
        place.run(&[&fixed[..], &["--force"]].concat()).code,
        Some(0)
    );
    assert!(place.read("graphwright.toml").contains("name = \"things\""));
}

#[test]
fn paths_are_written_from_the_folder_of_the_project() {
    let place = Place::empty();
    place.write("specs/metadata.xml", &csdl());
    let ran = place.run(&[
        "init",
        "--project",
        "specs/graphwright.toml",
        "--description",
        "specs/metadata.xml",
        "--out",
        "things",
        "--name",
        "things",
        "--runtime",
        "path=runtime",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let project: toml::Table = place.read("specs/graphwright.toml").parse().unwrap();
    let job = &project["crate"][0];
    for (key, expected) in [("description", "metadata.xml"), ("out", "../things")] {
        assert_eq!(job[key].as_str(), Some(expected));
    }
    assert_eq!(job["runtime"]["path"].as_str(), Some("../runtime"));
}

#[test]
fn without_a_description_the_command_line_is_wrong() {
    for arguments in [&["init"][..], &["init", "--description", "x.xml"]] {
        let ran = Place::empty().run(arguments);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
    }
}
