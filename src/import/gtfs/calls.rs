//! The trips of the railways in a feed and their calls, as its tables say them.

use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::archive::Archive;
use super::left::Left;
use super::routes::{Routes, row_of};
use super::rows::{Row, needed, optional, rows, time_s};
use super::{InFile, table_is_there};

/// A trip while the feed is read.
pub(super) struct Draft {
    pub id: String,
    pub name: String,
    pub route: usize,
    /// Number of its service.
    pub service: usize,
    /// Number of its shape.
    pub shape: Option<usize>,
    /// When its first run begins, seconds, where it runs by headway.
    pub starts_s: Option<u32>,
}

/// A call while the feed is read.
pub(super) struct DraftCall {
    pub trip: u32,
    pub sequence: u64,
    /// Number of its stop.
    pub stop: u32,
    pub arrival_s: Option<u32>,
    pub departure_s: Option<u32>,
    pub travelled: Option<f32>,
}

/// Numbers for ids, in the order in which they come.
pub(super) type Numbers = FxHashMap<String, usize>;

/// All trips, in the order of their ids, with all calls in the order of the trips.
#[derive(Default)]
pub(super) struct Drafts {
    pub trips: Vec<Draft>,
    pub calls: Vec<DraftCall>,
    pub stops: Numbers,
    pub services: Numbers,
    pub shapes: Numbers,
    numbers: FxHashMap<String, u32>,
    /// Hashes of the ids of trips of other routes.
    foreign: FxHashSet<u64>,
}

fn number(numbers: &mut Numbers, id: &str) -> usize {
    match numbers.get(id) {
        Some(number) => *number,
        None => {
            let number = numbers.len();
            numbers.insert(id.to_owned(), number);
            number
        }
    }
}

fn hash(id: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(id)
}

