//! Finding the reasons to trust a journey less.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::course::{Course, Piece};
use super::dwell::{AskedStops, Cause, Dwell};
use super::sketched::{SKETCH_HIGH, SKETCH_LOW};
use super::speed_rule::LineLimit;
use super::warning::{AssumedDwell, Gain, LONGEST_LOOP_M, Warning};
use crate::network::{Country, Electrification, Network, Quality, Traction};
use crate::routing::{Candidates, Cost, OperationKind, Query, Route};
use crate::units::Length;

/// What the search left out or had to take.
pub(super) fn on_search(
    network: &Network,
    query: &Query,
    candidates: &Candidates,
    best: Cost,
) -> Vec<Warning> {
    let names = |countries: &mut dyn Iterator<Item = Country>| -> Vec<String> {
        countries.map(|country| name(network, country)).collect()
    };
    let mut warnings: Vec<Warning> = day_warning(network, query.restrictions.day)
        .into_iter()
        .collect();
    if !candidates.abroad.is_empty() {
        warnings.push(Warning::Abroad {
            countries: names(&mut candidates.abroad.iter().copied()),
        });
    }
    if let Some(abroad) = &candidates.shorter_abroad {
        warnings.push(Warning::BetterAbroad {
            countries: names(&mut abroad.countries.iter().copied()),
            codes: abroad.countries.clone(),
            gain: Gain::new(query.restrictions.objective, best.less(abroad.bound)),
        });
    }
    warnings
}

/// What to know of a day for which the network of another stands in; `None` for a day that the data covers.
#[must_use]
pub fn day_warning(network: &Network, day: Date) -> Option<Warning> {
    let (first, last) = network.dated();
    let before = first.filter(|first| day < *first);
    let after = last.filter(|last| day > *last);
    before
        .map(|first| Warning::DayBefore { day, first })
        .or_else(|| after.map(|last| Warning::DayAfter { day, last }))
}

/// What is unsure along a course.
pub(super) fn on_course(course: &Course, dwells: &[Dwell]) -> Vec<Warning> {
    let mut warnings = speeds(course);
    let unsure = |piece: &Piece| {
        !matches!(
            piece.segment.length_quality,
            Quality::Sourced | Quality::Unstated | Quality::Sketched
        )
    };
    warnings.extend(on_sketch(course));
    push_length(&mut warnings, course, unsure, |length| {
        Warning::UnsureLengths { length }
    });
    let guessed = course.pieces.iter();
    let guessed = guessed.map(|piece| piece.length_where(LineLimit::is_guessed));
    let guessed: Length = guessed.sum();
    if guessed > Length::ZERO {
        warnings.push(Warning::GuessedLimits { length: guessed });
    }
    let unknown_electrification = |piece: &Piece| {
        matches!(piece.step.traction, Some(Traction::Electric(_)))
            && piece.segment.electrification == Electrification::Unknown
    };
    push_length(&mut warnings, course, unknown_electrification, |length| {
        Warning::UnknownElectrification { length }
    });
    warnings.extend(assumed_dwells(course, dwells));
    warnings.extend(unknown_borders(course));
    warnings.extend(length(course));
    warnings
}

fn push_length(
    warnings: &mut Vec<Warning>,
    course: &Course,
    concerns: impl Fn(&Piece) -> bool,
    warning: impl Fn(Length) -> Warning,
) {
    let length: Length = course
        .pieces
        .iter()
        .filter(|piece| concerns(piece))
        .map(Piece::length)
        .sum();
    if length > Length::ZERO {
        warnings.push(warning(length));
    }
}

/// That a part of the route is sketched, and what that means.
fn on_sketch(course: &Course) -> Option<Warning> {
    let pieces = course.pieces.iter();
    let sketched = pieces.filter(|piece| piece.segment.length_quality == Quality::Sketched);
    let sketched: Length = sketched.map(Piece::length).sum();
    let known = course.length() - sketched;
    (sketched > Length::ZERO).then(|| Warning::Sketched {
        length: sketched,
        low: known + sketched * SKETCH_LOW,
        high: known + sketched * SKETCH_HIGH,
    })
}

