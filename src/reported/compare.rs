//! Reported journeys beside computed ones.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::journeys::{Fit, ReportedJourney};
use super::reason::ComparedReason;
use super::shared::compare_all;
use super::statistics::Pair;
use super::usual::Usual;
use super::verdict::Verdict;
use crate::journey::{self, Journey, Question};
use crate::network::search::{How, Index};
use crate::network::{Country, Network, StationIdx};
use crate::routing::{Avoid, Objective, Query, Restrictions};
use crate::train::{Catalog, Train, TrainError};
use crate::units::{Estimate, Length, RunTime, Speed};

/// A reported journey and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// As reported.
    pub reported: ReportedJourney,
    /// The train it was computed with.
    pub train: String,
    /// What came out.
    pub outcome: Outcome,
}

/// What came out of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was computed.
    Judged {
        /// The computed time, the precision of the report counted in.
        computed: Estimate<RunTime>,
        /// The shortest time possible.
        technical_minimum: RunTime,
        /// Length of the route.
        distance: Length,
        /// The countries it runs through, in order of their codes.
        countries: Vec<Country>,
        /// Reported over computed time, where one was reported.
        ratio: Option<f64>,
        /// Per cent of the samples that take longer than reported.
        slower_percent: Option<f64>,
        /// What to think of it.
        verdict: Verdict,
        /// Why, with the figures.
        reasons: Vec<ComparedReason>,
    },
    /// It cannot be computed.
    NotComparable {
        /// Why it cannot be compared, in words.
        reason: String,
    },
}

impl Compared {
    /// The mean speed that the reported time means over the rails; `None` for bounds and for what cannot be compared.
    #[must_use]
    pub fn implied_speed(&self) -> Option<Speed> {
        match &self.outcome {
            Outcome::Judged { distance, .. } => distance.mean_speed(self.reported.exact_time()?),
            Outcome::NotComparable { .. } => None,
        }
    }

    /// The pair for the statistics; `None` for bounds and for what cannot be compared.
    #[must_use]
    pub fn pair(&self) -> Option<Pair> {
        let Outcome::Judged { computed, .. } = &self.outcome else {
            return None;
        };
        let reported = self.reported.exact_time()?;
        Some(Pair {
            reported: reported.h(),
            computed: [
                computed.low().h(),
                computed.likely().h(),
                computed.high().h(),
            ],
        })
    }
}

/// Computes each journey and holds it against its report, as [`super::compare_all`] does.
///
/// # Errors
/// [`TrainError`] when a train's file cannot be used.
pub fn compare(
    network: &Network,
    index: &Index<'_>,
    trains: &Catalog,
    journeys: Vec<ReportedJourney>,
    against: (Date, Option<&str>),
) -> Result<Vec<Compared>, TrainError> {
    compare_all(network, index, trains, journeys, against, &mut |_| {})
}

/// The train of reports that name none of ours.
pub(super) const GENERIC: &str = "generic-passenger";

/// How long a train stops at least where a timetable prints one minute for arrival and departure, seconds. Assumption:
/// half of the minute that such a timetable rounds away.
const SHORTEST_DWELL_S: f64 = 30.0;

/// What comes out for each of some journeys that ask the same.
pub(super) fn judge(
    network: &Network,
    train: &Train,
    question: &Question,
    group: &[usize],
    journeys: &[ReportedJourney],
) -> Vec<(usize, Outcome)> {
    let plan = journey::plan(network, train, question);
    let journey = match &plan {
        Ok(plan) => Ok(&plan.journeys[0]),
        Err(error) => Err(error.to_string()),
    };
    let judged = |number: &usize| {
        let reported = &journeys[*number];
        let has_time = reported.duration.is_some() || reported.bounds.is_some();
        let outcome = match &journey {
            _ if !has_time => Err(String::from("no time was reported")),
            Ok(journey) => Ok(outcome(reported, journey)),
            Err(reason) => Err(reason.clone()),
        };
        let not = |reason| Outcome::NotComparable { reason };
        (*number, outcome.unwrap_or_else(not))
    };
    group.iter().map(judged).collect()
}

