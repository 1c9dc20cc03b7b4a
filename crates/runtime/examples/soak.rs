//! `cargo xtask soak`: sends many requests at once to a server on this machine that fails one in twenty, and says what
//! became of them, and how fast plain GETs are beside bare hyper's.

#[path = "../tests/soaked/mod.rs"]
mod soaked;

use std::process::ExitCode;

fn main() -> ExitCode {
    let requests = std::env::args()
        .nth(1)
        .and_then(|number| number.parse().ok());
    let Some(requests) = requests else {
        eprintln!("error: how many requests? Such as: cargo xtask soak --requests 100000");
        return ExitCode::from(2);
    };
    let report = soaked::run(requests);
    let (at_once, seconds) = (soaked::AT_ONCE, report.time.as_secs_f64());
    println!(
        "{requests} requests, {at_once} at a time, {} faults, {seconds:.1} s",
        report.faults
    );
    for (outcome, number) in &report.outcomes {
        println!("  {number:7} {outcome}");
    }
    println!(
        "{} connections; at the end {} were kept",
        report.connections, report.idle
    );
    println!(
        "left: {} connections, {} tasks, {} descriptors",
        report.left, report.tasks, report.descriptors
    );
    let megabytes: Vec<String> = report
        .memory
        .iter()
        .map(|bytes| format!("{:.1}", *bytes as f64 / 1e6))
        .collect();
    println!("memory after each tenth, in MB: {}", megabytes.join(" "));
    let rates = soaked::rates::measure(requests / 5);
    let share = 100.0 * rates.graphwright / rates.hyper;
    println!(
        "plain GETs a second: {:.0}, bare hyper {:.0} ({share:.0} %)",
        rates.graphwright, rates.hyper
    );
    let problems = report.problems();
    for problem in &problems {
        println!("wrong: {problem}");
    }
    if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
