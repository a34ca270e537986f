//! Planning: routes from the planner, timed by the engine, the best of them made into journeys.

use jiff::ZonedDateTime;

use super::clock;
use super::course::{Course, Pace, allowed};
use super::dwell::{AskedStops, Cause, Dwell, dwells, short_of_shares};
use super::model::{Journey, PlanError};
use super::refusal::refusal;
use super::ride::Ride;
use super::warning::Warning;
use super::{build, remarks};
use crate::network::{Country, Network, SegmentIdx, StationIdx};
use crate::routing::{self, Candidates, Cost, Objective, Operation, Query, Route, Step};
use crate::train::Train;
use crate::units::RunTime;

/// Routes compared at most, timed or ruled out by their bound, before the best of them is taken. Assumption: more than so
/// many nearly equal routes are variants of each other.
const ROUTES_COMPARED: usize = 48;

/// A question: where to, what is to be avoided, when.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked of the planner.
    pub query: Query,
    /// Alternatives wanted besides the best route.
    pub alternatives: usize,
    /// Halts asked for.
    pub stops: Vec<(StationIdx, RunTime)>,
    /// Departure on the clock, where asked for.
    pub departure: Option<clock::Departure>,
    /// Whether routes that were not taken are wanted, to say why.
    pub explain: bool,
}

impl Question {
    /// For the best route alone, without stops of one's own, clock or reasons.
    #[must_use]
    pub fn new(query: Query) -> Question {
        Question {
            query,
            alternatives: 0,
            stops: Vec::new(),
            departure: None,
            explain: false,
        }
    }

    /// What makes one route of the question better than another.
    fn preference(&self) -> Preference<'_> {
        Preference {
            objective: self.query.restrictions.objective,
            stops: &self.stops,
            wants_second: self.explain,
        }
    }
}

/// What makes one route better than another once the engine times them.
#[derive(Clone, Copy)]
pub(super) struct Preference<'a> {
    pub objective: Objective,
    pub stops: &'a AskedStops,
    /// Whether the second-best route is wanted too.
    pub wants_second: bool,
}

/// The answer: journeys, the best first; never empty.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The journeys.
    pub journeys: Vec<Journey>,
    /// The departure on the clock of the start.
    pub departure: Option<ZonedDateTime>,
    /// Routes that were not taken, where the question wants to know.
    pub rejected: Vec<Rejected>,
}

/// A route that was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// The route.
    pub route: Route,
    /// By how much it is worse, in the measure of the question; preferences against freight and branch lines count.
    pub behind: Cost,
    /// The station it avoids, where the best route changes direction; `None` for the second-best route of all.
    pub avoids: Option<StationIdx>,
}

/// Plans journeys.
///
/// # Errors
/// [`PlanError`]: no route, a train too weak for it, a departure that cannot be.
pub fn plan(network: &Network, train: &Train, question: &Question) -> Result<Plan, PlanError> {
    let departure = departure(network, question)?;
    let mut candidates = routing::find(network, &question.query)?;
    let Choice {
        best,
        cost,
        second,
        cut,
    } = best_route(network, train, question.preference(), &mut candidates)?;
    let mut remarks = remarks::on_search(network, &question.query, &candidates, best.bound());
    remarks.extend(cut);
    let second = second.map(|(its_cost, route)| Rejected {
        route,
        behind: its_cost.less(cost),
        avoids: None,
    });
    let rejected = second
        .into_iter()
        .chain(without_reversals(network, train, question, &best, cost))
        .collect();
    let others = candidates.alternatives(&best, question.alternatives);
    let mut journeys = vec![build::of_route(network, train, &question.stops, best)?];
    // An alternative that the train cannot run is none.
    let others = others
        .into_iter()
        .filter_map(|route| build::of_route(network, train, &question.stops, route).ok());
    journeys.extend(others);
    if question.query.restrictions.objective == Objective::Fastest {
        // Stable: of two as fast the one that the search prefers stays first.
        journeys.sort_by_key(|journey| journey.duration.likely());
    }
    journeys[0].warnings.extend(remarks);
    if let Some(departure) = &departure {
        on_calendar(departure, &journeys)?;
    }
    if question.departure.is_some() {
        for journey in &mut journeys {
            journey
                .warnings
                .extend(remarks::on_zones(network, &journey.route));
        }
    }
    Ok(Plan {
        journeys,
        departure,
        rejected,
    })
}

/// The departure on the clock of the start, where the zone is known.
fn departure(network: &Network, question: &Question) -> Result<Option<ZonedDateTime>, PlanError> {
    let zone = network.station(question.query.from).timezone.as_deref();
    let clock = question
        .departure
        .as_ref()
        .zip(zone)
        .map(|(departure, zone)| departure.in_zone(zone));
    Ok(clock.transpose()?)
}

/// Refuses a departure from which some journey may end outside of the calendar: its clocks could not be told.
fn on_calendar(departure: &ZonedDateTime, journeys: &[Journey]) -> Result<(), PlanError> {
    let latest = journeys.iter().map(|journey| {
        let arrival = journey.arrival.map(|arrival| arrival.high());
        arrival.unwrap_or_else(|| journey.duration.high())
    });
    let latest = latest.fold(RunTime::ZERO, RunTime::max);
    match clock::later(departure, latest, "UTC") {
        Some(_) => Ok(()),
        None => Err(PlanError::Clock(clock::ClockError::OffCalendar {
            time: format!(
                "the arrival of a train that leaves at {}",
                departure.datetime()
            ),
        })),
    }
}

