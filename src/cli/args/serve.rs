//! What can be typed after `serve`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Args as ClapArgs;

use super::{EXAMPLES_FIRST, whole};
use crate::serve::{BUDGET_S, PORT};

const SERVE_EXAMPLES: &str = "\
Examples:
  slowtrain serve
  slowtrain serve --listen 9000
  slowtrain serve --listen 0.0.0.0:8484 --allow-host trains.example.org";

#[derive(Debug, ClapArgs)]
#[command(help_template = EXAMPLES_FIRST, before_help = SERVE_EXAMPLES)]
pub struct Serve {
    /// Where to listen: an address, a port, or both; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8484", value_parser = listen)]
    pub listen: SocketAddr,
    /// Also answer for this host name; may repeat
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Requests worked on at a time; as many as there are cores when left out
    #[arg(long, value_name = "N", value_parser = whole::<1, 256>)]
    pub workers: Option<u32>,
    /// Seconds that a request may take
    #[arg(long, value_name = "S", default_value_t = BUDGET_S as u32, value_parser = whole::<1, 3_600>)]
    pub time_limit: u32,
}

/// `127.0.0.1:8484`, `0.0.0.0`, `9000`, `localhost:9000`.
fn listen(text: &str) -> Result<SocketAddr, String> {
    let local = text.replace("localhost", "127.0.0.1");
    let port = |port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let address = |address: IpAddr| SocketAddr::from((address, PORT));
    local
        .parse()
        .or_else(|_| local.trim_start_matches(':').parse().map(port))
        .or_else(|_| local.parse().map(address))
        .map_err(|_| {
            String::from("an address and a port like 127.0.0.1:8484 are needed, or one of them")
        })
}
