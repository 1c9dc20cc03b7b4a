//! What rules do to a model, and what is said when they do nothing.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod declarations;
mod mistakes;
mod offers;
mod service;

use graphwright_api::Target;
use graphwright_api::facts::{differences, facts};
use graphwright_api::fixups::Fixups;

use crate::service::{name, service};

#[test]
fn differences_that_nobody_explains_are_left_and_each_explanation_must_explain_one() {
    let mut other = service();
    other.roots.remove("Users");
    other.resources.remove(&Target::many(name("report")));
    let found = differences(&service(), &other);
    let unexplained = |text: &str| {
        let fixups = Fixups::parse("fix.toml", text).unwrap();
        let rest = fixups.unexplained(&found).map(|rest| rest.len());
        rest.map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(unexplained(""), Ok(2));
    assert_eq!(
        unexplained("[[left]]\nfact = \"root U*\"\nreason = \"r\"\n"),
        Ok(1)
    );
    assert_eq!(
        unexplained("[[left]]\nfact = \"root *\"\nabout = [\"ns.report\"]\nreason = \"r\"\n"),
        Ok(0)
    );
    let errors = unexplained("[[left]]\nabout = \"ns.repo\"\nreason = \"r\"\n").unwrap_err();
    assert!(
        errors[0].starts_with("fix.toml:2:9: error: no difference is called or about `ns.repo`"),
        "{errors:?}"
    );
}

#[test]
fn a_model_does_not_differ_from_itself() {
    assert_eq!(differences(&service(), &service()), []);
    assert!(facts(&service()).len() > 20);
}
