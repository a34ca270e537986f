//! A route as GeoJSON: `cargo run --example route_geojson Pyongyang Vladivostok > route.geojson`.

use std::env;
use std::error::Error;
use std::io;

use slowtrain::report::{self, Format, WIDTH};
use slowtrain::{Dataset, Request};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let from = words.next().unwrap_or_else(|| String::from("Pyongyang"));
    let to = words.next().unwrap_or_else(|| String::from("Vladivostok"));

    let data = Dataset::bundled()?;
    let plan = data.plan(&Request::new(from, to).departure("2019-04-23T07:00"))?;
    let best = plan.best();
    eprintln!("{} in {}", best.distance(), best.duration());
    for leg in &best.legs {
        let name = |station| &data.network().station(station).name;
        eprintln!("  {} to {}", name(leg.from), name(leg.to));
    }
    report::render(&plan.summary(), Format::GeoJson, WIDTH, &mut io::stdout())?;
    Ok(())
}
