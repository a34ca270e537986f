//! Dwells in words: what is done at one, and the habitual stops, whose places are not reported.

use std::collections::BTreeMap;

use super::labels::counted;
use super::minutes;
use super::summary::CallKind;
use crate::journey::{Cause, Dwell, Journey};
use crate::network::{BorderOperation, Country, Network};
use crate::routing::OperationKind;
use crate::train::{StopPlace, Train};
use crate::units::{RunTime, format};

/// The habitual stops of a journey, which no leg shows: how many, how long, after which rule; nothing where there is none.
pub(super) fn habitual(network: &Network, train: &Train, journey: &Journey) -> Option<String> {
    let activities = journey.dwells.iter().flat_map(|dwell| &dwell.activities);
    let times: Vec<RunTime> = activities
        .filter(|activity| activity.cause == Cause::Habitual)
        .map(|activity| activity.time.likely())
        .collect();
    let time = format::duration(times.iter().copied().sum());
    let rules = rules(network, train, &journey.route.countries(network));
    let (so_long, places) = match times.len() {
        0 => return None,
        1 => (
            time,
            "its place is not reported, and the map shows it at the nearest large station",
        ),
        _ => (
            format!("{time} in all"),
            "their places are not reported, and the map shows them at the nearest large stations",
        ),
    };
    let stops = counted(times.len() as u64, "stop");
    Some(format!(
        "{stops} assumed on the way ({so_long}), one {rules}, as is usual for such trains; {places}"
    ))
}

/// `every 300 km in Russia and every 500 km in China`: the habitual stops of a train in some countries.
fn rules(network: &Network, train: &Train, passed: &[Country]) -> String {
    let name = |country: &Country| {
        let facts = network.country(*country);
        facts.map_or_else(|| country.to_string(), |facts| facts.name.clone())
    };
    let mut rules = Vec::new();
    let mut named: Vec<Country> = Vec::new();
    let mut elsewhere = None;
    for stop in &train.stops {
        let StopPlace::Every { km, countries } = &stop.place else {
            continue;
        };
        let here = passed.iter().filter(|country| countries.contains(country));
        let names: Vec<String> = here.map(name).collect();
        named.extend(countries);
        if countries.is_empty() {
            elsewhere = Some(format!("every {km:.0} km"));
        } else if !names.is_empty() {
            rules.push(format!("every {km:.0} km in {}", names.join(" and ")));
        }
    }
    if let Some(rule) = elsewhere.filter(|_| passed.iter().any(|country| !named.contains(country)))
    {
        let where_else = if rules.is_empty() { "" } else { " elsewhere" };
        rules.push(format!("{rule}{where_else}"));
    }
    rules.join(" and ")
}

/// What is done, in words.
#[must_use]
pub(super) fn words(cause: Cause) -> &'static str {
    match cause {
        Cause::Habitual => "habitual stop",
        Cause::Named => "stop",
        Cause::Operation(
            OperationKind::Reversal
            | OperationKind::InferredReversal
            | OperationKind::UnlistedReversal,
        ) => "reversal",
        Cause::Operation(OperationKind::GaugeChange { .. }) => "gauge change",
        Cause::Operation(OperationKind::LocomotiveChange) => "locomotive change",
        Cause::Operation(OperationKind::Border(BorderOperation::Control)) => "border control",
        Cause::Operation(OperationKind::Border(BorderOperation::LocomotiveChange)) => {
            "locomotive change at the border"
        }
        Cause::Operation(OperationKind::Border(BorderOperation::GaugeChange)) => "gauge change",
    }
}

/// What is done at a stop, in words; the same thing once, with its time added up. The minutes add up to those of the stop.
pub(super) fn reasons(stop: &Dwell, whole: RunTime) -> Vec<String> {
    let mut times: BTreeMap<&str, RunTime> = BTreeMap::new();
    for activity in &stop.activities {
        *times.entry(words(activity.cause)).or_default() += activity.time.likely();
    }
    let parts: Vec<RunTime> = times.values().copied().collect();
    times
        .keys()
        .zip(minutes::shared(whole, &parts))
        .map(|(words, time)| format!("{words} {}", format::duration(time)))
        .collect()
}

/// The weightiest thing done at a dwell.
pub(super) fn kind(dwell: &Dwell) -> CallKind {
    let kinds = dwell
        .activities
        .iter()
        .map(|activity| match activity.cause {
            Cause::Habitual => CallKind::AssumedStop,
            Cause::Named => CallKind::Stop,
            Cause::Operation(OperationKind::GaugeChange { .. }) => CallKind::GaugeChange,
            Cause::Operation(OperationKind::LocomotiveChange) => CallKind::LocomotiveChange,
            Cause::Operation(OperationKind::Border(_)) => CallKind::Border,
            Cause::Operation(
                OperationKind::Reversal
                | OperationKind::InferredReversal
                | OperationKind::UnlistedReversal,
            ) => CallKind::Reversal,
        });
    kinds.max().unwrap_or(CallKind::Pass)
}
