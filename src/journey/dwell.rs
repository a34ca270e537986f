//! Where a train stands on its route, and for what.

use std::collections::{BTreeMap, BTreeSet};

use super::course::Course;
use super::dwell_time::DwellTime;
use crate::network::{BorderOperation, Country, StationIdx};
use crate::routing::{Operation, OperationKind};
use crate::train::{StopPlace, StopRule, Train};
use crate::units::{Estimate, Length, RunTime};

/// Why a train stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cause {
    /// A habitual stop of such trains, whose place is not reported.
    Habitual,
    /// A stop at a station that the train's file or the question names.
    Named,
    /// Something the route demands.
    Operation(OperationKind),
}

impl Cause {
    /// Whether a leg ends here.
    #[must_use]
    pub fn ends_leg(self) -> bool {
        self != Cause::Habitual
    }

    /// Whether the train changes direction.
    #[must_use]
    pub fn is_reversal(self) -> bool {
        matches!(
            self,
            Cause::Operation(
                OperationKind::Reversal
                    | OperationKind::InferredReversal
                    | OperationKind::UnlistedReversal
            )
        )
    }

    /// Whether the train gets other bogies or wheelsets.
    #[must_use]
    pub fn is_gauge_change(self) -> bool {
        matches!(
            self,
            Cause::Operation(
                OperationKind::GaugeChange { .. }
                    | OperationKind::Border(BorderOperation::GaugeChange)
            )
        )
    }
}

/// One reason to stand, with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Why the train stops there.
    pub cause: Cause,
    /// How long, journeys on which it is not done included.
    pub time: Estimate<RunTime>,
    /// How long where it is done, and how often it is not.
    pub(super) sampled: DwellTime,
    /// Whether the figure is an assumption.
    pub is_assumed: bool,
    /// Where the figure comes from, in words.
    pub basis: String,
}

/// A stand on the route: before the piece of that number, between the ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Dwell {
    /// The station.
    pub station: StationIdx,
    /// Place along the route.
    pub at: Length,
    /// Number of the first piece after it.
    pub(super) before_piece: usize,
    /// All that is done there; never empty.
    pub activities: Vec<Activity>,
}

impl Dwell {
    /// How long, likely.
    #[must_use]
    pub fn likely(&self) -> RunTime {
        self.activities
            .iter()
            .map(|activity| activity.time.likely())
            .sum()
    }

    /// Whether a leg ends here.
    #[must_use]
    pub fn ends_leg(&self) -> bool {
        self.activities
            .iter()
            .any(|activity| activity.cause.ends_leg())
    }
}

/// Halts asked for: where and how long.
pub type AskedStops = [(StationIdx, RunTime)];

/// All dwells of a course, in order. What is done at the two ends, before departure and after arrival, is no part of
/// the journey.
pub(super) fn dwells(course: &Course, asked: &AskedStops, with_habitual: bool) -> Vec<Dwell> {
    let mut found: BTreeMap<usize, Vec<Activity>> = BTreeMap::new();
    for (index, pair) in course.pieces.windows(2).enumerate() {
        let operations = pair[0].step.after.iter().chain(&pair[1].step.before);
        for activity in operations.filter_map(|operation| activity_of_operation(course, operation))
        {
            found.entry(index + 1).or_default().push(activity);
        }
    }
    for (index, piece) in course.pieces.iter().enumerate().skip(1) {
        for activity in named_stops(course, piece.step.from, asked) {
            found.entry(index).or_default().push(activity);
        }
    }
    if with_habitual {
        let pieces = course.pieces.iter();
        let lengths: Vec<_> = pieces
            .map(|piece| (piece.country, piece.length().km()))
            .collect();
        for (km, country, rule) in habits(course.train, &lengths) {
            for index in places_in(&lengths, km, country) {
                found
                    .entry(index)
                    .or_default()
                    .push(activity_of_rule(rule, Cause::Habitual));
            }
        }
    }
    // In an order of their own: that of the rows of a file decides nothing.
    for activities in found.values_mut() {
        activities.sort_by_key(|activity| (activity.cause, activity.time.likely()));
    }
    found
        .into_iter()
        .map(|(index, activities)| Dwell {
            station: course.pieces[index].step.from,
            at: course.pieces[index].start,
            before_piece: index,
            activities,
        })
        .collect()
}

