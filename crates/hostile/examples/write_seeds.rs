//! Writes the seeds of each target into a folder of its name, for libFuzzer.
//!
//! `cargo run --package graphwright-hostile --example write_seeds -- FOLDER`

use std::path::Path;
use std::{env, fs, io};

use graphwright_hostile::{TARGETS, seeds};

fn main() -> io::Result<()> {
    let Some(folder) = env::args_os().nth(1) else {
        return Err(io::Error::other("name a folder"));
    };
    for target in TARGETS {
        let folder = Path::new(&folder).join(target.name);
        fs::create_dir_all(&folder)?;
        for (name, bytes) in seeds(&target)? {
            fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(())
}
