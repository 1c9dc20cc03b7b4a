//! `cargo xtask bench`

mod derive;
mod page;
mod speed;

use std::path::PathBuf;

use crate::runner::Runner;
use crate::{Outcome, description};

/// Measures.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The description to read; CSDL and OpenAPI are told apart by content.
    #[arg(long, value_name = "FILE")]
    description: PathBuf,
}

/// What is there of a service whose description does not say where it is: nothing is sent to it.
const NOWHERE: &str = "https://service.invalid";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let whole = description::read(&args.description)?;
    let folder = Runner::default_folder("bench", &args.description);
    for speed in speed::measure(&whole, &folder)? {
        println!(
            "{} {} {} {:.0} MB/s ({} bytes)",
            speed.ty, speed.what, speed.means, speed.megabytes_a_second, speed.bytes
        );
    }
    Ok(Outcome::Good)
}
