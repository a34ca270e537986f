//! A journey over one route: rides at several paces, stops, legs, samples, and the parts that add up.

use super::consistent::{Middle, Sampling, between, holding};
use super::course::{Course, Pace};
use super::dwell::AskedStops;
use super::estimate;
use super::leg::{self, Leg, TimingPoint};
use super::model::{Figures, Journey, LimitRun, PlanError};
use super::progress::Progress;
use super::remarks;
use super::sample::{SampleCache, quantiles};
use super::sketched;
use super::stays::with_stays;
use crate::network::Network;
use crate::routing::Route;
use crate::train::Train;
use crate::units::{Length, RunTime};

/// The journey of a train over a route that was found before, as a [`super::plan`] makes it.
///
/// # Errors
/// [`PlanError`] when the train cannot run it.
pub fn along(network: &Network, train: &Train, route: Route) -> Result<Journey, PlanError> {
    of_route(network, train, &[], route)
}

/// The journey of a train over a route with stops that are asked for, as a timetable prints them.
///
/// # Errors
/// [`PlanError`] when the train cannot run it.
pub fn along_with_stops(
    network: &Network,
    train: &Train,
    stops: &AskedStops,
    route: Route,
) -> Result<Journey, PlanError> {
    of_route(network, train, stops, route)
}

/// The figures of a journey over a course, without the rest of it.
pub(super) fn figures(
    course: Course,
    asked: &AskedStops,
    cache: &SampleCache,
) -> Result<Figures, PlanError> {
    let progress = Progress::over(course, asked)?;
    let distance = progress.course.length();
    let legs = leg::split(&progress.course, &progress.dwells, &[]);
    let parts = estimate::parts(&progress, &legs);
    let mut samples = estimate::whole(&parts, cache);
    let stays = progress.course.train.stays.as_ref();
    Ok(Figures {
        distance,
        distance_range: None,
        arrival: stays.map(|stays| quantiles(&mut with_stays(&samples, stays))),
        duration: quantiles(&mut samples),
        technical_minimum: progress.technical_minimum(Length::ZERO, distance),
    })
}

/// The journey of a train over a route.
pub(super) fn of_route(
    network: &Network,
    train: &Train,
    stops: &AskedStops,
    route: Route,
) -> Result<Journey, PlanError> {
    let course = Course::new(network, train, &route);
    let progress = Progress::over(course, stops)?;
    let (course, dwells) = (&progress.course, &progress.dwells);
    let mut legs = leg::split(course, dwells, &[]);
    let parts = estimate::parts(&progress, &legs);
    let samples = estimate::sampled(&parts);
    let totals = estimate::time_legs(&mut legs, &samples);
    let duration = quantiles(&mut totals.clone());
    let sampling = Sampling {
        course,
        dwells,
        ride: &progress.likely,
        legs: &legs,
        samples: &samples,
    };
    let found = sampling.consistent(&Middle::of(&totals));
    let stays = train.stays.as_ref();
    let arrival_samples = stays.map_or_else(|| totals.clone(), |stays| with_stays(&totals, stays));
    found.time_legs(&mut legs);
    let mut warnings = remarks::on_course(course, &found.dwells);
    warnings.extend(remarks::on_stops(course, stops));
    let likely = &progress.likely;
    Ok(Journey {
        duration,
        arrival: stays.map(|_| quantiles(&mut arrival_samples.clone())),
        arrival_samples,
        distance_range: sketched::distance_range(network, &route),
        technical_minimum: progress.technical_minimum(Length::ZERO, course.length()),
        technical_minimum_by_cap: course
            .pieces
            .iter()
            .map(|piece| piece.length_where(|limit| limit.known.is_none()))
            .sum(),
        ledger: found.ledger,
        energy: likely.energy(),
        fuel: likely.taken(true),
        current: likely.taken(false),
        energy_saved: None,
        timing_points: timing_points(course, &legs, &found.clocks),
        curve: likely.curve(),
        segments: found.segments,
        limits: limits(course),
        slow_stretches: likely.slow_stretches(),
        warnings,
        samples: totals,
        legs,
        parts,
        dwells: found.dwells,
        route,
    })
}

/// Every station with its times. Within a leg the range grows from that of the departure to that of the arrival.
fn timing_points(course: &Course, legs: &[Leg], clocks: &[(RunTime, RunTime)]) -> Vec<TimingPoint> {
    let mut timing_points = vec![TimingPoint {
        station: legs[0].from,
        at: Length::ZERO,
        arrives: legs[0].departs,
        departs: legs[0].departs,
    }];
    for (number, leg) in legs.iter().enumerate() {
        let (departs, arrives) = (leg.departs.likely(), leg.arrives.likely());
        let at = |time: RunTime| {
            let part = (time - departs).ratio(arrives - departs).unwrap_or(1.0);
            holding(&between(&leg.departs, &leg.arrives, part), time)
        };
        for index in leg.pieces.0..leg.pieces.1 {
            let piece = &course.pieces[index];
            let (arrives, departs) = clocks[index + 1];
            let next = legs.get(number + 1).filter(|_| index + 1 == leg.pieces.1);
            timing_points.push(TimingPoint {
                station: piece.step.to,
                at: piece.end,
                arrives: at(arrives),
                departs: next.map_or_else(|| at(departs), |next| next.departs),
            });
        }
    }
    timing_points
}

/// What bounds the speed along a course.
fn limits(course: &Course) -> Vec<LimitRun> {
    let mut limits: Vec<LimitRun> = Vec::new();
    for piece in &course.pieces {
        for (limit, speed) in piece.limits().zip(piece.speeds(Pace::Likely)) {
            let (held, line) = (speed.value, limit.value.known);
            let end = piece.start + limit.end;
            match limits.last_mut() {
                Some(last) if (last.held, last.line) == (held, line) => last.end = end,
                _ => limits.push(LimitRun {
                    start: piece.start + limit.start,
                    end,
                    held,
                    line,
                }),
            }
        }
    }
    limits
}