/// The routes that were timed, boiled down.
pub(super) struct Choice {
    pub best: Route,
    cost: Cost,
    second: Option<(Cost, Route)>,
    cut: Option<Warning>,
}

/// The best route: the shortest as the planner has it, the fastest as the engine times it. The engine times routes in
/// order of their bound until no route still to come can beat the best.
pub(super) fn best_route(
    network: &Network,
    train: &Train,
    preference: Preference<'_>,
    candidates: &mut Candidates,
) -> Result<Choice, PlanError> {
    let mut timed: Vec<(Cost, Route)> = Vec::new();
    let mut refused: Option<PlanError> = None;
    for count in 1.. {
        let best = timed.first().map(|(best, _)| *best);
        let may_win = |passes: &[(SegmentIdx, StationIdx)], bound: Cost| {
            let falls_short = || short_of_shares(train, &lengths(network, passes));
            preference.wants_second
                || preference.objective == Objective::Shortest
                || best.is_none_or(|best| bound.less(Cost::of_time(falls_short())) <= best)
        };
        let Some(route) = candidates.next_that(may_win) else {
            break;
        };
        match route.map(|route| (time_on(network, train, preference, &route), route)) {
            Some((Ok(cost), route)) => keep(network, &mut timed, cost, route),
            Some((Err(error), _)) => refused = refused.or(Some(error)),
            None => {}
        }
        let is_done = timed
            .first()
            .is_some_and(|(best, _)| !candidates.can_beat(*best));
        let is_enough = timed.len() == 2 || !preference.wants_second;
        if (is_done && is_enough) || count >= ROUTES_COMPARED {
            break;
        }
    }
    let mut timed = timed.into_iter();
    let Some((cost, best)) = timed.next() else {
        return Err(refused.expect("candidates begin with a route, timed or refused"));
    };
    let cut = candidates.can_beat(cost).then_some(Warning::SearchCut {
        routes: ROUTES_COMPARED,
    });
    Ok(Choice {
        best,
        cost,
        second: timed.next(),
        cut,
    })
}

/// What the route would be without each of its changes of direction, where that is to be explained.
fn without_reversals(
    network: &Network,
    train: &Train,
    question: &Question,
    best: &Route,
    cost: Cost,
) -> Vec<Rejected> {
    let reversals = best
        .operations()
        .filter(|operation| question.explain && Cause::Operation(operation.kind).is_reversal());
    let without = |operation: &Operation| {
        let mut question = question.clone();
        question
            .query
            .restrictions
            .avoid
            .stations
            .insert(operation.at);
        question.explain = false;
        let mut candidates = routing::find(network, &question.query).ok()?;
        let other = best_route(network, train, question.preference(), &mut candidates).ok()?;
        Some(Rejected {
            route: other.best,
            behind: other.cost.less(cost),
            avoids: Some(operation.at),
        })
    };
    reversals.filter_map(without).collect()
}

/// The pieces of a route, each with its country and its kilometres.
fn lengths(network: &Network, passes: &[(SegmentIdx, StationIdx)]) -> Vec<(Country, f64)> {
    let each = passes.iter().map(|(segment, from)| {
        let country = network.station(*from).country;
        (country, network.segment(*segment).length.km())
    });
    each.collect()
}

/// How often a route changes from one line to another.
fn line_changes(network: &Network, route: &Route) -> usize {
    let line = |step: &Step| network.segment(step.segment).line;
    let pairs = route.steps().windows(2);
    pairs
        .filter(|pair| line(&pair[0]) != line(&pair[1]))
        .count()
}

/// Keeps the best two routes over different rails; of two as good that with fewer changes of line.
fn keep(network: &Network, timed: &mut Vec<(Cost, Route)>, cost: Cost, route: Route) {
    let rails = |route: &Route| {
        route
            .steps()
            .iter()
            .map(|step| step.segment)
            .collect::<Vec<_>>()
    };
    let same = timed
        .iter()
        .position(|(_, known)| rails(known) == rails(&route));
    match same {
        Some(index) if timed[index].0 <= cost => return,
        Some(index) => timed[index] = (cost, route),
        None => timed.push((cost, route)),
    }
    // The sort is stable: of equally good routes the one with the lower bound stays first.
    timed.sort_by_cached_key(|(cost, route)| (*cost, line_changes(network, route)));
    timed.truncate(2);
}

/// What a route costs by the engine, in the planner's measure: running time, allowance, all that the route demands, and
/// the planner's penalties. Habitual stops count, since countries differ in them.
fn time_on(
    network: &Network,
    train: &Train,
    preference: Preference<'_>,
    route: &Route,
) -> Result<Cost, PlanError> {
    if preference.objective == Objective::Shortest {
        return Ok(route.bound());
    }
    let course = Course::new(network, train, route);
    let dwells = dwells(&course, preference.stops, true);
    let ride =
        Ride::new(&course, &dwells, Pace::Likely).map_err(|error| refusal(&course, error))?;
    let running = allowed(train, ride.time_at(course.length()), course.length());
    let standing: RunTime = dwells.iter().map(Dwell::likely).sum();
    Ok(Cost::of_time(running + standing) + route.penalty())
}