/// An operation with a known time; what takes no time is no reason to stand.
fn activity_of_operation(course: &Course, operation: &Operation) -> Option<Activity> {
    let time = operation.time.filter(|time| time.high() > RunTime::ZERO)?;
    let sources: Vec<&str> = operation
        .sources
        .iter()
        .filter_map(|id| course.network.sources().get(id))
        .map(|s| s.what.as_str())
        .collect();
    let basis = match (operation.is_assumed, sources.is_empty()) {
        (true, true) => String::from("assumption"),
        (true, false) => format!("assumption after: {}", sources.join("; ")),
        (false, _) => sources.join("; "),
    };
    let rake = course.train.waiting_rakes.iter();
    let rake = rake
        .filter(|_| Cause::Operation(operation.kind).is_gauge_change())
        .find(|rake| rake.station == course.network.station(operation.at).id);
    let sampled = DwellTime {
        time,
        skipped: rake.map_or(0.0, |rake| rake.share),
    };
    Some(Activity {
        cause: Cause::Operation(operation.kind),
        time: sampled.expected(),
        sampled,
        is_assumed: operation.is_assumed,
        basis: rake.map_or(basis.clone(), |rake| format!("{basis}; {}", rake.basis)),
    })
}

fn activity_of_rule(rule: &StopRule, cause: Cause) -> Activity {
    let is_assumed = rule.basis.starts_with("assumption");
    Activity {
        cause,
        time: rule.time,
        sampled: rule.time.into(),
        is_assumed,
        basis: rule.basis.clone(),
    }
}

/// Halts by name at a station. What the question asks for replaces what the train's file says.
fn named_stops(course: &Course, station: StationIdx, asked: &AskedStops) -> Vec<Activity> {
    let id = &course.network.station(station).id;
    let asked: Vec<Activity> = asked
        .iter()
        .filter(|(place, _)| *place == station)
        .map(|(_, time)| Activity {
            cause: Cause::Named,
            time: Estimate::exact(*time),
            sampled: Estimate::exact(*time).into(),
            is_assumed: false,
            basis: String::from("as asked"),
        })
        .collect();
    if !asked.is_empty() {
        return asked;
    }
    let here = |rule: &&StopRule| matches!(&rule.place, StopPlace::Station(named) if named == id);
    course
        .train
        .stops
        .iter()
        .filter(here)
        .map(|rule| activity_of_rule(rule, Cause::Named))
        .collect()
}

/// The rules by which a train stops once in so many kilometres of a country, each with that distance.
pub(super) fn every(train: &Train, country: Country) -> impl Iterator<Item = (f64, &StopRule)> {
    let rules = train.stops.iter().filter_map(|rule| match &rule.place {
        StopPlace::Every { km, countries } => Some((*km, countries, rule)),
        StopPlace::Station(_) => None,
    });
    let names =
        move |(_, countries, _): &(f64, &Vec<Country>, &StopRule)| countries.contains(&country);
    let is_named = rules.clone().any(|rule| names(&rule));
    rules
        .filter(move |rule| names(rule) || (rule.1.is_empty() && !is_named))
        .map(|(km, _, rule)| (km, rule))
}

/// The rules that hold in each country passed, each with its distance; `lengths` are the pieces of a route, each with its
/// country and its kilometres.
fn habits<'t>(
    train: &'t Train,
    lengths: &[(Country, f64)],
) -> impl Iterator<Item = (f64, Country, &'t StopRule)> {
    let countries: BTreeSet<Country> = lengths.iter().map(|(country, _)| *country).collect();
    countries
        .into_iter()
        .flat_map(move |country| every(train, country).map(move |(km, rule)| (km, country, rule)))
}

/// By how much the likely time of the habitual stops over some pieces falls short of their shares by length.
pub(super) fn short_of_shares(train: &Train, lengths: &[(Country, f64)]) -> RunTime {
    let shortfall = |(km, country, rule): (f64, Country, &StopRule)| {
        let own = lengths.iter().filter(|(its, _)| *its == country);
        let share = own.map(|(_, length)| length).sum::<f64>() / km;
        rule.time.likely() * (share - places_in(lengths, km, country).len() as f64)
    };
    habits(train, lengths).map(shortfall).sum()
}

/// The pieces before which a train stops that does so once in `km` kilometres of a country: at the station nearest to each
/// multiple of that distance, never at the two ends.
fn places_in(lengths: &[(Country, f64)], km: f64, country: Country) -> Vec<usize> {
    let mut places = Vec::new();
    let mut run = 0.0;
    let mut due = km;
    for (index, (its, length)) in lengths.iter().enumerate() {
        if *its != country {
            continue;
        }
        let after = run + length;
        while after >= due {
            let at_end = after - due <= due - run;
            let place = if at_end { index + 1 } else { index };
            if place > 0 && place < lengths.len() {
                places.push(place);
            }
            due += km;
        }
        run = after;
    }
    places
}
