#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| slowtrain_fuzz::http(data));
