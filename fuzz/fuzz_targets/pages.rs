#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| edmund_fuzz::page(bytes));
