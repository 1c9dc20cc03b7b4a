//! The JSON core: what is read is written the same, and what serde_json refuses is refused.

use graphwright::{Json, Model, serde_json};
use serde_json::value::RawValue;
use vpp_beta::models::VppToken;

/// Reads a model and a dynamic value; each is written as it was read.
pub(crate) fn run(bytes: &[u8]) {
    let expected = serde_json::from_slice::<&RawValue>(bytes);
    let dynamic = serde_json::from_slice::<Json>(bytes);
    assert_eq!(
        expected.is_ok(),
        dynamic.is_ok(),
        "{:?}",
        String::from_utf8_lossy(bytes)
    );
    let Ok(model) = serde_json::from_slice::<VppToken>(bytes) else {
        return;
    };
    let written = serde_json::to_string(&model).expect("JSON");
    // Annotations stand first in what is written; the second time nothing moves.
    let again: VppToken = serde_json::from_str(&written).expect("the same model");
    let text = serde_json::to_string(&again).expect("JSON");
    assert_eq!(written, text, "written differently the second time");
    // Neither may panic, whatever is in it.
    let _ = format!("{model:?} {:?}", model.misfits());
}
