//! What is fitted: the legs of journeys of one train, each with the route it took.

use std::collections::BTreeSet;

use super::super::compare::question;
use super::super::journeys::{Fit, ReportedJourney, TimeQuality};
use super::super::usual::OFFICIAL_SPREAD;
use super::model::Model;
use super::{CalibrationInputs, Reports};
use crate::journey::{self, EstimateParts, Journey, Z_90};
use crate::network::{Country, LineIdx, Network, StationIdx};
use crate::routing::Route;
use crate::train::Train;
use crate::units::{RunTime, Speed, format};

/// Kilometres at which a leg's noise is stated, and below which it grows no further; as in the estimate.
const NOISE_KM: (f64, f64) = (journey::NOISE_LENGTH_KM, journey::SHORTEST_NOISE_KM);

/// A leg and its route.
#[derive(Clone, Debug)]
pub(super) struct ReportedLeg {
    pub reported: ReportedJourney,
    pub time: RunTime,
    /// 1, or 0.5 for weak evidence.
    pub weight: f64,
    /// Whether the time is only a bound from above.
    pub is_bound: bool,
    pub route: Route,
    /// The stops that a timetable prints.
    stops: Vec<(StationIdx, RunTime)>,
    /// The number of the speed row of each segment.
    rows: Vec<usize>,
}

/// All legs of a train, and those that cannot be used.
pub(super) struct Evidence {
    pub legs: Vec<ReportedLeg>,
    /// Runs over several of these legs: nothing is fitted to them, but they can be predicted.
    pub runs: Vec<ReportedLeg>,
    /// Journeys that are only held against what is fitted.
    pub held: Vec<ReportedLeg>,
    pub unused: Vec<(ReportedJourney, String)>,
}

/// A leg as computed with some speeds.
pub(super) struct Computed {
    pub time: RunTime,
    /// Part of the time that is spent at the speed of each row.
    pub held: Vec<(usize, f64)>,
    /// Part of the time that is spent running on each line that has no row of its own.
    pub lines: Vec<(Option<LineIdx>, f64)>,
    /// Part of the time that is running.
    pub running: f64,
    /// Standard deviation of stops, borders, train meets and the report, as a part of the time.
    pub other: f64,
}

/// Routes the legs that belong to the train of the model.
pub(super) fn gather(inputs: &CalibrationInputs, model: &Model, reports: &Reports) -> Evidence {
    let mut evidence = Evidence {
        legs: Vec::new(),
        runs: Vec::new(),
        held: Vec::new(),
        unused: Vec::new(),
    };
    let train = &model.own;
    let is_ours = |reported: &&ReportedJourney| {
        reported.train == train.id || train.has_number(&reported.train)
    };
    let held = reports.held.iter().filter(is_ours);
    let held = held.filter(|journey| journey.exact_time().is_some());
    for journey in held {
        match leg(inputs, train, journey) {
            Ok(leg) => evidence.held.push(leg),
            Err(reason) => evidence.unused.push((journey.clone(), reason)),
        }
    }
    let (unfitted, fitted): (Vec<_>, Vec<_>) = reports
        .journeys
        .iter()
        .filter(is_ours)
        .partition(|reported| reported.fit == Fit::No);
    for reported in fitted {
        match leg(inputs, train, reported) {
            Ok(leg) => evidence.legs.push(leg),
            Err(reason) => evidence.unused.push((reported.clone(), reason)),
        }
    }
    let timed = evidence.legs.iter().filter(|leg| !leg.is_bound);
    let trips: BTreeSet<&str> = timed.map(ReportedLeg::trip).collect();
    let runs = unfitted
        .into_iter()
        .filter(|run| run.exact_time().is_some() && trips.contains(run.journey_id.as_str()));
    evidence.runs = runs
        .filter_map(|run| leg(inputs, train, run).ok())
        .collect();
    evidence
}

fn leg(
    inputs: &CalibrationInputs,
    train: &Train,
    reported: &ReportedJourney,
) -> Result<ReportedLeg, String> {
    let is_bound = matches!(reported.fit, Fit::Bound | Fit::Held);
    let (time, _) = reported
        .duration
        .zip((is_bound || reported.quality != TimeQuality::DayOnly).then_some(()))
        .ok_or("its time is known to the day only")?;
    let on = (inputs.network, inputs.index, inputs.day);
    let question = question(on, train, reported)?;
    let own = reported.dwells.as_ref();
    let own = own.map(|_| train.without_habitual_stops());
    let train = own.as_ref().unwrap_or(train);
    let plan = journey::plan(inputs.network, train, &question).map_err(|e| e.to_string())?;
    let best = plan
        .journeys
        .into_iter()
        .next()
        .ok_or("there is no route")?;
    let technical_minimum = best.technical_minimum + reported.stated_stops;
    // As verdicts do: rails may be shorter than their official length.
    if time + reported.quality.precision() < technical_minimum * (1.0 - OFFICIAL_SPREAD) {
        let (told, least) = (format::duration(time), format::duration(technical_minimum));
        return Err(format!(
            "{told} is below {least}, the shortest time possible"
        ));
    }
    let route = best.route;
    Ok(ReportedLeg {
        time,
        weight: if reported.fit == Fit::Weak { 0.5 } else { 1.0 },
        is_bound,
        rows: rows(inputs.network, train, &route),
        route,
        stops: question.stops,
        reported: reported.clone(),
    })
}

