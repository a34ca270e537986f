//! The stations that trains call at: platforms become the station that they are part of.
//!
//! Feeds name the station of a platform, or do not, or name one that they do not have. A platform without a station is
//! one itself, together with what has its name at its place.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::archive::Archive;
use super::calls::{Drafts, Numbers};
use super::left::Left;
use super::network::slug;
use super::routes::row_of;
use super::rows::{At, Row, needed, optional, rows};
use super::{GtfsProblem, InFile, table_is_there};
use crate::network::LatLon;

/// How far apart stops of one name may be and still be one station, where one of them is part of none, km. Assumption:
/// platforms of the largest stations are 400 m long and begin 500 m apart.
const ONE_PLACE_KM: f64 = 0.5;

/// The same where both are stations by themselves in the feed: one listed twice, not two halves of a city. Assumption:
/// the width of a station.
const LISTED_TWICE_KM: f64 = 0.15;

/// How far apart platforms may be whose station is missing and still be one, km. Assumption: twice [`ONE_PLACE_KM`], as
/// the feed itself says that they belong together.
const ONE_PARENT_KM: f64 = 1.0;

/// How near two stations are that no train runs between, km. Assumption: half a car.
const TOUCHING_KM: f64 = 0.01;

/// How near to 0, 0 a place is that was never entered, degrees. There is only the Gulf of Guinea.
const NULL_ISLAND: f64 = 0.01;

/// How often a station is part of another: boarding area, platform, station.
const DEEPEST: usize = 3;

/// A station or stop.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub id: String,
    pub name: String,
    pub place: LatLon,
    /// IANA name of its time zone.
    pub zone: String,
    /// Row of stops.txt.
    pub at: At,
    /// Why its place cannot be right.
    pub wrong: Option<String>,
    /// Whether the feed says that it is a station.
    is_station: bool,
}

/// A row of stops.txt.
struct Stop {
    name: String,
    place: Option<LatLon>,
    zone: String,
    parent: String,
    at: At,
}

/// Stations, and the number of the one that each stop is part of; `None` for a stop that is in no file.
pub(super) struct Stations {
    pub all: Vec<Station>,
    pub of_stop: Vec<usize>,
}

/// Reads the stations of stops.
pub(super) fn read(
    archive: &mut Archive,
    drafts: &Drafts,
    zone: &str,
    left: &mut Left,
) -> Result<Stations, InFile> {
    let stops = &drafts.stops;
    let found = read_rows(archive, stops, left)?;
    let mut ids: Vec<&String> = stops.keys().collect();
    ids.sort_unstable();
    let mut grouping = Grouping {
        found: &found,
        zone,
        all: Vec::new(),
        by_root: BTreeMap::new(),
    };
    let mut of_stop = vec![0; stops.len()];
    for id in ids {
        of_stop[stops[id]] = grouping.station(id, left)?;
    }
    let one = one_by_name(&grouping.all, left);
    let mut stations = Stations {
        all: grouping.all,
        of_stop: of_stop.into_iter().map(|station| one[station]).collect(),
    };
    stations.join_touching(drafts, left);
    Ok(stations)
}

impl Stations {
    /// Makes one of two stations at one place that a train calls at one after the other: it does not move.
    fn join_touching(&mut self, drafts: &Drafts, left: &mut Left) {
        let mut seen = FxHashSet::default();
        for ends in drafts.calls.windows(2) {
            let [a, b] = [&ends[0], &ends[1]].map(|call| self.of_stop[call.stop as usize]);
            let is_new =
                ends[0].trip == ends[1].trip && a != b && seen.insert((a.min(b), a.max(b)));
            let (one, other) = (&self.all[a], &self.all[b]);
            let is_placed = one.wrong.is_none() && other.wrong.is_none();
            if is_new && is_placed && one.place.geodesic(other.place).km() < TOUCHING_KM {
                let what = "station at the place of another that trains call at next: one station";
                left.add_named(what, || format!("{} and {}", one.name, other.name));
                let (kept, gone) = (a.min(b), a.max(b));
                for station in &mut self.of_stop {
                    if *station == gone {
                        *station = kept;
                    }
                }
            }
        }
    }
}

