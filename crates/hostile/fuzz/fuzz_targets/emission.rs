#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| graphwright_hostile::run("emission", bytes));
