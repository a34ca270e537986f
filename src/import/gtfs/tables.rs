//! The tables of a feed that are read as they are: routes, trips, calls and days; and the cells they have in common.

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::import::Counts;
use crate::network::LatLon;

use super::feed::{Call, Draft};
use super::rows::{Row, rows, time_s};
use super::zip::Archive;
use super::{GtfsProblem, InFile};

/// Whether a type of route is a railway. Source: the GTFS reference, route types 2 and the extended 100 to 117.
fn is_rail(kind: &str) -> bool {
    kind.parse::<u32>()
        .is_ok_and(|kind| kind == 2 || (100..=117).contains(&kind))
}

pub(super) fn needed(file: &'static str, is_there: bool) -> Result<(), InFile> {
    let problem = GtfsProblem::Missing;
    is_there.then_some(()).ok_or(InFile {
        file,
        row: 0,
        problem,
    })
}

/// The names of the rail routes, by id.
pub(super) fn routes(
    archive: &mut Archive<impl Read + Seek>,
    skipped: &mut Counts,
) -> Result<BTreeMap<String, String>, InFile> {
    let mut routes = BTreeMap::new();
    let columns = [
        "route_id",
        "route_type",
        "route_long_name",
        "route_short_name",
    ];
    let is_there = rows(archive, "routes.txt", columns, |row| {
        if is_rail(row.get(1)) {
            let names = [row.get(2), row.get(3)];
            let name = names.into_iter().find(|name| !name.is_empty());
            routes.insert(row.get(0).to_owned(), name.unwrap_or("").to_owned());
        } else {
            skipped.add(&format!("route of type {}: no railway", row.get(1)));
        }
        Ok(())
    })?;
    needed("routes.txt", is_there)?;
    Ok(routes)
}

pub(super) fn trips(
    archive: &mut Archive<impl Read + Seek>,
    routes: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Draft>, InFile> {
    let mut trips = BTreeMap::new();
    let columns = [
        "trip_id",
        "route_id",
        "service_id",
        "shape_id",
        "trip_short_name",
    ];
    let is_there = rows(archive, "trips.txt", columns, |row| {
        if let Some(route) = routes.get(row.get(1)) {
            let draft = Draft {
                name: row.get(4).to_owned(),
                route: route.clone(),
                service: row.get(2).to_owned(),
                shape: row.get(3).to_owned(),
                calls: Vec::new(),
            };
            trips.insert(row.get(0).to_owned(), draft);
        }
        Ok(())
    })?;
    needed("trips.txt", is_there)?;
    Ok(trips)
}

pub(super) fn calls(
    archive: &mut Archive<impl Read + Seek>,
    trips: &mut BTreeMap<String, Draft>,
    skipped: &mut Counts,
) -> Result<(), InFile> {
    let columns = [
        "trip_id",
        "stop_id",
        "stop_sequence",
        "arrival_time",
        "departure_time",
        "shape_dist_traveled",
    ];
    let is_there = rows(archive, "stop_times.txt", columns, |row| {
        let Some(trip) = trips.get_mut(row.get(0)) else {
            skipped.add("call of a trip that is no rail trip");
            return Ok(());
        };
        let time = |column| time_s(row.get(column)).map_err(|problem| row.problem(problem));
        let call = Call {
            station: 0,
            arrival_s: time(3)?,
            departure_s: time(4)?,
            travelled: row.number(5)?,
        };
        let sequence = sequence(row, 2)? as u32;
        trip.calls.push((sequence, row.get(1).to_owned(), call));
        Ok(())
    })?;
    needed("stop_times.txt", is_there)
}

/// The first day of each service.
pub(super) fn days(
    archive: &mut Archive<impl Read + Seek>,
) -> Result<BTreeMap<String, Date>, InFile> {
    let mut removed: HashMap<String, Vec<Date>> = HashMap::new();
    let mut days: BTreeMap<String, Date> = BTreeMap::new();
    let mut first = |service: &str, day: Date| {
        let known = days.entry(service.to_owned()).or_insert(day);
        *known = (*known).min(day);
    };
    rows(
        archive,
        "calendar_dates.txt",
        ["service_id", "date", "exception_type"],
        |row| {
            let day = date(row, row.get(1))?;
            match row.get(2) {
                "2" => removed.entry(row.get(0).to_owned()).or_default().push(day),
                _ => first(row.get(0), day),
            }
            Ok(())
        },
    )?;
    let columns = [
        "service_id",
        "start_date",
        "end_date",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    rows(archive, "calendar.txt", columns, |row| {
        let (start, end) = (date(row, row.get(1))?, date(row, row.get(2))?);
        let removed = removed.get(row.get(0));
        // A service that is off for a year after its first day is none.
        let mut series = start.series(jiff::Span::new().days(1)).take(366);
        let day = series.find(|day| {
            let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
            let is_off = removed.is_some_and(|removed| removed.contains(day));
            *day <= end && row.get(3 + weekday) == "1" && !is_off
        });
        if let Some(day) = day {
            first(row.get(0), day);
        }
        Ok(())
    })?;
    Ok(days)
}

pub(super) fn sequence<const N: usize>(row: &Row<'_, N>, column: usize) -> Result<u64, InFile> {
    let text = row.get(column);
    let number = text.parse();
    number.map_err(|_| row.problem(GtfsProblem::NotANumber(text.to_owned())))
}

pub(super) fn date<const N: usize>(row: &Row<'_, N>, text: &str) -> Result<Date, InFile> {
    let day = Date::strptime("%Y%m%d", text);
    day.map_err(|_| row.problem(GtfsProblem::NotADay(text.to_owned())))
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

/// A time zone's name, checked.
pub(super) fn zone<const N: usize>(row: &Row<'_, N>, name: &str) -> Result<String, InFile> {
    match time_zone(name) {
        Some(_) => Ok(name.to_owned()),
        None => Err(row.problem(GtfsProblem::NotAZone(name.to_owned()))),
    }
}

/// A time zone of the bundled database, whatever the system has.
pub(super) fn time_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}
