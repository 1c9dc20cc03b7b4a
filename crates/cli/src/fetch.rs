//! `graphwright fetch`

mod download;
mod record;
mod target;

use std::path::{Path, PathBuf};

use crate::place::shown;
use crate::project::Project;
use crate::write::write;
use crate::{Host, Outcome};

use self::download::{Answer, download};
use self::record::Record;
use self::target::{Cloud, Target, Version};

/// Downloads a description to a file that stays as it is until it is fetched again.
///
/// Without options, anew what was fetched before: the descriptions of the crates in graphwright.toml that have a file
/// FILE.fetched beside them. That file says where the description came from; the service is asked for it only if it
/// has changed since (ETag). The old file stays until the new one is complete.
///
/// Examples:
///   graphwright fetch --version v1.0 --out metadata.xml
///   graphwright fetch --cloud us-gov-dod --version beta --out metadata.xml
///   graphwright fetch --version v1.0 --openapi --out openapi.yaml
///   graphwright fetch --from https://services.odata.org/V4/TripPinService/$metadata --out trippin.xml
///   graphwright fetch
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
#[allow(rustdoc::bare_urls, reason = "this is what --help prints")]
pub struct Args {
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The version of Microsoft Graph whose metadata are asked for.
    #[arg(
        long,
        value_name = "VERSION",
        requires = "out",
        conflicts_with = "from"
    )]
    version: Option<Version>,
    /// The national cloud: us-gov is US Government L4, us-gov-dod L5, china is operated by 21Vianet.
    #[arg(
        long,
        value_name = "CLOUD",
        default_value = "global",
        conflicts_with = "from"
    )]
    cloud: Cloud,
    /// The OpenAPI document that Microsoft publishes of the global cloud, in place of the metadata.
    #[arg(long, requires = "version")]
    openapi: bool,
    /// Any other URL; https, or http on this machine.
    #[arg(long, value_name = "URL", requires = "out")]
    from: Option<String>,
    /// Give up if the description has more megabytes.
    #[arg(long, value_name = "MEGABYTES", default_value_t = 256)]
    limit: u64,
    /// Overwrite a file that was not fetched, or was edited since.
    #[arg(long)]
    force: bool,
    /// The project file, in place of the nearest graphwright.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    project: Option<PathBuf>,
}

/// Runs the command, as a part of `host`.
///
/// # Errors
/// The description cannot be had, or a file is in the way; the message says what to do.
pub fn run(args: &Args, host: &Host) -> Result<Outcome, String> {
    let Some(out) = &args.out else {
        return again(args, host);
    };
    let target = match (&args.from, args.version) {
        (Some(url), _) => Target::of_url(url)?,
        (None, Some(version)) => Target::of_graph(args.cloud, version, args.openapi)?,
        (None, None) => {
            return Err(
                "say what to fetch: --version v1.0 or beta of Microsoft Graph, or --from URL"
                    .to_owned(),
            );
        }
    };
    fetch(&target, out, args)?;
    Ok(Outcome::Good)
}

/// Fetches what was fetched before.
fn again(args: &Args, host: &Host) -> Result<Outcome, String> {
    let project = host.project(args.project.as_deref())?;
    let mut files: Vec<PathBuf> = Vec::new();
    for job in Project::read(&project)?.crates {
        if !files.contains(&job.description) {
            files.push(job.description);
        }
    }
    let mut count = 0;
    for file in &files {
        if let Some(record) = Record::read(file)? {
            fetch(&Target::of_url(&record.url)?, file, args)?;
            count += 1;
        }
    }
    match count {
        0 => Err(format!(
            "{}: no description in it was fetched: give --out with --version or --from",
            shown(&project)
        )),
        _ => Ok(Outcome::Good),
    }
}

fn fetch(target: &Target, out: &Path, args: &Args) -> Result<(), String> {
    let file = shown(out);
    let known = Record::read(out)?;
    let there = record::hash_of(out)?;
    let is_ours = match (&known, &there) {
        (_, None) => true,
        (Some(known), Some(there)) => known.sha256 == *there,
        (None, Some(_)) => false,
    };
    if !is_ours && !args.force {
        return Err(format!(
            "{file}: this file was not fetched, or was edited since, so it is not overwritten; give another --out, \
             keep corrections in a fix-up file, or overwrite it with --force"
        ));
    }
    // What is there is asked about only where it is what the service sent.
    let known = known.filter(|known| is_ours && there.is_some() && known.url == target.url());
    let etag = known.as_ref().and_then(|known| known.etag.as_deref());
    match download(target, etag, out, args.limit << 20)? {
        Answer::Unchanged => sayln!("{file}: unchanged at {}", target.url()),
        Answer::New {
            file: new,
            record,
            bytes,
        } => {
            crate::write::put(new, out)?;
            write(&record::path(out), record.text()?.as_bytes())?;
            sayln!("{file}: {bytes} bytes from {}", target.url());
        }
    }
    Ok(())
}
