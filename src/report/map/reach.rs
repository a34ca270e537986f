//! The map of what can be reached: lines by likely hours, and what is possible and physically not excluded beyond.

use std::collections::BTreeSet;

use super::cities::{Cities, KnownCity};
use super::mark::Mark;
use super::pins::PinSpot;
use super::{Layers, Map, Use, View};
use crate::network::LatLon;
use crate::report::chart::canvas::{Canvas, Drawing, polyline, simplify};
use crate::report::chart::frame;
use crate::report::reach::{ReachSummary, StationReached, Within, answer, title};
use crate::report::summary::CallKind;
use crate::units::{RunTime, format};

/// Classes of lines by quarters of the time.
const QUARTERS: [&str; 4] = ["st-hours1", "st-hours2", "st-hours3", "st-hours4"];
/// The class of what one trip in ten reaches.
const POSSIBLE: &str = "st-possible";
/// The class of what no physics forbids.
const FLOOR: &str = "st-minimum";

/// The map, `width` pixels wide. The frame holds what is possible; what is physically not excluded may run out of it.
#[must_use]
pub fn draw(summary: &ReachSummary, width: f64, usage: Use) -> Drawing {
    let names = names(summary, &known_cities(summary));
    let shown = summary.stations.iter();
    let shown = shown.filter(|station| station.within <= Within::Low);
    let mut places: Vec<LatLon> = shown.map(|station| station.place.position).collect();
    places.push(summary.from.position);
    let own = summary.stations.iter();
    let own = own.filter(|station| station.within <= Within::Likely);
    let mut countries: BTreeSet<&str> = own.map(|station| station.place.country.as_str()).collect();
    countries.insert(&summary.from.country);
    let map = Map {
        title: format!("{}: map", title(summary)),
        subtitle: format!("{} · {}", answer(summary), summary.train.name),
        description: format!("{}.", answer(summary)),
        provenance: &summary.provenance,
        countries,
        view: View::fitting(&places, width.max(frame::NARROWEST)),
        width,
    };
    let layers = |canvas: &mut Canvas, view: &View| {
        let lines = lines(canvas, summary, view);
        let rails = lines.iter().flat_map(|line| line.windows(2));
        let rails = rails.map(|ends| [ends[0], ends[1]]).collect();
        Layers {
            rails,
            lines,
            spots: spots(summary, &names, view),
        }
    };
    map.draw(usage, layers, |canvas, width, top| {
        legend(canvas, summary, width, top)
    })
}

/// The class of the line to a station.
fn class(summary: &ReachSummary, station: &StationReached) -> &'static str {
    match station.within {
        Within::High | Within::Likely => {
            let share = station.time.likely().ratio(summary.limit).unwrap_or(0.0);
            QUARTERS[((share * 4.0).ceil() as usize).clamp(1, 4) - 1]
        }
        Within::Low => POSSIBLE,
        Within::TechnicalMinimum => FLOOR,
    }
}

/// The tree of routes, the latest below the earliest; each line once with its name.
fn lines(canvas: &mut Canvas, summary: &ReachSummary, view: &View) -> Vec<Vec<(f64, f64)>> {
    let mut lines = Vec::new();
    for wanted in [FLOOR, POSSIBLE]
        .into_iter()
        .chain(QUARTERS.into_iter().rev())
    {
        let stations = summary.stations.iter();
        let mut path = String::new();
        for station in stations.filter(|station| class(summary, station) == wanted) {
            // What joins it to stations reached before it, on the route to it or not: else there were gaps between them.
            for drawn in station.joined.iter().chain([&station.drawn]) {
                let line: Vec<(f64, f64)> = drawn.iter().map(|place| view.place(*place)).collect();
                let line = simplify(&line, 0.2);
                path.push_str(&polyline(&line));
                lines.push(line);
            }
        }
        if !path.is_empty() {
            canvas.path(wanted, &path);
        }
    }
    lines
}

/// For each station the city that it belongs to.
fn known_cities(summary: &ReachSummary) -> Vec<Option<KnownCity>> {
    let stations = summary.stations.iter();
    let places: Vec<LatLon> = stations.map(|station| station.place.position).collect();
    let around: Vec<LatLon> = places
        .iter()
        .copied()
        .chain([summary.from.position])
        .collect();
    let cities = Cities::seen(&View::fitting(&around, frame::NARROWEST));
    cities
        .of(&places)
        .into_iter()
        .map(|city| city.cloned())
        .collect()
}

