//! The checks of what is claimed of speed: as a mean, as the highest, of unclear kind, and against the claim's own figures.

use super::super::figure::Figure;
use super::super::verdict::{Check, Subject, Verdict};
use super::words::shown;
use super::{Claim, ClaimContext};
use crate::units::{Estimate, Length, RunTime, Speed, format};

impl ClaimContext<'_> {
    /// A speed of unclear kind, tested as the mean and as the highest; the kinder of the two counts.
    pub(super) fn unclear(&self) -> Option<Check> {
        let speed = self.claim.unclear_speed?;
        let read = |claim: Claim| {
            let context = ClaimContext {
                claim: &claim,
                alternatives: self.alternatives.clone(),
                ..*self
            };
            let checks = [context.speed(), context.highest(), context.product()];
            checks
                .into_iter()
                .flatten()
                .max_by_key(|check| check.verdict)
        };
        let told = Claim {
            unclear_speed: None,
            ..*self.claim
        };
        let mean = read(Claim {
            speed: Some(speed),
            ..told
        })?;
        let most = read(Claim {
            max_speed: Some(speed),
            ..told
        })?;
        let reason = format!(
            "whether {} km/h is the mean or the highest speed is not said; as the mean: {} ({}); as the highest: {} ({})",
            shown(&speed),
            mean.verdict,
            mean.reason,
            most.verdict,
            most.reason,
        );
        let verdict = mean.verdict.min(most.verdict);
        Some(Check::new(Subject::Speed, verdict, reason))
    }

    /// What a time means on average: over the route, over the shortest, and over the distance claimed.
    pub(super) fn means(&self, time: RunTime) -> String {
        let over = |length: Length| length.mean_speed(time).map(Speed::kmh);
        let (Some(own), Some(least)) = (over(self.route()), over(self.shortest)) else {
            return String::new();
        };
        let mut text = format!(
            ", and it means {own:.0} km/h over {}",
            format::distance(self.route())
        );
        if own.round() > least.round() {
            let shortest = format::distance(self.shortest);
            text += &format!(", {least:.0} km/h over the shortest {shortest}");
        }
        if let Some(claimed) = self.claim.km.filter(|km| km.high < self.shortest.km()) {
            let km = Length::from_km(claimed.middle());
            text += &format!(
                ", {:.0} km/h over the {} claimed",
                over(km).unwrap_or(0.0),
                format::distance(km)
            );
        }
        text
    }

    /// A mean speed against the speeds that the range and the technical minimum mean.
    pub(super) fn speed(&self) -> Option<Check> {
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
    pub(super) fn highest(&self) -> Option<Check> {
        let claimed = self.claim.max_speed?;
        let Some(hours) = self.claim.hours else {
            return Some(self.highest_alone(&claimed));
        };
        let needed = self.shortest_route().km() / hours.high;
        let standing = self.least_standing().h();
        let running = self.shortest_route().km() / (hours.high - standing).max(f64::MIN_POSITIVE);
        let (verdict, word) = if needed > claimed.high {
            (Verdict::Impossible, "contradicts")
        } else if running > claimed.high {
            (Verdict::Doubtful, "hardly allows")
        } else {
            (Verdict::Consistent, "allows")
        };
        let mut reason = format!(
            "a maximum of {} km/h {word} the mean of {needed:.0} km/h that {} h over {} mean",
            shown(&claimed),
            shown(&hours),
            format::distance(self.route()),
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
    pub(super) fn highest_below_mean(&self) -> Option<Check> {
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
    pub(super) fn product(&self) -> Option<Check> {
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
        let verdict = if product.overlaps(&km) {
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
}
