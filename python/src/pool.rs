//! The threads that answer: one pool for the process that imported the package.
//!
//! Threads do not survive a fork, so a pool that was started before one would wait for ever in the child. A child therefore
//! never touches the pool of its parent, nor the lock around it: each of its calls has a pool of its own, of one thread
//! unless the child itself asks for more.

use std::num::NonZero;
use std::process;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The process that imported the package.
static OWNER: AtomicU32 = AtomicU32::new(0);
/// The forked process that set a number of threads, and the number.
static CHILD: AtomicU32 = AtomicU32::new(0);
static CHILD_THREADS: AtomicUsize = AtomicUsize::new(1);
/// The number of threads of the owner; 0 for one for each core.
static THREADS: AtomicUsize = AtomicUsize::new(0);
/// The pool of the owner, with the number of its threads.
static POOL: Mutex<Option<(usize, Arc<ThreadPool>)>> = Mutex::new(None);

/// Says that this process is the owner.
pub fn start() {
    OWNER.store(process::id(), Ordering::Relaxed);
}

fn is_owner() -> bool {
    OWNER.load(Ordering::Relaxed) == process::id()
}

/// The number of threads that answer in this process.
pub fn threads() -> usize {
    if is_owner() {
        match THREADS.load(Ordering::Relaxed) {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        }
    } else if CHILD.load(Ordering::Relaxed) == process::id() {
        CHILD_THREADS.load(Ordering::Relaxed)
    } else {
        1
    }
}

/// Sets the number of threads that answer in this process; 0 for one for each core.
pub fn set_threads(threads: usize) {
    if is_owner() {
        THREADS.store(threads, Ordering::Relaxed);
    } else {
        CHILD_THREADS.store(threads.max(1), Ordering::Relaxed);
        CHILD.store(process::id(), Ordering::Relaxed);
    }
}

/// Works in the pool of this process.
pub fn install<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let threads = threads();
    if !is_owner() {
        return new(threads).install(work);
    }
    let pool = {
        let mut kept = POOL.lock().expect("no thread panics with it");
        match &*kept {
            Some((count, pool)) if *count == threads => Arc::clone(pool),
            _ => {
                let pool = Arc::new(new(threads));
                *kept = Some((threads, Arc::clone(&pool)));
                pool
            }
        }
    };
    pool.install(work)
}

fn new(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    let builder = builder.thread_name(|number| format!("slowtrain-{number}"));
    builder.build().expect("the system gives threads")
}