/// The rows of the stops and of what they are part of.
fn read_rows(
    archive: &mut Archive,
    stops: &Numbers,
    left: &mut Left,
) -> Result<FxHashMap<String, Stop>, InFile> {
    let mut found: FxHashMap<String, Stop> = FxHashMap::default();
    let mut wanted: Vec<String> = stops.keys().cloned().collect();
    for _ in 0..DEEPEST {
        let mut rows_of: FxHashMap<String, bool> = wanted.drain(..).map(|id| (id, false)).collect();
        let columns = [
            needed("stop_id"),
            needed("stop_name"),
            needed("stop_lat"),
            needed("stop_lon"),
            optional("stop_timezone"),
            optional("parent_station"),
        ];
        let is_there = rows(archive, "stops.txt", columns, |row| {
            match rows_of.get_mut(row.get(0)) {
                None => {}
                Some(is_read @ false) => {
                    *is_read = true;
                    found.insert(row.get(0).to_owned(), stop(row)?);
                }
                Some(true) => {
                    let what = "stop whose id is that of one before: only the first counts";
                    left.add_named(what, || {
                        format!("{}, \"{}\"", row_of("stops.txt", row.at()), row.get(0))
                    });
                }
            }
            Ok(())
        })?;
        table_is_there("stops.txt", is_there)?;
        let parents = rows_of.keys().filter_map(|id| found.get(id));
        let parents = parents.map(|stop| &stop.parent);
        let unknown = parents.filter(|id| !id.is_empty() && !found.contains_key(*id));
        wanted = unknown.cloned().collect();
        if wanted.is_empty() {
            break;
        }
    }
    Ok(found)
}

fn stop<const N: usize>(row: &Row<'_, N>) -> Result<Stop, InFile> {
    row.checked()?;
    let zone = match row.get(4) {
        "" => String::new(),
        zone => {
            super::days::zone_name(zone).ok_or_else(|| row.not(4, "the name of a time zone"))?
        }
    };
    Ok(Stop {
        name: row.get(1).to_owned(),
        place: place(row)?,
        zone,
        parent: row.get(5).to_owned(),
        at: row.at(),
    })
}

/// The place in columns 2 and 3.
pub(super) fn place<const N: usize>(row: &Row<'_, N>) -> Result<Option<LatLon>, InFile> {
    let (Some(lat), Some(lon)) = (row.number(2)?, row.number(3)?) else {
        return Ok(None);
    };
    if lat.abs() > 90.0 || lon.abs() > 180.0 {
        let [lat, lon] = [2, 3].map(|column| row.get(column).to_owned());
        return Err(row.problem(GtfsProblem::NoPlace { lat, lon }));
    }
    Ok(Some(LatLon { lat, lon }))
}

/// Whether a place was entered.
fn is_null(place: LatLon) -> bool {
    place.lat.abs() < NULL_ISLAND && place.lon.abs() < NULL_ISLAND
}

/// Stations while they are made of stops.
struct Grouping<'f> {
    found: &'f FxHashMap<String, Stop>,
    zone: &'f str,
    all: Vec<Station>,
    /// The stations of what stops are part of; more than one where its platforms are far apart.
    by_root: BTreeMap<String, Vec<usize>>,
}

impl<'f> Grouping<'f> {
    /// What a stop is part of in the end; itself where the feed makes it a part of its own part, which is counted.
    fn root<'a>(&self, id: &'a str, stop: &'a Stop, left: &mut Left) -> (&'a str, &'a Stop)
    where
        'f: 'a,
    {
        let (mut root_id, mut root) = (id, stop);
        let mut seen = vec![id];
        for _ in 0..DEEPEST {
            let Some((parent_id, parent)) = self.found.get_key_value(&root.parent) else {
                break;
            };
            if seen.contains(&parent_id.as_str()) {
                let what = "stop that is part of itself: it stands for itself";
                left.add_named(what, || {
                    let row = row_of("stops.txt", stop.at);
                    format!("{row}, \"{id}\", parent \"{}\"", stop.parent)
                });
                return (id, stop);
            }
            seen.push(parent_id);
            (root_id, root) = (parent_id, parent);
        }
        (root_id, root)
    }

