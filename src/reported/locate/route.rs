//! The route by all stations where the train was seen.

use std::collections::BTreeSet;

use super::sightings::shown;
use super::{ContradictorySighting, LocateError, Seen};
use crate::journey::{self, Plan, PlanError, Question};
use crate::network::{Network, StationIdx};
use crate::routing::Route;
use crate::train::Train;
use crate::units::format;

/// A via; with the number of its sighting where it comes from one.
type Via = (StationIdx, Option<usize>);

/// The best route that leads by all stations where the train was seen, in their order, and by the vias asked for in
/// theirs. A station that the route passes anyway adds nothing.
///
/// # Errors
/// [`ContradictorySighting::OffTheWay`] for a station by which no route leads; whatever the planner says without any sighting.
pub(super) fn by_way_of(
    network: &Network,
    train: &Train,
    question: &Question,
    seen: &[Seen],
) -> Result<(Question, Plan), LocateError> {
    let mut vias: Vec<Via> = question.query.via.iter().map(|via| (*via, None)).collect();
    let mut plan = journey::plan(network, train, question)?;
    while let Some(missing) = missing(&plan, seen) {
        let plans = places(&vias, missing).map(|place| {
            let mut vias = vias.clone();
            vias.insert(place, (seen[missing].sighting.station, Some(missing)));
            let plan = journey::plan(network, train, &with(question, &vias));
            plan.map(|plan| (plan, vias))
        });
        let found: Vec<(Plan, Vec<Via>)> = plans
            .filter_map(|plan| match plan {
                Ok(plan) => Some(Ok(plan)),
                Err(PlanError::NoRoute(_) | PlanError::Stall { .. }) => None,
                Err(other) => Some(Err(other)),
            })
            .collect::<Result<_, PlanError>>()?;
        let best = found
            .into_iter()
            .min_by_key(|(plan, _)| plan.journeys[0].duration.likely());
        (plan, vias) = best.ok_or_else(|| off_route(network, question, &seen[missing]))?;
    }
    Ok((with(question, &vias), plan))
}

/// The first sighting at a station that the route does not pass.
fn missing(plan: &Plan, seen: &[Seen]) -> Option<usize> {
    let passed: BTreeSet<StationIdx> = plan.journeys[0].route.stations().collect();
    seen.iter()
        .position(|seen| !passed.contains(&seen.sighting.station))
}

/// Where a sighting may stand among the vias: behind those of earlier ones and before those of later ones.
fn places(vias: &[Via], sighting: usize) -> std::ops::RangeInclusive<usize> {
    let is_earlier = |via: &Via| via.1.is_some_and(|other| other < sighting);
    let is_later = |via: &Via| via.1.is_some_and(|other| other > sighting);
    let first = vias.iter().rposition(is_earlier).map_or(0, |via| via + 1);
    let last = vias.iter().position(is_later).unwrap_or(vias.len());
    first..=last
}

fn with(question: &Question, vias: &[Via]) -> Question {
    let mut question = question.clone();
    question.query.via = vias.iter().map(|(via, _)| *via).collect();
    question
}

/// That the route leads where it would not have led, and how long it is.
pub(super) fn remark(
    network: &Network,
    asked: &Question,
    routed: &Question,
    route: &Route,
) -> Option<String> {
    let added = routed.query.via.iter();
    let added = added.filter(|via| !asked.query.via.contains(via));
    let names: Vec<&str> = added
        .map(|via| network.station(*via).name.as_str())
        .collect();
    (!names.is_empty()).then(|| {
        format!(
            "the route passes {}, where the train was seen; it is {} long",
            names.join(" and "),
            format::distance(route.length())
        )
    })
}

fn off_route(network: &Network, question: &Question, seen: &Seen) -> LocateError {
    let name = |station| network.station(station).name.clone();
    ContradictorySighting::OffRoute {
        station: name(seen.sighting.station),
        clock: shown(network, seen.sighting.station, seen.at),
        from: name(question.query.from),
        to: name(question.query.to),
    }
    .into()
}
