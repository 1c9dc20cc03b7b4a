//! Reads a description, whichever kind it is, and cuts out what is asked for.

use std::path::Path;

use graphwright_api::fixups::Fixups;
use graphwright_api::permissions::Table;
use graphwright_api::select::{Pattern, Profile, Selection};
use graphwright_api::{Api, Diagnostic, Lowered};
use graphwright_openapi::Witness;

use crate::workspace::shown;

/// A description of more bytes takes about a second to read, or more.
const LARGE: usize = 4_000_000;

/// Reads the description at `path`: what begins with `<` is CSDL, all else is OpenAPI. Warnings go to
/// standard error.
pub(crate) fn read(path: &Path) -> Result<Api, String> {
    let (file, text) = announced(path)?;
    let is_xml = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    let lowered = match is_xml {
        true => graphwright_csdl::read(&file, &text),
        false => graphwright_openapi::read(&file, &text),
    };
    lowered
        .map(warned)
        .map_err(|errors| listed("the description", &errors))
}

/// Reads the OpenAPI document at `path`, with what it can and cannot say.
pub(crate) fn read_openapi(path: &Path) -> Result<(Api, Witness), String> {
    let (file, text) = announced(path)?;
    let read = graphwright_openapi::read_and_witness(&file, &text);
    let (lowered, witness) = read.map_err(|errors| listed("the description", &errors))?;
    Ok((warned(lowered), witness))
}

fn announced(path: &Path) -> Result<(String, String), String> {
    let file = shown(path);
    let text = read_text(path)?;
    if text.len() > LARGE {
        eprintln!("reading {file} ({} MB)", text.len() / 1_000_000);
    }
    Ok((file, text))
}

fn warned(lowered: Lowered) -> Api {
    for warning in &lowered.warnings {
        anstream::eprintln!("{warning}");
    }
    lowered.api
}

/// What the patterns and the profile ask for.
pub(crate) fn selection(
    include: &[String],
    exclude: &[String],
    profile: Profile,
) -> Result<Selection, String> {
    let parse = |patterns: &[String]| {
        patterns
            .iter()
            .map(|text| Pattern::parse(text))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(Selection {
        include: parse(include)?,
        exclude: parse(exclude)?,
        profile,
    })
}

/// Corrects `api` by the fix-ups in the file at `path`.
pub(crate) fn correct(api: &mut Api, path: &Path) -> Result<(), String> {
    let refused = |errors: Vec<Diagnostic>| listed("the fix-up file", &errors);
    let fixups = Fixups::parse(&shown(path), &read_text(path)?).map_err(refused)?;
    fixups.apply(api).map_err(refused)
}

/// Puts the permissions in the file at `path` on `api`.
pub(crate) fn permit(api: &mut Api, path: &Path) -> Result<(), String> {
    let table =
        Table::parse(&read_text(path)?).map_err(|error| format!("{}: {error}", shown(path)))?;
    table.apply(api);
    Ok(())
}

fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", shown(path)))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!(
            "{}: not text in UTF-8 (byte {at}); unpack the file or convert it first",
            shown(path)
        )
    })
}

fn listed(what: &str, errors: &[Diagnostic]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let count = if errors.len() == 1 {
        "1 error".to_owned()
    } else {
        format!("{} errors", errors.len())
    };
    format!(
        "{what} has {count}; nothing was written\n{}",
        lines.join("\n")
    )
}
