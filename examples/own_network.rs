//! A network of one's own, with petgraph's algorithms on it: `cargo run --example own_network`.

use std::error::Error;
use std::fs;

use petgraph::algo::connected_components;
use slowtrain::{Dataset, Request};

const STATIONS: &str = "id,name,country,lat,lon\n\
    xx-harbour,Harbour,XX,10.0,20.0\n\
    xx-mills,Mills,XX,10.3,20.2\n\
    xx-mine,Mine,XX,10.7,20.1\n";
const SEGMENTS: &str = "from,to,length_km,gauge_mm,max_speed_kmh\n\
    xx-harbour,xx-mills,42,1000,50\n\
    xx-mills,xx-mine,51.5,1000,40\n";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join("slowtrain-own-network");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("stations.csv"), STATIONS)?;
    fs::write(folder.join("segments.csv"), SEGMENTS)?;

    let data = Dataset::open(&folder)?;
    println!("{} warnings", data.warnings().len());
    println!("{} parts", connected_components(&data.network().graph()));

    let plan = data.plan(&Request::new("Harbour", "Mine"))?;
    let best = plan.best();
    println!(
        "{}: {} in {}",
        plan.train().id,
        best.distance(),
        best.duration()
    );
    Ok(())
}