/// The question of a reported journey for a train, or why it cannot be asked. `day` counts where the report has none.
pub(super) fn question(
    (network, index, day): (&Network, &Index<'_>, Date),
    train: &Train,
    reported: &ReportedJourney,
) -> Result<Question, String> {
    let from = end(network, index, &reported.ids.0, &reported.places.0)?;
    let to = end(network, index, &reported.ids.1, &reported.places.1)?;
    if from == to {
        return Err(String::from("it ends where it begins"));
    }
    let via = reported
        .via_ids
        .iter()
        .map(|id| station(network, id))
        .collect::<Result<Vec<_>, _>>()?;
    let stops = stops(&via, reported);
    let query = Query {
        from,
        to,
        via: via
            .into_iter()
            .filter(|via| *via != from && *via != to)
            .collect(),
        restrictions: Restrictions {
            avoid: Avoid::default(),
            transit: BTreeSet::new(),
            day: reported.day.unwrap_or(day),
            objective: Objective::Fastest,
            demands: journey::demands(network, train),
        },
    };
    let mut question = Question::new(query);
    question.stops = stops;
    Ok(question)
}

/// The stops of a timetable on the way, with their dwell times.
fn stops(via: &[StationIdx], reported: &ReportedJourney) -> Vec<(StationIdx, RunTime)> {
    let dwells = reported.dwells.iter().flatten();
    let stops = via.iter().zip(dwells);
    let stops = stops.filter_map(|(station, dwell)| Some((*station, (*dwell)?)));
    stops
        .map(|(station, dwell)| (station, dwell.max(RunTime::from_s(SHORTEST_DWELL_S))))
        .collect()
}

fn station(network: &Network, id: &str) -> Result<StationIdx, String> {
    network
        .station_by_id(id)
        .ok_or_else(|| format!("{id} is not in the network"))
}

/// An end by its id, else by its exact name; a report is not guessed at.
fn end(network: &Network, index: &Index<'_>, id: &str, place: &str) -> Result<StationIdx, String> {
    if !id.is_empty() {
        return station(network, id);
    }
    match index.resolve(place) {
        Ok(found) if matches!(found.how, How::Exactly | How::ByAlias) => Ok(found.station),
        _ => Err(format!("{place} is not in the network or not disclosed")),
    }
}

fn outcome(reported: &ReportedJourney, journey: &Journey) -> Outcome {
    // A report has the stays in it that nobody announced.
    let computed = journey.arrival.unwrap_or(journey.duration);
    let duration = computed.map(|time| time + reported.stated_stops);
    let computed = widened(&duration, reported.quality.tolerance());
    let precision = reported.quality.tolerance();
    let exact = reported.exact_time();
    let (verdict, mut reasons) = match (exact, reported.bounds, reported.duration) {
        (Some(time), _, _) => by_time(journey, time - reported.stated_stops, precision),
        (None, _, Some(time)) if reported.fit == Fit::Bound => by_bound(journey, time + precision),
        (None, Some((least, most)), _) => by_bounds(journey, least, most),
        (None, None, Some(time)) => by_bounds(journey, RunTime::ZERO, time),
        (None, None, None) => unreachable!("journeys without a time are not compared"),
    };
    if reported.stated_stops > RunTime::ZERO {
        reasons.push(ComparedReason::StatedStops(reported.stated_stops));
    }
    let route = journey.route.length();
    if let Some(reported_km) = reported.distance_km {
        reasons.push(ComparedReason::Distance { reported_km, route });
    }
    Outcome::Judged {
        ratio: exact.and_then(|time| time.ratio(duration.likely())),
        slower_percent: exact
            .map(|time| Usual::of(journey).slower_percent(time - reported.stated_stops)),
        computed,
        technical_minimum: journey.technical_minimum + reported.stated_stops,
        distance: route,
        countries: countries(journey),
        verdict,
        reasons,
    }
}

fn countries(journey: &Journey) -> Vec<Country> {
    let mut countries: Vec<Country> = journey.legs.iter().map(|leg| leg.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// A range with the precision of a report added, as independent errors add.
pub(super) fn widened(range: &Estimate<RunTime>, precision: RunTime) -> Estimate<RunTime> {
    let wider = |side: RunTime| RunTime::from_s(side.s().hypot(precision.s()));
    let likely = range.likely();
    let low = likely - wider(likely - range.low());
    let high = likely + wider(range.high() - likely);
    Estimate::new(low.max(RunTime::ZERO), likely, high).expect("the likely lies between")
}

fn by_time(journey: &Journey, time: RunTime, precision: RunTime) -> (Verdict, Vec<ComparedReason>) {
    let (low, high) = (time - precision, time + precision);
    let usual = Usual::of(journey);
    let against = ComparedReason::Time {
        reported: time,
        mean: journey.route.length().mean_speed(time),
        computed: usual.computed(),
        place: usual.place(time),
    };
    if high < usual.least() {
        let least = ComparedReason::TechnicalMinimum(journey.technical_minimum);
        (Verdict::Impossible, vec![least, against])
    } else if usual.holds(low, high) {
        (Verdict::Consistent, vec![against])
    } else {
        (Verdict::Doubtful, vec![against])
    }
}

/// A time with stops of unknown length in it: the train was no slower.
fn by_bound(journey: &Journey, most: RunTime) -> (Verdict, Vec<ComparedReason>) {
    let (verdict, mut reasons) = by_bounds(journey, RunTime::ZERO, most);
    reasons[0] = ComparedReason::UpperBound;
    (verdict, reasons)
}

fn by_bounds(journey: &Journey, least: RunTime, most: RunTime) -> (Verdict, Vec<ComparedReason>) {
    let usual = Usual::of(journey);
    let verdict = if most < usual.least() {
        Verdict::Impossible
    } else if usual.holds(least, most) {
        Verdict::Consistent
    } else {
        Verdict::Doubtful
    };
    let computed = ComparedReason::Computed(usual.computed());
    (
        verdict,
        vec![ComparedReason::Days { least, most }, computed],
    )
}
