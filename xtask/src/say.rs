//! Results, on standard output.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};
use std::process::exit;

/// `print!`, for results; see [`put`].
macro_rules! say {
    ($($argument:tt)*) => { crate::say::put(format_args!($($argument)*)) };
}

/// `println!`, for results; see [`put`].
macro_rules! sayln {
    ($format:literal $($argument:tt)*) => { say!("{}\n", format_args!($format $($argument)*)) };
}

/// Writes a part of the results. Who reads them may have seen enough, as `head` has: what follows then
/// has no reader, and the command ends as it would have. Where they cannot be written for another reason,
/// such as a full disk, the command ends with 1.
pub(crate) fn put(text: Arguments<'_>) {
    let written = stdout().lock().write_fmt(text);
    if let Err(error) = written.and_then(|()| stdout().flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        anstream::eprintln!(
            "{}error{:#}: the results cannot be written: {error}",
            crate::ERROR,
            crate::ERROR
        );
        exit(1);
    }
}
