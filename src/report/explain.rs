//! Where the figures of a journey come from, in words, for `--explain`.

use super::consist;
use super::dwells::words;
use crate::journey::{Cause, Dwell, Journey, Plan, Question, Rejected};
use crate::network::{Network, StationIdx};
use crate::routing::{Objective, Route};
use crate::train::Train;
use crate::units::{Energy, Estimate, Length, RunTime, Speed, format};

/// Subject and text of each explanation.
pub type Explanations = Vec<(String, String)>;

/// Why the best route is the best: routes that were not taken beside it.
pub(super) fn choice(network: &Network, question: &Question, plan: &Plan) -> Explanations {
    let best = &plan.journeys[0].route;
    let text = |rejected: &Rejected| {
        let which = match rejected.avoids {
            Some(station) => format!("avoiding {}, the route", network.station(station).name),
            None => String::from("the next best route"),
        };
        (
            String::from("why this route"),
            format!("{which} {}", compared(network, question, best, rejected)),
        )
    };
    plan.rejected.iter().map(text).collect()
}

/// A route that was not taken, beside the best: `is 46 km shorter but 49 min behind; it needs a reversal at Baranovsky`.
fn compared(network: &Network, question: &Question, best: &Route, rejected: &Rejected) -> String {
    let behind = match question.query.restrictions.objective {
        Objective::Fastest => format::duration(rejected.behind.time()),
        Objective::Shortest => format::distance(rejected.behind.length()),
    };
    let difference = rejected.route.length() - best.length();
    let (longer, but) = if difference < Length::ZERO {
        ("shorter", "but")
    } else {
        ("longer", "and")
    };
    let mut text = format!(
        "is {} {longer} {but} {behind} behind",
        format::distance(difference.abs())
    );
    if rejected.route.penalty() > best.penalty() {
        text.push_str(", the preference for main lines counted");
    }
    let away = stations_off(network, &rejected.route, best);
    if !away.is_empty() {
        text.push_str(&format!("; it goes by {}", away.join(", ")));
    }
    let operations = operations_off(network, &rejected.route, best);
    if !operations.is_empty() {
        text.push_str(&format!("; it needs a {}", operations.join(", a ")));
    }
    text
}

/// A few stations of a route that another does not pass: the first, the middle, the last.
fn stations_off(network: &Network, route: &Route, other: &Route) -> Vec<String> {
    let passed: Vec<StationIdx> = other.stations().collect();
    let off: Vec<StationIdx> = route
        .stations()
        .filter(|station| !passed.contains(station))
        .collect();
    let mut chosen: Vec<StationIdx> = match off.len() {
        0 => Vec::new(),
        len => vec![off[0], off[len / 2], off[len - 1]],
    };
    chosen.dedup();
    chosen
        .into_iter()
        .map(|station| network.station(station).name.clone())
        .collect()
}

/// What a route demands that another does not.
fn operations_off(network: &Network, route: &Route, other: &Route) -> Vec<String> {
    let known: Vec<_> = other
        .operations()
        .map(|operation| (operation.at, operation.kind))
        .collect();
    route
        .operations()
        .filter(|operation| !known.contains(&(operation.at, operation.kind)))
        .filter_map(|operation| {
            let time = operation.time?;
            let what = words(Cause::Operation(operation.kind));
            let at = &network.station(operation.at).name;
            Some(format!(
                "{what} at {at} ({})",
                format::duration(time.likely())
            ))
        })
        .collect()
}

/// Where each figure of a journey comes from.
pub(super) fn journey(network: &Network, train: &Train, journey: &Journey) -> Explanations {
    let mut explanations = speeds(network, train, journey);
    explanations.extend(
        journey
            .dwells
            .iter()
            .flat_map(|dwell| of_dwell(network, dwell)),
    );
    explanations.push((String::from("allowance"), allowance(train)));
    explanations.push((
        String::from("technical minimum"),
        technical_minimum(journey),
    ));
    explanations.extend(consist::journey(network, train, journey));
    explanations.extend(energy(journey));
    explanations.extend(economy(journey));
    explanations.extend(legs(network, journey));
    explanations
}

fn kwh(energy: Energy) -> String {
    format!("{} kWh", format::grouped(energy.kwh().round() as i64))
}

