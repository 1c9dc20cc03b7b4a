//! Reads a description, whichever kind it is, and cuts out what is asked for.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use graphwright_api::diagnostic::gathered;
use graphwright_api::fixups::Fixups;
use graphwright_api::permissions::Table;
use graphwright_api::select::{Pattern, Profile, Selection};
use graphwright_api::text::decode;
use graphwright_api::{Api, Diagnostic, Lowered};
use graphwright_csdl::is_csdl;
use graphwright_emit::output::hash;
use graphwright_openapi::{DocumentSummary, Kind};

use crate::place::shown;
use crate::progress::Progress;

/// How many bytes a file beside a description may have.
const MOST_BYTES: u64 = 256 << 20;

/// A file that was read.
pub struct Source {
    path: PathBuf,
    /// Its path as it is shown.
    pub file: String,
    /// What it says.
    pub text: String,
    /// The SHA-256 of its bytes.
    pub(crate) hash: String,
}

/// A file that was read, and the SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    pub(crate) hash: String,
}

/// What was read of a description, and the files beside it that it is made of.
pub(crate) type WithFiles = (Lowered, Vec<Input>);

impl Source {
    /// Reads the file at `path`.
    pub fn read(path: &Path) -> Result<Self, String> {
        let file = shown(path);
        let bytes = std::fs::read(path).map_err(|error| format!("{file}: {error}"))?;
        let hash = hash(&bytes);
        let text = decode(bytes).map_err(|error| format!("{file}: {error}"))?;
        let path = path.to_owned();
        Ok(Self {
            path,
            file,
            text,
            hash,
        })
    }

    /// Where it stands, and its hash.
    pub(crate) fn input(&self) -> Input {
        Input {
            path: self.path.clone(),
            hash: self.hash.clone(),
        }
    }
}

/// Reads the description at `path`. Warnings go to standard error.
pub fn read(path: &Path) -> Result<Api, String> {
    let progress = Progress::of(&format!("reading {}", shown(path)));
    let lowered = lower(&Source::read(path)?)?;
    drop(progress);
    anstream::eprint!("{}", said(&lowered));
    Ok(lowered.api)
}

/// Reads the OpenAPI document of an OData service at `path`, with what it can and cannot say.
pub fn read_openapi(path: &Path) -> Result<(Api, DocumentSummary), String> {
    let progress = Progress::of(&format!("reading {}", shown(path)));
    let source = Source::read(path)?;
    let (lowered, summary, _) = openapi(&source, Some(Kind::OData))?;
    drop(progress);
    anstream::eprint!("{}", said(&lowered));
    Ok((lowered.api, summary))
}

/// The model of a description, and the findings about it. What has no mark of CSDL is OpenAPI.
pub fn lower(description: &Source) -> Result<Lowered, String> {
    lower_as(description, None)
}

/// The same, where it is said what kind of service an OpenAPI document describes.
pub fn lower_as(description: &Source, kind: Option<Kind>) -> Result<Lowered, String> {
    Ok(lower_with_files(description, kind)?.0)
}

/// The same, with the files beside the description that it is made of.
pub(crate) fn lower_with_files(
    description: &Source,
    kind: Option<Kind>,
) -> Result<WithFiles, String> {
    let Source { file, text, .. } = description;
    if is_csdl(text) {
        let read = graphwright_csdl::read(file, text);
        let lowered = read.map_err(|errors| listed("the description", &errors))?;
        return Ok((lowered, Vec::new()));
    }
    let (lowered, _, inputs) = openapi(description, kind)?;
    Ok((lowered, inputs))
}

fn openapi(
    source: &Source,
    kind: Option<Kind>,
) -> Result<(Lowered, DocumentSummary, Vec<Input>), String> {
    let folder = source.path.parent().unwrap_or(Path::new(""));
    let inputs = Mutex::new(Vec::new());
    let files = |path: &str| {
        let bytes = beside(folder, path)?;
        if let Ok(mut inputs) = inputs.lock() {
            inputs.push(Input {
                path: folder.join(path),
                hash: hash(&bytes),
            });
        }
        decode(bytes)
    };
    let read = graphwright_openapi::read_with(&source.file, &source.text, &files, kind);
    let (lowered, summary) = read.map_err(|errors| listed("the description", &errors))?;
    let mut inputs = inputs.into_inner().unwrap_or_default();
    inputs.sort();
    inputs.dedup();
    Ok((lowered, summary, inputs))
}

/// The bytes of a file in `folder` or below it. The description is untrusted: a link must not lead out of
/// there either.
fn beside(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    const WHERE: &str = "put the file beside the document, or correct the path";
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let there = |error: std::io::Error| format!("it could not be read ({error}): {WHERE}");
    let root = folder.canonicalize().map_err(there)?;
    let file = folder.join(path).canonicalize().map_err(there)?;
    if !file.starts_with(&root) {
        return Err(format!("it is a link out of the folder: {WHERE}"));
    }
    let length = file.metadata().map_err(there)?.len();
    if length > MOST_BYTES || !file.is_file() {
        let most = MOST_BYTES >> 20;
        return Err(format!("it is no file of at most {most} MB: {WHERE}"));
    }
    std::fs::read(&file).map_err(there)
}

/// All findings about a description.
pub fn said(lowered: &Lowered) -> String {
    gathered(lowered.notes.iter().chain(&lowered.warnings))
}

/// The findings that a slice has to do with.
pub fn said_of(lowered: &Lowered, selection: &Selection, part: &Api) -> String {
    let all = lowered.notes.iter().chain(&lowered.warnings);
    gathered(all.filter(|one| selection.shows(&one.about, part)))
}

/// Returns what the patterns and the profile ask for.
pub fn selection(
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

/// Corrects `api` by a fix-up file.
pub fn correct(api: &mut Api, fixups: &Source) -> Result<(), String> {
    let refused = |errors: Vec<Diagnostic>| listed("the fix-up file", &errors);
    let fixups = Fixups::parse(&fixups.file, &fixups.text).map_err(refused)?;
    fixups.apply(api).map_err(refused)
}

/// Puts the permissions in a file on `api`, which is all of `whole` or a slice of it.
pub fn permit(api: &mut Api, whole: &Api, permissions: &Source) -> Result<(), String> {
    let Source { file, text, .. } = permissions;
    let table = Table::parse(text).map_err(|error| format!("{file}: {error}"))?;
    api.permissions = table.of(whole, api);
    Ok(())
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
