//! A claim in a sentence: how far, how long, how fast, how many cars. Can it be true?

mod cars;
mod slips;
mod speeds;
mod train_alone;

use super::figure::Figure;
use super::reason::{DistancePlace, Offer, RailDistance, Reason, TimePlace};
use super::usual::{OFFICIAL_SPREAD, Usual};
use super::verdict::{Check, Subject, Verdict};
use crate::journey::clock::Departure;
use crate::journey::{self, Journey, PlanError, Question};
use crate::network::{Country, Network};
use crate::routing::{self, Objective};
use crate::train::{Catalog, Train, TrainError};
use crate::units::{Estimate, Length, RunTime, Speed};
use cars::cars;
pub use train_alone::judge_train;

/// Part by which a distance may differ from the route, or from a proposed alternative, and still be consistent. Source:
/// the project's rule; reported distances are often those of another route.
const OTHER_ROUTE: f64 = 0.1;
/// Alternatives that a claimed distance may be that of, as many as a person looks at.
const ALTERNATIVES: usize = 2;

/// What is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Claim {
    /// Distance, km.
    pub km: Option<Figure>,
    /// Time, hours.
    pub hours: Option<Figure>,
    /// Mean speed, km/h.
    pub speed: Option<Figure>,
    /// Highest speed, km/h.
    pub max_speed: Option<Figure>,
    /// A speed of which it is not said whether it is the mean or the highest, km/h.
    pub unclear_speed: Option<Figure>,
    /// Number of cars.
    pub cars: Option<u32>,
    /// Number of trains the cars are in.
    pub trains: Option<u32>,
}

/// What to think of a claim, and the arithmetic.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimAnswer {
    /// The worst of the checks.
    pub verdict: Verdict,
    /// The checks, in the order of their subjects.
    pub checks: Vec<Check>,
    /// What would make it true, and other explanations.
    pub offers: Vec<Offer>,
    /// What was computed for the journey; `None` for a claim about a train alone.
    pub computed: Option<ComputedJourney>,
    /// Claimed distance over claimed time.
    pub implied_speed: Option<Speed>,
}

/// What a claim about a journey is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputedJourney {
    /// Straight line between the ends.
    pub geodesic: Length,
    /// The shortest route by rail, freight lines included.
    pub shortest: Length,
    /// The route the train takes.
    pub distance: Length,
    /// Between which lengths the route lies, nine times in ten, where a part of it is sketched.
    pub distance_range: Option<Estimate<Length>>,
    /// How long it takes.
    pub duration: Estimate<RunTime>,
    /// How long it takes to arrive with unannounced stays, where such are known of the train.
    pub arrival: Option<Estimate<RunTime>>,
    /// The shortest time possible.
    pub technical_minimum: RunTime,
}

/// Judges a claim about the journey of a question.
///
/// # Errors
/// [`PlanError`] when the journey cannot be planned at all.
pub fn judge(
    network: &Network,
    train: &Train,
    question: &Question,
    claim: &Claim,
) -> Result<ClaimAnswer, PlanError> {
    judge_with_journey(network, train, question, claim).map(|(answer, _)| answer)
}

/// The same with the journey that the claim was held against.
///
/// # Errors
/// [`PlanError`] when the journey cannot be planned at all.
pub fn judge_with_journey(
    network: &Network,
    train: &Train,
    question: &Question,
    claim: &Claim,
) -> Result<(ClaimAnswer, Journey), PlanError> {
    let mut asked = question.clone();
    asked.alternatives = if claim.km.is_some() { ALTERNATIVES } else { 0 };
    let mut journeys = journey::plan(network, train, &asked)?.journeys;
    let alternatives = journeys.split_off(1);
    let alternatives = alternatives.iter().map(|other| other.route.length());
    let journey = journeys.remove(0);
    let query = &question.query;
    let position = |station| network.station(station).position;
    let context = ClaimContext {
        geodesic: position(query.from).geodesic(position(query.to)),
        shortest: shortest(network, question)?,
        journey: &journey,
        zones_apart_h: zones_apart(network, question),
        alternatives: alternatives.collect(),
        claim,
    };
    let mut checks: Vec<Check> = [
        context.distance(),
        context.time(),
        context.speed(),
        context.highest(),
        context.product(),
        context.highest_below_mean(),
        context.unclear(),
    ]
    .into_iter()
    .flatten()
    .collect();
    checks.extend(cars(network, train, question, claim));
    checks.sort_by_key(|check| check.of);
    let answer = ClaimAnswer {
        verdict: worst(&checks),
        offers: context.offers(),
        computed: Some(ComputedJourney {
            geodesic: context.geodesic,
            shortest: context.shortest,
            distance: journey.route.length(),
            distance_range: journey.distance_range,
            duration: journey.duration,
            arrival: journey.arrival,
            technical_minimum: journey.technical_minimum,
        }),
        implied_speed: context.implied_speed(),
        checks,
    };
    Ok((answer, journey))
}

