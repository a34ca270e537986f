//! A claim in a sentence: how far, how long, how fast, how many cars. Can it be true?

mod cars;
mod slips;
mod words;

use super::compare::slower;
use super::figure::Figure;
use super::verdict::{Check, Subject, Verdict};
use crate::journey::clock::Departure;
use crate::journey::{self, Journey, PlanError, Question};
use crate::network::Network;
use crate::routing::{self, Objective};
use crate::train::Train;
use crate::units::{Estimate, Length, RunTime, Speed, format};
use cars::cars;
use words::shown;

/// Part by which a distance may lie above the likely route and still be consistent. Source: the project's rule; reported
/// distances are often those of another route.
const LONGER_WAY: f64 = 1.1;
/// Part by which a route by rail may be shorter than its official kilometres say. Source: official tables differ by about
/// as much for the same way (Moscow-Vladivostok 9,259 and 9,288, Pyongyang-Tumangang 847 to 854).
const OFFICIAL_SPREAD: f64 = 0.01;

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
    pub offers: Vec<String>,
    /// Straight line between the ends.
    pub geodesic: Length,
    /// The shortest route by rail, freight lines included.
    pub shortest: Length,
    /// The route the train takes.
    pub distance: Length,
    /// How long it takes.
    pub computed: Estimate<RunTime>,
    /// The shortest time possible.
    pub technical_minimum: RunTime,
    /// Claimed distance over claimed time.
    pub implied_speed: Option<Speed>,
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
    let journey = journey::plan(network, train, question)?.journeys.remove(0);
    let query = &question.query;
    let position = |station| network.station(station).position;
    let context = ClaimContext {
        geodesic: position(query.from).geodesic(position(query.to)),
        shortest: shortest(network, question)?,
        journey: &journey,
        zones_apart_h: zones_apart(network, question),
        claim,
    };
    let mut checks: Vec<Check> = [
        context.distance(),
        context.time(),
        context.speed(),
        context.highest(),
        context.product(),
        context.highest_below_mean(),
    ]
    .into_iter()
    .flatten()
    .collect();
    checks.extend(cars(network, train, question, claim));
    checks.sort_by_key(|check| check.of);
    let verdict = checks
        .iter()
        .map(|check| check.verdict)
        .max()
        .unwrap_or(Verdict::Consistent);
    Ok(ClaimAnswer {
        verdict,
        offers: context.offers(),
        geodesic: context.geodesic,
        shortest: context.shortest,
        distance: journey.route.length(),
        computed: journey.duration,
        technical_minimum: journey.technical_minimum,
        implied_speed: context.implied_speed(),
        checks,
    })
}

/// The shortest route by open rails, whatever lines and countries it uses.
fn shortest(network: &Network, question: &Question) -> Result<Length, PlanError> {
    let mut query = question.query.clone();
    query.objective = Objective::Shortest;
    query.demands.uses_freight_lines = true;
    query.demands.engines.clear();
    query.transit = network
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
    let noon = Departure::Local(query.day.at(12, 0, 0, 0));
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
    claim: &'a Claim,
}

