//! Written by `cargo xtask roundtrip`: decodes each value that it is given through its model, encodes it
//! again, and says what came of it.

#![allow(warnings)]

mod models;
mod read;

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::panic::catch_unwind;

use graphwright::serde_json;

/// A line in is the number of a model, a tab, and JSON. A line out is the type that it was read as, the
/// names of its additional members as a JSON array, and what was written, with tabs between; or `!` and
/// why there is nothing.
fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut lines = BufReader::with_capacity(1 << 16, std::io::stdin().lock());
    let mut line = String::new();
    while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
        let (number, json) = line.trim_end_matches('\n').split_once('\t').expect("a tab");
        let function = models::ALL[number.parse::<usize>().expect("a number")];
        let answer = match catch_unwind(|| function(json)) {
            Ok(Ok(wrote)) => {
                let names = serde_json::to_string(&wrote.additional).expect("names are JSON");
                format!("{}\t{names}\t{}", wrote.ty, wrote.json)
            }
            Ok(Err(error)) => format!("!{error}"),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned();
                let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).into()));
                format!("!panicked: {}", text.unwrap_or_default().replace('\n', " "))
            }
        };
        let written = writeln!(out, "{answer}");
        // Whoever asks one by one waits for the answer; whoever does not has sent more by now.
        if written.is_err() || (lines.buffer().is_empty() && out.flush().is_err()) {
            return;
        }
        line.clear();
    }
}
