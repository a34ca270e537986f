//! What a feed says of its trains: stations, trips with their calls, days and shapes.
//!
//! Of all tables only what belongs to the railways is kept. What cannot be used is left out and counted by name.

use std::ops::Range;

use jiff::civil::Date;

use crate::import::Progress;
use crate::network::LatLon;

use super::archive::Archive;
use super::calls::{DraftCall, Drafts, Numbers};
use super::left::Left;
use super::rows::{needed, optional, rows};
use super::stops::{Station, Stations, place};
use super::{GtfsOptions, GtfsProblem, InFile, days, places, routes, stops};

/// A call of a train at a station, in seconds after the beginning of the service day.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub station: usize,
    pub arrival_s: Option<u32>,
    pub departure_s: Option<u32>,
    /// Distance travelled in the feed's own unit.
    pub travelled: Option<f32>,
}

/// A trip of a train: two calls at least.
#[derive(Clone, Debug)]
pub(super) struct Trip {
    pub id: String,
    pub name: String,
    /// Number of its route.
    pub route: usize,
    /// Which of all calls are its own.
    pub calls: Range<usize>,
    /// Number of its shape.
    pub shape: Option<usize>,
    /// First day on which it runs.
    pub day: Option<Date>,
    /// When its first run begins, seconds, where it runs by headway.
    pub starts_s: Option<u32>,
    /// Whether its times rise and each call has a number of its own.
    pub is_sound: bool,
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
    pub calls: Vec<Call>,
    pub shapes: Vec<Vec<ShapePoint>>,
    /// Names of the routes.
    pub routes: Vec<String>,
    /// Whether some route is a railway beyond a city.
    pub has_railways: bool,
    /// Time zone in which all times are written.
    pub zone: String,
    /// Whose railways they are.
    pub owners: Vec<String>,
    pub publisher: Option<String>,
    pub version: Option<String>,
    pub first_day: Option<Date>,
}