/// The stations to be named: the farthest and the other ends of what is likely reached with their hours, then the well
/// known.
fn names<'s>(
    summary: &'s ReachSummary,
    cities: &[Option<KnownCity>],
) -> Vec<(String, &'s StationReached, Mark)> {
    let city = |station: &StationReached| {
        let own = summary
            .stations
            .iter()
            .position(|other| std::ptr::eq(other, station));
        own.and_then(|number| cities[number].as_ref())
    };
    let passed: BTreeSet<&str> = summary
        .stations
        .iter()
        .filter(|station| station.within <= Within::Likely)
        .map(|station| station.before.id.as_str())
        .collect();
    let is_end = |station: &StationReached| {
        station.within <= Within::Likely && !passed.contains(station.place.id.as_str())
    };
    let possible = summary.stations.iter();
    let mut possible: Vec<&StationReached> = possible
        .filter(|station| station.within <= Within::Low)
        .collect();
    let farthest = summary.farthest_likely();
    let farthest = farthest.map(|station| station.place.id.as_str());
    possible.sort_by(|a, b| {
        let key = |station: &StationReached| {
            let is_farthest = farthest == Some(station.place.id.as_str());
            let people = city(station).map_or(0, |city| city.population);
            (is_farthest, is_end(station), people, station.prominence)
        };
        key(b).cmp(&key(a)).then(b.distance.cmp(&a.distance))
    });
    let mut named = Vec::new();
    for station in possible {
        let name = city(station).map_or(&station.place.name, |city| &city.name);
        named.push(match is_end(station) {
            true => {
                let hours = hours(station.time.likely());
                (format!("{name} {hours}"), station, Mark::Limit)
            }
            false => (name.clone(), station, Mark::Call(CallKind::Pass)),
        });
    }
    named
}

/// `14 h`, `40 min`: as exact as a map is.
fn hours(time: RunTime) -> String {
    match time.h() < 1.0 {
        true => format::duration(time),
        false => format!("{:.0} h", time.h()),
    }
}

fn spots<'a>(
    summary: &'a ReachSummary,
    names: &'a [(String, &StationReached, Mark)],
    view: &View,
) -> Vec<PinSpot<'a>> {
    let start = PinSpot {
        name: &summary.from.name,
        is_needed: true,
        id: &summary.from.id,
        at: view.place(summary.from.position),
        mark: Mark::Call(CallKind::End),
        level: 0,
    };
    let farthest = summary.farthest_likely();
    let farthest = farthest.map(|station| station.place.id.as_str());
    let spot = |(name, station, mark): &'a (String, &StationReached, Mark)| PinSpot {
        name,
        is_needed: farthest == Some(station.place.id.as_str()),
        id: &station.place.id,
        at: view.place(station.place.position),
        mark: *mark,
        level: 0,
    };
    std::iter::once(start)
        .chain(names.iter().map(spot))
        .collect()
}

fn legend(canvas: &mut Canvas, summary: &ReachSummary, width: f64, top: f64) -> f64 {
    let quarter = |number: usize| {
        let time = summary.limit * (number as f64 / 4.0);
        format!("likely within {}", frame::short(time))
    };
    let mut entries: Vec<(&'static str, String)> = (1..=4)
        .map(|number| (QUARTERS[number - 1], quarter(number)))
        .collect();
    let limit = frame::short(summary.limit);
    entries.push((
        POSSIBLE,
        format!("possible within {limit}: 1 journey in 10"),
    ));
    entries.push((FLOOR, String::from("physically not excluded")));
    entries.retain(|(wanted, _)| {
        let mut stations = summary.stations.iter();
        stations.any(|station| class(summary, station) == *wanted)
    });
    let lines: Vec<_> = entries
        .iter()
        .map(|(class, _)| {
            move |canvas: &mut Canvas, x: f64, y: f64| canvas.line(class, (x, y), (x + 22.0, y))
        })
        .collect();
    let swatches: Vec<frame::Swatch<'_>> = lines
        .iter()
        .zip(&entries)
        .map(|(line, (_, text))| (line as &dyn Fn(&mut Canvas, f64, f64), text.as_str()))
        .collect();
    frame::legend(canvas, width, top, &swatches)
}
