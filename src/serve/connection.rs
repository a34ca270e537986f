//! Connections: taken up to a number, read within a time, ended in order.

use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use super::dispatch::{State, respond};

/// Connections at a time; more wait until one ends. Assumption: a browser opens six.
const MOST: usize = 512;
/// How long a connection may take to send the head of a request, and may be silent between two.
const HEAD: Duration = Duration::from_secs(20);
/// Bytes of the head of a request at most; hyper answers longer ones with 414 or 431.
const LARGEST_HEAD: usize = 32 * 1024;
/// How long what has begun may take once the server is asked to end.
const GRACE: Duration = Duration::from_secs(10);
/// A pause after a connection could not be taken, for instance because there are too many open files.
const PAUSE: Duration = Duration::from_millis(50);

/// Ready when the process is asked to end.
pub async fn asked_to_end() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Takes connections until `end` is ready, then waits for those that are answered.
pub async fn serve(
    listener: TcpListener,
    state: Arc<State>,
    end: impl Future<Output = io::Result<()>>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(MOST));
    let (ends, ending) = watch::channel(false);
    let mut end = pin!(end);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (taken, place) = tokio::select! {
            ended = &mut end => {
                ended?;
                break;
            }
            next = next => next,
        };
        let Ok((stream, _)) = taken else {
            sleep(PAUSE).await;
            continue;
        };
        let (state, ending) = (Arc::clone(&state), ending.clone());
        tokio::spawn(async move {
            let _place = place;
            state.connections.fetch_add(1, Ordering::Relaxed);
            // What a client breaks off is no fault of the server.
            let _ = answered(stream, &state, ending).await;
            state.connections.fetch_sub(1, Ordering::Relaxed);
        });
    }
    drop(listener);
    let _ = ends.send(true);
    let all = places.acquire_many(MOST as u32);
    let _ = timeout(GRACE, all).await;
    Ok(())
}

async fn answered(
    stream: TcpStream,
    state: &Arc<State>,
    mut ending: watch::Receiver<bool>,
) -> hyper::Result<()> {
    // Answers are small; none should wait for more to be sent along.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(Arc::clone(state), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        done = connection.as_mut() => return done,
        _ = ending.wait_for(|ends| *ends) => connection.as_mut().graceful_shutdown(),
    }
    connection.await
}
