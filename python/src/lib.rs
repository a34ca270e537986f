//! The native part of the Python package `slowtrain`: a thin layer over the library.
//!
//! It turns texts and numbers of Python into requests and hands answers back as JSON, text, bytes and Arrow tables; the
//! classes that people see are written in Python. Every call gives the interpreter free while it works, and a panic becomes
//! an exception.

mod answers;
mod errors;
mod network;
mod pool;
mod requests;
mod work;

use std::ffi::OsString;
use std::process::ExitCode;

use pyo3::prelude::*;

/// The command line; returns its exit code. `arguments` begin with the name of the program.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    let code = py.detach(|| slowtrain::cli::run_with(arguments));
    let is_code = |number: &u8| ExitCode::from(*number) == code;
    (0..=u8::MAX).find(is_code).unwrap_or(u8::MAX)
}

/// Sets the number of threads that answer; in a process that was forked from another, for that process alone.
#[pyfunction]
fn set_threads(threads: usize) {
    pool::set_threads(threads);
}

/// The number of threads that answer.
#[pyfunction]
fn threads() -> usize {
    pool::threads()
}

/// Panics; the tests use it.
#[pyfunction]
fn _panic(py: Python<'_>, text: String) -> PyResult<()> {
    work::run(py, || panic!("{text}"))
}

#[pymodule]
fn _slowtrain(module: &Bound<'_, PyModule>) -> PyResult<()> {
    pool::start();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("SCHEMA", slowtrain::arrow::SCHEMA)?;
    module.add_class::<network::Network>()?;
    module.add_class::<answers::Answer>()?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(set_threads, module)?)?;
    module.add_function(wrap_pyfunction!(threads, module)?)?;
    module.add_function(wrap_pyfunction!(_panic, module)?)
}
