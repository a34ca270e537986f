//! Which hosts the server answers for.
//!
//! A page of another site can make its own name point at this machine and then read what a server there answers (DNS
//! rebinding). Names are therefore refused unless they are known; an address cannot be made to point elsewhere.

use std::net::IpAddr;

/// The hosts that are known.
#[derive(Clone, Debug)]
pub struct Hosts {
    names: Vec<String>,
    is_loopback: bool,
}

impl Hosts {
    /// A server that listens on an address and has some names.
    pub fn new(listens: IpAddr, names: &[String]) -> Hosts {
        Hosts {
            names: names.iter().map(|name| name.to_lowercase()).collect(),
            is_loopback: listens.is_loopback(),
        }
    }

    /// Whether a `Host` header names this server.
    pub fn has(&self, header: &str) -> bool {
        let host = without_port(header).to_lowercase();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            return address.is_loopback() || !self.is_loopback;
        }
        host == "localhost" || host.ends_with(".localhost") || self.names.contains(&host)
    }
}

/// `localhost` of `localhost:8484`, `[::1]` of `[::1]:8484`.
fn without_port(header: &str) -> &str {
    match header.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.is_empty() => {
            let is_whole = !host.contains(':') || host.ends_with(']');
            if is_whole { host } else { header }
        }
        _ => header,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn only_known_names_are_answered() {
        let local = Hosts::new(Ipv4Addr::LOCALHOST.into(), &[]);
        for known in [
            "localhost:8484",
            "127.0.0.1",
            "[::1]:8484",
            "LOCALHOST",
            "127.0.0.2:1",
        ] {
            assert!(local.has(known), "{known}");
        }
        for foreign in [
            "evil.example",
            "evil.example:8484",
            "",
            "192.168.1.4",
            "localhost.evil",
            ":8484",
        ] {
            assert!(!local.has(foreign), "{foreign}");
        }
        let open = Hosts::new(
            Ipv4Addr::UNSPECIFIED.into(),
            &[String::from("Trains.example")],
        );
        assert!(open.has("192.168.1.4:8484") && open.has("trains.example"));
        assert!(!open.has("evil.example"));
    }
}
