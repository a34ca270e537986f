//! The map in the browser and the HTTP API: requests over a socket become requests of the library.
//!
//! A [`Server`] listens on one address and answers from one [`Dataset`] until it is told to stop. It reads no file, opens
//! no connection and remembers nothing of a request. Every request is bounded: the length of its address and body, how
//! often a parameter may be given, how long it may take, how many are worked on at a time (`pool`). One thread reads and
//! writes; the work is done on as many threads as there are cores.
//!
//! It stands on hyper and tokio alone. There are fifteen addresses and none has a part that varies, so a router would be
//! a `match`; the limits wanted here (waiting in turn, places by weight, matrices that step back) are not those of
//! ready-made layers.
//!
//! ```no_run
//! use slowtrain::Dataset;
//! use slowtrain::serve::{Server, Settings};
//!
//! let server = Server::bind(Dataset::bundled()?, Settings::default())?;
//! println!("http://{}", server.address());
//! server.run()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod assets;
mod body;
mod connection;
mod dispatch;
mod endpoints;
mod host;
mod layers;
mod matrix;
mod metrics;
mod openapi;
mod packed;
mod parameter;
mod pool;
mod problem;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use crate::Dataset;
use dispatch::State;

/// The port that is listened on where none is said: no service that is registered with IANA uses it.
pub const PORT: u16 = 8484;
/// How long a request may take where nothing else is said, in seconds. Assumption: whoever waits in front of a screen has gone by then.
pub const BUDGET_S: u64 = 10;
/// Threads that may wait for the reader of a matrix, besides those that compute.
const SPARE_THREADS: usize = 8;

/// How a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Names by which it may be asked, besides `localhost` and addresses.
    pub hosts: Vec<String>,
    /// Requests worked on at a time.
    pub cores: usize,
    /// How long a request may take.
    pub budget: Duration,
}

impl Default for Settings {
    /// On 127.0.0.1:8484, with all cores.
    fn default() -> Settings {
        Settings {
            listen: (Ipv4Addr::LOCALHOST, PORT).into(),
            hosts: Vec::new(),
            cores: available_parallelism().map_or(1, NonZero::get),
            budget: Duration::from_secs(BUDGET_S),
        }
    }
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    state: Arc<State>,
}

impl Server {
    /// Listens on an address.
    ///
    /// # Errors
    /// What the system says when the address cannot be had.
    pub fn bind(data: Dataset, settings: Settings) -> io::Result<Server> {
        let listener = TcpListener::bind(settings.listen)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::new(data, &settings, address.ip()));
        Ok(Server {
            listener,
            address,
            state,
        })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the process is asked to end (Ctrl+C, SIGTERM), then ends what has begun.
    ///
    /// # Errors
    /// What the system says when there are no threads or signals to be had.
    pub fn run(self) -> io::Result<()> {
        self.run_until(connection::asked_to_end())
    }

    /// Answers until `end` is ready, then ends what has begun.
    ///
    /// # Errors
    /// As [`Server::run`].
    pub fn run_until(self, end: impl Future<Output = io::Result<()>>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(self.state.pool.cores() + SPARE_THREADS)
            .build()?;
        let ended = runtime.block_on(connection::serve(self.listener, self.state, end));
        // A request that is still worked on is not waited for any longer.
        runtime.shutdown_timeout(Duration::from_secs(1));
        ended
    }
}
