//! What a feed says of its trains: stations, trips with their calls, days and shapes.
//!
//! Of all tables only what belongs to rail routes is kept. Platforms become the station that they are part of.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};

use jiff::civil::Date;

use crate::import::{Counts, Progress};
use crate::network::LatLon;

use super::rows::rows;
use super::tables::{calls, date, days, needed, place, routes, sequence, trips, zone};
use super::zip::Archive;
use super::{GtfsProblem, InFile};

/// A station or stop.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub id: String,
    pub name: String,
    pub place: LatLon,
    /// IANA name of its time zone.
    pub zone: String,
}

/// A call of a train at a station, in seconds after the beginning of the service day.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub station: usize,
    pub arrival_s: Option<u32>,
    pub departure_s: Option<u32>,
    /// Distance travelled in the feed's own unit.
    pub travelled: Option<f64>,
}

/// A trip of a train: two calls at least.
#[derive(Clone, Debug)]
pub(super) struct Trip {
    pub id: String,
    pub name: String,
    pub route: String,
    pub calls: Vec<Call>,
    /// Number of its shape.
    pub shape: Option<usize>,
    /// First day on which it runs.
    pub day: Option<Date>,
}

/// A place of a shape, and the distance travelled up to it in the feed's own unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShapePoint {
    pub place: LatLon,
    pub travelled: Option<f64>,
}

/// What a feed says of its trains.
#[derive(Debug, Default)]
pub(super) struct Feed {
    pub stations: Vec<Station>,
    pub trips: Vec<Trip>,
    pub shapes: Vec<Vec<ShapePoint>>,
    /// Time zone in which all times are written.
    pub zone: String,
    pub publisher: Option<String>,
    pub version: Option<String>,
    pub first_day: Option<Date>,
}

/// A trip while the feed is read.
pub(super) struct Draft {
    pub name: String,
    pub route: String,
    pub service: String,
    pub shape: String,
    pub calls: Vec<(u32, String, Call)>,
}