/// Speeds that are assumed, by country.
fn speeds(course: &Course) -> Vec<Warning> {
    let mut assumed: BTreeMap<Country, Length> = BTreeMap::new();
    let mut unknown: BTreeMap<Country, Length> = BTreeMap::new();
    for piece in &course.pieces {
        let row = &course.train.profile.rows()[piece.row];
        if row.country.is_none() {
            *unknown.entry(piece.country).or_default() += piece.length();
        } else if row.basis.starts_with("assumption: ") {
            *assumed.entry(piece.country).or_default() += piece.length();
        }
    }
    let network = course.network;
    let unknown = unknown
        .into_iter()
        .map(|(country, length)| Warning::UnknownCountry {
            country: name(network, country),
            length,
        });
    let assumed = assumed
        .into_iter()
        .map(|(country, length)| Warning::AssumedSpeed {
            country: name(network, country),
            length,
        });
    assumed.chain(unknown).collect()
}

/// The times at stations that no source gives.
fn assumed_dwells(course: &Course, dwells: &[Dwell]) -> Option<Warning> {
    let of_dwell = |dwell: &Dwell| {
        let station = course.network.station(dwell.station).name.clone();
        let assumed = dwell.activities.iter().filter(|activity| {
            activity.is_assumed && matches!(activity.cause, Cause::Operation(_))
        });
        let assumed = assumed.map(move |activity| AssumedDwell {
            cause: activity.cause,
            station: station.clone(),
            likely: activity.time.likely(),
        });
        assumed.collect::<Vec<_>>()
    };
    let dwells: Vec<AssumedDwell> = dwells.iter().flat_map(of_dwell).collect();
    (!dwells.is_empty()).then_some(Warning::AssumedDwells { dwells })
}

/// Borders of which no time is known at all.
fn unknown_borders<'a>(course: &'a Course) -> impl Iterator<Item = Warning> + 'a {
    let station = |index| course.network.station(index).name.clone();
    let is_unknown = |piece: &&Piece| {
        let operations = piece.step.before.iter().chain(&piece.step.after);
        operations
            .filter(|operation| matches!(operation.kind, OperationKind::Border(_)))
            .any(|operation| operation.time.is_none())
    };
    course
        .pieces
        .iter()
        .filter(is_unknown)
        .map(move |piece| Warning::UnknownBorder {
            from: station(piece.step.from),
            to: station(piece.step.to),
        })
}

/// A train longer than any loop, where it would have to meet others.
fn length(course: &Course) -> Option<Warning> {
    let longest = course
        .pieces
        .iter()
        .map(|piece| course.train.length(piece.locomotive))
        .max()?;
    let train_meets = course
        .pieces
        .iter()
        .any(|piece| piece.segment.tracks == Some(1));
    (train_meets && longest > Length::from_m(LONGEST_LOOP_M))
        .then_some(Warning::LongerThanLoops { length: longest })
}

/// Halts asked for where the route does not lead.
pub(super) fn on_stops<'a>(
    course: &'a Course,
    asked: &'a AskedStops,
) -> impl Iterator<Item = Warning> + 'a {
    let calls = |station| {
        let inner = course.pieces.iter().skip(1);
        inner
            .map(|piece| piece.step.from)
            .any(|passed| passed == station)
    };
    asked
        .iter()
        .filter(move |(station, _)| !calls(*station))
        .map(|(station, _)| Warning::StopOffRoute {
            station: course.network.station(*station).name.clone(),
        })
}

/// Stations without a zone; one is named for all.
pub(super) fn on_zones(network: &Network, route: &Route) -> Option<Warning> {
    let station = route
        .stations()
        .find(|station| network.station(*station).timezone.is_none())?;
    Some(Warning::NoZone {
        station,
        name: network.station(station).name.clone(),
    })
}

fn name(network: &Network, country: Country) -> String {
    network
        .country(country)
        .map_or_else(|| country.to_string(), |facts| facts.name.clone())
}
