//! Written by `cargo xtask conform`: makes each documented request with the generated crate and
//! reads its documented response.

#![allow(warnings)]

mod functions;
mod support;
mod types;

fn main() -> std::process::ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(rows), Some(results)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: runner ROWS RESULTS");
        return std::process::ExitCode::from(2);
    };
    match support::run(rows.as_ref(), results.as_ref()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