/// The worst of some checks.
fn worst(checks: &[Check]) -> Verdict {
    let verdicts = checks.iter().map(|check| check.verdict);
    verdicts.max().unwrap_or(Verdict::Consistent)
}

/// The shortest route by open rails, whatever lines and countries it uses.
fn shortest(network: &Network, question: &Question) -> Result<Length, PlanError> {
    let mut query = question.query.clone();
    query.restrictions.objective = Objective::Shortest;
    query.restrictions.demands.uses_freight_lines = true;
    query.restrictions.demands.engines.clear();
    query.restrictions.demands.avoided_lines.clear();
    query.restrictions.transit = network
        .stations()
        .iter()
        .map(|station| station.country)
        .collect();
    let mut routes = routing::find(network, &query)?;
    Ok(routes.next().map_or(Length::ZERO, |route| route.length()))
}

/// Hours by which the clock at the end is ahead of that at the start, at noon of the day.
fn zones_apart(network: &Network, question: &Question) -> Option<f64> {
    let query = &question.query;
    let noon = Departure::Local(query.restrictions.day.at(12, 0, 0, 0));
    let offset = |station| {
        let zone = network.station(station).timezone.as_deref()?;
        Some(f64::from(noon.in_zone(zone).ok()?.offset().seconds()) / 3_600.0)
    };
    Some(offset(query.to)? - offset(query.from)?)
}

/// What a claim is held against.
struct ClaimContext<'a> {
    geodesic: Length,
    shortest: Length,
    journey: &'a Journey,
    /// Hours by which the clock at the end is ahead of that at the start; `None` where a zone is not known.
    zones_apart_h: Option<f64>,
    /// Lengths of the alternatives that `route --alternatives` proposes.
    alternatives: Vec<Length>,
    claim: &'a Claim,
}

