//! A claim in a sentence: how far, how long, how fast, how many cars. Can it be true?

use super::compare::slower;
use super::figure::Figure;
use super::verdict::{Check, Subject, Verdict};
use crate::journey::{self, Journey, PlanError, Question};
use crate::network::Network;
use crate::routing::{self, Objective};
use crate::train::{ConsistChange, Train};
use crate::units::{Estimate, Length, RunTime, Speed, format};

/// Part by which a distance may lie above the likely way and still be consistent. Source: the project's rule; reported
/// distances are often those of another way.
const LONGER_WAY: f64 = 1.1;
/// Part by which a way by rail may be shorter than its official kilometres say. Source: official tables differ by about
/// as much for the same way (Moscow-Vladivostok 9,259 and 9,288, Pyongyang-Tumangang 847 to 854).
const OFFICIAL_SPREAD: f64 = 0.01;
/// Kilometres in a mile (international agreement of 1959).
const MILE_KM: f64 = 1.609_344;
/// Part by which a slip of unit or line must hit to be offered as the explanation. Assumption.
const HIT: f64 = 0.05;

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
    /// The shortest way by rail, freight lines included.
    pub shortest: Length,
    /// The way the train takes.
    pub distance: Length,
    /// How long it takes.
    pub computed: Estimate<RunTime>,
    /// The shortest time possible.
    pub floor: RunTime,
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
    let ground = Ground {
        geodesic: position(query.from).geodesic(position(query.to)),
        shortest: shortest(network, question)?,
        journey: &journey,
        claim,
    };
    let mut checks: Vec<Check> = [
        ground.distance(),
        ground.time(),
        ground.speed(),
        ground.highest(),
        ground.product(),
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
        offers: ground.offers(),
        geodesic: ground.geodesic,
        shortest: ground.shortest,
        distance: journey.route.length(),
        computed: journey.duration,
        floor: journey.floor,
        implied_speed: ground.implied_speed(),
        checks,
    })
}

/// The shortest way by open rails, whatever lines and countries it uses.
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

/// What a claim is held against.
struct Ground<'a> {
    geodesic: Length,
    shortest: Length,
    journey: &'a Journey,
    claim: &'a Claim,
}

