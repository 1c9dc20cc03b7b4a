//! The download of a description.

use std::io::Write;
use std::path::Path;

use graphwright::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use graphwright::{ErrorKind, HeaderMap, StatusCode};
use tempfile::NamedTempFile;

use super::record::{Record, hash_of};
use super::target::Target;
use crate::place::shown;
use crate::progress::Progress;
use crate::write::beside;

/// What a service answered.
pub(super) enum Answer {
    /// What it said the last time still holds.
    Unchanged,
    /// A description.
    New {
        /// All of it, in a file beside its place.
        file: NamedTempFile,
        record: Record,
        bytes: u64,
    },
}

/// Asks for `target`, unless it is still what `etag` names, and writes it beside `out`.
///
/// # Errors
/// It cannot be had, or has more bytes than `limit`; then nothing is left behind.
pub(super) fn download(
    target: &Target,
    etag: Option<&str>,
    out: &Path,
    limit: u64,
) -> Result<Answer, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(receive(target, etag, out, limit))
}

async fn receive(
    target: &Target,
    etag: Option<&str>,
    out: &Path,
    limit: u64,
) -> Result<Answer, String> {
    let fail = |error: &graphwright::Error| said(error, target.url(), out);
    let request = target.request();
    let request = match etag {
        Some(etag) => request.header(IF_NONE_MATCH.as_str(), etag),
        None => request,
    };
    let progress = Progress::of(target.url());
    let response = match request.stream().await {
        Err(error) if error.status() == Some(StatusCode::NOT_MODIFIED) && etag.is_some() => {
            return Ok(Answer::Unchanged);
        }
        response => response.map_err(|error| fail(&error))?,
    };
    let text = |name| text(&response.headers, name);
    if text(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")) {
        return Err(format!(
            "{}: this is a web page, not a description: give the URL of the file itself",
            target.url()
        ));
    }
    let etag = text(ETAG);
    let mut body = response.value;
    let mut file = beside(out)?;
    let mut bytes = 0;
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| fail(&error))?;
        bytes += piece.len() as u64;
        if bytes > limit {
            return Err(format!(
                "{}: it has more than {} MB, so it was not written: raise --limit if that is right",
                target.url(),
                limit >> 20
            ));
        }
        file.write_all(&piece)
            .map_err(|error| format!("{}: {error}", shown(out)))?;
        progress.say(format!("{}: {:.1} MB", target.url(), bytes as f64 / 1e6));
    }
    let sha256 = hash_of(file.path())?.unwrap_or_default();
    let record = Record {
        url: target.url().to_owned(),
        etag,
        sha256,
    };
    Ok(Answer::New {
        file,
        record,
        bytes,
    })
}

fn text(headers: &HeaderMap, name: graphwright::http::HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// What is said of an error, with its causes and what to do.
fn said(error: &graphwright::Error, url: &str, out: &Path) -> String {
    let mut causes = String::new();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        causes.push_str(&format!(": {next}"));
        cause = next.source();
    }
    let help = match error.kind() {
        ErrorKind::Transport | ErrorKind::Timeout(_) => format!(
            "\n  help: is there a network, and may this machine reach the host? A file that you download otherwise can \
             be put at {} as well",
            shown(out)
        ),
        _ => String::new(),
    };
    match url {
        url if error.url() == Some(url) => format!("{error}{causes}{help}"),
        url => format!("{url}: {error}{causes}{help}"),
    }
}
