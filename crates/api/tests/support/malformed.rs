//! Runs the cases of a reader: a folder each, with the input and, in `expected.txt`, all that is said
//! of it. `UPDATE_EXPECT=1` writes the latter anew.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use graphwright_api::{Diagnostic, Lowered};
use similar::TextDiff;

/// Reads the input of each case in `folder`, which has one of the names in `inputs`.
pub(crate) fn assert_cases(
    folder: &Path,
    inputs: &[&str],
    read: impl Fn(&str, &str) -> Result<Lowered, Vec<Diagnostic>>,
) {
    assert_shown(folder, inputs, read, |_| String::new());
}

/// The same, where of what is read without an error more is `shown` behind the warnings.
pub(crate) fn assert_shown(
    folder: &Path,
    inputs: &[&str],
    read: impl Fn(&str, &str) -> Result<Lowered, Vec<Diagnostic>>,
    shown: impl Fn(&Lowered) -> String,
) {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut cases: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "{} is empty", folder.display());
    let mut failures = String::new();
    for case in cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        let input = inputs.iter().find(|input| case.join(input).exists());
        let input = input.unwrap_or_else(|| panic!("{name} has none of {inputs:?}"));
        let text = fs::read_to_string(case.join(input)).expect("the input is text");
        let said = match read(input, &text) {
            Ok(lowered) => {
                let warnings = display(&lowered.warnings);
                format!("no error\n{warnings}{}", shown(&lowered))
            }
            Err(errors) => display(&errors),
        };
        let file = case.join("expected.txt");
        if update {
            fs::write(&file, &said).expect("expected.txt can be written");
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if expected != said {
            let difference = TextDiff::from_lines(&expected, &said);
            let difference = difference.unified_diff();
            writeln!(failures, "{name} (- expected, + said):\n{difference}").expect("a string");
        }
    }
    assert!(
        failures.is_empty(),
        "{failures}\nUPDATE_EXPECT=1 takes over what is said"
    );
}

fn display(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| format!("{diagnostic}\n"))
        .collect()
}