impl Ground<'_> {
    fn way(&self) -> Length {
        self.journey.route.length()
    }

    fn distance(&self) -> Option<Check> {
        let claimed = self.claim.km?;
        let rails = format!(
            "the way is {}, the shortest by rail {}, the straight line {}",
            format::distance(self.way()),
            format::distance(self.shortest),
            format::distance(self.geodesic),
        );
        let (verdict, reason) = if claimed.high < self.geodesic.km() {
            (Verdict::Impossible, "less than the straight line")
        } else if claimed.high < self.shortest.km() * (1.0 - OFFICIAL_SPREAD) {
            (Verdict::Impossible, "less than any way by rail")
        } else if claimed.low <= self.way().km() * LONGER_WAY {
            (Verdict::Consistent, "agrees with the rails")
        } else {
            (Verdict::Doubtful, "more than a tenth above the likely way")
        };
        Some(Check::new(
            Subject::Distance,
            verdict,
            format!("{} km is {reason}: {rails}", shown(&claimed)),
        ))
    }

    fn time(&self) -> Option<Check> {
        let claimed = self.claim.hours?;
        let range = &self.journey.duration;
        let (verdict, reason) = if claimed.high < self.journey.floor.h() {
            let floor = format::duration(self.journey.floor);
            (
                Verdict::Impossible,
                format!("below {floor}, the shortest time possible"),
            )
        } else {
            let middle = RunTime::from_h(claimed.middle());
            let share = slower(self.journey, middle);
            let place = match share {
                share if share > 99.9 => String::from("faster than every sample"),
                share if share >= 50.0 => format!("faster than {share:.0} % of samples"),
                share if share >= 0.1 => format!("slower than {:.0} % of samples", 100.0 - share),
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
        let mean = self.way().mean_speed(RunTime::from_h(claimed.middle()));
        let mean = mean.map_or_else(String::new, |mean| {
            format!(
                ", and {} km means {} on average",
                self.way().km().round(),
                format::speed(mean)
            )
        });
        let reason = format!(
            "{} h is {reason}: computed {computed}{mean}",
            shown(&claimed)
        );
        Some(Check::new(Subject::Time, verdict, reason))
    }

    /// A mean speed against the speeds that the range and the floor mean.
    fn speed(&self) -> Option<Check> {
        let claimed = self.claim.speed?;
        let mean = |time: RunTime| self.way().mean_speed(time).map_or(0.0, Speed::kmh);
        let (slow, fast) = (
            mean(self.journey.duration.high()),
            mean(self.journey.duration.low()),
        );
        let fastest = mean(self.journey.floor);
        let verdict = if claimed.low > fastest {
            Verdict::Impossible
        } else if claimed.low <= fast && slow <= claimed.high {
            Verdict::Consistent
        } else {
            Verdict::Doubtful
        };
        let reason = format!(
            "a mean of {} km/h: computed {slow:.0} to {fast:.0}, halts and borders included, at most {fastest:.0}",
            shown(&claimed)
        );
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// A highest speed against the mean that the claimed time means.
    fn highest(&self) -> Option<Check> {
        let (claimed, hours) = (self.claim.max_speed?, self.claim.hours?);
        let needed = self.way().km() / hours.high;
        let (verdict, word) = if needed > claimed.high {
            (Verdict::Impossible, "contradicts")
        } else {
            (Verdict::Consistent, "allows")
        };
        let reason = format!(
            "a maximum of {} km/h {word} the mean of {needed:.0} km/h that {} h over {:.0} km means",
            shown(&claimed),
            shown(&hours),
            self.way().km(),
        );
        Some(Check::new(Subject::Speed, verdict, reason))
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
        let verdict = if product.meets(&km) {
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

    /// Slips that would explain the claim, and what would make it true.
    fn offers(&self) -> Vec<String> {
        let mut offers = Vec::new();
        let hits = |value: f64, target: f64| (value / target - 1.0).abs() <= HIT;
        if let Some(km) = self.claim.km.map(|km| km.middle()) {
            if hits(km, self.geodesic.km()) && !hits(km, self.way().km()) {
                offers.push(format!("{km} km is the straight line, not the way by rail"));
            }
            if hits(km * MILE_KM, self.way().km()) {
                offers.push(format!(
                    "{km} miles would be {:.0} km, the way by rail: miles taken for km?",
                    km * MILE_KM
                ));
            }
            if hits(km / MILE_KM, self.way().km()) {
                offers.push(format!(
                    "{km} km is {:.0} km turned into miles and again: km taken for miles?",
                    self.way().km()
                ));
            }
        }
        if let Some(hours) = self.claim.hours {
            let range = &self.journey.duration;
            let needed = self.way().mean_speed(RunTime::from_h(hours.middle()));
            if let Some(needed) = needed.filter(|_| hours.high < range.low().h()) {
                offers.push(format!(
                    "the time would need a mean of {} over {:.0} km",
                    format::speed(needed),
                    self.way().km()
                ));
            }
            let slipped =
                |by: f64| hours.low + by <= range.high().h() && range.low().h() <= hours.high + by;
            if !slipped(0.0) && (slipped(1.0) || slipped(-1.0)) {
                offers.push(String::from(
                    "an hour lost between two time zones would explain the time",
                ));
            }
        }
        offers
    }
}

/// The claimed number of cars in as many trains: length, and whether the locomotives can move it.
fn cars(network: &Network, train: &Train, question: &Question, claim: &Claim) -> Option<Check> {
    let cars = claim.cars?;
    let trains = claim.trains.unwrap_or(1).max(1);
    let each = cars.div_ceil(trains);
    let changed = train.changed(&ConsistChange {
        cars: Some(each),
        ..ConsistChange::default()
    });
    let longest = changed
        .locomotives
        .iter()
        .map(|own| changed.length(Some(own)))
        .max();
    let length = longest.unwrap_or_else(|| changed.length(None));
    let in_trains = if trains > 1 {
        format!(" in each of {trains} trains")
    } else {
        String::from(" in one train")
    };
    let size = format!(
        "{each} cars{in_trains} are {} long",
        format::distance(length)
    );
    let loops = Length::from_m(journey::LONGEST_LOOP_M);
    Some(match journey::plan(network, &changed, question) {
        Err(PlanError::Stall { from, to, .. }) => {
            let reason =
                format!("{size}, and too heavy for its locomotives between {from} and {to}");
            Check::new(Subject::Train, Verdict::Doubtful, reason)
        }
        _ if length > loops => {
            let reason = format!(
                "{size}, longer than any usual passing loop of {}",
                format::distance(loops)
            );
            Check::new(Subject::Train, Verdict::Doubtful, reason)
        }
        _ => Check::new(
            Subject::Train,
            Verdict::Consistent,
            format!("{size}, which loops and locomotives take"),
        ),
    })
}

/// A figure as it may mean: `1 175 to 1 185`, `over 20`.
fn shown(figure: &Figure) -> String {
    let round = |value: f64| {
        if value >= 100.0 {
            format::grouped(value.round() as i64)
        } else {
            format!("{}", (value * 10.0).round() / 10.0)
        }
    };
    if figure.high.is_infinite() {
        format!("over {}", round(figure.low))
    } else if figure.low == 0.0 {
        format!("under {}", round(figure.high))
    } else if round(figure.low) == round(figure.high) {
        round(figure.low)
    } else {
        format!("{} to {}", round(figure.low), round(figure.high))
    }
}
