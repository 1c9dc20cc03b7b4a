//! What a compilation costs: xtask stands between cargo and rustc and looks at it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde::Serialize;

use crate::runner::fail;
use graphwright_cli::memory::peak;

/// Where a wrapped compiler writes what it cost.
const LOG: &str = "GRAPHWRIGHT_BENCH_LOG";

/// One call of rustc.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Cost {
    pub(super) seconds: f64,
    /// Of all threads; what else runs on the machine hardly shows in it.
    pub(super) processor_seconds: f64,
    pub(super) megabytes: f64,
}

/// Compiles as cargo asks (`RUSTC_WRAPPER`) and writes down what it cost; `None` where xtask was called
/// for something else.
pub(crate) fn wrapped() -> Option<ExitCode> {
    let log = env::var_os(LOG)?;
    let mut arguments = env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    command.args(arguments).env_remove(LOG);
    let name = env::args().skip_while(|one| one != "--crate-name").nth(1);
    let name = name.unwrap_or_default();
    let start = Instant::now();
    let mut child = command.spawn().ok()?;
    let mut cost = Cost::default();
    let status = loop {
        let process = format!("/proc/{}", child.id());
        cost.megabytes = peak(&process).unwrap_or(cost.megabytes);
        cost.processor_seconds = processor(&process).unwrap_or(cost.processor_seconds);
        match child.try_wait().ok()? {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    cost.seconds = start.elapsed().as_secs_f64();
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .ok()?;
    let Cost {
        seconds,
        processor_seconds,
        megabytes,
    } = cost;
    let _ = writeln!(file, "{name}\t{seconds}\t{processor_seconds}\t{megabytes}");
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Some(ExitCode::from(code.unwrap_or(1)))
}

/// The time that all threads of a process have run, in seconds.
fn processor(process: &str) -> Option<f64> {
    /// Linux counts in hundredths of a second, whatever the machine.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string(format!("{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

/// A crate that is compiled over and over.
pub(super) struct Compiled {
    /// The folder of its workspace, which is the crate itself.
    pub(super) folder: PathBuf,
    pub(super) name: String,
    pub(super) target: PathBuf,
}

impl Compiled {
    /// Compiles the crate alone: what it depends on is compiled before. `command` is that of cargo.
    pub(super) fn compile(&self, command: &[&str]) -> Result<Cost, String> {
        self.cargo("check-dependencies", command, &[])?;
        let main = self.folder.join("src/lib.rs");
        let text = fs::read(&main).map_err(|error| fail(&main, &error))?;
        fs::write(&main, text).map_err(|error| fail(&main, &error))?;
        let log = self.target.join(format!("{}.log", self.name));
        let _ = fs::remove_file(&log);
        self.cargo("compile", command, &[(LOG, &log)])?;
        let text = fs::read_to_string(&log).map_err(|error| fail(&log, &error))?;
        let wanted = self.name.replace('-', "_");
        let found = text.lines().find_map(|line| {
            let mut parts = line.split('\t');
            (parts.next()? == wanted).then_some(())?;
            let mut number = || parts.next()?.parse().ok();
            Some(Cost {
                seconds: number()?,
                processor_seconds: number()?,
                megabytes: number()?,
            })
        });
        found.ok_or_else(|| format!("cargo did not compile {}", self.name))
    }

    /// The size of the library, in megabytes.
    pub(super) fn size(&self, profile: &str) -> Option<f64> {
        let file = format!("lib{}.rlib", self.name.replace('-', "_"));
        let file = fs::metadata(self.target.join(profile).join(file)).ok()?;
        Some(file.len() as f64 / 1e6)
    }

    fn cargo(&self, what: &str, command: &[&str], more: &[(&str, &Path)]) -> Result<(), String> {
        let this = env::current_exe().map_err(|error| error.to_string())?;
        // The wrapper is there in every call, for cargo builds anew where it changes.
        let unread = self.target.join("unread.log");
        fs::create_dir_all(&self.target).map_err(|error| fail(&self.target, &error))?;
        let status = Command::new("cargo")
            .current_dir(&self.folder)
            .args(command)
            .args([
                "--quiet",
                "--offline",
                "--package",
                &self.name,
                "--target-dir",
            ])
            .arg(&self.target)
            .env("RUSTC_WRAPPER", this)
            .env("CARGO_INCREMENTAL", "0")
            .env(LOG, unread)
            .envs(more.iter().copied())
            .status()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        match status.success() {
            true => Ok(()),
            false => Err(format!(
                "{what}: {} does not compile; cargo's messages stand above",
                self.name
            )),
        }
    }
}
