//! The server as a client meets it, over a socket, within one process.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use super::{Server, Settings};
use crate::Dataset;

/// A server that runs until it is dropped.
struct Running {
    address: SocketAddr,
    end: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn new(cores: usize) -> Running {
        let settings = Settings {
            listen: ([127, 0, 0, 1], 0).into(),
            cores,
            // A machine that does other things as well is slow.
            budget: Duration::from_secs(600),
            ..Settings::default()
        };
        let data = Dataset::bundled().expect("sound");
        let server = Server::bind(data, settings).expect("a free port");
        let address = server.address();
        let (end, ended) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            let until = async {
                let _ = ended.await;
                Ok(())
            };
            server.run_until(until).expect("it ends in order");
        });
        Running {
            address,
            end: Some(end),
            thread: Some(thread),
        }
    }

    fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        let time = Some(Duration::from_secs(60));
        stream.set_read_timeout(time).expect("a time");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut text = Vec::new();
        stream.read_to_end(&mut text).expect("it answers");
        String::from_utf8_lossy(&text).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ))
    }

    fn end(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it ends in order");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

#[test]
fn a_panic_in_a_request_is_500_and_the_server_lives() {
    let server = Running::new(1);
    for _ in 0..3 {
        let answer = server.get("/panic");
        assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
    }
    assert!(server.get("/healthz").ends_with("\r\n\r\nok\n"));
}

#[test]
fn what_has_begun_is_answered_before_the_server_ends() {
    let mut server = Running::new(1);
    let address = server.address;
    let (begun, begins) = mpsc::channel();
    let client = std::thread::spawn(move || {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let request = "GET /api/reach?from=Khasan&within=20h HTTP/1.1\r\nHost: localhost\r\n\r\n";
        stream.write_all(request.as_bytes()).expect("it reads");
        begun.send(()).expect("it is waited for");
        let mut text = Vec::new();
        // Without `Connection: close` the connection ends because the server does.
        stream.read_to_end(&mut text).expect("it answers");
        String::from_utf8_lossy(&text).into_owned()
    });
    begins.recv().expect("it begins");
    std::thread::sleep(Duration::from_millis(100));
    server.end();
    let answer = client.join().expect("it was answered");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(TcpStream::connect(address).is_err(), "nobody listens");
}