impl ClaimContext<'_> {
    fn route(&self) -> Length {
        self.journey.route.length()
    }

    fn distance(&self) -> Option<Check> {
        let claimed = self.claim.km?;
        let rails = format!(
            "the rail distance is {}, the shortest over any open line {}, the straight line {}",
            format::distance(self.route()),
            format::distance(self.shortest),
            format::distance(self.geodesic),
        );
        let (verdict, reason) = if claimed.high < self.geodesic.km() {
            (Verdict::Impossible, "is less than the straight line")
        } else if claimed.high < self.shortest.km() * (1.0 - OFFICIAL_SPREAD) {
            (
                Verdict::Impossible,
                "is less than the shortest rail distance",
            )
        } else if claimed.low <= self.route().km() * LONGER_WAY {
            (Verdict::Consistent, "agrees with the rails")
        } else {
            (
                Verdict::Doubtful,
                "is more than a tenth above the likely route",
            )
        };
        Some(Check::new(
            Subject::Distance,
            verdict,
            format!("{} km {reason}: {rails}", shown(&claimed)),
        ))
    }

    fn time(&self) -> Option<Check> {
        let claimed = self.claim.hours?;
        let range = &self.journey.duration;
        let (verdict, reason) = if claimed.high < self.journey.technical_minimum.h() {
            let technical_minimum = format::duration(self.journey.technical_minimum);
            (
                Verdict::Impossible,
                format!("below {technical_minimum}, the shortest time possible"),
            )
        } else {
            let middle = RunTime::from_h(claimed.middle());
            let share = slower(self.journey, middle);
            let is_open = claimed.high.is_infinite() || claimed.low == 0.0;
            let has_likely =
                claimed.low <= range.likely().h() && range.likely().h() <= claimed.high;
            let place = match share {
                _ if is_open && has_likely => String::from("what the likely time is as well"),
                share if share > 99.9 => String::from("faster than every sample"),
                share if share > 99.0 => String::from("faster than more than 99 % of samples"),
                share if share >= 50.0 => format!("faster than {share:.0} % of samples"),
                share if (0.1..1.0).contains(&share) => {
                    String::from("slower than more than 99 % of samples")
                }
                share if share >= 1.0 => format!("slower than {:.0} % of samples", 100.0 - share),
                _ => String::from("slower than every sample"),
            };
            let is_usual = claimed.low <= range.high().h() && range.low().h() <= claimed.high;
            (
                if is_usual {
                    Verdict::Consistent
                } else {
                    Verdict::Doubtful
                },
                place,
            )
        };
        let computed = format!(
            "{} ({})",
            format::duration(range.likely()),
            format::duration_range(range)
        );
        let mean = self.means(RunTime::from_h(claimed.middle()));
        let reason = format!(
            "{} h is {reason}: computed {computed}{mean}",
            shown(&claimed)
        );
        Some(Check::new(Subject::Time, verdict, reason))
    }

    /// What a time means on average: over the route, over the shortest, and over the distance claimed.
    fn means(&self, time: RunTime) -> String {
        let over = |length: Length| length.mean_speed(time).map(Speed::kmh);
        let (Some(own), Some(least)) = (over(self.route()), over(self.shortest)) else {
            return String::new();
        };
        let mut text = format!(
            ", and it means {own:.0} km/h over {:.0} km",
            self.route().km()
        );
        if own.round() > least.round() {
            text += &format!(", {least:.0} over the shortest {:.0}", self.shortest.km());
        }
        if let Some(claimed) = self.claim.km.filter(|km| km.high < self.shortest.km()) {
            let km = Length::from_km(claimed.middle());
            text += &format!(
                ", {:.0} over the {:.0} claimed",
                over(km).unwrap_or(0.0),
                km.km()
            );
        }
        text
    }

    /// A mean speed against the speeds that the range and the technical minimum mean.
    fn speed(&self) -> Option<Check> {
        let claimed = self.claim.speed?;
        let Figure {
            low: slow,
            high: fast,
        } = self.computed_speed();
        let fastest = self.route().mean_speed(self.journey.technical_minimum);
        let fastest = fastest.map_or(0.0, Speed::kmh);
        let verdict = if claimed.low > fastest {
            Verdict::Impossible
        } else if claimed.low <= fast && slow <= claimed.high {
            Verdict::Consistent
        } else {
            Verdict::Doubtful
        };
        let reason = format!(
            "a mean of {} km/h: computed {slow:.0} to {fast:.0}, stops and borders included, at most {fastest:.0}",
            shown(&claimed)
        );
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// A highest speed against the mean that the claimed time means; without a time against the computed means.
    fn highest(&self) -> Option<Check> {
        let claimed = self.claim.max_speed?;
        let Some(hours) = self.claim.hours else {
            return Some(self.highest_alone(&claimed));
        };
        let needed = self.route().km() / hours.high;
        let standing = self.least_standing().h();
        let running = self.route().km() / (hours.high - standing).max(f64::MIN_POSITIVE);
        let (verdict, word) = if needed > claimed.high {
            (Verdict::Impossible, "contradicts")
        } else if running > claimed.high {
            (Verdict::Doubtful, "hardly allows")
        } else {
            (Verdict::Consistent, "allows")
        };
        let mut reason = format!(
            "a maximum of {} km/h {word} the mean of {needed:.0} km/h that {} h over {:.0} km means",
            shown(&claimed),
            shown(&hours),
            self.route().km(),
        );
        if verdict == Verdict::Doubtful {
            let standing = format::duration(self.least_standing());
            reason += &format!(
                "; with {standing} of borders and stops at the least it runs {running:.0}"
            );
        }
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// Halts, borders and reversals at the least.
    fn least_standing(&self) -> RunTime {
        let parts = self.journey.parts.iter();
        parts
            .flat_map(|part| part.stops.iter().chain(&part.at_end))
            .map(Estimate::low)
            .sum()
    }

    fn highest_alone(&self, claimed: &Figure) -> Check {
        let Figure { low, high } = self.computed_speed();
        let (verdict, word) = if claimed.high < low {
            (Verdict::Doubtful, "lies below")
        } else {
            (Verdict::Consistent, "allows")
        };
        let reason = format!(
            "a maximum of {} km/h {word} the computed mean of {low:.0} to {high:.0}, stops and borders included",
            shown(claimed)
        );
        Check::new(Subject::Speed, verdict, reason)
    }

    /// A highest speed below the mean that is claimed with it.
    fn highest_below_mean(&self) -> Option<Check> {
        let (highest, mean) = (self.claim.max_speed?, self.claim.speed?);
        (highest.high < mean.low).then(|| {
            let reason = format!(
                "a maximum of {} km/h is below the mean of {} claimed with it",
                shown(&highest),
                shown(&mean)
            );
            Check::new(Subject::Itself, Verdict::Impossible, reason)
        })
    }

    /// The claim's own figures against each other.
    fn product(&self) -> Option<Check> {
        let (km, hours) = (self.claim.km?, self.claim.hours?);
        if let Some(highest) = self.claim.max_speed {
            let needed = km.low / hours.high;
            let verdict = if needed > highest.high {
                Verdict::Impossible
            } else {
                Verdict::Consistent
            };
            let reason = format!(
                "{} km in {} h is {needed:.0} km/h or more, against a maximum of {}",
                shown(&km),
                shown(&hours),
                shown(&highest)
            );
            return Some(Check::new(Subject::Itself, verdict, reason));
        }
        let speed = self.claim.speed?;
        let product = Figure {
            low: speed.low * hours.low,
            high: speed.high * hours.high,
        };
        let verdict = if product.train_meets(&km) {
            Verdict::Consistent
        } else {
            Verdict::Impossible
        };
        let word = if verdict == Verdict::Consistent {
            "agrees with"
        } else {
            "contradicts"
        };
        let reason = format!(
            "{} km/h for {} h makes {:.0} km, which {word} {} km",
            shown(&speed),
            shown(&hours),
            speed.middle() * hours.middle(),
            shown(&km),
        );
        Some(Check::new(Subject::Itself, verdict, reason))
    }

    fn implied_speed(&self) -> Option<Speed> {
        let (km, hours) = (self.claim.km?, self.claim.hours?);
        Length::from_km(km.middle()).mean_speed(RunTime::from_h(hours.middle()))
    }
}
