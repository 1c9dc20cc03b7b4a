//! What a command says: results on standard output, errors on standard error.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write, stdout};
use std::process::exit;

use anstyle::{AnsiColor, Style};

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// `print!`, for results; see [`put`].
#[macro_export]
macro_rules! say {
    ($($argument:tt)*) => { $crate::say::put(format_args!($($argument)*)) };
}

/// `println!`, for results; see [`put`].
#[macro_export]
macro_rules! sayln {
    ($format:literal $($argument:tt)*) => { $crate::say!("{}\n", format_args!($format $($argument)*)) };
}

/// Writes a part of the results. Who reads them may have seen enough, as `head` has: what follows then
/// has no reader, and the command ends as it would have. Where they cannot be written for another reason,
/// such as a full disk, the command ends with 1.
pub fn put(text: Arguments<'_>) {
    let written = stdout().lock().write_fmt(text);
    if let Err(error) = written.and_then(|()| stdout().flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        self::error(&format!("the results cannot be written: {error}"));
        exit(1);
    }
}

/// Says on standard error what has kept a command from its end.
pub fn error(message: &str) {
    anstream::eprintln!("{ERROR}error{ERROR:#}: {message}");
}
