//! Made-up values through every model of `vpp-beta`. `cargo xtask roundtrip` does the same for the crate of
//! any description.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../../../xtask/src/roundtrip/runner/read.rs"]
mod read;

use std::collections::BTreeMap;
use std::path::Path;

use graphwright_api::select::{Pattern, Selection, select};
use graphwright_samples::arbitrary::{Arbitrary, Random, RoundTrip, SubjectKind, Subjects, Wrote};
use read::{Function, model, text};
use vpp_beta::models::*;

/// The models, by the names of their types in Rust.
const MODELS: [(&str, Function); 12] = [
    ("actionState", text::<ActionState>),
    ("entity", model::<Entity>),
    ("vppToken", model::<VppToken>),
    ("vppTokenAccountType", text::<VppTokenAccountType>),
    (
        "vppTokenActionFailureReason",
        text::<VppTokenActionFailureReason>,
    ),
    ("vppTokenActionResult", model::<VppTokenActionResult>),
    ("vppTokenLicenseSummary", model::<VppTokenLicenseSummary>),
    (
        "vppTokenRevokeLicensesActionResult",
        model::<VppTokenRevokeLicensesActionResult>,
    ),
    ("vppTokenState", text::<VppTokenState>),
    ("vppTokenSyncStatus", text::<VppTokenSyncStatus>),
    ("any vppTokenActionResult", model::<AnyVppTokenActionResult>),
    ("revokeLicenses", model::<VppTokenRevokeLicensesParameters>),
];

/// What `specs/graphwright.toml` says that the crate is of.
const INCLUDE: [&str; 2] = [
    "/deviceAppManagement/vppTokens/**",
    "microsoft.graph.vppTokenRevokeLicensesActionResult",
];

#[test]
fn no_model_loses_anything_of_any_value() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/vpp-beta.csdl.xml");
    let lowered =
        graphwright_csdl::read("vpp-beta", &std::fs::read_to_string(file).unwrap()).unwrap();
    let selection = Selection {
        include: INCLUDE.map(|text| Pattern::parse(text).unwrap()).to_vec(),
        ..Selection::default()
    };
    let api = select(&lowered.api, &selection).unwrap();
    let subjects = Subjects::new(&api);
    let (arbitrary, judge) = (Arbitrary::new(&subjects.api), RoundTrip::new(&subjects));
    let models: BTreeMap<&str, Function> = MODELS.into_iter().collect();
    for subject in &subjects.all {
        let name = match &subject.kind {
            SubjectKind::Polymorphic => format!("any {}", subject.ty.simple()),
            SubjectKind::Parameters(_, segment, _) => {
                segment.rsplit('.').next().unwrap().to_owned()
            }
            _ => subject.ty.simple().to_owned(),
        };
        let function = models
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        for case in 0..300 {
            let value = arbitrary.value(subject, case, &mut Random::of_case(1, &name, case));
            let json = value.to_string();
            let found = function(&json).and_then(|read| {
                let wrote = Wrote {
                    ty: read.ty,
                    additional: read.additional,
                    json: read.json,
                };
                judge.judge(subject, &json, &wrote)
            });
            if let Err(what) = found {
                panic!("{name}, case {case}: {what}\n{json}");
            }
        }
    }
}
