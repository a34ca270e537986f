//! What the mass and the length of a train mean on its route, for `--explain`.

use super::explain::Explanations;
use crate::journey::{Journey, LimitRun, SegmentRun, SlowStretch};
use crate::network::{Network, Segment, StationIdx};
use crate::routing::Step;
use crate::running::climb;
use crate::train::{Dynamics, Locomotive, MaxEffort, Train};
use crate::units::{Grade, Length, RunTime, Speed, format};

/// A locomotive of a route, with the steepest known gradient on which it pulls and the stations beside.
struct Pull<'a> {
    locomotive: &'a Locomotive,
    steepest: Option<(Grade, StationIdx, StationIdx)>,
}

/// Resistance, climbing and length of the train on its way.
pub(super) fn journey(network: &Network, train: &Train, journey: &Journey) -> Explanations {
    let mut explanations = Explanations::new();
    for pull in pulls(network, train, journey) {
        let own = pull.locomotive;
        let Ok(dynamics) = train.dynamics(Some(own)) else {
            continue;
        };
        let of = |what: &str| format!("{what}, {} x {}", own.count, own.name);
        explanations.extend(resistance(&dynamics).map(|text| (of("resistance"), text)));
        explanations.extend(pulling(network, &dynamics, &pull).map(|text| (of("pull"), text)));
    }
    explanations.extend(length(train, journey).map(|text| (String::from("length"), text)));
    explanations.extend(slow_stretches(network, journey));
    explanations
}

/// Slow stretches told at most.
const MOST_STRETCHES: usize = 10;

/// What the costliest slow stretches cost, in order of running.
fn slow_stretches(network: &Network, journey: &Journey) -> Explanations {
    let cost = |slow: &SlowStretch| slow.slower + slow.accelerating_braking;
    let mut stretches = journey.slow_stretches.clone();
    stretches.sort_by_key(|slow| std::cmp::Reverse(cost(slow)));
    stretches.truncate(MOST_STRETCHES);
    stretches.sort_by_key(|slow| slow.start);
    let text = |slow: &SlowStretch| {
        // It begins at a station; its end is where the tail is through.
        let at = journey.segments.iter().find(|run| run.end > slow.start);
        let name = at.map_or("", |run| network.station(run.from).name.as_str());
        let text = format!(
            "{} for {} cost {:.1} min on the level, braking and accelerating {:.1} min of it",
            format::speed(slow.held),
            format::distance(slow.end - slow.start),
            cost(slow).minutes(),
            slow.accelerating_braking.minutes(),
        );
        (format!("slow stretch from {name}"), text)
    };
    stretches.iter().map(text).collect()
}

/// The locomotives in order of running.
fn pulls<'a>(network: &Network, train: &'a Train, journey: &Journey) -> Vec<Pull<'a>> {
    let mut pulls: Vec<Pull> = Vec::new();
    for step in journey.route.steps() {
        let Some(locomotive) = locomotive(network, train, step) else {
            continue;
        };
        let segment: &Segment = network.segment(step.segment);
        let steepest = segment
            .steepest_from(step.from)
            .map(|max_gradient| (max_gradient, step.from, step.to));
        match pulls.iter_mut().find(|pull| pull.locomotive == locomotive) {
            None => pulls.push(Pull {
                locomotive,
                steepest,
            }),
            Some(pull) => {
                let grade = |found: &Option<(Grade, _, _)>| found.map(|(grade, _, _)| grade);
                if grade(&steepest) > grade(&pull.steepest) {
                    pull.steepest = steepest;
                }
            }
        }
    }
    pulls
}

fn locomotive<'a>(network: &Network, train: &'a Train, step: &Step) -> Option<&'a Locomotive> {
    let traction = step.traction.as_ref()?;
    let country = |station| network.station(station).country;
    train
        .locomotive(country(step.from), traction)
        .or_else(|| train.locomotive(country(step.to), traction))
}

/// The formulas with their sources, each once.
fn resistance(dynamics: &Dynamics) -> Option<String> {
    let MaxEffort::Forces {
        resistance, curves, ..
    } = dynamics.max_effort()
    else {
        return None;
    };
    let mut formulas: Vec<String> = Vec::new();
    for term in resistance.terms() {
        let formula = term.formula();
        let text = format!("{} ({})", formula.name(), formula.source());
        if !formulas.contains(&text) {
            formulas.push(text);
        }
    }
    let [a, b, c] = resistance.abc();
    Some(format!(
        "{a:.0} N + {b:.0} N/(m/s) v + {c:.1} N/(m/s)² v², by {}; curves by {}",
        formulas.join(" and "),
        curves.name()
    ))
}

/// What it keeps on the level and on the steepest gradient known.
fn pulling(network: &Network, dynamics: &Dynamics, pull: &Pull) -> Option<String> {
    let level = climb(dynamics, Grade::ZERO)?;
    let mut text = match level.balance {
        Some(speed) => format!("keeps {} on the level", format::speed(speed)),
        None => String::from("does not move on the level"),
    };
    if let Some((grade, from, to)) = pull.steepest {
        let climb = climb(dynamics, grade)?;
        let name = |station: StationIdx| &network.station(station).name;
        let keeps = climb.balance.map_or_else(
            || String::from("a long climb stalls it"),
            |speed| format!("keeps {} on it", format::speed(speed)),
        );
        text.push_str(&format!(
            "; {:.1} per mille, the steepest known ({} to {}), need {:.0} kN, it has {:.0} kN: {keeps}; the run takes half \
             of that gradient, up and down",
            grade.permille(),
            name(from),
            name(to),
            climb.needed.kn(),
            climb.available.kn(),
        ));
    }
    Some(text)
}

/// What the train's length does to the limits: each slower stretch holds until the tail has left it.
fn length(train: &Train, journey: &Journey) -> Option<String> {
    let rises = journey
        .limits
        .windows(2)
        .filter(|pair| pair[0].held < pair[1].held)
        .count();
    if rises == 0 {
        return None;
    }
    let longest = train
        .locomotives
        .iter()
        .map(|own| train.length(Some(own)))
        .fold(train.length(None), Length::max);
    let kept = train
        .locomotives
        .iter()
        .filter_map(|own| climb(&train.dynamics(Some(own)).ok()?, Grade::ZERO)?.balance)
        .fold(train.max_speed, Speed::min);
    let segments = journey.segments.iter();
    let lost: RunTime = segments
        .filter_map(|segment| lost_to_length(&journey.limits, segment, kept))
        .sum();
    Some(format!(
        "up to {}; at {rises} {} the head may run faster only when the tail has got there; that takes {}",
        format::distance(longest),
        if rises == 1 { "place" } else { "places" },
        format::duration(lost),
    ))
}

/// The time at the speeds allowed for the whole train beyond that at the speed held at its head; `kept` is what it keeps
/// on the level.
fn lost_to_length(limits: &[LimitRun], segment: &SegmentRun, kept: Speed) -> Option<RunTime> {
    let inside = limits
        .iter()
        .filter(|run| run.start < segment.end && segment.start < run.end);
    let point = inside.map(|run| {
        let (start, end) = (run.start.max(segment.start), run.end.min(segment.end));
        (end - start).checked_div(run.held.min(kept))
    });
    let point: Option<RunTime> = point.sum();
    Some((segment.cruising - point?).max(RunTime::ZERO))
}