    /// The number of a stop's station.
    fn station(&mut self, id: &str, left: &mut Left) -> Result<usize, InFile> {
        let unknown = || {
            let (what, id) = ("stop", id.to_owned());
            InFile::of_table("stop_times.txt", GtfsProblem::Unknown { what, id })
        };
        let stop = self.found.get(id).ok_or_else(unknown)?;
        let (root_id, root) = self.root(id, stop, left);
        let is_orphan = !root.parent.is_empty() && !self.found.contains_key(&root.parent);
        if is_orphan {
            let what = "stop whose parent station stops.txt does not have: it stands for itself";
            left.add_named(what, || {
                let row = row_of("stops.txt", root.at);
                format!("{row}, \"{root_id}\", parent \"{}\"", root.parent)
            });
        }
        let key = if is_orphan { &root.parent } else { root_id };
        let place_of_stop = stop.place.filter(|place| !is_null(*place));
        let place_of_root = root.place.filter(|place| !is_null(*place));
        let near = |known: &usize| {
            let known = &self.all[*known];
            let near = |place: LatLon| place.geodesic(known.place).km() <= ONE_PARENT_KM;
            !is_orphan || place_of_stop.is_none_or(near)
        };
        let known = self.by_root.get(key).into_iter().flatten().copied();
        if let Some(known) = known.clone().find(near) {
            return Ok(known);
        }
        let place = place_of_root.or(place_of_stop);
        let at = if root.place.is_some() {
            root.at
        } else {
            stop.at
        };
        let wrong = match (place, root.place.or(stop.place)) {
            (Some(_), _) => None,
            (None, Some(_)) => Some("lies at 0, 0: its place was never entered".to_owned()),
            (None, None) => Some("has no place".to_owned()),
        };
        if root.place.is_none() && place.is_some() {
            let what = "station without a place: that of its platform counts";
            left.add_named(what, || {
                format!("{}, \"{root_id}\"", row_of("stops.txt", root.at))
            });
        }
        let mut names = [&root.name, &stop.name].into_iter();
        let name = names.find(|name| !name.is_empty()).cloned();
        let name = name.unwrap_or_else(|| {
            let what = "station without a name: its id is its name";
            left.add_named(what, || {
                format!("{}, \"{root_id}\"", row_of("stops.txt", root.at))
            });
            root_id.to_owned()
        });
        let zones = [root.zone.as_str(), &stop.zone, self.zone];
        let zone = zones.into_iter().find(|zone| !zone.is_empty());
        let number = self.all.len();
        self.by_root.entry(key.to_owned()).or_default().push(number);
        self.all.push(Station {
            id: root_id.to_owned(),
            name,
            place: place.unwrap_or(LatLon { lat: 0.0, lon: 0.0 }),
            zone: zone.unwrap_or_default().to_owned(),
            at,
            wrong,
            is_station: root_id != id,
        });
        Ok(number)
    }
}

/// For each station the one that it is: those of one name at one place are one.
fn one_by_name(stations: &[Station], left: &mut Left) -> Vec<usize> {
    let mut one: Vec<usize> = (0..stations.len()).collect();
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, station) in stations.iter().enumerate() {
        if station.wrong.is_none() {
            by_name.entry(slug(&station.name)).or_default().push(number);
        }
    }
    for alike in by_name.values_mut().filter(|alike| alike.len() > 1) {
        // What the feed calls a station stands for the others.
        alike.sort_by_key(|number| !stations[*number].is_station);
        for (later, &number) in alike.iter().enumerate() {
            let station = &stations[number];
            let same = alike[..later].iter().copied().find(|known| {
                let known = &stations[*known];
                let both = known.is_station && station.is_station;
                let most = if both { LISTED_TWICE_KM } else { ONE_PLACE_KM };
                known.place.geodesic(station.place).km() <= most
            });
            if let Some(same) = same {
                one[number] = one[same];
                let what = "stop of the name and at the place of another: one station";
                left.add_named(what, || format!("\"{}\"", station.name));
            }
        }
    }
    one
}