impl ClaimContext<'_> {
    fn route(&self) -> Length {
        self.journey.route.length()
    }

    /// The route as short as it may be.
    fn shortest_route(&self) -> Length {
        let range = self.journey.distance_range;
        range.map_or(self.route(), |range| range.low())
    }

    /// The route as long as it may be.
    fn longest_route(&self) -> Length {
        let range = self.journey.distance_range;
        range.map_or(self.route(), |range| range.high())
    }

    fn distance(&self) -> Option<Check> {
        let claimed = self.claim.km?;
        let (verdict, place) = match self.journey.distance_range {
            Some(_) => self.sketched_place(&claimed),
            None => self.surveyed_place(&claimed),
        };
        let rail = RailDistance {
            route: self.route(),
            sketched: self.journey.distance_range,
            shortest: self.shortest,
            geodesic: self.geodesic,
        };
        let reason = Reason::Distance {
            claimed,
            place,
            rail,
        };
        Some(Check::new(Subject::Distance, verdict, reason))
    }

    /// A distance against a sketched one: impossible is only what is below the straight line.
    fn sketched_place(&self, claimed: &Figure) -> (Verdict, DistancePlace) {
        if claimed.high < self.geodesic.km() {
            (Verdict::Impossible, DistancePlace::BelowStraightLine)
        } else if claimed.high < self.shortest_route().km() {
            (Verdict::Doubtful, DistancePlace::Below)
        } else if claimed.low <= self.longest_route().km() {
            (Verdict::Consistent, DistancePlace::Agrees)
        } else {
            (Verdict::Doubtful, DistancePlace::Above)
        }
    }

    fn surveyed_place(&self, claimed: &Figure) -> (Verdict, DistancePlace) {
        if claimed.high < self.geodesic.km() {
            (Verdict::Impossible, DistancePlace::BelowStraightLine)
        } else if claimed.high < self.shortest.km() * (1.0 - OFFICIAL_SPREAD) {
            (Verdict::Impossible, DistancePlace::BelowShortest)
        } else if self.is_near(&claimed.closed()) {
            (Verdict::Consistent, DistancePlace::Agrees)
        } else if claimed.closed().low > self.route().km() {
            (Verdict::Doubtful, DistancePlace::Above)
        } else {
            (Verdict::Doubtful, DistancePlace::Below)
        }
    }

    /// Whether a distance is within a tenth of the route or of a proposed alternative.
    fn is_near(&self, km: &Figure) -> bool {
        let lengths = self.alternatives.iter().copied().chain([self.route()]);
        lengths.map(Length::km).any(|length| {
            km.low <= length * (1.0 + OTHER_ROUTE) && length * (1.0 - OTHER_ROUTE) <= km.high
        })
    }

    fn time(&self) -> Option<Check> {
        let claimed = self.claim.hours?;
        let usual = Usual::of(self.journey);
        let likely = self.journey.duration.likely().h();
        let (verdict, place) = if claimed.high < usual.least().h() {
            let least = TimePlace::BelowMinimum(self.journey.technical_minimum);
            (Verdict::Impossible, least)
        } else if !usual.holds_hours(&claimed.closed()) {
            (Verdict::Doubtful, usual.place(nearest(&claimed, likely)))
        } else if claimed.low <= likely && likely <= claimed.high {
            (Verdict::Consistent, TimePlace::Likely)
        } else {
            (Verdict::Consistent, usual.place(nearest(&claimed, likely)))
        };
        let reason = Reason::Time {
            claimed,
            place,
            computed: usual.computed(),
            means: self.means(RunTime::from_h(claimed.middle())),
        };
        Some(Check::new(Subject::Time, verdict, reason))
    }

    fn implied_speed(&self) -> Option<Speed> {
        let (km, hours) = (self.claim.km?, self.claim.hours?);
        Length::from_km(km.middle()).mean_speed(RunTime::from_h(hours.middle()))
    }
}

/// The time that is nearest to the likely one, where the figure leaves room.
fn nearest(claimed: &Figure, likely_h: f64) -> RunTime {
    let claimed = claimed.closed();
    RunTime::from_h(likely_h.clamp(claimed.low, claimed.high))
}

/// Trains that could make the journey of a question in a claimed time, other than the one it was judged with.
///
/// # Errors
/// [`TrainError`] when the file of a train cannot be used.
pub fn other_trains(
    network: &Network,
    trains: &Catalog,
    (question, judged): (&Question, &Train),
    hours: &Figure,
) -> Result<Vec<String>, TrainError> {
    let mut able = Vec::new();
    for id in trains.ids().filter(|id| *id != judged.id) {
        let Some(train) = trains.train(id)? else {
            continue;
        };
        // A train of which nothing is known in a country on the route is none that could; the ends are looked at first.
        let rows = train.profile.rows();
        let is_known = |country: &Country| rows.iter().any(|row| row.country == Some(*country));
        let query = &question.query;
        let places = query.via.iter().chain([&query.from, &query.to]);
        let mut ends = places.map(|place| network.station(*place).country);
        if !ends.all(|country| is_known(&country)) {
            continue;
        }
        let mut question = question.clone();
        question.query.restrictions.demands = journey::demands(network, &train);
        let plan = journey::plan(network, &train, &question);
        // Nor is one that cannot run there.
        let Ok(mut plan) = plan else { continue };
        let journey = plan.journeys.remove(0);
        let countries = journey.route.countries(network);
        if countries.iter().all(is_known) && Usual::of(&journey).holds_hours(&hours.closed()) {
            able.push(id.to_owned());
        }
    }
    Ok(able)
}
