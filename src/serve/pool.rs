//! Where the work of requests is done: on few threads, in turn, within a time.
//!
//! Light work (a route, a claim) has as many places as the machine has cores. Heavy work (reports, isochrones, pictures)
//! takes one of those places and one of its own, of which there is one fewer, so that a route need never wait for it.
//! Whoever waits too long, or behind too many, is refused. Work that has begun is not broken off: it keeps its place
//! until it ends, so that what is refused cannot pile up. A panic ends only the request that met it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::problem::Problem;

/// Requests that may wait or be worked on at a time. Assumption: at 3 ms each they are done within a second.
const MOST_WAITING: usize = 512;

/// How much work a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Milliseconds.
    Light,
    /// Up to seconds.
    Heavy,
}

/// The places where work is done.
#[derive(Debug)]
pub struct Pool {
    cores: usize,
    light: Arc<Semaphore>,
    heavy: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    budget: Duration,
}

impl Pool {
    /// A pool for so many cores, in which a request may take so long.
    pub fn new(cores: usize, budget: Duration) -> Pool {
        Pool {
            cores,
            light: Arc::new(Semaphore::new(cores)),
            heavy: Arc::new(Semaphore::new((cores - 1).max(1))),
            waiting: Arc::default(),
            budget,
        }
    }

    /// Requests worked on at a time.
    pub fn cores(&self) -> usize {
        self.cores
    }

    /// How long a request may take.
    pub fn budget(&self) -> Duration {
        self.budget
    }

    /// Requests that wait or are worked on.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether every core has a request to work on.
    pub fn is_full(&self) -> bool {
        self.waiting() >= self.cores
    }

    /// Does some work when it is its turn.
    pub async fn run<T: Send + 'static>(
        &self,
        weight: Weight,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let Some(waits) = Waits::new(&self.waiting) else {
            return Err(Problem::busy(format!(
                "{MOST_WAITING} requests are waiting already"
            )));
        };
        let place = |semaphore: &Arc<Semaphore>| Arc::clone(semaphore).acquire_owned();
        let turn = async {
            let heavy = match weight {
                Weight::Heavy => Some(place(&self.heavy).await),
                Weight::Light => None,
            };
            let light = place(&self.light).await;
            let done = spawn_blocking(move || {
                let _places = (heavy, light, waits);
                work()
            });
            done.await.unwrap_or_else(|_| Err(Problem::fault()))
        };
        match timeout(self.budget, turn).await {
            Ok(answer) => answer,
            Err(_) => Err(Problem {
                retry_after: Some(5),
                ..Problem::new(504, "too_slow", self.too_slow())
            }),
        }
    }

    fn too_slow(&self) -> String {
        format!("there is no answer within {} s", self.budget.as_secs())
    }
}

/// One that waits, as long as it lives.
struct Waits(Arc<AtomicUsize>);

impl Waits {
    fn new(waiting: &Arc<AtomicUsize>) -> Option<Waits> {
        let before = waiting.fetch_add(1, Ordering::Relaxed);
        let waits = Waits(Arc::clone(waiting));
        (before < MOST_WAITING).then_some(waits)
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.expect("a runtime").block_on(work)
    }

    #[test]
    fn a_panic_is_a_fault_and_the_next_request_is_answered() {
        let pool = Pool::new(1, Duration::from_secs(5));
        on_a_runtime(async {
            let fault = pool
                .run::<u8>(Weight::Light, || panic!("a test of panics"))
                .await;
            assert_eq!(fault.expect_err("it panicked").status, 500);
            assert_eq!(pool.run(Weight::Light, || Ok(7)).await, Ok(7));
        });
        assert_eq!(pool.waiting(), 0);
    }

    #[test]
    fn heavy_work_leaves_a_place_and_slow_work_is_refused() {
        let pool = Pool::new(2, Duration::from_millis(200));
        let (go, wait) = mpsc::channel::<()>();
        on_a_runtime(async {
            let slow = pool.run(Weight::Heavy, move || {
                let _ = wait.recv();
                Ok(())
            });
            let (slow, second, light) = tokio::join!(
                slow,
                pool.run(Weight::Heavy, || Ok(())),
                pool.run(Weight::Light, || Ok(1)),
            );
            assert_eq!(light, Ok(1));
            assert_eq!(slow.expect_err("too slow").status, 504);
            assert_eq!(second.expect_err("its place is taken").status, 504);
            // It keeps its place until it ends.
            assert_eq!(pool.waiting(), 1);
            go.send(()).expect("it waits");
        });
        assert_eq!(pool.waiting(), 0);
    }
}