/// Energy at the wheel, and what of it is known as fuel and current.
fn energy(journey: &Journey) -> Option<(String, String)> {
    let mut text = format!("{} at the wheel over the likely run", kwh(journey.energy?));
    for (what, taken) in [("fuel", journey.fuel), ("current", journey.current)] {
        if let Some(taken) = taken.filter(|taken| *taken > Energy::ZERO) {
            text.push_str(&format!("; {what} of {}", kwh(taken)));
        }
    }
    if journey.fuel.is_none() || journey.current.is_none() {
        text.push_str(
            "; the efficiency of a locomotive is not known, so neither is all that it takes in",
        );
    }
    Some((String::from("energy"), text))
}

/// What coasting saves, where it was asked for.
pub(super) fn economy(journey: &Journey) -> Option<(String, String)> {
    let (saved, left) = (journey.energy_saved?, journey.energy?);
    let share = 100.0 * saved.ratio(saved + left).unwrap_or(0.0);
    let text = format!(
        "spending the allowance by coasting saves {} of {} at the wheel ({share:.0} %); no time changes",
        kwh(saved),
        kwh(saved + left),
    );
    Some((String::from("economy"), text))
}

/// The rows of the speed profile in use, with the length over which each is.
fn speeds(network: &Network, train: &Train, journey: &Journey) -> Explanations {
    let mut rows: Vec<(String, Estimate<Speed>, &str, Length)> = Vec::new();
    for run in &journey.segments {
        let country = network.station(run.from).country;
        let row = &train.profile.rows()[run.row];
        let subject = match &row.line {
            Some(line) => format!("speed, {country}, {line}"),
            None => match row.tracks {
                Some(tracks) => format!("speed, {country}, tracks {tracks}"),
                None => format!("speed, {country}"),
            },
        };
        match rows
            .iter_mut()
            .find(|(old, speed, _, _)| *old == subject && *speed == row.speed)
        {
            Some((_, _, _, length)) => *length += run.end - run.start,
            None => rows.push((subject, row.speed, &row.basis, run.end - run.start)),
        }
    }
    rows.into_iter()
        .map(|(subject, speed, basis, length)| {
            let text = format!(
                "sustains {} ({} to {}) on {}, less where a limit is lower; {basis}",
                format::speed(speed.likely()),
                speed.low().kmh().round(),
                speed.high().kmh().round(),
                format::distance(length),
            );
            (subject, text)
        })
        .collect()
}

fn of_dwell(network: &Network, dwell: &Dwell) -> Explanations {
    let name = &network.station(dwell.station).name;
    dwell
        .activities
        .iter()
        .map(|activity| {
            let text = format!(
                "{} ({}); {}",
                format::duration(activity.time.likely()),
                format::duration_range(&activity.time),
                activity.basis,
            );
            (format!("{}, {name}", words(activity.cause)), text)
        })
        .collect()
}

fn allowance(train: &Train) -> String {
    format!(
        "{} % of the running time and {} min per 100 km; waiting for other trains {} to {} min per 100 km of single track",
        train.allowance.percent,
        train.allowance.minutes_per_100km,
        train.train_meets.low().minutes(),
        train.train_meets.high().minutes(),
    )
}

fn technical_minimum(journey: &Journey) -> String {
    format!(
        "no stop, no border, limits and construction speed with full acceleration and braking; on {} of {} a country's \
         speed cap stands in for an unknown limit",
        format::distance(journey.technical_minimum_by_cap),
        format::distance(journey.route.length()),
    )
}

/// What each leg's time is made of.
fn legs(network: &Network, journey: &Journey) -> Explanations {
    journey
        .legs
        .iter()
        .zip(&journey.parts)
        .map(|(leg, parts)| {
            let name = |station: StationIdx| network.station(station).name.as_str();
            let stops: RunTime = parts.stops.iter().map(|stop| stop.time.likely()).sum();
            let text = format!(
                "running with allowance {} ({}), stops on the way {}, waiting for trains {}, own scatter {:.0} %",
                format::duration(parts.running.likely()),
                format::duration_range(&parts.running),
                format::duration(stops),
                format::duration(parts.train_meets.time.likely()),
                parts.noise * 100.0,
            );
            (format!("{} to {}", name(leg.from), name(leg.to)), text)
        })
        .collect()
}
