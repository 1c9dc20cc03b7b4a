//! How much memory a process has had.

use std::fs;

/// The most memory that a process has had, in megabytes; known on Linux alone. `process` is its folder, such as
/// `/proc/self`.
pub fn peak(process: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}
