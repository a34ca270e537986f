//! Work while the interpreter is free: in the pool, with panics caught, and stopped by Ctrl-C where it may take long.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use slowtrain::Error;

use crate::{errors, pool};

/// How often long work looks whether the user wants it stopped. Assumption: nobody feels less.
const LOOK: Duration = Duration::from_millis(50);

/// Works in the pool.
pub fn run<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    match py.detach(|| caught(|| pool::install(work))) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(errors::raised(py, &error)),
        Err(text) => Err(errors::internal(py, &text)),
    }
}

/// Works in the pool until it is done or a signal asks to stop; `work` is handed what says so.
pub fn run_stoppable<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&AtomicBool) -> T + Send,
) -> PyResult<T> {
    let stop = AtomicBool::new(false);
    let stop = &stop;
    let work = move || work(stop);
    let (done, signal) = py.detach(|| {
        thread::scope(|scope| {
            let (sender, receiver) = channel();
            scope.spawn(move || {
                // The receiver waits for it.
                let _ = sender.send(caught(|| pool::install(work)));
            });
            let mut signal = Ok(());
            loop {
                match receiver.recv_timeout(LOOK) {
                    Ok(done) => return (done, signal),
                    Err(RecvTimeoutError::Timeout) if signal.is_ok() => {
                        signal = Python::attach(|py| py.check_signals());
                        stop.store(signal.is_err(), Ordering::Relaxed);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => {
                        return (
                            Err(String::from("a thread ended without an answer")),
                            signal,
                        );
                    }
                }
            }
        })
    });
    signal?;
    done.map_err(|text| errors::internal(py, &text))
}

/// What some work gives, or what it said when it panicked.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| told(panic.as_ref()))
}

fn told(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| String::from("a panic"))
}
