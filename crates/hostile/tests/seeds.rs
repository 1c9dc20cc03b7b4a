//! The short form of fuzzing: the seeds of each target, and damaged copies of them.

use std::time::{Duration, Instant};

use graphwright_hostile::{Mutator, TARGETS, seeds};

/// Longer than any input of this size needs, also on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Gives the seeds of a target to it, and so many damaged copies, in turn of each seed.
fn damaged(name: &str, copies: usize) {
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.expect("a target");
    let seeds = seeds(target).expect("seeds");
    assert!(!seeds.is_empty(), "{name} has no seed");
    for (_, seed) in &seeds {
        (target.run)(seed);
    }
    for copy in 0..copies {
        let (seed, bytes) = &seeds[copy % seeds.len()];
        let (_, other) = &seeds[(copy * 7 + 1) % seeds.len()];
        let mut bytes = bytes.clone();
        Mutator::new(u64::try_from(copy).expect("a number")).damage(&mut bytes, other);
        let begun = Instant::now();
        let shown = String::from_utf8_lossy(&bytes);
        let done = std::panic::catch_unwind(|| (target.run)(&bytes));
        assert!(done.is_ok(), "{name}: {seed}, copy {copy}:\n{shown}");
        let time = begun.elapsed();
        assert!(
            time < LONGEST,
            "{name}: {seed}, copy {copy} took {time:?}:\n{shown}"
        );
    }
}

#[test]
fn damaged_csdl_is_read_or_refused() {
    damaged("csdl_xml", 20_000);
    damaged("csdl_json", 10_000);
}

#[test]
fn damaged_openapi_is_read_or_refused() {
    damaged("openapi", 8_000);
}

#[test]
fn of_damaged_descriptions_nothing_but_rust_is_generated() {
    damaged("emission", 1_500);
}

#[test]
fn damaged_json_is_read_as_serde_json_reads_it_and_written_the_same() {
    damaged("json", 50_000);
}

#[test]
fn hostile_responses_are_read_or_refused() {
    damaged("response", 20_000);
}

#[test]
fn each_target_has_a_libfuzzer_target() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    for target in TARGETS {
        let path = folder.join(target.name).with_extension("rs");
        let text = std::fs::read_to_string(&path).expect("a libFuzzer target");
        assert!(
            text.contains(&format!("run(\"{}\"", target.name)),
            "{}",
            path.display()
        );
    }
}
