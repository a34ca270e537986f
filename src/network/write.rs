//! Writes tables as CSV: UTF-8, `,` between fields, `\n` at line ends, quotes only where needed.
//!
//! What is written here reads back as the same table, cell by cell.
//!
//! ```
//! use slowtrain::network::{STATIONS, Table, write};
//! let mut stations = Table::new(&STATIONS);
//! let name = ["kp-rajin", "Rajin", "나진", "Najin;Rason", "KP"];
//! stations.push(name.into_iter().chain(["42.25", "130.30", "", "", "Asia/Pyongyang", "", ""]));
//! let text = write::table(&stations);
//! assert_eq!(text.lines().nth(1), Some("kp-rajin,Rajin,나진,Najin;Rason,KP,42.25,130.30,,,Asia/Pyongyang,,"));
//! ```

use super::raw::RawNetwork;
use super::table::Table;

/// A table as CSV text.
#[must_use]
pub fn table(table: &Table) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in table.records() {
        writer
            .write_record(record)
            .expect("memory takes every record, and all are as wide as the header");
    }
    let bytes = writer.into_inner().expect("memory takes every record");
    String::from_utf8(bytes).expect("cells are UTF-8")
}

/// The files of a network: their names in a data package and their texts.
#[must_use]
pub fn files(raw: &RawNetwork) -> Vec<(&'static str, String)> {
    let tables = raw.tables().map(|t| (t.schema().file, table(t)));
    let package = raw.package.iter();
    let package = package.map(|p| (super::raw::PACKAGE_FILE, p.text.to_string()));
    package.chain(tables).collect()
}