/// The number of the speed row of each segment of a route.
fn rows(network: &Network, train: &Train, route: &Route) -> Vec<usize> {
    let of_step = |step: &crate::routing::Step| {
        let segment = network.segment(step.segment);
        let line = segment.line.map(|line| network.line(line));
        let country = network.station(step.from).country;
        train.profile.place(country, line, segment)
    };
    route.steps().iter().map(of_step).collect()
}

impl ReportedLeg {
    /// The trip it belongs to.
    pub fn trip(&self) -> &str {
        &self.reported.journey_id
    }

    /// Whether it runs on tracks of a row.
    pub fn runs_on(&self, row: usize) -> bool {
        self.rows.contains(&row)
    }

    pub fn km(&self) -> f64 {
        self.route.length().km()
    }

    /// The countries it runs through.
    pub fn countries(&self, network: &Network) -> Vec<Country> {
        let steps = self.route.steps().iter();
        let mut countries: Vec<_> = steps.map(|s| network.station(s.from).country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// Variance of its own noise for a train of some noise.
    pub fn noise_variance(&self, leg_noise: f64) -> f64 {
        leg_noise * leg_noise * NOISE_KM.0 / self.km().max(NOISE_KM.1)
    }

    /// The journey of a train over the leg, with the stops that its timetable prints. Nothing when the train cannot run
    /// it.
    pub fn journey(&self, network: &Network, train: &Train) -> Option<Journey> {
        let route = self.route.clone();
        let journey = match self.reported.dwells {
            None => journey::along(network, train, route),
            Some(_) => {
                let train = train.without_habitual_stops();
                journey::along_with_stops(network, &train, &self.stops, route)
            }
        };
        journey.ok()
    }

    /// The leg run by a train. Nothing when the train cannot run it.
    pub fn compute(&self, network: &Network, train: &Train) -> Option<Computed> {
        let journey = self.journey(network, train)?;
        let time = journey.duration.likely() + self.reported.stated_stops;
        let share = |part: RunTime| part.ratio(time).unwrap_or(0.0);
        let allowed = 1.0 + train.allowance.percent / 100.0;
        let mut held: Vec<(usize, f64)> = Vec::new();
        let mut lines: Vec<(Option<LineIdx>, f64)> = Vec::new();
        let steps = self.route.steps().iter();
        for ((segment, row), step) in journey.segments.iter().zip(&self.rows).zip(steps) {
            let line = network.segment(step.segment).line;
            let own = train.profile.rows()[*row].speed.likely();
            if train.profile.rows()[*row].line.is_none() {
                let part = share(segment.cruising) * allowed;
                match lines.iter_mut().find(|(known, _)| *known == line) {
                    Some((_, sum)) => *sum += part,
                    None => lines.push((line, part)),
                }
            }
            if is_held(segment.held, own) {
                let part = share(segment.cruising) * allowed;
                match held.iter_mut().find(|(known, _)| known == row) {
                    Some((_, sum)) => *sum += part,
                    None => held.push((*row, part)),
                }
            }
        }
        let running: RunTime = journey.parts.iter().map(|part| part.running.likely()).sum();
        Some(Computed {
            running: share(running),
            other: share(spread(&journey)).hypot(share(self.reported.quality.precision())),
            held,
            lines,
            time,
        })
    }
}

/// Whether a segment is run at the speed of its row and not below it at a limit.
fn is_held(held: Speed, own: Speed) -> bool {
    held >= own
}

/// Standard deviation of all that is not running.
fn spread(journey: &Journey) -> RunTime {
    let of_part = |part: &EstimateParts| {
        let times = part.stops.iter().chain(&part.at_end);
        let times = times.chain([&part.train_meets]);
        times.map(|time| time.variance(Z_90)).sum::<f64>()
    };
    let variance: f64 = journey.parts.iter().map(of_part).sum();
    RunTime::from_s(variance.sqrt())
}
