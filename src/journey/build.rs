//! A journey over one way: rides at several paces, stands, legs, sampling, ledger.

use super::course::{Course, Pace, Piece, allowance};
use super::dwell::{AskedStops, Cause, Dwell};
use super::estimate::{self, EstimateParts};
use super::leg::{self, Leg, TimingPoint};
use super::model::{Figures, Journey, Ledger, LimitRun, PlanError, SegmentRun};
use super::progress::Progress;
use super::remarks;
use super::ride::Ride;
use super::sample::{Deck, quantiles};
use crate::network::Network;
use crate::routing::{OperationKind, Route};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime, Speed};

/// The journey of a train over a route that was found before, as a [`super::plan`] makes it.
///
/// # Errors
/// [`PlanError`] when the train cannot run it.
pub fn along(network: &Network, train: &Train, route: Route) -> Result<Journey, PlanError> {
    of_route(network, train, &[], route)
}

/// The figures of a journey over a course, without the rest of it.
pub(super) fn figures(
    course: Course,
    asked: &AskedStops,
    deck: &Deck,
) -> Result<Figures, PlanError> {
    let progress = Progress::over(course, asked)?;
    let distance = progress.course.length();
    let legs = leg::split(&progress.course, &progress.dwells, &[]);
    let parts = estimate::parts(&progress, &legs);
    Ok(Figures {
        distance,
        duration: quantiles(&mut estimate::whole(&parts, deck)),
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
    let draws = estimate::with_legs(&parts, &mut legs, &estimate::deck());
    let duration = quantiles(&mut draws.clone());
    let mut warnings = remarks::on_course(course, dwells);
    warnings.extend(remarks::on_stops(course, stops));
    let likely = &progress.likely;
    Ok(Journey {
        duration,
        technical_minimum: progress.technical_minimum(Length::ZERO, course.length()),
        technical_minimum_by_cap: course
            .pieces
            .iter()
            .map(|piece| piece.length_where(|limit| limit.known.is_none()))
            .sum(),
        ledger: ledger(course, likely, &parts, dwells, duration.likely()),
        energy: likely.energy(),
        fuel: likely.taken(true),
        current: likely.taken(false),
        energy_saved: None,
        timing_points: timing_points(course, &legs, likely, dwells),
        curve: likely.curve(),
        segments: segments(course, likely),
        limits: limits(course),
        slow_stretches: likely.slow_stretches(),
        warnings,
        draws,
        legs,
        parts,
        dwells: progress.into_dwell(),
        route,
    })
}

/// Where the likely duration goes; what the sampling adds is its own line, so that the parts sum exactly.
fn ledger(
    course: &Course,
    ride: &Ride,
    parts: &[EstimateParts],
    dwells: &[Dwell],
    total: RunTime,
) -> Ledger {
    let length = course.length();
    let running = ride.parts(Length::ZERO, length);
    let mut ledger = Ledger {
        cruising: running.cruising,
        accelerating_braking: running.accelerating_braking,
        gradients: running.gradients,
        allowance: allowance(course.train, ride.time_at(length), length),
        train_meets: parts.iter().map(|part| part.train_meets.likely()).sum(),
        ..Ledger::default()
    };
    for activity in dwells.iter().flat_map(|dwell| &dwell.activities) {
        *account(&mut ledger, activity.cause) += activity.time.likely();
    }
    let sum = ledger.cruising
        + ledger.accelerating_braking
        + ledger.gradients
        + ledger.allowance
        + ledger.train_meets
        + ledger.stops
        + ledger.borders
        + ledger.reversals;
    ledger.late_skew = total - sum;
    ledger
}

fn account(ledger: &mut Ledger, cause: Cause) -> &mut RunTime {
    match cause {
        Cause::Habitual | Cause::Named | Cause::Operation(OperationKind::LocomotiveChange) => {
            &mut ledger.stops
        }
        Cause::Operation(OperationKind::GaugeChange { .. } | OperationKind::Border(_)) => {
            &mut ledger.borders
        }
        Cause::Operation(
            OperationKind::Reversal
            | OperationKind::InferredReversal
            | OperationKind::UnlistedReversal,
        ) => &mut ledger.reversals,
    }
}

/// Every station with its times. Within a leg the likely ride and its stops divide the leg's range.
fn timing_points(course: &Course, legs: &[Leg], ride: &Ride, dwells: &[Dwell]) -> Vec<TimingPoint> {
    let mut timing_points = Vec::with_capacity(course.pieces.len() + 1);
    for leg in legs {
        let stop_before = |place: Length| -> RunTime {
            let inside = dwells
                .iter()
                .filter(|dwell| leg.start < dwell.at && dwell.at < place);
            inside.map(Dwell::likely).sum()
        };
        let clock =
            |place: Length| ride.time_at(place) - ride.time_at(leg.start) + stop_before(place);
        let whole = clock(leg.end);
        let at = |time: RunTime| {
            let part = time.ratio(whole).unwrap_or(0.0);
            between(&leg.departs, &leg.arrives, part)
        };
        if let Some(last) = timing_points.last_mut() {
            let last: &mut TimingPoint = last;
            last.departs = leg.departs;
        } else {
            timing_points.push(TimingPoint {
                station: leg.from,
                at: leg.start,
                arrives: leg.departs,
                departs: leg.departs,
            });
        }
        for piece in &course.pieces[leg.pieces.0..leg.pieces.1] {
            let stop: RunTime = dwells
                .iter()
                .filter(|s| s.at == piece.end && s.at < leg.end)
                .map(Dwell::likely)
                .sum();
            let arrives = at(clock(piece.end));
            let departs = at(clock(piece.end) + stop);
            timing_points.push(TimingPoint {
                station: piece.step.to,
                at: piece.end,
                arrives,
                departs,
            });
        }
    }
    timing_points
}

/// So far from one range to a later one.
pub(super) fn between(
    from: &Estimate<RunTime>,
    to: &Estimate<RunTime>,
    part: f64,
) -> Estimate<RunTime> {
    let mix = |a: RunTime, b: RunTime| a + (b - a) * part.clamp(0.0, 1.0);
    Estimate::new(
        mix(from.low(), to.low()),
        mix(from.likely(), to.likely()),
        mix(from.high(), to.high()),
    )
    .expect("mixtures of ordered ranges are ordered")
}

fn segments(course: &Course, ride: &Ride) -> Vec<SegmentRun> {
    let of_piece = |piece: &Piece| {
        let parts = ride.parts(piece.start, piece.end);
        let known = piece.limits().map(|part| part.value.known);
        let line: Option<Vec<Speed>> = known.collect();
        SegmentRun {
            from: piece.step.from,
            to: piece.step.to,
            start: piece.start,
            end: piece.end,
            held: piece
                .speeds(Pace::Likely)
                .map(|part| part.value)
                .fold(Speed::ZERO, Speed::max),
            line: line.and_then(|limits| limits.into_iter().max()),
            row: piece.row,
            max_gradient: piece.segment.steepest_from(piece.step.from),
            cruising: parts.cruising,
            accelerating_braking: parts.accelerating_braking,
            gradients: parts.gradients,
        }
    };
    course.pieces.iter().map(of_piece).collect()
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
