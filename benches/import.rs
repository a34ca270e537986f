//! Reading OpenStreetMap: the extract beside the project, its data repeated until the file is long enough to measure.
//!
//! Both passes over the file are in the time, and all that is made of it. Says so and ends where there is no extract.

use std::time::Instant;

use slowtrain::import::osm::{self, OsmOptions};

/// How often the data is repeated; nodes and ways come again with the same ids.
const TIMES: usize = 60;

fn main() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/feeds/liechtenstein.osm.pbf"
    );
    let Ok(whole) = std::fs::read(path) else {
        println!("skipped: {path} is not there");
        return;
    };
    // The first blob is the header: 4 bytes with the length of its own header, which ends with the length of the rest.
    let own = usize::from(whole[3]);
    let header = 4 + own + usize::from(whole[3 + own]);
    let dir = tempfile::tempdir().expect("a directory");
    let long = dir.path().join("long.osm.pbf");
    let bytes = [&whole[..header], &whole[header..].repeat(TIMES)].concat();
    std::fs::write(&long, &bytes).expect("written");
    let start = Instant::now();
    let (mut first, mut second) = (None, None);
    let imported = osm::import(&long, &OsmOptions::default(), &mut |progress| {
        let at = match progress.stage {
            "reading ways" => &mut first,
            _ => &mut second,
        };
        if progress.stage.starts_with("reading") {
            *at = Some(start.elapsed());
        }
    })
    .expect("a whole file");
    let all = start.elapsed();
    let mb = bytes.len() as f64 / 1e6;
    let rate = |seconds: f64| mb / seconds;
    let (first, second) = (
        first.unwrap_or(all).as_secs_f64(),
        second.unwrap_or(all).as_secs_f64(),
    );
    println!(
        "{mb:.0} MB of PBF, {} stations",
        imported.raw.stations.len()
    );
    println!("pass for ways:  {:.0} MB/s on one core", rate(first));
    println!(
        "pass for nodes: {:.0} MB/s on one core",
        rate(second - first)
    );
    println!("all of it:      {:.2} s", all.as_secs_f64());
}
