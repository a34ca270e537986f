//! Stations whose places cannot be right: at 0, 0, with latitude and longitude exchanged, on the other side of the earth.
//!
//! A train that would have to fly between two stations says that one of them lies elsewhere. It is the one that all its
//! neighbours are too far from.

use std::collections::BTreeMap;

use super::feed::{Call, Feed};
use super::left::Left;
use super::routes::row_of;
use super::stops::Station;
use super::{GtfsProblem, InFile};
use crate::network::LatLon;

/// The highest speed that a timetable can mean over the straight line, km/h. The fastest train in service ran at 431 km/h
/// (Shanghai, until 2021); the rest is left for times in whole minutes and for what is being built (505 km/h).
pub(super) const FASTEST_KMH: f64 = 600.0;

/// How much more time two calls may lie apart than their printed minutes say, hours: each is rounded by a minute at most.
const PRINTED_H: f64 = 2.0 / 60.0;

/// How far two neighbouring stations are apart and how much time trains have between them, at most.
struct Link {
    hours: f64,
}

type Links = BTreeMap<(usize, usize), Link>;

/// Leaves out the trips that call at stations whose places cannot be right, and names these.
pub(super) fn leave_out_wrong(feed: &mut Feed, left: &mut Left) -> Result<(), InFile> {
    let mut links = links(feed);
    links.retain(|ends, _| {
        let stations = [ends.0, ends.1].map(|end| &feed.stations[end]);
        stations.iter().all(|station| station.wrong.is_none())
    });
    while let Some((station, why)) = worst(&feed.stations, &links) {
        feed.stations[station].wrong = Some(why);
        links.retain(|ends, _| ends.0 != station && ends.1 != station);
    }
    for (ends, _) in links
        .iter()
        .filter(|(ends, link)| is_flown(&feed.stations, **ends, link))
    {
        let what = "stretch that no train can run in its time: is one of its stations elsewhere?";
        left.add_named(what, || {
            let [from, to] = [ends.0, ends.1].map(|end| told(&feed.stations[end]));
            format!("{from} to {to}")
        });
    }
    let (stations, calls) = (&feed.stations, &feed.calls);
    let mut first = None;
    feed.trips.retain(|trip| {
        let mut calls = calls[trip.calls.clone()].iter();
        let wrong = calls.find_map(|call| {
            let station = &stations[call.station];
            Some((station, station.wrong.as_ref()?))
        });
        if let Some((station, why)) = wrong {
            first = first.or(Some(station));
            let what = "trip that calls where the place of the station cannot be right: left out";
            left.add_named(what, || format!("{} {why}", told(station)));
        }
        wrong.is_none()
    });
    match first.filter(|_| feed.trips.is_empty()) {
        None => Ok(()),
        Some(station) => Err(InFile {
            file: "stops.txt",
            at: station.at,
            problem: GtfsProblem::WrongPlace {
                stop: station.id.clone(),
                name: station.name.clone(),
                why: station.wrong.clone().unwrap_or_default(),
            },
        }),
    }
}

fn told(station: &Station) -> String {
    let row = row_of("stops.txt", station.at);
    format!("\"{}\" ({row}, stop \"{}\")", station.name, station.id)
}

fn links(feed: &Feed) -> Links {
    let mut links = Links::new();
    let sound = feed.trips.iter().filter(|trip| trip.is_sound);
    for trip in sound {
        let calls = feed.calls_of(trip);
        for (i, ends) in calls.windows(2).enumerate() {
            let (a, b) = (ends[0].station, ends[1].station);
            let hours = hours_between(calls, i);
            let link = links.entry((a.min(b), a.max(b)));
            let link = link.or_insert(Link { hours });
            link.hours = link.hours.max(hours);
        }
    }
    links
}

/// How much time a train has from one call to the next, from the last and to the first that have times.
pub(super) fn hours_between(calls: &[Call], i: usize) -> f64 {
    let before = calls[..=i].iter().rev();
    let mut before = before.filter_map(|call| call.departure_s.or(call.arrival_s));
    let after = calls[i + 1..].iter();
    let mut after = after.filter_map(|call| call.arrival_s.or(call.departure_s));
    match (before.next(), after.next()) {
        (Some(from), Some(to)) => f64::from(to.saturating_sub(from)) / 3_600.0 + PRINTED_H,
        _ => f64::INFINITY,
    }
}

fn is_flown(stations: &[Station], ends: (usize, usize), link: &Link) -> bool {
    is_too_far(stations[ends.0].place, stations[ends.1].place, link)
}

fn is_too_far(a: LatLon, b: LatLon, link: &Link) -> bool {
    a.geodesic(b).km() > FASTEST_KMH * link.hours
}

/// The station whose place is most surely wrong, and why: all its neighbours are too far, and there are several, or it
/// would be near to them elsewhere.
fn worst(stations: &[Station], links: &Links) -> Option<(usize, String)> {
    let mut neighbours: BTreeMap<usize, Vec<(usize, &Link)>> = BTreeMap::new();
    for (ends, link) in links {
        neighbours.entry(ends.0).or_default().push((ends.1, link));
        neighbours.entry(ends.1).or_default().push((ends.0, link));
    }
    let middle = middle(stations, neighbours.keys().copied())?;
    let mut worst: Option<(usize, f64, usize, String)> = None;
    for (station, neighbours) in &neighbours {
        let place = stations[*station].place;
        let is_near = |place: LatLon| {
            let mut all = neighbours.iter();
            all.all(|(other, link)| !is_too_far(place, stations[*other].place, link))
        };
        let mut all = neighbours.iter();
        if !all.all(|(other, link)| is_too_far(place, stations[*other].place, link)) {
            continue;
        }
        let why = match elsewhere(place, is_near) {
            Some(why) => why,
            None if neighbours.len() > 1 => "is too far from all its neighbours".to_owned(),
            None => continue,
        };
        let rank = (neighbours.len(), place.geodesic(middle).km());
        let is_worse = worst
            .as_ref()
            .is_none_or(|(count, far, ..)| (*count, *far) < rank);
        if is_worse {
            let LatLon { lat, lon } = place;
            worst = Some((
                rank.0,
                rank.1,
                *station,
                format!("lies at {lat}, {lon} and {why}"),
            ));
        }
    }
    worst.map(|(_, _, station, why)| (station, why))
}

/// How the place was written wrong, where it would be right otherwise.
fn elsewhere(place: LatLon, is_near: impl Fn(LatLon) -> bool) -> Option<String> {
    let LatLon { lat, lon } = place;
    let forms = [
        ((lon, lat), "has latitude and longitude exchanged"),
        ((-lat, lon), "has the wrong sign of its latitude"),
        ((lat, -lon), "has the wrong sign of its longitude"),
    ];
    let legal = |lat: f64| lat.abs() <= 90.0;
    let mut forms = forms.into_iter().filter(|((lat, _), _)| legal(*lat));
    let found = forms.find(|((lat, lon), _)| {
        is_near(LatLon {
            lat: *lat,
            lon: *lon,
        })
    });
    found.map(|(_, why)| why.to_owned())
}

/// The median of some places, by latitude and longitude.
fn middle(stations: &[Station], which: impl Iterator<Item = usize> + Clone) -> Option<LatLon> {
    let median = |angle: fn(LatLon) -> f64| {
        let mut all: Vec<f64> = which.clone().map(|i| angle(stations[i].place)).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Some(LatLon {
        lat: median(|place| place.lat)?,
        lon: median(|place| place.lon)?,
    })
}
