//! `slowtrain serve`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use super::super::Outcome;
use super::super::args::{Global, Serve};
use super::super::failure::Failure;
use super::super::output::Output;
use super::super::requests;
use crate::serve::{Server, Settings};

pub fn run(args: &Serve, global: &Global, output: &Output) -> Outcome {
    let data = requests::open(global)?;
    let settings = Settings {
        listen: args.listen,
        hosts: args.allow_host.clone(),
        budget: Duration::from_secs(u64::from(args.time_limit)),
        cores: args
            .workers
            .map_or(Settings::default().cores, |workers| workers as usize),
    };
    let server = Server::bind(data, settings).map_err(|error| {
        let listen = args.listen;
        Failure::Wrong(format!(
            "cannot listen on {listen}: {error}; --listen 0 takes a free port"
        ))
    })?;
    let address = server.address();
    if !address.ip().is_loopback() {
        output.remark(&format!(
            "warning: everybody who reaches {address} can ask this server, and nothing is encrypted; for others than \
             yourself, put a web server with TLS before it"
        ));
    }
    output.answer(&format!(
        "The map is at http://{shown}/ and the API at http://{shown}/api/docs. Ctrl+C ends it.",
        shown = shown(address)
    ))?;
    server
        .run()
        .map_err(|error| Failure::Wrong(format!("cannot serve: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

/// An address that a browser of this machine can open.
fn shown(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => ([127, 0, 0, 1], v4.port()).into(),
        other => other,
    }
}