impl Feed {
    pub fn read(
        archive: &mut Archive<impl Read + Seek>,
        skipped: &mut Counts,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Feed, InFile> {
        let mut done = 0;
        let mut step = |stage| {
            done += 1;
            let total = 7;
            progress(Progress { stage, done, total });
        };
        let mut feed = Feed::default();
        feed.read_agency(archive)?;
        let routes = routes(archive, skipped)?;
        step("reading routes");
        let mut drafts = trips(archive, &routes)?;
        step("reading trips");
        calls(archive, &mut drafts, skipped)?;
        step("reading calls");
        let stops = feed.read_stops(archive, &drafts)?;
        step("reading stops");
        let days = days(archive)?;
        step("reading days");
        let shapes = feed.read_shapes(archive, &drafts)?;
        step("reading shapes");
        for (id, draft) in drafts {
            let trip = draft.finish(id, &stops, &shapes, &days)?;
            match trip.calls.len() {
                0 | 1 => skipped.add("trip with fewer than two calls"),
                _ => feed.trips.push(trip),
            }
        }
        step("putting trips together");
        Ok(feed)
    }

    fn read_agency(&mut self, archive: &mut Archive<impl Read + Seek>) -> Result<(), InFile> {
        let columns = ["agency_timezone", "agency_name"];
        let is_there = rows(archive, "agency.txt", columns, |row| {
            if self.zone.is_empty() {
                self.zone = zone(row, row.get(0))?;
                self.publisher = Some(row.get(1).to_owned());
            }
            Ok(())
        })?;
        needed("agency.txt", is_there)?;
        let columns = ["feed_publisher_name", "feed_version", "feed_start_date"];
        rows(archive, "feed_info.txt", columns, |row| {
            let text = |column| Some(row.get(column).to_owned()).filter(|text| !text.is_empty());
            self.publisher = text(0).or(self.publisher.take());
            self.version = text(1);
            self.first_day = text(2).map(|day| date(row, &day)).transpose()?;
            Ok(())
        })?;
        Ok(())
    }

    /// Reads the stations that are called at, and gives their numbers by the ids of their platforms.
    fn read_stops(
        &mut self,
        archive: &mut Archive<impl Read + Seek>,
        drafts: &BTreeMap<String, Draft>,
    ) -> Result<HashMap<String, usize>, InFile> {
        let calls = drafts.values().flat_map(|draft| &draft.calls);
        let mut is_called: HashMap<&str, Option<String>> =
            calls.map(|(_, stop, _)| (stop.as_str(), None)).collect();
        let mut all: HashMap<String, Station> = HashMap::new();
        let columns = [
            "stop_id",
            "stop_name",
            "stop_lat",
            "stop_lon",
            "stop_timezone",
            "parent_station",
        ];
        let is_there = rows(archive, "stops.txt", columns, |row| {
            let id = row.get(0);
            if let Some(parent) = is_called.get_mut(id) {
                let is_part = !row.get(5).is_empty();
                *parent = Some(row.get(if is_part { 5 } else { 0 }).to_owned());
            }
            // Places of boarding areas and the like may be empty: they are nothing that is called at.
            if let Some(place) = place(row)? {
                let zone = match row.get(4) {
                    "" => self.zone.clone(),
                    name => zone(row, name)?,
                };
                let (id, name) = (id.to_owned(), row.get(1).to_owned());
                all.insert(
                    id.clone(),
                    Station {
                        id,
                        name,
                        place,
                        zone,
                    },
                );
            }
            Ok(())
        })?;
        needed("stops.txt", is_there)?;
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let known = is_called.values().flatten();
        for station in known.filter_map(|id| all.get(id)) {
            numbers.insert(&station.id, 0);
        }
        for (number, (id, place)) in numbers.iter_mut().enumerate() {
            *place = number;
            self.stations.push(all[*id].clone());
        }
        let number = |(stop, station): (&str, Option<String>)| {
            let number = numbers.get(station?.as_str()).copied();
            Some((stop.to_owned(), number?))
        };
        Ok(is_called.into_iter().filter_map(number).collect())
    }

    /// Reads the shapes of trips, and gives their numbers by their ids.
    fn read_shapes(
        &mut self,
        archive: &mut Archive<impl Read + Seek>,
        drafts: &BTreeMap<String, Draft>,
    ) -> Result<BTreeMap<String, usize>, InFile> {
        let ids = drafts.values().map(|draft| draft.shape.clone());
        let mut points: BTreeMap<String, Vec<(u64, ShapePoint)>> = ids
            .filter(|id| !id.is_empty())
            .map(|id| (id, Vec::new()))
            .collect();
        let columns = [
            "shape_id",
            "shape_pt_sequence",
            "shape_pt_lat",
            "shape_pt_lon",
            "shape_dist_traveled",
        ];
        rows(archive, "shapes.txt", columns, |row| {
            if let Some(points) = points.get_mut(row.get(0))
                && let Some(place) = place(row)?
            {
                let sequence = sequence(row, 1)?;
                let travelled = row.number(4)?;
                points.push((sequence, ShapePoint { place, travelled }));
            }
            Ok(())
        })?;
        points.retain(|_, points| points.len() > 1);
        let mut numbers = BTreeMap::new();
        for (number, (id, mut points)) in points.into_iter().enumerate() {
            points.sort_by_key(|(sequence, _)| *sequence);
            self.shapes
                .push(points.into_iter().map(|(_, point)| point).collect());
            numbers.insert(id, number);
        }
        Ok(numbers)
    }
}

impl Draft {
    fn finish(
        mut self,
        id: String,
        stops: &HashMap<String, usize>,
        shapes: &BTreeMap<String, usize>,
        days: &BTreeMap<String, Date>,
    ) -> Result<Trip, InFile> {
        self.calls.sort_by_key(|(sequence, ..)| *sequence);
        let mut calls: Vec<Call> = Vec::with_capacity(self.calls.len());
        for (_, stop, mut call) in self.calls {
            let station = stops.get(&stop).copied();
            call.station = station.ok_or(InFile {
                file: "stop_times.txt",
                row: 0,
                problem: GtfsProblem::Unknown {
                    what: "stop",
                    id: stop,
                },
            })?;
            // Two platforms of a station in a row are one call.
            match calls.last_mut().filter(|last| last.station == call.station) {
                Some(last) => last.departure_s = call.departure_s,
                None => calls.push(call),
            }
        }
        Ok(Trip {
            id,
            name: self.name,
            route: self.route,
            calls,
            shape: shapes.get(&self.shape).copied(),
            day: days.get(&self.service).copied(),
        })
    }
}
