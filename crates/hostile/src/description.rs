//! Descriptions: reading, lowering, emission.

use graphwright_api::select::{Selection, select};
use graphwright_api::{Diagnostic, Lowered};
use graphwright_emit::{Options, Runtime, emit};

/// Reads CSDL, XML or JSON.
pub(crate) fn csdl(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        judge(&graphwright_csdl::read("hostile.csdl", text));
    }
}

/// Reads OpenAPI, YAML or JSON, of whatever kind of service.
pub(crate) fn openapi(bytes: &[u8]) {
    if let Ok(text) = str::from_utf8(bytes) {
        judge(&graphwright_openapi::read("hostile.openapi", text));
    }
}

/// Reads a description and generates a crate: each file of it is Rust.
pub(crate) fn emission(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let read = match graphwright_csdl::is_csdl(text) {
        true => graphwright_csdl::read("hostile.csdl", text),
        false => graphwright_openapi::read("hostile.openapi", text),
    };
    judge(&read);
    let Ok(mut api) = read
        .map_err(|_| ())
        .and_then(|read| select(&read.api, &Selection::default()).map_err(|_| ()))
    else {
        return;
    };
    let root = || "https://service.example".to_owned();
    api.service_root.get_or_insert_with(root);
    let options = Options {
        package: "hostile".into(),
        runtime: Runtime::at("../runtime"),
        ..Options::default()
    };
    // A service root that is no URL is refused.
    for (path, text) in emit(&api, &options).unwrap_or_default() {
        if path.ends_with(".rs")
            && let Err(error) = syn::parse_file(&text)
        {
            panic!("{path}: {error}\n{text}");
        }
    }
}

/// Findings are shown without control characters, and errors have a place.
fn judge(read: &Result<Lowered, Vec<Diagnostic>>) {
    let found = match read {
        Ok(lowered) => &lowered.warnings,
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a word");
            errors
        }
    };
    for one in found {
        assert!(one.position.is_some(), "without a place: {one}");
        let shown = one.to_string();
        let hidden = shown.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(hidden, None, "{shown:?}");
    }
}
