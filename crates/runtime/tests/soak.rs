//! Thousands of requests at once to a server that fails one in twenty. `cargo xtask soak` is the long form.

#![cfg(all(feature = "client", target_os = "linux"))]

mod soaked;

#[test]
fn of_thousands_of_requests_each_is_accounted_for_and_nothing_is_leaked() {
    let report = soaked::run(5_000);
    let problems = report.problems();
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(report.outcomes.len() > 5, "{:?}", report.outcomes);
}