impl Drafts {
    /// Reads trips, their calls, and how often they run.
    pub fn read(
        archive: &mut Archive,
        routes: &Routes,
        left: &mut Left,
        mut step: impl FnMut(&'static str),
    ) -> Result<Drafts, InFile> {
        let mut drafts = Drafts::default();
        drafts.read_trips(archive, routes, left)?;
        step("reading trips");
        drafts.read_calls(archive, left)?;
        step("reading calls");
        drafts.read_frequencies(archive, left)?;
        Ok(drafts)
    }

    fn read_trips(
        &mut self,
        archive: &mut Archive,
        routes: &Routes,
        left: &mut Left,
    ) -> Result<(), InFile> {
        let columns = [
            needed("trip_id"),
            needed("route_id"),
            needed("service_id"),
            optional("shape_id"),
            optional("trip_short_name"),
        ];
        let most = archive.most_rows;
        let is_there = rows(archive, "trips.txt", columns, |row| {
            row.within(self.trips.len() + self.foreign.len(), most)?;
            let id = row.get(0);
            match routes.numbers.get(row.get(1)) {
                Some(Some(route)) => self.take_trip(row, *route, left),
                Some(None) => {
                    self.foreign.insert(hash(id));
                    Ok(())
                }
                None => {
                    self.foreign.insert(hash(id));
                    let what = "trip of a route that routes.txt does not have: left out";
                    left.add_named(what, || {
                        format!(
                            "{}, route \"{}\"",
                            row_of("trips.txt", row.at()),
                            row.get(1)
                        )
                    });
                    Ok(())
                }
            }
        })?;
        table_is_there("trips.txt", is_there)?;
        self.trips.sort_by(|a, b| a.id.cmp(&b.id));
        let ids = self.trips.iter().zip(0..);
        self.numbers = ids
            .map(|(trip, number)| (trip.id.clone(), number))
            .collect();
        Ok(())
    }

    fn take_trip<const N: usize>(
        &mut self,
        row: &Row<'_, N>,
        route: usize,
        left: &mut Left,
    ) -> Result<(), InFile> {
        row.checked()?;
        let id = row.filled(0)?;
        match self.numbers.entry(id.to_owned()) {
            Entry::Vacant(entry) => entry.insert(0),
            Entry::Occupied(_) => {
                let what = "trip whose id is that of one before: only the first counts";
                left.add_named(what, || {
                    format!("{}, \"{id}\"", row_of("trips.txt", row.at()))
                });
                return Ok(());
            }
        };
        let shape = Some(row.get(3)).filter(|id| !id.is_empty());
        let shape = shape.map(|id| number(&mut self.shapes, id));
        let service = number(&mut self.services, row.get(2));
        self.trips.push(Draft {
            id: id.to_owned(),
            name: row.get(4).to_owned(),
            route,
            service,
            shape,
            starts_s: None,
        });
        Ok(())
    }

    fn read_calls(&mut self, archive: &mut Archive, left: &mut Left) -> Result<(), InFile> {
        let columns = [
            needed("trip_id"),
            needed("stop_id"),
            needed("stop_sequence"),
            needed("arrival_time"),
            needed("departure_time"),
            optional("shape_dist_traveled"),
        ];
        // Rows of a trip mostly stand together.
        let mut last: Option<(String, u32)> = None;
        let most = archive.most_rows;
        let is_there = rows(archive, "stop_times.txt", columns, |row| {
            let id = row.get(0);
            let known = last.as_ref().filter(|(last, _)| last == id);
            let trip = known.map(|(_, trip)| *trip);
            let Some(trip) = trip.or_else(|| self.numbers.get(id).copied()) else {
                match self.foreign.contains(&hash(id)) {
                    true => left.add("call of a trip of another route: left out"),
                    false => left.add_named(
                        "call of a trip that trips.txt does not have: left out",
                        || row_of("stop_times.txt", row.at()),
                    ),
                }
                return Ok(());
            };
            if known.is_none() {
                last = Some((id.to_owned(), trip));
            }
            row.within(self.calls.len(), most)?;
            let call = self.call(row, trip)?;
            self.calls.push(call);
            Ok(())
        })?;
        table_is_there("stop_times.txt", is_there)?;
        self.calls.sort_by_key(|call| (call.trip, call.sequence));
        Ok(())
    }

    fn call<const N: usize>(&mut self, row: &Row<'_, N>, trip: u32) -> Result<DraftCall, InFile> {
        row.checked()?;
        let sequence = row.get(2);
        let sequence = sequence.parse().ok();
        let sequence = sequence.ok_or_else(|| row.not(2, "a whole number from 0"))?;
        Ok(DraftCall {
            trip,
            sequence,
            stop: number(&mut self.stops, row.filled(1)?) as u32,
            arrival_s: time(row, 3)?,
            departure_s: time(row, 4)?,
            travelled: row.number(5)?.map(|distance| distance as f32),
        })
    }

    fn read_frequencies(&mut self, archive: &mut Archive, left: &mut Left) -> Result<(), InFile> {
        let columns = [needed("trip_id"), needed("start_time")];
        rows(archive, "frequencies.txt", columns, |row| {
            let Some(&trip) = self.numbers.get(row.get(0)) else {
                return Ok(());
            };
            row.filled(1)?;
            let start_s = time(row, 1)?;
            let trip = &mut self.trips[trip as usize];
            if trip.starts_s.is_none() {
                left.add("trip that runs by headway: its first run is the journey");
            }
            trip.starts_s = trip.starts_s.into_iter().chain(start_s).min();
            Ok(())
        })?;
        Ok(())
    }
}

fn time<const N: usize>(row: &Row<'_, N>, column: usize) -> Result<Option<u32>, InFile> {
    match row.get(column) {
        "" => Ok(None),
        text => match time_s(text) {
            Some(time_s) => Ok(Some(time_s)),
            None => Err(row.not(column, "a time like 08:05:00")),
        },
    }
}
