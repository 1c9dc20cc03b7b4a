//! The library, as an xtask of somebody else calls it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use graphwright_cli::generate::generate;
use graphwright_cli::project::{Job, Project};
use support::{Place, project};

#[test]
fn a_crate_is_generated_compared_and_written_step_by_step() {
    let place = Place::with("");
    let job = Job {
        name: "things".into(),
        description: place.path("metadata.xml"),
        out: place.path("things"),
        service_root: "https://things.example".into(),
        ..Job::default()
    };
    let (slice, generated) = generate(&job).unwrap();
    assert_eq!(slice.findings, "");
    assert!(generated.files.contains_key("src/models/vpp_token.rs"));
    assert!(
        !job.out.exists(),
        "nothing is written before it is asked for"
    );
    assert!(generated.plan.diff().contains("+++ "));
    generated.plan.apply().unwrap();
    let again = generate(&job).unwrap().1;
    assert!(again.plan.is_empty());

    place.write("things/src/client.rs", "// mine\n");
    let edited = generate(&job).unwrap().1.plan;
    assert_eq!(edited.edited(), [job.out.join("src/client.rs")]);
    assert!(edited.apply().unwrap_err().contains("edited by hand"));
    edited.overwriting().apply().unwrap();
    assert!(generate(&job).unwrap().1.plan.is_empty());
}

#[test]
fn an_error_comes_with_what_was_found_before() {
    let place = Place::with("");
    let job = Job {
        name: "things".into(),
        description: place.path("metadata.xml"),
        out: place.path("things"),
        include: vec!["/nothing".into()],
        ..Job::default()
    };
    let failure = generate(&job).unwrap_err();
    assert!(failure.message.contains("`/nothing`"), "{failure}");
}

#[test]
fn a_project_is_read_with_what_it_says_of_all_crates() {
    let place = Place::with(&format!("features = [\"oauth2\"]\n{}", project("")));
    let project = Project::read(&place.path("graphwright.toml")).unwrap();
    let job = &project.crates[0];
    assert_eq!(job.features.as_deref(), Some(&["oauth2".to_owned()][..]));
    assert_eq!(job.description, place.path("metadata.xml"));
}