impl Feed {
    pub fn read(
        archive: &mut Archive,
        options: &GtfsOptions,
        left: &mut Left,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Feed, InFile> {
        let mut done = 0;
        let mut step = |stage| {
            done += 1;
            let total = 7;
            progress(Progress { stage, done, total });
        };
        let agencies = routes::agencies(archive)?;
        let routes = routes::read(archive, options, left)?;
        step("reading routes");
        let mut feed = Feed::default();
        (feed.owners, feed.zone) = routes::owners(&agencies, &routes, left)?;
        feed.has_railways = routes.taken.iter().any(|route| !route.is_urban);
        feed.routes = routes
            .taken
            .iter()
            .map(|route| route.name.clone())
            .collect();
        feed.read_info(archive, left)?;
        let drafts = Drafts::read(archive, &routes, left, &mut step)?;
        let stations = stops::read(archive, &drafts, &feed.zone, left)?;
        step("reading stops");
        let days = days::first_days(archive, &drafts.services)?;
        step("reading days");
        feed.read_shapes(archive, &drafts.shapes)?;
        step("reading shapes");
        feed.assemble(drafts, stations, &days, left)?;
        step("putting trips together");
        Ok(feed)
    }

    /// The calls of a trip.
    pub fn calls_of(&self, trip: &Trip) -> &[Call] {
        &self.calls[trip.calls.clone()]
    }

    fn read_info(&mut self, archive: &mut Archive, left: &mut Left) -> Result<(), InFile> {
        let columns = [
            optional("feed_publisher_name"),
            optional("feed_version"),
            optional("feed_start_date"),
        ];
        rows(archive, "feed_info.txt", columns, |row| {
            let text = |column| Some(row.get(column).to_owned()).filter(|text| !text.is_empty());
            self.publisher = self.publisher.take().or(text(0));
            self.version = self.version.take().or(text(1));
            let day = text(2).and_then(|day| days::parse_day(&day));
            if day.is_none() && text(2).is_some() {
                left.add("feed_start_date of feed_info.txt that is no day");
            }
            self.first_day = self.first_day.or(day);
            Ok(())
        })?;
        Ok(())
    }

    /// Reads the shapes of trips.
    fn read_shapes(&mut self, archive: &mut Archive, shapes: &Numbers) -> Result<(), InFile> {
        let mut points: Vec<Vec<(u64, ShapePoint)>> = vec![Vec::new(); shapes.len()];
        let columns = [
            needed("shape_id"),
            needed("shape_pt_sequence"),
            needed("shape_pt_lat"),
            needed("shape_pt_lon"),
            optional("shape_dist_traveled"),
        ];
        let mut last: Option<(String, Option<usize>)> = None;
        let (mut kept, most) = (0, archive.most_rows);
        rows(archive, "shapes.txt", columns, |row| {
            let id = row.get(0);
            let known = last.as_ref().filter(|(last, _)| last == id);
            let shape = known.map_or_else(|| shapes.get(id).copied(), |(_, shape)| *shape);
            if known.is_none() {
                last = Some((id.to_owned(), shape));
            }
            if let Some(shape) = shape
                && let Some(place) = place(row)?
            {
                row.checked()?;
                let sequence = row.get(1).parse().ok();
                let sequence = sequence.ok_or_else(|| row.not(1, "a whole number from 0"))?;
                let travelled = row.number(4)?;
                kept += 1;
                row.within(kept, most)?;
                points[shape].push((sequence, ShapePoint { place, travelled }));
            }
            Ok(())
        })?;
        self.shapes = points
            .into_iter()
            .map(|mut points| {
                points.sort_by_key(|(sequence, _)| *sequence);
                points.into_iter().map(|(_, point)| point).collect()
            })
            .collect();
        Ok(())
    }

    /// Puts trips together, leaves out what cannot be used, and keeps the stations that are called at.
    fn assemble(
        &mut self,
        drafts: Drafts,
        stations: Stations,
        days: &[Option<Date>],
        left: &mut Left,
    ) -> Result<(), InFile> {
        self.stations = stations.all;
        let mut all = drafts.calls.as_slice();
        for (number, draft) in (0u32..).zip(drafts.trips) {
            let count = all.iter().take_while(|call| call.trip == number).count();
            let (own, rest) = all.split_at(count);
            all = rest;
            let start = self.calls.len();
            let is_numbered = self.take_calls(own, &stations.of_stop);
            let calls = start..self.calls.len();
            if calls.len() < 2 {
                left.add_named("trip with fewer than two calls: left out", || {
                    format!("\"{}\"", draft.id)
                });
                self.calls.truncate(start);
                continue;
            }
            let fault = match (is_numbered, is_rising(&self.calls[calls.clone()])) {
                (false, _) => Some("trip with two calls of one stop_sequence: no journey"),
                (_, false) => Some("trip whose times go backwards: no journey"),
                _ => None,
            };
            if let Some(fault) = fault {
                left.add_named(fault, || format!("\"{}\"", draft.id));
            }
            self.trips.push(Trip {
                id: draft.id,
                name: draft.name,
                route: draft.route,
                calls,
                shape: draft.shape.filter(|shape| self.shapes[*shape].len() > 1),
                day: days[draft.service],
                starts_s: draft.starts_s,
                is_sound: fault.is_none(),
            });
        }
        places::leave_out_wrong(self, left)?;
        if self.trips.is_empty() {
            let left = left.counts();
            return Err(InFile::of_table("", GtfsProblem::NoTrips { left }));
        }
        self.keep_called();
        Ok(())
    }

    /// Appends the calls of a trip. Whether each has a number of its own.
    fn take_calls(&mut self, own: &[DraftCall], of_stop: &[usize]) -> bool {
        let start = self.calls.len();
        let mut is_numbered = true;
        for (i, draft) in own.iter().enumerate() {
            let before = i.checked_sub(1).map(|before| &own[before]);
            if let Some(before) = before.filter(|before| before.sequence == draft.sequence) {
                // A row that is there twice says nothing new.
                let key = |call: &DraftCall| (call.stop, call.arrival_s, call.departure_s);
                if key(before) == key(draft) {
                    continue;
                }
                is_numbered = false;
            }
            let station = of_stop[draft.stop as usize];
            // Two platforms of a station in a row are one call.
            let last = self.calls[start..].last_mut();
            match last.filter(|last| last.station == station) {
                Some(last) => last.departure_s = draft.departure_s.or(last.departure_s),
                None => self.calls.push(Call {
                    station,
                    arrival_s: draft.arrival_s,
                    departure_s: draft.departure_s,
                    travelled: draft.travelled,
                }),
            }
        }
        is_numbered
    }

    /// Keeps the stations that some trip calls at.
    fn keep_called(&mut self) {
        let mut is_called = vec![false; self.stations.len()];
        for trip in &self.trips {
            for call in &self.calls[trip.calls.clone()] {
                is_called[call.station] = true;
            }
        }
        let mut numbers: Vec<usize> = (0..self.stations.len()).filter(|i| is_called[*i]).collect();
        numbers.sort_by(|a, b| self.stations[*a].id.cmp(&self.stations[*b].id));
        let mut new = vec![usize::MAX; self.stations.len()];
        for (number, old) in numbers.iter().enumerate() {
            new[*old] = number;
        }
        self.stations = numbers
            .iter()
            .map(|old| self.stations[*old].clone())
            .collect();
        for call in &mut self.calls {
            call.station = new[call.station];
        }
    }
}

/// Whether no time is before the one before it.
fn is_rising(calls: &[Call]) -> bool {
    let times = calls
        .iter()
        .flat_map(|call| [call.arrival_s, call.departure_s]);
    times.flatten().is_sorted()
}
